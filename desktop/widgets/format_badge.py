"""The drawing of a format on its soft colour, before the title of a row. The row says the format in words."""

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
    def __init__(self, format_: Format) -> None:
        super().__init__()
        self._format = format_
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = pixels("component.listRow.badge")
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = QRect(0, 0, self.width(), self.height())
        badge(QPainter(self), whole, theme_now(), f"format.{self._format.value}", FORMAT_ICONS[self._format])
