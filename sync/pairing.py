"""Connecting this device to a hub: RFC 8628, as docs/wire/protocol.md has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import requests

from core.clock import Clock, utc_now
from core.errors import HubNonsense, HubRefused, MalformedWire
from core.feed import HubIdentity, identity_from_json
from core.language import Bilingual
from core.reading import Reader
from sync.addresses import hub_address
from sync.errors import SAFE, nonsense
from sync.line import Answer, ask, good, new_session, trouble
from sync.tokens import CLIENT_ID, Tokens, tokens_of

_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"
_SLOWER_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Pairing:
    """What to show the person, and how often to ask, in seconds. `url` is the hub's address as it is kept."""

    url: str
    identity: HubIdentity
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    interval_s: float
    expires_at: datetime
    device_code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pending:
    """Not allowed yet. `pairing` is to be polled next, after its own interval."""

    pairing: Pairing


def begin(url: str, device_name: str, session: requests.Session | None = None, clock: Clock = utc_now) -> Pairing:
    """Ask the hub at this address for a code. Malformed (no address), HubNonsense (no hub there), HubUnreachable."""
    address = hub_address(url)
    with _one_of(session, address) as own:
        try:
            identity = identity_from_json(good(ask(own, "GET", f"{address}/api/v1/hub"), 200).json)
            answer = good(
                ask(
                    own,
                    "POST",
                    f"{address}/oauth/device_authorization",
                    data={"client_id": CLIENT_ID, "device_name": device_name[:60]},
                ),
                200,
            )
            return _pairing(address, identity, answer, clock())
        except (HubNonsense, HubRefused, MalformedWire) as error:
            if isinstance(error, HubRefused) and error.code == "untrusted":
                raise
            raise HubNonsense(NO_HUB_THERE, NO_HUB_THERE_HINT) from error


@contextmanager
def _one_of(session: requests.Session | None, url: str) -> Iterator[requests.Session]:
    """The caller's session, left open; or one of our own."""
    if session is not None:
        yield session
    else:
        with new_session(url) as own:
            yield own


def _pairing(address: str, identity: HubIdentity, answer: Answer, now: datetime) -> Pairing:
    read = Reader(answer.json)
    pages = read.text("verification_uri", None, 2000), read.text("verification_uri_complete", None, 2000)
    if any(urlsplit(page).scheme not in ("https", "http") for page in pages):
        raise nonsense()
    return Pairing(
        url=address,
        identity=identity,
        user_code=read.line("user_code"),
        verification_uri=pages[0],
        verification_uri_complete=pages[1],
        interval_s=float(read.number("interval", 0, 3600, 5)),
        expires_at=now + timedelta(seconds=read.number("expires_in", 1, 86400)),
        device_code=read.line("device_code"),
    )


def poll(pairing: Pairing, session: requests.Session | None = None, clock: Clock = utc_now) -> Tokens | Pending:
    """Ask once whether the person allowed it. HubRefused with code `access_denied` or `expired_token`; HubTrouble."""
    if clock() >= pairing.expires_at:
        raise HubRefused("expired_token", *EXPIRED)
    with _one_of(session, pairing.url) as own:
        answer = ask(
            own,
            "POST",
            f"{pairing.url}/oauth/token",
            data={"grant_type": _GRANT, "device_code": pairing.device_code, "client_id": CLIENT_ID},
        )
    if answer.status == 200:
        return tokens_of(answer, clock())
    error = answer.json.get("error") if answer.status == 400 and isinstance(answer.json, dict) else None
    match error:
        case "authorization_pending":
            return Pending(pairing)
        case "slow_down":
            return Pending(replace(pairing, interval_s=pairing.interval_s + _SLOWER_S))
        case "access_denied":
            raise HubRefused("access_denied", *DENIED)
        case "expired_token" | "invalid_grant":
            raise HubRefused("expired_token", *EXPIRED)
    raise trouble(answer)


def revoke(url: str, tokens: Tokens, session: requests.Session) -> None:
    """Withdraw this device at the hub. HubTrouble."""
    good(ask(session, "POST", f"{url}/oauth/revoke", data={"token": tokens.refresh}), 200)


NO_HUB_THERE: Final = Bilingual(en="There is no Vonk hub at this address.", nl="Op dit adres is geen hub van Vonk.")
NO_HUB_THERE_HINT: Final = Bilingual(
    en="Your drafts are safe. Check the address, or sign in to the network first.",
    nl="Je concepten zijn veilig. Kijk het adres na, of log eerst in op het netwerk.",
)
EXPIRED: Final = (
    Bilingual(en="The code has expired.", nl="De code is verlopen."),
    Bilingual(
        en="Nothing was lost. Connect again to get a new one.",
        nl="Er is niets verloren. Verbind opnieuw voor een nieuwe code.",
    ),
)
DENIED: Final = (Bilingual(en="The connection was not allowed.", nl="De verbinding is niet toegestaan."), SAFE)
