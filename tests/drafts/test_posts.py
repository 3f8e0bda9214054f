"""Channels without a hub, and posts to them: once per version and channel, taken back only while they wait."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.delivery import DeliveryAction, DeliveryState
from core.errors import Malformed, NotFound, Refused
from core.language import Bilingual
from core.review import Criterion
from core.wire import hash_of
from drafts import posts, schema
from drafts.database import Database

ALL = frozenset(Criterion)
SECOND = timedelta(seconds=1)
DOUBT = Bilingual(en="Is it there?", nl="Staat het er?")
LATER = Bilingual(en="Later", nl="Straks")


@pytest.fixture
def slack(store):
    return store.add_channel("slack_webhook", "Inkoop", "")


@pytest.fixture
def tip(store, shelf):
    return store.new_draft(shelf.tip()).id


def due(store, shelf, **later: float):
    return store.post_queue.due(shelf.clock() + timedelta(**later), SECOND)


def of(store, item_id):
    (post,) = (post for post in store.posts() if post.item_id == item_id)
    return post


def steps_to(shelf, channel):
    database = Database(shelf.db)
    try:
        with database.reading() as connection:
            rows = connection.execute(schema.steps.select().where(schema.steps.c.destination == channel.id)).all()
    finally:
        database.close()
    return [(row.old, row.new, row.cause) for row in rows]


def test_channels_are_kept_in_the_order_they_were_added(shelf, store):
    first = store.add_channel("slack_webhook", "Inkoop", "")
    second = store.add_channel("folder", "Schijf", "/mnt/team")
    assert store.channels() == (first, second)
    shelf.close()
    assert shelf.open().channels() == (first, second)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a" * 81])
def test_a_channel_has_a_name_to_tell_it_by(store, name):
    with pytest.raises(Malformed):
        store.add_channel("folder", name, "/x")
    assert store.channels() == ()


def test_a_post_is_the_version_of_when_it_was_asked_for(shelf, store, slack, tip):
    store.post(tip, slack.id, ALL)
    asked = store.draft(tip).content
    store.save(tip, shelf.tip(action="Iets anders"))
    (row,) = due(store, shelf)
    assert (row.content, row.content_hash, row.channel) == (asked, hash_of(asked), slack)
    assert of(store, tip).state is DeliveryState.WAITING


@pytest.mark.parametrize("missing", Criterion)
def test_nothing_is_posted_until_the_maker_confirmed_all_three(store, slack, tip, missing):
    with pytest.raises(Refused):
        store.post(tip, slack.id, ALL - {missing})
    assert store.posts() == ()


def test_what_cannot_be_posted_is_refused(shelf, store, slack):
    without_title = store.new_draft(shelf.tip(title=" ")).id
    for_nobody = store.new_draft(shelf.tip(everyone=False)).id
    binned = store.new_draft(shelf.tip()).id
    store.put_in_bin(binned)
    clip = store.new_draft(shelf.clip(store))
    store.blobs.remove(clip.content.body.media.sha256)
    for item_id in (without_title, for_nobody, binned, clip.id):
        with pytest.raises(Refused):
            store.post(item_id, slack.id, ALL)
    with pytest.raises(NotFound):
        store.post(store.new_draft(shelf.tip()).id, "no-channel", ALL)
    assert store.posts() == ()


def test_the_same_version_goes_to_the_same_channel_once(shelf, store, slack, tip):
    store.post(tip, slack.id, ALL)
    store.post(tip, slack.id, ALL)
    (row,) = due(store, shelf)
    assert store.post_queue.start(row)
    store.post(tip, slack.id, ALL)
    store.post_queue.settled(row, DeliveryAction.CONFIRM, None)
    with pytest.raises(Refused):
        store.post(tip, slack.id, ALL)
    assert due(store, shelf, hours=1) == ()
    store.save(tip, shelf.tip(action="Nieuw"))
    store.post(tip, slack.id, ALL)
    assert [post.state for post in store.posts()] == [DeliveryState.WAITING, DeliveryState.POSTED]


@pytest.mark.parametrize("action", [DeliveryAction.DOUBT, DeliveryAction.FAIL])
def test_what_failed_or_is_uncertain_goes_again_by_the_persons_hand_alone(shelf, store, slack, tip, action):
    store.post(tip, slack.id, ALL)
    (row,) = due(store, shelf)
    store.post_queue.start(row)
    store.post_queue.settled(row, action, DOUBT)
    post = of(store, tip)
    assert (post.state, post.reason) == (
        {DeliveryAction.DOUBT: DeliveryState.UNCERTAIN, DeliveryAction.FAIL: DeliveryState.FAILED}[action],
        DOUBT,
    )
    with pytest.raises(Refused):
        store.post(tip, slack.id, ALL)
    assert due(store, shelf, hours=1) == ()
    store.post_again(tip, post.content_hash, slack.id)
    assert of(store, tip).reason is None
    (row,) = due(store, shelf, seconds=1)
    assert row.attempts == 1
    with pytest.raises(Refused):
        store.post_again(tip, post.content_hash, slack.id)


def test_an_uncertain_post_that_a_person_saw_is_posted(shelf, store, slack, tip):
    store.post(tip, slack.id, ALL)
    (row,) = due(store, shelf)
    with pytest.raises(Refused):
        store.it_is_there(tip, row.content_hash, slack.id)
    store.post_queue.start(row)
    store.post_queue.settled(row, DeliveryAction.DOUBT, DOUBT)
    store.it_is_there(tip, row.content_hash, slack.id)
    assert (of(store, tip).state, of(store, tip).reason) == (DeliveryState.POSTED, None)
    assert [new for _, new, _ in steps_to(shelf, slack)] == ["waiting", "sending", "uncertain", "posted"]


def test_taken_back_while_it_waits_and_not_later(shelf, store, slack, tip):
    store.post(tip, slack.id, ALL)
    (row,) = due(store, shelf)
    store.take_back_post(tip, row.content_hash, slack.id)
    assert store.posts() == ()
    assert not store.post_queue.start(row)
    store.post(tip, slack.id, ALL)
    (row,) = due(store, shelf)
    store.post_queue.start(row)
    with pytest.raises(Refused):
        store.take_back_post(tip, row.content_hash, slack.id)


@pytest.mark.parametrize("unwanted", ["binned", "removed"])
@pytest.mark.parametrize("when", ["waiting", "sending"])
def test_what_is_thrown_away_or_has_no_channel_any_more_is_not_posted(shelf, store, slack, tip, unwanted, when):
    store.post(tip, slack.id, ALL)
    (row,) = due(store, shelf)
    if when == "sending":
        store.post_queue.start(row)
    if unwanted == "binned":
        store.put_in_bin(tip)
    else:
        store.remove_channel(slack.id)
    if when == "sending":
        store.post_queue.postponed(row, LATER, shelf.clock())
    assert due(store, shelf, hours=1) == () == store.posts()
    assert not store.post_queue.start(row)
    assert steps_to(shelf, slack)[-1] == ("waiting", "waiting", "taken back")
    if unwanted == "binned":
        store.restore(tip)
        assert due(store, shelf, hours=1) == ()


def test_posts_to_a_removed_channel_are_still_explained(shelf, store, slack, tip):
    store.post(tip, slack.id, ALL)
    (row,) = due(store, shelf)
    store.post_queue.start(row)
    store.remove_channel(slack.id)
    store.post_queue.settled(row, DeliveryAction.DOUBT, DOUBT)
    assert store.channels() == ()
    assert (of(store, tip).channel_name, of(store, tip).state) == ("Inkoop", DeliveryState.UNCERTAIN)
    with pytest.raises(NotFound):
        store.post_again(tip, row.content_hash, slack.id)
    store.it_is_there(tip, row.content_hash, slack.id)


def test_a_channel_takes_its_posts_in_order_and_a_second_apart(shelf, store, slack):
    other = store.add_channel("folder", "Schijf", "/x")
    first, second = (store.new_draft(shelf.tip(title)).id for title in ("een", "twee"))
    for item_id in (first, second):
        store.post(item_id, slack.id, ALL)
    store.post(second, other.id, ALL)
    mine, elsewhere = due(store, shelf)
    assert (mine.item_id, elsewhere.channel) == (first, other)
    store.post_queue.start(mine)
    store.post_queue.settled(mine, DeliveryAction.CONFIRM, None)
    assert [row.channel for row in due(store, shelf, milliseconds=900)] == [other]
    free = store.post_queue.next_at(SECOND)
    assert free < shelf.clock() + SECOND
    assert {row.item_id for row in due(store, shelf, seconds=1)} == {second}


def test_a_postponed_post_keeps_its_place_and_its_channel_waiting(shelf, store, slack):
    first, second = (store.new_draft(shelf.tip(title)).id for title in ("een", "twee"))
    for item_id in (first, second):
        store.post(item_id, slack.id, ALL)
    (row,) = due(store, shelf)
    store.post_queue.start(row)
    store.post_queue.postponed(row, LATER, shelf.clock() + timedelta(minutes=5))
    assert due(store, shelf, minutes=4) == ()
    assert (of(store, first).state, of(store, first).reason) == (DeliveryState.WAITING, LATER)
    (row,) = due(store, shelf, minutes=6)
    assert (row.item_id, row.attempts) == (first, 1)


def test_a_clock_that_was_put_back_keeps_nobody_waiting(shelf, store, slack, tip):
    store.post(tip, slack.id, ALL)
    (row,) = due(store, shelf)
    store.post_queue.start(row)
    store.post_queue.postponed(row, LATER, shelf.clock() + SECOND)
    shelf.clock.pass_(days=-3)
    assert [row.item_id for row in due(store, shelf)] == [tip]


def test_what_a_dead_sender_left_is_uncertain_unless_again_is_harmless(shelf, store, slack, tip):
    folder = store.add_channel("folder", "Schijf", "/x")
    for channel in (slack, folder):
        store.post(tip, channel.id, ALL)
    for row in due(store, shelf):
        store.post_queue.start(row)
    store.post_queue.resume({"folder"}, DOUBT)
    states = {post.channel_id: post.state for post in store.posts()}
    assert states == {slack.id: DeliveryState.UNCERTAIN, folder.id: DeliveryState.WAITING}


def test_posts_and_the_hub_do_not_wait_for_each_other(shelf, store, slack, tip):
    store.submit(tip)
    store.post(tip, slack.id, ALL)
    (to_hub,), (to_slack,) = store.outbox.due(shelf.clock()), due(store, shelf)
    assert store.outbox.start(to_hub)
    assert store.post_queue.start(to_slack)
    store.outbox.parked(to_hub, LATER)
    store.post_queue.settled(to_slack, DeliveryAction.CONFIRM, None)
    (summary,) = store.summaries()
    assert (summary.to_hub, of(store, tip).state) == (DeliveryState.FAILED, DeliveryState.POSTED)
    with store.outbox.sole_sender() as hub_turn, store.post_queue.sole_sender() as post_turn:
        assert (hub_turn, post_turn) == (True, True)


def test_what_came_out_of_a_backup_is_not_posted_by_itself(shelf, store, slack, tip):
    """It waited when the backup was made, and has been posted since."""
    folder = store.add_channel("folder", "Schijf", "/x")
    for channel in (slack, folder):
        store.post(tip, channel.id, ALL)
    moment = store.back_up_now()
    for row in due(store, shelf):
        store.post_queue.start(row)
        store.post_queue.settled(row, DeliveryAction.CONFIRM, None)
    store.go_back(moment)
    to_slack = [row for row in due(store, shelf, hours=1) if row.channel.id == slack.id]
    assert not any(store.post_queue.start(row) for row in to_slack)
    store.post_queue.resume({"folder"}, DOUBT)
    assert [row.channel.id for row in due(store, shelf, hours=1) if store.post_queue.start(row)] in ([folder.id], [])
    assert {post.state for post in store.posts() if post.channel_id == slack.id} <= {
        DeliveryState.UNCERTAIN,
        DeliveryState.POSTED,
    }


def test_what_came_out_of_a_damaged_file_is_not_posted_by_itself(shelf, store, slack, tip):
    folder = store.add_channel("folder", "Schijf", "/x")
    for channel in (slack, folder):
        store.post(tip, channel.id, ALL)
    store.back_up_now()
    for row in due(store, shelf):
        store.post_queue.start(row)
        store.post_queue.settled(row, DeliveryAction.CONFIRM, None)
    shelf.close()
    for file in shelf.home.glob("drafts.db*"):
        file.write_bytes(b"")
    store = shelf.open()
    assert store.notice is not None
    assert not any(store.post_queue.start(row) for row in due(store, shelf, hours=1))
    assert store.post_queue.resume({"folder"}, DOUBT) == 1
    assert [row.channel for row in due(store, shelf, hours=1)] == [folder]
    assert {post.channel_id: post.state.value for post in store.posts()} == {
        slack.id: "uncertain",
        folder.id: "waiting",
    }


def damage(shelf, statement: str) -> None:
    database = Database(shelf.db)
    try:
        with database.writing() as connection:
            connection.execute(text(statement))
    finally:
        database.close()


def test_a_delivery_that_is_further_than_its_post_settles_it(shelf, store, slack, tip):
    store.post(tip, slack.id, ALL)
    damage(shelf, "UPDATE deliveries SET state = 'posted'")
    assert (store.post_queue.waiting(), store.post_queue.resume((), DOUBT)) == (0, 0)
    assert due(store, shelf, hours=1) == ()
    assert of(store, tip).state is DeliveryState.POSTED


def test_a_post_whose_delivery_is_gone_is_uncertain(shelf, store, slack, tip):
    store.post(tip, slack.id, ALL)
    damage(shelf, "DELETE FROM deliveries")
    assert due(store, shelf) == ()
    assert store.post_queue.resume((), DOUBT) == 1
    assert of(store, tip).state is DeliveryState.UNCERTAIN


def test_channels_and_posts_of_now_go_along_to_an_earlier_moment(shelf, store, slack, tip):
    earlier = shelf.home / "earlier.db"
    shutil.copyfile(backups_of(shelf, store)[0], earlier)
    new = store.new_draft(shelf.tip("Nieuw")).id
    folder = store.add_channel("folder", "Schijf", "/x")
    for item_id, channel in ((tip, slack), (tip, folder), (new, slack)):
        store.post(item_id, channel.id, ALL)
    (row, _) = due(store, shelf)
    store.post_queue.start(row)
    store.post_queue.settled(row, DeliveryAction.CONFIRM, None)
    now, then = Database(shelf.db), Database(earlier)
    try:
        with now.reading() as present, then.writing() as past:
            posts.carry_over(present, past)
            past.exec_driver_sql("PRAGMA user_version = 1")
    finally:
        now.close()
        then.close()
    shelf.close()
    shutil.copyfile(earlier, shelf.db)
    store = shelf.open()
    assert [channel.name for channel in store.channels()] == ["Inkoop", "Schijf"]
    assert store.post_queue.resume((), DOUBT) == 0
    assert {(post.item_id, post.channel_id): post.state.value for post in store.posts()} == {
        (tip, slack.id): "posted",
        (tip, folder.id): "waiting",
    }


def backups_of(shelf, store):
    store.back_up_now()
    return sorted(shelf.backups.glob("*.db"), reverse=True)


def test_a_draft_deleted_for_good_takes_its_posts_along(shelf, store, slack, tip):
    store.post(tip, slack.id, ALL)
    (row,) = due(store, shelf)
    store.post_queue.start(row)
    store.put_in_bin(tip)
    store.delete_for_good(tip)
    store.post_queue.settled(row, DeliveryAction.CONFIRM, None)
    store.post_queue.postponed(row, LATER, shelf.clock())
    assert store.posts() == ()
