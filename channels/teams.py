"""The payload of a Teams Workflows webhook: an Adaptive Card 1.4 in the envelope that the flow's template reads. Pure.

What people wrote goes into text runs, which know no Markdown, no links and no mentions; only our own words stand in
a TextBlock. The whole body stays under 20,000 bytes of UTF-8 (Teams refuses from 28 kB by its own way of counting).
"""

from __future__ import annotations

import json
from typing import Final

from channels.card import ChannelCard, address_of, one_line, picture_of, texts_of
from core.canonical import Json

CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"
CARD_VERSION: Final = "1.4"
LARGEST_BODY: Final = 20_000
LONGEST_ALT: Final = 500


def payload(card: ChannelCard) -> dict[str, Json]:
    """What to post. Malformed when the card's link is none."""
    return {
        "type": "message",
        "attachments": [{"contentType": CARD_TYPE, "contentUrl": None, "content": _adaptive_card(card)}],
    }


def size(message: dict[str, Json]) -> int:
    """Bytes of the message as it is posted."""
    return len(json.dumps(message, ensure_ascii=False).encode("utf-8"))


def _adaptive_card(card: ChannelCard) -> dict[str, Json]:
    texts = texts_of(card)
    body: list[Json] = [
        {"type": "TextBlock", "text": texts.kind, "isSubtle": True, "wrap": True, "spacing": "None"},
        _runs(_run(texts.title or texts.kind, weight="Bolder", size="Large")),
    ]
    picture = picture_of(card)
    if picture is not None:
        alt = one_line(card.picture_alt, LONGEST_ALT) or texts.title or texts.kind
        body.append({"type": "Image", "url": picture, "altText": alt, "size": "Stretch"})
    body += [_runs(_run(f"{label}: ", weight="Bolder"), _run(value), spacing="Small") for label, value in texts.facts]
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": CARD_VERSION,
        "lang": card.language,
        "fallbackText": texts.kind,
        "body": body,
        "actions": [{"type": "Action.OpenUrl", "title": texts.button, "url": address_of(card)}],
    }


def _runs(*runs: Json, spacing: str = "Default") -> Json:
    return {"type": "RichTextBlock", "inlines": list(runs), "spacing": spacing}


def _run(text: str, **looks: str) -> Json:
    return {"type": "TextRun", "text": text, **looks}
