"""Combinations of keys that Vonk hears in whatever window a person is: record, pause, mark, and write a tip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from core.language import Bilingual
from desktop.presenters.preferences import PreferencesPresenter
from desktop.settings import Settings

HotkeyName = Literal["record", "pause", "mark", "tip"]
HOTKEYS: Final[dict[HotkeyName, str]] = {
    "record": "Ctrl+Alt+R",
    "pause": "Ctrl+Alt+P",
    "mark": "Ctrl+Alt+M",
    "tip": "Ctrl+Alt+T",
}


class Hotkeys(Protocol):
    """The keyboard of one desktop. Both verbs are quick: what takes time happens on a thread of its own."""

    @property
    def why_not(self) -> Bilingual:
        """Why there are none here; empty where there are."""

    def hold(
        self,
        keys: Mapping[str, str],
        pressed: Callable[[str], None],
        held: Callable[[frozenset[str]], None],
    ) -> None:
        """Hear these from now on. `pressed` with the name, each time a person presses them; `held` with the names
        that are heard (another program may have the others), again whenever that changes. On any thread."""

    def release(self) -> None:
        """Leave the keys to others. Nothing is told after this."""


class HotkeysPresenter(QObject):
    """Follows the setting from `start` to `end`. `pressed` with the name; `changed` when what is heard did."""

    pressed = Signal(str)
    changed = Signal()
    _heard = Signal(int, str)
    _told = Signal(int, object)

    def __init__(self, hotkeys: Hotkeys, preferences: PreferencesPresenter, parent: QObject | None) -> None:
        super().__init__(parent)
        self._hotkeys, self._preferences = hotkeys, preferences
        self._round = 0
        self._wanted = False
        self._held: frozenset[str] | None = None
        self._heard.connect(self._on_heard)
        self._told.connect(self._on_told)
        preferences.changed.connect(self._on_settings)
        self._started = False

    @property
    def why_not(self) -> Bilingual:
        return self._hotkeys.why_not

    @property
    def taken(self) -> tuple[HotkeyName, ...]:
        """Those that another program has."""
        held = self._held
        return () if held is None else tuple(name for name in HOTKEYS if name not in held)

    def keys(self, name: HotkeyName) -> str:
        """The keys to show beside what they do; empty while they do nothing."""
        return HOTKEYS[name] if self._held is not None and name in self._held else ""

    def start(self) -> None:
        self._started = True
        self._follow(self._preferences.settings.hotkeys)

    def end(self) -> None:
        self._started = False
        self._follow(False)

    @Slot(Settings)
    def _on_settings(self, settings: Settings) -> None:
        self._follow(self._started and settings.hotkeys)

    def _follow(self, wanted: bool) -> None:
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._round += 1
        if wanted:
            now = self._round
            self._hotkeys.hold(
                {str(name): keys for name, keys in HOTKEYS.items()},
                lambda name: self._heard.emit(now, name),
                lambda held: self._told.emit(now, held),
            )
        else:
            self._hotkeys.release()
            self._held = None
            self.changed.emit()

    @Slot(int, str)
    def _on_heard(self, heard_in: int, name: str) -> None:
        if heard_in == self._round and self._wanted:
            self.pressed.emit(name)

    @Slot(int, object)
    def _on_told(self, told_in: int, held: frozenset[str]) -> None:
        if told_in == self._round and self._wanted and not self.why_not.en:
            self._held = held
            self.changed.emit()
