"""That the guard against cut-off words sees what people see: it catches each kind, and does not cry wolf."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QStringListModel, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPixmap
from PySide6.QtWidgets import (  # noqa: TID251 - the guard's own controls
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QStyledItemDelegate,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.theme import wear
from tests.desktop.clipping import clipped

ROOT = Path(__file__).resolve().parents[2]
LONG = "Vraag om beoordeling van dit leermoment"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
HIGH = "Vraag om beoordeling van dit leermoment, en zeg er bij voor wie het is en waarom je het doorgeeft."


@pytest.fixture(params=["plain", "dressed"], autouse=True)
def _look(request, qapp):
    """With Qt's own look, and with the app's style sheet: paddings and sizes come from elsewhere then."""
    if request.param == "dressed":
        wear(qapp, dark=False)
    yield
    qapp.setStyleSheet("")


@pytest.fixture
def show(qtbot):
    """A window holding these, one below the other, each at the size it asks for."""

    def shown(*parts, size=None):
        window = QWidget()
        qtbot.addWidget(window)
        box = QVBoxLayout(window)
        for part in parts:
            box.addWidget(part)
        # By itself a window takes no more than two thirds of a screen, and at twice the scale that is little.
        window.resize(size or window.sizeHint())
        window.show()
        qtbot.waitExposed(window)
        return window

    return shown


def choice_box(text):
    box = QComboBox()
    box.addItem(text)
    return box


def tabs(text):
    bar = QTabBar()
    bar.setUsesScrollButtons(False)
    bar.setElideMode(Qt.TextElideMode.ElideRight)
    bar.addTab(text)
    return bar


def tool(text):
    button = QToolButton()
    button.setText(text)
    return button


def wrapped(text):
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def with_icon(text):
    drawing = QPixmap(20, 20)
    drawing.fill(Qt.GlobalColor.black)
    return QPushButton(QIcon(drawing), text)


def empty_field(text):
    field = QLineEdit()
    field.setPlaceholderText(text)
    field.setFixedWidth(QFontMetrics(field.font()).horizontalAdvance(text) + 60)
    return field


CONTROLS = [QLabel, QPushButton, with_icon, QCheckBox, QRadioButton, tool, choice_box, tabs, empty_field]


@pytest.mark.parametrize("make", CONTROLS, ids=lambda make: make.__name__)
def test_words_with_too_little_width_are_found_and_with_enough_are_not(show, make):
    part = make(LONG)
    window = show(part)
    assert clipped(window) == []
    part.setFixedWidth(part.width() * 2 // 3)
    window.layout().activate()
    found = clipped(window)
    assert len(found) == 1
    assert LONG in found[0]


@pytest.mark.parametrize("make", [QLabel, QPushButton, QCheckBox, choice_box], ids=lambda make: make.__name__)
def test_words_with_too_little_height_are_found(show, make):
    part = make(LONG)
    window = show(part)
    part.setFixedHeight(part.fontMetrics().height() // 2)
    window.layout().activate()
    assert len(clipped(window)) == 1


def test_a_paragraph_that_wraps_is_found_only_where_lines_fall_off(show):
    label = wrapped(HIGH)
    label.setFixedWidth(200)
    window = show(label)
    assert clipped(window) == []
    label.setFixedHeight(label.heightForWidth(200) - label.fontMetrics().lineSpacing())
    window.layout().activate()
    assert "of height" in clipped(window)[0]


def test_a_word_longer_than_its_paragraph_is_wide_is_found(show):
    label = wrapped("Arbeidsongeschiktheidsverzekering aanvragen")
    label.setFixedWidth(90)
    window = show(label)
    assert clipped(window)


def test_rich_text_is_measured_as_it_is_shown_and_not_with_its_marks(show):
    label = QLabel("<span style='color: #102030'>Kort</span>")
    window = show(label)
    assert clipped(window) == []
    label.setText(f"<b>{LONG}</b>")
    label.setFixedWidth(60)
    assert clipped(window)


@pytest.mark.parametrize("_look", ["plain"], indirect=True)
def test_a_button_narrower_than_it_likes_to_be_keeps_its_word(show):
    """Qt's style asks for a least width; a guard that compares with the size hint would cry wolf at short words."""
    button = QPushButton("Ja")
    window = show(button)
    button.setFixedWidth(button.fontMetrics().horizontalAdvance("Ja") + 16)
    window.layout().activate()
    assert button.width() < button.sizeHint().width()
    assert clipped(window) == []


def test_a_control_that_is_a_little_low_keeps_its_letters(show):
    """The air above and below the letters may go; a guard that minds it would cry wolf at every small button."""
    button = QPushButton("een")
    button.setStyleSheet("padding: 0; border: 0")
    window = show(button)
    button.setFixedHeight(button.fontMetrics().height() - 3)
    window.layout().activate()
    assert clipped(window) == []


def test_an_icon_without_words_and_an_empty_label_have_nothing_to_cut(show):
    picture, icon = QLabel(), QToolButton()
    picture.setPixmap(QPixmap(40, 40))
    icon.setIcon(with_icon("").icon())
    icon.setText("Maak ongedaan")
    for part in (picture, icon):
        part.setFixedSize(12, 12)
    assert clipped(show(picture, icon, QLabel())) == []


