"""Another program holds the database: the store waits its time, then says so plainly, and goes on afterwards."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from core.errors import StoreUnusable
from drafts import database

_HOLDS = """
import sys
from drafts.database import sqlite_module
connection = sqlite_module().connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another(path):
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline() == "held\n"
        yield
    finally:
        other.communicate("")


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(database, "_PRAGMAS", (*database._PRAGMAS, "PRAGMA busy_timeout = 700"))


def test_a_writer_waits_its_time_and_then_says_who_is_in_the_way(impatient, shelf):
    store = shelf.open()
    kept = store.new_draft(shelf.tip("Eerst"))
    with held_by_another(shelf.db):
        begun = time.monotonic()
        with pytest.raises(StoreUnusable) as refused:
            store.save(kept.id, shelf.tip("Daarna"))
        waited = time.monotonic() - begun
        assert store.draft(kept.id).content.title == "Eerst", "readers do not wait"
    assert "Een ander programma" in refused.value.title.nl
    assert "veilig" in refused.value.hint.nl
    assert 0.6 <= waited < 5
    assert store.save(kept.id, shelf.tip("Daarna")).revision == 2


def test_a_writer_goes_on_when_the_other_lets_go_in_time(shelf):
    store = shelf.open()
    made, done = [], threading.Event()

    def write() -> None:
        made.append(store.new_draft(shelf.tip()))
        done.set()

    writer = threading.Thread(target=write)
    with held_by_another(shelf.db):
        writer.start()
        assert not done.wait(0.3)
    assert done.wait(10)
    writer.join()
    assert [draft.revision for draft in made] == [1]


def test_a_store_that_another_holds_is_not_taken_for_a_damaged_one(impatient, shelf):
    kept = shelf.open().new_draft(shelf.tip())
    shelf.close()
    with held_by_another(shelf.db):
        assert shelf.open().draft(kept.id).revision == 1
        shelf.close()
    assert not (shelf.home / "damaged").exists()
