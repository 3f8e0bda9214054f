"""Screen, window or part of the screen: which of them is recorded, and which one of its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from capture.requests import Region
from desktop.presenters.source import ScreenSeen, Seen, SourcePresenter, titles
from desktop.widgets.components import Button, ChoiceBox, Segmented, column, held, label, row

_LONGEST_TITLE: Final = 28
"""Characters of a window's title that are shown; the rest says seldom more."""


class SourceChoice(QWidget):
    """Each choice is kept at once. `region_asked` where a part of the screen is to be pointed out."""

    region_asked = Signal()

    def __init__(self, source: SourcePresenter, name: str) -> None:
        super().__init__()
        self._source = source
        self._seen = Seen()
        self._first_window_wanted = False
        kinds = [(self.tr("Screen"), "screen"), (self.tr("Window"), "window"), (self.tr("Part"), "region")]
        self._kinds = Segmented(self.tr("What is recorded"), kinds, source.kind, name=name)
        self._screens = ChoiceBox(self.tr("Which screen"), name=f"{name}Screen")
        self._windows = ChoiceBox(self.tr("Which window"), name=f"{name}Window")
        self._no_window = label(self.tr("No other window is open."), "small", name=f"{name}NoWindow")
        self._size = label("", "small", name=f"{name}Size", wrap=False)
        self._draw = Button(self.tr("Choose the part"), self.region_asked.emit, kind="link", name=f"{name}Region")
        self._region = held(row(self._size, self._draw, None))
        self.setLayout(column(self._kinds, self._screens, self._windows, self._no_window, self._region, gap=2))
        self._kinds.chosen.connect(self._on_kind)
        self._screens.activated.connect(lambda: source.choose_screen(int(self._screens.currentData())))
        self._windows.activated.connect(lambda: source.choose_window(str(self._windows.currentData())))
        source.changed.connect(self.show_choice)
        source.seen.connect(self._on_seen)
        self.show_choice()

    def showEvent(self, event: QShowEvent) -> None:
        """What is open and connected now."""
        super().showEvent(event)
        self._source.look()

    @Slot()
    def show_choice(self) -> None:
        source, seen = self._source, self._seen
        self._kinds.choose("window" if self._first_window_wanted else source.kind)
        kind = self._kinds.value
        self._fill(self._screens, [(self._screen_words(screen), screen.number) for screen in seen.screens])
        self._screens.setCurrentIndex(max(0, self._screens.findData(source.screen)))
        self._screens.setVisible(kind == "screen" and len(seen.screens) > 1)
        there = list(titles(seen.windows))
        gone = [source.window] if source.window and source.window not in there else []
        words = [(self.tr("{name} (not open)").format(name=_short(title)), title) for title in gone]
        self._fill(self._windows, [*words, *((_short(title), title) for title in there)])
        self._windows.setToolTip(source.window)
        self._windows.setCurrentIndex(max(0, self._windows.findData(source.window)))
        self._windows.setVisible(kind == "window" and self._windows.count() > 0)
        self._no_window.setVisible(kind == "window" and self._windows.count() == 0)
        region = source.region
        self._size.setText(f"{region.width} × {region.height}" if region else "")
        self._size.setVisible(region is not None)
        self._draw.say(self.tr("Choose another part") if region else self.tr("Choose the part"))
        self._region.setVisible(kind == "region")

    @staticmethod
    def _fill(box: ChoiceBox, entries: list[tuple[str, object]]) -> None:
        now = [(box.itemText(at), box.itemData(at)) for at in range(box.count())]
        if now != entries:
            box.clear()
            for words, value in entries:
                box.addItem(words, value)

    def _screen_words(self, screen: ScreenSeen) -> str:
        words = self.tr("Main screen") if screen.number == 1 else self.tr("Screen {number}")
        return f"{words.format(number=screen.number)}, {screen.place.width} × {screen.place.height}"

    @Slot(Seen)
    def _on_seen(self, seen: Seen) -> None:
        self._seen = seen
        wanted, self._first_window_wanted = self._first_window_wanted, False
        if wanted and seen.windows:
            self._source.choose_window(titles(seen.windows)[0])
        self.show_choice()

    def _on_kind(self, kind: object) -> None:
        """Of a kind that was never chosen before, the first one there is."""
        self._first_window_wanted = False
        choices: dict[object, Callable[[], None]] = {
            "screen": self._source.choose_screen,
            "window": self._choose_window,
            "region": self._choose_region,
        }
        choices[kind]()
        self.show_choice()

    def _choose_window(self) -> None:
        if self._source.window:
            self._source.choose_window(self._source.window)
        else:
            self._first_window_wanted = True
            self._source.look()

    def _choose_region(self) -> None:
        region: Region | None = self._source.region
        if region is not None:
            self._source.choose_region(region)
        else:
            self.region_asked.emit()


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
