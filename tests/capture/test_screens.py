"""Several monitors, monitors that go and come back, and screens that change their size in mid-recording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from capture.events import IsReady, Started, TakeFailed, Warned
from capture.requests import Region, Screen
from tests.capture.conftest import until
from tests.capture.screens_bed import WINDOW, Desk, desk, like, number_in, numbered, pictures

pytestmark = [pytest.mark.recording, pytest.mark.display]

LEFT, RIGHT = (0, 0, 809, 1200), (809, 13, 791, 1187)
PRIVATE = 0xE010C0
"""What stands on the left monitor and may be seen in no recording of the right one."""


@pytest.fixture
def two(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Two monitors of odd sizes, the right one 13 pixels lower; the left one is full of PRIVATE."""
    with desk("Xvfb") as two:
        monkeypatch.setenv("DISPLAY", two.name)
        two.plug("left", LEFT, main=True)
        two.plug("right", RIGHT)
        two.paint(LEFT, PRIVATE)
        yield two


@pytest.fixture
def growing(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """One monitor of 1280 by 960 whose size can be changed."""
    with desk("Xephyr") as growing:
        monkeypatch.setenv("DISPLAY", growing.name)
        yield growing


def begun(take: Callable, **wishes):
    one = take(**wishes)
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    return one


def drawn_for(scene, seconds: float) -> None:
    """Until so many seconds of numbers more are drawn."""
    last = max(scene.drawn())
    until(lambda: max(scene.drawn()) >= last + seconds * 30, seconds + 5)


def finish(one):
    one.process.stop()
    return one.finished()


def test_the_second_of_two_monitors_is_recorded_to_the_pixel_and_nothing_of_the_first(two, take, tmp_path, read_clip):
    with numbered(two, RIGHT, tmp_path / "drawn.log") as scene:
        one = begun(take, target=Screen(2), pointer=False)
        drawn_for(scene, 1)
        clip = finish(one)

    assert (clip.width, clip.height) == (790, 1186)
    for picture in pictures(Path(clip.path), 790, 1186):
        assert not like(picture, PRIVATE, 90).any()
        assert like(picture[200:, [0, 1, -2, -1]], WINDOW).all()
        assert like(picture[-1], WINDOW).all()
    assert len(set(read_clip(Path(clip.path)).numbers)) > 20


def test_a_region_lies_across_both_monitors(two, take, tmp_path, read_clip):
    place = (661, 101, 307, 211)
    with numbered(two, place, tmp_path / "drawn.log") as scene:
        one = begun(take, target=Region(*place), pointer=False)
        drawn_for(scene, 1)
        clip = finish(one)

    assert (clip.width, clip.height) == (306, 210)
    seen = read_clip(Path(clip.path)).numbers
    assert seen == sorted(seen)
    assert len(set(seen)) > 20
    assert not any(like(picture, PRIVATE, 90).any() for picture in pictures(Path(clip.path), 306, 210))


@pytest.mark.parametrize(
    ("wished", "shown"),
    [
        ((101, 53, 257, 17), (101, 53, 256, 16)),
        ((-37, -21, 317, 231), (0, 0, 280, 210)),
        ((1321, 1051, 997, 991), (1321, 1051, 278, 148)),
    ],
    ids=["odd", "beyond the top left", "beyond the bottom right"],
)
def test_a_region_of_odd_size_shows_its_part_of_the_desktop_from_its_first_pixel(
    two, take, tmp_path, read_clip, wished, shown
):
    with numbered(two, shown, tmp_path / "drawn.log") as scene:
        one = begun(take, target=Region(*wished), pointer=False)
        drawn_for(scene, 0.7)
        clip = finish(one)

    assert (clip.width, clip.height) == shown[2:]
    seen = read_clip(Path(clip.path)).numbers
    assert seen[0] <= seen[-1]
    assert set(seen) <= set(scene.drawn())
    assert len(set(seen)) > 14
    assert not any(like(picture, PRIVATE, 90).any() for picture in pictures(Path(clip.path), *shown[2:]))


@pytest.mark.parametrize("wished", [(-500, 0, 499, 300), (1600, 0, 100, 100), (0, 1200, 64, 64), (1590, 5, 64, 64)])
def test_a_region_beside_the_desktop_is_refused_before_anything_starts(two, take, wished):
    one = take(target=Region(*wished))

    ending = one.ending()
    assert isinstance(ending, TakeFailed)
    assert ending.code == "outside_screen"
    assert not one.folder.exists()


@pytest.mark.parametrize("size", ["1024x768", "640x480", "1600x1200"])
def test_a_screen_that_changes_its_size_gives_one_clip_that_shows_what_came_after(growing, take, tmp_path, size):
    with numbered(growing, (11, 7, 601, 401), tmp_path / "drawn.log") as scene:
        one = begun(take, target=Screen(1), pointer=False)
        drawn_for(scene, 1.2)
        growing.resize(size)
        changed = max(scene.drawn())
        drawn_for(scene, 2.5)
        clip = finish(one)

    assert (clip.width, clip.height) == (1280, 960)
    shown = [number_in(picture, 601) for picture in pictures(Path(clip.path), 1280, 960)]
    assert len(shown) == clip.frames
    numbers = [number for number in shown if number is not None]
    assert set(numbers) <= set(scene.drawn())
    assert len([number for number in set(numbers) if number < changed]) > 20
    assert len([number for number in set(numbers) if number > changed + 30]) > 20
    assert numbers[-1] > changed + 60
    assert clip.duration_s == pytest.approx(3.7, abs=0.5)


def test_a_region_that_a_smaller_screen_no_longer_holds_goes_on_with_what_is_left(growing, take, tmp_path):
    with numbered(growing, (300, 100, 640, 600), tmp_path / "drawn.log") as scene:
        one = begun(take, target=Region(300, 100, 640, 600), pointer=False)
        drawn_for(scene, 1)
        growing.resize("800x600")
        drawn_for(scene, 1.5)
        growing.resize("1280x960")
        back = max(scene.drawn())
        drawn_for(scene, 1.5)
        clip = finish(one)

    assert (clip.width, clip.height) == (640, 600)
    shown = [number_in(picture, 640) for picture in pictures(Path(clip.path), 640, 600)]
    assert len(shown) == clip.frames
    assert shown[-1] > back + 20


@pytest.mark.parametrize("kind", ["Xvfb", "Xephyr"])
def test_a_monitor_that_goes_and_comes_back_costs_nothing_and_is_never_replaced_by_another(
    kind, take, tmp_path, monkeypatch
):
    """On Xvfb the pixels stay where they are, only the monitor goes; on Xephyr the desktop shrinks with it."""
    left, right = (0, 0, 640, 480), (640, 0, 640, 720)
    with desk(kind) as two, numbered(two, right, tmp_path / "drawn.log") as scene:
        monkeypatch.setenv("DISPLAY", two.name)
        two.plug("left", left, main=True)
        two.plug("right", right)
        two.paint(left, PRIVATE)
        one = begun(take, target=Screen(2), pointer=False)
        drawn_for(scene, 1.2)
        two.unplug("right")
        two.announce() if kind == "Xvfb" else two.resize("640x480")
        gone = max(scene.drawn())
        one.wait_for(Warned, "screen_gone", 5)
        drawn_for(scene, 1.5)
        if kind == "Xephyr":
            two.resize("1280x960")
        two.plug("right", right)
        two.announce()
        back = max(scene.drawn())
        one.wait_for(Warned, "screen_back", 5)
        drawn_for(scene, 1.5)
        clip = finish(one)

    shown = []
    for picture in pictures(Path(clip.path), 640, 720):
        assert not like(picture, PRIVATE, 90).any()
        shown.append(number_in(picture, 640))
    assert len(shown) == clip.frames
    assert [code for code in clip.warnings if code.startswith("screen_")] == ["screen_gone", "screen_back"]
    numbers = [number for number in shown if number is not None]
    before = [number for number in numbers if number <= gone]
    assert gone - max(before) < 10
    assert len(set(before)) > 20
    assert numbers[-1] > back + 30
    # While the monitor is away nothing is recorded, as in a pause.
    assert 2.4 < clip.duration_s < np.subtract(*[scene.drawn()[number] for number in (numbers[-1], numbers[0])]) + 0.2
