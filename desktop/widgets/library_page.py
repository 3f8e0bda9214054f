"""My learning moments, and the outbox: the same list, of other states."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QDate, QDateTime, QLocale, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.draft import ItemId
from core.formats import FORMAT_NAMES, Format
from core.status import STATUS_WORDS, Status
from desktop.i18n import Speech
from desktop.models.items import ItemRow, ItemsFilter, Role
from desktop.presenters.library import ON_ITS_WAY, LibraryPresenter
from desktop.widgets.components import Banner, Button, Icon, column, label, row
from desktop.widgets.looks import FORMAT_ICONS, STATUS_LOOKS
from desktop.widgets.theme import font_of, picture, theme_now

_ROW: Final = 68


class LibraryPage(QWidget):
    """`opened` with the id of what to work on, `board_asked` with an address."""

    opened = Signal(str)
    board_asked = Signal(str)
    tip_asked = Signal()
    record_asked = Signal()
    sync_asked = Signal()

    def __init__(self, library: LibraryPresenter, speech: Speech, *, outbox: bool) -> None:
        super().__init__()
        self.setObjectName("page")
        self._library, self._speech, self._outbox = library, speech, outbox
        self._filter = ItemsFilter(library.model)
        if outbox:
            self._filter.only(ON_ITS_WAY)
        self._list = self._make_list()
        self._search = QLineEdit()
        self._search.setObjectName("search")
        self._search.setPlaceholderText(self.tr("Search in titles"))
        self._search.setAccessibleName(self.tr("Search in titles"))
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(320)
        self._search.textChanged.connect(self._filter.look_for)
        self._try_now = Button(self.tr("Try now"), self.sync_asked.emit, icon="refresh", name="tryNow")
        self._state = QVBoxLayout()
        self._nothing = self._make_nothing()
        self._open = Button(self.tr("Open"), self._open_chosen, icon="pen", name="openItem")
        self._board = Button(
            self.tr("Show on the board"), self._show_chosen, kind="flat", icon="external", name="showItem"
        )
        self._bin = Button(self.tr("Discard"), self._discard_chosen, kind="danger", icon="trash", name="discardItem")
        self._footer = QWidget()
        self._footer.setLayout(row(self._bin, None, self._board, self._open))
        title = label(self.tr("Outbox") if outbox else self.tr("My learning moments"), "title")
        head = row(title, None, self._try_now if outbox else self._search)
        head.setStretch(0, 1)
        self.setLayout(column(head, self._state, self._list, self._nothing, self._footer, margin=5, gap=4))
        self.layout().setStretch(2, 1)  # type: ignore[union-attr]
        library.loaded.connect(self._on_loaded)
        self._filter.modelReset.connect(self._on_loaded)
        self._filter.rowsInserted.connect(self._on_loaded)
        self._filter.rowsRemoved.connect(self._on_loaded)
        self._list.selectionModel().currentChanged.connect(lambda *_: self._on_chosen())
        self._on_loaded()

    @property
    def shows_nothing(self) -> bool:
        """Nothing was made yet: the page has its own main action then."""
        return not self._outbox and not self._library.model.rows

    def tell_offline(self, title: str, hint: str) -> None:
        """Say above the list why things wait; empty words take it away."""
        while (entry := self._state.takeAt(0)) is not None:
            if (old := entry.widget()) is not None:
                old.hide()
                old.deleteLater()
        if title:
            self._state.addWidget(Banner("neutral", title, hint, name="offline"))

    def _make_list(self) -> QListView:
        shown = QListView()
        shown.setObjectName("outboxItems" if self._outbox else "items")
        shown.setAccessibleName(self.tr("Outbox") if self._outbox else self.tr("My learning moments"))
        shown.setModel(self._filter)
        shown.setItemDelegate(_RowPainter(self._speech, shown))
        shown.setUniformItemSizes(True)
        shown.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        shown.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        shown.setMouseTracking(True)
        shown.activated.connect(lambda index: self._open_at(index))
        QShortcut(QKeySequence(Qt.Key.Key_Delete), shown, self._discard_chosen, context=_HERE)
        return shown

    def _make_nothing(self) -> QWidget:
        nothing = QWidget()
        mark = Icon("mark-color", size=96)
        if self._outbox:
            words = column(None, label(self.tr("Nothing waits. Everything is where it should be."), "secondary"), None)
            words.itemAt(1).setAlignment(Qt.AlignmentFlag.AlignCenter)  # type: ignore[union-attr]
            nothing.setLayout(words)
            return nothing
        title = label(self.tr("What did you explain to somebody today?"), "title")
        below = label(
            self.tr("Pass it on before you forget it. A tip takes a minute and is visible only when you want it."),
            "secondary",
        )
        for text in (title, below):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        below.setFixedWidth(440)
        below.setMinimumHeight(below.heightForWidth(440))
        buttons = row(
            None,
            Button(self.tr("Write your first tip"), self.tip_asked.emit, kind="primary", icon="tip", name="firstTip"),
            Button(self.tr("Record something"), self.record_asked.emit, icon="record", name="firstRecord"),
            None,
        )
        box = column(None, mark, title, below, 2, buttons, None, gap=3)
        for part in (mark, below):
            box.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)
        nothing.setLayout(box)
        return nothing

    def _chosen(self) -> ItemRow | None:
        index = self._list.currentIndex()
        return index.data(Role.ITEM) if index.isValid() else None

    def _open_at(self, index: QModelIndex) -> None:
        item: ItemRow = index.data(Role.ITEM)
        self.opened.emit(item.id)

    def _open_chosen(self) -> None:
        if (item := self._chosen()) is not None:
            self.opened.emit(item.id)

    def _show_chosen(self) -> None:
        if (item := self._chosen()) is not None and item.board_url:
            self.board_asked.emit(item.board_url)

    def _discard_chosen(self) -> None:
        if (item := self._chosen()) is not None:
            self._library.discard(ItemId(item.id), item.title)

    def _on_loaded(self) -> None:
        some = self._filter.rowCount() > 0
        self._list.setVisible(some or bool(self._search.text()))
        self._footer.setVisible(some)
        self._nothing.setVisible(not some and not self._search.text())
        self._search.setVisible(bool(self._library.model.rows))
        if some and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._filter.index(0, 0))
        self._on_chosen()

    def _on_chosen(self) -> None:
        item = self._chosen()
        self._board.setVisible(item is not None and item.board_url is not None)
        self._bin.setVisible(not self._outbox)


_HERE: Final = Qt.ShortcutContext.WidgetShortcut


class _RowPainter(QStyledItemDelegate):
    """Format, title, when, and the state as an icon with its word."""

    def __init__(self, speech: Speech, parent: QWidget) -> None:
        super().__init__(parent)
        self._speech = speech

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item: ItemRow = index.data(Role.ITEM)
        theme = theme_now()
        box: QRect = option.rect.adjusted(2, 3, -2, -3)
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setBrush(QColor(theme.color("bg.selected" if selected else "bg.hover" if hovered else "bg.surface")))
        painter.setPen(QColor(theme.color("accent.edge" if selected else "line.subtle")))
        painter.drawRoundedRect(box, 12, 12)
        self._paint_format(painter, box, item.format)
        tag_left = self._paint_state(painter, box, item.status)
        self._paint_words(painter, QRect(box.left() + 60, box.top() + 10, tag_left - box.left() - 76, 42), item)
        painter.restore()

    def _paint_format(self, painter: QPainter, box: QRect, format_: Format) -> None:
        theme = theme_now()
        square = QRect(box.left() + 12, box.center().y() - 17, 36, 36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.color(f"format.{format_.value}.soft")))
        painter.drawRoundedRect(square, 8, 8)
        ink, ratio = theme.color(f"format.{format_.value}.text"), painter.device().devicePixelRatio()
        painter.drawPixmap(square.adjusted(8, 8, -8, -8), picture(FORMAT_ICONS[format_], ink, 20, ratio))

    def _paint_state(self, painter: QPainter, box: QRect, status: Status) -> int:
        theme, (meaning, drawing) = theme_now(), STATUS_LOOKS[status]
        word = self._speech.say(STATUS_WORDS[status])
        neutral = meaning == "neutral"
        soft = theme.color("bg.sunken" if neutral else f"{meaning}.soft")
        ink = theme.color("text.secondary" if neutral else f"{meaning}.text")
        painter.setFont(font_of("caption"))
        width = painter.fontMetrics().horizontalAdvance(word) + 38
        tag = QRect(box.right() - width - 16, box.center().y() - 11, width, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft))
        painter.drawRoundedRect(tag, 6, 6)
        place = QRect(tag.left() + 8, tag.top() + 5, 14, 14)
        painter.drawPixmap(place, picture(drawing, ink, 14, painter.device().devicePixelRatio()))
        painter.setPen(QColor(ink))
        painter.drawText(tag.adjusted(28, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)
        return tag.left()

    def _paint_words(self, painter: QPainter, place: QRect, item: ItemRow) -> None:
        theme = theme_now()
        painter.setFont(font_of("label"))
        painter.setPen(QColor(theme.color("text.primary")))
        title = painter.fontMetrics().elidedText(item.title, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(font_of("small"))
        painter.setPen(QColor(theme.color("text.tertiary")))
        below = " · ".join(
            part for part in (self._speech.say(FORMAT_NAMES[item.format]), self._when(item), item.note) if part
        )
        below = painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, below)

    def _when(self, item: ItemRow) -> str:
        return day_words(item.changed_at, self._speech.locale, self.tr("today"), self.tr("yesterday"))


def day_words(moment: datetime, locale: QLocale, today: str, yesterday: str) -> str:
    """*today 14:32*, *yesterday 9:05*, else the date."""
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    time = locale.toString(local.time(), "H:mm")
    days = local.date().daysTo(QDate.currentDate())
    if days == 0:
        return f"{today} {time}"
    return f"{yesterday} {time}" if days == 1 else locale.toString(local.date(), "d MMM yyyy")
