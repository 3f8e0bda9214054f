from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton  # noqa: TID251 - the tests of the widgets

from desktop.widgets.welcome_page import SCREENS, WelcomePage


@pytest.fixture
def page(parts, qtbot):
    made = WelcomePage(parts.preferences)
    qtbot.addWidget(made)
    made.resize(884, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def heard(page):
    said = []
    for name in ("done", "tip_asked", "record_asked", "example_asked"):
        getattr(page, name).connect(lambda name=name: said.append(name))
    return said


def button(page, name) -> QPushButton:
    return page.findChild(QPushButton, name)


def test_three_screens_and_then_it_is_over(page, heard):
    seen = []
    for _ in range(SCREENS):
        seen.append(page.position)
        button(page, "welcomeNext").click()
    assert (seen, heard) == ([0, 1, 2], ["done"])


@pytest.mark.parametrize("steps", range(SCREENS - 1))
def test_every_screen_but_the_last_can_be_skipped(page, heard, steps):
    for _ in range(steps):
        button(page, "welcomeNext").click()
    button(page, "welcomeSkip").click()
    assert heard == ["done"]


def test_escape_skips_and_ctrl_enter_goes_on(page, heard):
    QTest.keyClick(page.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.position == 1
    QTest.keyClick(page.windowHandle(), Qt.Key.Key_Escape)
    assert heard == ["done"]


def test_the_experience_is_asked_once_and_kept(page, parts):
    button(page, "welcomeNext").click()
    field = page.findChild(QLineEdit, "welcomeExperience")
    assert page.focusWidget() is field
    QTest.keyClicks(field, "Ik maak  deze planning ")
    assert parts.preferences.settings.experience == "Ik maak deze planning"


@pytest.mark.parametrize(
    ("name", "asked"),
    [("welcomeTip", "tip_asked"), ("welcomeRecord", "record_asked"), ("welcomeExample", "example_asked")],
)
def test_each_way_to_begin_ends_the_welcome_first(page, heard, name, asked):
    for _ in range(2):
        button(page, "welcomeNext").click()
    button(page, name).click()
    assert heard == ["done", asked]


def test_one_can_go_back(page):
    button(page, "welcomeNext").click()
    button(page, "welcomeBack").click()
    assert page.position == 0
    assert not button(page, "welcomeBack").isVisible()
