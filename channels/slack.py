"""The payload of a Slack incoming webhook: blocks, and the text for notifications and old clients. Pure.

Limits and escaping as Slack documents them (50 blocks; header 150, section 3000, button 75, url 3000 characters);
whole messages fail near 13,000, ours stay under 3,000 characters of text.
"""

from __future__ import annotations

from typing import Final

from channels.card import ChannelCard, address_of, one_line, picture_of, texts_of
from core.canonical import Json

LONGEST_HEADER: Final = 150
LONGEST_BUTTON: Final = 75
LONGEST_ALT: Final = 500
LONGEST_FACT: Final = 700
"""Escaped: a text of ampersands is five times as long to Slack."""


def payload(card: ChannelCard) -> dict[str, Json]:
    """What to post. Malformed when the card's link is none."""
    texts = texts_of(card)
    section: dict[str, Json] = {"type": "section", "text": _marked(marked_facts(texts.facts))}
    picture = picture_of(card)
    if picture is not None:
        section["accessory"] = {
            "type": "image",
            "image_url": picture,
            "alt_text": fitting(one_line(card.picture_alt, LONGEST_ALT) or texts.title or texts.kind, LONGEST_ALT),
        }
    blocks: list[Json] = [
        {"type": "context", "elements": [_plain(texts.kind, LONGEST_HEADER)]},
        {"type": "header", "text": _plain(texts.title or texts.kind, LONGEST_HEADER)},
        section,
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": _plain(texts.button, LONGEST_BUTTON),
                    "url": address_of(card),
                    "action_id": "open",
                }
            ],
        },
    ]
    return {"text": escape(texts.headline), "blocks": blocks}


def marked_facts(facts: tuple[tuple[str, str], ...]) -> str:
    """A line per fact, its label in bold; four of them fit in one section."""
    return "\n".join(f"*{label}:* {fitting(value, LONGEST_FACT)}" for label, value in facts)


def escape(text: str) -> str:
    """Slack's three control characters, so that `<!channel>` or a link is only ever text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fitting(text: str, longest: int) -> str:
    """Escaped text of at most so many characters, cut between characters and never inside an escape."""
    if len(escape(text)) <= longest:
        return escape(text)
    room, kept = longest - 1, 0
    for sign in text:
        room -= len(escape(sign))
        if room < 0:
            break
        kept += 1
    return escape(text[:kept].rstrip()) + "…"


def _plain(text: str, longest: int) -> dict[str, Json]:
    return {"type": "plain_text", "text": fitting(text, longest), "emoji": False}


def _marked(text: str) -> dict[str, Json]:
    # verbatim: names and addresses in what people wrote do not become mentions and links.
    return {"type": "mrkdwn", "text": text, "verbatim": True}
