"""Going back to a backup by the person's wish, in the living database and so that it can be undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.clock import Clock, to_iso
from core.errors import NotFound, Refused, StoreUnusable
from core.language import Bilingual
from drafts import backups, posts, schema
from drafts.database import (
    BUSY,
    BUSY_HINT,
    BUSY_S,
    Database,
    plain_database_error,
    plain_database_errors,
    sqlite_module,
)
from drafts.files import plain_disk_errors
from drafts.migrations import NEWEST
from drafts.turn import Turn

_TRIES: Final = 5
_SENDER_S: Final = 5.0
"""How long a sender may take to end its pass; it never waits for the person."""


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """`drafts` is how many it holds outside the bin; None where the file cannot be read."""

    made_at: datetime
    drafts: int | None


@dataclass(frozen=True, slots=True)
class WentBack:
    """`to` is the moment that is present again, `undo` that of the backup of how it was before."""

    to: datetime
    undo: datetime


def kept_backups(folder: Path) -> tuple[KeptBackup, ...]:
    """Newest first. They were verified when they were made; going back verifies again."""
    with plain_disk_errors():
        found = backups.backups_in(folder)
    return tuple(KeptBackup(moment, _drafts_in(path)) for moment, path in found)


def back_up_now(database: Database, folder: Path, clock: Clock) -> datetime:
    """A verified backup, whether or not one is due. Returns its moment. StoreUnusable, DiskAlmostFull, Impossible."""
    made = backups.backup(folder, clock(), database.copy_to)
    with plain_disk_errors():
        moment = next(moment for moment, path in backups.backups_in(folder) if path == made)
        backups.thin(folder, clock())
    return moment


def go_back(database: Database, path: Path, folder: Path, moment: datetime, sending: Turn, clock: Clock) -> WentBack:
    """Make the living database what the backup of this moment holds. NotFound, Refused, StoreUnusable, DiskAlmostFull,
    Impossible, each with everything as it was.

    A backup that is not whole, or was made by a newer Vonk, is never taken. It is prepared in a copy first: brought to
    the present form, and given what is not of that moment but of now (`_carry_over`). Before it takes its place a
    verified backup is made of how things are; should anybody write between the two, both are done again, so that
    nothing is missing from that backup. Then SQLite's own backup writes it over in one transaction, which other
    processes see at once (`data_version`). Recordings and other media are not touched.

    What waited to be sent at that moment waits again, also where it has arrived since. Sending it twice is harmless:
    its publish key (item id and content hash) is the same, and the hub answers that it has it. What the hub said since
    comes again with the feed, whose cursor goes back too. No sender is at work meanwhile: the row it holds might be
    another one afterwards.
    """
    source = _good_backup(folder, moment)
    with _no_sender(sending), _prepared(source, folder) as (copy, copy_path):
        for _ in range(_TRIES):
            seen = database.data_version()
            with plain_database_errors(), database.reading() as present, copy.writing() as then:
                _carry_over(present, then, to_iso(clock()))
            undo = back_up_now(database, folder, clock)
            if _write_over(copy_path, path, database, seen):
                return WentBack(moment, undo)
    raise StoreUnusable(BUSY, BUSY_HINT)


def _good_backup(folder: Path, moment: datetime) -> Path:
    with plain_disk_errors():
        source = dict(backups.backups_in(folder)).get(moment)
    if source is None:
        raise NotFound(GONE, GONE_HINT)
    if not backups.is_good(source):
        raise StoreUnusable(NOT_WHOLE, NOTHING_CHANGED)
    return source


@contextmanager
def _no_sender(sending: Turn) -> Iterator[None]:
    with plain_disk_errors(), sending.taken(_SENDER_S) as ours:
        if not ours:
            raise Refused(SENDING, SENDING_HINT)
        yield


@contextmanager
def _prepared(source: Path, folder: Path) -> Iterator[tuple[Database, Path]]:
    """A copy of the backup, in the present form. It is gone afterwards."""
    room = folder / ".going-back"
    with plain_disk_errors():
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(mode=0o700)
        path = room / "drafts.db"
        shutil.copyfile(source, path)
    copy = Database(path)
    try:
        if _revision_of(source) != NEWEST:
            from drafts.migrating import TOO_NEW, to_newest

            try:
                to_newest(copy)
            except StoreUnusable as error:
                title = MADE_BY_NEWER if error.title is TOO_NEW else NOT_RENEWED
                raise StoreUnusable(title, NOTHING_CHANGED) from error
        yield copy, path
    finally:
        copy.close()
        shutil.rmtree(room, ignore_errors=True)


def _carry_over(present: Connection, then: Connection, now: str) -> None:
    """What is of now and not of that moment. The hub: going back signs nobody out, nor in at another one; its feed is
    read on from where that moment was, or from its beginning. Takes and blobs: they are on the disk, whatever the
    drafts say. Channels and posts: what stands in a channel stands there. What lay in the bin gets its days anew, so
    that its recording outlives the wish to come back. Numbers of rows go on where they are, and the file's life
    (`user_version`) is one more: this is no file that lost its log."""
    old = then.execute(select(schema.hub)).mappings().first()
    for table in (schema.hub, schema.directory, schema.takes):
        then.execute(delete(table))
        if rows := [dict(row) for row in present.execute(select(table)).mappings()]:
            then.execute(insert(table), rows)
    hub = schema.hub
    cursor = 0 if old is None else old["cursor"]
    same = (hub.c.hub_id == (old["hub_id"] if old else ""), hub.c.epoch == (old["epoch"] if old else 0))
    then.execute(update(hub).values(cursor=0))
    then.execute(update(hub).where(*same).values(cursor=cursor))
    if rows := [dict(row) for row in present.execute(select(schema.blobs)).mappings()]:
        then.execute(upsert(schema.blobs).on_conflict_do_nothing(), rows)
    then.execute(update(schema.drafts).where(schema.drafts.c.binned_at.is_not(None)).values(binned_at=now))
    for name, number in present.execute(text("SELECT name, seq FROM sqlite_sequence")).all():
        reached = {"name": name, "number": number}
        then.execute(text("UPDATE sqlite_sequence SET seq = max(seq, :number) WHERE name = :name"), reached)
        missing = (
            "INSERT INTO sqlite_sequence SELECT :name, :number WHERE :name NOT IN (SELECT name FROM sqlite_sequence)"
        )
        then.execute(text(missing), reached)
    posts.carry_over(present, then)
    life = present.execute(text("PRAGMA user_version")).scalar_one()
    then.exec_driver_sql(f"PRAGMA user_version = {int(life) + 1}")


class _Overtaken(Exception):
    """Somebody wrote after the backup to come back with."""


def _write_over(copy: Path, path: Path, living: Database, seen: int) -> bool:
    """All or nothing, on the disk afterwards. False, with nothing changed, when somebody wrote after `seen`."""
    module = sqlite_module()

    def look(status: int, remaining: int, total: int) -> None:
        if status in (module.SQLITE_BUSY, module.SQLITE_LOCKED):
            raise StoreUnusable(BUSY, BUSY_HINT)
        # From the first page on nobody else can write until the last one is there: now the answer holds.
        if remaining == total - 1 and living.data_version() != seen:
            raise _Overtaken

    try:
        with (
            closing(module.connect(str(copy))) as source,
            closing(module.connect(str(path), timeout=BUSY_S, isolation_level=None)) as target,
        ):
            target.execute("PRAGMA synchronous = FULL")
            source.backup(target, pages=1, progress=look)
    except _Overtaken:
        return False
    except module.Error as error:
        raise plain_database_error(error) from error
    return True


def _drafts_in(path: Path) -> int | None:
    found = _ask(path, "SELECT count(*) FROM drafts WHERE binned_at IS NULL")
    return found if isinstance(found, int) else None


def _revision_of(path: Path) -> object:
    return _ask(path, "SELECT version_num FROM alembic_version")


def _ask(path: Path, question: str) -> object:
    """One value of a file that is not changed by asking; None where there is none or it cannot be read."""
    module = sqlite_module()
    try:
        with closing(module.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row: Any = connection.execute(question).fetchone()
    except module.Error:
        return None
    return row[0] if row else None


NOTHING_CHANGED: Final = Bilingual(
    en="Nothing was changed. Choose another backup.", nl="Er is niets veranderd. Kies een andere reservekopie."
)
GONE: Final = Bilingual(en="This backup is no longer there.", nl="Deze reservekopie is er niet meer.")
GONE_HINT: Final = Bilingual(
    en="Nothing was changed. Older backups make room for new ones; choose another one.",
    nl="Er is niets veranderd. Oude reservekopieën maken plaats voor nieuwe; kies een andere.",
)
NOT_WHOLE: Final = Bilingual(en="This backup is damaged.", nl="Deze reservekopie is beschadigd.")
MADE_BY_NEWER: Final = Bilingual(
    en="This backup was made by a newer Vonk.", nl="Deze reservekopie is gemaakt met een nieuwere Vonk."
)
NOT_RENEWED: Final = Bilingual(
    en="This backup could not be brought to the form this Vonk uses.",
    nl="Deze reservekopie kon niet worden omgezet naar de vorm van deze Vonk.",
)
SENDING: Final = Bilingual(
    en="Vonk is sending something to the hub right now.", nl="Vonk verzendt op dit moment iets naar de hub."
)
SENDING_HINT: Final = Bilingual(
    en="Nothing was changed. Wait until it is there, and go back then.",
    nl="Er is niets veranderd. Wacht tot het er is, en ga dan terug.",
)
