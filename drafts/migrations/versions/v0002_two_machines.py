"""Drafts changed on two machines of one person, sending that a person holds back, and how fast it goes."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE drafts ADD COLUMN base_hash TEXT",
    "ALTER TABLE drafts ADD COLUMN other_hash TEXT",
    """
    UPDATE drafts SET base_hash = (
        SELECT content_hash FROM outbox WHERE outbox.item_id = drafts.id AND outbox.kind = 'submit'
        AND outbox.outcome = 'confirmed' ORDER BY outbox.id DESC LIMIT 1)
    """,
    """
    CREATE TABLE other_versions (
        item_id TEXT NOT NULL, content_hash TEXT NOT NULL, noticed_at TEXT NOT NULL, manifest TEXT,
        PRIMARY KEY (item_id, content_hash), FOREIGN KEY (item_id) REFERENCES drafts (id) ON DELETE CASCADE)
    """,
    "ALTER TABLE outbox ADD COLUMN held_at TEXT",
    "ALTER TABLE uploads ADD COLUMN rate INTEGER NOT NULL DEFAULT 0",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
