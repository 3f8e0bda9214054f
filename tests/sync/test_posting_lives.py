"""Deaths at any place, many lives, and a thousand messages without an answer: nothing goes twice by itself."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels import direct
from channels.direct import REPEATABLE
from channels.posting import Outcome
from core.delivery import DeliveryState
from core.draft import random_id
from core.errors import Unclear
from sync.posting import STOPPED, PostingReport
from tests.campaign import rounds, seed
from tests.sync.posting_table import (
    CONFIRM,
    DEATHS,
    DOUBT,
    FAIL,
    HAND_OVER,
    POSTPONE,
    WHY,
    Dying,
    Killed,
    Table,
)


@pytest.fixture
def table(tmp_path):
    made = Table(tmp_path)
    yield made
    made.stop()


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
