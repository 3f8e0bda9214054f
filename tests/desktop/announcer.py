"""A window that announces each line of its standard input, for a screen reader to hear."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QLabel  # noqa: TID251 - a program of its own, not a part of Vonk

from desktop.announcing import announce

app = QApplication(sys.argv)
window = QLabel("Vonk")
window.setWindowTitle("Vonk")
window.show()


def read() -> None:
    given = os.read(0, 4096).decode()
    for line in given.splitlines():
        announce(window, line)
    if not given:
        app.quit()


lines = QSocketNotifier(0, QSocketNotifier.Type.Read)
lines.activated.connect(read)
sys.exit(app.exec())
