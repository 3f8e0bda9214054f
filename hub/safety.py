"""What holds for every request and every answer: known hosts, own origins, small bodies, safe headers."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.secrets import SecretBox, new_token
from hub.settings import HubSettings

LARGEST_BODY: Final = 2 * 1024 * 1024
UPLOADS: Final = "/api/v1/uploads/"
"""Parts are counted by hub/uploads.py as they come in."""
BY_TOKEN: Final = ("/api/", "/oauth/")
"""No cookie counts there, so no other site can lend one."""
HEALTH: Final = ("/healthz", "/readyz")
"""Asked by machines that know the server by another name."""
UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Safety:
    """ASGI middleware around everything. `box` gives the hub's secrets once it has started."""

    def __init__(self, app: ASGIApp, settings: HubSettings, box: Callable[[], SecretBox]) -> None:
        self._app = app
        self._settings = settings
        self._box = box

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await PlainTextResponse(refusal[1], refusal[0])(scope, receive, send)
            return
        answer = _Answer(self._settings, scope, send)
        answer.prepare(headers, self._box())
        capped = receive if scope["path"].startswith(UPLOADS) else _capped(receive)
        await self._app(scope, capped, answer.send)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        named = _host_name(headers.get("host", ""))
        if named not in self._settings.known_hosts and scope["path"] not in HEALTH:
            return 421, "This address is not one of this hub. See --public-url."
        if not scope["path"].startswith(UPLOADS) and _length(headers) > LARGEST_BODY:
            return 413, "This is more than the hub takes."
        by_cookie = not scope["path"].startswith(BY_TOKEN)
        if scope["method"] in UNSAFE and by_cookie and not self._own_origin(headers):
            return 403, "This was sent from another site. Nothing was changed."
        return None

    def _own_origin(self, headers: Headers) -> bool:
        """By Sec-Fetch-Site and Origin, whichever the browser tells; a post that tells neither is not a browser's."""
        site = headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        if origin is None:
            return site is not None
        if origin == self._settings.origin:
            return True
        parts, own = urlsplit(origin), urlsplit(self._settings.origin)
        names = self._settings.known_hosts
        return parts.scheme == own.scheme and (parts.hostname or "") in names and parts.netloc == headers.get("host")


class _Answer:
    """Adds what every answer carries."""

    def __init__(self, settings: HubSettings, scope: Scope, send: Send) -> None:
        self._settings = settings
        self._scope = scope
        self._send = send
        self._nonce = secrets.token_urlsafe(16)
        self._new_visit: str | None = None

    def prepare(self, headers: Headers, box: SecretBox) -> None:
        secure = self._settings.secure
        session, visit = ("__Host-vonk", "__Host-vonk-visit") if secure else ("vonk", "vonk-visit")
        cookies = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except ValueError:
            cookies = SimpleCookie()
        known = [cookies[name].value for name in (session, visit) if name in cookies and cookies[name].value]
        if not known:
            self._new_visit = new_token()
        self._visit_cookie = visit
        state = self._scope.setdefault("state", {})
        state["nonce"] = self._nonce
        state["csrf_token"] = box.form_token(known[0] if known else self._new_visit or "")
        state["person"] = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Cache-Control", "private, no-store")
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "same-origin"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
            headers.setdefault("Content-Security-Policy", self._policy(headers.get("content-type", "")))
            if self._settings.secure:
                headers["Strict-Transport-Security"] = "max-age=31536000"
            if self._new_visit and headers.get("content-type", "").startswith("text/html"):
                ending = "; Secure" if self._settings.secure else ""
                headers.append(
                    "Set-Cookie", f"{self._visit_cookie}={self._new_visit}; Path=/; HttpOnly; SameSite=Lax{ending}"
                )
        await self._send(message)

    def _policy(self, content_type: str) -> str:
        if not content_type.startswith("text/html"):
            return "default-src 'none'; frame-ancestors 'none'; sandbox"
        return (
            f"default-src 'none'; script-src 'nonce-{self._nonce}'; style-src 'self' 'nonce-{self._nonce}'; "
            "img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
            "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        )


def _host_name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else LARGEST_BODY + 1


def _capped(receive: Receive) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            # Sent without a length, and too much: as if the line had broken.
            return {"type": "http.disconnect"}
        return message

    return counted
