"""Stand-ins for the services, on real connections: Slack's web API as documented, Teams, and a receiver of webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TOKEN = "xoxb-1234567890-abcdefgh"
CHANNEL = "C0123456789"
KEY = b"k" * 32


@dataclass(frozen=True)
class Reply:
    """`None` as an answer is a line that is cut."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"


def ok(**values: Any) -> Reply:
    return Reply(body=json.dumps({"ok": True, **values}).encode())


def no(word: str, **headers: str) -> Reply:
    return Reply(body=json.dumps({"ok": False, "error": word}).encode(), headers=headers)


TOO_FAST = Reply(429, b'{"ok": false, "error": "ratelimited"}', {"Retry-After": "30"})
GATEWAY = Reply(502, b"<html>Bad gateway</html>", kind="text/html")
CUT = "cut"
"""The answer is lost, and the request was not heard."""
DONE_AND_CUT = "done and cut"
"""It is done, and the answer is lost."""


@dataclass
class Uploaded:
    name: str
    length: int
    alt: str
    data: bytes | None = None


@dataclass
class Slack:
    """A workspace. `next` holds, per method (or "upload"), what is said instead; then the answers are Slack's own."""

    place: str = ""
    private: bool = False
    members: set[str] = field(default_factory=lambda: {CHANNEL})
    files: dict[str, Uploaded] = field(default_factory=dict)
    shown: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    next: dict[str, list[Reply | str]] = field(default_factory=dict)
    upload_url: str = ""

    @property
    def address(self) -> str:
        return json.dumps({"token": TOKEN, "channel": CHANNEL, "api": f"http://{self.place}/api/"})

    def answer(self, path: str, headers: Any, body: bytes) -> Reply | None:
        method = "upload" if path.startswith("/upload/") else path.removeprefix("/api/")
        self.calls.append(method)
        instead = self.next.get(method, [])
        said = instead.pop(0) if instead else ""
        if isinstance(said, Reply):
            return said
        if said == CUT:
            return None
        done = self._upload(path, body) if method == "upload" else self._call(method, headers, body)
        return None if said == DONE_AND_CUT else done

    def _upload(self, path: str, body: bytes) -> Reply:
        uploaded = self.files[path.removeprefix("/upload/")]
        if len(body) != uploaded.length:
            return Reply(400, b"wrong length", kind="text/plain")
        uploaded.data = body
        return Reply(200, b"OK - %d" % len(body), kind="text/plain")

    def _call(self, method: str, headers: Any, body: bytes) -> Reply:
        if headers["Authorization"] != f"Bearer {TOKEN}":
            return no("invalid_auth")
        if headers["Content-Type"] != "application/x-www-form-urlencoded":
            return no("invalid_arguments")
        fields = {key: values[0] for key, values in parse_qs(body.decode(), strict_parsing=True).items()}
        match method:
            case "files.getUploadURLExternal":
                return self._place_for(fields)
            case "files.completeUploadExternal":
                return self._complete(fields)
            case "chat.postMessage":
                return self._show(fields["channel"], fields)
            case "conversations.join":
                if self.private:
                    return no("method_not_supported_for_channel_type")
                self.members.add(fields["channel"])
                return ok()
        return no("unknown_method")

    def _place_for(self, fields: dict[str, str]) -> Reply:
        file_id = f"F{len(self.files) + 1:010}"
        self.files[file_id] = Uploaded(fields["filename"], int(fields["length"]), fields.get("alt_txt", ""))
        return ok(upload_url=self.upload_url or f"http://{self.place}/upload/{file_id}", file_id=file_id)

    def _complete(self, fields: dict[str, str]) -> Reply:
        files = json.loads(fields["files"])
        if any(self.files[file["id"]].data is None for file in files):
            return no("file_not_found")
        # The real answer describes every file, well over four kilobytes.
        told = [{"id": file["id"], "permalink": "https://files.slack.com/" + "x" * 6000} for file in files]
        return self._show(fields["channel_id"], {**fields, "files": files}, files=told)

    def _show(self, channel: str, fields: dict[str, Any], **answer: Any) -> Reply:
        if channel not in self.members:
            return no("not_in_channel")
        self.shown.append({**fields, "blocks": json.loads(fields["blocks"])})
        return ok(**answer)


@dataclass
class Hooks:
    """Slack's and Teams' webhooks, and a receiver that verifies as Standard Webhooks has it and keeps what is new."""

    place: str = ""
    next: list[Reply | str] = field(default_factory=list)
    slack: list[dict[str, Any]] = field(default_factory=list)
    teams: list[dict[str, Any]] = field(default_factory=list)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    attempts: list[tuple[str, bytes]] = field(default_factory=list)
    now: int = 0

    def url(self, name: str) -> str:
        return f"http://{self.place}/{name}"

    @property
    def address(self) -> str:
        return json.dumps({"url": self.url("receiver"), "secret": "whsec_" + base64.b64encode(KEY).decode()})

    def answer(self, path: str, headers: Any, body: bytes) -> Reply | None:
        said = self.next.pop(0) if self.next else ""
        if isinstance(said, Reply):
            return said
        if said == CUT:
            return None
        done = self._take(path, headers, body)
        return None if said == DONE_AND_CUT else done

    def _take(self, path: str, headers: Any, body: bytes) -> Reply:
        if path == "/slack":
            self.slack.append(json.loads(body))
            return Reply(200, b"ok", kind="text/plain")
        if path == "/teams":
            self.teams.append(json.loads(body))
            return Reply(202)
        return self._receive(headers, body)

    def _receive(self, headers: Any, body: bytes) -> Reply:
        webhook_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
        digest = hmac.new(KEY, b".".join([webhook_id.encode(), timestamp.encode(), body]), hashlib.sha256).digest()
        expected = "v1," + base64.b64encode(digest).decode()
        if not hmac.compare_digest(expected, headers["webhook-signature"]) or abs(int(timestamp) - self.now) > 300:
            return Reply(401)
        self.attempts.append((webhook_id, body))
        self.events.setdefault(webhook_id, json.loads(body))
        return Reply(204)


@contextmanager
def serving(service: Slack | Hooks) -> Iterator[None]:
    """The service at `service.place`, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            reply = service.answer(self.path, self.headers, body)
            self.close_connection = True
            if reply is None:
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                self.send_header(name, value)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.place = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
