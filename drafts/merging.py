"""Rows of a damaged drafts.db, brought into a sound one. What is there already stays unless the other is newer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update
from sqlalchemy import Row as SqlRow
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError

from core.content import Content, blobs_of
from core.delivery import DeliveryState
from core.errors import StoreUnusable
from core.review import ReviewState
from drafts import schema
from drafts.records import HUB, content_of
from drafts.salvage import Rows
from drafts.writing import columns_of

Row = dict[str, Any]
_STATE: Final = ("review", "submitted_hash", "take_id", "board_url", "has_feedback", "binned_at")
_BY_ITEM: Final = ("versions", "blob_uses", "outbox", "deliveries", "steps", "feedback")
_ON_THE_WAY: Final = (DeliveryState.WAITING.value, DeliveryState.SENDING.value)


@dataclass(frozen=True, slots=True)
class _Text:
    revision: int
    content: Content
    saved_at: str


def merge(connection: Connection, rows: Rows) -> int:
    """Take over what is newer or missing. Returns how many drafts came back or got a newer text.

    A text is known to be whole by its hash. The state of a draft (asked, sent, in the bin) is taken with it, or where
    its steps go on after those that are known; what the hub says comes down again with the feed otherwise.
    """
    texts, heads = _texts_of(rows)
    _add(connection, "blobs", rows.get("blobs", []))
    known = {row.id: row.revision for row in connection.execute(select(schema.drafts.c.id, schema.drafts.c.revision))}
    ahead = _with_newer_steps(connection, rows)
    newer = 0
    for item_id, its_texts in texts.items():
        newest = its_texts[max(its_texts)]
        if newest.revision > known.get(item_id, 0):
            newer += 1
            ahead.add(item_id)
            _take_text(connection, item_id, newest, its_texts, heads.get(item_id), known=item_id in known)
    items = {*known, *texts}
    for item_id in ahead & heads.keys() & items:
        state = {name: heads[item_id][name] for name in _STATE if name in heads[item_id]}
        connection.execute(update(schema.drafts).where(schema.drafts.c.id == item_id).values(**state))
    with_state = ahead & heads.keys()
    for table in _BY_ITEM:
        wanted = with_state if table == "feedback" else items
        _add(connection, table, (row for row in rows.get(table, []) if row["item_id"] in wanted))
    _take_outcomes(connection, rows)
    for table in (table.name for table in schema.metadata.sorted_tables):
        if table not in rows or table in ("drafts", "blobs", *_BY_ITEM):
            continue
        others = (row for row in rows[table] if row.get("item_id") in {None, *items})
        # The feed begins anew: each event counts once, however often it comes.
        _add(connection, table, ({**row, "cursor": 0} if table == "hub" else row for row in others))
    _name_blobs(connection, texts)
    agree(connection)
    return newer


def _texts_of(rows: Rows) -> tuple[dict[str, dict[int, _Text]], dict[str, Row]]:
    """Each whole revision of each draft, and the newest row of the draft itself."""
    texts: dict[str, dict[int, _Text]] = {}
    heads: dict[str, Row] = {}
    saved = [(row["item_id"], row, row["saved_at"]) for row in rows.get("versions", [])]
    saved += [(row["id"], row, row["changed_at"]) for row in rows.get("drafts", [])]
    for item_id, row, moment in saved:
        # A text with its hash can still be of a newer program.
        with suppress(StoreUnusable):
            text = _Text(row["revision"], content_of(row["manifest"]), moment)
            texts.setdefault(item_id, {}).setdefault(text.revision, text)
            if "review" in row and row["revision"] >= heads.get(item_id, row)["revision"]:
                heads[item_id] = row
    return texts, heads


def _with_newer_steps(connection: Connection, rows: Rows) -> set[str]:
    """Drafts of which the damaged file knows a step that is not known here."""
    known = set(connection.scalars(select(schema.steps.c.id)))
    return {row["item_id"] for row in rows.get("steps", []) if row["id"] not in known}


def _take_text(
    connection: Connection, item_id: str, newest: _Text, texts: dict[int, _Text], head: Row | None, *, known: bool
) -> None:
    values = {**columns_of(newest.content, newest.saved_at), "revision": newest.revision}
    if known:
        connection.execute(update(schema.drafts).where(schema.drafts.c.id == item_id).values(**values))
        return
    begun = head["created_at"] if head else min(text.saved_at for text in texts.values())
    connection.execute(
        insert(schema.drafts).values(id=item_id, created_at=begun, review=ReviewState.DRAFT.value, **values)
    )


def _add(connection: Connection, table: str, rows: Iterable[Row]) -> None:
    """Those that are not there yet. A row that the present tables do not allow stays out."""
    target = schema.metadata.tables[table]
    for row in rows:
        known = {name: value for name, value in row.items() if name in target.c}
        with suppress(IntegrityError):
            connection.execute(insert(target).prefix_with("OR IGNORE").values(**known))


def _take_outcomes(connection: Connection, rows: Rows) -> None:
    """What was finished, and how far deliveries came, since."""
    outbox, deliveries = schema.outbox, schema.deliveries
    for row in rows.get("outbox", []):
        if row["finished_at"] is not None:
            connection.execute(
                update(outbox)
                .where(
                    outbox.c.id == row["id"],
                    outbox.c.item_id == row["item_id"],
                    outbox.c.content_hash == row["content_hash"],
                    outbox.c.kind == row["kind"],
                    outbox.c.finished_at.is_(None),
                )
                .values(finished_at=row["finished_at"], outcome=row["outcome"], parked_at=None)
            )
    for row in rows.get("deliveries", []):
        connection.execute(
            update(deliveries)
            .where(
                deliveries.c.item_id == row["item_id"],
                deliveries.c.content_hash == row["content_hash"],
                deliveries.c.destination == row["destination"],
                deliveries.c.changed_at < row["changed_at"],
            )
            .values(state=row["state"], changed_at=row["changed_at"])
        )
    for row in rows.get("takes", []):
        if row["ended_at"] is not None:
            connection.execute(
                update(schema.takes)
                .where(schema.takes.c.id == row["id"], schema.takes.c.ended_at.is_(None))
                .values(ended_at=row["ended_at"], outcome=row["outcome"])
            )


def _name_blobs(connection: Connection, texts: dict[str, dict[int, _Text]]) -> None:
    for item_id, its_texts in texts.items():
        for text in its_texts.values():
            for blob in blobs_of(text.content):
                _add(connection, "blob_uses", [{"item_id": item_id, "sha256": blob.sha256}])
                row = {"sha256": blob.sha256, "size": blob.size, "type": blob.type, "added_at": text.saved_at}
                _add(connection, "blobs", [row])


def agree(connection: Connection) -> None:
    """Drafts, outbox and deliveries tell the same story again, in which what was asked to be sent will be sent."""
    outbox = schema.outbox
    waiting = connection.execute(select(outbox).where(outbox.c.finished_at.is_(None)).order_by(outbox.c.id)).all()
    for row in waiting:
        if row.kind == "submit":
            _deliver_what_waits(connection, row)
    _say_what_was_asked(connection, {row.item_id: row for row in waiting})


def _deliver_what_waits(connection: Connection, row: SqlRow[Any]) -> None:
    state = DeliveryState.FAILED.value if row.parked_at else DeliveryState.WAITING.value
    fitting = (state,) if row.parked_at else _ON_THE_WAY
    this = {"item_id": row.item_id, "content_hash": row.content_hash, "destination": HUB}
    connection.execute(
        upsert(schema.deliveries)
        .values(**this, state=state, changed_at=row.submitted_at)
        .on_conflict_do_update(
            index_elements=list(this), set_={"state": state}, where=schema.deliveries.c.state.not_in(fitting)
        )
    )


def _say_what_was_asked(connection: Connection, waiting: Mapping[str, SqlRow[Any]]) -> None:
    """`waiting` is the last unfinished row of each item."""
    outbox, drafts = schema.outbox, schema.drafts
    asked: set[tuple[str, str]] = {
        (row.item_id, row.content_hash)
        for row in connection.execute(select(outbox.c.item_id, outbox.c.content_hash).where(outbox.c.kind == "submit"))
    }
    for item_id, review, submitted_hash in connection.execute(
        select(drafts.c.id, drafts.c.review, drafts.c.submitted_hash)
    ).all():
        this_one = update(drafts).where(drafts.c.id == item_id)
        lost = review == ReviewState.SUBMITTED.value and (item_id, submitted_hash) not in asked
        if lost:
            connection.execute(this_one.values(review=ReviewState.DRAFT.value, submitted_hash=None))
        row = waiting.get(item_id)
        if row is not None and row.kind == "submit" and (lost or submitted_hash is None):
            connection.execute(this_one.values(review=ReviewState.SUBMITTED.value, submitted_hash=row.content_hash))
