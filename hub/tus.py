"""tus 1.0 over HTTP: the headers of docs/wire/protocol.md in front of hub/uploads.py.

`guard` has asked for the token before any of this runs, so no byte of a stranger is kept.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from core.language import Bilingual
from hub import uploads
from hub.access import Person
from hub.dependencies import Hub, HubHere, SignedIn
from hub.problems import malformed, not_found
from hub.uploads import PartOnDisk, Upload

router = APIRouter(include_in_schema=False)

VERSION: Final = "1.0.0"
BUFFER: Final = 256 * 1024
HEADERS: Final = {
    "Tus-Resumable": VERSION,
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,checksum,expiration,termination",
    "Tus-Checksum-Algorithm": "sha256",
}
_HEADER_WRONG: Final = Bilingual(
    en="A header of the upload is missing or wrong.", nl="Een kop van de upload klopt niet."
)


@router.head("/api/v1/blobs/{sha256}")
def is_here(hub: HubHere, person: SignedIn, sha256: str) -> Response:
    with hub.database.read() as db:
        if not uploads.has_delivered(db, person, sha256):
            raise not_found()
    return Response(status_code=200)


@router.post("/api/v1/uploads")
def create(request: Request, hub: HubHere, person: SignedIn) -> Response:
    _check_version(request)
    metadata = _metadata(request.headers.get("upload-metadata", ""))
    with hub.database.write() as db:
        upload = uploads.create(
            db,
            hub.now(),
            person,
            sha256=metadata.get("sha256", ""),
            media_type=metadata.get("type", ""),
            length=_number(request, "Upload-Length"),
            quota=hub.settings.quota,
            largest=hub.settings.largest_blob,
        )
    location = f"{hub.settings.public_url}/api/v1/uploads/{upload.id}"
    return Response(status_code=201, headers={**_told(upload), "Location": location})


@router.head("/api/v1/uploads/{upload_id}")
def how_far(hub: HubHere, person: SignedIn, upload_id: str) -> Response:
    upload = _find(hub, person, upload_id)
    return Response(status_code=200, headers={**_told(upload), "Cache-Control": "no-store"})


@router.patch("/api/v1/uploads/{upload_id}")
async def take(request: Request, hub: HubHere, person: SignedIn, upload_id: str) -> Response:
    _check_version(request)
    if request.headers.get("content-type") != "application/offset+octet-stream":
        raise malformed("Content-Type", _HEADER_WRONG)
    offset, checksum = _number(request, "Upload-Offset"), _checksum(request)
    upload = await run_in_threadpool(_find, hub, person, upload_id)
    if upload.offset != offset:
        raise uploads.wrong_offset(upload.offset)
    part = PartOnDisk(hub.upload_folder.new_part())
    try:
        if not await _fill(part, request):
            return Response(status_code=400)
        if not part.matches(checksum):
            raise uploads.wrong_checksum()
        done = await run_in_threadpool(_receive, hub, upload, offset, part)
    finally:
        await run_in_threadpool(part.drop)
    return Response(status_code=204, headers=_told(done))


@router.delete("/api/v1/uploads/{upload_id}")
def forget(request: Request, hub: HubHere, person: SignedIn, upload_id: str) -> Response:
    _check_version(request)
    uploads.terminate(hub.database, hub.upload_folder, _find(hub, person, upload_id))
    return Response(status_code=204, headers=HEADERS)


@router.options("/api/v1/uploads")
def abilities(hub: HubHere, person: SignedIn) -> Response:
    return Response(status_code=204, headers={**HEADERS, "Tus-Max-Size": str(hub.settings.largest_blob)})


async def _fill(part: PartOnDisk, request: Request) -> bool:
    """All that the sender announced is on disk; False when the line broke before."""
    announced = request.headers.get("content-length")
    waiting = bytearray()
    try:
        async for chunk in request.stream():
            waiting += chunk
            if len(waiting) >= BUFFER:
                await run_in_threadpool(part.add, bytes(waiting))
                waiting.clear()
    except ClientDisconnect:
        return False
    await run_in_threadpool(part.add, bytes(waiting))
    return announced is None or part.size == int(announced)


def _receive(hub: Hub, upload: Upload, offset: int, part: PartOnDisk) -> Upload:
    return uploads.receive(
        hub.database,
        hub.upload_folder,
        hub.folder,
        hub.now(),
        upload,
        offset=offset,
        part=part.path,
        size=part.size,
    )


def _find(hub: Hub, person: Person, upload_id: str) -> Upload:
    with hub.database.read() as db:
        return uploads.find(db, hub.now(), person, upload_id)


def _told(upload: Upload) -> dict[str, str]:
    return {
        **HEADERS,
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": upload.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }


def _check_version(request: Request) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise malformed("Tus-Resumable", _HEADER_WRONG)


def _number(request: Request, name: str) -> int:
    given = request.headers.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) <= 15):
        raise malformed(name, _HEADER_WRONG)
    return int(given)


def _checksum(request: Request) -> bytes:
    kind, _, given = request.headers.get("upload-checksum", "").partition(" ")
    try:
        checksum = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        checksum = b""
    if kind != "sha256" or len(checksum) != 32:
        raise malformed("Upload-Checksum", _HEADER_WRONG)
    return checksum


def _metadata(header: str) -> dict[str, str]:
    found = {}
    for pair in header[:4000].split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("ascii")
        except (binascii.Error, ValueError):
            raise malformed("Upload-Metadata", _HEADER_WRONG) from None
    return found
