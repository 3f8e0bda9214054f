"""Reading an export that somebody else may have made: everything is checked against its manifest, nothing is believed.

No name inside decides where anything is written. A file is read to the length its manifest gives and no further, so
that what unpacks to more than it says is found out after one chunk.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from core.errors import Malformed, MalformedWire, NotFound
from core.language import Bilingual
from core.reading import Reader, parse_json
from core.wire import LARGEST_BLOB
from drafts.package import CHUNK, FORMAT, MANIFEST, PackedFile, Told, is_plain

MOST_FILES: Final = 500_000
LARGEST_DOCUMENT: Final = 32 * 1024 * 1024
LONGEST_LINE: Final = 16 * 1024 * 1024
_LARGEST_MANIFEST: Final = 256 * 1024 * 1024
_LARGEST_FILE: Final = 2**40
_LARGEST_UNPACKED: Final = 2**30
_MOST_TIMES_PACKED: Final = 100
"""All files together are at most a gibibyte, or this many times the archive: recordings do not shrink, text does."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")
_READABLE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class _Source(Protocol):
    size: int

    def open(self, path: str) -> IO[bytes]: ...


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self.size = size
        self._archive = archive
        names: dict[str, zipfile.ZipInfo] = {}
        for entry in archive.infolist():
            if entry.filename in names:
                raise damaged()
            names[entry.filename] = entry
        self._names = names

    def open(self, path: str) -> IO[bytes]:
        entry = self._names.get(path)
        encrypted = entry is not None and entry.flag_bits & 0x1
        if entry is None or encrypted or entry.compress_type not in _READABLE or _is_odd(entry.external_attr >> 16):
            raise damaged()
        return self._archive.open(entry)


class _Folder:
    size = _LARGEST_FILE

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, path: str) -> IO[bytes]:
        """No link is followed on the way, and only a plain file is opened."""
        here = self._folder
        for part in path.split("/"):
            here = here / part
            if here.is_symlink():
                raise damaged()
        if not here.is_file():
            raise damaged()
        return os.fdopen(os.open(here, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)), "rb")


def _is_odd(mode: int) -> bool:
    """A link, a device: anything that says what it is and is no file."""
    return stat.S_IFMT(mode) not in (0, stat.S_IFREG)


