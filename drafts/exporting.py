"""All that is the person's, in one export they can read without Vonk. drafts/package.py says what is where."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, select

from core.clock import to_iso
from core.content import BlobRef, blobs_of
from core.errors import DiskAlmostFull, Impossible, StoreUnusable
from core.language import Bilingual
from drafts import schema
from drafts.blobs import FolderBlobs
from drafts.database import DAMAGED, DAMAGED_HINT, Database
from drafts.elsewhere import IMPORTED
from drafts.files import DISK_FULL, plain_disk_errors
from drafts.for_people import PageItem, page, readme
from drafts.package import CANCELLED, CHUNK, FORMAT, MANIFEST, Cancelled, PackedFile, Sink, Told, is_plain, new_package
from drafts.records import HUB, content_of

_ENDINGS: Final = {"video/mp4": ".mp4", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
_LEFT_OUT_OF_TAKES: Final = ("lock", "recorder.log")
_OWN_DESTINATIONS: Final = ("review", HUB, IMPORTED)
_ROOM: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Beside:
    """What is the person's outside the store: the folder of takes, the settings. A take that `is_being_written` is left
    out; it is a draft soon."""

    takes: Path
    settings: Path
    is_being_written: Callable[[Path], bool] = lambda _: False


@dataclass(frozen=True, slots=True)
class Exported:
    """`missing`: media that drafts name and this computer has not, or not whole."""

    path: Path
    drafts: int
    in_bin: int
    revisions: int
    media: int
    takes: int
    missing: int
    size: int


@dataclass(slots=True)
class _Going:
    """What was written so far."""

    sink: Sink
    told: Told
    stopped: Callable[[], bool]
    files: list[PackedFile] = field(default_factory=list)
    pages: list[PageItem] = field(default_factory=list)
    revisions: int = 0
    done: int = 0
    total: int = 0

    def write(self, path: str, chunks: Iterable[bytes], *, packed: bool = True) -> PackedFile:
        written = self.sink.write(path, chunks, packed=packed)
        self.files.append(written)
        return written

    def check(self) -> None:
        if self.stopped():
            raise Cancelled(CANCELLED, NOTHING_LEFT)

    def copied(self, path: Path) -> Iterator[bytes]:
        """The bytes of a file, told as they pass."""
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                self.check()
                self.done += len(chunk)
                yield chunk
                self.told(self.done, max(self.done, self.total))


def export(
    database: Database,
    blobs: FolderBlobs,
    beside: Beside,
    target: Path,
    *,
    now: datetime,
    version: str,
    told: Told = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Exported:
    """One moment of the store, and the media it names. `target` is whole afterwards or not there; memory stays small.

    Refused where `target` is there already; Cancelled; DiskAlmostFull, Impossible, StoreUnusable.
    """
    if not target.parent.is_dir():
        raise Impossible(NO_FOLDER, NO_FOLDER_HINT)
    with plain_disk_errors(), new_package(target) as sink:
        going = _Going(sink, told, stopped)
        with database.reading() as connection:
            media = _media(connection, blobs)
            takes = _takes(connection, beside)
            going.total = _refuse_without_room(target, media, takes, blobs)
            _write_store(connection, going, {sha256: path for sha256, (_, path) in media.items()})
        kept, missing = _write_media(going, media, blobs)
        for take in takes:
            _write_take(going, take)
        if beside.settings.is_file():
            going.write("settings.json", going.copied(beside.settings))
        going.write("README.txt", [readme(now, version, len(going.pages)).encode()])
        going.write("index.html", (part.encode() for part in page(now, sorted(going.pages))))
        done = Exported(
            target, sum(1 for each in going.pages if not each.in_bin), sum(1 for each in going.pages if each.in_bin),
            going.revisions, len(kept), len(takes), len(missing), sum(file.size for file in going.files),
        )  # fmt: skip
        sink.write(MANIFEST, _manifest(going, kept, missing, done, now, version))
    return done


def _refuse_without_room(
    target: Path, media: dict[str, tuple[BlobRef, str]], takes: list[Path], blobs: FolderBlobs
) -> int:
    files = [blobs.path(sha256) for sha256 in media]
    files += [file for take in takes for file in _files_of(take)]
    needed = sum(file.stat().st_size for file in files if file.is_file())
    if needed + _ROOM > shutil.disk_usage(target.parent).free:
        raise DiskAlmostFull(DISK_FULL, NO_ROOM_HINT)
    return needed


def _write_store(connection: Connection, going: _Going, names: dict[str, str]) -> None:
    for row in connection.execute(select(schema.drafts).order_by(schema.drafts.c.id)):
        going.check()
        _write_item(connection, going, row, names)
    others = schema.feedback.c.item_id.not_in(select(schema.drafts.c.id))
    going.write("feedback.json", _array(_feedback(connection, others)))
    if (link := connection.execute(select(schema.hub)).mappings().first()) is not None:
        directory = connection.scalar(select(schema.directory.c.directory))
        known = {key: value for key, value in link.items() if key not in ("one", "cursor")}
        going.write("hub.json", _document({**known, "directory": json.loads(directory) if directory else None}))
    if channels := connection.execute(select(schema.channels).order_by(schema.channels.c.added_at)).mappings().all():
        going.write("channels.json", _document([dict(row) for row in channels]))


def _write_item(connection: Connection, going: _Going, row: Row[Any], names: dict[str, str]) -> None:
    folder = f"items/{row.id}"
    facts = ("id", "content_hash", "revision", "created_at", "changed_at", "review", "submitted_hash", "base_hash")
    more = ("other_hash", "take_id", "board_url", "has_feedback", "binned_at")
    going.write(f"{folder}/item.json", _document(_json(row.manifest)))
    going.write(f"{folder}/draft.json", _document({key: getattr(row, key) for key in (*facts, *more)}))
    going.write(f"{folder}/revisions.jsonl", _lines(_revisions(connection, going, row.id)))
    going.write(f"{folder}/history.jsonl", _lines(_history(connection, row.id)))
    going.write(f"{folder}/feedback.json", _array(_feedback(connection, schema.feedback.c.item_id == row.id)))
    if posts := list(_posts(connection, row.id)):
        going.write(f"{folder}/posts.jsonl", _lines(posts))
    used = tuple(names[blob.sha256] for blob in blobs_of(content_of(row.manifest)) if blob.sha256 in names)
    going.pages.append(
        PageItem(row.created_at, row.id, row.title, row.format, row.changed_at, row.binned_at is not None, used)
    )


def _revisions(connection: Connection, going: _Going, item_id: str) -> Iterator[dict[str, object]]:
    versions = schema.versions
    for row in connection.execute(select(versions).where(versions.c.item_id == item_id).order_by(versions.c.revision)):
        going.revisions += 1
        yield {
            "revision": row.revision,
            "saved_at": row.saved_at,
            "content_hash": row.content_hash,
            "item": _json(row.manifest),
        }


def _history(connection: Connection, item_id: str) -> Iterator[dict[str, object]]:
    """What was asked of the hub, how far it came, every step, and what other machines made."""
    yield from _rows(connection, schema.outbox, item_id, "id")
    deliveries = _rows(connection, schema.deliveries, item_id, "content_hash")
    yield from (row for row in deliveries if row["destination"] == HUB)
    steps = _rows(connection, schema.steps, item_id, "id")
    yield from (row for row in steps if row["destination"] in _OWN_DESTINATIONS)
    yield from _rows(connection, schema.other_versions, item_id, "content_hash")


def _posts(connection: Connection, item_id: str) -> Iterator[dict[str, object]]:
    yield from _rows(connection, schema.posts, item_id, "id")
    deliveries = _rows(connection, schema.deliveries, item_id, "destination")
    yield from (row for row in deliveries if row["destination"] != HUB)
    steps = _rows(connection, schema.steps, item_id, "id")
    yield from (row for row in steps if row["destination"] not in _OWN_DESTINATIONS)


def _rows(connection: Connection, table: Table, item_id: str, order: str) -> Iterator[dict[str, object]]:
    """Without the numbers of rows, which mean nothing elsewhere."""
    found = connection.execute(select(table).where(table.c.item_id == item_id).order_by(table.c[order]))
    for row in found.mappings():
        values = {str(key): value for key, value in row.items() if key not in ("id", "item_id", "manifest")}
        if "manifest" in row:
            values["item"] = None if row["manifest"] is None else _json(row["manifest"])
        yield {"table": table.name, **values}


def _feedback(connection: Connection, which: Any) -> Iterator[dict[str, object]]:  # noqa: ANN401 - a condition
    table = schema.feedback
    order = (table.c.received_at, table.c.hub_id, table.c.epoch, table.c.sequence)
    for row in connection.execute(select(table).where(which).order_by(*order)).mappings():
        yield {**row, "event": _json(row["event"])}


def _media(connection: Connection, blobs: FolderBlobs) -> dict[str, tuple[BlobRef, str]]:
    """Every medium the store knows, by its SHA-256, with its name in the export."""
    titles: dict[str, str] = {}
    uses, drafts = schema.blob_uses, schema.drafts
    named = select(uses.c.sha256, drafts.c.title).join(drafts, drafts.c.id == uses.c.item_id).order_by(drafts.c.id)
    for row in connection.execute(named):
        titles.setdefault(row.sha256, row.title)
    known = {
        row.sha256: BlobRef(row.sha256, row.size, row.type)
        for row in connection.execute(select(schema.blobs).order_by(schema.blobs.c.sha256))
    }
    for sha256 in titles:
        known.setdefault(sha256, BlobRef(sha256, 0, "application/octet-stream"))
    return {
        sha256: (blob, f"media/{_slug(titles.get(sha256, ''))}-{sha256[:16]}{_ENDINGS.get(blob.type, '.bin')}")
        for sha256, blob in sorted(known.items())
    }


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "untitled"


def _write_media(
    going: _Going, media: dict[str, tuple[BlobRef, str]], blobs: FolderBlobs
) -> tuple[list[dict[str, object]], list[str]]:
    """What was written whole, and what was not there or is not what it was; the latter is given as it is."""
    kept: list[dict[str, object]] = []
    missing: list[str] = []
    for sha256, (blob, path) in media.items():
        if not blobs.has(sha256):
            missing.append(sha256)
            continue
        written = going.write(path, going.copied(blobs.path(sha256)), packed=False)
        if written.sha256 == sha256:
            kept.append({"sha256": sha256, "size": written.size, "type": blob.type, "path": path})
        else:
            missing.append(sha256)
    return kept, missing


def _takes(connection: Connection, beside: Beside) -> list[Path]:
    """Folders of recordings that no draft was made of."""
    if not beside.takes.is_dir():
        return []
    drafts = set(connection.scalars(select(schema.drafts.c.take_id).where(schema.drafts.c.take_id.is_not(None))))
    return [
        folder
        for folder in sorted(beside.takes.iterdir())
        if folder.is_dir() and not folder.is_symlink() and folder.name not in drafts
        and any(_files_of(folder)) and not beside.is_being_written(folder)
    ]  # fmt: skip


def _files_of(take: Path) -> Iterator[Path]:
    for file in sorted(take.iterdir()):
        wanted = file.name not in _LEFT_OUT_OF_TAKES and is_plain(f"takes/{take.name}/{file.name}")
        if wanted and file.is_file() and not file.is_symlink():
            yield file


def _write_take(going: _Going, take: Path) -> None:
    for file in _files_of(take):
        going.write(f"takes/{take.name}/{file.name}", going.copied(file), packed=False)


def _manifest(
    going: _Going, media: list[dict[str, object]], missing: list[str], done: Exported, now: datetime, version: str
) -> Iterator[bytes]:
    counts = ("drafts", "in_bin", "revisions", "media", "takes")
    head = {
        "vonk_export": FORMAT,
        "made_at": to_iso(now),
        "made_by": f"Vonk {version}",
        "counts": {key: getattr(done, key) for key in counts},
        "missing_media": missing,
        "media": media,
    }
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}").encode() + b',\n "files": '
    files = ({"path": file.path, "size": file.size, "sha256": file.sha256} for file in going.files)
    yield from _array(files)
    yield b"}\n"


def _array(rows: Iterable[object]) -> Iterator[bytes]:
    begun = False
    for row in rows:
        yield (b",\n" if begun else b"[\n") + json.dumps(row, ensure_ascii=False).encode()
        begun = True
    yield b"\n]\n" if begun else b"[]\n"


def _lines(rows: Iterable[object]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _document(value: object) -> list[bytes]:
    return [json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"]


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise StoreUnusable(DAMAGED, DAMAGED_HINT) from error


NOTHING_LEFT: Final = Bilingual(
    en="Nothing was left behind, and your data is as it was.",
    nl="Er is niets achtergebleven en je gegevens zijn zoals ze waren.",
)
NO_FOLDER: Final = Bilingual(en="There is no such folder to export to.", nl="De map om naar te exporteren is er niet.")
NO_FOLDER_HINT: Final = Bilingual(
    en="Nothing was changed. Choose a folder that is there.", nl="Er is niets veranderd. Kies een map die er is."
)
NO_ROOM_HINT: Final = Bilingual(
    en="There is no room for the export. Nothing was left behind. Choose another disk, or make room.",
    nl="Er is geen ruimte voor de export. Er is niets achtergebleven. Kies een andere schijf of maak ruimte.",
)
