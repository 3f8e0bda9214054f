"""The folder of whole files, each named by its SHA-256. A file is complete as soon as its name is there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from core.draft import random_id

STEP: Final = 1024 * 1024


class BlobFolder:
    """`keep` and `keep_bytes` may be called by many at once; the same bytes end in the same file."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def keep(self, source: Path, sha256: str) -> int:
        """Take in a file whose hash the caller has computed; it stays where it is too. Answers its size in bytes."""
        target = self.path(sha256)
        if not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            half = target.parent / f".{random_id()}"
            try:
                _link_or_copy(source, half)
                sync_file(half)
                half.replace(target)
            finally:
                half.unlink(missing_ok=True)
            sync_folder(target.parent)
        return target.stat().st_size

    def all(self) -> Iterator[str]:
        for path in sorted(self._root.glob("??/*")):
            if not path.name.startswith("."):
                yield path.name

    def set_aside(self, sha256: str) -> None:
        """Keep a damaged file for whoever looks into it, under a name that nobody is served."""
        with contextlib.suppress(FileNotFoundError):
            self.path(sha256).replace(self.path(sha256).with_name(f".damaged-{sha256}"))

    def remove(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make a rename last. Windows knows no such thing and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _link_or_copy(source: Path, target: Path) -> None:
    with contextlib.suppress(OSError):
        os.link(source, target)
        return
    with source.open("rb") as reading, target.open("xb") as writing:
        shutil.copyfileobj(reading, writing, STEP)
