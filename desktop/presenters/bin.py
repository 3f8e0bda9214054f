"""The bin: what was thrown away, when it goes, and deleting it for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from core.draft import ItemId
from core.formats import Format
from desktop.tasks import TaskRunner


class Binned(Protocol):
    """One draft that lies in the bin until `goes_at`."""

    @property
    def id(self) -> ItemId: ...
    @property
    def format(self) -> Format: ...
    @property
    def title(self) -> str: ...
    @property
    def binned_at(self) -> datetime: ...
    @property
    def goes_at(self) -> datetime: ...


class BinStore(Protocol):
    """`drafts.store.Store`, as far as the bin uses it."""

    def bin(self) -> Sequence[Binned]: ...
    def delete_for_good(self, item_id: ItemId) -> object: ...
    def empty_bin(self) -> int: ...


class BinPresenter(QObject):
    """`loaded` after each look; `deleted` with how many are gone for good. Putting back is the library's undo."""

    loaded = Signal()
    deleted = Signal(int)

    def __init__(self, store: BinStore, tasks: TaskRunner, parent: QObject | None) -> None:
        super().__init__(parent)
        self._store, self._tasks = store, tasks
        self._rows: tuple[Binned, ...] = ()

    @property
    def rows(self) -> tuple[Binned, ...]:
        """Last thrown away first."""
        return self._rows

    @Slot()
    def reload(self) -> None:
        self._tasks.run(self._store.bin, self._on_loaded)

    def delete_for_good(self, item_id: ItemId) -> None:
        """Only after the person was asked. Why it may not be is told as the lane's trouble."""
        self._tasks.run(lambda: self._store.delete_for_good(item_id), lambda _: self._on_deleted(1))

    def empty(self) -> None:
        """All of it, but for what the hub must first be told of. Only after the person was asked."""
        self._tasks.run(self._store.empty_bin, self._on_deleted)

    def _on_deleted(self, number: int) -> None:
        self.reload()
        self.deleted.emit(number)

    def _on_loaded(self, rows: Sequence[Binned]) -> None:
        self._rows = tuple(rows)
        self.loaded.emit()
