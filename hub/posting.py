"""Posting to channels, exactly once as far as a webhook lets anybody know.

Before anything is sent the row says `sending`, committed. Whoever finds it so after a crash cannot know whether
it arrived: it becomes `uncertain`, and a person looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import Connection, func, select, update

from channels.card import ChannelCard
from core.clock import Clock
from core.content import ClipBody
from core.delivery import DeliveryAction, DeliveryState, advance
from core.errors import AppError, NotFound
from core.formats import Format
from core.language import Bilingual
from hub import jobs
from hub.access import Action, Person, may
from hub.audit import write_down
from hub.channels import ChannelKind, address_of
from hub.database import Database
from hub.items import VersionView, facts_of, version
from hub.jobs import Job, JobKind, Later
from hub.people import person
from hub.problems import not_found
from hub.schema import channels, deliveries, items, teams, versions
from hub.schema import jobs as jobs_table
from hub.secrets import SecretBox
from hub.settings import HubSettings

MOST_ATTEMPTS: Final = 8
BETWEEN_POSTS: Final = timedelta(seconds=1)
"""Slack takes one message a second from a webhook."""
_TOO_FAST: Final = (429, 200, 201, 202)
"""Statuses of a post that waits because the service said "too fast": old Teams connectors say it in a 200."""


class Outcome(Protocol):
    """What a sender tells: `channels.posting.Outcome`."""

    @property
    def action(self) -> DeliveryAction: ...
    @property
    def status(self) -> int | None: ...
    @property
    def retry_after_s(self) -> float | None: ...
    @property
    def reason(self) -> Bilingual | None: ...


Send = Callable[[ChannelKind, str, ChannelCard], Outcome]
"""Posts a card to a webhook's address, once."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One post of one version to one channel. `reason` says why it failed or is in doubt."""

    id: str
    channel_name: str
    kind: ChannelKind
    state: DeliveryState
    status: int | None
    reason: Bilingual | None
    at: datetime


def deliveries_of(db: Connection, item_id: str) -> tuple[Delivery, ...]:
    """Posts of an item, by channel. The caller has asked `may`."""
    rows = db.execute(
        select(deliveries, channels.c.name, channels.c.kind)
        .join(channels, channels.c.id == deliveries.c.channel)
        .join(versions, versions.c.sequence == deliveries.c.version)
        .where(versions.c.item_id == item_id)
        .order_by(channels.c.name, deliveries.c.id)
    )
    return tuple(
        Delivery(row.id, row.name, row.kind, DeliveryState(row.state), row.status, _reason(row.reason), row.at)
        for row in rows
    )


def it_is_there(db: Connection, now: datetime, person: Person, delivery_id: str) -> None:
    """A person looked: the message is in the channel."""
    _resolve(db, now, person, delivery_id, DeliveryAction.IT_IS_THERE)


def send_again(db: Connection, now: datetime, person: Person, delivery_id: str) -> None:
    """A person looked: it is not there. It is sent once more."""
    _resolve(db, now, person, delivery_id, DeliveryAction.SEND_AGAIN)
    db.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(attempts=0))
    jobs.enqueue(db, now, JobKind.POST, delivery_id)


class Sender:
    """The handler of POST jobs."""

    def __init__(self, database: Database, box: SecretBox, send: Send, clock: Clock, public_url: str) -> None:
        self._database = database
        self._box = box
        self._send = send
        self._clock = clock
        self._public_url = public_url

    def __call__(self, job: Job) -> Later | None:
        begun = self._begin(job.subject)
        if begun is None or isinstance(begun, Later):
            return begun
        kind, address, card = begun
        outcome = self._send(kind, address, card)
        return self._note(job.subject, outcome)

    def _begin(self, delivery_id: str) -> tuple[ChannelKind, str, ChannelCard] | Later | None:
        now = self._clock()
        with self._database.write() as db:
            row = db.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one()
            state = DeliveryState(row.state)
            if state is DeliveryState.SENDING:
                _set(db, now, row.id, advance(state, DeliveryAction.DOUBT), reason=_DIED_HALFWAY)
                return None
            if state is not DeliveryState.WAITING:
                return None
            free_at = _channel_free_at(db, row)
            if free_at is not None and free_at > now:
                return Later(free_at)
            sending = advance(state, DeliveryAction.START)
            try:
                address = address_of(db, self._box, row.channel)
                kind, card = _card(db, row, self._public_url)
            except AppError as error:
                _set(db, now, row.id, advance(sending, DeliveryAction.FAIL), reason=error.title)
                return None
            _set(db, now, row.id, sending, attempts=row.attempts + 1)
            return kind, address, card

    def _note(self, delivery_id: str, outcome: Outcome) -> Later | None:
        now = self._clock()
        with self._database.write() as db:
            row = db.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one()
            action = outcome.action
            if action is DeliveryAction.POSTPONE and row.attempts >= MOST_ATTEMPTS:
                action = DeliveryAction.FAIL
            state = advance(DeliveryState(row.state), action)
            _set(db, now, row.id, state, status=outcome.status, reason=outcome.reason)
            if state is not DeliveryState.WAITING:
                return None
            wait = outcome.retry_after_s if outcome.retry_after_s is not None else min(300.0, 2.0**row.attempts)
            free_at = now + timedelta(seconds=wait)
            # With the state, so that a hub that ends here still keeps the wait, for this post and for its neighbours.
            jobs.wait_until(db, JobKind.POST, row.id, free_at)
            return Later(free_at)


