"""The screens and windows there are to record. Asked off the thread of the windows: the X server may take its time."""

from __future__ import annotations

from typing import Final

from capture.requests import Region, Window
from capture.screens import Area, Place, find_area, list_screens, list_windows
from core.errors import CaptureImpossible
from desktop.presenters.source import ScreenSeen, Seen, WindowSeen

_SMALLEST_WINDOW: Final = 64
"""Pixels of the shorter side: what is smaller is a panel or a tray, which nobody shows by itself."""


def look_at_desktop(own: frozenset[str]) -> Seen:
    """Everything but the windows with the titles of `own`. CaptureImpossible where there is no screen."""
    screens = tuple(ScreenSeen(screen.number, screen.name, _place(screen.area)) for screen in list_screens())
    named = dict.fromkeys(title for title in list_windows() if title not in own)
    windows = (_seen(title) for title in named)
    return Seen(screens, tuple(window for window in windows if window is not None))


class WindowTrack:
    """Follows the window that has this title now, whatever its title becomes. CaptureImpossible where there is none."""

    def __init__(self, title: str) -> None:
        self._place: Place = find_area(Window(title))[1]

    def now(self) -> Region | None:
        area = self._place.now(layout_changed=False)
        return _place(area) if area is not None else None

    def close(self) -> None:
        self._place.close()


def _seen(title: str) -> WindowSeen | None:
    """None for a window that went meanwhile, or of which next to nothing can be seen."""
    try:
        area, *_ = find_area(Window(title))
    except CaptureImpossible:
        return None
    return WindowSeen(title, _place(area)) if min(area.width, area.height) >= _SMALLEST_WINDOW else None


def _place(area: Area) -> Region:
    return Region(area.x, area.y, area.width, area.height)
