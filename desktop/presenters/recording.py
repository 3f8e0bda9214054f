"""From "Record" to a draft: countdown, recording, pause, stop, and what went wrong."""

from __future__ import annotations

import logging
from enum import Enum, auto
from typing import Final, assert_never

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from capture.events import (
    HasPaused,
    HasResumed,
    IsReady,
    Marked,
    Progress,
    RecorderEvent,
    Started,
    TakeDiscarded,
    TakeFailed,
    TakeFinished,
    Warned,
)
from capture.requests import Screen, Target
from core.draft import Draft, NewId
from core.errors import AppError
from desktop.presenters.ports import KeepTake, MakeRecorder, Recorder
from desktop.tasks import TaskRunner

log = logging.getLogger(__name__)


class Phase(Enum):
    IDLE = auto()
    COUNTING_DOWN = auto()
    STARTING = auto()
    """The countdown is over and the first frame is not there yet."""
    RECORDING = auto()
    PAUSED = auto()
    FINISHING = auto()
    KEEPING = auto()
    """The file is finished and becomes a draft."""


ON_AIR = frozenset({Phase.STARTING, Phase.RECORDING, Phase.PAUSED})


_MAIN_SCREEN: Final = Screen()


class RecordingPresenter(QObject):
    """One recording at a time. Every verb may be called in every phase; where it means nothing, nothing happens."""

    phase_changed = Signal(Phase)
    ready = Signal(IsReady)
    counted = Signal(int)
    progressed = Signal(Progress)
    warned = Signal(Warned)
    marked = Signal(Marked)
    kept = Signal(Draft)
    discarded = Signal(Draft)
    failed = Signal(AppError)
    _news = Signal(int, object)

    def __init__(
        self, make_recorder: MakeRecorder, keep_take: KeepTake, tasks: TaskRunner, new_id: NewId, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self._make_recorder, self._keep_take, self._tasks, self._new_id = make_recorder, keep_take, tasks, new_id
        self._recorder: Recorder | None = None
        self._phase = Phase.IDLE
        self._round = 0
        self._take_id = ""
        self._left = 0
        self._discard_when_kept = False
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._on_tick)
        self._passed_on = {IsReady: self.ready, Progress: self.progressed, Warned: self.warned}
        self._news.connect(self._on_news)

    @property
    def phase(self) -> Phase:
        return self._phase

    @property
    def busy(self) -> bool:
        return self._phase is not Phase.IDLE

    def start(self, countdown_s: int, target: Target = _MAIN_SCREEN) -> None:
        """Count down while the recorder warms up; with 0 seconds it begins as soon as it can."""
        if self.busy:
            return
        self._round += 1
        self._take_id = self._new_id()
        self._left = countdown_s
        self._discard_when_kept = False
        heard, take_id = self._round, self._take_id
        self._become(Phase.COUNTING_DOWN if countdown_s else Phase.STARTING)
        self._tasks.run(
            lambda: self._make_and_warm(take_id, target, heard),
            lambda recorder: self._on_warm(recorder, heard),
            lambda error: self._on_not_started(error, heard),
        )
        if countdown_s:
            self.counted.emit(countdown_s)
            self._tick.start()

    def begin_now(self) -> None:
        """End the countdown."""
        if self._phase is Phase.COUNTING_DOWN:
            self._tick.stop()
            self._become(Phase.STARTING)
            if self._recorder is not None:
                self._recorder.begin()

    def cancel(self) -> None:
        """Call the countdown off: nothing was recorded."""
        if self._phase is Phase.COUNTING_DOWN:
            self._tick.stop()
            self._drop()
            self._become(Phase.IDLE)

    def pause(self) -> None:
        if self._phase is Phase.RECORDING and self._recorder is not None:
            self._recorder.pause()

    def resume(self) -> None:
        if self._phase is Phase.PAUSED and self._recorder is not None:
            self._recorder.resume()

    def mark(self) -> None:
        """A chapter begins now."""
        if self._phase is Phase.RECORDING and self._recorder is not None:
            self._recorder.mark()

    def stop(self) -> None:
        """Finish the file and keep it as a draft. During the countdown: call it off."""
        if self._phase is Phase.COUNTING_DOWN:
            self.cancel()
        elif self._phase in ON_AIR and self._recorder is not None:
            self._become(Phase.FINISHING)
            self._recorder.stop()
        elif self._phase is Phase.STARTING:
            self._drop()
            self._become(Phase.IDLE)

    def discard(self) -> None:
        """Stop, and put what was recorded in the bin, where it can be brought back from."""
        self._discard_when_kept = True
        self.stop()

    def _make_and_warm(self, take_id: str, target: Target, heard: int) -> Recorder:
        recorder = self._make_recorder(take_id, target, lambda news: self._news.emit(heard, news))
        recorder.start()
        return recorder

    def _on_warm(self, recorder: Recorder, heard: int) -> None:
        if heard != self._round or not self.busy:
            recorder.discard()
            return
        self._recorder = recorder
        if self._phase is Phase.STARTING:
            recorder.begin()

    def _on_not_started(self, error: AppError, heard: int) -> None:
        if heard == self._round and self.busy:
            self._tick.stop()
            self._become(Phase.IDLE)
            self.failed.emit(error)

    @Slot()
    def _on_tick(self) -> None:
        self._left -= 1
        self.counted.emit(self._left)
        if self._left <= 0:
            self.begin_now()

    @Slot(int, object)
    def _on_news(self, heard: int, news: RecorderEvent) -> None:
        if heard != self._round or not self.busy:
            return
        match news:
            case Started():
                if self._phase is Phase.STARTING:
                    self._become(Phase.RECORDING)
            case Marked():
                log.info("recording: marked")
                self.marked.emit(news)
            case IsReady() | Progress() | Warned():
                self._passed_on[type(news)].emit(news)
            case HasPaused():
                self._become(Phase.PAUSED)
            case HasResumed():
                self._become(Phase.RECORDING)
            case TakeFinished():
                self._keep(news)
            case TakeDiscarded():
                self._end()
            case TakeFailed(title=title, hint=hint):
                self._end()
                self.failed.emit(AppError(title, hint))
            case _:
                assert_never(news)

    def _keep(self, result: TakeFinished) -> None:
        take_id = self._take_id
        self._tick.stop()
        self._become(Phase.KEEPING)
        self._tasks.run(lambda: self._keep_take(take_id, result), self._on_kept, self._on_not_kept)

    def _on_kept(self, draft: Draft) -> None:
        discard = self._discard_when_kept
        self._end()
        (self.discarded if discard else self.kept).emit(draft)

    def _on_not_kept(self, error: AppError) -> None:
        self._end()
        self.failed.emit(error)

    def _drop(self) -> None:
        if self._recorder is not None:
            self._recorder.discard()
            self._recorder = None

    def _end(self) -> None:
        self._tick.stop()
        self._recorder = None
        self._become(Phase.IDLE)

    def _become(self, phase: Phase) -> None:
        if phase is not self._phase:
            log.info("recording: %s", phase.name)
            self._phase = phase
            self.phase_changed.emit(phase)
