"""A small program with a tray icon, for a stage to drive; what is done to it stands on standard output."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (  # noqa: TID251 - a program of its own, not a part of Vonk
    QApplication,
    QLineEdit,
    QMenu,
    QPushButton,
    QSystemTrayIcon,
    QVBoxLayout,
    QWidget,
)

app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
window = QWidget()
box = QVBoxLayout(window)
title, button = QLineEdit(), QPushButton("Keep")
title.setObjectName("title")
button.setObjectName("keep")
box.addWidget(title)
box.addWidget(button)
button.clicked.connect(lambda: print("kept", title.text(), flush=True))
picture = QPixmap(22, 22)
picture.fill(Qt.GlobalColor.red)
menu = QMenu()
for words in ("Record", "Outbox", "Quit"):
    menu.addAction(words).triggered.connect(lambda *_, words=words: print("chosen", words, flush=True))
icon = QSystemTrayIcon(QIcon(picture))
icon.setContextMenu(menu)
icon.show()
window.show()
sys.exit(app.exec())
