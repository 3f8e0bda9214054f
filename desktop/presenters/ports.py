"""What the presenters need of the rest, as they use it. `desktop/app.py` fills these in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from capture.events import RecorderEvent, TakeFinished
from core.content import BlobRef, Content
from core.delivery import DeliveryState
from core.draft import Draft, ItemId
from core.feed import Directory, ReviewEvent
from core.formats import Format
from core.language import Bilingual
from core.review import ReviewState


class Summary(Protocol):
    """One row of the list of learning moments."""

    @property
    def id(self) -> ItemId: ...
    @property
    def format(self) -> Format: ...
    @property
    def title(self) -> str: ...
    @property
    def changed_at(self) -> datetime: ...
    @property
    def review(self) -> ReviewState: ...
    @property
    def to_hub(self) -> DeliveryState: ...
    @property
    def has_feedback(self) -> bool: ...
    @property
    def board_url(self) -> str | None: ...
    @property
    def media(self) -> BlobRef | None: ...
    @property
    def blocked(self) -> Bilingual | None: ...


class DraftStore(Protocol):
    """`drafts.store.Store`, as far as the windows use it. Called on a lane of its own, never on the GUI thread."""

    def new_draft(self, content: Content, take_id: str | None = None) -> Draft: ...
    def save(self, item_id: ItemId, content: Content) -> Draft: ...
    def draft(self, item_id: ItemId) -> Draft: ...
    def put_in_bin(self, item_id: ItemId) -> object: ...
    def restore(self, item_id: ItemId) -> object: ...
    def submit(self, item_id: ItemId) -> Draft: ...
    def withdraw(self, item_id: ItemId) -> Draft: ...
    def feedback(self, item_id: ItemId) -> tuple[ReviewEvent, ...]: ...
    def directory(self) -> Directory | None: ...
    def data_version(self) -> int: ...


class Recorder(Protocol):
    """One recording of one screen, done by a process of its own. Its verbs return at once; its news come as events."""

    def start(self) -> None:
        """Bring the process up, warm; nothing is recorded yet."""

    def begin(self) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def stop(self) -> None: ...
    def discard(self) -> None: ...


MakeRecorder = Callable[[str, Callable[[RecorderEvent], None]], Recorder]
"""Given a take id and a listener (called on any thread), gives a recorder. Runs off the GUI thread."""

KeepTake = Callable[[str, TakeFinished], Draft]
"""Makes a draft of a finished take: its bytes become a blob, the take is marked as ended. Runs off the GUI thread."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where the bytes are. Called off the GUI thread."""

    clip: Callable[[BlobRef], Path]
    """A path a player can open: the name ends in .mp4."""
    poster: Callable[[str], Path]
