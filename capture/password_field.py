"""Keeps shortcuts out of what is noted while a password field has the focus, or where nobody can tell."""

from __future__ import annotations

import logging
import os
import queue
import select
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.clock import Monotonic
from core.listening_thread import ListeningThread

if TYPE_CHECKING:
    from capture.accessible_focus import AccessibleFocus

log = logging.getLogger(__name__)

AROUND_S: Final = 0.25
"""A password field that has the focus so shortly before or after a key is taken to have had it at the key."""

_ASK_WITHIN_S: Final = 0.2

Decide = Callable[[float, str, bool], None]
"""Told the moment, the keys and whether they may be noted; from any thread, at most once for each question."""


@dataclass(frozen=True, slots=True)
class _Pressed:
    moment: float
    keys: str
    pid: int | None


class FocusGuard:
    """Answers for each shortcut whether it may be noted, on a thread and a bus connection of its own.

    It may when the program with the keyboard says, within 0.2 s of the press, that something else than a password
    field has its focus, and nothing said the contrary from a quarter of a second before the press to a quarter after.
    """

    def __init__(self, decide: Decide, monotonic: Monotonic) -> None:
        self._decide, self._monotonic = decide, monotonic
        self._unavailable = threading.Event()
        self._questions: queue.SimpleQueue[_Pressed] = queue.SimpleQueue()
        self._thread = ListeningThread("focus", self._run)
        self._open = False

    @property
    def unavailable(self) -> bool:
        """Whether nothing can be asked here, so that no shortcut will ever be noted."""
        return self._unavailable.is_set()

    def open(self) -> None:
        """Returns at once; what is asked before there is an answer to be had may not be noted."""
        self._open = True
        self._thread.start()

    def judge(self, moment: float, keys: str, pid: int | None) -> None:
        """Have `decide` told about this press. `pid` is the program that got it; None where that is not known."""
        if pid is None or self.unavailable or not self._open:
            self._decide(moment, keys, False)
            return
        self._questions.put(_Pressed(moment, keys, pid))
        self._thread.ring()

    def close(self) -> None:
        """Questions that are still open get no answer any more. Returns within two seconds, usually at once."""
        self._open = False
        self._thread.leave()

    def _run(self, end: int) -> None:
        # jeepney belongs to the desktop's own needs; a machine without it is one without the bus.
        try:
            from capture.accessible_focus import BusSilent, open_accessible_focus
        except ImportError:
            self._give_up("no jeepney")
            return
        try:
            focus = open_accessible_focus(self._monotonic)
            try:
                _Judge(focus, self._questions, self._decide, self._monotonic).work(end)
            finally:
                focus.close()
        except BusSilent as error:
            self._give_up(str(error))

    def _give_up(self, why: str) -> None:
        self._unavailable.set()
        log.warning("no shortcuts are noted: the accessibility bus cannot be asked (%s)", why)
        while not self._questions.empty():
            pressed = self._questions.get()
            self._decide(pressed.moment, pressed.keys, False)


class _Judge:
    """What the thread does with its connection."""

    def __init__(
        self, focus: AccessibleFocus, questions: queue.SimpleQueue[_Pressed], decide: Decide, monotonic: Monotonic
    ) -> None:
        self._focus, self._questions, self._decide, self._monotonic = focus, questions, decide, monotonic
        self._waiting: deque[_Pressed] = deque()
        """Those that a plain control had, until it is sure that no password field follows at once."""
        self._password_until = float("-inf")
        """When a password field was last known to have the focus."""

    def work(self, end: int) -> None:
        """Until nobody asks any more: `end` is then closed at its other side. BusSilent when the bus goes away."""
        sock = self._focus.connection.sock
        while True:
            ready, _, _ = select.select([sock, end], [], [], self._until_next())
            if end in ready and not os.read(end, 512):
                return
            self._hear()
            while not self._questions.empty():
                self._first(self._questions.get())
            while self._waiting and self._monotonic() >= self._waiting[0].moment + AROUND_S:
                self._second(self._waiting.popleft())

    def _until_next(self) -> float | None:
        if not self._waiting:
            return None
        return max(self._waiting[0].moment + AROUND_S - self._monotonic(), 0.0)

    def _hear(self) -> None:
        if self._focus.hear():
            self._password_until = self._monotonic()

    def _near_password(self, pressed: _Pressed) -> bool:
        self._hear()
        return self._password_until >= pressed.moment - AROUND_S

    def _first(self, pressed: _Pressed) -> None:
        from capture.accessible_focus import Focus

        in_time = self._monotonic() <= pressed.moment + _ASK_WITHIN_S
        if in_time and not self._near_password(pressed) and self._asked(pressed) is Focus.PLAIN:
            self._waiting.append(pressed)
        else:
            self._decide(pressed.moment, pressed.keys, False)

    def _second(self, pressed: _Pressed) -> None:
        from capture.accessible_focus import Focus

        # A program that was left, or closed by these very keys, need not say anything any more.
        free = self._asked(pressed) is not Focus.PASSWORD and not self._near_password(pressed)
        self._decide(pressed.moment, pressed.keys, free)

    def _asked(self, pressed: _Pressed) -> object:
        from capture.accessible_focus import Focus

        kind = Focus.UNKNOWN if pressed.pid is None else self._focus.ask(pressed.pid)
        if kind is Focus.PASSWORD:
            self._password_until = self._monotonic()
        return kind
