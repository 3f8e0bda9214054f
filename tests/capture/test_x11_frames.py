"""What is fetched of a real X screen: only what was drawn on, by the light way and by the portable one."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import mss
import pytest
from Xlib.display import Display

from capture import x11_frames
from capture.events import IsReady, Started
from capture.frames import FrameSource, ScreenGone, WholeFrames, open_frames
from capture.requests import Screen
from capture.screens import Area
from capture.x11_frames import X11Frames, open_shared_memory
from tests.capture.conftest import child

pytestmark = [pytest.mark.recording, pytest.mark.display]

AREA = Area(0, 0, 1280, 720)


@pytest.fixture
def brush(display: str) -> Iterator:
    """Paints a rectangle of the desktop in a colour; done when it returns."""
    connection = Display(display)
    root = connection.screen().root

    def paint(x: int, y: int, width: int, height: int, colour: int = 0xFF8800) -> None:
        root.fill_rectangle(root.create_gc(foreground=colour), x, y, width, height)
        connection.sync()

    yield paint
    connection.close()


@pytest.fixture
def frames(display: str) -> Iterator[X11Frames]:
    opened = open_frames(pointer=False)
    assert isinstance(opened, X11Frames)
    list(opened.look(AREA, afresh=True))
    yield opened
    opened.close()


def places(frames: X11Frames, area: Area = AREA) -> list[tuple[int, int, int, int]]:
    return [(patch.x, patch.y, patch.width, patch.height) for patch in frames.look(area)]


def test_only_what_was_drawn_on_is_fetched_and_only_once(frames, brush):
    brush(100, 100, 50, 20)
    brush(900, 500, 40, 30)

    assert sorted(places(frames)) == [(96, 100, 64, 20), (896, 500, 48, 30)]
    assert places(frames) == []


def test_what_is_drawn_outside_the_area_is_no_change(frames, brush):
    brush(900, 500, 40, 30)

    assert places(frames, Area(0, 0, 640, 400)) == []


def test_a_patch_holds_the_colours_of_the_screen(frames, brush):
    brush(320, 200, 16, 2, 0x123456)

    pixels = [bytes(patch.pixels) for patch in frames.look(AREA)]
    assert [pixel[:3] for pixel in pixels] == [bytes([0x56, 0x34, 0x12])]


def test_drawing_is_never_lost_between_two_looks(frames, brush):
    for turn in range(200):
        brush(turn * 6, 300, 4, 4, turn + 1)
        seen = [(patch.x <= turn * 6 < patch.x + patch.width) for patch in frames.look(AREA)]
        assert any(seen)


def test_without_what_mss_keeps_private_the_pixels_are_the_same(display, brush, monkeypatch):
    brush(10, 10, 300, 200, 0x2468AC)
    light = open_shared_memory()
    monkeypatch.setattr(x11_frames, "_has_what_we_use", lambda grabber: False)
    plain = open_shared_memory()

    assert (light.copied, plain.copied) == (False, True)
    assert bytes(light.fetch(0, 0, 320, 240)) == bytes(plain.fetch(0, 0, 320, 240))
    light.close()
    plain.close()


@pytest.fixture(params=["as X11 tells", "whole pictures, compared"])
def any_frames(request, display: str) -> Iterator[FrameSource]:
    """Both ways keep one contract; the second is that of Windows and macOS."""
    opened = open_frames(pointer=False) if request.param == "as X11 tells" else WholeFrames(mss.MSS())
    yield opened
    opened.close()


def test_every_source_of_frames_tells_a_change_once_with_all_its_pixels(any_frames, brush):
    area = Area(200, 100, 640, 400)
    brush(200, 100, 640, 400, 0)
    first = [(patch.x, patch.y, patch.width, patch.height) for patch in any_frames.look(area, afresh=True)]
    assert first == [(0, 0, 640, 400)]
    assert list(any_frames.look(area)) == []

    brush(300, 200, 30, 10, 0xFFFFFF)
    white = [bytes(patch.pixels).count(b"\xff\xff\xff") for patch in any_frames.look(area)]
    assert sum(white) == 300
    assert list(any_frames.look(area)) == []
    assert any_frames.layout_changed() is False


def test_every_source_of_frames_says_that_its_screen_has_gone(monkeypatch):
    for way in (lambda: open_frames(pointer=False), lambda: WholeFrames(mss.MSS())):
        read, write = os.pipe()
        line = ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
        with subprocess.Popen(line, pass_fds=(write,), stderr=subprocess.DEVNULL) as server:
            os.close(write)
            with os.fdopen(read) as told:
                monkeypatch.setenv("DISPLAY", ":" + told.readline().strip())
            frames = way()
            server.kill()
        with pytest.raises(ScreenGone):
            list(frames.look(Area(0, 0, 640, 480), afresh=True))
        frames.close()


def test_a_server_that_does_not_tell_of_changes_is_recorded_whole(take, monkeypatch, read_clip):
    read, write = os.pipe()
    line = ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24", "-extension", "DAMAGE", "-nolisten", "tcp"]
    with child(line, pass_fds=(write,), stderr=subprocess.DEVNULL):
        os.close(write)
        with os.fdopen(read) as told:
            monkeypatch.setenv("DISPLAY", ":" + told.readline().strip())
        assert isinstance(open_frames(pointer=True), WholeFrames)
        one = take(target=Screen(1))
        one.wait_for(IsReady)
        one.process.begin()
        one.wait_for(Started)
        time.sleep(1.0)
        one.process.stop()
        clip = one.finished()

    assert clip.warnings == ()
    assert clip.duration_s == pytest.approx(1.0, abs=0.2)
    assert len(read_clip(Path(clip.path)).times) == clip.frames
