"""The Adaptive Card of a post that holds the item itself, for a Teams workflow. Pure.

As in `channels.teams`: what people wrote stands in text runs, which know no Markdown, no links and no mentions; here
in a frame of its own. The whole body stays under 20,000 bytes.
"""

from __future__ import annotations

import json
from typing import Final

from channels.content_card import Part, PostTexts, fitting_in, texts_of_post
from channels.direct_post import DirectPost
from channels.teams import CARD_TYPE, CARD_VERSION
from core.canonical import Json
from core.language import Language

_ROOM: Final = 13_000
_PER_PART: Final = 210
"""Bytes of a lead and a frame, counted for each line, as each part may have but one."""
_MOST_LINES: Final = 60


def payload(post: DirectPost) -> dict[str, Json]:
    """What to post. Malformed when a recommendation's link is none."""
    language = post.content.language
    texts = fitting_in(texts_of_post(post, with_files=False), language, _ROOM, _MOST_LINES, _cost)
    card = _adaptive_card(texts, language)
    return {"type": "message", "attachments": [{"contentType": CARD_TYPE, "contentUrl": None, "content": card}]}


def _cost(line: str) -> int:
    return len(json.dumps(_runs(_run(line), spacing="Small"), ensure_ascii=False).encode("utf-8")) + _PER_PART


def _adaptive_card(texts: PostTexts, language: Language) -> dict[str, Json]:
    body: list[Json] = [
        {"type": "TextBlock", "text": texts.kind, "isSubtle": True, "wrap": True, "spacing": "None"},
        _runs(_run(texts.title, weight="Bolder", size="Large")),
    ]
    for part in texts.parts:
        body += [_runs(_run(part.lead, weight="Bolder")), _frame(part)]
    body += [_runs(_run(remark)) for remark in texts.remarks]
    body += [_runs(_run(f"{label}: ", weight="Bolder"), _run(value), spacing="Small") for label, value in texts.facts]
    card: dict[str, Json] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": CARD_VERSION,
        "lang": language,
        "fallbackText": texts.kind,
        "body": body,
    }
    if texts.link is not None:
        button, url = texts.link
        card["actions"] = [{"type": "Action.OpenUrl", "title": button, "url": url}]
    return card


def _frame(part: Part) -> Json:
    items: list[Json] = [_runs(_run(line), spacing="Small") for line in part.lines]
    return {"type": "Container", "style": "emphasis", "items": items, "spacing": "Small"}


def _runs(*runs: Json, spacing: str = "Default") -> Json:
    return {"type": "RichTextBlock", "inlines": list(runs), "spacing": spacing}


def _run(text: str, **looks: str) -> Json:
    return {"type": "TextRun", "text": text, **looks}
