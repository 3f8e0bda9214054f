"""Pictures and sound, each with its time, into ffmpeg, and from there as flushed fragments onto the disk."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import ffmpeg

from capture import matroska
from capture.requests import Profile
from capture.screens import Area
from capture.sound import CHANNELS, RATE
from media.ffmpeg import arguments, start

WAITING_PICTURES: Final = 2
"""More than this and ffmpeg is behind: the next picture is dropped, and counted."""

PIPE_BYTES: Final = 1 << 20

PRESETS: Final[dict[Profile, tuple[str, int]]] = {
    "light": ("ultrafast", 25),
    "balanced": ("superfast", 23),
    "small": ("veryfast", 25),
}
"""x264 preset and quality. Always without look-ahead: what waits in an encoder is lost in a crash."""


def command(area: Area, fps: int, profile: Profile, segment: Path, *, sound: bool) -> list[str]:
    """ffmpeg's command line: Matroska on standard input, H.264 and AAC in fragments of half a second out."""
    source = ffmpeg.input("pipe:0", f="matroska", protocol_whitelist="pipe", probesize=32, analyzeduration=0)
    streams: list[Any] = [
        source["v:0"]
        .filter("scale", out_color_matrix="bt709", out_range="tv")
        .filter("format", "yuv420p")
        .filter("setparams", colorspace="bt709", color_primaries="bt709", color_trc="bt709", range="tv")
    ]
    if sound:
        streams.append(source["a:0"].filter("aresample", **{"async": 1000, "first_pts": 0}))
    preset, quality = PRESETS[profile]
    graph = ffmpeg.output(
        *streams,
        f"file:{segment.absolute()}",
        **{
            "c:v": "libx264",
            "preset": preset,
            "tune": "zerolatency",
            "crf": quality,
            "g": fps * 10,
            "force_key_frames": "expr:gte(t,n_forced)",
            "fps_mode": "passthrough",
            "enc_time_base:v": "1:1000",
            **({"c:a": "aac", "b:a": "96k"} if sound else {}),
            "fflags": "+bitexact",
            "movflags": "+frag_keyframe+empty_moov+default_base_moof",
            "frag_duration": 500_000,
            "flush_packets": 1,
            "max_interleave_delta": 1_000_000,
        },
        format="mp4",
    )
    return [*arguments(graph), "-nostats"]


@dataclass(slots=True)
class Encoder:
    """One ffmpeg and the thread that feeds it. `put_*` never wait, except for a last picture."""

    line: list[str]
    header: bytes
    log: Path
    inherited: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    handed_ms: int = 0
    """Media time of the last picture that went into the pipe."""
    _queue: deque[tuple[int, bytes, bytes | bytearray]] = field(default_factory=deque)
    _pictures: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _closing: bool = False
    _broken: bool = False
    _thread: threading.Thread | None = None

    def open(self) -> None:
        """Start ffmpeg and let it read the header. Impossible where there is no ffmpeg."""
        with self.log.open("ab") as log:
            self.process = start(
                self.line,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
                pass_fds=tuple(self.inherited) if sys.platform != "win32" else (),
                start_new_session=True,
                bufsize=0,
            )
        _widen(self.process)
        self._queue.append((0, self.header, b""))
        self._thread = threading.Thread(target=self._feed, name="encoder", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return not self._broken and self.process is not None and self.process.poll() is None

    def put_picture(self, milliseconds: int, picture: bytearray, *, wait_s: float = 0.0) -> bool:
        """Hand over a picture, not to be changed afterwards. False when ffmpeg is behind: then it is dropped."""
        head = matroska.block_head(matroska.VIDEO_TRACK, milliseconds, len(picture))
        with self._changed:
            if not self._changed.wait_for(lambda: self._pictures < WAITING_PICTURES or self._broken, wait_s):
                return False
            self._pictures += 1
            self._queue.append((milliseconds, head, picture))
            self._changed.notify_all()
            return not self._broken

    def put_sound(self, milliseconds: int, pcm: bytes) -> None:
        head = matroska.block_head(matroska.AUDIO_TRACK, milliseconds, len(pcm))
        with self._changed:
            self._queue.append((-1, head, pcm))
            self._changed.notify_all()

    def close(self, within_s: float = 10.0) -> bool:
        """Let ffmpeg finish its file. False when it had broken off, or had to be ended after `within_s` seconds."""
        process = self.process
        if process is None:
            return False
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        try:
            status: int | None = process.wait(within_s)
        except subprocess.TimeoutExpired:
            status = None
            process.kill()
            process.wait()
        if self._thread is not None:
            self._thread.join(timeout=5)
        return status == 0 and not self._broken

    def _feed(self) -> None:
        assert self.process is not None  # noqa: S101 - made by open
        pipe = self.process.stdin
        assert pipe is not None  # noqa: S101 - asked for in open
        try:
            while (entry := self._next()) is not None:
                milliseconds, head, payload = entry
                _write_all(pipe.fileno(), head, payload)
                self._done(milliseconds, picture=len(payload) > 0 and milliseconds >= 0)
        except OSError:
            with self._changed:
                self._broken = True
                self._queue.clear()
                self._changed.notify_all()
        finally:
            _close_quietly(pipe)

    def _next(self) -> tuple[int, bytes, bytes | bytearray] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._closing)
            return self._queue.popleft() if self._queue else None

    def _done(self, milliseconds: int, *, picture: bool) -> None:
        if not picture:
            return
        with self._changed:
            self._pictures -= 1
            self.handed_ms = milliseconds
            self._changed.notify_all()


def _write_all(handle: int, head: bytes, payload: bytes | bytearray) -> None:
    done = os.writev(handle, [head, payload]) if hasattr(os, "writev") else os.write(handle, head)
    view = memoryview(payload)
    if done < len(head):
        _write_rest(handle, memoryview(head)[done:])
        done = len(head)
    _write_rest(handle, view[done - len(head) :])


def _write_rest(handle: int, view: memoryview) -> None:
    while view:
        view = view[os.write(handle, view) :]


def _widen(process: subprocess.Popen[bytes]) -> None:
    if sys.platform != "linux" or process.stdin is None:
        return
    import fcntl

    try:
        fcntl.fcntl(process.stdin.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    except OSError:
        return


def _close_quietly(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return


def header_of(area: Area, fps: int, *, sound: bool) -> bytes:
    return matroska.header(area.width, area.height, fps, rate=RATE, channels=CHANNELS, sound=sound)