def _card(db: Connection, row: Any, public_url: str) -> tuple[ChannelKind, ChannelCard]:  # noqa: ANN401
    found = db.execute(
        select(versions.c.item_id, versions.c.content_hash, items.c.maker_id, items.c.published_version)
        .join(items, items.c.id == versions.c.item_id)
        .where(versions.c.sequence == row.version)
    ).one()
    if found.published_version is None:
        raise NotFound(_TAKEN_AWAY)
    channel = db.execute(
        select(channels.c.kind, channels.c.team_id, teams.c.name.label("team_name"))
        .select_from(channels.outerjoin(teams, teams.c.id == channels.c.team_id))
        .where(channels.c.id == row.channel)
    ).one()
    view = version(db, person(db, found.maker_id), found.item_id, found.content_hash)
    return channel.kind, card_of(view, public_url)


def card_of(view: VersionView, public_url: str) -> ChannelCard:
    """What a channel is shown of an item: words and a link, never the media."""
    everyone = "Iedereen" if view.language == "nl" else "Everyone"
    body = view.content.body
    return ChannelCard(
        title=view.title,
        format=view.format,
        maker=view.maker_name,
        experience=view.content.experience,
        reviewer=view.reviewers[-1] if view.reviewers else None,
        valid_until=view.content.review_by,
        audience=everyone if view.content.audience.everyone else ", ".join(view.team_names),
        url=f"{public_url}{view.path}",
        duration_ms=body.duration_ms if isinstance(body, ClipBody) else None,
        language=view.language,
        everyone=view.content.audience.everyone,
    )


def _resolve(db: Connection, now: datetime, person: Person, delivery_id: str, action: DeliveryAction) -> None:
    row = db.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one_or_none()
    if row is None:
        raise not_found()
    allowed = may(person, Action.RESOLVE_POST, facts_of(db, row.version)) or person.is_admin
    if not allowed:
        raise not_found()
    _set(db, now, row.id, advance(DeliveryState(row.state), action))
    write_down(db, now, person.id, f"post {action.value}", detail=delivery_id)


def _channel_free_at(db: Connection, row: Any) -> datetime | None:  # noqa: ANN401
    """A second after the latest post; and as long as a service asked, if it asked that of any post of the channel."""
    last = db.execute(
        select(deliveries.c.at)
        .where(deliveries.c.channel == row.channel, deliveries.c.attempts > 0)
        .order_by(deliveries.c.at.desc())
        .limit(1)
    ).scalar_one_or_none()
    slowed: datetime | None = db.execute(
        select(func.max(jobs_table.c.due_at))
        .join(deliveries, deliveries.c.id == jobs_table.c.subject)
        .where(
            jobs_table.c.kind == JobKind.POST.value,
            deliveries.c.channel == row.channel,
            deliveries.c.id != row.id,
            deliveries.c.state == DeliveryState.WAITING.value,
            deliveries.c.status.in_(_TOO_FAST),
        )
    ).scalar_one_or_none()
    return max((moment for moment in (last and last + BETWEEN_POSTS, slowed) if moment is not None), default=None)


def _set(
    db: Connection,
    now: datetime,
    delivery_id: str,
    state: DeliveryState,
    *,
    status: int | None = None,
    reason: Bilingual | None = None,
    attempts: int | None = None,
) -> None:
    values: dict[str, Any] = {
        "state": state.value,
        "at": now,
        "status": status,
        "reason": None if reason is None else {"en": reason.en, "nl": reason.nl},
    }
    if attempts is not None:
        values["attempts"] = attempts
    db.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(**values))


def _reason(kept: Any) -> Bilingual | None:  # noqa: ANN401
    return Bilingual(en=kept["en"], nl=kept["nl"]) if kept else None


_DIED_HALFWAY: Final = Bilingual(
    en="The hub stopped while it was sending. Is the message there already?",
    nl="De hub stopte tijdens het verzenden. Staat het bericht er al?",
)
_TAKEN_AWAY: Final = Bilingual(en="It was taken off the board.", nl="Het is van het bord gehaald.")


def greeting(settings: HubSettings) -> ChannelCard:
    """The card of `vonk-hub channel test`: it says that it is one."""
    return ChannelCard(
        title="Vonk",
        format=Format.TIP,
        maker=settings.name,
        experience="",
        reviewer=None,
        valid_until=None,
        audience="",
        url=f"{settings.public_url}/",
        duration_ms=None,
        language="nl",
        is_test=True,
    )
