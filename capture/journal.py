"""What happened beside the picture of a take, as lines of JSON with the clip's times: `events.jsonl` in its folder.

    {"at": 1.234, "kind": "click", "button": "left", "x": 310, "y": 42}
    {"at": 2.5, "kind": "mark"}
    {"at": 3.071, "kind": "keys", "keys": "Ctrl+C"}

`at` counts seconds from the clip's first picture. Lines may stand out of order: keys are noted a moment late.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from capture.inputs import Button
from core.errors import AppError
from core.reading import Reader, parse_json

log = logging.getLogger(__name__)

BUTTONS: Final[tuple[Button, ...]] = get_args(Button)

MOST_LINES: Final = 50_000
MOST_BYTES: Final = 8 << 20
LONGEST_KEYS: Final = 64
LATEST_S: Final = 1_000_000.0
FARTHEST: Final = 1 << 16
"""Pixels; X11 counts places in 16 bits."""


@dataclass(frozen=True, slots=True)
class NotedClick:
    """A mouse button went down. `x` and `y` count from the picture's upper left corner, in its pixels."""

    at_s: float
    button: Button
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class NotedMark:
    """The person marked this moment."""

    at_s: float


@dataclass(frozen=True, slots=True)
class NotedKeys:
    """A shortcut was pressed: `Ctrl+Shift+V`."""

    at_s: float
    keys: str


Noted = NotedClick | NotedMark | NotedKeys


@dataclass(slots=True)
class Journal:
    """Appends to the file at `path`, which is made with the first line, readable by its owner alone.

    Each line is in the file, whole, when `write` returns; whether it survives a power cut is for others to see to.
    Nothing is raised where the disk refuses: the log says so once and the journal ends there, the recording does not.
    """

    path: Path
    _handle: int | None = None
    _lines: int = 0
    _ended: bool = False

    def write(self, noted: Noted) -> None:
        """Append one line. After MOST_LINES nothing more is written."""
        if self._ended or self._lines >= MOST_LINES:
            return
        line = noted_to_line(noted).encode("ascii") + b"\n"
        try:
            if self._handle is None:
                self._handle, started = _open(self.path)
                # Another process may have died in the middle of a line: an empty one ends it.
                line = b"\n" + line if started else line
            whole = os.write(self._handle, line) == len(line)
        except OSError as error:
            self._end(type(error).__name__)
            return
        self._lines += 1
        if not whole:
            self._end("only part of a line was taken")

    def close(self) -> None:
        """Nothing is written after this."""
        self._ended = True
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _end(self, why: str) -> None:
        log.warning("no more events are noted: %s", why)
        self.close()


def _open(path: Path) -> tuple[int, bool]:
    """A descriptor to append with, and whether the file holds something already."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return handle, os.fstat(handle).st_size > 0


def noted_to_line(noted: Noted) -> str:
    """One line of JSON, without the line end. Times have milliseconds."""
    value: dict[str, object] = {"at": round(noted.at_s, 3)}
    match noted:
        case NotedClick(_, button, x, y):
            value |= {"kind": "click", "button": button, "x": x, "y": y}
        case NotedMark():
            value |= {"kind": "mark"}
        case NotedKeys(_, keys):
            value |= {"kind": "keys", "keys": keys}
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def read_journal(path: Path) -> tuple[Noted, ...]:
    """Everything in the file that can be read, oldest first; nothing where there is no file.

    Never raises. Lines that are torn, unknown or out of bounds are passed over, as is all beyond MOST_LINES lines
    or MOST_BYTES bytes.
    """
    try:
        with path.open("rb") as file:
            lines = file.read(MOST_BYTES).split(b"\n", MOST_LINES)[:MOST_LINES]
    except OSError:
        return ()
    read = (_noted(line) for line in lines)
    return tuple(sorted((noted for noted in read if noted is not None), key=lambda noted: noted.at_s))


def _noted(line: bytes) -> Noted | None:
    if not line:
        return None
    try:
        read = Reader(parse_json(line))
        at_s = read.raw("at")
        # True is an int to Python; not-a-number fails every comparison.
        if isinstance(at_s, bool) or not isinstance(at_s, int | float) or not 0 <= at_s <= LATEST_S:
            return None
        return _of_kind(read, float(at_s))
    except AppError:
        return None


def _of_kind(read: Reader, at_s: float) -> Noted | None:
    """MalformedWire where a field of a known kind is wrong; None for a kind that is not known."""
    match read.raw("kind"):
        case "click":
            name = read.line("button")
            button = next((known for known in BUTTONS if known == name), None)
            x, y = (read.number(side, -FARTHEST, FARTHEST) for side in ("x", "y"))
            return NotedClick(at_s, button, x, y) if button else None
        case "mark":
            return NotedMark(at_s)
        case "keys":
            keys = read.text("keys", longest=LONGEST_KEYS)
            return NotedKeys(at_s, keys) if keys and keys.isprintable() else None
        case _:
            return None
