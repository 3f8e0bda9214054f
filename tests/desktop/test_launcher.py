from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton  # noqa: TID251 - the tests of the widgets

from core.content import Audience, Content, TipBody
from desktop.widgets.launcher import Launcher, LauncherVerbs

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
NOWHERE = QRect()


@pytest.fixture
def said():
    return []


@pytest.fixture
def panel(parts, said, qtbot):
    def say(name):
        return lambda *args: said.append(" ".join((name, *args)))

    names = ("record", "write_tip", "recommend", "pass_on", "open_item", "library", "outbox", "settings", "pick_region")
    verbs = LauncherVerbs(**{name: say(name) for name in names})
    made = Launcher(verbs, parts.library, parts.speech, parts.hotkeys, parts.source)
    qtbot.addWidget(made)
    return made


def appear(panel, qtbot):
    panel.appear(NOWHERE)
    qtbot.waitUntil(panel.isActiveWindow)


def button(panel, name):
    QApplication.processEvents()
    return next(part for part in panel.findChildren(QPushButton, name) if part.isVisible())


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("launchRecord", "record"),
        ("launchTip", "write_tip"),
        ("launchRecommendation", "recommend "),
        ("launchHelp", "pass_on"),
        ("launchSettings", "settings"),
        ("launchVonk", "library"),
    ],
)
def test_each_way_to_start_closes_the_panel_first(panel, said, qtbot, name, verb):
    appear(panel, qtbot)
    button(panel, name).click()
    assert (said, panel.isVisible()) == ([verb], False)


@pytest.mark.parametrize(("key", "verb"), [("1", "record"), ("2", "write_tip"), ("3", "recommend ")])
def test_a_number_key_is_a_way_to_start(panel, said, qtbot, key, verb):
    appear(panel, qtbot)
    QTest.keyClick(panel.windowHandle(), key)
    assert said == [verb]


def test_enter_records_at_once(panel, said, qtbot):
    appear(panel, qtbot)
    qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Space)
    assert said == ["record"]


def test_a_pasted_link_becomes_a_recommendation(panel, said, qtbot):
    appear(panel, qtbot)
    link = panel.findChild(QLineEdit, "pasteLink")
    link.setFocus()
    QTest.keyClicks(link, "https://example.org/123")
    QTest.keyClick(link, Qt.Key.Key_Return)
    assert (said, panel.isVisible()) == (["recommend https://example.org/123"], False)


def test_enter_on_an_empty_link_does_nothing(panel, said, qtbot):
    appear(panel, qtbot)
    QTest.keyClick(panel.findChild(QLineEdit, "pasteLink"), Qt.Key.Key_Return)
    assert (said, panel.isVisible()) == ([], True)


def test_escape_closes_it(panel, said, qtbot):
    appear(panel, qtbot)
    QTest.keyClick(panel.windowHandle(), Qt.Key.Key_Escape)
    assert (said, panel.isVisible()) == ([], False)


def test_it_goes_when_another_window_is_used(panel, parts, qtbot):
    appear(panel, qtbot)
    other = QPushButton("Elsewhere")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not panel.isVisible())


def test_what_asks_something_stands_there_by_name_and_what_waits_as_a_number(panel, parts, store, said, qtbot):
    asked = store.new_draft(TIP)
    store.submit(asked.id)
    store.ask_changes(asked.id, "Waar is de knop?")
    for _ in range(2):
        store.submit(store.new_draft(replace(TIP, title="Iets anders")).id)
    appear(panel, qtbot)
    row = button(panel, f"attention-{asked.id}")
    assert (row.accessibleName(), row.accessibleDescription()) == ("Plakken", "Changes asked")
    assert "2 " in button(panel, "attentionWaits").text()
    row.click()
    assert said == [f"open_item {asked.id}"]


def test_of_many_that_ask_something_only_three_are_named(panel, parts, store, qtbot):
    for _ in range(5):
        draft = store.new_draft(TIP)
        store.submit(draft.id)
        store.ask_changes(draft.id, "Hm")
    appear(panel, qtbot)
    named = [part for part in panel.findChildren(QPushButton) if part.objectName().startswith("attention-")]
    assert sum(part.isVisible() for part in named) == 3
    assert "2 " in button(panel, "attentionMore").text()


def test_it_stands_within_the_screen_beside_the_icon(panel, qtbot):
    free = QApplication.primaryScreen().availableGeometry()
    for near in (NOWHERE, QRect(free.right() - 20, 2, 16, 16), QRect(2, free.bottom() - 20, 16, 16)):
        panel.appear(near)
        assert free.contains(panel.frameGeometry())
        panel.hide()
    panel.appear(QRect(free.right() - 20, 2, 16, 16))
    assert panel.y() < free.center().y()


def test_it_is_as_high_as_what_it_shows_when_the_choice_of_what_is_recorded_changes(panel, parts, qtbot):
    appear(panel, qtbot)
    qtbot.waitUntil(lambda: not panel._fitting.isActive())
    low = panel.height()
    parts.source.choose_window("Postvak")
    qtbot.waitUntil(lambda: panel.height() > low)
    parts.source.choose_screen()
    qtbot.waitUntil(lambda: panel.height() == low)
    assert panel._hero.hasFocus()


def test_the_button_says_what_it_records(panel, parts):
    for choose, said in (
        (lambda: parts.source.choose_window("Postvak"), "One window, with your voice"),
        (lambda: parts.source.choose_screen(), "The whole screen, with your voice"),
    ):
        choose()
        assert panel._hero.accessibleDescription().startswith(said)
