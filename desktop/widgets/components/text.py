"""Words on a surface, in the styles of the type scale."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

from desktop.widgets.theme import picture, theme_now
from resources.tokens import pixels

_ONE_LINE = ("timer", "label", "code", "caption")


def label(text: str, kind: str = "", *, name: str = "", wrap: bool | None = None) -> QLabel:
    """Plain text, never markup. `kind` is display, title, heading, label, strong, secondary, small, caption, error,
    code or timer; empty for body text. Long texts wrap; labels and times stay on one line unless `wrap` says so."""
    shown = QLabel(text)
    shown.setWordWrap(kind not in _ONE_LINE if wrap is None else wrap)
    shown.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        shown.setProperty("kind", kind)
    if name:
        shown.setObjectName(name)
    return shown


class Icon(QLabel):
    """A drawing in a token's colour that follows the theme. It says nothing: a word stands beside it."""

    def __init__(self, name: str, color: str = "text.secondary", size: int | None = None) -> None:
        super().__init__()
        self._name, self._color = name, color
        self._size = size or pixels("control.iconSize.normal")
        self.setFixedSize(self._size, self._size)
        self._draw()

    def become(self, name: str, color: str) -> None:
        """Another drawing in the same place."""
        self._name, self._color = name, color
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        name = self._name
        if name == "mark-color" and theme_now().dark:
            name = "mark-color-dark"
        color = theme_now().color(self._color)
        self.setPixmap(picture(name, color, self._size, self.devicePixelRatioF()))
