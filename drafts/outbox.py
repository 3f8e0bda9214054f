"""What waits to be sent, as sync's engine sees it. Each method is one short transaction."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.clock import Clock, from_iso, to_iso
from core.delivery import DeliveryAction, DeliveryState, advance
from core.language import Bilingual
from core.review import ReviewState
from drafts import elsewhere, schema
from drafts.database import Database
from drafts.inbox import OWN_STEPS, event_of
from drafts.records import HUB, NOT_THERE, OutboxCount, OutboxRow, VersionThere, outbox_row_of
from drafts.turn import Turn
from drafts.writing import draft_row, note_step, set_review

_OUTBOX: Final = schema.outbox
_LONGEST_WAIT: Final = timedelta(hours=2)
"""A row that waits for a moment further away than any wait we set shows that the clock was put back."""


class StoredOutbox:
    """Rows of one item go in order; items do not wait for each other."""

    def __init__(self, database: Database, turn: Turn, clock: Clock) -> None:
        self._database = database
        self._turn = turn
        self._clock = clock

    def sole_sender(self) -> AbstractContextManager[bool]:
        """Yields whether this process may send now. Its death hands the turn on."""
        return self._turn.taken()

    def resume(self) -> None:
        """Take up what a sender left when it died. Only for who holds the turn."""
        with self._database.writing() as connection:
            left = connection.execute(
                select(_OUTBOX)
                .join(
                    schema.deliveries,
                    (schema.deliveries.c.item_id == _OUTBOX.c.item_id)
                    & (schema.deliveries.c.content_hash == _OUTBOX.c.content_hash)
                    & (schema.deliveries.c.destination == HUB),
                )
                .where(
                    _OUTBOX.c.finished_at.is_(None),
                    _OUTBOX.c.kind == "submit",
                    schema.deliveries.c.state == DeliveryState.SENDING.value,
                )
            ).all()
            for row in left:
                self._deliver(connection, row, DeliveryAction.POSTPONE, "sender ended")

    def due(self, now: datetime) -> tuple[OutboxRow, ...]:
        """The first unfinished row of every item whose time has come, in the order they were asked for."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(_OUTBOX, schema.drafts.c.base_hash)
                .join(schema.drafts, schema.drafts.c.id == _OUTBOX.c.item_id)
                .where(
                    _OUTBOX.c.id.in_(_first_of_each()),
                    _OUTBOX.c.parked_at.is_(None),
                    _OUTBOX.c.held_at.is_(None),
                    (_OUTBOX.c.next_at <= to_iso(now)) | (_OUTBOX.c.next_at > to_iso(now + _LONGEST_WAIT)),
                )
                .order_by(_OUTBOX.c.id)
            ).all()
        return tuple(outbox_row_of(row) for row in rows)

    def start(self, row: OutboxRow) -> bool:
        """Begin an attempt. False when the person took or holds it back since: then nothing may be sent."""
        with self._database.writing() as connection:
            present = self._unfinished(connection, row)
            if present is None or present.held_at is not None:
                return False
            connection.execute(update(_OUTBOX).where(_OUTBOX.c.id == row.id).values(attempts=present.attempts + 1))
            self._deliver(connection, present, DeliveryAction.START, "sender", attempt=present.attempts + 1)
            return True

    def wanted(self, row: OutboxRow) -> bool:
        """False once the person took it back, or holds it back."""
        with self._database.reading() as connection:
            present = self._unfinished(connection, row)
            return present is not None and present.held_at is None

    def confirmed(self, row: OutboxRow, state: ReviewState, url: str | None) -> None:
        """The hub has it, and says in which state it is there."""
        now = to_iso(self._clock())
        with self._database.writing() as connection:
            present = self._unfinished(connection, row)
            if present is None:
                return
            self._finish(connection, present, "confirmed", now)
            self._deliver(connection, present, DeliveryAction.CONFIRM, "hub", attempt=present.attempts)
            draft = draft_row(connection, row.item_id)
            connection.execute(
                update(schema.drafts).where(schema.drafts.c.id == row.item_id).values(base_hash=row.content_hash)
            )
            # A curator's word in the feed outranks the answer to a repeated request. A hub that went back to a
            # backup has none yet, whatever was said before.
            if row.kind == "submit" and draft.submitted_hash == row.content_hash:
                if draft.review == ReviewState.SUBMITTED.value or not _judged(connection, row):
                    set_review(connection, draft, state, now, "hub", row.content_hash)
                if url and state is ReviewState.PUBLISHED:
                    connection.execute(
                        update(schema.drafts).where(schema.drafts.c.id == row.item_id).values(board_url=url)
                    )

    def not_there(self, row: OutboxRow) -> None:
        """The withdrawal found nothing at the hub: it never arrived, which is what was asked for."""
        with self._database.writing() as connection:
            present = self._unfinished(connection, row)
            if present is not None:
                self._finish(connection, present, NOT_THERE, to_iso(self._clock()))

    def overtaken(self, row: OutboxRow) -> None:
        """The hub was ahead of a withdrawal: the version is as the hub last said, until the feed says more."""
        now = to_iso(self._clock())
        with self._database.writing() as connection:
            present = self._unfinished(connection, row)
            if present is None:
                return
            self._finish(connection, present, "overtaken", now)
            draft = draft_row(connection, row.item_id)
            if draft.submitted_hash is not None:
                return
            said = last_word(connection, row.item_id, row.content_hash)
            connection.execute(
                update(schema.drafts).where(schema.drafts.c.id == row.item_id).values(submitted_hash=row.content_hash)
            )
            set_review(connection, draft, said or ReviewState.SUBMITTED, now, "hub was ahead", row.content_hash)

    def rebased(self, row: OutboxRow, latest: str) -> bool:
        """The hub's latest version is another than this one was made from. True when it was made here: then that is
        what this one follows, and it can be sent so."""
        with self._database.writing() as connection:
            if not elsewhere.is_known(connection, row.item_id, latest):
                return False
            connection.execute(update(schema.drafts).where(schema.drafts.c.id == row.item_id).values(base_hash=latest))
            return True

    def edited_elsewhere(self, row: OutboxRow, content_hash: str, manifest: str, state: ReviewState) -> None:
        """Another machine handed in a version that this one does not follow: both are kept, nothing is sent, and the
        person chooses."""
        there = VersionThere(row.item_id, content_hash, manifest, state)
        now = to_iso(self._clock())
        with self._database.writing() as connection:
            present = self._unfinished(connection, row)
            if present is None:
                return
            self._finish(connection, present, "edited elsewhere", now)
            self._deliver(connection, present, DeliveryAction.POSTPONE, "edited elsewhere", attempt=present.attempts)
            draft = draft_row(connection, row.item_id)
            connection.execute(
                update(schema.drafts).where(schema.drafts.c.id == row.item_id).values(submitted_hash=None)
            )
            set_review(connection, draft, ReviewState.DRAFT, now, "edited elsewhere", row.content_hash)
            elsewhere.keep(connection, there, now)

    def postponed(self, row: OutboxRow, reason: Bilingual, next_at: datetime) -> None:
        with self._database.writing() as connection:
            present = self._unfinished(connection, row)
            if present is None:
                return
            connection.execute(
                update(_OUTBOX)
                .where(_OUTBOX.c.id == row.id)
                .values(next_at=to_iso(next_at), reason_en=reason.en, reason_nl=reason.nl)
            )
            self._deliver(connection, present, DeliveryAction.POSTPONE, reason.en, attempt=present.attempts)

    def parked(self, row: OutboxRow, reason: Bilingual) -> None:
        """Asking again will not help: it waits for the person, and keeps no other item waiting."""
        now = to_iso(self._clock())
        with self._database.writing() as connection:
            present = self._unfinished(connection, row)
            if present is None:
                return
            connection.execute(
                update(_OUTBOX)
                .where(_OUTBOX.c.id == row.id)
                .values(parked_at=now, reason_en=reason.en, reason_nl=reason.nl)
            )
            self._deliver(connection, present, DeliveryAction.FAIL, reason.en, attempt=present.attempts)

    def count(self) -> OutboxCount:
        unfinished = _OUTBOX.c.finished_at.is_(None)
        with self._database.reading() as connection:
            going = (unfinished, _OUTBOX.c.parked_at.is_(None), _OUTBOX.c.held_at.is_(None))
            waiting = connection.scalar(select(func.count()).select_from(_OUTBOX).where(*going))
            held = connection.scalar(
                select(func.count()).select_from(_OUTBOX).where(unfinished, _OUTBOX.c.held_at.is_not(None))
            )
            next_at = connection.scalar(
                select(func.min(_OUTBOX.c.next_at)).where(
                    _OUTBOX.c.id.in_(_first_of_each()), _OUTBOX.c.parked_at.is_(None), _OUTBOX.c.held_at.is_(None)
                )
            )
            parked = connection.scalar(
                select(func.count()).select_from(_OUTBOX).where(unfinished, _OUTBOX.c.parked_at.is_not(None))
            )
        return OutboxCount(waiting or 0, parked or 0, from_iso(next_at) if next_at else None, held or 0)

    def upload_location(self, sha256: str) -> str | None:
        """Where an upload of these bytes to the present hub may go on."""
        with self._database.reading() as connection:
            return connection.scalar(
                select(schema.uploads.c.location).where(
                    schema.uploads.c.sha256 == sha256, schema.uploads.c.hub_id == _present_hub(connection)
                )
            )

    def upload_at(self, sha256: str, location: str, sent: int, total: int, rate: int = 0) -> None:
        """The hub has `sent` of `total` bytes at `location`; they go at `rate` bytes a second (0: not known yet)."""
        changed_at = to_iso(self._clock())
        values = {"location": location, "sent": sent, "total": total, "rate": rate, "changed_at": changed_at}
        with self._database.writing() as connection:
            connection.execute(
                upsert(schema.uploads)
                .values(hub_id=_present_hub(connection), sha256=sha256, **values)
                .on_conflict_do_update(index_elements=["hub_id", "sha256"], set_=values)
            )

    def upload_over(self, sha256: str) -> None:
        """Done, or gone at the hub: nothing to go on with."""
        with self._database.writing() as connection:
            connection.execute(
                delete(schema.uploads).where(
                    schema.uploads.c.sha256 == sha256, schema.uploads.c.hub_id == _present_hub(connection)
                )
            )

    def _unfinished(self, connection: Connection, row: OutboxRow) -> Row[Any] | None:
        return connection.execute(
            select(_OUTBOX).where(_OUTBOX.c.id == row.id, _OUTBOX.c.finished_at.is_(None))
        ).first()

    def _finish(self, connection: Connection, row: Row[Any], outcome: str, now: str) -> None:
        finish(connection, row.id, outcome, now)

    def _deliver(
        self, connection: Connection, row: Row[Any], action: DeliveryAction, cause: str, attempt: int = 0
    ) -> None:
        if row.kind == "submit":
            advance_delivery(connection, row, action, to_iso(self._clock()), cause, attempt)


