"""The blocks of a post that holds the item itself, for a Slack webhook and for a bot. Pure.

What people wrote stands in quotes, `verbatim`, with Slack's three signs escaped; the whole stays under 9,000 characters
(messages fail near 13,000). Our own words are plain text or bold.
"""

from __future__ import annotations

from typing import Final

from channels.content_card import Part, PostTexts, fitting_in, texts_of_post
from channels.direct_post import DirectPost
from channels.slack import LONGEST_BUTTON, LONGEST_HEADER, escape, fitting, marked_facts
from core.canonical import Json

LONGEST_SECTION: Final = 3000
MOST_BLOCKS: Final = 50
_ROOM: Final = 6500
_MOST_LINES: Final = 200


def payload(post: DirectPost, *, with_files: bool = False) -> dict[str, Json]:
    """What to post: the notification's text, and the blocks. Malformed when a recommendation's link is none."""
    language = post.content.language
    texts = fitting_in(texts_of_post(post, with_files=with_files), language, _ROOM, _MOST_LINES, _cost)
    return {"text": escape(texts.headline), "blocks": _blocks(texts)}


def comment(post: DirectPost) -> list[Json]:
    """The same as the words beside a file, where only sections are sure to be taken."""
    texts = fitting_in(texts_of_post(post, with_files=True), post.content.language, _ROOM, _MOST_LINES, _cost)
    heading = f"{escape(texts.kind)}\n*{fitting(texts.title, LONGEST_HEADER)}*"
    return [_section(heading), *_sections(texts)]


def _cost(line: str) -> int:
    return len(escape(line)) + 3


def _blocks(texts: PostTexts) -> list[Json]:
    blocks: list[Json] = [
        {"type": "context", "elements": [_plain(texts.kind, LONGEST_HEADER)]},
        {"type": "header", "text": _plain(texts.title, LONGEST_HEADER)},
        *_sections(texts),
    ]
    if texts.link is not None:
        button, url = texts.link
        opener: Json = {"type": "button", "text": _plain(button, LONGEST_BUTTON), "url": url, "action_id": "open"}
        blocks.append({"type": "actions", "elements": [opener]})
    return blocks


def _sections(texts: PostTexts) -> list[Json]:
    facts = marked_facts(texts.facts)
    remarks = "\n".join(f"_{escape(remark)}_" for remark in texts.remarks)
    quoted = _in_sections(texts.parts)
    return [_section(text) for text in (*quoted, remarks, facts) if text]


def _in_sections(parts: tuple[Part, ...]) -> list[str]:
    """As few sections as hold it, none over Slack's limit: each part's lead in bold, its lines as quotes."""
    sections, current = [], ""
    for part in parts:
        quoted = (quote for line in part.lines for quote in _quotes(line))
        for line in (f"*{escape(part.lead)}*", *quoted):
            longer = f"{current}\n{line}" if current else line
            if len(longer) > LONGEST_SECTION:
                sections.append(current)
                longer = line
            current = longer
    return [*sections, current]


def _quotes(line: str) -> list[str]:
    """The line as quotes that each fit in a section by themselves, cut between characters."""
    quotes, start = [], 0
    for end in range(1, len(line) + 1):
        # Five characters is the most one sign becomes.
        if end == len(line) or (end - start) * 5 >= LONGEST_SECTION - 10:
            quotes.append("> " + escape(line[start:end]))
            start = end
    return quotes


def _section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _plain(text: str, longest: int) -> Json:
    return {"type": "plain_text", "text": fitting(text, longest), "emoji": False}
