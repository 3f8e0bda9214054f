"""What becomes of an export in another home."""

from __future__ import annotations

import errno
import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import ClipBody, Content, SlidesBody, TipBody, blobs_of
from core.errors import DiskAlmostFull
from core.feed import Feedback, ReviewEvent, event_to_json
from core.review import Criterion, ReviewState
from core.wire import hash_of
from drafts import importing, soundness
from drafts.package import Cancelled
from tests.core.conftest import CONTENTS
from tests.drafts.homes import HUB, Homes, Tampered, connect, hand_in, lived_in, tip, told


@pytest.fixture
def homes(tmp_path):
    made = Homes(tmp_path)
    yield made
    made.close()


def test_another_home_becomes_the_same(homes):
    draft = lived_in(homes)
    homes.export("a", "all.zip")
    done = homes.import_("b", "all.zip")
    assert (done.made, done.same, done.two_versions, done.takes, done.settings) == (3, 0, 0, 1, True)
    assert homes("b").revisions(draft.id) == homes("a").revisions(draft.id)
    assert homes("b").blobs.path(draft.content.body.media).read_bytes() == b"beeld" * 1000
    homes.export("b", "again")
    assert told(homes.root / "again") == told(homes.root / "all.zip")
    with closing(sqlite3.connect(homes.root / "b" / "drafts.db")) as connection:
        assert soundness.holds(connection)


def test_importing_once_more_changes_nothing(homes):
    lived_in(homes)
    homes.export("a", "all.zip")
    homes.import_("b", "all.zip")
    before = homes.everything_in("b")
    done = homes.import_("b", "all.zip")
    assert (done.made, done.same, done.takes) == (0, 3, 0)
    assert homes.everything_in("b") == before


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(CONTENTS, CONTENTS), min_size=1, max_size=4), st.data())
def test_what_is_exported_imported_and_exported_again_is_the_same(pairs, data):
    with tempfile.TemporaryDirectory() as folder:
        homes = Homes(Path(folder))
        try:
            for first, second in pairs:
                kinds = {type(first.body), type(second.body)}
                draft = homes("a").new_draft(with_real_media(homes, first))
                if len(kinds) == 1:
                    homes("a").save(draft.id, with_real_media(homes, second))
                if data.draw(st.booleans()):
                    homes("a").put_in_bin(draft.id)
            homes.export("a", "one.zip")
            assert homes.import_("b", "one.zip").made == len(pairs)
            homes.export("b", "two.zip")
            assert told(homes.root / "one.zip") == told(homes.root / "two.zip")
        finally:
            homes.close()


def with_real_media(homes: Homes, content: Content) -> Content:
    """Every second medium is on this computer."""
    real = {
        blob: homes.picture("a", blob.sha256.encode(), blob.type)
        for at, blob in enumerate(blobs_of(content))
        if at % 2 == 0
    }
    body = content.body
    if isinstance(body, ClipBody):
        return replace(content, body=replace(body, media=real.get(body.media, body.media)))
    if isinstance(body, TipBody):
        return replace(content, body=replace(body, picture=real.get(body.picture, body.picture)))
    if isinstance(body, SlidesBody):
        slides = tuple(replace(slide, picture=real.get(slide.picture, slide.picture)) for slide in body.slides)
        return replace(content, body=replace(body, slides=slides))
    return content


def test_of_two_contents_of_one_item_both_are_kept_and_the_person_chooses(homes):
    draft = homes("a").new_draft(tip("Eerst"))
    homes.export("a", "one.zip")
    homes.import_("b", "one.zip")
    homes("a").save(draft.id, tip("Hier tussendoor"))
    homes("a").save(draft.id, tip("Hier verder"))
    homes("b").save(draft.id, tip("Daar verder"))
    homes.export("a", "two.zip")
    done = homes.import_("b", "two.zip")
    assert (done.made, done.same, done.two_versions) == (0, 0, 1)
    there = homes("b")
    assert there.draft(draft.id).content.title == "Daar verder"
    assert there.other_version(draft.id).content.title == "Hier verder"
    assert "Hier tussendoor" in [each.content.title for each in there.revisions(draft.id)]
    assert homes.import_("b", "two.zip").same == 1
    there.take_other(draft.id)
    assert there.draft(draft.id).content.title == "Hier verder"
    assert there.draft(draft.id).review is ReviewState.DRAFT
    assert "Daar verder" in [each.content.title for each in there.revisions(draft.id)]


