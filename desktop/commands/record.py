"""`vonk record`: a clip of the screen with the voice, without a window."""

from __future__ import annotations

import argparse
import os
import queue
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO, assert_never

from core.draft import random_id
from core.errors import Impossible
from core.language import Bilingual
from desktop.commands.context import Context
from desktop.commands.keys import listen_for_keys

if TYPE_CHECKING:
    from capture.events import Ending, RecorderEvent, TakeFinished
    from capture.recorder_process import RecorderProcess
    from capture.requests import Target

PROFILES: Final = ("light", "balanced", "small")


def add(commands: Any) -> None:  # noqa: ANN401 - argparse does not name this type
    parser = commands.add_parser("record", help="record the screen and the microphone to an MP4 file")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the clip to make")
    parser.add_argument("--seconds", type=seconds, metavar="N", help="end after N seconds")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--screen", type=screen, metavar="N", help="a whole screen; 1 is the main one")
    where.add_argument("--region", type=region, metavar="X,Y,W,H", help="a part of the desktop, in pixels")
    where.add_argument("--window", metavar="TITLE", help="the window with this title, or with this in its title")
    parser.add_argument("--fps", type=rate, default=30, metavar="N", help="frames a second, 1 to 60 (30)")
    parser.add_argument("--profile", choices=PROFILES, default="balanced")
    parser.add_argument("--countdown", type=countdown, default=0, metavar="N", help="seconds before it starts (0)")
    parser.add_argument("--mic", default="default", metavar="default|none|NAME", help="the microphone (default)")
    parser.add_argument("--less-noise", action="store_true", help="turn down steady noise behind the voice")
    parser.add_argument("--events", type=Path, metavar="FILE", help="also write clicks and marks, as lines of JSON")
    parser.add_argument("--shortcuts", action="store_true", help="with --events: pressed shortcuts too, never typing")
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    parser.add_argument("--force", action="store_true", help="overwrite FILE")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Record until N seconds, SIGINT, SIGTERM, or `q` on standard input; then the clip is at `--out`, whole."""
    from capture.events import TakeFinished
    from capture.recorder_process import RecorderProcess
    from capture.requests import TakeRequest, room_for

    out: Path = args.out.expanduser().absolute()
    events: Path | None = args.events.expanduser().absolute() if args.events else None
    for file in (out, *([events] if events else [])):
        _check(file, force=args.force)
    _check_microphone(args.mic)
    request = TakeRequest(
        take_dir=context.home.takes / random_id(),
        target=_target(args),
        fps=args.fps,
        profile=args.profile,
        microphone=args.mic,
        less_noise=args.less_noise,
        shortcuts=args.shortcuts and events is not None,
        free_to_start=room_for(args.seconds),
    )
    wishes: queue.SimpleQueue[_Wish] = queue.SimpleQueue()
    process = RecorderProcess(request, wishes.put)
    session = _Session(process, wishes, context, args.countdown, args.seconds)
    with _ending_on_signals(wishes):
        process.start()
        listen_for_keys(context.stdin, {b"m": _MARK, b"q": _STOP}, _STOP, wishes.put)
        ending = session.follow()
    if not isinstance(ending, TakeFinished):
        raise _no_clip(ending)
    _deliver(request.take_dir, out, events, force=args.force)
    _tell(context, ending, out, as_json=args.json)
    return 0


_Wish = Any
"""A RecorderEvent, or one of the words below."""

_STOP: Final = "stop"
_MARK: Final = "mark"


@dataclass(slots=True)
class _Session:
    process: RecorderProcess
    wishes: queue.SimpleQueue[_Wish]
    context: Context
    countdown: int
    seconds: float | None
    _ends_at: float | None = None
    _stopped: bool = False
    _line: _Line = field(init=False)

    def follow(self) -> Ending | None:
        """Go along with the recorder until the take has ended."""
        self._line = _Line(self.context.err)
        ending: Ending | None = None
        while ending is None:
            try:
                wish = self.wishes.get(timeout=self._left())
            except queue.Empty:
                self._stop()
                continue
            if wish == _STOP:
                self._stop()
            elif wish == _MARK:
                self.process.mark()
            else:
                ending = self._hear(wish)
        self._line.end()
        self.process.wait()
        return ending

    def _left(self) -> float | None:
        if self._ends_at is None or self._stopped:
            return None
        return max(self._ends_at - time.monotonic(), 0.0)

    def _stop(self) -> None:
        self._stopped = True
        self.process.stop()

    def _hear(self, event: RecorderEvent) -> Ending | None:
        from capture.events import (
            HasPaused,
            HasResumed,
            IsReady,
            Marked,
            Progress,
            Started,
            TakeDiscarded,
            TakeFailed,
            TakeFinished,
            Warned,
        )

        match event:
            case IsReady():
                self._count_down()
            case Started():
                if self.seconds is not None:
                    self._ends_at = time.monotonic() + self.seconds
                self.context.say(_RECORDING)
            case Progress(written_s=written):
                self._line.show(f"● {_clock(written)}")
            case Warned(title=title, hint=hint):
                self._line.end()
                self.context.say(title)
                self.context.say(hint)
            case Marked(at_s=at):
                self._line.end()
                self.context.say(_MARKED.format(moment=_clock(at)))
            case HasPaused() | HasResumed():
                pass
            case TakeFinished() | TakeDiscarded() | TakeFailed():
                return event
            case _:
                assert_never(event)
        return None

    def _count_down(self) -> None:
        until = time.monotonic() + self.countdown
        kept = []
        for left in range(self.countdown, 0, -1):
            self._line.show(str(left))
            try:
                wish = self.wishes.get(timeout=max(until - left + 1 - time.monotonic(), 0.0))
            except queue.Empty:
                continue
            kept.append(wish)
            if wish == _STOP:
                break
        for wish in kept:
            self.wishes.put(wish)
        self._line.end()
        if _STOP not in kept:
            self.process.begin()


@dataclass(slots=True)
class _Line:
    """One line of a terminal, written over and over; elsewhere nothing is written."""

    out: TextIO
    _shown: bool = False

    def show(self, text: str) -> None:
        if self.out.isatty():
            self._shown = True
            print(f"\r{text}  ", end="", file=self.out, flush=True)

    def end(self) -> None:
        if self._shown:
            self._shown = False
            print(file=self.out, flush=True)


def _target(args: argparse.Namespace) -> Target:
    from capture.requests import Region, Screen, Window

    if args.region is not None:
        return Region(*args.region)
    if args.window is not None:
        return Window(args.window)
    return Screen(args.screen or 1)


def _check(out: Path, *, force: bool) -> None:
    if out.is_dir() or not out.parent.is_dir() or not os.access(out.parent, os.W_OK):
        raise Impossible(
            Bilingual(en="The clip cannot be written there.", nl="De clip kan daar niet worden geschreven."),
            Bilingual(
                en="Nothing was recorded. Give --out a file in a folder that exists and that you may write to.",
                nl="Er is niets opgenomen. Geef --out een bestand in een map die bestaat en waarin je mag schrijven.",
            ),
        )
    if out.exists() and not force:
        raise _exists()


def _check_microphone(wanted: str) -> None:
    """A microphone that is named must be there: who asks for it by name will not want a clip without its sound."""
    from capture.microphones import choose, list_microphones
    from capture.requests import DEFAULT_MICROPHONE, NO_MICROPHONE

    if wanted in (DEFAULT_MICROPHONE, NO_MICROPHONE):
        return
    there = list_microphones()
    if choose(wanted, there) is not None:
        return
    names = ", ".join(f"“{microphone.label}”" for microphone in there)
    choice = Bilingual(en=f"Choose one of: {names}.", nl=f"Kies er een van: {names}.")
    without = Bilingual(en="Connect one, or give --mic none.", nl="Sluit er een aan, of geef --mic none.")
    hint = choice if there else without
    raise Impossible(
        Bilingual(en="There is no microphone of that name.", nl="Er is geen microfoon met die naam."),
        Bilingual(en=f"Nothing was recorded. {hint.en}", nl=f"Er is niets opgenomen. {hint.nl}"),
    )


def _exists() -> Impossible:
    return Impossible(
        Bilingual(en="That file exists already.", nl="Dat bestand bestaat al."),
        Bilingual(
            en="It was left as it is. Choose another name, or add --force to overwrite it.",
            nl="Het is gelaten zoals het is. Kies een andere naam, of overschrijf het met --force.",
        ),
    )


def _deliver(take_dir: Path, out: Path, events: Path | None, *, force: bool) -> None:
    from capture.takes import hand_over

    if out.exists() and not force:
        raise _exists()
    try:
        hand_over(take_dir, out, events)
    except OSError:
        raise Impossible(
            Bilingual(en="The clip could not be put there.", nl="De clip kon daar niet worden neergezet."),
            Bilingual(
                en="The recording is safe. `vonk recover` tells where it is.",
                nl="De opname is veilig. `vonk recover` zegt waar ze staat.",
            ),
        ) from None


def _no_clip(ending: Ending | None) -> Impossible:
    from capture.events import TakeFailed

    if isinstance(ending, TakeFailed):
        return Impossible(ending.title, ending.hint)
    return Impossible(
        Bilingual(en="Stopped before the recording began.", nl="Gestopt voordat de opname begon."),
        Bilingual(en="Nothing was recorded.", nl="Er is niets opgenomen."),
    )


def _tell(context: Context, ending: TakeFinished, out: Path, *, as_json: bool) -> None:
    from capture.notices import NOTICES

    context.say(_READY.format(length=_clock(ending.duration_s), path=out))
    if not as_json:
        return
    context.print_json(
        {
            "path": str(out),
            "duration_s": ending.duration_s,
            "width": ending.width,
            "height": ending.height,
            "frames": ending.frames,
            "dropped": ending.dropped,
            "audio": ending.audio,
            "warnings": [{"code": code, "message": NOTICES[code][0].in_(context.language)} for code in ending.warnings],
        }
    )


@contextmanager
def _ending_on_signals(wishes: queue.SimpleQueue[_Wish]) -> Iterator[None]:
    names = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(name, lambda *_: wishes.put(_STOP)) for name in names]
    try:
        yield
    finally:
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 24 * 3600:
        raise ValueError
    return value


def screen(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 64:
        raise ValueError
    return value


def rate(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 60:
        raise ValueError
    return value


def countdown(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 60:
        raise ValueError
    return value


def region(text: str) -> tuple[int, int, int, int]:
    x, y, width, height = (int(part) for part in text.split(","))
    if width < 1 or height < 1 or max(abs(x), abs(y), width, height) > 1 << 16:
        raise ValueError
    return x, y, width, height


_RECORDING: Final = Bilingual(
    en="● Recording. Stop with q and Enter, or with Ctrl+C; mark a moment with m and Enter.",
    nl="● Opname loopt. Stop met q en Enter, of met Ctrl+C; markeer een moment met m en Enter.",
)
_MARKED: Final = Bilingual(en="Marked at {moment}.", nl="Gemarkeerd op {moment}.")
_READY: Final = Bilingual(en="Recorded {length}, saved: {path}", nl="Opgenomen: {length}, bewaard: {path}")
