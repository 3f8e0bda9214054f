"""Whether a microphone is heard: its level now, a verdict in a few seconds, and what it sounds like."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Final, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from capture.requests import NO_MICROPHONE
from capture.sound import CHANNELS, RATE, SAMPLE, level_db
from desktop.tasks import TaskRunner

VOICE_DB: Final = -45.0
"""Louder than this is somebody speaking; a quiet room is some -60."""

_LOOK_EVERY_MS: Final = 50
_VOICE_MS: Final = 200
_PATIENCE_MS: Final = 3_000
_LONGEST_MS: Final = 60_000
_BYTES_A_MS: Final = RATE * CHANNELS * SAMPLE // 1000
KEPT_MS: Final = 3_000
"""What can be played back."""


class Ear(Protocol):
    """Listens to one microphone. `open` and `close` take their time; `heard` does not."""

    def open(self, microphone: str) -> bool:
        """False where there is no such microphone."""

    def heard(self) -> bytes:
        """The samples since the last call."""

    def close(self) -> None: ...


class Activity(Enum):
    NOTHING = auto()
    OPENING = auto()
    LISTENING = auto()
    PLAYING = auto()


class Verdict(Enum):
    HEARD = auto()
    SILENT = auto()
    NO_MICROPHONE = auto()


class HearingPresenter(QObject):
    """`start` listens, and goes on until `stop`, or for a minute. `level` with dB below full scale, None for none."""

    changed = Signal()
    level = Signal(object)

    def __init__(
        self, make_ear: Callable[[], Ear], play: Callable[[bytes], None], tasks: TaskRunner, parent: QObject | None
    ) -> None:
        """`play` returns when all was played. Both are used on the lane."""
        super().__init__(parent)
        self._make_ear, self._play, self._tasks = make_ear, play, tasks
        self._ear: Ear | None = None
        self._round = 0
        self._activity = Activity.NOTHING
        self._verdict: Verdict | None = None
        self._kept = b""
        self._voice_ms = 0.0
        self._since = QElapsedTimer()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._on_look)

    @property
    def activity(self) -> Activity:
        return self._activity

    @property
    def verdict(self) -> Verdict | None:
        """None until something is known."""
        return self._verdict

    @property
    def can_play(self) -> bool:
        return self._activity is Activity.NOTHING and bool(self._kept)

    def start(self, microphone: str) -> None:
        self.stop()
        self._verdict, self._kept, self._voice_ms = None, b"", 0.0
        if microphone == NO_MICROPHONE:
            self.changed.emit()
            return
        self._round += 1
        now = self._round
        self._become(Activity.OPENING)
        ear = self._make_ear()
        self._tasks.run(lambda: ear.open(microphone), lambda there: self._on_open(ear, there, now))

    @Slot()
    def stop(self) -> None:
        self._round += 1
        self._look.stop()
        ear, self._ear = self._ear, None
        if ear is not None:
            self._tasks.run(ear.close)
        self.level.emit(None)
        self._become(Activity.NOTHING)

    def forget(self) -> None:
        """Stop, and know nothing any more: whoever looks again later begins anew."""
        self.stop()
        self._verdict, self._kept = None, b""
        self.changed.emit()

    def play_back(self) -> None:
        """The last seconds that were heard."""
        if not self.can_play:
            return
        self._round += 1
        kept, now = self._kept, self._round
        self._become(Activity.PLAYING)
        self._tasks.run(lambda: self._play(kept), lambda _: self._on_played(now), lambda _: self._on_played(now))

    def _on_open(self, ear: Ear, there: bool, opened_in: int) -> None:
        if opened_in != self._round:
            self._tasks.run(ear.close)
        elif not there:
            self._verdict = Verdict.NO_MICROPHONE
            self._become(Activity.NOTHING)
        else:
            self._ear = ear
            self._since.start()
            self._look.start()
            self._become(Activity.LISTENING)

    def _on_played(self, played_in: int) -> None:
        if played_in == self._round:
            self._become(Activity.NOTHING)

    @Slot()
    def _on_look(self) -> None:
        if self._ear is None:
            return
        if pcm := self._ear.heard():
            self._hear(pcm)
        if self._since.hasExpired(_LONGEST_MS):
            self.stop()
        elif self._verdict is None and self._since.hasExpired(_PATIENCE_MS):
            self._judge(Verdict.SILENT)

    def _hear(self, pcm: bytes) -> None:
        loud = level_db(pcm)
        self.level.emit(loud)
        self._kept = (self._kept + pcm)[-KEPT_MS * _BYTES_A_MS :]
        if loud >= VOICE_DB:
            self._voice_ms += len(pcm) / _BYTES_A_MS
            if self._voice_ms >= _VOICE_MS:
                self._judge(Verdict.HEARD)

    def _judge(self, verdict: Verdict) -> None:
        if verdict is not self._verdict:
            self._verdict = verdict
            self.changed.emit()

    def _become(self, activity: Activity) -> None:
        if activity is not self._activity:
            self._activity = activity
            self.changed.emit()
