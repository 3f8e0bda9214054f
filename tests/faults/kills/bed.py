"""What a campaign of kills stands on: a hub that is forked, a channel that hears, a curator who judges."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import requests

from desktop.commands.hub import finish_pairing
from drafts.store import Store
from media.ffmpeg import executable
from sync.credentials import Credentials, service_name
from sync.pairing import begin
from sync.tokens import Tokens
from tests.faults.kills.file_ring import FileRing
from tests.faults.kills.forks import Forks
from tests.faults.real_hub import CURATOR, RealHub

CHANNELS = 8
"""A channel takes one post a second: with eight, as many teams are told at once."""


class ForkedHub(RealHub):
    """The real hub, started by a fork: a tenth of a second instead of one."""

    def __init__(self, data: Path, scratch: Path, *words: str) -> None:
        super().__init__(data, *words)
        serve = ["--data", str(data), "--port", str(self.port), "--public-url", self.url, *words]
        # Its clips are prepared in a folder of the test: a hub that is killed leaves its scratch behind.
        self.forks = Forks("tests.faults.kills.hub_worker", self.log, *serve, TMPDIR=str(scratch))
        self.started_in_s: list[float] = []

    def __exit__(self, *_: object) -> None:
        self._held.close()
        self.forks.__exit__()

    @property
    def running(self) -> bool:
        return self.forks.running

    def start(self) -> None:
        begun = time.monotonic()
        self.forks.fork({})
        assert self.forks.wait("said", 30), self.log.read_text(encoding="utf-8")
        self.started_in_s.append(time.monotonic() - begun)

    def kill(self) -> None:
        self.forks.kill()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return look_up(self.data / "hub.db", query)

    def stop(self) -> None:
        self.forks.kill(signal.SIGTERM)
        assert self.forks.values("dead")[-1] == 0, self.log.read_text(encoding="utf-8")


def look_up(books: Path, query: str) -> list[tuple[Any, ...]]:
    """Reading only, with the SQLite of the product: two copies of it in one process take away each other's locks."""
    with closing(sqlite.connect(f"file:{books}?mode=ro", uri=True)) as connection:
        return list(connection.execute(query).fetchall())


def connect(hub: RealHub, store: Store, home_id: str, ring: FileRing, tokens: Tokens) -> None:
    """What `vonk hub connect` does once the person has allowed it."""
    asked = begin(hub.url, "laptop")
    assert finish_pairing(store, Credentials(service_name(home_id), ring), asked, tokens)


class Channel:
    """The receiving end of all channels. `heard` counts posts by path and title; it answers after a moment."""

    def __init__(self) -> None:
        self.heard: Counter[tuple[str, str]] = Counter()
        self.arrived = threading.Event()
        self.place = ""

    def take(self, path: str, card: dict) -> None:
        title = next(block["text"]["text"] for block in card["blocks"] if block["type"] == "header")
        self.heard[path, title] += 1
        self.arrived.set()


@contextmanager
def listening() -> Iterator[Channel]:
    channel = Channel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            channel.take(self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            # A post is in flight for a while, as it is on a real line: a kill may come before the answer.
            time.sleep(random.uniform(0, 0.03))
            try:
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    channel.place = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield channel
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Curator:
    """Approves whatever waits, through the form, for as long as it works; a hub that is gone is tried again later.

    `said` are those that the hub answered to be approved.
    """

    def __init__(self, hub: ForkedHub) -> None:
        self._hub = hub
        self._browser = hub.browser(CURATOR)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self.judging = threading.Event()
        self.said: set[tuple[str, str]] = set()
        self.trouble: list[str] = []

    def __enter__(self) -> Curator:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._ending.wait(0.05):
            for key in self._hub.rows(WAITING):
                if self._ending.is_set():
                    return
                try:
                    self._approve(*key)
                except requests.RequestException:
                    # The hub died under it: a person would wait and look again.
                    self._ending.wait(0.1)

    def _approve(self, item_id: str, content_hash: str) -> None:
        place = f"{self._hub.url}/review/{item_id}"
        page = self._browser.get(place, timeout=20)
        if page.status_code == 404:
            # It was approved, and the answer got lost.
            return
        token = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert token is not None, page.text
        form = {"csrf": token[1], "content_hash": content_hash, "decision": "approve", "comment": ""}
        form |= dict.fromkeys(("clear", "correct", "applicable"), "4")
        self.judging.set()
        answer = self._browser.post(place, data=form, allow_redirects=False, timeout=20)
        if answer.status_code == 303:
            self.said.add((item_id, content_hash))
        elif answer.status_code != 404:
            self.trouble.append(f"{answer.status_code} {answer.text[:300]}")


WAITING = "SELECT item_id, content_hash FROM versions WHERE state = 'submitted' ORDER BY sequence"


def a_real_clip(target: Path) -> Path:
    source = ("-f", "lavfi", "-i", "testsrc=size=160x90:rate=10:duration=1")
    subprocess.run([executable(), "-loglevel", "error", *source, "-pix_fmt", "yuv420p", str(target)], check=True)
    return target


def within(seconds: float, true: Callable[[], object]) -> bool:
    end = time.monotonic() + seconds
    while not (reached := bool(true())) and time.monotonic() < end:
        threading.Event().wait(0.05)
    return reached


def all_done(left: Callable[[], list[tuple[Any, ...]]], patience_s: float = 60) -> bool:
    """Whether nothing is left in the end; as long as it becomes less, or changes, it is waited for."""
    while last := left():
        if not within(patience_s, lambda last=last: left() != last):
            return False
    return True
