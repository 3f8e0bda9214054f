"""How often something may be tried: counted in the database, so that a restart forgets nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from hub.problems import slow_down
from hub.schema import attempts
from hub.secrets import SecretBox


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in any `window_s` seconds."""

    what: str
    most: int
    window_s: int


SIGN_IN_OF_PERSON: Final = Limit("sign-in-person", 10, 900)
SIGN_IN_FROM_ADDRESS: Final = Limit("sign-in-address", 60, 900)
USER_CODE_BY_PERSON: Final = Limit("user-code", 10, 600)
PAIRING_FROM_ADDRESS: Final = Limit("pairing-address", 60, 600)


def count(db: Connection, box: SecretBox, limit: Limit, of: str, now: datetime) -> None:
    """Count one attempt; Problem `slow_down` when there were too many. Commit it before the thing is tried."""
    key = box.counted(limit.what, of)
    since = now - timedelta(seconds=limit.window_s)
    db.execute(delete(attempts).where(attempts.c.key == key, attempts.c.at < since))
    earlier = db.execute(
        select(func.count(), func.min(attempts.c.at)).select_from(attempts).where(attempts.c.key == key)
    ).one()
    if earlier[0] >= limit.most:
        free_at = earlier[1] + timedelta(seconds=limit.window_s)
        raise slow_down(max(1, int((free_at - now).total_seconds()) + 1))
    db.execute(insert(attempts).values(key=key, at=now))


def forget(db: Connection, box: SecretBox, limit: Limit, of: str) -> None:
    """It went well: start counting anew."""
    db.execute(delete(attempts).where(attempts.c.key == box.counted(limit.what, of)))
