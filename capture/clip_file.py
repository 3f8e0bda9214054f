"""The take's one file: pictures and sound are encoded and put into it as they come. For one thread at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from capture import matroska
from capture.requests import Profile
from capture.screens import Area
from capture.sound import CHANNELS, RATE
from media.encoding import (
    TICKS,
    Frame,
    Packet,
    SoundEncoder,
    VideoEncoder,
    VideoSettings,
    open_sound,
    open_video,
)

KEY_AFTER_S: Final = 8.0
KEY_AT_LAST_S: Final = 30.0
KEY_SHARE: Final = 2
"""Players jump to key pictures, and a cut encodes no more than from one to the next; but each costs a whole picture. So
there is one after 8 seconds, once what came since the last is twice its size; on a still screen after 30 seconds.
"""

_FOR_SCREENS: Final = "scenecut=0:weightp=0:ipratio=2.0"
"""No search for cuts and fades, which a desktop does not have; and better key pictures, for what stands still is copied
from them. Measured in docs/adr/0009.
"""

SETTINGS: Final[dict[Profile, VideoSettings]] = {
    "light": VideoSettings("ultrafast", 25, _FOR_SCREENS),
    "balanced": VideoSettings("veryfast", 28, _FOR_SCREENS + ":aq-mode=0"),
    "small": VideoSettings("fast", 27, _FOR_SCREENS),
}

_ONE_THREAD_PIXELS: Final = 1920 * 1200 * 31
"""Pixels a second that one thread encodes with ease. More are cut into slices, which costs some size."""


@dataclass(slots=True)
class ClipFile:
    """OSError where the disk refuses; what was written until then stays whole."""

    path: Path
    size: Area
    """Of the clip: it never changes, whatever becomes of the screen."""
    fps: int
    profile: Profile
    sound: bool
    less_noise: bool = False
    began_at: float = 0.0
    """Media time at which this writing begins: more than 0 where an earlier recorder broke off."""
    length: int = 0
    """Bytes in the file."""
    written_s: float = 0.0
    """Media time of the last picture that is in the file."""
    pictures: int = 0
    _file: IO[bytes] | None = None
    _video: VideoEncoder | None = None
    _audio: SoundEncoder | None = None
    _last: int = -1
    _key_at: float = float("-inf")
    _key_bytes: int = 0
    _since_key: int = 0

    def open(self) -> None:
        """Make the encoders, and the file, or go on after what is whole in it. Impossible without an encoder."""
        threads = 1 if self.size.width * self.size.height * self.fps <= _ONE_THREAD_PIXELS else os.cpu_count() or 1
        self._video = open_video(self.size.width, self.size.height, self.fps, SETTINGS[self.profile], min(threads, 8))
        self._file = self.path.open("r+b" if self.path.exists() else "x+b", buffering=0)
        self._go_on(self._file)
        if self.sound:
            self._audio = open_sound(RATE, round(self.began_at * RATE), less_noise=self.less_noise)
        if not self.length:
            self._write(matroska.header(self._video_track(), self._audio_track()))

    def put_picture(self, frame: Frame, at_s: float) -> None:
        """A picture at a media time. Times that do not go forward are moved a little."""
        assert self._video is not None  # noqa: S101 - made by open
        ticks = max(round(at_s * TICKS), self._last + TICKS // 1000)
        since = at_s - self._key_at
        key = since >= KEY_AT_LAST_S or (since >= KEY_AFTER_S and self._since_key >= KEY_SHARE * self._key_bytes)
        for packet in self._video.encode(frame, ticks, key=key):
            self._put(matroska.VIDEO_TRACK, packet)
            if packet.key:
                self._key_at, self._key_bytes, self._since_key = at_s, len(packet.data), 0
            else:
                self._since_key += len(packet.data)
        self._last, self.pictures = ticks, self.pictures + 1
        self.written_s = ticks / TICKS

    def put_sound(self, blocks: Iterable[tuple[int, bytes]]) -> None:
        """Samples, each block with the number of its first one."""
        assert self._audio is not None  # noqa: S101 - asked for
        for at, pcm in blocks:
            for packet in self._audio.encode(at, pcm):
                self._put(matroska.AUDIO_TRACK, packet)

    def flush(self) -> None:
        """Write what the sound's encoder still holds. Nothing can be put after this."""
        if self._audio is not None:
            for packet in self._audio.flush():
                self._put(matroska.AUDIO_TRACK, packet)
        self._audio = None

    def sync(self) -> None:
        """Bring the bytes to the disk. Any thread; OSError when they are lost."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _go_on(self, file: IO[bytes]) -> None:
        whole = matroska.whole_part(file)
        file.truncate(whole.length)
        file.seek(whole.length)
        self.length = whole.length
        if whole.last_picture >= 0:
            self._last = whole.last_picture
            self.written_s = whole.last_picture / TICKS
            self.began_at = self.written_s + 1 / self.fps

    def _put(self, track: int, packet: Packet) -> None:
        self._write(matroska.block(track, packet.ticks, packet.data, key=packet.key))

    def _write(self, data: bytes) -> None:
        assert self._file is not None  # noqa: S101 - made by open
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]
        self.length += len(data)

    def _video_track(self) -> matroska.VideoTrack:
        assert self._video is not None  # noqa: S101 - made by open
        return matroska.VideoTrack(self.size.width, self.size.height, self.fps, self._video.private)

    def _audio_track(self) -> matroska.AudioTrack | None:
        if self._audio is None:
            return None
        return matroska.AudioTrack(RATE, CHANNELS, self._audio.private, self._audio.padding)
