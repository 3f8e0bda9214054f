"""A store made by an earlier Vonk: it opens with everything in it, and a migration is whole or has not happened.

fixtures/store-0001.db was made by the first program with the tables of revision 0001, and is never made anew.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from core.delivery import DeliveryState
from core.feed import Team
from core.review import ReviewState
from drafts import backups, opening
from drafts.database import sqlite_module
from drafts.migrations import NEWEST
from tests.drafts.conftest import Shelf

REPOSITORY = Path(__file__).parents[2]
FIXTURE = Path(__file__).parent / "fixtures" / "store-0001.db"
SEARCH, CLIP, MENTOR, BINNED = (f"00000000-0000-4000-8000-{number:012d}" for number in range(1, 5))


@pytest.fixture
def old(shelf):
    shutil.copyfile(FIXTURE, shelf.db)
    return shelf


def test_a_store_of_the_first_form_opens_with_everything_in_it(old):
    store = old.open()
    assert store.notice is None
    assert {summary.id: summary.title for summary in store.summaries()} == {
        SEARCH: "Zoeken",
        CLIP: "Clip",
        MENTOR: "Mentor",
    }
    assert [revision.content.body.action for revision in store.revisions(SEARCH)] == ["twee", "één"]
    assert [binned.id for binned in store.bin()] == [BINNED]
    assert [take.id for take in store.unfinished_takes()] == ["t2"]
    assert store.draft(CLIP).take_id == "t1"
    assert store.hub().url == "https://hub.example"
    assert store.directory().teams == (Team("t1", "Inkoop", 4),)
    assert store.feed_cursor() == 1


def test_a_store_of_the_first_form_keeps_what_waits_and_what_came_down(old):
    store = old.open()
    (row,) = store.outbox.due(old.clock() + timedelta(minutes=1))
    assert (row.item_id, row.kind, row.content_hash) == (CLIP, "submit", store.draft(CLIP).submitted_hash)
    assert {summary.id: summary.to_hub for summary in store.summaries()}[SEARCH] is DeliveryState.POSTED
    assert store.draft(SEARCH).review is ReviewState.CHANGES_REQUESTED
    (event,) = store.feedback(SEARCH)
    assert event.comment == "Mooi, maar langer"


def everything_in(path) -> tuple[object, ...]:
    """The form and every row, read without leaving anything beside the file."""
    whole = "immutable=1" if path == FIXTURE else "mode=ro"
    with closing(sqlite_module().connect(f"{path.as_uri()}?{whole}", uri=True)) as connection:
        form = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        tables = [name for name, sql in form if sql and sql.lstrip().upper().startswith("CREATE TABLE")]
        return (
            *form,
            *((name, connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()) for name in tables),
        )


def revision_of(path) -> str:
    with closing(sqlite_module().connect(str(path))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


_KILLED_AT = """
import os, signal, sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from shutil import copyfile
from sqlalchemy import event
from sqlalchemy.engine import Engine
import drafts.migrating
from core.draft import random_id
from drafts.store import open_store

folder, begins_as = Path(sys.argv[1]), sys.argv[2:]

def open_until(home, left):
    @event.listens_for(Engine, "before_cursor_execute")
    def die(connection, *_):
        nonlocal left
        if connection.get_execution_options().get("immediate"):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
    open_store(home / "drafts.db", home / "blobs", clock=lambda: datetime.now(UTC), new_id=random_id).close()

for statement in count():
    home = folder / str(statement)
    home.mkdir()
    for begins in begins_as:
        copyfile(begins, home / "drafts.db")
    child = os.fork()
    if child == 0:
        open_until(home, statement)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""


def killed_at_each_statement(folder, *begins_as: Path) -> list[Path]:
    """Homes whose store was being opened by a process that died before one more statement each; the last one lived."""
    subprocess.run([sys.executable, "-c", _KILLED_AT, str(folder), *map(str, begins_as)], check=True, cwd=REPOSITORY)
    return sorted(folder.iterdir(), key=lambda home: int(home.name))


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a matter of Unix")
def test_killed_before_any_statement_of_the_first_start_leaves_nothing_between(tmp_path):
    *killed, through = killed_at_each_statement(tmp_path)
    assert len(killed) > 20
    for home in killed:
        assert not (home / "drafts.db").exists() or everything_in(home / "drafts.db") == ()
        shelf = Shelf(home)
        assert shelf.open().notice is None
        shelf.close()
        assert revision_of(shelf.db) == NEWEST
    assert revision_of(through / "drafts.db") == NEWEST


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a matter of Unix")
@pytest.mark.skipif(NEWEST == "0001", reason="0001 is the newest form: there is no migration yet")
def test_killed_before_any_statement_of_a_migration_leaves_old_or_new(tmp_path):
    before = everything_in(FIXTURE)
    *killed, through = killed_at_each_statement(tmp_path, FIXTURE)
    assert len(killed) > 3
    for home in killed:
        assert everything_in(home / "drafts.db") == before
        assert backups.backups_in(home / "backups"), "a backup comes before a migration"
        shelf = Shelf(home)
        assert shelf.open().notice is None
        assert len(shelf.opened[-1].summaries()) == 3
        shelf.close()
        assert revision_of(shelf.db) == NEWEST
    assert revision_of(through / "drafts.db") == NEWEST


def test_a_migration_that_fails_at_any_statement_leaves_the_old_form(old, monkeypatch):
    """The same with a migration of this test's own, whatever the newest is."""
    from alembic import command
    from sqlalchemy import text

    from core.errors import StoreUnusable

    statements = (
        "ALTER TABLE drafts ADD COLUMN colour TEXT",
        "CREATE TABLE colours (id TEXT PRIMARY KEY)",
        "UPDATE drafts SET title = 'grey'",
        "DELETE FROM outbox",
        "UPDATE alembic_version SET version_num = '9998'",
    )
    before = everything_in(FIXTURE)
    for fails_at in range(len(statements) + 1):

        def upgrade(config, _revision, fails_at=fails_at) -> None:
            for statement in statements[:fails_at]:
                config.attributes["connection"].execute(text(statement))
            raise ValueError("planned")

        shutil.copyfile(FIXTURE, old.db)
        with monkeypatch.context() as patched:
            patched.setattr(opening, "NEWEST", "9998")
            patched.setattr(command, "upgrade", upgrade)
            with pytest.raises(StoreUnusable):
                old.open()
        assert everything_in(old.db) == before
        assert everything_in(backups.backups_in(old.backups)[0][1]) == before
