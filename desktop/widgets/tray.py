"""The icon in the tray: what the app is doing, and its menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.widgets.theme import icon, tray_icon

TrayState = Literal["idle", "recording", "waiting", "attention"]
_DRAWINGS: Final[dict[TrayState, str]] = {
    "idle": "tray-idle",
    "recording": "tray-recording-color",
    "waiting": "tray-waiting",
    "attention": "tray-attention",
}


def has_tray() -> bool:
    return QSystemTrayIcon.isSystemTrayAvailable()


@dataclass(frozen=True, slots=True)
class TrayVerbs:
    """What the menu does."""

    record: Callable[[], None]
    pass_on: Callable[[], None]
    library: Callable[[], None]
    outbox: Callable[[], None]
    board: Callable[[], None]
    settings: Callable[[], None]
    leave: Callable[[], None]
    stop: Callable[[], None]
    pause: Callable[[], None]
    discard: Callable[[], None]


class Tray(QObject):
    """A click on the icon stops a recording, or else is `opened`."""

    opened = Signal()

    def __init__(self, verbs: TrayVerbs, parent: QObject | None) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self._state: TrayState = "idle"
        self._paused = False
        self._detail = ""
        self._menu = QMenu()
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)

    @property
    def menu(self) -> QMenu:
        return self._menu

    @property
    def state(self) -> TrayState:
        return self._state

    @property
    def tooltip(self) -> str:
        return self._icon.toolTip()

    def show(self) -> None:
        self.build()
        self._icon.show()

    def hide(self) -> None:
        self._icon.hide()

    def tell(self, state: TrayState, detail: str = "", *, paused: bool = False) -> None:
        """Show this state; `detail` is one more fact for the tooltip, such as how many wait."""
        rebuild = (state == "recording") != (self._state == "recording") or paused != self._paused
        redraw = state != self._state
        self._state, self._detail, self._paused = state, detail, paused
        if rebuild:
            self._fill()
        if redraw:
            self._icon.setIcon(tray_icon(_DRAWINGS[state]))
        self._icon.setToolTip(self._words())

    def build(self) -> None:
        """Menu, icon and words anew, after a change of language or theme."""
        self._fill()
        self._icon.setIcon(tray_icon(_DRAWINGS[self._state]))
        self._icon.setToolTip(self._words())

    def _fill(self) -> None:
        verbs = self._verbs
        self._menu.clear()
        if self._state == "recording":
            self._add(self.tr("Stop"), "stop", verbs.stop)
            if self._paused:
                self._add(self.tr("Resume"), "record", verbs.pause)
            else:
                self._add(self.tr("Pause"), "pause", verbs.pause)
            self._add(self.tr("Discard"), "trash", verbs.discard)
        else:
            self._add(self.tr("Record"), "record", verbs.record)
            self._add(self.tr("Pass something on"), "plus", verbs.pass_on)
        self._menu.addSeparator()
        self._add(self.tr("My learning moments"), "library", verbs.library)
        self._add(self.tr("Outbox"), "outbox", verbs.outbox)
        self._add(self.tr("Open the board"), "external", verbs.board)
        self._menu.addSeparator()
        self._add(self.tr("Settings"), "settings", verbs.settings)
        self._add(self.tr("Quit"), "x", verbs.leave)

    def _add(self, text: str, drawing: str, verb: Callable[[], None]) -> None:
        action = QAction(icon(drawing), text, self._menu)
        action.triggered.connect(lambda: verb())
        self._menu.addAction(action)

    def _words(self) -> str:
        words = {
            "idle": self.tr("Vonk"),
            "recording": self.tr("Vonk is recording. Click to stop."),
            "waiting": self.tr("Vonk: something waits to be sent."),
            "attention": self.tr("Vonk: something asks for your attention."),
        }[self._state]
        return f"{words} {self._detail}".strip()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            if self._state == "recording":
                self._verbs.stop()
            else:
                self.opened.emit()
