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
TOLERANCE: Final = RATE * 20 // 1000
"""Samples by which sound may be off before it is cut or filled at once: then samples were really lost."""

SLEW: Final = 0.0005
"""Less than that is made good this gently, by a resampler: a microphone's clock runs a little fast or slow."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples and the monotonic moment, in seconds, at which the first of them was heard."""

    first: float
    pcm: bytes


Block = tuple[int, bytes]
"""Number of the first sample, counted from media time 0, and the samples."""


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

    position: float = 0.0
    """Samples so far, by the recorder's clock."""
    heard: int = 0
    """Samples that came from the microphone."""
    aligned: bool = False
    """Whether the last samples were the microphone's. After silence the next ones go to their exact place."""

    @property
    def length_s(self) -> float:
        return self.position / RATE

    def add(self, at_s: float, pcm: bytes, end_s: float = math.inf) -> list[Block]:
        """Blocks that bring these samples, heard at media time `at_s`, into the track; nothing goes past `end_s`."""
        off = at_s * RATE - self.position
        tolerance = TOLERANCE if self.aligned else 0
        blocks: list[Block] = []
        if off > tolerance:
            blocks = self.fill(min(at_s, end_s))
        elif off < -tolerance:
            pcm = pcm[math.ceil(-off) * SAMPLE :]
        else:
            most = len(pcm) // SAMPLE * SLEW
            self.position += min(max(off, -most), most)
        if end_s != math.inf:
            pcm = pcm[: max(round(end_s * RATE - self.position), 0) * SAMPLE]
        if not pcm:
            return blocks
        blocks.append((round(self.position), pcm))
        self.aligned = True
        self.position += len(pcm) // SAMPLE
        self.heard += len(pcm) // SAMPLE
        return blocks

    def fill(self, until_s: float) -> list[Block]:
        """Blocks of silence up to a media time."""
        self.aligned = False
        blocks: list[Block] = []
        missing = round(until_s * RATE - self.position)
        while missing > 0:
            samples = min(missing, LONGEST_BLOCK)
            blocks.append((round(self.position), bytes(samples * SAMPLE)))
            self.position += samples
            missing -= samples
        return blocks


QUIET_DB: Final = -60.0
"""Louder than this is heard. A quiet room with a working microphone lies below it, speech far above."""

SILENT_AFTER_S: Final = 3.0


@dataclass(slots=True)
class Silence:
    """Notices that nothing has been heard for a while, and that it is over. Time is given, in seconds."""

    since: float | None = None
    told: bool = False

    def hear(self, level: float | None, now: float) -> bool | None:
        """True when silence has just become worth telling, False when it has just ended, None otherwise."""
        if level is not None and level > QUIET_DB:
            self.since = None
            ended, self.told = self.told, False
            return False if ended else None
        if self.since is None:
            self.since = now
        if self.told or now - self.since < SILENT_AFTER_S:
            return None
        self.told = True
        return True

    def forget(self) -> None:
        """Begin anew: after a pause, or without a microphone."""
        self.since, self.told = None, False


def level_db(pcm: bytes) -> float:
    """The loudest sample, in dB below full scale; -96 for silence."""
    samples = array("h", pcm[: len(pcm) // SAMPLE * SAMPLE])
    if not samples:
        return -96.0
    highest, lowest = max(samples), min(samples)
    peak = max(highest, -lowest)
    return max(round(20 * math.log10(peak / 32768), 1), -96.0) if peak else -96.0
