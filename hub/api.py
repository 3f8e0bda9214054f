"""The API of docs/wire/protocol.md, but for uploads (hub/tus.py): routes that speak to services and to nobody else."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, cast

from fastapi import APIRouter, Form, Query, Request
from sqlalchemy import select, text
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse, JSONResponse, Response

from core.canonical import Json, canonical_json
from core.clock import to_iso
from core.draft import ItemId
from core.errors import MalformedWire
from core.feed import FeedPage, HubIdentity, directory_to_json, identity_to_json, page_to_json
from core.reading import Reader, parse_json
from core.wire import content_to_json
from hub import feed, items, limits, pairing, teams, uploads
from hub.database import Database
from hub.dependencies import Hub, HubHere, SignedIn, address_of
from hub.problems import not_found
from hub.schema import identity

router = APIRouter()

MOST_CURSOR = 2**53 - 1


@router.get("/healthz")
def healthy() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(hub: HubHere) -> dict[str, str]:
    """The database answers too."""
    with hub.database.read() as db:
        db.execute(text("SELECT 1"))
    return {"status": "ready"}


def identity_of(database: Database) -> HubIdentity:
    with database.read() as db:
        row = db.execute(select(identity)).one()
    return HubIdentity(row.hub_id, row.epoch, row.name)


@router.get("/api/v1/hub")
def who_is_there(hub: HubHere) -> Any:  # noqa: ANN401
    return identity_to_json(identity_of(hub.database))


@router.post("/oauth/device_authorization")
def begin_pairing(
    request: Request, hub: HubHere, client_id: Annotated[str, Form()], device_name: Annotated[str, Form()] = "?"
) -> JSONResponse:
    if client_id != pairing.CLIENT_ID:
        return JSONResponse({"error": "invalid_client"}, 400)
    now = hub.now()
    with hub.database.write() as db:
        limits.count(db, hub.box, limits.PAIRING_FROM_ADDRESS, address_of(request), now)
        asked = pairing.begin(db, now, device_name)
    code, place = pairing.shown(asked.user_code), f"{hub.settings.public_url}/pair"
    return JSONResponse(
        {
            "device_code": asked.device_code,
            "user_code": code,
            "verification_uri": place,
            "verification_uri_complete": f"{place}?code={code}",
            "expires_in": asked.expires_in,
            "interval": asked.interval,
        }
    )


@router.post("/oauth/token")
def give_tokens(
    hub: HubHere,
    grant_type: Annotated[str, Form()],
    client_id: Annotated[str, Form()],
    device_code: Annotated[str, Form()] = "",
    refresh_token: Annotated[str, Form()] = "",
) -> JSONResponse:
    if client_id != pairing.CLIENT_ID:
        return JSONResponse({"error": "invalid_client"}, 400)
    with hub.database.write() as db:
        if grant_type == "urn:ietf:params:oauth:grant-type:device_code":
            answer = pairing.exchange(db, hub.now(), device_code)
        elif grant_type == "refresh_token":
            answer = pairing.refresh(db, hub.now(), refresh_token)
        else:
            answer = pairing.NotYet("unsupported_grant_type")
    if isinstance(answer, pairing.NotYet):
        return JSONResponse({"error": answer.error}, 400)
    return JSONResponse(
        {
            "access_token": answer.access_token,
            "token_type": "Bearer",
            "expires_in": answer.expires_in,
            "refresh_token": answer.refresh_token,
        }
    )


@router.post("/oauth/revoke")
def revoke(hub: HubHere, token: Annotated[str, Form()] = "") -> JSONResponse:
    with hub.database.write() as db:
        pairing.revoke(db, hub.now(), token)
    return JSONResponse({})


@router.get("/api/v1/directory")
def directory(request: Request, hub: HubHere, person: SignedIn) -> Response:
    with hub.database.read() as db:
        found = directory_to_json(teams.directory(db, person))
    tag = _tag_of(found)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    return JSONResponse(found, headers={"ETag": tag})


def _tag_of(found: Json) -> str:
    return f'"{hashlib.sha256(canonical_json(found)).hexdigest()[:32]}"'


@router.get("/api/v1/feed")
def what_happened(
    hub: HubHere, person: SignedIn, cursor: Annotated[int, Query(ge=0, le=MOST_CURSOR)] = 0
) -> dict[str, Any]:
    with hub.database.read() as db:
        events, after = feed.since(db, person, cursor, hub.settings.public_url)
        tag = _tag_of(directory_to_json(teams.directory(db, person)))
    return cast("dict[str, Any]", page_to_json(FeedPage(events, after, tag)))


@router.put("/api/v1/items/{item_id}/versions/{content_hash}")
async def hand_in(request: Request, hub: HubHere, person: SignedIn, item_id: str, content_hash: str) -> JSONResponse:
    try:
        body, follows = await request.body(), _follows(request)
    except ClientDisconnect:
        # Whoever sent it is gone; nobody reads this.
        return JSONResponse({}, 400)
    return await run_in_threadpool(_hand_in, hub, person, item_id, content_hash, body, follows)


def _follows(request: Request) -> items.Follows | None:
    """RFC 9110, 13.1: `If-Match` names the version this one was made from, `If-None-Match: *` says that it is the
    first."""
    match = request.headers.get("if-match", "").strip()
    if match:
        return items.Follows(match.strip('"'))
    return items.Follows(None) if request.headers.get("if-none-match", "").strip() == "*" else None


@router.get("/api/v1/items/{item_id}/versions/{content_hash}")
def version_there(hub: HubHere, person: SignedIn, item_id: str, content_hash: str) -> Response:
    with hub.database.read() as db:
        view = items.handed_in(db, person, _item_id(item_id), content_hash)
    told = {"content": content_to_json(view.content), "state": view.state.value, "at": to_iso(view.submitted_at)}
    return JSONResponse(told, headers={"Cache-Control": "private, no-store"})


@router.get("/api/v1/blobs/{sha256}")
def own_bytes(hub: HubHere, person: SignedIn, sha256: str) -> Response:
    """What this person delivered, for their other machine."""
    with hub.database.read() as db:
        if not uploads.has_delivered(db, person, sha256) or not hub.folder.has(sha256):
            raise not_found()
    return FileResponse(
        hub.folder.path(sha256),
        media_type="application/octet-stream",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


def _hand_in(
    hub: Hub, person: SignedIn, item_id: str, content_hash: str, body: bytes, follows: items.Follows | None
) -> JSONResponse:
    read = Reader(parse_json(body))
    manifest = read.raw("content")
    read.finish()
    with hub.database.write() as db:
        receipt = items.hand_in(db, hub.now(), person, _item_id(item_id), content_hash, manifest, follows)
    answer = {
        "item_id": receipt.item_id,
        "content_hash": receipt.content_hash,
        "state": receipt.state.value,
        "url": f"{hub.settings.public_url}/items/{receipt.item_id}",
    }
    return JSONResponse(answer, 201 if receipt.new else 200)


@router.post("/api/v1/items/{item_id}/versions/{content_hash}/withdraw")
def withdraw(hub: HubHere, person: SignedIn, item_id: str, content_hash: str) -> dict[str, str]:
    with hub.database.write() as db:
        state = items.withdraw(db, hub.now(), person, item_id, content_hash)
    return {"state": state.value}


def _item_id(given: str) -> ItemId:
    import uuid

    try:
        if str(uuid.UUID(given)) == given:
            return ItemId(given)
    except ValueError:
        pass
    raise MalformedWire("item_id", "is not known")
