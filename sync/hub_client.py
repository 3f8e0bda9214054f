"""A hub, spoken to over HTTP as docs/wire/protocol.md says. Nothing goes to a hub other than the pinned one."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from io import BufferedRandom
from typing import Final, Protocol

import requests

from core.canonical import canonical_json
from core.content import BlobRef, blobs_of
from core.errors import MalformedWire
from core.feed import Directory, Event, HubIdentity, directory_from_json, identity_from_json, page_from_json
from core.reading import Reader
from core.review import ReviewState
from core.wire import content_from_json, content_to_json, hash_of
from sync.addresses import same_place
from sync.errors import nonsense, wrong_hub
from sync.line import Answer, ask, download, good
from sync.ports import ItemAnswer, VersionAnswer

_TUS: Final = {"Tus-Resumable": "1.0.0"}
_GONE: Final = (404, 410)


class AccessTokens(Protocol):
    def access(self) -> str: ...
    def renewed(self, refused: str) -> str: ...


class HubClient:
    """Satisfies sync.ports.Hub. Every method raises HubTrouble of some kind, and nothing else.

    `hub_id` is the pin. The session belongs to the caller, who closes it.
    """

    def __init__(self, base_url: str, tokens: AccessTokens, session: requests.Session, hub_id: str) -> None:
        self._base_url = base_url
        self._tokens = tokens
        self._session = session
        self._hub_id = hub_id
        self._met = False
        self._directory_tag: str | None = None
        self._directory_now: str | None = None

    def greet(self) -> HubIdentity:
        """Who answers. WrongHub when it is not the pinned hub; no token is sent to find out."""
        answer = good(ask(self._session, "GET", f"{self._base_url}/api/v1/hub"), 200)
        try:
            identity = identity_from_json(answer.json)
        except MalformedWire as error:
            raise nonsense() from error
        self._met = identity.id == self._hub_id
        if not self._met:
            raise wrong_hub()
        return identity

    def directory(self) -> Directory | None:
        """Asks only where the feed did not say that it is as it was."""
        if self._directory_now is not None and self._directory_now == self._directory_tag:
            return None
        tag = {"If-None-Match": self._directory_tag} if self._directory_tag else {}
        answer = good(self._ask("GET", "/api/v1/directory", headers=tag), 200, 304)
        if answer.status == 304:
            return None
        try:
            directory = directory_from_json(answer.json)
        except MalformedWire as error:
            raise nonsense() from error
        self._directory_tag = answer.headers.get("ETag")
        return directory

    def put_item(self, item_id: str, content_hash: str, manifest: str, base: str | None) -> ItemAnswer:
        """Idempotent by item and hash. The manifest goes out to the letter."""
        body = b'{"content":' + manifest.encode("utf-8") + b"}"
        follows = {"If-Match": f'"{base}"'} if base else {"If-None-Match": "*"}
        headers = {"Content-Type": "application/json", **follows}
        answer = good(self._ask("PUT", _version(item_id, content_hash), headers=headers, data=body), 200, 201)
        try:
            read = Reader(answer.json)
            if (read.line("item_id"), read.line("content_hash")) != (item_id, content_hash):
                raise nonsense()
            url = read.text("url", None, 2000) if read.has("url") else None
            return ItemAnswer(ReviewState(read.one_of("state", tuple(ReviewState))), url)
        except MalformedWire as error:
            raise nonsense() from error

    def version(self, item_id: str, content_hash: str) -> VersionAnswer:
        answer = good(self._ask("GET", _version(item_id, content_hash)), 200)
        try:
            read = Reader(answer.json)
            content = content_from_json(read.raw("content"))
            state = ReviewState(read.one_of("state", tuple(ReviewState)))
        except MalformedWire as error:
            raise nonsense() from error
        if hash_of(content) != content_hash:
            raise nonsense()
        manifest = canonical_json(content_to_json(content)).decode("utf-8")
        return VersionAnswer(manifest, blobs_of(content), state)

    def fetch_blob(self, blob: BlobRef, file: BufferedRandom) -> None:
        url = f"{self._base_url}/api/v1/blobs/{blob.sha256}"
        token = self._tokens.access()
        answer = download(self._session, url, token, file, blob.size)
        if answer.status == 401:
            answer = download(self._session, url, self._tokens.renewed(token), file, blob.size)
        good(answer, 200)
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() != blob.sha256:
            raise nonsense()

    def withdraw_item(self, item_id: str, content_hash: str) -> None:
        good(self._ask("POST", f"{_version(item_id, content_hash)}/withdraw"), 200)

    def feed(self, cursor: int) -> tuple[tuple[Event, ...], int]:
        answer = good(self._ask("GET", f"/api/v1/feed?cursor={cursor}"), 200)
        try:
            page = page_from_json(answer.json)
        except MalformedWire as error:
            raise nonsense() from error
        self._directory_now = page.directory
        return page.events, page.cursor

    def has_blob(self, sha256: str) -> bool:
        return _found(self._ask("HEAD", f"/api/v1/blobs/{sha256}"))

    def begin_upload(self, blob: BlobRef) -> str:
        metadata = f"sha256 {_base64(blob.sha256.encode())},type {_base64(blob.type.encode())}"
        answer = good(
            self._ask(
                "POST",
                "/api/v1/uploads",
                headers={**_TUS, "Upload-Length": str(blob.size), "Upload-Metadata": metadata},
            ),
            201,
        )
        location = answer.headers.get("Location")
        if not location:
            raise nonsense()
        return same_place(self._base_url, location)

    def upload_offset(self, location: str) -> int | None:
        answer = self._ask("HEAD", location, headers=_TUS)
        return _offset(answer) if _found(answer) else None

    def send_part(self, location: str, offset: int, part: bytes) -> int:
        checksum = f"sha256 {_base64(hashlib.sha256(part).digest())}"
        headers = {
            **_TUS,
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Upload-Checksum": checksum,
        }
        return _offset(good(self._ask("PATCH", location, headers=headers, data=part), 204))

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, data: bytes | None = None
    ) -> Answer:
        """With the device's token, renewed at most once."""
        if not self._met:
            self.greet()
        url = same_place(self._base_url, path) if "://" in path else f"{self._base_url}{path}"
        token = self._tokens.access()
        answer = ask(self._session, method, url, token=token, headers=headers, data=data)
        if answer.status != 401:
            return answer
        token = self._tokens.renewed(token)
        return ask(self._session, method, url, token=token, headers=headers, data=data)


def _version(item_id: str, content_hash: str) -> str:
    return f"/api/v1/items/{item_id}/versions/{content_hash}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _found(answer: Answer) -> bool:
    """HEAD has no body that says more than the status."""
    if answer.status in _GONE:
        return False
    good(answer, 200)
    return True


def _offset(answer: Answer) -> int:
    text = answer.headers.get("Upload-Offset", "")
    if not (text.isascii() and text.isdigit()):
        raise nonsense()
    return int(text)
