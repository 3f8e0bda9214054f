"""What a recorder is doing, and what each command makes of that. Pure: the time is given, in monotonic seconds.

Media time is the time of the clip: it starts at the first frame and stands still during a pause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything is open and warm; nothing is recorded."""


@dataclass(frozen=True, slots=True)
class Recording:
    """`origin` is the moment at which the clip would have begun, had there been no pauses."""

    origin: float


@dataclass(frozen=True, slots=True)
class Paused:
    origin: float
    since: float


@dataclass(frozen=True, slots=True)
class Finishing:
    """The last frame is taken; the file is being closed. `length` in seconds of media time."""

    length: float
    discard: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """The file is whole (or, after a discard, closed and left in its folder)."""

    discarded: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no clip. `code` names the reason."""

    code: str


State = Ready | Recording | Paused | Finishing | Finished | Failed


@dataclass(frozen=True, slots=True)
class Start:
    at: float


@dataclass(frozen=True, slots=True)
class Pause:
    at: float


@dataclass(frozen=True, slots=True)
class Resume:
    at: float


@dataclass(frozen=True, slots=True)
class Stop:
    at: float


@dataclass(frozen=True, slots=True)
class Discard:
    at: float


@dataclass(frozen=True, slots=True)
class FileClosed:
    pass


@dataclass(frozen=True, slots=True)
class Broken:
    """Nothing could be kept."""

    code: str


Command = Start | Pause | Resume | Stop | Discard | FileClosed | Broken


def step(state: State, command: Command) -> State:
    """The state after a command. A command that means nothing here changes nothing: pressing twice is no mistake."""
    match command:
        case Start(at):
            return Recording(at) if isinstance(state, Ready) else state
        case Pause(at):
            return Paused(state.origin, at) if isinstance(state, Recording) else state
        case Resume(at):
            return Recording(state.origin + at - state.since) if isinstance(state, Paused) else state
        case Stop(at):
            return _ended(state, at, discard=False)
        case Discard(at):
            return _ended(state, at, discard=True)
        case FileClosed():
            return Finished(state.discard) if isinstance(state, Finishing) else state
        case Broken(code):
            return state if isinstance(state, Finished) else Failed(code)
    assert_never(command)


def media_time(state: State, at: float) -> float:
    """Seconds of clip made by `at`; it never goes back while a recording lasts."""
    match state:
        case Recording(origin):
            return max(at - origin, 0.0)
        case Paused(origin, since):
            return max(since - origin, 0.0)
        case Finishing(length):
            return length
        case Ready() | Finished() | Failed():
            return 0.0
    assert_never(state)


def _ended(state: State, at: float, *, discard: bool) -> State:
    match state:
        case Ready():
            return Finished(discarded=True)
        case Recording() | Paused():
            return Finishing(media_time(state, at), discard)
        case Finishing() | Finished() | Failed():
            return state
    assert_never(state)
