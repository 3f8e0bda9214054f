"""What a person can do with drafts, and what may never happen to them."""

from __future__ import annotations

import errno
import hashlib
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import update

from core.content import Audience, BlobRef, ClipBody, Content, MentorBody, TipBody
from core.delivery import DeliveryState
from core.errors import DiskAlmostFull, Malformed, NotFound, Refused
from core.feed import Directory, Feedback, HubIdentity, ReviewEvent, Team
from core.review import Criterion, ReviewState
from core.wire import hash_of
from drafts import schema
from drafts.database import Database
from drafts.records import HubLink

HUB = HubLink(
    "https://hub.example", HubIdentity("h1", 1, "Hub"), __import__("datetime").datetime.now().astimezone(), "M"
)


def event(shelf, item_id, hash_, state, sequence=1, comment="", feedback=()):
    return ReviewEvent(sequence, shelf.clock(), item_id, hash_, ReviewState(state), "Cor", comment, feedback, None)


def test_a_draft_survives_a_restart(shelf):
    content = shelf.tip("Zoeken")
    made = shelf.open().new_draft(content, take_id="t1")
    shelf.close()
    draft = shelf.open().draft(made.id)
    assert (draft.content, draft.take_id, draft.revision) == (content, "t1", 1)


def test_every_saved_revision_can_be_had_back(shelf, store):
    draft = store.new_draft(shelf.tip(action="een"))
    store.save(draft.id, shelf.tip(action="twee"))
    store.save(draft.id, shelf.tip(action="twee"))
    assert [revision.number for revision in store.revisions(draft.id)] == [2, 1]
    back = store.restore_revision(draft.id, 1)
    assert (back.revision, back.content.body.action) == (3, "een")


def test_the_library_is_newest_first(shelf, store):
    first, second = (store.new_draft(shelf.tip(title)).id for title in ("a", "b"))
    store.save(first, shelf.tip("c"))
    assert [summary.id for summary in store.summaries()] == [first, second]


def test_the_library_shows_how_a_text_begins_and_how_long_a_clip_is(shelf, store):
    store.new_draft(Content(TipBody("iets plakt", "druk op Ctrl+V"), "Plakken"))
    store.new_draft(Content(MentorBody(scope="x" * 1000), "Samen kijken"))
    store.new_draft(Content(ClipBody(duration_ms=97_000), "Diensten"))
    shown = {summary.title: (summary.excerpt, summary.duration_ms) for summary in store.summaries()}
    assert shown == {
        "Plakken": ("iets plakt\ndruk op Ctrl+V", 0),
        "Samen kijken": ("x" * 160, 0),
        "Diensten": ("", 97_000),
    }


def test_a_draft_that_cannot_be_read_leaves_the_rest_of_the_library_readable(shelf, store):
    broken = store.new_draft(shelf.tip("Stuk")).id
    store.new_draft(shelf.tip("Heel"))
    with Database(shelf.db).writing() as connection:
        connection.execute(update(schema.drafts).where(schema.drafts.c.id == broken).values(manifest='{"body'))
    assert {summary.title: summary.excerpt for summary in store.summaries()} == {"Heel": "Druk F2", "Stuk": ""}


def test_asking_for_review_queues_in_the_same_step(shelf, store):
    draft = store.submit(store.new_draft(shelf.tip()).id)
    assert draft.review is ReviewState.SUBMITTED
    (row,) = store.outbox.due(shelf.clock())
    assert (row.item_id, row.content_hash, row.kind) == (draft.id, hash_of(draft.content), "submit")
    assert store.summaries()[0].to_hub is DeliveryState.WAITING
    assert store.summaries()[0].submitted_at is not None


