"""The two state tables, and the one table of words over them: every pair, and what must always hold."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import delivery, review
from core.delivery import DeliveryAction, DeliveryState
from core.errors import Refused
from core.review import Criterion, Judgement, ReviewAction, ReviewState, may_be_approved
from core.status import STATUS_WORDS, Status, channel_status, item_status


@pytest.mark.parametrize(("state", "action"), list(product(ReviewState, ReviewAction)))
def test_every_step_of_a_review_is_in_the_table_or_refused(state: ReviewState, action: ReviewAction) -> None:
    if (state, action) in review.TRANSITIONS:
        assert review.advance(state, action) is review.TRANSITIONS[state, action]
    else:
        with pytest.raises(Refused):
            review.advance(state, action)


@pytest.mark.parametrize(("state", "action"), list(product(DeliveryState, DeliveryAction)))
def test_every_step_of_a_delivery_is_in_the_table_or_refused(state: DeliveryState, action: DeliveryAction) -> None:
    if (state, action) in delivery.TRANSITIONS:
        assert delivery.advance(state, action) is delivery.TRANSITIONS[state, action]
    else:
        with pytest.raises(Refused):
            delivery.advance(state, action)


@given(st.lists(st.sampled_from(list(ReviewAction)), max_size=12))
def test_nothing_is_published_that_was_not_asked_for(actions: list[ReviewAction]) -> None:
    state, seen = ReviewState.DRAFT, [ReviewState.DRAFT]
    for action in actions:
        if (state, action) in review.TRANSITIONS:
            state = review.advance(state, action)
            seen.append(state)
    if ReviewState.PUBLISHED in seen:
        assert ReviewState.SUBMITTED in seen[: seen.index(ReviewState.PUBLISHED)]
    if ReviewState.RETIRED in seen:
        assert seen[seen.index(ReviewState.RETIRED) - 1] is ReviewState.PUBLISHED
        assert seen[-1] is ReviewState.RETIRED


@given(st.lists(st.sampled_from(list(DeliveryAction)), max_size=20))
def test_only_a_person_sends_again_what_may_have_arrived(actions: list[DeliveryAction]) -> None:
    state = DeliveryState.WAITING
    for action in actions:
        if (state, action) not in delivery.TRANSITIONS:
            continue
        before, state = state, delivery.advance(state, action)
        if before is DeliveryState.UNCERTAIN:
            assert action in (DeliveryAction.IT_IS_THERE, DeliveryAction.SEND_AGAIN)
        assert before not in (DeliveryState.POSTED, DeliveryState.HANDED_OVER)


def test_every_state_of_both_tables_can_be_reached() -> None:
    assert {*review.TRANSITIONS.values(), ReviewState.DRAFT} == set(ReviewState)
    assert {*delivery.TRANSITIONS.values(), DeliveryState.WAITING} == set(DeliveryState)


@pytest.mark.parametrize(
    ("state", "to_hub", "connected", "due"),
    list(product(ReviewState, DeliveryState, (True, False), (True, False))),
)
def test_every_combination_has_a_word(state: ReviewState, to_hub: DeliveryState, connected: bool, due: bool) -> None:
    status = item_status(state, to_hub, hub_connected=connected, review_due=due)
    assert STATUS_WORDS[status].nl
    if status is Status.ON_BOARD:
        assert state is ReviewState.PUBLISHED
    if status is Status.IN_REVIEW:
        assert to_hub in (DeliveryState.POSTED, DeliveryState.HANDED_OVER)


def test_the_words_are_complete_and_differ() -> None:
    assert set(STATUS_WORDS) == set(Status)
    for language in ("nl", "en"):
        words = [word.in_(language) for word in STATUS_WORDS.values()]
        assert all(words)
        assert len(set(words)) == len(words)


def test_handed_over_is_not_called_posted() -> None:
    assert channel_status(DeliveryState.HANDED_OVER) is Status.HANDED_OVER
    assert {channel_status(state) for state in DeliveryState} <= set(Status)


_JUDGEMENTS = st.lists(
    st.builds(
        Judgement,
        st.sampled_from(list(Criterion)),
        st.sampled_from(["ana", "bo"]),
        st.none() | st.integers(1, 4),
    ),
    max_size=8,
)


@given(_JUDGEMENTS)
def test_approval_needs_a_passing_word_on_all_three_criteria(judgements: list[Judgement]) -> None:
    if may_be_approved(judgements):
        passed = {word.criterion for word in judgements if word.score is not None and word.score >= 3}
        assert passed == set(Criterion)


@given(_JUDGEMENTS, st.sampled_from(list(Criterion)))
def test_a_last_low_score_always_stops_approval(judgements: list[Judgement], criterion: Criterion) -> None:
    assert not may_be_approved([*judgements, Judgement(criterion, "ana", 2)])


def test_handing_a_criterion_on_neither_passes_nor_stops() -> None:
    clear, correct, applicable = (Judgement(criterion, "ana", 4) for criterion in Criterion)
    handed_on = Judgement(Criterion.CORRECT, "ana", None)
    assert not may_be_approved([clear, handed_on, applicable])
    assert may_be_approved([clear, handed_on, applicable, Judgement(Criterion.CORRECT, "bo", 3)])
    assert may_be_approved([clear, correct, applicable])
