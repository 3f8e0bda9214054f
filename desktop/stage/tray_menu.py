"""The tray menu as a person without a mouse uses it: open, go down until the words are right, Return."""

from __future__ import annotations

from typing import Final

from core.errors import Impossible
from core.language import Bilingual
from desktop.stage.accessible import Accessibility, Element, Trail
from desktop.stage.pointer import RIGHT, Hand

_MOST_KEYS: Final = 40
_MOST_CLICKS: Final = 3
_ANSWER_S: Final = 2.0
_KEY_ANSWER_S: Final = 0.5


def choose(accessibility: Accessibility, application: Element, pid: int, hand: Hand, words: tuple[str, ...]) -> None:
    """Choose the entry with one of these words from the menu of the tray icon, else Impossible."""
    place = hand.wait_for_tray_icon(pid)
    seen: list[str] = []
    with accessibility.trail_of(application) as trail:
        there = _open(trail, hand, place) and _go_to(words, trail, hand, seen)
        hand.key("Return" if there else "Escape")
        trail.next("showing", "popup menu", _ANSWER_S, on=False)
    if not there:
        raise Impossible(
            Bilingual(
                en=f"The tray menu has no entry “{words[0]}”, but: {', '.join(seen) or 'nothing'}.",
                nl=f"Het menu in het systeemvak heeft geen regel “{words[0]}”, maar: {', '.join(seen) or 'niets'}.",
            )
        )


def _open(trail: Trail, hand: Hand, place: tuple[int, int]) -> bool:
    """Click until the menu shows: a click while the one before is still closing is swallowed."""
    for _ in range(_MOST_CLICKS):
        hand.click(*place, RIGHT)
        if trail.next("showing", "popup menu", _ANSWER_S) is not None:
            return True
    return False


def _go_to(words: tuple[str, ...], trail: Trail, hand: Hand, seen: list[str]) -> bool:
    """Down until the entry has the focus; False when all entries were seen. A key before the menu listens is lost."""
    for _ in range(_MOST_KEYS):
        hand.key("Down")
        entry = trail.next("focused", "menu item", _KEY_ANSWER_S)
        if entry is None:
            continue
        name = entry.name
        if name in words and "focused" in entry.states:
            return True
        if name in seen and seen[-1] != name:
            return False
        seen.append(name)
    return False
