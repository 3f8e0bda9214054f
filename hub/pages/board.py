"""The learning board and the page of one item."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from core.content import BlobRef
from core.delivery import DeliveryState
from core.formats import Format
from core.status import item_status
from hub import board, items
from hub.items import VersionView
from hub.pages.cards import audience_of, cards, trust_of
from hub.pages.visiting import Here
from hub.pages.words import length_of

router = APIRouter(include_in_schema=False)

LONGEST_QUERY = 200
_PAGE = 24


class Links:
    """Where the bytes of this version are; only what is prepared to be served."""

    def __init__(self, view: VersionView) -> None:
        self.clip = view.media.get("clip.mp4")
        self.poster = view.media.get("poster.jpg")
        self._media = view.media

    def blob(self, blob: BlobRef) -> str:
        return self._media.get(blob.sha256, "")


@router.get("/")
def show_board(
    visit: Here,
    q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
    format_: Annotated[str, Query(alias="format")] = "",
    after: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """All that is meant for this person, newest first; `q` searches, `format` filters."""
    wanted = Format(format_) if format_ in tuple(Format) else None
    query = " ".join(q.split())
    with visit.database.read() as db:
        found = board.board(db, visit.person, query=query, format_=wanted, after=after or None, limit=_PAGE)
        shown = cards(db, found.rows, visit.now.date(), visit.language)
    return visit.page(
        "board.html",
        at="/",
        cards=shown,
        total=found.total,
        query=query,
        format=wanted,
        formats=tuple(Format),
        board_url=_board_url,
        earlier=_board_url(query, wanted) if after else None,
        later=_board_url(query, wanted, found.next) if found.next else None,
    )


@router.get("/items/{item_id}")
def show_item(visit: Here, item_id: str, version: Annotated[str, Query(max_length=64)] = "") -> Response:
    """The version on the board; `version` shows another one to its maker and its curators."""
    with visit.database.read() as db:
        view = items.version(db, visit.person, item_id, version) if version else board.item(db, visit.person, item_id)
    due = trust_of(view, visit.now.date()).due
    standing = (
        None if view.facts.on_board and not due else item_status(view.state, DeliveryState.POSTED, review_due=due)
    )
    return visit.page(
        "item.html",
        at="/",
        content=view.content,
        links=Links(view),
        maker=view.maker_name,
        trust=trust_of(view, visit.now.date()),
        audience=audience_of(view, visit.language),
        length=length_of(view.content.body, visit.language),
        standing=standing,
    )


@router.get("/i/{item_id}")
def short_address(visit: Here, item_id: str) -> Response:
    """The short form of an item's address, for messages and screens."""
    return RedirectResponse(f"/items/{item_id}", status_code=307)


def _board_url(query: str, format_: Format | None, after: str | None = None) -> str:
    wanted = {"q": query, "format": format_.value if format_ else "", "after": after or ""}
    asked = urlencode({key: value for key, value in wanted.items() if value})
    return f"/?{asked}" if asked else "/"
