"""Keeps what is written on the disk, and an eye on the room that is left there, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LOOK_EVERY_S: Final = 0.5


@dataclass(slots=True)
class Watch:
    """Tells `report` once, by a code of NOTICES, what makes going on useless.

    Whether the recorder itself still works is watched by who started it (`recorder_process`).
    """

    folder: Path
    free_to_go_on: int
    sync: Callable[[], None]
    free_bytes: Callable[[Path], int]
    report: Callable[[str], None]
    _closing: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def open(self) -> None:
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

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

    def trouble(self) -> str | None:
        """One look: the code of what is wrong now, if anything. What was written is on the disk after it."""
        try:
            self.sync()
            return "disk_reserve" if self.free_bytes(self.folder) < self.free_to_go_on else None
        except OSError:
            return "file_broken"
