"""Backups, and a start on a damaged file."""

from __future__ import annotations

import itertools
import random
from contextlib import closing
from datetime import timedelta

import pytest

from core.draft import ItemId
from core.errors import StoreUnusable
from core.formats import Format
from drafts import backups, migrating, opening, repair
from drafts.database import sqlite_module
from drafts.migrations import NEWEST


def test_a_backup_is_made_on_opening_when_the_last_is_old(shelf):
    shelf.open()
    shelf.close()
    assert len(backups.backups_in(shelf.backups)) == 1
    shelf.clock.pass_(minutes=5)
    shelf.open()
    shelf.close()
    assert len(backups.backups_in(shelf.backups)) == 1
    shelf.clock.pass_(minutes=6)
    shelf.open()
    found = backups.backups_in(shelf.backups)
    assert len(found) == 2
    assert all(backups.is_good(path) for _, path in found)


def test_while_working_a_backup_is_made_each_ten_minutes_when_something_changed(shelf, store):
    shelf.clock.pass_(minutes=11)
    store.new_draft(shelf.tip())
    assert store.back_up_if_due()
    shelf.clock.pass_(minutes=11)
    assert not store.back_up_if_due()
    store.new_draft(shelf.tip())
    assert store.back_up_if_due()


def test_backups_are_thinned_to_24_that_reach_far_back(shelf):
    now = shelf.clock()
    moments = []
    for step in range(2000):
        moments = [now + timedelta(minutes=10 * step), *moments]
        for gone in backups.superfluous(moments, moments[0]):
            moments.remove(gone)
    assert len(moments) == 24
    assert moments[-1] == now
    assert moments[0] - moments[3] == timedelta(minutes=30)
    ages = [moments[0] - moment for moment in moments[4:]]
    assert all(older <= younger * 2.5 for younger, older in itertools.pairwise(ages))


