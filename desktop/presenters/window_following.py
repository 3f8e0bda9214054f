"""Where the window that is recorded is, while it is moved about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from capture.requests import Region
from desktop.tasks import TaskRunner

_LOOK_EVERY_MS: Final = 100


class Track(Protocol):
    """One window. Each takes its time."""

    def now(self) -> Region | None:
        """Where it is; None where it is not seen."""

    def close(self) -> None: ...


class WindowFollowing(QObject):
    """`moved` with the new place in physical pixels, from `start` until `stop`."""

    moved = Signal(Region)

    def __init__(self, track: Callable[[str], Track], tasks: TaskRunner, parent: QObject | None) -> None:
        """`track` is given the title; it is called on the lane, as what it gives."""
        super().__init__(parent)
        self._make_track, self._tasks = track, tasks
        self._track: Track | None = None
        self._place: Region | None = None
        self._asked = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._on_look)

    def start(self, title: str, place: Region) -> None:
        self.stop()
        self._place = place
        self._asked = True
        self._look.start()
        self._tasks.run(lambda: self._make_track(title), self._on_track, lambda _: self.stop())

    def stop(self) -> None:
        self._look.stop()
        self._place = None
        self._asked = False
        track, self._track = self._track, None
        if track is not None:
            self._tasks.run(track.close)

    def _on_track(self, track: Track) -> None:
        self._asked = False
        if self._look.isActive():
            self._track = track
        else:
            self._tasks.run(track.close)

    @Slot()
    def _on_look(self) -> None:
        if self._track is not None and not self._asked:
            self._asked = True
            self._tasks.run(self._track.now, self._on_place)

    def _on_place(self, place: Region | None) -> None:
        self._asked = False
        if self._track is not None and place is not None and place != self._place:
            self._place = place
            self.moved.emit(place)
