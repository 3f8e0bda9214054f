"""What a person does with mouse and keyboard while a take is recorded: clicks, and shortcuts where they are wanted."""

from __future__ import annotations

import logging
import os
import select
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

from capture.password_field import FocusGuard
from capture.raw_events import focused_pid, modifiers_of, name_of_key, raw_of, select_raw
from capture.shortcuts import Keyboard
from core.clock import Monotonic
from core.listening_thread import ListeningThread

log = logging.getLogger(__name__)

_LONGEST_DOUBT_S: Final = 1.0
_MOST_KEPT: Final = 10_000

Button = Literal["left", "middle", "right", "back", "forward"]

_BUTTONS: Final[dict[int, Button]] = {1: "left", 2: "middle", 3: "right", 8: "back", 9: "forward"}
"""X11 numbers the turns of a wheel from 4 to 7."""

XThing = Any
"""A display or window of python-xlib, whose types know too little of them."""


@dataclass(frozen=True, slots=True)
class Click:
    """A button went down. `moment` in monotonic seconds, the place in physical pixels of the desktop."""

    moment: float
    button: Button
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Keys:
    """A shortcut was pressed, `Ctrl+Shift+V`. `moment` in monotonic seconds."""

    moment: float
    keys: str


Input = Click | Keys


class Inputs(Protocol):
    """Listens from `open` to `close`; nothing it meets is raised, it then hears nothing and the log says why."""

    @property
    def listening(self) -> bool:
        """Whether clicks are heard now; false for a moment after `open`."""

    @property
    def keys_unavailable(self) -> bool:
        """Whether shortcuts were wanted and cannot be noted here. May turn true at any time, and then stays."""

    def open(self) -> None:
        """Begin to listen. Returns at once."""

    def seen(self) -> list[Input]:
        """What came in since the last call, oldest first. Never waits; may be called after `close` too.

        A shortcut is given about 0.3 s late, when it is sure that no password field had the focus; clicks after it
        wait for it, at most a second.
        """

    def forget(self) -> None:
        """Drop what came in since the last call, shortcuts in doubt too: nothing from before now is given any more."""

    def close(self) -> None:
        """Stop listening. Returns within four seconds, usually at once. Shortcuts still in doubt are dropped."""


def open_inputs(*, shortcuts: bool, monotonic: Monotonic) -> Inputs:
    """Those of this desktop, not opened yet. `monotonic` is the clock of the moments."""
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY") or not os.environ.get("DISPLAY"):
        return NoInputs(keys_unavailable=shortcuts)
    return X11Inputs(os.environ["DISPLAY"], shortcuts, monotonic)


@dataclass(frozen=True, slots=True)
class NoInputs:
    """Hears nothing. Wayland lets no program listen beside others; Windows and macOS have their place here."""

    keys_unavailable: bool = False

    @property
    def listening(self) -> bool:
        return False

    def open(self) -> None:
        return

    def seen(self) -> list[Input]:
        return []

    def forget(self) -> None:
        return

    def close(self) -> None:
        return


@dataclass(slots=True)
class Basket:
    """What was heard and not yet fetched. Keys in doubt hold back all that came after them, for a second at most."""

    monotonic: Monotonic
    _sure: list[Input] = field(default_factory=list)
    _doubtful: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, item: Input) -> None:
        with self._lock:
            if len(self._sure) < _MOST_KEPT:
                self._sure.append(item)

    def doubt(self, moment: float) -> None:
        with self._lock:
            self._doubtful.append(moment)

    def decide(self, keys: Keys, noted: bool) -> None:
        """End a doubt. Too late for one that was given up."""
        with self._lock:
            if keys.moment in self._doubtful:
                self._doubtful.remove(keys.moment)
                if noted and len(self._sure) < _MOST_KEPT:
                    self._sure.append(keys)

    def give_up(self) -> None:
        """Drop whatever is in doubt."""
        with self._lock:
            self._doubtful.clear()

    def empty(self) -> None:
        with self._lock:
            self._doubtful.clear()
            self._sure.clear()

    def take(self) -> list[Input]:
        with self._lock:
            oldest = self.monotonic() - _LONGEST_DOUBT_S
            self._doubtful = [moment for moment in self._doubtful if moment >= oldest]
            until = min(self._doubtful, default=float("inf"))
            taken = sorted((item for item in self._sure if item.moment < until), key=lambda item: item.moment)
            self._sure = [item for item in self._sure if item.moment >= until]
            return taken


