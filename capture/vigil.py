"""Notices a recorder from which nothing reaches the file any more, while it should."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from core.clock import Monotonic

VIGIL_S: Final = 2.5
"""Pictures reach the file at least every 0.4 s. With one look more, a stall is noticed within 3 seconds."""

LOOK_EVERY_S: Final = 0.5

ASLEEP_S: Final = 1.5
"""A look that took so long was held up by the machine."""


@dataclass(slots=True)
class Vigil:
    """`on_stall` is called on a thread of this object's own, once for each `watch`. Costs nothing while it rests."""

    monotonic: Monotonic
    on_stall: Callable[[], None]
    _awake: bool = False
    _over: bool = False
    _written: float = -1.0
    _advanced_at: float = 0.0
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _thread: threading.Thread | None = None

    def watch(self) -> None:
        """From now on the recording has to get on."""
        with self._changed:
            self._awake, self._written, self._advanced_at = True, -1.0, self.monotonic()
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="vigil", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def saw(self, written_s: float, *, paused: bool) -> None:
        """So much is in the file. While paused, any word is a sign of life."""
        with self._changed:
            if paused or written_s > self._written:
                self._written, self._advanced_at = written_s, self.monotonic()

    def rest(self) -> None:
        """Nothing has to get on now."""
        with self._changed:
            self._awake = False

    def end(self) -> None:
        with self._changed:
            self._awake, self._over = False, True
            self._changed.notify_all()

    def _keep(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._awake or self._over)
                if self._over:
                    return
                asked = self.monotonic()
                self._changed.wait_for(lambda: self._over, LOOK_EVERY_S)
                stalled = self._awake and self._is_stalled(asked)
                if stalled:
                    self._awake = False
            if stalled:
                self.on_stall()

    def _is_stalled(self, asked: float) -> bool:
        """Who slept through it himself (the machine did, or a debugger held it) begins to count anew."""
        now = self.monotonic()
        if now - asked > ASLEEP_S:
            self._advanced_at = now
        return now - self._advanced_at > VIGIL_S
