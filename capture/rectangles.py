"""Which rectangles of the screen to fetch for what changed: few, and not much larger than the change."""

from __future__ import annotations

from typing import Final

from capture.screens import Area, around

MOST_PATCHES: Final = 6
WORTH_A_PATCH: Final = 1.25
"""Two rectangles become one where that is no larger than this times the two: each costs a question and a conversion."""


def gathered(changed: list[Area]) -> list[Area]:
    """At most MOST_PATCHES rectangles that hold all of these. The nearer two are, the sooner they become one."""
    boxes = list(changed[: 4 * MOST_PATCHES])
    if len(changed) > len(boxes):
        boxes.append(around(changed[len(boxes) :]))
    while len(boxes) > 1:
        first, second, waste = _nearest(boxes)
        if waste > WORTH_A_PATCH and len(boxes) <= MOST_PATCHES:
            break
        other = boxes.pop(second)
        boxes[first] = around([boxes[first], other])
    return boxes


def touching(one: Area, other: Area) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _nearest(boxes: list[Area]) -> tuple[int, int, float]:
    """The two that are cheapest to join: how many times larger than the two the joined one is."""
    pairs = (
        (_size(around([one, other])) / (_size(one) + _size(other)), first, second)
        for first, one in enumerate(boxes)
        for second, other in enumerate(boxes)
        if first < second
    )
    waste, first, second = min(pairs)
    return first, second, waste


def _size(box: Area) -> int:
    return box.width * box.height
