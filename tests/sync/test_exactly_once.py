"""From the outbox to a hub over real HTTP, with everything that goes wrong on the way."""

from __future__ import annotations

import os

import pytest

PART = 256 * 1024


def test_a_tip_arrives_once_and_is_in_review(desk, hub):
    tip = desk.tip()
    report = desk.sync()
    assert (report.sent, report.waiting, report.parked, report.offline) == (1, 0, 0, False)
    assert list(hub.items.values()) == ["submitted"]
    assert desk.review(tip) == "submitted"
    assert desk.summary(tip).to_hub == "posted"


def test_a_second_pass_sends_nothing_again(desk, hub):
    desk.tip()
    desk.sync()
    assert desk.sync().sent == 0
    assert sum(request.startswith("PUT") for request in hub.requests) == 1


def test_a_clip_arrives_with_every_byte(desk, hub):
    data = os.urandom(3 * PART + 17)
    desk.clip(data)
    assert desk.sync().sent == 1
    assert list(hub.blobs.values()) == [data]


def test_a_lost_answer_after_the_hub_kept_it_makes_no_second_item(desk, hub):
    tip = desk.tip()
    hub.order("PUT", "drop_answer")
    report = desk.sync()
    assert (report.sent, report.waiting, report.offline) == (0, 1, False)
    desk.clock.pass_(minutes=1)
    assert desk.sync().sent == 1
    assert list(hub.created.values()) == [1]
    assert desk.summary(tip).to_hub == "posted"


def test_an_upload_goes_on_where_a_cut_left_it(desk, hub):
    data = os.urandom(12 * PART)
    desk.clip(data)
    hub.order("PATCH", "", "cut", "", "cut", "drop_answer")
    assert desk.sync().sent == 1
    assert list(hub.blobs.values()) == [data]
    assert hub.received <= len(data)


def test_an_upload_goes_on_after_the_program_ended_in_the_middle(desk, hub):
    data = os.urandom(20 * PART)
    desk.clip(data)
    hub.order("PATCH", "", "", "unavailable")
    report = desk.sync()
    assert (report.sent, report.waiting) == (0, 1)
    before = hub.received
    desk.clock.pass_(minutes=1)
    assert desk.sync().sent == 1
    assert list(hub.blobs.values()) == [data]
    assert hub.received == len(data) + PART * 4, "only the refused part was sent twice"
    assert before > 0


def test_a_part_that_arrives_damaged_is_sent_again(desk, hub):
    data = os.urandom(2 * PART)
    desk.clip(data)
    hub.order("PATCH", "flip", "flip")
    assert desk.sync().sent == 1
    assert list(hub.blobs.values()) == [data]


def test_an_upload_the_hub_forgot_begins_anew(desk, hub):
    desk.clip(os.urandom(3 * PART))
    hub.order("PATCH", "", "unavailable")
    desk.sync()
    hub.uploads.clear()
    desk.clock.pass_(minutes=1)
    assert desk.sync().sent == 1


def test_no_hub_at_the_address_is_offline_and_costs_no_item_an_attempt(desk, hub):
    tips = [desk.tip(str(number)) for number in range(20)]
    hub.down()
    report = desk.sync()
    assert (report.offline, report.waiting, report.sent) == (True, 20, 0)
    hub.up()
    assert desk.sync().sent == 20
    assert all(desk.summary(tip).to_hub == "posted" for tip in tips)


@pytest.mark.parametrize("fault", ["html", "redirect"])
def test_a_captive_portal_counts_as_offline(desk, hub, fault):
    desk.tip()
    hub.order("GET /api/v1/hub", fault)
    report = desk.sync()
    assert (report.offline, report.waiting) == (True, 1)
    assert not any(hub.authorizations), "no token goes to a stranger"


def test_a_portal_that_comes_up_in_mid_pass_keeps_everything_waiting(desk, hub):
    desk.tip("a")
    desk.tip("b")
    hub.order("PUT", "html")
    hub.order("GET /api/v1/hub", "", "html")
    report = desk.sync()
    assert (report.offline, report.sent, report.waiting) == (True, 0, 2)


def test_slow_down_is_obeyed(desk, hub):
    desk.tip()
    hub.order("PUT", "slow_down")
    report = desk.sync()
    assert (report.next_wake - desk.clock.now).total_seconds() >= 6.9
    desk.clock.pass_(seconds=6)
    assert desk.sync().sent == 0
    desk.clock.pass_(seconds=10)
    assert desk.sync().sent == 1


