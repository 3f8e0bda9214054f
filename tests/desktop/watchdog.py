"""Notices when the event loop of the windows does not come round: something on its thread computes or waits too long.

A timer beats on the GUI thread; a thread beside it looks whether it did. Only time inside a Qt event loop counts, and
only time in which the GUI thread had its chance: what this process spent waiting for a processor is taken off (Linux
tells it per thread), so that a loaded machine is not mistaken for a slow slot.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, QThread, QTimer

LONGEST_S: Final = 0.25
_BEAT_MS: Final = 25
_LOOK_S: Final = 0.04


@dataclass(frozen=True, slots=True)
class Stall:
    """`stack` is what the GUI thread was doing when it had been too long already."""

    seconds: float
    stack: str

    def __str__(self) -> str:
        return f"the event loop did not come round for {self.seconds:.2f} s, in\n{self.stack}"


@dataclass(frozen=True, slots=True)
class _Since:
    """The last moment at which all was well."""

    beats: int
    at_s: float
    starved_s: float


class Watchdog(QObject):
    """Made and started on the GUI thread. `stalls` is whole after `stop`."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        super().__init__()
        self._longest_s = longest_s
        self._stalls: list[Stall] = []
        self._beats = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._gui, self._gui_id = QThread.currentThread(), threading.get_ident()
        self._enough = threading.Event()
        self._looker = threading.Thread(target=self._look, name="watchdog", daemon=True)

    @property
    def stalls(self) -> tuple[Stall, ...]:
        return tuple(self._stalls)

    def start(self) -> None:
        self._timer.start()
        self._looker.start()

    def stop(self) -> None:
        self._timer.stop()
        self._enough.set()
        self._looker.join()

    def _beat(self) -> None:
        self._beats += 1

    def _look(self) -> None:
        well, told = self._now(), False
        while not self._enough.wait(_LOOK_S):
            now = self._now()
            if now.beats != well.beats or self._gui.loopLevel() == 0:
                well, told = now, False
                continue
            lasted_s = (now.at_s - well.at_s) - (now.starved_s - well.starved_s)
            if told:
                self._stalls[-1] = replace(self._stalls[-1], seconds=lasted_s)
            elif lasted_s > self._longest_s:
                self._stalls.append(Stall(lasted_s, self._stack()))
                told = True

    def _now(self) -> _Since:
        return _Since(self._beats, time.monotonic(), starved_s(but=self._looker.native_id))

    def _stack(self) -> str:
        frame = sys._current_frames().get(self._gui_id)
        return "".join(traceback.format_stack(frame)[-12:]) if frame is not None else "(no Python)"


def starved_s(*, but: int | None = None) -> float:
    """How long the threads of this process (`but` one) were ready to run and got no processor; 0 where not told.

    All together, as the GUI thread may wait for the interpreter's lock that a starved one holds.
    """
    waited_ns = 0
    with contextlib.suppress(OSError):
        for task in os.listdir("/proc/self/task"):
            if task == str(but):
                continue
            # A thread may end between the listing and the look.
            with contextlib.suppress(OSError), open(f"/proc/self/task/{task}/schedstat", encoding="ascii") as told:
                waited_ns += int(told.read().split()[1])
    return waited_ns / 1e9


@contextlib.contextmanager
def watched(longest_s: float = LONGEST_S) -> Iterator[Watchdog]:
    """Watches the GUI thread, which has to be this one, for as long as the block lasts."""
    dog = Watchdog(longest_s)
    dog.start()
    try:
        yield dog
    finally:
        dog.stop()
