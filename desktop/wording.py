"""Times, dates and numbers as people of a language write them."""

from __future__ import annotations


def clock_words(seconds: float) -> str:
    """*1:37*, or *1:02:03* from an hour on."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
