"""The format wizard on the screen: which question, which advice, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from core.content import Audience, Content
from core.draft import Draft
from core.errors import AppError
from core.feed import Directory
from core.formats import Format
from core.language import Bilingual
from desktop.presenters.known_answers import known_answers
from desktop.tasks import TaskRunner
from guidance import wizard
from guidance.advice import Advice, Reason, Row, advise
from guidance.answers import Answers, AudienceAnswer, Change, Source
from guidance.audience import Reach, reach
from guidance.sources import source_words
from guidance.wizard import Page, Value, WizardState

MAKEABLE: Final = (Format.CLIP, Format.TIP, Format.RECOMMENDATION)
"""What this version can make."""

ASK_AGAIN_AFTER: Final[dict[Change, timedelta]] = {
    Change.UNDER_3_MONTHS: timedelta(days=90),
    Change.FROM_3_TO_12_MONTHS: timedelta(days=180),
    Change.STABLE: timedelta(days=365),
}

ICONS: Final[dict[str, str]] = {
    "fix": "flag",
    "procedure": "steps",
    "understand": "info",
    "discover": "recommendation",
    "judgement": "mentor",
    "watch_once": "eye",
    "follow": "steps",
    "look_up": "search",
}


class Makeable(Enum):
    HERE = auto()
    NOT_YET = auto()


@dataclass(frozen=True, slots=True)
class Option:
    """`value` names the answer, stable in every language."""

    value: str
    title: Bilingual
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`answer` is what was chosen here before; `known` says in a few words each what is filled in already."""

    page: str
    title: Bilingual
    hint: Bilingual
    options: tuple[Option, ...]
    answer: str | None
    number: int
    of: int
    known: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class AudienceStep:
    title: Bilingual
    hint: Bilingual
    audience: Audience
    directory: Directory | None
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Why:
    """A reason, and where it comes from where that is known."""

    text: Bilingual
    source: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class RankedFormat:
    format: Format
    reasons: tuple[Why, ...]
    make: Makeable


@dataclass(frozen=True, slots=True)
class AdviceStep:
    """`structure` is the best format's: the name of each part and what to put there. `also` fits well too; `less` are
    those that fit less, the nearest first. `reach` tells how far it goes, where an audience was chosen."""

    best: RankedFormat
    also: RankedFormat | None
    less: tuple[RankedFormat, ...]
    purpose: Bilingual
    structure: tuple[tuple[Bilingual, Bilingual], ...]
    notes: tuple[Bilingual, ...]
    reach: Reach | None = None


Step = Question | AudienceStep | AdviceStep


@dataclass(frozen=True, slots=True)
class Order:
    """What to make. `draft` is the clip that was recorded already, where there is one."""

    format: Format
    audience: Audience
    review_by: date | None
    framework: str
    draft: Draft | None

    def told_in(self, content: Content) -> Content:
        """The content with what the wizard learned."""
        return replace(content, audience=self.audience, review_by=self.review_by, framework=self.framework)


class Directories(Protocol):
    def directory(self) -> Directory | None: ...


