"""The queue of a curator, and the judgement of one version on three questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Annotated, Final

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from core.content import Content
from core.errors import AppError, Malformed
from core.language import Bilingual, Language
from core.review import CRITERION_QUESTIONS, PASSING_SCORE, Criterion, Judgement
from hub import people, review
from hub.items import VersionView
from hub.pages.board import Links
from hub.pages.cards import audience_of
from hub.pages.visiting import Here, Visit
from hub.pages.words import length_of
from hub.problems import as_problem, not_found
from hub.review import QueueRow, Word

router = APIRouter(include_in_schema=False)

_PASS: Final = "pass"  # noqa: S105 - a value of the form, not a secret

_DONE: Final = {
    "approved": Bilingual(
        en="Approved. It is on the board, or will be as soon as it is ready.",
        nl="Goedgekeurd. Het staat op het leerbord, of komt erop zodra het klaar is.",
    ),
    "changes": Bilingual(
        en="The maker gets your wishes in the app.", nl="De maker krijgt je wensen te zien in de app."
    ),
    "handed_on": Bilingual(
        en="Your scores are kept. Another judge looks at the rest.",
        nl="Je scores zijn bewaard. Een ander kijkt naar de rest.",
    ),
}

MEANINGS: Final[dict[Criterion, tuple[Bilingual, ...]]] = {
    Criterion.CLEAR: (
        Bilingual(en="I lost the thread", nl="ik raakte de draad kwijt"),
        Bilingual(en="I had to look twice", nl="ik moest twee keer kijken"),
        Bilingual(en="you can follow it at once", nl="je kunt het in één keer volgen"),
        Bilingual(en="it could not be clearer", nl="het kan niet duidelijker"),
    ),
    Criterion.CORRECT: (
        Bilingual(en="it is wrong", nl="het klopt niet"),
        Bilingual(en="something is not right", nl="er klopt iets niet"),
        Bilingual(en="it is right", nl="het klopt"),
        Bilingual(en="right, and this is the best way", nl="het klopt, en dit is de beste manier"),
    ),
    Criterion.APPLICABLE: (
        Bilingual(en="nobody can use this", nl="hier kan niemand iets mee"),
        Bilingual(en="a step or a check is missing", nl="er ontbreekt een stap of controle"),
        Bilingual(en="you can do it yourself after this", nl="je kunt het hierna zelf"),
        Bilingual(en="it saves you time tomorrow", nl="het scheelt je morgen al tijd"),
    ),
}
_SCALE: Final = Bilingual(en="1: {low} – 4: {high}", nl="1: {low} – 4: {high}")
_GAVE: Final = Bilingual(en="{name} gave {score}.", nl="{name} gaf {score}.")
_PASSED: Final = Bilingual(en="{name}: not for me to judge.", nl="{name}: niet aan mij.")
_WISH_MISSING: Final = Bilingual(
    en="Say in one sentence what would make it better.", nl="Zeg in één zin wat het beter maakt."
)
_SCORE_MISSING: Final = Bilingual(
    en="Choose a score, or “not for me to judge”.", nl="Kies een score, of “niet aan mij”."
)
_INCOMPLETE: Final = Bilingual(en="Something is still missing.", nl="Er ontbreekt nog iets.")
_NOT_KEPT: Final = Bilingual(
    en="Nothing has been sent. Look at what is marked below.", nl="Er is nog niets verstuurd. Kijk hieronder."
)
_CHANGED: Final = Bilingual(en="There is a newer version of this.", nl="Hier is een nieuwere versie van.")
_LOOK_AGAIN: Final = Bilingual(
    en="Nothing was kept: what you judged is no longer in review. Look at this version.",
    nl="Er is niets bewaard: wat je beoordeelde, ligt niet meer voor. Kijk naar deze versie.",
)


_HINTS: Final = {
    "request_changes": Bilingual(
        en="You can approve when all three have a 3 or 4 from somebody, and none is lower.",
        nl="Goedkeuren kan als alle drie van iemand een 3 of 4 hebben, en geen enkele lager is.",
    ),
    "approve": Bilingual(
        en="All three have a 3 or 4. You can approve.", nl="Alle drie hebben een 3 of 4. Je kunt het goedkeuren."
    ),
    "hand_on": Bilingual(
        en="You leave a question to somebody else. Pass it on; your scores stay.",
        nl="Je laat een vraag aan een ander. Geef het door; je scores blijven staan.",
    ),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    item_id: str
    content: Content
    maker: str
    since: object
    length: str


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion on the form. `score` is 1-4, `pass`, or None where nothing was chosen yet.

    `vouched`: other judges gave it a score, and none of them a low one.
    """

    name: str
    words: Bilingual
    meanings: tuple[Bilingual, ...]
    scale: Bilingual
    others: str
    vouched: bool = False
    score: int | str | None = None
    comment: str = ""
    problem: Bilingual | None = None

    @property
    def low(self) -> bool:
        return isinstance(self.score, int) and self.score < PASSING_SCORE

    @property
    def good(self) -> bool:
        return self.vouched if self.score == _PASS else self.score is not None and not self.low


