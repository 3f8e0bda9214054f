"""The small windows besides the main one: countdown, recorder bar and frame, launcher panel and toast."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.i18n import Speech
from desktop.presenters.hearing import HearingPresenter
from desktop.presenters.hotkeys import HotkeysPresenter
from desktop.presenters.library import LibraryPresenter
from desktop.presenters.recording import RecordingPresenter
from desktop.presenters.source import SourcePresenter
from desktop.widgets.components import Toast
from desktop.widgets.countdown import Countdown
from desktop.widgets.launcher import Launcher, LauncherVerbs
from desktop.widgets.record_frame import RecordFrame
from desktop.widgets.recorder_bar import RecorderBar


class Overlays:
    """All hidden until asked for. `build` makes them anew, in the language that is spoken now."""

    def __init__(
        self,
        recording: RecordingPresenter,
        library: LibraryPresenter,
        verbs: LauncherVerbs,
        speech: Speech,
        hotkeys: HotkeysPresenter,
        source: SourcePresenter,
        hearing: HearingPresenter,
    ) -> None:
        self._recording, self._library, self._verbs, self._speech = recording, library, verbs, speech
        self._hotkeys, self._source, self._hearing = hotkeys, source, hearing
        self._make()

    def build(self) -> None:
        self.close()
        self._make()

    def step_aside(self) -> None:
        """Out of the picture: nothing of the app stands in a recording, and no message comes up."""
        self.launcher.hide()
        self.toast.hold()

    def come_back(self) -> None:
        """The recording is over: what was told meanwhile is said now."""
        self.toast.let_go()

    def close(self) -> None:
        for window in self._windows:
            window.hide()
            window.deleteLater()

    @property
    def _windows(self) -> tuple[QWidget, ...]:
        return (self.bar, self.countdown, self.launcher, self.toast, *self.frame.windows)

    def _make(self) -> None:
        self.countdown = Countdown(self._recording, self._hearing)
        self.bar = RecorderBar(self._recording)
        self.launcher = Launcher(self._verbs, self._library, self._speech, self._hotkeys, self._source)
        self.toast = Toast()
        self.frame = RecordFrame()
