"""A person's computer as the app puts it together: store, engine, client, and a clock that skips the waiting."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from core.clock import utc_now
from core.content import Audience, BlobRef, ClipBody, Content, TipBody
from core.draft import Draft, random_id
from core.feed import HubIdentity
from core.review import ReviewState
from drafts.records import DraftSummary, HubLink
from drafts.store import open_store
from drafts.turn import Turn
from sync.engine import SyncEngine, SyncReport
from sync.hub_client import HubClient
from sync.line import new_session
from sync.tokens import TokenKeeper, Tokens
from tests.faults.real_hub import RealHub


class SkippingClock:
    """The real time, and as much later as was skipped."""

    def __init__(self) -> None:
        self._skipped = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self._skipped

    def skip_to(self, moment: datetime) -> None:
        self._skipped += max(timedelta(), moment - self())


class Kept:
    """Tokens as the keyring keeps them."""

    kept = True

    def __init__(self, tokens: Tokens) -> None:
        self.tokens: Tokens | None = tokens

    def load(self) -> Tokens | None:
        return self.tokens

    def keep(self, tokens: Tokens) -> bool:
        self.tokens = tokens
        return True

    def forget(self) -> None:
        self.tokens = None


class Desk:
    """`client` may be wrapped by `wrap` before the engine gets it. Close it when done."""

    def __init__(
        self,
        home: Path,
        url: str,
        hub_id: str,
        tokens: Tokens,
        *,
        clock: SkippingClock | None = None,
        dice: random.Random | None = None,
        wrap: Callable[[HubClient], HubClient] = lambda client: client,
    ) -> None:
        self.home = home
        self.clock = clock or SkippingClock()
        self.kept = Kept(tokens)
        self.held = ExitStack()
        self.store = open_store(home / "drafts.db", home / "blobs", clock=self.clock, new_id=random_id)
        self.held.callback(self.store.close)
        self.session = self.held.enter_context(new_session(url))
        keeper = TokenKeeper(url, self.kept, self.session, Turn(home / "tokens.lock"), self.clock)
        self.client = wrap(HubClient(url, keeper, self.session, hub_id))
        self.store.connect_hub(HubLink(url, HubIdentity(hub_id, 1, "Vonk"), self.clock(), "Ann"))
        self.engine = SyncEngine(
            self.store.outbox,
            self.store.blobs,
            self.client,
            self.store,
            clock=self.clock,
            random=(dice or random.Random(0)).random,
            monotonic=time.monotonic,
        )

    def close(self) -> None:
        self.held.close()

    def sync(self) -> SyncReport:
        return self.engine.run_once()

    def sync_until_sent(self, passes: int = 20) -> list[SyncReport]:
        """Pass after pass, without the waiting between them, until nothing waits. What is parked stays parked."""
        reports = [self.sync()]
        while reports[-1].waiting and len(reports) < passes:
            if reports[-1].next_wake is not None:
                self.clock.skip_to(reports[-1].next_wake)
            reports.append(self.sync())
        assert reports[-1].waiting == 0, reports
        return reports

    def tip(self, title: str = "Tip") -> Draft:
        content = Content(TipBody("a", "b", "c"), title=title, language="en", audience=Audience(everyone=True))
        return self.store.submit(self.store.new_draft(content).id)

    def clip(self, data: bytes, title: str = "Clip") -> Draft:
        body = ClipBody(media=self.add(data), duration_ms=1000, width=160, height=90)
        content = Content(body, title=title, language="en", audience=Audience(everyone=True))
        return self.store.submit(self.store.new_draft(content).id)

    def add(self, data: bytes) -> BlobRef:
        source = self.home / "source.mp4"
        source.write_bytes(data)
        return self.store.blobs.add_file(source, "video/mp4")

    def summary(self, item_id: str) -> DraftSummary:
        return next(each for each in self.store.summaries() if each.id == item_id)


def arrived_once(hub: RealHub, desk: Desk, item_id: str, data: bytes | None = None) -> None:
    """The hub has one version of it, told of once; its bytes are right; the app knows that it is there."""
    draft = desk.store.draft(item_id)
    versions = hub.rows(f"SELECT sequence, content_hash FROM versions WHERE item_id = '{item_id}'")
    assert [version[1] for version in versions] == [draft.submitted_hash]
    told = hub.rows(f"SELECT 1 FROM audit WHERE item_id = '{item_id}' AND what = 'submitted'")
    assert len(told) == 1
    assert desk.summary(item_id).to_hub.value == "posted"
    if data is not None:
        sha256 = hashlib.sha256(data).hexdigest()
        stored = [path for path in (hub.data / "blobs").rglob(sha256) if path.is_file()]
        assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in stored] == [sha256]
    desk.sync()
    assert [event.state for event in desk.store.feedback(item_id)][:1] == [ReviewState.SUBMITTED]
