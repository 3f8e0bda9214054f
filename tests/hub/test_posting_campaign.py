"""Posts to a real receiver that loses answers, says "too fast", hangs up and is down; `-s` shows the figures.

The hub's own clock stands still until the test moves it, so that an hour of waiting takes no time and a post a
millisecond too early is seen.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from channels.posting import post
from core.delivery import DeliveryState
from hub import channels, posting
from hub.database import Database
from hub.jobs import JobKind, claim, free_all, next_due
from hub.schema import deliveries
from tests.campaign import rounds, seed
from web.egress import Egress, Limits

NAMES = ("one", "two", "three")
ONE_SECOND = timedelta(seconds=1)


@dataclass
class Receiver:
    """A channel's service. `plan` holds what it does with the next posts; when it is empty it says ok."""

    clock: Any
    plan: list[str] = field(default_factory=list)
    came: list[tuple[str, datetime, str]] = field(default_factory=list)
    shown: Counter[tuple[str, str]] = field(default_factory=Counter)
    quiet_until: dict[str, datetime] = field(default_factory=dict)
    too_early: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def take(self, channel: str, body: bytes) -> tuple[int, bytes, dict[str, str]] | None:
        """Its answer; None where it has the message and says nothing."""
        now = self.clock()
        card = json.dumps(json.loads(body))
        fault = self.plan.pop(0) if self.plan else "ok"
        self.came.append((channel, now, fault))
        if now < self.quiet_until.get(channel, now):
            self.too_early.append(f"{channel} at {now}")
        if fault.startswith("429"):
            seconds = int(fault.partition(" ")[2])
            self.quiet_until[channel] = now + timedelta(seconds=seconds)
            return 429, b"slow down", {"Retry-After": str(seconds)}
        if fault == "503":
            return 503, b"down", {}
        self.shown[channel, card] += 1
        if fault == "silent":
            self.over.wait(5.0)
        return None if fault in ("dropped", "silent") else (200, b"ok", {})


@pytest.fixture
def receiver(world) -> Iterator[Receiver]:
    taking = Receiver(world.clock)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = taking.take(self.path.strip("/"), body)
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer[0])
            for name, value in answer[2].items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer[1])

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    taking.port = server.server_address[1]
    egress = Egress(frozenset({f"127.0.0.1:{taking.port}"}), limits=Limits(connect_s=2.0, silence_s=0.2, total_s=2.0))
    world.hub.worker._handlers[JobKind.POST]._send = lambda kind, address, card: post(kind, address, card, egress)
    with world.hub.database.write() as db:
        for name in NAMES:
            address = f"http://127.0.0.1:{taking.port}/{name}"
            channels.add_channel(
                db, world.hub.box, world.clock(), name=name, kind="slack", address=address, team_id=None, by="vonk"
            )
    yield taking
    taking.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def states(database: Database) -> dict[str, DeliveryState]:
    with database.read() as db:
        return {row.id: DeliveryState(row.state) for row in db.execute(select(deliveries.c.id, deliveries.c.state))}


def until_nothing_waits(world, longest: timedelta = timedelta(hours=2)) -> None:
    """The hub's work, from one moment at which something is due to the next."""
    end = world.clock() + longest
    while DeliveryState.WAITING in states(world.hub.database).values() and world.clock() < end:
        world.work()
        with world.hub.database.read() as db:
            due = next_due(db)
        world.clock.moment = max(world.clock() + timedelta(milliseconds=200), due or world.clock())


def test_who_was_told_to_wait_sends_nothing_else_to_that_channel_either(world, receiver):
    receiver.plan = ["429 30", "429 30", "429 30"]
    world.publish("ann", world.tip("First"))
    world.publish("ann", world.tip("Second"))
    until_nothing_waits(world)
    assert receiver.too_early == []
    assert set(states(world.hub.database).values()) == {DeliveryState.POSTED}
    assert set(receiver.shown.values()) == {1}
    assert len(receiver.shown) == 6


def test_the_wait_a_service_asked_for_outlives_the_hub(world, receiver):
    receiver.plan = ["429 30", "429 30", "429 30"]
    world.publish("ann", world.tip())
    handler = world.hub.worker._handlers[JobKind.POST]
    with world.hub.database.write() as db:
        taken = [claim(db, world.clock()) for _ in NAMES]
    for job in taken:
        handler(job)
    # The hub ends here: the jobs were never settled, and the next start frees them.
    with world.hub.database.write() as db:
        free_all(db, world.clock())
    until_nothing_waits(world)
    assert receiver.too_early == []
    assert set(receiver.shown.values()) == {1}


def campaign(world, receiver: Receiver, time_outs: int) -> None:
    random = Random(seed())
    injected = 0
    published = 0
    while injected < time_outs:
        lost = random.choices(["dropped", "silent"], [9, 1])[0]
        faults = random.choices([lost, "ok", "429 7", "429 31", "503"], [6, 2, 1, 1, 1], k=len(NAMES))
        injected += faults.count("dropped") + faults.count("silent")
        receiver.plan += faults
        world.publish("ann", world.tip(f"Tip {published}"))
        published += 1
        if random.random() < 0.5:
            until_nothing_waits(world)
    until_nothing_waits(world)
    _judge(world, receiver, injected, published)


def _judge(world, receiver: Receiver, injected: int, published: int) -> None:
    found = states(world.hub.database)
    uncertain = {each for each, state in found.items() if state is DeliveryState.UNCERTAIN}
    mine = world.browser("ann").get("/mine").text
    admin = world.browser("adm").get("/admin/channels").text
    asked_maker = {each for each in uncertain if f'value="{each}"' in mine}
    asked_admin = {each for each in uncertain if f'value="{each}"' in admin}
    at_once = {
        name: min((b - a for a, b in pairwise(at for channel, at, _ in receiver.came if channel == name)), default=None)
        for name in NAMES
    }
    waits = sum(fault.startswith("429") for _, _, fault in receiver.came)
    doubled = sum(times - 1 for times in receiver.shown.values())
    print(
        f"{published} items, {len(receiver.came)} requests, {injected} time-outs: {doubled} doubled, {len(uncertain)} "
        f"uncertain, {len(asked_maker)} of them asked of the maker and {len(asked_admin)} of the admin; "
        f"{waits} x 429, {len(receiver.too_early)} posts too early; closest two in a channel: {min(at_once.values())}"
    )
    assert doubled == 0
    assert len(uncertain) == injected
    assert asked_maker == uncertain
    assert asked_admin == uncertain
    assert receiver.too_early == []
    assert min(at_once.values()) >= ONE_SECOND
    assert set(found.values()) <= {DeliveryState.POSTED, DeliveryState.UNCERTAIN}
    assert len(found) == published * len(NAMES)
    assert posting.BETWEEN_POSTS >= ONE_SECOND


def test_lost_answers_double_nothing_and_each_is_asked_of_a_person(world, receiver):
    campaign(world, receiver, rounds(30))


@pytest.mark.long
def test_a_thousand_lost_answers_double_nothing_and_each_is_asked_of_a_person(world, receiver):
    campaign(world, receiver, rounds(1000))
