"""Posts what waits for channels, without a hub: in order, at a pace a service allows, and never twice by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from channels.direct import REPEATABLE, DirectKind, DirectPost
from channels.posting import Outcome
from core.canonical import publish_key
from core.clock import Clock
from core.content import Audience, BlobRef, Content, TipBody, blobs_of
from core.delivery import DeliveryAction
from core.language import Bilingual, Language
from sync.engine import backoff_s

APART: Final = timedelta(seconds=1)
"""Between two messages to one channel: what Slack and Teams allow for longer than a burst."""
_LOOK_FOR_ADDRESS: Final = timedelta(minutes=1)
_BUSY_AGAIN: Final = timedelta(seconds=1)

# As in sync.ports: the store's own frozen rows go out of one method and into another.
Handed = Any


class ChannelOfPost(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def place(self) -> str: ...


class WaitingPost(Protocol):
    """One version for one channel. `attempts` counts those begun before."""

    @property
    def item_id(self) -> str: ...
    @property
    def content_hash(self) -> str: ...
    @property
    def channel(self) -> ChannelOfPost: ...
    @property
    def content(self) -> Content: ...
    @property
    def attempts(self) -> int: ...


class Posts(Protocol):
    """See drafts.post_queue for what each promises."""

    def sole_sender(self) -> AbstractContextManager[bool]: ...
    def resume(self, repeatable: Collection[str], doubt: Bilingual) -> int: ...
    def due(self, now: datetime, apart: timedelta) -> Iterable[WaitingPost]: ...
    def next_at(self, apart: timedelta) -> datetime | None: ...
    def start(self, row: Handed) -> bool: ...
    def held_up(self, row: Handed, reason: Bilingual, next_at: datetime) -> None: ...
    def settled(self, row: Handed, action: DeliveryAction, reason: Bilingual | None) -> None: ...
    def postponed(self, row: Handed, reason: Bilingual | None, next_at: datetime) -> None: ...
    def waiting(self) -> int: ...
    def maker(self) -> str: ...
    def team_names(self) -> Mapping[str, str]: ...


class Secrets(Protocol):
    def load(self, channel_id: str) -> str | None: ...


class BlobPaths(Protocol):
    def has(self, sha256: str) -> bool: ...
    def path(self, blob: BlobRef) -> Path: ...


Send = Callable[[str, str, DirectPost], Outcome]
"""`channels.direct.send` with its way out: the kind, the address, the post."""


@dataclass(frozen=True, slots=True)
class PostingReport:
    """One pass: what became of what was sent, what became uncertain, and how many `waiting` are left.

    `next_wake`: when the first of them may go; None when nothing waits. `busy`: another process is posting.
    """

    posted: int = 0
    handed_over: int = 0
    uncertain: int = 0
    failed: int = 0
    waiting: int = 0
    next_wake: datetime | None = None
    busy: bool = False

    def after(self, earlier: PostingReport) -> PostingReport:
        """This pass and an earlier one as one."""
        return replace(
            self,
            posted=self.posted + earlier.posted,
            handed_over=self.handed_over + earlier.handed_over,
            uncertain=self.uncertain + earlier.uncertain,
            failed=self.failed + earlier.failed,
        )


def _nobody() -> str:
    return ""


class PostingEngine:
    """One pass at a time, in one thread; alongside the hub's engine, which it neither needs nor waits for.

    `random` gives 0 <= x < 1. `maker` is the person's name where no hub ever gave one.
    """

    def __init__(
        self,
        posts: Posts,
        secrets: Secrets,
        blobs: BlobPaths,
        send: Send,
        clock: Clock,
        random: Callable[[], float],
        *,
        maker: Callable[[], str] = _nobody,
    ) -> None:
        self._posts = posts
        self._secrets = secrets
        self._blobs = blobs
        self._send = send
        self._clock = clock
        self._random = random
        self._maker = maker

    def run_once(self) -> PostingReport:
        """At most one post in each channel whose time has come. What a service or the network does is never raised."""
        with self._posts.sole_sender() as ours:
            if not ours:
                report = PostingReport(busy=True, next_wake=self._clock() + _BUSY_AGAIN)
                return replace(report, waiting=self._posts.waiting())
            report = PostingReport(uncertain=self._posts.resume([kind.value for kind in REPEATABLE], STOPPED))
            for row in self._posts.due(self._clock(), APART):
                report = self._counted(report, self._post(row))
        next_at = self._posts.next_at(APART)
        wake = None if next_at is None else max(next_at, self._clock())
        return replace(report, waiting=self._posts.waiting(), next_wake=wake)

    def _post(self, row: WaitingPost) -> DeliveryAction:
        folder = row.channel.kind == DirectKind.FOLDER
        address = row.channel.place if folder else self._secrets.load(row.channel.id)
        if address is None:
            self._posts.held_up(row, NO_ADDRESS, self._clock() + _LOOK_FOR_ADDRESS)
            return DeliveryAction.POSTPONE
        post = self._as_sent(row)
        if not self._posts.start(row):
            return DeliveryAction.POSTPONE
        outcome = Outcome(DeliveryAction.DOUBT, reason=STOPPED)
        try:
            outcome = self._send(row.channel.kind, address, post)
        finally:
            # Also when this program is at fault or is told to end: it may have left.
            self._write_down(row, outcome)
        return outcome.action

    def _as_sent(self, row: WaitingPost) -> DirectPost:
        teams = self._posts.team_names()
        return DirectPost(
            key=publish_key(row.item_id, row.content_hash),
            content=row.content,
            maker=self._posts.maker() or self._maker(),
            team_names=tuple(teams[team] for team in row.content.audience.teams if team in teams),
            files={
                blob.sha256: self._blobs.path(blob) for blob in blobs_of(row.content) if self._blobs.has(blob.sha256)
            },
        )

    def _write_down(self, row: WaitingPost, outcome: Outcome) -> None:
        if outcome.action is DeliveryAction.POSTPONE:
            wait_s = backoff_s(row.attempts, self._random, outcome.retry_after_s)
            self._posts.postponed(row, outcome.reason, self._clock() + timedelta(seconds=wait_s))
        else:
            self._posts.settled(row, outcome.action, outcome.reason)

    @staticmethod
    def _counted(report: PostingReport, action: DeliveryAction) -> PostingReport:
        match action:
            case DeliveryAction.CONFIRM:
                return replace(report, posted=report.posted + 1)
            case DeliveryAction.HAND_OVER:
                return replace(report, handed_over=report.handed_over + 1)
            case DeliveryAction.DOUBT:
                return replace(report, uncertain=report.uncertain + 1)
            case DeliveryAction.FAIL:
                return replace(report, failed=report.failed + 1)
            case _:
                return report


def send_test(send: Send, kind: str, address: str, maker: str, language: Language, key: str) -> Outcome:
    """Post a message that says it is a test, at once. Nothing is queued or kept."""
    content = Content(
        TipBody(situation=_TEST_SITUATION.in_(language), action=_TEST_ACTION.in_(language)),
        title=_TEST_TITLE.in_(language),
        language=language,
        audience=Audience(everyone=True),
    )
    return send(kind, address, DirectPost(key=key, content=content, maker=maker, is_test=True))


STOPPED: Final = Bilingual(
    en="Vonk stopped while it was posting this. Is the message there already?",
    nl="Vonk stopte terwijl het dit plaatste. Staat het bericht er al?",
)
NO_ADDRESS: Final = Bilingual(
    en="The address of this channel is not in your keyring. Give it once more; the post goes by itself then.",
    nl="Het adres van dit kanaal staat niet in je sleutelbos. Geef het nog eens; dan gaat het bericht vanzelf.",
)
_TEST_TITLE: Final = Bilingual(en="A test from Vonk", nl="Een test van Vonk")
_TEST_SITUATION: Final = Bilingual(en="you can read this", nl="je dit kunt lezen")
_TEST_ACTION: Final = Bilingual(en="this channel works", nl="dit kanaal werkt")
