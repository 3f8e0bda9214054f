"""Choosing what is recorded: the choice, where it is now, and the overlay on which a part is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)

from capture.events import Started
from capture.notices import impossible
from capture.requests import Region, Screen, Window
from core.errors import CaptureImpossible
from desktop.models.selection import HANDLES, SMALLEST, drawn, even, moved, stretched
from desktop.presenters.ports import Files
from desktop.presenters.recording import Phase
from desktop.presenters.source import PART_GONE, SCREEN_GONE, ScreenSeen, WindowSeen, holds, resolve, titles
from desktop.settings import Settings, load_settings, save_settings
from desktop.widgets.picker_overlay import PickerOverlay
from desktop.widgets.screen_places import around, beside, physical_place, to_physical
from desktop.widgets.shell import Shell
from desktop.widgets.source_choice import SourceChoice
from tests.desktop.accessible_walk import unnamed
from tests.desktop.conftest import SEEN
from tests.desktop.finding import find, is_shown

PART = Region(100, 120, 320, 240)
TWO = replace(SEEN, screens=(*SEEN.screens, ScreenSeen(2, "right", Region(800, 0, 640, 480))))
NO_KEY = Qt.KeyboardModifier.NoModifier


# Where the choice is now


def test_a_screen_a_window_and_a_part_are_found_where_they_are():
    assert resolve(Settings(source_screen=2), TWO).target == Screen(2)
    found = resolve(Settings(source="window", source_window="Postvak"), SEEN)
    assert (found.target, found.place) == (Window("Postvak"), SEEN.windows[0].place)
    found = resolve(Settings(source="region", source_region=(100, 120, 320, 240)), SEEN)
    assert (found.target, found.place, found.told.en) == (PART, PART, "")


@pytest.mark.parametrize("region", [(700, 0, 200, 200), (-10, 0, 200, 200), ()])
def test_a_part_that_fits_no_screen_any_more_becomes_the_main_screen_and_that_is_told(region):
    found = resolve(Settings(source="region", source_region=region), SEEN)
    assert (found.target, found.told) == (Screen(1), PART_GONE)


def test_a_screen_that_is_gone_becomes_the_main_one_and_that_is_told():
    found = resolve(Settings(source_screen=2), SEEN)
    assert (found.target, found.told) == (Screen(1), SCREEN_GONE)


def test_a_window_that_is_gone_is_never_replaced_by_the_whole_screen():
    with pytest.raises(CaptureImpossible) as refused:
        resolve(Settings(source="window", source_window="Salarissen"), SEEN)
    assert refused.value.title == impossible("no_such_window").title


def test_titles_are_listed_once_and_the_topmost_first():
    place = SEEN.windows[0].place
    assert titles([WindowSeen("a", place), WindowSeen("b", place), WindowSeen("a", place)]) == ("a", "b")


def test_the_choice_is_kept_as_words_and_numbers(tmp_path):
    kept = Settings(source="region", source_region=(1, -2, 30, 40), source_window="Postvak", source_screen=2)
    save_settings(tmp_path / "s.json", kept)
    assert load_settings(tmp_path / "s.json") == kept
    (tmp_path / "s.json").write_text('{"source": "camera", "source_region": [1, 2, "x", 4]}')
    assert load_settings(tmp_path / "s.json") == Settings()


# Arithmetic of a selection

NUMBERS = some.integers(-3000, 3000)
BOUNDS = Region(-100, 50, 1280, 720)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_what_is_drawn_lies_on_the_screen_and_is_large_enough(left, top, right, bottom):
    region = drawn(BOUNDS, (left, top), (right, bottom))
    assert holds(BOUNDS, region)
    assert min(region.width, region.height) >= SMALLEST


@given(some.sampled_from(HANDLES), NUMBERS, NUMBERS)
def test_a_handle_takes_its_own_edges_along_and_leaves_the_others(handle, by_x, by_y):
    before = Region(0, 100, 200, 150)
    after = stretched(before, BOUNDS, handle, by_x, by_y)
    assert holds(BOUNDS, after)
    assert min(after.width, after.height) >= SMALLEST
    if handle[0] >= 0:
        assert after.x == before.x
    if handle[0] <= 0:
        assert after.x + after.width == before.x + before.width
    if handle[1] >= 0:
        assert after.y == before.y
    if handle[1] <= 0:
        assert after.y + after.height == before.y + before.height


@given(NUMBERS, NUMBERS)
def test_moving_keeps_the_size_and_the_screen(by_x, by_y):
    after = moved(Region(0, 100, 200, 150), BOUNDS, by_x, by_y)
    assert holds(BOUNDS, after)
    assert (after.width, after.height) == (200, 150)


def test_sides_are_even():
    assert even(Region(3, 5, 31, 47)) == Region(3, 5, 30, 46)


# Places


class Scaled:
    """A screen of which a logical pixel is 1.5 physical ones."""

    def __init__(self, left: int) -> None:
        self.left = left

    def geometry(self):
        return QRect(self.left, 0, 1280, 720)

    def devicePixelRatio(self):
        return 1.5


def test_on_a_scaled_screen_what_is_recorded_is_counted_in_physical_pixels():
    assert physical_place(Scaled(1920)) == Region(1920, 0, 1920, 1080)
    assert to_physical(Scaled(1920), QPoint(2020, 100).toPointF()) == (1920 + 150, 150)


@pytest.mark.parametrize("left", [300, 301, 302])
def test_on_a_scaled_screen_the_frame_stays_clear_of_the_last_pixel(left):
    place = Region(left, 151, 333, 201)
    taken = around(Scaled(0), place)
    assert (taken.left() * 1.5 <= left - 1, (taken.right() + 1) * 1.5 >= left + 333 + 1) == (True, True)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (QRect(100, 50, 400, 200), QPoint(199, 262)),  # below
        (QRect(100, 380, 400, 200), QPoint(199, 308)),  # above
        (QRect(0, 0, 500, 600), QPoint(512, 269)),  # right
        (QRect(300, 0, 500, 600), QPoint(88, 269)),  # left
        (QRect(0, 0, 800, 600), None),
    ],
)
def test_the_bar_stands_clear_of_the_picture(taken, expected):
    place = beside(taken, QRect(0, 0, 800, 600), QSize(200, 60), 12)
    assert place == expected
    if place is not None:
        assert not taken.intersects(QRect(place, QSize(200, 60)))


# The overlay


@pytest.fixture
def overlay(qtbot):
    made = PickerOverlay(QGuiApplication.primaryScreen(), SEEN.windows, QPixmap())
    qtbot.addWidget(made)
    made.cover()
    made.begin_with(None)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def drag(overlay, start, end):
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, NO_KEY, QPoint(*start))
    QTest.mouseMove(overlay, QPoint((start[0] + end[0]) // 2, (start[1] + end[1]) // 2))
    QTest.mouseMove(overlay, QPoint(*end))
    QTest.mouseRelease(overlay, Qt.MouseButton.LeftButton, NO_KEY, QPoint(*end))


def test_it_begins_with_the_topmost_window_and_says_which(overlay):
    assert overlay.chosen == SEEN.windows[-1].place
    assert overlay.words == "400 × 300 · exactly the window Weekplanning"
    assert unnamed(overlay) == []


def test_drawing_shows_the_size_in_pixels(overlay):
    drag(overlay, (500, 500), (701, 650))
    assert overlay.chosen == Region(500, 500, 200, 150)
    assert overlay.words == "200 × 150"


def test_a_click_snaps_to_the_window_under_it_and_beside_all_windows_changes_nothing(overlay):
    QTest.mouseClick(overlay, Qt.MouseButton.LeftButton, NO_KEY, QPoint(600, 200))
    assert (overlay.chosen, overlay.words) == (SEEN.windows[0].place, "200 × 300 · exactly the window Postvak")
    QTest.mouseClick(overlay, Qt.MouseButton.LeftButton, NO_KEY, QPoint(700, 700))
    assert overlay.chosen == SEEN.windows[0].place


def test_dragging_inside_moves_and_a_handle_resizes_within_24_pixels_around_it(overlay):
    overlay.choose(PART)
    drag(overlay, (200, 200), (230, 190))
    assert overlay.chosen == Region(130, 110, 320, 240)
    drag(overlay, (130 + 320 + 11, 110 + 240 - 11), (130 + 320 + 11 + 40, 110 + 240 - 11 + 20))
    assert overlay.chosen == Region(130, 110, 360, 260)


def test_the_keyboard_moves_resizes_and_goes_to_the_next_window(overlay, qtbot):
    overlay.choose(PART)
    keys = Qt.Key
    for key, held_down, expected in (
        (keys.Key_Right, NO_KEY, Region(101, 120, 320, 240)),
        (keys.Key_Down, Qt.KeyboardModifier.ShiftModifier, Region(101, 130, 320, 240)),
        (keys.Key_Left, Qt.KeyboardModifier.ControlModifier, Region(101, 130, 318, 240)),
        (keys.Key_Tab, NO_KEY, SEEN.windows[0].place),
        (keys.Key_Tab, NO_KEY, SEEN.windows[1].place),
    ):
        qtbot.keyClick(overlay, key, held_down)
        assert overlay.chosen == expected


def test_enter_takes_it_and_escape_does_not(overlay, qtbot):
    overlay.choose(PART)
    with qtbot.waitSignal(overlay.taken) as taken:
        qtbot.keyClick(overlay, Qt.Key.Key_Return)
    assert taken.args == [PART]
    with qtbot.waitSignal(overlay.cancelled):
        qtbot.keyClick(overlay, Qt.Key.Key_Escape)


def test_the_screen_is_darkened_but_for_the_hole(overlay, qtbot):
    bright = QPixmap(overlay.size())
    bright.fill(Qt.GlobalColor.white)
    overlay._beneath = bright
    overlay.choose(PART)
    seen = overlay.grab().toImage()
    assert seen.pixelColor(260, 240).name() == "#ffffff"
    assert seen.pixelColor(700, 60).lightness() < 120
    assert seen.pixelColor(160, 120).name().upper() == "#FFA23D"


# The choice, and the whole way from it to the recorder


@pytest.fixture
def choice(parts, shown):
    made = SourceChoice(parts.source, "which")
    shown(made)
    return made


def press(where, name):
    find(where, QAbstractButton, name).click()


def test_the_choice_is_kept_at_once(choice, parts):
    press(choice, "which-window")
    assert (parts.source.kind, parts.source.window) == ("window", "Weekplanning")
    box = find(choice, QComboBox, "whichWindow")
    assert [box.itemText(at) for at in range(box.count())] == ["Weekplanning", "Postvak"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert parts.source.window == "Postvak"
    press(choice, "which-screen")
    assert parts.source.kind == "screen"


def test_a_part_that_was_never_chosen_is_asked_for_and_one_that_was_is_used_again(choice, parts, qtbot):
    with qtbot.waitSignal(choice.region_asked):
        press(choice, "which-region")
    assert parts.source.kind == "screen"
    parts.source.choose_region(PART)
    parts.source.choose_screen()
    with qtbot.assertNotEmitted(choice.region_asked):
        press(choice, "which-region")
    assert parts.source.kind == "region"
    assert find(choice, QLabel, "whichSize").text() == "320 × 240"


def test_with_several_screens_one_chooses_which(choice, parts, desk_seen):
    assert not is_shown(choice, "whichScreen")
    desk_seen.seen = TWO
    parts.source.look()
    box = find(choice, QComboBox, "whichScreen")
    assert [box.itemText(at) for at in range(box.count())] == ["Main screen, 800 × 800", "Screen 2, 640 × 480"]
    box.activated.emit(box.findData(2))
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert parts.source.screen == 2


def test_with_no_window_open_that_is_said(choice, parts, desk_seen):
    desk_seen.seen = replace(SEEN, windows=())
    press(choice, "which-window")
    assert parts.source.kind == "screen"


@pytest.fixture
def shell(parts, store, tasks, recording, qtbot):
    made = Shell(parts, recording, store, Files(str, str), tuple, tasks, tasks, None)
    made.open(show_window=True)
    parts.preferences.keep(replace(parts.preferences.settings, countdown_s=0))
    yield made
    made.close_windows()
    made.picking.end()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_record_takes_the_remembered_choice_at_once(shell, parts, recording):
    parts.source.choose_region(PART)
    shell.record()
    assert recording.targets == [PART]
    assert not shell.window.isVisible()


def test_the_frame_is_there_before_the_recorder_begins_and_goes_with_the_last_picture(shell, parts, recording):
    parts.source.choose_region(PART)
    seen = []
    recording.phase_changed.connect(lambda phase: seen.append((phase, shell.overlays.frame.is_shown)))
    shell.record()
    assert seen == [(Phase.STARTING, True)]
    recording.heard[-1](Started())
    recording.stop()
    assert seen[1:] == [(Phase.RECORDING, True), (Phase.FINISHING, True)]
    recording._keep(None)
    assert not shell.overlays.frame.is_shown
    taken = [window.geometry() for window in shell.overlays.frame.windows]
    picture = QRect(PART.x, PART.y, PART.width, PART.height)
    assert not any(side.intersects(picture) for side in taken)
    assert QRect.united(QRect.united(taken[0], taken[1]), taken[2]).contains(picture)


def test_a_whole_screen_has_no_frame(shell, recording):
    shell.record()
    assert recording.targets == [Screen(1)]
    assert not shell.overlays.frame.is_shown


def test_a_window_that_is_gone_is_told_and_nothing_is_recorded(shell, parts, recording):
    parts.source.choose_window("Salarissen")
    shell.record()
    assert (recording.targets, recording.phase) == ([], Phase.IDLE)
    assert "Salarissen" not in find(shell.window, QWidget, "trouble").accessibleName()
    assert shell.window.isVisible()


def test_a_part_is_picked_while_the_app_is_away_and_it_comes_back(shell, parts, qtbot):
    shell.picking.begin()
    assert not shell.window.isVisible()
    qtbot.waitUntil(lambda: bool(shell.picking.overlays))
    overlay = shell.picking.overlays[0]
    overlay.choose(PART)
    overlay._take()
    assert (parts.source.kind, parts.source.region) == ("region", PART)
    assert shell.window.isVisible()
    assert shell.picking.overlays == ()


def test_recording_by_a_hotkey_while_picking_ends_the_picking(shell, parts, recording, qtbot):
    shell.picking.begin()
    qtbot.waitUntil(lambda: bool(shell.picking.overlays))
    shell.record()
    assert (shell.picking.overlays, recording.targets) == ((), [Screen(1)])


def test_a_part_can_be_drawn_within_a_window_that_was_snapped_to(overlay):
    overlay.begin_with(None)
    drag(overlay, (100, 100), (220, 200))
    assert overlay.chosen == Region(100, 100, 120, 100)
