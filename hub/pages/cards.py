"""What the board shows of an item, and the trust line that stands on every page of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from core.content import Body, ClipBody, Content, MentorBody, RecommendationBody, SlidesBody, TipBody
from core.formats import Format
from core.language import NOTHING, Bilingual, Language
from core.wire import content_from_json
from hub.board import BoardRow
from hub.items import VersionView, media_path
from hub.pages.words import length_of
from hub.schema import items, renditions, versions

_IF_YOU: Final = Bilingual(en="If you…", nl="Als je…")
_WHY: Final = Bilingual(en="Why this one?", nl="Waarom deze?")
_TOGETHER: Final = Bilingual(en="Looking at it together.", nl="Samen kijken.")
_EVERYONE: Final = Bilingual(en="Everyone", nl="Iedereen")
_NOBODY: Final = Bilingual(en="Nobody yet", nl="Nog niemand")
_LONGEST_FACE: Final = 220
_LONGEST_POINT: Final = 60
_MOST_POINTS: Final = 3


@dataclass(frozen=True, slots=True)
class Trust:
    """Why to believe it. `unreviewed`: it was published by a maker who is trusted with the format."""

    experience: str = ""
    reviewer: str | None = None
    reviewed_on: date | None = None
    valid_until: date | None = None
    due: bool = False
    unreviewed: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """`face` is what is read where there is no picture to see, `points` the first steps of a guide."""

    item_id: str
    content: Content
    length: str
    trust: Trust
    picture_url: str | None
    lead: Bilingual | None
    face: str
    points: tuple[str, ...] = ()

    @property
    def format(self) -> Format:
        return self.content.format


def cards(db: Connection, rows: Iterable[BoardRow], today: date, language: Language) -> tuple[Card, ...]:
    """The cards of rows that `hub.board` has let this person see."""
    rows = tuple(rows)
    contents = _contents(db, [row.item_id for row in rows])
    pictures = _served_pictures(db, [row.item_id for row in rows])
    return tuple(_card(row, contents[row.item_id], pictures, today, language) for row in rows)


def trust_of(view: VersionView, today: date) -> Trust:
    on_board = view.published_at is not None
    due = view.content.review_by
    return Trust(
        experience=view.content.experience,
        reviewer=" & ".join(view.reviewers) or None,
        reviewed_on=view.published_at.date() if view.published_at and view.reviewers else None,
        valid_until=due,
        due=due is not None and due < today,
        unreviewed=on_board and not view.reviewers,
    )


def audience_of(view: VersionView, language: Language) -> str:
    """The teams by name, or everyone."""
    if view.facts.everyone:
        return _EVERYONE.in_(language)
    return ", ".join(view.team_names) or _NOBODY.in_(language)


def _card(
    row: BoardRow, content: Content, pictures: frozenset[tuple[str, str]], today: date, language: Language
) -> Card:
    lead, face = _face(content.body)
    return Card(
        item_id=row.item_id,
        content=content,
        length=length_of(content.body, language),
        trust=Trust(
            experience=row.experience,
            reviewer=row.reviewer,
            valid_until=row.review_by,
            due=row.review_by is not None and row.review_by < today,
            unreviewed=row.reviewer is None,
        ),
        picture_url=row.poster or _first_picture(row, content, pictures),
        lead=lead,
        face=_shortened(face, _LONGEST_FACE),
        points=_first_steps(content.body),
    )


def _first_steps(body: Body) -> tuple[str, ...]:
    """By their titles, if they have any: what stands in a step is Markdown and for the item's own page."""
    titles = [slide.title for slide in body.slides if slide.title] if isinstance(body, SlidesBody) else []
    return tuple(_shortened(title, _LONGEST_POINT) for title in titles[:_MOST_POINTS])


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]}…"


def _first_picture(row: BoardRow, content: Content, pictures: frozenset[tuple[str, str]]) -> str | None:
    """Of slides only: a tip says more in its words than in its picture."""
    if not isinstance(content.body, SlidesBody):
        return None
    for slide in content.body.slides:
        if slide.picture and (row.item_id, slide.picture.sha256) in pictures:
            return media_path(row.item_id, row.content_hash, slide.picture.sha256)
    return None


def _face(body: Body) -> tuple[Bilingual | None, str]:
    match body:
        case ClipBody(summary=summary):
            return None, summary
        case TipBody(situation=situation, action=action, gain=gain):
            first = situation.strip().rstrip(".,")
            return _IF_YOU, ", ".join(part for part in (first, action.strip()) if part) or gain
        case SlidesBody(goal=goal, slides=slides):
            return None, goal or (slides[0].text if slides else "")
        case RecommendationBody(reason=reason, part=part):
            return _WHY, " ".join(text for text in (reason, part) if text)
        case MentorBody(scope=scope):
            return _TOGETHER, scope[:1].upper() + scope[1:]
    return NOTHING, ""


def _contents(db: Connection, item_ids: list[str]) -> dict[str, Content]:
    found = db.execute(
        select(items.c.id, versions.c.manifest)
        .join(versions, versions.c.sequence == items.c.published_version)
        .where(items.c.id.in_(item_ids))
    )
    return {row.id: content_from_json(row.manifest) for row in found}


def _served_pictures(db: Connection, item_ids: list[str]) -> frozenset[tuple[str, str]]:
    found = db.execute(
        select(items.c.id, renditions.c.name)
        .join(renditions, renditions.c.version == items.c.published_version)
        .where(items.c.id.in_(item_ids))
    )
    return frozenset((row.id, row.name) for row in found)
