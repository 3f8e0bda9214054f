"""The real hub as a process of its own: started, stopped, and started again on the same data."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.stage.processes import check_alive, started, wait_until

_READY_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class HubPlace:
    """Where a hub keeps its data and answers, running or not."""

    data: Path
    port: int
    webhooks: str
    environ: Mapping[str, str]
    logs: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        serve = ["serve", "--data", str(self.data), "--port", str(self.port), "--allow-webhook", self.webhooks]
        return [sys.executable, "-m", "hub", *serve]


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextlib.contextmanager
def running(place: HubPlace) -> Iterator[subprocess.Popen[bytes]]:
    """The hub, answering; stopped at the end."""
    log = place.logs / "hub.log"
    with started(place.command(), place.environ, log, grace_s=15.0) as process:
        wait_until(
            lambda: _answers(place.url),
            "the hub",
            _READY_S,
            alive=lambda: check_alive(process, "vonk-hub", log),
        )
        yield process


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/api/v1/hub", timeout=2.0) as answer:
            return "hub_id" in json.load(answer)
    except (OSError, ValueError):
        return False
