"""Many people and one hub in virtual time: the real engine of each, and no second of waiting.

A client's pass runs in a greenlet of its own: each request to the hub hands over to whoever comes next in time, so
that 200 passes lie through each other as they would on 200 computers. All chance comes from one seed.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Literal, TypeVar

from greenlet import getcurrent, greenlet

from core.feed import HubIdentity, ReviewEvent
from core.review import ReviewState
from desktop.presenters import syncing
from sync.engine import SyncEngine, SyncReport
from sync.errors import refused, unreachable
from sync.line import CONNECT_S, READ_S
from sync.ports import ItemAnswer
from tests.sync.memory_store import MemoryStore, NoBlobs

BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
IDENTITY = HubIdentity("hub", 1, "Proef")
LATENCY_S = (0.005, 0.04)

T = TypeVar("T")
Poison = Literal["refused", "broken", "hanging"]
"""What becomes of a bad item each time: 422, 500, or no answer before the client gives up."""


class World:
    """The clock, and who wakes when. Equal moments go in the order in which they were asked for."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.now = 0.0
        self._order = count()
        self._heap: list[tuple[float, int, Callable[[], object]]] = []
        self._main = getcurrent()

    def clock(self) -> datetime:
        return BEGIN + timedelta(seconds=self.now)

    def at(self, moment: float, what: Callable[[], object]) -> None:
        heapq.heappush(self._heap, (moment, next(self._order), what))

    def sleep(self, seconds: float) -> None:
        """In a client's greenlet: go on after this long."""
        self.at(self.now + seconds, getcurrent().switch)
        self._main.switch()

    def run(self, until: float, done: Callable[[], bool] = lambda: False) -> None:
        self._main = getcurrent()
        while self._heap and self._heap[0][0] <= until and not done():
            self.now, _, what = heapq.heappop(self._heap)
            what()
        if not done():
            self.now = until


@dataclass(frozen=True)
class Capacity:
    """`writes_s` and `reads_s`: how long the hub works on one request, and it works on one at a time.

    More than `most_waiting` in line are sent away with 429; None: nobody is, as in the hub now. Who has stood in line
    for `busy_s` gets 503, as from a database that stays locked.
    """

    writes_s: float = 0.02
    reads_s: float = 0.005
    most_waiting: int | None = None
    busy_s: float = 5.0
    retry_after_s: float = 5.0


@dataclass
class ModelledHub:
    """What all clients share. `silent`: while it is down nothing answers, instead of a refused connection."""

    world: World
    capacity: Capacity = Capacity()
    up: bool = True
    silent: bool = False
    free_at: float = 0.0
    asked: list[tuple[float, int]] = field(default_factory=list)
    longest_line: int = 0
    versions: dict[tuple[str, str], ReviewState] = field(default_factory=dict)
    arrived: dict[str, float] = field(default_factory=dict)
    created: Counter[tuple[str, str]] = field(default_factory=Counter)
    order: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    feeds: dict[str, list[ReviewEvent]] = field(default_factory=dict)
    poison: dict[str, Poison] = field(default_factory=dict)

    def request(self, seconds: float, effect: Callable[[], T], *, online: bool) -> T:
        """Through the line of waiting requests, in virtual time."""
        world = self.world
        if not online:
            raise unreachable()
        world.sleep(world.random.uniform(*LATENCY_S))
        if not self.up:
            world.sleep(CONNECT_S if self.silent else 0.0)
            raise unreachable()
        wait_s = max(0.0, self.free_at - world.now)
        waiting = round(wait_s / self.capacity.writes_s)
        self.longest_line = max(self.longest_line, waiting)
        if self.capacity.most_waiting is not None and waiting > self.capacity.most_waiting:
            self._told(429)
            raise unreachable(self.capacity.retry_after_s)
        if wait_s > self.capacity.busy_s:
            self._told(503)
            world.sleep(min(self.capacity.busy_s, READ_S))
            raise unreachable(30.0)
        self._told(200)
        self.free_at = world.now + wait_s + seconds
        world.sleep(wait_s + seconds)
        if not self.up:
            raise unreachable()
        answer = effect()
        world.sleep(world.random.uniform(*LATENCY_S))
        return answer

    def _told(self, status: int) -> None:
        self.asked.append((self.world.now, status))


