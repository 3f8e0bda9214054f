"""People, their roles and their trust; invitations, and the link that makes the owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import Connection, delete, func, insert, select, update

from core.draft import random_id
from core.errors import Malformed, NotFound, Refused
from core.formats import Format
from core.language import Bilingual, Language, is_language
from hub.access import Person, Role
from hub.audit import VONK, write_down
from hub.passwords import hash_password
from hub.schema import invitations, memberships, people, person_roles, sessions, teams, trust
from hub.secrets import fingerprint, new_token

INVITATION_LASTS: Final = timedelta(days=7)
OWNER_ROLES: Final = (Role.ADMIN, Role.CURATOR, Role.AMBASSADOR)
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 1000


@dataclass(frozen=True, slots=True)
class Invitation:
    """`kind` is `owner` or `guest`; `team_name` is None without a team."""

    kind: str
    name: str
    email: str
    role: Role
    team_id: str | None
    team_name: str | None
    expires_at: datetime


def person(db: Connection, person_id: str) -> Person:
    """Who this is and what they may do; NotFound for nobody and for somebody disabled."""
    found = db.execute(select(people).where(people.c.id == person_id, people.c.disabled_at.is_(None))).one_or_none()
    if found is None:
        raise nobody()
    return _with_rights(db, [found])[0]


def person_by_email(db: Connection, email: str) -> Person:
    found = db.execute(select(people.c.id).where(people.c.email == email.strip().lower())).scalar_one_or_none()
    if found is None:
        raise nobody()
    return person(db, found)


def everybody(db: Connection) -> tuple[Person, ...]:
    """All who can sign in, by name."""
    rows = db.execute(select(people).where(people.c.disabled_at.is_(None)).order_by(people.c.name, people.c.id))
    return tuple(_with_rights(db, list(rows)))


def names_of(db: Connection, ids: Iterable[str]) -> dict[str, str]:
    found = db.execute(select(people.c.id, people.c.name).where(people.c.id.in_(sorted(set(ids)))))
    return {row.id: row.name for row in found}


def nobody() -> NotFound:
    return NotFound(
        Bilingual(en="There is no such person on this hub.", nl="Die persoon is er niet op deze hub."),
        Bilingual(en="Look at the list of people.", nl="Kijk in de lijst met mensen."),
    )


def add_person(
    db: Connection,
    now: datetime,
    *,
    name: str,
    email: str,
    password: str | None = None,
    roles: Iterable[Role] = (),
    language: Language = "nl",
    by: str = VONK,
) -> Person:
    """Refused when the address is known already; Malformed for an empty name, no address, a weak password."""
    name, email = checked_name(name), checked_email(email)
    if db.execute(select(people.c.id).where(people.c.email == email)).first():
        raise Refused(
            Bilingual(en="Somebody with this e-mail address is here already.", nl="Dit e-mailadres is al bekend."),
            Bilingual(en="Sign in with it, or use another.", nl="Log ermee in, of gebruik een ander."),
        )
    person_id = random_id()
    db.execute(
        insert(people).values(
            id=person_id,
            name=name,
            email=email,
            password_hash=None if password is None else hash_password(checked_password(password)),
            language=language,
            created_at=now,
        )
    )
    for role in roles:
        give_role(db, now, person_id, role, by=by)
    write_down(db, now, by, "person added", detail=person_id)
    return person(db, person_id)


def give_role(
    db: Connection, now: datetime, person_id: str, role: Role, team_id: str | None = None, *, by: str
) -> None:
    """`team_id` makes a curator of one team. Giving what is there already changes nothing."""
    person(db, person_id)
    scope = team_id or ""
    already = select(person_roles).where(
        person_roles.c.person_id == person_id, person_roles.c.role == role, person_roles.c.scope == scope
    )
    if role is Role.READER or db.execute(already).first():
        return
    db.execute(insert(person_roles).values(person_id=person_id, role=role.value, scope=scope))
    write_down(db, now, by, "role given", detail=f"{person_id} {role} {scope}".strip())


def take_role(
    db: Connection, now: datetime, person_id: str, role: Role, team_id: str | None = None, *, by: str
) -> None:
    """Refused when it would leave the hub without an admin."""
    if role is Role.ADMIN:
        _keep_an_admin(db, person_id)
    db.execute(
        delete(person_roles).where(
            person_roles.c.person_id == person_id,
            person_roles.c.role == role.value,
            person_roles.c.scope == (team_id or ""),
        )
    )
    write_down(db, now, by, "role taken", detail=f"{person_id} {role} {team_id or ''}".strip())


def set_trust(db: Connection, now: datetime, person_id: str, formats: Iterable[Format], *, by: str) -> None:
    """The formats this person publishes at once."""
    person(db, person_id)
    chosen = sorted({format_.value for format_ in formats})
    db.execute(delete(trust).where(trust.c.person_id == person_id))
    for name in chosen:
        db.execute(insert(trust).values(person_id=person_id, format=name))
    write_down(db, now, by, "trust set", detail=f"{person_id} {' '.join(chosen)}")


def set_password(db: Connection, now: datetime, person_id: str, password: str, *, by: str) -> None:
    """Ends every session of this person."""
    person(db, person_id)
    hashed = hash_password(checked_password(password))
    db.execute(update(people).where(people.c.id == person_id).values(password_hash=hashed))
    db.execute(delete(sessions).where(sessions.c.person_id == person_id))
    write_down(db, now, by, "password set", detail=person_id)


def set_language(db: Connection, person_id: str, language: Language) -> None:
    db.execute(update(people).where(people.c.id == person_id).values(language=language))


def disable(db: Connection, now: datetime, person_id: str, *, by: str) -> None:
    """This person signs in nowhere from now on; their items stay."""
    _keep_an_admin(db, person_id)
    db.execute(update(people).where(people.c.id == person_id).values(disabled_at=now))
    db.execute(delete(sessions).where(sessions.c.person_id == person_id))
    write_down(db, now, by, "person disabled", detail=person_id)


def has_owner(db: Connection) -> bool:
    """True once somebody is admin here."""
    return bool(db.execute(select(func.count()).where(person_roles.c.role == Role.ADMIN.value)).scalar_one())


def owner_link(db: Connection, now: datetime) -> str:
    """A fresh one-time token that makes the first admin; earlier ones are dead."""
    db.execute(delete(invitations).where(invitations.c.kind == "owner", invitations.c.used_at.is_(None)))
    return _new_invitation(db, now, kind="owner", name="", email="", role=Role.ADMIN, team_id=None, by=None)


def invite(
    db: Connection,
    now: datetime,
    *,
    name: str,
    email: str,
    role: Role = Role.AMBASSADOR,
    team_id: str | None = None,
    by: str | None = None,
) -> str:
    """The token of a one-time link, shown once, good for seven days. `by` is a person's id, if there is one."""
    token = _new_invitation(
        db, now, kind="guest", name=name.strip(), email=checked_email(email), role=role, team_id=team_id, by=by
    )
    write_down(db, now, by or VONK, "invited", detail=role)
    return token


