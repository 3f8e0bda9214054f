"""One row of the outbox: what it is, what it waits for or what was asked, and what one can do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from core.formats import FORMAT_NAMES, Format
from core.status import STATUS_WORDS, Status
from desktop.i18n import Speech
from desktop.models.items import ItemRow
from desktop.widgets.components import Button, Progress, Tag, column, empty, held, label, line, row
from desktop.widgets.components.painting import badge, surface
from desktop.widgets.looks import FORMAT_ICONS, STATUS_LOOKS
from desktop.widgets.theme import step, theme_now
from desktop.wording import about_words, day_words, size_words
from resources.tokens import number, pixels

_MOST_SAID: Final = 220


@dataclass(frozen=True, slots=True)
class RowVerbs:
    """What a row asks for, each with its item."""

    open: Callable[[ItemRow], None]
    take_back: Callable[[ItemRow], None]
    send_again: Callable[[ItemRow], None]
    hold: Callable[[ItemRow], None]
    go_on: Callable[[ItemRow], None]
    show: Callable[[ItemRow], None]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a row must know besides its item. `signed_out`: the hub asks to be connected with anew."""

    speech: Speech
    now: datetime
    signed_out: bool = False


class OutboxRow(QFrame):
    """Enter or a double click opens it. `show_item` changes the words in place and keeps what has the focus."""

    opened = Signal()

    def __init__(self, verbs: RowVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self._item: ItemRow | None = None
        self._actions: tuple[str, ...] = ()
        self._offered: list[Button] = []
        self.setObjectName("outboxRow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._badge = _Badge()
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

    @property
    def item(self) -> ItemRow | None:
        return self._item

    def show_item(self, item: ItemRow, around: Circumstances) -> None:
        self._item = item
        words, part = self._sentence_of(item, around), item.sent / item.total if item.total else None
        self._badge.become(item.format)
        self._title.setText(item.title)
        self._sentence.setText(words if len(words) <= _MOST_SAID else f"{words[:_MOST_SAID].rstrip()}…")
        self._sentence.setToolTip(words if len(words) > _MOST_SAID else "")
        self._progress.setVisible(part is not None)
        if part is not None:
            self._progress.tell(part, "", paused=item.status is not Status.SENDING)
        say, (meaning, icon) = around.speech.say, STATUS_LOOKS[item.status]
        state = say(STATUS_WORDS[item.status])
        self._become(Tag(state, meaning, icon))
        self.setAccessibleName(f"{item.title}, {say(FORMAT_NAMES[item.format])}, {state}. {words}")
        self._offer(item)

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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._item is not None:
            self._verbs.open(self._item)
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._item is not None:
            self._verbs.open(self._item)

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

    def _offer(self, item: ItemRow) -> None:
        """Only what can be done. The same buttons stay the same widgets, with their focus."""
        wanted = _actions_of(item)
        if wanted == self._actions:
            return
        inside = any(button.hasFocus() for button in self._offered)
        self._actions = wanted
        empty(self._buttons)
        self._buttons.addStretch(1)
        self._offered = [self._button(name) for name in wanted]
        for button in self._offered:
            button.setAccessibleDescription(item.title)
            self._buttons.addWidget(button)
        if inside:
            self.setFocus()

    def _button(self, name: str) -> Button:
        verbs = self._verbs
        if name == "changeIt":
            return Button(self.tr("Change it"), lambda: self._do(verbs.open), size="compact", name=name)
        if name == "chooseVersion":
            return Button(self.tr("Choose"), lambda: self._do(verbs.open), size="compact", name=name)
        if name == "pauseSending":
            return Button(self.tr("Pause"), lambda: self._do(verbs.hold), icon="pause", size="compact", name=name)
        if name == "goOnSending":
            return Button(self.tr("Go on"), lambda: self._do(verbs.go_on), icon="play", size="compact", name=name)
        if name == "sendAgain":
            return Button(self.tr("Send again"), lambda: self._do(verbs.send_again), size="compact", name=name)
        if name == "showOnBoard":
            words = self.tr("Show on the board")
            show = verbs.show
            return Button(words, lambda: self._do(show), kind="flat", icon="external", size="compact", name=name)
        return Button(
            self.tr("Take it back"), lambda: self._do(verbs.take_back), kind="flat", size="compact", name=name
        )

    def _do(self, verb: Callable[[ItemRow], None]) -> None:
        if self._item is not None:
            verb(self._item)

    def _sentence_of(self, item: ItemRow, around: Circumstances) -> str:
        if item.note:
            return item.note
        match item.status:
            case Status.CHANGES_ASKED:
                return self._asked(item)
            case Status.UNCERTAIN:
                return self.tr("The hub did not answer in time. It may have arrived.")
            case Status.FAILED:
                return self.tr("The hub did not take it. Your work is safe on this computer.")
            case Status.NO_HUB_YET:
                return self.tr("Kept on this computer. It goes by itself once a hub is connected.")
            case Status.TWO_VERSIONS:
                return self.tr("You changed it on another computer too. Both versions are safe; choose one.")
            case Status.PAUSED:
                return self._paused(item, around)
            case Status.APPROVED:
                return self.tr("The hub makes it ready for the board.")
            case Status.HANDED_OVER:
                return self.tr("The channel took the message. It does not tell whether it shows there.")
            case Status.IN_REVIEW:
                return self._in_review(item, around)
            case _:
                return self._on_its_way(item, around)

    def _asked(self, item: ItemRow) -> str:
        if not item.said:
            return self.tr("The reviewer asks for a change. Open it to read which.")
        return self.tr("Reviewer: “{words}”").format(words=item.said)

    def _in_review(self, item: ItemRow, around: Circumstances) -> str:
        if item.submitted_at is None:
            return self.tr("A reviewer looks at it.")
        when = day_words(item.submitted_at, around.now, around.speech.locale)
        return self.tr("Review asked for {when}.").format(when=when)

    def _paused(self, item: ItemRow, around: Circumstances) -> str:
        held = self.tr("You paused it. It is safe here and goes on when you say so.")
        return f"{self._part_sent(item, around)} {held}" if item.total else held

    def _part_sent(self, item: ItemRow, around: Circumstances) -> str:
        locale = around.speech.locale
        sent, total = size_words(item.sent, locale), size_words(item.total, locale)
        return self.tr("{sent} of {total} is at the hub already.").format(sent=sent, total=total)

    def _on_its_way(self, item: ItemRow, around: Circumstances) -> str:
        if item.total:
            told = self._part_sent(item, around)
            if item.status is not Status.SENDING or not item.rate:
                return told
            rate = size_words(item.rate, around.speech.locale)
            left = about_words((item.total - item.sent) / item.rate)
            return self.tr("{told} {rate} a second, {left} left.").format(told=told, rate=rate, left=left)
        if item.status is Status.SENDING:
            return self.tr("On its way to the hub.")
        if around.signed_out:
            return self.tr("It goes once you have connected with the hub again.")
        return self.tr("It goes by itself as soon as the hub can be reached.")


def _actions_of(item: ItemRow) -> tuple[str, ...]:
    """What the store can do with it now, the likeliest last, at the right edge."""
    match item.status:
        case Status.CHANGES_ASKED:
            return ("changeIt",)
        case Status.FAILED:
            return ("takeBack", "sendAgain")
        case Status.APPROVED | Status.HANDED_OVER:
            return ("showOnBoard",) if item.board_url else ()
        case Status.TWO_VERSIONS:
            return ("chooseVersion",)
        case Status.WAITING | Status.SENDING:
            return ("takeBack", "pauseSending")
        case Status.PAUSED:
            return ("takeBack", "goOnSending")
        case Status.UNCERTAIN | Status.NO_HUB_YET | Status.IN_REVIEW:
            return ("takeBack",)
        case _:
            return ("sendAgain",) if item.note else ()


class _Badge(QWidget):
    """The format's drawing on its soft colour; the row says it in words."""

    def __init__(self) -> None:
        super().__init__()
        self._format = Format.CLIP
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def become(self, format_: Format) -> None:
        self._format = format_
        self.update()

    def sizeHint(self) -> QSize:
        side = pixels("component.listRow.badge")
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = QRect(0, 0, self.width(), self.height())
        badge(QPainter(self), whole, theme_now(), f"format.{self._format.value}", FORMAT_ICONS[self._format])


class RowCard(QFrame):
    """A heading and below it a card of rows. Without rows it is not there."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._rows: list[OutboxRow] = []
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setLayout(self._box)
        self.setLayout(column(label(title, "heading"), card, gap=2))

    @property
    def rows(self) -> tuple[OutboxRow, ...]:
        return tuple(self._rows)

    def show_rows(self, rows: list[OutboxRow]) -> None:
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
