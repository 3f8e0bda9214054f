from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from capture.events import IsReady, Progress, Started, TakeFailed
from capture.recovery import find_unfinished, recover
from capture.requests import Region, TakeRequest, request_to_json
from capture.takes import mark_kept, read_record

pytestmark = [pytest.mark.recording, pytest.mark.display]

NUMBERED = Region(100, 50, 640, 400)
ROOT = Path(__file__).parent.parent.parent

APP = """
import json, sys, time
from capture.recorder_process import RecorderProcess
from capture.requests import request_from_json
request = request_from_json(json.loads(sys.argv[1]))
recorder = RecorderProcess(request, lambda event: print(type(event).__name__, flush=True))
recorder.start()
recorder.begin()
recorder.wait()
"""


def is_running(pid: int) -> bool:
    return (
        Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    )


def wait_until(true, within_s: float = 10.0) -> None:
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_app_that_is_killed_leaves_a_whole_clip_that_the_next_start_finds(scene, tmp_path, read_clip):
    folder = tmp_path / "takes" / "one"
    request = json.dumps(request_to_json(TakeRequest(folder, NUMBERED, microphone="none")))
    with subprocess.Popen([sys.executable, "-c", APP, request], stdout=subprocess.PIPE, text=True, cwd=ROOT) as app:
        wait_until(lambda: app.stdout.readline().strip() == "Started")
        time.sleep(1.5)
        killed = time.monotonic()
        app.kill()
    wait_until(lambda: find_unfinished(tmp_path / "takes"))

    (left,) = find_unfinished(tmp_path / "takes")
    clip = recover(left)
    seen, drawn = read_clip(clip.path), scene.drawn()
    assert killed - drawn[seen.numbers[-1]] < 0.1
    assert len(seen.numbers) == clip.frames
    assert read_record(folder).warnings == ("app_gone",)
    mark_kept(folder)
    assert find_unfinished(tmp_path / "takes") == ()


@pytest.mark.parametrize("victim", ["recorder", "both"])
def test_a_recorder_that_is_killed_loses_less_than_a_second(scene, take, read_clip, victim):
    one = take(target=NUMBERED)
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    time.sleep(2.5)
    writer = one.ffmpeg_pid()
    killed = time.monotonic()
    if victim == "both":
        os.kill(writer, signal.SIGKILL)
    os.kill(one.pid, signal.SIGKILL)
    ending = one.ending()
    wait_until(lambda: not is_running(writer))
    # The kernel lets go of the take's lock with the last thread of both, which may be a moment after that.
    wait_until(lambda: find_unfinished(one.folder.parent))

    assert isinstance(ending, TakeFailed)
    assert ending.code == "recorder_died"
    (left,) = find_unfinished(one.folder.parent)
    clip = recover(left)
    seen, drawn = read_clip(clip.path), scene.drawn()
    assert killed - drawn[seen.numbers[-1]] < 1.0
    assert len(seen.numbers) == clip.frames
    assert recover(left).path == clip.path
    assert [take.take_id for take in find_unfinished(one.folder.parent)] == [left.take_id]


def test_a_take_that_is_being_written_is_not_taken_for_a_crash(scene, take):
    one = take(target=NUMBERED)
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Progress)

    assert read_record(one.folder).outcome == "recording"
    assert find_unfinished(one.folder.parent) == ()
    one.process.stop()
    one.finished()
