"""The recorder process: commands as JSON lines on standard input, events as JSON lines on standard output.

First `{"do":"prepare","request":{...}}`; then start, pause, resume, mark, stop, discard. When the input closes, or on
SIGTERM or SIGINT, the file is finished properly: whoever asked may be gone, what was recorded stays.
"""

from __future__ import annotations

import os
import queue
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from capture import takes
from capture.audio import AudioSource, NoSound, open_microphone
from capture.encoder import Encoder, command, header_of
from capture.events import Progress, RecorderEvent, TakeFailed, event_to_line
from capture.frames import open_frames
from capture.microphones import Microphone, choose, list_microphones
from capture.notices import code_of
from capture.recorder import Inbox, Message, Recorder
from capture.requests import NO_MICROPHONE, TakeRequest, request_from_json
from capture.screens import find_area
from capture.takes import TakeRecord
from capture.watch import Watch
from core.clock import utc_now
from core.errors import AppError
from core.reading import parse_json

WORDS: Final = ("start", "pause", "resume", "mark", "stop", "discard")
LISTENER_MAY_LAG_S: Final = 5.0
LONGEST_LINE: Final = 1 << 16


def main() -> int:
    """Make one take. Status 0 when it ended well or never began, 1 when an event said why there is no clip."""
    inbox: Inbox = queue.SimpleQueue()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: inbox.put(("do", "stop")))
    threading.Thread(target=_read_commands, args=(inbox,), name="control", daemon=True).start()
    try:
        request = _request(inbox)
        return 0 if request is None else _record(request, inbox)
    except AppError as error:
        _write_event(TakeFailed(code_of(error), error.title, error.hint))
        return 1


def _record(request: TakeRequest, inbox: Inbox) -> int:
    area, place = find_area(request.target)
    takes.make_folder(request.take_dir, request.free_to_start)
    with ExitStack() as stack:
        stack.callback(takes.remove_unbegun, request.take_dir)
        lock = stack.enter_context(takes.locked(request.take_dir))
        _log_to(request.take_dir / "recorder.log")
        frames = open_frames(pointer=request.pointer)
        stack.callback(frames.close)
        with_sound = request.microphone != NO_MICROPHONE
        segment = request.take_dir / takes.SEGMENT
        encoder = Encoder(
            command(area, request.fps, request.profile, segment, sound=with_sound),
            header_of(area, request.fps, sound=with_sound),
            request.take_dir / "ffmpeg.log",
            (lock,),
        )
        encoder.open()
        stack.callback(encoder.close)
        microphone, sound = _microphone(request.microphone, inbox)
        sound.open()
        stack.callback(sound.close)
        watch = Watch(
            segment,
            request.free_to_go_on,
            lambda: encoder.alive,
            takes.free_bytes,
            lambda code: inbox.put(("trouble", code)),
            time.monotonic,
        )
        watch.open()
        stack.callback(watch.close)
        record = TakeRecord(request, area.width, area.height, utc_now())
        recorder = Recorder(
            record, area, place, frames, sound, encoder, watch, inbox, _write_event, utc_now, time.monotonic, microphone
        )
        return 0 if recorder.run() else 1


def _microphone(wanted: str, inbox: Inbox) -> tuple[Microphone | None, AudioSource]:
    def find() -> Microphone | None:
        return choose(wanted, list_microphones())

    def tell(found: Microphone | None) -> None:
        inbox.put(("microphone", found))

    if wanted == NO_MICROPHONE:
        return None, NoSound()
    microphone = find()
    return microphone, open_microphone(microphone, find, tell, time.monotonic)


def _request(inbox: Inbox) -> TakeRequest | None:
    """The first command must say what to record; None when somebody ended it before that."""
    while True:
        kind, value = inbox.get()
        if kind == "prepare":
            return request_from_json(value)
        if kind == "gone" or value in ("stop", "discard"):
            return None


def _read_commands(inbox: Inbox) -> None:
    for line in _lines(0):
        message = _message(line)
        if message is not None:
            inbox.put(message)
    inbox.put(("gone", ""))


def _message(line: bytes) -> Message | None:
    """The command in a line; None for what is none: a recording is never lost to a line that cannot be read."""
    try:
        value = parse_json(line)
    except AppError:
        return None
    if not isinstance(value, dict):
        return None
    word = value.get("do")
    if word == "prepare":
        return "prepare", value.get("request")
    return ("do", word) if isinstance(word, str) and word in WORDS else None


def _lines(handle: int) -> Iterator[bytes]:
    """Lines as they come. Read below Python's buffers, whose lock must not be held when the process ends."""
    rest = b""
    while True:
        try:
            data = os.read(handle, LONGEST_LINE)
        except OSError:
            return
        if not data:
            return
        *whole, rest = (rest + data).split(b"\n")
        rest = rest[-LONGEST_LINE:]
        yield from whole


def _write_event(event: RecorderEvent) -> None:
    """Tell the app. One that reads slowly or not at all must not hold up the recording."""
    line = event_to_line(event).encode("ascii") + b"\n"
    try:
        if sys.platform != "win32":
            patience = 0.0 if isinstance(event, Progress) else LISTENER_MAY_LAG_S
            if not select.select([], [1], [], patience)[1]:
                return
        os.write(1, line)
    except (OSError, ValueError):
        return


def _log_to(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(handle, 2)
    os.close(handle)


if __name__ == "__main__":
    sys.exit(main())
