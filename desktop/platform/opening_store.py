"""The drafts store for those who are made before it is open: opening may take long, and the tray icon does not wait."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from core.content import Content
from core.draft import Draft, ItemId
from core.feed import Directory, ReviewEvent
from core.review import Criterion

if TYPE_CHECKING:  # the store's library is loaded on the store's lane, after the tray icon is there
    from datetime import datetime

    from drafts.records import BinnedDraft, Channel, DraftSummary, HubLink, OtherVersion, PostSummary, Revision
    from drafts.restoring import KeptBackup, WentBack
    from drafts.store import Store


class OpeningStore:
    """Give `open` to the lane of the store before any other task. All else is for lanes too, on any of them: it waits
    until the store is open, and raises what the opening raised."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open = open_store
        self._opened: Future[Store] = Future()

    def open(self) -> Store:
        """Once. StoreUnusable and the like are raised here, and from then on by whatever is asked of it."""
        try:
            store = self._open()
        except BaseException as error:
            self._opened.set_exception(error)
            raise
        self._opened.set_result(store)
        return store

    def ready(self) -> Store:
        return self._opened.result()

    def close(self) -> None:
        """When the lanes are done. Nothing to do where it never opened."""
        if self._opened.done() and self._opened.exception() is None:
            self._opened.result().close()

    def new_draft(self, content: Content, take_id: str | None = None) -> Draft:
        return self.ready().new_draft(content, take_id)

    def save(self, item_id: ItemId, content: Content) -> Draft:
        return self.ready().save(item_id, content)

    def draft(self, item_id: ItemId) -> Draft:
        return self.ready().draft(item_id)

    def summaries(self) -> tuple[DraftSummary, ...]:
        return tuple(self.ready().summaries())

    def put_in_bin(self, item_id: ItemId) -> None:
        self.ready().put_in_bin(item_id)

    def restore(self, item_id: ItemId) -> None:
        self.ready().restore(item_id)

    def bin(self) -> tuple[BinnedDraft, ...]:
        return self.ready().bin()

    def delete_for_good(self, item_id: ItemId) -> None:
        self.ready().delete_for_good(item_id)

    def empty_bin(self) -> int:
        return self.ready().empty_bin()

    def revisions(self, item_id: ItemId) -> tuple[Revision, ...]:
        return self.ready().revisions(item_id)

    def restore_revision(self, item_id: ItemId, number: int) -> Draft:
        return self.ready().restore_revision(item_id, number)

    def kept_backups(self) -> tuple[KeptBackup, ...]:
        return self.ready().kept_backups()

    def back_up_now(self) -> datetime:
        return self.ready().back_up_now()

    def go_back(self, moment: datetime) -> WentBack:
        return self.ready().go_back(moment)

    def submit(self, item_id: ItemId) -> Draft:
        return self.ready().submit(item_id)

    def withdraw(self, item_id: ItemId) -> Draft:
        return self.ready().withdraw(item_id)

    def send_again(self, item_id: ItemId) -> None:
        self.ready().send_again(item_id)

    def feedback(self, item_id: ItemId) -> tuple[ReviewEvent, ...]:
        return self.ready().feedback(item_id)

    def hold(self, item_id: ItemId) -> None:
        self.ready().hold(item_id)

    def go_on(self, item_id: ItemId) -> None:
        self.ready().go_on(item_id)

    def other_version(self, item_id: ItemId) -> OtherVersion | None:
        return self.ready().other_version(item_id)

    def keep_mine(self, item_id: ItemId) -> Draft:
        return self.ready().keep_mine(item_id)

    def take_other(self, item_id: ItemId) -> Draft:
        return self.ready().take_other(item_id)

    def keep_both(self, item_id: ItemId) -> Draft:
        return self.ready().keep_both(item_id)

    def directory(self) -> Directory | None:
        return self.ready().directory()

    def hub(self) -> HubLink | None:
        return self.ready().hub()

    def data_version(self) -> int:
        return self.ready().data_version()

    def channels(self) -> tuple[Channel, ...]:
        return self.ready().channels()

    def add_channel(self, kind: str, name: str, place: str) -> Channel:
        return self.ready().add_channel(kind, name, place)

    def remove_channel(self, channel_id: str) -> None:
        self.ready().remove_channel(channel_id)

    def post(self, item_id: str, channel_id: str, criteria: frozenset[Criterion]) -> None:
        self.ready().post(item_id, channel_id, criteria)

    def posts(self) -> tuple[PostSummary, ...]:
        return self.ready().posts()

    def it_is_there(self, item_id: str, content_hash: str, channel_id: str) -> None:
        self.ready().it_is_there(item_id, content_hash, channel_id)

    def post_again(self, item_id: str, content_hash: str, channel_id: str) -> None:
        self.ready().post_again(item_id, content_hash, channel_id)

    def take_back_post(self, item_id: str, content_hash: str, channel_id: str) -> None:
        self.ready().take_back_post(item_id, content_hash, channel_id)
