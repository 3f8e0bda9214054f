"""A real hub for tests of faults: `vonk-hub serve` as a process of its own, killed and started again at will.

    with RealHub(tmp_path / "hub") as hub:      # a free port, which it keeps; its data in that folder
        hub.add_people()                        # ann@example.org makes, cor@example.org judges everything
        tokens = hub.pair("ann@example.org")    # sync.tokens.Tokens, by the flow of RFC 8628 and a browser's consent
        app = hub.device(tokens)                # a requests.Session with that token
        hub.kill()                              # SIGKILL to the server; returns when it is gone
        hub.start()                             # the same port and data; returns when it answers
        hub.approve("ann's item id", hash)      # as the curator does it, through the form
        hub.events(app)                         # the whole feed of that device
        hub.rows("SELECT ...")                  # from its database, reading only
        hub.stop()                              # SIGTERM; a hub that does not end by itself fails the test

`url` is the address people and apps use. With `RealHub(data, public_port=N)` that is port N, where a proxy of the test
stands; `own_url` is the way past it. `hub_id` and `epoch` are those of `GET /api/v1/hub`. What the process writes to
standard error stands in `log`. Sessions that it makes are closed with it.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import requests

from drafts.database import sqlite_module
from hub.__main__ import main
from sync import pairing
from sync.line import new_session
from sync.tokens import Tokens

MAKER = "ann@example.org"
CURATOR = "cor@example.org"
PASSWORD = "correct horse battery"
ROOT = Path(__file__).parents[2]
_ENDS_WITHIN_S = 30


class RealHub:
    def __init__(self, data: Path, *words: str, public_port: int | None = None) -> None:
        self.data = data
        self.log = data.parent / f"{data.name}.log"
        self.port = free_port()
        self.own_url = f"http://127.0.0.1:{self.port}"
        self.url = f"http://127.0.0.1:{public_port or self.port}"
        self._words = words
        self._process: subprocess.Popen[bytes] | None = None
        self._held = ExitStack()
        self._curator: requests.Session | None = None

    def __enter__(self) -> RealHub:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()
        if self._process is not None:
            self.kill()

    @property
    def pid(self) -> int:
        assert self._process is not None, "the hub is not running"
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Returns when it answers. The first start makes the data folder."""
        assert self._process is None, "the hub is running"
        serve = ["serve", "--data", str(self.data), "--port", str(self.port), "--public-url", self.url]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "hub", *serve, *self._words],
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
            )
        assert self._process.stdout is not None
        # It says where it is once it listens.
        first = self._process.stdout.readline()
        assert first, self.log.read_text(encoding="utf-8")
        with new_session(self.own_url) as session:
            told = session.get(f"{self.own_url}/api/v1/hub", timeout=20).json()
        self.hub_id: str = told["hub_id"]
        self.epoch: int = told["epoch"]

    def kill(self) -> None:
        """SIGKILL. Returns when the process is gone."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        status = self._end(signal.SIGTERM)
        assert status == 0, (status, self.log.read_text(encoding="utf-8"))

    def restart(self) -> None:
        self.kill()
        self.start()

    def _end(self, how: signal.Signals) -> int:
        assert self._process is not None, "the hub is not running"
        process, self._process = self._process, None
        process.send_signal(how)
        try:
            return process.wait(_ENDS_WITHIN_S)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            assert process.stdout is not None
            process.stdout.close()

    def command(self, *words: str, given: str = "", status: int = 0) -> dict[str, Any]:
        """A command of vonk-hub on this hub's data, run in the test's process. It may run beside the server."""
        said, told, typed = StringIO(), StringIO(), sys.stdin
        sys.stdin = StringIO(given)
        try:
            with redirect_stdout(said), redirect_stderr(told):
                ended = main([*words, "--data", str(self.data), "--json"])
        finally:
            sys.stdin = typed
        assert ended == status, (words, said.getvalue(), told.getvalue())
        lines = said.getvalue().splitlines()
        return dict(json.loads(lines[-1])) if lines else {}

    def add_people(self, *trusted_with: str) -> None:
        """A maker (trusted with these formats: `clip`, `tip`, ...) and a curator of everything."""
        self.command("team", "add", "Planning")
        trust = [word for format_ in trusted_with for word in ("--trust", format_)]
        self.add_person(MAKER, "Ann", "--role", "ambassador", "--team", "Planning", *trust)
        self.add_person(CURATOR, "Cor", "--role", "curator")

    def add_person(self, email: str, name: str, *words: str) -> None:
        self.command("user", "add", email, "--name", name, *words, "--password-stdin", given=PASSWORD + "\n")

    def browser(self, email: str) -> requests.Session:
        """Signed in. The session cookie lives in the hub's database, so a restart does not end it."""
        session = self._held.enter_context(new_session(self.own_url))
        session.headers["Origin"] = self.url
        page = session.get(f"{self.own_url}/sign-in", timeout=30).text
        form = {"csrf": _csrf(page), "email": email, "password": PASSWORD}
        answer = session.post(f"{self.own_url}/sign-in", data=form, allow_redirects=False, timeout=30)
        assert answer.status_code == 303, answer.text
        return session

    def pair(self, email: str = MAKER, device_name: str = "laptop") -> Tokens:
        """As the app connects and the person allows it in a browser."""
        with new_session(self.own_url) as session:
            asked = pairing.begin(self.own_url, device_name, session)
            person = self.browser(email)
            code = asked.user_code
            page = person.get(f"{self.own_url}/pair", params={"code": code}, timeout=30).text
            form = {"csrf": _csrf(page), "code": code, "decision": "allow"}
            allowed = person.post(f"{self.own_url}/pair", data=form, timeout=30)
            assert allowed.status_code == 200, allowed.text
            tokens = pairing.poll(asked, session)
        assert isinstance(tokens, Tokens), tokens
        return tokens

    def device(self, tokens: Tokens) -> requests.Session:
        """Speaks as this device. Addresses are the caller's: `url`, or `own_url` past the proxy."""
        session = self._held.enter_context(new_session(self.own_url))
        session.headers["Authorization"] = f"Bearer {tokens.access}"
        return session

    def events(self, device: requests.Session) -> list[dict[str, Any]]:
        """All that the feed has for this device, oldest first."""
        told: list[dict[str, Any]] = []
        cursor = 0
        while True:
            page = device.get(f"{self.own_url}/api/v1/feed", params={"cursor": cursor}, timeout=30).json()
            if page["cursor"] <= cursor:
                return told
            told += page["events"]
            cursor = page["cursor"]

    def approve(self, item_id: str, content_hash: str) -> None:
        self._judge(item_id, content_hash, "approve", "")

    def request_changes(self, item_id: str, content_hash: str, comment: str) -> None:
        self._judge(item_id, content_hash, "request_changes", comment)

    def _judge(self, item_id: str, content_hash: str, decision: str, comment: str) -> None:
        self._curator = self._curator or self.browser(CURATOR)
        place = f"{self.own_url}/review/{item_id}"
        page = self._curator.get(place, timeout=30)
        assert page.status_code == 200, page.text
        form = {"csrf": _csrf(page.text), "content_hash": content_hash, "decision": decision, "comment": comment}
        form |= dict.fromkeys(("clear", "correct", "applicable"), "4")
        answer = self._curator.post(place, data=form, allow_redirects=False, timeout=30)
        assert answer.status_code == 303, answer.text

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        # The same SQLite as the commands above: two of them in one process drop each other's locks.
        with closing(sqlite_module().connect(f"file:{self.data / 'hub.db'}?mode=ro", uri=True)) as connection:
            found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
            return found


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]
