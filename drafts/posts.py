"""Posting in a channel without a hub: the person's own steps. Each inside the caller's transaction.

A post is one version for one channel, asked for once. Its state is the delivery's of that version to that channel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, exists, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.clock import from_iso
from core.delivery import DeliveryAction, DeliveryState, advance
from core.draft import ItemId
from core.errors import Malformed, NotFound, Refused
from core.formats import Format
from core.language import NOTHING, Bilingual
from core.review import Criterion
from drafts import schema
from drafts.records import Channel, PostSummary, content_of
from drafts.sending import TWO_VERSIONS, refuse_unsendable
from drafts.writing import draft_row, note_step

_POSTS: Final = schema.posts
_CHANNELS: Final = schema.channels
_LONGEST_NAME: Final = 80
_BACK: Final = "went back to a backup"
TAKEN_BACK: Final = "taken back"
"""The outcome of a post that never left. It may be asked for again."""


def read_channels(connection: Connection) -> tuple[Channel, ...]:
    """Those that were not removed, in the order they were added."""
    rows = connection.execute(select(_CHANNELS).where(_CHANNELS.c.removed_at.is_(None)).order_by(_CHANNELS.c.added_at))
    return tuple(_channel_of(row) for row in rows)


def add_channel(connection: Connection, channel: Channel, now: str) -> None:
    """Malformed for a name that a person could not tell it by."""
    if not channel.name.strip() or len(channel.name) > _LONGEST_NAME or not channel.name.isprintable():
        raise Malformed(NO_NAME, NO_NAME_HINT)
    connection.execute(
        insert(_CHANNELS).values(id=channel.id, kind=channel.kind, name=channel.name, place=channel.place, added_at=now)
    )


def remove_channel(connection: Connection, channel_id: str, now: str) -> None:
    """What waits for it is taken back; what became of the rest stays to be seen. NotFound."""
    _channel_row(connection, channel_id)
    connection.execute(update(_CHANNELS).where(_CHANNELS.c.id == channel_id).values(removed_at=now))
    _take_back_waiting(connection, _POSTS.c.channel == channel_id, now)


def ask(
    connection: Connection,
    item_id: str,
    channel_id: str,
    criteria: frozenset[Criterion],
    now: str,
    has_blob: Callable[[str], bool],
) -> None:
    """Queue a post of the present version. NotFound; Refused where the maker has not confirmed all three criteria, what
    is made cannot be posted, or this version was posted there before. Once more while it waits changes nothing."""
    row = draft_row(connection, item_id)
    _channel_row(connection, channel_id)
    if criteria != frozenset(Criterion):
        raise Refused(NOT_CONFIRMED, NOT_CONFIRMED_HINT)
    if row.binned_at is not None:
        raise Refused(IN_BIN, NOT_POSTED)
    if row.other_hash is not None:
        raise Refused(TWO_VERSIONS, NOT_POSTED)
    try:
        refuse_unsendable(content_of(row.manifest), has_blob)
    except Refused as refusal:
        raise Refused(refusal.title, NOT_POSTED) from None
    earlier = _post_row(connection, item_id, row.content_hash, channel_id)
    if earlier is None or earlier.outcome == TAKEN_BACK:
        _queue(connection, row, channel_id, criteria, now, earlier)
        return
    state = state_of(connection, earlier)
    if state not in (DeliveryState.WAITING, DeliveryState.SENDING):
        raise Refused(*_NOT_AGAIN[state])


def _queue(
    connection: Connection,
    row: Row[Any],
    channel_id: str,
    criteria: frozenset[Criterion],
    now: str,
    earlier: Row[Any] | None,
) -> None:
    """At the end of the channel's queue, also what was taken back there before."""
    if earlier is not None:
        connection.execute(delete(_POSTS).where(_POSTS.c.id == earlier.id))
    fresh = {
        "begun_at": earlier.begun_at if earlier else None,
        "criteria": ",".join(criterion.value for criterion in Criterion if criterion in criteria),
        "asked_at": now,
        "next_at": now,
        "life": life_of(connection),
    }
    this = {"item_id": row.id, "content_hash": row.content_hash}
    connection.execute(insert(_POSTS).values(**this, channel=channel_id, manifest=row.manifest, **fresh))
    expect(connection, row.id, row.content_hash, channel_id, now)


