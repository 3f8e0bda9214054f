"""Keys typed in a terminal, each followed by Enter, while a command goes on."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Final, TextIO

_LONGEST_WORD: Final = 16


def listen_for_keys(stdin: TextIO | None, words: Mapping[bytes, str], last: str, tell: Callable[[str], None]) -> None:
    """Tell the word of each known key, on a thread of its own, until `last` was told.

    The end of the input means nothing: scripts have none.
    """
    try:
        handle = stdin.fileno() if stdin else -1
    except (OSError, ValueError):
        return
    if handle >= 0 and _may_read(handle):
        threading.Thread(target=_hear, args=(handle, words, last, tell), name="keys", daemon=True).start()


def _may_read(handle: int) -> bool:
    """A job in the background would be halted by reading from its terminal."""
    if sys.platform == "win32" or not os.isatty(handle):
        return True
    try:
        return os.tcgetpgrp(handle) == os.getpgrp()
    except OSError:
        return False


def _hear(handle: int, words: Mapping[bytes, str], last: str, tell: Callable[[str], None]) -> None:
    line = b""
    while True:
        try:
            data = os.read(handle, 1024)
        except OSError:
            return
        if not data:
            return
        *whole, line = (line + data).split(b"\n")
        for word in filter(None, (words.get(entry.strip().lower()) for entry in whole)):
            tell(word)
            if word == last:
                return
        line = line[-_LONGEST_WORD:]
