"""Devices of the machine, played: keys that are held everywhere, and an ear."""

from __future__ import annotations

from core.language import NOTHING


class HeldHotkeys:
    """Holds what it is asked to hold, but for what another program has."""

    def __init__(self) -> None:
        self.why_not = NOTHING
        self.with_others: frozenset[str] = frozenset()
        self.press = None
        self.tell = None

    def hold(self, keys, pressed, held):
        self.press, self.tell = pressed, held
        held(frozenset(keys) - self.with_others)

    def release(self):
        self.press = None


class FakeEar:
    """Hears what it is given, once."""

    def __init__(self) -> None:
        self.there, self.sounds, self.said = True, [], []

    def open(self, microphone):
        self.said.append(f"open {microphone}")
        return self.there

    def heard(self):
        return self.sounds.pop(0) if self.sounds else b""

    def close(self):
        self.said.append("close")
