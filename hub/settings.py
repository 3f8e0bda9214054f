"""What a hub must know before it starts. Values only: nothing here reads a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from core.errors import Impossible
from core.language import Bilingual

GIB: Final = 1024**3
LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


@dataclass(frozen=True, slots=True)
class HubSettings:
    """`public_url` is the address people see, without a slash at its end; sizes are bytes.

    `allow_webhooks` holds `host:port` pairs that channel posts may reach although they are not public https.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8400
    public_url: str = "http://127.0.0.1:8400"
    behind_proxy: bool = False
    tls_cert: Path | None = None
    tls_key: Path | None = None
    allow_webhooks: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    name: str = "Vonk"
    quota: int = 20 * GIB
    largest_blob: int = 2 * GIB

    @property
    def database(self) -> Path:
        return self.data / "hub.db"

    @property
    def blobs(self) -> Path:
        return self.data / "blobs"

    @property
    def uploads(self) -> Path:
        return self.data / "uploads"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def secret_key(self) -> Path:
        return self.data / "secret.key"

    @property
    def first_start_link(self) -> Path:
        return self.data / "first-start-link.txt"

    @property
    def address(self) -> Path:
        return self.data / "address.txt"

    @property
    def secure(self) -> bool:
        """True where people reach the hub over https, so that cookies may ask for it."""
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def known_hosts(self) -> frozenset[str]:
        """The host names (without port) a request may name."""
        public = urlsplit(self.public_url).hostname or ""
        names = {public, *self.hosts}
        if is_loopback(public):
            names |= {"127.0.0.1", "localhost", "::1"}
        return frozenset(name.lower() for name in names if name)


def is_loopback(host: str) -> bool:
    return host.lower() in LOOPBACK_NAMES or host.startswith("127.")


def check_settings(settings: HubSettings) -> None:
    """Impossible, with what to do, where the settings would send passwords over an open line."""
    if is_loopback(settings.host) or settings.behind_proxy or (settings.tls_cert and settings.tls_key):
        return
    raise Impossible(
        Bilingual(
            en=f"The hub will not listen on {settings.host} without encryption.",
            nl=f"De hub luistert niet op {settings.host} zonder versleuteling.",
        ),
        Bilingual(
            en="Nothing was started. Give --tls-cert and --tls-key, or --behind-proxy where a proxy does TLS.",
            nl="Er is niets gestart. Geef --tls-cert en --tls-key, of --behind-proxy als een proxy TLS verzorgt.",
        ),
    )
