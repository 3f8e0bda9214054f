"""The one way out to addresses that people give us: webhooks, and what is posted to channels.

The name is resolved once and every address it has must be public, else nothing is sent; the connection goes to the
very address that was checked, with the name in SNI, certificate and Host. No redirect is followed, no proxy is asked,
time and size are capped. Whoever must reach something on this machine names it: `allow={"127.0.0.1:8123"}`.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlencode

import urllib3  # noqa: F401 - whole before its parts: threads that import it in another order get half of it
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from core.canonical import Json
from core.clock import Clock, utc_now
from core.errors import AddressRefused, Unclear, Unsent
from core.language import Bilingual
from web.addresses import Resolve, Target, is_public, resolve_host, take_apart

__all__ = ["AddressRefused", "Egress", "EgressAnswer", "Limits", "Unclear", "Unsent", "system_tls"]

LARGEST_ANSWER: Final = 4096
LONGEST_WAIT_S: Final = 24 * 3600.0
SLOWEST_BYTES_A_SECOND: Final = 16 * 1024
_PIECE: Final = 64 * 1024
_HELD_BY_THE_SYSTEM: Final = 64 * 1024
_OURS: Final = {"User-Agent": "Vonk", "Connection": "close"}
_JSON: Final = "application/json; charset=utf-8"
_FORM: Final = "application/x-www-form-urlencoded"
_BYTES: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class EgressAnswer:
    """What came back. `body` is its beginning, 4096 bytes where no more was asked for.

    `retry_after` in seconds, where a wish was given.
    """

    status: int
    body: bytes
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: to connect to one address, for one silence of the other side, for everything after connecting."""

    connect_s: float = 5.0
    silence_s: float = 10.0
    total_s: float = 20.0


@dataclass(frozen=True, slots=True)
class _Sending:
    """What goes out: `size` bytes of `body`. `extra_s` is on top of the ordinary longest time."""

    body: bytes | Iterator[bytes]
    size: int
    content_type: str
    headers: Mapping[str, str]
    extra_s: float = 0.0

    @property
    def all_headers(self) -> dict[str, str]:
        return {"Content-Type": self.content_type, **self.headers, "Content-Length": str(self.size)}


def system_tls() -> ssl.SSLContext:
    """Verifying TLS: the machine's own authorities (a company's too) and the bundled ones."""
    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


