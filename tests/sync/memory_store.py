"""What the local store promises the engine and the person, in memory and in few lines: a model that runs.

`tests/sync/test_model_in_memory.py` holds it against the real store: the same steps give the same answers on both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core import review
from core.content import Content
from core.delivery import DeliveryAction, DeliveryState, advance
from core.errors import Refused
from core.feed import Directory, Event, HubIdentity, ReviewEvent
from core.language import Bilingual
from core.review import ReviewAction, ReviewState
from core.wire import hash_of
from drafts.records import OutboxCount, OutboxRow, manifest_of
from drafts.sending import NOTHING_CHANGED

BEHIND = (ReviewState.APPROVED, ReviewState.PUBLISHED, ReviewState.RETIRED)
OWN_STEPS = (ReviewState.DRAFT, ReviewState.SUBMITTED)
OFFERED_AGAIN = (ReviewState.SUBMITTED, ReviewState.APPROVED, ReviewState.PUBLISHED)
AWAITED = (ReviewState.SUBMITTED, ReviewState.APPROVED)
LONGEST_WAIT = timedelta(hours=2)


def whole_ms(moment: datetime) -> datetime:
    """As the store writes it down."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def frozen_content(content: Content) -> tuple[str, str]:
    return hash_of(content), manifest_of(content)


@dataclass
class Draft:
    id: str
    content_hash: str
    manifest: str
    review: ReviewState = ReviewState.DRAFT
    submitted_hash: str | None = None
    base_hash: str | None = None
    has_feedback: bool = False
    board_url: str | None = None


@dataclass
class Row:
    id: int
    item_id: str
    content_hash: str
    kind: str
    manifest: str
    submitted_at: datetime
    next_at: datetime
    attempts: int = 0
    parked: bool = False
    held: bool = False
    outcome: str | None = None
    reason: str = ""

    @property
    def goes(self) -> bool:
        return not self.parked and not self.held


