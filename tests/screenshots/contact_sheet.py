"""Many pictures on one sheet, each with its name under it, to be looked at side by side.

python tests/screenshots/contact_sheet.py OUT.png PICTURE.png...
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QImage, QPainter

from tests.screenshots.judging import UnreadablePicture

_CELL: Final = 420
_TALLEST: Final = 560
_GAP: Final = 16
_NAME: Final = 24
_TEXT: Final = 14
_SHEET, _INK, _LINE = QColor(0x9A, 0x91, 0x89), QColor(0x11, 0x0F, 0x0D), QColor(0x38, 0x32, 0x2C)


@dataclass(frozen=True, slots=True)
class _Placed:
    picture: QImage
    name: str
    left: int
    top: int


def contact_sheet(files: Sequence[Path], out: Path, columns: int = 4) -> None:
    """One PNG with every picture in the order given, none enlarged; a tall page is made smaller to fit.

    UnreadablePicture for a file that is none, ValueError for no files.
    """
    if not files:
        raise ValueError("a contact sheet of nothing")
    application = _application()
    columns = min(columns, len(files))
    placed = list(_lay_out([_thumbnail(file) for file in files], [file.stem for file in files], columns))
    bottom = max(each.top + each.picture.height() for each in placed) + _NAME + _GAP
    sheet = QImage(columns * (_CELL + _GAP) + _GAP, bottom, QImage.Format.Format_RGB32)
    sheet.fill(_SHEET)
    painter = QPainter(sheet)
    font = QFont(application.font())
    font.setPixelSize(_TEXT)
    painter.setFont(font)
    for each in placed:
        _draw(painter, each)
    painter.end()
    out.parent.mkdir(parents=True, exist_ok=True)
    if not sheet.save(str(out)):
        raise OSError(f"cannot write {out}")


def _application() -> QGuiApplication:
    """Text on a picture needs one; whoever has none gets one without a display."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["contact-sheet"])


def _thumbnail(file: Path) -> QImage:
    image = QImage(str(file))
    if image.isNull():
        raise UnreadablePicture(str(file))
    if image.width() <= _CELL and image.height() <= _TALLEST:
        return image
    return image.scaled(_CELL, _TALLEST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _lay_out(pictures: Sequence[QImage], names: Sequence[str], columns: int) -> Iterator[_Placed]:
    top = _GAP
    for start in range(0, len(pictures), columns):
        row = pictures[start : start + columns]
        for column, picture in enumerate(row):
            yield _Placed(picture, names[start + column], _GAP + column * (_CELL + _GAP), top)
        top += max(picture.height() for picture in row) + _NAME + _GAP


def _draw(painter: QPainter, each: _Placed) -> None:
    picture = each.picture
    painter.drawImage(each.left, each.top, picture)
    painter.setPen(_LINE)
    painter.drawRect(each.left - 1, each.top - 1, picture.width() + 1, picture.height() + 1)
    painter.setPen(_INK)
    name = QFontMetrics(painter.font()).elidedText(each.name, Qt.TextElideMode.ElideMiddle, _CELL)
    under = QRect(each.left, each.top + picture.height() + 2, _CELL, _NAME)
    painter.drawText(under, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)


if __name__ == "__main__":
    contact_sheet([Path(name) for name in sys.argv[2:]], Path(sys.argv[1]))
