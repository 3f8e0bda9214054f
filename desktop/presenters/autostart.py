"""Whether Vonk starts when its person signs in, as it stands on the system now."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from core.errors import AppError
from core.language import Bilingual
from desktop.tasks import TaskRunner


class Autostart(Protocol):
    """Called off the GUI thread, but for `why_not`: why this system has none; empty where it has."""

    @property
    def why_not(self) -> Bilingual: ...
    def is_on(self) -> bool: ...
    def switch(self, on: bool) -> None: ...


class AutostartPresenter(QObject):
    """`on` is what was read last; `changed` after every look. What could not be changed goes to the lane's trouble."""

    changed = Signal()

    def __init__(self, autostart: Autostart, tasks: TaskRunner, parent: QObject | None) -> None:
        super().__init__(parent)
        self._autostart, self._tasks = autostart, tasks
        self.on = False

    @property
    def why_not(self) -> Bilingual:
        return self._autostart.why_not

    def load(self) -> None:
        self._tasks.run(self._autostart.is_on, self._on_known)

    def switch(self, on: bool) -> None:
        self._tasks.run(lambda: self._autostart.switch(on), lambda _: self.load(), self._on_refused)

    def _on_known(self, on: bool) -> None:
        self.on = on
        self.changed.emit()

    def _on_refused(self, error: AppError) -> None:
        self.load()
        self._tasks.trouble.emit(error)
