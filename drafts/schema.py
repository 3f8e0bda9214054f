"""The tables of drafts.db. Moments are RFC 3339 texts in UTC with milliseconds, which sort as they follow.

drafts       one row an item: `id`, the present `manifest` (wire JSON) and its `content_hash`, `revision`, `review`
             (state of the version `submitted_hash`), `base_hash`: the version at the hub that it was made from,
             `other_hash`: a version from another machine that a person must choose between, `binned_at` while it
             lies in the bin
versions     every saved revision of a draft, restorable
other_versions: versions of an item that another machine handed in; `manifest` is empty until it was fetched
takes        one row a recording, written before its first frame
blobs        bytes in the blobs folder, by `sha256`; blob_uses: which item ever named which blob
outbox       what the person asked to be sent, in order: `kind` submit or withdraw, the frozen version (`item_id`,
             `content_hash`, `manifest`), `submitted_at`; unfinished while `finished_at` is empty; `held_at`: the
             person holds it back; never deleted
channels     where a person posts without a hub: `kind`, its `name` here, and for a folder its `place`; its address is
             in the keyring; `removed_at`: posts to it are still explained
posts        what the person asked to be posted in a channel, in order: the frozen version, the `criteria` they
             confirmed; `begun_at` is when the last attempt began; `life` the file's (`user_version`) when it was asked:
             one of an earlier life came out of a backup, and may have been posted since
deliveries   how far a version is on its way to a destination (`hub`, or a channel's id); core.delivery's states
steps        each change of a review or delivery state: when, from what to what, why, at which attempt
uploads      where an unfinished upload goes on, and how many bytes a second it went at last
feedback     the hub's events, as received, of all kinds
hub          the one connected hub and the feed's cursor;  directory: its people and teams, for offline
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text, text

metadata: Final = MetaData()

drafts: Final = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("format", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("review", Text, nullable=False),
    Column("submitted_hash", Text),
    Column("base_hash", Text),
    Column("other_hash", Text),
    Column("take_id", Text),
    Column("media_sha256", Text),
    Column("media_size", Integer),
    Column("media_type", Text),
    Column("board_url", Text),
    Column("has_feedback", Integer, nullable=False, server_default=text("0")),
    Column("binned_at", Text),
    Index("drafts_by_change", "changed_at"),
)


def _item() -> Column[str]:
    return Column("item_id", Text, ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)


versions: Final = Table(
    "versions",
    metadata,
    _item(),
    Column("revision", Integer, primary_key=True),
    Column("manifest", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
)

other_versions: Final = Table(
    "other_versions",
    metadata,
    _item(),
    Column("content_hash", Text, primary_key=True),
    Column("noticed_at", Text, nullable=False),
    Column("manifest", Text),
)

takes: Final = Table(
    "takes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("folder", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("begun_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("outcome", Text),
)

blobs: Final = Table(
    "blobs",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("added_at", Text, nullable=False),
)

blob_uses: Final = Table("blob_uses", metadata, _item(), Column("sha256", Text, primary_key=True))

outbox: Final = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", Text, ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("submitted_at", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_at", Text, nullable=False),
    Column("parked_at", Text),
    Column("held_at", Text),
    Column("finished_at", Text),
    Column("outcome", Text),
    Column("reason_en", Text, nullable=False, server_default=text("''")),
    Column("reason_nl", Text, nullable=False, server_default=text("''")),
    Index("outbox_by_item", "item_id", "id"),
    Index("outbox_unfinished", "id", sqlite_where=text("finished_at IS NULL")),
    sqlite_autoincrement=True,
)

channels: Final = Table(
    "channels",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False, server_default=text("''")),
    Column("added_at", Text, nullable=False),
    Column("removed_at", Text),
)

posts: Final = Table(
    "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", Text, ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("criteria", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("begun_at", Text),
    Column("next_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("outcome", Text),
    Column("reason_en", Text, nullable=False, server_default=text("''")),
    Column("reason_nl", Text, nullable=False, server_default=text("''")),
    Column("life", Integer, nullable=False, server_default=text("0")),
    Index("posts_once", "item_id", "content_hash", "channel", unique=True),
    Index("posts_unfinished", "channel", "id", sqlite_where=text("finished_at IS NULL")),
    sqlite_autoincrement=True,
)

deliveries: Final = Table(
    "deliveries",
    metadata,
    _item(),
    Column("content_hash", Text, primary_key=True),
    Column("destination", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
)

steps: Final = Table(
    "steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", Text, ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("attempt", Integer, nullable=False, server_default=text("0")),
    Index("steps_by_item", "item_id", "id"),
    sqlite_autoincrement=True,
)

uploads: Final = Table(
    "uploads",
    metadata,
    Column("hub_id", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("location", Text, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("rate", Integer, nullable=False, server_default=text("0")),
    Column("changed_at", Text, nullable=False),
)

feedback: Final = Table(
    "feedback",
    metadata,
    Column("hub_id", Text, primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("item_id", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Index("feedback_by_item", "item_id", "sequence"),
)

hub: Final = Table(
    "hub",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("hub_id", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("connected_at", Text, nullable=False),
    Column("cursor", Integer, nullable=False, server_default=text("0")),
)

directory: Final = Table(
    "directory",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("hub_id", Text, nullable=False),
    Column("directory", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
)
