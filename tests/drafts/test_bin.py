"""Deleting for good: by the person's hand, only what lies in the bin, and only what nothing else needs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import DiskAlmostFull, NotFound, Refused
from core.feed import HubIdentity
from drafts import bin
from drafts.records import HubLink

HUB = HubIdentity("hub-1", 1, "Vonk")


def binned(store, content):
    draft = store.new_draft(content)
    store.put_in_bin(draft.id)
    return draft


def connect(store, shelf):
    store.connect_hub(HubLink("https://hub.example", HUB, shelf.clock(), "Sanne"))


def test_what_is_deleted_for_good_is_gone_with_its_versions_and_its_recording(store, shelf):
    content = shelf.clip(store)
    draft = binned(store, content)
    store.delete_for_good(draft.id)
    assert store.bin() == ()
    assert store.revisions(draft.id) == ()
    assert not store.blobs.has(content.body.media.sha256)
    with pytest.raises(NotFound):
        store.draft(draft.id)


def test_a_recording_that_another_draft_names_stays(store, shelf):
    content = shelf.clip(store)
    kept = store.new_draft(content)
    store.delete_for_good(binned(store, content).id)
    assert store.blobs.whole(store.draft(kept.id).content.body.media)


def test_a_recording_that_only_an_earlier_version_names_stays(store, shelf):
    content = shelf.clip(store)
    kept = store.new_draft(content)
    store.save(kept.id, shelf.tip())
    store.delete_for_good(binned(store, content).id)
    assert store.blobs.has(content.body.media.sha256)


def test_a_recording_that_no_draft_named_yet_stays(store, shelf):
    """It was added a moment ago; its draft comes in the next transaction."""
    waiting = shelf.clip(store, b"komt nog").body.media
    store.delete_for_good(binned(store, shelf.clip(store, b"gaat weg")).id)
    assert store.blobs.has(waiting.sha256)


def test_what_does_not_lie_in_the_bin_cannot_be_deleted(store, shelf):
    draft = store.new_draft(shelf.tip())
    with pytest.raises(Refused) as told:
        store.delete_for_good(draft.id)
    assert told.value.title is bin.NOT_IN_BIN
    assert store.draft(draft.id).content.title == "Tip"


def test_of_what_is_not_there_nothing_is_deleted(store):
    with pytest.raises(NotFound):
        store.delete_for_good("01HX0000000000000000000000")


@pytest.fixture
def taken_back(store, shelf):
    """Asked for review, at the hub already, then thrown away: the hub must be told."""
    connect(store, shelf)
    draft = store.new_draft(shelf.tip("Teruggetrokken"))
    store.submit(draft.id)
    (row,) = store.outbox.due(shelf.clock())
    store.outbox.start(row)
    store.put_in_bin(draft.id)
    return draft


def test_what_the_hub_must_still_hear_is_not_deleted(store, taken_back):
    with pytest.raises(Refused):
        store.delete_for_good(taken_back.id)
    assert [each.id for each in store.bin()] == [taken_back.id]
    assert store.outbox.count().waiting == 1


def test_without_a_hub_nobody_can_be_told_and_it_can_be_deleted(store, taken_back):
    store.disconnect_hub()
    store.delete_for_good(taken_back.id)
    assert store.bin() == ()
    assert store.outbox.count().waiting == 0


def test_emptying_the_bin_deletes_all_but_what_the_hub_must_hear(store, shelf, taken_back):
    content = shelf.clip(store)
    binned(store, content)
    binned(store, shelf.tip())
    kept = store.new_draft(shelf.tip("Blijft"))
    assert store.empty_bin() == 2
    assert [each.id for each in store.bin()] == [taken_back.id]
    assert [each.id for each in store.summaries()] == [kept.id]
    assert not store.blobs.has(content.body.media.sha256)


def test_a_file_the_disk_keeps_hold_of_is_told_and_the_others_still_go(store, shelf, monkeypatch):
    contents = [shelf.clip(store, data) for data in (b"een", b"twee", b"drie")]
    for content in contents:
        binned(store, content)
    remove, asked = store.blobs.remove, []

    def full(sha256: str) -> None:
        asked.append(sha256)
        if len(asked) == 1:
            raise OSError(28, "no room")
        remove(sha256)

    monkeypatch.setattr(store.blobs, "remove", full)
    with pytest.raises(DiskAlmostFull):
        store.empty_bin()
    assert len(asked) == 3
    assert [store.blobs.has(content.body.media.sha256) for content in contents].count(True) == 1


def test_the_program_itself_lets_go_only_after_thirty_days(store, shelf):
    binned(store, shelf.tip())
    shelf.clock.now += timedelta(days=29)
    assert store.empty_bin_of_old() == 0
    shelf.clock.now += timedelta(days=2)
    assert store.empty_bin_of_old() == 1
