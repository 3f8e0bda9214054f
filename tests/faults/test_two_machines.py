"""One person with the same drafts on two machines: whatever happens, no version is lost without a word."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.content import ClipBody
from core.draft import Draft
from core.errors import Refused
from drafts.database import sqlite_module
from tests.faults.desk import Desk
from tests.faults.real_hub import RealHub


@pytest.fixture
def twins(make_desk: Callable[..., Desk], tmp_path: Path) -> Callable[[Desk], Desk]:
    """A second machine with a copy of everything on the first."""

    def copy(first: Desk) -> Desk:
        home = tmp_path / "second"
        home.mkdir()
        if (first.home / "blobs").exists():
            shutil.copytree(first.home / "blobs", home / "blobs")
        with closing(sqlite_module().connect(str(home / "drafts.db"))) as target:
            first.store._database.copy_to(target)
        return make_desk("second")

    return copy


def written(desk: Desk, item_id: str, title: str) -> Draft:
    return desk.store.save(item_id, replace(desk.store.draft(item_id).content, title=title))


def taken_back(desk: Desk, title: str = "One") -> str:
    """A tip the hub has seen, and that can be changed again."""
    draft = desk.tip(title)
    desk.sync()
    desk.store.withdraw(draft.id)
    desk.sync()
    return draft.id


def test_a_version_of_another_machine_comes_here_where_nothing_was_changed(desk, twins):
    item_id = taken_back(desk)
    other = twins(desk)
    written(other, item_id, "Two")
    sent = other.store.submit(item_id)
    assert other.sync().sent == 1
    desk.sync()
    draft = desk.store.draft(item_id)
    assert (draft.content.title, draft.review.value, draft.submitted_hash) == ("Two", "submitted", sent.submitted_hash)
    assert desk.store.other_version(item_id) is None
    assert [each.content.title for each in desk.store.revisions(item_id)][:2] == ["Two", "One"]


def test_asked_on_both_the_second_is_refused_and_both_are_there(desk, twins, hub: RealHub):
    item_id = taken_back(desk)
    other = twins(desk)
    written(desk, item_id, "Here")
    desk.store.submit(item_id)
    written(other, item_id, "There")
    other.store.submit(item_id)
    assert other.sync().sent == 1
    report = desk.sync()
    assert (report.sent, report.waiting, report.parked, report.trouble) == (0, 0, 0, None)
    assert desk.store.draft(item_id).content.title == "Here"
    assert desk.store.draft(item_id).review.value == "draft"
    assert desk.store.other_version(item_id).content.title == "There"
    assert desk.summary(item_id).two_versions
    with pytest.raises(Refused):
        desk.store.submit(item_id)
    states = dict(hub.rows(f"SELECT title, state FROM versions WHERE item_id = '{item_id}'"))
    assert states == {"One": "draft", "There": "submitted"}


@pytest.fixture
def both(desk, twins) -> tuple[Desk, Desk, str]:
    """Two machines and an item that was changed on both; the second handed its version in."""
    item_id = taken_back(desk)
    other = twins(desk)
    written(desk, item_id, "Here")
    written(other, item_id, "There")
    other.store.submit(item_id)
    other.sync()
    desk.sync()
    assert desk.store.other_version(item_id).content.title == "There"
    return desk, other, item_id


def test_mine_can_stay_and_follows_the_other(both, hub: RealHub):
    desk, other, item_id = both
    desk.store.keep_mine(item_id)
    desk.store.submit(item_id)
    assert desk.sync().sent == 1
    states = dict(hub.rows(f"SELECT title, state FROM versions WHERE item_id = '{item_id}'"))
    assert states == {"One": "draft", "There": "draft", "Here": "submitted"}
    assert [each.content.title for each in desk.store.revisions(item_id)][:3] == ["Here", "There", "Here"]
    other.sync()
    assert other.store.draft(item_id).content.title == "Here"
    assert "There" in [each.content.title for each in other.store.revisions(item_id)]


def test_the_other_can_stay_and_is_in_review_here_too(both):
    desk, other, item_id = both
    draft = desk.store.take_other(item_id)
    assert (draft.content.title, draft.review.value) == ("There", "submitted")
    assert "Here" in [each.content.title for each in desk.store.revisions(item_id)]
    desk.store.withdraw(item_id)
    assert desk.sync().sent == 1
    other.sync()
    assert other.store.draft(item_id).review.value == "draft"


def test_both_can_stay(both):
    desk, _, item_id = both
    mine = desk.store.keep_both(item_id)
    assert (mine.id != item_id, mine.content.title) == (True, "Here")
    assert desk.store.draft(item_id).content.title == "There"
    desk.store.submit(mine.id)
    assert desk.sync().sent == 1


def test_what_was_chosen_once_cannot_be_chosen_again(both):
    desk, _, item_id = both
    desk.store.take_other(item_id)
    with pytest.raises(Exception, match="only one version"):
        desk.store.keep_mine(item_id)


@pytest.fixture
def another_recording(desk, twins) -> tuple[str, bytes]:
    """The second machine handed in another recording of a clip that both have."""
    draft = desk.clip(os.urandom(300_000))
    desk.sync()
    desk.store.withdraw(draft.id)
    desk.sync()
    other = twins(desk)
    second = os.urandom(400_000)
    content = other.store.draft(draft.id).content
    assert isinstance(content.body, ClipBody)
    other.store.save(draft.id, replace(content, body=replace(content.body, media=other.add(second))))
    other.store.submit(draft.id)
    other.sync()
    return draft.id, second


def test_a_recording_of_the_other_machine_is_fetched_with_it(desk, another_recording):
    item_id, second = another_recording
    desk.sync()
    body = desk.store.draft(item_id).content.body
    assert isinstance(body, ClipBody)
    assert desk.store.blobs.path(body.media).read_bytes() == second
    assert desk.store.blobs.whole(body.media)


def test_a_recording_for_which_there_is_no_room_comes_later_and_keeps_nothing_else_waiting(
    desk, another_recording, monkeypatch
):
    item_id, second = another_recording
    tip = desk.tip("Goes on")

    def no_room(_blob, _file) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(desk.client, "fetch_blob", no_room)
        report = desk.sync()
    assert (report.sent, report.trouble) == (1, None)
    assert desk.summary(tip.id).to_hub == "posted"
    assert not list((desk.home / "blobs").glob(".adding-*"))
    desk.sync()
    body = desk.store.draft(item_id).content.body
    assert isinstance(body, ClipBody)
    assert desk.store.blobs.path(body.media).read_bytes() == second


def test_taken_back_and_asked_again_is_no_second_machine(desk):
    item_id = taken_back(desk)
    written(desk, item_id, "Two")
    desk.store.submit(item_id)
    desk.sync()
    desk.store.withdraw(item_id)
    desk.store.submit(item_id)
    desk.sync()
    assert desk.store.draft(item_id).review.value == "submitted"
    assert desk.store.other_version(item_id) is None


def test_a_store_that_went_back_to_a_backup_gets_its_lost_version_from_the_hub(desk, twins):
    """Ten minutes of text may be lost to a damaged file; what was sent in them comes back."""
    item_id = taken_back(desk)
    old = twins(desk)
    written(desk, item_id, "Written after the backup")
    desk.store.submit(item_id)
    desk.sync()
    old.sync()
    draft = old.store.draft(item_id)
    assert (draft.content.title, draft.review.value) == ("Written after the backup", "submitted")


def test_somebody_elses_version_is_not_given(desk, hub: RealHub):
    draft = desk.tip("Mine")
    desk.sync()
    hub.add_person("eve@example.org", "Eve", "--role", "ambassador", "--role", "curator")
    eve = hub.device(hub.pair("eve@example.org", "eve"))
    answer = eve.get(f"{hub.own_url}/api/v1/items/{draft.id}/versions/{draft.submitted_hash}", timeout=30)
    assert answer.status_code == 404
