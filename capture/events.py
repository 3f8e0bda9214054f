"""What the recorder process tells, as values and as lines of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from capture.notices import NOTICES
from core.errors import MalformedWire
from core.language import NOTHING, Bilingual


@dataclass(frozen=True, slots=True)
class IsReady:
    """All is open and warm: `begin` records at once. Size in physical pixels; `microphone` None means no sound."""

    width: int
    height: int
    microphone: str | None


@dataclass(frozen=True, slots=True)
class Started:
    """The first frame is taken."""


@dataclass(frozen=True, slots=True)
class Progress:
    """At most 10 a second. `written_s` is media time handed to the file, `bytes` what is on disk.

    `level_db` is the loudest moment since the last progress in dB below full scale, None without sound.
    """

    written_s: float
    bytes: int
    level_db: float | None
    frames: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Marked:
    """The person marked this moment of the clip: a chapter begins here."""

    at_s: float


@dataclass(frozen=True, slots=True)
class HasPaused:
    written_s: float


@dataclass(frozen=True, slots=True)
class HasResumed:
    written_s: float


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should know while the recording goes on or ends well. `code` is a key of NOTICES."""

    code: str
    title: Bilingual
    hint: Bilingual


@dataclass(frozen=True, slots=True)
class TakeFinished:
    """The clip is whole. `audio` names the microphone that was heard, None where the clip has no sound."""

    path: str
    duration_s: float
    width: int
    height: int
    frames: int
    dropped: int
    audio: str | None
    warnings: tuple[str, ...] = field(default=())
    """Codes of NOTICES, in the order in which they came."""

    marks: tuple[float, ...] = field(default=())
    """Moments of the clip in seconds at which a chapter begins."""


@dataclass(frozen=True, slots=True)
class TakeDiscarded:
    """The person threw it away; it stays in its folder until the bin is emptied."""

    path: str


@dataclass(frozen=True, slots=True)
class TakeFailed:
    """There is no clip."""

    code: str
    title: Bilingual
    hint: Bilingual


RecorderEvent = (
    IsReady | Started | Progress | Marked | HasPaused | HasResumed | Warned | TakeFinished | TakeDiscarded | TakeFailed
)
Ending = TakeFinished | TakeDiscarded | TakeFailed

_NAMES: Final[dict[str, type[Any]]] = {
    "ready": IsReady,
    "started": Started,
    "progress": Progress,
    "marked": Marked,
    "paused": HasPaused,
    "resumed": HasResumed,
    "warning": Warned,
    "finished": TakeFinished,
    "discarded": TakeDiscarded,
    "failed": TakeFailed,
}
_NAME_OF: Final = {kind: name for name, kind in _NAMES.items()}


def warned(code: str) -> Warned:
    return Warned(code, *NOTICES[code])


def failed(code: str) -> TakeFailed:
    return TakeFailed(code, *NOTICES.get(code, NOTICES["nothing_recorded"]))


def event_to_line(event: RecorderEvent) -> str:
    """One line of JSON, without the line end."""
    return json.dumps({"event": _NAME_OF[type(event)], **asdict(event)}, ensure_ascii=True)


def event_from_line(line: str) -> RecorderEvent:
    """The event in a line; MalformedWire for anything that is not one. Unknown fields are passed over."""
    try:
        value = json.loads(line)
        kind = _NAMES[value["event"]]
        known = {f.name: _read(f.name, value[f.name]) for f in fields(kind) if f.name in value}
        event: RecorderEvent = kind(**known)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise MalformedWire("event", "is not known") from None
    return event


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    match name:
        case "title" | "hint":
            return Bilingual(en=str(value["en"]), nl=str(value["nl"])) if value else NOTHING
        case "warnings":
            return tuple(str(code) for code in value)
        case "marks":
            return tuple(float(moment) for moment in value)
        case _:
            return value
