"""What is on the screen while something is recorded: the app steps aside, frame, bar and tray say what goes on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, QRect, Slot
from PySide6.QtGui import QGuiApplication

from capture.events import Marked, Progress, Warned
from capture.requests import Region, Window
from core.draft import Draft
from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.presenters.recorder_news import RecorderNews
from desktop.presenters.recording import ON_AIR, Phase, RecordingPresenter
from desktop.presenters.source import Found
from desktop.presenters.window_following import WindowFollowing
from desktop.widgets.main_window import MainWindow
from desktop.widgets.overlays import Overlays
from desktop.widgets.screen_places import another_screen, around, at_bottom, beside, screen_of
from desktop.widgets.theme import step
from desktop.widgets.tray import Tray, has_tray
from desktop.wording import clock_words


class RecordingScene(QObject):
    """`begin` takes the app out of the picture; when the recording is over the window comes back, if it was there."""

    def __init__(
        self,
        recording: RecordingPresenter,
        window: MainWindow,
        tray: Tray,
        overlays: Overlays,
        following: WindowFollowing,
        speech: Speech,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._recording, self._window, self._tray, self._overlays = recording, window, tray, overlays
        self._following, self._speech = following, speech
        self._came_from_window = False
        self._found: Found | None = None
        self._taken = QRect()
        self._marks = 0
        self._news = RecorderNews(recording, self)
        self._news.changed.connect(self._on_state)
        self._news.told.connect(self._on_told)
        recording.phase_changed.connect(self._on_phase)
        recording.progressed.connect(self._on_progress)
        recording.marked.connect(self._on_marked)
        recording.kept.connect(self._on_kept)
        following.moved.connect(self._on_moved)

    def begin(self, found: Found) -> None:
        """From now on nothing of the app stands in the picture; a frame around a part or a window is there before its
        first moment is recorded."""
        self._found, self._marks = found, 0
        self._came_from_window = self._window.isVisible()
        self._window.hide()
        self._overlays.step_aside()
        self._overlays.bar.start_anew()
        self._news.begin(found.told)
        self._taken = around(screen_of(found.place), found.place)
        if not found.is_whole_screen:
            self._taken = self._overlays.frame.surround(found.place)
        if isinstance(found.target, Window):
            self._following.start(found.target.title, found.place)
        self._overlays.countdown.prepare(self._taken, self._speech.say(found.told))

    @Slot()
    def pause(self) -> None:
        """Pause, or go on."""
        if self._recording.phase is Phase.PAUSED:
            self._recording.resume()
        else:
            self._recording.pause()

    @Slot(Phase)
    def _on_phase(self, phase: Phase) -> None:
        bar, frame = self._overlays.bar, self._overlays.frame
        if phase in ON_AIR and not bar.isVisible():
            place = self._place_for_bar()
            if place is not None:
                bar.appear(place)
        if phase in (Phase.KEEPING, Phase.IDLE):
            self._following.stop()
            frame.hide()
        if phase is Phase.KEEPING:
            bar.hide()
            announce(self._window, self.tr("Recording stopped. It is kept."))
        if phase is Phase.IDLE:
            self._overlays.come_back()
            if self._came_from_window and not self._window.isVisible():
                self._came_from_window = False
                self._window.come_forward()

    def _place_for_bar(self) -> QPoint | None:
        """Beside a part or a window; else on another screen; else nowhere where the tray icon is the sign, and in the
        picture where there is no tray."""
        if self._found is None:
            return None
        screen, size, gap = screen_of(self._found.place), self._overlays.bar.wished_size(), step(4)
        if not self._found.is_whole_screen:
            clear = beside(self._taken, screen.availableGeometry(), size, gap)
            if clear is not None:
                return clear
        other = another_screen(screen, QGuiApplication.screens())
        if other is None and has_tray():
            return None
        return at_bottom((other or screen).availableGeometry(), size, step(5))

    @Slot(Draft)
    def _on_kept(self, draft: Draft) -> None:
        if (known := self._news.afterwards()) is not None:
            self._window.note("warn", *known)

    @Slot(Region)
    def _on_moved(self, place: Region) -> None:
        """The window went elsewhere: the frame goes along, and the bar makes room."""
        bar = self._overlays.bar
        if self._found is None:
            return
        self._found = replace(self._found, place=place)
        self._taken = self._overlays.frame.surround(place)
        if bar.isVisible() and not bar.geometry().intersects(self._taken):
            return
        clear = self._place_for_bar()
        if clear is None:
            bar.hide()
        elif self._recording.phase in ON_AIR:
            bar.appear(clear)

    @Slot(Progress)
    def _on_progress(self, progress: Progress) -> None:
        now = self._speech.say(self._news.now)
        detail = " · ".join(part for part in (clock_words(progress.written_s), now.rstrip(".")) if part)
        self._tray.tell("recording", detail, paused=self._recording.phase is Phase.PAUSED)

    @Slot()
    def _on_state(self) -> None:
        self._overlays.bar.last(self._speech.say(self._news.now))

    @Slot(Warned)
    def _on_told(self, warning: Warned) -> None:
        self._overlays.bar.say(self._speech.say(warning.title))

    @Slot(Marked)
    def _on_marked(self, mark: Marked) -> None:
        """The first chapter is the beginning, so the first mark begins the second."""
        self._marks += 1
        words = self.tr("Chapter {number} at {time}")
        self._overlays.bar.say(words.format(number=self._marks + 1, time=clock_words(mark.at_s)))
