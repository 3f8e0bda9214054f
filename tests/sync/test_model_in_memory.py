"""The real engine over a store in memory, against a hub that forgets and a person who never sits still.

`MemoryStore` makes it many times as fast as `test_model.py`, over the real store; `test_memory_store.py`
holds the two stores against each other, so that what is found with the one is true of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.errors import Refused
from core.review import ReviewState
from sync.engine import SyncEngine
from tests.campaign import rounds, seed
from tests.sync.memory_store import MemoryStore, NoBlobs
from tests.sync.model_hub import IDENTITY, NOON, Crash, ModelHub

STEPS = 50
PERSON = ("edit", "submit", "withdraw", "send-again", "hold", "go-on")


class Perilous:
    """The store as one engine sees it: before or after any call the program may die."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.calls_left: int | None = None
        self.after = False

    @contextmanager
    def sole_sender(self) -> Iterator[bool]:
        with self._store.sole_sender() as ours:
            yield ours

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._store, name)

        def guarded(*args: Any) -> Any:
            dies = self.calls_left == 0
            if self.calls_left is not None:
                self.calls_left -= 1
            if dies and not self.after:
                raise Crash
            answer = call(*args)
            if dies:
                raise Crash
            return answer

        return guarded


def text_content(text: str) -> tuple[str, str]:
    return text, text


DOOR = st.sampled_from(["fine", "fine", "fine", "fine", "down", "portal", "busy"])
FAULTS = st.lists(
    st.sampled_from(["fine", "answer-lost", "crash-after", "crash-before", "down"])
    | st.sampled_from(["portal", "busy", "signed-out", "refused", "late", "other process"])
    | st.sampled_from(PERSON),
    max_size=4,
)
PLANNED = [
    "fine",
    "answer-lost",
    "crash-after",
    "crash-before",
    "down",
    "portal",
    "busy",
    "signed-out",
    "refused",
    "late",
]
PLANNED += ["other process", *PERSON]
ITEMS = st.integers(0, 5)


