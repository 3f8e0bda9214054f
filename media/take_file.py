"""From the file a recorder wrote, picture by picture, to the clip that plays everywhere. Copied, not encoded again."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError

from core.errors import DiskAlmostFull
from core.language import Bilingual
from media.files import whole_file
from media.probe import not_a_clip


@dataclass(frozen=True, slots=True)
class Chapters:
    """The moments at which one begins, and the end of the last one, in seconds."""

    begin: tuple[float, ...]
    end: float


def finish_take(source: Path, target: Path, *, sound: bool, chapters: Chapters | None = None) -> int:
    """Copy a take's own Matroska to an MP4 with its index first; the number of pictures copied.

    `target` appears whole or not at all.
    Malformed when there is no picture in it, DiskAlmostFull when there is no room; the source is never touched.
    """
    with whole_file(target) as unfinished:
        try:
            pictures = _copy(source, unfinished, sound=sound, chapters=chapters)
        except (FFmpegError, OSError) as error:
            raise _no_room() if getattr(error, "errno", None) == errno.ENOSPC else not_a_clip() from error
        if not pictures:
            raise not_a_clip()
        return pictures


def _copy(source: Path, target: Path, *, sound: bool, chapters: Chapters | None) -> int:
    pictures, last = 0, dict[int, int]()
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with (
        av.open(f"file:{source.absolute()}", format="matroska") as taken,
        av.open(f"file:{target.absolute()}", "w", format="mp4", options=options) as clip,
    ):
        wanted: list[Any] = [*taken.streams.video[:1], *(taken.streams.audio[:1] if sound else ())]
        copies = {stream.index: clip.add_stream_from_template(stream) for stream in wanted}
        for copy in copies.values():
            copy.metadata.clear()
        if chapters:
            clip.set_chapters(_chapters(chapters))
        for packet in taken.demux(*wanted):
            if packet.pts is None:
                continue
            # A take holds no B-frames: a picture is decoded when it is shown. Where a second recorder went on, the
            # sound of the first may reach further than its pictures: what comes twice is left out.
            packet.dts = packet.pts
            index = packet.stream.index
            if packet.pts <= last.get(index, -1 << 62):
                continue
            last[index] = packet.pts
            pictures += packet.stream.type == "video"
            packet.stream = copies[index]
            clip.mux(packet)
    return pictures


def _chapters(chapters: Chapters) -> list[Any]:
    """Named by their number; the first one begins with the clip, each ends where the next begins."""
    end = round(chapters.end * 1000)
    starts = sorted({0, *(at for at in (round(moment * 1000) for moment in chapters.begin) if at < end)})
    ends = [*starts[1:], end]
    return [
        {
            "id": number,
            "start": start,
            "end": end,
            "time_base": Fraction(1, 1000),
            "metadata": {"title": str(number)},
        }
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def _no_room() -> DiskAlmostFull:
    return DiskAlmostFull(
        Bilingual(en="There is no room on the disk for the clip.", nl="Er is geen plaats op de schijf voor de clip."),
        Bilingual(
            en="What was recorded is safe. Make room, then start Vonk again: it finishes the clip.",
            nl="Wat is opgenomen, is veilig. Maak ruimte en start Vonk opnieuw: dan maakt het de clip af.",
        ),
    )
