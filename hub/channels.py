"""The channels of teams: their names are shown, their addresses are secrets that go in and never come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, insert, select, update

from core.draft import random_id
from core.errors import Malformed, NotFound
from core.language import Bilingual
from hub.audit import write_down
from hub.people import checked_name
from hub.schema import channels, teams
from hub.secrets import SecretBox
from hub.teams import team_named

ChannelKind = Literal["slack", "teams"]
KINDS: Final[tuple[ChannelKind, ...]] = ("slack", "teams")


@dataclass(frozen=True, slots=True)
class Channel:
    """`team_id` None: a channel for everyone."""

    id: str
    name: str
    kind: ChannelKind
    team_id: str | None
    team_name: str | None


def add_channel(
    db: Connection, box: SecretBox, now: datetime, *, name: str, kind: str, address: str, team_id: str | None, by: str
) -> Channel:
    """The caller has had the address checked by `channels.posting.check_address`. It is kept encrypted."""
    if kind not in KINDS:
        raise Malformed(
            Bilingual(en="A channel is slack or teams.", nl="Een kanaal is slack of teams."),
        )
    team = team_named(db, team_id) if team_id else None
    channel = Channel(
        random_id(),
        checked_name(name),
        kind,
        team.id if team else None,
        team.name if team else None,
    )
    db.execute(
        insert(channels).values(
            id=channel.id,
            name=channel.name,
            kind=channel.kind,
            team_id=channel.team_id,
            address=box.encrypt(address.strip()),
            created_at=now,
        )
    )
    write_down(db, now, by, "channel added", detail=channel.id)
    return channel


def all_channels(db: Connection) -> tuple[Channel, ...]:
    rows = db.execute(
        select(channels.c.id, channels.c.name, channels.c.kind, channels.c.team_id, teams.c.name.label("team_name"))
        .select_from(channels.outerjoin(teams, teams.c.id == channels.c.team_id))
        .where(channels.c.removed_at.is_(None))
        .order_by(channels.c.name, channels.c.id)
    )
    return tuple(Channel(**row) for row in rows.mappings())


def channel_named(db: Connection, name_or_id: str) -> Channel:
    for channel in all_channels(db):
        if name_or_id.strip() in (channel.name, channel.id):
            return channel
    raise NotFound(
        Bilingual(en="There is no such channel.", nl="Dat kanaal is er niet."),
        Bilingual(en="Look at the list of channels.", nl="Kijk in de lijst met kanalen."),
    )


def remove_channel(db: Connection, now: datetime, channel_id: str, *, by: str) -> None:
    """Nothing is posted there from now on; the address is wiped, what was posted stays noted."""
    db.execute(update(channels).where(channels.c.id == channel_id).values(removed_at=now, address=""))
    write_down(db, now, by, "channel removed", detail=channel_id)


def address_of(db: Connection, box: SecretBox, channel_id: str) -> str:
    """For the sender alone. NotFound once the channel is removed."""
    hidden = db.execute(select(channels.c.address).where(channels.c.id == channel_id)).scalar_one_or_none()
    if not hidden:
        raise NotFound(Bilingual(en="This channel was removed.", nl="Dit kanaal is verwijderd."))
    return box.decrypt(hidden)
