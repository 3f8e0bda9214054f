"""What changed on the screen since the last look, as patches of pixels."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Protocol

import mss
from mss.exception import ScreenShotError

from capture.notices import impossible
from capture.screens import Area

ROW_STEP: Final = 2
COLUMN_STEP: Final = 16
"""Patches lie on this grid: colour is stored for pairs of pixels, and converters work on 64 bytes at a time."""

_memcmp = (ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)).memcmp
_memcmp.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)

LOST_SCREEN: Final = (ScreenShotError, OSError, AssertionError)
"""What mss raises when the screen is gone; the assertion is its own, for a server that no longer answers."""


class ScreenGone(Exception):
    """The screen can no longer be read."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of the picture, in its own pixels. `pixels` are BGRx, rows without padding, good until the next patch."""

    x: int
    y: int
    width: int
    height: int
    pixels: bytes | bytearray | memoryview


class FrameSource(Protocol):
    """Tells what an area looks like, and then what changed in it. ScreenGone when the screen cannot be read."""

    @property
    def wake(self) -> int | None:
        """A descriptor that can be read when something may have changed; None: ask every time."""

    def look(self, area: Area, *, afresh: bool = False) -> Iterator[Patch]:
        """What changed since the last look, or with `afresh` everything. Each patch is to be used before the next."""

    def layout_changed(self, *, surely: bool = False) -> bool:
        """Whether monitors came, went or changed their size since this was asked last.

        With `surely` the screen is asked to tell all it knows first. ScreenGone when it does not answer.
        """

    def close(self) -> None: ...


def on_grid(x: int, y: int, width: int, height: int, area: Area) -> Area | None:
    """The part of a changed rectangle of the desktop that lies in `area`, in the picture's pixels and on the grid.

    As wide as a multiple of COLUMN_STEP, or else as the whole picture. None where nothing of it lies inside.
    """
    left, top = max(x - area.x, 0), max(y - area.y, 0)
    right, bottom = min(x + width - area.x, area.width), min(y + height - area.y, area.height)
    if left >= right or top >= bottom:
        return None
    left, top = left // COLUMN_STEP * COLUMN_STEP, top // ROW_STEP * ROW_STEP
    wide = -(-(right - left) // COLUMN_STEP) * COLUMN_STEP
    left = max(min(left, area.width - wide), 0)
    wide = min(wide, area.width)
    return Area(left, top, wide, min(-(-(bottom - top) // ROW_STEP) * ROW_STEP, area.height - top))


@dataclass(slots=True)
class WholeFrames:
    """Through mss's public face, wherever it runs: every picture is taken whole and compared with the last."""

    grabber: Any
    _last: bytearray | None = None

    @property
    def wake(self) -> int | None:
        return None

    def look(self, area: Area, *, afresh: bool = False) -> Iterator[Patch]:
        try:
            shot = self.grabber.grab(
                {"left": area.x, "top": area.y, "width": area.width, "height": area.height},
            )
        except LOST_SCREEN as error:
            raise ScreenGone from error
        picture: bytearray = shot.raw
        if afresh or not same(self._last, picture):
            self._last = picture
            yield Patch(0, 0, area.width, area.height, picture)

    def layout_changed(self, *, surely: bool = False) -> bool:
        return False

    def close(self) -> None:
        with suppress(*LOST_SCREEN):
            self.grabber.close()


def open_frames(*, pointer: bool) -> FrameSource:
    """Connect to the screen: by the lightest way there is here. CaptureImpossible where there is none."""
    if sys.platform == "linux":
        from capture.x11_frames import open_x11_frames

        light = open_x11_frames(pointer=pointer)
        if light is not None:
            return light
    try:
        grabber = mss.MSS(with_cursor=True) if pointer and sys.platform == "linux" else mss.MSS()
    except (ScreenShotError, OSError):
        raise impossible("no_screen") from None
    return WholeFrames(grabber)


def same(one: bytearray | None, other: bytearray) -> bool:
    """Whether two pictures are equal: one pass over memory without a copy. (Python's own comparison is far slower.)"""
    if one is None or len(one) != len(other):
        return False
    size = len(one)
    kind = ctypes.c_char * size
    equal: int = _memcmp(kind.from_buffer(one), kind.from_buffer(other), size)
    return equal == 0
