"""Tokens as canaries: real `vonk` processes with a real keyring, through all that could let one out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from core.content import Audience, Content, TipBody
from core.wire import content_to_json
from desktop.stage.bus import keyring, session_bus

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux with a Secret Service")

CRASHING = textwrap.dedent("""
    import logging, threading
    from PySide6.QtCore import QCoreApplication
    from core.clock import utc_now
    from desktop.commands.sync import credentials_of
    from desktop.crash import CrashReporter
    from desktop.home import home_from_environment
    from desktop.logs import start_log
    import os
    app, home, crash = QCoreApplication([]), home_from_environment(os.environ), CrashReporter()
    start_log(home.logs)
    crash.crashed.connect(print)
    crash.install(home.logs)
    tokens = credentials_of(home).load()
    logging.getLogger("sync").error("with these: %s %r", tokens, tokens)
    def work(access):
        raise ValueError(f"refused: Bearer {access}")
    thread = threading.Thread(target=work, args=(tokens.access,))
    thread.start()
    thread.join()
    work(tokens.refresh)
""")


class Machine:
    """One person's computer: `said` is what its programs wrote, `seen` the command lines at each request to the hub."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self.environ = environ
        self.said: list[str] = []
        self.seen: set[bytes] = set()

    def vonk(self, *words: str, status: int = 0) -> dict:
        return json.loads(self.run("-m", "desktop", *words, "--json", status=status).splitlines()[-1])

    def run(self, *words: str, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.environ, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == status, done.stderr
        self.said += [done.stdout, done.stderr]
        return done.stdout

    def look_at_processes(self) -> None:
        for process in children_of(os.getpid()):
            with suppress(OSError):
                self.seen.add(Path(f"/proc/{process}/cmdline").read_bytes())


def children_of(process: int) -> Iterator[int]:
    """All that it started, and all that those started."""
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, thread.read_text().split()):
                yield child
                yield from children_of(child)


@pytest.fixture
def machine(tmp_path, hub, monkeypatch):
    with ExitStack() as held:
        runtime = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="vonk-")))
        home = tmp_path / "home"
        home.mkdir()
        inside = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ} | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
        }
        logs = tmp_path / "logs"
        logs.mkdir()
        inside["DBUS_SESSION_BUS_ADDRESS"] = held.enter_context(session_bus(inside, runtime, logs))
        held.enter_context(keyring(inside, logs))
        made = Machine(tmp_path, inside)
        taken = hub.take_fault

        def take_fault(request: str) -> str:
            made.look_at_processes()
            return taken(request)

        monkeypatch.setattr(hub, "take_fault", take_fault)
        yield made


def leaked(places: dict[str, bytes]) -> dict[str, list[str]]:
    canaries = (b"canary-access", b"canary-refresh", b"access-2", b"refresh-2", b"secret-device-code")
    found = {name: [canary.decode() for canary in canaries if canary in data] for name, data in places.items()}
    return {name: canaries for name, canaries in found.items() if canaries}


def test_no_token_gets_out_of_the_keyring_and_the_line(machine, hub, tmp_path):
    hub.allowed, hub.access, hub.refresh = "yes", "canary-access", "canary-refresh"
    tip = tmp_path / "tip.json"
    content = Content(TipBody(action="Druk F2"), title="Hernoemen", audience=Audience(everyone=True))
    tip.write_text(json.dumps(content_to_json(content)), encoding="utf-8")
    item = machine.vonk("drafts", "add", "--file", str(tip))["id"]
    machine.vonk("submit", item)
    assert machine.vonk("hub", "connect", hub.url)["kept"]
    # A hub that fails, a network's page, an answer that breaks off; then all is well.
    hub.order("GET /api/v1/hub", "500", "html")
    hub.order("PUT", "drop_answer", "403")
    for _ in range(3):
        machine.vonk("sync", "--once")
    machine.run("-c", CRASHING, status=1)
    # The access token is refused and renewed.
    hub.access = "another"
    machine.vonk("sync", "--once")
    assert hub.renewals == 1
    machine.vonk("hub", "status")
    machine.vonk("drafts", "export", item, str(tmp_path / "exported"))
    machine.vonk("doctor")
    machine.vonk("data", "backup")
    # The sign-in is over.
    hub.access = hub.refresh = "revoked"
    assert machine.vonk("sync", "--once", status=1)["trouble"]["code"] == "SignInNeeded"
    files = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any("/backups/" in name for name in files)
    assert any("/exported/" in name for name in files)
    assert b"not caught" in next(data for name, data in files.items() if name.endswith("vonk.log"))
    assert any(b"sync\0--once" in line for line in machine.seen)
    assert "Bearer canary-access" in hub.authorizations
    assert leaked(files) == {}
    assert leaked({line.decode(errors="replace"): line for line in machine.seen}) == {}
    assert leaked({words[:60]: words.encode() for words in machine.said}) == {}
