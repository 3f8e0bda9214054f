"""Joins screen, sound, file and state: the loop of the recorder process."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from capture import state as states
from capture import takes
from capture.audio import AudioSource
from capture.encoder import Encoder
from capture.events import (
    HasPaused,
    HasResumed,
    IsReady,
    Marked,
    Progress,
    RecorderEvent,
    Started,
    TakeDiscarded,
    TakeFinished,
    failed,
    warned,
)
from capture.frames import FrameSource, ScreenGone, same
from capture.microphones import Microphone
from capture.recovery import finish_clip
from capture.requests import NO_MICROPHONE
from capture.screens import Area, Place
from capture.sound import Sound, SoundTrack, level_db
from capture.takes import TakeRecord
from capture.watch import Watch
from core.clock import Clock, Monotonic
from core.errors import AppError
from media.probe import probe

KEEP_ALIVE_S: Final = 0.4
"""A still screen is sent again this often, so that a crash costs no more than a second of it."""

SILENCE_AFTER_S: Final = 0.7
"""Sound that has not come after so long becomes silence, so that the picture is never held up by it."""

LATE_SOUND_S: Final = 0.12
"""How long the end of a recording waits for the sound of its last moment."""

PROGRESS_EVERY_S: Final = 0.2
FOLLOW_EVERY_S: Final = 0.25
CLOSE_WITHIN_S: Final = 10.0
GIVE_UP_WITHIN_S: Final = 1.0

Word = Literal["start", "pause", "resume", "mark", "stop", "discard"]
Message = (
    tuple[Literal["do", "trouble", "gone"], str]
    | tuple[Literal["microphone"], Microphone | None]
    | tuple[Literal["prepare"], object]
)
Inbox = queue.SimpleQueue[Message]

TROUBLE_ENDS_FILE: Final = ("encoder_died", "file_stalled")


@dataclass(slots=True)
class Recorder:
    """One take from `ready` to its end. All parts are open already; `run` returns when the take has ended."""

    record: TakeRecord
    area: Area
    place: Place
    frames: FrameSource
    sound: AudioSource
    encoder: Encoder
    watch: Watch
    inbox: Inbox
    emit: Callable[[RecorderEvent], None]
    clock: Clock
    monotonic: Monotonic
    microphone: Microphone | None = None
    state: states.State = field(default_factory=states.Ready)
    _track: SoundTrack = field(default_factory=SoundTrack)
    _warnings: list[str] = field(default_factory=list)
    _marks: list[float] = field(default_factory=list)
    _last: bytearray | None = None
    _last_ms: int = -1
    _sent_at: float = 0.0
    _due: float = 0.0
    _told_at: float = 0.0
    _followed_at: float = 0.0
    _level: float | None = None
    _pictures: int = 0
    _dropped: int = 0
    _app_gone: bool = False
    _file_broken: bool = False
    _heard_from: str | None = None

    @property
    def folder(self) -> Path:
        return self.record.request.take_dir

    @property
    def wants_sound(self) -> bool:
        return self.record.request.microphone != NO_MICROPHONE

    @property
    def period(self) -> float:
        return 1 / self.record.request.fps

    def run(self) -> bool:
        """Obey the inbox, and record meanwhile, until the take has ended. False when it failed."""
        self.emit(IsReady(self.area.width, self.area.height, self.microphone.label if self.microphone else None))
        if self.wants_sound and self.microphone is None:
            self._warn("no_microphone")
        while isinstance(self.state, states.Ready | states.Recording | states.Paused):
            self._obey(self._wait())
            if isinstance(self.state, states.Recording) and self.monotonic() >= self._due:
                self._tick()
        if isinstance(self.state, states.Finishing):
            self._finish(self.state)
        return not isinstance(self.state, states.Failed)

    def _wait(self) -> Message | None:
        recording = isinstance(self.state, states.Recording)
        wait = max(self._due - self.monotonic(), 0.0) if recording else 0.5
        try:
            return self.inbox.get(timeout=wait) if wait else self.inbox.get_nowait()
        except queue.Empty:
            self._listen()
            return None

    def _obey(self, message: Message | None) -> None:
        match message:
            case None:
                return
            case ("do", str() as word):
                self._do(word)
            case ("gone", _):
                self._app_gone = True
                if not isinstance(self.state, states.Ready):
                    self._warn("app_gone")
                self._end(states.Stop(self.monotonic()))
            case ("trouble", str() as code):
                self._file_broken = code in TROUBLE_ENDS_FILE
                self._trouble(code)
            case ("microphone", microphone):
                self._microphone(microphone)
            case ("prepare", _):
                return

    def _do(self, word: str) -> None:
        now = self.monotonic()
        match word:
            case "start":
                self._start()
            case "pause":
                self._pause(now)
            case "resume":
                self._resume(now)
            case "mark":
                self._mark(now)
            case "stop":
                self._end(states.Stop(now))
            case "discard":
                self._end(states.Discard(now))

    def _start(self) -> None:
        if not isinstance(self.state, states.Ready):
            return
        takes.write_record(self.folder, replace(self.record, began_at=self.clock()))
        self.sound.heard()
        now = self.monotonic()
        self.state = states.step(self.state, states.Start(now))
        self._due = self._told_at = self._followed_at = now
        self.watch.active(True)
        self._tick()
        self.emit(Started())

    def _pause(self, now: float) -> None:
        if isinstance(self.state, states.Recording):
            self._close_track(now)
            self._last_picture(states.media_time(self.state, now))
            self.watch.active(False)
            self.state = states.step(self.state, states.Pause(now))
            self.emit(HasPaused(round(states.media_time(self.state, now), 3)))

    def _resume(self, now: float) -> None:
        if isinstance(self.state, states.Paused):
            self.state = states.step(self.state, states.Resume(now))
            self._track.aligned = False
            self._due = now
            self.watch.active(True)
            self.emit(HasResumed(round(states.media_time(self.state, now), 3)))

    def _mark(self, now: float) -> None:
        if isinstance(self.state, states.Recording):
            self._marks.append(round(states.media_time(self.state, now), 3))
            self.emit(Marked(self._marks[-1]))

    def _end(self, command: states.Stop | states.Discard) -> None:
        if isinstance(self.state, states.Recording) and not self._file_broken:
            self._close_track(command.at)
            self._last_picture(states.media_time(self.state, command.at))
        self.watch.active(False)
        self.state = states.step(self.state, command)
        if isinstance(self.state, states.Finished):
            self.emit(TakeDiscarded(str(self.folder)))

    def _trouble(self, code: str) -> None:
        if isinstance(self.state, states.Ready):
            self.state = states.step(self.state, states.Broken(code))
            self.emit(failed(code))
            return
        self._warn(code)
        self._end(states.Stop(self.monotonic()))

    def _warn(self, code: str) -> None:
        self._warnings.append(code)
        self.emit(warned(code))

    def _microphone(self, microphone: Microphone | None) -> None:
        before, self.microphone = self.microphone, microphone
        if microphone is None and before is not None:
            self._level = None
            self._warn("microphone_lost")
        elif microphone is not None and before is None:
            self._warn("microphone_back")

    # --- while recording

    def _tick(self) -> None:
        now = self.monotonic()
        try:
            area = self._follow(now)
            if area is None:
                return
            picture = self.frames.grab(area)
        except ScreenGone:
            self._trouble("screen_lost")
            return
        if not same(self._last, picture) or now - self._sent_at >= KEEP_ALIVE_S:
            self._send(now, picture)
        self._listen()
        self._tell(now)
        self._due += self.period
        late = self.monotonic() - self._due
        if late > self.period:
            missed = int(late / self.period)
            self._dropped += missed
            self._due += missed * self.period

    def _follow(self, now: float) -> Area | None:
        if now - self._followed_at >= FOLLOW_EVERY_S:
            self._followed_at = now
            area = self.place()
            if area is None:
                self._trouble("window_closed")
                return None
            self.area = area
        return self.area

    def _send(self, now: float, picture: bytearray) -> None:
        milliseconds = max(round(states.media_time(self.state, now) * 1000), self._last_ms + 1)
        if self.encoder.put_picture(milliseconds, picture):
            self._last, self._last_ms, self._sent_at = picture, milliseconds, now
            self._pictures += 1
        else:
            self._dropped += 1

    def _last_picture(self, length_s: float) -> None:
        """Hold the last picture to the end of the recorded time."""
        milliseconds = round((length_s - self.period) * 1000)
        if (
            self._last is not None
            and milliseconds > self._last_ms
            and self.encoder.put_picture(milliseconds, self._last, wait_s=CLOSE_WITHIN_S)
        ):
            self._last_ms = milliseconds
            self._pictures += 1

    def _listen(self) -> None:
        """Bring the sound that came in into the track; when not recording it is let go."""
        sounds = self.sound.heard()
        if not isinstance(self.state, states.Recording) or not self.wants_sound:
            return
        for sound in sounds:
            self._hear(sound)
        until = states.media_time(self.state, self.monotonic()) - SILENCE_AFTER_S
        if self._track.length_s < until:
            self._put(self._track.fill(until + SILENCE_AFTER_S / 3))

    def _hear(self, sound: Sound, end_s: float = float("inf")) -> None:
        if isinstance(self.state, states.Recording):
            self._put(self._track.add(sound.first - self.state.origin, sound.pcm, end_s))
            self._heard_from = self.microphone.label if self.microphone else self._heard_from
            self._level = max(self._level if self._level is not None else -96.0, level_db(sound.pcm))

    def _put(self, blocks: list[tuple[int, bytes]]) -> None:
        for milliseconds, pcm in blocks:
            self.encoder.put_sound(milliseconds, pcm)

    def _close_track(self, now: float) -> None:
        """Bring the track exactly to `now`: the sound of the last moment comes a little later than its picture."""
        if not isinstance(self.state, states.Recording) or not self.wants_sound:
            return
        end = states.media_time(self.state, now)
        patience = self.monotonic() + (LATE_SOUND_S if self.microphone else 0.0)
        while True:
            for sound in self.sound.heard():
                self._hear(sound, end)
            left = patience - self.monotonic()
            if self._track.length_s >= end or left <= 0:
                break
            self.sound.wait(left)
        self._put(self._track.fill(end))

    def _tell(self, now: float) -> None:
        if now - self._told_at < PROGRESS_EVERY_S:
            return
        self._told_at = now
        written = self.encoder.handed_ms / 1000
        self.emit(Progress(written, self.watch.size, self._level, self._pictures, self._dropped))
        self._level = None

    # --- afterwards

    def _finish(self, state: states.Finishing) -> None:
        self.encoder.close(GIVE_UP_WITHIN_S if self._file_broken else CLOSE_WITHIN_S)
        self.watch.close()
        self.sound.close()
        ended = replace(
            takes.read_record(self.folder) or self.record,
            ended_at=self.clock(),
            dropped=self._dropped,
            audio=self._heard_from if self._track.heard else None,
            warnings=tuple(self._warnings),
        )
        if state.discard:
            takes.write_record(self.folder, replace(ended, outcome="discarded"))
            self.state = states.step(self.state, states.FileClosed())
            self.emit(TakeDiscarded(str(self.folder)))
            return
        try:
            self._make_clip(ended)
        except AppError as error:
            self.state = states.step(self.state, states.Broken("nothing_recorded"))
            self.emit(replace(failed("nothing_recorded"), title=error.title, hint=error.hint))

    def _make_clip(self, ended: TakeRecord) -> None:
        clip = self.folder / takes.CLIP
        counted = finish_clip(self.folder / takes.SEGMENT, clip, sound=self._track.heard > 0)
        takes.write_record(self.folder, replace(ended, outcome="orphaned" if self._app_gone else "finished"))
        facts = probe(clip)
        self.state = states.step(self.state, states.FileClosed())
        self.emit(
            TakeFinished(
                path=str(clip),
                duration_s=facts.duration_ms / 1000,
                width=facts.width,
                height=facts.height,
                frames=counted.frames,
                dropped=self._dropped,
                audio=ended.audio if facts.audio_codec else None,
                warnings=ended.warnings,
                marks=tuple(self._marks),
            )
        )
