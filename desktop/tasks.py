"""Work that must not hold up the windows: done on a thread of its own, answered on the thread of the windows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from core.errors import AppError

Result = TypeVar("Result")


class TaskRunner(QObject):
    """One lane of work. With one thread, tasks are done in the order they were given, one after another.

    `then` and `failed` are called on the thread this object lives on. An AppError goes to `failed`, or where that
    is missing to the signal `trouble`. Any other exception is raised again there, for the crash hook to see.
    """

    trouble = Signal(object)
    idle = Signal()
    _ended = Signal(object, object, object)

    def __init__(self, name: str, threads: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._running = 0
        self._open = True
        # Queued even where a task was done before its callback was set: answers keep the order of the tasks.
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._running > 0

    def run(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
    ) -> None:
        """Give the lane a task. After `close` it is passed over: nobody is left to hear the answer."""
        if not self._open:
            return
        self._running += 1
        future = self._pool.submit(work)
        future.add_done_callback(lambda done: self._tell(done, then, failed))

    def close(self) -> None:
        """Wait until what was given is done; answers that come after this are dropped."""
        self._open = False
        self._pool.shutdown(wait=True)

    def abandon(self) -> None:
        """Give up what has not begun, and wait for nothing: for work that the next start does again."""
        self._open = False
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _tell(self, done: Future[Any], then: object, failed: object) -> None:
        if self._open:
            self._ended.emit(done, then, failed)

    @Slot(object, object, object)
    def _on_ended(
        self,
        done: Future[Any],
        then: Callable[[Any], None] | None,
        failed: Callable[[AppError], None] | None,
    ) -> None:
        self._running -= 1
        if not self._running:
            self.idle.emit()
        try:
            result = done.result()
        except AppError as error:
            if failed is not None:
                failed(error)
            else:
                self.trouble.emit(error)
            return
        if then is not None:
            then(result)
