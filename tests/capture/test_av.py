"""Sound and picture of a clip belong to the same moment, at once and after ten minutes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from capture.events import IsReady, Started
from capture.requests import Region
from tests.capture.av_offset import SIZE, Offsets, flashing, offsets, witness

pytestmark = [pytest.mark.recording, pytest.mark.display]

CORNER = (200, 100)


@pytest.fixture
def measured(take, microphone, display, tmp_path):
    room, _ = microphone
    if shutil.which("pw-metadata") is None:
        pytest.skip("pw-metadata is not installed")

    def measure(events: int, period_s: float) -> Offsets:
        environ = {**room.environ, "DISPLAY": display}
        with witness(room.environ, "room") as heard:
            one = take(target=Region(*CORNER, SIZE, SIZE), microphone="default", pointer=False)
            one.wait_for(IsReady)
            one.process.begin()
            one.wait_for(Started)
            with flashing(environ, CORNER, events, period_s, "room", tmp_path) as shown:
                shown.wait(events * (period_s + 0.2) + 20)
        one.process.stop()
        return offsets(Path(one.finished().path), shown.flashes(), heard.beeps())

    return measure


def test_a_flash_and_the_beep_of_the_same_moment_are_within_25_ms_in_the_clip(measured):
    found = measured(24, 0.45)

    print(found)
    assert abs(found.median_ms) <= 25
    assert max(map(abs, found.spread_ms)) <= 50


@pytest.mark.long
@pytest.mark.timeout(900)
def test_sound_and_picture_do_not_drift_apart_in_ten_minutes(measured):
    found = measured(600, 0.9)

    print(found, f"drift {found.drift_ms:+.1f} ms in {found.at_s[-1]:.0f} s")
    assert found.at_s[-1] > 560
    assert abs(found.drift_ms) <= 20
    assert abs(found.median_ms) <= 25