class X11Inputs:
    """One connection and one thread, which sleeps until the server or `close` has news; for shortcuts another pair."""

    def __init__(self, display: str, shortcuts: bool, monotonic: Monotonic) -> None:
        self._display, self._shortcuts, self._monotonic = display, shortcuts, monotonic
        self._basket = Basket(monotonic)
        self._guard: FocusGuard | None = None
        self._thread: ListeningThread | None = None
        self._listening = threading.Event()
        self._deaf = threading.Event()

    @property
    def listening(self) -> bool:
        return self._listening.is_set()

    @property
    def keys_unavailable(self) -> bool:
        return self._shortcuts and (self._deaf.is_set() or (self._guard is not None and self._guard.unavailable))

    def open(self) -> None:
        if self._thread is not None:
            return
        if self._shortcuts:
            self._guard = FocusGuard(self._decide, self._monotonic)
            self._guard.open()
        self._thread = ListeningThread("inputs", self._listen)
        self._thread.start()

    def seen(self) -> list[Input]:
        return self._basket.take()

    def forget(self) -> None:
        self._basket.empty()

    def close(self) -> None:
        if self._thread is not None:
            self._thread.leave()
            self._thread = None
        if self._guard is not None:
            self._guard.close()
        self._basket.give_up()

    def _decide(self, moment: float, keys: str, noted: bool) -> None:
        self._basket.decide(Keys(moment, keys), noted)

    def _listen(self, end: int) -> None:
        from Xlib.display import Display
        from Xlib.error import ConnectionClosedError, DisplayError, XError

        try:
            display = Display(self._display)
            try:
                if select_raw(display, keys=self._shortcuts):
                    _Ear(display, self._basket, self._guard, self._monotonic).listen(end, self._listening)
                else:
                    self._hear_nothing("no XInput 2.1 here")
            finally:
                with suppress(ConnectionClosedError, OSError):
                    display.close()
        except (DisplayError, ConnectionClosedError, XError, OSError) as error:
            self._hear_nothing(type(error).__name__)
        finally:
            self._listening.clear()

    def _hear_nothing(self, why: str) -> None:
        self._deaf.set()
        log.warning("no clicks and keys are noted: %s", why)


@dataclass
class _Ear:
    """What the thread does with its connection. Keys that make no shortcut are gone when their event is."""

    display: XThing
    basket: Basket
    guard: FocusGuard | None
    monotonic: Monotonic
    keyboard: Keyboard = field(default_factory=Keyboard)
    buttons: list[int] = field(default_factory=list)
    """The person's own order: which button each one counts as."""

    def listen(self, end: int, listening: threading.Event) -> None:
        """Until nobody wants to hear any more: `end` is then readable."""
        self._learn_buttons()
        if self.guard is not None:
            self.keyboard.renew(modifiers_of(self.display))
        listening.set()
        while True:
            # Answers may have brought events along: they are in memory, where `select` sees nothing.
            while self.display.pending_events():
                self._on_event(self.display.next_event())
            ready, _, _ = select.select([self.display.fileno(), end], [], [])
            if end in ready:
                return

    def _on_event(self, event: XThing) -> None:
        from Xlib import X

        moment = self.monotonic()
        if event.type == X.MappingNotify:
            self._on_mapping(event)
            return
        raw = raw_of(self.display, event)
        if raw is None:
            return
        if raw.happened == "button_down":
            self._click(moment, raw.detail)
        elif raw.happened == "key_up":
            self.keyboard.released(raw.detail)
        elif self.guard is not None:
            keys = self.keyboard.pressed(raw.detail, lambda code: name_of_key(self.display, code))
            if keys is not None:
                self.basket.doubt(moment)
                self.guard.judge(moment, keys, focused_pid(self.display))

    def _click(self, moment: float, number: int) -> None:
        if 1 <= number <= len(self.buttons):
            number = self.buttons[number - 1]
        button = _BUTTONS.get(number)
        if button is not None:
            place = self.display.screen().root.query_pointer()
            self.basket.add(Click(moment, button, place.root_x, place.root_y))

    def _on_mapping(self, event: XThing) -> None:
        from Xlib import X

        if event.request == X.MappingPointer:
            self._learn_buttons()
        elif self.guard is not None:
            self.display.refresh_keyboard_mapping(event)
            self.keyboard.renew(modifiers_of(self.display))

    def _learn_buttons(self) -> None:
        self.buttons = list(self.display.get_pointer_mapping())
