"""The steps that bring an older hub's tables up to date (Alembic)."""
