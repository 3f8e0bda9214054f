"""The one place where ffmpeg is built and run. Callers describe a graph with ffmpeg-python and hand it in."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypedDict, Unpack

import ffmpeg
import imageio_ffmpeg

from core.errors import Impossible
from core.language import Bilingual

MOST_LINES_KEPT: Final = 256 * 1024
"""Bytes of ffmpeg's own talk that are read back; the rest of a talkative file is not worth memory."""

MOST_MEMORY: Final = 1536 * 1024 * 1024
"""Address space of one run over a foreign file, in bytes."""

LARGEST_PICTURE: Final = 8192 * 8192
"""Pixels of one frame. A header may claim more; nothing is allocated for it."""

Graph = Any
"""A stream or graph of ffmpeg-python, which has no types."""


class Streams(TypedDict, total=False):
    """What `subprocess.Popen` is told of a child's streams."""

    stdin: int | IO[bytes] | None
    stdout: int | IO[bytes] | None
    stderr: int | IO[bytes] | None
    pass_fds: tuple[int, ...]
    start_new_session: bool
    bufsize: int


CLIP_DEMUXER: Final = "mov"
CLIP_DECODERS: Final = "h264,hevc,vp9,av1,libdav1d,mpeg4,aac,mp3,mp3float,opus,pcm_s16le"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left behind. `status` is None where the time limit ended it."""

    status: int | None
    out: bytes
    said: str

    @property
    def ok(self) -> bool:
        return self.status == 0


def executable() -> str:
    """The path of ffmpeg; Impossible where there is none."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        raise no_ffmpeg() from None


def no_ffmpeg() -> Impossible:
    return Impossible(
        Bilingual(en="The part that makes video is missing.", nl="Het onderdeel dat video maakt, ontbreekt."),
        Bilingual(
            en="Your work is safe. Install Vonk again; `vonk doctor` tells what it looks for.",
            nl="Je werk is veilig. Installeer Vonk opnieuw; `vonk doctor` zegt waar het naar zoekt.",
        ),
    )


def clip_input(path: Path, **options: object) -> Graph:
    """A clip as input, opened as somebody else's file: no other file, no network, no demuxer but MP4's.

    The name is given as an absolute `file:` address, so that it can be neither an option nor a protocol.
    """
    return ffmpeg.input(
        f"file:{path.absolute()}",
        f=CLIP_DEMUXER,
        protocol_whitelist="file,pipe",
        format_whitelist=CLIP_DEMUXER,
        codec_whitelist=CLIP_DECODERS,
        max_pixels=LARGEST_PICTURE,
        max_streams=16,
        **options,
    )


def arguments(graph: Graph, *, level: str = "warning") -> list[str]:
    """The whole command line for a graph; existing output files are overwritten."""
    line: list[str] = ffmpeg.compile(graph, cmd=[executable(), "-hide_banner", "-nostdin", "-v", level])
    return [*line, "-y"]


def opening(source: Graph, *, level: str = "info") -> list[str]:
    """The command line that opens an input, describes it, and does nothing with it (ffmpeg then ends with status 1)."""
    line = arguments(source.output("-", format="null"), level=level)
    return line[: line.index("-i") + 2]


def run(line: list[str], *, time_limit_s: float, largest_output: int = 0) -> Ran:
    """Run a command line to its end, within limits of time, memory and written bytes (the last two on Linux).

    `largest_output` bounds any file it writes, in bytes; 0 allows only what it says on standard output and error.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as out:
        with start(line, stdin=subprocess.DEVNULL, stdout=out, stderr=said) as process:
            _limit(process.pid, max(largest_output, 4 * 1024 * 1024), time_limit_s)
            try:
                status: int | None = process.wait(time_limit_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                status = None
        return Ran(status, _beginning(out), _beginning(said).decode("utf-8", "replace"))


def start(line: list[str], **streams: Unpack[Streams]) -> subprocess.Popen[bytes]:
    """Start a command line and return at once; Impossible where ffmpeg cannot be started."""
    try:
        return subprocess.Popen(line, **streams)
    except OSError:
        raise no_ffmpeg() from None


def _beginning(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(MOST_LINES_KEPT)


def _limit(pid: int, largest_output: int, time_limit_s: float) -> None:
    if sys.platform != "linux":
        return
    import resource

    seconds = max(int(time_limit_s * (os.cpu_count() or 1)), 1)
    limits = (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, largest_output),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    )
    try:
        for which, most in limits:
            resource.prlimit(pid, which, (most, most))
    except (ProcessLookupError, PermissionError):
        return