class EngineMachine(RuleBasedStateMachine):
    """Two programs over one store, one hub, one person."""

    restores = False

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.random = Random(1)
        made = count(1)
        self.store = MemoryStore(self.clock, lambda: f"i{next(made)}", text_content)
        self.store.connect(IDENTITY)
        self.hub = ModelHub()
        self.hub.meanwhile = self.meanwhile
        self.asked: set[tuple[str, str]] = set()
        self.items: list[str] = []
        self.edits = count(1)
        self.at_work = 0
        self.forgotten: set[tuple[str, str]] = set()
        self.ports = [Perilous(self.store), Perilous(self.store)]
        self.engines = [self.start(0), self.start(1)]

    def clock(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def start(self, number: int) -> SyncEngine:
        ports = self.ports[number] = Perilous(self.store)
        return SyncEngine(
            ports,
            NoBlobs(),
            self.hub,
            ports,
            clock=self.clock,
            random=self.random.random,
            monotonic=lambda: 0.0,
        )

    def item(self, index: int) -> str:
        return self.items[index % len(self.items)]

    @initialize()
    def first(self) -> None:
        self.make(submit=True)

    @rule(submit=st.booleans())
    def make(self, submit: bool) -> None:
        if len(self.items) < 6:
            self.items.append(self.store.new_draft(f"text {next(self.edits)}").id)
        if submit:
            self.act("submit", self.items[-1])

    @rule(what=st.sampled_from(PERSON), index=ITEMS)
    def person(self, what: str, index: int) -> None:
        self.act(what, self.item(index))

    def act(self, what: str, item: str) -> None:
        try:
            match what:
                case "edit":
                    self.store.save(item, f"text {next(self.edits)}")
                case "submit":
                    self.asked.add((item, self.store.submit(item).submitted_hash))
                case "withdraw":
                    self.store.withdraw(item)
                case "send-again":
                    self.store.send_again(item)
                case "hold":
                    self.store.hold(item)
                case "go-on":
                    self.store.go_on(item)
        except Refused:
            return

    def meanwhile(self, fault: str) -> None:
        """While the hub's answer is on its way: the person goes on, or the other program tries to send too."""
        if fault in PERSON and self.hub.calls:
            self.act(fault, self.hub.calls[-1][0])
        elif fault == "other process":
            plan, self.hub.plan = self.hub.plan, []
            assert self.engines[1 - self.at_work].run_once().busy
            self.hub.plan = plan

    @rule(index=ITEMS, state=st.sampled_from(["changes_requested", "approved", "published"]))
    def curate(self, index: int, state: str) -> None:
        item = self.item(index)
        for key, present in list(self.hub.versions.items()):
            if key[0] == item and present in (ReviewState.SUBMITTED, ReviewState.APPROVED):
                self.hub.say(key, ReviewState(state))

    @rule(number=st.integers(0, 1), plan=FAULTS, door=DOOR, minutes=st.sampled_from([0, 30]))
    def sync(self, number: int, plan: list[str], door: str, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.run(number, plan, door)

    @rule(number=st.integers(0, 1), calls=st.integers(0, 25), after=st.booleans(), plan=FAULTS)
    def die_between_two_calls(self, number: int, calls: int, after: bool, plan: list[str]) -> None:
        self.ports[number].calls_left, self.ports[number].after = calls, after
        self.run(number, plan, "fine")
        self.ports[number].calls_left = None

    def run(self, number: int, plan: list[str], door: str) -> None:
        self.at_work = number
        self.hub.plan, self.hub.door = list(plan), door
        try:
            self.engines[number].run_once()
        except Crash:
            self.engines[number] = self.start(number)
        self.hub.plan, self.hub.door = [], "fine"

    @rule(hours=st.sampled_from([-48, -1, 1, 48]))
    def clock_jumps(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: self.hub.late)
    @rule(index=ITEMS)
    def a_late_request_arrives(self, index: int) -> None:
        self.deliver_late(index)

    def deliver_late(self, index: int) -> None:
        """A submit that a proxy held back may come after the withdrawal of it: see the expected failures below."""
        before = set(self.hub.versions.items())
        self.hub.deliver_late(index)
        self.forgotten |= {key for key, _ in self.hub.versions.items() - before}

    @precondition(lambda self: self.restores and self.hub.events)
    @rule(lost=st.integers(1, 8))
    def the_hub_is_restored(self, lost: int) -> None:
        before = self.hub.versions
        self.hub.restore(max(0, len(self.hub.events) - lost))
        self.forgotten |= {key for key in self.hub.versions if before[key] is ReviewState.DRAFT}

    @invariant()
    def what_is_in_review_is_queued_or_arrived(self) -> None:
        if self.store.identity != self.hub.identity:
            return
        waiting = {(row.item_id, row.content_hash) for row in self.store.open.values()}
        for draft in self.store.drafts.values():
            if draft.review is ReviewState.SUBMITTED:
                key = (draft.id, draft.submitted_hash)
                assert key in waiting or key in self.hub.versions

    @invariant()
    def the_hub_has_only_what_was_asked_for_and_once(self) -> None:
        assert self.hub.versions.keys() <= self.asked
        assert all(times == 1 for times in self.hub.created.values())

    @invariant()
    def nothing_is_lost_here(self) -> None:
        assert list(self.store.drafts) == self.items
        assert not self.store.sending

    def teardown(self) -> None:
        while self.hub.late:
            self.deliver_late(0)
        for item in self.items:
            self.store.send_again(item)
            self.store.go_on(item)
        for turn in range(4):
            self.now += timedelta(hours=1)
            report = self.engines[turn % 2].run_once()
        assert (report.waiting, report.parked, report.trouble) == (0, 0, None)
        for draft in self.store.drafts.values():
            if draft.submitted_hash is None:
                rows = [row for row in self.store.rows if row.outcome != "overtaken"]
                asked = {(row.item_id, row.content_hash): row.kind for row in rows}
                # A restored hub may look again at a version that was asked for before: nobody withdrew that one.
                restored = self.hub.identity.epoch > 1
                here = [
                    key
                    for key in self.hub.versions
                    if key[0] == draft.id and key not in self.forgotten and (not restored or asked[key] == "withdraw")
                ]
                at_hub = {self.hub.versions[key] for key in here}
                assert ReviewState.SUBMITTED not in at_hub, "withdrawn here, and still in review there"
            elif draft.review in (ReviewState.DRAFT, ReviewState.CHANGES_REQUESTED, ReviewState.RETIRED):
                # A hub that lost it needs it no more: the next word is the person's.
                assert self.hub.versions.get((draft.id, draft.submitted_hash), draft.review) is draft.review
            elif self.hub.identity.epoch > 1:
                # Nothing asked for is lost; the state here may be the one of before the restore until the next word.
                assert (draft.id, draft.submitted_hash) in self.hub.versions
            else:
                assert self.hub.versions[draft.id, draft.submitted_hash] is draft.review


def often(machine: type[RuleBasedStateMachine], sequences: int) -> Any:
    machine.TestCase.settings = settings(
        max_examples=sequences,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    return machine.TestCase


class RestoredHubMachine(EngineMachine):
    """The same, with a hub that is put back to an older backup now and then."""

    restores = True


TestEngine = often(EngineMachine, 25)
TestRestoredHub = often(RestoredHubMachine, 25)


def one_step(machine: EngineMachine, random: Random) -> None:
    """A rule with arguments of its own, as Hypothesis would choose them, at a tenth of the cost."""

    def plan() -> list[str]:
        return random.choices(PLANNED, k=random.randint(0, 4))

    index, number = random.randrange(6), random.randrange(2)
    match random.choice(
        ["make", "person", "person", "person", "curate", "sync", "sync", "die", "clock", "late", "restore"]
    ):
        case "make":
            machine.make(submit=random.random() < 0.5)
        case "person":
            machine.person(random.choice(PERSON), index)
        case "curate":
            machine.curate(index, random.choice(["changes_requested", "approved", "published"]))
        case "sync":
            machine.sync(
                number, plan(), random.choice(["fine"] * 4 + ["down", "portal", "busy"]), random.choice([0, 30])
            )
        case "die":
            machine.die_between_two_calls(number, random.randint(0, 25), random.random() < 0.5, plan())
        case "clock":
            machine.clock_jumps(random.choice([-48, -1, 1, 48]))
        case "late" if machine.hub.late:
            machine.a_late_request_arrives(index)
        case "restore" if machine.restores and machine.hub.events:
            machine.the_hub_is_restored(random.randint(1, 8))


def walk(machine: EngineMachine, number: int) -> None:
    random = Random(number)
    machine.make(submit=True)
    for _ in range(STEPS):
        one_step(machine, random)
        machine.what_is_in_review_is_queued_or_arrived()
        machine.the_hub_has_only_what_was_asked_for_and_once()
        machine.nothing_is_lost_here()
    machine.teardown()


def walks(sequences: int) -> None:
    first = seed()
    for number in range(first, first + sequences):
        try:
            walk(RestoredHubMachine() if number % 2 else EngineMachine(), number)
        except BaseException:
            print(f"after {number - first} sequences: SEED={number} N=1 replays it")
            raise


def test_two_thousand_lives_of_fifty_steps_lose_and_double_nothing():
    walks(2000)


@pytest.mark.long
def test_a_hundred_thousand_lives_of_fifty_steps_lose_and_double_nothing():
    walks(rounds(100_000))


def test_a_submit_that_was_held_back_on_the_way_does_not_undo_its_withdrawal():
    machine = EngineMachine()
    machine.make(submit=True)
    machine.run(0, ["late"], "fine")
    machine.act("withdraw", machine.items[0])
    machine.run(0, [], "fine")
    machine.hub.deliver_late(0)
    machine.teardown()


def test_what_was_withdrawn_is_withdrawn_again_at_a_restored_hub():
    machine = EngineMachine()
    machine.make(submit=True)
    machine.run(0, [], "fine")
    machine.act("withdraw", machine.items[0])
    machine.run(0, [], "fine")
    machine.hub.restore(1)
    machine.teardown()
    assert list(machine.hub.versions.values()) == [ReviewState.DRAFT]


def test_a_restored_hub_gets_what_it_lost():
    machine = EngineMachine()
    machine.make(submit=True)
    machine.run(0, [], "fine")
    machine.hub.restore(0)
    machine.teardown()
    assert list(machine.hub.versions.values()) == [ReviewState.SUBMITTED]
