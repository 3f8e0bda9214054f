"""Whoever is recorded sees it, and it is not in the picture: the real app on a virtual screen, its clip decoded."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.error import XError

from core.clock import utc_now
from core.draft import random_id
from desktop.demo.app_window import AppWindow, running_app
from desktop.stage.desk import Desk, desk
from desktop.stage.processes import started, wait_until
from drafts.store import open_store
from media.ffmpeg import executable

pytestmark = [
    pytest.mark.display,
    pytest.mark.recording,
    pytest.mark.timeout(180),
    pytest.mark.skipif(sys.platform != "linux", reason="the stage is Linux with X11"),
]
Place = tuple[int, int, int, int]
Windows = dict[str, list[Place]]
"""By name, where they are."""
GREEN = (0x20, 0xA0, 0x60)
SMALLEST_WINDOW = 300
PART = (300, 150, 400, 300)
FRAME, BAR, COUNTDOWN, WINDOW = "Kader rond wat wordt opgenomen — Vonk", "Opname — Vonk", "Aftellen — Vonk", "Vonk"
PAINTER = """
import sys
from Xlib import X
from Xlib.display import Display
display = Display()
screen = display.screen()
look = {"background_pixel": 0x20A060, "override_redirect": True}
window = screen.root.create_window(0, 0, 1280, 720, 0, screen.root_depth, **look)
window.map()
window.configure(stack_mode=X.Below)
display.sync()
sys.stdin.read()
"""

APPLICATION = """
import sys
from Xlib.display import Display
display = Display()
screen = display.screen()
window = screen.root.create_window(200, 100, 400, 300, 0, screen.root_depth, background_pixel=0x20A060)
window.set_wm_name("Weekplanning")
window.map()
display.sync()
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Path]]:
    """A desk whose background is all of one colour."""
    folder = tmp_path_factory.mktemp("sign")
    (folder / "logs").mkdir()
    environ = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with desk(folder / "desk", folder / "logs", environ) as one:
        painter = [sys.executable, "-c", PAINTER]
        with started(painter, one.environ, folder / "logs" / "painter.log", stdin=subprocess.PIPE):
            yield one, folder


@dataclass
class Watch:
    """Looks every few milliseconds which of our windows are on the screen, and where."""

    display: str
    seen: list[tuple[datetime, datetime, Windows]] = field(default_factory=list)
    """From when to when a look took, and what was there."""
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        connection = Display(self.display)
        while not self.done.wait(0.01):
            began = datetime.now()  # noqa: DTZ005 - as the log has it
            there = self._windows(connection)
            self.seen.append((began, datetime.now(), there))  # noqa: DTZ005
        connection.close()

    def look_on(self) -> None:
        looks = len(self.seen)
        wait_until(lambda: len(self.seen) > looks + 10, "ten looks", 10)

    def between(self, first: datetime, last: datetime) -> list[Windows]:
        """What was on the screen at every look in that time."""
        return [there for began, ended, there in self.seen if first <= began and ended <= last]

    @staticmethod
    def _windows(connection: Display) -> Windows:
        found: Windows = {}
        root = connection.screen().root
        waiting = list(root.query_tree().children)
        while waiting:
            window = waiting.pop()
            try:
                name = window.get_full_text_property(connection.intern_atom("_NET_WM_NAME")) or window.get_wm_name()
                waiting.extend(window.query_tree().children)
                if name and window.get_attributes().map_state == X.IsViewable:
                    size, corner = window.get_geometry(), window.translate_coords(root, 0, 0)
                    if name == WINDOW and size.width < SMALLEST_WINDOW:
                        continue  # the icon in the tray
                    found.setdefault(name, []).append((-corner.x, -corner.y, size.width, size.height))
            except XError:
                continue
        return found


