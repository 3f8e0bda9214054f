"""A screen nobody sees: an X server on a free number, a window manager, a tray."""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from Xlib import X, Xatom, display

from desktop.stage.processes import TookTooLong, read_line, require, started

PROGRAMS: Final = ("setpriv", "Xvfb", "openbox", "trayer")
TRAY_HEIGHT: Final = 32
_READY_S: Final = 15.0


@dataclass(frozen=True, slots=True)
class Screen:
    """`name` is what DISPLAY holds; sizes in pixels."""

    name: str
    width: int
    height: int


@contextlib.contextmanager
def virtual_screen(environ: Mapping[str, str], logs: Path, *, width: int = 1280, height: int = 720) -> Iterator[Screen]:
    """An X server with a window manager and a tray, all of them ready."""
    require(PROGRAMS)
    with contextlib.ExitStack() as stack:
        screen = stack.enter_context(_x_server(environ, logs, width, height))
        inside = {**environ, "DISPLAY": screen.name}
        with _observer(screen.name) as seen:
            stack.enter_context(started(["openbox", "--sm-disable"], inside, logs / "openbox.log"))
            seen.wait(lambda: _window_manager_is_there(seen.connection), "openbox")
            stack.enter_context(started(_tray_command(), inside, logs / "trayer.log"))
            seen.wait(lambda: tray_owner(seen.connection) is not None, "trayer")
        yield screen


@contextlib.contextmanager
def _x_server(environ: Mapping[str, str], logs: Path, width: int, height: int) -> Iterator[Screen]:
    answer, question = os.pipe()
    try:
        size = f"{width}x{height}x24"
        command = [
            "Xvfb",
            "-displayfd",
            str(question),
            "-screen",
            "0",
            size,
            "-nolisten",
            "tcp",
            "-noreset",
            "-dpi",
            "96",
        ]
        with started(command, environ, logs / "xvfb.log", pass_fds=(question,)):
            os.close(question)
            question = -1
            number = read_line(answer, "Xvfb", _READY_S)
            yield Screen(f":{number}", width, height)
    finally:
        os.close(answer)
        if question >= 0:
            os.close(question)


def _tray_command() -> list[str]:
    place = ["--edge", "top", "--align", "right", "--widthtype", "request", "--height", str(TRAY_HEIGHT)]
    return ["trayer", *place, "--SetDockType", "true", "--SetPartialStrut", "true", "--expand", "true"]


def tray_owner(connection: display.Display) -> int | None:
    """The window that holds the tray of the screen, or None where there is no XEmbed tray."""
    # The stubs promise a number; python-xlib gives a window, or the number 0.
    owner: Any = connection.get_selection_owner(connection.intern_atom("_NET_SYSTEM_TRAY_S0"))
    return None if owner == X.NONE else int(owner.id)


def _window_manager_is_there(connection: display.Display) -> bool:
    root = connection.screen().root
    check = root.get_full_property(connection.intern_atom("_NET_SUPPORTING_WM_CHECK"), Xatom.WINDOW)
    return check is not None


@dataclass(frozen=True, slots=True)
class _Observer:
    connection: display.Display

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Until `ready`, asked again at each event of the root window."""
        deadline = time.monotonic() + _READY_S
        while not ready():
            left = max(0.0, deadline - time.monotonic())
            if not self.connection.pending_events() and not select.select([self.connection.fileno()], [], [], left)[0]:
                raise TookTooLong(what, _READY_S)
            while self.connection.pending_events():
                self.connection.next_event()


@contextlib.contextmanager
def _observer(name: str) -> Iterator[_Observer]:
    connection = display.Display(name)
    try:
        connection.screen().root.change_attributes(event_mask=X.PropertyChangeMask | X.StructureNotifyMask)
        connection.sync()
        yield _Observer(connection)
    finally:
        connection.close()
