"""The first tables."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE drafts (
        id TEXT NOT NULL, format TEXT NOT NULL, title TEXT NOT NULL, manifest TEXT NOT NULL,
        content_hash TEXT NOT NULL, revision INTEGER NOT NULL, created_at TEXT NOT NULL, changed_at TEXT NOT NULL,
        review TEXT NOT NULL, submitted_hash TEXT, take_id TEXT, media_sha256 TEXT, media_size INTEGER,
        media_type TEXT, board_url TEXT, has_feedback INTEGER NOT NULL DEFAULT 0, binned_at TEXT, PRIMARY KEY (id))
    """,
    "CREATE INDEX drafts_by_change ON drafts (changed_at)",
    """
    CREATE TABLE versions (
        item_id TEXT NOT NULL, revision INTEGER NOT NULL, manifest TEXT NOT NULL, content_hash TEXT NOT NULL,
        saved_at TEXT NOT NULL, PRIMARY KEY (item_id, revision),
        FOREIGN KEY (item_id) REFERENCES drafts (id) ON DELETE CASCADE)
    """,
    """
    CREATE TABLE takes (
        id TEXT NOT NULL, folder TEXT NOT NULL, settings TEXT NOT NULL, begun_at TEXT NOT NULL, ended_at TEXT,
        outcome TEXT, PRIMARY KEY (id))
    """,
    """
    CREATE TABLE blobs (
        sha256 TEXT NOT NULL, size INTEGER NOT NULL, type TEXT NOT NULL, added_at TEXT NOT NULL, PRIMARY KEY (sha256))
    """,
    """
    CREATE TABLE blob_uses (
        item_id TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (item_id, sha256),
        FOREIGN KEY (item_id) REFERENCES drafts (id) ON DELETE CASCADE)
    """,
    """
    CREATE TABLE outbox (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, item_id TEXT NOT NULL, content_hash TEXT NOT NULL,
        kind TEXT NOT NULL, manifest TEXT NOT NULL, submitted_at TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, next_at TEXT NOT NULL, parked_at TEXT, finished_at TEXT, outcome TEXT,
        reason_en TEXT NOT NULL DEFAULT '', reason_nl TEXT NOT NULL DEFAULT '',
        FOREIGN KEY (item_id) REFERENCES drafts (id) ON DELETE CASCADE)
    """,
    "CREATE INDEX outbox_by_item ON outbox (item_id, id)",
    "CREATE INDEX outbox_unfinished ON outbox (id) WHERE finished_at IS NULL",
    """
    CREATE TABLE deliveries (
        item_id TEXT NOT NULL, content_hash TEXT NOT NULL, destination TEXT NOT NULL, state TEXT NOT NULL,
        changed_at TEXT NOT NULL, PRIMARY KEY (item_id, content_hash, destination),
        FOREIGN KEY (item_id) REFERENCES drafts (id) ON DELETE CASCADE)
    """,
    """
    CREATE TABLE steps (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, item_id TEXT NOT NULL, content_hash TEXT NOT NULL,
        destination TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, at TEXT NOT NULL, cause TEXT NOT NULL,
        attempt INTEGER NOT NULL DEFAULT 0, FOREIGN KEY (item_id) REFERENCES drafts (id) ON DELETE CASCADE)
    """,
    "CREATE INDEX steps_by_item ON steps (item_id, id)",
    """
    CREATE TABLE uploads (
        hub_id TEXT NOT NULL, sha256 TEXT NOT NULL, location TEXT NOT NULL, sent INTEGER NOT NULL,
        total INTEGER NOT NULL, changed_at TEXT NOT NULL, PRIMARY KEY (hub_id, sha256))
    """,
    """
    CREATE TABLE feedback (
        hub_id TEXT NOT NULL, epoch INTEGER NOT NULL, sequence INTEGER NOT NULL, item_id TEXT NOT NULL,
        content_hash TEXT NOT NULL, event TEXT NOT NULL, received_at TEXT NOT NULL,
        PRIMARY KEY (hub_id, epoch, sequence))
    """,
    "CREATE INDEX feedback_by_item ON feedback (item_id, sequence)",
    """
    CREATE TABLE hub (
        one INTEGER NOT NULL CHECK (one = 1), url TEXT NOT NULL, hub_id TEXT NOT NULL, epoch INTEGER NOT NULL,
        name TEXT NOT NULL, person TEXT NOT NULL, connected_at TEXT NOT NULL, cursor INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (one))
    """,
    """
    CREATE TABLE directory (
        one INTEGER NOT NULL CHECK (one = 1), hub_id TEXT NOT NULL, directory TEXT NOT NULL, kept_at TEXT NOT NULL,
        PRIMARY KEY (one))
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
