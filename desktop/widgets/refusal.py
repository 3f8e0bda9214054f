"""Why the app cannot start, said in a window of its own."""

from __future__ import annotations

from core.errors import AppError
from desktop.i18n import Speech
from desktop.widgets.components import Button, DialogFrame, label
from desktop.widgets.notices import CLOSE


def refuse(error: AppError, speech: Speech) -> None:
    """Say why, what is safe and what to do, until the window is closed."""
    close = Button(speech.say(CLOSE), kind="primary", name="closeRefusal")
    shown = DialogFrame(speech.say(error.title), label(speech.say(error.hint), "secondary"), close)
    shown.setObjectName("page")
    shown.setWindowTitle("Vonk")
    close.clicked.connect(shown.accept)
    shown.exec()
