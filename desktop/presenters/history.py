"""Earlier versions of the draft that is open: which there are, how each differs from now, and going back to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, Protocol

from PySide6.QtCore import QObject, Signal

from core.content import Content, blobs_of
from core.draft import Draft, ItemId
from core.wire import hash_of
from desktop.presenters.editing import EditingPresenter
from desktop.tasks import TaskRunner

Part = Literal["title", "text", "recording", "audience", "experience", "review_by"]
"""What of a learning moment can differ, in the order it is told."""

_KEPT_APART: Final = (
    (timedelta(minutes=15), timedelta(minutes=1), timedelta(seconds=10)),
    (timedelta(hours=2), timedelta(minutes=5), timedelta(minutes=2)),
    (timedelta(days=2), timedelta(minutes=30), timedelta(minutes=15)),
)
"""Up to this age: one version is shown for each stretch of that length, and every one that stood for so long."""
_LONG_AGO: Final = (timedelta(hours=4), timedelta(hours=2))


class Saved(Protocol):
    """`drafts.records.Revision`, as it is shown."""

    @property
    def number(self) -> int: ...
    @property
    def saved_at(self) -> datetime: ...
    @property
    def content(self) -> Content: ...


class VersionStore(Protocol):
    """`drafts.store.Store`, as far as earlier versions use it."""

    def revisions(self, item_id: ItemId) -> Sequence[Saved]: ...
    def draft(self, item_id: ItemId) -> Draft: ...
    def restore_revision(self, item_id: ItemId, number: int) -> Draft: ...


@dataclass(frozen=True, slots=True)
class Version:
    """`present` is how it is now; `asked` is what review was asked for last. `differs` from now in these parts."""

    number: int
    saved_at: datetime
    content: Content
    present: bool = False
    asked: bool = False
    differs: tuple[Part, ...] = ()


def versions_of(saved: Sequence[Saved], submitted_hash: str | None) -> tuple[Version, ...]:
    """All of them, newest first; the newest is the present one."""
    if not saved:
        return ()
    now = saved[0].content
    made = [Version(one.number, one.saved_at, one.content, differs=differences(now, one.content)) for one in saved]
    made[0] = replace(made[0], present=True)
    if submitted_hash is not None:
        at = next((at for at, one in enumerate(made) if hash_of(one.content) == submitted_hash), None)
        if at is not None:
            made[at] = replace(made[at], asked=True)
    return tuple(made)


def differences(now: Content, then: Content) -> tuple[Part, ...]:
    recording = blobs_of(now) != blobs_of(then)
    told: tuple[tuple[Part, bool], ...] = (
        ("title", now.title != then.title),
        ("text", _words_of(now) != _words_of(then)),
        ("recording", recording),
        ("audience", now.audience != then.audience),
        ("experience", now.experience != then.experience),
        ("review_by", now.review_by != then.review_by),
    )
    return tuple(part for part, different in told if different)


def _words_of(content: Content) -> tuple[object, ...]:
    body = content.body
    names = (name for name in body.__dataclass_fields__ if name not in _NOT_TEXT)
    return (type(body), *(getattr(body, name) for name in names))


_NOT_TEXT: Final = frozenset({"media", "duration_ms", "width", "height", "has_sound"})


def thinned(versions: Sequence[Version], now: datetime) -> tuple[Version, ...]:
    """What matters of many: the states in which it was left for a while, and of long work one for each stretch of time,
    in shorter stretches the more recent it is. The present one and what review was asked for are always there."""
    shown: list[Version] = []
    last: tuple[timedelta, int] | None = None
    until = now
    for version in versions:
        age = now - version.saved_at
        apart, stood = next(((apart, stood) for up_to, apart, stood in _KEPT_APART if age < up_to), _LONG_AGO)
        stretch = (apart, int(version.saved_at.timestamp() // apart.total_seconds()))
        if version.present or version.asked or stretch != last or until - version.saved_at >= stood:
            shown.append(version)
        last, until = stretch, version.saved_at
    return tuple(shown)


class HistoryPresenter(QObject):
    """`loaded` when `versions` are those of the open draft; `used` with its id and the number to go back to it with."""

    loaded = Signal()
    used = Signal(str, int)

    def __init__(
        self,
        store: VersionStore,
        editing: EditingPresenter,
        clock: Callable[[], datetime],
        tasks: TaskRunner,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._store, self._editing, self._clock, self._tasks = store, editing, clock, tasks
        self._versions: tuple[Version, ...] = ()

    @property
    def versions(self) -> tuple[Version, ...]:
        """All of them, newest first."""
        return self._versions

    @property
    def main_ones(self) -> tuple[Version, ...]:
        return thinned(self._versions, self._clock())

    def look(self) -> None:
        """At the versions of the draft that is open, what is on the screen now among them."""
        if self._editing.current is None:
            return
        self._editing.flush()
        item_id = self._editing.current.draft.id
        self._tasks.run(lambda: self._load(item_id), lambda found: self._on_loaded(item_id, found))

    def use(self, number: int) -> None:
        """Make an earlier version the present one, as a new version: nothing is lost. Only while it can be edited."""
        if self._editing.current is None or not self._editing.editable:
            return
        self._editing.flush()
        self._restore(self._editing.current.draft.id, number, self._on_used)

    def undo(self, item_id: ItemId, number: int) -> None:
        """Back to the version that was present before."""
        self._editing.flush()
        self._restore(item_id, number, lambda item_id, _: self._editing.open(item_id))

    def _restore(self, item_id: ItemId, number: int, then: Callable[[ItemId, int], None]) -> None:
        def work() -> int:
            before = self._store.draft(item_id).revision
            self._store.restore_revision(item_id, number)
            return before

        self._tasks.run(work, lambda before: then(item_id, before))

    def _on_used(self, item_id: ItemId, before: int) -> None:
        self._editing.open(item_id)
        self.used.emit(item_id, before)

    def _load(self, item_id: ItemId) -> tuple[Version, ...]:
        return versions_of(self._store.revisions(item_id), self._store.draft(item_id).submitted_hash)

    def _on_loaded(self, item_id: ItemId, found: tuple[Version, ...]) -> None:
        if self._editing.current is not None and self._editing.current.draft.id == item_id:
            self._versions = found
            self.loaded.emit()
