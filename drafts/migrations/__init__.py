"""Alembic's scripts for the local store. Run by `drafts.opening`; there is no alembic.ini."""
