"""The app's one hub: connecting to it, and one pass of sync over that connection; with or without it, posting to
channels. Called on the network lane only."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.clock import Clock
from core.errors import HubTrouble
from desktop.home import Home
from desktop.platform.posting import PostingAlongside, egress_for, posting_engine
from desktop.presenters.connecting import Connected
from drafts.records import HubLink
from drafts.store import Store
from drafts.turn import Turn
from sync import pairing
from sync.credentials import ChannelSecrets, Credentials, service_name
from sync.engine import SyncEngine, SyncReport
from sync.hub_client import HubClient
from sync.line import new_session
from sync.tokens import TokenKeeper
from sync.upload import FREELY, Pace
from web.egress import Egress

_FOR_POSTS_S: Final = 2.0
"""How long a pass waits for what is being posted, so that whoever looks after it sees the outcome."""


def _always() -> bool:
    return True


@dataclass(slots=True)
class _Line:
    link: HubLink
    hang_up: Callable[[], None]
    client: HubClient
    engine: SyncEngine


class HubConnection:
    """Satisfies `HubDoor`. Keeps one open line to the connected hub; another link gets another line.

    `store` may have to wait until the store is open. `pace` and `files_may_go` are the engine's. `secrets` and `egress`
    are for posts; without them the keyring's, and whatever the environment allows.
    """

    def __init__(
        self,
        store: Callable[[], Store],
        credentials: Credentials,
        root: Path,
        device_name: str,
        clock: Clock,
        *,
        pace: Pace = FREELY,
        files_may_go: Callable[[], bool] = _always,
        secrets: ChannelSecrets | None = None,
        egress: Egress | None = None,
    ) -> None:
        self._store, self._credentials, self._clock = store, credentials, clock
        self._turn = Turn(Home(root).tokens_lock)
        self._pace, self._files_may_go = pace, files_may_go
        self._device_name = device_name
        self._line: _Line | None = None
        self._pending: pairing.Pairing | None = None
        self._secrets = secrets or ChannelSecrets(service_name(Home(root).identity()))
        self._egress = egress or egress_for(os.environ)
        self._posting = PostingAlongside(
            lambda: posting_engine(self._store(), self._secrets, self._egress, self._clock), clock
        )

    def one_pass(self) -> SyncReport | None:
        """Send what waits, take what is new. None without a hub. What waits for channels goes beside it, and by itself
        again when its time comes: what the pass gives says nothing of it."""
        line = self._line_now()
        asked = self._posting.look(watching=line is not None)
        try:
            return None if line is None else line.engine.run_once()
        finally:
            self._posting.looked(asked, _FOR_POSTS_S)
            self._posting.rest()

    def knock(self, url: str) -> pairing.Pairing:
        return pairing.begin(url, self._device_name, clock=self._clock)

    def look(self, asked: object) -> Connected | None:
        if not isinstance(asked, pairing.Pairing):
            raise TypeError("only what knock gave can be looked after")
        answer = pairing.poll(asked, clock=self._clock)
        if isinstance(answer, pairing.Pending):
            return None
        self._credentials.keep(answer)
        self._hang_up()
        link = HubLink(asked.url, asked.identity, self._clock(), "")
        self._store().connect_hub(link)
        self._learn_who(link)
        return self.connected()

    def connected(self) -> Connected | None:
        link = self._store().hub()
        if link is None:
            return None
        directory = self._store().directory()
        person = link.person or (directory.person_name if directory else "")
        return Connected(link.identity.name, person, link.url, self._credentials.kept)

    def leave(self) -> None:
        self._hang_up()
        self._credentials.forget()
        self._store().disconnect_hub()

    def close(self) -> None:
        self._posting.close()
        self._hang_up()

    def _learn_who(self, link: HubLink) -> None:
        """The directory at once, so that teams can be chosen; where the line drops now, the next pass brings it."""
        line = self._line_now()
        if line is None:
            return
        try:
            directory = line.client.directory()
        except HubTrouble:
            return
        if directory is not None:
            self._store().keep_directory(directory)
            self._store().connect_hub(HubLink(link.url, link.identity, link.connected_at, directory.person_name))

    def _line_now(self) -> _Line | None:
        link = self._store().hub()
        if link is None:
            self._hang_up()
            return None
        if self._line is None or (self._line.link.url, self._line.link.identity.id) != (link.url, link.identity.id):
            self._hang_up()
            self._line = self._open(link)
        return self._line

    def _open(self, link: HubLink) -> _Line:
        session = new_session(link.url)
        tokens = TokenKeeper(link.url, self._credentials, session, self._turn, self._clock)
        client = HubClient(link.url, tokens, session, link.identity.id)
        store = self._store()
        engine = SyncEngine(
            store.outbox,
            store.blobs,
            client,
            store,
            clock=self._clock,
            random=random.random,
            monotonic=time.monotonic,
            pace=self._pace,
            files_may_go=self._files_may_go,
        )
        return _Line(link, session.close, client, engine)

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.hang_up()
            self._line = None