def test_a_failure_between_state_and_queue_leaves_neither(shelf, store, monkeypatch):
    draft = store.new_draft(shelf.tip())

    def fail(*_args) -> None:
        raise OSError(errno.EIO, "planned")

    monkeypatch.setattr("drafts.sending.put_in_outbox", fail)
    with pytest.raises(OSError, match="planned"):
        store.submit(draft.id)
    assert store.draft(draft.id).review is ReviewState.DRAFT
    assert store.outbox.count().waiting == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (Content(ClipBody(), title="", audience=Audience(everyone=True)), "titel"),
        (Content(ClipBody(), title="t"), "voor wie"),
        (Content(ClipBody(), title="t", audience=Audience(everyone=True)), "opname"),
        (
            Content(ClipBody(BlobRef("0" * 64, 1, "video/mp4")), title="t", audience=Audience(everyone=True)),
            "staat niet",
        ),
    ],
)
def test_what_the_hub_could_do_nothing_with_is_not_queued(store, content, says):
    draft = store.new_draft(content)
    with pytest.raises(Refused) as refused:
        store.submit(draft.id)
    assert says in refused.value.title.nl
    assert store.draft(draft.id).review is ReviewState.DRAFT


def test_asking_twice_is_refused_and_queues_once(shelf, store):
    draft = store.submit(store.new_draft(shelf.tip()).id)
    with pytest.raises(Refused):
        store.submit(draft.id)
    assert store.outbox.count().waiting == 1


def test_after_changes_were_asked_the_same_content_is_refused(shelf, store):
    draft = store.submit(store.new_draft(shelf.tip()).id)
    store.connect_hub(HUB)
    store.received([event(shelf, draft.id, draft.submitted_hash, "changes_requested")], 1)
    with pytest.raises(Refused, match="nothing has changed"):
        store.submit(draft.id)
    store.save(draft.id, shelf.tip("Beter"))
    assert store.submit(draft.id).review is ReviewState.SUBMITTED


def test_a_published_item_is_asked_for_again_as_a_new_version(shelf, store):
    draft = store.submit(store.new_draft(shelf.tip()).id)
    store.connect_hub(HUB)
    store.received([event(shelf, draft.id, draft.submitted_hash, "published")], 1)
    with pytest.raises(Refused):
        store.submit(draft.id)
    store.save(draft.id, shelf.tip("Nieuwer"))
    assert store.submit(draft.id).submitted_hash != draft.submitted_hash


def test_an_event_counts_once_and_only_for_the_version_it_names(shelf, store):
    draft = store.submit(store.new_draft(shelf.tip()).id)
    store.connect_hub(HUB)
    words = (Feedback(Criterion.CLEAR, None, "weet ik niet"), Feedback(Criterion.CORRECT, 4, ""))
    first = event(shelf, draft.id, draft.submitted_hash, "approved", 1, "Mooi", words)
    store.received(
        [first, event(shelf, draft.id, "f" * 64, "retired", 2), event(shelf, "unknown", "f" * 64, "draft", 3)], 3
    )
    store.received([first], 3)
    assert store.draft(draft.id).review is ReviewState.APPROVED
    assert [each.sequence for each in store.feedback(draft.id)] == [1, 2]
    assert store.feedback(draft.id)[0].feedback == words
    assert store.feed_cursor() == 3


def test_an_old_word_of_a_withdrawal_does_not_undo_asking_again(shelf, store):
    draft = store.submit(store.new_draft(shelf.tip()).id)
    store.connect_hub(HUB)
    store.received([event(shelf, draft.id, draft.submitted_hash, "draft", 1)], 1)
    assert store.draft(draft.id).review is ReviewState.SUBMITTED


def test_the_bin_keeps_for_thirty_days_and_then_lets_go_of_text_and_media(shelf, store):
    clip = store.new_draft(shelf.clip(store, b"weg"))
    shared = shelf.clip(store, b"gedeeld")
    other, stays = store.new_draft(shared), store.new_draft(shared)
    for each in (clip, other):
        store.put_in_bin(each.id)
    shelf.clock.pass_(days=29)
    assert store.empty_bin_of_old() == 0
    store.restore(other.id)
    store.put_in_bin(other.id)
    shelf.clock.pass_(days=1, minutes=1)
    assert store.empty_bin_of_old() == 1
    assert not store.blobs.has(clip.content.body.media.sha256)
    shelf.clock.pass_(days=30)
    assert store.empty_bin_of_old() == 1
    assert store.blobs.has(stays.content.body.media.sha256)
    with pytest.raises(NotFound):
        store.draft(clip.id)


