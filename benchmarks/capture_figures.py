"""The arithmetic of the capture benchmark: nothing here looks at a process, a screen or a file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]
"""The brightness of one frame, a row of bytes for each line."""

MATRICES: Final[Mapping[str, tuple[float, float, float]]] = {
    "BT.601": (0.299, 0.587, 0.114),
    "BT.709": (0.2126, 0.7152, 0.0722),
}


@dataclass(frozen=True, slots=True)
class Recording:
    """What one recorder did in one round. Times in seconds, CPU in cores, memory in MB, size in kB a second."""

    scene: str
    peer: str
    round: int
    cpu: float
    xvfb_cpu: float
    others_cpu: float
    pss: float
    first_frame: float
    begins: float
    stop: float
    duration: float
    size: float
    frames: int
    unique: int
    drawn: int
    time_error: float
    ssim: float
    matrix: str
    tagged: str
    faults: int
    warnings: tuple[str, ...] = ()

    @property
    def caught(self) -> float:
        """Distinct numbers in the clip against those drawn between its first and its last."""
        return self.unique / self.drawn if self.drawn else math.nan


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with the least and the most of what was measured."""

    middle: float
    least: float
    most: float

    def text(self, digits: int) -> str:
        return f"{self.middle:.{digits}f} ({self.least:.{digits}f}–{self.most:.{digits}f})"


def spread(values: Iterable[float]) -> Spread:
    """ValueError where there is nothing to summarise."""
    kept = list(values)
    if not kept:
        raise ValueError("nothing was measured")
    return Spread(median(kept), min(kept), max(kept))


def ratios(ours: Mapping[int, float], theirs: Mapping[int, float]) -> Spread:
    """How many times theirs, round by round: what drifts between rounds falls out."""
    return spread(ours[one] / theirs[one] for one in sorted(ours.keys() & theirs.keys()) if theirs[one])


def differences(ours: Mapping[int, float], theirs: Mapping[int, float]) -> Spread:
    return spread(ours[one] - theirs[one] for one in sorted(ours.keys() & theirs.keys()))


def number_of(code: int) -> int:
    """The number whose Gray code this is."""
    number = 0
    while code:
        number ^= code
        code >>= 1
    return number


def numbers_in(strips: bytes, bits: int, cell: int) -> list[int]:
    """The number of each frame, from the brightness of its strip of square cells, lowest bit first."""
    pixels = np.frombuffer(strips, np.uint8).reshape(-1, cell, bits, cell)
    inside = pixels[:, cell // 4 : -(cell // 4), :, cell // 4 : -(cell // 4)].mean(axis=(1, 3))
    codes = ((inside > 128) << np.arange(bits)).sum(axis=1)
    return [number_of(int(code)) for code in codes]


@dataclass(frozen=True, slots=True)
class Caught:
    """`unique` of the `drawn` numbers between the first and the last of a clip; its first number."""

    first: int
    begins: float
    """When the clip begins on the clock of the drawings, by the times of its frames; the usual delay falls out."""
    unique: int
    drawn: int
    time_error: float
    """How far frames are from the moment of their drawing, the usual delay left out: 95 % are nearer."""


def caught(numbers: Sequence[int], times: Sequence[float], drawn: Mapping[int, float]) -> Caught:
    """Compare a clip with the log of its scene. A number that was never drawn is a fault of the reading: ValueError."""
    seen: dict[int, float] = {}
    for number, moment in zip(numbers, times, strict=True):
        if number not in drawn:
            raise ValueError(f"the clip shows number {number}, which was not drawn")
        seen.setdefault(number, moment)
    if not seen:
        raise ValueError("the clip has no frames")
    between = sum(1 for number in drawn if min(seen) <= number <= max(seen))
    # The first number of a clip was drawn at any time before the recording began.
    later = [moment - drawn[number] for number, moment in seen.items()][1:]
    usual = median(later) if later else 0.0
    errors = sorted(abs(delay - usual) for delay in later)
    error = errors[int(len(errors) * 0.95)] if errors else math.nan
    return Caught(numbers[0], times[0] - usual if later else math.nan, len(seen), between, error)


@dataclass(frozen=True, slots=True)
class Spent:
    """What /proc/PID/stat says: the parent, ticks of its own, ticks of children that ended and were reaped."""

    parent: int
    own: int
    reaped: int
    started: int


def spent(stat: str) -> Spent:
    fields = stat.rpartition(")")[2].split()
    return Spent(int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14]), int(fields[19]))


def tree(parents: Mapping[int, int], root: int) -> set[int]:
    """The process and all that descend from it."""
    found = {root}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found


def machine_busy(stat: str) -> int:
    """Ticks that all processors were busy, from /proc/stat; time stolen by other machines counts."""
    values = [int(value) for value in stat.splitlines()[0].split()[1:9]]
    return sum(values) - values[3] - values[4]


def pss_kb(rollup: str) -> int:
    """The share of memory that is a process's own, from /proc/PID/smaps_rollup."""
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def luma(pixels: NDArray[np.uint8], matrix: str) -> Luma:
    """The brightness of BGRX pixels as a clip holds it: 16 for black, 235 for white."""
    red, green, blue = MATRICES[matrix]
    weights = np.array([blue, green, red], np.float32) * (219 / 255)
    return np.rint(pixels[:, :, :3].astype(np.float32) @ weights + 16).astype(np.uint8)


def ssim(one: Luma, other: Luma) -> float:
    """Structural similarity as ffmpeg's `ssim` filter reckons it: windows of 8 by 8 pixels, each 4 pixels."""
    a, b = one.astype(np.int64), other.astype(np.int64)
    s1, s2, ss, s12 = (_windows(values) for values in (a, b, a * a + b * b, a * b))
    c1, c2 = 0.01**2 * 255**2 * 64, 0.03**2 * 255**2 * 64 * 63
    variance = ss * 64 - s1 * s1 - s2 * s2
    together = s12 * 64 - s1 * s2
    similar = (2 * s1 * s2 + c1) * (2 * together + c2) / ((s1 * s1 + s2 * s2 + c1) * (variance + c2))
    return float(similar.mean())


def _windows(values: NDArray[np.int64]) -> NDArray[np.int64]:
    height, width = values.shape[0] // 4, values.shape[1] // 4
    blocks: Any = values[: height * 4, : width * 4].reshape(height, 4, width, 4).sum(axis=(1, 3))
    sums: NDArray[np.int64] = blocks[:-1, :-1] + blocks[1:, :-1] + blocks[:-1, 1:] + blocks[1:, 1:]
    return sums
