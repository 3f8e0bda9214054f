"""Just enough Matroska (RFC 9559) to write encoded pictures and sound as they come, and to read back what is whole.

    header | cluster | cluster | ...      one cluster for every block, each complete by itself

The stream has no known length. A block is in the file as soon as it is written: wherever a file breaks off, all
but its last block can be played. Times are in ticks of 10 microseconds.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO, Final

VIDEO_TRACK: Final = 1
AUDIO_TRACK: Final = 2
TICK_NS: Final = 10_000

_UNKNOWN_LENGTH: Final = b"\x01\xff\xff\xff\xff\xff\xff\xff"
_SEGMENT: Final = 0x18538067
_CLUSTER: Final = 0x1F43B675
_TIMESTAMP: Final = 0xE7
_BT709: Final = 1
_VIDEO_RANGE: Final = 1


@dataclass(frozen=True, slots=True)
class VideoTrack:
    """`private` is the decoder's configuration (avcC, ISO/IEC 14496-15)."""

    width: int
    height: int
    fps: int
    private: bytes


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """`private` is the AudioSpecificConfig; `padding` counts the samples the encoder put before the first."""

    rate: int
    channels: int
    private: bytes
    padding: int


@dataclass(frozen=True, slots=True)
class Whole:
    """The part of a file that is complete: its length in bytes, and the time of the last picture in it (-1: none)."""

    length: int
    last_picture: int


def number(value: int) -> bytes:
    """A length in EBML's own spelling, as short as it can be. ValueError below 0 or above 2^56 - 2."""
    for size in range(1, 9):
        if 0 <= value < (1 << (7 * size)) - 1:
            return ((1 << (7 * size)) | value).to_bytes(size, "big")
    raise ValueError(f"{value} has no EBML spelling")


def element(identity: int, payload: bytes) -> bytes:
    return _id(identity) + number(len(payload)) + payload


def header(video: VideoTrack, sound: AudioTrack | None) -> bytes:
    """The beginning of the file: H.264 pictures in BT.709 and, where there is any, AAC sound."""
    ebml = element(
        0x1A45DFA3,
        _uint(0x4286, 1) + _uint(0x42F7, 1) + _uint(0x42F2, 4) + _uint(0x42F3, 8)
        + element(0x4282, b"matroska") + _uint(0x4287, 4) + _uint(0x4285, 2),
    )  # fmt: skip
    info = element(0x1549A966, _uint(0x2AD7B1, TICK_NS) + element(0x4D80, b"Vonk") + element(0x5741, b"Vonk"))
    tracks = _video(video) + (_sound(sound) if sound else b"")
    return ebml + _id(_SEGMENT) + _UNKNOWN_LENGTH + info + element(0x1654AE6B, tracks)


def block(track: int, ticks: int, payload: bytes, *, key: bool) -> bytes:
    """One picture or stretch of sound: a cluster of its own, at this time."""
    time = _uint(_TIMESTAMP, ticks)
    head = number(track) + b"\x00\x00" + (b"\x80" if key else b"\x00")
    return element(_CLUSTER, time + _id(0xA3) + number(len(head) + len(payload)) + head + payload)


def whole_part(file: IO[bytes]) -> Whole:
    """How far a file of ours can be read: everything after that was torn by a crash. Reads a few bytes a block."""
    end = file.seek(0, 2)
    file.seek(0)
    whole = Whole(0, -1)
    while (found := _next_element(file, end)) is not None:
        identity, length = found
        start = file.tell()
        if identity == _SEGMENT:
            continue
        if length is None or start + length > end:
            break
        if identity == _CLUSTER:
            whole = Whole(start + length, _later(whole.last_picture, file.read(min(length, 24))))
        else:
            whole = Whole(start + length, whole.last_picture)
        file.seek(start + length)
    return whole


def _later(last: int, beginning: bytes) -> int:
    """The time of the last picture, once a cluster that begins like this has been read."""
    size = beginning[1] & 0x7F if beginning[:1] == b"\xe7" else 0
    ticks = int.from_bytes(beginning[2 : 2 + size], "big")
    inner = beginning[2 + size :]
    if inner[:1] != b"\xa3" or len(inner) < 2:
        return last
    width = 9 - inner[1].bit_length()
    return ticks if inner[1 + width : 2 + width] == number(VIDEO_TRACK) else last


def _next_element(file: IO[bytes], end: int) -> tuple[int, int | None] | None:
    """Identity and length of the element that begins here; length None where it is not known. None at the end."""
    identity = _read_number(file, keep_marker=True)
    length = _read_number(file, keep_marker=False)
    if identity is None or length is None or file.tell() > end:
        return None
    value, size = length
    return identity[0], None if value == (1 << (7 * size)) - 1 else value


def _read_number(file: IO[bytes], *, keep_marker: bool) -> tuple[int, int] | None:
    first = file.read(1)
    if not first or not first[0]:
        return None
    size = 9 - first[0].bit_length()
    rest = file.read(size - 1)
    if len(rest) < size - 1:
        return None
    value = int.from_bytes(first + rest, "big")
    return (value if keep_marker else value & ((1 << (7 * size)) - 1)), size


def _video(track: VideoTrack) -> bytes:
    colour = _uint(0x55B1, _BT709) + _uint(0x55B9, _VIDEO_RANGE) + _uint(0x55BA, _BT709) + _uint(0x55BB, _BT709)
    picture = element(0xE0, _uint(0xB0, track.width) + _uint(0xBA, track.height) + element(0x55B0, colour))
    return element(
        0xAE,
        _uint(0xD7, VIDEO_TRACK) + _uint(0x73C5, VIDEO_TRACK) + _uint(0x83, 1) + _uint(0x9C, 0)
        + _uint(0x23E383, 1_000_000_000 // track.fps)
        + element(0x86, b"V_MPEG4/ISO/AVC") + element(0x63A2, track.private) + picture,
    )  # fmt: skip


def _sound(track: AudioTrack) -> bytes:
    sound = element(0xE1, element(0xB5, struct.pack(">d", float(track.rate))) + _uint(0x9F, track.channels))
    return element(
        0xAE,
        _uint(0xD7, AUDIO_TRACK) + _uint(0x73C5, AUDIO_TRACK) + _uint(0x83, 2) + _uint(0x9C, 0)
        + element(0x86, b"A_AAC") + element(0x63A2, track.private)
        + _uint(0x56AA, track.padding * 1_000_000_000 // track.rate) + sound,
    )  # fmt: skip


def _uint(identity: int, value: int) -> bytes:
    return element(identity, value.to_bytes(max((value.bit_length() + 7) // 8, 1), "big"))


def _id(identity: int) -> bytes:
    return identity.to_bytes((identity.bit_length() + 7) // 8, "big")
