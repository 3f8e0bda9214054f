"""The red frame with a white edge around what is recorded: outside it, and no obstacle to the pointer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from capture.requests import Region
from desktop.widgets.screen_places import around, screen_of
from desktop.widgets.theme import theme_now
from resources.tokens import pixels

_FLAGS: Final = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    # Placed to the pixel: a window manager would push it away from its panels, into the picture.
    | Qt.WindowType.BypassWindowManagerHint
    | Qt.WindowType.WindowTransparentForInput
    | Qt.WindowType.WindowDoesNotAcceptFocus
)


class RecordFrame:
    """Four thin windows. A side that would stand beyond the edge of the screen is not seen; the others are."""

    def __init__(self) -> None:
        self._sides = [_Side() for _ in range(4)]

    @property
    def windows(self) -> tuple[QWidget, ...]:
        return tuple(self._sides)

    @property
    def is_shown(self) -> bool:
        return self._sides[0].isVisible()

    def surround(self, place: Region) -> QRect:
        """Show it around these pixels. Gives all that is taken then, in logical pixels."""
        inner = around(screen_of(place), place)
        thick = pixels("component.recordFrame.line") + pixels("component.recordFrame.edge")
        outer = inner.adjusted(-thick, -thick, thick, thick)
        strips = (
            QRect(outer.left(), outer.top(), outer.width(), thick),
            QRect(outer.left(), inner.bottom() + 1, outer.width(), thick),
            QRect(outer.left(), inner.top(), thick, inner.height()),
            QRect(inner.right() + 1, inner.top(), thick, inner.height()),
        )
        for side, strip in zip(self._sides, strips, strict=True):
            side.stand(strip, outer)
        return outer

    def hide(self) -> None:
        for side in self._sides:
            side.hide()


class _Side(QWidget):
    def __init__(self) -> None:
        super().__init__(None, _FLAGS)
        self.setObjectName("recordFrame")
        self.setWindowTitle(self.tr("Frame around what is recorded"))
        self.setAccessibleName(self.tr("Frame around what is recorded"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._outer = QRect()

    def stand(self, strip: QRect, outer: QRect) -> None:
        self._outer = outer.translated(-strip.topLeft())
        self.setGeometry(strip)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The part of the whole frame that falls on this side."""
        painter, theme = QPainter(self), theme_now()
        edge = pixels("component.recordFrame.edge")
        painter.fillRect(self.rect(), theme.ink("overlay.frameEdge"))
        painter.fillRect(self._outer.adjusted(edge, edge, -edge, -edge), theme.ink("overlay.frame"))
