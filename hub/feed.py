"""What happened to a person's items, in one numbered line for each person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from core.feed import Feedback, ReviewEvent
from core.review import Criterion, ReviewState
from hub.access import Person
from hub.schema import events, items, versions

MOST: Final = 100
VONK: Final = "Vonk"


def tell(
    db: Connection,
    now: datetime,
    version: int,
    state: ReviewState,
    *,
    by: str = VONK,
    comment: str = "",
    feedback: Iterable[Feedback] = (),
) -> None:
    """Add to the maker's feed, in the transaction that changes the state. `by` is a name."""
    maker = db.execute(
        select(items.c.maker_id).join(versions, versions.c.item_id == items.c.id).where(versions.c.sequence == version)
    ).scalar_one()
    words = [{"criterion": word.criterion.value, "score": word.score, "comment": word.comment} for word in feedback]
    db.execute(
        insert(events).values(
            person_id=maker, version=version, state=state.value, by=by, comment=comment, feedback=words, at=now
        )
    )


def since(db: Connection, person: Person, cursor: int, public_url: str) -> tuple[tuple[ReviewEvent, ...], int]:
    """At most 100 events after the cursor, oldest first, and the cursor to go on from."""
    rows = db.execute(
        select(events, versions.c.item_id, versions.c.content_hash)
        .join(versions, versions.c.sequence == events.c.version)
        .where(events.c.person_id == person.id, events.c.sequence > cursor)
        .order_by(events.c.sequence)
        .limit(MOST)
    ).all()
    told = tuple(_event(row, public_url) for row in rows)
    return told, told[-1].sequence if told else cursor


def history(db: Connection, item_id: str, public_url: str) -> tuple[ReviewEvent, ...]:
    """All that was told about one item, oldest first. The caller has asked `may`."""
    rows = db.execute(
        select(events, versions.c.item_id, versions.c.content_hash)
        .join(versions, versions.c.sequence == events.c.version)
        .where(versions.c.item_id == item_id)
        .order_by(events.c.sequence)
    )
    return tuple(_event(row, public_url) for row in rows)


def _event(row: Any, public_url: str) -> ReviewEvent:  # noqa: ANN401
    state = ReviewState(row.state)
    return ReviewEvent(
        sequence=row.sequence,
        at=row.at,
        item_id=row.item_id,
        content_hash=row.content_hash,
        state=state,
        by=row.by,
        comment=row.comment,
        feedback=tuple(Feedback(Criterion(word["criterion"]), word["score"], word["comment"]) for word in row.feedback),
        board_url=f"{public_url}/items/{row.item_id}" if state is ReviewState.PUBLISHED else None,
    )
