"""Versions that another machine of the same person handed in. Each function works inside the caller's transaction.

Where nothing was changed here since, the draft simply goes on from the newer version. Where both changed, both are kept
and the person chooses; whichever they choose, the other stays among the draft's revisions.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, delete, exists, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.delivery import DeliveryState
from core.errors import NotFound, Refused
from core.language import Bilingual
from core.review import ReviewState
from drafts import schema
from drafts.records import HUB, NOT_THERE, VersionThere, content_of
from drafts.writing import draft_row, insert_draft, note_step, put_in_outbox, save_revision, set_review

IMPORTED: Final = "import"
"""The destination in `steps` of a version that came with an import; `old` is what it follows at the hub."""
_DRAFTS: Final = schema.drafts
_OTHERS: Final = schema.other_versions


def notice(connection: Connection, row: Row[Any], content_hash: str, state: ReviewState, now: str) -> None:
    """The hub spoke of a version of this item: one that nobody made here is to be fetched."""
    if is_known(connection, row.id, content_hash):
        if is_under_way(connection, row.id):
            return
        late = _came_after_its_withdrawal(connection, row.id, content_hash)
        if late is not None:
            if state is ReviewState.SUBMITTED:
                put_in_outbox(connection, row, "withdraw", content_hash, late.manifest, now)
        elif row.base_hash is None and row.submitted_hash is None:
            _adopt_known(connection, row, content_hash)
        return
    connection.execute(
        upsert(_OTHERS)
        .values(item_id=row.id, content_hash=content_hash, noticed_at=now, manifest=None)
        .on_conflict_do_nothing()
    )


def _came_after_its_withdrawal(connection: Connection, item_id: str, content_hash: str) -> Row[Any] | None:
    """The withdrawal that found nothing at the hub, where that was the last that was asked of this version."""
    outbox = schema.outbox
    last = connection.execute(
        select(outbox)
        .where(outbox.c.item_id == item_id, outbox.c.content_hash == content_hash)
        .order_by(outbox.c.id.desc())
        .limit(1)
    ).first()
    return last if last is not None and last.kind == "withdraw" and last.outcome == NOT_THERE else None


def _adopt_known(connection: Connection, row: Row[Any], content_hash: str) -> None:
    """The same content was handed in elsewhere before anything of this item was from here."""
    if row.content_hash == content_hash:
        connection.execute(
            update(_DRAFTS).where(_DRAFTS.c.id == row.id).values(base_hash=content_hash, submitted_hash=content_hash)
        )
        _note_handed_in(connection, row.id, content_hash, row.manifest, row.changed_at)


def is_known(connection: Connection, item_id: str, content_hash: str) -> bool:
    """Whether this content was once a revision here."""
    made = exists().where(schema.versions.c.item_id == item_id, schema.versions.c.content_hash == content_hash)
    return bool(connection.scalar(select(made)))


def is_under_way(connection: Connection, item_id: str) -> bool:
    unfinished = exists().where(schema.outbox.c.item_id == item_id, schema.outbox.c.finished_at.is_(None))
    return bool(connection.scalar(select(unfinished)))


def to_fetch(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Item and content hash of what is not here yet, oldest first."""
    rows = connection.execute(
        select(_OTHERS.c.item_id, _OTHERS.c.content_hash)
        .where(_OTHERS.c.manifest.is_(None))
        .order_by(_OTHERS.c.noticed_at)
    )
    return tuple((row.item_id, row.content_hash) for row in rows)


def not_there(connection: Connection, item_id: str, content_hash: str) -> None:
    """The hub does not give it after all: nothing to choose between."""
    connection.execute(
        delete(_OTHERS).where(
            _OTHERS.c.item_id == item_id, _OTHERS.c.content_hash == content_hash, _OTHERS.c.manifest.is_(None)
        )
    )


def keep(connection: Connection, there: VersionThere, now: str) -> None:
    """Keep what another machine handed in; go on from it, or let the person choose. Its files are here already."""
    values = {"manifest": there.manifest, "noticed_at": now}
    connection.execute(
        upsert(_OTHERS)
        .values(item_id=there.item_id, content_hash=there.content_hash, **values)
        .on_conflict_do_update(index_elements=["item_id", "content_hash"], set_=values)
    )
    row = draft_row(connection, there.item_id)
    unchanged = row.content_hash in (row.base_hash, there.content_hash) and not is_under_way(connection, row.id)
    if unchanged and row.binned_at is None:
        _go_on_from(connection, row, there, now)
    else:
        connection.execute(update(_DRAFTS).where(_DRAFTS.c.id == row.id).values(other_hash=there.content_hash))


def keep_imported(connection: Connection, row: Row[Any], there: VersionThere, base: str | None, now: str) -> None:
    """Let the person choose between what is here and what they imported, which no hub has. `base` is the version at the
    hub that it was made from. Its files are here already."""
    values = {"manifest": there.manifest, "noticed_at": now}
    connection.execute(
        upsert(_OTHERS)
        .values(item_id=row.id, content_hash=there.content_hash, **values)
        .on_conflict_do_update(index_elements=["item_id", "content_hash"], set_=values)
    )
    connection.execute(update(_DRAFTS).where(_DRAFTS.c.id == row.id).values(other_hash=there.content_hash))
    note_step(connection, row.id, there.content_hash, IMPORTED, base or "", there.state.value, now, "imported")


