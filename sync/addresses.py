"""Which addresses may be a hub's: https anywhere, http on this machine only."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urljoin, urlsplit

from core.errors import HubNonsense, Malformed
from core.language import Bilingual
from sync.errors import nonsense

_PORTS: Final = {"http": 80, "https": 443}


def hub_address(written: str) -> str:
    """The address as it is kept: scheme, host, port and path, no slash at the end. Malformed, with what to do."""
    text = written.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Malformed(NO_ADDRESS, NO_ADDRESS_HINT) from None
    if parts.scheme not in _PORTS or not host:
        raise Malformed(NO_ADDRESS, NO_ADDRESS_HINT)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise Malformed(TOO_MUCH, NO_ADDRESS_HINT)
    if parts.scheme == "http" and not is_loopback(host):
        raise Malformed(NOT_SAFE, NOT_SAFE_HINT)
    shown = f"[{host}]" if ":" in host else host
    place = f"{shown}:{port}" if port is not None and port != _PORTS[parts.scheme] else shown
    return f"{parts.scheme}://{place}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def same_place(base: str, location: str) -> str:
    """The full address of a place the hub names. HubNonsense when it lies on another host: no token goes there."""
    full = urljoin(f"{base}/", location)
    if _origin(full) != _origin(base):
        raise nonsense()
    return full


def _origin(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise HubNonsense(nonsense().title, nonsense().hint) from None


NO_ADDRESS: Final = Bilingual(en="This is not a web address.", nl="Dit is geen webadres.")
NO_ADDRESS_HINT: Final = Bilingual(
    en="Nothing was changed. Put https:// in front, as in https://vonk.example.org.",
    nl="Er is niets veranderd. Zet er https:// voor, zoals https://vonk.example.org.",
)
TOO_MUCH: Final = Bilingual(
    en="Leave out the name, the password, and all after the ? or #.",
    nl="Laat de naam, het wachtwoord en alles na ? of # weg.",
)
NOT_SAFE: Final = Bilingual(
    en="With http:// others on the network could read along.", nl="Met http:// kunnen anderen op het netwerk meelezen."
)
NOT_SAFE_HINT: Final = Bilingual(
    en="Nothing was sent. Use https:// instead.", nl="Er is niets verzonden. Gebruik https://."
)
