"""Pictures of the screen, and whether one differs from the last."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import mss
from mss.exception import ScreenShotError

from capture.notices import impossible
from capture.screens import Area

_memcmp = (ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)).memcmp
_memcmp.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)


_LOST = (ScreenShotError, OSError, AssertionError)
"""What mss raises when the screen is gone; the assertion is its own, for a server that no longer answers."""


class ScreenGone(Exception):
    """The screen can no longer be read."""


class FrameSource(Protocol):
    """Gives what an area looks like now: BGRx, rows without padding. ScreenGone when it cannot."""

    def grab(self, area: Area) -> bytearray: ...

    def close(self) -> None: ...


@dataclass(slots=True)
class MssFrames:
    """Through mss: shared memory on X11, the pointer drawn in."""

    grabber: Any

    def grab(self, area: Area) -> bytearray:
        try:
            shot = self.grabber.grab(
                {"left": area.x, "top": area.y, "width": area.width, "height": area.height},
            )
        except _LOST as error:
            raise ScreenGone from error
        picture: bytearray = shot.raw
        return picture

    def close(self) -> None:
        with suppress(*_LOST):
            self.grabber.close()


def open_frames(*, pointer: bool) -> MssFrames:
    """Connect to the screen. CaptureImpossible where there is none."""
    try:
        grabber = mss.MSS(with_cursor=True) if pointer and sys.platform == "linux" else mss.MSS()
    except (ScreenShotError, OSError):
        raise impossible("no_screen") from None
    return MssFrames(grabber)


def same(one: bytearray | None, other: bytearray) -> bool:
    """Whether two pictures are equal: one pass over memory without a copy. (Python's own comparison is far slower.)"""
    if one is None or len(one) != len(other):
        return False
    size = len(one)
    kind = ctypes.c_char * size
    equal: int = _memcmp(kind.from_buffer(one), kind.from_buffer(other), size)
    return equal == 0
