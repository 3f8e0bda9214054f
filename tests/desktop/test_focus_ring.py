from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget  # noqa: TID251 - the tests of the widgets

from desktop.widgets.components import OWN_FOCUS, Button, Choice, Field, FocusRings
from desktop.widgets.components.focus_ring import _Ring
from resources.tokens import pixels


@pytest.fixture
def rings(qapp):
    made = FocusRings(qapp)
    yield made
    made._let_go()
    qapp.focusChanged.disconnect(made._on_focus_changed)
    qapp.focusWindowChanged.disconnect(made._on_window)


def ring_of(window: QWidget) -> _Ring | None:
    return next((ring for ring in window.findChildren(_Ring) if ring.isVisible()), None)


def test_the_ring_follows_the_keyboard_and_leaves_with_the_mouse(shown, qtbot, rings):
    one, other = Button("One"), Button("Other")
    window = shown(one, other)
    one.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    QApplication.processEvents()
    ring = ring_of(window)
    assert ring is not None
    assert ring.geometry().contains(other.geometry())
    assert ring.geometry().width() == other.width() + 2 * (pixels("focus.width") + pixels("focus.offset"))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=one.geometry().center())
    QApplication.processEvents()
    assert ring_of(window) is None


def test_what_one_types_in_shows_the_ring_after_a_click_too(shown, qtbot, rings):
    field = Field("Title")
    window = shown(field, Button("One"))
    place = field.edit.mapTo(window, field.edit.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert ring_of(window) is not None


def test_the_ring_moves_with_its_control_and_goes_when_that_goes(shown, qtbot, rings):
    above, button = QLabel("above"), Button("One")
    window = shown(above, button)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    button.setFocus()
    above.setFixedHeight(200)
    window.layout().activate()
    QApplication.processEvents()
    assert ring_of(window).geometry().contains(button.geometry())
    button.setEnabled(False)
    QApplication.processEvents()
    assert ring_of(window) is None
    button.deleteLater()
    QApplication.processEvents()


def test_a_list_that_shows_its_own_focus_gets_no_ring(shown, qtbot, rings):
    own = Button("List")
    own.setProperty(OWN_FOCUS, True)
    window = shown(own, Button("One"))
    own.setFocus()
    QApplication.processEvents()
    assert ring_of(window) is None


def test_the_ring_of_a_choice_goes_around_its_card(shown, qtbot, rings):
    card = Choice("Watch it once", "", "1")
    window = shown(card)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    card.radio.setFocus()
    QApplication.processEvents()
    assert ring_of(window).width() > card.width()
