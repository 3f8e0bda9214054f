"""A window that moves and says which frame it shows: `python -m desktop.stage.scene --log F --fps 20`.

The log is JSON, a line each: first where the strip stands, then `{"frame": n, "ns": monotonic}` for each drawing.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TextIO

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QRasterWindow

from desktop.platform.none_kept import keep_none
from desktop.stage import framecode

_SQUARE: Final = 32
_PAPER: Final = QColor("#f7f3ec")
_INK: Final = QColor("#2b2622")
_SPARK: Final = QColor("#f28a2e")
_CELLS: Final = QColor("#d9d2c5")
_TOP: Final = 40
_MARGIN: Final = 16


class Scene(QRasterWindow):
    """A sheet with cells, a spark that walks over it, and the strip of `framecode` at the bottom left."""

    def __init__(self, log: TextIO, words: str, place: Sequence[int]) -> None:
        super().__init__()
        self._log = log
        self._words = words
        self._frame = 0
        self._strip = framecode.Strip(place[0], place[1] + place[3] - 2 * _SQUARE - _MARGIN, _SQUARE)
        self.setGeometry(*place)
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        self.setFlags(flags | Qt.WindowType.WindowStaysOnTopHint)
        self.setTitle("Scene")

    def next_frame(self) -> None:
        self._frame += 1
        self.update(QRect(0, 0, self.width(), _TOP + 200))
        self.update(self._strip_here())

    def _strip_here(self) -> QRect:
        at = self._strip
        corner = self.mapFromGlobal(QPoint(at.x, at.y))
        return QRect(corner.x(), corner.y(), at.width, at.height)

    def write_place(self) -> None:
        """The first line of the log: the strip's place on the screen, in physical pixels."""
        screen = self.screen().geometry()
        strip = self._strip
        place = {"x": strip.x, "y": strip.y, "square": strip.square, "bits": framecode.BITS}
        self._say({"strip": place, "screen": [screen.width(), screen.height()]})

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(event.rect(), _PAPER)
        if event.rect().top() < _TOP + 200:
            self._paint_sheet(painter)
        self._paint_strip(painter)
        painter.end()
        self._say({"frame": self._frame, "ns": time.monotonic_ns()})

    def _paint_sheet(self, painter: QPainter) -> None:
        painter.setPen(_CELLS)
        for line in range(_TOP, _TOP + 200, 25):
            painter.drawLine(16, line, self.width() - 16, line)
        painter.setPen(_INK)
        painter.drawText(16, 24, self._words)
        painter.drawText(24, _TOP + 18, self._words[: self._frame // 4 % (len(self._words) + 1)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SPARK)
        across = (self._frame * 9) % max(1, self.width() - 40)
        painter.drawEllipse(across, _TOP + 90 + int(60 * math.sin(self._frame / 6)), 32, 32)

    def _paint_strip(self, painter: QPainter) -> None:
        place = self._strip_here()
        for row, squares in enumerate(framecode.rows(self._frame)):
            for column, white in enumerate(squares):
                at = QRect(place.x() + column * _SQUARE, place.y() + row * _SQUARE, _SQUARE, _SQUARE)
                painter.fillRect(at, Qt.GlobalColor.white if white else Qt.GlobalColor.black)

    def _say(self, fact: dict[str, object]) -> None:
        print(json.dumps(fact), file=self._log, flush=True)


def _whole_screen(app: QGuiApplication) -> tuple[int, int, int, int]:
    at = app.primaryScreen().geometry()
    return at.x(), at.y(), at.width(), at.height()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m desktop.stage.scene")
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--fps", type=float, default=20.0)
    parser.add_argument("--words", default="Ctrl+E")
    parser.add_argument("--geometry", default="", help="X,Y,W,H in pixels; without it all of the screen")
    args = parser.parse_args(argv)
    keep_none()
    app = QGuiApplication([sys.argv[0]])
    with args.log.open("w", encoding="utf-8") as log:
        place = [int(part) for part in args.geometry.split(",")] if args.geometry else list(_whole_screen(app))
        scene = Scene(log, args.words, place)
        scene.show()
        scene.write_place()
        timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(scene.next_frame)
        timer.start(round(1000 / args.fps))
        # Python sees a signal only between two steps of its own; the timer gives it these steps.
        signal.signal(signal.SIGTERM, lambda *_: app.quit())
        return app.exec()


if __name__ == "__main__":
    sys.exit(main())