def invitation(db: Connection, now: datetime, token: str) -> Invitation:
    """What an open invitation says; NotFound when it is used, too old or unknown."""
    row = _open_invitation(db, now, token)
    return Invitation(
        kind=row.kind,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        team_id=row.team_id,
        team_name=row.team_name,
        expires_at=row.expires_at,
    )


def accept_invitation(
    db: Connection, now: datetime, token: str, *, name: str, email: str, password: str, language: str = "nl"
) -> Person:
    """Make the invited person (for an owner's link: the first admin). The link is dead after that."""
    row = _open_invitation(db, now, token)
    owner = row.kind == "owner"
    used = update(invitations).where(invitations.c.id == row.id, invitations.c.used_at.is_(None)).values(used_at=now)
    if db.execute(used).rowcount != 1 or (owner and has_owner(db)):
        raise _dead_link()
    added = add_person(
        db,
        now,
        name=name,
        # A guest's address is the one that was invited; the owner gives their own.
        email=email if owner else row.email,
        password=password,
        roles=OWNER_ROLES if owner else (),
        language=language if is_language(language) else "nl",
    )
    if not owner:
        scope = row.team_id if row.role == Role.CURATOR else None
        give_role(db, now, added.id, Role(row.role), scope, by=row.invited_by or VONK)
    if row.team_id:
        db.execute(insert(memberships).values(team_id=row.team_id, person_id=added.id))
    return person(db, added.id)


def checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 100:
        raise Malformed(
            Bilingual(en="A name is missing.", nl="Er ontbreekt een naam."),
            Bilingual(en="Give a name of at most 100 characters.", nl="Geef een naam van hoogstens 100 tekens."),
        )
    return name


def checked_email(email: str) -> str:
    email = email.strip().lower()
    before, at, after = email.partition("@")
    if not (before and at and after) or len(email) > 320 or any(char.isspace() for char in email) or "@" in after:
        raise Malformed(
            Bilingual(en="This is not an e-mail address.", nl="Dit is geen e-mailadres."),
            Bilingual(en="Write it as name@company.com.", nl="Schrijf het als naam@bedrijf.nl."),
        )
    return email


def checked_password(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Malformed(
            Bilingual(en="This password is too short.", nl="Dit wachtwoord is te kort."),
            Bilingual(
                en=f"Use at least {SHORTEST_PASSWORD} characters; a few words in a row is fine.",
                nl=f"Gebruik minstens {SHORTEST_PASSWORD} tekens; een paar woorden achter elkaar mag.",
            ),
        )
    return password


def _with_rights(db: Connection, rows: list[Any]) -> list[Person]:
    ids = [row.id for row in rows]
    roles = db.execute(select(person_roles).where(person_roles.c.person_id.in_(ids))).all()
    of_teams = db.execute(select(memberships).where(memberships.c.person_id.in_(ids))).all()
    trusted = db.execute(select(trust).where(trust.c.person_id.in_(ids))).all()
    return [
        Person(
            id=row.id,
            name=row.name,
            email=row.email,
            language=cast("Language", row.language),
            roles=frozenset({Role.READER, *(Role(role.role) for role in roles if role.person_id == row.id)}),
            teams=frozenset(entry.team_id for entry in of_teams if entry.person_id == row.id),
            curates_all=any(role.role == Role.CURATOR and not role.scope for role in roles if role.person_id == row.id),
            curates=frozenset(
                role.scope for role in roles if role.person_id == row.id and role.role == Role.CURATOR and role.scope
            ),
            trusted_formats=frozenset(Format(entry.format) for entry in trusted if entry.person_id == row.id),
        )
        for row in rows
    ]


def _keep_an_admin(db: Connection, leaving: str) -> None:
    others = (
        select(func.count())
        .select_from(person_roles.join(people, people.c.id == person_roles.c.person_id))
        .where(
            person_roles.c.role == Role.ADMIN.value,
            person_roles.c.person_id != leaving,
            people.c.disabled_at.is_(None),
        )
    )
    if not db.execute(others).scalar_one():
        raise Refused(
            Bilingual(en="The hub needs an admin.", nl="De hub heeft een beheerder nodig."),
            Bilingual(en="Make somebody else admin first.", nl="Maak eerst iemand anders beheerder."),
        )


def _new_invitation(
    db: Connection, now: datetime, *, kind: str, name: str, email: str, role: Role, team_id: str | None, by: str | None
) -> str:
    token = new_token()
    db.execute(
        insert(invitations).values(
            id=random_id(),
            token_sha256=fingerprint(token),
            kind=kind,
            name=name,
            email=email,
            role=role.value,
            team_id=team_id,
            invited_by=by,
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )
    )
    return token


def _open_invitation(db: Connection, now: datetime, token: str) -> Any:  # noqa: ANN401
    row = db.execute(
        select(invitations, teams.c.name.label("team_name"))
        .select_from(invitations.outerjoin(teams, teams.c.id == invitations.c.team_id))
        .where(
            invitations.c.token_sha256 == fingerprint(token),
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
    ).one_or_none()
    if row is None:
        raise _dead_link()
    return row


def _dead_link() -> NotFound:
    return NotFound(
        Bilingual(en="This link has been used or is too old.", nl="Deze link is al gebruikt of te oud."),
        Bilingual(en="Ask for a new one, or sign in.", nl="Vraag een nieuwe, of log in."),
    )
