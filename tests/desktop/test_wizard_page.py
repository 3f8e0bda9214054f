from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from core.content import Audience
from core.formats import Format
from desktop.presenters.wizard import AdviceStep, AudienceStep
from desktop.widgets.components import Button, Choice, StepBar
from desktop.widgets.theme import wear
from desktop.widgets.wizard_page import WizardPage
from tests.desktop.conftest import CLIP
from tests.desktop.finding import find

TO_AUDIENCE = ("procedure", "none", "3-7", "yes", "watch_once")


@pytest.fixture
def page(parts, qtbot, qapp):
    wear(qapp, dark=False)
    shown = WizardPage(parts.wizard, parts.speech)
    qtbot.addWidget(shown)
    parts.wizard.start()
    shown.resize(884, 720)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(lambda: shown.isActiveWindow() and QApplication.focusWidget() is not None)
    return shown


def visible(page: QWidget, name: str) -> bool:
    QApplication.processEvents()
    return any(part.isVisible() for part in page.findChildren(QWidget, name))


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    QApplication.processEvents()
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def advise(parts, *values, audience=None):
    for value in values:
        parts.wizard.answer(value)
    parts.wizard.answer_audience(audience or Audience(("t1",), level="new"))
    parts.wizard.answer("stable")


def test_pointing_at_a_choice_goes_on_and_letting_go_outside_it_does_not(page, parts, qtbot):
    card = find(page, QRadioButton, "choice-procedure").parentWidget()
    assert isinstance(card, Choice)
    qtbot.mousePress(card, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(card, Qt.MouseButton.LeftButton, pos=card.rect().bottomRight() * 2)
    assert parts.wizard.step.page == "goal"
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert parts.wizard.step.page == "source"


def test_pointing_at_the_dot_of_a_choice_goes_on_as_well(page, parts, qtbot):
    dot = find(page, QRadioButton, "choice-procedure")
    place = dot.mapTo(page, dot.rect().center())
    QTest.mouseClick(page.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert parts.wizard.step.page == "source"


def test_a_number_key_goes_on(page, parts, qtbot):
    press(qtbot, "2")
    assert parts.wizard.step.page == "source"


def test_a_number_without_a_choice_does_nothing(page, parts, qtbot):
    press(qtbot, "9")
    assert parts.wizard.step.page == "goal"


def test_arrows_only_move_and_enter_goes_on_with_what_has_the_focus(page, parts, qtbot):
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    assert parts.wizard.step.page == "goal"
    assert QApplication.focusWidget().objectName() == "choice-understand"
    press(qtbot, Qt.Key.Key_Return)
    parts.wizard.back()
    assert parts.wizard.step.answer == "understand"


def test_a_screen_reader_chooses_without_going_on_and_then_presses_next(page, parts):
    assert not find(page, QPushButton, "wizardNext").isEnabled()
    radio = find(page, QRadioButton, "choice-fix")
    actions = QAccessible.queryAccessibleInterface(radio).actionInterface()
    actions.doAction(QAccessibleActionInterface.toggleAction())
    assert (radio.isChecked(), parts.wizard.step.page) == (True, "goal")
    find(page, QPushButton, "wizardNext").click()
    assert parts.wizard.step.page == "source"


def test_enter_on_back_goes_back(page, parts, qtbot):
    parts.wizard.answer("fix")
    find(page, QPushButton, "wizardBack").setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert parts.wizard.step.page == "goal"


def test_escape_goes_back_one_question_and_leaves_from_the_first(page, parts, qtbot):
    parts.wizard.answer("fix")
    press(qtbot, Qt.Key.Key_Escape)
    assert parts.wizard.step.page == "goal"
    assert find(page, QRadioButton, "choice-fix").isChecked()
    with qtbot.waitSignal(page.closed):
        press(qtbot, Qt.Key.Key_Escape)


def test_what_was_pointed_at_is_there_again_after_going_back_and_on(page, parts, qtbot):
    parts.wizard.answer("fix")
    find(page, QRadioButton, "choice-twist").setChecked(True)
    press(qtbot, Qt.Key.Key_Escape)
    press(qtbot, Qt.Key.Key_Return)
    assert find(page, QRadioButton, "choice-twist").isChecked()


def test_teams_ticked_are_there_again_after_going_back_and_on(page, parts, qtbot):
    for value in TO_AUDIENCE:
        parts.wizard.answer(value)
    find(page, QWidget, "team-t1").setChecked(True)
    press(qtbot, Qt.Key.Key_Escape)
    press(qtbot, Qt.Key.Key_Return)
    assert find(page, QWidget, "team-t1").isChecked()


def test_the_whole_wizard_by_keyboard_alone(page, parts, qtbot):
    made = []
    parts.wizard.made.connect(made.append)
    for key in "21211":
        press(qtbot, key)
    assert isinstance(parts.wizard.step, AudienceStep)
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, "3")
    assert isinstance(parts.wizard.step, AdviceStep)
    press(qtbot, Qt.Key.Key_Return)
    assert [order.format for order in made] == [Format.CLIP]
    assert made[0].audience.teams == ("t2",)


def test_what_is_known_is_read_back_with_a_way_to_look_again(page, parts):
    assert not visible(page, "alreadyKnown")
    parts.wizard.answer("procedure")
    parts.wizard.answer("none")
    assert find(page, QLabel, "alreadyKnown").text() == "Already filled in: doing something, no explanation yet."
    find(page, QPushButton, "lookAgain").click()
    assert (parts.wizard.step.page, parts.wizard.step.answer) == ("goal", "procedure")


def test_what_the_recording_told_is_known_but_nothing_to_go_back_to(page, parts, store):
    parts.wizard.start(draft=store.new_draft(CLIP))
    said = find(page, QLabel, "alreadyKnown").text()
    assert said == "Already filled in: no explanation yet, it has to be seen moving."
    assert not visible(page, "lookAgain")
    assert find(page, QPushButton, "chooseMyself").text() == "Skip to the clip"


def test_how_far_it_is_stands_in_words(page, parts):
    parts.wizard.answer("procedure")
    assert find(page, StepBar, "wizardProgress").accessibleName() == "Question 2 of 7"


def test_the_advice_has_one_orange_button_its_reasons_and_how_far_it_goes(page, parts):
    advise(parts, *TO_AUDIENCE)
    assert find(page, QLabel, "advice").text() == "Clip"
    orange = [part for part in page.findChildren(Button) if part.property("kind") == "primary" and part.isVisible()]
    assert [part.objectName() for part in orange] == ["make-clip"]
    assert find(page, QLabel, "reachWords").text() == "For 1 team, about 14 people"
    assert QApplication.focusWidget() is orange[0]


def test_a_source_shows_when_somebody_asks_for_it(page, parts):
    advise(parts, *TO_AUDIENCE)
    assert not visible(page, "source")
    QApplication.processEvents()
    ask = next(part for part in page.findChildren(QPushButton, "askSource") if part.isVisible())
    ask.click()
    assert "Van der Meij 2013" in find(page, QLabel, "source").text()
    ask.click()
    assert not visible(page, "source")


def test_a_good_source_leads_to_writing_a_recommendation(page, parts, qtbot):
    parts.wizard.answer("discover")
    parts.wizard.answer("point")
    parts.wizard.answer_audience(Audience(("t1",)))
    parts.wizard.answer("stable")
    button = find(page, QPushButton, "make-recommendation")
    assert button.text() == "Write a recommendation"
    with qtbot.waitSignal(parts.wizard.made) as made:
        button.click()
    assert made.args[0].format is Format.RECOMMENDATION


def test_what_cannot_be_made_yet_is_said_and_the_next_best_is_the_orange_button(page, parts):
    parts.wizard.answer("judgement")
    parts.wizard.choose_myself()
    assert find(page, QLabel, "advice").text() == "Help in person"
    assert visible(page, "notYet")
    assert parts.wizard.step.less[-1].format is not Format.MENTOR
    slides = [part for part in page.findChildren(QWidget) if part.objectName() == "make-slides"]
    assert slides == []


def test_a_form_that_fits_less_tells_why_not_first_and_can_be_made_all_the_same(page, parts, qtbot):
    advise(parts, "procedure", "none", "3-7", "yes", "watch_once")
    row = find(page, QPushButton, "make-tip")
    assert "do not fit on a card" in row.accessibleDescription()
    with qtbot.waitSignal(parts.wizard.made) as made:
        row.click()
    assert made.args[0].format is Format.TIP
    assert not find(page, QPushButton, "less-mentor").isEnabled()


def test_whoever_looked_at_the_formats_too_early_can_go_back_to_the_question(page, parts):
    find(page, QPushButton, "chooseMyself").click()
    assert isinstance(parts.wizard.step, AdviceStep)
    find(page, QPushButton, "wizardBack").click()
    assert parts.wizard.step.page == "goal"


@pytest.mark.parametrize("width", [644, 884])
def test_the_two_columns_of_the_advice_stand_beside_each_other_only_where_there_is_room(page, parts, width):
    advise(parts, *TO_AUDIENCE)
    page.resize(width, 720)
    QApplication.processEvents()
    best, less = find(page, QWidget, "make-clip"), find(page, QWidget, "make-tip")
    beside = less.mapTo(page, less.rect().topLeft()).x() > best.mapTo(page, best.rect().topRight()).x()
    assert beside is (width == 884)
