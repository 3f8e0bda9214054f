"""What the next start makes of a recording whose app was killed before it was a draft."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from capture import takes
from capture.events import TakeFinished
from capture.requests import Screen
from capture.takes import CLIP, Outcome, TakeRecord
from core.clock import utc_now
from core.content import ClipBody
from core.draft import random_id
from desktop.home import Home
from desktop.platform.takes import Takes
from desktop.settings import Settings
from drafts.store import Store, open_store
from media.ffmpeg import executable


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    home.make()
    opened = open_store(home.drafts_db, home.blobs, clock=utc_now, new_id=random_id)
    yield opened
    opened.close()


@pytest.fixture
def kept(home: Home, store: Store) -> Takes:
    return Takes(lambda: store, home, Settings, lambda: "en")


def leave(kept: Takes, take_id: str, outcome: Outcome) -> TakeFinished:
    """A take that is begun as the app begins one, and left with this word by its recorder."""
    request = kept.make_recorder(take_id, Screen(), lambda _: None).request
    request.take_dir.mkdir(parents=True)
    source = ("-f", "lavfi", "-i", "testsrc=size=160x90:rate=10:duration=1", "-pix_fmt", "yuv420p")
    clip = request.take_dir / CLIP
    subprocess.run([executable(), "-loglevel", "error", *source, str(clip)], check=True)
    takes.write_record(request.take_dir, TakeRecord(request, 160, 90, utc_now(), outcome=outcome, ended_at=utc_now()))
    return TakeFinished(str(clip), 1.0, 160, 90, 10, 0, None)


@pytest.mark.parametrize("outcome", ["finished", "orphaned", "recording"])
def test_a_take_that_never_became_a_draft_becomes_one_at_the_next_start(kept, store, outcome):
    leave(kept, "t1", outcome)
    assert kept.keep_left_behind() == 1
    assert [each.take_id for each in store.summaries()] == ["t1"]
    assert store.unfinished_takes() == ()
    assert kept.keep_left_behind() == 0
    assert len(store.summaries()) == 1


def test_a_take_whose_app_died_between_the_draft_and_the_mark_becomes_no_second_one(kept, store, monkeypatch):
    finished = leave(kept, "t1", "finished")
    with monkeypatch.context() as dying:
        dying.setattr(takes, "mark_kept", sys.exit)
        with pytest.raises(SystemExit):
            kept.keep("t1", finished)
    (draft,) = store.summaries()
    kept.keep_left_behind()
    assert [each.id for each in store.summaries()] == [draft.id]
    assert store.unfinished_takes() == ()


def test_a_take_that_a_person_threw_away_stays_away(kept, store):
    leave(kept, "t1", "discarded")
    assert kept.keep_left_behind() == 0
    assert store.summaries() == ()


def test_a_take_of_another_program_that_is_finished_is_left_to_it(kept, store, home):
    leave(kept, "t1", "finished")
    (home.takes / "t1").rename(home.takes / "of-the-command-line")
    assert kept.keep_left_behind() == 0
    assert store.summaries() == ()


def test_a_clip_that_a_repair_found_by_its_bytes_alone_gets_its_length_and_size(kept, store):
    leave(kept, "t1", "finished")
    kept.keep_left_behind()
    draft = store.draft(store.summaries()[0].id)
    media = draft.content.body.media
    found = store.new_draft(replace(draft.content, body=ClipBody(media=media)))
    assert kept.measure_found() == 1
    body = store.draft(found.id).content.body
    assert (body.duration_ms, body.width, body.height, body.media) == (1000, 160, 90, media)
    assert kept.measure_found() == 0
