"""A clip copied, not encoded again, into the shape that plays while it loads."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import ffmpeg

from core.errors import DiskAlmostFull
from core.language import Bilingual
from media.ffmpeg import arguments, clip_input, run
from media.files import whole_file
from media.probe import Counted, not_a_clip, parse_progress, patience_s

HEADROOM: Final = 50 * 1024 * 1024


def to_faststart(source: Path, target: Path, *, sound: bool = True) -> Counted:
    """Copy picture (and sound) of `source` to `target`: index first, all metadata removed, nothing lost.

    Returns the number of frames copied. `target` appears whole or not at all.
    Malformed when the source is no clip, DiskAlmostFull when there is no room; the source is never touched.
    """
    size = source.stat().st_size if source.is_file() else 0
    with whole_file(target) as unfinished:
        clip = clip_input(source)
        graph = ffmpeg.output(
            *((clip["v:0"], clip["a:0?"]) if sound else (clip["v:0"],)),
            f"file:{unfinished.absolute()}",
            c="copy",
            map_metadata=-1,
            map_chapters=-1,
            fflags="+bitexact",
            movflags="+faststart",
            format="mp4",
            progress="pipe:1",
            nostats=None,
        )
        ran = run(
            arguments(graph, level="error"), time_limit_s=2 * patience_s(source), largest_output=2 * size + HEADROOM
        )
        if not ran.ok:
            raise _no_room() if "No space left" in ran.said else not_a_clip()
        return parse_progress(ran.out.decode("ascii", "replace"))


def _no_room() -> DiskAlmostFull:
    return DiskAlmostFull(
        Bilingual(en="There is no room on the disk for the clip.", nl="Er is geen plaats op de schijf voor de clip."),
        Bilingual(
            en="What was recorded is safe. Make room, then start Vonk again: it finishes the clip.",
            nl="Wat is opgenomen, is veilig. Maak ruimte en start Vonk opnieuw: dan maakt het de clip af.",
        ),
    )
