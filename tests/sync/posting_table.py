"""One person's computer without a hub, a service that answers as told, and ways to die between the two."""

from __future__ import annotations

from collections import Counter

from channels.direct import DirectPost
from channels.posting import Outcome
from core.content import Audience, Content, TipBody
from core.delivery import DeliveryAction
from core.draft import random_id
from core.language import Bilingual
from core.review import Criterion
from drafts.store import open_store
from sync.posting import PostingEngine
from tests.sync.conftest import FakeClock

ALL = frozenset(Criterion)
WHY = Bilingual(en="Why", nl="Waarom")
CONFIRM, HAND_OVER, DOUBT, FAIL, POSTPONE = (
    DeliveryAction.CONFIRM,
    DeliveryAction.HAND_OVER,
    DeliveryAction.DOUBT,
    DeliveryAction.FAIL,
    DeliveryAction.POSTPONE,
)


class Killed(BaseException):
    """The process is gone: nothing of what it would have done next happens."""


class Service:
    """What stands in the channels, and the moments it came. `answers` are given in turn, then everything is taken."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.answers: list[Outcome] = []
        self.said: list[tuple[str, str, DirectPost]] = []
        self.moments: list = []
        self.shown: Counter = Counter()
        """How often each post may stand in each kind of channel."""

    def __call__(self, kind: str, address: str, post: DirectPost) -> Outcome:
        self.said.append((kind, address, post))
        self.moments.append(self.clock.now)
        outcome = self.answers.pop(0) if self.answers else Outcome(CONFIRM, 200)
        self.shown[kind, post.key] += outcome.action in (CONFIRM, HAND_OVER, DOUBT)
        return outcome


class Table:
    """One person's computer without a hub."""

    def __init__(self, home) -> None:
        self.home = home
        self.clock = FakeClock()
        self.service = Service(self.clock)
        self.addresses: dict[str, str] = {}
        self.store = None
        self.start()

    def start(self) -> None:
        """As a new process: what the earlier one held in memory is gone."""
        self.stop()
        self.store = open_store(self.home / "drafts.db", self.home / "blobs", clock=self.clock, new_id=random_id)
        self.engine = PostingEngine(
            self.store.post_queue,
            self,
            self.store.blobs,
            lambda *sent: self.service(*sent),
            self.clock,
            lambda: 0.5,
            maker=lambda: "Mia van hier",
        )

    def stop(self) -> None:
        if self.store is not None:
            self.store.close()
            self.store = None

    def load(self, channel_id: str) -> str | None:
        return self.addresses.get(channel_id)

    def channel(self, kind: str = "slack_webhook", address: str | None = "geheim"):
        made = self.store.add_channel(kind, f"Kanaal {kind}", "/mnt/team" if kind == "folder" else "")
        if address is not None and kind != "folder":
            self.addresses[made.id] = address
        return made

    def tip(self, *channels, title: str = "Tip") -> str:
        content = Content(TipBody(action="Druk F2"), title=title, audience=Audience(everyone=True))
        item_id = self.store.new_draft(content).id
        for channel in channels:
            self.store.post(item_id, channel.id, ALL)
        return item_id

    def states(self) -> dict[str, str]:
        return {post.title: post.state.value for post in self.store.posts()}

    def reason(self) -> Bilingual | None:
        (post,) = self.store.posts()
        return post.reason


DEATHS = ("before start", "after start", "while sending", "answer lost", "answered", "written down")


class Dying:
    """Stands between engine and queue and kills the process at one place of the life of one attempt."""

    def __init__(self, table: Table, death: str) -> None:
        self.death, self.dead = death, False
        self.queue, self.service = table.store.post_queue, table.service
        table.engine._posts, table.engine._send = self, self.send

    def die(self, place: str) -> None:
        self.dead = self.dead or self.death == place
        self.live()

    def live(self) -> None:
        """The dead write nothing down, not even in a `finally`."""
        if self.dead:
            raise Killed

    def __getattr__(self, name):
        self.live()
        return getattr(self.queue, name)

    def start(self, row):
        self.die("before start")
        begun = self.queue.start(row)
        self.die("after start")
        return begun

    def send(self, *sent):
        self.die("while sending")
        outcome = self.service(*sent)
        self.die("answer lost")
        return outcome

    def settled(self, *words):
        self.die("answered")
        self.queue.settled(*words)
        self.die("written down")

    def postponed(self, *words):
        self.die("answered")
        self.queue.postponed(*words)
        self.die("written down")
