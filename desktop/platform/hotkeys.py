"""Keys that are heard in whatever window a person is. On X11 by grabbing them; elsewhere not yet, and it says so."""

from __future__ import annotations

import logging
import select
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from core.language import NOTHING, Bilingual
from core.listening_thread import ListeningThread

log = logging.getLogger(__name__)

NOT_HERE = Bilingual(
    en="These keys work only while Vonk is in front: on this desktop Vonk cannot hear them elsewhere yet.",
    nl="Deze toetsen werken alleen als Vonk vooraan staat: op dit bureaublad kan Vonk ze verder nog niet horen.",
)

Pressed = Callable[[str], None]
Held = Callable[[frozenset[str]], None]
XThing = Any
"""A display or window of python-xlib, whose types know too little of them."""


class HotkeysHere(Protocol):
    @property
    def why_not(self) -> Bilingual: ...
    def hold(self, keys: Mapping[str, str], pressed: Pressed, held: Held) -> None: ...
    def release(self) -> None: ...


def hotkeys_here(environ: Mapping[str, str]) -> HotkeysHere:
    """Those of this desktop. The portal of Wayland and the calls of Windows and macOS have their place here."""
    if not sys.platform.startswith("linux") or environ.get("WAYLAND_DISPLAY") or not environ.get("DISPLAY"):
        return NoHotkeys()
    return X11Hotkeys(environ["DISPLAY"])


class NoHotkeys:
    """Hears nothing, and says why."""

    @property
    def why_not(self) -> Bilingual:
        return NOT_HERE

    def hold(self, keys: Mapping[str, str], pressed: Pressed, held: Held) -> None:
        return

    def release(self) -> None:
        return


class X11Hotkeys:
    """One connection and one thread while keys are held; the thread sleeps until the server or `release` has news."""

    def __init__(self, display: str, connect: Callable[[str], XThing] | None = None) -> None:
        self._display, self._connect = display, connect or _connect
        self._thread: ListeningThread | None = None

    @property
    def why_not(self) -> Bilingual:
        return NOTHING

    def hold(self, keys: Mapping[str, str], pressed: Pressed, held: Held) -> None:
        self.release()
        self._thread = ListeningThread("hotkeys", lambda end: self._listen(_Ear(dict(keys), pressed, held, end)))
        self._thread.start()

    def release(self) -> None:
        """Returns when the keys are free; at the latest after two seconds, where the screen's server hangs."""
        if self._thread is not None:
            self._thread.leave()
            self._thread = None

    def _listen(self, ear: _Ear) -> None:
        from Xlib.error import ConnectionClosedError, DisplayError

        try:
            display = self._connect(self._display)
            try:
                ear.listen(display)
            finally:
                display.close()
        except (DisplayError, ConnectionClosedError, OSError) as error:
            log.info("no hotkeys: %s", type(error).__name__)
            ear.held(frozenset())


def _connect(name: str) -> XThing:
    from Xlib.display import Display

    return Display(name)


@dataclass
class _Ear:
    """What the thread does with its connection. `end` is readable once nobody wants to hear any more."""

    keys: dict[str, str]
    pressed: Pressed
    held: Held
    end: int
    names: dict[int, str] = field(default_factory=dict)
    """By key code: those that are grabbed."""
    let_go_at: tuple[int, int] = (0, -1)
    """Key code and time of the last release: a key held down is released and pressed in the same moment."""

    def listen(self, display: XThing) -> None:
        self._grab(display)
        while True:
            # Answers to the grabs may have brought events along: they are in memory, where `select` sees nothing.
            while display.pending_events():
                self._on_event(display, display.next_event())
            ready, _, _ = select.select([display.fileno(), self.end], [], [])
            if self.end in ready:
                return

    def _on_event(self, display: XThing, event: XThing) -> None:
        from Xlib import X

        if event.type == X.MappingNotify:
            if event.request in (X.MappingKeyboard, X.MappingModifier):
                display.refresh_keyboard_mapping(event)
                self._grab(display)
        elif event.type == X.KeyRelease:
            self.let_go_at = (event.detail, event.time)
        elif event.type == X.KeyPress and self.let_go_at != (event.detail, event.time):
            name = self.names.get(event.detail)
            if name is not None:
                self.pressed(name)

    def _grab(self, display: XThing) -> None:
        """All anew: another layout has the letters under other keys."""
        from Xlib import X

        root = display.screen().root
        for code in self.names:
            root.ungrab_key(code, X.AnyModifier)
        self.names = {}
        locks = _locks(display)
        for name, keys in self.keys.items():
            code, modifiers = _code_and_modifiers(display, keys)
            if code and _grab_all(display, root, code, [modifiers | lock for lock in locks]):
                self.names[code] = name
        self.held(frozenset(self.names.values()))


def _grab_all(display: XThing, root: XThing, code: int, combinations: list[int]) -> bool:
    """True where all are ours. Where another program has one, none is."""
    from Xlib import X
    from Xlib.error import BadAccess, CatchError

    refused = CatchError(BadAccess)
    for modifiers in combinations:
        root.grab_key(code, modifiers, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
    display.sync()
    if refused.get_error() is None:
        return True
    for modifiers in combinations:
        root.ungrab_key(code, modifiers)
    display.sync()
    return False


def _code_and_modifiers(display: XThing, keys: str) -> tuple[int, int]:
    """`Ctrl+Alt+R` by the layout of now; code 0 where the layout has no such letter."""
    from Xlib import XK, X

    *held, letter = keys.split("+")
    masks = {"Ctrl": X.ControlMask, "Alt": _mask_of(display, "Alt_L") or X.Mod1Mask, "Shift": X.ShiftMask}
    code = display.keysym_to_keycode(XK.string_to_keysym(letter.lower()))
    return code, sum(masks[name] for name in held)


def _locks(display: XThing) -> list[int]:
    """No lock, Caps Lock, Num Lock, both: a grab is for one exact set of modifiers."""
    from Xlib import X

    numbers = _mask_of(display, "Num_Lock")
    return sorted({0, X.LockMask, numbers, X.LockMask | numbers})


def _mask_of(display: XThing, key: str) -> int:
    """Which of the eight modifiers this key is; 0 for none."""
    from Xlib import XK

    code = display.keysym_to_keycode(XK.string_to_keysym(key))
    rows = display.get_modifier_mapping()
    return next((1 << at for at, codes in enumerate(rows) if code and code in codes), 0)
