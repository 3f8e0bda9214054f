"""The tables of the newest step, and the constant that names it."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from hub.database import MIGRATIONS, open_database
from hub.migrations import LATEST
from hub.schema import metadata


def test_the_newest_step_is_the_one_that_is_named():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == LATEST


def test_migrating_makes_exactly_the_tables_of_the_schema_and_twice_is_once(tmp_path):
    database = open_database(tmp_path / "hub.db")
    database.migrate()
    database.migrate()
    with database.read() as db:
        context = MigrationContext.configure(
            db, opts={"include_object": lambda _object, name, *_: not str(name).startswith("item_search")}
        )
        assert compare_metadata(context, metadata) == []
    database.close()
