"""Brings what waits in the outbox to the hub, exactly once, and takes its answers home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from core.clock import Clock, Monotonic
from core.content import BlobRef
from core.errors import (
    AppError,
    DiskAlmostFull,
    HubNonsense,
    HubRefused,
    HubTrouble,
    HubUnreachable,
    Refused,
    SignInNeeded,
    StoreUnusable,
)
from core.language import NOTHING, Bilingual
from core.review import ReviewState
from sync.errors import DAMAGED_HERE, BlobsMissing, EditedElsewhere, Untrusted, WrongHub
from sync.ports import Blobs, Hub, Inbox, ItemAnswer, Outbox, Parcel, VersionAnswer
from sync.upload import FREELY, Pace, Stopped, deliver

FIRST_WAIT_S: Final = 2.0
LONGEST_WAIT_S: Final = 4 * 60.0
"""Who waits for a hub that was down is back within five minutes, with its work."""
LOOK_WHEN_AWAITED: Final = timedelta(seconds=20)
LOOK_WHEN_LONG_AWAITED: Final = timedelta(minutes=4)
"""Two hundred people with something in review would else ask a hub ten times a second, all day."""
LOOK_OTHERWISE: Final = timedelta(minutes=10)
_SLOWER_EACH_TIME: Final = 1.5
_SPARED_AGAIN: Final = timedelta(minutes=1)
_BUSY_AGAIN: Final = timedelta(seconds=1)
_FEED_PAGES: Final = 100
_WHOLE_PASS: Final = (SignInNeeded, Untrusted, WrongHub)
"""Trouble with the hub and not with one item: it ends the pass and parks nothing."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """One pass. `sent` counts confirmed requests, `waiting` and `parked` what is left, `received` events of the feed.

    `offline`: nothing that is a hub answered. `busy`: another process is sending. `trouble`: what a person must know.
    `spared`: items with files that wait for a connection without a limit. `next_wake`: when to run again if nothing
    calls earlier; None without a hub.
    """

    sent: int = 0
    waiting: int = 0
    parked: int = 0
    received: int = 0
    offline: bool = False
    busy: bool = False
    spared: int = 0
    trouble: AppError | None = None
    next_wake: datetime | None = None


def _never() -> bool:
    return False


def _always() -> bool:
    return True


class _Offline(Exception):
    """The hub cannot be reached at all: the other items need not try."""

    def __init__(self, cause: HubTrouble) -> None:
        super().__init__()
        self.cause = cause


def backoff_s(attempts: int, random: Callable[[], float], retry_after_s: float | None = None) -> float:
    """Full jitter: anything up to twice as long each time, at most 4 minutes, and never before the hub's own wish."""
    ceiling = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(attempts, 20))
    if retry_after_s is None:
        return random() * ceiling
    return retry_after_s + random() * min(ceiling, max(retry_after_s, FIRST_WAIT_S))


def look_after(awaited: bool, quiet_passes: int, random: Callable[[], float]) -> timedelta:
    """When to look for news if nothing calls earlier: an answer is near just after asking; later, less often. With some
    chance in it, so that two hundred people do not come at once."""
    if not awaited:
        return LOOK_OTHERWISE
    longer = LOOK_WHEN_AWAITED * _SLOWER_EACH_TIME ** min(quiet_passes, 20)
    return min(longer, LOOK_WHEN_LONG_AWAITED) * (0.8 + 0.4 * random())


