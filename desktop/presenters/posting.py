"""Posting to channels without a hub: what may be posted where, asking for it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.content import Content
from core.delivery import DeliveryState
from core.draft import ItemId
from core.errors import AppError, Refused
from core.language import Bilingual
from core.review import Criterion
from core.wire import hash_of
from desktop.presenters.ports import Channel, ChannelStore, Post
from desktop.tasks import TaskRunner

_LOOK_AT_FIRST_MS: Final = 3000
_LOOK_AT_LAST_MS: Final = 60_000
ON_ITS_WAY: Final = frozenset({DeliveryState.WAITING, DeliveryState.SENDING})
ARRIVED: Final = frozenset({DeliveryState.POSTED, DeliveryState.HANDED_OVER})


@dataclass(frozen=True, slots=True)
class _Found:
    channels: tuple[Channel, ...]
    posts: tuple[Post, ...]
    has_hub: bool


class PostingPresenter(QObject):
    """`loaded` after each look at the store; `to_send` when something is to be posted now; `posted` when what was asked
    for is kept. While something goes by itself it looks again, ever less often until something changes: posts are sent
    in a thread of their own.

    `wants_address` tells whether a reason says that the person must give a channel's address once more.
    """

    loaded = Signal()
    to_send = Signal()
    posted = Signal()
    failed = Signal(AppError)

    def __init__(
        self,
        store: ChannelStore,
        wants_address: Callable[[Bilingual], bool],
        tasks: TaskRunner,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._store, self._wants_address, self._tasks = store, wants_address, tasks
        self._found = _Found((), (), has_hub=False)
        self._wait_ms = _LOOK_AT_FIRST_MS
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.reload)

    @property
    def channels(self) -> tuple[Channel, ...]:
        return self._found.channels

    @property
    def has_hub(self) -> bool:
        return self._found.has_hub

    @property
    def comes_first(self) -> bool:
        """Whether posting is what a maker does next: there is a channel, and no hub to ask for review."""
        return bool(self.channels) and not self.has_hub

    @property
    def asking(self) -> tuple[Post, ...]:
        """What only the person can settle, the newest first. What failed in a channel that is gone is settled."""
        return tuple(post for post in self._found.posts if self._asks(post))

    @property
    def going(self) -> tuple[Post, ...]:
        """What goes by itself."""
        return tuple(post for post in self._found.posts if post.state in ON_ITS_WAY and not self.needs_address(post))

    @property
    def arrived(self) -> tuple[Post, ...]:
        return tuple(post for post in self._found.posts if post.state in ARRIVED)

    def needs_address(self, post: Post) -> bool:
        waits = post.state is DeliveryState.WAITING and post.reason is not None
        return waits and post.reason is not None and self._wants_address(post.reason)

    def can_post_again(self, post: Post) -> bool:
        """Whether its channel was not removed."""
        return any(channel.id == post.channel_id for channel in self.channels)

    def earlier(self, item_id: ItemId, content: Content) -> dict[str, DeliveryState]:
        """In which channels this very version was asked for before, and how far it is there."""
        this = hash_of(content)
        return {
            post.channel_id: post.state
            for post in self._found.posts
            if post.item_id == item_id and post.content_hash == this
        }

    @Slot()
    def reload(self) -> None:
        self._tasks.run(self._look_through, self._on_loaded, self.failed.emit)

    def post(
        self, item_id: ItemId, confirmed: Content, channel_ids: Iterable[str], criteria: frozenset[Criterion]
    ) -> None:
        """Queue what the person has before them in each of these channels. Refused where the draft is another by now:
        what was confirmed is what is posted."""
        chosen = tuple(channel_ids)
        self._tasks.run(lambda: self._ask(item_id, confirmed, chosen, criteria), self._on_posted, self._on_not_posted)

    def it_is_there(self, post: Post) -> None:
        """The person looked, and it has arrived."""
        self._settle(self._store.it_is_there, post)

    def post_again(self, post: Post) -> None:
        self._settle(self._store.post_again, post)

    def take_back(self, post: Post) -> None:
        """While it waits."""
        self._settle(self._store.take_back_post, post)

    def _asks(self, post: Post) -> bool:
        failed = post.state is DeliveryState.FAILED and self.can_post_again(post)
        return failed or post.state is DeliveryState.UNCERTAIN or self.needs_address(post)

    def _look_through(self) -> _Found:
        return _Found(tuple(self._store.channels()), tuple(self._store.posts()), self._store.hub() is not None)

    def _ask(
        self, item_id: ItemId, confirmed: Content, chosen: tuple[str, ...], criteria: frozenset[Criterion]
    ) -> None:
        if hash_of(self._store.draft(item_id).content) != hash_of(confirmed):
            raise Refused(CHANGED, CHANGED_HINT)
        for channel_id in chosen:
            self._store.post(item_id, channel_id, criteria)

    def _settle(self, verb: Callable[[str, str, str], object], post: Post) -> None:
        self._tasks.run(
            lambda: verb(post.item_id, post.content_hash, post.channel_id),
            lambda _: self._on_settled(),
            self._on_not_posted,
        )

    def _on_loaded(self, found: _Found) -> None:
        same = found.posts == self._found.posts
        self._found = found
        self._wait_ms = min(2 * self._wait_ms, _LOOK_AT_LAST_MS) if same else _LOOK_AT_FIRST_MS
        if self.going:
            self._again.start(self._wait_ms)
        else:
            self._again.stop()
        self.loaded.emit()

    def _on_posted(self, _: None) -> None:
        self._on_settled()
        self.posted.emit()

    def _on_settled(self) -> None:
        self.reload()
        self.to_send.emit()

    def _on_not_posted(self, error: AppError) -> None:
        """Some of it may have been asked for, or somebody else was first: look."""
        self.reload()
        self.to_send.emit()
        self.failed.emit(error)


CHANGED: Final = Bilingual(
    en="Your draft changed while you confirmed it.", nl="Je concept veranderde terwijl je het bevestigde."
)
CHANGED_HINT: Final = Bilingual(
    en="Nothing was posted. Look at it again, and then post it.",
    nl="Er is niets geplaatst. Bekijk het nog eens en plaats het dan.",
)
