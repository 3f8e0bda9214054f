"""Kills an app or its recorder at a moment of chance, and tells how much of what was drawn is missing from the clip."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from capture.recovery import find_unfinished, recover
from capture.requests import Region, TakeRequest, request_to_json
from tests.capture.conftest import AREA, ROOT, Scene, Seen, until

APP = """
import json, sys
from capture.recorder_process import RecorderProcess
from capture.requests import request_from_json
recorder = RecorderProcess(request_from_json(json.loads(sys.argv[1])), lambda e: print(type(e).__name__, flush=True))
recorder.start()
recorder.begin()
recorder.wait()
"""
SCENES = {"moving": 30.0, "typing": 5.0}
"""Changes a second."""


@dataclass(frozen=True)
class Kill:
    """`after_s` from the first frame on; `lost_s` is how much of what was drawn is not in the clip."""

    after_s: float
    lost_s: float


@dataclass
class Chance:
    """Moments from a seed, so that a campaign can be run again as it was."""

    seed: int
    longest_s: float

    def moments(self, kills: int) -> list[float]:
        chance = random.Random(self.seed)
        return [chance.uniform(0.5, self.longest_s) for _ in range(kills)]


def table(title: str, kills: list[Kill], seed: int) -> str:
    lost = [kill.lost_s for kill in kills]
    p50, p99 = np.percentile(lost, [50, 99])
    after = " ".join(f"{kill.after_s:.2f}" for kill in kills)
    return (
        f"{title:<26} {len(kills):>3} kills  lost p50 {p50:.3f} s  p99 {p99:.3f} s  max {max(lost):.3f} s"
        f"  (VONK_SEED={seed}; after {after})"
    )


def kill_the_app(folder: Path, after_s: float, scene: Scene, read: Callable[[Path], Seen], *, both: bool) -> Kill:
    """The app in a process of its own, killed alone or with its recorder; then the clip that the next start finds."""
    request = json.dumps(request_to_json(TakeRequest(folder, Region(*AREA), microphone="none")))
    with subprocess.Popen([sys.executable, "-c", APP, request], stdout=subprocess.PIPE, text=True, cwd=ROOT) as app:
        until(lambda: app.stdout.readline().strip() == "Started")
        began = time.monotonic()
        victims = [app.pid, *(descendants(app.pid) if both else [])]
        time.sleep(after_s)
        killed = time.monotonic()
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
    until(lambda: find_unfinished(folder.parent), 20)
    (left,) = find_unfinished(folder.parent)
    clip = recover(left)
    seen = read(clip.path)
    assert len(seen.numbers) == clip.frames
    return Kill(killed - began, lost_at_the_end(killed, clip.duration_ms / 1000, seen, scene.drawn()))


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*children, *(one for child in children for one in descendants(child))]


def lost_at_the_end(killed: float, length_s: float, seen: Seen, drawn: dict[int, float]) -> float:
    """From the end of the clip, by when its pictures were drawn, to the kill; what was drawn after that does not count.

    While the clip goes on past its last number, that number stood on the screen: a still picture that is recorded. But
    when another was drawn meanwhile, all from then on is lost.
    """
    late = [at - drawn[number] for number, at in first_seen(seen).items()]
    end = length_s - median(late)
    unseen = [moment for number, moment in drawn.items() if number > seen.numbers[-1] and moment < killed]
    return max(killed - min([end, *unseen]), 0.0)


def hole_around(killed: float, seen: Seen, drawn: dict[int, float], period_s: float) -> float:
    """Between the last picture before the kill and the first after it, less the time that a picture stands anyway."""
    moments = sorted(drawn[number] for number in set(seen.numbers))
    before = max(moment for moment in moments if moment <= killed)
    after = min(moment for moment in moments if moment > killed)
    return max(after - before - period_s, 0.0)


def first_seen(seen: Seen) -> dict[int, float]:
    found: dict[int, float] = {}
    for number, at in zip(seen.numbers, seen.times, strict=True):
        found.setdefault(number, at)
    return found
