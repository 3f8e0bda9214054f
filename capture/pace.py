"""When to look at the screen, and when the next picture may be taken.

At once after a change, but on average never more often than asked; and seldom while nothing happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SLACK: Final = 0.5
"""Periods by which a picture may come early. What is drawn 30 times a second is never drawn exactly so."""

QUIET_AFTER: Final = 15
"""Looks in vain after which only every second period is looked: half a second at 30 pictures a second."""


@dataclass(slots=True)
class Pace:
    """Pure arithmetic over given moments, in seconds."""

    period: float
    due: float = 0.0
    woken: bool = False
    """Whether the screen asked for the look that comes now."""
    _in_vain: int = 0
    _woken_in_vain: bool = False

    @property
    def earliest(self) -> float:
        return self.due - SLACK * self.period

    def took(self, now: float) -> None:
        """A picture was taken; the next one is due a period later; after a still screen, a period from now."""
        self.due = max(self.due, now) + self.period

    def looked(self, *, changed: bool) -> None:
        """There was a look. One that was woken in vain says that something draws outside of what is recorded."""
        self._in_vain = 0 if changed else self._in_vain + 1
        self._woken_in_vain = self.woken and not changed
        self.woken = False

    def earliest_look(self, looked_at: float) -> float:
        """What draws outside of what is recorded may not wake us more often than twice a period."""
        return max(self.earliest, looked_at + self.period / 2 if self._woken_in_vain else 0.0)

    def latest_look(self, looked_at: float) -> float:
        """The pointer tells nobody that it moves: it is looked for, less often while nothing does."""
        return looked_at + (2 if self._in_vain > QUIET_AFTER else 1) * self.period
