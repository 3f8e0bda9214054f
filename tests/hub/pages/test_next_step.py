"""What is orange on the form of a review: what the scores so far say is pressed next."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from core.content import Content
from core.language import NOTHING
from core.review import Criterion
from core.wire import hash_of
from hub import review
from hub.pages.review import NextStep, Question, next_step

ORANGE = re.compile(r'class="button primary[^"]*" name="decision" value="(\w+)"')


def asked(score: int | str | None, *, vouched: bool = False) -> Question:
    return Question("clear", NOTHING, (), NOTHING, "", vouched, score)


@pytest.mark.parametrize(
    ("questions", "step"),
    [
        ((asked(None), asked(None), asked(None)), NextStep.CHANGES),
        ((asked(4), asked(3), asked(None)), NextStep.CHANGES),
        ((asked(4), asked(3), asked(2)), NextStep.CHANGES),
        ((asked(3), asked(4), asked(3)), NextStep.APPROVE),
        ((asked(3), asked("pass", vouched=True), asked(3)), NextStep.APPROVE),
        ((asked(3), asked("pass"), asked(3)), NextStep.HAND_ON),
        ((asked("pass"), asked("pass"), asked(1)), NextStep.CHANGES),
    ],
)
def test_the_scores_say_what_is_pressed_next(questions: tuple[Question, ...], step: NextStep) -> None:
    assert next_step(questions) is step


def test_a_form_without_scores_asks_for_a_change(stage: Any, tip: Callable[..., Content]) -> None:
    item_id = stage.hand_in(tip("Nobody has looked yet"))
    assert ORANGE.findall(stage.browser("curator").read(f"/review/{item_id}")) == ["request_changes"]


def test_a_form_with_good_scores_approves(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("Somebody has looked")
    item_id = stage.hand_in(content)
    words = [review.Word(criterion, 3) for criterion in Criterion]
    with stage.hub.database.write() as db:
        review.judge(db, stage.hub.now(), stage.people["curator"], item_id, hash_of(content), words)
    text = stage.browser("curator").read(f"/review/{item_id}")
    assert ORANGE.findall(text) == ["approve"]
    assert "All three have a 3 or 4. You can approve." in text


def test_another_judges_good_word_stands_in_for_ones_own(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("Somebody else has looked")
    item_id = stage.hand_in(content)
    words = [review.Word(criterion, 4) for criterion in Criterion]
    with stage.hub.database.write() as db:
        review.judge(db, stage.hub.now(), stage.people["curator"], item_id, hash_of(content), words)
    assert stage.browser("owner").read(f"/review/{item_id}").count("data-vouched") == 3
