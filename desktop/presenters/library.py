"""The list of learning moments: what is there, what state it is in, the bin and its undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.draft import ItemId
from core.formats import FORMAT_NAMES, Format
from core.status import STATUS_WORDS, Status, item_status
from desktop.i18n import Speech
from desktop.models.items import ItemRow, ItemsModel
from desktop.presenters.ports import Summary
from desktop.tasks import TaskRunner

ON_ITS_WAY: Final = frozenset(
    {
        Status.NO_HUB_YET,
        Status.WAITING,
        Status.SENDING,
        Status.IN_REVIEW,
        Status.UNCERTAIN,
        Status.FAILED,
        Status.HANDED_OVER,
    }
)
ASKS_ATTENTION: Final = frozenset({Status.CHANGES_ASKED, Status.UNCERTAIN, Status.FAILED, Status.STILL_RIGHT})
WAITS: Final = frozenset({Status.NO_HUB_YET, Status.WAITING, Status.SENDING})
_LOOK_EVERY_MS: Final = 2000


class Shelf(Protocol):
    """`drafts.store.Store`, as far as the list uses it."""

    def summaries(self) -> Sequence[Summary]: ...
    def hub(self) -> object | None: ...
    def put_in_bin(self, item_id: ItemId) -> object: ...
    def restore(self, item_id: ItemId) -> object: ...
    def data_version(self) -> int: ...


class LibraryPresenter(QObject):
    """`loaded` after each look at the store; `discarded` with the id and title of what can be brought back."""

    loaded = Signal()
    discarded = Signal(str, str)
    restored = Signal(str)

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
        self._tasks.run(lambda: (tuple(self._shelf.summaries()), self._shelf.hub() is not None), self._on_loaded)

    def discard(self, item_id: ItemId, title: str) -> None:
        """Into the bin, at once and without a question: `undo` brings it back."""
        self._tasks.run(lambda: self._shelf.put_in_bin(item_id), lambda _: self._on_discarded(item_id, title))

    def undo(self, item_id: ItemId) -> None:
        self._tasks.run(lambda: self._shelf.restore(item_id), lambda _: self._on_restored(item_id))

    def describe(self, row: ItemRow) -> str:
        say = self._speech.say
        return f"{row.title}, {say(FORMAT_NAMES[row.format])}, {say(STATUS_WORDS[row.status])}"

    def _on_version(self, version: int) -> None:
        if version != self._version:
            self._version = version
            self.reload()

    def _on_loaded(self, found: tuple[tuple[Summary, ...], bool]) -> None:
        summaries, self._hub_connected = found
        self.model.show([self._row(summary) for summary in summaries])
        self.loaded.emit()

    def _row(self, summary: Summary) -> ItemRow:
        return ItemRow(
            id=summary.id,
            format=summary.format,
            title=summary.title or self._untitled(summary.format),
            status=item_status(summary.review, summary.to_hub, hub_connected=self._hub_connected),
            changed_at=summary.changed_at,
            board_url=summary.board_url,
            note=self._speech.say(summary.blocked) if summary.blocked else "",
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
