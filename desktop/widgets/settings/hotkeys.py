"""Whether Vonk hears its keys in other windows, and what is in the way."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout

from desktop.i18n import Speech
from desktop.presenters.hotkeys import HOTKEYS, HotkeysPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.settings import Settings
from desktop.widgets.components import Icon, Switch, column, empty, held, label, row
from desktop.widgets.settings.rows import SettingRow
from resources.tokens import pixels


class HotkeySettings(QObject):
    """`row` shows it; the choice is kept at once."""

    def __init__(
        self, preferences: PreferencesPresenter, hotkeys: HotkeysPresenter, speech: Speech, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._preferences, self._hotkeys, self._speech = preferences, hotkeys, speech
        self._switch = Switch(self.tr("Hotkeys"))
        self._switch.setObjectName("hotkeysSetting")
        self._obstacles: QVBoxLayout = column(gap=1)
        self._below = held(self._obstacles)
        self.row = SettingRow(
            self.tr("Hotkeys"),
            self.tr(
                "In whatever window you are: {record} records, and stops; {pause} pauses; {mark} begins a chapter;"
                " {tip} begins a tip."
            ).format(**HOTKEYS),
            self._switch,
            find_by=self.tr("keyboard shortcut keys"),
        )
        self.row.below(self._below)
        self._switch.clicked.connect(self._on_switched)
        preferences.changed.connect(self.show_settings)
        hotkeys.changed.connect(self.show_obstacles)
        self.show_settings(preferences.settings)
        self.show_obstacles()

    @Slot(Settings)
    def show_settings(self, settings: Settings) -> None:
        self._switch.setChecked(settings.hotkeys)

    @Slot()
    def show_obstacles(self) -> None:
        """Which keys another program has, or why there are none here at all."""
        empty(self._obstacles)
        why_not = self._hotkeys.why_not
        self._switch.setEnabled(not why_not.en)
        if why_not.en:
            self._obstacles.addWidget(label(self._speech.say(why_not), "small", name="noHotkeys"))
        for name in self._hotkeys.taken:
            words = self.tr("{keys}: another program uses these keys.").format(keys=HOTKEYS[name])
            sign = Icon("warn", "warn.text", pixels("control.iconSize.small"))
            shown = row(sign, label(words, "small", name=f"hotkeyTaken-{name}"), gap=1)
            shown.setStretch(1, 1)
            self._obstacles.addWidget(held(shown))
        self._below.setVisible(self._obstacles.count() > 0)

    @Slot(bool)
    def _on_switched(self, on: bool) -> None:
        self._preferences.keep(replace(self._preferences.settings, hotkeys=on))
