"""When each sample of sound was heard, and one unbroken track of it. Pure arithmetic: no device, no clock."""

from __future__ import annotations

import math
from array import array
from collections import deque
from dataclasses import dataclass, field
from typing import Final

RATE: Final = 48_000
CHANNELS: Final = 1
SAMPLE: Final = 2
"""Bytes of one sample: signed 16 bit, little-endian."""

LONGEST_BLOCK: Final = RATE // 10
"""Samples in one block of silence."""

WINDOW_S: Final = 3.0
TOLERANCE: Final = RATE * 60 // 1000
"""Samples by which sound may be off before it is cut or filled; less is left to ffmpeg's resampler."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples and the monotonic moment, in seconds, at which the first of them was heard."""

    first: float
    pcm: bytes


Block = tuple[int, bytes]
"""Media time in milliseconds, samples."""


@dataclass(slots=True)
class SampleClock:
    """Moments for samples that arrive in bursts. A burst may be late but never early: the earliest are right."""

    samples: int = 0
    _bases: deque[tuple[float, float]] = field(default_factory=deque)

    def heard(self, arrival: float, samples: int) -> float:
        """The moment of the first of `samples` that had arrived whole at `arrival`."""
        base = arrival - (self.samples + samples) / RATE
        while self._bases and self._bases[-1][1] >= base:
            self._bases.pop()
        self._bases.append((arrival, base))
        while self._bases[0][0] < arrival - WINDOW_S:
            self._bases.popleft()
        moment = self._bases[0][1] + self.samples / RATE
        self.samples += samples
        return moment


@dataclass(slots=True)
class SoundTrack:
    """The clip's sound from media time 0 on, without holes: what is missing becomes silence, what overlaps is cut."""

    position: int = 0
    """Samples so far."""
    heard: int = 0
    """Of these, the ones that came from the microphone."""

    @property
    def length_s(self) -> float:
        return self.position / RATE

    def add(self, at_s: float, pcm: bytes, end_s: float = math.inf) -> list[Block]:
        """Blocks that bring these samples, heard at media time `at_s`, into the track; nothing goes past `end_s`."""
        start = round(at_s * RATE)
        if end_s != math.inf:
            pcm = pcm[: max(round(end_s * RATE) - start, 0) * SAMPLE]
        cut = self.position - start
        if cut > TOLERANCE or start < 0:
            pcm = pcm[max(cut, -start) * SAMPLE :]
            start = max(self.position, 0)
        if not pcm:
            return []
        blocks = self.fill(start / RATE) if -cut > TOLERANCE else []
        samples = len(pcm) // SAMPLE
        blocks.append((round(start * 1000 / RATE), pcm))
        self.position = start + samples
        self.heard += samples
        return blocks

    def fill(self, until_s: float) -> list[Block]:
        """Blocks of silence up to a media time."""
        blocks = []
        end = round(until_s * RATE)
        while self.position < end:
            samples = min(end - self.position, LONGEST_BLOCK)
            blocks.append((round(self.position * 1000 / RATE), bytes(samples * SAMPLE)))
            self.position += samples
        return blocks


def level_db(pcm: bytes) -> float:
    """The loudest sample, in dB below full scale; -96 for silence."""
    samples = array("h", pcm[: len(pcm) // SAMPLE * SAMPLE])
    if not samples:
        return -96.0
    highest, lowest = max(samples), min(samples)
    peak = max(highest, -lowest)
    return max(round(20 * math.log10(peak / 32768), 1), -96.0) if peak else -96.0
