"""The tray menu as a person without a mouse uses it: open, go down until the words are right, Return."""

from __future__ import annotations

from typing import Final

from core.errors import Impossible
from core.language import Bilingual
from desktop.stage.accessible import Accessibility, Element
from desktop.stage.pointer import RIGHT, Hand

_MOST_ENTRIES: Final = 30
_ANSWER_S: Final = 3.0


def choose(accessibility: Accessibility, application: Element, pid: int, hand: Hand, words: str) -> None:
    """Choose the entry with these words from the menu of the program's tray icon. Impossible where it has none."""
    place = hand.wait_for_tray_icon(pid)
    seen: list[str] = []
    with accessibility.focus_of(application) as trail:
        hand.click(*place, RIGHT)
        trail.shown("popup menu", _ANSWER_S)
        for _ in range(_MOST_ENTRIES):
            hand.key("Down")
            entry = trail.focused("menu item", _ANSWER_S)
            if entry is None or entry.name in seen:
                break
            seen.append(entry.name)
            if entry.name == words:
                hand.key("Return")
                return
        hand.key("Escape")
    raise Impossible(
        Bilingual(
            en=f"The tray menu has no entry “{words}”, but: {', '.join(seen) or 'nothing'}.",
            nl=f"Het menu in het systeemvak heeft geen regel “{words}”, maar: {', '.join(seen) or 'niets'}.",
        )
    )
