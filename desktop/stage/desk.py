"""A whole desk: screen, tray, bus, accessibility, keyring and microphone, all one's own."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.stage import bus, screen, sound
from desktop.stage.accessible import Accessibility, accessibility_client
from desktop.stage.pointer import Hand, hand_on
from desktop.stage.processes import require

_LONGEST_RUNTIME = 60
"""A socket's path has room for 107 bytes, and PipeWire adds its own names to this folder's."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`environ` is what a program needs to sit at this desk. `hand` is None where the screen is a real one."""

    environ: Mapping[str, str]
    screen: screen.Screen | None
    accessibility: Accessibility
    hand: Hand | None
    room: sound.Room


@contextlib.contextmanager
def desk(home: Path, logs: Path, environ: Mapping[str, str], *, real_screen: bool = False) -> Iterator[Desk]:
    """A desk whose programs keep their own files in `home`. With `real_screen` windows appear on the one of `environ`,
    while bus, keyring and sound stay apart from the person's own.
    """
    require((*(() if real_screen else screen.PROGRAMS), *bus.PROGRAMS, *sound.PROGRAMS))
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.ExitStack() as stack:
        runtime = Path(stack.enter_context(_runtime_folder()))
        inside = _surroundings(environ, home, runtime)
        shown = None
        if real_screen:
            inside |= {name: environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in environ}
        else:
            shown = stack.enter_context(screen.virtual_screen(inside, logs))
            inside["DISPLAY"] = shown.name
        inside["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(bus.session_bus(inside, runtime, logs))
        stack.enter_context(bus.accessibility(inside, logs))
        stack.enter_context(bus.keyring(inside, logs))
        room = stack.enter_context(sound.microphone(inside, runtime, logs))
        client = stack.enter_context(accessibility_client(inside["DBUS_SESSION_BUS_ADDRESS"]))
        hand = stack.enter_context(hand_on(shown.name)) if shown else None
        yield Desk(inside, shown, client, hand, room)


def _surroundings(environ: Mapping[str, str], home: Path, runtime: Path) -> dict[str, str]:
    kept = {name: environ[name] for name in ("PATH", "TZ", "PYTHONPATH", "VIRTUAL_ENV") if name in environ}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_STATE_HOME": str(home / ".local" / "state"),
        # The pages are read by the demo itself; nobody needs a browser window on this desk.
        "BROWSER": "true",
        "QT_QPA_PLATFORM": "xcb",
        "QT_ACCESSIBILITY": "1",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }


def _runtime_folder() -> tempfile.TemporaryDirectory[str]:
    usual = tempfile.gettempdir()
    place = usual if len(os.fsencode(usual)) < _LONGEST_RUNTIME else "/tmp"  # noqa: S108 - for a short path
    return tempfile.TemporaryDirectory(prefix="vonk-", dir=place, ignore_cleanup_errors=True)
