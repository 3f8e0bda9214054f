"""A new drafts.db in the place of a damaged or missing one, from all that is left: backups, whole rows, recordings.

It is built beside the damaged file and has every right only once it bears its name `drafts.db.restored`; from then on
a start that was cut off is finished by the next one. The damaged file is kept, whatever came of it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from core.clock import to_iso
from core.content import BlobRef, ClipBody, Content
from core.draft import NewId
from core.errors import DiskAlmostFull, StoreUnusable
from core.language import Bilingual
from drafts import backups, schema, writing
from drafts.database import Database, plain_database_errors, sqlite_module
from drafts.files import flush_file, flush_folder, name_for_good, plain_disk_errors
from drafts.merging import agree, merge
from drafts.salvage import read_aside

_BLOB: Final = re.compile(r"[0-9a-f]{64}\Z")
_VIDEO: Final = "video/mp4"
_HEAD: Final = 100
_MANY_LIVES: Final = 1_000_000
"""More than a person can go back: what says so is damaged."""
_BESIDE: Final = ("-wal", "-shm", "")
"""The log goes first: a new database beside an old log would be read together with it."""


@dataclass(frozen=True, slots=True)
class _Home:
    path: Path
    blobs: Path
    backups: Path
    now: datetime

    @property
    def restored(self) -> Path:
        return self.path.with_name(f"{self.path.name}.restored")


@dataclass(frozen=True, slots=True)
class _CameBack:
    """`texts`: drafts that came from the damaged file, or a newer text of them; `clips`: recordings nothing named."""

    texts: int
    clips: int


def is_first_start(path: Path, blobs: Path, backups_folder: Path) -> bool:
    """Whether there is nothing to go back to and nothing to find: no backup, no recording, at most an empty file."""
    log = path.with_name(f"{path.name}-wal")
    if backups.backups_in(backups_folder) or any(_files_in(blobs)) or (log.exists() and log.stat().st_size):
        return False
    return not path.exists() or _is_blank(path)


def _is_blank(path: Path) -> bool:
    """What a first start leaves that was cut off: a database without a single table."""
    module = sqlite_module()
    try:
        with closing(module.connect(str(path))) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0)
    except module.DatabaseError:
        return False


def repair(path: Path, blobs: Path, backups_folder: Path, now: datetime, new_id: NewId) -> Bilingual:
    """Build the new one, put the damaged one aside, and say what came back. The caller alone has the file.

    DiskAlmostFull, Impossible or StoreUnusable, with everything as it was: then the next start tries again.
    """
    home = _Home(path, blobs, backups_folder, now)
    was_there = path.exists()
    dated = backups.backups_in(backups_folder)
    at = next((at for at, (_, file) in enumerate(dated) if backups.is_good(file)), None)
    moment, good = (None, None) if at is None else dated[at]
    sources = [path, *(file for _, file in dated[:at])]
    building = path.with_name(f"{path.name}.restoring")
    with plain_disk_errors(), _fresh(building):
        if good is not None:
            shutil.copyfile(good, building)
        came = _filled(Database(building), home, good, sources, new_id)
        if not backups.is_good(building):
            raise StoreUnusable(NOT_REPAIRED, NOT_REPAIRED_HINT)
        flush_file(building)
        name_for_good(building, home.restored)
        aside = put_in_place(path, now)
    return _told(was_there, moment, came, aside.name)


def put_in_place(path: Path, now: datetime) -> Path:
    """Give a finished new database its name, the damaged files being put aside. Returns their folder."""
    aside = path.parent / "damaged" / f"{now:%Y%m%dT%H%M%S%f}"
    aside.mkdir(parents=True, exist_ok=True, mode=0o700)
    for suffix in _BESIDE:
        damaged = path.with_name(path.name + suffix)
        if damaged.exists():
            damaged.replace(aside / damaged.name)
    flush_folder(aside)
    name_for_good(path.with_name(f"{path.name}.restored"), path)
    return aside


@contextmanager
def _fresh(building: Path) -> Iterator[None]:
    def clear() -> None:
        for suffix in _BESIDE:
            building.with_name(building.name + suffix).unlink(missing_ok=True)

    clear()
    try:
        yield
    finally:
        clear()


def _filled(database: Database, home: _Home, good: Path | None, sources: list[Path], new_id: NewId) -> _CameBack:
    from drafts.migrating import to_newest

    room = home.path.with_name(".reading")
    template = home.path.with_name(".template.db")
    try:
        to_newest(database)
        with _fresh(template):
            _copy_form(database, good, template)
            found = read_aside(sources, template, room)
        texts = 0
        for rows in found:
            try:
                with database.writing() as connection:
                    texts += merge(connection, rows)
            except DiskAlmostFull:
                raise
            except StoreUnusable:
                # What SQLite will not take from a damaged file stays in that file.
                continue
        with database.writing() as connection:
            agree(connection)
            _begin_new_life(connection, home.path)
            return _CameBack(texts, _name_recordings(connection, home, new_id))
    finally:
        database.close()


def _begin_new_life(connection: Connection, damaged: Path) -> None:
    """Who wonders whether something happened since the backup sees that this file came out of one."""
    head = damaged.read_bytes()[:_HEAD] if damaged.is_file() else b""
    lives = [int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())]
    if head.startswith(b"SQLite format 3\0") and len(head) == _HEAD:
        lives.append(int.from_bytes(head[60:64], "big"))
    connection.exec_driver_sql(f"PRAGMA user_version = {max(life for life in lives if life < _MANY_LIVES) + 1}")


def _copy_form(database: Database, good: Path | None, template: Path) -> None:
    if good is not None:
        shutil.copyfile(good, template)
        return
    with plain_database_errors(), closing(sqlite_module().connect(str(template))) as target:
        database.copy_to(target)
        target.execute("PRAGMA journal_mode = DELETE").fetchall()


def _name_recordings(connection: Connection, home: _Home, new_id: NewId) -> int:
    """A draft for each recording that no draft names. Its length is not known here."""
    named = set(connection.scalars(select(schema.blob_uses.c.sha256)))
    types = {row.sha256: row.type for row in connection.execute(select(schema.blobs.c.sha256, schema.blobs.c.type))}
    count = 0
    for file in _files_in(home.blobs):
        if file.name in named or (types.get(file.name) or _type_of(file)) != _VIDEO:
            continue
        facts = file.stat()
        blob = BlobRef(file.name, facts.st_size, _VIDEO)
        made = to_iso(datetime.fromtimestamp(facts.st_mtime, UTC))
        writing.insert_draft(connection, new_id(), Content(ClipBody(media=blob)), made, None)
        writing.note_blob(connection, blob, made)
        count += 1
    return count


def _files_in(blobs: Path) -> Iterator[Path]:
    return (file for file in sorted(blobs.glob("??/*")) if _BLOB.match(file.name) and file.stat().st_size)


def _type_of(file: Path) -> str:
    with file.open("rb") as opened:
        return _VIDEO if opened.read(12)[4:8] == b"ftyp" else ""


def _told(was_there: bool, moment: datetime | None, came: _CameBack, folder: str) -> Bilingual:
    parts = [DAMAGED_FILE if was_there else MISSING_FILE]
    if moment is not None:
        local = moment.astimezone()
        parts.append(WENT_BACK.format(time=f"{local:%H:%M}", day=f"{local.day}-{local.month}-{local.year}"))
    elif came.texts or came.clips:
        parts.append(NO_BACKUP)
    else:
        parts.append(NOTHING_LEFT)
    if came.texts:
        parts.append((ONE_READ if came.texts == 1 else READ).format(count=came.texts))
    if came.clips:
        parts.append((ONE_FOUND if came.clips == 1 else FOUND).format(count=came.clips))
    parts.append(MAY_BE_MISSING)
    if was_there:
        parts.append(KEPT.format(folder=folder))
    return Bilingual(en=" ".join(part.en for part in parts), nl=" ".join(part.nl for part in parts))


FINISHED: Final = Bilingual(
    en="The file with your drafts was damaged and has been put right; what you wrote last may be missing. "
    "Your recordings are untouched, and the damaged file was kept.",
    nl="Het bestand met je concepten was beschadigd en is hersteld; wat je het laatst schreef, kan ontbreken. "
    "Je opnamen zijn er nog, en het beschadigde bestand is bewaard.",
)
DAMAGED_FILE: Final = Bilingual(
    en="The file with your drafts was damaged.", nl="Het bestand met je concepten was beschadigd."
)
MISSING_FILE: Final = Bilingual(en="The file with your drafts was gone.", nl="Het bestand met je concepten was weg.")
WENT_BACK: Final = Bilingual(
    en="Vonk went back to the backup of {time} on {day}.",
    nl="Vonk ging terug naar de reservekopie van {time} op {day}.",
)
NO_BACKUP: Final = Bilingual(
    en="There was no good backup, so Vonk looked for what could still be read.",
    nl="Er was geen goede reservekopie, dus Vonk zocht wat nog te lezen was.",
)
NOTHING_LEFT: Final = Bilingual(
    en="There was no good backup and nothing in it could be read: you begin with an empty list.",
    nl="Er was geen goede reservekopie en er was niets meer te lezen: je begint met een lege lijst.",
)
ONE_READ: Final = Bilingual(
    en="One newer draft could still be read from the damaged file.",
    nl="Eén nieuwer concept was nog te lezen uit het beschadigde bestand.",
)
READ: Final = Bilingual(
    en="{count} newer drafts could still be read from the damaged file.",
    nl="{count} nieuwere concepten waren nog te lezen uit het beschadigde bestand.",
)
ONE_FOUND: Final = Bilingual(
    en="One recording belonged to no draft any more: it is in the list as a new clip.",
    nl="Eén opname hoorde bij geen concept meer: die staat als nieuwe clip in de lijst.",
)
FOUND: Final = Bilingual(
    en="{count} recordings belonged to no draft any more: they are in the list as new clips.",
    nl="{count} opnamen hoorden bij geen concept meer: ze staan als nieuwe clips in de lijst.",
)
MAY_BE_MISSING: Final = Bilingual(
    en="What you wrote last may be missing; your recordings are untouched.",
    nl="Wat je het laatst schreef, kan ontbreken; je opnamen zijn er nog.",
)
KEPT: Final = Bilingual(
    en="The damaged file was kept in Vonk's folder, in damaged/{folder}.",
    nl="Het beschadigde bestand is bewaard in de map van Vonk, in damaged/{folder}.",
)
NOT_REPAIRED: Final = Bilingual(
    en="The file with your drafts is damaged, and Vonk could not put it right.",
    nl="Het bestand met je concepten is beschadigd, en Vonk kon het niet herstellen.",
)
NOT_REPAIRED_HINT: Final = Bilingual(
    en="Nothing was changed, and your recordings are untouched. Check the disk and start Vonk again.",
    nl="Er is niets veranderd, en je opnamen zijn er nog. Kijk de schijf na en start Vonk opnieuw.",
)
