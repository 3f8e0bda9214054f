"""A program that is killed while it imports: what is here is whole, and importing again ends it."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from drafts import soundness
from tests.campaign import rounds, seed
from tests.drafts.homes import Homes, lived_in, tip, told

_CHILD = """
import sys
from pathlib import Path
from core.clock import utc_now
from core.draft import random_id
from drafts.exporting import Beside
from drafts.store import open_store

home, package = Path(sys.argv[1]), Path(sys.argv[2])
store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)

def stopped():
    print(len(store.summaries()), flush=True)
    return False

store.import_(Beside(home / "takes", home / "settings.json"), package, lambda done, total: None, stopped)
"""


@pytest.fixture
def homes(tmp_path):
    made = Homes(tmp_path)
    yield made
    made.close()


def die_while_importing(homes: Homes, name: str, chance: random.Random) -> int:
    """How many items were there when it died."""
    (homes.root / name).mkdir()
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(homes.root / name), str(homes.root / "all.zip")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    # The first item marks the end of verifying, which writes nothing.
    at = chance.randint(1, 20)
    for line in child.stdout:
        if int(line) >= at:
            break
    child.kill()
    child.communicate()
    with closing(sqlite3.connect(homes.root / name / "drafts.db")) as connection:
        assert soundness.holds(connection)
        (orphans,) = connection.execute(
            "SELECT count(*) FROM drafts WHERE id NOT IN (SELECT item_id FROM versions)"
        ).fetchone()
        assert orphans == 0
        (there,) = connection.execute("SELECT count(*) FROM drafts WHERE binned_at IS NULL").fetchone()
    return int(there)


def import_despite_deaths(homes: Homes, times: int) -> None:
    lived_in(homes)
    for number in range(25):
        homes("a").new_draft(tip(f"Tip {number}"))
    homes.export("a", "all.zip")
    chance, halfway = random.Random(seed()), 0
    for number in range(times):
        name = f"b{number}"
        halfway += 0 < die_while_importing(homes, name, chance) < 27
        homes.reopen(name)
        done = homes.import_(name, "all.zip")
        assert done.made + done.same == 28
        homes.export(name, f"{name}.zip")
        assert told(homes.root / f"{name}.zip") == told(homes.root / "all.zip")
    assert halfway, "no death was in the middle"


def test_what_was_there_at_its_death_is_whole_and_the_rest_comes_with_the_next(homes):
    import_despite_deaths(homes, rounds(4))


@pytest.mark.long
def test_many_deaths_lose_nothing_and_double_nothing(homes):
    import_despite_deaths(homes, rounds(200))
