from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QLabel,
    QRadioButton,
    QWidget,
)

from core.content import Audience
from core.feed import Directory, Team
from desktop.presenters.wizard import ASK_AGAIN_AFTER
from desktop.widgets.audience import AudiencePicker, FreshnessPicker
from desktop.widgets.components import CheckRow, SearchField, Segmented, ShareDots
from guidance.answers import Change
from tests.desktop.finding import find

FEW = Directory("p1", "Sanne", (), ("t2",), (Team("t1", "Balie", 14), Team("t2", "Planning", 9), Team("t3", "Ruit", 1)))
MANY = replace(FEW, teams=tuple(Team(f"t{at}", f"Team {at:02}", 3) for at in range(1, 101)))


@pytest.fixture
def pick(speech, qtbot):
    kept = []

    def show(audience=Audience(), directory=FEW, *, whole=True):  # noqa: B008 - a frozen value
        picker = AudiencePicker(audience, directory, speech, whole=whole)
        kept.append(picker)
        qtbot.addWidget(picker)
        picker.resize(836, 600)
        picker.show()
        picker.activateWindow()
        qtbot.waitUntil(picker.isActiveWindow)
        return picker

    return show


def shown_teams(picker: QWidget) -> list[str]:
    return [part.text() for part in picker.findChildren(CheckRow) if part.isVisible() and part.text() != "Everyone"]


def test_ones_own_team_comes_first_and_each_says_how_many_people(pick):
    picker = pick()
    rows = [part for part in picker.findChildren(CheckRow) if part.isVisible()]
    said = sorted((row.mapTo(picker, row.pos()).y(), row.text(), row.accessibleDescription()) for row in rows)
    assert [words[1:] for words in said] == [
        ("Planning", "9 people"),
        ("Balie", "14 people"),
        ("Ruit", "1 person"),
        ("Everyone", "24 people"),
    ]


def test_ticking_by_keyboard_tells_how_far_it_goes(pick, qtbot):
    picker = pick()
    assert find(picker, QLabel, "reach").text() == "nobody yet"
    picker.focus_first()
    with qtbot.waitSignal(picker.changed):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert picker.audience.teams == ("t2",)
    assert find(picker, QLabel, "reach").text() == "about 9 people"
    assert find(picker, QLabel, "reachTeams").text() == "in 1 team. Nobody else sees it."
    assert find(picker, QLabel, "reachShare").text() == "9 of 24 colleagues"


def test_the_warning_stays_until_it_is_said_for_whom_it_is_not(pick):
    picker = pick(Audience(("t1", "t2", "t3")))
    assert "24 of about 24" in find(picker, QWidget, "reachWarning").accessibleName()
    find(picker, QWidget, "notFor").setText("  wie het oude   rooster gebruikt ")
    QApplication.processEvents()
    assert [part for part in picker.findChildren(QWidget, "reachWarning") if part.isVisible()] == []
    assert picker.audience.not_for == "wie het oude rooster gebruikt"


def test_everyone_outranks_the_teams_and_gives_them_back(pick):
    picker = pick(Audience(("t1",)))
    everyone = find(picker, CheckRow, "audienceEveryone")
    everyone.click()
    assert (picker.audience.everyone, picker.audience.teams) == (True, ())
    assert not find(picker, QWidget, "team-t1").isEnabled()
    everyone.click()
    assert picker.audience.teams == ("t1",)


def test_a_team_the_directory_no_longer_lists_is_not_dropped_in_silence(pick):
    assert pick(Audience(("gone", "t1"))).audience.teams == ("gone", "t1")


def test_few_teams_need_no_search(pick):
    assert [part for part in pick().findChildren(SearchField) if part.isVisible()] == []


def test_searching_keeps_what_is_ticked_in_sight_and_down_leads_into_what_was_found(pick, qtbot):
    picker = pick(Audience(("t99",)), MANY)
    search = find(picker, SearchField, "searchTeams")
    picker.focus_first()
    assert QApplication.focusWidget() is search
    qtbot.keyClicks(search, "07")
    assert shown_teams(picker) == ["Team 07", "Team 99"]
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert picker.audience.teams == ("t7", "t99")


def test_a_name_nobody_has_is_said(pick, qtbot):
    picker = pick(directory=MANY)
    qtbot.keyClicks(find(picker, QWidget, "searchTeams"), "zzz")
    assert find(picker, QLabel, "noTeamFound").text() == "No team has this name."


def test_of_very_many_teams_the_first_are_shown_and_the_rest_is_counted(pick):
    picker = pick(directory=MANY)
    assert len(shown_teams(picker)) == 60
    assert find(picker, QLabel, "moreTeams").text() == "And 40 more. Type a part of the name."


def test_without_a_hub_everyone_or_later_and_the_reason_why(pick):
    picker = pick(directory=None)
    assert "organisation's hub" in find(picker, QWidget, "noTeams").accessibleName()
    assert not picker.audience.everyone
    find(picker, QRadioButton, "audienceEveryone").click()
    assert picker.audience.everyone
    find(picker, QRadioButton, "audienceLater").click()
    assert not picker.audience.everyone


def test_without_a_hub_the_teams_of_before_are_kept(pick):
    assert pick(Audience(("t1",)), None).audience.teams == ("t1",)


@pytest.mark.parametrize("directory", [FEW, None], ids=["hub", "no hub"])
def test_level_and_sound_are_asked_in_the_wizard(pick, directory):
    picker = pick(directory=directory)
    assert find(picker, Segmented, "level").value == "mixed"
    find(picker, QRadioButton, "level-new").click()
    find(picker, QWidget, "noSound").click()
    assert (picker.audience.level, picker.audience.no_sound_or_other_language) == ("new", True)


def test_in_the_editor_it_is_one_column_that_keeps_level_and_sound(pick):
    given = Audience(("t1",), level="experienced", no_sound_or_other_language=True)
    picker = pick(given, whole=False)
    assert [part.objectName() for part in picker.findChildren(Segmented)] == []
    assert picker.audience == given


def test_dots_show_the_least_part_as_one_and_only_the_whole_as_all(qtbot):
    dots = ShareDots()
    qtbot.addWidget(dots)
    seen = []
    for part in (0, 0.001, 0.5, 0.999, 1, 7):
        dots.tell(part)
        seen.append(dots.lit_of(50))
    assert seen == [0, 1, 25, 49, 50, 50]


def test_freshness_says_on_which_day_it_asks_again(speech, qtbot):
    picker = FreshnessPicker(date(2027, 3, 5), speech)
    qtbot.addWidget(picker)
    picker.show()
    assert find(picker, QLabel, "reviewBy").text() == "On 5 March 2027 we ask you whether it is still right."
    assert picker.review_by == date(2027, 3, 5)
    with qtbot.waitSignal(picker.changed):
        find(picker, QRadioButton, f"change-{Change.STABLE}").click()
    assert picker.review_by == date.today() + ASK_AGAIN_AFTER[Change.STABLE]  # noqa: DTZ011


def test_freshness_not_chosen_yet_asks_the_question(speech, qtbot):
    picker = FreshnessPicker(None, speech)
    qtbot.addWidget(picker)
    assert (picker.review_by, picker.findChild(Segmented).value) == (None, None)