@dataclass(frozen=True, slots=True)
class Egress:
    """`allow` names places (`host:port`) that need be neither public nor https. Thread-safe: it keeps nothing."""

    allow: frozenset[str] = frozenset()
    resolve: Resolve = resolve_host
    limits: Limits = Limits()
    clock: Clock = utc_now
    tls: Callable[[], ssl.SSLContext] = system_tls

    def allows(self, url: str) -> bool:
        """True when this address stands in the allow-list by name and port."""
        try:
            return take_apart(url).place in self.allow
        except ValueError:
            return False

    def post_json(
        self,
        url: str,
        payload: Mapping[str, Json],
        headers: Mapping[str, str] | None = None,
        largest: int = LARGEST_ANSWER,
    ) -> EgressAnswer:
        """The answer, whatever its status. AddressRefused or Unsent when nothing left, Unclear when nobody answered.

        So do all that post. `largest` is how many bytes of the answer are read.
        """
        body = json.dumps(payload, ensure_ascii=False).encode("utf-8")
        return self._request(url, _Sending(body, len(body), _JSON, headers or {}), largest)

    def post_form(
        self,
        url: str,
        fields: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        largest: int = LARGEST_ANSWER,
    ) -> EgressAnswer:
        """Fields as a browser's form sends them."""
        body = urlencode(fields, encoding="utf-8").encode("ascii")
        return self._request(url, _Sending(body, len(body), _FORM, headers or {}), largest)

    def post_bytes(self, url: str, body: bytes, headers: Mapping[str, str]) -> EgressAnswer:
        """These very bytes, which a signature in `headers` may cover. `headers` says their type."""
        return self._request(url, _Sending(body, len(body), _BYTES, headers), LARGEST_ANSWER)

    def post_file(self, url: str, path: Path, size: int, headers: Mapping[str, str] | None = None) -> EgressAnswer:
        """The bytes of a file, read as they go. Unsent when it is gone or is not of this size.

        The longest it may take grows with the size: a slow line is no reason to hang up, a standstill is.
        """
        try:
            file = path.open("rb")
        except OSError:
            raise Unsent(_FILE_CHANGED, _NOTHING_SENT) from None
        with file:
            if os.fstat(file.fileno()).st_size != size:
                raise Unsent(_FILE_CHANGED, _NOTHING_SENT)
            sending = _Sending(_pieces(file, size), size, _BYTES, headers or {}, size / SLOWEST_BYTES_A_SECOND)
            return self._request(url, sending, LARGEST_ANSWER)

    def _request(self, url: str, sending: _Sending, largest: int) -> EgressAnswer:
        target = self._target(url)
        connected = self._connect(target, self._addresses(target))
        try:
            with self._deadline(connected, self.limits.total_s + sending.extra_s) as hung_up:
                secured = self._secure(target, connected)
                try:
                    answer = self._exchange(target, secured, sending, largest)
                finally:
                    secured.close()
            if hung_up.is_set():
                # To http.client a line that was cut short is a line; to us it is no answer.
                raise Unclear(_NO_ANSWER.format(host=target.host), _LOOK)
            return answer
        finally:
            connected.close()

    def _target(self, url: str) -> Target:
        try:
            target = take_apart(url)
        except ValueError:
            raise AddressRefused(_NOT_AN_ADDRESS, _PUT_HTTPS) from None
        if target.scheme != "https" and target.place not in self.allow:
            raise AddressRefused(_NOT_SAFE, _PUT_HTTPS)
        return target

    def _addresses(self, target: Target) -> tuple[str, ...]:
        try:
            addresses = self.resolve(target.host, target.port)
        except (OSError, UnicodeError):
            raise Unsent(_NOT_FOUND.format(host=target.host), _LATER) from None
        if not addresses:
            raise Unsent(_NOT_FOUND.format(host=target.host), _LATER)
        if target.place not in self.allow and not all(is_public(address) for address in addresses):
            raise AddressRefused(_INSIDE.format(host=target.host), _ASK_ADMIN)
        return addresses

    def _connect(self, target: Target, addresses: tuple[str, ...]) -> socket.socket:
        for address in addresses:
            try:
                return socket.create_connection((address, target.port), self.limits.connect_s)
            except OSError:
                continue
        raise Unsent(_NO_CONNECTION.format(host=target.host), _LATER)

    def _secure(self, target: Target, connected: socket.socket) -> socket.socket:
        connected.settimeout(self.limits.silence_s)
        if target.scheme == "http":
            return connected
        try:
            return self.tls().wrap_socket(connected, server_hostname=target.host)
        except ssl.SSLCertVerificationError:
            raise Unsent(_WRONG_CERTIFICATE.format(host=target.host), _TELL_ADMIN) from None
        except OSError:
            raise Unsent(_NO_CONNECTION.format(host=target.host), _LATER) from None

    def _exchange(self, target: Target, secured: socket.socket, sending: _Sending, largest: int) -> EgressAnswer:
        connection = HTTPConnection(target.host, target.port, timeout=self.limits.silence_s)
        connection.sock = secured
        if sending.extra_s:
            # What the system holds of a file must fit in one silence of a slow line, or it looks like a standstill.
            secured.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _HELD_BY_THE_SYSTEM)
        try:
            connection.request(
                "POST",
                target.path,
                sending.body,
                {**_OURS, "Host": target.host_header, **sending.all_headers},
                preload_content=False,
            )
            with connection.getresponse() as answer:
                if not answer.headers:
                    raise Unclear(_NO_ANSWER.format(host=target.host), _LOOK)
                read = _beginning_of(answer, largest)
                return EgressAnswer(answer.status, read, self._retry_after(answer.headers.get("Retry-After")))
        except (OSError, HTTPError, HTTPException, ValueError):
            # From the first byte on, nobody can say whether the other side has it.
            raise Unclear(_NO_ANSWER.format(host=target.host), _LOOK) from None
        finally:
            connection.close()

    @contextmanager
    def _deadline(self, connected: socket.socket, total_s: float) -> Iterator[threading.Event]:
        """Hang up after the total time, however busily the other side drips bytes."""
        # wrap_socket() takes the descriptor over, so the hanging up goes through a duplicate of it.
        twin = connected.dup()
        hung_up = threading.Event()
        timer = threading.Timer(total_s, _hang_up, (twin, hung_up))
        timer.daemon = True
        timer.start()
        try:
            yield hung_up
        finally:
            timer.cancel()
            timer.join()
            twin.close()

    def _retry_after(self, wish: str | None) -> float | None:
        """Seconds from now, at least 0 and at most a day; None for nothing or nonsense."""
        if wish is None:
            return None
        try:
            seconds = float(wish) if wish.strip().isdecimal() else self._seconds_until(wish)
        except (ValueError, OverflowError):
            return None
        return min(max(seconds, 0.0), LONGEST_WAIT_S)

    def _seconds_until(self, date: str) -> float:
        moment = parsedate_to_datetime(date)
        if moment.tzinfo is None:
            raise ValueError("no time zone")
        return (moment - self.clock()).total_seconds()


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Exactly `size` bytes. OSError when the file ends before that."""
    left = size
    while left:
        piece = file.read(min(_PIECE, left))
        if not piece:
            raise OSError("the file became shorter")
        left -= len(piece)
        yield piece


def _beginning_of(answer: HTTPResponse, largest: int) -> bytes:
    """What fits; an answer that ends before its own length raises."""
    read = b""
    while len(read) < largest and (more := answer.read(largest - len(read), decode_content=False)):
        read += more
    return read


def _hang_up(connected: socket.socket, hung_up: threading.Event) -> None:
    hung_up.set()
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


_NOT_AN_ADDRESS: Final = Bilingual(en="This is not a web address.", nl="Dit is geen webadres.")
_NOT_SAFE: Final = Bilingual(
    en="This address is not safe: it has no https.", nl="Dit adres is niet veilig: er staat geen https voor."
)
_PUT_HTTPS: Final = Bilingual(en="Put https:// in front.", nl="Zet er https:// voor.")
_INSIDE: Final = Bilingual(
    en="{host} lies inside a network, not on the internet. Nothing was sent.",
    nl="{host} ligt binnen een netwerk, niet op internet. Er is niets verstuurd.",
)
_ASK_ADMIN: Final = Bilingual(
    en="If that is meant, let the administrator allow this address by name.",
    nl="Is dat de bedoeling, laat de beheerder dit adres dan met name toestaan.",
)
_FILE_CHANGED: Final = Bilingual(
    en="The file to send is gone or has changed.", nl="Het bestand om te versturen is weg of veranderd."
)
_NOTHING_SENT: Final = Bilingual(en="Nothing was sent.", nl="Er is niets verstuurd.")
_NOT_FOUND: Final = Bilingual(
    en="{host} was not found. Nothing was sent.", nl="{host} is niet gevonden. Er is niets verstuurd."
)
_NO_CONNECTION: Final = Bilingual(
    en="There is no connection with {host}. Nothing was sent.",
    nl="Er is geen verbinding met {host}. Er is niets verstuurd.",
)
_LATER: Final = Bilingual(en="It is tried again later.", nl="Het wordt later opnieuw geprobeerd.")
_WRONG_CERTIFICATE: Final = Bilingual(
    en="{host} cannot show that it is who it says. Nothing was sent.",
    nl="{host} kan niet aantonen dat het echt is. Er is niets verstuurd.",
)
_TELL_ADMIN: Final = Bilingual(en="Tell the administrator.", nl="Meld het aan de beheerder.")
_NO_ANSWER: Final = Bilingual(en="{host} did not answer in time.", nl="{host} antwoordde niet op tijd.")
_LOOK: Final = Bilingual(
    en="It may have arrived. Is the message there already?",
    nl="Het is misschien aangekomen. Staat het bericht er al?",
)
