"""Looks whether a recording is really being written, on a thread of its own, and keeps its bytes on the disk."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.clock import Monotonic

LOOK_EVERY_S: Final = 0.5
MAY_STAND_STILL_S: Final = 2.4
"""Fragments come every half second; with one more look a person hears of a stall within 3 seconds."""


@dataclass(slots=True)
class Watch:
    """Tells `report` once, by a code of NOTICES, what makes going on useless.

    `active` is set by the recorder while pictures go to the file: a pause is no stall.
    """

    segment: Path
    free_to_go_on: int
    alive: Callable[[], bool]
    free_bytes: Callable[[Path], int]
    report: Callable[[str], None]
    monotonic: Monotonic
    size: int = 0
    _active: bool = False
    _grew_at: float = 0.0
    _closing: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def open(self) -> None:
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

    def active(self, now: bool) -> None:
        self._grew_at = self.monotonic()
        self._active = now

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _look(self) -> None:
        while not self._closing.wait(LOOK_EVERY_S):
            trouble = self.trouble()
            if trouble:
                self.report(trouble)
                return
            self._keep()

    def trouble(self) -> str | None:
        """One look: the code of what is wrong now, if anything."""
        if not self.alive():
            return "encoder_died"
        size = self.segment.stat().st_size if self.segment.exists() else 0
        now = self.monotonic()
        if size != self.size or not self._active:
            self._grew_at = now
        self.size = size
        if now - self._grew_at > MAY_STAND_STILL_S:
            return "file_stalled"
        if self._active and self.free_bytes(self.segment.parent) < self.free_to_go_on:
            return "disk_reserve"
        return None

    def _keep(self) -> None:
        try:
            handle = os.open(self.segment, os.O_RDWR)
        except OSError:
            return
        try:
            os.fsync(handle)
        except OSError:
            self.report("encoder_died")
        finally:
            os.close(handle)
