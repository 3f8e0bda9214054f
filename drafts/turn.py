"""One at a time, between processes: a lock on a file, which the system lets go when its holder dies."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_LOOK_AGAIN_S: Final = 0.02


class Turn:
    """A lock named by a file. Processes and threads alike take turns; the file itself stays and stays empty."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def taken(self, wait_s: float = 0.0, *, shared: bool = False) -> Iterator[bool]:
        """Yields whether the turn is ours, after waiting at most `wait_s` seconds. Many may share one turn."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._path.open("ab") as file:
            waits = max(1, round(wait_s / _LOOK_AGAIN_S))
            ours = _lock(file, shared)
            while not ours and (waits := waits - 1) > 0:
                threading.Event().wait(_LOOK_AGAIN_S)
                ours = _lock(file, shared)
            try:
                yield ours
            finally:
                if ours:
                    _unlock(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes], shared: bool) -> bool:
        if shared:
            # Windows refuses to rename a file that another process has open, which is what sharing is for.
            return True
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        except OSError:
            return

else:
    import fcntl

    def _lock(file: IO[bytes], shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
