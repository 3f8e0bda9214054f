"""A hand for a virtual screen: the mouse and the keyboard by XTest, and where the tray icon is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from Xlib import XK, X, display, error
from Xlib.ext import xtest
from Xlib.xobject.drawable import Window

from desktop.stage.processes import wait_until
from desktop.stage.screen import tray_owner

LEFT: Final = 1
RIGHT: Final = 3


@dataclass(frozen=True, slots=True)
class Hand:
    """Moves and presses on one X display."""

    connection: display.Display

    def click(self, x: int, y: int, button: int = LEFT) -> None:
        xtest.fake_input(self.connection, X.MotionNotify, x=x, y=y)
        self.connection.sync()
        xtest.fake_input(self.connection, X.ButtonPress, button)
        xtest.fake_input(self.connection, X.ButtonRelease, button)
        self.connection.sync()

    def move(self, x: int, y: int) -> None:
        xtest.fake_input(self.connection, X.MotionNotify, x=x, y=y)
        self.connection.sync()

    def key(self, name: str) -> None:
        """Press and let go one key by its X name, such as `Down`, `Return` or `Escape`."""
        code = self.connection.keysym_to_keycode(XK.string_to_keysym(name))
        xtest.fake_input(self.connection, X.KeyPress, code)
        xtest.fake_input(self.connection, X.KeyRelease, code)
        self.connection.sync()

    def wait_for_tray_icon(self, pid: int, timeout: float = 15.0) -> tuple[int, int]:
        """The middle of this program's icon in the tray, in pixels of the screen."""
        seen: list[tuple[int, int]] = []

        def embedded_and_at_rest() -> bool:
            place = self._tray_icon(self.connection.screen().root, pid)
            at_rest = place is not None and seen[-1:] == [place]
            seen.extend([place] if place else [])
            return at_rest

        wait_until(embedded_and_at_rest, "the tray icon", timeout)
        return seen[-1]

    def _tray_icon(self, window: Window, pid: int) -> tuple[int, int] | None:
        for child in self._children(window):
            try:
                if self._is_icon_of(child, pid):
                    size = child.get_geometry()
                    corner = self.connection.screen().root.translate_coords(child, 0, 0)
                    return int(corner.x + size.width // 2), int(corner.y + size.height // 2)
            except error.XError:
                continue
            found = self._tray_icon(child, pid)
            if found is not None:
                return found
        return None

    def _is_icon_of(self, window: Window, pid: int) -> bool:
        embedded = window.get_full_property(self.connection.intern_atom("_XEMBED_INFO"), X.AnyPropertyType)
        if embedded is None or window.get_attributes().map_state != X.IsViewable:
            return False
        owner = window.get_full_property(self.connection.intern_atom("_NET_WM_PID"), X.AnyPropertyType)
        if owner is None or int(owner.value[0]) != pid:
            return False
        # Before the tray takes it in, the icon stands somewhere as a window of its own.
        tray = tray_owner(self.connection)
        return tray is not None and self._program(window.query_tree().parent.id) == self._program(tray)

    def _program(self, window: int) -> int:
        """What the numbers of all windows of one X client have in common."""
        return window & ~int(self.connection.display.info.resource_id_mask)

    def _children(self, window: Window) -> list[Window]:
        try:
            return list(window.query_tree().children)
        except error.XError:
            return []


@contextlib.contextmanager
def hand_on(display_name: str) -> Iterator[Hand]:
    connection = display.Display(display_name)
    try:
        yield Hand(connection)
    finally:
        connection.close()
