"""The test of the microphone: level, verdict, playing back, and that it stops by itself."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QLabel, QPushButton  # noqa: TID251 - the tests of the widgets

from capture.sound import RATE
from desktop.presenters import hearing as module
from desktop.presenters.hearing import KEPT_MS, Activity, Verdict
from desktop.widgets.components import Level
from desktop.widgets.settings_page import SettingsPage
from tests.desktop.conftest import NOW
from tests.desktop.finding import find, is_shown, words


def sound(level, ms=300):
    return array("h", [level] * (RATE * ms // 1000)).tobytes()


VOICE, HUSH = sound(8000), sound(20)


@pytest.fixture
def patience(monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE_MS", 120)


def test_a_voice_is_heard(parts, ear, qtbot):
    levels = []
    parts.hearing.level.connect(levels.append)
    ear.sounds = [VOICE]
    parts.hearing.start("usb")
    qtbot.waitUntil(lambda: parts.hearing.verdict is Verdict.HEARD)
    assert max(level for level in levels if level is not None) == pytest.approx(-12.2, abs=0.2)
    parts.hearing.stop()
    assert ear.said == ["open usb", "close"]


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("sounds", [[HUSH] * 9, []])
def test_a_silent_microphone_is_told_and_may_still_be_heard(parts, ear, qtbot, sounds):
    ear.sounds = list(sounds)
    parts.hearing.start("usb")
    qtbot.waitUntil(lambda: parts.hearing.verdict is Verdict.SILENT)
    assert parts.hearing.activity is Activity.LISTENING
    ear.sounds = [VOICE]
    qtbot.waitUntil(lambda: parts.hearing.verdict is Verdict.HEARD)
    parts.hearing.stop()


def test_a_click_is_no_voice(parts, ear, qtbot):
    ear.sounds = [sound(20000, 40), HUSH]
    parts.hearing.start("usb")
    qtbot.waitUntil(lambda: not ear.sounds)
    assert parts.hearing.verdict is None
    parts.hearing.stop()


def test_without_a_microphone_that_is_told(parts, ear):
    ear.there = False
    parts.hearing.start("default")
    assert (parts.hearing.verdict, parts.hearing.activity) == (Verdict.NO_MICROPHONE, Activity.NOTHING)


def test_no_sound_was_chosen_so_nothing_is_opened(parts, ear):
    parts.hearing.start("none")
    assert (ear.said, parts.hearing.activity) == ([], Activity.NOTHING)


def test_it_ends_after_a_while_by_itself(parts, ear, qtbot, monkeypatch):
    monkeypatch.setattr(module, "_LONGEST_MS", 100)
    parts.hearing.start("usb")
    qtbot.waitUntil(lambda: parts.hearing.activity is Activity.NOTHING)
    assert ear.said == ["open usb", "close"]


def test_the_last_three_seconds_are_played_back(parts, ear, qtbot):
    ear.sounds = [sound(8000, 2000), sound(8000, 2000)]
    parts.hearing.start("usb")
    qtbot.waitUntil(lambda: not ear.sounds)
    assert not parts.hearing.can_play
    parts.hearing.stop()
    parts.hearing.play_back()
    assert ear.said[-1] == f"play {KEPT_MS * RATE // 1000 * 2}"
    assert parts.hearing.activity is Activity.NOTHING


# In the settings


@pytest.fixture
def page(parts, qtbot):
    made = SettingsPage(
        parts.preferences,
        parts.connecting,
        parts.speech,
        parts.hotkeys,
        parts.autostart,
        parts.source,
        parts.hearing,
        parts.backups,
        parts.channels,
        lambda: NOW,
    )
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.open("recording")
    return made


def test_the_page_tests_the_chosen_microphone_and_says_what_it_finds(page, parts, ear, qtbot):
    parts.preferences.keep(replace(parts.preferences.settings, microphone="usb"))
    assert not find(page, QPushButton, "playMicrophone").isEnabled()
    find(page, QPushButton, "testMicrophone").click()
    assert ear.said == ["open usb"]
    assert "Say something." in words(page)
    level = page.findChild(Level)
    ear.sounds = [VOICE]
    qtbot.waitUntil(lambda: level.lit > 4)
    assert find(page, QLabel, "microphoneVerdict").text() == "We hear you."
    assert find(page, QPushButton, "testMicrophone").text() == "Stop"
    find(page, QPushButton, "testMicrophone").click()
    find(page, QPushButton, "playMicrophone").click()
    assert ear.said[-2:] == ["close", f"play {len(VOICE)}"]


def test_it_stops_when_the_page_is_left(page, parts, ear):
    find(page, QPushButton, "testMicrophone").click()
    page.open("look")
    assert parts.hearing.activity is Activity.NOTHING
    assert ear.said[-1] == "close"
    page.open("recording")
    assert not is_shown(page, "microphoneVerdict")


def test_another_microphone_is_tested_anew(page, parts, ear, qtbot):
    page.show_microphones((("usb", "Headset"),))
    find(page, QPushButton, "testMicrophone").click()
    box = page.findChild(type(page._recording._microphone), "microphoneSetting")
    box.setCurrentIndex(box.findData("usb"))
    box.activated.emit(box.currentIndex())
    assert ear.said == ["open default", "close", "open usb"]
    box.setCurrentIndex(box.findData("none"))
    box.activated.emit(box.currentIndex())
    assert ear.said[-1] == "close"
    assert not find(page, QPushButton, "testMicrophone").isEnabled()


def test_opening_a_slow_microphone_does_not_hold_the_page(parts, ear, qtbot, monkeypatch):
    """What opens late, after the page was left, is closed."""
    waiting = []
    monkeypatch.setattr(parts.hearing._tasks, "run", lambda work, then=None, failed=None: waiting.append((work, then)))
    clock = QElapsedTimer()
    clock.start()
    parts.hearing.start("usb")
    parts.hearing.stop()
    assert clock.elapsed() < 100
    work, then = waiting.pop(0)
    then(work())
    closing, _ = waiting.pop(0)
    closing()
    assert ear.said == ["open usb", "close"]
