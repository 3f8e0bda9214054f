"""Holding an item back, letting it go on, and what is told on the way."""

from __future__ import annotations

import os

from sync.engine import LOOK_OTHERWISE, LOOK_WHEN_AWAITED, LOOK_WHEN_LONG_AWAITED, look_after
from sync.upload import Pace, next_rate

PART = 256 * 1024


def test_what_is_held_back_waits_and_delays_nobody(desk, hub):
    first, second = desk.tip("first"), desk.tip("second")
    desk.store.hold(first)
    report = desk.sync()
    assert (report.sent, report.waiting) == (1, 0)
    assert (desk.summary(first).held, desk.summary(second).to_hub) == (True, "posted")
    desk.store.go_on(first)
    assert desk.sync().sent == 1
    assert not desk.summary(first).held


def test_held_back_in_mid_upload_it_stops_and_later_goes_on_from_there(desk, hub):
    data = os.urandom(6 * PART)
    clip = desk.clip(data)
    forgotten = hub.take_fault

    def hold_at_second_part(request: str) -> str:
        if request.startswith("PATCH") and desk.summary(clip).sent_bytes:
            desk.store.hold(clip)
        return forgotten(request)

    hub.take_fault = hold_at_second_part
    assert desk.sync().sent == 0
    hub.take_fault = forgotten
    sent = desk.summary(clip).sent_bytes
    assert 0 < sent < len(data)
    assert (desk.summary(clip).to_hub, hub.received) == ("waiting", sent)
    desk.store.go_on(clip)
    assert desk.sync().sent == 1
    assert hub.received == len(data)
    assert list(hub.blobs.values()) == [data]


def test_held_back_it_can_be_taken_back(desk, hub):
    tip = desk.tip()
    desk.store.hold(tip)
    desk.store.withdraw(tip)
    assert desk.sync().sent == 0
    desk.store.submit(tip)
    assert desk.sync().sent == 1


def test_the_rate_is_told_while_an_upload_is_on_its_way(desk, hub):
    moments = iter(range(100))
    desk.engine._monotonic = lambda: float(next(moments))
    clip = desk.clip(os.urandom(4 * PART))
    hub.order("PATCH", "", "unavailable")
    desk.sync()
    assert desk.summary(clip).rate == PART


def test_a_rate_moves_slowly():
    assert next_rate(0.0, 1000, 1.0) == 1000
    assert next_rate(1000.0, 2000, 1.0) == 1300
    assert next_rate(1000.0, 1000, 0.0) > 1000


def test_an_event_of_a_later_version_is_kept_and_the_feed_goes_on(desk, hub):
    tip = desk.tip()
    desk.sync()
    hub.events.append({"kind": "thanks", "sequence": len(hub.events) + 1, "item_id": tip, "by": "Ann"})
    hub.tell(tip, desk.store.draft(tip).submitted_hash, "approved")
    desk.sync()
    assert desk.review(tip) == "approved"
    with desk.store._database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT event FROM feedback WHERE item_id = ''").scalars().all()
    assert kept == [f'{{"by":"Ann","item_id":"{tip}","kind":"thanks","sequence":2}}']


def test_who_waits_long_looks_less_often():
    def middling() -> float:
        return 0.5

    assert look_after(True, 0, middling) == LOOK_WHEN_AWAITED
    assert look_after(True, 100, middling) == LOOK_WHEN_LONG_AWAITED
    assert look_after(True, 100, lambda: 0.0) < LOOK_WHEN_LONG_AWAITED < look_after(True, 100, lambda: 0.99)
    assert look_after(False, 0, middling) == LOOK_OTHERWISE


def test_an_upload_keeps_to_the_pace_that_was_chosen(desk, hub):
    """A line that takes no time at all: what is waited is what the limit asks."""
    waited = []
    desk.engine._pace = Pace(lambda: PART, waited.append)
    data = os.urandom(4 * PART)
    clip = desk.clip(data)
    assert desk.sync().sent == 1
    assert sum(waited) == 4
    assert max(waited) <= 0.25, "who takes it back need not wait long"
    assert list(hub.blobs.values()) == [data]
    assert desk.summary(clip).to_hub == "posted"


def test_on_a_connection_paid_by_the_byte_texts_go_and_recordings_wait(desk, hub):
    allowed = [False]
    desk.engine._files_may_go = lambda: allowed[0]
    clip, tip = desk.clip(os.urandom(PART)), desk.tip()
    report = desk.sync()
    assert (report.sent, report.spared, report.waiting) == (1, 1, 1)
    assert (report.next_wake - desk.clock.now).total_seconds() > 15, "it does not ask again and again"
    assert [key[0] for key in hub.items] == [tip]
    assert (desk.summary(clip).to_hub, hub.received) == ("waiting", 0)
    allowed[0] = True
    assert desk.sync().sent == 1


def test_one_word_that_cannot_be_read_takes_no_other_with_it(desk, hub):
    tip = desk.tip()
    desk.sync()
    hash_ = desk.store.draft(tip).submitted_hash
    hub.tell(tip, hash_, "changes_requested", "Which key?")
    hub.tell(tip, hash_, "approved", "Fine")
    desk.sync()
    with desk.store._database.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE feedback SET event = replace(event, 'sequence', 'sequenbe') WHERE sequence = 2"
        )
        connection.exec_driver_sql("UPDATE directory SET directory = '{'")
    assert [event.comment for event in desk.store.feedback(tip)] == ["", "Fine"]
    assert desk.store.directory() is None
    assert [row.id for row in desk.store.summaries()] == [tip]


def test_a_made_up_word_in_the_place_of_a_real_one_gives_way_to_it(desk, hub):
    """An import may bring words of a hub that never said them: what the hub says itself counts."""
    tip = desk.tip()
    with desk.store._database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO feedback SELECT hub_id, epoch, 1, 'x', 'y', '{}', connected_at FROM hub"
        )
    desk.sync()
    hub.tell(tip, desk.store.draft(tip).submitted_hash, "approved", "Well said")
    hub.events[0] = hub.events[-1] | {"sequence": 1}
    del hub.events[1:]
    with desk.store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE hub SET cursor = 0")
    desk.sync()
    assert desk.review(tip) == "approved"
    assert [event.comment for event in desk.store.feedback(tip)][-1] == "Well said"
