"""When to talk to the hub, and what to say about it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.clock import Clock
from core.errors import AppError
from desktop.tasks import TaskRunner

log = logging.getLogger(__name__)

_AT_MOST_S: Final = 600.0
_AT_LEAST_S: Final = 1.0

Line = Literal["no_hub", "unknown", "online", "offline", "sign_in"]


class Report(Protocol):
    """`sync.engine.SyncReport`, as far as it decides what to say and when to look again."""

    @property
    def offline(self) -> bool: ...
    @property
    def trouble(self) -> AppError | None: ...
    @property
    def next_wake(self) -> datetime | None: ...


Pass = Callable[[], Report | None]
"""One pass over the outbox and the feed; None without a hub. Runs off the GUI thread."""


class SyncingPresenter(QObject):
    """Sleeps unless there is a reason: `wake` (something was submitted, the network came back, the person asks),
    and the moment the engine named: soon while something waits or is in review, else every ten minutes."""

    passed = Signal()
    line_changed = Signal(str)

    def __init__(self, one_pass: Pass, clock: Clock, tasks: TaskRunner, parent: QObject | None) -> None:
        super().__init__(parent)
        self._one_pass, self._clock, self._tasks = one_pass, clock, tasks
        self._line: Line = "unknown"
        self._since: datetime | None = None
        self._running = self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.wake)

    @property
    def line(self) -> Line:
        return self._line

    @property
    def since(self) -> datetime | None:
        """When the line became as it is, in UTC; None as long as nobody looked."""
        return self._since

    @Slot()
    def wake(self) -> None:
        """A pass now, or right after the one that is going on."""
        self._timer.stop()
        if self._running:
            self._again = True
            return
        self._running, self._again = True, False
        self._tasks.run(self._one_pass, self._on_passed, self._on_failed)

    def _on_passed(self, report: Report | None) -> None:
        self._running = False
        if report is None:
            self._become("no_hub")
        else:
            self._become(_line_of(report))
            if report.next_wake is not None:
                wait_s = (report.next_wake - self._clock()).total_seconds()
                self._timer.start(round(min(max(wait_s, _AT_LEAST_S), _AT_MOST_S) * 1000))
        self.passed.emit()
        if self._again:
            self.wake()

    def _on_failed(self, error: AppError) -> None:
        """The store itself failed; the next reason to look tries again."""
        log.warning("sync stopped: %s", type(error).__name__)
        self._running = False
        self.passed.emit()

    def _become(self, line: Line) -> None:
        if line != self._line:
            self._line, self._since = line, self._clock()
            self.line_changed.emit(line)


def _line_of(report: Report) -> Line:
    if report.offline:
        return "offline"
    return "online" if report.trouble is None else "sign_in"
