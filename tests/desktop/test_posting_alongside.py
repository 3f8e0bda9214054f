"""Posts of the app: in a thread beside the hub's pass, without a hub too, and by themselves when their time comes."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from channels.posting import Outcome
from core.clock import utc_now
from core.content import Audience, Content, TipBody
from core.delivery import DeliveryAction, DeliveryState
from core.draft import random_id
from core.errors import StoreUnusable
from core.feed import HubIdentity
from core.language import Bilingual
from core.review import Criterion
from desktop.platform.hub_link import HubConnection
from desktop.platform.posting import ALLOW, PostingAlongside, egress_for, post_until_quiet
from drafts.records import HubLink
from drafts.store import open_store
from sync.credentials import ChannelSecrets, Credentials
from sync.posting import PostingEngine, PostingReport
from tests.sync.test_credentials import DictKeyring
from tests.web.conftest import Receiver, receiver

__all__ = ["receiver"]
LONG_S = 30.0


class Engine:
    """Gives what it is told, and says when it was called."""

    def __init__(self, *reports: PostingReport | Exception) -> None:
        self.reports = list(reports)
        self.called = threading.Semaphore(0)

    def run_once(self) -> PostingReport:
        report = self.reports.pop(0) if self.reports else PostingReport()
        self.called.release()
        if isinstance(report, Exception):
            raise report
        return report


@pytest.fixture
def alongside():
    made = []

    def make(engine) -> PostingAlongside:
        made.append(PostingAlongside(lambda: engine, utc_now))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_it_looks_when_called_and_again_when_the_time_of_a_post_comes(alongside):
    engine = Engine(PostingReport(waiting=1, next_wake=utc_now() + timedelta(seconds=0.2)))
    beside = alongside(engine)
    assert beside.looked(beside.look(), LONG_S)
    assert engine.called.acquire(timeout=LONG_S)
    assert engine.called.acquire(timeout=LONG_S)
    assert not engine.called.acquire(timeout=0.3)
    assert beside.looked(beside.look(), LONG_S)


def test_while_a_pass_is_busy_it_looks_every_second(alongside):
    engine = Engine()
    beside = alongside(engine)
    beside.look(watching=True)
    for _ in range(3):
        assert engine.called.acquire(timeout=LONG_S)
    beside.rest()
    while engine.called.acquire(timeout=1.5):
        pass
    assert not engine.called.acquire(timeout=1.5)


def test_trouble_of_the_store_ends_no_thread(alongside):
    trouble = StoreUnusable(Bilingual(en="Full", nl="Vol"))
    engine = Engine(trouble)
    beside = alongside(engine)
    assert beside.looked(beside.look(), LONG_S)
    assert beside.looked(beside.look(), LONG_S)
    assert [engine.called.acquire(timeout=LONG_S) for _ in range(2)] == [True, True]


def test_the_end_waits_for_the_answer_of_what_is_being_sent(alongside):
    sending, answered = threading.Event(), threading.Event()

    class Slow(Engine):
        def run_once(self) -> PostingReport:
            sending.set()
            closing.wait(LONG_S)
            answered.set()
            return PostingReport()

    closing = threading.Event()
    beside = alongside(Slow())
    beside.look()
    assert sending.wait(LONG_S)
    closing.set()
    beside.close()
    assert answered.is_set()


def test_until_quiet_is_as_long_as_one_more_may_go_soon():
    soon, later = utc_now() + timedelta(seconds=0.1), utc_now() + timedelta(minutes=5)
    engine = Engine(
        PostingReport(posted=1, waiting=2, next_wake=soon),
        PostingReport(uncertain=1, waiting=1, next_wake=soon),
        PostingReport(failed=1, waiting=1, next_wake=later),
    )
    report = post_until_quiet(engine, utc_now, LONG_S)
    assert report == PostingReport(posted=1, uncertain=1, failed=1, waiting=1, next_wake=later)


class App:
    """The app's door to the hub over a real store, a real receiver and a keyring."""

    def __init__(self, home, receiver: Receiver) -> None:
        ring = DictKeyring()
        self.store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)
        self.secrets = ChannelSecrets("Vonk x", ring)
        self.door = HubConnection(
            lambda: self.store,
            Credentials("Vonk x", ring),
            home,
            "Laptop",
            utc_now,
            secrets=self.secrets,
            egress=egress_for({ALLOW: receiver.place}),
        )
        self.channel = self.store.add_channel("slack_webhook", "Inkoop", "")
        self.secrets.keep(self.channel.id, f"http://{receiver.place}/services/T0/B0/x")

    def ask(self) -> None:
        content = Content(TipBody(action="Druk F2"), title="Tip", audience=Audience(everyone=True))
        self.store.post(self.store.new_draft(content).id, self.channel.id, frozenset(Criterion))

    def states(self) -> list[str]:
        return [post.state.value for post in self.store.posts()]

    def end(self) -> None:
        self.door.close()
        self.store.close()


@pytest.fixture
def app(tmp_path, receiver):
    made = App(tmp_path, receiver)
    yield made
    made.end()


def test_without_a_hub_a_pass_posts_and_says_that_there_is_no_hub(app, receiver):
    app.ask()
    assert app.door.one_pass() is None
    assert (len(receiver.received), app.states()) == (1, ["posted"])
    assert app.door.one_pass() is None
    assert len(receiver.received) == 1


def test_what_a_service_postpones_goes_by_itself_without_another_pass(app, receiver):
    receiver.answer = b"HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
    again = threading.Event()

    def act(connection) -> None:
        connection.sendall(receiver.answer)
        receiver.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        if len(receiver.received) == 2:
            again.set()

    receiver.act = act
    app.ask()
    app.door.one_pass()
    assert again.wait(LONG_S)
    app.door.one_pass()
    assert (len(receiver.received), app.states()) == (2, ["posted"])


def test_a_hub_that_hangs_keeps_no_post_waiting(app, receiver):
    """The hub answers only once the post is there."""
    there, asked = threading.Event(), []

    def act(connection) -> None:
        asked.append(receiver.received[-1].path)
        connection.sendall(receiver.answer)
        there.set()

    receiver.act = act
    app.store.connect_hub(HubLink("http://127.0.0.1:9", HubIdentity("h", 1, "Hub"), utc_now(), "Mia"))
    app.ask()

    class Hanging:
        def run_once(self):
            assert there.wait(LONG_S)
            return "the hub's report"

    app.door._line_now().engine = Hanging()
    assert app.door.one_pass() == "the hub's report"
    assert asked == ["/services/T0/B0/x"]


def test_a_report_of_an_engine_over_a_store_wakes_for_the_next_post(app):
    """Two posts to one channel: the second goes a second later, by itself."""
    engine = PostingEngine(
        app.store.post_queue,
        app.secrets,
        app.store.blobs,
        lambda *_: Outcome(DeliveryAction.CONFIRM, 200),
        utc_now,
        lambda: 0.5,
    )
    app.ask()
    app.ask()
    report = post_until_quiet(engine, utc_now, LONG_S)
    assert (report.posted, report.waiting) == (2, 0)
    assert {post.state for post in app.store.posts()} == {DeliveryState.POSTED}
