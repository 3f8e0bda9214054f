"""A row that goes on below where it does not fit: for chips and segments, whose words never wrap."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop.widgets.theme import step


class Flow(QLayout):
    """Left to right, then the next line; every part keeps the size it asks for. `gap` is a step of the scale."""

    def __init__(self, *parts: QWidget, gap: int = 2) -> None:
        super().__init__()
        self._entries: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(step(gap))
        for part in parts:
            self.addWidget(part)

    def addItem(self, entry: QLayoutItem) -> None:
        self._entries.append(entry)

    def count(self) -> int:
        return len(self._entries)

    def itemAt(self, at: int) -> QLayoutItem | None:
        return self._entries[at] if 0 <= at < len(self._entries) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        return self._entries.pop(at) if 0 <= at < len(self._entries) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, place: QRect) -> None:
        super().setGeometry(place)
        self._lay(place, place=True)

    def sizeHint(self) -> QSize:
        shown = [entry.sizeHint() for entry in self._shown()]
        wide = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(wide, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        shown = [entry.sizeHint() for entry in self._shown()]
        return QSize(
            max((size.width() for size in shown), default=0), max((size.height() for size in shown), default=0)
        )

    def _shown(self) -> list[QLayoutItem]:
        return [entry for entry in self._entries if not entry.isEmpty()]

    def _lay(self, room: QRect, *, place: bool) -> int:
        """The height that is needed; the parts are placed where `place` says so."""
        left, top, highest = room.left(), room.top(), 0
        for entry in self._shown():
            size = entry.sizeHint()
            if left > room.left() and left + size.width() > room.left() + room.width():
                left, top, highest = room.left(), top + highest + self.spacing(), 0
            if place:
                entry.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self.spacing()
            highest = max(highest, size.height())
        return top + highest - room.top()
