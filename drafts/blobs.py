"""Bytes named by what they are, in a folder: `blobs/ab/abcd...`. A name that is there is whole."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from io import BufferedRandom
from pathlib import Path
from typing import Final

from core.content import BlobRef
from core.errors import Malformed, NotFound
from core.language import Bilingual
from drafts.files import flush_folder, name_for_good, plain_disk_errors

_CHUNK: Final = 1024 * 1024
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")


class FolderBlobs:
    """`recorded` is told of each blob after its bytes are safe: bytes first, row second."""

    def __init__(self, folder: Path, recorded: Callable[[BlobRef], None]) -> None:
        self._folder = folder
        self._recorded = recorded

    def add_file(self, path: Path, type: str) -> BlobRef:
        """Keep a copy of the file, whose metadata the caller has removed. DiskAlmostFull, Impossible, Malformed."""

        def copy(target: BufferedRandom) -> None:
            with path.open("rb") as source:
                shutil.copyfileobj(source, target, _CHUNK)

        return self.add(copy, type)

    def add(self, fill: Callable[[BufferedRandom], None], type: str) -> BlobRef:
        """Keep what `fill` writes; where it raises, nothing is kept. DiskAlmostFull, Impossible, Malformed."""
        with plain_disk_errors():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(prefix=".adding-", dir=self._folder)
            unfinished = Path(name)
            try:
                sha256, size = _filled(handle, fill)
                if size == 0:
                    raise Malformed(EMPTY)
                final = self.path(sha256)
                if not final.parent.is_dir():
                    final.parent.mkdir(exist_ok=True, mode=0o700)
                    flush_folder(self._folder)
                name_for_good(unfinished, final)
            finally:
                unfinished.unlink(missing_ok=True)
        ref = BlobRef(sha256, size, type)
        self._recorded(ref)
        return ref

    def path(self, blob: BlobRef | str) -> Path:
        """Where the bytes are, or would be. ValueError for what is no SHA-256."""
        sha256 = blob if isinstance(blob, str) else blob.sha256
        if not _SHA256.match(sha256):
            raise ValueError("not a SHA-256")
        return self._folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def whole(self, blob: BlobRef) -> bool:
        """True when the bytes still are what their name says. Reads all of them."""
        try:
            with self.path(blob).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == blob.sha256
        except FileNotFoundError:
            return False

    def read(self, blob: BlobRef, start: int, length: int) -> bytes:
        """At most `length` bytes from `start`. NotFound when the file is gone."""
        with plain_disk_errors():
            try:
                with self.path(blob).open("rb") as file:
                    file.seek(start)
                    return file.read(length)
            except FileNotFoundError:
                raise NotFound(FILE_GONE, FILE_GONE_HINT) from None

    def remove(self, sha256: str) -> None:
        """Only for what a person threw away, after its days in the bin."""
        self.path(sha256).unlink(missing_ok=True)


def _filled(handle: int, fill: Callable[[BufferedRandom], None]) -> tuple[str, int]:
    """The SHA-256 and size of what was written, once it is on the disk."""
    with os.fdopen(handle, "wb+") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest(), size


EMPTY: Final = Bilingual(en="This file is empty.", nl="Dit bestand is leeg.")
FILE_GONE: Final = Bilingual(
    en="A file of this draft is no longer on this computer.",
    nl="Een bestand van dit concept staat niet meer op deze computer.",
)
FILE_GONE_HINT: Final = Bilingual(
    en="The text is safe. Add the file again.", nl="De tekst is veilig. Voeg het bestand opnieuw toe."
)
