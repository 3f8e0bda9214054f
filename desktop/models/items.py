"""The list of learning moments, for views and for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Final, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from core.draft import ItemId
from core.formats import Format
from core.status import Status

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    ITEM = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class ItemRow:
    """`title` is what to show, never empty. `note` says why nothing is sent until the person acts, and is empty for
    all else; `said` is what the reviewer asked. `excerpt` is how the text begins, a line a part. `poster` names the
    clip to show a picture of; `sent` of `total` bytes have reached the hub (0 of 0: none on its way), at `rate` bytes
    a second (0: not known)."""

    id: ItemId
    format: Format
    title: str
    status: Status
    changed_at: datetime
    board_url: str | None = None
    note: str = ""
    excerpt: str = ""
    poster: str = ""
    duration_s: float = 0.0
    submitted_at: datetime | None = None
    said: str = ""
    sent: int = 0
    total: int = 0
    rate: int = 0


class ItemsModel(QAbstractListModel):
    """Rows newest first. `describe` says a row in one sentence, for screen readers. `renewed` after each `show`."""

    renewed = Signal()

    def __init__(self, describe: Callable[[ItemRow], str]) -> None:
        super().__init__()
        self._describe = describe
        self._rows: tuple[ItemRow, ...] = ()

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        return self._rows

    @property
    def describe(self) -> Callable[[ItemRow], str]:
        return self._describe

    def show(self, rows: Sequence[ItemRow]) -> None:
        """Take the new rows. Where only some rows changed, the others keep their selection."""
        self._take(tuple(rows))
        self.renewed.emit()

    def _take(self, new: tuple[ItemRow, ...]) -> None:
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
            case Qt.ItemDataRole.ToolTipRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._describe(row)
            case Role.ITEM:
                return row
        return None


Order = Literal["newest", "oldest", "title"]
ORDERS: Final[tuple[Order, ...]] = ("newest", "oldest", "title")


class ShownItems(ItemsModel):
    """Those rows of another model that are asked for, in the order asked for.

    It looks through all rows in one go, in Python: a proxy that is asked about each row alone takes ten times as long.
    """

    def __init__(self, source: ItemsModel) -> None:
        super().__init__(source.describe)
        self._source = source
        self._words: tuple[str, ...] = ()
        self._states: frozenset[Status] = frozenset()
        self._format: Format | None = None
        self._order: Order = "newest"
        self._sorted: tuple[tuple[str, ItemRow], ...] = ()
        source.renewed.connect(self._on_renewed)
        self._on_renewed()

    @property
    def narrowed(self) -> bool:
        """Whether some rows are left out on request."""
        return bool(self._words or self._states or self._format)

    def look_for(self, text: str) -> None:
        """Titles that hold every word, in any order and case."""
        self._words = tuple(text.casefold().split())
        self._choose()

    def only(self, states: frozenset[Status], format_: Format | None = None) -> None:
        """These states (none means all) of this format (None means all)."""
        self._states, self._format = states, format_
        self._choose()

    def in_order(self, order: Order) -> None:
        self._order = order
        self._on_renewed()

    def at(self, item_id: ItemId) -> int:
        """The row with this id; -1 where it is not shown."""
        return next((at for at, row in enumerate(self.rows) if row.id == item_id), -1)

    def _on_renewed(self) -> None:
        rows = [(row.title.casefold(), row) for row in self._source.rows]
        if self._order == "oldest":
            rows.reverse()
        elif self._order == "title":
            rows.sort(key=lambda titled: titled[0])
        self._sorted = tuple(rows)
        self._choose()

    def _choose(self) -> None:
        words, states, format_ = self._words, self._states, self._format
        self.show(
            [
                row
                for title, row in self._sorted
                if (not states or row.status in states)
                and (format_ is None or row.format is format_)
                and all(word in title for word in words)
            ]
        )
