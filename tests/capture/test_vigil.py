from __future__ import annotations

import threading

from capture import vigil
from capture.vigil import Vigil


class Night:
    """A vigil over a clock of our own, that looks as often as the test says."""

    def __init__(self, monkeypatch) -> None:
        monkeypatch.setattr(vigil, "LOOK_EVERY_S", 0.01)
        self.now, self.stalled = 100.0, threading.Event()
        self.vigil = Vigil(lambda: self.now, self.stalled.set)

    def pass_by(self, seconds: float) -> bool:
        """Time goes by in small steps, as it does; whether a stall was noticed meanwhile."""
        for _ in range(round(seconds * 100)):
            self.now += 0.01
            if self.stalled.wait(0.002):
                return True
        return self.stalled.wait(0.1)


def test_a_recorder_that_gets_on_is_left_alone(monkeypatch):
    night = Night(monkeypatch)
    night.vigil.watch()
    for written in range(8):
        night.vigil.saw(float(written), paused=False)
        assert not night.pass_by(0.5)
    night.vigil.end()


def test_one_that_only_talks_is_noticed_in_three_seconds(monkeypatch):
    night = Night(monkeypatch)
    night.vigil.watch()
    for _ in range(2):
        night.vigil.saw(1.0, paused=False)
        assert not night.pass_by(1.0)
    night.vigil.saw(1.0, paused=False)
    assert night.pass_by(1.5)
    night.vigil.end()


def test_in_a_pause_any_word_is_a_sign_of_life(monkeypatch):
    night = Night(monkeypatch)
    night.vigil.watch()
    for _ in range(5):
        night.vigil.saw(1.0, paused=True)
        assert not night.pass_by(1.0)
    night.vigil.end()


def test_nobody_is_blamed_for_the_sleep_of_the_whole_machine(monkeypatch):
    night = Night(monkeypatch)
    night.vigil.watch()
    assert not night.pass_by(0.1)
    night.now += 3600
    assert not night.pass_by(1.0)
    night.vigil.rest()
    night.now += 3600
    assert not night.pass_by(3.0)
    night.vigil.end()
