"""The review states of a version, and what three criteria decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.errors import Refused
from core.language import Bilingual


class ReviewState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETIRED = "retired"


class ReviewAction(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REQUEST_CHANGES = "request_changes"
    APPROVE = "approve"
    PUBLISH = "publish"
    RETIRE = "retire"


TRANSITIONS: Final[dict[tuple[ReviewState, ReviewAction], ReviewState]] = {
    (ReviewState.DRAFT, ReviewAction.SUBMIT): ReviewState.SUBMITTED,
    (ReviewState.CHANGES_REQUESTED, ReviewAction.SUBMIT): ReviewState.SUBMITTED,
    (ReviewState.SUBMITTED, ReviewAction.WITHDRAW): ReviewState.DRAFT,
    (ReviewState.SUBMITTED, ReviewAction.REQUEST_CHANGES): ReviewState.CHANGES_REQUESTED,
    (ReviewState.SUBMITTED, ReviewAction.APPROVE): ReviewState.APPROVED,
    # A maker who is trusted with this format needs no curator.
    (ReviewState.SUBMITTED, ReviewAction.PUBLISH): ReviewState.PUBLISHED,
    (ReviewState.APPROVED, ReviewAction.PUBLISH): ReviewState.PUBLISHED,
    # Approved while its rendition was being made, and then none could be made of it.
    (ReviewState.APPROVED, ReviewAction.REQUEST_CHANGES): ReviewState.CHANGES_REQUESTED,
    (ReviewState.PUBLISHED, ReviewAction.RETIRE): ReviewState.RETIRED,
}


def advance(state: ReviewState, action: ReviewAction) -> ReviewState:
    """The state after the action; Refused when the table has no such step."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise Refused(
            Bilingual(
                en="That is not possible at this point of the review.",
                nl="Dat kan niet op dit punt van de beoordeling.",
            ),
            Bilingual(
                en="Nothing was changed. Look again: somebody may have been here before you.",
                nl="Er is niets veranderd. Kijk nog eens: misschien was iemand je voor.",
            ),
        ) from None


class Criterion(StrEnum):
    CLEAR = "clear"
    CORRECT = "correct"
    APPLICABLE = "applicable"


CRITERION_QUESTIONS: Final[dict[Criterion, Bilingual]] = {
    Criterion.CLEAR: Bilingual(en="Is it clear?", nl="Is het duidelijk?"),
    Criterion.CORRECT: Bilingual(en="Is it right?", nl="Klopt het?"),
    Criterion.APPLICABLE: Bilingual(en="Can you use it tomorrow?", nl="Kun je er morgen iets mee?"),
}

LOWEST_SCORE: Final = 1
HIGHEST_SCORE: Final = 4
PASSING_SCORE: Final = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judge on one criterion. `score` 1-4, or None for "not for me to judge"."""

    criterion: Criterion
    judge: str
    score: int | None
    comment: str = ""


def may_be_approved(judgements: Iterable[Judgement]) -> bool:
    """True when every criterion has a judge who gave at least 3 and none whose latest word is lower."""
    latest = {(judgement.criterion, judgement.judge): judgement.score for judgement in judgements}
    scores = {
        criterion: [score for (of, _), score in latest.items() if of is criterion and score is not None]
        for criterion in Criterion
    }
    return all(given and min(given) >= PASSING_SCORE for given in scores.values())