@pytest.mark.parametrize("choice", ["keep_mine", "take_other", "keep_both"])
def test_a_choice_between_imported_versions_makes_nothing_look_handed_in(homes, choice):
    draft = homes("a").new_draft(tip("Eerst"))
    homes.export("a", "one.zip")
    homes.import_("b", "one.zip")
    homes("a").save(draft.id, tip("Hier"))
    homes("b").save(draft.id, tip("Daar"))
    homes.export("a", "two.zip")
    homes.import_("b", "two.zip")
    getattr(homes("b"), choice)(draft.id)
    kept = homes("b").draft(draft.id)
    assert kept.content.title == {"keep_mine": "Daar"}.get(choice, "Hier")
    assert (kept.review, kept.submitted_hash) == (ReviewState.DRAFT, None)
    asked = homes("b").submit(draft.id)
    assert asked.review is ReviewState.SUBMITTED
    (row,) = homes("b").outbox.due(homes.shelves["b"].clock())
    assert row.base is None


def test_what_was_handed_in_is_handed_in_there_too_and_follows_what_it_followed(homes):
    draft = homes("a").new_draft(tip("Eerst"))
    connect(homes("a"), homes.shelves["a"])
    first = hand_in(homes, "a", draft.id)
    homes.export("a", "one.zip")
    homes.import_("b", "one.zip")
    there = homes("b").draft(draft.id)
    assert (there.review, there.submitted_hash) == (ReviewState.SUBMITTED, first)
    homes("b").withdraw(draft.id)
    homes("b").save(draft.id, tip("Tweede"))
    homes("b").submit(draft.id)
    assert [row.base for row in homes("b").outbox.due(homes.shelves["b"].clock())] == [first]


def test_a_newer_version_that_was_handed_in_is_gone_on_from_where_nothing_was_changed(homes):
    draft = homes("a").new_draft(tip("Eerst"))
    connect(homes("a"), homes.shelves["a"])
    hand_in(homes, "a", draft.id)
    homes.export("a", "one.zip")
    homes.import_("b", "one.zip")
    homes("a").withdraw(draft.id)
    homes("a").save(draft.id, tip("Tweede"))
    (row,) = homes("a").outbox.due(homes.shelves["a"].clock())
    homes("a").outbox.start(row)
    homes("a").outbox.confirmed(row, ReviewState.DRAFT, None)
    second = hand_in(homes, "a", draft.id)
    homes.export("a", "two.zip")
    done = homes.import_("b", "two.zip")
    assert (done.newer, done.two_versions) == (1, 0)
    there = homes("b").draft(draft.id)
    assert (there.content.title, there.submitted_hash) == ("Tweede", second)
    assert homes("b").other_version(draft.id) is None


def test_an_imported_version_brings_what_it_follows(homes):
    """Chosen in a home that never met the hub, it still says what it was made from."""
    draft = homes("a").new_draft(tip("Eerst"))
    homes.export("a", "one.zip")
    homes.import_("b", "one.zip")
    connect(homes("a"), homes.shelves["a"])
    first = hand_in(homes, "a", draft.id)
    homes("a").save(draft.id, tip("Hier verder"))
    homes("b").save(draft.id, tip("Daar verder"))
    homes.export("a", "two.zip")
    homes.import_("b", "two.zip")
    homes("b").take_other(draft.id)
    homes("b").submit(draft.id)
    assert [row.base for row in homes("b").outbox.due(homes.shelves["b"].clock())] == [first]


def test_a_second_choice_does_not_push_out_the_first(homes):
    draft = homes("a").new_draft(tip("Eerst"))
    homes.export("a", "one.zip")
    homes.import_("b", "one.zip")
    homes("b").save(draft.id, tip("Daar"))
    for number, title in enumerate(("Hier", "Nog verder")):
        homes("a").save(draft.id, tip(title))
        homes.export("a", f"more-{number}.zip")
        done = homes.import_("b", f"more-{number}.zip")
    assert done.earlier == 1
    assert homes("b").other_version(draft.id).content.title == "Hier"
    assert "Nog verder" in [each.content.title for each in homes("b").revisions(draft.id)]
    assert homes("b").draft(draft.id).content.title == "Daar"


def test_what_waited_to_be_sent_is_a_draft_that_nobody_asked_review_for(homes):
    draft = homes("a").new_draft(tip())
    homes("a").submit(draft.id)
    homes.export("a", "all.zip")
    done = homes.import_("b", "all.zip")
    assert (done.made, done.unasked) == (1, 1)
    there = homes("b").draft(draft.id)
    assert (there.review, there.submitted_hash) == (ReviewState.DRAFT, None)
    assert homes("b").outbox.count().waiting == 0
    assert homes("a").outbox.count().waiting == 1


