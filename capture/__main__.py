"""The recorder process: commands as JSON lines on standard input, events as JSON lines on standard output.

First `{"do":"prepare","request":{...}}`; then start, pause, resume, mark, stop, discard. When the input closes, or on
SIGTERM or SIGINT, the file is finished properly: whoever asked may be gone, what was recorded stays.

With `"again":true` beside the request it goes on with a take whose recorder broke off. It is then paused: resume goes
on, stop and discard end the take.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from capture import state as states
from capture import takes
from capture.audio import AudioSource, NoSound, open_microphone
from capture.clip_file import ClipFile
from capture.events import Progress, RecorderEvent, TakeFailed, event_to_line, warned
from capture.frames import open_frames
from capture.inbox import Inbox, Message
from capture.inputs import open_inputs
from capture.journal import Journal
from capture.listening import Listening
from capture.microphones import Microphone, choose, list_microphones
from capture.notices import code_of, impossible
from capture.recorder import Recorder
from capture.requests import NO_MICROPHONE, TakeRequest, request_from_json
from capture.screens import Area, Place, find_area
from capture.sound import RATE, SoundTrack
from capture.takes import TakeRecord
from capture.watch import Watch
from capture.writer import Writer
from core.clock import utc_now
from core.errors import AppError
from core.reading import parse_json

WORDS: Final = ("start", "pause", "resume", "mark", "stop", "discard")
LISTENER_MAY_LAG_S: Final = 5.0
LONGEST_LINE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class _Order:
    request: TakeRequest
    again: bool


def main() -> int:
    """Make one take. Status 0 when it ended well or never began, 1 when an event said why there is no clip."""
    inbox = Inbox()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: inbox.put(("do", "stop")))
    threading.Thread(target=_read_commands, args=(inbox,), name="control", daemon=True).start()
    try:
        order = _order(inbox)
        return 0 if order is None else _record(order, inbox)
    except AppError as error:
        _write_event(TakeFailed(code_of(error), error.title, error.hint))
        return 1


def _record(order: _Order, inbox: Inbox) -> int:
    request = order.request
    area, place = find_area(request.target)
    if not order.again:
        takes.make_folder(request.take_dir, request.free_to_start)
    with ExitStack() as stack:
        stack.callback(place.close)
        stack.callback(takes.remove_unbegun, request.take_dir)
        stack.enter_context(takes.locked(request.take_dir))
        _log_to(request.take_dir / "recorder.log")
        return 0 if _recorder(order, inbox, area, place, stack).run() else 1


def _recorder(order: _Order, inbox: Inbox, area: Area, place: Place, stack: ExitStack) -> Recorder:
    """All its parts open; the stack closes them."""
    request, now, warnings = order.request, time.monotonic, list[str]()
    frames = open_frames(pointer=request.pointer)
    stack.callback(frames.close)
    record = _record_of(order, area)
    writer = _writer(record)
    stack.callback(_quietly, writer.finish)
    microphone, source = _microphone(request.microphone, inbox)
    track = SoundTrack(position=writer.clip.began_at * RATE)
    wants_sound = request.microphone != NO_MICROPHONE
    watch = Watch(
        request.take_dir,
        request.free_to_go_on,
        writer.clip.sync,
        takes.free_bytes,
        lambda code: inbox.put(("trouble", code)),
    )
    inputs = open_inputs(shortcuts=request.shortcuts, monotonic=now)
    for part in (source, inputs, watch):
        part.open()
        stack.callback(part.close)
    return Recorder(
        record=record,
        area=area,
        place=place,
        frames=frames,
        listening=Listening(source, wants_sound, microphone, _teller(warnings), now, track),
        inputs=inputs,
        journal=Journal(request.take_dir / takes.EVENTS),
        writer=writer,
        watch=watch,
        inbox=inbox,
        emit=_write_event,
        clock=utc_now,
        monotonic=now,
        state=states.Paused(now() - writer.clip.began_at, now()) if order.again else states.Ready(),
        warnings=warnings,
        again=order.again,
    )


def _teller(warnings: list[str]) -> Callable[[str], None]:
    def tell(code: str) -> None:
        warnings.append(code)
        _write_event(warned(code))

    return tell


def _quietly(close: Callable[[], None]) -> None:
    with suppress(OSError):
        close()


def _record_of(order: _Order, area: Area) -> TakeRecord:
    """The intent; of a take that goes on, the one that is on disk: its clip keeps its size."""
    if not order.again:
        return TakeRecord(order.request, area.width, area.height, utc_now())
    record = takes.read_record(order.request.take_dir)
    if record is None:
        raise impossible("folder_used")
    return record


def _writer(record: TakeRecord) -> Writer:
    clip = ClipFile(
        record.request.take_dir / takes.SEGMENT,
        Area(0, 0, record.width, record.height),
        record.request.fps,
        record.request.profile,
        record.request.microphone != NO_MICROPHONE,
        record.request.less_noise,
    )
    writer = Writer(clip)
    try:
        writer.open()
    except OSError:
        raise impossible("folder_unwritable") from None
    return writer


def _microphone(wanted: str, inbox: Inbox) -> tuple[Microphone | None, AudioSource]:
    def find() -> Microphone | None:
        return choose(wanted, list_microphones())

    def tell(found: Microphone | None) -> None:
        inbox.put(("microphone", found))

    if wanted == NO_MICROPHONE:
        return None, NoSound()
    microphone = find()
    return microphone, open_microphone(microphone, find, tell, time.monotonic)


def _order(inbox: Inbox) -> _Order | None:
    """The first command must say what to record; None when somebody ended it before that."""
    while True:
        message, _ = inbox.wait(None)
        match message:
            case ("prepare", dict() as command):
                return _Order(request_from_json(command.get("request")), command.get("again") is True)
            case ("gone", _) | ("do", "stop" | "discard"):
                return None
            case _:
                continue


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
        return "prepare", value
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
