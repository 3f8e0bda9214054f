"""The settings: their sections at the left, a field to search in them, and the section that is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.i18n import Speech
from desktop.presenters.autostart import AutostartPresenter
from desktop.presenters.backups import BackupsPresenter
from desktop.presenters.channels import ChannelsPresenter
from desktop.presenters.connecting import ConnectingPresenter
from desktop.presenters.data import DataPresenter
from desktop.presenters.hearing import HearingPresenter
from desktop.presenters.hotkeys import HotkeysPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.presenters.source import SourcePresenter
from desktop.widgets.components import (
    Button,
    SearchField,
    column,
    frame,
    held,
    label,
    row,
    scrolled,
    tab_in_reading_order,
)
from desktop.widgets.settings.about import AboutVonk
from desktop.widgets.settings.channels import ChannelSettings
from desktop.widgets.settings.data import YourData
from desktop.widgets.settings.hub import HubSettings
from desktop.widgets.settings.look import LookSettings
from desktop.widgets.settings.recording import RecordingSettings
from desktop.widgets.settings.rows import Section
from desktop.widgets.settings.you import YouSettings
from desktop.widgets.theme import step
from resources.tokens import pixels

SectionName = Literal["recording", "look", "hub", "channels", "you", "data", "about"]

_ICONS: Final[dict[SectionName, str]] = {
    "recording": "record",
    "look": "globe",
    "hub": "cloud",
    "channels": "send",
    "you": "user",
    "data": "shield",
    "about": "info",
}


class SettingsPage(QWidget):
    """Every choice is kept at once, through the presenter: there is nothing to press to keep it.

    It opens on the hub while there is none, as nothing else here waits for anything; else on recording.
    """

    address_copied = Signal(str)
    folder_asked = Signal(str)
    region_asked = Signal()
    section_shown = Signal()

    def __init__(
        self,
        preferences: PreferencesPresenter,
        connecting: ConnectingPresenter,
        speech: Speech,
        hotkeys: HotkeysPresenter,
        autostart: AutostartPresenter,
        source: SourcePresenter,
        hearing: HearingPresenter,
        backups: BackupsPresenter,
        channels: ChannelsPresenter,
        clock: Callable[[], datetime],
        data: DataPresenter | None = None,
    ) -> None:
        """`clock` gives the present moment in the zone of the person who reads."""
        super().__init__()
        self.setObjectName("page")
        self._connecting = connecting
        self._recording = RecordingSettings(preferences, hotkeys, source, hearing, speech, self)
        self._look = LookSettings(preferences, autostart, speech, self)
        self._hub = HubSettings(connecting, preferences, speech, self)
        self._channel_list = channels
        self._channels = ChannelSettings(channels, speech, self)
        self._you = YouSettings(preferences, self)
        self._data = YourData(backups, speech, clock, self, data)
        self._about = AboutVonk(self)
        self._sections: dict[SectionName, Section] = {
            "recording": self._recording.section,
            "look": self._look.section,
            "hub": self._hub.section,
            "channels": self._channels.section,
            "you": self._you.section,
            "data": self._data.section,
            "about": self._about.section,
        }
        self._open: SectionName = "recording"
        self._was_chosen = False
        self._search = SearchField(self.tr("Search in settings"), name="searchSettings")
        self._nothing = label(self.tr("No setting has these words."), "secondary", name="noSettingFound")
        self.setLayout(self._build())
        self._search.textChanged.connect(self._show_found)
        self._hub.address_copied.connect(self.address_copied)
        self._data.folder_asked.connect(self.folder_asked)
        self._recording.region_asked.connect(self.region_asked)
        channels.changed.connect(self.section_shown)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self._search.setFocus)
        self._show_found()
        tab_in_reading_order(self)

    def _build(self) -> QHBoxLayout:
        words: dict[SectionName, str] = {
            "recording": self.tr("Record"),
            "look": self.tr("Language and look"),
            "hub": self.tr("Hub and account"),
            "channels": self.tr("Channels"),
            "you": self.tr("About you"),
            "data": self.tr("Your data"),
            "about": self.tr("About Vonk"),
        }
        self._buttons: dict[SectionName, Button] = {}
        listed = column(self._search, 3, margin=(3, 4, 3, 4), gap=1)
        for name, text in words.items():
            button = Button(text, self._opener(name), kind="nav", icon=_ICONS[name], name=f"section-{name}")
            button.setCheckable(True)
            self._buttons[name] = button
            listed.addWidget(button)
        listed.addStretch(1)
        side = self._list = frame("sidebar", listed)
        side.setObjectName("settingsSections")
        side.setMinimumWidth(pixels("component.settings.sections"))
        side.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        inner = held(column(*self._sections.values(), self._nothing, None, margin=(5, 5, 5, 5), gap=6))
        inner.setMaximumWidth(pixels("component.settings.width") + 2 * step(5))
        self._area = scrolled(held(row(inner)))
        whole = row(side, self._area, gap=0)
        whole.setStretch(1, 1)
        return whole

    def open(self, name: SectionName) -> None:
        """Show this section."""
        self._was_chosen = True
        self._show_section(name)

    @property
    def has_primary(self) -> bool:
        """Whether the open section has the one orange button of the window."""
        return self._connecting.connected is None or (self._open == "channels" and self._channels.has_primary)

    def show_microphones(self, found: Sequence[tuple[str, str]]) -> None:
        """The devices that were found: name, and the words for it."""
        self._recording.show_microphones(found)

    def show_folder(self, path: str) -> None:
        """Where drafts and recordings are kept. `folder_asked` carries it when somebody wants to see it."""
        self._data.show_folder(path)

    def focus_language(self) -> None:
        self.open("look")
        self._look.focus()

    def showEvent(self, event: QShowEvent) -> None:
        """The first section until the person chose one."""
        super().showEvent(event)
        self._channel_list.load()
        if not self._was_chosen:
            waits = self._connecting.connected is None
            self._show_section("hub" if waits else "recording")

    def _opener(self, name: SectionName) -> Callable[[], None]:
        return lambda: self.open(name)

    def _show_section(self, name: SectionName) -> None:
        self._open = name
        if self._search.text():
            self._search.clear()
        else:
            self._show_found()
        self._area.verticalScrollBar().setValue(0)
        self.section_shown.emit()

    def _show_found(self) -> None:
        """The open section; while something is searched, every section's rows that have all its words."""
        wanted = self._search.text().casefold().split()
        found = False
        for name, section in self._sections.items():
            here = section.show_found(wanted) and (bool(wanted) or name == self._open)
            section.setVisible(here)
            found = found or here
        self._nothing.setVisible(not found)
        for name, button in self._buttons.items():
            button.setChecked(name == self._open and not wanted)
        self._list.setFocusProxy(self._buttons[self._open])
