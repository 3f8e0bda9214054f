"""A short message in a corner of the screen, with the way back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.announcing import announce
from desktop.widgets.components.button import Button
from desktop.widgets.components.layout import frame, row
from desktop.widgets.components.messages import MEANING_INK, Meaning
from desktop.widgets.components.text import Icon, label
from desktop.widgets.theme import step
from resources.tokens import pixels

_FLAGS: Final = (
    Qt.WindowType.ToolTip
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
_MOST_HELD: Final = 3


@dataclass(frozen=True, slots=True)
class _Message:
    text: str
    action: str
    pressed: Callable[[], None] | None
    meaning: Meaning


class Toast(QWidget):
    """Gone after 6 s, with an action after 10 s; it waits while the pointer is on it. One at a time.

    While `hold` is on nothing shows: what was told meanwhile follows, the newest three, when it is let go.
    """

    def __init__(self) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setObjectName("toast")
        self.setAccessibleName(self.tr("Message"))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._held = False
        self._waiting: deque[_Message] = deque(maxlen=_MOST_HELD)
        self._shown: QWidget | None = None
        self._time = QTimer(self)
        self._time.setSingleShot(True)
        self._time.timeout.connect(self._on_over)

    def tell(
        self, text: str, action: str = "", pressed: Callable[[], None] | None = None, *, meaning: Meaning = "ok"
    ) -> None:
        message = _Message(text, action, pressed, meaning)
        if self._held:
            self._waiting.append(message)
        else:
            self._show(message)

    def hold(self) -> None:
        """Nothing in the picture from now on."""
        self._held = True
        self.hide()

    def let_go(self) -> None:
        self._held = False
        if self._waiting:
            self._show(self._waiting.popleft())

    def enterEvent(self, event: QEnterEvent) -> None:
        self._time.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._time.start()

    def _show(self, message: _Message) -> None:
        if self._shown is not None:
            self._box.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        sign = Icon("check-circle" if message.meaning == "ok" else "info", MEANING_INK[message.meaning])
        words = label(message.text, wrap=True)
        parts: list[QWidget] = [sign, words]
        if message.pressed is not None:
            parts.append(Button(message.action, lambda: self._act(message.pressed), kind="link", name="undo"))
        inner = row(*parts, margin=(4, 3, 2 if message.pressed else 4, 3), gap=3)
        inner.setStretch(1, 1)
        self._shown = frame("", inner)
        self._shown.setProperty("banner", "toast")
        self._box.addWidget(self._shown)
        self.setAccessibleName(message.text)
        self._place()
        kind = "shownWithUndoMs" if message.pressed else "shownMs"
        self._time.setInterval(pixels(f"component.toast.{kind}"))
        self.show()
        announce(self, message.text)
        self._time.start()

    def _place(self) -> None:
        wide = pixels("component.toast.width")
        self.setFixedWidth(wide)
        inner = self._box.heightForWidth(wide)
        self.setFixedHeight(max(pixels("control.height.large"), inner))
        free = QGuiApplication.primaryScreen().availableGeometry()
        self.move(free.right() - self.width() - step(5), free.bottom() - self.height() - step(5))

    def _act(self, pressed: Callable[[], None] | None) -> None:
        self._on_over()
        if pressed is not None:
            pressed()

    def _on_over(self) -> None:
        self.hide()
        if self._waiting and not self._held:
            self._show(self._waiting.popleft())
