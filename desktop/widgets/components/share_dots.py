"""How large a part of all it is, as dots: a picture of a number that stands beside it in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.components.painting import surface
from desktop.widgets.theme import step, theme_now
from resources.tokens import number, pixels

_ROWS: Final = 2


class ShareDots(QWidget):
    """Two rows of dots, as many as there is room for. `part` runs from 0 to 1; the least part above 0 is one dot."""

    def __init__(self, part: float = 0.0) -> None:
        super().__init__()
        self._part = part
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, part: float) -> None:
        self._part = min(1.0, max(0.0, part))
        self.update()

    def lit_of(self, dots: int) -> int:
        """How many of so many dots are lit. All of them only where the part is the whole."""
        lit = round(self._part * dots)
        return min(max(lit, 1 if self._part > 0 else 0), dots if self._part >= 1 else dots - 1)

    def sizeHint(self) -> QSize:
        return QSize(step(8), _ROWS * self._pitch() - self._gap())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, side = QPainter(self), theme_now(), pixels("component.share.dot")
        across = max(1, (self.width() + self._gap()) // self._pitch())
        lit = self.lit_of(across * _ROWS)
        for at in range(across * _ROWS):
            place = QRect(at // _ROWS * self._pitch(), at % _ROWS * self._pitch(), side, side)
            fill = "accent.edge" if at < lit else "line.strong"
            surface(painter, place, theme, fill=fill, radius=number("radius.pill"))

    def _gap(self) -> int:
        return pixels("component.share.gap")

    def _pitch(self) -> int:
        return pixels("component.share.dot") + self._gap()
