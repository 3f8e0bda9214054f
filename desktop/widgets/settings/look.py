"""Which language the app speaks, and whether it is light or dark."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QObject

from core.language import is_language
from desktop.presenters.preferences import PreferencesPresenter
from desktop.settings import Appearance, Settings
from desktop.widgets.components import ChoiceBox, Segmented
from desktop.widgets.settings.rows import Section, SettingRow, SettingsCard
from resources.tokens import pixels


class LookSettings(QObject):
    """`section` shows them; each choice is kept at once."""

    def __init__(self, preferences: PreferencesPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._language = ChoiceBox(self.tr("Language"), name="languageSetting")
        self._language.setMinimumWidth(pixels("component.field.choice"))
        for words, value in ((self.tr("As the system"), None), ("Nederlands", "nl"), ("English", "en")):
            self._language.addItem(words, value)
        looks = [(self.tr("As the system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark")]
        self._appearance = Segmented(self.tr("Appearance"), looks, name="appearanceSetting")
        self.section = self._build()
        self._language.activated.connect(self._on_language)
        self._appearance.chosen.connect(self._on_appearance)
        preferences.changed.connect(self.show_settings)
        self.show_settings(preferences.settings)

    def _build(self) -> Section:
        card = SettingsCard(
            "",
            SettingRow(
                self.tr("Language"), self.tr("Of the windows. What you write stays as it is."), self._language
            ),
            SettingRow(
                self.tr("Appearance"), self.tr("What you record does not change with it."),
                self._appearance,
            ),
        )  # fmt: skip
        return Section(self.tr("Language and look"), card)

    def focus(self) -> None:
        self._language.setFocus()

    def show_settings(self, settings: Settings) -> None:
        self._language.setCurrentIndex(max(0, self._language.findData(settings.language)))
        self._appearance.choose(settings.appearance)

    def _on_language(self) -> None:
        language = self._language.currentData()
        chosen = language if is_language(language) else None
        self._preferences.keep(replace(self._preferences.settings, language=chosen))

    def _on_appearance(self, chosen: object) -> None:
        self._preferences.keep(replace(self._preferences.settings, appearance=cast("Appearance", chosen)))
