"""The pointer's picture, and how it is drawn into a patch. X keeps it apart from what is on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

OPAQUE = 255


@dataclass(frozen=True, slots=True)
class PointerImage:
    """`runs` are opaque (column, row, BGRx bytes), `mixed` are see-through (column, row, B, G, R, alpha).

    Colours are premultiplied, as XFixes gives them.
    """

    width: int
    height: int
    hot_x: int
    hot_y: int
    runs: tuple[tuple[int, int, bytes], ...]
    mixed: tuple[tuple[int, int, int, int, int, int], ...]


def pointer_image(width: int, height: int, hot_x: int, hot_y: int, argb: Sequence[int]) -> PointerImage:
    """From 32 bit premultiplied ARGB values, row after row."""
    runs: list[tuple[int, int, bytes]] = []
    mixed: list[tuple[int, int, int, int, int, int]] = []
    for row in range(height):
        run, start = bytearray(), 0
        for column in range(width):
            value = argb[row * width + column]
            alpha = value >> 24
            if alpha == OPAQUE:
                start = start if run else column
                run += (value & 0xFFFFFF).to_bytes(4, "little")
                continue
            if run:
                runs.append((start, row, bytes(run)))
                run = bytearray()
            if alpha:
                mixed.append((column, row, value & 0xFF, value >> 8 & 0xFF, value >> 16 & 0xFF, alpha))
        if run:
            runs.append((start, row, bytes(run)))
    return PointerImage(width, height, hot_x, hot_y, tuple(runs), tuple(mixed))


def draw_pointer(image: PointerImage, pixels: bytearray, width: int, left: int, top: int) -> None:
    """Draw it with its top left corner at (left, top) of BGRx pixels of this width; what sticks out is left out."""
    height = len(pixels) // (width * 4)
    for column, row, run in image.runs:
        y, x = top + row, left + column
        if 0 <= y < height:
            first, last = max(-x, 0), min(len(run) // 4, width - x)
            if first < last:
                at = (y * width + x + first) * 4
                pixels[at : at + (last - first) * 4] = run[first * 4 : last * 4]
    for column, row, blue, green, red, alpha in image.mixed:
        y, x = top + row, left + column
        if 0 <= y < height and 0 <= x < width:
            at = (y * width + x) * 4
            for offset, colour in enumerate((blue, green, red)):
                pixels[at + offset] = min(colour + pixels[at + offset] * (OPAQUE - alpha) // OPAQUE, OPAQUE)
