"""The connection to drafts.db: SQLite as it must be spoken to, and its errors in plain words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from core.errors import AppError, DiskAlmostFull, StoreUnusable
from core.language import Bilingual
from drafts.files import DISK_FULL, DISK_FULL_HINT

BUSY_S: Final = 15.0
"""How long a transaction waits for another process's; each of ours is far shorter."""

_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}",
    "PRAGMA mmap_size = 0",
    "PRAGMA trusted_schema = OFF",
)


def sqlite_module() -> ModuleType:
    """The SQLite with the repaired write-ahead log where it can be had, else Python's own."""
    try:
        import pysqlite3.dbapi2 as fixed
    except ImportError:
        import sqlite3

        return sqlite3
    return fixed  # type: ignore[no-any-return, unused-ignore]


def sqlite_version() -> str:
    return str(sqlite_module().sqlite_version)


class Database:
    """Short transactions on one file. Any thread may call; writers of this process take turns before SQLite's lock."""

    def __init__(self, path: Path) -> None:
        self._writing = threading.RLock()
        self._watching = threading.Lock()
        self._engine = _engine(path)
        self._watcher: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view."""
        with plain_database_errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All or nothing; on the disk when the block is left. Reads inside it see no other writer."""
        with self._writing, plain_database_errors(), self._engine.connect() as plain:
            connection = plain.execution_options(immediate=True)
            with connection.begin():
                yield connection

    def data_version(self) -> int:
        """Grows when any connection but the watching one has written, of this process or another."""
        with self._watching, plain_database_errors():
            if self._watcher is None:
                self._watcher = self._engine.connect()
            cursor = self._watcher.connection.cursor()
            try:
                cursor.execute("PRAGMA data_version")
                row: Any = cursor.fetchone()
                return int(row[0])
            finally:
                cursor.close()

    def copy_to(self, target: Any) -> None:  # noqa: ANN401 - a connection of whichever SQLite module is in use
        """SQLite's own backup, into an open connection of the same module."""
        with plain_database_errors(), self._engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.backup(target)
            # Should the log be lost, then no more than what was written since the last backup goes with it.
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        with self._watching:
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None
        self._engine.dispose()


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlite_module(),
        connect_args={"check_same_thread": False, "timeout": BUSY_S},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: Any, _record: object) -> None:  # noqa: ANN401 - SQLAlchemy hands over a driver's connection
    raw.isolation_level = None
    cursor = raw.cursor()
    try:
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
    finally:
        cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def plain_database_errors() -> Iterator[None]:
    """Turns SQLite's errors into DiskAlmostFull or StoreUnusable. What was committed before stays committed."""
    try:
        yield
    except DBAPIError as error:
        raise plain_database_error(error.orig or error) from error
    except sqlite_module().Error as error:
        raise plain_database_error(error) from error


_DAMAGED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file itself is broken."""
    name = getattr(error, "sqlite_errorname", None) or ""
    words = str(error)
    return name.startswith(_DAMAGED) or "malformed" in words or "not a database" in words


def plain_database_error(error: BaseException) -> AppError:
    name = getattr(error, "sqlite_errorname", None) or ""
    words = str(error)
    if name.startswith("SQLITE_FULL") or "is full" in words:
        return DiskAlmostFull(DISK_FULL, DISK_FULL_HINT)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "is locked" in words:
        return StoreUnusable(BUSY, BUSY_HINT)
    if is_damage(error):
        return StoreUnusable(DAMAGED, DAMAGED_HINT)
    return StoreUnusable(UNREADABLE, UNREADABLE_HINT)


BUSY: Final = Bilingual(
    en="Another program is using Vonk's drafts right now.",
    nl="Een ander programma gebruikt de concepten van Vonk op dit moment.",
)
BUSY_HINT: Final = Bilingual(
    en="What was saved before is safe. Wait a moment and try again.",
    nl="Wat al bewaard was, is veilig. Wacht even en probeer het opnieuw.",
)
DAMAGED: Final = Bilingual(en="The file with your drafts is damaged.", nl="Het bestand met je concepten is beschadigd.")
DAMAGED_HINT: Final = Bilingual(
    en="Your recordings are not touched. Start Vonk again: it goes back to the newest good backup.",
    nl="Je opnamen blijven zoals ze zijn. Start Vonk opnieuw: het gaat terug naar de nieuwste goede reservekopie.",
)
UNREADABLE: Final = Bilingual(
    en="Vonk cannot read or write its drafts.", nl="Vonk kan de concepten niet lezen of schrijven."
)
UNREADABLE_HINT: Final = Bilingual(
    en="Nothing was changed. Check that the disk is there and that the folder is yours.",
    nl="Er is niets veranderd. Kijk of de schijf er is en of de map van jou is.",
)
