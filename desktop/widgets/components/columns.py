"""Two columns where there is room for two, one below the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.widgets.components.layout import row
from desktop.widgets.theme import step


class Columns(QWidget):
    """`left` and `right`, from `wide_from` logical pixels on beside each other, three parts to two."""

    def __init__(self, left: QWidget, right: QWidget, wide_from: int) -> None:
        super().__init__()
        self._parts, self._wide_from = (left, right), wide_from
        self._box = row(left, right, gap=5)
        self.setLayout(self._box)
        self._lay(wide=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self._wide_from
        if wide != (self._box.direction() == QBoxLayout.Direction.LeftToRight):
            self._lay(wide=wide)

    def _lay(self, *, wide: bool) -> None:
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self._box.setSpacing(step(5))
        for at, (part, share) in enumerate(zip(self._parts, (3, 2), strict=True)):
            self._box.setStretch(at, share if wide else 0)
            self._box.setAlignment(part, Qt.AlignmentFlag.AlignTop if wide else Qt.AlignmentFlag(0))
