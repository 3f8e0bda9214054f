"""News from the hub that is worth a person's attention, each told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from core.clock import to_iso
from core.draft import ItemId
from core.feed import ReviewEvent
from core.review import ReviewState
from core.status import Status
from desktop.presenters.library import ON_ITS_WAY, LibraryPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.tasks import TaskRunner

TELLS: Final[dict[Status, ReviewState]] = {
    Status.CHANGES_ASKED: ReviewState.CHANGES_REQUESTED,
    Status.ON_BOARD: ReviewState.PUBLISHED,
}
"""What is told of an item that was on its way, and which word of the hub made it so. All else waits to be looked at."""


@dataclass(frozen=True, slots=True)
class NewsItem:
    id: ItemId
    title: str
    status: Status


class Link(Protocol):
    @property
    def connected_at(self) -> datetime: ...


class Shelf(Protocol):
    """`drafts.store.Store`, as far as it knows when something happened. Called on a lane."""

    def feedback(self, item_id: ItemId) -> Sequence[ReviewEvent]: ...
    def hub(self) -> Link | None: ...


@dataclass(frozen=True, slots=True)
class _Sifted:
    """`told_until` is the moment, by the hub's clock, of the newest word among `fresh`."""

    looked_at: frozenset[ItemId]
    fresh: tuple[NewsItem, ...]
    told_until: str


class NewsPresenter(QObject):
    """`told` with a tuple of NewsItem: all that is new at once. Nothing while `quiet`; then `speak` tells it together.

    News is an item that was on its way when the library was last looked at and is in one of TELLS now. That is kept in
    the settings, so it holds over a restart too. What the hub said before it was connected here, or before the newest
    word that was told, is old, and old news is not told: the feed begins anew now and then.
    """

    told = Signal(object)

    def __init__(
        self,
        library: LibraryPresenter,
        shelf: Shelf,
        preferences: PreferencesPresenter,
        tasks: TaskRunner,
        parent: QObject | None,
        *,
        quiet: Callable[[], bool],
    ) -> None:
        super().__init__(parent)
        self._library, self._shelf, self._preferences = library, shelf, preferences
        self._tasks, self._quiet = tasks, quiet
        self._sifting: frozenset[ItemId] = frozenset()
        self._held: dict[ItemId, NewsItem] = {}
        self._told_until = ""
        library.loaded.connect(self._look)

    @Slot()
    def speak(self) -> None:
        """What was held back, once nothing asks for quiet any more."""
        if self._held and not self._quiet():
            self._tell()

    @Slot()
    def _look(self) -> None:
        now = self._now()
        known = frozenset(self._preferences.settings.news_awaited)
        self._held = {item.id: item for item in self._held.values() if now.get(item.id) == item}
        found = tuple(
            item
            for item in now.values()
            if item.status in TELLS and item.id in known and item.id not in self._held and item.id not in self._sifting
        )
        self._keep_awaited({*self._held, *self._sifting, *(item.id for item in found)})
        if found:
            self._sifting |= {item.id for item in found}
            told = self._preferences.settings.news_told
            self._tasks.run(lambda: self._sift(found, told), self._on_sifted)

    def _now(self) -> dict[ItemId, NewsItem]:
        return {row.id: NewsItem(row.id, row.title, row.status) for row in self._library.model.rows}

    def _keep_awaited(self, untold: Iterable[ItemId]) -> None:
        """What is on its way, and what arrived and is not told yet: it is told after a restart."""
        on_its_way = {item.id for item in self._now().values() if item.status in ON_ITS_WAY}
        awaited: tuple[str, ...] = tuple(sorted({*on_its_way, *untold}))
        self._preferences.keep(replace(self._preferences.settings, news_awaited=awaited))

    def _sift(self, found: tuple[NewsItem, ...], told: str) -> _Sifted:
        link = self._shelf.hub()
        told_until = old = max(told, to_iso(link.connected_at) if link else "")
        fresh: list[NewsItem] = []
        for item in found:
            said = [to_iso(word.at) for word in self._shelf.feedback(item.id) if word.state is TELLS[item.status]]
            # No word in the feed yet: the hub said so when it took the item.
            if not said or max(said) > old:
                fresh.append(item)
                told_until = max(told_until, *said)
        return _Sifted(frozenset(item.id for item in found), tuple(fresh), told_until)

    def _on_sifted(self, sifted: _Sifted) -> None:
        self._sifting -= sifted.looked_at
        self._held |= {item.id: item for item in sifted.fresh}
        self._told_until = max(self._told_until, sifted.told_until)
        self._keep_awaited({*self._held, *self._sifting})
        self.speak()

    def _tell(self) -> None:
        items, self._held = tuple(self._held.values()), {}
        self._keep_awaited(self._sifting)
        settings = self._preferences.settings
        self._preferences.keep(replace(settings, news_told=max(settings.news_told, self._told_until)))
        if settings.tell_news:
            self.told.emit(items)
