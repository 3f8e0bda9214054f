"""Going back to a backup: the living database becomes it in one step, and one can come back."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta

import pytest

from core.errors import NotFound, Refused, StoreUnusable
from core.feed import HubIdentity, ReviewEvent
from core.review import Criterion, ReviewState
from drafts import restoring
from drafts.backups import backups_in, is_good
from drafts.records import HubLink

HUB, OTHER = HubIdentity("hub-1", 1, "Vonk"), HubIdentity("hub-2", 1, "Elders")


def titles(store):
    return sorted(each.title for each in store.summaries())


def connect(store, shelf, identity=HUB):
    store.connect_hub(HubLink("https://hub.example", identity, shelf.clock(), "Sanne"))


def file_of(shelf, moment):
    return dict(backups_in(shelf.backups))[moment]


def test_the_drafts_are_again_what_they_were(store, shelf):
    kept = store.new_draft(shelf.tip("Zoals het was"))
    moment = store.back_up_now()
    store.save(kept.id, shelf.tip("Veranderd"))
    store.new_draft(shelf.tip("Later gemaakt"))
    went = store.go_back(moment)
    assert went.to == moment
    assert titles(store) == ["Zoals het was"]
    store.save(kept.id, shelf.tip("Gewoon verder"))
    assert titles(store) == ["Gewoon verder"]


def test_one_can_come_back_to_how_it_was_before_going_back(store, shelf):
    store.new_draft(shelf.tip("Eerst"))
    moment = store.back_up_now()
    store.new_draft(shelf.tip("Later"))
    undo = store.go_back(moment).undo
    assert titles(store) == ["Eerst"]
    store.go_back(undo)
    assert titles(store) == ["Eerst", "Later"]


def test_it_is_on_the_disk(store, shelf):
    store.new_draft(shelf.tip("Eerst"))
    moment = store.back_up_now()
    store.new_draft(shelf.tip("Later"))
    store.go_back(moment)
    shelf.close()
    again = shelf.open()
    assert (titles(again), again.notice) == (["Eerst"], None)
    assert is_good(shelf.db)


def test_an_app_that_dies_after_going_back_finds_the_same_at_its_next_start(store, shelf):
    """The newest backup knows more than the database then, which must not be taken for damage."""
    store.new_draft(shelf.tip("Eerst"))
    moment = store.back_up_now()
    store.submit(store.new_draft(shelf.tip("Later")).id)
    shelf.close()
    script = (
        "import os, sys; from datetime import datetime; from pathlib import Path; from core.clock import utc_now\n"
        "from core.draft import random_id; from drafts.store import open_store\n"
        "home = Path(sys.argv[1])\n"
        "store = open_store(home / 'drafts.db', home / 'blobs', clock=utc_now, new_id=random_id)\n"
        "store.go_back(datetime.fromisoformat(sys.argv[2]))\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(shelf.home), moment.isoformat()], timeout=60)
    assert done.returncode == 9
    assert shelf.db.with_name("drafts.db-wal").exists()
    again = shelf.open()
    assert (titles(again), again.notice) == (["Eerst"], None)


@pytest.mark.parametrize("earlier", [0, 1])
def test_numbers_of_rows_are_not_given_out_twice(store, shelf, earlier):
    connect(store, shelf)
    for _ in range(earlier):
        draft = store.new_draft(shelf.tip("Weer terug"))
        store.submit(draft.id)
        store.withdraw(draft.id)
    moment = store.back_up_now()
    store.submit(store.new_draft(shelf.tip("Later")).id)
    (before,) = store.outbox.due(shelf.clock())
    store.go_back(moment)
    store.submit(store.new_draft(shelf.tip("Anders")).id)
    (after,) = store.outbox.due(shelf.clock())
    assert after.id > before.id
    assert not store.outbox.wanted(before)


def test_another_store_on_the_same_file_sees_it_at_once(store, shelf):
    store.new_draft(shelf.tip("Eerst"))
    moment = store.back_up_now()
    store.new_draft(shelf.tip("Later"))
    beside = shelf.open()
    seen = beside.data_version()
    assert titles(beside) == ["Eerst", "Later"]
    store.go_back(moment)
    assert beside.data_version() != seen
    assert titles(beside) == ["Eerst"]
    beside.new_draft(shelf.tip("Verder"))
    assert titles(store) == ["Eerst", "Verder"]


def test_what_another_process_wrote_at_the_last_moment_is_in_the_backup_to_come_back_with(store, shelf, monkeypatch):
    store.new_draft(shelf.tip("Eerst"))
    moment, beside = store.back_up_now(), shelf.open()
    made, late = restoring.back_up_now, ["Op het nippertje"]

    def made_and_then_written(*given):
        found = made(*given)
        if late:
            beside.new_draft(shelf.tip(late.pop()))
        return found

    monkeypatch.setattr(restoring, "back_up_now", made_and_then_written)
    undo = store.go_back(moment).undo
    assert titles(store) == ["Eerst"]
    store.go_back(undo)
    assert titles(store) == ["Eerst", "Op het nippertje"]


def test_while_somebody_writes_without_end_nothing_is_changed(store, shelf, monkeypatch):
    store.new_draft(shelf.tip("Eerst"))
    moment, beside = store.back_up_now(), shelf.open()
    made = restoring.back_up_now

    def made_and_then_written(*given):
        found = made(*given)
        beside.new_draft(shelf.tip("Nog een"))
        return found

    monkeypatch.setattr(restoring, "back_up_now", made_and_then_written)
    with pytest.raises(StoreUnusable):
        store.go_back(moment)
    assert titles(store).count("Nog een") == restoring._TRIES


def test_somebody_who_reads_meanwhile_keeps_what_they_were_reading(store, shelf):
    store.new_draft(shelf.tip("Eerst"))
    moment = store.back_up_now()
    store.new_draft(shelf.tip("Later"))
    with closing(sqlite3.connect(shelf.db)) as reader:
        reader.execute("BEGIN")
        asked = "SELECT count(*) FROM drafts"
        assert reader.execute(asked).fetchone() == (2,)
        store.go_back(moment)
        assert reader.execute(asked).fetchone() == (2,)
        reader.execute("COMMIT")
        assert reader.execute(asked).fetchone() == (1,)


def test_a_damaged_backup_is_never_taken(store, shelf):
    for number in range(40):
        store.new_draft(shelf.tip(f"Tip {number}"))
    moment = store.back_up_now()
    file = file_of(shelf, moment)
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 4096] = b"\x5a" * 4096
    file.write_bytes(whole)
    before, made = titles(store), len(backups_in(shelf.backups))
    with pytest.raises(StoreUnusable) as told:
        store.go_back(moment)
    assert told.value.title is restoring.NOT_WHOLE
    assert (titles(store), len(backups_in(shelf.backups))) == (before, made)


def test_a_database_of_somebody_else_is_never_taken(store, shelf):
    moment = store.back_up_now()
    file = file_of(shelf, moment)
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE drafts (id)")
    with pytest.raises(StoreUnusable) as told:
        store.go_back(moment)
    assert told.value.title is restoring.NOT_WHOLE


def test_a_backup_of_a_newer_vonk_is_never_taken(store, shelf):
    store.new_draft(shelf.tip("Eerst"))
    moment = store.back_up_now()
    with closing(sqlite3.connect(file_of(shelf, moment))) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()
    with pytest.raises(StoreUnusable) as told:
        store.go_back(moment)
    assert told.value.title is restoring.MADE_BY_NEWER
    assert titles(store) == ["Eerst"]


def test_an_older_form_is_renewed_before_it_takes_its_place(store, shelf, monkeypatch):
    """What was there before the first tables of ours are renewed like any older form: by the scripts."""
    store.new_draft(shelf.tip("Eerst"))
    moment = store.back_up_now()
    renewed = []
    monkeypatch.setattr(restoring, "NEWEST", "later")
    monkeypatch.setattr("drafts.migrating.to_newest", lambda copy: renewed.append(copy))
    store.new_draft(shelf.tip("Later"))
    store.go_back(moment)
    assert len(renewed) == 1
    assert renewed[0] is not store._database
    assert titles(store) == ["Eerst"]


def test_a_backup_that_is_gone_is_told(store, shelf):
    with pytest.raises(NotFound):
        store.go_back(shelf.clock())


def test_media_are_not_touched(store, shelf):
    early, late = shelf.clip(store, b"vroeg"), None
    store.new_draft(early)
    moment = store.back_up_now()
    late = shelf.clip(store, b"laat")
    store.new_draft(late)
    undo = store.go_back(moment).undo
    assert store.blobs.whole(early.body.media)
    assert store.blobs.whole(late.body.media)
    store.go_back(undo)
    again = store.new_draft(late)
    store.put_in_bin(again.id)
    store.delete_for_good(again.id)
    assert store.blobs.whole(late.body.media)


def test_what_lay_in_the_bin_gets_its_thirty_days_anew(store, shelf):
    """Else the program would let go of its recording at the next start, and coming back would miss it."""
    content = shelf.clip(store)
    draft = store.new_draft(content)
    store.put_in_bin(draft.id)
    moment = store.back_up_now()
    shelf.clock.now += timedelta(days=29)
    store.restore(draft.id)
    shelf.clock.now += timedelta(days=9)
    store.go_back(moment)
    assert store.empty_bin_of_old() == 0
    assert store.blobs.whole(content.body.media)


def test_a_recording_that_began_since_is_still_known(store, shelf):
    moment = store.back_up_now()
    store.take_begun("take-1", "/takes/take-1", "{}")
    store.go_back(moment)
    assert [take.id for take in store.unfinished_takes()] == ["take-1"]


def test_going_back_changes_nothing_about_the_hub_but_reads_its_feed_again(store, shelf):
    connect(store, shelf)
    draft = store.new_draft(shelf.tip())
    store.submit(draft.id)
    (row,) = store.outbox.due(shelf.clock())
    store.outbox.start(row)
    store.received((), 3)
    moment = store.back_up_now()
    event = ReviewEvent(7, shelf.clock(), draft.id, row.content_hash, ReviewState.APPROVED, "Joris", "", (), None)
    store.outbox.confirmed(row, ReviewState.SUBMITTED, None)
    store.received((event,), 7)
    assert store.draft(draft.id).review is ReviewState.APPROVED
    store.go_back(moment)
    assert (store.hub().identity, store.feed_cursor()) == (HUB, 3)
    store.received((event,), 7)
    assert store.draft(draft.id).review is ReviewState.APPROVED


def test_a_hub_that_was_connected_then_does_not_come_back(store, shelf):
    connect(store, shelf, OTHER)
    store.received((), 9)
    moment = store.back_up_now()
    connect(store, shelf, HUB)
    store.received((), 4)
    store.go_back(moment)
    assert (store.hub().identity, store.feed_cursor()) == (HUB, 0)


def test_what_had_arrived_waits_again_under_the_same_publish_key(store, shelf):
    connect(store, shelf)
    draft = store.new_draft(shelf.tip())
    store.submit(draft.id)
    (row,) = store.outbox.due(shelf.clock())
    moment = store.back_up_now()
    store.outbox.start(row)
    store.outbox.confirmed(row, ReviewState.SUBMITTED, None)
    assert store.outbox.due(shelf.clock()) == ()
    store.go_back(moment)
    (again,) = store.outbox.due(shelf.clock())
    assert (again.item_id, again.content_hash, again.manifest) == (row.item_id, row.content_hash, row.manifest)


def test_while_something_is_being_sent_nobody_goes_back(store, shelf, monkeypatch):
    monkeypatch.setattr(restoring, "_SENDER_S", 0.05)
    store.new_draft(shelf.tip("Eerst"))
    moment = store.back_up_now()
    store.new_draft(shelf.tip("Later"))
    with store.outbox.sole_sender() as ours:
        assert ours
        with pytest.raises(Refused):
            store.go_back(moment)
    assert titles(store) == ["Eerst", "Later"]
    store.go_back(moment)
    assert titles(store) == ["Eerst"]


def test_nothing_is_left_beside_the_backups(store, shelf):
    moment = store.back_up_now()
    store.go_back(moment)
    assert all(path.name.startswith("drafts-") for path in shelf.backups.iterdir())


def test_the_backups_are_told_with_how_much_is_in_them(store, shelf):
    store.new_draft(shelf.tip())
    store.back_up_now()
    thrown = store.new_draft(shelf.tip())
    store.new_draft(shelf.tip())
    store.put_in_bin(thrown.id)
    newest = store.back_up_now()
    found = store.kept_backups()
    assert [each.drafts for each in found] == [2, 1, 0]
    assert found[0].made_at == newest
    file_of(shelf, newest).write_bytes(b"niets")
    assert store.kept_backups()[0].drafts is None


KILLED = """
import os, signal, sys, types
from pathlib import Path
from datetime import datetime
from core.clock import utc_now
from core.draft import random_id
from drafts import restoring
from drafts.store import open_store