def damaged(shelf, way, seed):
    """A file in which something is wrong that SQLite cannot repair."""
    data = bytearray(shelf.db.read_bytes())
    dice = random.Random(seed)
    match way:
        case "header":
            data[:16] = dice.randbytes(16)
        case "cut":
            del data[dice.randrange(len(data) // 4) + 100 :]
        case "emptied":
            data.clear()
        case "page":
            for page in range(1, len(data) // 4096):
                data[page * 4096 : page * 4096 + 64] = dice.randbytes(64)
    shelf.db.write_bytes(bytes(data))
    for suffix in ("-wal", "-shm"):
        shelf.db.with_name(f"drafts.db{suffix}").unlink(missing_ok=True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("way", ["header", "cut", "emptied", "page"])
def test_a_damaged_store_goes_back_to_its_backup_and_tells(shelf, way, seed):
    store = shelf.open()
    clip = store.new_draft(shelf.clip(store))
    shelf.clock.pass_(minutes=11)
    store.back_up_if_due()
    shelf.close()
    damaged(shelf, way, seed)
    again = shelf.open()
    assert again.notice is not None
    assert "reservekopie" in again.notice.nl
    assert again.draft(clip.id).content == clip.content
    assert again.blobs.whole(clip.content.body.media)
    assert len(list((shelf.home / "damaged").rglob("drafts.db"))) == 1
    shelf.close()
    assert shelf.open().notice is None


def worked_in(shelf) -> ItemId:
    """A draft of which each of three backups has one revision more, and the file itself a fourth."""
    store = shelf.open()
    kept = store.new_draft(shelf.tip("1"))
    for revision in (2, 3, 4):
        shelf.clock.pass_(minutes=11)
        store.back_up_if_due()
        store.save(kept.id, shelf.tip(str(revision)))
    shelf.close()
    return kept.id


def spoilt(path) -> None:
    path.write_bytes(b"no database" * 1000)


@pytest.mark.parametrize("bad", [1, 2])
def test_a_bad_backup_is_passed_over_for_an_older_good_one(shelf, bad):
    item_id = worked_in(shelf)
    for _, path in backups.backups_in(shelf.backups)[:bad]:
        spoilt(path)
    spoilt(shelf.db)
    assert shelf.open().draft(item_id).revision == 3 - bad


def test_an_emptied_backup_is_not_a_good_one(shelf):
    item_id = worked_in(shelf)
    backups.backups_in(shelf.backups)[0][1].write_bytes(b"")
    spoilt(shelf.db)
    assert shelf.open().draft(item_id).revision == 2


def test_a_backup_with_a_text_that_nobody_wrote_is_not_a_good_one(shelf):
    item_id = worked_in(shelf)
    newest = backups.backups_in(shelf.backups)[0][1]
    newest.write_bytes(newest.read_bytes().replace(b"Druk F2", b"Druk F3"))
    assert not backups.is_good(newest)
    spoilt(shelf.db)
    assert shelf.open().draft(item_id).revision == 2


def test_what_is_newer_than_the_backup_and_can_still_be_read_comes_back_too(shelf):
    item_id = worked_in(shelf)
    damaged(shelf, "header", 0)
    store = shelf.open()
    assert "Eén nieuwer concept" in store.notice.nl
    assert [revision.number for revision in store.revisions(item_id)] == [4, 3, 2, 1]


def test_a_text_changed_by_the_disk_goes_back_to_one_that_somebody_wrote(shelf):
    item_id = worked_in(shelf)
    shelf.db.write_bytes(shelf.db.read_bytes().replace(b"Druk F2", b"Druk F3"))
    store = shelf.open()
    assert store.notice is not None
    assert (store.draft(item_id).revision, store.draft(item_id).content.body.action) == (3, "Druk F2")


def without_backups(shelf) -> None:
    for _, path in backups.backups_in(shelf.backups):
        path.unlink()


def test_without_a_good_backup_what_can_be_read_comes_back(shelf):
    store = shelf.open()
    clip = store.new_draft(shelf.clip(store), take_id="t1")
    tip = store.submit(store.new_draft(shelf.tip("Zoeken")).id)
    binned = store.new_draft(shelf.tip("Weg")).id
    store.put_in_bin(binned)
    shelf.close()
    without_backups(shelf)
    damaged(shelf, "header", 0)
    before = shelf.db.read_bytes()
    again = shelf.open()
    assert "geen goede reservekopie" in again.notice.nl
    assert "3 nieuwere concepten" in again.notice.nl
    assert (again.draft(clip.id), again.draft(tip.id)) == (clip, tip)
    assert [one.id for one in again.bin()] == [binned]
    assert [row.item_id for row in again.outbox.due(shelf.clock())] == [tip.id]
    assert next((shelf.home / "damaged").rglob("drafts.db")).read_bytes() == before
    assert backups.is_good(backups.backups_in(shelf.backups)[0][1])


def test_a_recording_that_no_draft_names_any_more_becomes_a_clip(shelf):
    store = shelf.open()
    media = store.new_draft(shelf.clip(store, b"\0\0\0\x18ftypisom" + bytes(100))).content.body.media
    shelf.close()
    without_backups(shelf)
    spoilt(shelf.db)
    again = shelf.open()
    (found,) = again.summaries()
    assert (found.format, found.media) == (Format.CLIP, media)
    assert "Eén opname hoorde bij geen concept" in again.notice.nl
    assert "One recording" in again.notice.en


def test_with_nothing_left_the_list_is_empty_and_the_damaged_file_is_named(shelf):
    shelf.open().new_draft(shelf.tip())
    shelf.close()
    without_backups(shelf)
    spoilt(shelf.db)
    again = shelf.open()
    assert again.summaries() == ()
    (aside,) = (shelf.home / "damaged").iterdir()
    assert "lege lijst" in again.notice.nl
    assert f"damaged/{aside.name}" in again.notice.nl
    assert "empty list" in again.notice.en


def test_a_file_that_is_gone_is_brought_back_from_its_backup(shelf):
    item_id = worked_in(shelf)
    shelf.db.unlink()
    store = shelf.open()
    assert "was weg" in store.notice.nl
    assert store.draft(item_id).revision == 3


def test_an_older_copy_of_the_file_in_its_place_is_told_and_made_good(shelf):
    store = shelf.open()
    kept = store.new_draft(shelf.tip("1"))
    shelf.close()
    old = shelf.db.read_bytes()
    shelf.clock.pass_(minutes=11)
    shelf.open().save(kept.id, shelf.tip("2"))
    shelf.clock.pass_(minutes=11)
    shelf.opened[-1].back_up_if_due()
    shelf.close()
    shelf.db.write_bytes(old)
    store = shelf.open()
    assert store.notice is not None
    assert store.draft(kept.id).revision == 2


def test_a_draft_deleted_for_good_does_not_come_back(shelf):
    store = shelf.open()
    gone = store.new_draft(shelf.tip("Weg"))
    store.put_in_bin(gone.id)
    shelf.clock.pass_(minutes=11)
    store.back_up_if_due()
    shelf.clock.pass_(days=31)
    assert store.empty_bin_of_old() == 1
    shelf.close()
    store = shelf.open()
    assert store.notice is None
    assert store.bin() == ()


def test_a_log_that_is_gone_is_told_although_the_rest_is_sound(shelf):
    store = shelf.open()
    kept = store.new_draft(shelf.tip("1"))
    shelf.clock.pass_(minutes=11)
    store.back_up_if_due()
    store.save(kept.id, shelf.tip("2"))
    left = {suffix: shelf.db.with_name(f"drafts.db{suffix}").read_bytes() for suffix in ("", "-shm")}
    shelf.close()
    for suffix, data in left.items():
        shelf.db.with_name(f"drafts.db{suffix}").write_bytes(data)
    again = shelf.open()
    assert again.notice is not None
    assert again.draft(kept.id).revision == 1


def test_what_came_out_of_a_backup_begins_a_new_life(shelf):
    worked_in(shelf)
    spoilt(shelf.db)
    shelf.open()
    shelf.close()
    with closing(sqlite_module().connect(str(shelf.db))) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_repair_that_was_cut_off_is_finished_by_the_next_start(shelf, monkeypatch):
    item_id = worked_in(shelf)
    damaged(shelf, "header", 0)

    def cut_off(*_args) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(repair, "put_in_place", cut_off)
        with pytest.raises(KeyboardInterrupt):
            shelf.open()
    shelf.db.unlink()
    store = shelf.open()
    assert "hersteld" in store.notice.nl
    assert store.draft(item_id).revision == 4
    shelf.close()
    assert shelf.open().notice is None


def test_a_damaged_store_is_not_put_aside_under_a_running_app(shelf):
    shelf.open()
    damaged(shelf, "header", 0)
    with pytest.raises(StoreUnusable) as unusable:
        shelf.open()
    assert "draait nog" in unusable.value.title.nl
    assert not (shelf.home / "damaged").exists()


def test_a_first_start_that_was_cut_off_starts(shelf):
    shelf.db.touch()
    assert shelf.open().notice is None


def test_a_store_of_a_newer_program_is_left_alone(shelf):
    shelf.open()
    shelf.close()
    connection = sqlite_module().connect(str(shelf.db))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreUnusable) as unusable:
        shelf.open()
    assert "nieuwere" in unusable.value.title.nl


def test_a_migration_that_fails_leaves_the_old_store_and_a_backup(shelf, monkeypatch):
    kept = shelf.open().new_draft(shelf.tip())
    shelf.close()
    shelf.clock.pass_(minutes=1)
    before = len(backups.backups_in(shelf.backups))

    def half(config, _revision) -> None:
        config.attributes["connection"].exec_driver_sql("DELETE FROM drafts")
        raise ValueError("planned")

    with monkeypatch.context() as patched:
        patched.setattr(opening, "NEWEST", "9998")
        patched.setattr(migrating.command, "upgrade", half)
        with pytest.raises(StoreUnusable):
            shelf.open()
    assert len(backups.backups_in(shelf.backups)) == before + 1
    assert shelf.open().draft(kept.id).id == kept.id


def test_a_folder_that_cannot_be_written_is_told_plainly(shelf):
    shelf.home.joinpath("drafts.db").mkdir()
    with pytest.raises(StoreUnusable):
        shelf.open()


def test_the_newest_script_is_the_one_the_program_works_with():
    assert migrating.newest_script() == NEWEST
