"""Displays whose monitors are ours: several of them, plugged and unplugged, and one that changes its size.

Monitors are those of RandR 1.5. Xvfb keeps its one size; Xephyr, in an Xvfb, changes it. (Xvnc could too, but mss
refuses its list of visuals. `Xvfb +xinerama` makes no monitors that RandR knows, and no desktop has it today.)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from media.ffmpeg import executable
from tests.capture.conftest import Scene, child, until

HERE = Path(__file__).parent
OUTPUTS = {"Xvfb": "screen", "Xephyr": "default"}
LINES = {
    "Xvfb": "Xvfb -screen 0 1600x1200x24 -nolisten tcp -noreset",
    "Xephyr": "Xephyr -screen 1280x960 -resizeable -nolisten tcp -noreset",
}
WINDOW = 0x2060A0
"""The colour of the numbered scene's window."""


PAINTER = """
import sys
from Xlib import X
from Xlib.display import Display
x, y, width, height, colour = map(int, sys.argv[2:])
display = Display(sys.argv[1])
screen = display.screen()
display.set_close_down_mode(X.RetainPermanent)
look = {"background_pixel": colour, "override_redirect": True}
screen.root.create_window(x, y, width, height, 0, screen.root_depth, **look).map()
display.sync()
"""


@dataclass(frozen=True)
class Desk:
    """A display; a monitor is placed as (x, y, width, height)."""

    name: str
    kind: str

    def xrandr(self, *words: str) -> None:
        subprocess.run(["xrandr", "-d", self.name, *words], check=True, capture_output=True, timeout=10)

    def plug(self, monitor: str, place: tuple[int, int, int, int], *, main: bool = False) -> None:
        """The main one takes the server's only output, as the server's own monitor goes with it."""
        x, y, width, height = place
        self.xrandr(
            "--setmonitor", monitor, f"{width}/300x{height}/200+{x}+{y}", OUTPUTS[self.kind] if main else "none"
        )

    def unplug(self, monitor: str) -> None:
        self.xrandr("--delmonitor", monitor)

    def announce(self) -> None:
        """A server tells of no monitor that was set by hand. An output that learns a mode makes it say: look again."""
        mode = f"mode-{time.monotonic_ns()}"
        self.xrandr("--newmode", mode, *["31", "640", "656", "752", "800", "480", "490", "492", "525"])
        self.xrandr("--addmode", OUTPUTS[self.kind], mode)

    def resize(self, size: str) -> None:
        self.xrandr("-s", size)

    def paint(self, place: tuple[int, int, int, int], colour: int) -> None:
        """A window of one colour that stays after us."""
        # A process of its own: python-xlib mixes up the events of two different servers in one.
        words = [str(word) for word in (*place, colour)]
        subprocess.run([sys.executable, "-c", PAINTER, self.name, *words], check=True, timeout=10)


@contextmanager
def desk(kind: str) -> Iterator[Desk]:
    """An Xvfb of 1600 by 1200 that stays so, or a Xephyr of 1280 by 960 that can be resized."""
    if shutil.which(kind) is None or shutil.which("xrandr") is None:
        pytest.skip(f"{kind} or xrandr is not installed")
    with desk("Xvfb") if kind == "Xephyr" else nullcontext() as host:
        read, write = os.pipe()
        line = [*LINES[kind].split(), "-displayfd", str(write)]
        environ = {**os.environ, **({"DISPLAY": host.name} if host else {})}
        with child(line, pass_fds=(write,), env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            os.close(write)
            with os.fdopen(read) as told:
                yield Desk(":" + told.readline().strip(), kind)


@contextmanager
def numbered(desk: Desk, place: tuple[int, int, int, int], log: Path, fps: float = 30) -> Iterator[Scene]:
    """The numbered scene of numbered_scene.py on a desk."""
    words = [str(word) for word in ("Numbered", *place, fps, log)]
    with child(
        [sys.executable, str(HERE / "numbered_scene.py"), *words], env={**os.environ, "DISPLAY": desk.name}
    ) as process:
        until(lambda: process.poll() is None and log.exists() and log.stat().st_size > 0)
        yield Scene(log)


def pictures(clip: Path, width: int, height: int) -> Iterator[np.ndarray]:
    """Every frame of a clip in RGB, one at a time: all of them together are large."""
    line = [executable(), "-v", "error", "-i", str(clip), "-fps_mode", "passthrough"]
    with subprocess.Popen([*line, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], stdout=subprocess.PIPE) as process:
        while data := process.stdout.read(width * height * 3):
            yield np.frombuffer(data, np.uint8).reshape(height, width, 3)
    assert process.returncode == 0


def like(picture: np.ndarray, colour: int, within: int = 40) -> np.ndarray:
    """Where a picture, or a part of one, has nearly this colour."""
    wanted = np.array([colour >> 16, colour >> 8 & 255, colour & 255])
    return (np.abs(picture.astype(int) - wanted) < within).all(axis=-1)


def number_in(picture: np.ndarray, width: int) -> int | None:
    """The number that the scene's window, `width` pixels wide on the screen, shows wherever and however large it is."""
    rows, columns = np.nonzero(like(picture, WINDOW))
    if len(rows) < 1000:
        return None
    left, top, scale = columns.min(), rows.min(), (columns.max() - columns.min() + 1) / width
    middles = [(int(top + 8 * scale), int(left + (cell * 16 + 8) * scale)) for cell in range(16)]
    code = sum(1 << cell for cell, (y, x) in enumerate(middles) if picture[y, x].mean() > 128)
    number = 0
    while code:
        number ^= code
        code >>= 1
    return number
