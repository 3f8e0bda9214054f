"""Judging: three criteria, another person than the maker, bound to the exact content that was seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from core.errors import Malformed, Refused
from core.feed import Feedback
from core.formats import Format
from core.language import Bilingual
from core.review import (
    HIGHEST_SCORE,
    LOWEST_SCORE,
    Criterion,
    Judgement,
    ReviewAction,
    ReviewState,
    advance,
    may_be_approved,
)
from hub import feed, publishing
from hub.access import Action, Person, judgeable_by, may
from hub.audit import write_down
from hub.items import VersionView, version
from hub.problems import not_found
from hub.schema import items, people, reviews, versions

LONGEST_COMMENT = 4000


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One version that waits for a judgement."""

    item_id: str
    content_hash: str
    format: Format
    title: str
    maker_name: str
    submitted_at: datetime
    update: bool
    """True where an earlier version is on the board."""


@dataclass(frozen=True, slots=True)
class Word:
    """One criterion on the review form. `score` None: not for me to judge."""

    criterion: Criterion
    score: int | None
    comment: str = ""


def queue(db: Connection, person: Person) -> tuple[QueueRow, ...]:
    """What waits for this curator, the longest waiting first."""
    rows = db.execute(
        select(versions, items.c.published_version, people.c.name.label("maker_name"))
        .join(items, items.c.id == versions.c.item_id)
        .join(people, people.c.id == items.c.maker_id)
        .where(judgeable_by(person), versions.c.state == ReviewState.SUBMITTED.value)
        .order_by(versions.c.submitted_at, versions.c.sequence)
        .limit(500)
    )
    return tuple(
        QueueRow(
            row.item_id,
            row.content_hash,
            Format(row.format),
            row.title,
            row.maker_name,
            row.submitted_at,
            update=row.published_version is not None,
        )
        for row in rows
    )


def waiting_count(db: Connection, person: Person) -> int:
    """How many versions `queue` would show."""
    counted = (
        select(func.count())
        .select_from(versions.join(items, items.c.id == versions.c.item_id))
        .where(judgeable_by(person), versions.c.state == ReviewState.SUBMITTED.value)
    )
    waiting: int = db.execute(counted).scalar_one()
    return waiting


def to_judge(db: Connection, person: Person, item_id: str, content_hash: str) -> VersionView:
    """The version on the review page; Problem `not_found` for who may not judge it (the maker too)."""
    view = version(db, person, item_id, content_hash)
    if not may(person, Action.JUDGE, view.facts):
        raise not_found()
    return view


def judgements(db: Connection, view: VersionView) -> tuple[Judgement, ...]:
    """All words on this version, oldest first; `judge` is a person's id. The caller has asked `to_judge`."""
    rows = db.execute(select(reviews).where(reviews.c.version == view.sequence).order_by(reviews.c.sequence))
    return tuple(Judgement(Criterion(row.criterion), row.judge, row.score, row.comment) for row in rows)


def judge(
    db: Connection, now: datetime, person: Person, item_id: str, content_hash: str, words: Iterable[Word]
) -> None:
    """Keep this person's scores. Refused when the version is not in review; Malformed for a score that is none."""
    view = to_judge(db, person, item_id, content_hash)
    if view.state is not ReviewState.SUBMITTED:
        raise _not_in_review()
    for word in words:
        if word.score is not None and not LOWEST_SCORE <= word.score <= HIGHEST_SCORE:
            raise Malformed(Bilingual(en="A score is 1 to 4.", nl="Een score is 1 tot en met 4."))
        db.execute(
            insert(reviews).values(
                version=view.sequence,
                judge=person.id,
                criterion=word.criterion.value,
                score=word.score,
                comment=_checked_comment(word.comment),
                at=now,
            )
        )
    write_down(db, now, person.id, "judged", item_id=item_id, detail=content_hash)


def approve(
    db: Connection, now: datetime, person: Person, item_id: str, content_hash: str, comment: str = ""
) -> ReviewState:
    """Approve exactly this content; it is published as soon as its rendition is ready (often at once).

    Refused while a criterion lacks a judge who gave at least 3, or has one whose latest word is lower.
    """
    view = to_judge(db, person, item_id, content_hash)
    state = advance(view.state, ReviewAction.APPROVE)
    given = judgements(db, view)
    if not may_be_approved(given):
        raise Refused(
            Bilingual(en="This cannot be approved yet.", nl="Dit kan nog niet worden goedgekeurd."),
            Bilingual(
                en="Each of the three questions needs somebody who gave it a 3 or a 4, and nobody lower.",
                nl="Elk van de drie vragen heeft iemand nodig die een 3 of 4 gaf, en niemand lager.",
            ),
        )
    _decide(db, now, person, view, state, comment)
    publishing.publish_if_ready(db, now, view.sequence)
    return ReviewState(db.execute(select(versions.c.state).where(versions.c.sequence == view.sequence)).scalar_one())


def request_changes(
    db: Connection, now: datetime, person: Person, item_id: str, content_hash: str, comment: str
) -> ReviewState:
    """Give it back with a comment. Malformed without one: the maker must know what to change."""
    view = to_judge(db, person, item_id, content_hash)
    if view.state is not ReviewState.SUBMITTED:
        raise _not_in_review()
    state = advance(view.state, ReviewAction.REQUEST_CHANGES)
    if not comment.strip():
        raise Malformed(
            Bilingual(en="Say what should change.", nl="Zeg wat er anders moet."),
            Bilingual(
                en="One sentence is enough: what, where, and how it gets better.",
                nl="Eén zin is genoeg: wat, waar, en hoe het beter wordt.",
            ),
        )
    _decide(db, now, person, view, state, comment)
    return state


def give_back(db: Connection, now: datetime, sequence: int, why: str) -> None:
    """The hub itself cannot use this version: back to the maker, by "Vonk"."""
    row = db.execute(select(versions.c.state, versions.c.item_id).where(versions.c.sequence == sequence)).one()
    state = advance(ReviewState(row.state), ReviewAction.REQUEST_CHANGES)
    db.execute(update(versions).where(versions.c.sequence == sequence).values(state=state.value, decided_at=now))
    feed.tell(db, now, sequence, state, comment=why)
    write_down(db, now, "vonk", "given back", item_id=row.item_id)


def _decide(db: Connection, now: datetime, person: Person, view: VersionView, state: ReviewState, comment: str) -> None:
    latest = {(given.criterion, given.judge): given for given in judgements(db, view)}
    words = [Feedback(given.criterion, given.score, given.comment) for given in latest.values()]
    db.execute(update(versions).where(versions.c.sequence == view.sequence).values(state=state.value, decided_at=now))
    feed.tell(db, now, view.sequence, state, by=person.name, comment=_checked_comment(comment), feedback=words)
    write_down(db, now, person.id, state.value, item_id=view.item_id, detail=view.content_hash)


def _checked_comment(comment: str) -> str:
    comment = comment.strip()
    if len(comment) > LONGEST_COMMENT:
        raise Malformed(
            Bilingual(en="This comment is too long.", nl="Deze opmerking is te lang."),
            Bilingual(
                en=f"Use at most {LONGEST_COMMENT} characters.", nl=f"Gebruik hoogstens {LONGEST_COMMENT} tekens."
            ),
        )
    return comment


def _not_in_review() -> Refused:
    return Refused(
        Bilingual(en="This version is no longer in review.", nl="Deze versie is niet meer in beoordeling."),
        Bilingual(
            en="Nothing was changed. Somebody was here before you, or the maker took it back.",
            nl="Er is niets veranderd. Iemand was je voor, of de maker nam het terug.",
        ),
    )
