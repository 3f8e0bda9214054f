"""Takes that a crash left behind, made into clips again. Nothing is ever deleted here but a verified copy's source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from capture import matroska, takes
from capture.notices import NOTICES
from capture.noting import marks_in
from capture.takes import CLIP, EVENTS, SEGMENT, TakeRecord
from core.clock import Clock, utc_now
from core.errors import Malformed
from media.probe import MediaFacts, examine
from media.take_file import Chapters, finish_take


@dataclass(frozen=True, slots=True)
class UnfinishedTake:
    """A take nobody has taken over. `record` is None where its intent cannot be read; the footage counts anyway."""

    take_id: str
    folder: Path
    began_at: datetime
    bytes: int
    record: TakeRecord | None


@dataclass(frozen=True, slots=True)
class Finished:
    """What a finished clip holds."""

    facts: MediaFacts
    frames: int


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
        finish_clip(segment, clip, sound=True, chapters=marks_in(folder / EVENTS))
    facts, counted = examine(clip)
    if unfinished.record is not None and unfinished.record.outcome == "recording":
        takes.write_record(folder, replace(unfinished.record, outcome="recovered", ended_at=clock()))
    return FinishedTake(
        take_id=unfinished.take_id,
        path=clip,
        duration_ms=facts.duration_ms,
        width=facts.width,
        height=facts.height,
        frames=counted.frames,
        audio=facts.audio_codec is not None,
        began_at=unfinished.began_at,
    )


def finish_clip(segment: Path, clip: Path, *, sound: bool, chapters: Sequence[float] = ()) -> Finished:
    """Copy what was written to a faststart clip, verify the copy, then remove what was written.

    Malformed when there is nothing in it, DiskAlmostFull when the copy finds no room. What was written stays wherever
    the copy does not hold every picture of it.
    """
    marked = Chapters(tuple(chapters), _seconds_in(segment)) if chapters else None
    try:
        copied = finish_take(segment, clip, sound=sound, chapters=marked)
        facts, there = examine(clip)
    except Malformed:
        raise Malformed(*NOTICES["nothing_recorded"]) from None
    if there.frames == 0:
        raise Malformed(*NOTICES["nothing_recorded"])
    if there.frames == copied:
        segment.unlink(missing_ok=True)
    return Finished(facts, there.frames)


def _seconds_in(segment: Path) -> float:
    try:
        with segment.open("rb") as file:
            return max(matroska.whole_part(file).last_picture, 0) * matroska.TICK_NS / 1e9
    except OSError:
        return 0.0


def _footage(folder: Path) -> list[Path]:
    return [path for path in (folder / SEGMENT, folder / CLIP) if path.is_file()]
