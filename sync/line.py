"""One request to a hub and its answer. Here, and only here, the errors of requests become ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, Final
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from core.errors import AppError, MalformedWire
from core.reading import parse_json
from sync.addresses import is_loopback
from sync.errors import BlobsMissing, EditedElsewhere, nonsense, refused, sign_in_needed, unreachable, untrusted

CONNECT_S: Final = 5.0
READ_S: Final = 30.0
LARGEST_ANSWER: Final = 4 * 1024 * 1024
LONGEST_RETRY_S: Final = 3600.0
_TROUBLE_BY_CODE: Final = ("slow_down", "unavailable")


@dataclass(frozen=True, slots=True)
class Answer:
    """`json` is None where there was no body; `headers` are found in any case of letters."""

    status: int
    headers: Mapping[str, str]
    json: object = field(repr=False)


class _Bearer(AuthBase):
    """Set even without a token: requests would else take a name and password from a .netrc file."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def new_session(url: str) -> requests.Session:
    """For one hub. Proxies of the environment count, except on this machine. Close it when done."""
    session = requests.Session()
    session.trust_env = not is_loopback(urlsplit(url).hostname or "")
    session.headers["User-Agent"] = "vonk"
    session.headers["Accept"] = "application/json"
    return session


def ask(
    session: requests.Session,
    method: str,
    url: str,
    *,
    token: str | None = None,
    headers: Mapping[str, str] | None = None,
    data: bytes | Mapping[str, str] | None = None,
) -> Answer:
    """The hub's answer, of any status. HubUnreachable, HubNonsense (no JSON), Untrusted (certificate)."""
    with _asked(session, method, url, token, headers, data) as response:
        return _answer(response, _bounded(response))


def download(session: requests.Session, url: str, token: str, file: IO[bytes], size: int) -> Answer:
    """Writes the body of a good answer to the file; what comes past `size` bytes is no hub's. The errors of `ask`."""
    with _asked(session, "GET", url, token, None, None) as response:
        if response.status_code != 200:
            return _answer(response, _bounded(response))
        left = size
        for chunk in response.iter_content(256 * 1024):
            left -= len(chunk)
            if left < 0:
                raise nonsense()
            file.write(chunk)
        return Answer(200, response.headers, None)


@contextmanager
def _asked(
    session: requests.Session,
    method: str,
    url: str,
    token: str | None,
    headers: Mapping[str, str] | None,
    data: bytes | Mapping[str, str] | None,
) -> Iterator[requests.Response]:
    try:
        with session.request(
            method,
            url,
            headers=dict(headers or {}),
            data=data,
            auth=_Bearer(token),
            timeout=(CONNECT_S, READ_S),
            allow_redirects=False,
            stream=True,
        ) as response:
            yield response
    except requests.exceptions.SSLError as error:
        raise untrusted() from error
    except requests.exceptions.RequestException as error:
        raise unreachable() from error


def _bounded(response: requests.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(64 * 1024):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise nonsense()
    return bytes(body)


def _answer(response: requests.Response, body: bytes) -> Answer:
    headers = response.headers
    if not body:
        if response.request.method != "HEAD" and _broke_off(response):
            raise unreachable()
        return Answer(response.status_code, headers, None)
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        # A proxy's own page for a hub that is down is trouble that passes; any other page is not a hub's.
        raise unreachable(_retry_after(headers)) if response.status_code in (502, 503, 504) else nonsense()
    try:
        return Answer(response.status_code, headers, parse_json(body))
    except MalformedWire as error:
        raise nonsense() from error


def _broke_off(response: requests.Response) -> bool:
    """An answer without a body says so; one whose headers broke off says nothing of its length."""
    told = "Content-Length" in response.headers or "Transfer-Encoding" in response.headers
    return not told and response.status_code not in (204, 304)


def good(answer: Answer, *expected: int) -> Answer:
    """The answer when its status is one of these; else the HubTrouble that docs/wire/protocol.md has for it."""
    if answer.status in expected:
        return answer
    raise trouble(answer)


def trouble(answer: Answer) -> AppError:
    problem: Mapping[str, Any] = answer.json if isinstance(answer.json, dict) else {}
    code = problem.get("code")
    if answer.status in (429, 502, 503, 504) or code in _TROUBLE_BY_CODE:
        return unreachable(_retry_after(answer.headers))
    if answer.status >= 500:
        return unreachable()
    if answer.status == 401:
        return sign_in_needed()
    if answer.status == 460:
        return refused("checksum")
    if not isinstance(code, str) or answer.status < 400:
        return nonsense()
    missing = problem.get("missing")
    latest = problem.get("latest")
    if code == "edited_elsewhere" and isinstance(latest, str):
        return EditedElsewhere(latest)
    if code == "blob_missing" and isinstance(missing, list):
        return BlobsMissing(tuple(str(entry) for entry in missing))
    return refused(code)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds; what is no number of seconds counts as the shortest wait."""
    text = headers.get("Retry-After", "")
    return min(float(text), LONGEST_RETRY_S) if text.isascii() and text.isdigit() else 1.0
