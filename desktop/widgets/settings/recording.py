"""What is recorded with: microphone, countdown, how heavy a clip may be, and the keys that begin it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton

from capture.requests import NO_MICROPHONE
from desktop.i18n import Speech
from desktop.presenters.hearing import HearingPresenter
from desktop.presenters.hotkeys import HotkeysPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.presenters.source import SourcePresenter
from desktop.settings import Settings
from desktop.widgets.components import ChoiceBox, Segmented, Switch
from desktop.widgets.settings.hotkeys import HotkeySettings
from desktop.widgets.settings.microphone_test import MicrophoneTest
from desktop.widgets.settings.rows import Section, SettingRow, SettingsCard
from desktop.widgets.source_choice import SourceChoice
from resources.tokens import pixels

COUNTDOWNS: Final = (0, 3, 5, 10)
"""Seconds."""


class RecordingSettings(QObject):
    """`section` shows them; each choice is kept at once. `region_asked` as SourceChoice."""

    region_asked = Signal()

    def __init__(
        self,
        preferences: PreferencesPresenter,
        hotkeys: HotkeysPresenter,
        source: SourcePresenter,
        hearing: HearingPresenter,
        speech: Speech,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._found: tuple[tuple[str, str], ...] = ()
        self._microphone = ChoiceBox(self.tr("Microphone"), name="microphoneSetting")
        self._microphone.setMinimumWidth(pixels("component.field.choice"))
        self._test = MicrophoneTest(hearing, lambda: preferences.settings.microphone)
        self._less_noise = Switch(self.tr("Less noise"))
        self._less_noise.setObjectName("lessNoiseSetting")
        countdowns = [(self._seconds(seconds), seconds) for seconds in COUNTDOWNS]
        self._countdown = Segmented(self.tr("Countdown"), countdowns, name="countdownSetting")
        for button in self._countdown.findChildren(QAbstractButton):
            seconds = int(button.objectName().rpartition("-")[2])
            if seconds:
                button.setAccessibleName(self.tr("{seconds} seconds").format(seconds=seconds))
        profiles = [
            (self.tr("Light"), "light"),
            (self.tr("Balanced"), "balanced"),
            (self.tr("Small file"), "small"),
        ]
        self._profile = Segmented(self.tr("Size and speed"), profiles, name="profileSetting")
        self._source = SourceChoice(source, "sourceSetting")
        self._source.region_asked.connect(self.region_asked)
        self._hotkeys = HotkeySettings(preferences, hotkeys, speech, self)
        self.section = self._build()
        self._microphone.activated.connect(self._on_microphone)
        self._less_noise.toggled.connect(self._on_less_noise)
        self._countdown.chosen.connect(self._on_countdown)
        self._profile.chosen.connect(self._on_profile)
        preferences.changed.connect(self.show_settings)
        self.show_settings(preferences.settings)

    def _build(self) -> Section:
        test = SettingRow(
            self.tr("Test"), self.tr("Speak, and see whether you are heard. Nothing of it is kept."), self._test,
            find_by=self.tr("level silence"),
        )  # fmt: skip
        test.below(self._test.verdict)
        sound = SettingsCard(
            self.tr("Sound"),
            SettingRow(
                self.tr("Microphone"), self.tr("Without one, Vonk records without sound."), self._microphone,
                find_by=self.tr("voice headset mute"),
            ),
            test,
            SettingRow(
                self.tr("Less noise"),
                self.tr("Turns down what goes on all the time, such as a fan."),
                self._less_noise,
                find_by=self.tr("noise reduction hiss hum fan"),
            ),
        )  # fmt: skip
        picture = SettingsCard(
            self.tr("Picture"),
            SettingRow(
                self.tr("What is recorded"), self.tr("Record starts with this at once."), self._source,
                find_by=self.tr("screen window part region monitor"),
            ),
            SettingRow(self.tr("Countdown"), self.tr("A moment to breathe before you begin."), self._countdown),
            SettingRow(
                self.tr("Size and speed"),
                self.tr("Light asks least of this computer. A small file is sent sooner."),
                self._profile,
                find_by=self.tr("quality profile"),
            ),
        )  # fmt: skip
        return Section(self.tr("Record"), sound, picture, SettingsCard("", self._hotkeys.row))

    def show_microphones(self, found: Sequence[tuple[str, str]]) -> None:
        """The devices that were found: name, and the words for it."""
        self._found = tuple(found)
        self.show_settings(self._preferences.settings)

    def show_settings(self, settings: Settings) -> None:
        self._countdown.choose(settings.countdown_s)
        self._profile.choose(settings.profile)
        self._less_noise.setChecked(settings.less_noise)
        self._less_noise.setEnabled(settings.microphone != NO_MICROPHONE)
        self._test.setEnabled(settings.microphone != NO_MICROPHONE)
        self._microphone.clear()
        for name, words in self._microphones(settings.microphone):
            self._microphone.addItem(words, name)
        self._microphone.setCurrentIndex(max(0, self._microphone.findData(settings.microphone)))

    def _microphones(self, chosen: str) -> list[tuple[str, str]]:
        fixed = [("default", self.tr("The system's microphone")), ("none", self.tr("No sound"))]
        known = {"default", "none", *(name for name, _ in self._found)}
        unplugged = [] if chosen in known else [(chosen, self.tr("{name} (not connected)").format(name=chosen))]
        return [*fixed, *self._found, *unplugged]

    def _seconds(self, seconds: int) -> str:
        return self.tr("{seconds} s").format(seconds=seconds) if seconds else self.tr("None")

    def _on_microphone(self) -> None:
        chosen = str(self._microphone.currentData())
        self._preferences.keep(replace(self._preferences.settings, microphone=chosen))
        self._test.restart()

    def _on_less_noise(self, wanted: bool) -> None:
        if wanted != self._preferences.settings.less_noise:
            self._preferences.keep(replace(self._preferences.settings, less_noise=wanted))

    def _on_countdown(self, seconds: object) -> None:
        if isinstance(seconds, int):
            self._preferences.keep(replace(self._preferences.settings, countdown_s=seconds))

    def _on_profile(self, profile: object) -> None:
        self._preferences.keep(replace(self._preferences.settings, profile=str(profile)))