@contextmanager
def watched(one: Desk) -> Iterator[Watch]:
    watch = Watch(one.environ["DISPLAY"])
    thread = threading.Thread(target=watch.run, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.done.set()
        thread.join(10)


def phases(home: Path) -> dict[str, datetime]:
    """When the app's recording came into which phase, by its log."""
    log = home / "logs" / "vonk.log"
    told = re.findall(r"^(\S+ \S+) .* recording: (\w+)$", log.read_text() if log.exists() else "", re.MULTILINE)
    return {phase: datetime.strptime(moment, "%Y-%m-%d %H:%M:%S,%f") for moment, phase in told}  # noqa: DTZ007


def wait_for(home: Path, phase: str) -> None:
    wait_until(lambda: phase in phases(home), phase, 30)


def pictures(home: Path) -> np.ndarray:
    """All frames of the one clip there is: number, row, column, colour."""
    store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)
    try:
        (summary,) = store.summaries()
        assert summary.media is not None
        body, clip = store.draft(summary.id).content.body, store.blobs.path(summary.media)
        command = [executable(), "-v", "error", "-i", str(clip), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
        raw = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
        return np.frombuffer(raw, np.uint8).reshape(-1, body.height, body.width, 3)  # type: ignore[union-attr]
    finally:
        store.close()


@pytest.fixture
def home(at: tuple[Desk, Path], request: pytest.FixtureRequest) -> Path:
    place = at[1] / request.node.name[:40]
    place.mkdir()
    return place


@pytest.fixture
def app(at: tuple[Desk, Path], home: Path) -> Iterator[Callable[..., AppWindow]]:
    one, folder = at
    stack: list[Iterator[AppWindow]] = []

    def start(**chosen: object) -> AppWindow:
        settings = {"seen_welcome": True, "countdown_s": 3, "microphone": "none", **chosen}
        (home / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
        running = running_app(one, home, "nl", folder / "logs")
        stack.append(running)
        made = running.__enter__()
        made.root.find_id("record")
        return made

    yield start
    for running in stack:
        running.__exit__(None, None, None)


def overlaps(one: Place, other: Place) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def test_a_part_is_framed_from_before_its_first_picture_until_its_last_and_holds_nothing_of_the_app(
    at: tuple[Desk, Path], home: Path, app: Callable[..., AppWindow]
) -> None:
    one, _ = at
    assert one.hand is not None
    running = app(source="region", source_region=list(PART))
    one.hand.move(1000, 650)
    with watched(one) as watch:
        running.press("record")
        wait_for(home, "RECORDING")
        watch.look_on()
        running.press("mark")
        running.press("pause")
        wait_for(home, "PAUSED")
        running.press("pause")
        wait_until(lambda: (home / "logs" / "vonk.log").read_text().count(": RECORDING") == 2, "going on", 10)
        running.press("stop")
        wait_for(home, "IDLE")
        wait_until(lambda: FRAME not in watch.seen[-1][2], "no frame any more", 5)
    when = phases(home)
    recorded = watch.between(when["STARTING"], when["FINISHING"])
    assert len(recorded) > 10
    assert [len(there.get(FRAME, [])) for there in recorded] == [4] * len(recorded)
    before = watch.between(when["COUNTING_DOWN"], when["STARTING"])
    assert any(FRAME in there for there in before)
    ours = {place for there in recorded for name in (FRAME, BAR, COUNTDOWN, WINDOW) for place in there.get(name, [])}
    assert any(BAR in there for there in recorded)
    assert [place for place in ours if overlaps(place, PART)] == []
    frames = pictures(home)
    assert frames.shape[1:3] == (PART[3], PART[2])
    furthest = np.abs(frames.astype(np.int16) - np.array(GREEN)).max()
    assert furthest <= 12, f"something else than the background is in the picture: {furthest}"


def test_with_one_whole_screen_the_bar_is_away_and_the_tray_is_the_sign(
    at: tuple[Desk, Path], home: Path, app: Callable[..., AppWindow]
) -> None:
    one, _ = at
    assert one.hand is not None
    running = app()
    tray = one.hand.wait_for_tray_icon(running.pid)
    one.hand.move(1270, 710)
    with watched(one) as watch:
        running.press("record")
        wait_for(home, "RECORDING")
        watch.look_on()
        one.hand.click(*tray)  # a click on the red icon stops
        wait_for(home, "IDLE")
    when = phases(home)
    recorded = watch.between(when["STARTING"], when["FINISHING"])
    assert len(recorded) > 5
    assert [name for there in recorded for name in (FRAME, BAR, COUNTDOWN, WINDOW) if name in there] == []
    first = pictures(home)[0]
    assert (np.abs(first[100:700, 50:1200].astype(np.int16) - np.array(GREEN)).max()) <= 12


def test_what_was_thrown_away_comes_back_as_a_draft(
    at: tuple[Desk, Path], home: Path, app: Callable[..., AppWindow]
) -> None:
    one, _ = at
    running = app(source="region", source_region=list(PART), countdown_s=0)
    running.press("record")
    wait_for(home, "RECORDING")
    running.press("discardTake")
    running.press("undo")
    store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)
    try:
        wait_until(lambda: len(store.summaries()) == 1, "the draft is back", 10)
        (summary,) = store.summaries()
        assert summary.media is not None
        assert store.blobs.path(summary.media).stat().st_size > 0
    finally:
        store.close()
    running.root.find_id("items").wait_for(lambda there: bool(there.children), "the clip in the list")
    assert one.hand is not None


def test_a_part_is_chosen_with_the_pointer_and_the_keyboard_and_recorded_to_the_pixel(
    at: tuple[Desk, Path], home: Path, app: Callable[..., AppWindow]
) -> None:
    """From the tray: the panel, Part, drawn, moved by arrows, Enter, Record."""
    one, _ = at
    hand = one.hand
    assert hand is not None
    running = app(countdown_s=0)

    def xdotool(*words: str) -> None:
        subprocess.run(["xdotool", *words], env=dict(one.environ), check=True, timeout=20)

    hand.click(*hand.wait_for_tray_icon(running.pid))
    running.press("launchSource-region")
    running.root.find_id("takePart")
    hand.move(500, 200)
    xdotool("mousedown", "1", "mousemove", "600", "260", "mousemove", "720", "340", "mouseup", "1")
    xdotool("key", "Right", "key", "shift+Down", "key", "Return")
    hand.move(1270, 710)
    running.press("launchRecord")
    wait_for(home, "RECORDING")
    running.press("stop")
    wait_for(home, "IDLE")
    settings = json.loads((home / "settings.json").read_text())
    assert (settings["source"], settings["source_region"]) == ("region", [501, 210, 220, 140])
    frames = pictures(home)
    assert frames.shape[1:3] == (140, 220)
    assert np.abs(frames.astype(np.int16) - np.array(GREEN)).max() <= 12


def test_the_frame_goes_along_with_the_window_that_is_recorded(
    at: tuple[Desk, Path], home: Path, app: Callable[..., AppWindow]
) -> None:
    one, folder = at
    assert one.hand is not None
    command = [sys.executable, "-c", APPLICATION]
    with started(command, one.environ, folder / "logs" / "application.log", stdin=subprocess.PIPE):
        running = app(source="window", source_window="Weekplanning", countdown_s=0)
        one.hand.move(1270, 710)
        with watched(one) as watch:
            running.press("record")
            wait_for(home, "RECORDING")
            wait_until(lambda: bool(watch.seen[-1][2].get(FRAME)), "the frame", 5)
            before = sorted(watch.seen[-1][2][FRAME])
            search = ["xdotool", "search", "--onlyvisible", "--name", "^Weekplanning$", "windowmove", "620", "330"]
            subprocess.run(search, env=dict(one.environ), check=True, timeout=20)
            watch.look_on()
            wait_until(lambda: sorted(watch.seen[-1][2].get(FRAME, [])) != before, "the frame elsewhere", 5)
            watch.look_on()
            there = watch.seen[-1][2]
            running.press("stop")
            wait_for(home, "IDLE")
    (window,) = there["Weekplanning"]
    left, top, width, height = window
    assert sorted(there[FRAME]) == sorted(
        [
            (left - 4, top - 4, width + 8, 4),
            (left - 4, top + height, width + 8, 4),
            (left - 4, top, 4, height),
            (left + width, top, 4, height),
        ]
    )
    assert [place for name in (FRAME, BAR) for place in there.get(name, []) if overlaps(place, window)] == []
    frames = pictures(home).astype(np.int16)
    assert np.abs(frames[0] - np.array(GREEN)).max() <= 12
    assert np.abs(frames[-1] - np.array(GREEN)).max() <= 12
