"""What came down from the hub: who it is, its directory, and its words on the person's items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, delete, exists, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.canonical import canonical_json
from core.clock import from_iso, to_iso
from core.errors import MalformedWire, StoreUnusable
from core.feed import (
    Directory,
    HubIdentity,
    ReviewEvent,
    directory_from_json,
    directory_to_json,
    event_to_json,
    events_from_json,
)
from core.reading import parse_json
from core.review import ReviewState
from drafts import schema
from drafts.database import DAMAGED, DAMAGED_HINT
from drafts.records import HubLink
from drafts.writing import set_review

_OWN_STEPS: Final = (ReviewState.DRAFT, ReviewState.SUBMITTED)
"""States that only the maker's own asking and withdrawing leads to."""
_AWAITED: Final = (ReviewState.SUBMITTED.value, ReviewState.APPROVED.value)


def keep_events(connection: Connection, events: Iterable[ReviewEvent], now: str) -> None:
    """Keep each event once, and let those about the version last submitted move its state."""
    link = read_link(connection)
    if link is None:
        return
    for event in events:
        new = connection.execute(
            upsert(schema.feedback)
            .values(
                hub_id=link.identity.id,
                epoch=link.identity.epoch,
                sequence=event.sequence,
                item_id=event.item_id,
                content_hash=event.content_hash,
                event=canonical_json(event_to_json(event)).decode("utf-8"),
                received_at=now,
            )
            .on_conflict_do_nothing()
        )
        if new.rowcount:
            _apply(connection, event, now)


def _apply(connection: Connection, event: ReviewEvent, now: str) -> None:
    row = connection.execute(select(schema.drafts).where(schema.drafts.c.id == event.item_id)).first()
    if row is None:
        return
    if event.comment or event.feedback:
        connection.execute(update(schema.drafts).where(schema.drafts.c.id == row.id).values(has_feedback=1))
    if event.board_url:
        connection.execute(update(schema.drafts).where(schema.drafts.c.id == row.id).values(board_url=event.board_url))
    if row.submitted_hash != event.content_hash:
        return
    if event.state in _OWN_STEPS and _is_under_way(connection, row.id):
        return
    set_review(connection, row, event.state, now, "feed", event.content_hash)


def _is_under_way(connection: Connection, item_id: str) -> bool:
    unfinished = exists().where(schema.outbox.c.item_id == item_id, schema.outbox.c.finished_at.is_(None))
    return bool(connection.scalar(select(unfinished)))


def is_awaited(connection: Connection) -> bool:
    """Whether a word of the hub is expected: something of ours lies with a curator."""
    drafts = schema.drafts
    return bool(connection.scalar(select(exists().where(drafts.c.review.in_(_AWAITED), drafts.c.binned_at.is_(None)))))


def read_events(connection: Connection, item_id: str) -> tuple[ReviewEvent, ...]:
    """All words on one item, oldest first."""
    rows = connection.scalars(
        select(schema.feedback.c.event)
        .where(schema.feedback.c.item_id == item_id)
        .order_by(schema.feedback.c.received_at, schema.feedback.c.epoch, schema.feedback.c.sequence)
    )
    return tuple(event_of(text) for text in rows)


def event_of(text: str) -> ReviewEvent:
    try:
        events, _ = events_from_json({"events": [parse_json(text)], "cursor": 0})
    except MalformedWire as error:
        raise StoreUnusable(DAMAGED, DAMAGED_HINT) from error
    return events[0]


def read_link(connection: Connection) -> HubLink | None:
    row = connection.execute(select(schema.hub)).first()
    if row is None:
        return None
    return HubLink(row.url, HubIdentity(row.hub_id, row.epoch, row.name), from_iso(row.connected_at), row.person)


def write_link(connection: Connection, link: HubLink) -> None:
    """Connect, or connect again. The feed begins anew unless it is the same hub with the same past."""
    old = connection.execute(select(schema.hub)).first()
    same = old is not None and (old.hub_id, old.epoch) == (link.identity.id, link.identity.epoch)
    connection.execute(delete(schema.hub))
    connection.execute(
        schema.hub.insert().values(
            one=1,
            url=link.url,
            hub_id=link.identity.id,
            epoch=link.identity.epoch,
            name=link.identity.name,
            person=link.person,
            connected_at=to_iso(link.connected_at),
            cursor=old.cursor if same and old is not None else 0,
        )
    )
    if old is not None and old.hub_id != link.identity.id:
        connection.execute(delete(schema.directory))


def read_directory(connection: Connection) -> Directory | None:
    text = connection.scalar(select(schema.directory.c.directory))
    try:
        return directory_from_json(parse_json(text)) if text else None
    except MalformedWire as error:
        raise StoreUnusable(DAMAGED, DAMAGED_HINT) from error


def write_directory(connection: Connection, directory: Directory, now: str) -> None:
    values = {
        "hub_id": connection.scalar(select(schema.hub.c.hub_id)) or "",
        "directory": canonical_json(directory_to_json(directory)).decode("utf-8"),
        "kept_at": now,
    }
    connection.execute(
        upsert(schema.directory).values(one=1, **values).on_conflict_do_update(index_elements=["one"], set_=values)
    )
