"""Whom an item reaches, when to warn, and when to ask whether it is still right."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import Audience
from core.feed import Directory, Team
from guidance.answers import AudienceAnswer, Change, audience_of, review_by
from guidance.audience import reach

TEAMS = (Team("a", "Sales", 10), Team("b", "Zorg", 20), Team("c", "Bouw", 30), Team("d", "IT", 40))
DIRECTORY = Directory("p", "Ana", ("ambassador",), ("a",), TEAMS)
EMPTY = Directory("p", "Ana", (), (), ())


def test_reach_counts_teams_and_people() -> None:
    found = reach(Audience(("a", "b")), DIRECTORY)
    assert (found.teams, found.people, found.warning) == (2, 30, None)
    assert found.sentence.nl == "2 teams, ongeveer 30 mensen"
    assert found.sentence.en == "2 teams, about 30 people"


def test_a_team_chosen_twice_counts_once() -> None:
    assert reach(Audience(("a", "a")), DIRECTORY).people == 10


def test_everyone_is_every_team_and_asks_who_it_is_not_for() -> None:
    found = reach(Audience(everyone=True), DIRECTORY)
    assert (found.teams, found.people) == (4, 100)
    assert found.warning is not None
    assert "voor wie is het niet" in found.warning.nl


def test_who_says_whom_it_is_not_for_is_not_asked_again() -> None:
    assert reach(Audience(everyone=True, not_for="de winkels"), DIRECTORY).warning is None
    assert reach(Audience(("b", "c", "d"), not_for="de winkels"), DIRECTORY).warning is None


def test_most_of_the_organisation_is_broad_too() -> None:
    warned = reach(Audience(("b", "c", "d")), DIRECTORY).warning
    assert warned is not None
    assert "90" in warned.en
    assert reach(Audience(("c", "d")), DIRECTORY).warning is None


def test_nobody_chosen_and_a_team_that_is_gone_are_said() -> None:
    nobody, gone = reach(Audience(), DIRECTORY), reach(Audience(("a", "x")), DIRECTORY)
    assert nobody.warning is not None
    assert "Nog niemand" in nobody.warning.nl
    assert gone.warning is not None
    assert "bestaat niet meer" in gone.warning.nl


@given(
    st.builds(
        Audience,
        teams=st.lists(st.sampled_from(["a", "b", "c", "d", "x", ""]), max_size=5).map(tuple),
        everyone=st.booleans(),
        not_for=st.text(max_size=3),
    ),
    st.sampled_from([None, EMPTY, DIRECTORY]),
)
def test_any_audience_has_a_reach_in_words(audience: Audience, directory: Directory | None) -> None:
    found = reach(audience, directory)
    assert found.sentence.nl
    assert (found.people is None) == (directory is None)
    assert found.people is None or found.people >= 0


def test_an_answer_becomes_an_audience() -> None:
    answer = AudienceAnswer(("a",), level="new", not_for="winkels", no_sound_or_other_language=True)
    assert audience_of(answer) == Audience(("a",), False, "new", "winkels", True)
    assert audience_of(AudienceAnswer(("a",), everyone=True)).teams == ()
    assert not audience_of(None).chosen


@pytest.mark.parametrize(
    ("change", "today", "expected"),
    [
        (Change.UNDER_3_MONTHS, date(2026, 11, 23), date(2027, 2, 23)),
        (Change.UNDER_3_MONTHS, date(2026, 11, 30), date(2027, 2, 28)),
        (Change.UNDER_3_MONTHS, date(2027, 11, 30), date(2028, 2, 29)),
        (Change.FROM_3_TO_12_MONTHS, date(2026, 8, 31), date(2027, 2, 28)),
        (Change.STABLE, date(2028, 2, 29), date(2029, 2, 28)),
        (Change.STABLE, date(2026, 12, 31), date(2027, 12, 31)),
        (None, date(2026, 6, 15), date(2026, 12, 15)),
    ],
)
def test_the_review_date_follows_how_soon_it_changes(change: Change | None, today: date, expected: date) -> None:
    assert review_by(change, today) == expected
