"""Who may see and do what. One function decides for page, bytes, thumbnail, search, counts and feed; the default is no.

`may` answers for one item that is at hand; `visible_to` and `judgeable_by` say the same in SQL, for lists.
A test compares the two over every role and audience.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from core.formats import Format
from core.language import Language
from core.review import ReviewState
from hub.schema import items, version_teams, versions


class Role(StrEnum):
    """Everybody who can sign in is a reader."""

    READER = "reader"
    AMBASSADOR = "ambassador"
    CURATOR = "curator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in, with what they may do as it was at the start of the request."""

    id: str
    name: str
    email: str
    language: Language = "nl"
    roles: frozenset[Role] = frozenset({Role.READER})
    teams: frozenset[str] = frozenset()
    curates_all: bool = False
    curates: frozenset[str] = frozenset()
    trusted_formats: frozenset[Format] = frozenset()

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles

    @property
    def is_curator(self) -> bool:
        return Role.CURATOR in self.roles

    @property
    def is_maker(self) -> bool:
        """May hand in items."""
        return Role.AMBASSADOR in self.roles


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision about one version of an item rests on. `on_board`: it is the published one of its item."""

    maker_id: str
    state: ReviewState
    on_board: bool
    everyone: bool
    teams: frozenset[str]


class Action(StrEnum):
    SEE = "see"
    """Page, bytes, thumbnail, captions, search hit, count of this version."""
    JUDGE = "judge"
    WITHDRAW = "withdraw"
    RETIRE = "retire"
    RESOLVE_POST = "resolve_post"
    """Say what became of an uncertain post to a channel."""


def may(person: Person | None, action: Action, facts: Facts) -> bool:
    """True when the person may do this with this version of an item."""
    if person is None:
        return False
    match action:
        case Action.SEE:
            return _may_see(person, facts)
        case Action.JUDGE:
            return person.id != facts.maker_id and _curates(person, facts) and facts.state is not ReviewState.DRAFT
        case Action.WITHDRAW:
            return person.id == facts.maker_id
        case Action.RETIRE | Action.RESOLVE_POST:
            return person.id == facts.maker_id or _curates(person, facts)
    assert_never(action)


def _may_see(person: Person, facts: Facts) -> bool:
    if person.id == facts.maker_id:
        return True
    if _curates(person, facts):
        return facts.state is not ReviewState.DRAFT
    meant_for = facts.everyone or bool(person.teams & facts.teams)
    return facts.on_board and facts.state is ReviewState.PUBLISHED and meant_for


def _curates(person: Person, facts: Facts) -> bool:
    """A curator of everything; of one of the item's teams; any curator where the item is for everyone."""
    if not person.is_curator:
        return False
    return person.curates_all or facts.everyone or bool(person.curates & facts.teams)


def visible_to(person: Person | None) -> ColumnElement[bool]:
    """SQL: the items on the board that this person may see. Needs `items` joined to its published `versions` row."""
    if person is None:
        return false()
    on_board = and_(items.c.published_version == versions.c.sequence, versions.c.state == ReviewState.PUBLISHED.value)
    return and_(
        on_board,
        or_(
            items.c.maker_id == person.id,
            versions.c.everyone.is_(True),
            _for_one_of(person.teams),
            _curated_by(person),
        ),
    )


def judgeable_by(person: Person | None) -> ColumnElement[bool]:
    """SQL: the versions (with their `items` row) that this person may judge, whatever their state but draft."""
    if person is None:
        return false()
    return and_(items.c.maker_id != person.id, versions.c.state != ReviewState.DRAFT.value, _curated_by(person))


def _curated_by(person: Person) -> ColumnElement[bool]:
    if not person.is_curator:
        return false()
    if person.curates_all:
        return true()
    return or_(versions.c.everyone.is_(True), _for_one_of(person.curates))


def _for_one_of(team_ids: frozenset[str]) -> ColumnElement[bool]:
    if not team_ids:
        return false()
    return exists(
        select(version_teams.c.version).where(
            version_teams.c.version == versions.c.sequence, version_teams.c.team_id.in_(sorted(team_ids))
        )
    )
