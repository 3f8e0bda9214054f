"""From a path to a sound database of the present form: checked, restored where it must be, backed up, migrated."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from core.errors import Impossible, StoreUnusable
from core.language import Bilingual
from drafts import backups
from drafts.database import Database, is_damage, plain_database_error, sqlite_module
from drafts.files import flush_file, flush_folder, name_for_good, plain_disk_errors
from drafts.migrations import NEWEST
from drafts.turn import Turn

_PATIENCE_S: Final = 30.0


def open_database(path: Path, backups_folder: Path, now: datetime) -> tuple[Database, Bilingual | None]:
    """The database, and what the person must be told about it. StoreUnusable, with the file as it was, otherwise."""
    with plain_disk_errors():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(path):
        notice = None if not path.exists() or is_sound(path) else _restore(path, backups_folder, now)
        database = Database(path)
        try:
            _migrate(database, path, backups_folder, now)
            notice = notice or _back_up_if_due(database, backups_folder, now)
        except BaseException:
            database.close()
            raise
    with plain_disk_errors():
        path.chmod(0o600)
    return database, notice


def _back_up_if_due(database: Database, folder: Path, now: datetime) -> Bilingual | None:
    """A backup that fails is told, and keeps nobody from their drafts."""
    if not backups.is_due(folder, now):
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


def is_sound(path: Path) -> bool:
    module = sqlite_module()
    try:
        with closing(module.connect(str(path), timeout=_PATIENCE_S)) as connection:
            connection.execute(f"PRAGMA busy_timeout = {int(_PATIENCE_S * 1000)}")
            if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                return False
            # A file cut to nothing is a sound, empty database; ours never is without its version table.
            return path.stat().st_size > 0 and bool(
                connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()[0]
            )
    except module.DatabaseError as error:
        if is_damage(error):
            return False
        raise plain_database_error(error) from error


def _is_blank(path: Path) -> bool:
    """What a first start leaves that was cut off: a database without a single table."""
    module = sqlite_module()
    try:
        with closing(module.connect(str(path))) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0)
    except module.DatabaseError:
        return False


def _restore(path: Path, backups_folder: Path, now: datetime) -> Bilingual | None:
    """Put the damaged files aside and the newest good backup in their place."""
    good = next(((moment, file) for moment, file in backups.backups_in(backups_folder) if backups.is_good(file)), None)
    if good is None:
        if _is_blank(path):
            return None
        raise StoreUnusable(NO_BACKUP, NO_BACKUP_HINT)
    moment, file = good
    with in_use(path).taken() as ours, plain_disk_errors():
        if not ours:
            raise StoreUnusable(DAMAGED_IN_USE, DAMAGED_IN_USE_HINT)
        aside = path.parent / "damaged" / f"{now:%Y%m%dT%H%M%S%f}"
        aside.mkdir(parents=True, mode=0o700)
        # The log goes first: a new database beside an old log would be read together with it.
        for suffix in ("-wal", "-shm", ""):
            damaged = path.with_name(path.name + suffix)
            if damaged.exists():
                damaged.replace(aside / damaged.name)
        flush_folder(aside)
        unfinished = path.with_name(f"{path.name}.restoring")
        shutil.copyfile(file, unfinished)
        flush_file(unfinished)
        name_for_good(unfinished, path)
    local = moment.astimezone()
    return RESTORED.format(time=f"{local:%H:%M}", day=f"{local.day}-{local.month}-{local.year}")


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


RESTORED: Final = Bilingual(
    en="The file with your drafts was damaged. Vonk went back to the backup of {time} on {day}; "
    "what you wrote after that may be missing. Your recordings are untouched, and the damaged file was kept.",
    nl="Het bestand met je concepten was beschadigd. Vonk ging terug naar de reservekopie van {time} op {day}; "
    "wat je daarna schreef, kan ontbreken. Je opnamen zijn er nog, en het beschadigde bestand is bewaard.",
)
NO_BACKUP: Final = Bilingual(
    en="The file with your drafts is damaged, and there is no good backup.",
    nl="Het bestand met je concepten is beschadigd, en er is geen goede reservekopie.",
)
NO_BACKUP_HINT: Final = Bilingual(
    en="Your recordings are untouched. Move drafts.db out of Vonk's folder to begin with an empty list.",
    nl="Je opnamen zijn er nog. Haal drafts.db uit de map van Vonk om met een lege lijst te beginnen.",
)
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
