"""What a start of `vonk` asks of the app that runs: passed on by a second start, in one short line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal, get_args

Wish = Literal["show", "panel", "record", "tip", "recommend", "choose", "library", "outbox", "settings"]
WISHES: Final[tuple[Wish, ...]] = get_args(Wish)

LONGEST_LINE: Final = 4096
"""Bytes of one request on the socket; more than this is not from us."""


@dataclass(frozen=True, slots=True)
class StartRequest:
    """`link` goes with `recommend`: what was pasted or dropped, not checked yet."""

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
    wish: Wish = next((known for known in WISHES if known == told.get("wish")), "show")
    link = told.get("link")
    return StartRequest(wish, link if isinstance(link, str) and wish == "recommend" else "")
