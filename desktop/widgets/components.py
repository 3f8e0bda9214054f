"""The few building blocks all screens are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from core.reading import LONGEST_LINE
from desktop.widgets.theme import icon as drawn_icon
from desktop.widgets.theme import picture, theme_now

Meaning = Literal["info", "warn", "danger", "ok", "neutral"]
MEANING_ICONS: dict[Meaning, str] = {
    "info": "info",
    "warn": "warn",
    "danger": "warn",
    "ok": "check-circle",
    "neutral": "info",
}
_MEANING_INK: dict[Meaning, str] = {
    "info": "info.text",
    "warn": "warn.text",
    "danger": "danger.text",
    "ok": "ok.text",
    "neutral": "text.secondary",
}


def label(text: str, kind: str = "", *, name: str = "") -> QLabel:
    shown = QLabel(text)
    shown.setWordWrap(kind not in ("timer", "key", "label"))
    shown.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        shown.setProperty("kind", kind)
    if name:
        shown.setObjectName(name)
    return shown


def line() -> QFrame:
    drawn = QFrame()
    drawn.setProperty("kind", "line")
    return drawn


def column(*parts: QWidget | QLayout | int | None, margin: int = 0, gap: int = 8) -> QVBoxLayout:
    """Top to bottom. A number is that much room, None is all the room there is."""
    box = QVBoxLayout()
    box.setContentsMargins(margin, margin, margin, margin)
    box.setSpacing(gap)
    _fill(box, parts)
    return box


def row(*parts: QWidget | QLayout | int | None, margin: int = 0, gap: int = 8) -> QHBoxLayout:
    """Left to right, as `column`."""
    box = QHBoxLayout()
    box.setContentsMargins(margin, margin, margin, margin)
    box.setSpacing(gap)
    _fill(box, parts)
    return box


def _fill(box: QVBoxLayout | QHBoxLayout, parts: tuple[QWidget | QLayout | int | None, ...]) -> None:
    for part in parts:
        match part:
            case None:
                box.addStretch(1)
            case int():
                box.addSpacing(part)
            case QWidget():
                box.addWidget(part)
            case QLayout():
                box.addLayout(part)


def frame(kind: str, layout: QLayout) -> QFrame:
    drawn = QFrame()
    drawn.setProperty("kind", kind)
    drawn.setLayout(layout)
    return drawn


def scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def empty(layout: QLayout) -> None:
    """Take everything out of a layout, for good."""
    while (entry := layout.takeAt(0)) is not None:
        if (widget := entry.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := entry.layout()) is not None:
            empty(inner)


_GAP: Final = 4


class Icon(QLabel):
    """A drawing in a token's colour that follows the theme. It says nothing: a word stands beside it."""

    def __init__(self, name: str, color: str = "text.secondary", size: int = 20) -> None:
        super().__init__()
        self._drawing = (name, color, size)
        self.setFixedSize(size, size)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        name, color, size = self._drawing
        if name == "mark-color" and theme_now().dark:
            name = "mark-color-dark"
        self.setPixmap(picture(name, theme_now().color(color), size, self.devicePixelRatioF()))


class Button(QPushButton):
    """`kind` is primary, flat, danger, nav, or empty for the plain one. Named for readers by its words."""

    def __init__(
        self,
        text: str,
        pressed: Callable[[], object] | None = None,
        *,
        kind: str = "",
        icon: str = "",
        ink: str = "",
        name: str = "",
    ) -> None:
        super().__init__(text)
        self._icon, self._ink = icon, ink or _ink_of(kind)
        self.setProperty("kind", kind)
        self.setObjectName(name)
        self.setAccessibleName(text.replace("&", ""))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed if kind != "nav" else QSizePolicy.Policy.Expanding, self._fixed())
        self._draw()
        if pressed is not None:
            self.clicked.connect(lambda: pressed())

    def say(self, text: str, icon: str = "") -> None:
        """Other words (and another icon) on the same button."""
        self._icon = icon or self._icon
        self.setText(text)
        self.setAccessibleName(text)
        self._draw()

    def dress(self, kind: str) -> None:
        """The same button, of another kind."""
        if kind != self.property("kind"):
            self._ink = _ink_of(kind)
            self.setProperty("kind", kind)
            self.style().polish(self)
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    @staticmethod
    def _fixed() -> QSizePolicy.Policy:
        return QSizePolicy.Policy.Fixed

    def _draw(self) -> None:
        if not self._icon:
            return
        self.setIcon(drawn_icon(self._icon, self._ink, gap=_GAP))
        self.setIconSize(QSize(20 + _GAP, 20))


def _ink_of(kind: str) -> str:
    return {"primary": "text.onAccent", "danger": "danger.text"}.get(kind, "text.primary")


