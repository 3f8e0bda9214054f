"""The app's end of the recorder process: gives it orders, hears its news, and starts it again when it breaks off."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from capture.events import (
    Ending,
    HasPaused,
    HasResumed,
    Progress,
    RecorderEvent,
    Started,
    TakeDiscarded,
    TakeFailed,
    TakeFinished,
    Warned,
    event_from_line,
    failed,
    warned,
)
from capture.notices import impossible
from capture.requests import TakeRequest, request_to_json
from capture.vigil import Vigil
from core.clock import Monotonic
from core.errors import CaptureImpossible, MalformedWire

FROZEN_WORD: Final = "--recorder"
"""What a frozen program is started with to be the recorder: it has no `-m`."""

MOST_RESTARTS: Final = 3
"""In one take. What breaks off again and again is not mended by trying."""


@dataclass(slots=True)
class RecorderProcess:
    """One take, made by a process of its own that outlives the app.

    `on_event` is called on a thread of this object, in order; the last call is a TakeFinished, TakeDiscarded or
    TakeFailed. Nothing is started before `start`. Commands after the end do nothing.

    A recorder that dies while it records, or of which nothing reaches the file for VIGIL_S seconds, is replaced: the
    take goes on in the same clip, and Warned("recorder_restarted") says so.
    """

    request: TakeRequest
    on_event: Callable[[RecorderEvent], None]
    monotonic: Monotonic = time.monotonic
    process: subprocess.Popen[bytes] | None = None
    _ending: Ending | None = None
    _vigil: Vigil = field(init=False)
    _began: bool = False
    _paused: bool = False
    _leaving: str = ""
    """The word with which the take is being ended."""
    _restarts: int = 0
    _warnings: list[str] = field(default_factory=list)
    _writing: threading.RLock = field(default_factory=threading.RLock)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        self._vigil = Vigil(self.monotonic, self._give_up_on_it)

    def start(self) -> None:
        """Start the recorder and let it open everything; IsReady follows. CaptureImpossible if it cannot be started."""
        self._launch(again=False)
        self._thread = threading.Thread(target=self._follow, name="recorder events", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """Record from now on. Before IsReady this waits its turn in the recorder."""
        self._say({"do": "start"})

    def pause(self) -> None:
        self._say({"do": "pause"})

    def resume(self) -> None:
        self._say({"do": "resume"})

    def mark(self) -> None:
        """A chapter begins at this moment; Marked follows. While paused or before the first frame: nothing."""
        self._say({"do": "mark"})

    def stop(self) -> None:
        """End the take; TakeFinished follows. Before `begin`: TakeDiscarded."""
        self._leave("stop")

    def discard(self) -> None:
        self._leave("discard")

    def wait(self, timeout: float | None = None) -> Ending | None:
        """How the take ended; None when it has not after `timeout` seconds. Also lets go of the process."""
        if not self._ended.wait(timeout):
            return None
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        return self._ending

    def _leave(self, word: str) -> None:
        with self._writing:
            self._leaving = word
            self._vigil.rest()
            self._say({"do": word})

    def _launch(self, *, again: bool) -> None:
        try:
            process = subprocess.Popen(
                recorder_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                bufsize=0,
            )
        except OSError:
            raise impossible("recorder_unstartable") from None
        with self._writing:
            self.process = process
            order = {"do": "prepare", "request": request_to_json(self.request)}
            self._say({**order, "again": True} if again else order)

    def _say(self, command: object) -> None:
        with self._writing:
            process = self.process
            if process is None or process.stdin is None:
                return
            try:
                process.stdin.write(json.dumps(command).encode("ascii") + b"\n")
            except (OSError, ValueError):
                return

    def _follow(self) -> None:
        """Hear one recorder after another, until the take has ended."""
        while True:
            self._hear_out()
            if self._ending is not None:
                break
            if not self._replaced():
                self._tell(failed("recorder_died"))
                break
        self._vigil.end()
        self._ended.set()

    def _replaced(self) -> bool:
        """Whether another recorder goes on with the take that the last one left."""
        with self._writing:
            if not self._began or self._restarts >= MOST_RESTARTS:
                return False
            self._restarts += 1
            try:
                self._launch(again=True)
            except CaptureImpossible:
                return False
            self._tell(warned("recorder_restarted"))
            if self._leaving:
                self._say({"do": self._leaving})
            elif not self._paused:
                self.resume()
                self._vigil.watch()
        return True

    def _hear_out(self) -> None:
        process = self.process
        assert process is not None  # noqa: S101 - made by _launch
        assert process.stdout is not None  # noqa: S101 - asked for there
        with process.stdout as lines:
            rest = b""
            while data := lines.read(1 << 16):
                *whole, rest = (rest + data).split(b"\n")
                for line in whole:
                    self._hear(line)
        if process.stdin is not None:
            with self._writing:
                process.stdin.close()
        process.wait()

    def _hear(self, line: bytes) -> None:
        try:
            event = event_from_line(line.decode("ascii", "replace"))
        except MalformedWire:
            return
        match event:
            case Started() | HasResumed():
                self._began, self._paused = True, False
                self._vigil.watch()
            case HasPaused():
                self._paused = True
                self._vigil.watch()
            case Progress():
                self._vigil.saw(event.written_s, paused=self._paused)
            case _:
                pass
        self._tell(event)

    def _tell(self, event: RecorderEvent) -> None:
        if isinstance(event, Warned):
            self._warnings.append(event.code)
        if isinstance(event, TakeFinished) and self._restarts:
            event = replace(event, warnings=tuple(self._warnings))
        if isinstance(event, TakeFinished | TakeDiscarded | TakeFailed):
            self._ending = event
        self.on_event(event)

    def _give_up_on_it(self) -> None:
        """The recorder neither writes nor dies: end it, so that `_follow` comes to replace it."""
        process = self.process
        if process is not None and not self._leaving:
            process.kill()


def recorder_command() -> list[str]:
    """How this installation starts its recorder."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_WORD]
    return [sys.executable, "-m", "capture"]
