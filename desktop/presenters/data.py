"""All data of the person, as they meet it: out, and an export in, with how far it is and a way to stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Literal, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from core.errors import AppError
from desktop.tasks import TaskRunner

Doing = Literal["", "export", "import"]


class Out(Protocol):
    """What an export came to. `missing`: media that are no longer whole on this computer."""

    @property
    def path(self) -> Path: ...
    @property
    def drafts(self) -> int: ...
    @property
    def in_bin(self) -> int: ...
    @property
    def missing(self) -> int: ...
    @property
    def size(self) -> int: ...


class In(Protocol):
    """What became of an export that was taken in; the words stand with `drafts.importing.Imported`."""

    @property
    def made(self) -> int: ...
    @property
    def same(self) -> int: ...
    @property
    def newer(self) -> int: ...
    @property
    def two_versions(self) -> int: ...
    @property
    def earlier(self) -> int: ...
    @property
    def unasked(self) -> int: ...


class DataDoor(Protocol):
    """`told` hears how many bytes of how many are done; once `stopped` says so it ends, with the AppError for it."""

    def export(self, path: Path, told: Callable[[int, int], None], stopped: Callable[[], bool]) -> Out: ...
    def import_(self, path: Path, told: Callable[[int, int], None], stopped: Callable[[], bool]) -> In: ...


class DataPresenter(QObject):
    """One at a time. `changed` when `doing` or `percent` are others; `exported`, `imported` with what came of it;
    `failed` with what went wrong, and `stopped` where the person wanted that, with what is so now."""

    changed = Signal()
    exported = Signal(object)
    imported = Signal(object)
    stopped = Signal(AppError)
    failed = Signal(AppError)
    _passed = Signal(int)

    def __init__(self, door: DataDoor, tasks: TaskRunner, parent: QObject | None) -> None:
        """`tasks` is a lane of its own: an export of many recordings takes minutes."""
        super().__init__(parent)
        self._door, self._tasks = door, tasks
        self._doing: Doing = ""
        self._percent = 0
        self._stop = Event()
        # From the lane to the thread of the windows.
        self._passed.connect(self._on_passed, Qt.ConnectionType.QueuedConnection)

    @property
    def doing(self) -> Doing:
        return self._doing

    @property
    def percent(self) -> int:
        return self._percent

    def export(self, path: Path) -> None:
        if not self._doing:
            told, stop = self._begin("export")
            self._tasks.run(lambda: self._door.export(path, told, stop), self._on_exported, self._on_failed)

    def import_(self, path: Path) -> None:
        if not self._doing:
            told, stop = self._begin("import")
            self._tasks.run(lambda: self._door.import_(path, told, stop), self._on_imported, self._on_failed)

    @Slot()
    def stop(self) -> None:
        """As soon as it can; also right before the program ends."""
        self._stop.set()

    def _begin(self, doing: Doing) -> tuple[Callable[[int, int], None], Callable[[], bool]]:
        self._doing, self._percent = doing, 0
        self._stop = stop = Event()
        self.changed.emit()
        last = -1

        def told(done: int, total: int) -> None:
            nonlocal last
            percent = done * 100 // total if total else 100
            if percent != last:
                last = percent
                self._passed.emit(percent)

        return told, stop.is_set

    @Slot(int)
    def _on_passed(self, percent: int) -> None:
        if self._doing:
            self._percent = percent
            self.changed.emit()

    def _end(self) -> None:
        self._doing, self._percent = "", 0
        self.changed.emit()

    def _on_exported(self, done: Out) -> None:
        self._end()
        self.exported.emit(done)

    def _on_imported(self, done: In) -> None:
        self._end()
        self.imported.emit(done)

    def _on_failed(self, error: AppError) -> None:
        self._end()
        (self.stopped if self._stop.is_set() else self.failed).emit(error)
