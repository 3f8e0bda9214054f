"""The bytes of an item: clip, poster, pictures. Asked again for every request whether this person may see them."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy import select
from starlette.responses import FileResponse, Response

from hub.dependencies import HubHere, SignedIn
from hub.items import version
from hub.problems import not_found
from hub.schema import renditions

router = APIRouter(include_in_schema=False)

NO_STORE: Final = "private, no-store"
TYPES: Final = frozenset({"video/mp4", "image/png", "image/jpeg", "image/webp"})


@router.api_route("/media/{item_id}/{content_hash}/{name}", methods=["GET", "HEAD"])
def media(request: Request, hub: HubHere, person: SignedIn, item_id: str, content_hash: str, name: str) -> Response:
    """Ranges, ETag and If-None-Match as HTTP says; never the file that was uploaded, always the rendition."""
    with hub.database.read() as db:
        view = version(db, person, item_id, content_hash)
        row = db.execute(
            select(renditions.c.sha256, renditions.c.type).where(
                renditions.c.version == view.sequence, renditions.c.name == name
            )
        ).one_or_none()
    if row is None or row.type not in TYPES or not hub.folder.has(row.sha256):
        raise not_found()
    headers = {
        "ETag": f'"{row.sha256}"',
        "Cache-Control": NO_STORE,
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "Content-Disposition": "inline",
    }
    if _has_it(request.headers.get("if-none-match", ""), row.sha256):
        return Response(status_code=304, headers=headers)
    return FileResponse(hub.folder.path(row.sha256), media_type=row.type, headers=headers)


def _has_it(if_none_match: str, sha256: str) -> bool:
    known = {tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(",")}
    return sha256 in known or "*" in known
