"""How far sound and picture of a clip are apart, against when they were really seen and heard.

    error = (beep - flash in the clip) - (beep - flash in the room);  negative: the sound is early

The flash is true to half the time the X server took to draw it (some 0.2 ms). The beep is heard by a second reader at
the monitor of the room's sink, whose blocks of 5 ms are timed by the quickest of their neighbours: that clock was
steady to 0.2 ms, and two readers agreed to 0.1 ms. What is left is the sound server's own period, within which a
loudspeaker that is none has no truth: it is forced to 64 samples, 1.3 ms. In all 2 ms at most. A picture is as exact
as the recorder takes it: sampled at 30 fps it is 0 to 33 ms late, which many events out of step with it average.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from media.ffmpeg import executable
from tests.capture.flash_and_beep import RATE, beep

HERE = Path(__file__).parent
SIZE = 128
BLOCK = 1 << 18
PERIOD_SAMPLES = 64


@dataclass(frozen=True)
class Offsets:
    """For each event, when it was, and by how many ms its sound is too late in the clip."""

    at_s: np.ndarray
    errors_ms: np.ndarray

    @property
    def median_ms(self) -> float:
        return float(np.median(self.errors_ms))

    @property
    def spread_ms(self) -> tuple[float, float]:
        low, high = np.percentile(self.errors_ms, [5, 95])
        return float(low), float(high)

    @property
    def drift_ms(self) -> float:
        """How much the error grew from the first tenth of the events to the last."""
        tenth = max(len(self.errors_ms) // 10, 1)
        return float(np.median(self.errors_ms[-tenth:]) - np.median(self.errors_ms[:tenth]))

    def __str__(self) -> str:
        low, high = self.spread_ms
        return f"A/V error {self.median_ms:+.1f} ms (p5 {low:+.1f}, p95 {high:+.1f}; {len(self.errors_ms)} events)"


@dataclass
class Witness:
    """Listens at the monitor of a sink and knows the monotonic moment of each sample."""

    process: subprocess.Popen
    data: list[bytes] = field(default_factory=list)
    came: list[tuple[float, int]] = field(default_factory=list)
    hears: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        samples = 0
        while block := os.read(self.process.stdout.fileno(), 1 << 16):
            samples += len(block) // 2
            self.came.append((time.monotonic(), samples))
            self.data.append(block)
            self.hears.set()

    def beeps(self) -> np.ndarray:
        """Monotonic seconds at which beeps began."""
        sound = np.frombuffer(b"".join(self.data), np.int16)
        moments, samples = np.array(self.came).T
        began = moments - samples / RATE
        places = places_of_beeps(sound)
        near = [began[np.abs(samples - place) < 5 * RATE] for place in places]
        return np.array([place / RATE + np.percentile(some, 2) for place, some in zip(places, near, strict=True)])


@contextmanager
def witness(environ: Mapping[str, str], sink: str) -> Iterator[Witness]:
    """Begin with this: a sound server that changes its period in mid-recording shifts what others hear."""
    force = ["pw-metadata", "-n", "settings", "0", "clock.force-quantum"]
    quiet = {"env": dict(environ), "stderr": subprocess.DEVNULL}
    subprocess.run([*force, str(PERIOD_SAMPLES)], check=True, stdout=subprocess.DEVNULL, **quiet)
    line = ["parec", "--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=5"]
    with subprocess.Popen([*line, f"--device={sink}.monitor"], stdout=subprocess.PIPE, bufsize=0, **quiet) as process:
        heard = Witness(process)
        thread = threading.Thread(target=heard.listen)
        thread.start()
        try:
            assert heard.hears.wait(10), "the room is not heard"
            yield heard
        finally:
            process.terminate()
            thread.join()
            subprocess.run([*force, "0"], check=True, stdout=subprocess.DEVNULL, **quiet)


@dataclass(frozen=True)
class Flashing:
    process: subprocess.Popen
    log: Path

    def flashes(self) -> np.ndarray:
        return np.array([float(line) for line in self.log.read_text(encoding="ascii").splitlines()])

    def wait(self, within_s: float) -> None:
        assert self.process.wait(within_s) == 0


@contextmanager
def flashing(
    environ: Mapping[str, str], place: tuple[int, int], events: int, period_s: float, sink: str, folder: Path
) -> Iterator[Flashing]:
    log = folder / "flashes.log"
    words = [str(word) for word in (*place, SIZE, events, period_s, 1, sink, folder / "beep.wav", log)]
    process = subprocess.Popen([sys.executable, str(HERE / "flash_and_beep.py"), *words], env=dict(environ))
    try:
        yield Flashing(process, log)
    finally:
        process.terminate()
        process.wait()


def offsets(clip: Path, flashes: np.ndarray, beeps: np.ndarray) -> Offsets:
    """Every flash of the room must be in the clip; a beep belongs to the flash it follows."""
    shown, heard = flashes_in(clip), places_of_beeps(sound_of(clip)) / RATE
    assert len(shown) == len(flashes), f"{len(flashes)} flashes were drawn, {len(shown)} are in the clip"
    errors = [
        (_beep_of(flash, heard) - flash - (_beep_of(truth, beeps) - truth)) * 1000
        for flash, truth in zip(shown, flashes, strict=True)
    ]
    return Offsets(flashes - flashes[0], np.array(errors))


def _beep_of(flash: float, beeps: np.ndarray) -> float:
    after = beeps[(beeps > flash - 0.2) & (beeps < flash + 0.35)]
    assert len(after) == 1, f"{len(after)} beeps belong to the flash at {flash:.3f}"
    return float(after[0])


def flashes_in(clip: Path) -> np.ndarray:
    """Media seconds at which the top left corner became white."""
    middle = f"crop=16:16:{SIZE // 2}:{SIZE // 2},format=gray,showinfo"
    line = [executable(), "-v", "info", "-i", str(clip), "-fps_mode", "passthrough", "-vf", middle]
    ran = subprocess.run([*line, "-f", "rawvideo", "-"], capture_output=True, check=True)
    white = np.frombuffer(ran.stdout, np.uint8).reshape(-1, 256).mean(axis=1) > 128
    times = np.array([float(text) for text in re.findall(r"pts_time:([\d.]+)", ran.stderr.decode())])
    return times[1:][white[1:] & ~white[:-1]]


def sound_of(clip: Path) -> np.ndarray:
    """The sound from media time 0 on."""
    line = [executable(), "-v", "error", "-i", str(clip), "-vn", "-af", f"aresample={RATE}:async=1:first_pts=0"]
    ran = subprocess.run([*line, "-ac", "1", "-f", "s16le", "-"], capture_output=True, check=True)
    return np.frombuffer(ran.stdout, np.int16)


def places_of_beeps(sound: np.ndarray) -> np.ndarray:
    """The first sample of each beep, by matched filter, block by block."""
    tone = beep().astype(float)
    filtered = np.conj(np.fft.rfft(tone, BLOCK))
    step = BLOCK - len(tone)
    likeness = np.concatenate(
        [
            np.fft.irfft(np.fft.rfft(sound[at : at + BLOCK].astype(float), BLOCK) * filtered, BLOCK)[:step]
            for at in range(0, len(sound), step)
        ]
    )
    loud = likeness > likeness.max() / 2
    places, at = [], 0
    while loud[at:].any():
        at += int(np.argmax(loud[at:]))
        places.append(at + int(np.argmax(likeness[at : at + len(tone)])))
        at = places[-1] + 2 * len(tone)
    return np.array(places)
