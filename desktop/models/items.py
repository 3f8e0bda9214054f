"""The list of learning moments, for views and for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from core.draft import ItemId
from core.formats import Format
from core.status import Status

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    ITEM = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class ItemRow:
    """`title` is what to show, never empty. `note` says why something waits or asks for attention."""

    id: ItemId
    format: Format
    title: str
    status: Status
    changed_at: datetime
    board_url: str | None = None
    note: str = ""


class ItemsModel(QAbstractListModel):
    """Rows newest first. `describe` says a row in one sentence, for screen readers."""

    def __init__(self, describe: Callable[[ItemRow], str]) -> None:
        super().__init__()
        self._describe = describe
        self._rows: tuple[ItemRow, ...] = ()

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        return self._rows

    def show(self, rows: Sequence[ItemRow]) -> None:
        """Take the new rows. Where only some rows changed, the others keep their selection."""
        new = tuple(rows)
        if [row.id for row in new] == [row.id for row in self._rows]:
            changed = [at for at, (old, row) in enumerate(zip(self._rows, new, strict=True)) if old != row]
            self._rows = new
            for at in changed:
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._describe(row)
            case Role.ITEM:
                return row
        return None


class ItemsFilter(QSortFilterProxyModel):
    """The rows whose title holds every word that was typed, of the states asked for (none means all)."""

    def __init__(self, model: ItemsModel) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self._states: frozenset[Status] = frozenset()
        self.setSourceModel(model)

    def look_for(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def only(self, states: frozenset[Status]) -> None:
        self._states = states
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:  # noqa: N802 - Qt's own signature
        row: ItemRow = self.sourceModel().index(source_row, 0, source_parent).data(Role.ITEM)
        if self._states and row.status not in self._states:
            return False
        title = row.title.casefold()
        return all(word in title for word in self._words)
