"""Says what is new: beside the tray, or in the window where that is in front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from core.status import Status
from desktop.presenters.news import NewsItem, NewsPresenter
from desktop.start_request import StartRequest
from desktop.widgets.overlays import Overlays
from desktop.widgets.tray import Tray


class NewsTeller(QObject):
    """One message, whatever the number. Opening it asks `follow` for the item, or for the list where it is about
    several."""

    def __init__(
        self,
        news: NewsPresenter,
        window: QWidget,
        tray: Tray,
        overlays: Overlays,
        follow: Callable[[StartRequest], None],
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._window, self._tray, self._overlays, self._follow = window, tray, overlays, follow
        news.told.connect(self._on_told)

    @Slot(object)
    def _on_told(self, items: tuple[NewsItem, ...]) -> None:
        wish = StartRequest("item", items[0].id) if len(items) == 1 else StartRequest("library")
        title, words = self._words(items)

        def open_it() -> None:
            self._follow(wish)

        if self._window.isActiveWindow() or not self._tray.tells:
            self._overlays.toast.tell(f"{title}: {words}" if words else title, self.tr("Open"), open_it)
        else:
            self._tray.tell_news(title, words, open_it)

    def _words(self, items: tuple[NewsItem, ...]) -> tuple[str, str]:
        if len(items) > 1:
            return self.tr("%n learning moments have news", "", len(items)), ""
        (item,) = items
        if item.status is Status.ON_BOARD:
            return self.tr("On the board"), item.title
        return self.tr("A change is asked"), item.title
