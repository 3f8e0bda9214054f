"""Getting a blob to the hub in parts that suit the line, and going on where a cut left it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from core.clock import Monotonic
from core.content import BlobRef
from core.errors import HubUnreachable
from sync.errors import BadPart, WrongOffset, nonsense, refused, unreachable
from sync.ports import Blobs, UploadLine, Uploads

SMALLEST_PART: Final = 256 * 1024
LARGEST_PART: Final = 4 * 1024 * 1024
_GROW_BELOW_S: Final = 0.1
_SHRINK_ABOVE_S: Final = 0.4
"""A part that takes longer than this is too much to send again after a cut."""
_WEIGHT_OF_NEWEST: Final = 0.3
_LONGEST_STEP_S: Final = 0.25
_FRUITLESS: Final = 3
"""So many failures in a row without one byte of progress end the attempt; the next one goes on from there."""


def next_part_size(size: int, took_s: float) -> int:
    """Twice as much on a quick line, half on a slow one."""
    if took_s < _GROW_BELOW_S:
        return min(size * 2, LARGEST_PART)
    if took_s > _SHRINK_ABOVE_S:
        return max(size // 2, SMALLEST_PART)
    return size


def _no_limit() -> int | None:
    return None


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)


@dataclass(frozen=True, slots=True)
class Pace:
    """How much of the line an upload may take: `bytes_a_second` is asked before each part, None for all of it."""

    bytes_a_second: Callable[[], int | None] = _no_limit
    wait: Callable[[float], None] = _wait


FREELY: Final = Pace()


def next_rate(rate: float, size: int, took_s: float) -> float:
    """Bytes a second after a part of this size: mostly as it was, so that one slow part does not make it jump."""
    now = size / max(took_s, 1e-6)
    return now if rate == 0.0 else rate + _WEIGHT_OF_NEWEST * (now - rate)


@dataclass(slots=True)
class _Going:
    location: str
    offset: int
    part: int = field(default=SMALLEST_PART)
    fruitless: int = 0
    rate: float = 0.0
    """Bytes a second, smoothed; 0 before the first part."""


class Stopped(Exception):
    """Nothing more is to be sent now. What the hub has is written down."""


def deliver(
    blob: BlobRef,
    blobs: Blobs,
    hub: UploadLine,
    uploads: Uploads,
    monotonic: Monotonic,
    stopped: Callable[[], bool],
    pace: Pace = FREELY,
) -> None:
    """Returns when the hub has every byte. HubTrouble; NotFound when the file is gone here; Stopped.

    What the hub confirmed is written down after each part, so that another process can go on.
    """
    going = _take_up(blob, hub, uploads)
    while going.offset < blob.size:
        if stopped():
            raise Stopped
        before = going.offset
        try:
            _send_one(blob, blobs, hub, going, monotonic, pace, stopped)
        except HubUnreachable as error:
            if error.retry_after_s is not None:
                raise
            _after_cut(hub, going, error)
        except WrongOffset:
            going.offset = _asked(hub, going.location)
        except BadPart:
            going.part = SMALLEST_PART
        if not 0 <= going.offset <= blob.size:
            raise nonsense()
        if going.offset > before:
            going.fruitless = 0
            uploads.upload_at(blob.sha256, going.location, going.offset, blob.size, round(going.rate))
        else:
            going.fruitless += 1
            if going.fruitless >= _FRUITLESS:
                raise unreachable()
    uploads.upload_over(blob.sha256)


def _take_up(blob: BlobRef, hub: UploadLine, uploads: Uploads) -> _Going:
    location = uploads.upload_location(blob.sha256)
    offset = hub.upload_offset(location) if location is not None else None
    if location is None or offset is None or offset >= blob.size:
        # At its end an upload is whole or refused; one that stands there and is not delivered is of no more use.
        location, offset = hub.begin_upload(blob), 0
        uploads.upload_at(blob.sha256, location, 0, blob.size)
    return _Going(location, offset)


def _send_one(
    blob: BlobRef,
    blobs: Blobs,
    hub: UploadLine,
    going: _Going,
    monotonic: Monotonic,
    pace: Pace,
    stopped: Callable[[], bool],
) -> None:
    most = pace.bytes_a_second()
    part = blobs.read(blob, going.offset, going.part if most is None else min(going.part, max(most, SMALLEST_PART)))
    if not part:
        raise refused("hash_mismatch")
    begun = monotonic()
    going.offset = hub.send_part(going.location, going.offset, part)
    took_s = monotonic() - begun
    going.part = next_part_size(going.part, took_s)
    due_s = took_s if most is None else max(took_s, len(part) / most)
    _wait_for_turn(due_s - took_s, pace, stopped)
    going.rate = next_rate(going.rate, len(part), due_s)


def _wait_for_turn(seconds: float, pace: Pace, stopped: Callable[[], bool]) -> None:
    """In small steps: who takes the item back need not wait."""
    while seconds > 0 and not stopped():
        pace.wait(min(seconds, _LONGEST_STEP_S))
        seconds -= _LONGEST_STEP_S


def _after_cut(hub: UploadLine, going: _Going, cut: HubUnreachable) -> None:
    going.part = SMALLEST_PART
    offset = hub.upload_offset(going.location)
    if offset is None:
        raise cut
    going.offset = offset


def _asked(hub: UploadLine, location: str) -> int:
    offset = hub.upload_offset(location)
    if offset is None:
        raise unreachable()
    return offset