class MemoryStore:
    """Store, outbox and inbox in one. What it holds outlives the engines that use it, as a file would.

    The person has one machine: what another one handed in (`drafts.elsewhere`) does not occur.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        frozen: Callable[[Content], tuple[str, str]] = frozen_content,
    ) -> None:
        self.clock, self.new_id, self.frozen = clock, new_id, frozen
        self.drafts: dict[str, Draft] = {}
        self.rows: list[Row] = []
        self.open: dict[int, Row] = {}
        self.known: set[tuple[str, str]] = set()
        self.deliveries: dict[tuple[str, str], DeliveryState] = {}
        self.events: dict[tuple[str, int, int], ReviewEvent] = {}
        self.identity: HubIdentity | None = None
        self.cursor = 0
        self.kept_directory: Directory | None = None
        self.places: dict[str, str] = {}
        self.sending = False

    # The person

    def new_draft(self, content: Content) -> Draft:
        item_id = self.new_id()
        draft = self.drafts[item_id] = Draft(item_id, *self.frozen(content))
        self.known.add((item_id, draft.content_hash))
        return self.draft(item_id)

    def save(self, item_id: str, content: Content) -> Draft:
        draft = self.drafts[item_id]
        draft.content_hash, draft.manifest = self.frozen(content)
        self.known.add((item_id, draft.content_hash))
        return self.draft(item_id)

    def draft(self, item_id: str) -> Draft:
        return replace(self.drafts[item_id])

    def submit(self, item_id: str) -> Draft:
        draft = self.drafts[item_id]
        changed = draft.content_hash != draft.submitted_hash
        if draft.review is ReviewState.CHANGES_REQUESTED and not changed:
            raise Refused(NOTHING_CHANGED)
        before = ReviewState.DRAFT if draft.review in BEHIND and changed else draft.review
        draft.review = review.advance(before, ReviewAction.SUBMIT)
        for row in list(self.open.values()):
            if (row.item_id, row.kind) == (item_id, "submit") and row.content_hash != draft.content_hash:
                self._take_out(draft, row)
        self.send_again(item_id)
        draft.submitted_hash = draft.content_hash
        self._put(draft, "submit", draft.content_hash, draft.manifest)
        return self.draft(item_id)

    def withdraw(self, item_id: str) -> Draft:
        draft = self.drafts[item_id]
        after = review.advance(draft.review, ReviewAction.WITHDRAW)
        asked = [
            row
            for row in self.rows
            if (row.item_id, row.content_hash, row.kind) == (item_id, draft.submitted_hash, "submit")
        ][-1]
        if asked.outcome is None:
            self._take_out(draft, asked)
        else:
            self._put(draft, "withdraw", asked.content_hash, asked.manifest)
        draft.submitted_hash, draft.review = None, after
        return self.draft(item_id)

    def _take_out(self, draft: Draft, asked: Row) -> None:
        self._finish(asked, "withdrawn")
        if self.deliveries[asked.item_id, asked.content_hash] is DeliveryState.SENDING:
            self._deliver(asked, DeliveryAction.POSTPONE)
        if asked.attempts:
            self._put(draft, "withdraw", asked.content_hash, asked.manifest)

    def send_again(self, item_id: str) -> None:
        for row in self.open.values():
            if row.item_id == item_id and row.parked:
                row.parked, row.next_at, row.reason = False, whole_ms(self.clock()), ""
                self._deliver(row, DeliveryAction.SEND_AGAIN)

    def hold(self, item_id: str) -> None:
        self._hold(item_id, held=True)

    def go_on(self, item_id: str) -> None:
        self._hold(item_id, held=False)

    def _hold(self, item_id: str, *, held: bool) -> None:
        for row in self.open.values():
            if row.item_id == item_id:
                row.held = held

    # The outbox

    @contextmanager
    def sole_sender(self) -> Iterator[bool]:
        ours, self.sending = not self.sending, True
        try:
            yield ours
        finally:
            if ours:
                self.sending = False

    def resume(self) -> None:
        for row in self.open.values():
            if row.kind == "submit" and self.deliveries[row.item_id, row.content_hash] is DeliveryState.SENDING:
                self._deliver(row, DeliveryAction.POSTPONE)

    def due(self, now: datetime) -> tuple[OutboxRow, ...]:
        now = whole_ms(now)
        far = whole_ms(now + LONGEST_WAIT)
        firsts = self._firsts()
        return tuple(self._handed(row) for row in firsts if row.goes and (row.next_at <= now or row.next_at > far))

    def _handed(self, row: Row) -> OutboxRow:
        what = (row.item_id, row.content_hash, row.kind, row.manifest)
        return OutboxRow(row.id, *what, (), row.submitted_at, row.attempts, self.drafts[row.item_id].base_hash)

    def start(self, row: OutboxRow) -> bool:
        present = self.open.get(row.id)
        if present is None or present.held:
            return False
        self._deliver(present, DeliveryAction.START)
        present.attempts += 1
        return True

    def wanted(self, row: OutboxRow) -> bool:
        return row.id in self.open and not self.open[row.id].held

    def confirmed(self, row: OutboxRow, state: ReviewState, url: str | None) -> None:
        present = self.open.get(row.id)
        if present is None:
            return
        self._deliver(present, DeliveryAction.CONFIRM)
        self._finish(present, "confirmed")
        draft = self.drafts[row.item_id]
        draft.base_hash = row.content_hash
        if row.kind == "submit" and draft.submitted_hash == row.content_hash:
            if draft.review is ReviewState.SUBMITTED or not self._judged(row):
                draft.review = state
            if url and state is ReviewState.PUBLISHED:
                draft.board_url = url

    def _judged(self, row: OutboxRow) -> bool:
        now = (self.identity.id, self.identity.epoch)
        said = {
            key[2]: event.state
            for key, event in self.events.items()
            if key[:2] == now and (event.item_id, event.content_hash) == (row.item_id, row.content_hash)
        }
        return bool(said) and said[max(said)] not in OWN_STEPS

    def not_there(self, row: OutboxRow) -> None:
        present = self.open.get(row.id)
        if present is not None:
            self._finish(present, "not there")

    def overtaken(self, row: OutboxRow) -> None:
        present = self.open.get(row.id)
        if present is None:
            return
        self._finish(present, "overtaken")
        draft = self.drafts[row.item_id]
        if draft.submitted_hash is None:
            draft.submitted_hash = row.content_hash
            draft.review = self._last_word(row.item_id, row.content_hash) or ReviewState.SUBMITTED

    def rebased(self, row: OutboxRow, latest: str) -> bool:
        if (row.item_id, latest) not in self.known:
            return False
        self.drafts[row.item_id].base_hash = latest
        return True

    def edited_elsewhere(self, row: OutboxRow, content_hash: str, manifest: str, state: ReviewState) -> None:
        raise AssertionError("there is no other machine")

    def postponed(self, row: OutboxRow, reason: Bilingual, next_at: datetime) -> None:
        present = self.open.get(row.id)
        if present is not None:
            self._deliver(present, DeliveryAction.POSTPONE)
            present.next_at, present.reason = whole_ms(next_at), reason.en

    def parked(self, row: OutboxRow, reason: Bilingual) -> None:
        present = self.open.get(row.id)
        if present is not None:
            self._deliver(present, DeliveryAction.FAIL)
            present.parked, present.reason = True, reason.en

    def count(self) -> OutboxCount:
        rows = self.open.values()
        moments = [row.next_at for row in self._firsts() if row.goes]
        held, parked = sum(row.held for row in rows), sum(row.parked for row in rows)
        return OutboxCount(sum(row.goes for row in rows), parked, min(moments, default=None), held)

    def upload_location(self, sha256: str) -> str | None:
        return self.places.get(sha256)

    def upload_at(self, sha256: str, location: str, sent: int, total: int, rate: int = 0) -> None:
        self.places[sha256] = location

    def upload_over(self, sha256: str) -> None:
        self.places.pop(sha256, None)

    # The inbox

    def connect(self, identity: HubIdentity) -> None:
        old, self.identity = self.identity, identity
        if old is None or (old.id, old.epoch) != (identity.id, identity.epoch):
            self.cursor = 0

    def met(self, identity: HubIdentity) -> None:
        old = self.identity
        if old is None or old.id != identity.id:
            return
        self.connect(identity)
        if old.epoch != identity.epoch:
            self._offer_again()

    def feed_cursor(self) -> int:
        return self.cursor

    def to_fetch(self) -> tuple[tuple[str, str], ...]:
        return ()

    def received(self, events: Iterable[Event], cursor: int) -> None:
        for event in events:
            key = (self.identity.id, self.identity.epoch, event.sequence)
            if key not in self.events and isinstance(event, ReviewEvent):
                self.events[key] = event
                self._apply(event)
        self.cursor = cursor

    def keep_directory(self, directory: Directory) -> None:
        self.kept_directory = directory

    def is_awaited(self) -> bool:
        return any(draft.review in AWAITED for draft in self.drafts.values())

    # Inside

    def _apply(self, event: ReviewEvent) -> None:
        draft = self.drafts.get(event.item_id)
        if draft is None:
            return
        draft.has_feedback |= bool(event.comment or event.feedback)
        draft.board_url = event.board_url or draft.board_url
        under_way = self._is_under_way(draft.id)
        nothing_sent = draft.base_hash is draft.submitted_hash is None and not under_way
        late = self._came_after_its_withdrawal(event)
        if late is not None:
            if event.state is ReviewState.SUBMITTED and draft.submitted_hash != event.content_hash and not under_way:
                self._put(draft, "withdraw", event.content_hash, late.manifest)
        elif nothing_sent and draft.content_hash == event.content_hash:
            # The hub has it, although nothing here says that it ever arrived: it is gone on with.
            self._note_handed_in(draft)
        if draft.submitted_hash == event.content_hash and not (event.state in OWN_STEPS and under_way):
            draft.review = event.state

    def _came_after_its_withdrawal(self, event: ReviewEvent) -> Row | None:
        rows = [row for row in self.rows if (row.item_id, row.content_hash) == (event.item_id, event.content_hash)]
        return rows[-1] if rows and (rows[-1].kind, rows[-1].outcome) == ("withdraw", "not there") else None

    def _note_handed_in(self, draft: Draft) -> None:
        draft.base_hash = draft.submitted_hash = draft.content_hash
        now = whole_ms(self.clock())
        row = Row(len(self.rows) + 1, draft.id, draft.content_hash, "submit", draft.manifest, now, now)
        row.outcome = "elsewhere"
        self.rows.append(row)
        self.deliveries[draft.id, draft.content_hash] = DeliveryState.POSTED

    def _offer_again(self) -> None:
        for draft in self.drafts.values():
            if draft.base_hash is draft.submitted_hash is None:
                continue
            last = {row.content_hash: row for row in self.rows if row.item_id == draft.id}
            if draft.submitted_hash is None:
                for asked in last.values():
                    if asked.kind == "withdraw" and asked.outcome in ("confirmed", "not there"):
                        self._put(draft, "withdraw", asked.content_hash, asked.manifest)
            elif draft.review in OFFERED_AGAIN and last[draft.submitted_hash].outcome is not None:
                self._put(draft, "submit", draft.submitted_hash, last[draft.submitted_hash].manifest)

    def _is_under_way(self, item_id: str) -> bool:
        return any(row.item_id == item_id for row in self.open.values())

    def _firsts(self) -> list[Row]:
        firsts: dict[str, Row] = {}
        for row in self.open.values():
            firsts.setdefault(row.item_id, row)
        return list(firsts.values())

    def _put(self, draft: Draft, kind: str, content_hash: str, manifest: str) -> None:
        now = whole_ms(self.clock())
        row = Row(len(self.rows) + 1, draft.id, content_hash, kind, manifest, now, now)
        self.rows.append(row)
        self.open[row.id] = row
        if kind == "submit":
            self.deliveries[draft.id, content_hash] = DeliveryState.WAITING

    def _finish(self, row: Row, outcome: str) -> None:
        row.outcome, row.parked, row.held, row.reason = outcome, False, False, ""
        del self.open[row.id]

    def _deliver(self, row: Row, action: DeliveryAction) -> None:
        if row.kind == "submit":
            key = (row.item_id, row.content_hash)
            self.deliveries[key] = advance(self.deliveries[key], action)

    def _last_word(self, item_id: str, content_hash: str) -> ReviewState | None:
        said = [
            (key[1:], event.state)
            for key, event in self.events.items()
            if key[0] == self.identity.id and (event.item_id, event.content_hash) == (item_id, content_hash)
        ]
        return max(said, key=lambda each: each[0])[1] if said else None


class NoBlobs:
    """The blobs of people who only write tips."""

    def has(self, sha256: str) -> bool:
        return False

    def read(self, blob: object, start: int, length: int) -> bytes:
        raise AssertionError("nothing was to be read")

    def whole(self, blob: object) -> bool:
        return True
