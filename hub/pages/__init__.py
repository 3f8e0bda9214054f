"""The hub's web pages: server-rendered, readable without JavaScript, in Dutch and English.

`ROUTERS` is what the application includes; `error_page` and `status_page` are the pages of its refusals.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from hub.pages import admin, admin_channels, board, entry, mine, review, static
from hub.pages.errors import error_page, status_page

ROUTERS: Final[tuple[APIRouter, ...]] = (
    static.router,
    board.router,
    review.router,
    mine.router,
    entry.router,
    admin.router,
    admin_channels.router,
)

__all__ = ["ROUTERS", "error_page", "status_page"]
