"""Alembic's entry: the caller gives an open connection, inside one transaction that it commits itself."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
