"""The posting engine over a real store: order, pace, what each outcome leaves, and nothing goes twice by itself."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels import direct
from channels.direct import REPEATABLE, DirectPost
from channels.posting import Outcome
from core.canonical import publish_key
from core.content import Audience, ClipBody, Content, TipBody
from core.delivery import DeliveryAction, DeliveryState
from core.draft import random_id
from core.errors import Unclear
from core.feed import Directory, HubIdentity, Team
from core.language import Bilingual
from core.review import Criterion
from drafts.records import HubLink
from drafts.store import open_store
from sync.posting import APART, NO_ADDRESS, STOPPED, PostingEngine, PostingReport, send_test
from tests.campaign import rounds, seed
from tests.sync.conftest import NOON, FakeClock

ALL = frozenset(Criterion)
WHY = Bilingual(en="Why", nl="Waarom")
CONFIRM, HAND_OVER, DOUBT, FAIL, POSTPONE = (
    DeliveryAction.CONFIRM,
    DeliveryAction.HAND_OVER,
    DeliveryAction.DOUBT,
    DeliveryAction.FAIL,
    DeliveryAction.POSTPONE,
)


class Killed(BaseException):
    """The process is gone: nothing of what it would have done next happens."""


class Service:
    """What stands in the channels, and the moments it came. `answers` are given in turn, then everything is taken."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.answers: list[Outcome] = []
        self.said: list[tuple[str, str, DirectPost]] = []
        self.moments: list = []
        self.shown: Counter = Counter()
        """How often each post may stand in each kind of channel."""

    def __call__(self, kind: str, address: str, post: DirectPost) -> Outcome:
        self.said.append((kind, address, post))
        self.moments.append(self.clock.now)
        outcome = self.answers.pop(0) if self.answers else Outcome(CONFIRM, 200)
        self.shown[kind, post.key] += outcome.action in (CONFIRM, HAND_OVER, DOUBT)
        return outcome


class Table:
    """One person's computer without a hub."""

    def __init__(self, home) -> None:
        self.home = home
        self.clock = FakeClock()
        self.service = Service(self.clock)
        self.addresses: dict[str, str] = {}
        self.store = None
        self.start()

    def start(self) -> None:
        """As a new process: what the earlier one held in memory is gone."""
        self.stop()
        self.store = open_store(self.home / "drafts.db", self.home / "blobs", clock=self.clock, new_id=random_id)
        self.engine = PostingEngine(
            self.store.post_queue,
            self,
            self.store.blobs,
            lambda *sent: self.service(*sent),
            self.clock,
            lambda: 0.5,
            maker=lambda: "Mia van hier",
        )

    def stop(self) -> None:
        if self.store is not None:
            self.store.close()
            self.store = None

    def load(self, channel_id: str) -> str | None:
        return self.addresses.get(channel_id)

    def channel(self, kind: str = "slack_webhook", address: str | None = "geheim"):
        made = self.store.add_channel(kind, f"Kanaal {kind}", "/mnt/team" if kind == "folder" else "")
        if address is not None and kind != "folder":
            self.addresses[made.id] = address
        return made

    def tip(self, *channels, title: str = "Tip") -> str:
        content = Content(TipBody(action="Druk F2"), title=title, audience=Audience(everyone=True))
        item_id = self.store.new_draft(content).id
        for channel in channels:
            self.store.post(item_id, channel.id, ALL)
        return item_id

    def states(self) -> dict[str, str]:
        return {post.title: post.state.value for post in self.store.posts()}

    def reason(self) -> Bilingual | None:
        (post,) = self.store.posts()
        return post.reason


@pytest.fixture
def table(tmp_path):
    made = Table(tmp_path)
    yield made
    made.stop()


