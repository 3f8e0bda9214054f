"""What waits to be posted in channels, as sync's posting engine sees it. Each method is one short transaction."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select, update

from core.clock import Clock, from_iso, to_iso
from core.delivery import DeliveryAction, DeliveryState
from core.language import NOTHING, Bilingual
from drafts import posts, schema
from drafts.database import Database
from drafts.inbox import read_directory, read_link
from drafts.records import Channel, PostRow, content_of
from drafts.turn import Turn

_POSTS: Final = schema.posts
_CHANNELS: Final = schema.channels
_DELIVERIES: Final = schema.deliveries
_OF_A_POST: Final = (
    (_DELIVERIES.c.item_id == _POSTS.c.item_id)
    & (_DELIVERIES.c.content_hash == _POSTS.c.content_hash)
    & (_DELIVERIES.c.destination == _POSTS.c.channel)
)
_LONGEST_WAIT: Final = timedelta(hours=25)
"""A post that waits for a moment further away than any wait a service may wish shows that the clock was put back."""
_OUTCOMES: Final = {
    DeliveryAction.CONFIRM: DeliveryState.POSTED,
    DeliveryAction.HAND_OVER: DeliveryState.HANDED_OVER,
    DeliveryAction.FAIL: DeliveryState.FAILED,
    DeliveryAction.DOUBT: DeliveryState.UNCERTAIN,
}


class StoredPosts:
    """One queue a channel, the oldest first. Channels do not wait for each other, nor for the hub."""

    def __init__(self, database: Database, turn: Turn, clock: Clock) -> None:
        self._database = database
        self._turn = turn
        self._clock = clock

    def sole_sender(self) -> AbstractContextManager[bool]:
        """Yields whether this process may post now. Its death hands the turn on."""
        return self._turn.taken()

    def resume(self, repeatable: Collection[str], doubt: Bilingual) -> int:
        """Take up what a sender left when it died. Only for who holds the turn. Returns how many became uncertain.

        A post that was being sent may have arrived: it waits for the person, with `doubt` as the reason, unless its
        channel's kind is `repeatable`. So does what waits since before a person went back to a backup.
        """
        with self._database.reading() as connection:
            if not self._left_behind(connection):
                return 0
        with self._database.writing() as connection:
            now = to_iso(self._clock())
            return sum(
                self._take_up(connection, row, row.kind in repeatable, doubt, now)
                for row in self._left_behind(connection)
            )

    @staticmethod
    def _take_up(connection: Connection, row: Row[Any], repeatable: bool, doubt: Bilingual, now: str) -> bool:
        """Whether it became uncertain."""
        cause = "sender ended"
        match row.state:
            case DeliveryState.SENDING.value if repeatable:
                posts.step(connection, row, DeliveryAction.POSTPONE, now, cause, row.attempts)
            case DeliveryState.SENDING.value:
                posts.doubt(connection, row, doubt, now, cause, row.attempts)
                return True
            case DeliveryState.WAITING.value | None:
                if row.state is None:
                    posts.expect(connection, row.item_id, row.content_hash, row.channel, now)
                if not repeatable:
                    posts.doubt_waiting(connection, row, now)
                    return True
            case ended:
                posts.finish(connection, row.id, ended, now)
        posts.live_on(connection, row)
        return False

    def due(self, now: datetime, apart: timedelta) -> tuple[PostRow, ...]:
        """The first waiting post of every channel whose time has come, and whose last one began `apart` ago or more."""
        with self._database.reading() as connection:
            return tuple(
                _post_of(row)
                for row in self._heads(connection)
                if not (now < self._free_at(connection, row, now, apart) <= now + _LONGEST_WAIT)
            )

    def next_at(self, apart: timedelta) -> datetime | None:
        """When the first waiting post may go."""
        now = self._clock()
        with self._database.reading() as connection:
            return min((self._free_at(connection, row, now, apart) for row in self._heads(connection)), default=None)

    def start(self, row: PostRow) -> bool:
        """Begin an attempt. False when the person took it back since: then nothing may be sent."""
        now = to_iso(self._clock())
        with self._database.writing() as connection:
            present = self._wanted(connection, row, DeliveryState.WAITING)
            if present is None:
                return False
            attempt = present.attempts + 1
            connection.execute(update(_POSTS).where(_POSTS.c.id == row.id).values(attempts=attempt, begun_at=now))
            posts.step(connection, present, DeliveryAction.START, now, "sender", attempt)
            return True

    def held_up(self, row: PostRow, reason: Bilingual, next_at: datetime) -> None:
        """It cannot even be tried: nothing was begun, and it waits on."""
        with self._database.writing() as connection:
            if self._wanted(connection, row, DeliveryState.WAITING) is not None:
                self._wait(connection, row, reason, next_at)

    def settled(self, row: PostRow, action: DeliveryAction, reason: Bilingual | None) -> None:
        """The attempt ended in CONFIRM, HAND_OVER, DOUBT or FAIL, and the post with it."""
        now = to_iso(self._clock())
        with self._database.writing() as connection:
            present = self._present(connection, row, DeliveryState.SENDING)
            if present is not None:
                cause = reason.en if reason else "channel"
                posts.step(connection, present, action, now, cause, present.attempts)
                posts.finish(connection, row.id, _OUTCOMES[action].value, now, reason or NOTHING)

    def postponed(self, row: PostRow, reason: Bilingual | None, next_at: datetime) -> None:
        """It certainly did not arrive: it waits on, or is dropped where nobody wants it any more."""
        now = to_iso(self._clock())
        with self._database.writing() as connection:
            present = self._present(connection, row, DeliveryState.SENDING)
            if present is None:
                return
            cause = reason.en if reason else "channel"
            posts.step(connection, present, DeliveryAction.POSTPONE, now, cause, present.attempts)
            if self._wanted(connection, row, DeliveryState.WAITING) is None:
                posts.drop(connection, present, now)
            else:
                self._wait(connection, row, reason or NOTHING, next_at)

    def waiting(self) -> int:
        with self._database.reading() as connection:
            going = _DELIVERIES.c.state.in_((DeliveryState.WAITING.value, DeliveryState.SENDING.value))
            asked = select(func.count()).select_from(_POSTS).join(_DELIVERIES, _OF_A_POST)
            return connection.scalar(asked.where(_POSTS.c.finished_at.is_(None), going)) or 0

    def maker(self) -> str:
        """The person's name as the hub gave it; empty where none ever did."""
        with self._database.reading() as connection:
            link, directory = read_link(connection), read_directory(connection)
        return (link.person if link else "") or (directory.person_name if directory else "")

    def team_names(self) -> dict[str, str]:
        """By id, as far as they are known here."""
        with self._database.reading() as connection:
            directory = read_directory(connection)
        return {team.id: team.name for team in directory.teams} if directory else {}

    def _left_behind(self, connection: Connection) -> list[Row[Any]]:
        """Unfinished, and not simply waiting: being sent, as nobody is at it; or not in step with the rest of the file
        or of another life of it, as a backup and what could be read of a damaged file were put together."""
        state, earlier = _DELIVERIES.c.state, _POSTS.c.life != posts.life_of(connection)
        return list(
            connection.execute(
                select(_POSTS, _CHANNELS.c.kind, state)
                .join(_CHANNELS, _CHANNELS.c.id == _POSTS.c.channel)
                .outerjoin(_DELIVERIES, _OF_A_POST)
                .where(
                    _POSTS.c.finished_at.is_(None),
                    state.is_(None) | (state != DeliveryState.WAITING.value) | earlier,
                )
                .order_by(_POSTS.c.id)
            )
        )

    def _heads(self, connection: Connection) -> list[Row[Any]]:
        """The first waiting post of each channel, in the order they were asked for."""
        first = (
            select(func.min(_POSTS.c.id))
            .join(_DELIVERIES, _OF_A_POST)
            .where(_POSTS.c.finished_at.is_(None), _DELIVERIES.c.state == DeliveryState.WAITING.value)
            .group_by(_POSTS.c.channel)
        )
        return list(
            connection.execute(
                select(_POSTS, _CHANNELS.c.kind, _CHANNELS.c.name, _CHANNELS.c.place, _CHANNELS.c.added_at)
                .join(_CHANNELS, _CHANNELS.c.id == _POSTS.c.channel)
                .where(_POSTS.c.id.in_(first), _CHANNELS.c.removed_at.is_(None))
                .order_by(_POSTS.c.id)
            )
        )

    def _free_at(self, connection: Connection, row: Row[Any], now: datetime, apart: timedelta) -> datetime:
        last = connection.scalar(
            select(func.max(_POSTS.c.begun_at)).where(_POSTS.c.channel == row.channel, _POSTS.c.begun_at <= to_iso(now))
        )
        next_at = from_iso(row.next_at)
        return next_at if last is None else max(next_at, from_iso(last) + apart)

    def _present(self, connection: Connection, row: PostRow, state: DeliveryState) -> Row[Any] | None:
        """The post as it is now, if it is still the same one and in this state."""
        return connection.execute(
            select(_POSTS)
            .join(_DELIVERIES, _OF_A_POST)
            .where(
                _POSTS.c.id == row.id,
                _POSTS.c.item_id == row.item_id,
                _POSTS.c.content_hash == row.content_hash,
                _POSTS.c.channel == row.channel.id,
                _POSTS.c.finished_at.is_(None),
                _DELIVERIES.c.state == state.value,
            )
        ).first()

    def _wanted(self, connection: Connection, row: PostRow, state: DeliveryState) -> Row[Any] | None:
        """As `_present`; None also when it lies in the bin, its channel was removed, or it came out of a backup."""
        present = self._present(connection, row, state)
        if present is None or present.life != posts.life_of(connection):
            return None
        binned = connection.scalar(select(schema.drafts.c.binned_at).where(schema.drafts.c.id == row.item_id))
        removed = connection.scalar(select(_CHANNELS.c.removed_at).where(_CHANNELS.c.id == row.channel.id))
        return present if binned is None and removed is None else None

    def _wait(self, connection: Connection, row: PostRow, reason: Bilingual, next_at: datetime) -> None:
        connection.execute(
            update(_POSTS)
            .where(_POSTS.c.id == row.id)
            .values(next_at=to_iso(next_at), reason_en=reason.en, reason_nl=reason.nl)
        )


def _post_of(row: Row[Any]) -> PostRow:
    return PostRow(
        id=row.id,
        item_id=row.item_id,
        content_hash=row.content_hash,
        channel=Channel(row.channel, row.kind, row.name, row.place, from_iso(row.added_at)),
        manifest=row.manifest,
        content=content_of(row.manifest),
        asked_at=from_iso(row.asked_at),
        attempts=row.attempts,
    )