class WizardPresenter(QObject):
    """`step_changed` for each page, `made` at the end."""

    step_changed = Signal(object)
    made = Signal(Order)
    failed = Signal(AppError)

    def __init__(
        self, store: Directories, today: Callable[[], date], tasks: TaskRunner, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self._store, self._today, self._tasks = store, today, tasks
        self._state = wizard.start()
        self._draft: Draft | None = None
        self._proposed = Audience()
        self._directory: Directory | None = None
        self._advice: Advice | None = None
        self._step: Step | None = None
        self._considered: dict[Page, str] = {}

    @property
    def step(self) -> Step | None:
        return self._step

    @property
    def has_draft(self) -> bool:
        """A clip was recorded before the wizard began."""
        return self._draft is not None

    @property
    def can_go_back(self) -> bool:
        return self._looks_ahead or wizard.can_go_back(self._state)

    @property
    def can_look_again(self) -> bool:
        """There is an earlier question the person answered here."""
        return wizard.can_go_back(self._state)

    def start(self, last_teams: tuple[str, ...] = (), draft: Draft | None = None) -> None:
        """From the first question; with a recorded `draft` only what the recording does not tell already."""
        known = Answers(motion=True, source=Source.NONE) if draft is not None else None
        self._state = wizard.start(known)
        self._draft, self._proposed, self._considered = draft, Audience(teams=last_teams), {}
        self._tasks.run(self._store.directory, self._on_directory, self.failed.emit)

    def answer(self, value: str) -> None:
        """Answer the open question with one of its options."""
        values = {_name(choice.value): choice.value for choice in wizard.QUESTIONS[self._state.page].choices}
        self._go(wizard.answer(self._state, self._state.page, values[value]))

    def consider(self, value: str) -> None:
        """The person points at this option but did not go on yet: it is there again when they come back."""
        if self._state.page is not Page.RESULT:
            self._considered[self._state.page] = value

    def consider_audience(self, audience: Audience) -> None:
        """As `consider`, for the page of the audience."""
        self._proposed = audience

    def answer_audience(self, audience: Audience) -> None:
        self._proposed = audience
        told = AudienceAnswer(
            teams=audience.teams,
            everyone=audience.everyone,
            people=reach(audience, self._directory).people if audience.chosen else None,
            level=audience.level,
            not_for=audience.not_for,
            no_sound_or_other_language=audience.no_sound_or_other_language,
        )
        self._go(wizard.answer(self._state, Page.AUDIENCE, told))

    def back(self) -> None:
        """To the question before this page, with the answer it had."""
        if self._looks_ahead:
            self._go(self._state)
        elif self.can_go_back:
            self._go(wizard.back(self._state))

    def look_again(self) -> None:
        """To the first question that was answered here. All answers stay, to be gone through or changed."""
        state = self._state
        while wizard.can_go_back(state):
            state = wizard.back(state)
        self._go(state)

    @property
    def _looks_ahead(self) -> bool:
        """The formats are shown though not all questions are answered."""
        return isinstance(self._step, AdviceStep) and self._state.page is not Page.RESULT

    def choose_myself(self) -> None:
        """No more questions: to the clip that was recorded, else to the formats."""
        if self._draft is not None:
            self.make(Format.CLIP)
        else:
            self._show_advice()

    def make(self, format_: Format) -> None:
        answers = self._state.answers
        review_by = self._today() + ASK_AGAIN_AFTER[answers.change] if answers.change else None
        advice = self._advice or advise(answers)
        framework = advice.template.name if advice.template.format is format_ else ""
        self.made.emit(Order(format_, self._proposed, review_by, framework, self._draft))

    def best_makeable(self) -> Format:
        """The highest in the ranking that this version can make."""
        ranked = self._advice.ranking if self._advice else ()
        return next((row.format for row in ranked if row.format in MAKEABLE), Format.TIP)

    def is_offered_as_best(self, format_: Format) -> bool:
        return format_ is self.best_makeable()

    def reach(self, audience: Audience) -> Reach | None:
        """How far this goes; None where no hub tells."""
        return None if self._directory is None else reach(audience, self._directory)

    def _on_directory(self, directory: Directory | None) -> None:
        self._directory = directory
        if directory is not None:
            there = {team.id for team in directory.teams}
            self._proposed = Audience(teams=tuple(team for team in self._proposed.teams if team in there))
        else:
            self._proposed = Audience()
        self._go(self._state)

    def _go(self, state: WizardState) -> None:
        self._state, self._advice = state, None
        if state.page is Page.RESULT:
            self._show_advice()
        else:
            self._show(self._question())

    def _show(self, step: Step) -> None:
        self._step = step
        self.step_changed.emit(step)

    def _question(self) -> Step:
        state = self._state
        asked, progress = wizard.QUESTIONS[state.page], state.progress
        if state.page is Page.AUDIENCE:
            return AudienceStep(
                asked.text, asked.help, self._proposed, self._directory, progress.number, progress.total
            )
        options = tuple(
            Option(_name(choice.value), choice.label, ICONS.get(_name(choice.value), "")) for choice in asked.choices
        )
        proposed = None if state.proposal is None else _name(state.proposal)
        return Question(
            state.page.value,
            asked.text,
            asked.help,
            options,
            self._considered.get(state.page, proposed),
            progress.number,
            progress.total,
            known_answers(state.answers),
        )

    def _show_advice(self) -> None:
        advice = self._advice = advise(self._state.answers)
        first, *rest = advice.ranking
        also = rest.pop(0) if advice.runner_up is not None else None
        whom = self._proposed if self._state.answers.audience is not None and self._proposed.chosen else None
        self._show(
            AdviceStep(
                best=RankedFormat(first.format, tuple(_why(reason) for reason in advice.why), _makeable(first.format)),
                also=None if also is None else _ranked(also),
                less=tuple(_less(row) for row in rest),
                purpose=advice.template.purpose,
                structure=tuple((part.name, part.prompt) for part in advice.template.parts),
                notes=advice.notes,
                reach=None if whom is None else self.reach(whom),
            )
        )


def _name(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case AudienceAnswer():
            return ""
        case _:
            return value.value


def _makeable(format_: Format) -> Makeable:
    return Makeable.HERE if format_ in MAKEABLE else Makeable.NOT_YET


def _ranked(row: Row) -> RankedFormat:
    return RankedFormat(row.format, tuple(_why(reason) for reason in row.reasons), _makeable(row.format))


def _less(row: Row) -> RankedFormat:
    """With what speaks against it first."""
    return _ranked(replace(row, reasons=tuple(sorted(row.reasons, key=lambda reason: reason.weight))))


def _why(reason: Reason) -> Why:
    return Why(reason.text, source_words(reason.source) if reason.source else None)
