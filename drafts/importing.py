"""An export, taken in beside what is here: all of it is verified first, then each item is there whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import delete, exists, insert, select

from core.clock import Clock, to_iso
from core.errors import DiskAlmostFull
from core.language import Bilingual
from core.reading import Reader, parse_json
from drafts import schema
from drafts.blobs import FolderBlobs
from drafts.database import Database
from drafts.exporting import Beside
from drafts.files import DISK_FULL, name_for_good, plain_disk_errors
from drafts.package import CANCELLED, ITEM_ID, Cancelled, Told
from drafts.package_reading import Medium, Package, damaged, opened, plain_reading_errors
from drafts.packed_items import blobs_in, item_ids, put, put_other_feedback, read_feedback, read_item

_ROOM: Final = 64 * 1024 * 1024
_LARGEST_SETTINGS: Final = 1024 * 1024
_OTHERS: Final = "feedback.json"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many items became what (`packed_items.Became`). `unasked` of those made waited to be sent where they were
    exported, and are drafts here that nobody asked review for. `hub` is the one that home was connected to; it is
    connected anew by hand."""

    made: int
    same: int
    newer: int
    two_versions: int
    earlier: int
    unasked: int
    takes: int
    settings: bool
    hub: str | None


@dataclass(slots=True)
class _Going:
    database: Database
    blobs: FolderBlobs
    beside: Beside
    package: Package
    clock: Clock
    told: Told
    stopped: Callable[[], bool]
    added: set[str] = field(default_factory=set)

    def check_before(self) -> None:
        if self.stopped():
            raise Cancelled(CANCELLED, NOTHING_CHANGED)

    def check(self) -> None:
        if self.stopped():
            raise Cancelled(CANCELLED, SOME_ARE_HERE)


