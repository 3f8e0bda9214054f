"""Connecting a device: RFC 8628, with refresh tokens that are used once. Only SHA-256 of any token is kept.

An answer with a new pair can get lost on its way. So the refresh token it answers dies not when the pair is given, but
when the pair is first used: until then it may come back, for another pair in the place of that one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select, update

from core.draft import random_id
from core.errors import NotFound
from core.language import Bilingual
from hub import limits, people
from hub.access import Person
from hub.audit import write_down
from hub.database import Database
from hub.schema import device_requests, devices, tokens
from hub.schema import people as people_table
from hub.secrets import SecretBox, fingerprint, new_token

CLIENT_ID: Final = "vonk-app"
LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH: Final = 8
REQUEST_LASTS: Final = timedelta(minutes=10)
INTERVAL_S: Final = 2
ACCESS_LASTS: Final = timedelta(hours=1)
REFRESH_LASTS: Final = timedelta(days=180)
SEEN_EVERY: Final = timedelta(minutes=10)
_APART: Final = timedelta(milliseconds=1)
"""The least that moments kept in the database differ by."""


@dataclass(frozen=True, slots=True)
class Request:
    """A device that waits to be allowed. `device_code` is known to the device alone."""

    device_code: str
    user_code: str
    expires_in: int = int(REQUEST_LASTS.total_seconds())
    interval: int = INTERVAL_S


@dataclass(frozen=True, slots=True)
class Asking:
    """What the person is shown before they decide."""

    user_code: str
    device_name: str


@dataclass(frozen=True, slots=True)
class Tokens:
    access_token: str
    refresh_token: str
    expires_in: int = int(ACCESS_LASTS.total_seconds())


@dataclass(frozen=True, slots=True)
class NotYet:
    """An answer of RFC 6749 or RFC 8628: `authorization_pending`, `slow_down`, `expired_token`, ..."""

    error: str


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    name: str
    created_at: datetime
    seen_at: datetime


def shown(user_code: str) -> str:
    """`BCDFGHJK` as people read it: `BCDF-GHJK`."""
    return f"{user_code[:4]}-{user_code[4:]}"


def begin(db: Connection, now: datetime, device_name: str) -> Request:
    """A device asks; its name is what the person will see."""
    db.execute(delete(device_requests).where(device_requests.c.expires_at < now - REQUEST_LASTS))
    request = Request(new_token(), "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)))
    db.execute(
        insert(device_requests).values(
            device_code_sha256=fingerprint(request.device_code),
            user_code=request.user_code,
            device_name=" ".join(device_name.split())[:100] or "?",
            state="pending",
            interval_s=INTERVAL_S,
            created_at=now,
            expires_at=now + REQUEST_LASTS,
        )
    )
    return request


def asking(database: Database, box: SecretBox, now: datetime, person: Person, code: str) -> Asking:
    """The device behind a typed code; NotFound for a wrong or old one, `slow_down` after ten wrong ones."""
    with database.write() as db:
        limits.count(db, box, limits.USER_CODE_BY_PERSON, person.id, now)
    with database.write() as db:
        row = _pending(db, now, code)
        limits.forget(db, box, limits.USER_CODE_BY_PERSON, person.id)
    return Asking(row.user_code, row.device_name)


def decide(database: Database, box: SecretBox, now: datetime, person: Person, code: str, *, allow: bool) -> Asking:
    """Allow or deny the device with this code, on the person's behalf."""
    with database.write() as db:
        limits.count(db, box, limits.USER_CODE_BY_PERSON, person.id, now)
    with database.write() as db:
        row = _pending(db, now, code)
        db.execute(
            update(device_requests)
            .where(device_requests.c.user_code == row.user_code)
            .values(state="allowed" if allow else "denied", person_id=person.id)
        )
        limits.forget(db, box, limits.USER_CODE_BY_PERSON, person.id)
        write_down(db, now, person.id, "device allowed" if allow else "device denied")
    return Asking(row.user_code, row.device_name)


def exchange(db: Connection, now: datetime, device_code: str) -> Tokens | NotYet:
    """What a device gets when it asks again. Tokens come once."""
    mine = device_requests.c.device_code_sha256 == fingerprint(device_code)
    row = db.execute(select(device_requests).where(mine)).one_or_none()
    if row is None:
        return NotYet("invalid_grant")
    if row.expires_at <= now or row.state == "used":
        return NotYet("expired_token")
    if row.state == "denied":
        return NotYet("access_denied")
    if row.state == "pending":
        return _wait(db, now, row)
    db.execute(update(device_requests).where(mine).values(state="used"))
    device_id = random_id()
    db.execute(
        insert(devices).values(id=device_id, person_id=row.person_id, name=row.device_name, created_at=now, seen_at=now)
    )
    return _new_pair(db, now, device_id)


def refresh(db: Connection, now: datetime, refresh_token: str) -> Tokens | NotYet:
    """A new pair. A pair that was given for this token before and never used is dead: its answer got lost. Once the
    newer pair was used this token is dead, and one that is dead and comes back was stolen: the device is withdrawn."""
    row = db.execute(
        select(tokens, devices.c.revoked_at, people_table.c.disabled_at)
        .join(devices, devices.c.id == tokens.c.device_id)
        .join(people_table, people_table.c.id == devices.c.person_id)
        .where(tokens.c.sha256 == fingerprint(refresh_token), tokens.c.kind == "refresh")
    ).one_or_none()
    if row is None or row.revoked_at or row.disabled_at or row.expires_at <= now:
        return NotYet("invalid_grant")
    if row.dead_at is not None:
        withdraw(db, now, row.device_id, by="vonk", why="refresh token used twice")
        return NotYet("invalid_grant")
    _arrived(db, now, row.device_id, row.created_at)
    newer = (tokens.c.device_id == row.device_id, tokens.c.created_at > row.created_at, tokens.c.dead_at.is_(None))
    db.execute(update(tokens).where(*newer).values(dead_at=now))
    # Access tokens live on till they expire: the command line and the tray app may be in the middle of something.
    db.execute(delete(tokens).where(tokens.c.device_id == row.device_id, tokens.c.expires_at < now))
    return _new_pair(db, now, row.device_id)


