"""What was thrown away, written before and gone wrong in the home of the pictures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Table, update

from core.clock import to_iso
from core.content import MentorBody, RecommendationBody, TipBody
from core.language import Bilingual
from drafts import repair
from drafts.store import Store

THROWN_AWAY: Final = (
    (
        TipBody("een rapport zoekt", "kijk in de map Kwartaal", "vind je het meteen"),
        "Waar staat het kwartaalrapport?",
        0,
    ),
    (RecommendationBody("https://example.org", "Kort en goed"), "Korte uitleg van de nieuwe planning", 1),
    (MentorBody("Eerste week aan de balie"), "Meekijken aan de balie", 27),
)
WRITTEN: Final = (
    ("Plakken", "iets wilt plakken", ""),
    ("Plakken zonder gedoe", "iets wilt plakken", "druk op Ctrl+Shift+V"),
    ("Plak zonder opmaak", "iets wilt plakken zonder opmaak", "druk op Ctrl+Shift+V"),
    ("Plak zonder opmaak", "iets wilt plakken zonder opmaak", "druk op Ctrl+Shift+V in plaats van Ctrl+V"),
)
WRITTEN_AGO: Final = (3100.0, 1460.0, 64.0, 4.0)
"""How many minutes ago each of these was written."""


def backdate(store: Store, table: Table, this: ColumnElement[bool], column: str, ago: timedelta) -> None:
    with store._database.writing() as connection:
        connection.execute(update(table).where(this).values({column: to_iso(datetime.now(UTC) - ago)}))


def restored_notice(moment: datetime) -> Bilingual:
    return repair._told(True, moment, repair._CameBack(texts=1, clips=0), f"{moment:%Y%m%dT%H%M%S}")
