"""Which addresses may be spoken to: public ones only, by name resolved once."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

Resolve = Callable[[str, int], tuple[str, ...]]
"""Gives the IP addresses of a host name, IPv4 or IPv6, best first. OSError when there are none."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST_URL: Final = 4096
_PORTS: Final = {"https": 443, "http": 80}
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL: Final = ipaddress.IPv6Network("64:ff9b:1::/48")
_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """A web address taken apart. `path` starts with / and holds the whole query; it may be a secret."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def place(self) -> str:
        """`host:port`, as it stands in an allow-list."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def host_header(self) -> str:
        return self.place if self.port != _PORTS[self.scheme] else self.place.rsplit(":", 1)[0]


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """The system's own answer, IPv4 before IPv6 as it comes, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def take_apart(url: str) -> Target:
    """The parts of an http(s) address. ValueError for anything a browser and we could read differently."""
    if len(url) > LONGEST_URL or not url.isprintable() or any(sign in url for sign in ' \\<>"^`{|}'):
        raise ValueError("not a plain web address")
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValueError("not a plain web address")
    host = parts.hostname.rstrip(".")
    if "%" in host or not host:
        raise ValueError("not a plain web address")
    if ":" not in host:
        host = host.encode("idna").decode("ascii")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise ValueError("not a plain web address")
    port = parts.port
    return Target(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, path)


def is_public(text: str) -> bool:
    """True for an address on the internet at large; an IPv6 one that stands for an IPv4 one is judged as that."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    inner = _stands_for(address)
    return _is_public(inner or address)


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address in _NAT64_LOCAL):
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )


def _stands_for(address: IPAddress) -> ipaddress.IPv4Address | None:
    """The IPv4 address that packets to this IPv6 one end up at: mapped, through NAT64, or 6to4."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64 or address in _COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
