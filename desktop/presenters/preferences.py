"""The person's settings: read once at the start, written at every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from core.language import Language
from desktop.i18n import Speech
from desktop.settings import Settings
from desktop.tasks import TaskRunner


class PreferencesPresenter(QObject):
    """`save` writes the file, off the GUI thread. A change of language is spoken at once."""

    changed = Signal(Settings)

    def __init__(
        self,
        settings: Settings,
        save: Callable[[Settings], None],
        language_of_system: Language,
        speech: Speech,
        tasks: TaskRunner,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._save = settings, save
        self._of_system, self._speech, self._tasks = language_of_system, speech, tasks

    @property
    def settings(self) -> Settings:
        return self._settings

    @Slot(Settings)
    def keep(self, settings: Settings) -> None:
        if settings == self._settings:
            return
        self._settings = settings
        self._tasks.run(lambda: self._save(settings))
        self.changed.emit(settings)
        wanted = settings.language or self._of_system
        if wanted != self._speech.language:
            self._speech.use(wanted)

    def remember_experience(self, experience: str) -> None:
        """What a maker says about themselves is filled in next time."""
        self.keep(replace(self._settings, experience=experience))

    def remember_teams(self, teams: tuple[str, ...]) -> None:
        self.keep(replace(self._settings, last_teams=teams))

    @Slot(str)
    def remember_library_view(self, view: str) -> None:
        """Cards or lines: as the library was left."""
        self.keep(replace(self._settings, library_view="list" if view == "list" else "grid"))

    def remember_welcome(self) -> None:
        """The first screens were seen, or passed over: they do not come again."""
        self.keep(replace(self._settings, seen_welcome=True))

    def remember_window(self, place: str) -> None:
        self.keep(replace(self._settings, window=place))
