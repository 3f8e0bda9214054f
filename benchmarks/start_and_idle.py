"""How long the app takes to its tray icon, against a bare PySide6 window; and what it costs while nobody uses it.

    python benchmarks/start_and_idle.py [--runs N] [--idle SECONDS]

On a virtual screen of its own, with a home that has been opened once. Both programs are timed from their start to the
moment the X server shows them, turn about. Idle counts all threads of the app.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from Xlib import X
from Xlib.error import XError

from core.clock import utc_now
from core.draft import random_id
from desktop.stage.pointer import Hand, hand_on
from desktop.stage.processes import started, wait_until
from desktop.stage.screen import virtual_screen
from drafts.store import open_store

BARE: Final = (
    "from PySide6.QtWidgets import QApplication, QWidget\n"
    "app = QApplication([]); window = QWidget(); window.setWindowTitle('bare'); window.show(); app.exec()"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--idle", type=int, default=60)
    args = parser.parse_args()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    print(f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}, {platform.machine()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder, virtual_screen(os.environ, Path(folder)) as screen:
        environ = {
            **os.environ,
            "DISPLAY": screen.name,
            "QT_QPA_PLATFORM": "xcb",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "VONK_HOME": str(used_home(Path(folder) / "home")),
            "PYTHONPATH": str(ROOT),
        }
        with hand_on(screen.name) as hand:
            compare_starts(environ, hand, Path(folder), args.runs)
            watch_idle(environ, hand, Path(folder), args.idle)


def used_home(home: Path) -> Path:
    home.mkdir()
    (home / "settings.json").write_text('{"seen_welcome": true}', encoding="utf-8")
    open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id).close()
    return home


def compare_starts(environ: Mapping[str, str], hand: Hand, logs: Path, runs: int) -> None:
    times: dict[str, list[float]] = {"app": [], "bare": []}
    for run in range(runs + 1):
        for name, command in (("bare", ["-c", BARE]), ("app", ["-m", "desktop"])):
            begun = time.perf_counter()
            with started([sys.executable, *command], environ, logs / f"{name}.log") as process:
                if name == "app":
                    wait_until(lambda pid=process.pid: hand._tray_icon(root(hand), pid), "the tray icon", 20)
                else:
                    wait_until(lambda: mapped(hand, "bare"), "the bare window", 20)
                if run:  # the first warms the disk
                    times[name].append(time.perf_counter() - begun)
    app, bare = (median(times[name]) for name in ("app", "bare"))
    print(f"start to the tray icon: {app * 1000:.0f} ms; bare PySide6 window: {bare * 1000:.0f} ms; {app / bare:.2f} x")


def watch_idle(environ: Mapping[str, str], hand: Hand, logs: Path, seconds: int) -> None:
    with started([sys.executable, "-m", "desktop"], environ, logs / "idle.log") as process:
        hand.wait_for_tray_icon(process.pid)
        time.sleep(5)  # what is done once after the start is not idling
        before = spent(process.pid)
        time.sleep(seconds)
        after = spent(process.pid)
    ticks = os.sysconf("SC_CLK_TCK")
    print(
        f"idle for {seconds} s: {after[0] - before[0]} voluntary switches, "
        f"{(after[1] - before[1]) / ticks / seconds:.1%} of a processor"
    )


def spent(pid: int) -> tuple[int, int]:
    """Voluntary switches and clock ticks of all threads."""
    switches = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        line = next(line for line in status.read_text().splitlines() if line.startswith("voluntary"))
        switches += int(line.split()[1])
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return switches, int(fields[11]) + int(fields[12])


def root(hand: Hand):  # noqa: ANN201 - a window of python-xlib
    return hand.connection.screen().root


def mapped(hand: Hand, title: str) -> bool:
    """Whether a window with this title shows."""
    waiting = [root(hand)]
    while waiting:
        window = waiting.pop()
        try:
            if window.get_wm_name() == title and window.get_attributes().map_state == X.IsViewable:
                return True
            waiting.extend(window.query_tree().children)
        except XError:
            continue  # gone by the time it was asked
    return False


if __name__ == "__main__":
    main()
