"""How often a campaign runs: as often as fits the ordinary tests, or N times in `make test-long SUITE=... N=...`."""

from __future__ import annotations

import os
import random


def rounds(usual: int) -> int:
    """`usual`, or what the environment's N says."""
    return int(os.environ.get("N") or usual)


def seed() -> int:
    """The environment's SEED, or a new one. It is printed, so that pytest shows it with a failure."""
    chosen = int(os.environ.get("SEED") or random.SystemRandom().randrange(2**32))
    print(f"SEED={chosen}")
    return chosen