def expect(connection: Connection, item_id: str, content_hash: str, channel_id: str, now: str) -> None:
    """Its delivery begins."""
    waiting = DeliveryState.WAITING.value
    state = {"state": waiting, "changed_at": now}
    connection.execute(
        upsert(schema.deliveries)
        .values(item_id=item_id, content_hash=content_hash, destination=channel_id, **state)
        .on_conflict_do_update(index_elements=["item_id", "content_hash", "destination"], set_=state)
    )
    note_step(connection, item_id, content_hash, channel_id, "", waiting, now, "asked")


def it_is_there(connection: Connection, item_id: str, content_hash: str, channel_id: str, now: str) -> None:
    """The person looked, and an uncertain post has arrived. NotFound, Refused."""
    row = _known_post(connection, item_id, content_hash, channel_id)
    step(connection, row, DeliveryAction.IT_IS_THERE, now, "the person looked")
    finish(connection, row.id, "it is there", now)


def again(connection: Connection, item_id: str, content_hash: str, channel_id: str, now: str) -> None:
    """Post once more what failed or is uncertain. NotFound also when the channel was removed; Refused."""
    _channel_row(connection, channel_id)
    row = _known_post(connection, item_id, content_hash, channel_id)
    if draft_row(connection, item_id).binned_at is not None:
        raise Refused(IN_BIN, NOT_POSTED)
    step(connection, row, DeliveryAction.SEND_AGAIN, now, "asked again")
    connection.execute(
        update(_POSTS)
        .where(_POSTS.c.id == row.id)
        .values(next_at=now, finished_at=None, outcome=None, reason_en="", reason_nl="", life=life_of(connection))
    )


def take_back(connection: Connection, item_id: str, content_hash: str, channel_id: str, now: str) -> None:
    """Only while it waits: what may have left cannot be called back. NotFound, Refused."""
    row = _known_post(connection, item_id, content_hash, channel_id)
    if row.finished_at is not None or state_of(connection, row) is not DeliveryState.WAITING:
        raise Refused(TOO_LATE, TOO_LATE_HINT)
    drop(connection, row, now)


def take_back_all(connection: Connection, item_id: str, now: str) -> None:
    """Whatever of this item waits for a channel."""
    _take_back_waiting(connection, _POSTS.c.item_id == item_id, now)


def _take_back_waiting(connection: Connection, which: Any, now: str) -> None:  # noqa: ANN401 - a condition of SQLAlchemy
    for row in connection.execute(select(_POSTS).where(which, _POSTS.c.finished_at.is_(None))).all():
        if state_of(connection, row) is DeliveryState.WAITING:
            drop(connection, row, now)


def drop(connection: Connection, row: Row[Any], now: str) -> None:
    """A waiting post will not be sent after all."""
    finish(connection, row.id, TAKEN_BACK, now)
    waiting = DeliveryState.WAITING.value
    note_step(connection, row.item_id, row.content_hash, row.channel, waiting, waiting, now, TAKEN_BACK)


def summaries(connection: Connection) -> tuple[PostSummary, ...]:
    """All that was asked and not taken back, the newest first; of removed channels too."""
    deliveries, drafts = schema.deliveries, schema.drafts
    rows = connection.execute(
        select(
            _POSTS,
            drafts.c.title,
            drafts.c.format,
            _CHANNELS.c.kind,
            _CHANNELS.c.name,
            deliveries.c.state,
            deliveries.c.changed_at,
        )
        .join(drafts, drafts.c.id == _POSTS.c.item_id)
        .join(_CHANNELS, _CHANNELS.c.id == _POSTS.c.channel)
        .join(
            deliveries,
            (deliveries.c.item_id == _POSTS.c.item_id)
            & (deliveries.c.content_hash == _POSTS.c.content_hash)
            & (deliveries.c.destination == _POSTS.c.channel),
        )
        .where(_POSTS.c.outcome.is_(None) | (_POSTS.c.outcome != TAKEN_BACK))
        .order_by(_POSTS.c.asked_at.desc(), _POSTS.c.id.desc())
    )
    return tuple(_summary_of(row) for row in rows)


