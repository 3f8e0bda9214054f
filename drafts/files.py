"""Files that are either whole or not there: written apart, flushed to the disk, then named."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from core.errors import AppError, DiskAlmostFull, Impossible
from core.language import Bilingual

_WINDOWS: Final = os.name == "nt"
_BUSY_ON_WINDOWS: Final = (5, 32, 33)
"""Access denied, sharing violation, lock violation: a virus scanner or indexer looks at the file for a moment."""
_PAUSES_S: Final = (0.05, 0.1, 0.2, 0.4, 0.8)


def name_for_good(unfinished: Path, final: Path) -> None:
    """Give a flushed file its name, over what stood there, and flush the folder."""
    for pause in (*_PAUSES_S, None):
        try:
            unfinished.replace(final)
            break
        except OSError as error:
            if pause is None or getattr(error, "winerror", None) not in _BUSY_ON_WINDOWS:
                raise
            threading.Event().wait(pause)
    flush_folder(final.parent)


def flush_folder(folder: Path) -> None:
    if _WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def plain_disk_errors() -> Iterator[None]:
    """Turns the errors of the disk into DiskAlmostFull or Impossible."""
    try:
        yield
    except OSError as error:
        raise disk_error(error) from error


def disk_error(error: OSError) -> AppError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskAlmostFull(DISK_FULL, DISK_FULL_HINT)
    return Impossible(
        Bilingual(en="The file could not be read or written.", nl="Het bestand kon niet worden gelezen of geschreven."),
        Bilingual(
            en="What you had is unchanged. Check that the disk is there and that you may write to it.",
            nl="Wat je had is niet veranderd. Kijk of de schijf er is en of je erop mag schrijven.",
        ),
    )


DISK_FULL: Final = Bilingual(en="The disk is full.", nl="De schijf is vol.")
DISK_FULL_HINT: Final = Bilingual(
    en="What was saved before is safe. Make room on the disk and try again.",
    nl="Wat al bewaard was, is veilig. Maak ruimte op de schijf en probeer het opnieuw.",
)
