"""One picture out of a clip."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from media.ffmpeg import arguments, clip_input, run
from media.files import whole_file
from media.probe import not_a_clip

TIME_LIMIT_S: Final = 30.0
LARGEST_POSTER: Final = 16 * 1024 * 1024


def write_poster(source: Path, target: Path, at_ms: int, width: int = 640) -> None:
    """Write the frame shown at `at_ms` as a JPEG of at most `width` pixels wide, without metadata.

    A moment past the end gives the first frame. Malformed when the source is no clip.
    """
    with whole_file(target) as unfinished:
        for seconds in (max(at_ms, 0) / 1000, 0.0):
            if _write(source, unfinished, seconds, width):
                return
        raise not_a_clip()


def _write(source: Path, target: Path, seconds: float, width: int) -> bool:
    picture = clip_input(source, ss=f"{seconds:.3f}", threads=1).video.filter("scale", f"min({width},iw)", -2)
    graph = picture.output(
        f"file:{target.absolute()}",
        **{"frames:v": 1, "q:v": 4, "c:v": "mjpeg", "pix_fmt": "yuvj420p", "map_metadata": -1, "fflags": "+bitexact"},
        format="image2",
        update=1,
    )
    ran = run(arguments(graph, level="error"), time_limit_s=TIME_LIMIT_S, largest_output=LARGEST_POSTER)
    return ran.ok and target.is_file() and target.stat().st_size > 0
