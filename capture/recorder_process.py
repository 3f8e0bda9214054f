"""The app's end of the recorder process."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from capture.events import (
    Ending,
    RecorderEvent,
    TakeDiscarded,
    TakeFailed,
    TakeFinished,
    event_from_line,
    failed,
)
from capture.notices import impossible
from capture.requests import TakeRequest, request_to_json
from core.errors import MalformedWire

FROZEN_WORD: Final = "--recorder"
"""What a frozen program is started with to be the recorder: it has no `-m`."""


@dataclass(slots=True)
class RecorderProcess:
    """One take, made by a process of its own that outlives the app.

    `on_event` is called on a reader thread, in order; the last call is a TakeFinished, TakeDiscarded or TakeFailed.
    Nothing is started before `start`. Commands after the end do nothing.
    """

    request: TakeRequest
    on_event: Callable[[RecorderEvent], None]
    process: subprocess.Popen[bytes] | None = None
    _ending: Ending | None = None
    _writing: threading.Lock = field(default_factory=threading.Lock)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the recorder and let it open everything; IsReady follows. CaptureImpossible if it cannot be started."""
        try:
            self.process = subprocess.Popen(
                recorder_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                bufsize=0,
            )
        except OSError:
            raise impossible("recorder_unstartable") from None
        self._thread = threading.Thread(target=self._read, name="recorder events", daemon=True)
        self._thread.start()
        self._say({"do": "prepare", "request": request_to_json(self.request)})

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
        self._say({"do": "stop"})

    def discard(self) -> None:
        self._say({"do": "discard"})

    def wait(self, timeout: float | None = None) -> Ending | None:
        """How the take ended; None when it has not after `timeout` seconds. Also lets go of the process."""
        if not self._ended.wait(timeout):
            return None
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        return self._ending

    def _say(self, command: object) -> None:
        process = self.process
        if process is None or process.stdin is None:
            return
        with self._writing:
            try:
                process.stdin.write(json.dumps(command).encode("ascii") + b"\n")
            except (OSError, ValueError):
                return

    def _read(self) -> None:
        process = self.process
        assert process is not None  # noqa: S101 - made by start
        assert process.stdout is not None  # noqa: S101 - asked for in start
        with process.stdout as lines:
            rest = b""
            while data := lines.read(1 << 16):
                *whole, rest = (rest + data).split(b"\n")
                for line in whole:
                    self._tell(line)
        if process.stdin is not None:
            with self._writing:
                process.stdin.close()
        process.wait()
        if self._ending is None:
            self._tell_event(failed("recorder_died"))
        self._ended.set()

    def _tell(self, line: bytes) -> None:
        try:
            event = event_from_line(line.decode("ascii", "replace"))
        except MalformedWire:
            return
        self._tell_event(event)

    def _tell_event(self, event: RecorderEvent) -> None:
        if isinstance(event, TakeFinished | TakeDiscarded | TakeFailed):
            self._ending = event
        self.on_event(event)


def recorder_command() -> list[str]:
    """How this installation starts its recorder."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_WORD]
    return [sys.executable, "-m", "capture"]
