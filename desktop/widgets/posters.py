"""Pictures of clips for the cards: made on another lane, kept in a bounded number, painted at the size of the card."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap

from desktop.models.items import ItemRow

MOST_KEPT: Final = 160
_DECODED_WIDTH: Final = 640


def decode(file: Path) -> QImage:
    """The picture, no larger than a card needs; null where it cannot be read. For a lane, never the GUI thread."""
    reader = QImageReader(str(file))
    size = reader.size()
    if size.width() > _DECODED_WIDTH:
        reader.setScaledSize(size.scaled(_DECODED_WIDTH, size.height(), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Posters:
    """Asks for each picture once, when it is first painted. Those painted longest ago are let go and asked for anew."""

    def __init__(self, ask: Callable[[ItemRow], None], most: int = MOST_KEPT) -> None:
        self._ask, self._most = ask, most
        self._images: OrderedDict[str, QImage | None] = OrderedDict()
        self._cut: dict[str, QPixmap] = {}

    def take(self, sha256: str, image: QImage) -> None:
        """The answer. A null picture means that there is none; it is not asked for again."""
        self._images[sha256] = image
        self._cut.pop(sha256, None)
        self._images.move_to_end(sha256)
        while len(self._images) > self._most:
            old, _ = self._images.popitem(last=False)
            self._cut.pop(old, None)

    def picture(self, item: ItemRow, size: QSize, ratio: float) -> QPixmap | None:
        """The picture cut from the top to `size` (logical pixels); None as long as there is none."""
        if not item.poster:
            return None
        if item.poster not in self._images:
            self._images[item.poster] = None
            self._ask(item)
        self._images.move_to_end(item.poster)
        image = self._images[item.poster]
        if image is None or image.isNull():
            return None
        cut = self._cut.get(item.poster)
        if cut is None or cut.size() != size * ratio:
            cut = self._cut[item.poster] = QPixmap.fromImage(cut_from_top(image, size * ratio))
            cut.setDevicePixelRatio(ratio)
        return cut

    def __len__(self) -> int:
        return len(self._images)


def cut_from_top(image: QImage, size: QSize) -> QImage:
    """As wide as asked, as high as asked: what is too much goes at the bottom, or at both sides."""
    filled = image.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    whole = image.scaled(filled, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return whole.copy(QRect((whole.width() - size.width()) // 2, 0, size.width(), size.height()))
