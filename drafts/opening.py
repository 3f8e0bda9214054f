"""From a path to a sound database of the present form: checked, restored where it must be, backed up, migrated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from core.draft import NewId
from core.errors import Impossible, StoreUnusable
from core.language import Bilingual
from drafts import backups, repair
from drafts.database import Database
from drafts.files import plain_disk_errors
from drafts.migrations import NEWEST
from drafts.soundness import is_sound
from drafts.turn import Turn

_PATIENCE_S: Final = 30.0


def open_database(
    path: Path, blobs: Path, backups_folder: Path, now: datetime, new_id: NewId
) -> tuple[Database, Bilingual | None]:
    """The database, and what the person must be told about it. StoreUnusable, with the file as it was, otherwise."""
    with plain_disk_errors():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(path):
        repaired = _repair_if_needed(path, blobs, backups_folder, now, new_id)
        database = Database(path)
        try:
            _migrate(database, path, backups_folder, now)
            not_backed_up = _back_up_if_due(database, backups_folder, now, always=repaired is not None)
        except BaseException:
            database.close()
            raise
    with plain_disk_errors():
        path.chmod(0o600)
    return database, repaired or not_backed_up


def _repair_if_needed(path: Path, blobs: Path, folder: Path, now: datetime, new_id: NewId) -> Bilingual | None:
    with in_use(path).taken() as alone:
        if path.with_name(f"{path.name}.restored").exists():
            _refuse_unless(alone)
            with plain_disk_errors():
                repair.put_in_place(path, now)
            return repair.FINISHED
        with plain_disk_errors():
            if repair.is_first_start(path, blobs, folder):
                return None
            newest = next((file for _, file in backups.backups_in(folder)), None)
        if path.exists() and is_sound(path, newest, _PATIENCE_S, alone=alone):
            return None
        _refuse_unless(alone)
        return repair.repair(path, blobs, folder, now, new_id)


def _refuse_unless(alone: bool) -> None:
    """Nobody puts a file aside that another process works with."""
    if not alone:
        raise StoreUnusable(DAMAGED_IN_USE, DAMAGED_IN_USE_HINT)


def _back_up_if_due(database: Database, folder: Path, now: datetime, *, always: bool) -> Bilingual | None:
    """A backup that fails is told, and keeps nobody from their drafts."""
    if not always and not backups.is_due(folder, now):
        return None
    try:
        backups.backup(folder, now, database.copy_to)
        backups.thin(folder, now)
    except Impossible as error:
        return Bilingual(en=error.in_("en"), nl=error.in_("nl"))
    return None


def in_use(path: Path) -> Turn:
    """Shared by all who have the database open, so that nobody puts it aside under their hands."""
    return Turn(path.with_name(f"{path.name}.in-use"))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with plain_disk_errors(), Turn(path.with_name(f"{path.name}.opening")).taken(_PATIENCE_S) as ours:
        if not ours:
            raise StoreUnusable(BEING_OPENED, BEING_OPENED_HINT)
        yield


def _migrate(database: Database, path: Path, backups_folder: Path, now: datetime) -> None:
    """Old or new, never between: one transaction, after a verified backup of what there was."""
    with database.reading() as connection:
        present = _revision(connection)
    if present == NEWEST:
        return
    if present is not None:
        backups.backup(backups_folder, now, database.copy_to)
    from drafts.migrating import to_newest

    to_newest(database)


def _revision(connection: Connection) -> str | None:
    if not connection.scalar(text("SELECT count(*) FROM sqlite_schema WHERE name = 'alembic_version'")):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


DAMAGED_IN_USE: Final = Bilingual(
    en="The file with your drafts is damaged, and Vonk is still running.",
    nl="Het bestand met je concepten is beschadigd, en Vonk draait nog.",
)
DAMAGED_IN_USE_HINT: Final = Bilingual(
    en="Your recordings are untouched. Quit Vonk and start it again: it then goes back to the newest good backup.",
    nl="Je opnamen zijn er nog. Sluit Vonk af en start het opnieuw: dan gaat het terug naar de nieuwste reservekopie.",
)
BEING_OPENED: Final = Bilingual(
    en="Another Vonk is preparing your drafts.", nl="Een andere Vonk maakt je concepten gereed."
)
BEING_OPENED_HINT: Final = Bilingual(
    en="Nothing was changed. Wait a moment and try again.",
    nl="Er is niets veranderd. Wacht even en probeer het opnieuw.",
)
