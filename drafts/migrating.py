"""Alembic, run without alembic.ini: the scripts are part of the package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from core.errors import StoreUnusable
from core.language import Bilingual
from drafts.database import Database

_SCRIPTS: Final = Path(__file__).parent / "migrations"


def to_newest(database: Database) -> None:
    """Old or new, never between: all steps in one transaction. StoreUnusable, with the database as it was."""
    config = _config()
    try:
        with database.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreUnusable(TOO_NEW, TOO_NEW_HINT) from error
    except (DBAPIError, ValueError, LookupError) as error:
        raise StoreUnusable(NOT_RENEWED, NOT_RENEWED_HINT) from error


def newest_script() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


TOO_NEW: Final = Bilingual(
    en="Your drafts were made by a newer Vonk.", nl="Je concepten zijn gemaakt met een nieuwere Vonk."
)
TOO_NEW_HINT: Final = Bilingual(
    en="Nothing was changed. Install the newest Vonk.", nl="Er is niets veranderd. Installeer de nieuwste Vonk."
)
NOT_RENEWED: Final = Bilingual(
    en="Your drafts could not be brought to the form this Vonk uses.",
    nl="Je concepten konden niet worden omgezet naar de vorm van deze Vonk.",
)
NOT_RENEWED_HINT: Final = Bilingual(
    en="Nothing was changed, and a backup was made. Use the Vonk you had before.",
    nl="Er is niets veranderd, en er is een reservekopie. Gebruik de Vonk die je had.",
)
