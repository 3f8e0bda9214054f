"""How far sound and picture of a clip are apart, against when they were really seen and heard.

    python benchmarks/av_sync.py [--events N] [--minutes M]

On a virtual screen and a sound server of its own; with --minutes also how far they drift apart. How the truth is
measured, and how exact it is, stands in tests/capture/av_offset.py.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from capture.events import IsReady, RecorderEvent, Started, TakeFinished
from capture.recorder_process import RecorderProcess
from capture.requests import Region, TakeRequest
from desktop.stage.bus import session_bus
from desktop.stage.screen import virtual_screen
from desktop.stage.sound import microphone
from tests.capture.av_offset import SIZE, Offsets, flashing, offsets, witness

CORNER: Final = (200, 100)
SINK: Final = "room"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=0)
    args = parser.parse_args()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    print(f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}, {platform.machine()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        for inherited in ("PULSE_SERVER", "WAYLAND_DISPLAY"):
            os.environ.pop(inherited, None)
        with virtual_screen(os.environ, folder) as screen, session_bus(os.environ, runtime, folder) as bus:
            os.environ |= {"DISPLAY": screen.name, "DBUS_SESSION_BUS_ADDRESS": bus}
            with microphone(os.environ, runtime, folder):
                measure(folder, args.events, args.minutes)


def measure(folder: Path, events: int, minutes: float) -> None:
    print(recorded(folder, "short", events, 0.45))
    if minutes:
        found = recorded(folder, "long", round(minutes * 60), 0.9)
        print(found, f"drift {found.drift_ms:+.1f} ms in {found.at_s[-1]:.0f} s")


def recorded(folder: Path, name: str, events: int, period_s: float) -> Offsets:
    """Record flashes and beeps, and compare."""
    ready, started = threading.Event(), threading.Event()

    def hear(event: RecorderEvent) -> None:
        if isinstance(event, IsReady):
            ready.set()
        elif isinstance(event, Started):
            started.set()

    request = TakeRequest(folder / "takes" / name, Region(*CORNER, SIZE, SIZE), pointer=False)
    recorder = RecorderProcess(request, hear)
    with witness(os.environ, SINK) as heard:
        recorder.start()
        recorder.begin()
        if not ready.wait(20) or not started.wait(5):
            sys.exit("the recorder did not start")
        with flashing(os.environ, CORNER, events, period_s, SINK, folder) as shown:
            shown.wait(events * (period_s + 0.2) + 20)
    recorder.stop()
    ending = recorder.wait(30)
    if not isinstance(ending, TakeFinished):
        sys.exit(f"there is no clip: {ending}")
    return offsets(Path(ending.path), shown.flashes(), heard.beeps())


if __name__ == "__main__":
    main()
