"""What a person asks to have recorded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, assert_never, cast

from core.canonical import Json
from core.reading import Reader

Profile = Literal["light", "balanced", "small"]
PROFILES: Final[tuple[Profile, ...]] = ("light", "balanced", "small")

DEFAULT_MICROPHONE: Final = "default"
NO_MICROPHONE: Final = "none"

FREE_TO_START: Final = 1_000_000_000
"""Bytes that must be free before a recording starts."""

BYTES_A_SECOND: Final = 250_000
"""What a second of much movement on a screen of 1920 by 1080 takes, rounded up (benchmarks/RESULTS.md)."""

FREE_TO_GO_ON: Final = 200_000_000
"""Bytes left at which a recording is ended, so that the draft can still be saved."""

MOST_BYTES: Final = 2**53 - 1
WIDEST: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Screen:
    """A monitor, counted from 1; 1 is the main one."""

    number: int = 1


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the whole desktop, in physical pixels from its top left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Window:
    """The window whose title is this, or else holds it; the place it has on the screen is recorded."""

    title: str


Target = Screen | Region | Window


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """One recording to make. `take_dir` is its own folder; `microphone` is `default`, `none` or a device's name."""

    take_dir: Path
    target: Target = Screen()
    fps: int = 30
    profile: Profile = "balanced"
    microphone: str = DEFAULT_MICROPHONE
    less_noise: bool = False
    """Whether steady noise behind the voice is turned down."""
    pointer: bool = True
    shortcuts: bool = False
    """Whether pressed shortcuts (never typing) are noted beside the clip."""
    free_to_start: int = FREE_TO_START
    free_to_go_on: int = FREE_TO_GO_ON


def room_for(seconds: float | None) -> int:
    """Bytes that must be free for a recording of this length: for the clip as it is written, and once for the copy."""
    return max(FREE_TO_START, 0 if seconds is None else round(2 * seconds * BYTES_A_SECOND))


def request_to_json(request: TakeRequest) -> dict[str, Json]:
    return {
        "take_dir": str(request.take_dir),
        "target": _target_to_json(request.target),
        "fps": request.fps,
        "profile": request.profile,
        "microphone": request.microphone,
        "less_noise": request.less_noise,
        "pointer": request.pointer,
        "shortcuts": request.shortcuts,
        "free_to_start": request.free_to_start,
        "free_to_go_on": request.free_to_go_on,
    }


def request_from_json(value: object) -> TakeRequest:
    """What `request_to_json` wrote; MalformedWire names the place that cannot be read."""
    read = Reader(value)
    request = TakeRequest(
        take_dir=Path(read.text("take_dir")),
        target=_target_from_json(read.child("target")),
        fps=read.number("fps", 1, 60, 30),
        profile=cast("Profile", read.one_of("profile", PROFILES, "balanced")),
        microphone=read.line("microphone", DEFAULT_MICROPHONE),
        less_noise=read.truth("less_noise", False),
        pointer=read.truth("pointer", True),
        shortcuts=read.truth("shortcuts", False),
        free_to_start=read.number("free_to_start", 0, MOST_BYTES, FREE_TO_START),
        free_to_go_on=read.number("free_to_go_on", 0, MOST_BYTES, FREE_TO_GO_ON),
    )
    read.finish()
    return request


def _target_to_json(target: Target) -> dict[str, Json]:
    match target:
        case Screen(number):
            return {"kind": "screen", "number": number}
        case Region(x, y, width, height):
            return {"kind": "region", "x": x, "y": y, "width": width, "height": height}
        case Window(title):
            return {"kind": "window", "title": title}
    assert_never(target)


def _target_from_json(read: Reader) -> Target:
    target: Target
    match read.one_of("kind", ("screen", "region", "window")):
        case "screen":
            target = Screen(read.number("number", 1, 64, 1))
        case "region":
            target = Region(
                read.number("x", -WIDEST, WIDEST),
                read.number("y", -WIDEST, WIDEST),
                read.number("width", 1, WIDEST),
                read.number("height", 1, WIDEST),
            )
        case _:
            target = Window(read.line("title"))
    read.finish()
    return target