def test_what_a_person_typed_may_scroll_but_a_number_box_shows_its_number(show):
    field, number = QLineEdit(LONG), QSpinBox()
    field.setPlaceholderText(LONG)
    field.setFixedWidth(80)
    number.setRange(0, 10**9)
    number.setValue(10**9)
    window = show(field, number)
    assert clipped(window) == []
    number.setFixedWidth(50)
    window.layout().activate()
    assert len(clipped(window)) == 1


def test_the_example_of_a_large_field_wraps_and_is_found_when_lines_fall_off(show):
    field = QPlainTextEdit()
    field.setPlaceholderText(HIGH)
    field.setFixedSize(300, 120)
    window = show(field)
    assert clipped(window) == []
    field.setFixedSize(120, 40)
    window.layout().activate()
    assert HIGH in clipped(window)[0]


# Where it stands


def test_what_can_be_scrolled_to_is_not_cut_off_but_what_runs_off_sideways_is(show):
    inside = QWidget()
    inside.setFixedSize(600, 900)
    near, far = QLabel(LONG, inside), QLabel(LONG, inside)
    far.move(0, 850)
    area = QScrollArea()
    area.setWidget(inside)
    window = show(area, size=QSize(460, 240))
    assert clipped(window) == []
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    assert clipped(window) == []
    near.move(area.viewport().width() - 40, 0)
    assert "over the side" in clipped(window)[0]


def test_words_outside_of_their_parent_are_found(show):
    page = QWidget()
    page.setFixedSize(300, 60)
    low = QLabel(LONG, page)
    low.move(0, 50)
    window = show(page)
    assert "over the top or bottom" in clipped(window)[0]


def test_a_wide_label_with_few_words_may_reach_past_its_parent(show):
    page = QWidget()
    page.setFixedSize(200, 60)
    label = QLabel("Kort", page)
    label.setFixedWidth(400)
    assert clipped(show(page)) == []


def test_a_page_that_is_not_shown_is_passed_over(show):
    hidden = QLabel(LONG)
    hidden.setFixedWidth(20)
    window = show(hidden)
    assert clipped(window)
    hidden.hide()
    assert clipped(window) == []


def test_a_window_that_is_not_shown_is_refused_rather_than_found_good(qapp):
    with pytest.raises(ValueError, match="not shown"):
        clipped(QWidget())


def test_a_menu_wider_than_its_room_is_found(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("Opnemen")
    menu.popup(menu.screen().geometry().topLeft())
    assert clipped(menu) == []
    menu.setFixedWidth(20)
    assert "Opnemen" in clipped(menu)[0]


# Rows, and controls that paint their own


class Titles(QStringListModel):
    """Titles whose tooltip is the whole title, or nothing."""

    def __init__(self, titles, *, told):
        super().__init__(titles)
        self._told = told

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if role == Qt.ItemDataRole.ToolTipRole:
            return super().data(index, Qt.ItemDataRole.DisplayRole) if self._told else None
        return super().data(index, role)


class Eliding(QStyledItemDelegate):
    def cut(self, option, index):
        return [text for text in (index.data(),) if option.fontMetrics.horizontalAdvance(text) > option.rect.width()]


def listed(model, *, own_delegate):
    view = QListView()
    view.setModel(model)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setFixedWidth(120)
    if own_delegate:
        delegate = Eliding(view)
        delegate.sizeHint = lambda option, index: QSize(40, 30)
        view.setItemDelegate(delegate)
    return view


@pytest.mark.parametrize("own_delegate", [False, True])
def test_a_shortened_row_needs_a_tooltip_with_the_whole(show, own_delegate):
    short, silent, told = (
        listed(Titles(titles, told=with_tooltip), own_delegate=own_delegate)
        for titles, with_tooltip in ((["Plakken"], False), (["Plakken", LONG], False), ([LONG], True))
    )
    assert clipped(show(short)) == []
    assert clipped(show(told)) == []
    assert len(clipped(show(silent))) == 1


class OneLine(QWidget):
    """A title that paints itself, shortened."""

    def cut_words(self):
        return [LONG]


def test_a_control_that_paints_its_own_words_is_asked(show):
    title = OneLine()
    title.setObjectName("headline")
    window = show(title)
    assert clipped(window) == [f"OneLine headline: {LONG!r} is shown shortened"]
    title.setToolTip(LONG)
    assert clipped(window) == []


class Narrow(QPushButton):
    """A button of the sidebar, which is a drawing only where the window is narrow."""

    def paintEvent(self, event):
        pass

    def sizeHint(self):
        return QSize(36, 36)


def test_a_button_that_paints_itself_knows_its_size_best(show):
    button = Narrow(LONG)
    button.setFixedSize(36, 36)
    window = show(button)
    assert clipped(window) == []
    button.setFixedSize(20, 36)
    window.layout().activate()
    assert "needs 36 px and has 20" in clipped(window)[0]


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="this is the run inside")
@pytest.mark.parametrize("_look", ["dressed"], indirect=True)
@pytest.mark.parametrize("scale", ["1.25", "2"])
def test_it_judges_the_same_at_other_scales(scale, tmp_path):
    command = [sys.executable, "-m", "pytest", "-q", "-x", str(Path(__file__).relative_to(ROOT))]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": scale},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