def test_what_was_asked_for_is_what_is_sent(table):
    source = table.home / "clip.mp4"
    source.write_bytes(b"beeld")
    blob = table.store.blobs.add_file(source, "video/mp4")
    content = Content(ClipBody(media=blob, duration_ms=9), title="Clip", audience=Audience(teams=("t1", "gone")))
    draft = table.store.new_draft(content)
    slack = table.channel(address="https://geheim")
    table.store.connect_hub(HubLink("https://hub", HubIdentity("h", 1, "H"), NOON, ""))
    table.store.keep_directory(Directory("p", "Mia", (), (), (Team("t1", "Inkoop", 4),)))
    table.store.post(draft.id, slack.id, ALL)
    assert table.engine.run_once() == PostingReport(posted=1)
    ((kind, address, post),) = table.service.said
    assert (kind, address) == ("slack_webhook", "https://geheim")
    (row,) = table.store.posts()
    assert post == DirectPost(
        key=publish_key(draft.id, row.content_hash),
        content=content,
        maker="Mia",
        team_names=("Inkoop",),
        files={blob.sha256: table.store.blobs.path(blob)},
    )


def test_without_a_hub_the_post_is_from_whom_the_computer_knows(table):
    table.tip(table.channel())
    table.engine.run_once()
    assert table.service.said[0][2].maker == "Mia van hier"


def test_a_folder_is_reached_by_its_place_and_needs_no_keyring(table):
    table.tip(table.channel("folder"))
    assert table.engine.run_once().posted == 1
    assert table.service.said[0][:2] == ("folder", "/mnt/team")


@pytest.mark.parametrize(
    ("action", "state", "counted"),
    [
        (CONFIRM, DeliveryState.POSTED, PostingReport(posted=1)),
        (HAND_OVER, DeliveryState.HANDED_OVER, PostingReport(handed_over=1)),
        (DOUBT, DeliveryState.UNCERTAIN, PostingReport(uncertain=1)),
        (FAIL, DeliveryState.FAILED, PostingReport(failed=1)),
    ],
)
def test_each_end_is_kept_and_told_and_nothing_goes_again(table, action, state, counted):
    table.tip(table.channel())
    table.service.answers = [Outcome(action, 200, reason=WHY)]
    assert table.engine.run_once() == counted
    for _ in range(3):
        table.clock.pass_(hours=1)
        assert table.engine.run_once() == PostingReport()
    table.start()
    assert table.engine.run_once() == PostingReport()
    assert len(table.service.said) == 1
    assert (table.states(), table.reason()) == ({"Tip": state.value}, WHY)


def test_what_certainly_did_not_arrive_waits_longer_each_time(table):
    table.tip(table.channel())
    waits = []
    for _ in range(12):
        table.service.answers = [Outcome(POSTPONE, reason=WHY)]
        before = table.clock.now
        report = table.engine.run_once()
        assert report.waiting == 1
        waits.append((report.next_wake - before).total_seconds())
        table.clock.now = report.next_wake
    assert len(table.service.said) == 12
    assert waits[:5] == pytest.approx([1, 2, 4, 8, 16], abs=0.1)
    assert max(waits) == pytest.approx(120, abs=0.1)
    assert table.engine.run_once().posted == 1


@pytest.mark.parametrize("wish_s", [5.0, 90.0, 24 * 3600.0])
def test_the_wish_of_a_service_holds_for_the_whole_channel_and_for_no_other(table, wish_s):
    slow, other = table.channel(), table.channel("teams")
    table.tip(slow, title="een")
    table.tip(slow, other, title="twee")
    table.service.answers = [Outcome(POSTPONE, 429, wish_s, WHY)]
    table.engine.run_once()
    assert [kind for kind, *_ in table.service.said] == ["slack_webhook", "teams"]
    for length in (2, wish_s - 3):
        table.clock.pass_(seconds=length)
        table.start()
        assert table.engine.run_once().posted == 0
    table.clock.pass_(seconds=wish_s + 600)
    while (report := table.engine.run_once()).waiting:
        table.clock.now = report.next_wake
    assert [post.content.title for kind, _, post in table.service.said if kind == "slack_webhook"] == [
        "een",
        "een",
        "twee",
    ]


def test_a_channel_gets_its_posts_in_order_at_most_one_a_second(table):
    first, second = table.channel(), table.channel("teams")
    for number in range(5):
        table.tip(first, second, title=f"{number}")
    while (report := table.engine.run_once()).waiting:
        table.clock.now = max(report.next_wake, table.clock.now)
        table.start()
    for kind in ("slack_webhook", "teams"):
        sent = zip(table.service.said, table.service.moments, strict=True)
        those = [(post.content.title, at) for (of, _, post), at in sent if of == kind]
        assert [title for title, _ in those] == ["0", "1", "2", "3", "4"]
        # The moment noted is that of the attempt's beginning, written down to the millisecond.
        apart = [later - earlier for (_, earlier), (_, later) in pairwise(those)]
        assert min(apart) >= APART - timedelta(milliseconds=20)
    assert (table.service.moments[-1] - table.service.moments[0]) < timedelta(seconds=4.5)


