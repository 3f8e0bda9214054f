"""Posting to channels without a hub: its parts joined, and a thread in which it goes on beside everything else."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from channels import direct
from channels.posting import Outcome
from core.clock import Clock
from core.errors import AppError
from desktop.platform.person_name import person_name
from sync.posting import PostingEngine, PostingReport, Send
from web.egress import Egress

if TYPE_CHECKING:
    from drafts.store import Store
    from sync.posting import Secrets

ALLOW: Final = "VONK_ALLOW_CHANNELS"
"""Names places (`host:port`, with commas between) that posts may reach although they are not public https."""
_SOON: Final = timedelta(seconds=2)
_LOOK_WHILE_BUSY_S: Final = 1.0
_AFTER_TROUBLE_S: Final = 60.0
_LAST_ANSWER_S: Final = 10.0
log = logging.getLogger(__name__)


def egress_for(environ: Mapping[str, str]) -> Egress:
    return Egress(allow=frozenset(place for place in environ.get(ALLOW, "").split(",") if place))


def sender_over(egress: Egress) -> Send:
    return partial(_send, egress)


def _send(egress: Egress, kind: str, address: str, post: direct.DirectPost) -> Outcome:
    return direct.send(kind, address, post, egress)


def posting_engine(store: Store, secrets: Secrets, egress: Egress, clock: Clock) -> PostingEngine:
    return PostingEngine(
        store.post_queue,
        secrets,
        store.blobs,
        sender_over(egress),
        clock,
        random.SystemRandom().random,
        maker=person_name,
    )


def post_until_quiet(engine: PostingEngine, clock: Clock, patience_s: float) -> PostingReport:
    """Passes for as long as one more may go within two seconds, all counted as one."""
    end = time.monotonic() + patience_s
    report = engine.run_once()
    while report.next_wake is not None and report.next_wake - clock() <= _SOON and time.monotonic() < end:
        threading.Event().wait(max((report.next_wake - clock()).total_seconds(), 0.05))
        report = engine.run_once().after(report)
    return report


class PostingAlongside:
    """A thread that posts what is due and sleeps until the next may go. It begins at the first `look`.

    `making` gives the engine, in that thread. An upload to the hub of an hour keeps no post waiting, nor the reverse.
    """

    def __init__(self, making: Callable[[], PostingEngine], clock: Clock) -> None:
        self._making, self._clock = making, clock
        self._changed = threading.Condition()
        self._asked = self._done = 0
        self._watching = self._closed = False
        self._thread: threading.Thread | None = None

    def look(self, *, watching: bool = False) -> int:
        """Look now for what may go; `watching`, every second until `rest`. The answer is for `looked`."""
        with self._changed:
            self._asked += 1
            self._watching = watching
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="posting", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return self._asked

    def looked(self, asked: int, patience_s: float) -> bool:
        """Wait until that look is over. False when it takes longer, or was not made."""
        with self._changed:
            return self._changed.wait_for(lambda: self._done >= asked or self._closed, patience_s)

    def rest(self) -> None:
        """From now on look only when called, or when a post's time has come."""
        with self._changed:
            self._watching = False

    def close(self) -> None:
        """Nothing new is begun; what is being sent gets ten seconds for its answer, as nobody else will hear it."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(_LAST_ANSWER_S)

    def _run(self) -> None:
        engine = self._making()
        while True:
            with self._changed:
                if self._closed:
                    return
                asked = self._asked
            wake = self._one_pass(engine)
            with self._changed:
                self._done = asked
                self._changed.notify_all()
                self._changed.wait_for(partial(self._is_called, asked), self._wait_s(wake))

    def _one_pass(self, engine: PostingEngine) -> datetime | None:
        try:
            return engine.run_once().next_wake
        except AppError as error:
            # The store itself failed.
            log.warning("posting stopped: %s", type(error).__name__)
            return self._clock() + timedelta(seconds=_AFTER_TROUBLE_S)

    def _is_called(self, seen: int) -> bool:
        return self._asked > seen or self._closed

    def _wait_s(self, wake: datetime | None) -> float | None:
        until = None if wake is None else max((wake - self._clock()).total_seconds(), 0.05)
        if self._watching:
            return min(until, _LOOK_WHILE_BUSY_S) if until is not None else _LOOK_WHILE_BUSY_S
        return until