class NextStep(Enum):
    """What is pressed next, and so what is orange; the values are those of the form."""

    CHANGES = "request_changes"
    APPROVE = "approve"
    HAND_ON = "hand_on"

    @property
    def hint(self) -> Bilingual:
        return _HINTS[self.value]


def next_step(questions: Sequence[Question]) -> NextStep:
    """Approve when all are good; pass on when all that is missing is another judge; else ask for a change."""
    if all(question.good for question in questions):
        return NextStep.APPROVE
    unfinished = any(question.low or question.score is None for question in questions)
    return NextStep.CHANGES if unfinished else NextStep.HAND_ON


@router.get("/review")
def show_queue(visit: Here, done: str = "") -> Response:
    with visit.database.read() as db:
        rows = review.queue(db, visit.person)
        views = [review.to_judge(db, visit.person, row.item_id, row.content_hash) for row in rows[:100]]
    waiting = [
        Waiting(
            view.item_id,
            view.content,
            view.maker_name,
            view.submitted_at,
            length_of(view.content.body, visit.language),
        )
        for view in views
    ]
    return visit.page("review_queue.html", at="/review", queue=waiting, done=_DONE.get(done), problem=None)


@router.get("/review/{item_id}")
def show_form(visit: Here, item_id: str) -> Response:
    with visit.database.read() as db:
        view, rows = _at_hand(db, visit, item_id)
        questions = _questions(db, visit, view)
    return _form(visit, view, rows, questions)


@router.post("/review/{item_id}")
def judge(
    visit: Here,
    item_id: str,
    content_hash: Annotated[str, Form(max_length=64)],
    decision: Annotated[str, Form()],
    comment: Annotated[str, Form(max_length=review.LONGEST_COMMENT)] = "",
    clear: Annotated[str, Form()] = "",
    correct: Annotated[str, Form()] = "",
    applicable: Annotated[str, Form()] = "",
    comment_clear: Annotated[str, Form(max_length=review.LONGEST_COMMENT)] = "",
    comment_correct: Annotated[str, Form(max_length=review.LONGEST_COMMENT)] = "",
    comment_applicable: Annotated[str, Form(max_length=review.LONGEST_COMMENT)] = "",
) -> Response:
    """Keep the scores and decide, in one transaction; after a refusal the form comes back as it was filled in."""
    given = {
        Criterion.CLEAR: (clear, comment_clear),
        Criterion.CORRECT: (correct, comment_correct),
        Criterion.APPLICABLE: (applicable, comment_applicable),
    }
    with visit.database.read() as db:
        view, rows = _at_hand(db, visit, item_id)
        asked = _questions(db, visit, view)
    if view.content_hash != content_hash:
        return _form(visit, view, rows, asked, problem=Malformed(_CHANGED, _LOOK_AGAIN))
    questions = tuple(_filled_in(question, *given[Criterion(question.name)], decision) for question in asked)
    if any(question.problem for question in questions):
        return _form(visit, view, rows, questions, comment=comment, problem=Malformed(_INCOMPLETE, _NOT_KEPT))
    try:
        done = _decide(visit, view, _words(questions), decision, comment)
    except AppError as error:
        return _form(visit, view, rows, questions, comment=comment, problem=error)
    return RedirectResponse(f"/review?done={done}", status_code=303)


def _at_hand(db: Connection, visit: Visit, item_id: str) -> tuple[VersionView, tuple[QueueRow, ...]]:
    """The version of this item that waits for this person; Problem `not_found` where none does."""
    rows = review.queue(db, visit.person)
    for row in rows:
        if row.item_id == item_id:
            return review.to_judge(db, visit.person, item_id, row.content_hash), rows
    raise not_found()