def test_a_poison_item_is_parked_and_delays_nobody(desk, hub):
    poison, good = desk.tip("poison"), desk.tip("good")
    hub.order("PUT", "422")
    report = desk.sync()
    assert (report.sent, report.parked, report.waiting) == (1, 1, 0)
    assert desk.summary(poison).to_hub == "failed"
    assert desk.summary(poison).blocked.nl.startswith("De hub begrijpt dit niet.")
    assert desk.summary(good).to_hub == "posted"
    desk.store.send_again(poison)
    assert desk.sync().sent == 1


def test_trouble_with_one_item_does_not_stop_the_next(desk, hub):
    desk.tip("a")
    desk.tip("b")
    hub.order("PUT", "500")
    report = desk.sync()
    assert (report.sent, report.waiting, report.offline) == (1, 1, False)


def test_another_hub_at_the_address_gets_nothing(desk, hub):
    desk.tip()
    hub.hub_id = "11111111-2222-3333-4444-555555555555"
    report = desk.sync()
    assert report.trouble.code == "other_hub"
    assert (report.offline, report.waiting, report.parked) == (False, 1, 0)
    assert not any(hub.authorizations)
    assert set(hub.requests) == {"GET /api/v1/hub"}


def test_an_expired_token_is_renewed_once(desk, hub):
    desk.tip()
    hub.access = "another"
    assert desk.sync().sent == 1
    assert hub.renewals == 1
    assert desk.tokens.tokens.refresh == "refresh-2"


def test_a_withdrawn_device_asks_to_connect_again_and_loses_nothing(desk, hub):
    desk.tip()
    hub.access = hub.refresh = "revoked"
    report = desk.sync()
    assert type(report.trouble).__name__ == "SignInNeeded"
    assert (report.waiting, report.parked) == (1, 0)
    desk.tokens.tokens = None


def test_a_file_damaged_on_this_computer_is_told_and_not_published(desk, hub):
    clip = desk.clip(os.urandom(PART))
    path = desk.store.blobs.path(desk.store.draft(clip).content.body.media)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    report = desk.sync()
    assert report.parked == 1
    assert "beschadigd" in desk.summary(clip).blocked.nl
    assert not hub.items


def test_what_the_hub_lost_is_uploaded_again(desk, hub):
    data = os.urandom(PART)
    desk.clip(data)
    hub.order("PUT", "")
    sha256 = desk.store.summaries()[0].media.sha256
    hub.blobs[sha256] = data
    forgotten = hub.take_fault

    def forget(request: str) -> str:
        if request.startswith("PUT") and len(hub.requests) < 4:
            hub.blobs.clear()
        return forgotten(request)

    hub.take_fault = forget
    assert desk.sync().sent == 1
    assert list(hub.blobs.values()) == [data]


def test_changes_asked_come_down_and_the_changed_version_goes_up(desk, hub):
    tip = desk.tip()
    desk.sync()
    first = desk.store.draft(tip).submitted_hash
    hub.tell(tip, first, "changes_requested", "Noem de sneltoets", [{"criterion": "clear", "score": 2, "comment": "?"}])
    assert desk.sync().received == 1
    assert desk.review(tip) == "changes_requested"
    assert desk.summary(tip).has_feedback
    assert desk.store.feedback(tip)[-1].comment == "Noem de sneltoets"
    draft = desk.store.draft(tip)
    desk.store.save(tip, type(draft.content)(draft.content.body, title="Beter", audience=draft.content.audience))
    desk.store.submit(tip)
    desk.sync()
    assert desk.review(tip) == "submitted"
    assert len(hub.items) == 2
    second = desk.store.draft(tip).submitted_hash
    hub.tell(tip, second, "published", board_url=f"{hub.url}/items/{tip}")
    desk.sync()
    assert desk.review(tip) == "published"
    assert desk.summary(tip).board_url == f"{hub.url}/items/{tip}"


def test_an_old_answer_does_not_undo_what_the_feed_said(desk, hub):
    tip = desk.tip()
    hub.order("PUT", "drop_answer")
    desk.sync()
    hub.tell(tip, desk.store.draft(tip).submitted_hash, "approved")
    assert (desk.sync().sent, desk.review(tip)) == (0, "approved")
    desk.clock.pass_(minutes=1)
    assert (desk.sync().sent, desk.review(tip)) == (1, "approved")


def test_what_a_sender_left_when_it_died_is_taken_up(desk, hub):
    desk.tip()
    (row,) = desk.store.outbox.due(desk.clock.now)
    assert desk.store.outbox.start(row)
    assert desk.sync().sent == 1


