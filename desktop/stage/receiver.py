"""Stands in for the addresses of Slack and Teams, and keeps what arrives, as it arrives."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

_SLACK: Final = "/services/"
_TEAMS: Final = "/workflows/"
_SECRET_HEADERS: Final = frozenset({"authorization", "cookie"})
_LARGEST: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """One request. `at` is in seconds since 1970, `payload` the body as JSON or None where it is none."""

    at: float
    kind: str
    path: str
    status: int
    payload: Any


@dataclass(slots=True)
class Receiver:
    """`host` is `127.0.0.1:PORT`; the addresses are made up and change with each demo."""

    host: str
    log: Path
    _seen: list[Received] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def slack_url(self) -> str:
        return f"http://{self.host}{_SLACK}T0DEMO/B0DEMO/notasecret"

    @property
    def teams_url(self) -> str:
        return f"http://{self.host}{_TEAMS}demo/triggers/manual/paths/invoke"

    @property
    def received(self) -> tuple[Received, ...]:
        with self._changed:
            return tuple(self._seen)

    def wait_for(self, kinds: set[str], timeout: float) -> bool:
        """Whether a request of every kind came within `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: kinds <= {request.kind for request in self._seen}, timeout)

    def keep(self, request: Received, headers: dict[str, str], body: str) -> None:
        line = {
            "at": request.at,
            "kind": request.kind,
            "path": request.path,
            "status": request.status,
            "headers": {name: value for name, value in headers.items() if name.lower() not in _SECRET_HEADERS},
            "body": body,
        }
        with self._changed:
            with self.log.open("a", encoding="utf-8") as file:
                print(json.dumps(line, ensure_ascii=False), file=file)
            self._seen.append(request)
            self._changed.notify_all()


def _kind_of(path: str) -> str:
    return "slack" if path.startswith(_SLACK) else "teams" if path.startswith(_TEAMS) else "unknown"


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), _LARGEST)
        body = self.rfile.read(length).decode("utf-8", "replace")
        kind = _kind_of(self.path)
        status, answer = {"slack": (200, b"ok"), "teams": (202, b"")}.get(kind, (404, b"no such webhook"))
        try:
            payload = json.loads(body)
        except ValueError:
            payload, status, answer = None, 400, b"invalid_payload"
        self.receiver.keep(Received(time.time(), kind, self.path, status, payload), dict(self.headers), body)
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the requests are kept whole."""


@contextlib.contextmanager
def receiving(log: Path) -> Iterator[Receiver]:
    """A receiver on a free port of the loopback; every request is a line of JSON in `log`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        receiver = Receiver(f"127.0.0.1:{server.server_address[1]}", log)
        server.RequestHandlerClass = type("Handler", (_Handler,), {"receiver": receiver})
        thread = threading.Thread(target=server.serve_forever, name="receiver", kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
