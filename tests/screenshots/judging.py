"""What can be said of a picture without looking at it: whether anything stands on it, and whether two are the same.

Reads any file Qt can read. Needs no QGuiApplication, no display and no fonts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

Pixels = NDArray[np.uint8]

_EDGE: Final = 4
"""Logical pixels at each side that say nothing: a frame or a shadow is no content."""
_ALIKE: Final = 12
"""Steps per channel between two colours that a person would call one."""
LEAST_SHOWN: Final = 0.003
"""The share of a window that even a short sentence covers."""
LEAST_CHANGED: Final = 0.0002
"""The share in which two pictures differ where one word of a window is another."""


class UnreadablePicture(Exception):
    """The file is not there, or is no picture."""


def pixels(file: Path) -> Pixels:
    """Height x width x (red, green, blue); what is transparent counts as black. UnreadablePicture if it is none."""
    image = QImage(str(file))
    if image.isNull():
        raise UnreadablePicture(str(file))
    flat = QImage(image.size(), QImage.Format.Format_RGB888)
    flat.fill(0)
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied)
    rows = np.frombuffer(straight.constBits(), np.uint8).reshape(straight.height(), straight.bytesPerLine())
    return rows[:, : straight.width() * 4].reshape(straight.height(), straight.width(), 4)[:, :, :3].copy()


def shown_share(picture: Pixels) -> float:
    """The share of the picture, its edges left out, that is not its most used colour: 0 for an empty window."""
    inside = picture[_EDGE:-_EDGE, _EDGE:-_EDGE]
    if inside.size == 0:
        return 0.0
    packed = inside.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    colours, counts = np.unique(packed, return_counts=True)
    most = colours[counts.argmax()]
    ground = np.array([most >> 16, (most >> 8) & 255, most & 255], np.int16)
    away = np.abs(inside.astype(np.int16) - ground).max(axis=2)
    return float((away > _ALIKE).mean())


def is_blank(file: Path, least_shown: float = LEAST_SHOWN) -> bool:
    """True where (nearly) nothing stands on the picture: one colour, whatever its frame."""
    return shown_share(pixels(file)) < least_shown


def changed_share(one: Pixels, other: Pixels) -> float:
    """The share of pixels a person could tell apart; 1 for pictures of another size."""
    if one.shape != other.shape:
        return 1.0
    away = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2)
    return float((away > _ALIKE).mean())


def are_the_same(one: Path, other: Path, least_changed: float = LEAST_CHANGED) -> bool:
    """True where a person would see no difference: not one word is another."""
    return changed_share(pixels(one), pixels(other)) < least_changed
