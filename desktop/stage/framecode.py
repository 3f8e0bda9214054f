"""How the scene writes a frame number as squares, so that a recording of it can be judged.

Two rows of equal squares. The upper row: white, black, white, then the bits of the number's Gray code (most
significant first), then black, white, black. The lower row is the exact opposite of the upper one: where both do
not differ, the place is covered or the picture was taken between two frames. Neighbours differ in one bit only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BITS: Final = 16
_BEFORE: Final = (True, False, True)
_AFTER: Final = (False, True, False)
COLUMNS: Final = len(_BEFORE) + BITS + len(_AFTER)


@dataclass(frozen=True, slots=True)
class Strip:
    """Where the squares stand, in pixels of the screen."""

    x: int
    y: int
    square: int

    @property
    def width(self) -> int:
        return self.square * COLUMNS

    @property
    def height(self) -> int:
        return self.square * 2


def gray(number: int) -> int:
    return number ^ number >> 1


def upper_row(number: int) -> tuple[bool, ...]:
    """The squares from left to right, True for white. ValueError for a number that does not fit."""
    if not 0 <= number < 1 << BITS:
        raise ValueError(f"{number} does not fit in {BITS} bits")
    code = gray(number)
    return _BEFORE + tuple(bool(code >> bit & 1) for bit in reversed(range(BITS))) + _AFTER


def rows(number: int) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
    upper = upper_row(number)
    return upper, tuple(not white for white in upper)
