"""The format advice: worked cases as data, and what must hold for every set of answers."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.formats import Format
from core.language import Bilingual
from guidance.advice import Advice, advice_to_json, advise
from guidance.answers import (
    Answers,
    AudienceAnswer,
    Change,
    Goal,
    MalformedAnswers,
    Source,
    Steps,
    Use,
    answers_from_json,
    answers_to_json,
)
from guidance.rules import EXCLUDED, HARD_RULES, NOTES, SIGNALS

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["cases"]

AUDIENCES = st.builds(
    AudienceAnswer,
    teams=st.lists(st.sampled_from(["t1", "t2"]), max_size=2).map(tuple),
    everyone=st.booleans(),
    people=st.none() | st.integers(0, 50),
    level=st.sampled_from([None, "new", "mixed", "experienced"]),
    not_for=st.sampled_from(["", "winkels"]),
    no_sound_or_other_language=st.booleans(),
)
ANSWERS = st.builds(
    Answers,
    goal=st.none() | st.sampled_from(list(Goal)),
    steps=st.none() | st.sampled_from(list(Steps)),
    motion=st.sampled_from([None, True, False]),
    use=st.none() | st.sampled_from(list(Use)),
    audience=st.none() | AUDIENCES,
    change=st.none() | st.sampled_from(list(Change)),
    source=st.none() | st.sampled_from(list(Source)),
    sensitive=st.booleans(),
    minutes=st.sampled_from([2, 10, 30]),
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_worked_case_gets_the_expected_advice(case: dict[str, Any]) -> None:
    advice = advise(answers_from_json(case["answers"]))
    assert advice.recommended == case["expected"], case["why"]
    assert advice.why[0].rule == case["by"]
    if "score" in case:
        assert advice.ranking[0].score == case["score"]
    if "runner_up" in case:
        assert advice.runner_up == case["runner_up"]
    if "note" in case:
        assert any(case["note"] in note.en for note in advice.notes)


def test_there_are_cases_enough_and_each_has_a_reason() -> None:
    assert len(CASES) >= 20
    assert all(case["why"].strip() for case in CASES)
    assert {case["expected"] for case in CASES} == set(Format)
    assert {rule.id for rule in HARD_RULES} <= {case["by"] for case in CASES}


def _place(advice: Advice, format_: Format) -> tuple[int, int]:
    """How well a format stands: first by rank, then by score. Larger is better."""
    rank = next(index for index, row in enumerate(advice.ranking) if row.format is format_)
    return -rank, advice.ranking[rank].score or 0


@given(ANSWERS)
def test_the_ranking_always_holds_all_five_formats_with_reasons_that_add_up(answers: Answers) -> None:
    advice = advise(answers)
    assert sorted(row.format for row in advice.ranking) == sorted(Format)
    assert advice.ranking[0].format is advice.recommended
    assert advice.template.format is advice.recommended
    assert advice.ranking[0].reasons
    scored = [row for row in advice.ranking if row.score is not None]
    assert [row.score for row in scored] == sorted((row.score or 0 for row in scored), reverse=True)
    for row in advice.ranking:
        assert row.score is None or row.score == sum(reason.weight for reason in row.reasons)
        assert all(reason.text.nl and reason.text.en for reason in row.reasons)
    if advice.runner_up is not None:
        assert advice.runner_up is advice.ranking[1].format
    assert len(advice.why) <= 2


@given(ANSWERS)
def test_a_clip_is_never_advised_with_private_data_on_the_screen(answers: Answers) -> None:
    advice = advise(replace(answers, sensitive=True))
    assert advice.recommended is not Format.CLIP
    assert advice.runner_up is not Format.CLIP
    assert next(row.score for row in advice.ranking if row.format is Format.CLIP) is None


@given(ANSWERS, st.lists(st.text(max_size=5), max_size=3), st.text(max_size=5))
def test_names_of_teams_and_whom_it_is_not_for_change_nothing(answers: Answers, teams: list[str], not_for: str) -> None:
    whom = replace(answers.whom, teams=tuple(teams), not_for=not_for)
    assert advise(replace(answers, audience=whom)) == advise(replace(answers, audience=answers.whom))


@given(ANSWERS, ANSWERS)
def test_after_a_hard_rule_no_later_answer_flips_the_advice(answers: Answers, others: Answers) -> None:
    pointing = replace(others, source=Source.POINT)
    assert advise(pointing).recommended is Format.RECOMMENDATION
    judging = replace(others, goal=Goal.JUDGEMENT, source=answers.source)
    if answers.source is not Source.POINT:
        assert advise(judging).recommended is Format.MENTOR


@given(ANSWERS)
def test_the_number_of_people_matters_only_up_to_two(answers: Answers) -> None:
    few, many = (advise(replace(answers, audience=replace(answers.whom, people=people))) for people in (3, 3000))
    assert few == many


_MORE_OF = [
    (Format.CLIP, "it moves", lambda answers: replace(answers, motion=True)),
    (Format.CLIP, "beginners look once", lambda answers: replace(
        answers, use=Use.WATCH_ONCE, audience=replace(answers.whom, level="new"))),
    (Format.SLIDES, "more steps", lambda answers: replace(answers, steps=Steps.MANY)),
    (Format.SLIDES, "looked up again", lambda answers: replace(answers, use=Use.LOOK_UP)),
    (Format.SLIDES, "followed", lambda answers: replace(answers, use=Use.FOLLOW)),
    (Format.SLIDES, "private data", lambda answers: replace(answers, sensitive=True)),
    (Format.SLIDES, "changes soon", lambda answers: replace(answers, change=Change.UNDER_3_MONTHS)),
    (Format.TIP, "two minutes", lambda answers: replace(answers, minutes=2)),
    (Format.TIP, "own twist", lambda answers: replace(answers, source=Source.TWIST)),
    (Format.TIP, "experienced", lambda answers: replace(answers, audience=replace(answers.whom, level="experienced"))),
    (Format.RECOMMENDATION, "pointing is enough", lambda answers: replace(answers, source=Source.POINT)),
    (Format.MENTOR, "it depends", lambda answers: replace(answers, goal=Goal.JUDGEMENT)),
    (Format.MENTOR, "one person", lambda answers: replace(
        answers, audience=replace(answers.whom, people=1, everyone=False))),
]  # fmt: skip


@pytest.mark.parametrize(("format_", "signal", "more"), _MORE_OF, ids=[f"{entry[0]}: {entry[1]}" for entry in _MORE_OF])
@settings(max_examples=40)
@given(answers=ANSWERS)
def test_more_of_a_signal_never_takes_the_advice_away_from_its_own_format(
    format_: Format, signal: str, more: Any, answers: Answers
) -> None:
    before, after = advise(answers), advise(more(answers))
    if before.recommended is format_:
        assert after.recommended is format_, signal


@given(ANSWERS)
def test_where_the_scores_decide_more_movement_never_lowers_a_clip(answers: Answers) -> None:
    free = replace(answers, source=Source.NONE, goal=Goal.PROCEDURE, steps=Steps.SOME, sensitive=False, audience=None)
    assert _place(advise(replace(free, motion=True)), Format.CLIP) >= _place(advise(free), Format.CLIP)


@given(ANSWERS)
def test_answers_are_read_back_from_json(answers: Answers) -> None:
    assert answers_from_json(json.loads(json.dumps(answers_to_json(answers)))) == answers


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: (
    st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["goal", "steps", "audience", "people", "minutes", "x"]), inner)
)))  # fmt: skip
def test_any_json_gives_advice_or_a_plain_refusal(value: object) -> None:
    try:
        said = advise(answers_from_json(value)).ranking[0].reasons[0].text.nl
    except MalformedAnswers as refusal:
        said = refusal.in_("nl")
    assert said


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"goal": "sell"}, "goal"),
        ({"steps": 5}, "steps"),
        ({"motion": "yes"}, "motion"),
        ({"audience": []}, "audience"),
        ({"audience": {"people": -1}}, "audience.people"),
        ({"audience": {"people": 2.5}}, "audience.people"),
        ({"audience": {"level": "expert"}}, "audience.level"),
        ({"audience": {"team": "t"}}, "audience.team"),
        ({"minutes": 5}, "minutes"),
        ({"minutes": 60}, "minutes"),
        ({"gaol": "fix"}, "gaol"),
        ([], ""),
    ],
)
def test_an_unknown_answer_is_refused_with_its_place_and_what_is_possible(answers: object, where: str) -> None:
    with pytest.raises(MalformedAnswers) as refusal:
        answers_from_json(answers)
    assert refusal.value.where == where
    assert "These answers cannot be read" in refusal.value.in_("en")
    assert "Deze antwoorden zijn niet te lezen" in refusal.value.in_("nl")


def test_null_and_left_out_mean_the_same() -> None:
    null = {"audience": {"teams": None, "people": None, "level": None, "not_for": None}, "motion": None}
    whole = dict.fromkeys(["goal", "steps", "use", "change", "source", "sensitive", "minutes"]) | null
    assert advise(answers_from_json(whole)) == advise(answers_from_json({}))


def test_the_json_of_an_advice_has_what_the_command_promises() -> None:
    told = advice_to_json(advise(Answers(source=Source.POINT)), "nl")
    assert told["recommended"] == "recommendation"
    ranking = told["ranking"]
    assert isinstance(ranking, list)
    assert len(ranking) == 5
    assert ranking[0] == {
        "format": "recommendation",
        "score": None,
        "reasons": [
            {
                "rule": "source.point",
                "text": "Er is al een goede bron: wijs ernaar en zeg waarom die jou hielp.",
                "weight": 0,
                "source": "founding article: content recommendations",
            }
        ],
    }
    assert json.loads(json.dumps(told)) == told


def test_every_rule_speaks_both_languages_and_names_its_source() -> None:
    said: list[Bilingual] = [*EXCLUDED.values(), *(note.text for note in NOTES), *(rule.text for rule in HARD_RULES)]
    for signal in SIGNALS:
        said += [signal.text] if any(weight > 0 for weight in signal.weights.values()) else []
        said += [signal.against] if any(weight < 0 for weight in signal.weights.values()) else []
        assert signal.source
    assert all(text.en and text.nl and text.en != text.nl for text in said)
    ids = [rule.id for rule in (*HARD_RULES, *SIGNALS, *NOTES)]
    assert len(set(ids)) == len(ids)
