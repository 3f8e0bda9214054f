"""My learning moments: all of them, as cards or as rows, to search, to narrow down and to open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QMenu, QWidget

from core.draft import ItemId
from core.formats import FORMAT_NAMES, Format
from core.status import Status
from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.models.items import ORDERS, ItemRow, Order, Role, ShownItems
from desktop.presenters.bin import BinPresenter
from desktop.presenters.library import DRAFTS, ON_BOARD, ON_ITS_WAY, LibraryPresenter
from desktop.widgets.bin_page import BinPage
from desktop.widgets.components import (
    Button,
    Chip,
    ChoiceBox,
    EmptyState,
    Flow,
    IconButton,
    SearchField,
    column,
    frame,
    held,
    label,
    row,
)
from desktop.widgets.item_card import CardPainter, RowPainter
from desktop.widgets.items_view import ItemsView
from desktop.widgets.posters import Posters
from desktop.widgets.theme import icon, step
from resources.tokens import pixels

View = Literal["grid", "list"]
_ALL: Final[frozenset[Status]] = frozenset()
_HERE: Final = Qt.ShortcutContext.WidgetShortcut


class LibraryPage(QWidget):
    """`opened` with the id of what to work on, `board_asked` with an address, `view_chosen` with `grid` or `list`.

    `poster` is asked for the picture of a clip when its card is first painted; `show_poster` answers it.
    """

    opened = Signal(str)
    board_asked = Signal(str)
    tip_asked = Signal()
    record_asked = Signal()
    view_chosen = Signal(str)

    def __init__(
        self,
        library: LibraryPresenter,
        bin_: BinPresenter,
        speech: Speech,
        clock: Callable[[], datetime],
        poster: Callable[[ItemRow], None],
        view: View = "grid",
    ) -> None:
        """`clock` gives the present moment in the zone of the person who reads."""
        super().__init__()
        self.setObjectName("page")
        self._library, self._thrown_away, self._speech = library, bin_, speech
        self._shown = ShownItems(library.model)
        self._current: ItemId | None = None
        # Tab follows the order in which controls are made.
        self._head, self._narrowing = self._make_head(), self._make_narrowing()
        self._posters = Posters(poster)
        self._list = ItemsView("items", self.tr("My learning moments"))
        self._cards = CardPainter(self._posters, speech, clock, self._list)
        self._lines = RowPainter(speech, clock, self._list)
        self._list.setModel(self._shown)
        self._nothing, self._not_found = self._make_nothing(), self._make_not_found()
        self._footer = self._make_footer()
        body = row(self._list, margin=(4, 0, 0, 0))
        self._all = held(
            column(
                held(column(self._head, self._narrowing, margin=(5, 5, 5, 2), gap=4)),
                body, self._nothing, self._not_found, self._footer, gap=0,
            )
        )  # fmt: skip
        self._bin_page = BinPage(bin_, library, speech, clock)
        self._bin_page.hide()
        self.setLayout(column(self._all, self._bin_page, gap=0))
        self._show_as(view)
        self._connect()
        self._on_loaded()
        self._on_bin_loaded()

    @property
    def shows_nothing(self) -> bool:
        """Nothing was made yet: the page has its own main action then."""
        return not self._library.model.rows

    def show_poster(self, sha256: str, image: QImage) -> None:
        """The picture that was asked for; a null one where it cannot be made."""
        self._posters.take(sha256, image)
        self._list.viewport().update()

    # What it is made of

    def _make_head(self) -> QWidget:
        self._search = SearchField(self.tr("Search in titles"), name="search")
        self._grid = self._view_button("library", self.tr("As cards"), "grid")
        self._rows = self._view_button("list", self.tr("As a list"), "list")
        self._to_bin = Button(self.tr("Bin"), self.show_bin, kind="flat", icon="trash", name="openBin")
        self._title = label(self.tr("My learning moments"), "title", wrap=False)
        return held(row(self._title, None, self._to_bin, self._search, self._grid, self._rows))

    def _view_button(self, drawing: str, tip: str, view: View) -> IconButton:
        button = IconButton(drawing, tip, lambda: self._choose_view(view), kind="", name=f"{view}View")
        button.setCheckable(True)
        button.setFixedWidth(pixels("control.height.normal"))
        return button

    def _make_narrowing(self) -> QWidget:
        states = {
            "showAll": (self.tr("All"), _ALL),
            "showDrafts": (self.tr("Drafts"), DRAFTS),
            "showOnTheWay": (self.tr("On the way"), ON_ITS_WAY),
            "showOnBoard": (self.tr("On the board"), ON_BOARD),
        }
        self._chips = {Chip(words, name=name): of for name, (words, of) in states.items()}
        group = QButtonGroup(self)
        for chip in self._chips:
            group.addButton(chip)
        next(iter(self._chips)).setChecked(True)
        self._formats = ChoiceBox(self.tr("Format"), name="formatFilter")
        self._formats.addItem(self.tr("All formats"), None)
        for format_, words in FORMAT_NAMES.items():
            self._formats.addItem(self._speech.say(words), format_.value)
        self._orders = ChoiceBox(self.tr("Order"), name="sortOrder")
        names = (self.tr("Newest first"), self.tr("Oldest first"), self.tr("By title"))
        for order, name in zip(ORDERS, names, strict=True):
            self._orders.addItem(name, order)
        group.buttonClicked.connect(lambda _: self._narrow())
        chips = held(Flow(*self._chips))
        narrowing = row(chips, self._formats, self._orders)
        narrowing.setStretch(0, 1)
        narrowing.setAlignment(chips, Qt.AlignmentFlag.AlignVCenter)
        return held(narrowing)

    def _make_footer(self) -> QWidget:
        words = self.tr("Show on the board")
        self._bin = Button(self.tr("Discard"), self._discard_chosen, kind="danger", icon="trash", name="discardItem")
        self._board = Button(words, self._show_chosen, kind="flat", icon="external", name="showItem")
        self._open = Button(self.tr("Open"), self._open_chosen, icon="pen", name="openItem")
        return frame("footer", row(self._bin, None, self._board, self._open, margin=(5, 3, 5, 3)))

    def _make_nothing(self) -> QWidget:
        return EmptyState(
            self.tr("What did you explain to somebody today?"),
            self.tr("Pass it on before you forget it. A tip takes a minute and is visible only when you want it."),
            Button(
                self.tr("Write your first tip"), self.tip_asked.emit, kind="primary", icon="tip", size="large",
                name="firstTip",
            ),
            Button(
                self.tr("Record something"), self.record_asked.emit, icon="record", size="large", name="firstRecord"
            ),
        )  # fmt: skip

    def _make_not_found(self) -> QWidget:
        return EmptyState(
            self.tr("Nothing of this is here"),
            self.tr("Vonk looks in the titles, within the states and the format you chose above."),
            Button(self.tr("Show everything again"), self.show_everything, icon="refresh", name="showEverything"),
            icon="search",
        )

    def _connect(self) -> None:
        self._search.textChanged.connect(self._on_typed)
        self._formats.currentIndexChanged.connect(lambda _: self._narrow())
        self._orders.currentIndexChanged.connect(lambda _: self._shown.in_order(self._order()))
        self._library.loaded.connect(self._on_loaded)
        self._thrown_away.loaded.connect(self._on_bin_loaded)
        self._bin_page.closed.connect(self.show_list)
        self._shown.renewed.connect(self._on_shown)
        self._list.activated.connect(self._open_at)
        self._list.selectionModel().currentChanged.connect(self._on_chosen)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._offer_menu)
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self._list, self._discard_chosen, context=_HERE)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._focus_search)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # What is shown

    def show_everything(self) -> None:
        """No search, all states, all formats."""
        self._search.clear()
        next(iter(self._chips)).setChecked(True)
        self._formats.setCurrentIndex(0)
        self._narrow()
        self._list.setFocus()

    def show_bin(self) -> None:
        """What was thrown away, in the place of the list."""
        self._thrown_away.reload()
        self._all.hide()
        self._bin_page.show()
        self._bin_page.focus_first()

    def show_list(self) -> None:
        """The list again, where the bin was shown."""
        if self._all.isHidden():
            self._bin_page.hide()
            self._all.show()
            (self._nothing if self.shows_nothing else self._list).setFocus()

    def _choose_view(self, view: View) -> None:
        self._show_as(view)
        self.view_chosen.emit(view)

    def _show_as(self, view: View) -> None:
        self._grid.setChecked(view == "grid")
        self._rows.setChecked(view == "list")
        if view == "grid":
            self._list.show_cards(self._cards)
        else:
            self._list.show_rows(self._lines)

    def _on_typed(self, text: str) -> None:
        self._shown.look_for(text)
        announce(self, self.tr("%n learning moment found", "", self._shown.rowCount()))

    def _narrow(self) -> None:
        states = next(of for chip, of in self._chips.items() if chip.isChecked())
        chosen = self._formats.currentData()
        self._shown.only(states, Format(chosen) if chosen else None)

    def _order(self) -> Order:
        order: Order = self._orders.currentData()
        return order

    def _on_loaded(self) -> None:
        for chip, states in self._chips.items():
            chip.tell_count(self._library.count(states) if states else len(self._library.model.rows))
        self._on_shown()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_search()

    def _fit_search(self) -> None:
        """The words beside it are whole; the field has what is left, within bounds."""
        beside = (self._title, self._to_bin, self._grid, self._rows)
        room = self.width() - 2 * step(5) - 5 * step(2) - sum(part.sizeHint().width() for part in beside)
        least, most = pixels("component.field.choice"), pixels("component.field.search")
        self._search.setFixedWidth(max(least, min(room, most)))

    def _on_bin_loaded(self) -> None:
        number = len(self._thrown_away.rows)
        self._to_bin.say(self.tr("Bin ({number})").format(number=number) if number else self.tr("Bin"))
        self._fit_search()
        self._head.setVisible(not self.shows_nothing or bool(self._thrown_away.rows))

    def _on_shown(self) -> None:
        """Show the list or why there is none, with the same item chosen as before where it is still there."""
        some, nothing = self._shown.rowCount() > 0, self.shows_nothing
        typing = self._search.hasFocus()
        self._list.setVisible(some)
        self._footer.setVisible(some)
        self._nothing.setVisible(nothing)
        self._not_found.setVisible(not some and not nothing)
        for part in (self._search, self._grid, self._rows, self._narrowing):
            part.setVisible(not nothing)
        self._head.setVisible(not nothing or bool(self._thrown_away.rows))
        if typing:
            self._search.setFocus()
        if some and not self._list.currentIndex().isValid():
            at = self._shown.at(self._current) if self._current else -1
            self._list.setCurrentIndex(self._shown.index(max(0, at)))
        self._on_chosen()

    # What one does with it

    def _chosen(self) -> ItemRow | None:
        index = self._list.currentIndex()
        return index.data(Role.ITEM) if index.isValid() else None

    def _open_at(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(Role.ITEM).id)

    def _open_chosen(self) -> None:
        if (item := self._chosen()) is not None:
            self.opened.emit(item.id)

    def _show_chosen(self) -> None:
        if (item := self._chosen()) is not None and item.board_url:
            self.board_asked.emit(item.board_url)

    def _discard_chosen(self) -> None:
        if (item := self._chosen()) is not None:
            self._library.discard(item.id, item.title)

    def _on_chosen(self, *_: QModelIndex) -> None:
        item = self._chosen()
        if item is not None:
            self._current = item.id
        self._board.setVisible(item is not None and item.board_url is not None)

    def _focus_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _offer_menu(self, place: QPoint) -> None:
        item = self._chosen()
        if item is not None:
            menu = self.menu_for(item)
            menu.exec(self._list.viewport().mapToGlobal(place))
            menu.deleteLater()

    def menu_for(self, item: ItemRow) -> QMenu:
        """What can be done with this item, as a menu."""
        menu = QMenu(self._list)
        menu.addAction(icon("pen"), self.tr("Open"), self._open_chosen)
        if item.board_url:
            menu.addAction(icon("external"), self.tr("Show on the board"), self._show_chosen)
        menu.addSeparator()
        menu.addAction(icon("trash", "danger.text"), self.tr("Discard"), self._discard_chosen)
        return menu