def import_(
    database: Database,
    blobs: FolderBlobs,
    beside: Beside,
    path: Path,
    *,
    clock: Clock,
    told: Told = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Imported:
    """Take in what an export holds. What is here already is not made twice, and nothing here is overwritten: of two
    contents of one item both are kept, and the person chooses.

    Nothing is sent by this, and no hub is connected. NotFound, Malformed, DiskAlmostFull before anything is changed;
    after that (Cancelled, DiskAlmostFull, Impossible) whole items are here, and doing it again goes on.
    """
    with opened(path) as package:
        going = _Going(database, blobs, beside, package, clock, told, stopped)
        package.verify(told, going.check_before)
        ids = item_ids(package)
        wanted = {item_id: _checked(going, item_id) for item_id in ids}
        hub = _hub(package)
        others = tuple(read_feedback(package, _OTHERS, None)) if _OTHERS in package.files else ()
        takes = _takes(package)
        settings = _settings(package)
        _refuse_without_room(going, takes)
        counts = dict.fromkeys(("made", "same", "newer", "two_versions", "earlier", "unasked"), 0)
        with _nothing_unused(going), plain_disk_errors():
            for item_id in ids:
                going.check()
                _take_in(going, item_id, wanted[item_id], counts)
            for medium in package.media.values():
                _bring(going, medium)
            going.added.clear()
            with database.writing() as connection:
                put_other_feedback(connection, others)
            brought = sum(_bring_take(going, take, paths) for take, paths in takes.items())
            settled = settings is not None and _bring_settings(beside.settings, settings)
    return Imported(**counts, takes=brought, settings=settled, hub=hub)


def _checked(going: _Going, item_id: str) -> frozenset[str]:
    """The media it names that are in the export. Malformed where anything of it is wrong."""
    going.check_before()
    named = blobs_in(going.package, read_item(going.package, item_id))
    return frozenset(blob.sha256 for blob in named if blob.sha256 in going.package.media)


def _take_in(going: _Going, item_id: str, media: frozenset[str], counts: dict[str, int]) -> None:
    item = read_item(going.package, item_id)
    for sha256 in sorted(media):
        _bring(going, going.package.media[sha256])
    with going.database.writing() as connection:
        became = put(connection, going.package, item, to_iso(going.clock()))
    counts[became] += 1
    counts["unasked"] += item.unasked and became == "made"


def _bring(going: _Going, medium: Medium) -> None:
    """Its bytes are here afterwards, checked once more as they are copied."""
    if going.blobs.has(medium.sha256):
        return
    with tempfile.NamedTemporaryFile(dir=going.beside.settings.parent, prefix=".importing-") as copy:
        for chunk in going.package.chunks(medium.path):
            going.check()
            copy.write(chunk)
        copy.flush()
        going.added.add(medium.sha256)
        going.blobs.add_file(Path(copy.name), medium.type)


@contextmanager
def _nothing_unused(going: _Going) -> Iterator[None]:
    """Where it ends early, media that came for an item which did not are removed again."""
    try:
        yield
    except BaseException:
        uses, blobs = schema.blob_uses, schema.blobs
        for sha256 in going.added:
            with going.database.writing() as connection:
                if not connection.scalar(select(exists().where(uses.c.sha256 == sha256))):
                    connection.execute(delete(blobs).where(blobs.c.sha256 == sha256))
                    going.blobs.remove(sha256)
        raise


def _takes(package: Package) -> dict[str, list[str]]:
    takes: dict[str, list[str]] = {}
    for path in package.files:
        if path.startswith("takes/"):
            parts = path.split("/")
            if len(parts) != 3 or not ITEM_ID.match(parts[1]):
                raise damaged()
            takes.setdefault(parts[1], []).append(path)
    return takes


def _bring_take(going: _Going, take_id: str, paths: list[str]) -> bool:
    """A folder of recordings that is not here, under its own name once it is whole."""
    folder = going.beside.takes / take_id
    drafts, takes = schema.drafts, schema.takes
    with going.database.reading() as connection:
        known = connection.scalar(select(exists().where(drafts.c.take_id == take_id)))
        told = connection.scalar(select(exists().where(takes.c.id == take_id)))
    if known or folder.exists():
        return False
    going.beside.takes.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = Path(tempfile.mkdtemp(prefix=".importing-", dir=going.beside.takes.parent))
    try:
        for path in paths:
            with (unfinished / path.split("/")[2]).open("xb") as file:
                for chunk in going.package.chunks(path):
                    going.check()
                    file.write(chunk)
        name_for_good(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    if not told:
        row = {"id": take_id, "folder": str(folder), "settings": "{}", "begun_at": to_iso(going.clock())}
        with going.database.writing() as connection:
            connection.execute(insert(takes).values(**row))
    return True


def _settings(package: Package) -> bytes | None:
    if "settings.json" not in package.files:
        return None
    text = b"".join(package.chunks("settings.json"))
    with plain_reading_errors():
        if len(text) > _LARGEST_SETTINGS or not isinstance(parse_json(text), dict):
            raise damaged()
    return text


def _bring_settings(path: Path, text: bytes) -> bool:
    """Only where there are none: this computer's own screens and microphones are another's."""
    if path.exists():
        return False
    unfinished = path.with_suffix(".tmp")
    unfinished.write_bytes(text)
    name_for_good(unfinished, path)
    return True


def _hub(package: Package) -> str | None:
    if "hub.json" not in package.files:
        return None
    with plain_reading_errors():
        read = Reader(package.document("hub.json"))
        url = read.line("url")
        return url if url.isprintable() else None


def _refuse_without_room(going: _Going, takes: dict[str, list[str]]) -> None:
    new = [medium.size for medium in going.package.media.values() if not going.blobs.has(medium.sha256)]
    new += [going.package.files[path].size for paths in takes.values() for path in paths]
    # Each medium is beside itself for a moment while it is checked.
    needed = sum(new) + max(new, default=0) + _ROOM
    with plain_disk_errors():
        if needed > shutil.disk_usage(going.beside.settings.parent).free:
            raise DiskAlmostFull(DISK_FULL, NO_ROOM_HINT)


NOTHING_CHANGED: Final = Bilingual(en="Nothing was changed.", nl="Er is niets veranderd.")
SOME_ARE_HERE: Final = Bilingual(
    en="What was imported so far is whole and stays. Import again to go on.",
    nl="Wat al geïmporteerd is, is heel en blijft. Importeer opnieuw om verder te gaan.",
)
NO_ROOM_HINT: Final = Bilingual(
    en="There is no room for the import. Nothing was changed. Make room and try again.",
    nl="Er is geen ruimte voor de import. Er is niets veranderd. Maak ruimte en probeer het opnieuw.",
)
