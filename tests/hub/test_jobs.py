"""Work that waits: what goes wrong for a while is done afterwards, and nothing that was approved is forgotten."""

from __future__ import annotations

import errno

import pytest
from sqlalchemy import select, update

from hub import jobs, posting
from hub.blobs import BlobFolder
from hub.jobs import JobKind
from hub.preparing import NOT_A_CLIP, ChildDied
from hub.schema import deliveries, versions
from hub.schema import jobs as jobs_table

PREPARING = jobs_table.c.kind == JobKind.PREPARE.value


def posted(world) -> list[str]:
    with world.hub.database.read() as db:
        return sorted(db.execute(select(deliveries.c.state)).scalars())


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "no room")


def test_a_post_that_waited_long_for_its_turn_survives_one_trouble(world, monkeypatch):
    world.add_channel()
    for number in range(jobs.MOST_ATTEMPTS + 3):
        world.publish("ann", world.tip(f"Tip {number}"))
    for _ in range(jobs.MOST_ATTEMPTS + 1):
        world.work()
        world.clock.forward(seconds=1.001)
    with monkeypatch.context() as trouble:
        trouble.setattr(posting, "_card", full)
        world.work()
    for _ in range(5):
        world.clock.forward(minutes=5)
        world.work()
    assert posted(world) == ["posted"] * (jobs.MOST_ATTEMPTS + 3)


def test_a_clip_is_published_when_the_disk_has_room_again_however_long_that_took(world, monkeypatch):
    content = world.clip(world.upload("ann", b"a clip"))
    item_id, _ = world.put("ann", content)
    with monkeypatch.context() as trouble:
        trouble.setattr(BlobFolder, "keep", full)
        for _ in range(3 * jobs.MOST_ATTEMPTS):
            world.work()
            world.clock.forward(hours=1)
    world.approve(item_id, content)
    world.work()
    with world.hub.database.read() as db:
        assert db.execute(select(versions.c.state)).scalar_one() == "published"


def test_trouble_is_tried_again_later_each_time_but_within_the_hour(world, monkeypatch):
    world.put("ann", world.clip(world.upload("ann", b"a clip")))
    waits = []
    monkeypatch.setattr(BlobFolder, "keep", full)
    for tried in (0, 0, 0, 0, 0, 1100):
        if tried:
            with world.hub.database.write() as db:
                db.execute(update(jobs_table).where(PREPARING).values(attempts=tried))
        world.work()
        with world.hub.database.read() as db:
            due = db.execute(select(jobs_table.c.due_at).where(PREPARING)).scalar_one()
        waits.append((due - world.clock()).total_seconds())
        world.clock.forward(seconds=waits[-1])
    assert waits == [2, 4, 8, 16, 32, jobs.LONGEST_WAIT_S]


def test_what_an_earlier_hub_gave_up_is_taken_up_at_the_next_start(world):
    world.add_channel()
    world.publish("ann", world.tip())
    with world.hub.database.write() as db:
        db.execute(update(jobs_table).values(state="failed", attempts=5))
        jobs.free_all(db, world.clock())
    world.work()
    assert posted(world) == ["posted"]


@pytest.mark.parametrize("times", [1, jobs.MOST_ATTEMPTS, 1100])
def test_work_that_a_dying_hub_left_running_is_done_by_the_next_one(world, times):
    world.add_channel()
    world.publish("ann", world.tip())
    die_with_a_job(world, times)
    world.clock.forward(seconds=jobs.LONGEST_AFTER_DEATH_S if times > 1 else 0)
    world.work()
    assert posted(world) == ["posted"]


def test_work_that_the_hub_dies_of_lets_the_others_go_first(world):
    world.put("ann", world.clip(world.upload("ann", b"a clip")))
    die_with_a_job(world, 2)
    world.add_channel()
    world.publish("ann", world.tip())
    with world.hub.database.write() as db:
        first = jobs.claim(db, world.clock())
    assert first is not None
    assert first.kind is JobKind.POST


def die_with_a_job(world, times: int) -> None:
    """As a hub that was killed so often with the same job in its hands, and started again."""
    with world.hub.database.write() as db:
        assert jobs.claim(db, world.clock()) is not None
        db.execute(update(jobs_table).where(jobs_table.c.state == "running").values(attempts=times))
        jobs.free_all(db, world.clock())


def test_deaths_of_the_hub_are_not_held_against_a_clip(world, monkeypatch):
    """Only a child that died under it says something of a clip; the hub may have died for any reason."""
    content = world.clip(world.upload("ann", b"a clip"))
    item_id, _ = world.put("ann", content)
    with world.hub.database.write() as db:
        db.execute(update(jobs_table).where(PREPARING).values(attempts=3 * jobs.MOST_ATTEMPTS))

    def dies(*_: object) -> None:
        raise ChildDied(NOT_A_CLIP)

    preparer = world.hub.worker._handlers[JobKind.PREPARE]
    with monkeypatch.context() as once:
        once.setattr(preparer, "_make_clip", dies)
        world.work()
    world.clock.forward(hours=1)
    world.approve(item_id, content)
    world.work()
    with world.hub.database.read() as db:
        assert db.execute(select(versions.c.state)).scalar_one() == "published"


def test_a_clip_under_which_the_child_dies_again_and_again_goes_back_to_its_maker(world, monkeypatch):
    world.put("ann", world.clip(world.upload("ann", b"a clip")))

    def dies(*_: object) -> None:
        raise ChildDied(NOT_A_CLIP)

    monkeypatch.setattr(world.hub.worker._handlers[JobKind.PREPARE], "_make_clip", dies)
    for _ in range(jobs.MOST_ATTEMPTS):
        world.work()
        world.clock.forward(hours=1)
    with world.hub.database.read() as db:
        assert db.execute(select(versions.c.state)).scalar_one() == "changes_requested"
