"""Backups as the person meets them: which there are, making one now, and going back to one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from core.errors import AppError
from desktop.tasks import TaskRunner


class Backup(Protocol):
    """`drafts` is how many learning moments it holds; None where the file cannot be read."""

    @property
    def made_at(self) -> datetime: ...
    @property
    def drafts(self) -> int | None: ...


class Back(Protocol):
    """`undo` is the moment of the backup of how it was before."""

    @property
    def to(self) -> datetime: ...
    @property
    def undo(self) -> datetime: ...


class BackupStore(Protocol):
    """`drafts.store.Store`, as far as backups are concerned."""

    def kept_backups(self) -> Sequence[Backup]: ...
    def back_up_now(self) -> datetime: ...
    def go_back(self, moment: datetime) -> Back: ...


class BackupsPresenter(QObject):
    """`changed` when `backups` or `busy` are others; `made` with the moment of a new backup; `leaving` right before
    going back, for those who have something unsaved; `went_back` with the moment that is present again and the one
    that undoes it. What went wrong is `failed`."""

    changed = Signal()
    made = Signal(datetime)
    leaving = Signal()
    went_back = Signal(datetime, datetime)
    failed = Signal(AppError)

    def __init__(self, store: BackupStore, tasks: TaskRunner, parent: QObject | None) -> None:
        super().__init__(parent)
        self._store, self._tasks = store, tasks
        self._backups: tuple[Backup, ...] = ()
        self._busy = False

    @property
    def backups(self) -> tuple[Backup, ...]:
        """Newest first."""
        return self._backups

    @property
    def busy(self) -> bool:
        return self._busy

    @Slot()
    def load(self) -> None:
        self._tasks.run(self._store.kept_backups, self._on_loaded)

    def back_up(self) -> None:
        if not self._busy:
            self._begin()
            self._tasks.run(self._store.back_up_now, self._on_made, self._on_failed)

    def go_back(self, moment: datetime) -> None:
        """Only after the person was asked."""
        if not self._busy:
            self.leaving.emit()
            self._begin()
            self._tasks.run(lambda: self._store.go_back(moment), self._on_back, self._on_failed)

    def _begin(self) -> None:
        self._busy = True
        self.changed.emit()

    def _end(self) -> None:
        self._busy = False
        self.load()

    def _on_loaded(self, found: Sequence[Backup]) -> None:
        self._backups = tuple(found)
        self.changed.emit()

    def _on_made(self, moment: datetime) -> None:
        self._end()
        self.made.emit(moment)

    def _on_back(self, back: Back) -> None:
        self._end()
        self.went_back.emit(back.to, back.undo)

    def _on_failed(self, error: AppError) -> None:
        self._end()
        self.changed.emit()
        self.failed.emit(error)
