"""How soon a recording begins and ends: first picture after the countdown, and a finished clip after "stop".

    python benchmarks/take_moments.py [--runs N] [--minutes M]

On a virtual screen of its own with the moving scene. The recorder is warm, as when a countdown ends; beside it the
same without a countdown, from the start of the process. Then one clip of M minutes is ended.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from capture.events import IsReady, RecorderEvent, Started, TakeFinished
from capture.recorder_process import RecorderProcess
from capture.requests import NO_MICROPHONE, TakeRequest
from desktop.stage.processes import started
from desktop.stage.screen import virtual_screen


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=3.0)
    args = parser.parse_args()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    print(f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}, {platform.machine()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name, virtual_screen(os.environ, Path(name)) as screen:
        folder = Path(name)
        os.environ["DISPLAY"] = screen.name
        scene = [sys.executable, str(ROOT / "benchmarks" / "scene.py"), "moving", str(folder / "drawn.log")]
        with started(scene, os.environ, folder / "scene.log"):
            warm = [take(folder / f"warm-{run}", 0.5, warm=True)[0] for run in range(args.runs)]
            cold = [take(folder / f"cold-{run}", 0.5, warm=False)[0] for run in range(args.runs)]
            _, ended, length = take(folder / "long", args.minutes * 60, warm=True)
    print(f"end of the countdown to the first picture: {told(warm)} ms (goal 150)")
    print(f"no countdown, start of the recorder to the first picture: {told(cold)} ms")
    print(f"stop to the finished clip of {length:.0f} s: {ended:.0f} ms (goal 300)")


def take(folder: Path, seconds: float, *, warm: bool) -> tuple[float, float, float]:
    """Milliseconds to the first picture and from the stop to the clip, and the clip's length in seconds."""
    news: SimpleQueue[tuple[float, RecorderEvent]] = SimpleQueue()
    recorder = RecorderProcess(
        TakeRequest(folder, microphone=NO_MICROPHONE), lambda event: news.put((time.monotonic(), event))
    )
    begun = time.monotonic()
    recorder.start()
    if warm:
        until(news, IsReady)
        time.sleep(0.5)
        begun = time.monotonic()
    recorder.begin()
    first = until(news, Started)[0] - begun
    time.sleep(seconds)
    stopped = time.monotonic()
    recorder.stop()
    at, finished = until(news, TakeFinished)
    recorder.wait()
    assert isinstance(finished, TakeFinished)  # noqa: S101 - what was waited for
    return first * 1000, (at - stopped) * 1000, finished.duration_s


def until(news: SimpleQueue[tuple[float, RecorderEvent]], kind: type) -> tuple[float, RecorderEvent]:
    while True:
        at, event = news.get(timeout=30)
        if isinstance(event, kind):
            return at, event


def told(values: list[float]) -> str:
    return f"median {median(values):.0f} ({min(values):.0f} to {max(values):.0f}, {len(values)} runs)"


if __name__ == "__main__":
    main()
