"""kill -9 at any moment between writing a draft and the hub's answer: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading

ROUNDS = 30

_WORKER = """
import json, os, sys, time
from pathlib import Path
from core.clock import utc_now
from core.content import Audience, ClipBody, Content, TipBody
from core.draft import random_id
from datetime import datetime, timedelta, UTC
from drafts import migrating
from drafts.store import open_store
from drafts.turn import Turn
from sync.engine import SyncEngine
from sync.hub_client import HubClient
from sync.line import new_session
from sync.tokens import TokenKeeper, Tokens

home, url, hub_id = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

class Kept:
    kept = True
    def load(self): return Tokens("access-1", "refresh-1", utc_now() + timedelta(hours=1))
    def keep(self, tokens): return True
    def forget(self): pass

def tell(word, value):
    os.write(1, (json.dumps([word, value]) + chr(10)).encode())

def work():
    store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)
    session = new_session(url)
    keeper = TokenKeeper(url, Kept(), session, Turn(home / "tokens.lock"), utc_now)
    engine = SyncEngine(store.outbox, store.blobs, HubClient(url, keeper, session, hub_id), store,
                        clock=utc_now, random=lambda: 0.0, monotonic=time.monotonic)
    while True:
        source = home / f"source-{os.getpid()}"
        source.write_bytes(os.urandom(600_000))
        blob = store.blobs.add_file(source, "video/mp4")
        for body in (TipBody(action="a"), ClipBody(media=blob)):
            draft = store.new_draft(Content(body, title="t", audience=Audience(everyone=True)))
            tell("made", draft.id)
            asked = store.submit(draft.id)
            tell("asked", [asked.id, asked.submitted_hash])
        engine.run_once()

tell("ready", 0)
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        work()
    tell("pid", pid)
    os.waitpid(pid, 0)
    tell("dead", pid)
"""


def test_no_kill_loses_or_doubles_anything(desk, hub, tmp_path):
    dice = random.Random(seed := random.randrange(2**32))
    print(f"seed {seed}")
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(tmp_path), hub.url, hub.hub_id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    told: list[tuple[str, object]] = []
    reached = {word: threading.Semaphore(0) for word in ("ready", "pid", "dead")}

    def listen() -> None:
        for line in worker.stdout:
            word, value = json.loads(line)
            told.append((word, value))
            if word in reached:
                reached[word].release()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        assert reached["ready"].acquire(timeout=30)
        rounds = 0
        # A busy machine gets less done before each kill: it gets more of them.
        while rounds < ROUNDS or sum(word == "asked" for word, _ in told) <= ROUNDS / 2:
            rounds += 1
            worker.stdin.write("go\n")
            assert reached["pid"].acquire(timeout=10)
            threading.Event().wait(dice.uniform(0.005, 0.25))
            os.kill(next(value for word, value in reversed(told) if word == "pid"), signal.SIGKILL)
            assert reached["dead"].acquire(timeout=10)
    finally:
        worker.stdin.close()
        worker.wait(timeout=10)
        listener.join()
        worker.stdout.close()
    desk.clock.pass_(days=3650)
    report = desk.sync()
    made = {value for word, value in told if word == "made"}
    asked = {tuple(value) for word, value in told if word == "asked"}
    here = {summary.id: summary for summary in desk.store.summaries()}
    assert report.waiting == report.parked == 0, report
    assert len(asked) > ROUNDS / 2
    assert made <= here.keys(), "a draft that was saved is gone"
    assert asked <= hub.items.keys(), "what was asked for never arrived"
    assert set(hub.created.values()) == {1}
    assert {item_id for item_id, _ in hub.items} == {id for id, each in here.items() if each.review == "submitted"}
    assert all(each.to_hub == "posted" for each in here.values() if each.review == "submitted")
