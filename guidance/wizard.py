"""The format wizard as data: which page follows which, what was answered, and the way back. No widgets, no state kept.

At most seven answers, the teams being one. A page whose answer is known is skipped, and so is a page whose answer
could no longer change anything.

    state = start()
    while state.page is not Page.RESULT:
        state = answer(state, state.page, value)      # what the person chose; `back(state)` for one page back
    advise(state.answers)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, cast

from core.errors import Refused
from core.formats import Format
from core.language import Bilingual
from guidance.answers import Answers, AudienceAnswer, Change, Goal, Source, Steps, Use
from guidance.rules import in_person


class Page(StrEnum):
    GOAL = "goal"
    SOURCE = "source"
    STEPS = "steps"
    MOTION = "motion"
    USE = "use"
    AUDIENCE = "audience"
    CHANGE = "change"
    RESULT = "result"


Value = Goal | Source | Steps | bool | Use | AudienceAnswer | Change

ORDER: Final = (Page.GOAL, Page.SOURCE, Page.STEPS, Page.MOTION, Page.USE, Page.AUDIENCE, Page.CHANGE)

_KINDS: Final[Mapping[Page, type]] = {
    Page.GOAL: Goal,
    Page.SOURCE: Source,
    Page.STEPS: Steps,
    Page.MOTION: bool,
    Page.USE: Use,
    Page.AUDIENCE: AudienceAnswer,
    Page.CHANGE: Change,
}

_ONLY_FOR_THE_FORMAT: Final = frozenset({Page.GOAL, Page.SOURCE, Page.STEPS, Page.MOTION, Page.USE})
"""Pages that serve the advice alone: no use for whoever has chosen the format already."""

_NOT_FOR_A_MEETING: Final = frozenset({Page.STEPS, Page.MOTION, Page.USE})


class Progress(NamedTuple):
    """`number` of the page the person is on, from 1; `total` as things stand now. On the result: both the same."""

    number: int
    total: int


@dataclass(frozen=True, slots=True)
class WizardState:
    """`chosen` is a format that was picked before or instead of the advice (Record pressed, "choose otherwise")."""

    answers: Answers = field(default_factory=Answers)
    chosen: Format | None = None
    past: tuple[Page, ...] = ()
    """Pages answered so far, the latest last."""
    earlier: Mapping[Page, Value] = field(default_factory=lambda: MappingProxyType({}))
    """What stood on a page before the person went back over it: to propose, not to count."""

    @property
    def page(self) -> Page:
        return next((page for page in ORDER if self._is_open(page)), Page.RESULT)

    @property
    def progress(self) -> Progress:
        still_open = sum(self._is_open(page) for page in ORDER)
        total = len(self.past) + still_open
        return Progress(min(len(self.past) + 1, max(total, 1)), max(total, 1))

    @property
    def proposal(self) -> Value | None:
        """What was chosen on this page before going back, to show as a proposal."""
        return self.earlier.get(self.page)

    def _is_open(self, page: Page) -> bool:
        return getattr(self.answers, page.value) is None and _matters(page, self.answers, self.chosen)


def start(known: Answers | None = None, chosen: Format | None = None) -> WizardState:
    """The beginning. `known` answers are not asked; with a `chosen` format only audience and freshness are."""
    return WizardState(known or Answers(), chosen)


def answer(state: WizardState, page: Page, value: Value) -> WizardState:
    """The state after this answer on the page that is open. ValueError for another page or another kind of value."""
    if page is not state.page or page is Page.RESULT:
        raise ValueError(f"{page.value} is not the open page, {state.page.value} is")
    if type(value) is not _KINDS[page]:
        raise ValueError(f"{type(value).__name__} is no answer to {page.value}")
    return replace(state, answers=_with(state.answers, page, value), past=(*state.past, page))


def back(state: WizardState) -> WizardState:
    """One page back, its answer open again but proposed. Refused on the first page; `can_go_back` tells before."""
    if not state.past:
        raise Refused(Bilingual(en="This is the first question.", nl="Dit is de eerste vraag."))
    last = state.past[-1]
    earlier = MappingProxyType({**state.earlier, last: cast("Value", getattr(state.answers, last.value))})
    return replace(state, answers=_with(state.answers, last, None), past=state.past[:-1], earlier=earlier)


def can_go_back(state: WizardState) -> bool:
    return bool(state.past)


def choose(state: WizardState, format_: Format | None) -> WizardState:
    """Choose otherwise than advised, in one tap; None takes the advice again."""
    return replace(state, chosen=format_)


def aside(state: WizardState, *, sensitive: bool | None = None, minutes: int | None = None) -> WizardState:
    """The two things that are no page: private data on the screen, and the minutes there are (2, 10 or 30)."""
    return replace(
        state,
        answers=replace(
            state.answers,
            sensitive=state.answers.sensitive if sensitive is None else sensitive,
            minutes=minutes or state.answers.minutes,
        ),
    )


def _with(answers: Answers, page: Page, value: Value | None) -> Answers:
    match page:
        case Page.GOAL:
            return replace(answers, goal=cast("Goal | None", value))
        case Page.SOURCE:
            return replace(answers, source=cast("Source | None", value))
        case Page.STEPS:
            return replace(answers, steps=cast("Steps | None", value))
        case Page.MOTION:
            return replace(answers, motion=cast("bool | None", value))
        case Page.USE:
            return replace(answers, use=cast("Use | None", value))
        case Page.AUDIENCE:
            return replace(answers, audience=cast("AudienceAnswer | None", value))
        case Page.CHANGE:
            return replace(answers, change=cast("Change | None", value))
        case Page.RESULT:
            return answers


def _matters(page: Page, answers: Answers, chosen: Format | None) -> bool:
    if chosen is not None:
        return page not in _ONLY_FOR_THE_FORMAT
    if answers.source is Source.POINT or in_person(answers):
        return page not in _NOT_FOR_A_MEETING
    if answers.steps is Steps.FEW and answers.motion is False:
        return page is not Page.USE
    return True


@dataclass(frozen=True, slots=True)
class Choice:
    value: Value
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Question:
    """What a page asks. No `choices` on the audience page: it shows the directory's teams."""

    text: Bilingual
    help: Bilingual
    choices: tuple[Choice, ...] = ()


