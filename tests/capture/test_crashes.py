from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from capture.events import HasResumed, IsReady, Progress, Started, TakeFailed
from capture.recorder_process import MOST_RESTARTS
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


def test_an_app_and_a_recorder_that_are_killed_lose_less_than_half_a_second(scene, tmp_path, read_clip):
    folder = tmp_path / "takes" / "one"
    request = json.dumps(request_to_json(TakeRequest(folder, NUMBERED, microphone="none")))
    with subprocess.Popen([sys.executable, "-c", APP, request], stdout=subprocess.PIPE, text=True, cwd=ROOT) as app:
        wait_until(lambda: app.stdout.readline().strip() == "Started")
        recorder = only_child(app.pid)
        time.sleep(2.5)
        killed = time.monotonic()
        app.kill()
        os.kill(recorder, signal.SIGKILL)
    wait_until(lambda: find_unfinished(tmp_path / "takes"))

    (left,) = find_unfinished(tmp_path / "takes")
    clip = recover(left)
    seen, drawn = read_clip(clip.path), scene.drawn()
    assert killed - drawn[seen.numbers[-1]] < 0.5
    assert len(seen.numbers) == clip.frames
    assert recover(left).path == clip.path
    assert [take.take_id for take in find_unfinished(folder.parent)] == [left.take_id]


def only_child(pid: int) -> int:
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


def test_what_breaks_off_again_and_again_is_given_up_and_offered(scene, take, read_clip):
    one = take(target=NUMBERED)
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    for times in range(MOST_RESTARTS + 1):
        wait_until(lambda times=times: len(one.of(HasResumed)) == times)
        heard = len(one.of(Progress))
        wait_until(lambda heard=heard: len(one.of(Progress)) > heard + 1)
        os.kill(one.pid, signal.SIGKILL)
    ending = one.ending()

    assert isinstance(ending, TakeFailed)
    assert ending.code == "recorder_died"
    (left,) = find_unfinished(one.folder.parent)
    assert len(read_clip(recover(left).path).numbers) > 20


def test_a_take_that_is_being_written_is_not_taken_for_a_crash(scene, take):
    one = take(target=NUMBERED)
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Progress)

    assert read_record(one.folder).outcome == "recording"
    assert find_unfinished(one.folder.parent) == ()
    one.process.stop()
    one.finished()
