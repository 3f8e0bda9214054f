"""The hub's database: one writer at a time, short transactions, a fixed SQLite."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from hub.migrations import LATEST

BUSY_TIMEOUT_S: Final = 30
MIGRATIONS: Final = Path(__file__).parent / "migrations"
JOBS_WAIT: Final = "vonk_jobs_wait"
"""Set in a connection's `info` by who enqueues a job: somebody must be woken after the commit."""


class Database:
    """Hands out transactions. `read` sees one moment of the database; `write` commits at its end, or nothing at all.

    Never keep a transaction open over the network, a child process or a template.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = threading.Lock()
        self._on_jobs: Callable[[], None] = _nobody_listens

    def on_jobs(self, wake: Callable[[], None]) -> None:
        """Call this after each commit that left work for the worker."""
        self._on_jobs = wake

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection
            connection.rollback()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._writing, self._engine.connect() as connection:
            connection.execution_options(vonk_writes=True)
            connection.info.pop(JOBS_WAIT, None)
            with connection.begin():
                yield connection
            if connection.info.pop(JOBS_WAIT, False):
                self._on_jobs()

    def migrate(self) -> None:
        """Bring the tables up to date; another process doing the same waits for this one."""
        if self._is_up_to_date():
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _is_up_to_date(self) -> bool:
        with self.read() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return False
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == LATEST

    def backup_to(self, target: Path) -> None:
        """A whole copy of a moment, made while others read and write; the file must not exist."""
        raw = self._engine.raw_connection()
        copy = _sqlite().connect(str(target))
        try:
            raw.driver_connection.backup(copy)  # type: ignore[union-attr]
        finally:
            copy.close()
            raw.close()

    def close(self) -> None:
        self._engine.dispose()


def _nobody_listens() -> None:
    """Without a worker (the command line), jobs wait for the server."""


def _sqlite() -> ModuleType:
    try:
        import pysqlite3.dbapi2 as driver
    except ImportError:
        return sqlite3
    module: ModuleType = driver
    return module


def sqlite_version() -> str:
    version: str = _sqlite().sqlite_version
    return version


def open_database(path: Path) -> Database:
    """The database in this file, made if it is not there; its tables are not touched."""
    engine = create_engine(
        f"sqlite:///{path}",
        module=_sqlite(),
        connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False},
        pool_size=20,
        max_overflow=60,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Database(engine)


def _prepare(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401
    dbapi_connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_S * 1000}",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    # Taking the write lock at the start: a read that grows into a write could not wait for its turn.
    writes = connection.get_execution_options().get("vonk_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
