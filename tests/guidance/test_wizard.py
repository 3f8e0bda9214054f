"""The wizard's flow without a window: what is asked, what is skipped, and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from core.formats import Format
from guidance.advice import advise
from guidance.answers import Answers, AudienceAnswer, Change, Goal, Source, Steps, Use
from guidance.wizard import (
    ORDER,
    QUESTIONS,
    Page,
    WizardState,
    answer,
    aside,
    back,
    can_go_back,
    choose,
    start,
)

VALUES: dict[Page, st.SearchStrategy[Any]] = {
    Page.GOAL: st.sampled_from(list(Goal)),
    Page.SOURCE: st.sampled_from(list(Source)),
    Page.STEPS: st.sampled_from(list(Steps)),
    Page.MOTION: st.booleans(),
    Page.USE: st.sampled_from(list(Use)),
    Page.AUDIENCE: st.builds(AudienceAnswer, teams=st.just(("t1",)), people=st.sampled_from([None, 1, 12])),
    Page.CHANGE: st.sampled_from(list(Change)),
}


def _walk(state: WizardState, data: st.DataObject) -> list[WizardState]:
    states = [state]
    while states[-1].page is not Page.RESULT:
        assert len(states) <= 8
        page = states[-1].page
        states.append(answer(states[-1], page, data.draw(VALUES[page])))
    return states


@given(st.data())
def test_the_result_is_at_most_seven_answers_away(data: st.DataObject) -> None:
    states = _walk(start(), data)
    assert len(states) - 1 <= 7
    assert advise(states[-1].answers).ranking


@given(st.data())
def test_back_undoes_one_answer_after_another_to_the_first_question(data: st.DataObject) -> None:
    states = _walk(start(), data)
    at = states[-1]
    for earlier in reversed(states[:-1]):
        at = back(at)
        assert (at.page, at.answers, at.past) == (earlier.page, earlier.answers, earlier.past)
        assert at.proposal is not None
    assert not can_go_back(at)
    with pytest.raises(Refused):
        back(at)


@given(st.data())
def test_progress_goes_up_one_page_at_a_time_and_ends_full(data: st.DataObject) -> None:
    states = _walk(start(), data)
    assert [state.progress.number for state in states[:-1]] == list(range(1, len(states)))
    assert states[-1].progress.number == states[-1].progress.total == len(states) - 1
    assert all(state.progress.total <= 7 for state in states)


@given(st.data(), st.sets(st.sampled_from(list(ORDER))))
def test_what_is_known_is_never_asked(data: st.DataObject, known_pages: set[Page]) -> None:
    known = Answers()
    for page in known_pages:
        known = replace(known, **{page.value: data.draw(VALUES[page])})
    asked = {state.page for state in _walk(start(known), data)}
    assert not asked & known_pages


@given(st.data())
def test_a_skipped_page_could_not_have_changed_the_advice(data: st.DataObject) -> None:
    end = _walk(start(), data)[-1]
    skipped = [page for page in ORDER if getattr(end.answers, page.value) is None]
    for page in skipped:
        filled = replace(end.answers, **{page.value: data.draw(VALUES[page])})
        assert advise(filled).recommended is advise(end.answers).recommended


def test_after_record_only_audience_and_freshness_are_asked() -> None:
    state = start(chosen=Format.CLIP)
    asked = []
    while state.page is not Page.RESULT:
        asked.append(state.page)
        state = answer(state, state.page, AudienceAnswer(everyone=True) if len(asked) == 1 else Change.STABLE)
    assert asked == [Page.AUDIENCE, Page.CHANGE]


def test_a_pasted_link_skips_the_question_for_a_source() -> None:
    state = start(Answers(goal=Goal.DISCOVER, source=Source.POINT))
    assert state.page is Page.AUDIENCE


def test_help_in_person_is_not_asked_how_many_steps() -> None:
    state = answer(answer(start(), Page.GOAL, Goal.JUDGEMENT), Page.SOURCE, Source.NONE)
    assert state.page is Page.AUDIENCE


def test_choosing_otherwise_is_one_tap_and_can_be_taken_back() -> None:
    state = start(Answers(goal=Goal.FIX))
    assert choose(state, Format.TIP).chosen is Format.TIP
    assert choose(choose(state, Format.TIP), None) == state


def test_private_data_and_minutes_are_set_without_a_page() -> None:
    state = aside(start(), sensitive=True, minutes=2)
    assert (state.answers.sensitive, state.answers.minutes, state.page) == (True, 2, Page.GOAL)
    assert aside(state, minutes=30).answers.sensitive


@pytest.mark.parametrize(
    ("page", "value"),
    [(Page.STEPS, Steps.FEW), (Page.RESULT, Goal.FIX), (Page.GOAL, "fix"), (Page.GOAL, True), (Page.GOAL, Steps.FEW)],
)
def test_an_answer_to_another_page_or_of_another_kind_is_a_mistake(page: Page, value: Any) -> None:
    with pytest.raises(ValueError, match=page.value):
        answer(start(), page, value)


def test_every_page_asks_something_and_its_choices_are_answers() -> None:
    assert set(QUESTIONS) == set(ORDER)
    for page, question in QUESTIONS.items():
        assert question.text.nl
        assert question.help.en
        values = [choice.value for choice in question.choices]
        assert len(set(values)) == len(values)
        assert bool(values) == (page is not Page.AUDIENCE)
    assert {choice.value for choice in QUESTIONS[Page.GOAL].choices} == set(Goal)
    assert {choice.value for choice in QUESTIONS[Page.CHANGE].choices} == set(Change)
