"""Listens to a microphone outside a recording, and plays what was heard."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Final

from capture.audio import AudioSource, open_microphone
from capture.microphones import choose, list_microphones
from capture.sound import CHANNELS, RATE

_LONGEST_S: Final = 10


@dataclass(slots=True)
class MicrophoneEar:
    _source: AudioSource | None = None

    def open(self, microphone: str) -> bool:
        """False where there is no such microphone."""
        found = choose(microphone, list_microphones())
        if found is None:
            return False
        self._source = open_microphone(
            found, lambda: choose(microphone, list_microphones()), lambda _: None, time.monotonic
        )
        self._source.open()
        return True

    def heard(self) -> bytes:
        return b"".join(sound.pcm for sound in self._source.heard()) if self._source is not None else b""

    def close(self) -> None:
        if self._source is not None:
            self._source.close()


def play(pcm: bytes) -> None:
    """Through the speaker that everything else uses. Returns when it was played, or cannot be."""
    if not sys.platform.startswith("linux"):
        return
    command = ["pacat", "--playback", "--raw", "--format=s16le", f"--rate={RATE}", f"--channels={CHANNELS}"]
    try:
        subprocess.run(
            [*command, "--client-name=Vonk"], input=pcm, capture_output=True, timeout=_LONGEST_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return