def revoke(db: Connection, now: datetime, token: str) -> None:
    """The device gives its rights back. An unknown token changes nothing."""
    device_id = db.execute(select(tokens.c.device_id).where(tokens.c.sha256 == fingerprint(token))).scalar_one_or_none()
    if device_id is not None:
        withdraw(db, now, device_id, by="vonk", why="by the device")


def devices_of(db: Connection, person: Person) -> tuple[Device, ...]:
    """Connected devices, the latest used first."""
    rows = db.execute(
        select(devices.c.id, devices.c.name, devices.c.created_at, devices.c.seen_at)
        .where(devices.c.person_id == person.id, devices.c.revoked_at.is_(None))
        .order_by(devices.c.seen_at.desc())
    )
    return tuple(Device(**row) for row in rows.mappings())


def disconnect(db: Connection, now: datetime, person: Person, device_id: str) -> None:
    """Withdraw one's own device; NotFound for another's."""
    if device_id not in {device.id for device in devices_of(db, person)}:
        raise NotFound(Bilingual(en="There is no such device.", nl="Dat apparaat is er niet."))
    withdraw(db, now, device_id, by=person.id, why="by the person")


def withdraw(db: Connection, now: datetime, device_id: str, *, by: str, why: str) -> None:
    """All its tokens are dead from now on."""
    db.execute(update(devices).where(devices.c.id == device_id, devices.c.revoked_at.is_(None)).values(revoked_at=now))
    db.execute(delete(tokens).where(tokens.c.device_id == device_id))
    write_down(db, now, by, "device withdrawn", detail=f"{device_id} {why}")


def person_of(database: Database, now: datetime, access_token: str) -> Person | None:
    """Whose device this is; None for a token that is unknown, dead or expired."""
    with database.read() as db:
        row = db.execute(
            select(devices.c.id, devices.c.person_id, devices.c.seen_at, tokens.c.created_at)
            .join(tokens, tokens.c.device_id == devices.c.id)
            .join(people_table, people_table.c.id == devices.c.person_id)
            .where(
                tokens.c.sha256 == fingerprint(access_token),
                tokens.c.kind == "access",
                tokens.c.dead_at.is_(None),
                tokens.c.expires_at > now,
                devices.c.revoked_at.is_(None),
                people_table.c.disabled_at.is_(None),
            )
        ).one_or_none()
        if row is None:
            return None
        found = people.person(db, row.person_id)
        is_first_use = bool(db.scalar(select(exists().where(*_replaced(row.id, row.created_at)))))
    if is_first_use or now - row.seen_at > SEEN_EVERY:
        with database.write() as db:
            _arrived(db, now, row.id, row.created_at)
            db.execute(update(devices).where(devices.c.id == row.id).values(seen_at=now))
    return found


def _arrived(db: Connection, now: datetime, device_id: str, created_at: datetime) -> None:
    """The pair of this moment is in use, so the tokens it replaced are not needed any more."""
    db.execute(update(tokens).where(*_replaced(device_id, created_at)).values(dead_at=now))


def _replaced(device_id: str, created_at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        tokens.c.device_id == device_id,
        tokens.c.kind == "refresh",
        tokens.c.created_at < created_at,
        tokens.c.dead_at.is_(None),
    )


def _pending(db: Connection, now: datetime, code: str) -> Any:  # noqa: ANN401
    plain = "".join(char for char in code.upper() if char.isalnum())
    row = db.execute(
        select(device_requests).where(
            device_requests.c.user_code == plain,
            device_requests.c.state == "pending",
            device_requests.c.expires_at > now,
        )
    ).one_or_none()
    if row is None:
        raise NotFound(
            Bilingual(en="This code is not right, or too old.", nl="Deze code klopt niet, of is te oud."),
            Bilingual(
                en="Look again at the code in the app, or let the app make a new one.",
                nl="Kijk nog eens naar de code in de app, of laat de app een nieuwe maken.",
            ),
        )
    return row


def _wait(db: Connection, now: datetime, row: Any) -> NotYet:  # noqa: ANN401
    mine = device_requests.c.device_code_sha256 == row.device_code_sha256
    # A fifth of slack: clocks and lines are not exact.
    too_soon = row.polled_at is not None and (now - row.polled_at).total_seconds() < row.interval_s * 0.8
    interval = row.interval_s + 5 if too_soon else row.interval_s
    db.execute(update(device_requests).where(mine).values(polled_at=now, interval_s=interval))
    return NotYet("slow_down" if too_soon else "authorization_pending")


def _new_pair(db: Connection, now: datetime, device_id: str) -> Tokens:
    """Its moment is later than any other of the device's, also where the clock was set back."""
    pair = Tokens(new_token(), new_token())
    before = db.execute(select(func.max(tokens.c.created_at)).where(tokens.c.device_id == device_id)).scalar()
    born = now if before is None else max(now, before + _APART)
    for token, kind, lasts in (
        (pair.access_token, "access", ACCESS_LASTS),
        (pair.refresh_token, "refresh", REFRESH_LASTS),
    ):
        db.execute(
            insert(tokens).values(
                sha256=fingerprint(token), device_id=device_id, kind=kind, created_at=born, expires_at=now + lasts
            )
        )
    return pair
