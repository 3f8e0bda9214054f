"""What a clip is, read from what ffmpeg says when it opens one. There is no ffprobe beside our ffmpeg."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import Malformed
from core.language import Bilingual
from media.ffmpeg import arguments, clip_input, opening, run

TIME_LIMIT_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """`duration_ms` to 10 ms; `width` and `height` in pixels; `frame_rate` in frames a second, None where unknown."""

    duration_ms: int
    width: int
    height: int
    video_codec: str
    audio_codec: str | None
    frame_rate: float | None


@dataclass(frozen=True, slots=True)
class Counted:
    """The video packets of a clip, and where the last one ends."""

    frames: int
    end_ms: int


_DURATION: Final = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d)\.(\d\d)[,\s]", re.MULTILINE)
_VIDEO: Final = re.compile(r"^  Stream #0:\d+[^ ]*: Video: (\w+).*?, (\d{1,5})x(\d{1,5})(?:[ ,].*)?$", re.MULTILINE)
_AUDIO: Final = re.compile(r"^  Stream #0:\d+[^ ]*: Audio: (\w+)", re.MULTILINE)
_RATE: Final = re.compile(r", (\d+(?:\.\d+)?k?) fps[,\s]")


def not_a_clip() -> Malformed:
    return Malformed(
        Bilingual(en="This file is not a clip that Vonk can read.", nl="Dit bestand is geen clip die Vonk kan lezen."),
        Bilingual(
            en="The file itself was not changed. Choose an MP4 video, or record the clip again.",
            nl="Het bestand zelf is niet veranderd. Kies een MP4-video, of neem de clip opnieuw op.",
        ),
    )


def probe(path: Path) -> MediaFacts:
    """The facts of a clip; Malformed for anything else. Safe on a hostile file: one file, MP4 only, 20 s at most."""
    if not path.is_file():
        raise not_a_clip()
    return parse_opening(run(opening(clip_input(path)), time_limit_s=TIME_LIMIT_S).said)


def parse_opening(said: str) -> MediaFacts:
    """The facts in ffmpeg's description of its input; Malformed where it describes no video or contradicts itself."""
    durations = _DURATION.findall(said)
    video = _VIDEO.search(said)
    if len(durations) != 1 or video is None:
        raise not_a_clip()
    hours, minutes, seconds, hundredths = (int(part) for part in durations[0])
    duration_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10
    width, height = int(video[2]), int(video[3])
    if not (duration_ms and width and height):
        raise not_a_clip()
    audio = _AUDIO.search(said)
    return MediaFacts(duration_ms, width, height, video[1], audio[1] if audio else None, _rate(video[0]))


def examine(path: Path) -> tuple[MediaFacts, Counted]:
    """Facts of a clip, and its video packets counted without decoding them; Malformed where it breaks off."""
    graph = clip_input(path).output("-", format="null", map="0:v:0", c="copy", progress="pipe:1", nostats=None)
    ran = run(arguments(graph, level="info"), time_limit_s=patience_s(path))
    if not ran.ok:
        raise not_a_clip()
    described = ran.said.partition("\nOutput #")[0] + "\n"
    return parse_opening(described), parse_progress(ran.out.decode("ascii", "replace"))


def patience_s(path: Path) -> float:
    """Seconds that a pass over the whole file may take, on a slow disk."""
    return 30 + path.stat().st_size / 5_000_000 if path.is_file() else 1.0


def parse_progress(text: str) -> Counted:
    """The last word of ffmpeg's `-progress`; Malformed where it never said anything."""
    values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    try:
        return Counted(int(values["frame"]), max(int(values["out_time_us"]), 0) // 1000)
    except (KeyError, ValueError):
        raise not_a_clip() from None


def _rate(line: str) -> float | None:
    found = _RATE.search(line + "\n")
    if found is None:
        return None
    text = found[1]
    return float(text[:-1]) * 1000 if text.endswith("k") else float(text)
