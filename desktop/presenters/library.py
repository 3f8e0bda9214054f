"""The list of learning moments: what is there, what state it is in, the bin and its undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.draft import ItemId
from core.feed import ReviewEvent
from core.formats import FORMAT_NAMES, Format
from core.review import ReviewState
from core.status import STATUS_WORDS, Status, item_status
from desktop.i18n import Speech
from desktop.models.items import ItemRow, ItemsModel
from desktop.presenters.ports import Summary
from desktop.tasks import TaskRunner

ON_ITS_WAY: Final = frozenset(
    {
        Status.NO_HUB_YET,
        Status.WAITING,
        Status.PAUSED,
        Status.SENDING,
        Status.IN_REVIEW,
        Status.APPROVED,
        Status.UNCERTAIN,
        Status.FAILED,
        Status.HANDED_OVER,
    }
)
ON_BOARD: Final = frozenset({Status.ON_BOARD, Status.POSTED, Status.STILL_RIGHT})
DRAFTS: Final = frozenset({Status.DRAFT, Status.TWO_VERSIONS, Status.CHANGES_ASKED})
"""What lies with the maker and can be worked on."""
ASKS_ATTENTION: Final = frozenset(
    {Status.TWO_VERSIONS, Status.CHANGES_ASKED, Status.UNCERTAIN, Status.FAILED, Status.STILL_RIGHT}
)
WAITS: Final = frozenset({Status.NO_HUB_YET, Status.WAITING, Status.SENDING})
_LOOK_EVERY_MS: Final = 2000
_MOST_COMMENTS: Final = 100


@dataclass(frozen=True, slots=True)
class _Found:
    """`said` is the reviewer's comment on what must be changed, by item."""

    summaries: tuple[Summary, ...]
    said: dict[ItemId, str]
    hub_connected: bool


class Shelf(Protocol):
    """`drafts.store.Store`, as far as the list uses it."""

    def summaries(self) -> Sequence[Summary]: ...
    def hub(self) -> object | None: ...
    def put_in_bin(self, item_id: ItemId) -> object: ...
    def restore(self, item_id: ItemId) -> object: ...
    def withdraw(self, item_id: ItemId) -> object: ...
    def send_again(self, item_id: ItemId) -> object: ...
    def hold(self, item_id: ItemId) -> object: ...
    def go_on(self, item_id: ItemId) -> object: ...
    def feedback(self, item_id: ItemId) -> Sequence[ReviewEvent]: ...
    def data_version(self) -> int: ...


class LibraryPresenter(QObject):
    """`loaded` after each look at the store; `discarded` with the id and title of what can be brought back;
    `to_send` when the person queued something that sync should see to now."""

    loaded = Signal()
    discarded = Signal(str, str)
    restored = Signal(str)
    to_send = Signal()

    def __init__(self, shelf: Shelf, tasks: TaskRunner, speech: Speech, parent: QObject | None) -> None:
        super().__init__(parent)
        self._shelf, self._tasks, self._speech = shelf, tasks, speech
        self._version: int | None = None
        self._hub_connected = False
        self.model = ItemsModel(self.describe)
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look)
        speech.changed.connect(self.reload)

    @property
    def hub_connected(self) -> bool:
        return self._hub_connected

    def count(self, states: frozenset[Status]) -> int:
        return sum(row.status in states for row in self.model.rows)

    def watch(self, on: bool) -> None:
        """Notice what other programs (the command line) change, while somebody is looking."""
        if on:
            self.look()
            self._watch.start()
        else:
            self._watch.stop()

    @Slot()
    def look(self) -> None:
        if not self._tasks.busy:
            self._tasks.run(self._shelf.data_version, self._on_version)

    @Slot()
    def reload(self) -> None:
        self._tasks.run(self._look_through, self._on_loaded)

    def discard(self, item_id: ItemId, title: str) -> None:
        """Into the bin, at once and without a question: `undo` brings it back."""
        self._tasks.run(lambda: self._shelf.put_in_bin(item_id), lambda _: self._on_discarded(item_id, title))

    def undo(self, item_id: ItemId) -> None:
        self._tasks.run(lambda: self._shelf.restore(item_id), lambda _: self._on_restored(item_id))

    def take_back(self, item_id: ItemId) -> None:
        """Out of the review, or out of the queue for it. Refused is told as the lane's trouble."""
        self._tasks.run(lambda: self._shelf.withdraw(item_id), lambda _: self._on_queued())

    def send_again(self, item_id: ItemId) -> None:
        """Queue again what was refused. Nothing happens where nothing was."""
        self._tasks.run(lambda: self._shelf.send_again(item_id), lambda _: self._on_queued())

    def hold(self, item_id: ItemId) -> None:
        """Send nothing more of it for now."""
        self._tasks.run(lambda: self._shelf.hold(item_id), lambda _: self.reload())

    def go_on(self, item_id: ItemId) -> None:
        self._tasks.run(lambda: self._shelf.go_on(item_id), lambda _: self._on_queued())

    def describe(self, row: ItemRow) -> str:
        say = self._speech.say
        return f"{row.title}, {say(FORMAT_NAMES[row.format])}, {say(STATUS_WORDS[row.status])}"

    def _on_version(self, version: int) -> None:
        if version != self._version:
            self._version = version
            self.reload()

    def _look_through(self) -> _Found:
        summaries = tuple(self._shelf.summaries())
        asked = [summary.id for summary in summaries if summary.review is ReviewState.CHANGES_REQUESTED]
        said = {item_id: _comment(self._shelf.feedback(item_id)) for item_id in asked[:_MOST_COMMENTS]}
        return _Found(summaries, said, self._shelf.hub() is not None)

    def _on_loaded(self, found: _Found) -> None:
        self._hub_connected = found.hub_connected
        self.model.show([self._row(summary, found.said.get(summary.id, "")) for summary in found.summaries])
        self.loaded.emit()

    def _row(self, summary: Summary, said: str) -> ItemRow:
        return ItemRow(
            id=summary.id,
            format=summary.format,
            title=summary.title or self._untitled(summary.format),
            status=item_status(
                summary.review,
                summary.to_hub,
                hub_connected=self._hub_connected,
                held=summary.held,
                two_versions=summary.two_versions,
            ),
            changed_at=summary.changed_at,
            board_url=summary.board_url,
            note=self._speech.say(summary.blocked) if summary.blocked else "",
            excerpt=summary.excerpt,
            poster=summary.media.sha256 if summary.media and summary.format is Format.CLIP else "",
            duration_s=summary.duration_ms / 1000,
            submitted_at=summary.submitted_at,
            said=said,
            sent=summary.sent_bytes,
            total=summary.total_bytes,
            rate=summary.rate,
        )

    def _untitled(self, format_: Format) -> str:
        untitled: Callable[[], str] = {
            Format.CLIP: lambda: self.tr("Clip without a title"),
            Format.TIP: lambda: self.tr("Tip without a title"),
        }.get(format_, lambda: self.tr("Without a title"))
        return untitled()

    def _on_discarded(self, item_id: ItemId, title: str) -> None:
        self.reload()
        self.discarded.emit(item_id, title)

    def _on_restored(self, item_id: ItemId) -> None:
        self.reload()
        self.restored.emit(item_id)

    def _on_queued(self) -> None:
        self.reload()
        self.to_send.emit()


def _comment(events: Sequence[ReviewEvent]) -> str:
    """The reviewer's own words on the last version: the comment, or else the first word on a criterion."""
    if not events:
        return ""
    last = events[-1]
    return last.comment or next((word.comment for word in last.feedback if word.comment), "")
