"""Which format fits: hard rules first, then the score table; on a tie the cheaper one. Pure, and always five rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.canonical import Json
from core.formats import Format
from core.language import Bilingual, Language
from guidance.answers import Answers, Source
from guidance.frameworks import Framework, bundled_frameworks, framework_to_json
from guidance.rules import (
    CHEAPER_ON_A_TIE,
    CHEAPEST_FIRST,
    EXCLUDED,
    HARD_RULES,
    NOTES,
    SIGNALS,
    HardRule,
    Signal,
    in_person,
)

SCORED: Final = (Format.TIP, Format.SLIDES, Format.CLIP)
"""The formats of the score table. The others win by a hard rule or not at all."""


@dataclass(frozen=True, slots=True)
class Reason:
    """`weight` is what it added to the score (0 for a hard rule); `source` names the evidence, or is empty."""

    rule: str
    text: Bilingual
    weight: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One format in the ranking. `score` is None for the result of a hard rule and for a format that is excluded."""

    format: Format
    score: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """`ranking` holds all five formats, the recommended one first, the excluded ones last.

    Its first row's reasons come strongest first. `runner_up` is None when nothing else has a score.
    """

    recommended: Format
    ranking: tuple[Row, ...]
    runner_up: Format | None
    template: Framework
    notes: tuple[Bilingual, ...] = ()

    @property
    def why(self) -> tuple[Reason, ...]:
        """The two strongest reasons for the recommended format."""
        return tuple(reason for reason in self.ranking[0].reasons if reason.weight >= 0)[:2]


def advise(answers: Answers, frameworks: Mapping[Format, Framework] | None = None) -> Advice:
    """The format for these answers. `frameworks` are the ones in use; the bundled ones when None."""
    decided = next((rule for rule in HARD_RULES if rule.applies(answers)), None)
    ranking = _ranking(answers, decided)
    recommended = ranking[0].format
    return Advice(
        recommended=recommended,
        ranking=ranking,
        runner_up=ranking[1].format if ranking[1].score is not None else None,
        template=(frameworks or bundled_frameworks())[recommended],
        notes=tuple(note.text for note in NOTES if note.applies(answers, recommended)),
    )


def advice_to_json(advice: Advice, language: Language = "en") -> dict[str, Json]:
    """What `vonk guide --json` prints; texts in one language."""
    return {
        "recommended": advice.recommended.value,
        "ranking": [
            {
                "format": row.format.value,
                "score": row.score,
                "reasons": [
                    {
                        "rule": reason.rule,
                        "text": reason.text.in_(language),
                        "weight": reason.weight,
                        "source": reason.source,
                    }
                    for reason in row.reasons
                ],
            }
            for row in advice.ranking
        ],
        "runner_up": advice.runner_up.value if advice.runner_up else None,
        "notes": [note.in_(language) for note in advice.notes],
        "template": framework_to_json(advice.template, language),
    }


def _ranking(answers: Answers, decided: HardRule | None) -> tuple[Row, ...]:
    signals = [signal for signal in SIGNALS if signal.applies(answers)]
    rows = [
        _row(answers, format_, signals) for format_ in CHEAPEST_FIRST if decided is None or format_ != decided.result
    ]
    # Sorting keeps the cheapest first among equals.
    scored = sorted((row for row in rows if row.score is not None), key=lambda row: -(row.score or 0))
    excluded = [row for row in rows if row.score is None]
    if decided is not None:
        first = Row(decided.result, None, (Reason(decided.id, decided.text, 0, decided.source),))
        return (first, *scored, *excluded)
    return (_with_tie(scored), *scored[1:], *excluded)


def _row(answers: Answers, format_: Format, signals: list[Signal]) -> Row:
    excluded = _why_excluded(answers, format_)
    if excluded is not None:
        return Row(format_, None, (Reason(excluded, EXCLUDED[excluded]),))
    reasons = [_reason(signal, signal.weights[format_]) for signal in signals if signal.weights.get(format_)]
    # sorted() is stable: among equals the order of the table holds, whatever the answers' order was.
    strongest = sorted(reasons, key=lambda reason: -reason.weight)
    return Row(format_, sum(reason.weight for reason in reasons), tuple(strongest))


def _why_excluded(answers: Answers, format_: Format) -> str | None:
    if format_ is Format.CLIP and answers.sensitive:
        return "excluded.sensitive"
    if format_ is Format.RECOMMENDATION:
        return "excluded.needs_twist" if answers.source is Source.TWIST else "excluded.no_source"
    if format_ is Format.MENTOR:
        return "excluded.source_first" if in_person(answers) else "excluded.no_case"
    return None


def _reason(signal: Signal, weight: int) -> Reason:
    return Reason(signal.id, signal.text if weight > 0 else signal.against, weight, signal.source)


def _with_tie(scored: list[Row]) -> Row:
    winner, second = scored[0], scored[1]
    if winner.score != second.score:
        return winner
    rule, text, source = CHEAPER_ON_A_TIE
    helpful = tuple(reason for reason in winner.reasons if reason.weight > 0)
    others = tuple(reason for reason in winner.reasons if reason.weight <= 0)
    return Row(winner.format, winner.score, (*helpful, Reason(rule, text, 0, source), *others))
