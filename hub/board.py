"""The learning board: what this person may see, in one list, found by its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Connection, exists, func, select

from core.clock import from_iso
from core.formats import Format
from core.language import Language
from hub import search
from hub.access import Person, visible_to
from hub.items import VersionView, media_path, published
from hub.schema import items, people, renditions, reviews, version_teams, versions

PAGE = 40


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One item on the board, as a card shows it. `poster` is a path, or None."""

    item_id: str
    content_hash: str
    format: Format
    title: str
    language: Language
    maker_name: str
    experience: str
    reviewer: str | None
    review_by: date | None
    published_at: datetime
    duration_ms: int | None
    poster: str | None

    @property
    def path(self) -> str:
        return f"/items/{self.item_id}"


@dataclass(frozen=True, slots=True)
class BoardPage:
    """`total` counts all that fit; `next` is the cursor of the following page, or None."""

    rows: tuple[BoardRow, ...]
    total: int
    next: str | None


def board(
    db: Connection,
    person: Person,
    *,
    query: str = "",
    format_: Format | None = None,
    team_id: str | None = None,
    language: Language | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> BoardPage:
    """Newest first; only what `visible_to` lets this person see, in rows and in counts. A wrong cursor starts anew."""
    wanted = [visible_to(person)]
    words = search.found_by(query)
    if words is not None:
        wanted.append(words)
    if format_ is not None:
        wanted.append(versions.c.format == format_.value)
    if language is not None:
        wanted.append(versions.c.language == language)
    if team_id is not None:
        of_team = (version_teams.c.version == versions.c.sequence) & (version_teams.c.team_id == team_id)
        wanted.append(exists(select(version_teams.c.version).where(of_team)))
    source = items.join(versions, versions.c.sequence == items.c.published_version)
    total = db.execute(select(func.count()).select_from(source).where(*wanted)).scalar_one()
    at, sequence = _cursor(after)
    if at is not None:
        later = (versions.c.published_at == at) & (versions.c.sequence < sequence)
        wanted.append((versions.c.published_at < at) | later)
    found = db.execute(
        select(versions, people.c.name.label("maker_name"))
        .select_from(source.join(people, people.c.id == items.c.maker_id))
        .where(*wanted)
        .order_by(versions.c.published_at.desc(), versions.c.sequence.desc())
        .limit(limit + 1)
    ).all()
    shown, more = found[:limit], len(found) > limit
    return BoardPage(
        rows=_rows(db, shown),
        total=total,
        next=f"{shown[-1].published_at.isoformat()}_{shown[-1].sequence}" if more else None,
    )


def item(db: Connection, person: Person, item_id: str) -> VersionView:
    """The item's page; Problem `not_found` for who may not see it."""
    return published(db, person, item_id)


def _rows(db: Connection, found: Any) -> tuple[BoardRow, ...]:  # noqa: ANN401
    sequences = [row.sequence for row in found]
    with_poster = set(
        db.execute(
            select(renditions.c.version).where(renditions.c.version.in_(sequences), renditions.c.name == "poster.jpg")
        ).scalars()
    )
    by: dict[int, str] = {}
    scored = (
        select(reviews.c.version, people.c.name)
        .join(people, people.c.id == reviews.c.judge)
        .where(reviews.c.version.in_(sequences), reviews.c.score.is_not(None))
        .order_by(reviews.c.sequence)
    )
    for review in db.execute(scored):
        by[review.version] = review.name
    return tuple(
        BoardRow(
            item_id=row.item_id,
            content_hash=row.content_hash,
            format=Format(row.format),
            title=row.title,
            language=cast("Language", row.language),
            maker_name=row.maker_name,
            experience=str(row.manifest["experience"]),
            reviewer=by.get(row.sequence),
            review_by=date.fromisoformat(row.manifest["review_by"]) if row.manifest["review_by"] else None,
            published_at=row.published_at,
            duration_ms=row.manifest["body"].get("duration_ms"),
            poster=media_path(row.item_id, row.content_hash, "poster.jpg") if row.sequence in with_poster else None,
        )
        for row in found
    )


def _cursor(after: str | None) -> tuple[datetime | None, int]:
    at, _, sequence = (after or "").partition("_")
    try:
        return from_iso(at), int(sequence)
    except ValueError:
        return None, 0
