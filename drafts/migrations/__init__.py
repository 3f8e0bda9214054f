"""Alembic's scripts for the local store. Run by `drafts.migrating`; there is no alembic.ini."""

from __future__ import annotations

from typing import Final

NEWEST: Final = "0003"
"""The revision this program works with; a test holds it to the newest script. Alembic itself is slow to import."""