class Line:
    """One client's way to the hub: the port of the engine, with the work done at the hub."""

    def __init__(self, hub: ModelledHub, who: str) -> None:
        self.hub, self.who, self.online = hub, who, True
        self.told_directory = False

    def _read(self, effect: Callable[[], T]) -> T:
        return self.hub.request(self.hub.capacity.reads_s, effect, online=self.online)

    def greet(self) -> HubIdentity:
        return self._read(lambda: IDENTITY)

    def put_item(self, item_id: str, content_hash: str, manifest: str, base: str | None) -> ItemAnswer:
        hub = self.hub

        def keep() -> ItemAnswer:
            key = (item_id, content_hash)
            self._spoil(item_id)
            if key not in hub.versions:
                hub.created[key] += 1
                hub.arrived[item_id] = hub.world.now
                self._say(key, ReviewState.SUBMITTED)
                hub.order.setdefault(item_id, []).append(("submit", content_hash))
            return ItemAnswer(ReviewState.SUBMITTED, None)

        return hub.request(hub.capacity.writes_s, keep, online=self.online)

    def withdraw_item(self, item_id: str, content_hash: str) -> None:
        def take_back() -> None:
            if (item_id, content_hash) not in self.hub.versions:
                raise refused("not_found")
            self._say((item_id, content_hash), ReviewState.DRAFT)
            self.hub.order.setdefault(item_id, []).append(("withdraw", content_hash))

        self.hub.request(self.hub.capacity.writes_s, take_back, online=self.online)

    def _say(self, key: tuple[str, str], state: ReviewState) -> None:
        self.hub.versions[key] = state
        feed = self.hub.feeds.setdefault(self.who, [])
        feed.append(ReviewEvent(len(feed) + 1, BEGIN, *key, state, "Cor", "", (), None))

    def _spoil(self, item_id: str) -> None:
        match self.hub.poison.get(item_id):
            case "refused":
                raise refused("malformed")
            case "broken":
                raise unreachable()
            case "hanging":
                self.hub.world.sleep(READ_S)
                raise unreachable()

    def feed(self, cursor: int) -> tuple[tuple[ReviewEvent, ...], int]:
        events = self.hub.feeds.get(self.who, [])
        return self._read(lambda: (tuple(events[cursor : cursor + 100]), min(len(events), cursor + 100)))

    def directory(self) -> None:
        return self._read(lambda: None)


class Client:
    """One person's computer: the real engine, the store in memory, and the presenter's way of waking."""

    def __init__(self, world: World, hub: ModelledHub, number: int) -> None:
        self.world, self.number = world, number
        made = count(1)
        name = f"c{number}"
        self.store = MemoryStore(world.clock, lambda: f"{name}-{next(made)}", lambda text: (str(text), str(text)))
        self.store.connect(IDENTITY)
        self.line = Line(hub, name)
        self.random = Random(world.random.random())
        self.engine = SyncEngine(
            self.store,
            NoBlobs(),
            self.line,
            self.store,
            clock=world.clock,
            random=self.random.random,
            monotonic=lambda: world.now,
        )
        self.last: SyncReport | None = None
        self._turn = 0
        self._in_pass = self._again = False
        self._life = greenlet(self._live)

    def start(self, at: float) -> None:
        self.world.at(at, self._life.switch)

    def submit(self, content: str, item_id: str | None = None) -> str:
        """Write and ask for review, and wake the engine as the window does."""
        item_id = self.store.new_draft(content).id if item_id is None else self.store.save(item_id, content).id
        self.store.submit(item_id)
        self.wake()
        return item_id

    def wake(self) -> None:
        if self._in_pass:
            self._again = True
        else:
            self._wake_at(self.world.now)

    def network(self, online: bool) -> None:
        """The network goes or comes, and the system says so: `wake_soon`, over the time that the app takes for it."""
        self.line.online = online
        self.world.at(self.world.now + self.random.uniform(0.0, syncing.SPREAD_S), self.wake)

    def _wake_at(self, moment: float) -> None:
        self._turn += 1
        turn = self._turn

        def ring() -> None:
            if turn == self._turn and not self._in_pass:
                self._life.switch()

        self.world.at(moment, ring)

    def _live(self) -> None:
        while True:
            self._in_pass, self._again = True, False
            self.last = report = self.engine.run_once()
            self._in_pass = False
            wait_s = (report.next_wake - self.world.clock()).total_seconds()
            wait_s = min(max(wait_s, syncing._AT_LEAST_S), syncing._AT_MOST_S)
            self._wake_at(self.world.now + (0.0 if self._again else wait_s))
            self.world._main.switch()


def all_synced(clients: list[Client]) -> bool:
    return all(not client.store.open for client in clients)


def busiest(moments: list[float], window_s: float) -> int:
    """The most requests in any window of this length."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - window_s:
            first += 1
        most = max(most, last - first + 1)
    return most