def test_taken_back_just_before_it_would_go_is_not_sent(table):
    slack = table.channel()
    first = table.tip(slack, title="een")
    other = table.channel("teams")
    table.tip(other, title="twee")
    (post,) = (post for post in table.store.posts() if post.title == "een")
    (row, _) = table.store.post_queue.due(table.clock(), APART)
    table.store.take_back_post(first, post.content_hash, slack.id)
    assert not table.store.post_queue.start(row)
    table.engine.run_once()
    assert [post.content.title for *_, post in table.service.said] == ["twee"]


def test_a_channel_whose_address_is_not_here_waits_and_says_so(table):
    slack = table.channel(address=None)
    table.tip(slack)
    report = table.engine.run_once()
    assert (table.service.said, report.waiting, table.reason()) == ([], 1, NO_ADDRESS)
    assert report.next_wake > table.clock.now
    table.addresses[slack.id] = "nu wel"
    table.clock.now = report.next_wake
    assert table.engine.run_once().posted == 1
    assert table.reason() is None


def test_one_sender_at_a_time(table, tmp_path):
    table.tip(table.channel())
    with table.store.post_queue.sole_sender() as ours:
        assert ours
        report = table.engine.run_once()
    assert (report.busy, report.waiting, table.service.said) == (True, 1, [])
    assert report.next_wake <= table.clock.now + timedelta(seconds=1)
    assert table.engine.run_once().posted == 1


def test_a_fault_of_this_program_while_sending_leaves_it_uncertain_and_is_not_hidden(table):
    table.tip(table.channel())

    def broken(*_):
        raise ZeroDivisionError

    table.service = broken
    with pytest.raises(ZeroDivisionError):
        table.engine.run_once()
    assert (table.states(), table.reason()) == ({"Tip": "uncertain"}, STOPPED)


def test_a_test_post_is_marked_and_leaves_nothing_behind(table):
    assert send_test(table.service, "teams", "geheim", "Mia", "nl", "k:1") == Outcome(CONFIRM, 200)
    ((kind, address, post),) = table.service.said
    assert (kind, address, post.is_test) == ("teams", "geheim", True)
    assert (post.content.title, post.maker) == ("Een test van Vonk", "Mia")
    assert table.store.posts() == ()


DEATHS = ("before start", "after start", "while sending", "answer lost", "answered", "written down")


class Dying:
    """Stands between engine and queue and kills the process at one place of the life of one attempt."""

    def __init__(self, table: Table, death: str) -> None:
        self.death, self.dead = death, False
        self.queue, self.service = table.store.post_queue, table.service
        table.engine._posts, table.engine._send = self, self.send

    def die(self, place: str) -> None:
        self.dead = self.dead or self.death == place
        self.live()

    def live(self) -> None:
        """The dead write nothing down, not even in a `finally`."""
        if self.dead:
            raise Killed

    def __getattr__(self, name):
        self.live()
        return getattr(self.queue, name)

    def start(self, row):
        self.die("before start")
        begun = self.queue.start(row)
        self.die("after start")
        return begun

    def send(self, *sent):
        self.die("while sending")
        outcome = self.service(*sent)
        self.die("answer lost")
        return outcome

    def settled(self, *words):
        self.die("answered")
        self.queue.settled(*words)
        self.die("written down")

    def postponed(self, *words):
        self.die("answered")
        self.queue.postponed(*words)
        self.die("written down")


@pytest.mark.parametrize("death", DEATHS)
@pytest.mark.parametrize("kind", ["slack_webhook", "teams", "slack_bot", "webhook", "folder"])
def test_a_death_at_any_place_never_makes_two_of_what_is_not_repeatable(table, kind, death):
    table.tip(table.channel(kind))
    Dying(table, death)
    with pytest.raises(Killed):
        table.engine.run_once()
    table.start()
    for _ in range(3):
        table.clock.pass_(hours=1)
        table.engine.run_once()
    seen = len(table.service.said)
    if death in ("before start", "written down"):
        assert (seen, table.states()) == (1, {"Tip": "posted"})
    elif kind in REPEATABLE:
        assert (seen, table.states()) == (1 + (death in ("answer lost", "answered")), {"Tip": "posted"})
    else:
        assert (seen, table.states(), table.reason()) == (
            death in ("answer lost", "answered"),
            {"Tip": "uncertain"},
            STOPPED,
        )


