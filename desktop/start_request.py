"""What a start of `vonk` asks of the app that runs: in words, by a `vonk://` link, or passed on in one short line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final, Literal, get_args
from urllib.parse import parse_qs, urlsplit

Wish = Literal["show", "panel", "record", "tip", "recommend", "choose", "library", "outbox", "settings", "item"]
WISHES: Final[tuple[Wish, ...]] = get_args(Wish)

SCHEME: Final = "vonk"

LONGEST_LINE: Final = 4096
"""Bytes of one request on the socket; more than this is not from us."""

LONGEST_LINK: Final = 2048
"""Characters of a `vonk://` link and of what comes with a wish."""

_ITEM: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class StartRequest:
    """`link` goes with `recommend` (what was pasted or dropped, not checked yet) and with `item` (its id)."""

    wish: Wish = "show"
    link: str = ""

    def to_line(self) -> bytes:
        return json.dumps({"wish": self.wish, "link": self.link}, ensure_ascii=True).encode("ascii") + b"\n"


SHOW_YOURSELF: Final = StartRequest()


def from_line(line: bytes) -> StartRequest:
    """What another start sent. Anything that is not such a line means no more than "show yourself"."""
    if len(line) > LONGEST_LINE:
        return StartRequest()
    try:
        told = json.loads(line)
    except ValueError:
        return StartRequest()
    if not isinstance(told, dict):
        return StartRequest()
    link = told.get("link")
    return of_words(told.get("wish"), link if isinstance(link, str) else "")


def of_words(wish: object, link: str = "") -> StartRequest:
    """A wish and what comes with it. A wish that is unknown, or an item without an id, means "show yourself"."""
    known: Wish = next((known for known in WISHES if known == wish), "show")
    if known == "item":
        return StartRequest(known, link) if _ITEM.fullmatch(link) else StartRequest()
    return StartRequest(known, link if known == "recommend" and len(link) <= LONGEST_LINK else "")


def from_link(link: str) -> StartRequest:
    """What a `vonk://` link asks, whoever wrote it: any web page can hold one. It never begins a recording; where it
    asks for that the panel opens, and a person decides. Anything that is not understood means "show yourself"."""
    if len(link) > LONGEST_LINK or not link.isascii() or not link.isprintable():
        return StartRequest()
    try:
        parts = urlsplit(link)
        told = parse_qs(parts.query, max_num_fields=4)
    except ValueError:
        return StartRequest()
    place, rest = parts.netloc.lower(), parts.path.strip("/").lower()
    if parts.scheme != SCHEME or (rest and place != "item"):
        return StartRequest()
    if place == "record":
        return StartRequest("panel")
    if place == "recommend":
        return of_words("recommend", told.get("link", [""])[0])
    return of_words("item", rest) if place == "item" else StartRequest("tip" if place == "tip" else "show")


def is_link(word: str) -> bool:
    return word.lower().startswith(f"{SCHEME}:")
