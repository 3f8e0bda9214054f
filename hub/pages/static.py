"""The few files every page stands on. Their address carries a hash of what they say, so browsers may keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Response

from hub.pages.theme import FONT_FILES, font_faces, tokens_css
from hub.problems import not_found
from resources import read_bytes

router = APIRouter()

_KEPT: Final = "public, max-age=31536000, immutable"
_CSS: Final = "text/css; charset=utf-8"
_FONT: Final = "font/woff2"
_JS: Final = "text/javascript; charset=utf-8"


def _ours(name: str) -> Callable[[], bytes]:
    return lambda: files("hub").joinpath("static", name).read_bytes()


def _resource(*path: str) -> Callable[[], bytes]:
    return lambda: read_bytes(*path)


def _tokens() -> bytes:
    return (font_faces(static_address) + tokens_css()).encode()


_FILES: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "tokens.css": (_CSS, _tokens),
    "hub.css": (_CSS, _ours("hub.css")),
    "review.js": (_JS, _ours("review.js")),
    "mark.svg": ("image/svg+xml", _resource("icons", "app-icon-small.svg")),
    **{name: (_FONT, _resource("fonts", name)) for name in FONT_FILES},
}


@cache
def _bytes_of(name: str) -> bytes:
    return _FILES[name][1]()


@cache
def static_address(name: str) -> str:
    """Where a page finds this file; KeyError for a file that is not one of ours."""
    return f"/static/{name}?v={hashlib.sha256(_bytes_of(name)).hexdigest()[:12]}"


@router.get("/static/{name}", include_in_schema=False)
def static_file(name: str) -> Response:
    if name not in _FILES:
        raise not_found()
    return Response(_bytes_of(name), media_type=_FILES[name][0], headers={"Cache-Control": _KEPT})
