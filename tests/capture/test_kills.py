"""Kills at moments of chance. VONK_SEED runs a campaign again, VONK_KILLS is the length of a row in the long one."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from capture.events import HasResumed, IsReady, Progress, Started, Warned
from capture.requests import Region
from tests.capture.conftest import AREA, Scene, until
from tests.capture.kills import SCENES, Chance, Kill, hole_around, kill_the_app, table
from tests.capture.screens_bed import Desk, numbered

pytestmark = [pytest.mark.recording, pytest.mark.display]

SEED = int(os.environ.get("VONK_SEED", time.time_ns() % 100_000))
FEW = pytest.param((2, 2.5), id="few")
MANY = pytest.param(
    (int(os.environ.get("VONK_KILLS", "10")), 12.0), id="many", marks=[pytest.mark.long, pytest.mark.timeout(3600)]
)


@pytest.fixture(params=SCENES)
def drawing(request, display, tmp_path) -> Iterator[tuple[str, Scene]]:
    with numbered(Desk(display, "Xvfb"), AREA, tmp_path / "drawn.log", SCENES[request.param]) as scene:
        yield request.param, scene


@pytest.fixture
def campaign(drawing, capsys):
    """Run a kill at each moment of chance, and show what was lost."""
    name, scene = drawing

    def run(victim: str, how_many: tuple[int, float], kill) -> list[float]:
        kills, longest_s = how_many
        done: list[Kill] = []
        try:
            for number, after_s in enumerate(Chance(SEED, longest_s).moments(kills)):
                done.append(kill(number, after_s, scene))
        finally:
            with capsys.disabled():
                row = table(f"{victim}, {name}", done, SEED) if done else f"{victim}, {name}: VONK_SEED={SEED}"
                print("\n" + row)
        return sorted(kill.lost_s for kill in done)

    return run


@pytest.mark.parametrize("how_many", [FEW, MANY])
def test_an_app_that_is_killed_loses_nothing(campaign, how_many, tmp_path, read_clip):
    def kill(number: int, after_s: float, scene: Scene) -> Kill:
        return kill_the_app(tmp_path / str(number) / "take", after_s, scene, read_clip, both=False)

    assert campaign("app", how_many, kill)[-1] <= 0.1


@pytest.mark.parametrize("how_many", [FEW, MANY])
def test_an_app_and_a_recorder_that_are_killed_at_once_lose_half_a_second(campaign, how_many, tmp_path, read_clip):
    def kill(number: int, after_s: float, scene: Scene) -> Kill:
        return kill_the_app(tmp_path / str(number) / "take", after_s, scene, read_clip, both=True)

    lost = campaign("app and recorder", how_many, kill)
    assert lost[len(lost) // 2] <= 0.5 or len(lost) < 10
    assert lost[-1] <= 1.0


@pytest.mark.parametrize("how_many", [FEW, MANY])
def test_a_recorder_that_is_killed_is_replaced_within_a_second_in_the_same_clip(
    campaign, drawing, how_many, take, read_clip
):
    def kill(number: int, after_s: float, scene: Scene) -> Kill:
        one = take(target=Region(*AREA))
        one.wait_for(IsReady)
        one.process.begin()
        one.wait_for(Started)
        began = time.monotonic()
        time.sleep(after_s)
        killed = time.monotonic()
        os.kill(one.pid, signal.SIGKILL)
        one.wait_for(HasResumed)
        heard = len(one.of(Progress))
        until(lambda: len(one.of(Progress)) >= heard + 4)
        one.process.stop()
        clip = one.finished()
        seen = read_clip(Path(clip.path))
        assert clip.warnings == ("recorder_restarted",)
        assert len(one.of(Warned)) == 1
        assert len(seen.numbers) == clip.frames
        assert seen.numbers == sorted(seen.numbers)
        return Kill(killed - began, hole_around(killed, seen, scene.drawn(), 1 / SCENES[drawing[0]]))

    assert campaign("recorder", how_many, kill)[-1] <= 1.0