class _Sober(io.FileIO):
    """A file of which nobody reads more at once than fits in memory, whatever the file itself says."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            size = _LARGEST_MANIFEST
        if size > _LARGEST_MANIFEST:
            raise damaged()
        return super().read(size) or b""


@dataclass(frozen=True, slots=True)
class Medium:
    sha256: str
    size: int
    type: str
    path: str


class Package:
    """An opened export with a sound manifest. What `chunks`, `document` and `lines` give is what the manifest says, or
    Malformed is raised, at the latest at the end."""

    def __init__(self, source: _Source, files: Mapping[str, PackedFile], media: Mapping[str, Medium]) -> None:
        self._source = source
        self.files = files
        self.media = media

    def chunks(self, path: str) -> Iterator[bytes]:
        wanted = self.files.get(path)
        if wanted is None:
            raise damaged()
        digest, size = hashlib.sha256(), 0
        with plain_reading_errors(), self._source.open(path) as file:
            while chunk := file.read(CHUNK):
                size += len(chunk)
                if size > wanted.size:
                    raise damaged()
                digest.update(chunk)
                yield chunk
        if (size, digest.hexdigest()) != (wanted.size, wanted.sha256):
            raise damaged()

    def document(self, path: str) -> object:
        """A JSON file, whole."""
        wanted = self.files.get(path)
        if wanted is None or wanted.size > LARGEST_DOCUMENT:
            raise damaged()
        with plain_reading_errors():
            return parse_json(b"".join(self.chunks(path)))

    def lines(self, path: str) -> Iterator[object]:
        """A file of one JSON value a line."""
        rest = b""
        for chunk in self.chunks(path):
            *whole, rest = (rest + chunk).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise damaged()
            yield from map(parse_json, whole)
        if rest:
            yield parse_json(rest)

    def verify(self, told: Told, check: Callable[[], None]) -> None:
        """Read every file once. Malformed when any is not what the manifest says."""
        done, total = 0, sum(file.size for file in self.files.values())
        for path in self.files:
            for chunk in self.chunks(path):
                check()
                done += len(chunk)
                told(done, total)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """An export with its manifest read. NotFound; Malformed for anything that is none."""
    with ExitStack() as held:
        with plain_reading_errors():
            source = _source(path, held)
            with source.open(MANIFEST) as file:
                text = file.read(_LARGEST_MANIFEST)
            package = _read_manifest(source, parse_json(text))
        yield package


def _source(path: Path, held: ExitStack) -> _Source:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        raise NotFound(NOT_THERE, NOT_THERE_HINT) from None
    if stat.S_ISDIR(mode):
        return _Folder(path)
    if not stat.S_ISREG(mode):
        raise damaged()
    raw = held.enter_context(_Sober(path, "rb"))
    return _Zip(held.enter_context(zipfile.ZipFile(raw)), path.stat().st_size)


def _read_manifest(source: _Source, value: object) -> Package:
    read = Reader(value)
    if read.raw("vonk_export") != FORMAT:
        raise Malformed(OTHER_FORMAT, OTHER_FORMAT_HINT)
    files: dict[str, PackedFile] = {}
    spelled: set[str] = set()
    for entry in _entries(read.raw("files")):
        packed = PackedFile(entry.line("path"), entry.number("size", 0, _LARGEST_FILE), hash_in(entry, "sha256"))
        if not is_plain(packed.path) or packed.path.casefold() in spelled or packed.path == MANIFEST:
            raise damaged()
        files[packed.path] = packed
        spelled.add(packed.path.casefold())
    if sum(file.size for file in files.values()) > max(_LARGEST_UNPACKED, _MOST_TIMES_PACKED * source.size):
        raise damaged()
    media: dict[str, Medium] = {}
    for entry in _entries(read.raw("media")):
        medium = Medium(
            hash_in(entry, "sha256"), entry.number("size", 1, LARGEST_BLOB), entry.line("type"), entry.line("path")
        )
        if files.get(medium.path) != PackedFile(medium.path, medium.size, medium.sha256):
            raise damaged()
        media[medium.sha256] = medium
    return Package(source, files, media)


def _entries(value: object) -> Iterator[Reader]:
    if not isinstance(value, list) or len(value) > MOST_FILES:
        raise damaged()
    return (Reader(entry) for entry in value)


def hash_in(read: Reader, key: str) -> str:
    found = read.line(key)
    if not _SHA256.match(found):
        raise damaged()
    return found


@contextmanager
def plain_reading_errors() -> Iterator[None]:
    """What reading a broken or a devised file raises, as Malformed in the words of an export."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise damaged() from error
    except (MalformedWire, zipfile.LargeZipFile, struct.error, OverflowError, MemoryError, LookupError) as error:
        raise damaged() from error


def damaged() -> Malformed:
    return Malformed(NOT_WHOLE, NOT_WHOLE_HINT)


NOT_THERE: Final = Bilingual(en="There is no such file or folder.", nl="Dit bestand of deze map is er niet.")
NOT_THERE_HINT: Final = Bilingual(en="Nothing was changed.", nl="Er is niets veranderd.")
NOT_WHOLE: Final = Bilingual(
    en="This is no export of Vonk, or it is damaged or was changed.",
    nl="Dit is geen export van Vonk, of hij is beschadigd of veranderd.",
)
NOT_WHOLE_HINT: Final = Bilingual(
    en="Nothing was imported, and your drafts are as they were. Export again where it came from.",
    nl="Er is niets geïmporteerd en je concepten zijn zoals ze waren. Exporteer opnieuw waar hij vandaan komt.",
)
OTHER_FORMAT: Final = Bilingual(
    en="This export was made by a newer Vonk.", nl="Deze export is gemaakt met een nieuwere Vonk."
)
OTHER_FORMAT_HINT: Final = Bilingual(
    en="Nothing was changed. Install the newest Vonk.", nl="Er is niets veranderd. Installeer de nieuwste Vonk."
)
