"""The tables of a hub. Plain SQL, the same on SQLite and PostgreSQL; the search index stands in hub/search.py.

Moments are RFC 3339 text in UTC with milliseconds (`2026-11-23T14:32:05.120Z`), so that text order is time order.
Ids are UUID text, except where a table counts (`sequence`). Tokens are kept as SHA-256 only.

    people ── person_roles, trust, memberships ── teams
       │└─ sessions, devices ── tokens;  device_requests, invitations, attempts
       └─ items ── versions ── version_teams, version_blobs, renditions, reviews
                      └─ events (the feed), deliveries ── channels
    blobs ── blob_owners;  uploads;  jobs;  audit;  server_starts;  identity
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from core.clock import from_iso, to_iso


class Moment(TypeDecorator[datetime]):
    """A UTC datetime, kept as the text of `core.clock.to_iso`."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else to_iso(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_iso(value)


metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID: Final = String(36)
_HASH: Final = String(64)
_SEQUENCE: Final = BigInteger().with_variant(Integer, "sqlite")


def _person(name: str, **options: Any) -> Column[Any]:  # noqa: ANN401
    return Column(name, _ID, ForeignKey("people.id"), **options)


identity = Table(
    "identity",
    metadata,
    Column("hub_id", _ID, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    comment="One row: who this hub is. `epoch` grows when it is restored from a backup.",
)

server_starts = Table(
    "server_starts",
    metadata,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("started_at", Moment, nullable=False),
    comment="One row for each start of the server, written before it listens.",
)

people = Table(
    "people",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(320), nullable=False, unique=True, comment="lower case"),
    Column("password_hash", String(300), comment="argon2; null: cannot sign in by password"),
    Column("language", String(2), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment, comment="set: signs in nowhere, sees nothing"),
)

person_roles = Table(
    "person_roles",
    metadata,
    _person("person_id", primary_key=True),
    Column("role", String(20), primary_key=True, comment="reader, ambassador, curator or admin"),
    Column("scope", _ID, primary_key=True, comment="a team's id for a curator of one team, else empty: everywhere"),
)

trust = Table(
    "trust",
    metadata,
    _person("person_id", primary_key=True),
    Column("format", String(20), primary_key=True, comment="published at once, without a curator"),
)