def _summary_of(row: Row[Any]) -> PostSummary:
    return PostSummary(
        item_id=ItemId(row.item_id),
        content_hash=row.content_hash,
        title=row.title,
        format=Format(row.format),
        channel_id=row.channel,
        channel_name=row.name,
        kind=row.kind,
        state=DeliveryState(row.state),
        reason=Bilingual(en=row.reason_en, nl=row.reason_nl) if row.reason_en else None,
        asked_at=from_iso(row.asked_at),
        changed_at=from_iso(row.changed_at),
    )


def carry_over(present: Connection, then: Connection) -> None:
    """Give a database of an earlier moment, whose life is to be one more than the present one's, the channels and posts
    of now: what stands in a channel stands there, whatever the drafts say. Drafts that are not there take their posts
    with them."""
    for table in (_CHANNELS, _POSTS):
        then.execute(delete(table))
    if channels := [dict(row) for row in present.execute(select(_CHANNELS)).mappings()]:
        then.execute(insert(_CHANNELS), channels)
    here = set(then.scalars(select(schema.drafts.c.id)))
    for row in present.execute(select(_POSTS).where(_POSTS.c.item_id.in_(here))).mappings().all():
        then.execute(insert(_POSTS).values(**{**row, "life": life_of(present) + 1}))
    deliveries = schema.deliveries
    to_channel = exists().where(_CHANNELS.c.id == deliveries.c.destination)
    then.execute(delete(deliveries).where(to_channel))
    for row in present.execute(select(deliveries).where(to_channel, deliveries.c.item_id.in_(here))).mappings().all():
        then.execute(insert(deliveries).values(**row))


def doubt_waiting(connection: Connection, row: Row[Any], now: str) -> None:
    """What waits in a file that came out of a backup may have been posted since: only a person can look."""
    step(connection, row, DeliveryAction.START, now, _BACK)
    doubt(connection, row, WENT_BACK, now, _BACK)


def live_on(connection: Connection, row: Row[Any]) -> None:
    """The post belongs to the file's present life."""
    connection.execute(update(_POSTS).where(_POSTS.c.id == row.id).values(life=life_of(connection)))


def doubt(connection: Connection, row: Row[Any], reason: Bilingual, now: str, cause: str, attempt: int = 0) -> None:
    step(connection, row, DeliveryAction.DOUBT, now, cause, attempt)
    finish(connection, row.id, DeliveryState.UNCERTAIN.value, now, reason)


def step(connection: Connection, row: Row[Any], action: DeliveryAction, now: str, cause: str, attempt: int = 0) -> None:
    """One step of core's delivery table on the way to a channel, written down. Refused where there is none."""
    old = state_of(connection, row)
    new = advance(old, action)
    connection.execute(update(schema.deliveries).where(_delivery(row)).values(state=new.value, changed_at=now))
    note_step(connection, row.item_id, row.content_hash, row.channel, old.value, new.value, now, cause, attempt)


def finish(connection: Connection, post_id: int, outcome: str, now: str, reason: Bilingual = NOTHING) -> None:
    connection.execute(
        update(_POSTS)
        .where(_POSTS.c.id == post_id)
        .values(finished_at=now, outcome=outcome, reason_en=reason.en, reason_nl=reason.nl)
    )


def state_of(connection: Connection, row: Row[Any]) -> DeliveryState:
    return DeliveryState(connection.execute(select(schema.deliveries.c.state).where(_delivery(row))).scalar_one())


def _delivery(row: Row[Any]) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    deliveries = schema.deliveries
    return (
        (deliveries.c.item_id == row.item_id)
        & (deliveries.c.content_hash == row.content_hash)
        & (deliveries.c.destination == row.channel)
    )


def life_of(connection: Connection) -> int:
    """Which life the file is in: one more each time a person went back to a backup."""
    return int(connection.execute(text("PRAGMA user_version")).scalar_one())


def _channel_of(row: Row[Any]) -> Channel:
    return Channel(row.id, row.kind, row.name, row.place, from_iso(row.added_at))


def _channel_row(connection: Connection, channel_id: str) -> Row[Any]:
    row = connection.execute(
        select(_CHANNELS).where(_CHANNELS.c.id == channel_id, _CHANNELS.c.removed_at.is_(None))
    ).first()
    if row is None:
        raise NotFound(NO_CHANNEL, NO_CHANNEL_HINT)
    return row


def _post_row(connection: Connection, item_id: str, content_hash: str, channel_id: str) -> Row[Any] | None:
    return connection.execute(
        select(_POSTS).where(
            _POSTS.c.item_id == item_id, _POSTS.c.content_hash == content_hash, _POSTS.c.channel == channel_id
        )
    ).first()


