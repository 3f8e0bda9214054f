"""`vonk-hub serve`: bind, open, note the start, listen, say where; end at SIGTERM with what is in hand finished."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.errors import Impossible
from core.language import Bilingual
from hub.settings import HubSettings, check_settings, is_loopback

HUB_DATA: Final = "VONK_HUB_DATA"
GRACE_S: Final = 10


def hub_settings(args: argparse.Namespace) -> HubSettings:
    """Settings of a command: its options; what it has no option for is as the running server wrote it down."""
    data = (args.data or Path(os.environ.get(HUB_DATA, "hub-data"))).absolute()
    settings = HubSettings(data=data)
    try:
        return replace(settings, public_url=settings.address.read_text(encoding="utf-8").strip())
    except OSError:
        return settings


def serve(args: argparse.Namespace) -> None:
    """Returns when the server was asked to end. Impossible for an address that is taken or not safe."""
    asked = HubSettings(
        data=hub_settings(args).data,
        host=args.host,
        port=args.port,
        behind_proxy=args.behind_proxy,
        tls_cert=args.tls_cert,
        tls_key=args.tls_key,
        allow_webhooks=frozenset(args.allow_webhook),
        name=args.name,
    )
    check_settings(asked)
    bound = _bind(asked.host, asked.port)
    with bound:
        settings = _with_address(asked, bound.getsockname()[1], args.public_url)
        _write_logs()
        _run(settings, bound)


def _with_address(asked: HubSettings, port: int, public_url: str | None) -> HubSettings:
    scheme = "https" if asked.tls_cert else "http"
    host = f"[{asked.host}]" if ":" in asked.host else asked.host
    address = (public_url or f"{scheme}://{host}:{port}").rstrip("/")
    if not address.startswith("https://") and not _loopback_url(address):
        raise Impossible(
            Bilingual(
                en="People would send their passwords over an open line.",
                nl="Mensen zouden hun wachtwoord over een open lijn sturen.",
            ),
            Bilingual(
                en="Nothing was started. Give --public-url with the https:// address that people see.",
                nl="Er is niets gestart. Geef --public-url met het https://-adres dat mensen zien.",
            ),
        )
    return replace(asked, port=port, public_url=address, hosts=frozenset({asked.host}))


def _loopback_url(address: str) -> bool:
    from urllib.parse import urlsplit

    return is_loopback(urlsplit(address).hostname or "")


def _bind(host: str, port: int) -> socket.socket:
    """Bound, not yet listening: who comes before the hub is ready is refused, not kept waiting."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        try:
            if os.name != "nt":
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(place)
        except OSError:
            bound.close()
            raise
    except OSError:
        raise Impossible(
            Bilingual(
                en=f"The hub cannot listen on {host}, port {port}.",
                nl=f"De hub kan niet luisteren op {host}, poort {port}.",
            ),
            Bilingual(
                en="Nothing was started. Another program may be there; --port 0 picks a free port.",
                nl="Er is niets gestart. Misschien zit er al een ander programma; --port 0 kiest een vrije poort.",
            ),
        ) from None
    return bound


def _run(settings: HubSettings, bound: socket.socket) -> None:
    import uvicorn

    from hub.app import create_app
    from hub.starting import write_private

    app = create_app(settings)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if not self.should_exit:
                write_private(settings.address, settings.public_url + "\n")
                _announce(settings, app.state.first_start_link)

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=settings.behind_proxy,
        forwarded_allow_ips="*" if settings.behind_proxy and is_loopback(settings.host) else "127.0.0.1",
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        lifespan="on",
    )
    server = Server(config)

    def end(_signal: int, _frame: object) -> None:
        # uvicorn raises a signal again when it has ended; an end that was asked for is no failure.
        server.should_exit = True

    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, end)
    server.run(sockets=[bound])
    if not server.started:
        raise Impossible(
            Bilingual(en="The hub could not start.", nl="De hub kon niet starten."),
            Bilingual(
                en="The lines above say why. Nothing was changed.",
                nl="De regels hierboven zeggen waarom. Er is niets veranderd.",
            ),
        )


def _announce(settings: HubSettings, link: str | None) -> None:
    sys.stdout.write(f"Vonk hub: {settings.public_url}\n")
    if link is not None:
        sys.stdout.write(f"First start: open {link} to become the owner. The link works once.\n")
    sys.stdout.flush()


def _write_logs() -> None:
    """Events on standard error, one line each, without addresses, names or what people wrote."""
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