def test_the_words_of_reviewers_come_along_and_no_hub_is_connected(homes):
    draft = lived_in(homes)
    store, shelf = homes("a"), homes.shelves["a"]
    connect(store, shelf)
    word = Feedback(Criterion.CLEAR, 2, "Wat bedoel je?")
    its_hash = hash_of(store.draft(draft.id).content)
    event = ReviewEvent(1, shelf.clock(), draft.id, its_hash, ReviewState.PUBLISHED, "Bo", "Mooi", (word,), None)
    store.received([event], 1)
    homes.export("a", "all.zip")
    done = homes.import_("b", "all.zip")
    assert done.hub == "https://hub.example"
    assert homes("b").hub() is None
    assert homes("b").feedback(draft.id) == store.feedback(draft.id)
    homes.export("b", "again.zip")
    assert told(homes.root / "again.zip") == told(homes.root / "all.zip")


def approved(homes, item_id: str, sequence: int) -> ReviewEvent:
    its_hash = homes("a").draft(item_id).submitted_hash
    return ReviewEvent(
        sequence, homes.shelves["a"].clock(), item_id, its_hash, ReviewState.APPROVED, "Bo", "Mooi", (), None
    )


def test_a_word_of_the_hub_counts_here_too_although_it_came_with_an_export_first(homes):
    draft = homes("a").new_draft(tip())
    connect(homes("a"), homes.shelves["a"])
    hand_in(homes, "a", draft.id)
    homes.export("a", "one.zip")
    homes.import_("b", "one.zip")
    homes("a").received([approved(homes, draft.id, 7)], 7)
    homes.export("a", "two.zip")
    homes.import_("b", "two.zip")
    connect(homes("b"), homes.shelves["b"])
    homes("b").received([approved(homes, draft.id, 7)], 7)
    assert homes("b").draft(draft.id).review is ReviewState.APPROVED


def test_what_the_hub_said_before_the_item_was_here_counts(homes):
    draft = homes("a").new_draft(tip())
    connect(homes("a"), homes.shelves["a"])
    hand_in(homes, "a", draft.id)
    homes.export("a", "all.zip")
    connect(homes("b"), homes.shelves["b"])
    homes("b").received([approved(homes, draft.id, 7)], 7)
    homes.import_("b", "all.zip")
    assert homes("b").draft(draft.id).review is ReviewState.APPROVED


def test_what_the_hub_has_yet_to_say_is_left_to_the_hub(homes):
    """An export cannot take the place of a word about another item that bears the same number."""
    draft = homes("a").new_draft(tip())
    connect(homes("a"), homes.shelves["a"])
    hand_in(homes, "a", draft.id)
    homes.export("a", "all.zip")
    homes.import_("b", "all.zip")
    connect(homes("b"), homes.shelves["b"])
    made_up = Tampered(homes.root / "all.zip")
    other = "11111111-2222-4333-8444-555555555555"
    event = event_to_json(replace(approved(homes, draft.id, 7), item_id=other))
    row = {"hub_id": HUB.id, "epoch": 1, "sequence": 7, "item_id": other, "received_at": "2026-11-24T12:00:00.000Z"}
    made_up.files["feedback.json"] = json.dumps([row | {"event": event}]).encode()
    (homes.root / "devised.zip").write_bytes(made_up.fitting())
    homes.import_("b", "devised.zip")
    homes("b").received([approved(homes, draft.id, 7)], 7)
    assert homes("b").draft(draft.id).review is ReviewState.APPROVED


def test_what_was_stopped_halfway_is_whole_and_goes_on(homes):
    lived_in(homes)
    homes.export("a", "all.zip")
    passes = []

    def stopped() -> bool:
        passes.append(len(homes("b").summaries()))
        return passes[-1] == 1

    with pytest.raises(Cancelled):
        homes.import_("b", "all.zip", stopped=stopped)
    assert len(homes("b").summaries()) == 1
    done = homes.import_("b", "all.zip")
    assert (done.made + done.same, done.same >= 1) == (3, True)
    homes.export("b", "again.zip")
    assert told(homes.root / "again.zip") == told(homes.root / "all.zip")


def test_a_disk_that_fills_up_leaves_no_half_item(homes, monkeypatch):
    draft = lived_in(homes)
    homes.export("a", "all.zip")
    there = homes("b")

    put = importing.put

    def full_at_the_clip(connection, package, item, now):
        became = put(connection, package, item, now)
        if item.id == draft.id:
            raise OSError(errno.ENOSPC, "no space")
        return became

    monkeypatch.setattr(importing, "put", full_at_the_clip)
    with pytest.raises(DiskAlmostFull):
        homes.import_("b", "all.zip")
    assert draft.id not in [each.id for each in there.summaries()]
    assert not there.blobs.has(draft.content.body.media.sha256)
    monkeypatch.undo()
    done = homes.import_("b", "all.zip")
    assert (done.made >= 1, done.made + done.same) == (True, 3)