class Check(QCheckBox):
    """A check box whose tick is drawn in the theme's ink; named for readers by its words."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            tick = picture("check", theme_now().color("text.onAccent"), box.width(), self.devicePixelRatioF())
            QPainter(self).drawPixmap(box.topLeft(), tick)


class ChoiceBox(QComboBox):
    """A closed list; its arrow is drawn in the theme's ink."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, size = QPainter(self), 16
        arrow = picture("down", theme_now().color("text.secondary"), size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - size - 10, (self.height() - size) // 2, arrow)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page changes no setting."""
        event.ignore()


class Field(QWidget):
    """A label, a field, and a line of help or of what is wrong, tied together for screen readers."""

    changed = Signal(str)

    def __init__(
        self, title: str, text: str = "", *, help_: str = "", lines: int = 1, name: str = "", example: str = ""
    ) -> None:
        super().__init__()
        self._help = help_
        self._label = label(title, "label")
        self.edit: QLineEdit | QPlainTextEdit = QLineEdit(text) if lines == 1 else _Text(text, lines)
        if isinstance(self.edit, QLineEdit):
            self.edit.setMaxLength(LONGEST_LINE)
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(title)
        self.edit.setPlaceholderText(example)
        self._label.setBuddy(self.edit)
        self._below = label(help_, "small")
        self._below.setVisible(bool(help_))
        self.setLayout(column(self._label, self.edit, self._below, gap=4))
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.setAccessibleDescription(help_)

    @property
    def text(self) -> str:
        return self.edit.text() if isinstance(self.edit, QLineEdit) else self.edit.toPlainText()

    def wrong(self, sentence: str) -> None:
        """Show what is wrong and what to do; an empty sentence takes it away again."""
        self.edit.setProperty("wrong", bool(sentence))
        self.edit.style().polish(self.edit)
        self._below.setProperty("kind", "error" if sentence else "small")
        self._below.style().polish(self._below)
        self._below.setText(sentence or self._help)
        self._below.setVisible(bool(sentence or self._help))
        self.edit.setAccessibleDescription(sentence or self._help)

    def _on_text_changed(self) -> None:
        self.changed.emit(self.text)


class _Text(QPlainTextEdit):
    """A few lines of text; Tab goes on to the next field."""

    def __init__(self, text: str, lines: int) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 26)


class Banner(QFrame):
    """What happened, what is safe, what to press. It stays until its cause is gone."""

    def __init__(self, meaning: Meaning, title: str, hint: str = "", *buttons: QPushButton, name: str = "") -> None:
        super().__init__()
        self.setProperty("banner", meaning)
        self.setObjectName(name)
        self.setAccessibleName(f"{title} {hint}".strip())
        words = column(label(title, "label"), gap=2)
        if hint:
            words.addWidget(label(hint, "secondary"))
        words.itemAt(0).widget().setWordWrap(True)  # type: ignore[union-attr]
        drawing = Icon(MEANING_ICONS[meaning], _MEANING_INK[meaning])
        shown = row(drawing, words, margin=12, gap=12)
        shown.setAlignment(drawing, Qt.AlignmentFlag.AlignTop)
        shown.setStretch(1, 1)
        for button in buttons:
            shown.addWidget(button)
        self.setLayout(shown)


class Tag(QLabel):
    """A state in a word, on the soft colour of its meaning."""

    def __init__(self, text: str, meaning: Meaning = "neutral") -> None:
        super().__init__(text)
        self.setProperty("tag", meaning)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Choice(QFrame):
    """A radio button as a card: title, one line, and the number key that picks it."""

    picked = Signal()

    def __init__(self, title: str, hint: str, key: str, icon: str = "", name: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "choice")
        self.radio = QRadioButton(title)
        self.radio.setObjectName(name)
        self.radio.setAccessibleName(title)
        self.radio.setAccessibleDescription(hint)
        # Each card has its own parent: the group that ties them is made by whoever shows them.
        self.radio.setAutoExclusive(False)
        self.radio.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = column(self.radio, gap=0)
        if hint:
            below = label(hint, "secondary")
            below.setContentsMargins(34, 0, 0, 0)
            words.addWidget(below)
        shown = row(words, margin=12, gap=12)
        shown.setStretch(0, 1)
        if icon:
            shown.insertWidget(0, Icon(icon, "accent.text"))
        if key:
            shown.addWidget(label(key, "key"))
        self.setLayout(shown)
        self.radio.toggled.connect(self._on_toggled)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.setFocus()
        self.radio.setChecked(True)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.radio.setFocus()
        super().focusInEvent(event)

    def _on_toggled(self, on: bool) -> None:
        self.setProperty("on", on)
        self.style().polish(self)
        if on:
            self.picked.emit()
