"""The icon in the tray: what the app is doing, and its menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.widgets.theme import app_icon, icon, tray_icon
from desktop.wording import clock_words

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
    write_tip: Callable[[], None]
    recommend: Callable[[], None]
    pass_on: Callable[[], None]
    library: Callable[[], None]
    outbox: Callable[[], None]
    board: Callable[[], None]
    settings: Callable[[], None]
    leave: Callable[[], None]
    stop: Callable[[], None]
    pause: Callable[[], None]
    mark: Callable[[], None]
    discard: Callable[[], None]


class Tray(QObject):
    """The icon says what the app is doing; its tooltip and its menu say the same in words. A click on it stops a
    recording, or else is `opened`."""

    opened = Signal()

    def __init__(self, verbs: TrayVerbs, parent: QObject | None) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self._state: TrayState = "idle"
        self._paused = False
        self._detail = ""
        self._elapsed: QAction | None = None
        self._menu = QMenu()
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._open_news: Callable[[], None] | None = None
        self._icon.messageClicked.connect(self._on_message_clicked)

    @property
    def menu(self) -> QMenu:
        return self._menu

    @property
    def state(self) -> TrayState:
        return self._state

    @property
    def tooltip(self) -> str:
        return self._icon.toolTip()

    @property
    def place(self) -> QRect:
        """Where the icon is on the screen; not valid where the tray does not tell."""
        return self._icon.geometry()

    @property
    def icon(self) -> QSystemTrayIcon:
        """For notifications."""
        return self._icon

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
        elif self._elapsed is not None:
            self._elapsed.setText(self._words())
        if redraw:
            self._icon.setIcon(tray_icon(_DRAWINGS[state]))
        self._icon.setToolTip(self._words())

    @property
    def tells(self) -> bool:
        """Whether a message beside the icon can be shown here."""
        return has_tray() and QSystemTrayIcon.supportsMessages()

    def tell_news(self, title: str, words: str, opened: Callable[[], None]) -> None:
        """A message beside the icon; `opened` when it is clicked. A later message takes its place."""
        self._open_news = opened
        self._icon.showMessage(title, words, app_icon())

    def build(self) -> None:
        """Menu, icon and words anew, after a change of language or theme."""
        self._fill()
        self._icon.setIcon(tray_icon(_DRAWINGS[self._state]))
        self._icon.setToolTip(self._words())

    def _fill(self) -> None:
        verbs = self._verbs
        self._menu.clear()
        self._elapsed = None
        if self._state == "recording":
            self._elapsed = self._menu.addAction(self._words())
            self._elapsed.setEnabled(False)
            self._add(self.tr("Stop"), "stop", verbs.stop)
            if self._paused:
                self._add(self.tr("Resume"), "record", verbs.pause)
            else:
                self._add(self.tr("Pause"), "pause", verbs.pause)
                self._add(self.tr("Mark"), "flag", verbs.mark)
            self._add(self.tr("Discard"), "trash", verbs.discard)
        else:
            self._add(self.tr("Record"), "record", verbs.record)
            self._add(self.tr("Write a tip"), "tip", verbs.write_tip)
            self._add(self.tr("Recommend something"), "recommendation", verbs.recommend)
            self._add(self.tr("Help me choose"), "question", verbs.pass_on)
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
        match self._state:
            case "recording" if self._paused:
                words = self.tr("Vonk: paused at {time}")
            case "recording":
                words = self.tr("Vonk is recording: {time}. Click to stop.")
            case "waiting":
                words = self.tr("Vonk: something waits to be sent.")
            case "attention":
                words = self.tr("Vonk: something asks for your attention.")
            case _:
                words = "Vonk"
        if self._state == "recording":
            return words.format(time=self._detail or clock_words(0))
        return f"{words} {self._detail}".strip()

    def _on_message_clicked(self) -> None:
        if self._open_news is not None:
            self._open_news()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            if self._state == "recording":
                self._verbs.stop()
            else:
                self.opened.emit()
