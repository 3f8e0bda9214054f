"""Fields: a label, what is typed, and a line of help or of what is wrong."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from core.reading import LONGEST_LINE
from desktop.widgets.components.layout import column, row
from desktop.widgets.components.painting import drawing
from desktop.widgets.components.text import Icon, label
from desktop.widgets.theme import step, theme_now
from resources.tokens import pixels

_MOST_LINES: Final = 8


class Field(QWidget):
    """A label, a field, and a line of help or of what is wrong, tied together for screen readers.

    With `lines` above 1 the field takes several lines, grows with what is typed, and Tab still goes on.
    """

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
        self._sign = Icon("warn", "danger.text", pixels("control.iconSize.small"))
        self._sign.hide()
        self._foot = QWidget()
        foot = row(self._sign, self._below, gap=1)
        foot.setStretch(1, 1)
        foot.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        self._foot.setLayout(foot)
        self.setLayout(column(self._label, self.edit, self._foot, gap=1))
        # After it has its place: a widget shown without a parent would be a window of its own for a moment.
        self._foot.setVisible(bool(help_))
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.setAccessibleDescription(help_)

    @property
    def text(self) -> str:
        return self.edit.text() if isinstance(self.edit, QLineEdit) else self.edit.toPlainText()

    def fill(self, text: str) -> None:
        """Show this text; `changed` is told only where it differs."""
        if text == self.text:
            return
        if isinstance(self.edit, QLineEdit):
            self.edit.setText(text)
        else:
            self.edit.setPlainText(text)

    def help_with(self, sentence: str) -> None:
        """Another line of help."""
        self._help = sentence
        self.wrong("")

    def wrong(self, sentence: str) -> None:
        """Show what is wrong and what to do; an empty sentence takes it away again."""
        self.edit.setProperty("wrong", bool(sentence))
        self.edit.style().polish(self.edit)
        self._below.setProperty("kind", "error" if sentence else "small")
        self._below.style().polish(self._below)
        self._below.setText(sentence or self._help)
        self._sign.setVisible(bool(sentence))
        self._foot.setVisible(bool(sentence or self._help))
        self.edit.setAccessibleDescription(sentence or self._help)

    def _on_text_changed(self) -> None:
        self.changed.emit(self.text)


class _Text(QPlainTextEdit):
    """A few lines of text, as high as what is in it; Tab goes on to the next field."""

    def __init__(self, text: str, lines: int) -> None:
        super().__init__(text)
        self._least = lines
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(step(1))
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.updateGeometry())

    def sizeHint(self) -> QSize:
        shown = round(self.document().documentLayout().documentSize().height()) if self.isVisible() else 0
        lines = max(self._least, min(_MOST_LINES, shown))
        frame = 2 * step(1) + 2 + 2 * step(1)
        return QSize(super().sizeHint().width(), lines * self.fontMetrics().lineSpacing() + frame)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is the page's main action, not a line."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)


class SearchField(QLineEdit):
    """One line with a magnifier (or another drawing) before it and a cross to clear it. Esc clears it too."""

    def __init__(self, example: str, *, icon: str = "search", name: str = "") -> None:
        super().__init__()
        self._icon = icon
        self.setObjectName(name)
        self.setPlaceholderText(example)
        self.setAccessibleName(example)
        self.setClearButtonEnabled(True)
        self.setMaxLength(LONGEST_LINE)
        self.setTextMargins(pixels("control.iconSize.normal") + step(1), 0, 0, 0)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the words that say what is looked for."""
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        least = super().minimumSizeHint()
        margins = self.textMargins().left() + 2 * step(4)
        return QSize(max(least.width(), words + margins), least.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = pixels("control.iconSize.normal")
        place = self.rect().adjusted(step(3) - 1, 0, 0, 0)
        place.setWidth(side)
        drawing(QPainter(self), place, self._icon, theme_now().color("text.secondary"), side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