def test_what_waits_is_withdrawn_when_it_goes_to_the_bin(shelf, store):
    draft = store.submit(store.new_draft(shelf.tip()).id)
    store.put_in_bin(draft.id)
    assert store.outbox.count().waiting == 0
    assert store.bin()[0].id == draft.id
    assert store.summaries() == ()
    with pytest.raises(Refused):
        store.submit(draft.id)


def test_a_blob_is_named_by_what_it_is(shelf, store):
    ref = shelf.clip(store, b"abc").body.media
    assert ref.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert store.blobs.path(ref).read_bytes() == b"abc"
    assert store.blobs.whole(ref)
    store.blobs.path(ref).write_bytes(b"abd")
    assert not store.blobs.whole(ref)
    shelf.clip(store, b"abc")
    assert store.blobs.whole(ref), "adding it again heals it"


def test_an_empty_or_missing_file_is_no_blob(shelf, store, tmp_path):
    (tmp_path / "empty").touch()
    with pytest.raises(Malformed):
        store.blobs.add_file(tmp_path / "empty", "video/mp4")
    assert [path for path in (tmp_path / "blobs").iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_is_told_and_leaves_no_half_blob(shelf, store, monkeypatch):
    def full(_handle) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("drafts.blobs.os.fsync", full)
    with pytest.raises(DiskAlmostFull):
        shelf.clip(store)
    assert not [path for path in (shelf.home / "blobs").rglob("*") if path.is_file()]


def test_an_unfinished_take_is_known_after_a_crash(shelf):
    shelf.open().take_begun("t1", "/takes/t1", '{"fps":30}')
    shelf.close()
    store = shelf.open()
    assert [(take.id, take.settings_json) for take in store.unfinished_takes()] == [("t1", '{"fps":30}')]
    store.take_ended("t1", "recovered")
    assert store.unfinished_takes() == ()


def test_another_connection_is_noticed(shelf, store):
    other = shelf.open()
    before = store.data_version()
    assert store.data_version() == before
    other.new_draft(shelf.tip())
    assert store.data_version() != before


def test_the_hub_and_its_directory_are_kept_until_disconnected(store):
    directory = Directory("p", "Mia", ("ambassador",), ("t",), (Team("t", "Team", 3),))
    store.connect_hub(HUB)
    store.keep_directory(directory)
    assert store.directory() == directory
    store.received([], 7)
    store.connect_hub(HUB)
    assert store.feed_cursor() == 7
    store.met(HubIdentity("h1", 2, "Hub"))
    assert (store.hub().identity.epoch, store.feed_cursor()) == (2, 0)
    store.disconnect_hub()
    assert (store.hub(), store.directory(), store.feed_cursor()) == (None, None, 0)


def test_many_threads_may_write_at_once(shelf, store):
    def write() -> None:
        for number in range(5):
            store.save(store.new_draft(shelf.tip("a")).id, shelf.tip(f"b{number}"))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.summaries()) == 20


def test_the_migrations_lead_to_the_tables_the_program_uses(shelf, store):
    database = Database(shelf.db)
    try:
        with database.reading() as connection:
            assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
            modes = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
        assert modes == ["wal", 2, 1]
    finally:
        database.close()


def test_each_change_of_state_is_written_down(shelf, store):
    draft = store.submit(store.new_draft(shelf.tip()).id)
    (row,) = store.outbox.due(shelf.clock())
    assert store.outbox.start(row)
    store.outbox.confirmed(row, ReviewState.PUBLISHED, "https://hub.example/1")
    with store._database.reading() as connection:
        steps = [(step.destination, step.old, step.new) for step in connection.execute(schema.steps.select())]
    assert steps == [
        ("review", "draft", "submitted"),
        ("hub", "", "waiting"),
        ("hub", "waiting", "sending"),
        ("hub", "sending", "posted"),
        ("review", "submitted", "published"),
    ]
    assert store.draft(draft.id).review is ReviewState.PUBLISHED
