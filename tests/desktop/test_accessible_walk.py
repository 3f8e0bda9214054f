"""That the guard hears what a screen reader would not be able to say, and keeps silent about the rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (  # noqa: TID251 - the guard's own controls
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tests.desktop.accessible_walk import unnamed


@pytest.fixture
def holding(qtbot):
    def made(*parts):
        window = QWidget()
        qtbot.addWidget(window)
        window.setWindowTitle("Vonk")
        box = QVBoxLayout(window)
        for part in parts:
            box.addWidget(part)
        return window

    return made


def named(part, name):
    part.setAccessibleName(name)
    return part


def drawing():
    pixmap = QPixmap(16, 16)
    pixmap.fill(Qt.GlobalColor.black)
    return pixmap


def picture():
    shown = QLabel()
    shown.setPixmap(drawing())
    return shown


def test_a_window_of_well_named_parts_is_well(holding):
    label, field = QLabel("Titel"), named(QLineEdit(), "Titel")
    label.setBuddy(field)
    box = named(QComboBox(), "Taal")
    box.addItems(["Nederlands", "English"])
    items = named(QListView(), "Mijn leermomenten")
    items.setModel(QStringListModel(["Plakken"]))
    undo = named(QToolButton(), "Maak ongedaan")
    undo.setIcon(QIcon(drawing()))
    undo.setToolTip("Maak ongedaan (Ctrl+Z)")
    number = named(QSpinBox(), "Seconden")
    parts = (label, field, box, items, undo, number, QPushButton("Opnemen"), QCheckBox("Iedereen"), QScrollArea())
    assert unnamed(holding(*parts)) == []


@pytest.mark.parametrize(
    "make", [QLineEdit, QPlainTextEdit, QComboBox, QListView, QSpinBox], ids=lambda kind: kind.__name__
)
def test_a_control_without_a_name_is_found(holding, make):
    part = make()
    part.setObjectName("lonely")
    assert unnamed(holding(part)) == [f"{make.__name__} lonely: no name"]


def test_what_is_hidden_now_is_looked_at_too(holding):
    pages = QStackedWidget()
    pages.addWidget(QLabel("Eerste"))
    pages.addWidget(QLineEdit())
    assert unnamed(holding(pages)) == ["QLineEdit: no name"]


def test_the_focus_must_not_rest_on_something_that_means_nothing(holding):
    handle = named(QWidget(), "Begin van de clip")
    handle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    player = named(QFrame(), "Clip")
    player.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    assert unnamed(holding(handle, player)) == ["QWidget: takes the focus and is a Client"]


def test_a_picture_is_named_or_stands_beside_its_word(holding):
    beside = QWidget()
    row = QVBoxLayout(beside)
    row.addWidget(picture())
    row.addWidget(QLabel("Wacht op netwerk"))
    alone, told = QWidget(), QWidget()
    QVBoxLayout(alone).addWidget(picture())
    QVBoxLayout(told).addWidget(named(picture(), "Beeld van de clip"))
    assert unnamed(holding(beside, told)) == []
    assert unnamed(holding(alone)) == ["QLabel: a picture without a name, and no word beside it"]


def test_a_label_beside_its_field_is_tied_to_it(holding):
    label, field = QLabel("&Titel:"), named(QLineEdit(), "Titel")
    window = holding(label, field)
    assert unnamed(window) == ["QLineEdit: the label '&Titel:' beside it is not tied to it"]
    label.setBuddy(field)
    assert unnamed(window) == []


def test_a_search_field_needs_no_label(holding):
    assert unnamed(holding(QLabel("Mijn leermomenten"), named(QLineEdit(), "Zoek in titels"))) == []


def test_two_buttons_beside_each_other_have_two_names(holding):
    assert unnamed(holding(QPushButton("Open"), QPushButton("Open"))) == ["QWidget: 2 buttons are called 'Open'"]
    hidden = QPushButton("Open")
    window = holding(QPushButton("Open"), hidden)
    hidden.hide()
    assert unnamed(window) == []


def test_a_drawing_alone_needs_a_tooltip(holding):
    button = named(QPushButton(QIcon(drawing()), ""), "Sluiten")
    window = holding(button)
    assert unnamed(window) == ["QPushButton: a drawing only, and no tooltip"]
    button.setToolTip("Sluiten (Esc)")
    assert unnamed(window) == []


def test_a_row_without_words_is_found(holding):
    items = named(QListView(), "Mijn leermomenten")
    items.setModel(QStringListModel(["Plakken", ""]))
    assert unnamed(holding(items)) == ["QListView: row 1 has no name"]


def test_a_window_has_a_name(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    assert unnamed(window) == ["QWidget: a window without a name"]
