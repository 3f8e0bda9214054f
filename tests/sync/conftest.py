"""A small hub over real HTTP, with faults to order; a store; and an engine that joins them."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import uuid
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.canonical import content_hash
from core.content import Audience, ClipBody, Content, TipBody
from core.draft import random_id
from core.feed import HubIdentity
from drafts.records import HubLink
from drafts.store import open_store
from drafts.turn import Turn
from sync.engine import SyncEngine
from sync.hub_client import HubClient
from sync.line import new_session
from sync.tokens import TokenKeeper, Tokens

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class FakeHub:
    """Keeps what docs/wire/protocol.md says a hub keeps. `order(prefix, fault)` spoils the next matching request."""

    def __init__(self) -> None:
        self.hub_id = str(uuid.uuid4())
        self.epoch = 1
        self.blobs: dict[str, bytes] = {}
        self.uploads: dict[str, tuple[str, int, bytearray]] = {}
        self.items: dict[tuple[str, str], str] = {}
        self.created = Counter()
        self.events: list[dict] = []
        self.requests: list[str] = []
        self.authorizations: list[str | None] = []
        self.received = 0
        self.access, self.refresh = "access-1", "refresh-1"
        self.renewals = 0
        self.allowed: str | None = None
        self.deny_code: str | None = None
        self.faults: list[tuple[str, str]] = []
        self.lock = threading.RLock()
        self._open()

    def _open(self, port: int = 0) -> None:
        fake = self

        class Handler(_Handler):
            hub = fake

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def down(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def up(self) -> None:
        self._open(self.port)

    def order(self, prefix: str, *faults: str) -> None:
        self.faults += [(prefix, fault) for fault in faults]

    def take_fault(self, request: str) -> str:
        with self.lock:
            for index, (prefix, fault) in enumerate(self.faults):
                if request.startswith(prefix):
                    del self.faults[index]
                    return fault
        return ""

    def tell(self, item_id: str, hash_: str, state: str, comment: str = "", feedback=(), board_url=None) -> None:
        self.events.append(
            {
                "kind": "review",
                "sequence": len(self.events) + 1,
                "at": "2026-11-23T12:00:00.000Z",
                "item_id": item_id,
                "content_hash": hash_,
                "state": state,
                "by": "Cor",
                "comment": comment,
                "feedback": list(feedback),
                "board_url": board_url,
            }
        )


class _Cut(Exception):
    pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    hub: FakeHub

    def log_message(self, *args) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, _Cut):
            self.close_connection = True

    def do_any(self) -> None:
        hub, request = self.hub, f"{self.command} {self.path}"
        with hub.lock:
            hub.requests.append(request)
            hub.authorizations.append(self.headers.get("Authorization"))
        self.fault = hub.take_fault(request)
        length = int(self.headers.get("Content-Length") or 0)
        if self.fault == "cut":
            self.rfile.read(length // 2)
            raise _Cut
        body = self.rfile.read(length)
        self.hub.received += len(body) if self.command == "PATCH" else 0
        if self.fault == "flip":
            body = bytes([body[0] ^ 1]) + body[1:]
        if self.fault == "html":
            return self.answer(200, b"<html>Sign in to the WiFi</html>", {"Content-Type": "text/html"})
        if self.fault == "redirect":
            return self.answer(302, None, {"Location": "http://127.0.0.1:9/"})
        if self.fault in ("slow_down", "unavailable"):
            status = 429 if self.fault == "slow_down" else 503
            return self.problem(status, self.fault, headers={"Retry-After": "7"})
        if self.fault.isdigit():
            return self.problem(int(self.fault), {"422": "malformed", "403": "not_allowed"}.get(self.fault, "other"))
        with hub.lock:
            return self.route(body)

    def route(self, body: bytes) -> None:
        hub, path = self.hub, self.path.partition("?")[0]
        parts = path.strip("/").split("/")
        if path == "/api/v1/hub":
            return self.json(200, {"hub_id": hub.hub_id, "epoch": hub.epoch, "name": "Proef", "wire": [1]})
        if path.startswith("/oauth/"):
            return self.oauth(path, dict(pair.split("=", 1) for pair in body.decode().split("&")))
        if self.headers.get("Authorization") != f"Bearer {hub.access}":
            return self.problem(401, "sign_in")
        match self.command, parts[2:]:
            case "GET", ["directory"]:
                if self.headers.get("If-None-Match") == '"d1"':
                    return self.answer(304, None, {})
                person = {"id": "p1", "name": "Mia", "roles": ["ambassador"], "teams": ["t1"], "trusted_formats": []}
                teams = [{"id": "t1", "name": "Team", "people": 3}]
                return self.json(200, {"person": person, "teams": teams}, {"ETag": '"d1"'})
            case "GET", ["feed"]:
                cursor = int(self.path.partition("cursor=")[2])
                events = [event for event in hub.events if event["sequence"] > cursor][:100]
                return self.json(200, {"cursor": events[-1]["sequence"] if events else cursor, "events": events})
            case "PUT", ["items", item_id, "versions", hash_]:
                return self.put(item_id, hash_, body)
            case "POST", ["items", item_id, "versions", hash_, "withdraw"]:
                return self.withdraw(item_id, hash_)
        return self.bytes(path, parts[2:], body)

    def bytes(self, path: str, parts: list[str], body: bytes) -> None:
        hub = self.hub
        match self.command, parts:
            case "HEAD", ["blobs", sha256]:
                return self.answer(200 if sha256 in hub.blobs else 404, None, {})
            case "POST", ["uploads"]:
                metadata = dict(pair.split(" ") for pair in self.headers["Upload-Metadata"].split(","))
                sha256 = base64.b64decode(metadata["sha256"]).decode()
                name = f"/api/v1/uploads/{len(hub.uploads) + 1}"
                hub.uploads[name] = (sha256, int(self.headers["Upload-Length"]), bytearray())
                return self.answer(201, None, {"Location": name})
            case "HEAD", ["uploads", _]:
                if path not in hub.uploads:
                    return self.answer(404, None, {})
                _, total, data = hub.uploads[path]
                return self.answer(200, None, {"Upload-Offset": str(len(data)), "Upload-Length": str(total)})
            case "PATCH", ["uploads", _]:
                return self.patch(path, body)
        return self.problem(404, "not_found")

    def patch(self, path: str, body: bytes) -> None:
        if path not in self.hub.uploads:
            return self.problem(404, "not_found")
        sha256, total, data = self.hub.uploads[path]
        if int(self.headers["Upload-Offset"]) != len(data):
            return self.problem(409, "wrong_offset")
        sent = base64.b64encode(hashlib.sha256(body).digest()).decode()
        if self.headers["Upload-Checksum"] != f"sha256 {sent}":
            return self.problem(460, "checksum")
        data += body
        if len(data) == total:
            del self.hub.uploads[path]
            if hashlib.sha256(data).hexdigest() != sha256:
                return self.problem(422, "hash_mismatch")
            self.hub.blobs[sha256] = bytes(data)
        return self.answer(204, None, {"Upload-Offset": str(len(data))})

    def put(self, item_id: str, hash_: str, body: bytes) -> None:
        manifest = json.loads(body)["content"]
        assert content_hash(manifest) == hash_
        media = manifest["body"].get("media")
        if media and media["sha256"] not in self.hub.blobs:
            return self.problem(409, "blob_missing", {"missing": [media["sha256"]]})
        new = (item_id, hash_) not in self.hub.items
        if new or self.hub.items[item_id, hash_] == "draft":
            self.hub.items[item_id, hash_] = "submitted"
            self.hub.tell(item_id, hash_, "submitted")
        self.hub.created[item_id, hash_] += new
        # The protocol lets a hub give the first answer again, however far the version has come since.
        answer = {"item_id": item_id, "content_hash": hash_, "state": "submitted"}
        return self.json(201 if new else 200, answer | {"url": f"{self.hub.url}/items/{item_id}"})

    def withdraw(self, item_id: str, hash_: str) -> None:
        state = self.hub.items.get((item_id, hash_))
        if state is None:
            return self.problem(404, "not_found")
        if state not in ("submitted", "draft"):
            return self.problem(409, "wrong_state")
        self.hub.items[item_id, hash_] = "draft"
        self.hub.tell(item_id, hash_, "draft")
        return self.json(200, {"state": "draft"})

    def oauth(self, path: str, form: dict[str, str]) -> None:
        hub = self.hub
        pair = {"access_token": hub.access, "refresh_token": hub.refresh, "token_type": "Bearer", "expires_in": 3600}
        if path == "/oauth/device_authorization":
            page = f"{hub.url}/device"
            return self.json(
                200,
                {
                    "device_code": "secret-device-code",
                    "user_code": "BCDF-GHJK",
                    "verification_uri": page,
                    "verification_uri_complete": f"{page}?code=BCDF-GHJK",
                    "expires_in": 600,
                    "interval": 0,
                },
            )
        if path == "/oauth/revoke":
            hub.access = hub.refresh = "revoked"
            return self.json(200, {})
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] != hub.refresh:
                return self.json(400, {"error": "invalid_grant"})
            hub.renewals += 1
            hub.access, hub.refresh = f"access-{hub.renewals + 1}", f"refresh-{hub.renewals + 1}"
            pair |= {"access_token": hub.access, "refresh_token": hub.refresh}
            return self.json(200, pair)
        if hub.deny_code:
            return self.json(400, {"error": hub.deny_code})
        return self.json(200, pair) if hub.allowed else self.json(400, {"error": "authorization_pending"})

    def problem(self, status: int, code: str, more=None, headers=None) -> None:
        self.json(
            status, {"type": "about:blank", "status": status, "title": code, "code": code} | (more or {}), headers
        )

    def json(self, status: int, value: object, headers=None) -> None:
        self.answer(status, json.dumps(value).encode(), {"Content-Type": "application/json"} | (headers or {}))

    def answer(self, status: int, body: bytes | None, headers: dict[str, str]) -> None:
        if self.fault == "drop_answer":
            raise _Cut
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        if body and self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()


for _method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
    setattr(_Handler, f"do_{_method}", _Handler.do_any)


class FakeTokens:
    """Kept tokens, in memory, as the keyring keeps them."""

    kept = True

    def __init__(self, tokens: Tokens | None) -> None:
        self.tokens = tokens

    def load(self) -> Tokens | None:
        return self.tokens

    def keep(self, tokens: Tokens) -> bool:
        self.tokens = tokens
        return True

    def forget(self) -> None:
        self.tokens = None


class FakeClock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_(self, **length: float) -> None:
        self.now += timedelta(**length)


class Desk:
    """One person's computer: store, engine, clock, kept tokens."""

    def __init__(self, home, url: str, hub_id: str) -> None:
        self.clock = FakeClock()
        self.home = home
        self.held = ExitStack()
        self.store = open_store(home / "drafts.db", home / "blobs", clock=self.clock, new_id=random_id)
        self.held.callback(self.store.close)
        self.session = self.held.enter_context(new_session(url))
        self.tokens = FakeTokens(Tokens("access-1", "refresh-1", NOON + timedelta(hours=1)))
        keeper = TokenKeeper(url, self.tokens, self.session, Turn(home / "tokens.lock"), self.clock)
        self.client = HubClient(url, keeper, self.session, hub_id)
        self.store.connect_hub(HubLink(url, HubIdentity(hub_id, 1, "Proef"), NOON, "Mia"))
        self.stopped = False
        self.engine = SyncEngine(
            self.store.outbox,
            self.store.blobs,
            self.client,
            self.store,
            clock=self.clock,
            random=lambda: 0.5,
            monotonic=lambda: 0.0,
            stopped=lambda: self.stopped,
        )

    def sync(self):
        return self.engine.run_once()

    def tip(self, title: str = "Tip") -> str:
        content = Content(TipBody(action="Druk F2"), title=title, audience=Audience(everyone=True))
        return self.store.submit(self.store.new_draft(content).id).id

    def clip(self, data: bytes) -> str:
        source = self.home / "source.mp4"
        source.write_bytes(data)
        blob = self.store.blobs.add_file(source, "video/mp4")
        content = Content(ClipBody(media=blob, duration_ms=1000), title="Clip", audience=Audience(everyone=True))
        return self.store.submit(self.store.new_draft(content).id).id

    def review(self, item_id: str) -> str:
        return self.store.draft(item_id).review.value

    def summary(self, item_id: str):
        return next(each for each in self.store.summaries() if each.id == item_id)


@pytest.fixture
def hub():
    fake = FakeHub()
    yield fake
    fake.down()


@pytest.fixture
def desk(hub, tmp_path):
    made = Desk(tmp_path, hub.url, hub.hub_id)
    yield made
    made.held.close()
