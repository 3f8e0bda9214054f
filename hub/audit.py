"""Who did what, when. Rows are only added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select

from hub.schema import audit

VONK: Final = "vonk"
COMMAND_LINE: Final = "command line"


@dataclass(frozen=True, slots=True)
class AuditRow:
    sequence: int
    at: datetime
    who: str
    what: str
    item_id: str | None
    detail: str


def write_down(
    db: Connection, at: datetime, who: str, what: str, *, item_id: str | None = None, detail: str = ""
) -> None:
    """Add a row in the transaction that does the thing. `detail` holds no names, addresses or secrets."""
    db.execute(insert(audit).values(at=at, who=who, what=what, item_id=item_id, detail=detail[:500]))


def latest(db: Connection, *, limit: int = 100, before: int | None = None) -> tuple[AuditRow, ...]:
    """Newest first; `before` is the sequence to go on from."""
    query = select(audit).order_by(audit.c.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.sequence < before)
    return tuple(AuditRow(**row) for row in db.execute(query).mappings())