def test_withdrawn_after_a_lost_answer_it_is_withdrawn_at_the_hub_too(desk, hub):
    tip = desk.tip()
    hub.order("PUT", "drop_answer")
    desk.sync()
    desk.store.withdraw(tip)
    desk.sync()
    assert (desk.review(tip), list(hub.items.values())) == ("draft", ["draft"])


def test_a_refused_withdrawal_is_shown_and_goes_again_before_the_next_asking(desk, hub):
    tip = desk.tip()
    desk.sync()
    desk.store.withdraw(tip)
    hub.order("POST", "403")
    assert desk.sync().parked == 1
    assert (desk.review(tip), desk.summary(tip).blocked is None) == ("draft", False)
    desk.store.submit(tip)
    assert desk.summary(tip).blocked is None
    assert desk.sync().sent == 2
    assert (desk.review(tip), list(hub.items.values())) == ("submitted", ["submitted"])


def test_withdrawn_in_mid_upload_it_is_not_handed_in(desk, hub):
    clip = desk.clip(os.urandom(3 * PART))
    forgotten = hub.take_fault

    def change_of_mind(request: str) -> str:
        if request.startswith("PATCH") and desk.review(clip) == "submitted":
            desk.store.withdraw(clip)
        return forgotten(request)

    hub.take_fault = change_of_mind
    desk.sync()
    assert not hub.items
    assert (desk.review(clip), desk.sync().waiting) == ("draft", 0)


def test_withdrawn_before_it_left_it_never_leaves(desk, hub):
    tip = desk.tip()
    desk.store.withdraw(tip)
    assert desk.sync().sent == 0
    assert not hub.items


def test_withdrawn_and_asked_again_ends_in_review(desk, hub):
    tip = desk.tip()
    desk.sync()
    desk.store.withdraw(tip)
    desk.sync()
    assert (desk.review(tip), list(hub.items.values())) == ("draft", ["draft"])
    desk.store.submit(tip)
    desk.store.withdraw(tip)
    desk.store.submit(tip)
    desk.sync()
    assert (desk.review(tip), list(hub.items.values())) == ("submitted", ["submitted"])


def test_a_withdrawal_that_comes_too_late_shows_what_the_hub_decided(desk, hub):
    tip = desk.tip()
    desk.sync()
    hash_ = desk.store.draft(tip).submitted_hash
    hub.items[tip, hash_] = "approved"
    hub.tell(tip, hash_, "approved")
    desk.store.withdraw(tip)
    assert desk.review(tip) == "draft"
    desk.sync()
    assert desk.review(tip) == "approved"


def test_an_edit_after_asking_does_not_change_what_is_sent(desk, hub):
    tip = desk.tip()
    draft = desk.store.draft(tip)
    desk.store.save(tip, type(draft.content)(draft.content.body, title="Later", audience=draft.content.audience))
    desk.sync()
    assert list(hub.items) == [(tip, draft.submitted_hash)]


def test_a_hub_that_lost_everything_deletes_nothing_here_and_is_offered_it_again(desk, hub):
    tip, clip = desk.tip(), desk.clip(os.urandom(PART))
    desk.sync()
    had = dict(hub.items)
    hub.items.clear()
    hub.blobs.clear()
    hub.events.clear()
    hub.epoch = 2
    desk.sync()
    assert desk.review(tip) == "submitted"
    assert desk.review(clip) == "submitted"
    assert desk.store.hub().identity.epoch == 2
    assert hub.items == had
    assert len(hub.blobs) == 1
    assert desk.sync().sent == 0


def test_stopping_in_mid_upload_goes_on_later(desk, hub):
    desk.clip(os.urandom(8 * PART))
    forgotten = hub.take_fault

    def stop(request: str) -> str:
        desk.stopped = request.startswith("PATCH")
        return forgotten(request)

    hub.take_fault = stop
    assert desk.sync().sent == 0
    hub.take_fault, desk.stopped = forgotten, False
    before = hub.received
    assert before > 0
    assert desk.sync().sent == 1
    assert hub.received == 8 * PART


def test_two_senders_take_turns(desk, hub, tmp_path):
    desk.tip()
    with desk.store.outbox.sole_sender() as ours:
        assert ours
        report = desk.sync()
    assert (report.busy, report.sent, report.waiting) == (True, 0, 1)
    assert desk.sync().sent == 1


def test_the_directory_is_kept_for_offline(desk, hub):
    desk.sync()
    desk.sync()
    hub.down()
    desk.sync()
    hub.up()
    assert desk.store.directory().teams[0].people == 3
