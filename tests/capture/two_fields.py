"""A window with a plain field and a password field; says on standard output which of them has the focus."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget  # noqa: TID251 - a program of its own

app = QApplication(sys.argv)
window = QWidget()
window.setGeometry(*(int(value) for value in sys.argv[1:]))
box = QVBoxLayout(window)
plain, password = QLineEdit(), QLineEdit()
password.setEchoMode(QLineEdit.EchoMode.Password)
fields = {"plain": plain, "password": password}
for name, edit in fields.items():
    edit.setObjectName(name)
    edit.setFixedHeight(60)
    box.addWidget(edit)
app.focusChanged.connect(
    lambda _, now: print(next((name for name, edit in fields.items() if edit is now), "none"), flush=True)
)
window.show()
window.activateWindow()
plain.setFocus()
sys.exit(app.exec())
