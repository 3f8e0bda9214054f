"""A recorder that hangs, or whose disk is slow: noticed, said, and gone on from, in one clip."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from capture.events import HasResumed, IsReady, Progress, Started, Warned
from capture.requests import Region
from tests.capture.conftest import AREA, until

pytestmark = [pytest.mark.recording, pytest.mark.display]


def test_a_recorder_that_hangs_is_replaced_within_five_seconds_in_the_same_clip(scene, take, read_clip):
    one = take(target=Region(*AREA))
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    until(lambda: len(one.of(Progress)) >= 6)
    stopped = time.monotonic()
    os.kill(one.pid, signal.SIGSTOP)
    one.wait_for(Warned, "recorder_restarted")
    one.wait_for(HasResumed)
    heard = len(one.of(Progress))
    until(lambda: len(one.of(Progress)) >= heard + 6)
    one.process.stop()
    clip = one.finished()

    assert one.moment(Warned, "recorder_restarted") - stopped < 3.5
    assert one.moment(HasResumed) - stopped < 5
    assert clip.warnings == ("recorder_restarted",)
    seen, drawn = read_clip(Path(clip.path)), scene.drawn()
    assert len(seen.numbers) == clip.frames
    assert seen.numbers == sorted(seen.numbers)
    moments = np.array([drawn[number] for number in seen.numbers])
    before, after = moments[moments <= stopped], moments[moments > stopped]
    assert stopped - before[-1] < 0.2
    assert len(set(after)) > 20
    assert moments[-1] > one.moment(HasResumed) + 0.8


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_slow_disk_costs_pictures_that_are_counted_but_no_order_and_no_clip(scene, take, read_clip):
    """Each write of the recorder to its segment takes 120 ms: room for some 8 pictures a second."""
    one = take(target=Region(*AREA))
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    segment = next(one.folder.glob("segment-*"))
    slow = ["-e", "trace=write,writev,pwrite64", "-e", "inject=write,writev,pwrite64:delay_enter=120000"]
    line = ["strace", "-f", "-qq", *slow, "-P", str(segment), "-p", str(one.pid)]
    with subprocess.Popen(line, stderr=subprocess.PIPE) as tracer:
        assert b"write" in tracer.stderr.readline()
        heard = len(one.of(Progress))
        until(lambda: len(one.of(Progress)) >= heard + 10)
        stopped = time.monotonic()
        one.process.stop()
        clip = one.finished()
        tracer.communicate()

    seen, drawn = read_clip(Path(clip.path)), scene.drawn()
    assert len(seen.numbers) == clip.frames
    assert clip.warnings == ()
    assert clip.dropped > 10
    assert stopped - drawn[seen.numbers[-1]] < 0.5
    assert max(np.diff(seen.times)) < 1
