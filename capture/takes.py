"""A take's folder: the intent, what is written meanwhile, the finished clip.

    takes/<take_id>/take.json         what was meant and how it ended; on disk before the first frame
                    lock              held by the recorder for as long as it lives
                    segment-000.mkv   each picture by itself, playable up to the last one wherever it breaks off
                    events.jsonl      clicks and marks, where there were any
                    take.mp4          the finished clip; once it is verified the segment is removed

Outcomes: recording -> finished | orphaned (finished, but the app was gone) | recovered | discarded, and kept after
an app took the clip over. Only a person's discard, after 30 days, makes the program delete a take.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal, cast

from capture.notices import disk_almost_full, impossible
from capture.requests import TakeRequest, request_from_json, request_to_json
from core.clock import from_iso, to_iso
from core.errors import AppError
from core.reading import Reader, parse_json
from media.files import sync_folder, whole_file

Outcome = Literal["recording", "finished", "orphaned", "recovered", "discarded", "kept"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("recording", "finished", "orphaned", "recovered", "discarded", "kept")

INTENT: Final = "take.json"
SEGMENT: Final = "segment-000.mkv"
EVENTS: Final = "events.jsonl"
CLIP: Final = "take.mp4"
LOCK: Final = "lock"
KEEP_DISCARDED: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class TakeRecord:
    """What take.json says. `ended_at` None while it is being recorded, or after a crash."""

    request: TakeRequest
    width: int
    height: int
    began_at: datetime
    outcome: Outcome = "recording"
    ended_at: datetime | None = None
    dropped: int = 0
    audio: str | None = None
    warnings: tuple[str, ...] = ()


def free_bytes(folder: Path) -> int:
    """Bytes that may still be written here."""
    return shutil.disk_usage(folder).free


def make_folder(take_dir: Path, free_to_start: int) -> None:
    """Make the take's folder; DiskAlmostFull or CaptureImpossible where that is no use."""
    try:
        take_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        room = free_bytes(take_dir)
        used = any((take_dir / name).exists() for name in (INTENT, SEGMENT, CLIP))
    except OSError:
        raise impossible("folder_unwritable") from None
    if used:
        raise impossible("folder_used")
    if room < free_to_start:
        raise disk_almost_full()


@contextmanager
def locked(take_dir: Path) -> Iterator[None]:
    """Hold the take's lock. BlockingIOError when another process holds it."""
    handle = os.open(take_dir / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def is_being_written(take_dir: Path) -> bool:
    try:
        with locked(take_dir):
            return False
    except BlockingIOError:
        return True


def remove_unbegun(take_dir: Path) -> None:
    """Remove the folder of a take that never began; one that began stays as it is."""
    if (take_dir / INTENT).exists():
        return
    for name in (LOCK, SEGMENT, EVENTS, "recorder.log"):
        (take_dir / name).unlink(missing_ok=True)
    with suppress(OSError):
        take_dir.rmdir()


def write_record(take_dir: Path, record: TakeRecord) -> None:
    """Write take.json; when this returns it survives a power cut."""
    value = {
        "version": 1,
        "request": request_to_json(record.request),
        "width": record.width,
        "height": record.height,
        "began_at": to_iso(record.began_at),
        "outcome": record.outcome,
        "ended_at": to_iso(record.ended_at) if record.ended_at else None,
        "dropped": record.dropped,
        "audio": record.audio,
        "warnings": list(record.warnings),
    }
    with whole_file(take_dir / INTENT) as unfinished:
        unfinished.write_text(json.dumps(value, indent=1), encoding="utf-8")
    sync_folder(take_dir.parent)


def read_record(take_dir: Path) -> TakeRecord | None:
    """What take.json says; None where there is none that can be read."""
    try:
        read = Reader(parse_json((take_dir / INTENT).read_bytes()))
        return TakeRecord(
            request=replace(request_from_json(read.raw("request")), take_dir=take_dir),
            width=read.number("width", 0, 1 << 16),
            height=read.number("height", 0, 1 << 16),
            began_at=read.moment("began_at"),
            outcome=cast("Outcome", read.one_of("outcome", OUTCOMES)),
            ended_at=from_iso(read.line("ended_at")) if read.has("ended_at") else None,
            dropped=read.number("dropped", 0, 1 << 40, 0),
            audio=read.line("audio") if read.has("audio") else None,
            warnings=read.lines("warnings"),
        )
    except (OSError, ValueError, AppError):
        return None


def mark_kept(take_dir: Path) -> None:
    """Say that the clip is safe elsewhere (a blob, a file): recovery no longer offers it. Nothing is deleted."""
    record = read_record(take_dir)
    if record is not None:
        write_record(take_dir, replace(record, outcome="kept"))


def hand_over(take_dir: Path, target: Path, events: Path | None = None) -> None:
    """Move the finished clip out of its folder to `target`, whole or not at all, then remove the emptied folder.

    With `events` what was noted beside it goes there; an empty file where that is nothing.
    """
    if events is not None:
        (take_dir / EVENTS).touch()
        _put(take_dir / EVENTS, events)
    _put(take_dir / CLIP, target)
    mark_kept(take_dir)
    shutil.rmtree(take_dir, ignore_errors=True)


def _put(file: Path, target: Path) -> None:
    with whole_file(target) as unfinished:
        try:
            os.link(file, unfinished)
        except OSError:
            shutil.copyfile(file, unfinished)


def remove_discarded(takes_dir: Path, now: datetime) -> int:
    """Delete takes that a person discarded more than 30 days ago; the number of them."""
    removed = 0
    for take_dir in sorted(takes_dir.iterdir()) if takes_dir.is_dir() else ():
        record = read_record(take_dir)
        if record and record.outcome == "discarded" and record.ended_at and record.ended_at < now - KEEP_DISCARDED:
            shutil.rmtree(take_dir)
            removed += 1
    return removed
