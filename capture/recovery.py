"""Takes that a crash left behind, made into clips again. Nothing is ever deleted here but a verified copy's source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from capture import takes
from capture.notices import NOTICES
from capture.takes import CLIP, SEGMENT, TakeRecord
from core.clock import Clock, utc_now
from core.errors import DiskAlmostFull, Malformed
from media.probe import Counted, count, probe
from media.remux import to_faststart


@dataclass(frozen=True, slots=True)
class UnfinishedTake:
    """A take nobody has taken over. `record` is None where its intent cannot be read; the footage counts anyway."""

    take_id: str
    folder: Path
    began_at: datetime
    bytes: int
    record: TakeRecord | None


@dataclass(frozen=True, slots=True)
class FinishedTake:
    """A whole, playable clip. `audio` tells whether it has sound."""

    take_id: str
    path: Path
    duration_ms: int
    width: int
    height: int
    frames: int
    audio: bool
    began_at: datetime


def find_unfinished(takes_dir: Path) -> tuple[UnfinishedTake, ...]:
    """Every take whose recorder or app ended before it was taken over, oldest first.

    A take that is still being written is left out; so is one that was discarded, kept, or finished in the app's sight.
    A recovered one stays in the list until `takes.mark_kept`.
    """
    found = []
    for folder in sorted(takes_dir.iterdir()) if takes_dir.is_dir() else ():
        if not folder.is_dir() or not _footage(folder) or takes.is_being_written(folder):
            continue
        record = takes.read_record(folder)
        if record is None or record.outcome in ("recording", "orphaned", "recovered"):
            footage = max(path.stat().st_size for path in _footage(folder))
            began = record.began_at if record else datetime.fromtimestamp(folder.stat().st_mtime, UTC)
            found.append(UnfinishedTake(folder.name, folder, began, footage, record))
    return tuple(sorted(found, key=lambda take: take.began_at))


def recover(unfinished: UnfinishedTake, clock: Clock = utc_now) -> FinishedTake:
    """Make the take's clip, or give the one that is there. Malformed when no moment of it reached the disk.

    The folder keeps everything when that fails. Calling it again gives the same clip.
    """
    folder = unfinished.folder
    clip, segment = folder / CLIP, folder / SEGMENT
    if not clip.is_file():
        finish_clip(segment, clip, sound=True)
    facts = probe(clip)
    if unfinished.record is not None and unfinished.record.outcome == "recording":
        takes.write_record(folder, replace(unfinished.record, outcome="recovered", ended_at=clock()))
    return FinishedTake(
        take_id=unfinished.take_id,
        path=clip,
        duration_ms=facts.duration_ms,
        width=facts.width,
        height=facts.height,
        frames=count(clip).frames,
        audio=facts.audio_codec is not None,
        began_at=unfinished.began_at,
    )


def finish_clip(segment: Path, clip: Path, *, sound: bool) -> Counted:
    """Copy the fragments to a faststart clip, verify the copy, then remove the fragments.

    Malformed when there is nothing in them. The fragments stay wherever the copy does not hold every frame.
    """
    try:
        copied = _copied(segment, clip, sound=sound)
        there = count(clip)
    except Malformed:
        raise Malformed(*NOTICES["nothing_recorded"]) from None
    if there.frames == 0:
        raise Malformed(*NOTICES["nothing_recorded"])
    if there.frames == copied.frames:
        segment.unlink(missing_ok=True)
    return there


def _copied(segment: Path, clip: Path, *, sound: bool) -> Counted:
    """On a full disk the fragments themselves become the clip: they play too, only less readily on the web."""
    try:
        return to_faststart(segment, clip, sound=sound)
    except DiskAlmostFull:
        counted = count(segment)
        segment.replace(clip)
        return counted


def _footage(folder: Path) -> list[Path]:
    return [path for path in (folder / SEGMENT, folder / CLIP) if path.is_file()]
