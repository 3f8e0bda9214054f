"""Teams, who is in them, and the directory that the app shows audiences from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from core.draft import random_id
from core.errors import NotFound, Refused
from core.feed import Directory, Team
from core.language import Bilingual
from hub.access import Person
from hub.audit import write_down
from hub.people import checked_name, person
from hub.schema import memberships, people, teams


def add_team(db: Connection, now: datetime, name: str, *, by: str) -> Team:
    """Refused when a team of this name is there."""
    name = checked_name(name)
    if db.execute(select(teams.c.id).where(teams.c.name == name)).first():
        raise Refused(
            Bilingual(en="There is a team of this name already.", nl="Er is al een team met deze naam."),
            Bilingual(en="Choose another name.", nl="Kies een andere naam."),
        )
    team = Team(random_id(), name, 0)
    db.execute(insert(teams).values(id=team.id, name=name, created_at=now))
    write_down(db, now, by, "team added", detail=team.id)
    return team


def all_teams(db: Connection) -> tuple[Team, ...]:
    """By name, each with the number of its members who can sign in."""
    members = memberships.join(people, people.c.id == memberships.c.person_id)
    counted = (
        select(memberships.c.team_id, func.count().label("people"))
        .select_from(members)
        .where(people.c.disabled_at.is_(None))
        .group_by(memberships.c.team_id)
        .subquery()
    )
    rows = db.execute(
        select(teams.c.id, teams.c.name, func.coalesce(counted.c.people, 0).label("people"))
        .select_from(teams.outerjoin(counted, counted.c.team_id == teams.c.id))
        .order_by(teams.c.name)
    )
    return tuple(Team(row.id, row.name, row.people) for row in rows)


def team_named(db: Connection, name_or_id: str) -> Team:
    for team in all_teams(db):
        if name_or_id.strip() in (team.name, team.id):
            return team
    raise NotFound(
        Bilingual(en="There is no such team.", nl="Dat team is er niet."),
        Bilingual(en="Look at the list of teams, or add it.", nl="Kijk in de lijst met teams, of voeg het toe."),
    )


def members_of(db: Connection, team_id: str) -> tuple[str, ...]:
    """Ids of the people in it."""
    return tuple(db.execute(select(memberships.c.person_id).where(memberships.c.team_id == team_id)).scalars())


def join(db: Connection, now: datetime, team_id: str, person_id: str, *, by: str) -> None:
    """Being in it already changes nothing."""
    person(db, person_id)
    team_named(db, team_id)
    if person_id in members_of(db, team_id):
        return
    db.execute(insert(memberships).values(team_id=team_id, person_id=person_id))
    write_down(db, now, by, "joined team", detail=f"{person_id} {team_id}")


def leave(db: Connection, now: datetime, team_id: str, person_id: str, *, by: str) -> None:
    db.execute(delete(memberships).where(memberships.c.team_id == team_id, memberships.c.person_id == person_id))
    write_down(db, now, by, "left team", detail=f"{person_id} {team_id}")


def directory(db: Connection, person: Person) -> Directory:
    """What the app of this person learns about the hub's people: names of teams and their sizes, nobody else's name."""
    return Directory(
        person_id=person.id,
        person_name=person.name,
        roles=tuple(sorted(role.value for role in person.roles)),
        my_teams=tuple(sorted(person.teams)),
        teams=all_teams(db),
        trusted_formats=tuple(sorted(person.trusted_formats)),
    )
