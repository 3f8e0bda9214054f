"""Just enough Matroska (RFC 9559) to hand pictures and sound to ffmpeg in one stream, each with its own time.

The stream has no known length: one segment, one cluster for every block, times in whole milliseconds.
"""

from __future__ import annotations

import struct
from typing import Final

VIDEO_TRACK: Final = 1
AUDIO_TRACK: Final = 2

_UNKNOWN_LENGTH: Final = b"\x01\xff\xff\xff\xff\xff\xff\xff"


def number(value: int) -> bytes:
    """A length in EBML's own spelling, as short as it can be. ValueError below 0 or above 2^56 - 2."""
    for size in range(1, 9):
        if 0 <= value < (1 << (7 * size)) - 1:
            return ((1 << (7 * size)) | value).to_bytes(size, "big")
    raise ValueError(f"{value} has no EBML spelling")


def element(identity: int, payload: bytes) -> bytes:
    return _id(identity) + number(len(payload)) + payload


def header(width: int, height: int, fps: int, *, rate: int, channels: int, sound: bool) -> bytes:
    """The beginning of the stream: BGRx pictures and, with `sound`, signed 16 bit little-endian samples."""
    ebml = element(
        0x1A45DFA3,
        _uint(0x4286, 1) + _uint(0x42F7, 1) + _uint(0x42F2, 4) + _uint(0x42F3, 8)
        + element(0x4282, b"matroska") + _uint(0x4287, 4) + _uint(0x4285, 2),
    )  # fmt: skip
    info = element(0x1549A966, _uint(0x2AD7B1, 1_000_000) + element(0x4D80, b"Vonk") + element(0x5741, b"Vonk"))
    tracks = _video(width, height, fps) + (_audio(rate, channels) if sound else b"")
    return ebml + _id(0x18538067) + _UNKNOWN_LENGTH + info + element(0x1654AE6B, tracks)


def block_head(track: int, milliseconds: int, size: int) -> bytes:
    """What goes before `size` bytes of picture or sound: a cluster of its own, at this time."""
    time = _uint(0xE7, milliseconds)
    inner = _id(0xA3) + number(size + 4) + number(track) + b"\x00\x00\x80"
    return _id(0x1F43B675) + number(len(time) + len(inner) + size) + time + inner


def _video(width: int, height: int, fps: int) -> bytes:
    picture = element(0xE0, _uint(0xB0, width) + _uint(0xBA, height) + element(0x2EB524, b"BGR\x00"))
    return element(
        0xAE,
        _uint(0xD7, VIDEO_TRACK) + _uint(0x73C5, VIDEO_TRACK) + _uint(0x83, 1) + _uint(0x9C, 0)
        + _uint(0x23E383, 1_000_000_000 // fps) + element(0x86, b"V_UNCOMPRESSED") + picture,
    )  # fmt: skip


def _audio(rate: int, channels: int) -> bytes:
    sound = element(0xE1, element(0xB5, struct.pack(">d", float(rate))) + _uint(0x9F, channels) + _uint(0x6264, 16))
    return element(
        0xAE,
        _uint(0xD7, AUDIO_TRACK) + _uint(0x73C5, AUDIO_TRACK) + _uint(0x83, 2) + _uint(0x9C, 0)
        + element(0x86, b"A_PCM/INT/LIT") + sound,
    )  # fmt: skip


def _uint(identity: int, value: int) -> bytes:
    return element(identity, value.to_bytes(max((value.bit_length() + 7) // 8, 1), "big"))


def _id(identity: int) -> bytes:
    return identity.to_bytes((identity.bit_length() + 7) // 8, "big")
