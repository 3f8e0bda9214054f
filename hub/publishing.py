"""From approved to the board: in one transaction the state, the search index, the feed and the posts to make."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from core.delivery import DeliveryState
from core.draft import random_id
from core.review import ReviewAction, ReviewState, advance
from core.wire import content_from_json
from hub import feed, jobs, search
from hub.audit import VONK, write_down
from hub.schema import channels, deliveries, items, memberships, version_teams, versions


def publish_if_ready(db: Connection, now: datetime, sequence: int) -> bool:
    """Publish a version that is prepared, and approved or trusted; answers whether it is published now."""
    row = db.execute(select(versions).where(versions.c.sequence == sequence)).one()
    state = ReviewState(row.state)
    allowed = state is ReviewState.APPROVED or (state is ReviewState.SUBMITTED and row.trusted)
    if not (row.prepared and allowed):
        return state is ReviewState.PUBLISHED
    first = _never_published(db, row.item_id)
    on_board = db.execute(select(items.c.published_version).where(items.c.id == row.item_id)).scalar_one()
    if on_board is not None:
        take_off_board(db, on_board)
    db.execute(
        update(versions)
        .where(versions.c.sequence == sequence)
        .values(state=advance(state, ReviewAction.PUBLISH).value, published_at=now)
    )
    db.execute(update(items).where(items.c.id == row.item_id).values(published_version=sequence))
    search.put(db, sequence, content_from_json(row.manifest))
    feed.tell(db, now, sequence, ReviewState.PUBLISHED)
    write_down(db, now, VONK, "published", item_id=row.item_id, detail=row.content_hash)
    if first:
        _plan_posts(db, now, sequence, everyone=row.everyone)
    return True


def take_off_board(db: Connection, sequence: int) -> None:
    """Retire the version that is on the board. Refused when it is not published."""
    row = db.execute(select(versions.c.state, versions.c.item_id).where(versions.c.sequence == sequence)).one()
    retired = advance(ReviewState(row.state), ReviewAction.RETIRE)
    db.execute(update(versions).where(versions.c.sequence == sequence).values(state=retired.value))
    db.execute(update(items).where(items.c.id == row.item_id).values(published_version=None))
    search.remove(db, sequence)


def _never_published(db: Connection, item_id: str) -> bool:
    earlier = select(func.count()).where(versions.c.item_id == item_id, versions.c.published_at.is_not(None))
    return not db.execute(earlier).scalar_one()


def _plan_posts(db: Connection, now: datetime, sequence: int, *, everyone: bool) -> None:
    """One delivery for each channel whose people all belong to the audience: never wider than the item is meant for.

    An item for everyone goes to the channels for everyone, and to those of its teams and of its maker's teams.
    """
    chosen = set(db.execute(select(version_teams.c.team_id).where(version_teams.c.version == sequence)).scalars())
    if everyone:
        chosen |= _teams_of_maker(db, sequence)
    for channel in db.execute(select(channels).where(channels.c.removed_at.is_(None))):
        fits = channel.team_id in chosen if channel.team_id else everyone
        if not fits:
            continue
        delivery_id = random_id()
        db.execute(
            insert(deliveries).values(
                id=delivery_id,
                version=sequence,
                channel=channel.id,
                state=DeliveryState.WAITING.value,
                attempts=0,
                at=now,
            )
        )
        jobs.enqueue(db, now, jobs.JobKind.POST, delivery_id)


def _teams_of_maker(db: Connection, sequence: int) -> set[str]:
    made_by = (
        select(memberships.c.team_id)
        .join(items, items.c.maker_id == memberships.c.person_id)
        .join(versions, versions.c.item_id == items.c.id)
        .where(versions.c.sequence == sequence)
    )
    return set(db.execute(made_by).scalars())
