"""A rectangle that a person draws, moves and stretches on a screen. Pure arithmetic, in physical pixels."""

from __future__ import annotations

from typing import Final

from capture.requests import Region

SMALLEST: Final = 16
"""Pixels of the shortest side: less is not worth recording."""

Handle = tuple[int, int]
"""Which edges it takes along: -1 the left or the top one, 1 the right or the bottom one, 0 none."""

HANDLES: Final[tuple[Handle, ...]] = tuple((x, y) for y in (-1, 0, 1) for x in (-1, 0, 1) if (x, y) != (0, 0))


def drawn(bounds: Region, start: tuple[int, int], end: tuple[int, int]) -> Region:
    """From one point to another, inside the bounds and at least the smallest."""
    left, width = _span(start[0], end[0], bounds.x, bounds.width)
    top, height = _span(start[1], end[1], bounds.y, bounds.height)
    return Region(left, top, width, height)


def moved(region: Region, bounds: Region, by_x: int, by_y: int) -> Region:
    """As large as before, as far as the bounds let it go."""
    x = min(max(region.x + by_x, bounds.x), bounds.x + bounds.width - region.width)
    y = min(max(region.y + by_y, bounds.y), bounds.y + bounds.height - region.height)
    return Region(x, y, region.width, region.height)


def stretched(region: Region, bounds: Region, handle: Handle, by_x: int, by_y: int) -> Region:
    """With the edges of this handle moved; the others stay where they are."""
    x, width = _edge(region.x, region.width, bounds.x, bounds.width, handle[0], by_x)
    y, height = _edge(region.y, region.height, bounds.y, bounds.height, handle[1], by_y)
    return Region(x, y, width, height)


def even(region: Region) -> Region:
    """With even sides, as video has them: the last odd line is left out."""
    return Region(region.x, region.y, region.width - region.width % 2, region.height - region.height % 2)


def centred(bounds: Region) -> Region:
    """Three fifths of a screen, in its middle: something to begin with."""
    width, height = bounds.width * 3 // 5, bounds.height * 3 // 5
    return Region(bounds.x + (bounds.width - width) // 2, bounds.y + (bounds.height - height) // 2, width, height)


def within(region: Region, x: int, y: int) -> bool:
    return region.x <= x < region.x + region.width and region.y <= y < region.y + region.height


def _span(start: int, end: int, low: int, length: int) -> tuple[int, int]:
    high = low + length
    start, end = (min(max(at, low), high) for at in (start, end))
    first, last = min(start, end), max(start, end)
    if last - first < SMALLEST:
        first = min(first, high - SMALLEST) if end >= start else max(last - SMALLEST, low)
        last = first + SMALLEST
    return first, last - first


def _edge(at: int, length: int, low: int, most: int, which: int, by: int) -> tuple[int, int]:
    last = at + length
    if which < 0:
        first = min(max(at + by, low), last - SMALLEST)
        return first, last - first
    if which > 0:
        last = max(min(last + by, low + most), at + SMALLEST)
    return at, last - at
