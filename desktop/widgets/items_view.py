"""The view of the library: cards in as many columns as fit, or rows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop.widgets.components import OWN_FOCUS
from desktop.widgets.item_card import KEYBOARD, CardPainter, RowPainter

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class ItemsView(QListView):
    """Fills its width with columns of equal cards. The focus shows on the current item, while keys are used."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty(OWN_FOCUS, True)
        self.setProperty(KEYBOARD, False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)

    def show_cards(self, painter: CardPainter) -> None:
        # List mode that flows and wraps looks like icon mode and lays out ten thousand cards in a tenth of the time.
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setItemDelegate(painter)
        self._fit()

    def show_rows(self, painter: RowPainter) -> None:
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setItemDelegate(painter)
        self.setGridSize(QSize())
        self._keep_current_in_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._use_keyboard(True)
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._use_keyboard(False)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in _BY_KEYBOARD:
            self._use_keyboard(True)
        super().focusInEvent(event)

    def _fit(self) -> None:
        painter = self.itemDelegate()
        if isinstance(painter, CardPainter) and (cell := painter.fit(self.width())) != self.gridSize():
            self.setGridSize(cell)
            self.verticalScrollBar().setSingleStep(cell.height() // 4)
            self._keep_current_in_view()

    def _keep_current_in_view(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _use_keyboard(self, on: bool) -> None:
        if on != self.property(KEYBOARD):
            self.setProperty(KEYBOARD, on)
            self.viewport().update()
