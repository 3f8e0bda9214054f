"""Channels that a person posts to without a hub, and what waits to be posted there."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE channels (
        id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL DEFAULT '',
        added_at TEXT NOT NULL, removed_at TEXT, PRIMARY KEY (id))
    """,
    """
    CREATE TABLE posts (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, item_id TEXT NOT NULL, content_hash TEXT NOT NULL,
        channel TEXT NOT NULL, manifest TEXT NOT NULL, criteria TEXT NOT NULL, asked_at TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, begun_at TEXT, next_at TEXT NOT NULL, finished_at TEXT, outcome TEXT,
        reason_en TEXT NOT NULL DEFAULT '', reason_nl TEXT NOT NULL DEFAULT '', life INTEGER NOT NULL DEFAULT 0,
        FOREIGN KEY (item_id) REFERENCES drafts (id) ON DELETE CASCADE)
    """,
    "CREATE UNIQUE INDEX posts_once ON posts (item_id, content_hash, channel)",
    "CREATE INDEX posts_unfinished ON posts (channel, id) WHERE finished_at IS NULL",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
