"""When the next picture may be taken: at once after a change, but on average never more often than asked."""

from __future__ import annotations

from dataclasses import dataclass

SLACK = 0.5
"""Periods by which a picture may come early. What is drawn 30 times a second is never drawn exactly so."""


@dataclass(slots=True)
class Pace:
    """Pure arithmetic over given moments, in seconds."""

    period: float
    due: float = 0.0

    @property
    def earliest(self) -> float:
        return self.due - SLACK * self.period

    def took(self, now: float) -> None:
        """A picture was taken; the next one is due a period later; after a still screen, a period from now."""
        self.due = max(self.due, now) + self.period