def _first_of_each() -> Select[tuple[int]]:
    """The first unfinished row of every item."""
    return select(func.min(_OUTBOX.c.id)).where(_OUTBOX.c.finished_at.is_(None)).group_by(_OUTBOX.c.item_id)


def finish(connection: Connection, row_id: int, outcome: str, now: str) -> None:
    connection.execute(
        update(_OUTBOX)
        .where(_OUTBOX.c.id == row_id)
        .values(finished_at=now, outcome=outcome, parked_at=None, held_at=None, reason_en="", reason_nl="")
    )


def advance_delivery(
    connection: Connection, row: Row[Any], action: DeliveryAction, now: str, cause: str, attempt: int = 0
) -> None:
    """One step of core's delivery table on the way to the hub, written down. Refused where there is none."""
    this = (
        (schema.deliveries.c.item_id == row.item_id)
        & (schema.deliveries.c.content_hash == row.content_hash)
        & (schema.deliveries.c.destination == HUB)
    )
    old = DeliveryState(connection.execute(select(schema.deliveries.c.state).where(this)).scalar_one())
    new = advance(old, action)
    connection.execute(update(schema.deliveries).where(this).values(state=new.value, changed_at=now))
    note_step(connection, row.item_id, row.content_hash, HUB, old.value, new.value, now, cause, attempt)


