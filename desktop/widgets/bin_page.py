"""The bin: what was thrown away, until when one can have it back, and deleting it for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from core.draft import ItemId
from core.formats import FORMAT_NAMES
from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.presenters.bin import Binned, BinPresenter
from desktop.presenters.library import LibraryPresenter
from desktop.widgets.asking import ask_once
from desktop.widgets.components import (
    Button,
    EmptyState,
    column,
    empty,
    frame,
    held,
    label,
    line,
    row,
    scrolled,
    tab_in_reading_order,
)
from desktop.widgets.format_badge import FormatBadge
from desktop.wording import day_words

MOST_ROWS: Final = 100


class BinPage(QWidget):
    """`closed` when the person goes back to the list."""

    closed = Signal()

    def __init__(
        self, bin_: BinPresenter, library: LibraryPresenter, speech: Speech, clock: Callable[[], datetime]
    ) -> None:
        """`clock` gives the present moment in the zone of the person who reads."""
        super().__init__()
        self.setObjectName("page")
        self._bin, self._library, self._speech, self._clock = bin_, library, speech, clock
        self._shown: tuple[object, ...] | None = None
        words = self.tr("Back to my learning moments")
        self._back = Button(words, self.closed.emit, icon="left", name="closeBin")
        self._empty = Button(self.tr("Empty the bin"), self._ask_to_empty, kind="danger", icon="trash", name="emptyBin")
        self._rest = label("", "small", name="binRest")
        self._rows: list[BinRow] = []
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        card = frame("card", self._box)
        card.setObjectName("binItems")
        card.setAccessibleName(self.tr("Bin"))
        stays = label(
            self.tr("What you throw away stays here for 30 days. After that it is deleted for good."), "secondary"
        )
        self._list = held(column(stays, card, self._rest, None, margin=(5, 1, 5, 5), gap=4))
        self._area = scrolled(self._list)
        self._nothing = EmptyState(
            self.tr("The bin is empty"),
            self.tr("What you throw away stays here for 30 days. Until then you can have it back."),
            icon="trash",
        )
        head = row(label(self.tr("Bin"), "title", wrap=False), None, margin=(5, 5, 5, 1))
        foot = frame("footer", row(self._empty, None, self._back, margin=(5, 3, 5, 3)))
        whole = column(head, self._area, self._nothing, foot, gap=0)
        for part in (self._area, self._nothing):
            whole.setStretchFactor(part, 1)
        self.setLayout(whole)
        QShortcut(QKeySequence("Esc"), self, self.closed.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        bin_.loaded.connect(self._on_loaded)
        bin_.deleted.connect(self._on_deleted)
        self._on_loaded()

    def focus_first(self) -> None:
        """The first row, or the way back where there is none."""
        (self._rows[0] if self._rows else self._back).setFocus()

    def _on_loaded(self) -> None:
        rows = self._bin.rows
        shown = (*rows, self._clock().date())
        if shown == self._shown:
            return
        self._shown = shown
        focused = next((at for at, line_ in enumerate(self._rows) if line_.has_focus), None)
        empty(self._box)
        self._rows = [self._row(binned, first=at == 0) for at, binned in enumerate(rows[:MOST_ROWS])]
        for line_ in self._rows:
            self._box.addWidget(line_)
        self._rest.setText(self.tr("%n more, not shown here.", "", len(rows) - len(self._rows)))
        self._rest.setVisible(len(rows) > len(self._rows))
        self._area.setVisible(bool(rows))
        self._empty.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        tab_in_reading_order(self)
        if focused is not None:
            (self._rows[min(focused, len(self._rows) - 1)] if self._rows else self._back).setFocus()

    def _row(self, binned: Binned, *, first: bool) -> BinRow:
        title = binned.title or self.tr("Without a title")
        verbs = (partial(self._put_back, binned.id, title), partial(self._ask_to_delete, binned.id, title))
        return BinRow(title, self._speech.say(FORMAT_NAMES[binned.format]), binned, self._when(binned), verbs, first)

    def _when(self, binned: Binned) -> str:
        now, locale = self._clock(), self._speech.locale
        thrown = day_words(binned.binned_at, now, locale)
        goes = binned.goes_at.astimezone(now.tzinfo).date()
        if goes <= now.date():
            return self.tr("thrown away {when}, goes today").format(when=thrown)
        day = locale.toString(QDate(goes.year, goes.month, goes.day), "d MMMM")
        return self.tr("thrown away {when}, goes on {day}").format(when=thrown, day=day)

    def _put_back(self, item_id: ItemId, title: str) -> None:
        self._library.undo(item_id)
        announce(self, self.tr("Put back: {title}.").format(title=title))

    def _ask_to_delete(self, item_id: ItemId, title: str) -> None:
        ask_once(
            self,
            self.tr("Delete “{title}” for good?").format(title=_short(title)),
            self._warnings(),
            yes=self.tr("Delete for good"),
            no=self.tr("Keep it"),
            done=lambda: self._bin.delete_for_good(item_id),
        )

    def _ask_to_empty(self) -> None:
        ask_once(
            self,
            self.tr("Delete %n learning moment(s) for good?", "", len(self._bin.rows)),
            self._warnings(),
            yes=self.tr("Delete for good"),
            no=self.tr("Keep them"),
            done=self._bin.empty,
        )

    def _warnings(self) -> Sequence[str]:
        return (
            self.tr("The words, earlier versions and recordings are deleted from this computer. It cannot be undone."),
            self.tr(
                "What is on the board stays there. Backups that were made before keep the words until newer "
                "ones take their place."
            ),
        )

    def _on_deleted(self, number: int) -> None:
        announce(self, self.tr("%n learning moment(s) deleted for good", "", number))


class BinRow(QFrame):
    """Enter puts it back, Delete asks to delete it for good; both are buttons too."""

    def __init__(
        self,
        title: str,
        format_: str,
        binned: Binned,
        when: str,
        verbs: tuple[Callable[[], None], Callable[[], None]],
        first: bool,
    ) -> None:
        super().__init__()
        self._put_back, self._delete = verbs
        self.setObjectName("binRow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{title}, {format_}, {when}")
        words = column(label(title, "strong", wrap=True), label(f"{format_} · {when}", "secondary"), gap=0)
        back = Button(self.tr("Put back"), self._put_back, icon="undo", size="compact", name="putBack")
        gone = Button(self.tr("Delete for good"), self._delete, kind="danger", size="compact", name="deleteForGood")
        for button in (back, gone):
            button.setAccessibleDescription(title)
        whole = row(FormatBadge(binned.format), words, gone, back, margin=(4, 3, 4, 3), gap=4)
        whole.setStretch(1, 1)
        self._controls = (self, gone, back)
        self.setLayout(column(whole, gap=0) if first else column(line(), whole, gap=0))

    @property
    def has_focus(self) -> bool:
        return any(control.hasFocus() for control in self._controls)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._put_back()
            case Qt.Key.Key_Delete:
                self._delete()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            case _:
                super().keyPressEvent(event)


def _short(title: str, most: int = 60) -> str:
    return title if len(title) <= most else f"{title[:most].rstrip()}…"
