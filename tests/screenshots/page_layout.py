"""Finds text that a person cannot read whole on a page in a real browser: cut off, outside its box, or off the screen.

Exempt is what is meant so: an item's title of two lines that carries the whole title as `title`, a row of chips that
can be scrolled, and what only a screen reader gets (`.unseen`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOXES: Final = (
    "button, .button, .chip, .tag, .count, .length, .nav a, .tool, .menu, .card, .banner, .list, .item, .face, .tip,"
    " .score span, .pass span, kbd, summary, select, input, textarea, .code-shown, .once, .feedback"
)
"""What has an edge of its own, so that a word beyond it looks broken."""

_FIND: Final = (Path(__file__).parent / "page_layout.js").read_text(encoding="utf-8").partition("\n")[2]


def unreadable(page: Page) -> list[str]:
    """A line for every text that is not to be read whole, as the page is now; none where all is well."""
    found: list[str] = page.evaluate(_FIND, BOXES)
    return found
