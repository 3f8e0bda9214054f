"""Alembic's entry: runs inside the transaction that hub.database opened."""

from __future__ import annotations

from alembic import context

from hub.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
