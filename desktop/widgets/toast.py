"""A short message in a corner of the screen, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from core.errors import AppError
from desktop.i18n import Speech
from desktop.widgets.components import Banner, Button, Meaning

_WIDE: Final = 420
_LOW: Final = 60
_SHOWN_MS: Final = 6_000
_WITH_UNDO_MS: Final = 10_000
_FLAGS: Final = (
    Qt.WindowType.ToolTip
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)


def refuse(error: AppError, speech: Speech) -> None:
    """Say in a window of its own why the app cannot start, until it is closed."""
    box = QMessageBox()
    box.setWindowTitle("Vonk")
    box.setText(speech.say(error.title))
    box.setInformativeText(speech.say(error.hint))
    box.addButton(QMessageBox.StandardButton.Close)
    box.exec()


class Toast(QWidget):
    """Gone after 6 s, with an action after 10 s; it waits while the pointer is on it. One at a time."""

    def __init__(self) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(self.tr("Message"))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._banner: Banner | None = None
        self._time = QTimer(self)
        self._time.setSingleShot(True)
        self._time.timeout.connect(self.hide)

    def tell(
        self, text: str, action: str = "", pressed: Callable[[], None] | None = None, *, meaning: Meaning = "neutral"
    ) -> None:
        if self._banner is not None:
            self._box.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
        buttons = [Button(action, lambda: self._act(pressed), kind="flat", name="undo")] if pressed else []
        self._banner = Banner(meaning, text, "", *buttons)
        self._box.addWidget(self._banner)
        self.setAccessibleName(text)
        self.setFixedWidth(_WIDE)
        self.setFixedHeight(max(_LOW, self._banner.heightForWidth(_WIDE)))
        free = QGuiApplication.primaryScreen().availableGeometry()
        self.move(free.right() - self.width() - 24, free.bottom() - self.height() - 24)
        self._time.setInterval(_WITH_UNDO_MS if pressed else _SHOWN_MS)
        self.show()
        self._time.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._time.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._time.start()

    def _act(self, pressed: Callable[[], None] | None) -> None:
        self.hide()
        if pressed is not None:
            pressed()
