"""Pictures and sound made into H.264 and AAC as they come, inside this process. The only place that knows PyAV.

Every picture comes out of its encoder at once: no look-ahead and no B-frames, for what waits in an encoder is lost in a
crash. Times are in ticks of 10 microseconds.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import av
from av.codec.context import Flags
from av.error import FFmpegError
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter

from core.errors import Impossible
from core.language import Bilingual

ENCODER: Final = "libx264"

TICKS: Final = 100_000
"""Ticks in a second."""

SOUND_BITS: Final = 96_000
"""Bits a second for speech: well above where AAC is heard to change a voice."""

_BLACK: Final = (16, 128, 128)

Frame = Any
"""A picture in the encoder's own form; PyAV's type."""

Pixels = bytes | bytearray | memoryview
"""BGRx, rows without padding."""


@dataclass(frozen=True, slots=True)
class Packet:
    """Encoded bytes in the form MP4 and Matroska hold them. A decoder can begin at `key`."""

    ticks: int
    data: bytes
    key: bool


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """`preset` and `options` in x264's own words; `quality` is its constant rate factor, lower is better."""

    preset: str
    quality: float
    options: str = ""


class Picture:
    """What the clip shows now, in the encoder's form: yuv420p, BT.709, video range. Black until it is painted."""

    def __init__(self, width: int, height: int) -> None:
        """Both even."""
        self.width, self.height = width, height
        self._frame = av.VideoFrame(width, height, "yuv420p")
        for plane, value in zip(self._frame.planes, _BLACK, strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        self._sources: dict[tuple[int, int], Any] = {}
        self._converters: dict[tuple[int, int], VideoReformatter] = {}

    @property
    def frame(self) -> Frame:
        """What the encoder takes. It is the same one, painted over, until `go_on_in_copy`."""
        return self._frame

    def go_on_in_copy(self) -> None:
        """From now on paint another frame that looks the same: the one given out stays as it is."""
        copy: Frame = av.VideoFrame(self.width, self.height, "yuv420p")
        for ours, theirs in zip(copy.planes, self._frame.planes, strict=True):
            ours.update(memoryview(theirs))
        self._frame = copy

    def paint(self, x: int, y: int, width: int, height: int, pixels: Pixels) -> None:
        """Replace a part. All numbers even and inside the picture; `width` a multiple of 16, or the whole width."""
        converted = self._converted(width, height, width, height, pixels)
        if (width, height) == (self.width, self.height):
            self._frame = converted
        else:
            _copy(converted, self._frame, x, y, width, height)

    def paint_scaled(self, width: int, height: int, pixels: Pixels) -> None:
        """Replace all of it by a picture of another size, as large as it fits, with black around it."""
        scale = min(self.width / width, self.height / height)
        w, h = (max(int(side * scale) // 2 * 2, 2) for side in (width, height))
        converted = self._converted(width, height, w, h, pixels)
        for plane, value in zip(self._frame.planes, _BLACK, strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        _copy(converted, self._frame, (self.width - w) // 4 * 2, (self.height - h) // 4 * 2, w, h)

    def _converted(self, width: int, height: int, to_width: int, to_height: int, pixels: Pixels) -> Any:  # noqa: ANN401
        source = self._source(width, height)
        _fill(source.planes[0], width * 4, height, pixels)
        return self._converters[width, height].reformat(
            source,
            width=to_width,
            height=to_height,
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.BILINEAR,
            threads=1,
        )

    def _source(self, width: int, height: int) -> Any:  # noqa: ANN401
        """One buffer and converter for each size of part; a few are kept, for sizes come back."""
        size = (width, height)
        if size not in self._sources:
            if len(self._sources) >= _SIZES_KEPT:
                oldest = next(iter(self._sources))
                del self._sources[oldest], self._converters[oldest]
            self._sources[size] = av.VideoFrame(width, height, "bgr0")
            self._converters[size] = VideoReformatter()
        return self._sources[size]


_SIZES_KEPT: Final = 6


class VideoEncoder:
    """H.264 of pictures of one size."""

    def __init__(self, codec: Any) -> None:  # noqa: ANN401 - PyAV's own type
        self._codec = codec

    @property
    def private(self) -> bytes:
        """The decoder's configuration (ISO/IEC 14496-15), the same for equal sizes and settings."""
        return bytes(self._codec.extradata)

    def encode(self, frame: Frame, ticks: int, *, key: bool) -> list[Packet]:
        """A picture, at a time later than the last one's. OSError when the encoder breaks."""
        frame.pts, frame.time_base = ticks, Fraction(1, TICKS)
        frame.pict_type = PictureType.I if key else PictureType.NONE
        with _breaking():
            return [Packet(packet.pts, bytes(packet), packet.is_keyframe) for packet in self._codec.encode(frame)]


@dataclass(slots=True)
class SoundEncoder:
    """AAC of 16 bit mono sound. A clock that runs a little fast or slow is followed gently, by resampling."""

    codec: Any
    graph: Any
    rate: int
    padding: int = 1024
    """Samples the encoder puts before the first one."""
    _frames: list[Any] = field(default_factory=list)

    @property
    def private(self) -> bytes:
        return bytes(self.codec.extradata)

    def encode(self, at: int, pcm: bytes) -> Iterator[Packet]:
        """Samples from number `at` on, counted from the clip's beginning."""
        frame = av.AudioFrame("s16", "mono", len(pcm) // 2)
        frame.planes[0].update(pcm.ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = self.rate, at, Fraction(1, self.rate)
        with _breaking():
            self.graph.push(frame)
        yield from self._drain()

    def flush(self) -> Iterator[Packet]:
        """The rest; nothing can be encoded after this."""
        self.graph.push(None)
        yield from self._drain()
        yield from self._packets(None)

    def _drain(self) -> Iterator[Packet]:
        while True:
            try:
                frame = self.graph.pull()
            except (FFmpegError, BlockingIOError, EOFError):
                return
            yield from self._packets(frame)

    def _packets(self, frame: Any) -> Iterator[Packet]:  # noqa: ANN401
        with _breaking():
            packets = list(self.codec.encode(frame))
        for packet in packets:
            yield Packet((packet.pts + self.padding) * TICKS // self.rate, bytes(packet), key=True)


def open_video(width: int, height: int, fps: int, settings: VideoSettings, threads: int = 1) -> VideoEncoder:
    """An encoder that is ready for its first picture; Impossible where there is none."""
    try:
        codec: Any = av.CodecContext.create(ENCODER, "w")
        codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
        codec.time_base, codec.framerate = Fraction(1, TICKS), Fraction(fps, 1)
        codec.color_range, codec.colorspace = ColorRange.MPEG, Colorspace.ITU709
        codec.color_primaries, codec.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        codec.flags |= Flags.global_header
        codec.thread_count = threads
        codec.gop_size = fps * _LONGEST_GOP_S
        parameters = ["annexb=0", "bframes=0", "rc-lookahead=0", "sync-lookahead=0", "mbtree=0", "force-cfr=1"]
        parameters += [f"sliced-threads={int(threads > 1)}", *filter(None, [settings.options])]
        codec.options = {
            "preset": settings.preset,
            "crf": str(settings.quality),
            "forced-idr": "1",
            "x264-params": ":".join(parameters),
        }
        codec.open()
    except (FFmpegError, ValueError) as error:
        raise _no_encoder() from error
    return VideoEncoder(codec)


_LONGEST_GOP_S: Final = 60
"""Key pictures are asked for by time, not by number; this is only what x264 does when nobody asks."""


def open_sound(rate: int, first: int = 0, *, less_noise: bool = False) -> SoundEncoder:
    """An encoder of sound that begins at sample `first`; Impossible where there is none.

    With `less_noise` what goes on all the time (a fan, hiss) is turned down by up to 15 dB; a voice keeps its place.
    """
    try:
        codec: Any = av.CodecContext.create("aac", "w")
        codec.sample_rate, codec.layout, codec.format = rate, "mono", "fltp"
        codec.bit_rate, codec.time_base = SOUND_BITS, Fraction(1, rate)
        codec.flags |= Flags.global_header
        codec.open()
        graph = av.filter.Graph()
        source = graph.add_abuffer(sample_rate=rate, format="s16", layout="mono", time_base=Fraction(1, rate))
        steady = graph.add("aresample", f"async=1000:first_pts={first}:osf=fltp")
        framed = graph.add("asetnsamples", f"n={codec.frame_size}:p=0")
        sink = graph.add("abuffersink")
        cleaning = [graph.add(*filter) for filter in _less_noise(rate)] if less_noise else []
        for one, other in pairwise([source, steady, *cleaning, framed, sink]):
            one.link_to(other)
        graph.configure()
    except (FFmpegError, ValueError) as error:
        raise _no_encoder() from error
    return SoundEncoder(codec, graph, rate)


def _less_noise(rate: int) -> tuple[tuple[str, str], ...]:
    """FFmpeg's FFT denoiser, and its delay taken back: it gives a sample out a fortieth of a second too late."""
    late = rate // 40
    return (
        ("afftdn", "nr=15:nf=-40"),
        ("atrim", f"start_sample={late}"),
        ("asetpts", f"PTS-{late}"),
    )


def tried_encoders(rate: int) -> str:
    """The version of the library, after one picture and a little sound were encoded. Impossible where that fails."""
    picture = Picture(64, 64)
    open_video(64, 64, 30, VideoSettings("ultrafast", 25)).encode(picture.frame, 0, key=True)
    list(open_sound(rate).encode(0, bytes(2 * rate // 10)))
    return str(av.__version__)


@contextmanager
def _breaking() -> Iterator[None]:
    """An encoder that fails in the middle is to the take what a disk is that refuses: the file ends here."""
    try:
        yield
    except FFmpegError as error:
        raise OSError(errno.EIO, "the encoder broke") from error


def _no_encoder() -> Impossible:
    return Impossible(
        Bilingual(en="The part that makes video does not work.", nl="Het onderdeel dat video maakt, werkt niet."),
        Bilingual(
            en="Nothing was started and your work is safe. Install Vonk again; `vonk doctor` tells what it looks for.",
            nl="Er is niets gestart en je werk is veilig. Installeer Vonk opnieuw; `vonk doctor` helpt zoeken.",
        ),
    )


def _fill(plane: Any, row: int, rows: int, pixels: Pixels) -> None:  # noqa: ANN401
    if plane.line_size == row and plane.buffer_size == row * rows:
        plane.update(pixels)
        return
    target, source = memoryview(plane).cast("B"), memoryview(pixels).cast("B")
    for at in range(rows):
        target[at * plane.line_size : at * plane.line_size + row] = source[at * row : (at + 1) * row]


def _copy(source: Any, target: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """A converted part into its place, plane by plane and row by row."""
    for index, half in enumerate((0, 1, 1)):
        one, other = source.planes[index], target.planes[index]
        into, out = memoryview(other).cast("B"), memoryview(one).cast("B")
        row, there, here = width >> half, other.line_size, one.line_size
        start = (y >> half) * there + (x >> half)
        for at in range(height >> half):
            into[start : start + row] = out[at * here : at * here + row]
            start += there