def keep_mine(connection: Connection, row: Row[Any], now: str) -> None:
    """The content here stands and will replace the other version at the hub. The other one is an earlier revision."""
    there = _other(connection, row)
    save_revision(connection, row, content_of(there.manifest), now)
    save_revision(connection, draft_row(connection, row.id), content_of(row.manifest), now)
    base = row.base_hash if _imported(connection, row) is not None else there.content_hash
    connection.execute(update(_DRAFTS).where(_DRAFTS.c.id == row.id).values(base_hash=base, other_hash=None))


def take_other(connection: Connection, row: Row[Any], state: ReviewState, now: str) -> None:
    """The other version stands, in the state the hub gave it. What was here is an earlier revision."""
    there = _other(connection, row)
    imported = _imported(connection, row)
    if imported is None:
        _go_on_from(connection, row, VersionThere(row.id, there.content_hash, there.manifest, state), now)
        return
    # As if it had been typed here: what was handed in stays what it was.
    save_revision(connection, row, content_of(there.manifest), now)
    base = imported.old or row.base_hash
    connection.execute(update(_DRAFTS).where(_DRAFTS.c.id == row.id).values(base_hash=base, other_hash=None))


def keep_both(connection: Connection, row: Row[Any], state: ReviewState, new_id: str, now: str) -> None:
    """The other version stands; what was here becomes a new draft under `new_id`."""
    insert_draft(connection, new_id, content_of(row.manifest), now, row.take_id)
    take_other(connection, row, state, now)


def read_other(connection: Connection, item_id: str) -> Row[Any] | None:
    """The version that waits for the person's choice, if any."""
    row = draft_row(connection, item_id)
    if row.other_hash is None:
        return None
    return connection.execute(
        select(_OTHERS).where(_OTHERS.c.item_id == item_id, _OTHERS.c.content_hash == row.other_hash)
    ).first()


def _other(connection: Connection, row: Row[Any]) -> Row[Any]:
    there = read_other(connection, row.id)
    if there is None or there.manifest is None:
        raise NotFound(NO_OTHER, NO_OTHER_HINT)
    if is_under_way(connection, row.id):
        raise Refused(UNDER_WAY, UNDER_WAY_HINT)
    return there


def _imported(connection: Connection, row: Row[Any]) -> Row[Any] | None:
    """The step that tells what the waiting version follows, where it was imported and the hub has not spoken of it."""
    steps, feedback = schema.steps, schema.feedback
    told = exists().where(feedback.c.item_id == row.id, feedback.c.content_hash == row.other_hash)
    return connection.execute(
        select(steps)
        .where(
            steps.c.item_id == row.id,
            steps.c.content_hash == row.other_hash,
            steps.c.destination == IMPORTED,
            ~told,
        )
        .order_by(steps.c.id.desc())
        .limit(1)
    ).first()


def _go_on_from(connection: Connection, row: Row[Any], there: VersionThere, now: str) -> None:
    save_revision(connection, row, content_of(there.manifest), now)
    handed_in = there.state is not ReviewState.DRAFT
    connection.execute(
        update(_DRAFTS)
        .where(_DRAFTS.c.id == row.id)
        .values(
            base_hash=there.content_hash,
            other_hash=None,
            submitted_hash=there.content_hash if handed_in else None,
        )
    )
    set_review(connection, row, there.state, now, "another machine", there.content_hash)
    if handed_in:
        _note_handed_in(connection, row.id, there.content_hash, there.manifest, now)


def _note_handed_in(connection: Connection, item_id: str, content_hash: str, manifest: str, now: str) -> None:
    """As if it had been sent from here: it can be withdrawn from here too."""
    connection.execute(
        insert(schema.outbox).values(
            item_id=item_id,
            content_hash=content_hash,
            kind="submit",
            manifest=manifest,
            submitted_at=now,
            next_at=now,
            finished_at=now,
            outcome="elsewhere",
        )
    )
    posted = {"state": DeliveryState.POSTED.value, "changed_at": now}
    connection.execute(
        upsert(schema.deliveries)
        .values(item_id=item_id, content_hash=content_hash, destination=HUB, **posted)
        .on_conflict_do_update(index_elements=["item_id", "content_hash", "destination"], set_=posted)
    )


NO_OTHER: Final = Bilingual(en="There is only one version of this draft.", nl="Van dit concept is er maar één versie.")
NO_OTHER_HINT: Final = Bilingual(
    en="Nothing was changed. The choice was made before.", nl="Er is niets veranderd. De keus is al gemaakt."
)
UNDER_WAY: Final = Bilingual(
    en="This draft is still on its way to the hub.", nl="Dit concept is nog onderweg naar de hub."
)
UNDER_WAY_HINT: Final = Bilingual(
    en="Both versions are safe. Wait until it has arrived, and choose then.",
    nl="Beide versies zijn veilig. Wacht tot het is aangekomen en kies dan.",
)
