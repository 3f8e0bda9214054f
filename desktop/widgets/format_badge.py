"""The drawing of a format on its soft colour, beside words that say the format."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.formats import Format
from desktop.widgets.components.painting import badge
from desktop.widgets.looks import FORMAT_ICONS
from desktop.widgets.theme import theme_now
from resources.tokens import pixels


class FormatBadge(QWidget):
    """`size` is the token of its side."""

    def __init__(self, format_: Format, size: str = "component.listRow.badge") -> None:
        super().__init__()
        self._format, self._side = format_, pixels(size)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def become(self, format_: Format) -> None:
        self._format = format_
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        place = QRect(0, 0, self._side, self._side)
        badge(QPainter(self), place, theme_now(), f"format.{self._format.value}", FORMAT_ICONS[self._format])
