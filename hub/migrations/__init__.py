"""The steps that bring an older hub's tables up to date (Alembic)."""

from __future__ import annotations

from typing import Final

LATEST: Final = "0001"
"""The last step: a database that stands here needs none, and the command line need not load Alembic to know."""
