"""The posting engine over a real store: order, pace, what each outcome leaves, and nothing goes twice by itself."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from channels.direct import DirectPost
from channels.posting import Outcome
from core.canonical import publish_key
from core.content import Audience, ClipBody, Content
from core.delivery import DeliveryState
from core.feed import Directory, HubIdentity, Team
from drafts.records import HubLink
from sync.posting import APART, NO_ADDRESS, STOPPED, PostingReport, send_test
from tests.sync.conftest import NOON
from tests.sync.posting_table import (
    ALL,
    CONFIRM,
    DOUBT,
    FAIL,
    HAND_OVER,
    POSTPONE,
    WHY,
    Table,
)


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
