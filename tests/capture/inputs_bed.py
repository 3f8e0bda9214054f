"""A person's hand on a display of our own, what inputs hear of it, and a window with two fields to type in."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from capture.inputs import Click, Input, Inputs, Keys, open_inputs
from tests.capture.conftest import until

PLAIN, PASSWORD = (300, 140), (300, 220)
"""Places in the two fields of two_fields.py."""

AGAIN_S = 0.4


def hand(*words: object) -> None:
    subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True, timeout=10)


@dataclass
class Heard:
    """Everything that inputs gave, in the order in which they gave it."""

    inputs: Inputs
    all: list[Input] = field(default_factory=list)

    def now(self) -> list[Input]:
        self.all += self.inputs.seen()
        return self.all

    def clicks(self) -> list[tuple[str, int, int]]:
        return [(one.button, one.x, one.y) for one in self.now() if isinstance(one, Click)]

    def noted(self) -> list[str]:
        return [one.keys for one in self.now() if isinstance(one, Keys)]

    def press_until_noted(self, shortcut: str, name: str) -> None:
        """A busy machine may be too slow to tell in time where the focus is; then a press is rightly left out."""
        end = time.monotonic() + 20
        while name not in self.noted():
            assert time.monotonic() < end, f"{name} was never noted"
            hand("key", shortcut)
            time.sleep(AGAIN_S)


@contextmanager
def listening(*, shortcuts: bool) -> Iterator[Heard]:
    inputs = open_inputs(shortcuts=shortcuts, monotonic=time.monotonic)
    inputs.open()
    try:
        until(lambda: inputs.listening)
        yield Heard(inputs)
    finally:
        inputs.close()


@dataclass(frozen=True)
class Fields:
    log: Path
    process: subprocess.Popen

    def focus(self, name: str) -> None:
        hand("mousemove", *(PLAIN if name == "plain" else PASSWORD), "click", 1)
        until(lambda: self.focused() == name)

    def focused(self) -> str:
        return ["", *self.log.read_text().split()][-1]
