"""kill -9 of the app, the hub or both, anywhere between a recording that was stopped and its post in a channel.

0 lost, 0 doubled, 0 approved and not sent. Real processes, a real hub and its database, HTTP between all of them.
SEED replays the schedule: who dies, at which event, how long after it.
"""

from __future__ import annotations

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from core.clock import utc_now
from core.draft import random_id
from drafts.store import Store, open_store
from tests.campaign import rounds, seed
from tests.faults.kills import ledger
from tests.faults.kills.bed import (
    CHANNELS,
    WAITING,
    Channel,
    Curator,
    ForkedHub,
    a_real_clip,
    all_done,
    connect,
    listening,
)
from tests.faults.kills.file_ring import FileRing
from tests.faults.kills.forks import Forks
from tests.faults.real_hub import MAKER

USUAL_S = 15.0
"""As many kills as fit; bringing all home and reading the books takes the rest."""
VICTIMS = {"app": 9, "hub": 8, "both": 3}
MOMENTS = {"any": (4, 0.30), "asked": (2, 0.02), "sending": (4, 0.15), "judging": (4, 0.03), "posting": (4, 0.03)}
"""The event after which somebody dies: how often it is chosen, and how many seconds later at most."""
_EVENT_COMES_WITHIN_S = 1.0
_SETTLED_WITHIN_S = 600


@dataclass
class Town:
    """All that lives while others die."""

    home: Path
    hub: ForkedHub
    app: Forks
    channel: Channel
    curator: Curator
    ring: FileRing
    teams: list[str]
    clip: Path
    done: Counter[str] = field(default_factory=Counter)
    deaths: int = 0

    def start_app(self, dice: random.Random, *, adopt_only: bool = False) -> None:
        order = {"seed": dice.random(), "teams": self.teams, "clip": str(self.clip), "adopt_only": adopt_only}
        self.app.fork(order)

    def reach(self, moment: str) -> str:
        """Wait for the event; where it does not come in time, now is as good as any moment."""
        events = {"judging": self.curator.judging, "posting": self.channel.arrived}
        if moment in events:
            events[moment].clear()
            reached = events[moment].wait(_EVENT_COMES_WITHIN_S)
        else:
            reached = moment == "any" or self.app.wait(moment, _EVENT_COMES_WITHIN_S)
        return moment if reached else "any"

    def one_round(self, dice: random.Random) -> None:
        victim = _one_of(dice, VICTIMS)
        moment = _one_of(dice, {name: often for name, (often, _) in MOMENTS.items()})
        after_s, expire = dice.uniform(0, MOMENTS[moment][1]), dice.random() < 0.2
        if not self.hub.running:
            self.hub.start()
        if not self.app.running:
            if expire:
                self.ring.expire()
            self.start_app(dice)
        reached = self.reach(moment)
        threading.Event().wait(after_s)
        if victim != "app":
            self.hub.kill()
            self.deaths += 1
            if self.deaths % 10 == 0:
                assert self.hub.command("fsck")["ok"]
        if victim != "hub":
            self.app.kill()
        self.done[f"{victim} {reached}"] += 1

    def settle(self, dice: random.Random) -> Store:
        """Everybody comes back and works on until nothing waits."""
        if not self.hub.running:
            self.hub.start()
        self.app.kill()
        self.start_app(dice, adopt_only=True)
        assert self.app.wait("dead", _SETTLED_WITHIN_S), "the app does not come to an end"
        assert self.app.values("dead")[-1] == 0
        # Whatever waits for another try does so for at most a quarter of an hour.
        ahead = open_store(
            self.home / "drafts.db",
            self.home / "blobs",
            clock=lambda: utc_now() + timedelta(minutes=20),
            new_id=random_id,
        )
        ledger.sync_once(ahead, self.home, self.ring)
        # A pass leaves for the next what failed in it; what comes to the hub then has its way to go too.
        while True:
            assert all_done(lambda: self.hub.rows(WAITING)), "the curator does not get through"
            assert all_done(lambda: self.hub.rows(ledger.UNDONE)), self.hub.rows(ledger.JOBS)
            if not ledger.sync_once(ahead, self.home, self.ring).sent:
                return ahead


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    clip = a_real_clip(tmp_path / "clip.mp4")
    with listening() as channel, ForkedHub(tmp_path / "hub", scratch, "--allow-webhook", channel.place) as hub:
        hub.add_people()
        teams = [hub.command("team", "add", f"Team {number}")["id"] for number in range(CHANNELS)]
        for number in range(CHANNELS):
            add = ("channel", "add", f"team-{number}", "--kind", "slack", "--team", f"Team {number}")
            hub.command(*add, "--allow-webhook", channel.place, given=f"http://{channel.place}/{number}\n")
        ring = FileRing(home / "ring.json")
        store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)
        connect(hub, store, ledger.identity(home), ring, hub.pair(MAKER))
        store.close()
        log = tmp_path / "app.log"
        words = Forks("tests.faults.kills.app_worker", log, str(home), VONK_HOME=str(home), QT_QPA_PLATFORM="offscreen")
        with words as app, Curator(hub) as curator:
            yield Town(home, hub, app, channel, curator, ring, teams, clip)


USUAL = pytest.param(None, id="usual")
LONG = pytest.param(1000, id="long", marks=[pytest.mark.long])


@pytest.mark.parametrize("kills", [USUAL, LONG])
def test_no_kill_anywhere_loses_doubles_or_forgets_to_send_anything(town, kills, capsys, tmp_path):
    dice = random.Random(chosen := seed())
    begun = time.monotonic()
    wanted = rounds(kills or 100_000)
    while town.done.total() < wanted and (kills or time.monotonic() - begun < USUAL_S):
        town.one_round(dice)
    took_s = time.monotonic() - begun
    store = town.settle(dice)
    found = ledger.read(store, town.home, town.hub, town.app, town.channel)
    store.close()
    with capsys.disabled():
        print(f"\n{town.done.total()} kills in {took_s:.0f} s ({60 * town.done.total() / took_s:.0f} a minute), "
              f"SEED={chosen}: {dict(sorted(town.done.items()))}")  # fmt: skip
        print(f"hub back in {max(town.hub.started_in_s):.2f} s at most; {found.summary}")
    assert set(town.app.values("dead")) <= {signal.SIGKILL, 0}, "the app ended by itself"
    assert set(town.hub.forks.values("dead")) <= {signal.SIGKILL}, "the hub ended by itself"
    assert not town.curator.trouble
    assert town.curator.said <= found.approved, "what was answered to be approved is not"
    assert found.wrong == []
    for log in (tmp_path / "app.log", town.hub.log):
        assert ledger.broken(log.read_text(encoding="utf-8")) == set()


def _one_of(dice: random.Random, chances: dict[str, int]) -> str:
    return dice.choices(list(chances), list(chances.values()))[0]
