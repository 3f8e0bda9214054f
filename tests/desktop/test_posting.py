"""Posting to channels, without windows: what asks, what goes, and that what was confirmed is what is posted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from channels.posting import Outcome
from core.content import Audience, Content, TipBody
from core.delivery import DeliveryAction, DeliveryState
from core.errors import AppError
from core.language import Bilingual
from core.review import Criterion
from sync.posting import NO_ADDRESS

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
ALL = frozenset(Criterion)
SLACK = "https://hooks.slack.com/services/T000/B000/geheim"
WEBHOOK = {"url": "https://intranet.example.org/vonk", "secret": f"whsec_{'A' * 32}"}
BUSY = Bilingual(en="The channel asks us to wait.", nl="Het kanaal vraagt om te wachten.")


@pytest.fixture
def posting(parts):
    return parts.posting


@pytest.fixture
def channels(parts):
    parts.channels.kept.connect(lambda _: parts.posting.reload())
    return parts.channels


def troubles(presenter) -> list[AppError]:
    found: list[AppError] = []
    presenter.failed.connect(found.append)
    return found


# Posting


def test_what_is_asked_goes_by_itself_and_is_sent_at_once(posting, store, qtbot):
    draft, channel = store.new_draft(TIP), store.add_channel("teams", "Balie", "")
    with qtbot.waitSignals([posting.posted, posting.to_send]):
        posting.post(draft.id, TIP, [channel.id], ALL)
    assert [(post.title, post.channel_name) for post in posting.going] == [("Plakken", "Balie")]
    assert posting.asking == ()
    assert posting.earlier(draft.id, TIP) == {channel.id: DeliveryState.WAITING}
    assert posting.earlier(draft.id, replace(TIP, title="Anders")) == {}


def test_what_changed_meanwhile_is_not_posted_in_the_place_of_what_was_confirmed(posting, store):
    draft, channel = store.new_draft(TIP), store.add_channel("teams", "Balie", "")
    told = troubles(posting)
    store.save(draft.id, replace(TIP, title="Door een ander veranderd"))
    posting.post(draft.id, TIP, [channel.id], ALL)
    assert store.posts() == ()
    assert [error.title.en for error in told] == ["Your draft changed while you confirmed it."]


def test_without_all_three_answers_nothing_is_posted(posting, store):
    draft, channel = store.new_draft(TIP), store.add_channel("teams", "Balie", "")
    told = troubles(posting)
    posting.post(draft.id, TIP, [channel.id], ALL - {Criterion.CORRECT})
    assert store.posts() == ()
    assert len(told) == 1


def test_what_only_a_person_can_settle_asks(posting, store):
    draft = store.new_draft(TIP)
    ids = [store.add_channel("slack_webhook", name, "").id for name in ("weet niet", "mislukt", "adres", "druk", "er")]
    posting.post(draft.id, TIP, ids, ALL)
    store.become(draft.id, ids[0], DeliveryState.UNCERTAIN)
    store.become(draft.id, ids[1], DeliveryState.FAILED)
    store.become(draft.id, ids[2], DeliveryState.WAITING, NO_ADDRESS)
    store.become(draft.id, ids[3], DeliveryState.WAITING, BUSY)
    store.become(draft.id, ids[4], DeliveryState.HANDED_OVER)
    posting.reload()
    assert [post.channel_name for post in posting.asking] == ["adres", "mislukt", "weet niet"]
    assert [post.channel_name for post in posting.going] == ["druk"]
    assert [post.channel_name for post in posting.arrived] == ["er"]


def test_what_failed_in_a_channel_that_is_gone_asks_nothing_any_more_but_doubt_does(posting, store):
    draft = store.new_draft(TIP)
    ids = [store.add_channel("slack_webhook", name, "").id for name in ("weet niet", "mislukt")]
    posting.post(draft.id, TIP, ids, ALL)
    store.become(draft.id, ids[0], DeliveryState.UNCERTAIN)
    store.become(draft.id, ids[1], DeliveryState.FAILED)
    for channel_id in ids:
        store.remove_channel(channel_id)
    posting.reload()
    assert [post.channel_name for post in posting.asking] == ["weet niet"]
    assert not posting.can_post_again(posting.asking[0])


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("it_is_there", DeliveryState.UNCERTAIN, DeliveryState.POSTED),
        ("post_again", DeliveryState.UNCERTAIN, DeliveryState.WAITING),
        ("post_again", DeliveryState.FAILED, DeliveryState.WAITING),
    ],
)
def test_the_person_settles_it_and_sync_is_told(posting, store, qtbot, verb, before, after):
    draft, channel = store.new_draft(TIP), store.add_channel("teams", "Balie", "")
    posting.post(draft.id, TIP, [channel.id], ALL)
    store.become(draft.id, channel.id, before)
    posting.reload()
    with qtbot.waitSignal(posting.to_send):
        getattr(posting, verb)(posting.asking[0])
    assert [post.state for post in store.posts()] == [after]


def test_what_waits_can_be_taken_back(posting, store):
    draft, channel = store.new_draft(TIP), store.add_channel("teams", "Balie", "")
    posting.post(draft.id, TIP, [channel.id], ALL)
    posting.take_back(posting.going[0])
    assert store.posts() == posting.going == ()


def test_while_something_goes_it_looks_again_ever_less_often_and_then_no_more(posting, store, qtbot):
    draft, channel = store.new_draft(TIP), store.add_channel("teams", "Balie", "")
    posting.post(draft.id, TIP, [channel.id], ALL)
    first = posting._again.interval()
    posting.reload()
    assert posting._again.interval() == 2 * first
    for _ in range(20):
        posting.reload()
    assert posting._again.interval() == 60_000
    store.become(draft.id, channel.id, DeliveryState.SENDING)
    posting.reload()
    assert posting._again.interval() == first
    posting._again.start(10)
    store.become(draft.id, channel.id, DeliveryState.UNCERTAIN)
    qtbot.waitUntil(lambda: len(posting.asking) == 1)
    assert not posting._again.isActive()
    store.become(draft.id, channel.id, DeliveryState.WAITING, NO_ADDRESS)
    posting.reload()
    assert not posting._again.isActive()


def test_posting_comes_first_only_with_a_channel_and_without_a_hub(posting, store):
    posting.reload()
    assert not posting.comes_first
    store.add_channel("teams", "Balie", "")
    posting.reload()
    assert posting.comes_first
    store.linked = object()
    posting.reload()
    assert not posting.comes_first


# Channels


def test_a_channel_is_kept_with_its_address_in_the_keyring_and_not_in_the_store(channels, store, channel_door):
    channels.add("slack_webhook", "Balie", {"address": SLACK})
    assert [(listed.channel.name, listed.address) for listed in channels.channels] == [("Balie", "kept")]
    assert channel_door.addresses == {"c1": SLACK}
    assert SLACK not in repr(store.channels())
    assert not channels.busy


def test_a_folder_is_no_secret(channels, store, channel_door, tmp_path):
    channels.add("folder", "Gedeeld", {"address": str(tmp_path)})
    assert store.channels()[0].place == str(tmp_path)
    assert channel_door.addresses == {}
    assert channels.channels[0].address == "kept"


def test_two_parts_make_one_address(channels, channel_door):
    channels.add("webhook", "Intranet", WEBHOOK)
    assert json.loads(channel_door.addresses["c1"]) == WEBHOOK


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("slack_webhook", {"address": "https://example.org/"}, "address"),
        ("teams", {"address": "http://x.api.powerplatform.com/?sig=1"}, "address"),
        ("folder", {"address": "/is/er/niet"}, "address"),
        ("slack_bot", {"token": "xoxp-nee", "channel": "C0123456789"}, "token"),
        ("slack_bot", {"token": "xoxb-0123456789", "channel": "#balie"}, "channel"),
        ("webhook", {**WEBHOOK, "url": "http://intranet.example.org"}, "url"),
        ("webhook", {**WEBHOOK, "secret": "geheim"}, "secret"),
    ],
)
def test_the_field_that_is_wrong_is_named(channels, store, kind, typed, field):
    said: list[tuple[str, str]] = []
    channels.refused.connect(lambda where, error: said.append((where, error.in_("en"))))
    channels.add(kind, "Balie", typed)
    assert [where for where, _ in said] == [field]
    assert not any(part in said[0][1] for part in typed.values())
    assert store.channels() == ()
    assert not channels.busy


def test_a_name_that_the_store_does_not_take_is_told_at_the_name(channels, channel_door):
    said: list[str] = []
    channels.refused.connect(lambda where, _: said.append(where))
    channels.add("slack_webhook", " ", {"address": SLACK})
    assert said == ["name"]
    assert channel_door.addresses == {}


def test_without_a_keyring_the_address_is_there_until_the_app_ends(channels, channel_door):
    channel_door.keeps = False
    channels.add("slack_webhook", "Balie", {"address": SLACK})
    assert channels.channels[0].address == "until_quit"
    channel_door.addresses.clear()  # as after a restart
    channels.load()
    assert channels.channels[0].address == "missing"
    channel_door.keeps = True
    channels.renew(channels.channels[0].channel, {"address": SLACK})
    assert channels.channels[0].address == "kept"


def test_a_test_says_what_became_of_it_until_the_address_changes(channels, channel_door):
    channels.add("slack_webhook", "Balie", {"address": SLACK})
    channel = channels.channels[0].channel
    channel_door.answer = Outcome(DeliveryAction.FAIL, 404, reason=BUSY)
    channels.test(channel)
    assert channel_door.tests == ["Balie"]
    assert channels.tried(channel.id) is channel_door.answer
    assert not channels.is_trying(channel.id)
    channels.renew(channel, {"address": SLACK})
    assert channels.tried(channel.id) is None


def test_what_is_removed_is_forgotten(channels, store, channel_door):
    channels.add("slack_webhook", "Balie", {"address": SLACK})
    channels.remove("c1")
    assert channels.channels == store.channels() == ()
    assert channel_door.addresses == {}
