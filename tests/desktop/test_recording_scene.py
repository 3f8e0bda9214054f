"""What stands on the screen while something is recorded, and what is told of it then and afterwards."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from capture.events import HasPaused, HasResumed, IsReady, Marked, Progress, Started, warned
from capture.requests import Region
from desktop.presenters.ports import Files
from desktop.presenters.recording import Phase
from desktop.presenters.source import ScreenSeen
from desktop.widgets import recording_scene
from desktop.widgets.shell import Shell
from tests.desktop.finding import find, is_shown
from tests.desktop.test_hearing import VOICE

PART = Region(100, 60, 320, 240)


@pytest.fixture
def shell(parts, store, tasks, recording, qtbot):
    made = Shell(parts, recording, store, Files(str, str), tuple, tasks, tasks, None)
    made.open(show_window=True)
    parts.preferences.keep(replace(parts.preferences.settings, countdown_s=0))
    yield made
    recording.cancel()
    made.close_windows()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def tell(recording):
    return lambda news: recording.heard[-1](news)


@pytest.fixture
def on_air(shell, parts, recording, tell):
    """A part is being recorded; the bar stands below it."""
    parts.source.choose_region(PART)
    shell.record()
    tell(Started())
    return shell


def state(shell):
    return find(shell.overlays.bar, QLabel, "recorderState").text()


def test_the_bar_stands_below_the_part_and_clear_of_it(on_air):
    bar = on_air.overlays.bar
    assert bar.isVisible()
    assert not bar.geometry().intersects(QRect(PART.x, PART.y, PART.width, PART.height))
    assert bar.geometry().top() > PART.y + PART.height


def test_with_one_whole_screen_and_a_tray_the_bar_is_away(shell, recording, tell, monkeypatch):
    monkeypatch.setattr(recording_scene, "has_tray", lambda: True)
    shell.record()
    tell(Started())
    assert (recording.phase, shell.overlays.bar.isVisible()) == (Phase.RECORDING, False)


def test_without_a_tray_the_bar_stays(shell, tell, monkeypatch):
    monkeypatch.setattr(recording_scene, "has_tray", lambda: False)
    shell.record()
    tell(Started())
    assert shell.overlays.bar.isVisible()


def test_with_another_screen_the_bar_goes_there(shell, tell, monkeypatch):
    place = QRect(800, 0, 1600, 800)
    there = SimpleNamespace(geometry=lambda: place, availableGeometry=lambda: place)
    monkeypatch.setattr(recording_scene, "another_screen", lambda screen, screens: there)
    shell.record()
    tell(Started())
    assert shell.overlays.bar.geometry().left() >= 800


def test_no_sound_is_a_state_that_lasts_until_there_is_sound(on_air, tell):
    tell(warned("silence"))
    assert state(on_air) == "No sound is heard."
    tell(Progress(4.2, 100, -90.0, 1, 0))
    assert on_air.tray.tooltip == "Vonk is recording: 0:04 · No sound is heard. Click to stop."
    tell(HasPaused(4.2))
    assert state(on_air) == "Paused"
    tell(HasResumed(4.2))
    assert state(on_air) == "No sound is heard."
    tell(warned("sound_heard"))
    assert state(on_air) != "No sound is heard."
    on_air.overlays.bar._on_said()
    assert state(on_air) == ""


def test_a_lost_microphone_is_a_state_too_and_is_told_afterwards_once(on_air, tell, recording):
    tell(warned("microphone_lost"))
    assert state(on_air) == "The microphone stopped."
    tell(warned("microphone_back"))
    tell(warned("slept"))
    assert state(on_air) == "The computer stood still for a while."
    on_air.overlays.bar._on_said()
    assert state(on_air) == ""
    assert not is_shown(on_air.window, "trouble")
    recording._keep(None)
    told = find(on_air.window, QWidget, "trouble").accessibleName()
    assert told.count("The microphone was away during the recording.") == 1
    assert told.count("The computer stood still for a while.") == 1
    assert "works again" not in told


def test_silence_that_ended_is_not_told_afterwards_and_silence_until_the_end_is(on_air, tell, recording):
    tell(warned("silence"))
    tell(warned("sound_heard"))
    recording._keep(None)
    assert not is_shown(on_air.window, "trouble")
    on_air.record()
    tell(Started())
    assert state(on_air) == ""
    tell(warned("silence"))
    recording._keep(None)
    assert "No sound was heard until the end" in find(on_air.window, QWidget, "trouble").accessibleName()


def test_a_mark_is_answered_with_its_chapter_for_a_moment(on_air, tell, qtbot):
    assert find(on_air.overlays.bar, QPushButton, "mark").isEnabled()
    tell(Marked(14.3))
    assert state(on_air) == "Chapter 2 at 0:14"
    tell(Marked(65.0))
    assert state(on_air) == "Chapter 3 at 1:05"
    qtbot.waitUntil(lambda: state(on_air) == "", timeout=6000)
    tell(HasPaused(66.0))
    assert not find(on_air.overlays.bar, QPushButton, "mark").isEnabled()


def test_the_hotkeys_mark_and_pause_what_is_recorded_and_do_nothing_else(shell, parts, hotkeys, recording, tell):
    said = []
    parts.hotkeys.start()
    hotkeys.press("mark")
    hotkeys.press("pause")
    assert recording.phase is Phase.IDLE
    shell.record()
    tell(Started())
    recording._recorder = SimpleNamespace(mark=lambda: said.append("mark"), pause=lambda: said.append("pause"))
    hotkeys.press("mark")
    hotkeys.press("pause")
    assert said == ["mark", "pause"]


def test_a_part_that_does_not_fit_is_said_in_the_countdown_and_afterwards(shell, parts, recording, desk_seen):
    parts.preferences.keep(replace(parts.preferences.settings, countdown_s=3))
    parts.source.choose_region(PART)
    desk_seen.seen = replace(desk_seen.seen, screens=(ScreenSeen(1, "main", Region(0, 0, 200, 200)),))
    shell.record()
    note = find(shell.overlays.countdown, QLabel, "countdownNote").text()
    assert note.startswith("The part you chose does not fit")
    recording.begin_now()
    recording._keep(None)
    assert "The part you chose does not fit" in find(shell.window, QWidget, "trouble").accessibleName()


def test_the_countdown_names_the_microphone_and_shows_its_level(shell, parts, recording, tell, ear, qtbot):
    parts.preferences.keep(replace(parts.preferences.settings, countdown_s=3))
    ear.sounds = [VOICE]
    shell.record()
    tell(IsReady(800, 800, "Headset"))
    countdown = shell.overlays.countdown
    assert find(countdown, QLabel, "countdownMicrophone").text() == "Headset"
    qtbot.waitUntil(lambda: countdown._level.isVisible() and countdown._level.lit > 4)
    recording.begin_now()
    assert ear.said == ["open default", "close"]


def test_without_a_microphone_the_countdown_says_so(shell, parts, tell):
    parts.preferences.keep(replace(parts.preferences.settings, countdown_s=3, microphone="none"))
    shell.record()
    tell(IsReady(800, 800, None))
    assert find(shell.overlays.countdown, QLabel, "countdownMicrophone").text() == "Without sound"


def test_the_countdown_is_none_three_five_or_ten_seconds(shell):
    shell.window.go("settings")
    shell.window.settings_page.open("recording")
    page = shell.window.settings_page
    names = [button.objectName() for button in page.findChildren(QRadioButton) if "countdown" in button.objectName()]
    names = names or [
        part.objectName() for part in page.findChildren(QWidget) if part.objectName().startswith("countdownSetting-")
    ]
    assert names == [f"countdownSetting-{seconds}" for seconds in (0, 3, 5, 10)]


def test_what_was_discarded_can_be_brought_back_from_the_message(on_air, store, recording):
    recording.discard()
    recording._keep(None)
    (item,) = store.drafts
    assert item in store.binned
    toast = on_air.overlays.toast
    assert toast.accessibleName() == "Discarded. It is in the bin for 30 days."
    find(toast, QPushButton, "undo").click()
    assert item not in store.binned


def test_of_what_was_discarded_nothing_is_told(on_air, tell, recording):
    tell(warned("slept"))
    recording.discard()
    recording._keep(None)
    assert not is_shown(on_air.window, "trouble")


def test_the_frame_goes_along_with_a_window_and_the_bar_makes_room(
    shell, parts, desk_seen, tell, recording, qtbot, monkeypatch
):
    parts.source.choose_window("Weekplanning")
    monkeypatch.setattr(shell.overlays.bar, "wished_size", lambda: QSize(600, 54))  # this screen is a small one
    shell.record()
    tell(Started())
    bar = shell.overlays.bar
    low = Region(40, 400, 400, 300)
    assert bar.geometry().intersects(QRect(low.x, low.y, low.width, low.height))
    postvak, planning = desk_seen.seen.windows
    desk_seen.seen = replace(desk_seen.seen, windows=(postvak, replace(planning, place=low)))
    sides = shell.overlays.frame.windows
    qtbot.waitUntil(lambda: sides[0].geometry().bottom() == 399)
    assert not bar.geometry().intersects(QRect(low.x, low.y, low.width, low.height))
    recording._keep(None)
    assert desk_seen.tracked == []
