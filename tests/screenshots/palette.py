"""Makes a picture of a window small enough for a repository: at most 256 colours, the most used ones as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from tests.screenshots.judging import pixels

_BY_USE: Final = 176
_BY_DISTANCE: Final = 80
_COARSE: Final = 0xF8F8F8
"""Colours that differ in the last three bits of a channel are one family."""
_OPAQUE: Final = 0xFF000000
_BEST_COMPRESSION: Final = 0


def reduce_colours(file: Path) -> None:
    """Rewrites the PNG. Large areas keep their exact colour; the edges of letters may differ by a shade."""
    picture = pixels(file)
    height, width = picture.shape[:2]
    packed = picture.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    colours, places, counts = np.unique(packed.ravel(), return_inverse=True, return_counts=True)
    chosen = _palette(colours, counts)
    nearest = _nearest(colours, chosen)
    rows = np.zeros((height, -(-width // 4) * 4), np.uint8)
    rows[:, :width] = nearest[places].reshape(height, width)
    image = QImage(rows.data, width, height, rows.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable([int(colour) | _OPAQUE for colour in chosen])
    if not image.save(str(file), "PNG", _BEST_COMPRESSION):  # type: ignore[call-overload]
        raise OSError(f"cannot write {file}")


def _palette(colours: NDArray[np.uint32], counts: NDArray[np.intp]) -> NDArray[np.uint32]:
    """The most used colour of each of the most used families, then whatever is furthest from all of those."""
    by_use = np.argsort(-counts, kind="stable")
    _, first, family = np.unique((colours & _COARSE)[by_use], return_index=True, return_inverse=True)
    used = np.bincount(family, counts[by_use])
    chosen = list(colours[by_use][first[np.argsort(-used, kind="stable")[:_BY_USE]]])
    channels = _channels(colours)
    away = _squares(channels, _channels(np.array(chosen, np.uint32))).min(axis=1)
    for _ in range(_BY_DISTANCE):
        furthest = int(away.argmax())
        chosen.append(colours[furthest])
        away = np.minimum(away, _squares(channels, channels[furthest : furthest + 1])[:, 0])
    return np.array(chosen, np.uint32)


def _nearest(colours: NDArray[np.uint32], chosen: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return _squares(_channels(colours), _channels(chosen)).argmin(axis=1).astype(np.uint8)


def _squares(ones: NDArray[np.int32], others: NDArray[np.int32]) -> NDArray[np.int32]:
    squares: NDArray[np.int32] = ((ones[:, None, :] - others[None, :, :]) ** 2).sum(axis=2)
    return squares


def _channels(packed: NDArray[np.uint32]) -> NDArray[np.int32]:
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1).astype(np.int32)