home, moment, after = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])
store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)
real = restoring.sqlite_module()
module = types.SimpleNamespace(**{name: getattr(real, name) for name in dir(real)})
class Source(real.Connection):
    def backup(self, target, *, pages, progress):
        steps = 0
        def counted(status, remaining, total):
            nonlocal steps
            progress(status, remaining, total)
            steps += 1
            if steps == after:
                os.kill(os.getpid(), signal.SIGKILL)
        super().backup(target, pages=pages, progress=counted)
module.connect = lambda *given, **more: real.connect(*given, **{**more, "factory": Source})
restoring.sqlite_module = lambda: module
store.go_back(moment)
"""


@pytest.mark.parametrize("after", [1, 7, 20])
def test_killed_in_the_middle_it_is_old_or_new_never_between(store, shelf, after):
    for number in range(60):
        store.new_draft(shelf.tip(f"Eerst {number}", action="Druk F2 " * 200))
    moment = store.back_up_now()
    later = store.new_draft(shelf.tip("Later"))
    shelf.close()
    command = [sys.executable, "-c", KILLED, str(shelf.home), moment.isoformat(), str(after)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == -9, done.stderr
    again = shelf.open()
    assert again.notice is None
    assert again.draft(later.id).content.title == "Later"
    assert len(again.summaries()) == 61
    assert again.go_back(moment).to == moment
    assert len(again.summaries()) == 60


def test_a_writer_in_another_thread_waits_and_is_not_lost(store, shelf):
    for number in range(60):
        store.new_draft(shelf.tip(f"Eerst {number}", action="Druk F2 " * 200))
    moment, beside, written = store.back_up_now(), shelf.open(), []
    over = threading.Event()

    def write():
        while not over.is_set():
            written.append(beside.new_draft(shelf.tip("Ernaast")).id)
            over.wait(0.002)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        went = store.go_back(moment)
    except StoreUnusable:
        went = None
    finally:
        over.set()
        writer.join()
    before = {each.id for each in store.summaries()}
    if went is not None:
        store.go_back(went.undo)
    assert set(written) <= before | {each.id for each in store.summaries()}


def test_what_stands_in_a_channel_stands_there_also_after_going_back(store, shelf):
    kept = store.new_draft(shelf.tip("One"))
    moment = store.back_up_now()
    channel = store.add_channel("folder", "Team", str(shelf.home / "team"))
    store.post(kept.id, channel.id, frozenset(Criterion))
    store.go_back(moment)
    assert [each.id for each in store.channels()] == [channel.id]
    assert [(post.item_id, post.channel_id) for post in store.posts()] == [(kept.id, channel.id)]
    store.post(kept.id, channel.id, frozenset(Criterion))
    assert len(store.posts()) == 1, "the same version goes to the same channel once"
