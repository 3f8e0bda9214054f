"""A thread that sleeps in `select` until the world, or its owner, has something for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

PATIENCE_S: Final = 2.0
"""How long a server that hangs may hold up who wants to leave."""


@dataclass(slots=True)
class ListeningThread:
    """`work` gets a descriptor to `select` on: a byte for each `ring`, its end once the owner has left."""

    name: str
    work: Callable[[int], None]
    _bell: int | None = None
    _thread: threading.Thread | None = field(default=None)

    def start(self) -> None:
        """Returns at once."""
        end, self._bell = os.pipe()
        self._thread = threading.Thread(target=self._run, args=(end,), name=self.name, daemon=True)
        self._thread.start()

    def ring(self) -> None:
        """Wake it. Nothing where it has ended."""
        if self._bell is not None:
            with suppress(OSError):
                os.write(self._bell, b"!")

    def leave(self) -> None:
        """End it; it has ended when this returns, unless what it waits for hangs: then after PATIENCE_S seconds."""
        if self._bell is not None:
            os.close(self._bell)
            self._bell = None
        if self._thread is not None:
            self._thread.join(PATIENCE_S)
            self._thread = None

    def _run(self, end: int) -> None:
        try:
            self.work(end)
        finally:
            os.close(end)