ENDS = (*DEATHS, CONFIRM, HAND_OVER, DOUBT, FAIL, POSTPONE, *("went back",) * 5)


def over_many_lives(tmp_path_factory, lives: int) -> None:
    """Any mix of ends, deaths, backups gone back to and hours; at the end every post is explained."""

    @given(data=st.data())
    @settings(max_examples=lives, deadline=None, suppress_health_check=list(HealthCheck))
    def live(data) -> None:
        table = Table(tmp_path_factory.mktemp("lives"))
        try:
            live_and_look(table, data)
        finally:
            table.stop()

    live()


def live_and_look(table: Table, data) -> None:
    channels = [table.channel(kind) for kind in ("slack_webhook", "teams", "webhook")]
    moment = None
    for _ in range(data.draw(st.integers(1, 8))):
        if data.draw(st.booleans()):
            wanted = data.draw(st.lists(st.sampled_from(channels), min_size=1, max_size=3, unique=True))
            table.tip(*wanted, title=random_id())
        if data.draw(st.booleans()):
            moment = table.store.back_up_now()
        live_through(table, data.draw(st.sampled_from(ENDS)), moment)
        table.clock.pass_(seconds=data.draw(st.sampled_from([0, 1, 70, 4000])))
    table.start()
    for _ in range(12):
        table.clock.pass_(minutes=10)
        table.engine.run_once()
    assert [shown for shown, times in table.service.shown.items() if times > 1 and shown[0] not in REPEATABLE] == []
    assert table.store.post_queue.waiting() == 0


def test_over_many_lives_nothing_goes_twice_and_nothing_is_forgotten(tmp_path_factory):
    over_many_lives(tmp_path_factory, rounds(15))


@pytest.mark.long
def test_channel_lives_long(tmp_path_factory):
    over_many_lives(tmp_path_factory, rounds(1000))


def live_through(table: Table, end, moment) -> None:
    if end == "went back":
        if moment is not None:
            table.store.go_back(moment)
    elif end in DEATHS:
        Dying(table, end)
        with suppress(Killed):
            table.engine.run_once()
        table.start()
    else:
        table.service.answers = [Outcome(end, reason=WHY)]
        table.engine.run_once()
        table.service.answers = []


class Silent:
    """A way out over which everything leaves and nothing ever answers."""

    def __init__(self) -> None:
        self.sent: list[object] = []

    def allows(self, url: str) -> bool:
        return False

    def post_json(self, url, payload, headers=None, largest=0):
        self.sent.append(payload)
        raise Unclear(WHY)


def time_out(table: Table, times: int) -> None:
    """A12: each of so many time-outs is one message and one uncertain post that a person can find."""
    silent = Silent()
    table.service = lambda kind, address, post: direct.send(kind, address, post, silent)
    dice = random.Random(seed())
    channels = [
        table.channel("slack_webhook", "https://hooks.slack.com/services/T0/B0/x"),
        table.channel("teams", "https://a.b.api.powerplatform.com/x?sig=y"),
    ]
    asked = {(table.tip(channel := dice.choice(channels), title=f"{n}"), channel.id) for n in range(times)}
    while (report := table.engine.run_once()).waiting:
        table.clock.now = max(report.next_wake, table.clock.now)
        if dice.random() < 0.02:
            table.start()
    for _ in range(3):
        table.clock.pass_(hours=30)
        assert table.engine.run_once() == PostingReport()
    assert len(silent.sent) == times
    uncertain = [post for post in table.store.posts() if post.state is DeliveryState.UNCERTAIN]
    assert {(post.item_id, post.channel_id) for post in uncertain} == asked
    assert all(post.reason for post in uncertain)


def test_time_outs_are_each_one_message_and_one_question(table):
    time_out(table, rounds(30))


@pytest.mark.long
def test_channel_time_outs_long(table):
    time_out(table, rounds(1000))