def _known_post(connection: Connection, item_id: str, content_hash: str, channel_id: str) -> Row[Any]:
    row = _post_row(connection, item_id, content_hash, channel_id)
    if row is None or row.outcome == TAKEN_BACK:
        raise NotFound(NO_POST, NO_POST_HINT)
    return row


NOT_POSTED: Final = Bilingual(
    en="Nothing was posted. Your draft is safe; set this right and post it then.",
    nl="Er is niets geplaatst. Je concept is veilig; maak dit in orde en plaats het dan.",
)
IN_BIN: Final = Bilingual(en="This draft lies in the bin.", nl="Dit concept ligt in de prullenbak.")
NOT_CONFIRMED: Final = Bilingual(
    en="You have not confirmed yet that it is clear, right and usable.",
    nl="Je hebt nog niet bevestigd dat het duidelijk is, klopt en bruikbaar is.",
)
NOT_CONFIRMED_HINT: Final = Bilingual(
    en="Nothing was posted. Without a hub nobody reviews it but you: answer the three questions first.",
    nl="Er is niets geplaatst. Zonder hub kijkt niemand het na behalve jij: beantwoord eerst de drie vragen.",
)
NO_NAME: Final = Bilingual(en="This channel has no name.", nl="Dit kanaal heeft geen naam.")
NO_NAME_HINT: Final = Bilingual(
    en="Nothing was added. Give it a name of one line, such as that of your team.",
    nl="Er is niets toegevoegd. Geef het een naam van één regel, zoals die van je team.",
)
NO_CHANNEL: Final = Bilingual(en="There is no such channel.", nl="Dit kanaal is er niet.")
NO_CHANNEL_HINT: Final = Bilingual(
    en="Nothing was posted. Settings > Channels and `vonk channels list` show which there are.",
    nl="Er is niets geplaatst. Instellingen > Kanalen en `vonk channels list` laten zien welke er zijn.",
)
NO_POST: Final = Bilingual(en="This was not posted in that channel.", nl="Dit is niet in dat kanaal geplaatst.")
NO_POST_HINT: Final = Bilingual(en="Nothing was changed.", nl="Er is niets veranderd.")
TOO_LATE: Final = Bilingual(
    en="This is no longer waiting: it may be in the channel.", nl="Dit wacht niet meer: het kan in het kanaal staan."
)
TOO_LATE_HINT: Final = Bilingual(
    en="Nothing was changed. Look in the channel; a message there is deleted there.",
    nl="Er is niets veranderd. Kijk in het kanaal; een bericht daar verwijder je daar.",
)
WENT_BACK: Final = Bilingual(
    en="Your drafts come from a backup since you asked for this. Is the message there already?",
    nl="Je concepten komen uit een reservekopie sinds je dit vroeg. Staat het bericht er al?",
)
_POSTED_BEFORE: Final = (
    Bilingual(en="This version was posted in that channel before.", nl="Deze versie is al in dat kanaal geplaatst."),
    Bilingual(
        en="Nothing was posted twice. Change something, and the new version can be posted.",
        nl="Er is niets dubbel geplaatst. Verander iets, en de nieuwe versie kan geplaatst worden.",
    ),
)
_NOT_AGAIN: Final = {
    DeliveryState.POSTED: _POSTED_BEFORE,
    DeliveryState.HANDED_OVER: _POSTED_BEFORE,
    DeliveryState.UNCERTAIN: (
        Bilingual(
            en="It is not certain whether this version is in that channel.",
            nl="Het is niet zeker of deze versie in dat kanaal staat.",
        ),
        Bilingual(
            en="Nothing was posted twice. Look in the channel, and then say that it is there or post it again.",
            nl="Er is niets dubbel geplaatst. Kijk in het kanaal, en zeg dan dat het er is of plaats het opnieuw.",
        ),
    ),
    DeliveryState.FAILED: (
        Bilingual(en="The channel did not take this version before.", nl="Het kanaal nam deze versie eerder niet aan."),
        Bilingual(
            en="Your work is safe. See why, set it right, and post it again.",
            nl="Je werk is veilig. Kijk waarom, maak het in orde en plaats het opnieuw.",
        ),
    ),
}
