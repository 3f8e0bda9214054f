"""What the store gives out: frozen values, read from rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Row

from core.canonical import canonical_json
from core.clock import from_iso
from core.content import BlobRef, Content, blobs_of
from core.delivery import DeliveryState
from core.draft import Draft, ItemId
from core.errors import MalformedWire, StoreUnusable
from core.feed import HubIdentity
from core.formats import Format
from core.language import Bilingual
from core.reading import parse_json
from core.review import ReviewState
from core.wire import content_from_json, content_to_json
from drafts.database import DAMAGED, DAMAGED_HINT

Kind = Literal["submit", "withdraw"]
HUB: Final = "hub"
"""The destination in `deliveries` that is the hub itself."""
NOT_THERE: Final = "not there"
"""The outcome in `outbox` of a withdrawal that found nothing at the hub."""
_FIRST_WORDS: Final = ("situation", "action", "reason", "part", "scope", "goal")
BODY_FACTS: Final = tuple(f"$.body.{key}" for key in ("duration_ms", *_FIRST_WORDS))
"""What of a manifest's body the library shows, as paths of SQLite's JSON; `summary_of` reads the answer."""
_EXCERPT: Final = 160


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """One row of the library. `to_hub` means something once `submitted_at` is set; `sent_bytes` of `total_bytes` of
    the upload that is going on (0 of 0: none). `blocked` says why nothing more is sent until the person acts.
    `excerpt` is how the text of the body begins, a line a part; `duration_ms` that of a clip, else 0. `held`: the
    person holds it back; `rate` is how many bytes a second the upload went at last, 0 where that is not known.
    `two_versions`: another machine changed it too, and the person has to choose."""

    id: ItemId
    format: Format
    title: str
    changed_at: datetime
    review: ReviewState
    to_hub: DeliveryState
    submitted_at: datetime | None
    has_feedback: bool
    board_url: str | None
    media: BlobRef | None
    take_id: str | None
    blocked: Bilingual | None
    sent_bytes: int = 0
    total_bytes: int = 0
    excerpt: str = ""
    duration_ms: int = 0
    held: bool = False
    rate: int = 0
    two_versions: bool = False


@dataclass(frozen=True, slots=True)
class VersionThere:
    """A version of an item as the hub holds it; `manifest` is its wire JSON."""

    item_id: str
    content_hash: str
    manifest: str
    state: ReviewState


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """What another machine made of a draft, waiting for the person's choice."""

    content: Content
    content_hash: str
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    number: int
    saved_at: datetime
    content: Content


@dataclass(frozen=True, slots=True)
class BinnedDraft:
    """`goes_at` is when the program may let go of it."""

    id: ItemId
    format: Format
    title: str
    binned_at: datetime
    goes_at: datetime


@dataclass(frozen=True, slots=True)
class Take:
    id: str
    folder: str
    settings_json: str
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class HubLink:
    """The one hub this app sends to. `identity` is pinned: another hub at the same address gets nothing."""

    url: str
    identity: HubIdentity
    connected_at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One thing to send. `manifest` is the wire JSON frozen when the person asked, to be sent to the letter; `blobs`
    is what it names. `attempts` counts those begun before. `base` is the version at the hub that it was made from."""

    id: int
    item_id: str
    content_hash: str
    kind: Kind
    manifest: str
    blobs: tuple[BlobRef, ...]
    submitted_at: datetime
    attempts: int
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a person posts without a hub. `place` is a folder's path, empty for every other kind: their addresses are
    secrets and not in the store."""

    id: str
    kind: str
    name: str
    place: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class PostSummary:
    """One version for one channel. `title` is the draft's present one; `reason` says why it is not there (yet)."""

    item_id: ItemId
    content_hash: str
    title: str
    format: Format
    channel_id: str
    channel_name: str
    kind: str
    state: DeliveryState
    reason: Bilingual | None
    asked_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post to make, as frozen when the person asked. `attempts` counts those begun before."""

    id: int
    item_id: str
    content_hash: str
    channel: Channel
    manifest: str
    content: Content
    asked_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class OutboxCount:
    """`waiting` will be sent by itself; `parked` needs the person; `held` the person holds back. `next_at`: when the
    first waiting row is due."""

    waiting: int
    parked: int
    next_at: datetime | None
    held: int = 0


def manifest_of(content: Content) -> str:
    """The manifest as text. MalformedWire for what could not be read back: a line too long, half a character."""
    manifest = content_to_json(content)
    content_from_json(manifest)
    return canonical_json(manifest).decode("utf-8")


def content_of(manifest: str) -> Content:
    """StoreUnusable when the stored text is no manifest: only damage can do that."""
    try:
        return content_from_json(parse_json(manifest))
    except MalformedWire as error:
        raise StoreUnusable(DAMAGED, DAMAGED_HINT) from error


def draft_of(row: Row[Any]) -> Draft:
    return Draft(
        id=ItemId(row.id),
        content=content_of(row.manifest),
        created_at=from_iso(row.created_at),
        changed_at=from_iso(row.changed_at),
        revision=row.revision,
        review=ReviewState(row.review),
        submitted_hash=row.submitted_hash,
        take_id=row.take_id,
    )


def summary_of(row: Row[Any]) -> DraftSummary:
    duration_ms, *words = json.loads(row.body) if row.body else (0,)
    return DraftSummary(
        id=ItemId(row.id),
        format=Format(row.format),
        title=row.title,
        changed_at=from_iso(row.changed_at),
        review=ReviewState(row.review),
        to_hub=DeliveryState(row.state or DeliveryState.WAITING),
        submitted_at=from_iso(row.submitted_at) if row.submitted_at else None,
        has_feedback=bool(row.has_feedback),
        board_url=row.board_url,
        media=BlobRef(row.media_sha256, row.media_size, row.media_type) if row.media_sha256 else None,
        take_id=row.take_id,
        blocked=Bilingual(en=row.reason_en, nl=row.reason_nl) if row.parked_at else None,
        sent_bytes=row.sent or 0,
        total_bytes=row.total or 0,
        excerpt="\n".join(part[:_EXCERPT] for part in words if part),
        duration_ms=duration_ms or 0,
        held=bool(row.held_at),
        rate=row.rate or 0,
        two_versions=row.other_hash is not None,
    )


def outbox_row_of(row: Row[Any]) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        item_id=row.item_id,
        content_hash=row.content_hash,
        kind=row.kind,
        manifest=row.manifest,
        blobs=blobs_of(content_of(row.manifest)),
        submitted_at=from_iso(row.submitted_at),
        attempts=row.attempts,
        base=row.base_hash,
    )
