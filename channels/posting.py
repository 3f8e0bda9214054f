"""Posting a card and saying honestly what became of it: posted, handed over, uncertain, later, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from channels import slack, teams
from channels.addresses import allowed_by_kind
from channels.card import ChannelCard
from channels.reasons import REASONS, SLACK_WORDS, TEAMS_STATUSES
from core.canonical import Json
from core.delivery import DeliveryAction
from core.errors import AddressRefused, AppError, Malformed, Unclear, Unsent
from core.language import Bilingual


class ChannelKind(StrEnum):
    SLACK = "slack"
    TEAMS = "teams"


class Answer(Protocol):
    """What a service said. `retry_after` in seconds."""

    @property
    def status(self) -> int: ...
    @property
    def body(self) -> bytes: ...
    @property
    def retry_after(self) -> float | None: ...


class Poster(Protocol):
    """The way out. `post_json` raises AddressRefused or Unsent when nothing left, Unclear when nobody answered."""

    def post_json(self, url: str, payload: Mapping[str, Json]) -> Answer: ...
    def allows(self, url: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """`action` is what the delivery does next; `status` the service's answer, None where none came.

    `retry_after_s` is the service's own wish, in seconds; None leaves the pace to the sender. `reason` is for people.
    """

    action: DeliveryAction
    status: int | None = None
    retry_after_s: float | None = None
    reason: Bilingual | None = None


PAYLOADS: Final[Mapping[ChannelKind, Callable[[ChannelCard], dict[str, Json]]]] = {
    ChannelKind.SLACK: slack.payload,
    ChannelKind.TEAMS: teams.payload,
}


def check_address(kind: ChannelKind | str, url: str, allowed: Callable[[str], bool] = lambda _: False) -> None:
    """Nothing, for the address of a webhook of this kind; Malformed, with advice, for any other.

    `allowed` tells which addresses pass because somebody named their host and port (`Egress.allows`).
    """
    if not allowed(url):
        allowed_by_kind(ChannelKind(kind).value, url)


def post(kind: ChannelKind | str, url: str, card: ChannelCard, egress: Poster) -> Outcome:
    """Post once and judge the answer. Never raises for what the service or the network does."""
    kind = ChannelKind(kind)

    def deliver() -> Outcome:
        check_address(kind, url, egress.allows)
        return _JUDGES[kind](egress.post_json(url, PAYLOADS[kind](card)))

    return in_words(deliver)


def in_words(deliver: Callable[[], Outcome]) -> Outcome:
    """The outcome of `deliver`, or of what stopped it: refused, not sent, or no answer."""
    try:
        return deliver()
    except (AddressRefused, Malformed) as error:
        return Outcome(DeliveryAction.FAIL, reason=both_sentences(error))
    except Unsent as error:
        return Outcome(DeliveryAction.POSTPONE, reason=both_sentences(error))
    except Unclear:
        return Outcome(DeliveryAction.DOUBT, reason=REASONS["unclear"])


def judge_slack(answer: Answer) -> Outcome:
    """What a Slack webhook's answer means."""
    word = _text(answer)
    if answer.status == 200 and word == "ok":
        return Outcome(DeliveryAction.CONFIRM, answer.status)
    # The body is the key, not the status: Slack has used several statuses for one word.
    if word in SLACK_WORDS and not _passing(answer.status):
        return Outcome(DeliveryAction.FAIL, answer.status, reason=SLACK_WORDS[word])
    return judge_status(answer, {})


def judge_teams(answer: Answer) -> Outcome:
    """What a Teams workflow's answer means."""
    text = _text(answer)
    if answer.status in (200, 201, 202) and "HTTP error 429" in text:
        # Old connectors hid their rate limit in a 200.
        return Outcome(DeliveryAction.POSTPONE, answer.status, answer.retry_after, REASONS["slow_down"])
    if answer.status == 202 or (answer.status in (200, 201) and not text):
        return Outcome(DeliveryAction.HAND_OVER, answer.status)
    if answer.status in (200, 201) and not text.lower().startswith(("<!doctype", "<html")):
        return Outcome(DeliveryAction.CONFIRM, answer.status)
    return judge_status(answer, TEAMS_STATUSES)


_JUDGES: Final[Mapping[ChannelKind, Callable[[Answer], Outcome]]] = {
    ChannelKind.SLACK: judge_slack,
    ChannelKind.TEAMS: judge_teams,
}


def judge_status(answer: Answer, known: Mapping[int, Bilingual]) -> Outcome:
    """What a status alone says; `known` gives the words for those that mean something to this service."""
    status = answer.status
    if _passing(status):
        reason = REASONS["slow_down" if status == 429 else "service_down"]
        return Outcome(DeliveryAction.POSTPONE, status, answer.retry_after, reason)
    if 200 <= status < 300:
        return Outcome(DeliveryAction.DOUBT, status, reason=REASONS["strange_answer"])
    if 300 <= status < 400:
        return Outcome(DeliveryAction.FAIL, status, reason=REASONS["moved"])
    return Outcome(DeliveryAction.FAIL, status, reason=known.get(status, REASONS["refused"].format(status=status)))


def _passing(status: int) -> bool:
    """Troubles that pass by themselves: too fast, too slow, or the service's own."""
    return status in (408, 425, 429) or status >= 500


def _text(answer: Answer) -> str:
    return answer.body.decode("utf-8", "replace").strip()


def both_sentences(error: AppError) -> Bilingual:
    """What happened and what to do, as one sentence."""
    return Bilingual(en=error.in_("en"), nl=error.in_("nl"))
