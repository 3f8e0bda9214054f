"""What a maker says about themselves."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.presenters.preferences import PreferencesPresenter
from desktop.settings import Settings
from desktop.widgets.components import Field
from desktop.widgets.settings.rows import Section, SettingsCard, WholeRow


class YouSettings(QObject):
    """`section` shows them; what is typed is kept at once."""

    def __init__(self, preferences: PreferencesPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        title = self.tr("Your experience")
        help_ = self.tr("Filled in with every new learning moment. People see it with what you pass on.")
        example = self.tr("I use this every day")
        self._field = Field(
            title, preferences.settings.experience, name="experienceSetting", help_=help_, example=example
        )
        self.section = Section(self.tr("About you"), SettingsCard("", WholeRow(self._field, f"{title} {help_}")))
        self._field.changed.connect(self._on_typed)
        preferences.changed.connect(self.show_settings)

    def show_settings(self, settings: Settings) -> None:
        """What was said elsewhere; while typing here nothing moves."""
        if settings.experience != _plain(self._field.text):
            self._field.fill(settings.experience)

    def _on_typed(self, text: str) -> None:
        self._preferences.remember_experience(_plain(text))


def _plain(text: str) -> str:
    return " ".join(text.split())
