"""From what a person did on the desktop to lines beside the clip: in its time, and in its pixels."""

from __future__ import annotations

from pathlib import Path

from capture.inputs import Click, Input, Keys
from capture.journal import Noted, NotedClick, NotedKeys, NotedMark, read_journal
from capture.screens import Area


def noted(seen: Input, origin: float, area: Area, width: int, height: int) -> Noted | None:
    """What is written of it; None for a click outside the recorded `area`, or from before the clip.

    `origin` is the moment of the clip's beginning; `width` and `height` are the clip's, into which the area was fitted.
    """
    at_s = round(seen.moment - origin, 3)
    if at_s < 0:
        return None
    match seen:
        case Keys(keys=keys):
            return NotedKeys(at_s, keys)
        case Click(button=button, x=x, y=y):
            column, row = x - area.x, y - area.y
            if not (0 <= column < area.width and 0 <= row < area.height):
                return None
            scale = min(width / area.width, height / area.height)
            left, top = (width - area.width * scale) / 2, (height - area.height * scale) / 2
            return NotedClick(at_s, button, int(left + column * scale), int(top + row * scale))


def marks_in(journal: Path) -> tuple[float, ...]:
    """The moments in seconds that the person marked."""
    return tuple(line.at_s for line in read_journal(journal) if isinstance(line, NotedMark))
