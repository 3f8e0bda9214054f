"""Managing people and teams: invitations, roles, trust, membership. For admins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from core.errors import AppError
from core.feed import Team
from core.formats import Format
from core.language import Bilingual
from hub import people, teams
from hub.access import Person, Role
from hub.pages.rendering import ROLE_NAMES
from hub.pages.visiting import Here, Visit
from hub.problems import as_problem, malformed

router = APIRouter(include_in_schema=False)

GIVEN_ROLES: Final = (Role.AMBASSADOR, Role.CURATOR, Role.ADMIN)

_DONE: Final = {
    "kept": Bilingual(en="Kept.", nl="Bewaard."),
    "removed": Bilingual(en="This person can no longer sign in.", nl="Deze persoon kan niet meer inloggen."),
    "team": Bilingual(en="The team is there.", nl="Het team is er."),
}

_NO_SUCH: Final = Bilingual(en="This button is not known.", nl="Deze knop is niet bekend.")
_NO_ROLE: Final = Bilingual(en="There is no such role.", nl="Die rol is er niet.")


@dataclass(frozen=True, slots=True)
class Section:
    """One of the admin's three screens, as a tab. `here`: it is the one that is open."""

    href: str
    name: Bilingual
    icon: str
    here: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Shown once, to the admin who made it."""

    name: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InviteForm:
    name: str = ""
    email: str = ""
    role: str = Role.AMBASSADOR.value
    team: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    held: frozenset[Role]
    curates_all: bool
    curates: frozenset[str]
    trusted: frozenset[Format]
    team_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamRow:
    id: str
    name: str
    people: int
    members: tuple[Person, ...] = field(default=())
    others: tuple[Person, ...] = field(default=())


def sections(at: str, doubtful: int = 0) -> tuple[Section, ...]:
    return (
        Section("/admin/people", Bilingual(en="People", nl="Mensen"), "user", at == "/admin/people"),
        Section("/admin/teams", Bilingual(en="Teams", nl="Teams"), "users", at == "/admin/teams"),
        Section("/admin/channels", Bilingual(en="Channels", nl="Kanalen"), "send", at == "/admin/channels", doubtful),
    )


@router.get("/admin")
def to_people(visit: Here) -> Response:
    return RedirectResponse("/admin/people", status_code=303)


@router.get("/admin/people")
def show_people(visit: Here, done: str = "", person: str = "") -> Response:
    return _people_page(visit, done=_DONE.get(done), opened=person)


@router.post("/admin/people")
def change_people(
    visit: Here,
    do: Annotated[str, Form(max_length=20)],
    person: Annotated[str, Form(max_length=36)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    email: Annotated[str, Form(max_length=400)] = "",
    team: Annotated[str, Form(max_length=36)] = "",
    role: Annotated[list[str] | None, Form()] = None,
    curates: Annotated[list[str] | None, Form()] = None,
    trust: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """`do`: invite somebody (the answer shows the link, once), change what somebody may do, or end their access."""
    form = InviteForm(name, email, "".join(role or [])[:20], team) if do == "invite" else None
    try:
        match do:
            case "invite" if form:
                return _people_page(visit, link=_invite(visit, form))
            case "change":
                _change(visit, person, role or [], curates or [], trust or [])
                return RedirectResponse(f"/admin/people?done=kept&person={quote(person)}", status_code=303)
            case "remove":
                with visit.database.write() as db:
                    people.disable(db, visit.now, people.person(db, person).id, by=visit.person.id)
                return RedirectResponse("/admin/people?done=removed", status_code=303)
            case _:
                raise malformed("do", _NO_SUCH)
    except AppError as error:
        return _people_page(visit, problem=error, opened=person, form=form)


@router.get("/admin/teams")
def show_teams(visit: Here, done: str = "") -> Response:
    return _teams_page(visit, done=_DONE.get(done))


@router.post("/admin/teams")
def change_teams(
    visit: Here,
    do: Annotated[str, Form(max_length=20)],
    name: Annotated[str, Form(max_length=200)] = "",
    team: Annotated[str, Form(max_length=36)] = "",
    person: Annotated[str, Form(max_length=36)] = "",
) -> Response:
    """`do`: add a team, or let somebody join or leave one."""
    try:
        with visit.database.write() as db:
            match do:
                case "add":
                    teams.add_team(db, visit.now, name, by=visit.person.id)
                case "join":
                    teams.join(db, visit.now, team, person, by=visit.person.id)
                case "leave":
                    teams.leave(db, visit.now, team, person, by=visit.person.id)
                case _:
                    raise malformed("do", _NO_SUCH)
    except AppError as error:
        return _teams_page(visit, problem=error, name=name)
    return RedirectResponse(f"/admin/teams?done={'team' if do == 'add' else 'kept'}", status_code=303)


def _invite(visit: Visit, form: InviteForm) -> Link:
    name = people.checked_name(form.name)
    if form.role not in tuple(Role):
        raise malformed("role", _NO_ROLE)
    with visit.database.write() as db:
        team_id = teams.team_named(db, form.team).id if form.team else None
        token = people.invite(
            db, visit.now, name=name, email=form.email, role=Role(form.role), team_id=team_id, by=visit.person.id
        )
    address = f"{visit.hub.settings.public_url}/welcome/{token}"
    return Link(name, address, visit.now + people.INVITATION_LASTS)


def _change(visit: Visit, person_id: str, roles: list[str], curates: list[str], trust: list[str]) -> None:
    """Roles, what a curator reviews for, and the formats this person publishes at once: all as the form says."""
    wanted = {Role(name) for name in roles if name in tuple(Role)}
    trusted = [Format(name) for name in trust if name in tuple(Format)]
    with visit.database.write() as db:
        known = {team.id for team in teams.all_teams(db)}
        scopes = {scope for scope in curates if scope in known or not scope}
        _set_roles(db, visit, people.person(db, person_id), wanted, scopes or {""})
        people.set_trust(db, visit.now, person_id, trusted, by=visit.person.id)


def _set_roles(db: Connection, visit: Visit, person: Person, wanted: set[Role], scopes: set[str]) -> None:
    held: set[tuple[Role, str]] = {(role, "") for role in person.roles if role in (Role.AMBASSADOR, Role.ADMIN)}
    held |= {(Role.CURATOR, scope) for scope in person.curates} | (
        {(Role.CURATOR, "")} if person.curates_all else set()
    )
    asked: set[tuple[Role, str]] = {(role, "") for role in wanted if role in (Role.AMBASSADOR, Role.ADMIN)}
    asked |= {(Role.CURATOR, scope) for scope in scopes} if Role.CURATOR in wanted else set()
    for role, scope in sorted(asked - held):
        people.give_role(db, visit.now, person.id, role, scope or None, by=visit.person.id)
    for role, scope in sorted(held - asked):
        people.take_role(db, visit.now, person.id, role, scope or None, by=visit.person.id)


def _people_page(
    visit: Visit,
    *,
    done: Bilingual | None = None,
    problem: AppError | None = None,
    link: Link | None = None,
    form: InviteForm | None = None,
    opened: str = "",
) -> Response:
    with visit.database.read() as db:
        everybody, all_teams = people.everybody(db), teams.all_teams(db)
    names = {team.id: team.name for team in all_teams}
    return visit.page(
        "admin_people.html",
        at="/admin",
        status=_status(problem),
        sections=sections("/admin/people"),
        done=done,
        problem=problem,
        link=link,
        form=form or InviteForm(),
        roles=tuple(Role),
        given_roles=GIVEN_ROLES,
        formats=tuple(Format),
        teams=all_teams,
        people=[_row(person, names, visit) for person in everybody],
        opened=opened,
    )


def _row(person: Person, team_names: dict[str, str], visit: Visit) -> Row:
    shown = [
        ROLE_NAMES[role].in_(visit.language)
        + (f" ({', '.join(sorted(team_names[team] for team in person.curates))})" if _for_teams(person, role) else "")
        for role in GIVEN_ROLES
        if role in person.roles
    ]
    return Row(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=tuple(shown),
        held=person.roles,
        curates_all=person.curates_all,
        curates=person.curates,
        trusted=person.trusted_formats,
        team_names=tuple(sorted(team_names[team] for team in person.teams)),
    )


def _for_teams(person: Person, role: Role) -> bool:
    return role is Role.CURATOR and not person.curates_all


def _teams_page(
    visit: Visit, *, done: Bilingual | None = None, problem: AppError | None = None, name: str = ""
) -> Response:
    with visit.database.read() as db:
        everybody, all_teams = people.everybody(db), teams.all_teams(db)
    return visit.page(
        "admin_teams.html",
        at="/admin",
        status=_status(problem),
        sections=sections("/admin/teams"),
        done=done,
        problem=problem,
        form={"name": name},
        teams=[_team_row(team, everybody) for team in all_teams],
    )


def _team_row(team: Team, everybody: tuple[Person, ...]) -> TeamRow:
    return TeamRow(
        team.id,
        team.name,
        team.people,
        members=tuple(person for person in everybody if team.id in person.teams),
        others=tuple(person for person in everybody if team.id not in person.teams),
    )


def _status(problem: AppError | None) -> int:
    return 200 if problem is None else as_problem(problem).status
