"""Signing in by password, and the sessions of browsers. A session is a row; its cookie is only a key to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from core.errors import Refused
from core.language import Bilingual
from hub import limits, people
from hub.access import Person
from hub.audit import write_down
from hub.database import Database
from hub.passwords import is_password
from hub.schema import people as people_table
from hub.schema import sessions
from hub.secrets import SecretBox, fingerprint, new_token

LASTS: Final = timedelta(days=30)
"""After the last visit."""
SEEN_EVERY: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Session:
    """`token` is the cookie's value; only its hash is kept."""

    token: str
    person: Person


def sign_in(database: Database, box: SecretBox, now: datetime, *, email: str, password: str, address: str) -> Session:
    """A new session. Refused for a wrong address or password alike; Problem `slow_down` after too many attempts.

    Takes the database itself: the attempt is counted and committed before the password is looked at.
    """
    who = email.strip().lower()[:320]
    with database.write() as db:
        limits.count(db, box, limits.SIGN_IN_FROM_ADDRESS, address, now)
        limits.count(db, box, limits.SIGN_IN_OF_PERSON, who, now)
    with database.read() as db:
        row = db.execute(
            select(people_table.c.id, people_table.c.password_hash).where(
                people_table.c.email == who, people_table.c.disabled_at.is_(None)
            )
        ).one_or_none()
    # Outside any transaction: hashing takes its time on purpose.
    right = is_password(password[: people.LONGEST_PASSWORD + 1], row.password_hash if row else None)
    if row is None or not right:
        raise Refused(
            Bilingual(
                en="This e-mail address and password do not belong together.",
                nl="Dit e-mailadres en wachtwoord horen niet bij elkaar.",
            ),
            Bilingual(en="Try again, or ask an admin.", nl="Probeer het nog eens, of vraag een beheerder."),
        )
    with database.write() as db:
        limits.forget(db, box, limits.SIGN_IN_OF_PERSON, who)
        return begin(db, now, row.id)


def begin(db: Connection, now: datetime, person_id: str) -> Session:
    """A new session for somebody who has just shown who they are."""
    token = new_token()
    db.execute(
        insert(sessions).values(
            token_sha256=fingerprint(token), person_id=person_id, created_at=now, seen_at=now, expires_at=now + LASTS
        )
    )
    write_down(db, now, person_id, "signed in")
    return Session(token, people.person(db, person_id))


def person_of(database: Database, now: datetime, token: str) -> Person | None:
    """Whose session this is; None when it is unknown, ended or its person disabled."""
    key = fingerprint(token)
    with database.read() as db:
        row = db.execute(
            select(sessions.c.person_id, sessions.c.seen_at)
            .select_from(sessions.join(people_table, people_table.c.id == sessions.c.person_id))
            .where(sessions.c.token_sha256 == key, sessions.c.expires_at > now, people_table.c.disabled_at.is_(None))
        ).one_or_none()
        found = None if row is None else people.person(db, row.person_id)
    if row is not None and now - row.seen_at > SEEN_EVERY:
        with database.write() as db:
            db.execute(
                update(sessions).where(sessions.c.token_sha256 == key).values(seen_at=now, expires_at=now + LASTS)
            )
    return found


def end(db: Connection, token: str) -> None:
    db.execute(delete(sessions).where(sessions.c.token_sha256 == fingerprint(token)))


def clear_old(db: Connection, now: datetime) -> None:
    db.execute(delete(sessions).where(sessions.c.expires_at < now))
