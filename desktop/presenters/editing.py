"""One draft being worked on: kept at every change, checked while typing, sent when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.content import Content, TipBody
from core.draft import Draft, ItemId
from core.errors import AppError, Refused
from core.feed import Directory, ReviewEvent
from core.language import Bilingual
from core.review import ReviewState
from desktop.presenters.ports import DraftStore, OtherVersion
from desktop.tasks import TaskRunner

_PAUSE_BEFORE_SAVING_MS: Final = 300
MOST_WORDS_OF_A_TIP: Final = 60
EDITABLE: Final = frozenset({ReviewState.DRAFT, ReviewState.CHANGES_REQUESTED})


class Finding(Protocol):
    """`guidance.checks.Finding`, as it is shown."""

    @property
    def rule(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def message(self) -> Bilingual: ...
    @property
    def reason(self) -> Bilingual: ...
    @property
    def fix(self) -> Bilingual: ...


Saved = Literal["saved", "saving"]


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """`other`: what another computer made of it, while the person has not chosen."""

    draft: Draft
    feedback: tuple[ReviewEvent, ...]
    directory: Directory | None
    other: OtherVersion | None = None


def words_in(body: TipBody) -> int:
    return sum(len(part.split()) for part in (body.situation, body.action, body.gain))


class EditingPresenter(QObject):
    """At most one draft is open. `edit` may be called at every key: the store is written after a short pause."""

    opened = Signal(OpenDraft)
    renewed = Signal(OpenDraft)
    """News came for the draft that is open. Nobody asked to see it now."""
    saved = Signal(str)
    checked = Signal(tuple)
    submitted = Signal(Draft)
    withdrawn = Signal(Draft)
    chosen = Signal(Draft)
    """Which of two versions stays is decided."""
    failed = Signal(AppError)

    def __init__(
        self,
        store: DraftStore,
        check: Callable[[Content], Sequence[Finding]],
        tasks: TaskRunner,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._store, self._check, self._tasks = store, check, tasks
        self._open: OpenDraft | None = None
        self._content: Content | None = None
        self._findings: tuple[Finding, ...] = ()
        self._dirty = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_BEFORE_SAVING_MS)
        self._pause.timeout.connect(self.flush)

    @property
    def current(self) -> OpenDraft | None:
        return self._open

    @property
    def content(self) -> Content | None:
        """The content as it is on the screen, saved or about to be."""
        return self._content

    @property
    def editable(self) -> bool:
        return self._open is not None and self._open.draft.review in EDITABLE

    def open(self, item_id: ItemId) -> None:
        self.flush()
        self._tasks.run(lambda: self._load(item_id), self._on_opened, self.failed.emit)

    def create(self, content: Content) -> None:
        """A new draft with this content, opened."""
        self.flush()
        self._tasks.run(
            lambda: self._load(self._store.new_draft(content).id),
            self._on_opened,
            self.failed.emit,
        )

    def edit(self, content: Content) -> None:
        if not self.editable or content == self._content:
            return
        self._content = content
        self._dirty = True
        self.saved.emit("saving")
        self._judge(content)
        self._pause.start()

    @Slot()
    def flush(self) -> None:
        """Write what is on the screen now."""
        self._pause.stop()
        if not self._dirty or self._open is None or self._content is None:
            return
        self._dirty = False
        item_id, content = self._open.draft.id, self._content
        self._tasks.run(lambda: self._store.save(item_id, content), self._on_saved, self._on_not_saved)

    def ask_for_review(self) -> None:
        if not self.editable or self._open is None:
            return
        blocking = next((finding for finding in self._findings if finding.severity == "block"), None)
        if blocking is not None:
            self.failed.emit(Refused(blocking.message, blocking.fix))
            return
        self.flush()
        item_id = self._open.draft.id
        self._tasks.run(lambda: self._store.submit(item_id), self._on_submitted, self.failed.emit)

    def withdraw(self) -> None:
        """Take it back from review, to change it."""
        if self._open is not None:
            item_id = self._open.draft.id
            self._tasks.run(lambda: self._store.withdraw(item_id), self._on_withdrawn, self.failed.emit)

    def keep_mine(self) -> None:
        """Of two versions this computer's stays."""
        self._choose(lambda item_id: self._store.keep_mine(item_id))

    def take_other(self) -> None:
        """Of two versions the other computer's stays."""
        self._choose(lambda item_id: self._store.take_other(item_id))

    def keep_both(self) -> None:
        """The other computer's stays; this one's becomes a draft of its own, and opens."""
        self._choose(lambda item_id: self._store.keep_both(item_id))

    def _choose(self, choice: Callable[[ItemId], Draft]) -> None:
        """What is on the screen is written first: nothing of it is lost by choosing."""
        self.flush()
        if self._open is not None:
            item_id = self._open.draft.id
            self._tasks.run(lambda: choice(item_id), self._on_chosen, self.failed.emit)

    def _on_chosen(self, draft: Draft) -> None:
        self.chosen.emit(draft)
        self.open(draft.id)

    def refresh(self) -> None:
        """Look again at the open draft where nothing of it is unsaved: news may have come from the hub."""
        if self._open is not None and not self._dirty and not self._pause.isActive():
            item_id = self._open.draft.id
            self._tasks.run(lambda: self._load(item_id), self._on_refreshed, lambda _: self.close())

    def close(self) -> None:
        self.flush()
        self._open = self._content = None

    def _judge(self, content: Content) -> None:
        self._findings = tuple(self._check(content))
        self.checked.emit(self._findings)

    def _load(self, item_id: ItemId) -> OpenDraft:
        store = self._store
        return OpenDraft(store.draft(item_id), store.feedback(item_id), store.directory(), store.other_version(item_id))

    def _on_opened(self, opened: OpenDraft) -> None:
        self._take(opened)
        self.opened.emit(opened)
        self._judge(opened.draft.content)

    def _take(self, opened: OpenDraft) -> None:
        self._open, self._content, self._dirty = opened, opened.draft.content, False

    def _on_refreshed(self, found: OpenDraft) -> None:
        if self._open is None or self._dirty or found.draft.id != self._open.draft.id:
            return
        before = self._open
        changed = (found.draft.review, found.feedback, found.directory, found.other, found.draft.content)
        if changed != (before.draft.review, before.feedback, before.directory, before.other, self._content):
            self._take(found)
            self.renewed.emit(found)
            self._judge(found.draft.content)

    def _on_saved(self, draft: Draft) -> None:
        if self._open is not None and draft.id == self._open.draft.id:
            self._open = replace(self._open, draft=draft)
            if not self._dirty:
                self.saved.emit("saved")

    def _on_not_saved(self, error: AppError) -> None:
        self._dirty = True
        self.failed.emit(error)

    def _on_submitted(self, draft: Draft) -> None:
        if self._open is not None and draft.id == self._open.draft.id:
            self._open = replace(self._open, draft=draft)
        self.submitted.emit(draft)

    def _on_withdrawn(self, draft: Draft) -> None:
        self.withdrawn.emit(draft)
        self.open(draft.id)