QUESTIONS: Final[Mapping[Page, Question]] = {
    Page.GOAL: Question(
        Bilingual(en="What do you want to pass on?", nl="Wat wil je doorgeven?"),
        Bilingual(en="Choose what comes nearest.", nl="Kies wat het dichtst in de buurt komt."),
        (
            Choice(Goal.FIX, Bilingual(en="How to get past a snag", nl="Hoe je een probleem oplost")),
            Choice(Goal.PROCEDURE, Bilingual(en="How to do something", nl="Hoe je iets doet")),
            Choice(
                Goal.UNDERSTAND,
                Bilingual(en="How something works, or how to choose", nl="Hoe iets zit, of hoe je kiest"),
            ),
            Choice(Goal.DISCOVER, Bilingual(en="Something good I found", nl="Iets goeds dat ik vond")),
            Choice(
                Goal.JUDGEMENT,
                Bilingual(en="It depends: I would rather look along", nl="Dat hangt ervan af: ik kijk liever mee"),
            ),
        ),
    ),
    Page.SOURCE: Question(
        Bilingual(en="Does a good explanation exist already?", nl="Bestaat er al een goede uitleg?"),
        Bilingual(
            en="A page, a video or a manual that you trust.", nl="Een pagina, video of handleiding die je vertrouwt."
        ),
        (
            Choice(Source.NONE, Bilingual(en="No", nl="Nee")),
            Choice(Source.POINT, Bilingual(en="Yes, pointing at it is enough", nl="Ja, ernaar wijzen is genoeg")),
            Choice(Source.TWIST, Bilingual(en="Yes, but I have something to add", nl="Ja, maar ik heb een aanvulling")),
        ),
    ),
    Page.STEPS: Question(
        Bilingual(en="How many steps is it?", nl="Hoeveel stappen zijn het?"),
        Bilingual(en="Count what somebody clicks, types or says.", nl="Tel wat iemand klikt, typt of zegt."),
        (
            Choice(Steps.FEW, Bilingual(en="One or two", nl="Een of twee")),
            Choice(Steps.SOME, Bilingual(en="Three to seven", nl="Drie tot zeven")),
            Choice(Steps.MANY, Bilingual(en="Eight or more", nl="Acht of meer")),
        ),
    ),
    Page.MOTION: Question(
        Bilingual(en="Must people see it move?", nl="Moet je het zien bewegen?"),
        Bilingual(
            en="Dragging, timing, the order in which things appear.",
            nl="Slepen, timing, de volgorde waarin iets verschijnt.",
        ),
        (
            Choice(True, Bilingual(en="Yes, the movement says it", nl="Ja, de beweging zegt het")),
            Choice(False, Bilingual(en="No, a still or words will do", nl="Nee, een beeld of woorden volstaan")),
        ),
    ),
    Page.USE: Question(
        Bilingual(en="How will colleagues use it?", nl="Hoe gaan collega's het gebruiken?"),
        Bilingual(en="Think of the moment they need it.", nl="Denk aan het moment dat ze het nodig hebben."),
        (
            Choice(
                Use.WATCH_ONCE, Bilingual(en="Look once, then do it themselves", nl="Eén keer kijken, dan zelf doen")
            ),
            Choice(Use.FOLLOW, Bilingual(en="Follow along while doing it", nl="Meedoen terwijl ze het doen")),
            Choice(Use.LOOK_UP, Bilingual(en="Look it up again later", nl="Later weer opzoeken")),
        ),
    ),
    Page.AUDIENCE: Question(
        Bilingual(en="Who is it for?", nl="Voor wie is het?"),
        Bilingual(en="And who is it not for?", nl="En voor wie juist niet?"),
    ),
    Page.CHANGE: Question(
        Bilingual(en="How soon will this change?", nl="Hoe snel verandert dit?"),
        Bilingual(en="We will ask you in time if it is still right.", nl="We vragen je op tijd of het nog klopt."),
        (
            Choice(Change.UNDER_3_MONTHS, Bilingual(en="Within three months", nl="Binnen drie maanden")),
            Choice(Change.FROM_3_TO_12_MONTHS, Bilingual(en="Within a year", nl="Binnen een jaar")),
            Choice(Change.STABLE, Bilingual(en="Not for the time being", nl="Voorlopig niet")),
        ),
    ),
}
