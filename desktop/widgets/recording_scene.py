"""What is on the screen while something is recorded: the app steps aside, the bar and the tray say what goes on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from capture.events import Progress
from desktop.announcing import announce
from desktop.presenters.recording import ON_AIR, Phase, RecordingPresenter
from desktop.widgets.main_window import MainWindow
from desktop.widgets.overlays import Overlays
from desktop.widgets.tray import Tray, has_tray
from desktop.wording import clock_words


class RecordingScene(QObject):
    """`begin` takes the app out of the picture; when the recording is over the window comes back, if it was there."""

    def __init__(
        self, recording: RecordingPresenter, window: MainWindow, tray: Tray, overlays: Overlays, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._recording, self._window, self._tray, self._overlays = recording, window, tray, overlays
        self._came_from_window = False
        recording.phase_changed.connect(self._on_phase)
        recording.progressed.connect(self._on_progress)

    def begin(self) -> None:
        self._came_from_window = self._window.isVisible()
        self._window.hide()
        self._overlays.step_aside()
        self._overlays.bar.start_anew()

    @Slot()
    def pause(self) -> None:
        """Pause, or go on."""
        if self._recording.phase is Phase.PAUSED:
            self._recording.resume()
        else:
            self._recording.pause()

    @Slot(Phase)
    def _on_phase(self, phase: Phase) -> None:
        bar = self._overlays.bar
        if phase in ON_AIR and not bar.isVisible():
            screen = _screen_for_bar()
            if screen is not None:
                bar.appear(screen)
        if phase is Phase.KEEPING:
            bar.hide()
            announce(self._window, self.tr("Recording stopped. It is kept."))
        if phase is Phase.IDLE:
            self._overlays.come_back()
            if self._came_from_window and not self._window.isVisible():
                self._came_from_window = False
                self._window.come_forward()

    @Slot(Progress)
    def _on_progress(self, progress: Progress) -> None:
        detail = clock_words(progress.written_s)
        self._tray.tell("recording", detail, paused=self._recording.phase is Phase.PAUSED)


def _screen_for_bar() -> QScreen | None:
    """Another screen than the recorded one; with only one, none where the tray icon is the sign."""
    others = [screen for screen in QGuiApplication.screens() if screen is not QGuiApplication.primaryScreen()]
    if others:
        return others[0]
    return None if has_tray() else QGuiApplication.primaryScreen()
