"""Sound from a microphone. On Linux through `parec`, whose moments were the truest of four ways that were measured."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from capture.microphones import Microphone
from capture.sound import CHANNELS, RATE, SAMPLE, SampleClock, Sound
from core.clock import Monotonic

LATENCY_MS: Final = 20
SILENT_FOR_S: Final = 1.5
"""A microphone that gives no samples at all for so long is gone. (One in a quiet room gives samples of silence.)"""

LOOK_AGAIN_S: Final = 1.0
KEPT: Final = 500
"""Bursts kept for a recorder that is busy: some ten seconds."""


class AudioSource(Protocol):
    """A microphone that goes on by itself when it is unplugged and connected again."""

    def open(self) -> None:
        """Start listening; returns at once."""

    def heard(self) -> list[Sound]:
        """What came in since the last call, oldest first."""

    def wait(self, seconds: float) -> None:
        """Until there is something to hear, but no longer than this."""

    def close(self) -> None:
        """Stop listening, and wait until that is so."""


@dataclass(slots=True)
class NoSound:
    """No microphone was wanted."""

    def open(self) -> None:
        return

    def heard(self) -> list[Sound]:
        return []

    def wait(self, seconds: float) -> None:
        return

    def close(self) -> None:
        return


@dataclass(slots=True)
class ParecSource:
    """Listens to `first`, and after that to what `find` gives.

    `on_change` is told, on a thread of its own, which microphone is heard (None: none).
    """

    first: Microphone | None
    find: Callable[[], Microphone | None]
    on_change: Callable[[Microphone | None], None]
    monotonic: Monotonic
    _sounds: deque[Sound] = field(default_factory=lambda: deque(maxlen=KEPT))
    _came: threading.Event = field(default_factory=threading.Event)
    _closing: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def open(self) -> None:
        self._thread = threading.Thread(target=self._listen, name="microphone", daemon=True)
        self._thread.start()

    def heard(self) -> list[Sound]:
        self._came.clear()
        sounds = []
        while self._sounds:
            sounds.append(self._sounds.popleft())
        return sounds

    def wait(self, seconds: float) -> None:
        self._came.wait(seconds)

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _listen(self) -> None:
        microphone = self.first
        while not self._closing.is_set():
            process = _parec(microphone) if microphone else None
            if microphone and process:
                self._read(microphone, process)
            self.on_change(None)
            if not self._closing.wait(LOOK_AGAIN_S):
                microphone = self.find()

    def _read(self, microphone: Microphone, process: subprocess.Popen[bytes]) -> None:
        pipe = process.stdout
        assert pipe is not None  # noqa: S101 - asked for in _parec
        clock = SampleClock()
        rest = b""
        told = False
        with process, pipe:
            while not self._closing.is_set() and select.select([pipe], [], [], SILENT_FOR_S)[0]:
                data = rest + os.read(pipe.fileno(), 1 << 16)
                arrival = self.monotonic()
                if len(data) == len(rest):
                    break
                rest = data[len(data) // SAMPLE * SAMPLE :]
                data = data[: len(data) - len(rest)]
                self._sounds.append(Sound(clock.heard(arrival, len(data) // SAMPLE), data))
                self._came.set()
                if not told:
                    told = True
                    self.on_change(microphone)
            process.kill()


def open_microphone(
    first: Microphone | None,
    find: Callable[[], Microphone | None],
    on_change: Callable[[Microphone | None], None],
    monotonic: Monotonic,
) -> AudioSource:
    """The way to listen on this platform; nothing starts before `open`."""
    return ParecSource(first, find, on_change, monotonic) if sys.platform == "linux" else NoSound()


def _parec(microphone: Microphone) -> subprocess.Popen[bytes] | None:
    line = [
        "parec",
        "--raw",
        "--format=s16le",
        f"--rate={RATE}",
        f"--channels={CHANNELS}",
        f"--latency-msec={LATENCY_MS}",
        "--client-name=Vonk",
        f"--device={microphone.name}",
        "--property=node.dont-reconnect=true",
    ]
    try:
        return subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return None
