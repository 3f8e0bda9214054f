"""The store in memory, on which the model tests and the simulation stand, against the real one: step by step alike."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from core.content import Audience, Content, TipBody
from core.errors import Refused
from core.feed import HubIdentity, ReviewEvent
from core.review import ReviewState
from drafts.records import HubLink
from drafts.store import open_store
from sync.errors import unreachable
from tests.campaign import rounds, seed
from tests.sync.memory_store import MemoryStore
from tests.sync.model_hub import IDENTITY, NOON

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
PERSON = ("edit", "submit", "withdraw", "send-again", "hold", "go-on")
STEPS = ("make", *2 * PERSON, *4 * ("due", "row", "row"), "event", "resume", "epoch")
ANSWERS = (ReviewState.SUBMITTED, ReviewState.APPROVED, ReviewState.PUBLISHED)


class BothStores:
    """Every step on the real store and on the one in memory. What they answer is compared at once."""

    def __init__(self, home: Path) -> None:
        self.now = NOON
        self.numbers = count(1)
        ids = (count(1), count(1))
        real, memory = (self._names(each) for each in ids)
        self.real = open_store(home / "drafts.db", home / "blobs", clock=lambda: self.now, new_id=real)
        self.real.connect_hub(HubLink("https://hub.example", IDENTITY, NOON, "Mia"))
        self.memory = MemoryStore(lambda: self.now, memory)
        self.memory.connect(IDENTITY)
        self.items: list[str] = []

    @staticmethod
    def _names(numbers: Iterator[int]) -> Callable[[], str]:
        return lambda: f"00000000-0000-4000-8000-{next(numbers):012d}"

    def content(self) -> Content:
        return Content(TipBody(), title=f"Tip {next(self.numbers)}", audience=Audience(everyone=True))

    def person(self, what: str, *args: Any) -> Any:
        """The answer of both, which must be one; None for what both refuse."""
        answers = []
        for store in (self.real, self.memory):
            try:
                done = getattr(store, what)(*args)
                answers.append(done and (done.id, done.review, done.submitted_hash))
            except Refused:
                answers.append("refused")
        assert answers[0] == answers[1], what
        return answers[0]

    def outbox(self, what: str, *args: Any) -> Any:
        answers = [getattr(store, what)(*args) for store in (self.real.outbox, self.memory)]
        assert answers[0] == answers[1], what
        return answers[0]

    def inbox(self, what: str, *args: Any) -> Any:
        answers = [getattr(store, what)(*args) for store in (self.real, self.memory)]
        assert answers[0] == answers[1], what
        return answers[0]

    def compare(self) -> None:
        self.outbox("count")
        self.inbox("is_awaited")
        self.inbox("feed_cursor")
        for item in self.items:
            kept, here = self.real.draft(item), self.memory.draft(item)
            assert (kept.review, kept.submitted_hash) == (here.review, here.submitted_hash)
        for summary in self.real.summaries():
            if summary.submitted_at is not None and self.memory.drafts[summary.id].submitted_hash:
                key = (summary.id, self.memory.drafts[summary.id].submitted_hash)
                assert summary.to_hub is self.memory.deliveries[key]


def one_attempt(both: BothStores, random: Random, row: Any) -> None:
    """As an engine does it: a row that was begun comes to one end, whatever the person does in the meantime."""
    words = unreachable().title
    if random.random() < 0.2:
        both.person(random.choice(["withdraw", "submit", "hold"]), row.item_id)
    both.outbox("wanted", row)
    match random.choice(["confirmed", "postponed", "parked", "overtaken", "died", "rebased"]):
        case "confirmed":
            state = ReviewState.DRAFT if row.kind == "withdraw" else random.choice(ANSWERS)
            both.outbox("confirmed", row, state, "https://hub.example/i")
        case "overtaken" if row.kind == "withdraw":
            both.outbox("overtaken", row)
        case "parked":
            both.outbox("parked", row, words)
        case "rebased":
            both.outbox("rebased", row, row.content_hash)
            both.outbox("postponed", row, words, both.now)
        case "died":
            both.outbox("resume")
        case _:
            both.outbox("postponed", row, words, both.now + timedelta(seconds=random.uniform(0, 20_000)))


def one_step(both: BothStores, random: Random, handed: list[Any], told: list[ReviewEvent], epoch: list[int]) -> None:
    both.now += timedelta(milliseconds=random.choice([1, 1, 500, 3_600_000, -1_800_000]))
    item = random.choice(both.items) if both.items else None
    row = random.choice(handed) if handed else None
    match random.choice(STEPS):
        case "make" if len(both.items) < 4:
            both.items.append(both.person("new_draft", both.content())[0])
        case "edit" if item:
            both.person("save", item, both.content())
        case ("submit" | "withdraw" | "send-again" | "hold" | "go-on") as step if item:
            both.person(step.replace("-", "_"), item)
        case "due":
            handed[:] = both.outbox("due", both.now + timedelta(minutes=random.choice([0, 10])))
        case "row" if row:
            handed.remove(row)
            if both.outbox("start", row):
                one_attempt(both, random, row)
        case "event" if both.memory.known:
            key = random.choice(sorted(both.memory.known))
            state = random.choice(list(ReviewState))
            told.append(ReviewEvent(len(told) + 1, NOON, *key, state, "Cor", random.choice(["", "Nice"]), (), None))
            both.inbox("received", told[-random.randint(1, 2) :], len(told))
        case "resume":
            both.outbox("resume")
            handed.clear()
        case "epoch" if random.random() < 0.3:
            epoch[0] += 1
            told.clear()
            both.inbox("met", HubIdentity(IDENTITY.id, epoch[0], IDENTITY.name))


def both_stores_answer_alike(home: Path, number: int, steps: int) -> None:
    random = Random(number)
    both = BothStores(home)
    try:
        handed: list[Any] = []
        told: list[ReviewEvent] = []
        epoch = [1]
        for _ in range(steps):
            one_step(both, random, handed, told, epoch)
            both.compare()
    finally:
        both.real.close()
        shutil.rmtree(home)


def hold_against_each_other(usual: int) -> None:
    first = seed()
    for number in range(first, first + rounds(usual)):
        print(f"seed {number}")
        both_stores_answer_alike(Path(tempfile.mkdtemp(prefix="vonk-both-", dir=MEMORY)), number, 100)


def test_the_store_in_memory_answers_as_the_real_one_does():
    hold_against_each_other(3)


@pytest.mark.long
def test_the_store_in_memory_answers_as_the_real_one_does_over_a_long_life():
    hold_against_each_other(500)
