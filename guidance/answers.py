"""What a maker answered in the wizard. Every answer may be missing: advice then rests on the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar, cast

from core.canonical import Json
from core.content import Audience, Level
from core.errors import Malformed, MalformedWire
from core.language import Bilingual
from core.reading import Reader


class Goal(StrEnum):
    FIX = "fix"
    PROCEDURE = "procedure"
    UNDERSTAND = "understand"
    DISCOVER = "discover"
    JUDGEMENT = "judgement"


class Steps(StrEnum):
    FEW = "1-2"
    SOME = "3-7"
    MANY = "8+"


class Use(StrEnum):
    WATCH_ONCE = "watch_once"
    FOLLOW = "follow"
    LOOK_UP = "look_up"


class Change(StrEnum):
    UNDER_3_MONTHS = "under_3_months"
    FROM_3_TO_12_MONTHS = "3_to_12_months"
    STABLE = "stable"


class Source(StrEnum):
    NONE = "none"
    POINT = "point"
    TWIST = "twist"


MINUTES: Final = (2, 10, 30)
DEFAULT_MINUTES: Final = 10
LEVELS: Final[tuple[Level, ...]] = ("new", "mixed", "experienced")
MOST_PEOPLE: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class AudienceAnswer:
    """Whom it is for. `people` is how many that are, None (or 0) where nobody counted; `level` None where unknown."""

    teams: tuple[str, ...] = ()
    everyone: bool = False
    people: int | None = None
    level: Level | None = None
    not_for: str = ""
    no_sound_or_other_language: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """None stands for "not answered". `minutes` is the time the maker has: 2, 10 or 30."""

    goal: Goal | None = None
    steps: Steps | None = None
    motion: bool | None = None
    use: Use | None = None
    audience: AudienceAnswer | None = None
    change: Change | None = None
    source: Source | None = None
    sensitive: bool = False
    minutes: int = DEFAULT_MINUTES

    @property
    def whom(self) -> AudienceAnswer:
        return self.audience or _NOBODY_YET


_NOBODY_YET: Final = AudienceAnswer()


class MalformedAnswers(Malformed):
    """`where` is the dotted place of what cannot be read; `allowed` what could stand there."""

    def __init__(self, where: str, reason: Bilingual, allowed: Iterable[str] = ()) -> None:
        choices = ", ".join(allowed)
        super().__init__(
            Bilingual(
                en=f"These answers cannot be read: {where or 'the document'} {reason.en}.",
                nl=f"Deze antwoorden zijn niet te lezen: {where or 'het document'} {reason.nl}.",
            ),
            Bilingual(en=f"Possible: {choices}.", nl=f"Mogelijk: {choices}.")
            if choices
            else Bilingual(
                en="Leave out what you do not know; the advice then rests on the rest.",
                nl="Laat weg wat je niet weet; het advies rust dan op de rest.",
            ),
        )
        self.where = where


def answers_from_json(value: object) -> Answers:
    """Answers as `vonk guide --answers` takes them. MalformedAnswers for what is not known; missing or null is fine."""
    try:
        return _read_answers(Reader(value))
    except MalformedWire as error:
        raise MalformedAnswers(error.where, error.reason_in_both, _ALLOWED.get(error.where, ())) from None


def answers_to_json(answers: Answers) -> dict[str, Json]:
    """The JSON that `answers_from_json` reads back to the same answers."""
    whom = answers.audience
    return {
        "goal": answers.goal,
        "steps": answers.steps,
        "motion": answers.motion,
        "use": answers.use,
        "audience": None
        if whom is None
        else {
            "teams": list(whom.teams),
            "everyone": whom.everyone,
            "people": whom.people,
            "level": whom.level,
            "not_for": whom.not_for,
            "no_sound_or_other_language": whom.no_sound_or_other_language,
        },
        "change": answers.change,
        "source": answers.source,
        "sensitive": answers.sensitive,
        "minutes": answers.minutes,
    }


def audience_of(answer: AudienceAnswer | None) -> Audience:
    """The audience of the item that is made from these answers."""
    whom = answer or _NOBODY_YET
    return Audience(
        teams=() if whom.everyone else whom.teams,
        everyone=whom.everyone,
        level=whom.level or "mixed",
        not_for=whom.not_for,
        no_sound_or_other_language=whom.no_sound_or_other_language,
    )


_MONTHS_TO_REVIEW: Final[dict[Change | None, int]] = {
    Change.UNDER_3_MONTHS: 3,
    Change.FROM_3_TO_12_MONTHS: 6,
    Change.STABLE: 12,
    None: 6,
}


def review_by(change: Change | None, today: date) -> date:
    """When to ask "still right?": 3, 6 or 12 months from today, 6 where nobody said how soon it changes."""
    months = today.month - 1 + _MONTHS_TO_REVIEW[change]
    year, month = today.year + months // 12, months % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last_day = date.fromordinal(first_of_next.toordinal() - 1).day
    return date(year, month, min(today.day, last_day))


_ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "goal": tuple(Goal),
    "steps": tuple(Steps),
    "use": tuple(Use),
    "change": tuple(Change),
    "source": tuple(Source),
    "audience.level": LEVELS,
    "minutes": tuple(str(minutes) for minutes in MINUTES),
    "motion": ("true", "false"),
    "sensitive": ("true", "false"),
}

_Choice = TypeVar("_Choice", bound=StrEnum)


def _read_answers(read: Reader) -> Answers:
    answers = Answers(
        goal=_choice(read, "goal", Goal),
        steps=_choice(read, "steps", Steps),
        motion=_truth(read, "motion"),
        use=_choice(read, "use", Use),
        audience=_read_audience(read.child("audience")) if read.has("audience") else None,
        change=_choice(read, "change", Change),
        source=_choice(read, "source", Source),
        sensitive=_truth(read, "sensitive") or False,
        minutes=_read_minutes(read),
    )
    read.raw("audience", None)
    read.finish()
    return answers


def _read_audience(read: Reader) -> AudienceAnswer:
    audience = AudienceAnswer(
        teams=read.lines("teams") if read.has("teams") else (),
        everyone=_truth(read, "everyone") or False,
        people=read.number("people", 0, MOST_PEOPLE) if read.has("people") else None,
        level=cast("Level", read.one_of("level", LEVELS)) if read.has("level") else None,
        not_for=read.line("not_for") if read.has("not_for") else "",
        no_sound_or_other_language=_truth(read, "no_sound_or_other_language") or False,
    )
    for key in ("teams", "people", "level", "not_for"):
        read.raw(key, None)
    read.finish()
    return audience


def _read_minutes(read: Reader) -> int:
    if not read.has("minutes"):
        read.raw("minutes", None)
        return DEFAULT_MINUTES
    minutes = read.number("minutes", MINUTES[0], MINUTES[-1])
    if minutes not in MINUTES:
        raise MalformedWire("minutes", "is not known")
    return minutes


def _choice(read: Reader, key: str, choices: type[_Choice]) -> _Choice | None:
    if not read.has(key):
        read.raw(key, None)
        return None
    return choices(read.one_of(key, tuple(choices)))


def _truth(read: Reader, key: str) -> bool | None:
    if not read.has(key):
        read.raw(key, None)
        return None
    return read.truth(key)