teams = Table(
    "teams",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("team_id", _ID, ForeignKey("teams.id"), primary_key=True),
    _person("person_id", primary_key=True, index=True),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("token_sha256", _HASH, nullable=False, unique=True),
    Column("kind", String(20), nullable=False, comment="owner (the first admin) or guest"),
    Column("name", String(200), nullable=False),
    Column("email", String(320), nullable=False),
    Column("role", String(20), nullable=False),
    Column("team_id", _ID, ForeignKey("teams.id")),
    _person("invited_by"),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", _HASH, primary_key=True),
    _person("person_id", nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("key", _HASH, nullable=False, comment="keyed hash of what is being counted: no addresses are kept"),
    Column("at", Moment, nullable=False),
    Index("ix_attempts_key_at", "key", "at"),
)

devices = Table(
    "devices",
    metadata,
    Column("id", _ID, primary_key=True),
    _person("person_id", nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

device_requests = Table(
    "device_requests",
    metadata,
    Column("device_code_sha256", _HASH, primary_key=True),
    Column("user_code", String(8), nullable=False, unique=True),
    Column("device_name", String(200), nullable=False),
    Column("state", String(10), nullable=False, comment="pending, allowed, denied or used"),
    _person("person_id"),
    Column("interval_s", Integer, nullable=False),
    Column("polled_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("sha256", _HASH, primary_key=True),
    Column("device_id", _ID, ForeignKey("devices.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False, comment="access or refresh"),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("dead_at", Moment, comment="replaced or withdrawn; using a dead refresh token withdraws the device"),
)

audit = Table(
    "audit",
    metadata,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("who", String(36), nullable=False, comment="a person's id, or `vonk`, or `command line`"),
    Column("what", String(60), nullable=False),
    Column("item_id", _ID),
    Column("detail", String(500), nullable=False),
    comment="Rows are only added; a trigger refuses the rest.",
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", _HASH, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    comment="Whole files in DATA/blobs. The file is there before the row.",
)

blob_owners = Table(
    "blob_owners",
    metadata,
    _person("person_id", primary_key=True),
    Column("sha256", _HASH, ForeignKey("blobs.sha256"), primary_key=True),
    Column("created_at", Moment, nullable=False),
    comment="Who delivered a blob whole. Knowing a hash is no proof of having the bytes.",
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", _ID, primary_key=True),
    _person("person_id", nullable=False, index=True),
    Column("sha256", _HASH, nullable=False),
    Column("type", String(100), nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("id", _ID, primary_key=True),
    _person("maker_id", nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column(
        "published_version",
        _SEQUENCE,
        ForeignKey("versions.sequence", use_alter=True),
        comment="the version on the board, if any",
    ),
)

versions = Table(
    "versions",
    metadata,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("item_id", _ID, ForeignKey("items.id"), nullable=False),
    Column("content_hash", _HASH, nullable=False),
    Column("manifest", JSON, nullable=False, comment="docs/wire/item.schema.json, every field present"),
    Column("format", String(20), nullable=False, index=True),
    Column("title", String(500), nullable=False),
    Column("language", String(2), nullable=False),
    Column("everyone", Boolean, nullable=False),
    Column("state", String(20), nullable=False, index=True, comment="core.review.ReviewState"),
    Column("trusted", Boolean, nullable=False, comment="publishes without a curator"),
    Column("prepared", Boolean, nullable=False, comment="its rendition is ready, or none is needed"),
    Column("submitted_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("published_at", Moment),
    UniqueConstraint("item_id", "content_hash"),
    comment="The publish key is (item_id, content_hash).",
)

version_teams = Table(
    "version_teams",
    metadata,
    Column("version", _SEQUENCE, ForeignKey("versions.sequence"), primary_key=True),
    Column("team_id", _ID, ForeignKey("teams.id"), primary_key=True, index=True),
)

version_blobs = Table(
    "version_blobs",
    metadata,
    Column("version", _SEQUENCE, ForeignKey("versions.sequence"), primary_key=True),
    Column("sha256", _HASH, ForeignKey("blobs.sha256"), primary_key=True),
    Column("type", String(100), nullable=False),
)

renditions = Table(
    "renditions",
    metadata,
    Column("version", _SEQUENCE, ForeignKey("versions.sequence"), primary_key=True),
    Column("name", String(80), primary_key=True, comment="clip.mp4, poster.jpg, or the hash of a picture"),
    Column("sha256", _HASH, ForeignKey("blobs.sha256"), nullable=False, comment="the bytes that are served"),
    Column("type", String(100), nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("version", _SEQUENCE, ForeignKey("versions.sequence"), nullable=False, index=True),
    _person("judge", nullable=False),
    Column("criterion", String(20), nullable=False, comment="clear, correct or applicable"),
    Column("score", Integer, comment="1-4; null: not for me to judge"),
    Column("comment", Text, nullable=False),
    Column("at", Moment, nullable=False),
    comment="Rows are only added; a judge's latest word on a criterion counts.",
)

events = Table(
    "events",
    metadata,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    _person("person_id", nullable=False, comment="whose feed it is in: the maker's"),
    Column("version", _SEQUENCE, ForeignKey("versions.sequence"), nullable=False),
    Column("state", String(20), nullable=False),
    Column("by", String(200), nullable=False, comment="a name, or Vonk"),
    Column("comment", Text, nullable=False),
    Column("feedback", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_events_person_sequence", "person_id", "sequence"),
)

channels = Table(
    "channels",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(10), nullable=False, comment="slack or teams"),
    Column("team_id", _ID, ForeignKey("teams.id"), comment="null: a channel for everyone"),
    Column("address", Text, nullable=False, comment="encrypted; never shown again"),
    Column("created_at", Moment, nullable=False),
    Column("removed_at", Moment),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("version", _SEQUENCE, ForeignKey("versions.sequence"), nullable=False),
    Column("channel", _ID, ForeignKey("channels.id"), nullable=False),
    Column("state", String(20), nullable=False, index=True, comment="core.delivery.DeliveryState"),
    Column("status", Integer, comment="the last HTTP status, where there was one"),
    Column("reason", JSON, comment="{en, nl}: why it failed or is in doubt"),
    Column("attempts", Integer, nullable=False),
    Column("at", Moment, nullable=False, comment="of the last change"),
    UniqueConstraint("version", "channel"),
    comment="The outbox of posts: a row is written in the transaction that publishes.",
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(80), nullable=False, comment="what it is about: a version's sequence, a delivery's id"),
    Column("state", String(10), nullable=False, comment="ready, running, done or failed"),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("lease_until", Moment, comment="of a running job: after it, another worker may take it"),
    Column("created_at", Moment, nullable=False),
    Index("ix_jobs_state_due_at", "state", "due_at"),
    UniqueConstraint("kind", "subject"),
)
