"""The few files every page stands on. Their address carries a hash of what they say, so browsers may keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Response

from hub.pages.theme import tokens_css
from hub.problems import not_found

router = APIRouter()

_KEPT: Final = "public, max-age=31536000, immutable"
_CSS: Final = "text/css; charset=utf-8"
_JS: Final = "text/javascript; charset=utf-8"


def _ours(name: str) -> Callable[[], str]:
    return lambda: files("hub").joinpath("static", name).read_text(encoding="utf-8")


def _mark() -> str:
    return files("resources").joinpath("icons", "app-icon-small.svg").read_text(encoding="utf-8")


_FILES: Final[dict[str, tuple[str, Callable[[], str]]]] = {
    "tokens.css": (_CSS, tokens_css),
    "hub.css": (_CSS, _ours("hub.css")),
    "review.js": (_JS, _ours("review.js")),
    "mark.svg": ("image/svg+xml", _mark),
}


@cache
def _bytes_of(name: str) -> bytes:
    return _FILES[name][1]().encode("utf-8")


@cache
def static_address(name: str) -> str:
    """Where a page finds this file; KeyError for a file that is not one of ours."""
    return f"/static/{name}?v={hashlib.sha256(_bytes_of(name)).hexdigest()[:12]}"


@router.get("/static/{name}", include_in_schema=False)
def static_file(name: str) -> Response:
    if name not in _FILES:
        raise not_found()
    return Response(_bytes_of(name), media_type=_FILES[name][0], headers={"Cache-Control": _KEPT})
