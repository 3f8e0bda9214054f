"""What came down from the hub: who it is, its directory, and its words on the person's items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, exists, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.canonical import canonical_json
from core.clock import from_iso, to_iso
from core.errors import MalformedWire
from core.feed import (
    Directory,
    Event,
    HubIdentity,
    OtherEvent,
    ReviewEvent,
    directory_from_json,
    directory_to_json,
    event_from_json,
    event_to_json,
)
from core.reading import parse_json
from core.review import ReviewState
from drafts import elsewhere, schema
from drafts.records import NOT_THERE, HubLink
from drafts.writing import put_in_outbox, set_review

OWN_STEPS: Final = (ReviewState.DRAFT, ReviewState.SUBMITTED)
"""States that only the maker's own asking and withdrawing leads to."""
_OFFERED_AGAIN: Final = (ReviewState.SUBMITTED.value, ReviewState.APPROVED.value, ReviewState.PUBLISHED.value)
"""What a hub that went back to a backup may have lost."""
_AWAITED: Final = (ReviewState.SUBMITTED.value, ReviewState.APPROVED.value)


def keep_events(connection: Connection, events: Iterable[Event], now: str) -> None:
    """Keep each event once, of whatever kind, and let those about the version last submitted move its state.

    Another word under the same number gives way: an import may have brought one that this hub never said.
    """
    link = read_link(connection)
    if link is None:
        return
    for event in events:
        told = {"received_at": now, **_columns_of(event)}
        statement = upsert(schema.feedback).values(
            hub_id=link.identity.id, epoch=link.identity.epoch, sequence=event.sequence, **told
        )
        new = connection.execute(
            statement.on_conflict_do_update(
                index_elements=["hub_id", "epoch", "sequence"],
                set_=told,
                where=schema.feedback.c.event != statement.excluded.event,
            )
        )
        if new.rowcount and isinstance(event, ReviewEvent):
            _apply(connection, event, now)


def _columns_of(event: Event) -> dict[str, str]:
    if isinstance(event, OtherEvent):
        return {"item_id": "", "content_hash": "", "event": event.text}
    text = canonical_json(event_to_json(event)).decode("utf-8")
    return {"item_id": event.item_id, "content_hash": event.content_hash, "event": text}


def _apply(connection: Connection, event: ReviewEvent, now: str) -> None:
    row = connection.execute(select(schema.drafts).where(schema.drafts.c.id == event.item_id)).first()
    if row is None:
        return
    if event.comment or event.feedback:
        connection.execute(update(schema.drafts).where(schema.drafts.c.id == row.id).values(has_feedback=1))
    if event.board_url:
        connection.execute(update(schema.drafts).where(schema.drafts.c.id == row.id).values(board_url=event.board_url))
    if row.submitted_hash != event.content_hash:
        elsewhere.notice(connection, row, event.content_hash, event.state, now)
        row = connection.execute(select(schema.drafts).where(schema.drafts.c.id == event.item_id)).one()
    if row.submitted_hash != event.content_hash:
        return
    if event.state in OWN_STEPS and elsewhere.is_under_way(connection, row.id):
        return
    set_review(connection, row, event.state, now, "feed", event.content_hash)


def offer_again(connection: Connection, now: str) -> None:
    """The hub went back to a backup: what it had taken is offered to it once more, and what was taken back from it is
    taken back again. What it still has stays as it is, by the publish key."""
    drafts = schema.drafts
    once_there = drafts.c.base_hash.is_not(None) | drafts.c.submitted_hash.is_not(None)
    for row in connection.execute(select(drafts).where(once_there)).all():
        last = _last_of_each(connection, row.id)
        if row.submitted_hash is None:
            for asked in last.values():
                if asked.kind == "withdraw" and asked.outcome in ("confirmed", NOT_THERE):
                    put_in_outbox(connection, row, "withdraw", asked.content_hash, asked.manifest, now)
        elif row.review in _OFFERED_AGAIN and last[row.submitted_hash].finished_at is not None:
            put_in_outbox(connection, row, "submit", row.submitted_hash, _manifest_sent(connection, row), now)


def _last_of_each(connection: Connection, item_id: str) -> dict[str, Row[Any]]:
    """The last that was asked of each version, oldest first."""
    outbox = schema.outbox
    rows = connection.execute(select(outbox).where(outbox.c.item_id == item_id).order_by(outbox.c.id))
    return {row.content_hash: row for row in rows}


def _manifest_sent(connection: Connection, row: Row[Any]) -> str:
    outbox = schema.outbox
    return str(
        connection.scalars(
            select(outbox.c.manifest)
            .where(outbox.c.item_id == row.id, outbox.c.content_hash == row.submitted_hash, outbox.c.kind == "submit")
            .limit(1)
        ).one()
    )


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
    return tuple(event for text in rows if (event := event_of(text)) is not None)


def event_of(text: str) -> ReviewEvent | None:
    """None for a stored word that cannot be read any more: damage to one word takes no other with it."""
    try:
        event = event_from_json(_object(parse_json(text)))
    except MalformedWire:
        return None
    return event if isinstance(event, ReviewEvent) else None


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise MalformedWire("", "is not an object")
    return value


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
    """None also where the kept one cannot be read any more: the hub gives it again."""
    text = connection.scalar(select(schema.directory.c.directory))
    try:
        return directory_from_json(parse_json(text)) if text else None
    except MalformedWire:
        return None


def write_directory(connection: Connection, directory: Directory, now: str) -> None:
    values = {
        "hub_id": connection.scalar(select(schema.hub.c.hub_id)) or "",
        "directory": canonical_json(directory_to_json(directory)).decode("utf-8"),
        "kept_at": now,
    }
    connection.execute(
        upsert(schema.directory).values(one=1, **values).on_conflict_do_update(index_elements=["one"], set_=values)
    )
