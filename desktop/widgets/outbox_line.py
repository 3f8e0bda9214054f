"""What a row of the outbox is, whatever it is about: a title, what it waits for, its state, and what one can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from core.formats import FORMAT_NAMES, Format
from core.status import STATUS_WORDS, Status
from desktop.i18n import Speech
from desktop.widgets.components import Button, Progress, Tag, column, empty, held, label, line, row
from desktop.widgets.components.painting import surface
from desktop.widgets.format_badge import FormatBadge
from desktop.widgets.looks import STATUS_LOOKS
from desktop.widgets.theme import step, theme_now
from resources.tokens import number

_MOST_SAID: Final = 220


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a row must know besides what it shows. `signed_out`: the hub asks to be connected with anew."""

    speech: Speech
    now: datetime
    signed_out: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says. `part` of it has arrived (None: nothing is known); `actions` are the names of its buttons."""

    title: str
    format: Format
    status: Status
    words: str
    actions: tuple[str, ...]
    part: float | None = None


class OutboxLine(QFrame):
    """Enter or a double click opens it. `show_line` changes the words in place and keeps what has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._actions: tuple[str, ...] = ()
        self._offered: list[Button] = []
        self.setObjectName("outboxRow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._badge = FormatBadge(Format.CLIP)
        self._title = label("", "strong", wrap=True)
        self._sentence = label("", "secondary")
        self._progress = Progress(self.tr("Sent"), name="sentPart")
        self._progress.hide()
        self._tag: Tag | None = None
        self._tag_box, self._buttons = row(gap=0), row(gap=2)
        self._tag_room, self._button_room = held(self._tag_box), held(self._buttons)
        words = column(self._title, self._sentence, self._progress, gap=0)
        whole = row(self._badge, words, self._tag_room, self._button_room, margin=(4, 3, 4, 3), gap=4)
        whole.setStretch(1, 1)
        self._line = line()
        self.setLayout(column(self._line, whole, gap=0))

    def make_button(self, name: str) -> Button:
        """One of the actions of this kind of row."""
        raise NotImplementedError

    def open_it(self) -> None:
        """What it is about, to work on."""
        raise NotImplementedError

    def show_line(self, shown: Line, speech: Speech) -> None:
        words, part = shown.words, shown.part
        self._badge.become(shown.format)
        self._title.setText(shown.title)
        self._sentence.setText(words if len(words) <= _MOST_SAID else f"{words[:_MOST_SAID].rstrip()}…")
        self._sentence.setToolTip(words if len(words) > _MOST_SAID else "")
        self._progress.setVisible(part is not None)
        if part is not None:
            self._progress.tell(part, "", paused=shown.status is not Status.SENDING)
        say, (meaning, icon) = speech.say, STATUS_LOOKS[shown.status]
        state = say(STATUS_WORDS[shown.status])
        self._become(Tag(state, meaning, icon))
        self.setAccessibleName(f"{shown.title}, {say(FORMAT_NAMES[shown.format])}, {state}. {words}")
        self._offer(shown.actions, shown.title)

    @property
    def controls(self) -> list[QWidget]:
        """What takes the focus, as it is read: the row and its buttons."""
        return [self, *self._offered]

    def stand_first(self, first: bool) -> None:
        """The first of a card has no line above it."""
        self._line.setVisible(not first)

    @property
    def room(self) -> tuple[int, int]:
        """How wide state and buttons are, so that all rows may align theirs."""
        buttons = [button.sizeHint().width() for button in self._offered]
        tag = self._tag.sizeHint().width() if self._tag is not None else 0
        return tag, sum(buttons) + step(2) * max(0, len(buttons) - 1)

    def align(self, tag: int, buttons: int) -> None:
        self._tag_room.setFixedWidth(tag)
        self._button_room.setFixedWidth(buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_it()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.open_it()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            inner = self.rect().adjusted(step(1), step(1), -step(1), -step(1))
            surface(QPainter(self), inner, theme_now(), fill="bg.hover", radius=number("radius.control"))

    def _become(self, tag: Tag) -> None:
        if self._tag is None or self._tag.accessibleName() != tag.accessibleName():
            empty(self._tag_box)
            self._tag_box.addWidget(tag)
            self._tag_box.addStretch(1)
            self._tag = tag

    def _offer(self, wanted: tuple[str, ...], about: str) -> None:
        """Only what can be done. The same buttons stay the same widgets, with their focus."""
        if wanted == self._actions:
            return
        inside = any(button.hasFocus() for button in self._offered)
        self._actions = wanted
        empty(self._buttons)
        self._buttons.addStretch(1)
        self._offered = [self.make_button(name) for name in wanted]
        for button in self._offered:
            button.setAccessibleDescription(about)
            self._buttons.addWidget(button)
        if inside:
            self.setFocus()


class RowCard(QFrame):
    """A heading and below it a card of rows. Without rows it is not there."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._rows: list[OutboxLine] = []
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setLayout(self._box)
        self.setLayout(column(label(title, "heading"), card, gap=2))

    @property
    def rows(self) -> tuple[OutboxLine, ...]:
        return tuple(self._rows)

    def show_rows(self, rows: list[OutboxLine]) -> None:
        """These, in this order. Rows that stay are moved, not made anew."""
        kept = [known for known in self._rows if known in rows]
        for gone in (known for known in self._rows if known not in rows):
            self._box.removeWidget(gone)
        for at, shown in enumerate(rows):
            if at >= len(kept) or kept[at] is not shown:
                self._box.insertWidget(at, shown)
                kept = [*kept[:at], shown, *(other for other in kept[at:] if other is not shown)]
            shown.stand_first(at == 0)
        self._rows = rows
        self.setVisible(bool(rows))
