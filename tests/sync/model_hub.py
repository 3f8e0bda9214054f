"""What a hub promises, in memory, with faults to order and a past to fall back to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from core.errors import HubRefused
from core.feed import HubIdentity, ReviewEvent
from core.review import ReviewState
from sync.errors import EditedElsewhere, nonsense, refused, sign_in_needed, unreachable
from sync.ports import ItemAnswer

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
IDENTITY = HubIdentity("hub", 1, "Proef")

Key = tuple[str, str]


class Crash(BaseException):
    """The program dies here."""


class ModelHub:
    """`plan` says how the next calls go wrong, before or after they took effect; `door` how the next greeting does.

    A fault that is no word of `_go` is given to `meanwhile`, between the effect and the answer.
    """

    def __init__(self) -> None:
        self.identity = IDENTITY
        self.versions: dict[Key, ReviewState] = {}
        self.created: Counter[Key] = Counter()
        self.events: list[ReviewEvent] = []
        self.plan: list[str] = []
        self.door = "fine"
        self.calls: list[tuple[str, str]] = []
        self.late: list[Callable[[], Any]] = []
        self.meanwhile: Callable[[str], None] = lambda fault: None

    def say(self, key: Key, state: ReviewState) -> None:
        self.versions[key] = state
        self.events.append(ReviewEvent(len(self.events) + 1, NOON, *key, state, "Cor", "", (), None))

    def restore(self, events: int) -> None:
        """Back to a backup that was made after so many events: a new epoch, and all later ones never happened."""
        self.identity = HubIdentity(IDENTITY.id, self.identity.epoch + 1, IDENTITY.name)
        self.events = self.events[:events]
        self.versions = {(event.item_id, event.content_hash): event.state for event in self.events}
        self.created = Counter(self.versions.keys())
        self.late = []

    def deliver_late(self, index: int) -> None:
        """A request that a proxy held back arrives after all; nobody waits for its answer."""
        if self.late:
            with suppress(HubRefused):
                self.late.pop(index % len(self.late))()

    def _go(self, effect: Callable[[], Any] = lambda: None, *, may_be_late: bool = False) -> Any:
        fault = self.plan.pop(0) if self.plan else "fine"
        match fault:
            case "crash-before":
                raise Crash
            case "down":
                raise unreachable()
            case "portal":
                raise nonsense()
            case "busy":
                raise unreachable(30.0)
            case "signed-out":
                raise sign_in_needed()
            case "refused":
                raise refused("malformed")
            case "late":
                if may_be_late:
                    self.late.append(effect)
                raise unreachable()
        answer = effect()
        match fault:
            case "crash-after":
                raise Crash
            case "answer-lost":
                raise unreachable()
        self.meanwhile(fault)
        return answer

    def greet(self) -> HubIdentity:
        self.plan, rest = [self.door], self.plan
        self.door = "fine"
        try:
            return self._go(lambda: self.identity)
        finally:
            self.plan = rest

    def latest(self, item_id: str) -> str | None:
        return next((key[1] for key in reversed(self.versions) if key[0] == item_id), None)

    def put_item(self, item_id: str, content_hash: str, manifest: str, base: str | None) -> ItemAnswer:
        def keep() -> ItemAnswer:
            key = (item_id, content_hash)
            if self.versions.get(key, ReviewState.DRAFT) is ReviewState.DRAFT:
                latest = self.latest(item_id)
                if latest not in (None, content_hash, base):
                    raise EditedElsewhere(latest)
                self.created[key] += key not in self.versions
                self.say(key, ReviewState.SUBMITTED)
            # As our hub answers: with the state as it is now.
            return ItemAnswer(self.versions[key], None)

        self.calls.append((item_id, content_hash))
        return self._go(keep, may_be_late=True)

    def withdraw_item(self, item_id: str, content_hash: str) -> None:
        def take_back() -> None:
            key = (item_id, content_hash)
            if key not in self.versions:
                raise refused("not_found")
            if self.versions[key] not in (ReviewState.SUBMITTED, ReviewState.DRAFT):
                raise refused("wrong_state")
            if self.versions[key] is ReviewState.SUBMITTED:
                self.say(key, ReviewState.DRAFT)

        self._go(take_back)

    def feed(self, cursor: int) -> tuple[tuple[ReviewEvent, ...], int]:
        return self._go(lambda: (tuple(self.events[cursor : cursor + 3]), min(len(self.events), cursor + 3)))

    def directory(self) -> None:
        return self._go()
