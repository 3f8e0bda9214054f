"""Changes of drafts, each a few statements inside the caller's transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.content import BlobRef, Content, blobs_of
from core.delivery import DeliveryState
from core.errors import NotFound
from core.language import Bilingual
from core.review import ReviewState
from core.wire import hash_of
from drafts import schema
from drafts.records import BODY_FACTS, HUB, Kind, manifest_of

NOT_HERE = Bilingual(en="There is no such draft.", nl="Dit concept is er niet.")
NOT_HERE_HINT = Bilingual(
    en="`vonk drafts list` shows what there is. What was thrown away lies in the bin for 30 days.",
    nl="`vonk drafts list` laat zien wat er is. Wat is weggegooid, ligt 30 dagen in de prullenbak.",
)


def draft_row(connection: Connection, item_id: str) -> Row[Any]:
    row = connection.execute(select(schema.drafts).where(schema.drafts.c.id == item_id)).first()
    if row is None:
        raise NotFound(NOT_HERE, NOT_HERE_HINT)
    return row


def insert_draft(connection: Connection, item_id: str, content: Content, now: str, take_id: str | None) -> None:
    connection.execute(
        insert(schema.drafts).values(
            id=item_id,
            revision=1,
            created_at=now,
            review=ReviewState.DRAFT.value,
            take_id=take_id,
            **columns_of(content, now),
        )
    )
    _keep_version(connection, item_id, 1, content, now)


def save_revision(connection: Connection, row: Row[Any], content: Content, now: str) -> None:
    """A new revision; none when nothing differs from the present one."""
    if row.manifest == manifest_of(content):
        return
    revision = row.revision + 1
    connection.execute(
        update(schema.drafts).where(schema.drafts.c.id == row.id).values(revision=revision, **columns_of(content, now))
    )
    _keep_version(connection, row.id, revision, content, now)


def columns_of(content: Content, now: str) -> dict[str, object]:
    media = next(iter(blobs_of(content)), None)
    return {
        "format": content.format.value,
        "title": content.title,
        "manifest": manifest_of(content),
        "content_hash": hash_of(content),
        "changed_at": now,
        "media_sha256": media.sha256 if media else None,
        "media_size": media.size if media else None,
        "media_type": media.type if media else None,
    }


def _keep_version(connection: Connection, item_id: str, revision: int, content: Content, now: str) -> None:
    connection.execute(
        insert(schema.versions).values(
            item_id=item_id,
            revision=revision,
            manifest=manifest_of(content),
            content_hash=hash_of(content),
            saved_at=now,
        )
    )
    for blob in blobs_of(content):
        connection.execute(
            upsert(schema.blob_uses).values(item_id=item_id, sha256=blob.sha256).on_conflict_do_nothing()
        )


def set_review(connection: Connection, row: Row[Any], new: ReviewState, now: str, cause: str, of_hash: str) -> None:
    """Write the state of version `of_hash` and the step that led to it."""
    if row.review == new.value:
        return
    connection.execute(update(schema.drafts).where(schema.drafts.c.id == row.id).values(review=new.value))
    note_step(connection, row.id, of_hash, "review", row.review, new.value, now, cause)


def note_step(
    connection: Connection,
    item_id: str,
    content_hash: str,
    destination: str,
    old: str,
    new: str,
    now: str,
    cause: str,
    attempt: int = 0,
) -> None:
    connection.execute(
        insert(schema.steps).values(
            item_id=item_id,
            content_hash=content_hash,
            destination=destination,
            old=old,
            new=new,
            at=now,
            cause=cause,
            attempt=attempt,
        )
    )


def put_in_outbox(
    connection: Connection, row: Row[Any], kind: Kind, content_hash: str, manifest: str, now: str
) -> None:
    connection.execute(
        insert(schema.outbox).values(
            item_id=row.id, content_hash=content_hash, kind=kind, manifest=manifest, submitted_at=now, next_at=now
        )
    )
    if kind == "submit":
        # Asking anew for a version that once arrived is a new delivery of it.
        fresh = {"state": DeliveryState.WAITING.value, "changed_at": now}
        connection.execute(
            upsert(schema.deliveries)
            .values(item_id=row.id, content_hash=content_hash, destination=HUB, **fresh)
            .on_conflict_do_update(index_elements=["item_id", "content_hash", "destination"], set_=fresh)
        )
        note_step(connection, row.id, content_hash, HUB, "", DeliveryState.WAITING.value, now, "asked")


def note_blob(connection: Connection, blob: BlobRef, now: str) -> None:
    connection.execute(
        upsert(schema.blobs)
        .values(sha256=blob.sha256, size=blob.size, type=blob.type, added_at=now)
        .on_conflict_do_nothing()
    )


def unused_blobs(connection: Connection) -> tuple[str, ...]:
    """Blobs that a draft once named and none does any more."""
    used = select(schema.blob_uses.c.sha256)
    return tuple(connection.scalars(select(schema.blobs.c.sha256).where(schema.blobs.c.sha256.not_in(used))))


def summaries_query() -> Any:  # noqa: ANN401 - SQLAlchemy spells this type with every column
    """Drafts that are not in the bin, newest first, with how far each is on its way."""
    latest = (
        select(func.max(schema.outbox.c.id).label("id"))
        .where(schema.outbox.c.kind == "submit")
        .group_by(schema.outbox.c.item_id)
        .subquery()
    )
    asked = (
        select(
            schema.outbox.c.item_id,
            schema.outbox.c.content_hash,
            schema.outbox.c.submitted_at,
        )
        .join(latest, latest.c.id == schema.outbox.c.id)
        .subquery()
    )
    blocked = (
        select(schema.outbox.c.item_id, schema.outbox.c.parked_at, schema.outbox.c.reason_en, schema.outbox.c.reason_nl)
        .where(schema.outbox.c.parked_at.is_not(None), schema.outbox.c.finished_at.is_(None))
        .subquery()
    )
    held = (
        select(schema.outbox.c.item_id, func.max(schema.outbox.c.held_at).label("held_at"))
        .where(schema.outbox.c.held_at.is_not(None), schema.outbox.c.finished_at.is_(None))
        .group_by(schema.outbox.c.item_id)
        .subquery()
    )
    drafts, deliveries, uploads, hub = schema.drafts, schema.deliveries, schema.uploads, schema.hub
    delivered = and_(
        deliveries.c.item_id == drafts.c.id,
        deliveries.c.content_hash == drafts.c.submitted_hash,
        deliveries.c.destination == HUB,
    )
    uploading = and_(
        uploads.c.sha256 == drafts.c.media_sha256, uploads.c.hub_id == select(hub.c.hub_id).scalar_subquery()
    )
    return (
        select(
            *(column for column in drafts.c if column.name not in ("manifest", "content_hash")),
            deliveries.c.state,
            asked.c.submitted_at,
            blocked.c.parked_at,
            blocked.c.reason_en,
            blocked.c.reason_nl,
            uploads.c.sent,
            uploads.c.total,
            uploads.c.rate,
            held.c.held_at,
            # A row that cannot be read any more must not take the whole list with it.
            case((func.json_valid(drafts.c.manifest), func.json_extract(drafts.c.manifest, *BODY_FACTS))).label("body"),
        )
        .select_from(drafts)
        .outerjoin(asked, and_(asked.c.item_id == drafts.c.id, asked.c.content_hash == drafts.c.submitted_hash))
        .outerjoin(blocked, blocked.c.item_id == drafts.c.id)
        .outerjoin(held, held.c.item_id == drafts.c.id)
        .outerjoin(deliveries, delivered)
        .outerjoin(uploads, uploading)
        .where(drafts.c.binned_at.is_(None))
        .order_by(drafts.c.changed_at.desc(), drafts.c.id)
    )
