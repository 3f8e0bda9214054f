"""Time as a parameter. Moments are timezone-aware UTC datetimes; lengths are measured on a monotonic clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, in UTC."""

Monotonic = Callable[[], float]
"""Gives seconds that only go forward; their zero means nothing."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def to_iso(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: `2026-11-23T14:32:05.120Z`. Refuses a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_iso(text: str) -> datetime:
    """The moment that `to_iso` wrote; any RFC 3339 offset is understood. ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no time zone in {text!r}")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} lies outside the calendar") from None
