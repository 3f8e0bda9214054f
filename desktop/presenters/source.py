"""What is recorded: a screen, a window or a part of the screen. What the person chose last, and where that is now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from capture.notices import impossible
from capture.requests import Region, Screen, Target, Window
from core.errors import AppError
from core.language import NOTHING, Bilingual
from desktop.presenters.preferences import PreferencesPresenter
from desktop.settings import Settings, SourceKind
from desktop.tasks import TaskRunner

PART_GONE: Final = Bilingual(
    en="The part you chose does not fit on this screen any more. The whole main screen is recorded.",
    nl="Het deel dat je koos past niet meer op dit scherm. Het hele hoofdscherm wordt opgenomen.",
)
SCREEN_GONE: Final = Bilingual(
    en="The screen you chose is not connected. The main screen is recorded.",
    nl="Het scherm dat je koos is niet aangesloten. Het hoofdscherm wordt opgenomen.",
)


@dataclass(frozen=True, slots=True)
class ScreenSeen:
    """`number` counts from 1, the main one. Places are in physical pixels of the whole desktop."""

    number: int
    name: str
    place: Region


@dataclass(frozen=True, slots=True)
class WindowSeen:
    title: str
    place: Region


@dataclass(frozen=True, slots=True)
class Seen:
    """What is on the desktop now; windows from the lowest to the topmost, without our own."""

    screens: tuple[ScreenSeen, ...] = ()
    windows: tuple[WindowSeen, ...] = ()


Look = Callable[[frozenset[str]], Seen]
"""Looks at the desktop, leaving out windows with these titles. CaptureImpossible where there is none. Takes time."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is recorded and where that is now. `told` says why it is something else than was chosen; empty if not."""

    target: Target
    place: Region
    told: Bilingual = NOTHING

    @property
    def is_whole_screen(self) -> bool:
        return isinstance(self.target, Screen)


class SourcePresenter(QObject):
    """The choice is kept in the settings. `own` names our windows, which nobody can choose."""

    changed = Signal()
    seen = Signal(Seen)

    def __init__(
        self,
        preferences: PreferencesPresenter,
        look: Look,
        own: Callable[[], frozenset[str]],
        tasks: TaskRunner,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._preferences, self._look, self._own, self._tasks = preferences, look, own, tasks
        self._finding = False
        self._before = preferences.settings
        preferences.changed.connect(self._on_settings)

    @property
    def kind(self) -> SourceKind:
        return self._preferences.settings.source

    @property
    def screen(self) -> int:
        return self._preferences.settings.source_screen

    @property
    def window(self) -> str:
        return self._preferences.settings.source_window

    @property
    def region(self) -> Region | None:
        """The part of the screen that was chosen last, also while something else is recorded."""
        return region_of(self._preferences.settings)

    def choose_screen(self, number: int = 0) -> None:
        """This screen; 0 for the one of last time."""
        self._keep(source="screen", source_screen=number or self.screen)

    def choose_window(self, title: str) -> None:
        self._keep(source="window", source_window=title)

    def choose_region(self, region: Region) -> None:
        self._keep(source="region", source_region=(region.x, region.y, region.width, region.height))

    def look(self) -> None:
        """See what there is to choose from; `seen` tells. Where nothing can be seen, nothing is there."""
        self.look_then(self.seen.emit)

    def look_then(self, then: Callable[[Seen], None]) -> None:
        own = self._own()
        self._tasks.run(lambda: self._look(own), then, lambda _: then(Seen()))

    def find(self, then: Callable[[Found], None], failed: Callable[[AppError], None]) -> None:
        """Where what was chosen is now. Asked again before the answer, there is one answer."""
        if self._finding:
            return
        self._finding = True
        settings, own = self._preferences.settings, self._own()

        def on_found(found: Found) -> None:
            self._finding = False
            then(found)

        def on_failed(error: AppError) -> None:
            self._finding = False
            failed(error)

        self._tasks.run(lambda: resolve(settings, self._look(own)), on_found, on_failed)

    def _keep(self, **choice: object) -> None:
        self._preferences.keep(replace(self._preferences.settings, **choice))  # type: ignore[arg-type]

    @Slot(Settings)
    def _on_settings(self, settings: Settings) -> None:
        before, self._before = self._before, settings
        if _choice(before) != _choice(settings):
            self.changed.emit()


def resolve(settings: Settings, seen: Seen) -> Found:
    """What these settings mean on this desktop. A window that is not there is an error: the whole screen in its place
    would show what nobody chose to show."""
    match settings.source:
        case "window":
            there = next((one for one in reversed(seen.windows) if one.title == settings.source_window), None)
            if there is None:
                raise impossible("no_such_window")
            return Found(Window(there.title), there.place)
        case "region":
            region = region_of(settings)
            if region is not None and any(holds(screen.place, region) for screen in seen.screens):
                return Found(region, region)
            return _main_screen(seen, PART_GONE)
        case "screen":
            for screen in seen.screens:
                if screen.number == settings.source_screen:
                    return Found(Screen(screen.number), screen.place)
            return _main_screen(seen, SCREEN_GONE)


def region_of(settings: Settings) -> Region | None:
    return Region(*settings.source_region) if len(settings.source_region) == 4 else None


def holds(outer: Region, inner: Region) -> bool:
    """Whether all of `inner` lies in `outer`."""
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
        and inner.width > 0
        and inner.height > 0
    )


def titles(windows: Sequence[WindowSeen]) -> tuple[str, ...]:
    """Each once, the topmost first."""
    return tuple(dict.fromkeys(window.title for window in reversed(windows)))


def _main_screen(seen: Seen, told: Bilingual) -> Found:
    if not seen.screens:
        raise impossible("no_screen")
    main = seen.screens[0]
    return Found(Screen(main.number), main.place, told)


def _choice(settings: Settings) -> tuple[object, ...]:
    return (settings.source, settings.source_screen, settings.source_window, settings.source_region)
