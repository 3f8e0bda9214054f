"""The person's own steps with the hub: ask for review, take back, try again. Each inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from core.content import ClipBody, Content, blobs_of
from core.delivery import DeliveryAction, DeliveryState
from core.errors import Refused
from core.language import Bilingual
from core.review import ReviewAction, ReviewState, advance
from drafts import schema
from drafts.outbox import advance_delivery, finish
from drafts.records import HUB, content_of, manifest_of
from drafts.writing import put_in_outbox, set_review

_BEHIND: Final = (ReviewState.APPROVED, ReviewState.PUBLISHED, ReviewState.RETIRED)
"""States of a version that stays as it is while a newer one is asked for."""


def submit(connection: Connection, row: Row[Any], now: str, has_blob: Callable[[str], bool]) -> None:
    """Ask for review of the present content: the state and the outbox row together. Refused when it cannot be sent."""
    if row.other_hash is not None:
        raise Refused(TWO_VERSIONS, TWO_VERSIONS_HINT)
    content = content_of(row.manifest)
    refuse_unsendable(content, has_blob)
    changed = row.content_hash != row.submitted_hash
    state = ReviewState(row.review)
    if state is ReviewState.CHANGES_REQUESTED and not changed:
        raise Refused(NOTHING_CHANGED, NOTHING_CHANGED_HINT)
    before = ReviewState.DRAFT if state in _BEHIND and changed else state
    after = advance(before, ReviewAction.SUBMIT)
    _replace_earlier(connection, row, now)
    # What was refused before and stands in front is tried again with it.
    send_again(connection, row.id, now)
    connection.execute(
        update(schema.drafts).where(schema.drafts.c.id == row.id).values(submitted_hash=row.content_hash)
    )
    set_review(connection, row, after, now, "asked", row.content_hash)
    put_in_outbox(connection, row, "submit", row.content_hash, manifest_of(content), now)


def _replace_earlier(connection: Connection, row: Row[Any], now: str) -> None:
    """An earlier version that is being offered again to a hub which lost it: this one takes its place."""
    outbox = schema.outbox
    earlier = connection.execute(
        select(outbox).where(
            outbox.c.item_id == row.id,
            outbox.c.kind == "submit",
            outbox.c.content_hash != row.content_hash,
            outbox.c.finished_at.is_(None),
        )
    ).all()
    for asked in earlier:
        _take_out(connection, row, asked, now)


def _take_out(connection: Connection, row: Row[Any], asked: Row[Any], now: str) -> None:
    """Nothing more is sent of it; what the hub may have, it is told to take back."""
    finish(connection, asked.id, "withdrawn", now)
    if _delivery(connection, asked) is DeliveryState.SENDING:
        advance_delivery(connection, asked, DeliveryAction.POSTPONE, now, "withdrawn")
    if asked.attempts:
        put_in_outbox(connection, row, "withdraw", asked.content_hash, asked.manifest, now)


def withdraw(connection: Connection, row: Row[Any], now: str) -> None:
    """Take back what waits for review. What the hub may have, it is told to take back too. Refused elsewhere."""
    after = advance(ReviewState(row.review), ReviewAction.WITHDRAW)
    asked = connection.execute(
        select(schema.outbox)
        .where(
            schema.outbox.c.item_id == row.id,
            schema.outbox.c.content_hash == row.submitted_hash,
            schema.outbox.c.kind == "submit",
        )
        .order_by(schema.outbox.c.id.desc())
        .limit(1)
    ).one()
    if asked.finished_at is None:
        _take_out(connection, row, asked, now)
    else:
        put_in_outbox(connection, row, "withdraw", asked.content_hash, asked.manifest, now)
    connection.execute(update(schema.drafts).where(schema.drafts.c.id == row.id).values(submitted_hash=None))
    set_review(connection, row, after, now, "withdrawn", asked.content_hash)


def send_again(connection: Connection, item_id: str, now: str) -> None:
    """What was refused goes back in the queue, at the front of its own line. Nothing happens when nothing was."""
    parked = connection.execute(
        select(schema.outbox).where(
            schema.outbox.c.item_id == item_id,
            schema.outbox.c.finished_at.is_(None),
            schema.outbox.c.parked_at.is_not(None),
        )
    ).all()
    for row in parked:
        connection.execute(
            update(schema.outbox)
            .where(schema.outbox.c.id == row.id)
            .values(parked_at=None, next_at=now, reason_en="", reason_nl="")
        )
        if row.kind == "submit":
            advance_delivery(connection, row, DeliveryAction.SEND_AGAIN, now, "asked again")


def hold(connection: Connection, item_id: str, held_at: str | None) -> None:
    """Hold back what of this item is not sent yet, or with None let it go on."""
    connection.execute(
        update(schema.outbox)
        .where(schema.outbox.c.item_id == item_id, schema.outbox.c.finished_at.is_(None))
        .values(held_at=held_at)
    )


def _delivery(connection: Connection, asked: Row[Any]) -> DeliveryState:
    deliveries = schema.deliveries
    return DeliveryState(
        connection.execute(
            select(deliveries.c.state).where(
                deliveries.c.item_id == asked.item_id,
                deliveries.c.content_hash == asked.content_hash,
                deliveries.c.destination == HUB,
            )
        ).scalar_one()
    )


def refuse_unsendable(content: Content, has_blob: Callable[[str], bool]) -> None:
    """Only what the hub could do nothing with. Whether it is any good is for the checks and the reviewer."""
    if not content.title.strip():
        raise Refused(NO_TITLE, NOT_SENT)
    if not content.audience.chosen:
        raise Refused(NO_AUDIENCE, NOT_SENT)
    if isinstance(content.body, ClipBody) and content.body.media is None:
        raise Refused(NO_CLIP, NOT_SENT)
    if not all(has_blob(blob.sha256) for blob in blobs_of(content)):
        raise Refused(NO_FILE, NO_FILE_HINT)


NOT_SENT: Final = Bilingual(
    en="Your draft is safe. Add it, and ask for review again.",
    nl="Je concept is veilig. Vul het aan en vraag opnieuw om beoordeling.",
)
TWO_VERSIONS: Final = Bilingual(
    en="You changed this on another computer too.", nl="Je veranderde dit ook op een andere computer."
)
TWO_VERSIONS_HINT: Final = Bilingual(
    en="Both versions are safe. Choose which one stays, and ask for review then.",
    nl="Beide versies zijn veilig. Kies welke blijft en vraag dan om beoordeling.",
)
NO_TITLE: Final = Bilingual(en="There is no title yet.", nl="Er is nog geen titel.")
NO_AUDIENCE: Final = Bilingual(en="You have not chosen for whom this is yet.", nl="Je koos nog niet voor wie dit is.")
NO_CLIP: Final = Bilingual(en="There is no recording in this clip yet.", nl="Er zit nog geen opname in deze clip.")
NO_FILE: Final = Bilingual(
    en="A picture or recording of this draft is not on this computer.",
    nl="Een plaatje of opname van dit concept staat niet op deze computer.",
)
NO_FILE_HINT: Final = Bilingual(
    en="Your text is safe. Add the file again, and ask for review.",
    nl="Je tekst is veilig. Voeg het bestand opnieuw toe en vraag om beoordeling.",
)
NOTHING_CHANGED: Final = Bilingual(
    en="Changes were asked for, and nothing has changed since.",
    nl="Er is een aanpassing gevraagd, en sindsdien is er niets veranderd.",
)
NOTHING_CHANGED_HINT: Final = Bilingual(
    en="Nothing was sent. Change what was asked, and ask for review again.",
    nl="Er is niets verzonden. Pas aan wat gevraagd is en vraag opnieuw om beoordeling.",
)
