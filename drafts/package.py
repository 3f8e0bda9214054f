"""An export as it lies on the disk: one zip file or one folder, the same inside.

    manifest.json             what is in it: every file with its size and SHA-256, and which file is which medium
    README.txt, index.html    for people
    items/<id>/item.json      the content as it is now, in the wire format (docs/wire)
               draft.json     its dates and states
               revisions.jsonl  every saved revision, oldest first, a line each
               history.jsonl  what was asked of the hub and what became of it, a line each
               feedback.json  what the hub said about it
               posts.jsonl    what was posted in channels
    media/                    recordings and pictures under names people know
    takes/<id>/               recordings that are no draft yet
    feedback.json, settings.json, hub.json, channels.json

No secret is in it: tokens and addresses of channels are in the keyring. The names of files are plain ASCII.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from core.errors import Refused
from core.language import Bilingual
from drafts.files import flush_file, flush_folder, plain_disk_errors

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
CHUNK: Final = 1024 * 1024
ITEM_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")
_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){0,4}\Z")

Told = Callable[[int, int], None]
"""Hears how many bytes of how many are done."""


class Cancelled(Refused):
    """The person stopped it."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    path: str
    size: int
    sha256: str


def is_plain(path: str) -> bool:
    """Whether this is a name that stays inside any folder, on any system."""
    return _NAME.match(path) is not None


class Sink(Protocol):
    """Where the files of an export go. `write` gives what was written."""

    def write(self, path: str, chunks: Iterable[bytes], *, packed: bool = True) -> PackedFile: ...


class _ZipSink:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def write(self, path: str, chunks: Iterable[bytes], *, packed: bool = True) -> PackedFile:
        info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._archive.open(info, "w", force_zip64=not packed) as file:
            return _written(path, chunks, file.write)


class _FolderSink:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, path: str, chunks: Iterable[bytes], *, packed: bool = True) -> PackedFile:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with target.open("xb") as file:
            target.chmod(0o600)
            return _written(path, chunks, file.write)


def _written(path: str, chunks: Iterable[bytes], write: Callable[[bytes], object]) -> PackedFile:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        write(chunk)
    return PackedFile(path, size, digest.hexdigest())


@contextmanager
def new_package(target: Path) -> Iterator[Sink]:
    """A zip file where the name ends in `.zip`, else a folder. It has its name once it is whole and on the disk;
    whatever goes wrong before leaves nothing. Refused where something of this name is there; DiskAlmostFull,
    Impossible."""
    with plain_disk_errors():
        if os.path.lexists(target):
            raise Refused(THERE_ALREADY, THERE_ALREADY_HINT)
        unfinished = Path(tempfile.mkdtemp(prefix=".vonk-export-", dir=target.parent))
        try:
            inner = unfinished / "export"
            if target.suffix.lower() == ".zip":
                with zipfile.ZipFile(inner, "x", allowZip64=True, compresslevel=6) as archive:
                    yield _ZipSink(archive)
                inner.chmod(0o600)
                flush_file(inner)
            else:
                inner.mkdir(mode=0o700)
                yield _FolderSink(inner)
                _flush_all(inner)
            if os.path.lexists(target):
                raise Refused(THERE_ALREADY, THERE_ALREADY_HINT)
            inner.rename(target)
            flush_folder(target.parent)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def _flush_all(folder: Path) -> None:
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in folder.rglob("*"):
        if path.is_file():
            flush_file(path)


CANCELLED: Final = Bilingual(en="Stopped.", nl="Gestopt.")
THERE_ALREADY: Final = Bilingual(en="There is already something with this name.", nl="Er staat al iets met deze naam.")
THERE_ALREADY_HINT: Final = Bilingual(
    en="Nothing was changed. Choose another name.", nl="Er is niets veranderd. Kies een andere naam."
)