class SyncEngine:
    """One pass at a time, in one thread. `hub` None means that no hub is connected. `random` gives 0 <= x < 1.

    `pace` bounds how much of the line an upload takes; `files_may_go` False keeps items with files waiting, and lets
    texts go: a connection that is paid by the byte. `stopped` is asked between two parts: when it says so the pass ends
    soon, and the next one goes on from there.
    """

    def __init__(
        self,
        outbox: Outbox,
        blobs: Blobs,
        hub: Hub | None,
        inbox: Inbox,
        *,
        clock: Clock,
        random: Callable[[], float],
        monotonic: Monotonic,
        stopped: Callable[[], bool] = _never,
        pace: Pace = FREELY,
        files_may_go: Callable[[], bool] = _always,
    ) -> None:
        self._outbox = outbox
        self._blobs = blobs
        self._hub = hub
        self._inbox = inbox
        self._clock = clock
        self._random = random
        self._monotonic = monotonic
        self._stopped = stopped
        self._pace = pace
        self._files_may_go = files_may_go
        self._offline_passes = 0
        self._quiet_passes = 0

    def run_once(self) -> SyncReport:
        """Send what is due, then take the feed and the directory. Trouble with the hub is reported, never raised."""
        if self._hub is None:
            return self._counted(SyncReport())
        with self._outbox.sole_sender() as ours:
            if not ours:
                return self._counted(SyncReport(busy=True, next_wake=self._clock() + _BUSY_AGAIN))
            self._outbox.resume()
            return self._pass(self._hub)

    def _pass(self, hub: Hub) -> SyncReport:
        report = SyncReport()
        try:
            self._inbox.met(hub.greet())
            report = self._send_all(hub, report)
            report = self._take_feed(hub, report)
            self._take_versions(hub)
            directory = hub.directory()
            if directory is not None:
                self._inbox.keep_directory(directory)
        except _Offline as offline:
            report = self._halted(report, offline.cause)
        except HubTrouble as trouble:
            report = self._halted(report, trouble)
        except Stopped:
            self._outbox.resume()
        else:
            self._offline_passes = 0
            self._quiet_passes = 0 if report.sent or report.received else self._quiet_passes + 1
        return self._with_next_wake(self._counted(report))

    def _halted(self, report: SyncReport, trouble: HubTrouble) -> SyncReport:
        offline = isinstance(trouble, HubUnreachable | HubNonsense)
        wish = trouble.retry_after_s if isinstance(trouble, HubUnreachable) else None
        wait_s = backoff_s(self._offline_passes, self._random, wish)
        self._offline_passes += 1
        again = self._clock() + timedelta(seconds=wait_s)
        return replace(report, offline=offline, trouble=trouble, next_wake=again)

    def _send_all(self, hub: Hub, report: SyncReport) -> SyncReport:
        """Each item's first row; then, as long as some were sent, the rows that stood behind them.

        What failed before comes after what was never tried, and what failed in this pass waits for the next: an item on
        which the hub hangs keeps the others waiting once at most.
        """
        failed: set[str] = set()
        while True:
            sent = 0
            for row in sorted(self._outbox.due(self._clock()), key=lambda row: row.attempts > 0):
                if row.item_id in failed:
                    continue
                if row.blobs and row.kind == "submit" and not self._files_may_go():
                    failed.add(row.item_id)
                    report = replace(report, spared=report.spared + 1)
                    continue
                if self._stopped():
                    return report
                if self._outbox.start(row) and self._send(hub, row):
                    sent += 1
                    report = replace(report, sent=report.sent + 1)
                else:
                    failed.add(row.item_id)
            if not sent:
                return report

    def _send(self, hub: Hub, row: Parcel) -> bool:
        try:
            return self._deliver(hub, row)
        except _WHOLE_PASS as trouble:
            self._postpone(row, trouble.title, 0.0)
            raise
        except (HubUnreachable, HubNonsense) as trouble:
            wish = trouble.retry_after_s if isinstance(trouble, HubUnreachable) else None
            self._postpone(row, trouble.title, backoff_s(row.attempts, self._random, wish))
            self._still_there(hub)
            return False
        except Stopped:
            self._postpone(row, NOTHING, 0.0)
            if self._stopped():
                raise
            return False
        except BlobsMissing as trouble:
            self._postpone(row, trouble.title, backoff_s(row.attempts, self._random))
            return False
        except (StoreUnusable, DiskAlmostFull, Refused):
            # Our own store's trouble says nothing about the item.
            raise
        except AppError as refusal:
            return self._refused(row, refusal)

    def _deliver(self, hub: Hub, row: Parcel) -> bool:
        if row.kind == "submit":
            return self._submit(hub, row)
        hub.withdraw_item(row.item_id, row.content_hash)
        self._outbox.confirmed(row, ReviewState.DRAFT, None)
        return True

    def _submit(self, hub: Hub, row: Parcel) -> bool:
        """False where another machine was first: then the person has to choose."""
        for blob in row.blobs:
            if not hub.has_blob(blob.sha256):
                self._upload(hub, row, blob)
        if not self._outbox.wanted(row):
            raise Stopped
        try:
            answer = self._hand_in(hub, row, row.base)
        except EditedElsewhere as conflict:
            if not self._outbox.rebased(row, conflict.latest):
                there = self._fetched(hub, row.item_id, conflict.latest)
                self._outbox.edited_elsewhere(row, conflict.latest, there.manifest, there.state)
                return False
            answer = self._hand_in(hub, row, conflict.latest)
        self._outbox.confirmed(row, answer.state, answer.url)
        return True

    def _hand_in(self, hub: Hub, row: Parcel, base: str | None) -> ItemAnswer:
        try:
            return hub.put_item(row.item_id, row.content_hash, row.manifest, base)
        except BlobsMissing as lacking:
            for blob in row.blobs:
                if blob.sha256 in lacking.missing:
                    self._upload(hub, row, blob)
            return hub.put_item(row.item_id, row.content_hash, row.manifest, base)

    def _upload(self, hub: Hub, row: Parcel, blob: BlobRef) -> None:
        def unwanted() -> bool:
            return self._stopped() or not self._outbox.wanted(row)

        deliver(blob, self._blobs, hub, self._outbox, self._monotonic, unwanted, self._pace)

    def _take_versions(self, hub: Hub) -> None:
        """What the person's other machines handed in."""
        for item_id, content_hash in self._inbox.to_fetch():
            try:
                there = self._fetched(hub, item_id, content_hash)
            except HubRefused as refusal:
                if refusal.code != "not_found":
                    raise
                self._inbox.version_not_there(item_id, content_hash)
            except (HubNonsense, DiskAlmostFull):
                # One version that cannot be read, or has no room here, keeps nobody waiting; it is asked for again.
                continue
            else:
                self._inbox.keep_version(item_id, content_hash, there.manifest, there.state)

    def _fetched(self, hub: Hub, item_id: str, content_hash: str) -> VersionAnswer:
        """A version of another machine, once all its files are here."""
        there = hub.version(item_id, content_hash)
        for blob in there.blobs:
            if not self._blobs.has(blob.sha256):
                self._blobs.add(partial(hub.fetch_blob, blob), blob.type)
        return there

    def _refused(self, row: Parcel, refusal: AppError) -> bool:
        """What asking again will not change waits for the person. True when it is settled all the same."""
        code = refusal.code if isinstance(refusal, HubRefused) else ""
        if row.kind == "withdraw" and code == "not_found":
            self._outbox.not_there(row)
            return True
        if row.kind == "withdraw" and code == "wrong_state":
            self._outbox.overtaken(row)
            return True
        if code == "hash_mismatch":
            for blob in row.blobs:
                self._outbox.upload_over(blob.sha256)
            if all(self._blobs.whole(blob) for blob in row.blobs):
                self._postpone(row, refusal.title, backoff_s(row.attempts, self._random))
                return False
            refusal = HubRefused(code, DAMAGED_HERE)
        self._outbox.parked(row, _both(refusal))
        return False

    def _still_there(self, hub: Hub) -> None:
        """One item failed: ask whether it was the item or the way to the hub."""
        try:
            hub.greet()
        except (HubUnreachable, HubNonsense) as trouble:
            raise _Offline(trouble) from trouble

    def _postpone(self, row: Parcel, reason: Bilingual, wait_s: float) -> None:
        self._outbox.postponed(row, reason, self._clock() + timedelta(seconds=wait_s))

    def _take_feed(self, hub: Hub, report: SyncReport) -> SyncReport:
        for _ in range(_FEED_PAGES):
            before = self._inbox.feed_cursor()
            events, cursor = hub.feed(before)
            if cursor <= before:
                break
            self._inbox.received(events, cursor)
            report = replace(report, received=report.received + len(events))
        return report

    def _counted(self, report: SyncReport) -> SyncReport:
        count = self._outbox.count()
        return replace(report, waiting=count.waiting, parked=count.parked)

    def _with_next_wake(self, report: SyncReport) -> SyncReport:
        if report.next_wake is not None:
            return report
        look = self._clock() + look_after(self._inbox.is_awaited(), self._quiet_passes, self._random)
        # What waits for another connection is due all the time; a change of the network wakes us.
        due = self._clock() + _SPARED_AGAIN if report.spared else self._outbox.count().next_at
        return replace(report, next_wake=look if due is None else min(look, max(due, self._clock())))


def _both(error: AppError) -> Bilingual:
    return Bilingual(en=error.in_("en"), nl=error.in_("nl"))
