"""How loud it is, as a few bars."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.announcing import reduced_motion
from desktop.widgets.components.painting import surface
from desktop.widgets.theme import theme_now
from resources.tokens import number, pixels

_QUIETEST_DB: Final = -60.0
_INKS: Final = {
    "overlay": ("overlay.levelOk", "overlay.levelHigh", "overlay.levelOff"),
    "paper": ("ok.solid", "warn.text", "line.strong"),
}


class Level(QWidget):
    """Bars of sound. It is not announced; that there is no sound is said in words elsewhere.

    For who wants little motion it moves four times a second at most. `kind` is overlay or paper, for what it stands on.
    """

    def __init__(self, kind: str = "overlay") -> None:
        super().__init__()
        self._inks = _INKS[kind]
        self._bars = pixels("component.level.bars")
        self._pitch = pixels("component.level.bar") + pixels("component.level.gap")
        self.setFixedSize(self._bars * self._pitch, pixels("component.level.height"))
        self._lit = 0
        self._moved = QElapsedTimer()

    @property
    def lit(self) -> int:
        """How many bars are on."""
        return self._lit

    def hear(self, level_db: float | None) -> None:
        """None for no sound at all; else in dB below full scale."""
        if reduced_motion() and self._moved.isValid() and self._moved.elapsed() < pixels("component.level.calmMs"):
            return
        self._moved.start()
        share = 0.0 if level_db is None else max(0.0, 1 - level_db / _QUIETEST_DB)
        lit = min(self._bars, round(share * self._bars))
        if lit != self._lit:
            self._lit = lit
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_now(), QPainter(self)
        ok, high, off = self._inks
        for at in range(self._bars):
            lit = high if at >= self._bars - 1 else ok
            name = lit if at < self._lit else off
            place = QRect(at * self._pitch, 0, pixels("component.level.bar"), self.height())
            surface(painter, place, theme, fill=name, radius=number("component.level.gap"))
