"""Drafts, outbox, engine and hub against a model, with crashes, lost answers and a network that comes and goes."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from core.content import Audience, Content, TipBody
from core.draft import random_id
from core.errors import HubRefused, Refused
from core.review import ReviewState
from drafts.records import HubLink
from drafts.store import open_store
from sync.engine import SyncEngine
from sync.errors import refused
from tests.sync.model_hub import IDENTITY, NOON, Crash, ModelHub

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


DOOR = st.sampled_from(["fine", "fine", "fine", "fine", "down", "portal", "busy"])
FAULTS = st.lists(
    st.sampled_from(["fine", "answer-lost", "crash-after", "crash-before", "down"])
    | st.sampled_from(["portal", "busy", "signed-out", "refused"]),
    max_size=4,
)


class OutboxMachine(RuleBasedStateMachine):
    drafts = Bundle("drafts")

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="vonk-model-", dir=MEMORY))
        self.now = NOON
        self.hub = ModelHub()
        self.asked: set[tuple[str, str]] = set()
        self.titles: dict[str, int] = {}
        self.start()
        self.store.connect_hub(HubLink("https://hub.example", IDENTITY, NOON, "Mia"))

    def clock(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def start(self) -> None:
        self.store = open_store(self.home / "drafts.db", self.home / "blobs", clock=self.clock, new_id=random_id)
        self.engine = SyncEngine(
            self.store.outbox,
            self.store.blobs,
            self.hub,
            self.store,
            clock=self.clock,
            random=lambda: 0.9,
            monotonic=lambda: 0.0,
        )

    def content(self, item: str) -> Content:
        self.titles[item] = self.titles.get(item, 0) + 1
        return Content(TipBody(), title=f"{item} {self.titles[item]}", audience=Audience(everyone=True))

    @rule(target=drafts, submit=st.sampled_from([True, True, False]))
    def make(self, submit: bool):
        item = self.store.new_draft(self.content(f"n{len(self.titles)}")).id
        self.titles[item] = 0
        if submit:
            self.submit(item)
        return multiple(item)

    @rule(item=drafts)
    def edit(self, item: str) -> None:
        self.store.save(item, self.content(item))

    @rule(item=drafts)
    def submit(self, item: str) -> None:
        try:
            draft = self.store.submit(item)
        except Refused:
            return
        self.asked.add((item, draft.submitted_hash))

    @rule(item=drafts)
    def withdraw(self, item: str) -> None:
        try:
            self.store.withdraw(item)
        except Refused:
            return

    @rule(item=drafts)
    def send_again(self, item: str) -> None:
        self.store.send_again(item)

    @rule(item=drafts, state=st.sampled_from(["changes_requested", "approved", "published"]))
    def curate(self, item: str, state: str) -> None:
        for key, present in list(self.hub.versions.items()):
            if key[0] == item and present in (ReviewState.SUBMITTED, ReviewState.APPROVED):
                self.hub.say(key, ReviewState(state))

    @rule(plan=FAULTS, door=DOOR, minutes=st.sampled_from([0, 30]))
    def sync(self, plan: list[str], door: str, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.hub.plan, self.hub.door = list(plan), door
        try:
            self.engine.run_once()
        except Crash:
            self.restart()
        self.hub.plan, self.hub.door = [], "fine"

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.start()

    @invariant()
    def what_is_in_review_is_queued_or_arrived(self) -> None:
        waiting = {(row.item_id, row.content_hash) for row in self.unfinished()}
        for summary in self.store.summaries():
            if summary.review is ReviewState.SUBMITTED:
                key = (summary.id, self.store.draft(summary.id).submitted_hash)
                assert key in waiting or key in self.hub.versions

    @invariant()
    def the_hub_has_only_what_was_asked_for_and_once(self) -> None:
        assert self.hub.versions.keys() <= self.asked
        assert all(times == 1 for times in self.hub.created.values())

    def unfinished(self):
        from sqlalchemy import select

        from drafts import schema

        with self.store._database.reading() as connection:
            return connection.execute(select(schema.outbox).where(schema.outbox.c.finished_at.is_(None))).all()

    def teardown(self) -> None:
        try:
            for item in self.titles:
                if len(item) == 36:
                    self.store.send_again(item)
            for _ in range(3):
                self.now += timedelta(hours=1)
                report = self.engine.run_once()
            assert (report.waiting, report.parked, report.trouble) == (0, 0, None)
            for summary in self.store.summaries():
                hash_ = self.store.draft(summary.id).submitted_hash
                if hash_ is None:
                    at_hub = {self.hub.versions[key] for key in self.hub.versions if key[0] == summary.id}
                    assert ReviewState.SUBMITTED not in at_hub, "withdrawn here, and still in review there"
                else:
                    assert self.hub.versions[summary.id, hash_] is summary.review
        finally:
            self.store.close()
            shutil.rmtree(self.home)


OutboxMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestOutbox = OutboxMachine.TestCase


def test_a_refusal_has_words_in_both_languages():
    error = refused("too_large")
    assert isinstance(error, HubRefused)
    assert error.in_("nl").startswith("Dit is groter")
    assert error.in_("en").startswith("This is larger")