def _decide(visit: Visit, view: VersionView, words: tuple[Word, ...], decision: str, comment: str) -> str:
    key = (view.item_id, view.content_hash)
    with visit.database.write() as db:
        review.judge(db, visit.now, visit.person, *key, words)
        match decision:
            case "approve":
                review.approve(db, visit.now, visit.person, *key, comment)
                return "approved"
            case "request_changes":
                wishes = comment or " ".join(word.comment for word in words if word.comment)
                review.request_changes(db, visit.now, visit.person, *key, wishes)
                return "changes"
            case "hand_on":
                return "handed_on"
    raise Malformed(_INCOMPLETE)


def _words(questions: Sequence[Question]) -> tuple[Word, ...]:
    return tuple(
        Word(Criterion(question.name), question.score if isinstance(question.score, int) else None, question.comment)
        for question in questions
    )


def _filled_in(question: Question, chosen: str, comment: str, decision: str) -> Question:
    score = _PASS if chosen == _PASS else int(chosen) if chosen in ("1", "2", "3", "4") else None
    filled_in = replace(question, score=score, comment=comment.strip())
    if score is None:
        return replace(filled_in, problem=_SCORE_MISSING)
    if filled_in.low and decision == NextStep.CHANGES.value and not filled_in.comment:
        return replace(filled_in, problem=_WISH_MISSING)
    return filled_in


def _questions(db: Connection, visit: Visit, view: VersionView) -> tuple[Question, ...]:
    given = review.judgements(db, view)
    names = people.names_of(db, {judgement.judge for judgement in given})
    latest = {(judgement.criterion, judgement.judge): judgement for judgement in given}
    return tuple(
        _question(criterion, [word for word in latest.values() if word.criterion is criterion], names, visit)
        for criterion in Criterion
    )


def _question(criterion: Criterion, given: Sequence[Judgement], names: Mapping[str, str], visit: Visit) -> Question:
    own = next((word for word in given if word.judge == visit.person.id), None)
    others = [word for word in given if word.judge != visit.person.id]
    meanings = MEANINGS[criterion]
    return Question(
        name=criterion.value,
        words=CRITERION_QUESTIONS[criterion],
        meanings=meanings,
        scale=Bilingual(
            en=_SCALE.en.format(low=meanings[0].en, high=meanings[-1].en),
            nl=_SCALE.nl.format(low=meanings[0].nl, high=meanings[-1].nl),
        ),
        vouched=_vouched([word.score for word in others if word.score is not None]),
        others=" ".join(_said_by(names.get(word.judge, "?"), word, visit.language) for word in others),
        score=None if own is None else (own.score or _PASS),
        comment=own.comment if own else "",
    )


def _vouched(scores: Sequence[int]) -> bool:
    return bool(scores) and min(scores) >= PASSING_SCORE


def _said_by(name: str, word: Judgement, language: Language) -> str:
    said = _PASSED.format(name=name) if word.score is None else _GAVE.format(name=name, score=word.score)
    return f"{said.in_(language)} {word.comment}".strip()


def _form(
    visit: Visit,
    view: VersionView,
    rows: Sequence[QueueRow],
    questions: Sequence[Question],
    *,
    comment: str = "",
    problem: AppError | None = None,
) -> Response:
    ids = [row.item_id for row in rows]
    here = ids.index(view.item_id)
    around = {1: ids[here + 1 : here + 2], -1: ids[here - 1 : here] if here else []}
    return visit.page(
        "review.html",
        at="/review",
        status=200 if problem is None else as_problem(problem).status,
        item_id=view.item_id,
        content_hash=view.content_hash,
        content=view.content,
        links=Links(view),
        length=length_of(view.content.body, visit.language),
        audience=audience_of(view, visit.language),
        maker=view.maker_name,
        since=view.submitted_at,
        position=here + 1,
        queue_length=len(ids),
        next_url=f"/review/{around[1][0]}" if around[1] else "",
        previous_url=f"/review/{around[-1][0]}" if around[-1] else "",
        questions=questions,
        steps=NextStep,
        next_step=next_step(questions),
        comment=comment,
        problem=problem,
    )
