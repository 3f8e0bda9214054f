"""Settings as rows in cards, and which of them have the words somebody looks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QComboBox, QFrame, QSizePolicy, QWidget

from desktop.widgets.components import column, frame, held, label, line, row
from resources.tokens import pixels

_STACKED_WORDS: Final = "component.settings.words"


class SettingRow(QWidget):
    """What is set, a line of help, and the control at the right; below the words where there is no room for both.

    It is found by its words, by those of its choices, and by `find_by`.
    """

    def __init__(self, title: str, help_: str, control: QWidget, *, find_by: str = "") -> None:
        super().__init__()
        self._words = f"{title} {help_} {find_by}".casefold()
        self._control = control
        self._text = column(None, label(title, "strong", wrap=True), gap=0)
        if help_:
            self._text.addWidget(label(help_, "small"))
        self._text.addStretch(1)
        said = held(self._text)
        said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._box = row(said, control, margin=(4, 3, 4, 3), gap=4)
        self._box.setAlignment(control, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(self._box)

    def below(self, more: QWidget) -> None:
        """Another line under the help."""
        self._text.insertWidget(self._text.count() - 1, more)

    def has(self, wanted: Sequence[str]) -> bool:
        return all(part in f"{self._words} {_choices_of(self._control)}" for part in wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self._control.sizeHint().width()
        directions = QBoxLayout.Direction
        wished = directions.LeftToRight if room >= pixels(_STACKED_WORDS) else directions.TopToBottom
        beside = wished == directions.LeftToRight
        # Beside the words a control keeps its width; below them it may go on in a second line.
        self._control.setMinimumWidth(self._control.sizeHint().width() if beside else 0)
        if wished != self._box.direction():
            self._box.setDirection(wished)
            align = Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignLeft
            self._box.setAlignment(self._control, align)


def _choices_of(control: QWidget) -> str:
    words = [button.text() for button in control.findChildren(QAbstractButton)]
    if isinstance(control, QComboBox):
        words += [control.itemText(at) for at in range(control.count())]
    return " ".join(words).casefold()


class WholeRow(QWidget):
    """A setting that takes the whole width, such as a field to write in."""

    def __init__(self, content: QWidget, find_by: str) -> None:
        super().__init__()
        self._words = find_by.casefold()
        self.setLayout(column(content, margin=4))

    def has(self, wanted: Sequence[str]) -> bool:
        return all(part in self._words for part in wanted)


AnyRow = SettingRow | WholeRow


class SettingsCard(QWidget):
    """Rows with a line between, under a heading (empty for none)."""

    def __init__(self, heading: str, *rows: AnyRow) -> None:
        super().__init__()
        self._heading = heading.casefold()
        self._rows = [(shown, line()) for shown in rows]
        inner = column(gap=0)
        for shown, above in self._rows:
            inner.addWidget(above)
            inner.addWidget(shown)
        card: QFrame = frame("card", inner)
        self.setLayout(column(label(heading, "heading"), card) if heading else column(card))
        self.show_found(())

    def show_found(self, wanted: Sequence[str]) -> bool:
        """Only the rows with all these words; True where there is one. The heading counts for all its rows."""
        found = False
        for shown, above in self._rows:
            rest = [part for part in wanted if part not in self._heading]
            here = shown.has(rest)
            above.setVisible(here and found)
            shown.setVisible(here)
            found = found or here
        self.setVisible(found)
        return found


class Section(QWidget):
    """A title and its cards."""

    def __init__(self, title: str, *cards: SettingsCard) -> None:
        super().__init__()
        self._title, self._cards = title.casefold(), cards
        self.setAccessibleName(title)
        self.setLayout(column(label(title, "title"), *cards, gap=4))

    def show_found(self, wanted: Sequence[str]) -> bool:
        """Only what has all these words; True where something has. The title counts for all its rows."""
        rest = [part for part in wanted if part not in self._title]
        found = [card.show_found(rest) for card in self._cards]
        return any(found)
