"""Joins screen, sound, file and state: the loop of the recorder process."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from capture import state as states
from capture import takes
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
from capture.frames import FrameSource, ScreenGone
from capture.inbox import Inbox, Message
from capture.inputs import Inputs
from capture.journal import Journal, NotedMark
from capture.listening import Listening
from capture.noting import marks_in, noted
from capture.pace import Pace
from capture.recovery import finish_clip
from capture.screens import Area, Place
from capture.takes import TakeRecord
from capture.watch import Watch
from capture.writer import Writer
from core.clock import Clock, Monotonic
from core.errors import AppError, DiskAlmostFull

KEEP_ALIVE_S: Final = 0.4
"""A still screen is put into the file again this often, so that a crash costs no more of it."""

SETTLE_S: Final = 0.003
"""A program draws in bursts; this long after the first stroke it has most often finished."""

PROGRESS_EVERY_S: Final = 0.2
FOLLOW_EVERY_S: Final = 0.25
CLOSE_WITHIN_S: Final = 10.0
ASLEEP_S: Final = 2.0
"""A gap between two looks that only a stopped process or machine explains. It is cut out of the clip."""


@dataclass(slots=True)
class Recorder:
    """One take from `ready` to its end. All parts are open already; `run` returns when the take has ended."""

    record: TakeRecord
    area: Area
    place: Place
    frames: FrameSource
    listening: Listening
    inputs: Inputs
    journal: Journal
    writer: Writer
    watch: Watch
    inbox: Inbox
    emit: Callable[[RecorderEvent], None]
    clock: Clock
    monotonic: Monotonic
    state: states.State = field(default_factory=states.Ready)
    warnings: list[str] = field(default_factory=list)
    again: bool = False
    """Whether this goes on with what another recorder began."""
    _pace: Pace = field(init=False)
    _afresh: bool = True
    _sent_at: float = 0.0
    _last_s: float = -1.0
    """Media time of the last picture."""
    _looked_at: float = 0.0
    _told_at: float = 0.0
    _followed_at: float = 0.0
    _dropped: int = 0
    _app_gone: bool = False
    _held: bool = False
    """Paused by the recorder itself, for what it records is not there now."""

    @property
    def folder(self) -> Path:
        return self.record.request.take_dir

    def run(self) -> bool:
        """Obey the inbox, and record meanwhile, until the take has ended. False when it failed."""
        self._pace = Pace(1 / self.record.request.fps)
        if isinstance(self.state, states.Ready):
            microphone = self.listening.microphone
            self.emit(IsReady(self.area.width, self.area.height, microphone.label if microphone else None))
        if self.listening.wanted and self.listening.microphone is None:
            self.warn("no_microphone")
        while isinstance(self.state, states.Ready | states.Recording | states.Paused):
            try:
                self._obey(self._wait())
                self._go_on()
            except OSError as error:
                self._trouble("disk_reserve" if error.errno == errno.ENOSPC else "file_broken")
        if isinstance(self.state, states.Finishing):
            self._finish(self.state)
        return not isinstance(self.state, states.Failed)

    def warn(self, code: str) -> None:
        self.warnings.append(code)
        self.emit(warned(code))

    def _wait(self) -> Message | None:
        """Until somebody says something, or it is time to look; a change of the screen is such a time."""
        now = self.monotonic()
        if not isinstance(self.state, states.Recording):
            return self.inbox.wait(PROGRESS_EVERY_S)[0]
        if now < (earliest := self._pace.earliest_look(self._looked_at)):
            return self.inbox.wait(earliest - now)[0]
        message, changed = self.inbox.wait(max(self._pace.latest_look(self._looked_at) - now, 0.0), self.frames.wake)
        self._pace.woken = changed
        return self.inbox.wait(SETTLE_S)[0] if changed and message is None else message

    def _go_on(self) -> None:
        now = self.monotonic()
        match self.state:
            case states.Recording():
                if now - self._looked_at > ASLEEP_S:
                    self._leave_out(now)
                elif now >= self._pace.earliest:
                    self._tick(now)
            case states.Paused():
                self._wait_for_place(now)
                self.listening.only_measure()
                self.inputs.forget()
                self._tell(now)
            case _:
                self.listening.only_measure()

    def _obey(self, message: Message | None) -> None:
        match message:
            case ("do", str() as word):
                self._do(word)
            case ("gone", _):
                self._app_gone = True
                if not isinstance(self.state, states.Ready):
                    self.warn("app_gone")
                self._end(states.Stop(self.monotonic()))
            case ("trouble", str() as code):
                self._trouble(code)
            case ("microphone", microphone):
                self.listening.found(microphone)
            case _:
                return

    def _do(self, word: str) -> None:
        now = self.monotonic()
        match word:
            case "start":
                self._start()
            case "pause":
                self._pause(now)
            case "resume":
                self._held = False
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
        self.listening.forget()
        self.inputs.forget()
        now = self.monotonic()
        self.state = states.step(self.state, states.Start(now))
        self._told_at = self._followed_at = now
        self._tick(now)
        self.emit(Started())

    def _pause(self, now: float) -> None:
        if isinstance(self.state, states.Recording):
            self._bring_to(now, self.state)
            self.state = states.step(self.state, states.Pause(now))
            self.emit(HasPaused(round(states.media_time(self.state, now), 3)))

    def _resume(self, now: float) -> None:
        if isinstance(self.state, states.Paused):
            self.state = states.step(self.state, states.Resume(now))
            self.listening.forget()
            self.inputs.forget()
            self._afresh, self._looked_at, self._followed_at = True, now, 0.0
            self.emit(HasResumed(round(states.media_time(self.state, now), 3)))

    def _mark(self, now: float) -> None:
        if isinstance(self.state, states.Recording):
            at = round(states.media_time(self.state, now), 3)
            self.journal.write(NotedMark(at))
            self.emit(Marked(at))

    def _end(self, command: states.Stop | states.Discard) -> None:
        if isinstance(self.state, states.Recording):
            self._bring_to(command.at, self.state)
        self.state = states.step(self.state, command)
        if isinstance(self.state, states.Finished):
            self.emit(TakeDiscarded(str(self.folder)))

    def _trouble(self, code: str) -> None:
        """Nothing can be added any more: what is on the disk becomes the clip."""
        if isinstance(self.state, states.Ready):
            self.state = states.step(self.state, states.Broken(code))
            self.emit(failed(code))
        elif isinstance(self.state, states.Recording | states.Paused):
            self.warn(code)
            now = self.monotonic()
            if isinstance(self.state, states.Recording) and code != "file_broken":
                with suppress(OSError):
                    self._bring_to(now, self.state)
            self.state = states.step(self.state, states.Stop(now))

    # --- while recording

    def _tick(self, now: float) -> None:
        try:
            self._follow(now, layout_changed=self.frames.layout_changed())
            if isinstance(self.state, states.Recording):
                self._look(now, self.state)
        except ScreenGone:
            self._follow_after_loss(now)

    def _follow_after_loss(self, now: float) -> None:
        """A screen that became smaller fails like one that has gone, a moment before it tells so."""
        try:
            if self.frames.layout_changed(surely=True):
                self._follow(now, layout_changed=True)
                return
        except ScreenGone:
            pass
        self._trouble("screen_lost")

    def _look(self, now: float, state: states.Recording) -> None:
        self._looked_at = now
        changed = self.writer.paint(self.frames.look(self.area, afresh=self._afresh), self.area)
        self._afresh = False
        self._pace.looked(changed=changed)
        if changed or now - self._sent_at >= KEEP_ALIVE_S:
            media_time = states.media_time(state, now)
            if self.writer.put_picture(media_time):
                self._last_s = media_time
            else:
                self._dropped += 1
            self._sent_at = now
            self._pace.took(now)
        if self.listening.wanted:
            self.writer.put_sound(self.listening.gather(state.origin, now))
        self._note(state)
        self._tell(now)

    def _follow(self, now: float, *, layout_changed: bool) -> None:
        """Where the picture is now. What has gone is waited for: nothing else is recorded in its place."""
        if not layout_changed and now - self._followed_at < FOLLOW_EVERY_S:
            return
        self._followed_at = now
        try:
            area = self.place.now(layout_changed=layout_changed)
        except AppError:
            raise ScreenGone from None
        if area is None:
            self._gone(now)
        elif area != self.area or layout_changed:
            self._afresh = True
            self.area = area

    def _gone(self, now: float) -> None:
        if not self.place.may_return:
            self._trouble("window_closed")
            return
        self._pause(now)
        self._held = True
        self.warn("screen_gone")

    def _wait_for_place(self, now: float) -> None:
        if not self._held or now - self._followed_at < FOLLOW_EVERY_S:
            return
        self._followed_at = now
        try:
            self.frames.layout_changed()
            area = self.place.now(layout_changed=True)
        except (AppError, ScreenGone):
            return
        if area is not None:
            self.area, self._held = area, False
            self.warn("screen_back")
            self._resume(now)

    def _leave_out(self, now: float) -> None:
        """The process or the machine stood still. That time is left out of the clip, as a pause is."""
        assert isinstance(self.state, states.Recording)  # noqa: S101 - asked by the caller
        asleep = states.step(self.state, states.Pause(self._looked_at))
        self.state = states.step(asleep, states.Resume(now))
        self.listening.forget()
        self._afresh, self._looked_at = True, now
        self.warn("slept")

    def _note(self, state: states.Recording) -> None:
        for seen in self.inputs.seen():
            line = noted(seen, state.origin, self.area, self.writer.size.width, self.writer.size.height)
            if line is not None:
                self.journal.write(line)

    def _bring_to(self, now: float, state: states.Recording) -> None:
        """Hold the last picture, and close the sound, to the end of the recorded time."""
        length = states.media_time(state, now)
        if self.listening.wanted:
            self.writer.put_sound(self.listening.close_at(state.origin, now))
        self._note(state)
        if length - self._pace.period > self._last_s + self._pace.period / 2:
            self._last_s = length - self._pace.period
            self.writer.put_picture(self._last_s, wait_s=CLOSE_WITHIN_S)

    def _tell(self, now: float) -> None:
        if now - self._told_at < PROGRESS_EVERY_S:
            return
        self._told_at = now
        level = self.listening.take_level()
        if isinstance(self.state, states.Recording):
            self.listening.watch_silence(level, now)
            if self.inputs.keys_unavailable and "no_shortcuts" not in self.warnings:
                self.warn("no_shortcuts")
        clip = self.writer.clip
        self.emit(Progress(round(clip.written_s, 3), clip.length, level, clip.pictures, self._dropped))

    # --- afterwards

    def _finish(self, state: states.Finishing) -> None:
        try:
            self.writer.finish()
        except OSError:
            if not {"disk_reserve", "file_broken"} & {*self.warnings}:
                self.warn("file_broken")
        self.watch.close()
        self.journal.close()
        self.listening.source.close()
        ended = replace(
            takes.read_record(self.folder) or self.record,
            ended_at=self.clock(),
            dropped=self._dropped,
            audio=self.listening.heard_from if self.listening.is_in_clip else None,
            warnings=tuple(self.warnings),
        )
        if state.discard:
            takes.write_record(self.folder, replace(ended, outcome="discarded"))
            self.state = states.step(self.state, states.FileClosed())
            self.emit(TakeDiscarded(str(self.folder)))
            return
        try:
            self._make_clip(ended)
        except AppError as error:
            code = "disk_almost_full" if isinstance(error, DiskAlmostFull) else "nothing_recorded"
            self.state = states.step(self.state, states.Broken(code))
            self.emit(replace(failed(code), title=error.title, hint=error.hint))

    def _make_clip(self, ended: TakeRecord) -> None:
        clip = self.folder / takes.CLIP
        marks = marks_in(self.folder / takes.EVENTS)
        sound = self.listening.is_in_clip or (self.again and self.listening.wanted)
        finished = finish_clip(self.folder / takes.SEGMENT, clip, sound=sound, chapters=marks)
        takes.write_record(self.folder, replace(ended, outcome="orphaned" if self._app_gone else "finished"))
        facts = finished.facts
        self.state = states.step(self.state, states.FileClosed())
        self.emit(
            TakeFinished(
                path=str(clip),
                duration_s=facts.duration_ms / 1000,
                width=facts.width,
                height=facts.height,
                frames=finished.frames,
                dropped=self._dropped,
                audio=ended.audio if facts.audio_codec else None,
                warnings=ended.warnings,
                marks=marks,
            )
        )