def _judged(connection: Connection, row: OutboxRow) -> bool:
    """Whether the hub, since it last went back to a backup, told of a curator's word on this version."""
    hub, feedback = schema.hub, schema.feedback
    last = connection.scalar(
        select(feedback.c.event)
        .where(
            feedback.c.item_id == row.item_id,
            feedback.c.content_hash == row.content_hash,
            feedback.c.hub_id == select(hub.c.hub_id).scalar_subquery(),
            feedback.c.epoch == select(hub.c.epoch).scalar_subquery(),
        )
        .order_by(feedback.c.sequence.desc())
        .limit(1)
    )
    event = event_of(last) if last is not None else None
    return event is not None and event.state not in OWN_STEPS


def last_word(connection: Connection, item_id: str, content_hash: str) -> ReviewState | None:
    """The state the present hub last told of this version."""
    row = connection.execute(
        select(schema.feedback.c.event)
        .where(
            schema.feedback.c.item_id == item_id,
            schema.feedback.c.content_hash == content_hash,
            schema.feedback.c.hub_id == _present_hub(connection),
        )
        .order_by(schema.feedback.c.epoch.desc(), schema.feedback.c.sequence.desc())
        .limit(1)
    ).first()
    event = event_of(row.event) if row else None
    return event.state if event else None


def _present_hub(connection: Connection) -> str:
    return connection.scalar(select(schema.hub.c.hub_id)) or ""
