"""Which language the app speaks, whether it is light or dark, and whether it starts with the system."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QObject

from core.language import is_language
from desktop.i18n import Speech
from desktop.presenters.autostart import AutostartPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.settings import Appearance, Settings
from desktop.widgets.components import ChoiceBox, Segmented, Switch, label
from desktop.widgets.settings.rows import Section, SettingRow, SettingsCard
from resources.tokens import pixels


class LookSettings(QObject):
    """`section` shows them; each choice is kept at once."""

    def __init__(
        self, preferences: PreferencesPresenter, autostart: AutostartPresenter, speech: Speech, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._language = ChoiceBox(self.tr("Language"), name="languageSetting")
        self._language.setMinimumWidth(pixels("component.field.choice"))
        for words, value in ((self.tr("As the system"), None), ("Nederlands", "nl"), ("English", "en")):
            self._language.addItem(words, value)
        looks = [(self.tr("As the system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark")]
        self._appearance = Segmented(self.tr("Appearance"), looks, name="appearanceSetting")
        self._autostart, self._speech = autostart, speech
        self._start = Switch(self.tr("Start Vonk when I sign in"))
        self._start.setObjectName("autostartSetting")
        self.section = self._build()
        self._start.clicked.connect(autostart.switch)
        autostart.changed.connect(self.show_autostart)
        self.show_autostart()
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
        start = SettingRow(
            self.tr("Start Vonk when I sign in"),
            self.tr("Then the spark is in the tray when you need it."),
            self._start,
            find_by=self.tr("autostart login boot"),
        )
        if self._autostart.why_not.en:
            start.below(label(self._speech.say(self._autostart.why_not), "small", name="noAutostart"))
        return Section(self.tr("Language and look"), card, SettingsCard("", start))

    def focus(self) -> None:
        self._language.setFocus()

    def show_autostart(self) -> None:
        self._start.setEnabled(not self._autostart.why_not.en)
        self._start.setChecked(self._autostart.on)

    def show_settings(self, settings: Settings) -> None:
        self._language.setCurrentIndex(max(0, self._language.findData(settings.language)))
        self._appearance.choose(settings.appearance)

    def _on_language(self) -> None:
        language = self._language.currentData()
        chosen = language if is_language(language) else None
        self._preferences.keep(replace(self._preferences.settings, language=chosen))

    def _on_appearance(self, chosen: object) -> None:
        self._preferences.keep(replace(self._preferences.settings, appearance=cast("Appearance", chosen)))
