"""A store damaged in many ways starts every time, loses no more than what came after the last backup, and says so."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta

import pytest

from core.errors import AppError
from core.language import NOTHING
from core.wire import hash_of
from drafts import backups
from tests.campaign import rounds, seed
from tests.drafts.busy_life import LATER, Account
from tests.drafts.conftest import NOON, Shelf
from tests.drafts.damaging import DAMAGE, IN_PLACE


@pytest.fixture(scope="module")
def lives(tmp_path_factory):
    """One that was closed, and one whose process was killed: of that much is still in its log."""
    made = {}
    for end in ("close", "kill"):
        home = tmp_path_factory.mktemp(end)
        child = subprocess.run([sys.executable, "-m", "tests.drafts.busy_life", str(home), end])
        assert child.returncode == (0 if end == "close" else -signal.SIGKILL)
        made[end] = home
    return made


def moved_in(life, folder) -> Shelf:
    shutil.copytree(life, folder)
    shelf = Shelf(folder)
    shelf.clock.now = NOON + LATER
    return shelf


def damage(shelf: Shelf, dice: random.Random) -> str:
    """Damage one or more of the files SQLite reads, and in a third of the cases backups too. Says what was done."""
    there = [
        path for path in (shelf.db.with_name(f"drafts.db{suffix}") for suffix in ("", "-wal", "-shm")) if path.exists()
    ]
    hit = there[:1] if len(there) == 1 else dice.sample(there, dice.choice((1, 1, 1, 2)))
    done = []
    for path in hit:
        way = dice.choice(DAMAGE)
        way(path, dice)
        done.append(f"{way.__name__} {path.name}")
    if dice.random() < 0.1 and len(there) > 1:
        shelf.db.with_name("drafts.db-wal").write_bytes(foreign_log(shelf))
        done.append("a log of another database")
    if dice.random() < 0.33:
        kept = [file for _, file in backups.backups_in(shelf.backups)]
        for file in kept[: dice.choice((1, 2, len(kept)))]:
            way = dice.choice(DAMAGE)
            way(file, dice)
            done.append(f"{way.__name__} {file.name}")
    return ", ".join(done)


def foreign_log(shelf: Shelf) -> bytes:
    other = Shelf(shelf.home / "other")
    other.home.mkdir()
    store = other.open()
    store.new_draft(other.tip("Van een ander"))
    log = other.db.with_name("drafts.db-wal").read_bytes()
    other.close()
    return log


def look_at_everything(store) -> None:
    store.summaries()
    store.bin()
    store.unfinished_takes()
    store.hub()
    store.directory()
    store.outbox.due(NOON + LATER * 2)
    for summary in store.summaries():
        store.revisions(summary.id)
        store.feedback(summary.id)


def drafts_in(store) -> dict[str, tuple[int, str]]:
    ids = [summary.id for summary in store.summaries()] + [binned.id for binned in store.bin()]
    drafts = [store.draft(item_id) for item_id in ids]
    return {draft.id: (draft.revision, hash_of(draft.content)) for draft in drafts}


def asked_in(store) -> set[str]:
    with store._database.reading() as connection:
        return set(connection.exec_driver_sql("SELECT item_id FROM outbox WHERE kind = 'submit'").scalars())


def check(shelf: Shelf, account: Account, *, backups_hold: bool, noticeable: bool = True) -> tuple[bool, int]:
    """Open, and hold it against the account. Whether something was told, and how many texts are not the last ones.

    Not `noticeable`: the log went with its index, and every backup with them. What is left is an older file, whole.
    """
    store = shelf.open()
    look_at_everything(store)
    here = drafts_in(store)
    for item_id, (revision, content_hash) in here.items():
        if item_id in account.hashes:
            assert account.hashes[item_id][revision - 1] == content_hash, "a text that nobody wrote"
    if backups_hold:
        for item_id, (revision, _) in account.at_backup.items():
            assert here[item_id][0] >= revision, "a text of before the last backup was lost"
        assert asked_in(store) >= set(account.asked_at_backup)
    lost = sum(here.get(item_id, (0, ""))[0] < revision for item_id, (revision, _) in account.at_end.items())
    unasked = set(account.asked_at_end) - asked_in(store)
    assert store.notice is not None or not noticeable or (lost == 0 and not unasked), "lost in silence"
    named = {
        store.draft(item_id).content.body.media.sha256
        for item_id in here
        if store.draft(item_id).content.format.value == "clip"
    }
    assert named >= set(account.recordings), "a recording in no draft"
    assert all(store.blobs.has(sha256) for sha256 in account.recordings)
    told = store.notice is not None
    work_on(shelf, store)
    shelf.close()
    assert backups.is_good(shelf.db)
    again = shelf.open()
    assert again.notice is None
    assert drafts_in(again).keys() >= here.keys()
    return told, lost


def work_on(shelf: Shelf, store) -> None:
    """Every draft can be asked for or taken back, and what waits can be sent."""
    store.outbox.resume()
    for row in store.outbox.due(shelf.clock() + timedelta(hours=1)):
        assert store.outbox.start(row)
        store.outbox.postponed(row, NOTHING, shelf.clock())
    for summary in store.summaries():
        if summary.review.value == "submitted":
            store.withdraw(summary.id)


def one_round(lives, folder, number: int, one_seed: int) -> tuple[bool, int]:
    dice = random.Random(f"{one_seed}-{number}")
    life = lives[("close", "kill")[number % 2]]
    shelf = moved_in(life, folder)
    account = Account.of(folder)
    before = {file.name: file.read_bytes() for _, file in backups.backups_in(shelf.backups)}
    done = damage(shelf, dice)
    newest = max(before)
    kept = shelf.backups / newest
    hold = kept.exists() and kept.read_bytes() == before[newest]
    log_is_gone = all(f"delete drafts.db-{part}" in done for part in ("wal", "shm"))
    try:
        return check(shelf, account, backups_hold=hold, noticeable=hold or not log_is_gone)
    except BaseException as error:
        error.add_note(f"round {number} of seed {one_seed}: {done}")
        raise
    finally:
        shelf.close()


def campaign(lives, tmp_path, count: int) -> None:
    one_seed = seed()
    told = lost = 0
    for number in range(count):
        folder = tmp_path / "home"
        was_told, were_lost = one_round(lives, folder, number, one_seed)
        told, lost = told + was_told, lost + were_lost
        shutil.rmtree(folder)
    print(f"{count} damaged stores, {count} starts, told {told} times, {lost} texts of {count * 49} not the last ones")


def damage_in_use(shelf: Shelf, dice: random.Random) -> str:
    """Damage the files under an open store, and go on working as far as that goes: each refusal is in plain words."""
    store = shelf.open()
    store.new_draft(shelf.tip("Vlak ervoor"))
    done = []
    for path in dice.sample([shelf.db, shelf.db.with_name("drafts.db-wal")], dice.choice((1, 1, 2))):
        way = dice.choice(IN_PLACE)
        way(path, dice)
        done.append(f"{way.__name__} {path.name} in use")
    for step in (
        store.summaries,
        lambda: store.new_draft(shelf.tip("Erna")),
        lambda: store.submit(store.summaries()[3].id),
        store.bin,
        store.data_version,
        store.back_up_if_due,
    ):
        with suppress(AppError):
            step()
    shelf.close()
    return ", ".join(done)


def campaign_in_use(lives, tmp_path, count: int) -> None:
    one_seed = seed()
    for number in range(count):
        dice = random.Random(f"{one_seed}-{number}")
        folder = tmp_path / "home"
        shelf = moved_in(lives["close"], folder)
        account = Account.of(folder)
        done = damage_in_use(shelf, dice)
        shelf.clock.pass_(minutes=1)
        try:
            check(shelf, account, backups_hold=True)
        except BaseException as error:
            error.add_note(f"round {number} of seed {one_seed}: {done}")
            raise
        finally:
            shelf.close()
        shutil.rmtree(folder)
    print(f"{count} stores damaged in use, {count} starts")


def test_stores_damaged_while_open_start_again(lives, tmp_path):
    campaign_in_use(lives, tmp_path, rounds(12))


@pytest.mark.long
def test_hundreds_of_stores_damaged_while_open_start_again(lives, tmp_path):
    campaign_in_use(lives, tmp_path, max(1, rounds(1000) // 4))


def test_damaged_stores_start_and_lose_nothing_of_before_the_last_backup(lives, tmp_path):
    campaign(lives, tmp_path, rounds(50))


@pytest.mark.long
def test_a_thousand_damaged_stores_start_and_lose_nothing_of_before_the_last_backup(lives, tmp_path):
    campaign(lives, tmp_path, rounds(1000))
