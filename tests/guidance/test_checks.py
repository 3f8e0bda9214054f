"""Checks: each rule finds what it is for, and leaves a good example alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.content import (
    Audience,
    BlobRef,
    ClipBody,
    Content,
    MentorBody,
    RecommendationBody,
    Slide,
    SlidesBody,
    TipBody,
)
from core.reading import parse_json
from core.wire import content_from_json
from guidance.checks import ClipMeasurements, Finding, blocks, check, findings_to_json
from guidance.findings import BLOCKING, ESSENTIAL, words

EXAMPLES = sorted((Path(__file__).parents[2] / "docs/wire/examples").glob("*.json"))
BLOB = BlobRef("f" * 64, 10, "video/mp4")
PICTURE = BlobRef("e" * 64, 10, "image/png")
CLIP = ClipBody(media=BLOB, duration_ms=60_000, width=1920, height=1080, has_sound=True)
TIP = TipBody("Als je plakt", "druk Ctrl+Shift+V", "zo blijft de opmaak heel")
SLIDES = SlidesBody((Slide("Klik op Open."),), "Doel", "Klaar als het er staat")
LINK = RecommendationBody("https://example.org", "Het leerde mij eerst te luisteren en dan pas te helpen", "deel 2", 5)
MENTOR = MentorBody("Offertes", "Juridisch", "bellen", 15, ("dinsdag 10:00",))


def _good(body: Any, **changes: Any) -> Content:
    return replace(
        Content(
            body,
            title="Plak zonder opmaak",
            audience=Audience(teams=("t1",)),
            experience="Ik doe dit elke dag",
            review_by=date(2027, 5, 1),
        ),
        **changes,
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_published_examples_have_no_findings(path: Path) -> None:
    assert check(content_from_json(parse_json(path.read_bytes()))) == ()


@pytest.mark.parametrize("body", [CLIP, TIP, SLIDES, LINK, MENTOR], ids=lambda body: body.format.value)
def test_a_good_one_is_left_alone(body: Any) -> None:
    assert check(_good(body)) == ()


_FOUND: list[tuple[str, str, str, Content]] = [
    ("title.missing", "block", "title", _good(TIP, title=" \n")),
    ("title.too_long", "warn", "title", _good(TIP, title="w" * 81)),
    ("audience.missing", "block", "audience", _good(TIP, audience=Audience())),
    ("audience.everyone", "warn", "audience.everyone", _good(TIP, audience=Audience(everyone=True))),
    ("experience.missing", "block", "experience", _good(TIP, experience="  ")),
    ("review_by.missing", "warn", "review_by", _good(TIP, review_by=None)),
    ("clip.missing", "block", "body.media", _good(ClipBody())),
    ("clip.long", "warn", "body.duration_ms", _good(replace(CLIP, duration_ms=180_001))),
    ("clip.much_too_long", "warn", "body.duration_ms", _good(replace(CLIP, duration_ms=360_001))),
    ("clip.short", "warn", "body.duration_ms", _good(replace(CLIP, duration_ms=7_999))),
    ("clip.no_sound", "warn", "body.has_sound", _good(replace(CLIP, has_sound=False))),
    (
        "clip.no_text_for_silent_audience",
        "block",
        "body.summary",
        _good(CLIP, audience=Audience(("t1",), no_sound_or_other_language=True)),
    ),
    ("slides.missing", "block", "body.slides", _good(SlidesBody())),
    ("slides.step_without_text", "block", "body.slides[0].text", _good(replace(SLIDES, slides=(Slide(" "),)))),
    ("slides.step_too_long", "warn", "body.slides[0].text", _good(replace(SLIDES, slides=(Slide("klik " * 26),)))),
    ("slides.too_many_steps", "warn", "body.slides", _good(replace(SLIDES, slides=(Slide("Klik."),) * 8))),
    ("slides.no_done_when", "warn", "body.done_when", _good(replace(SLIDES, done_when=""))),
    (
        "picture.no_alt",
        "block",
        "body.slides[0].alt",
        _good(replace(SLIDES, slides=(Slide("Klik.", picture=PICTURE),))),
    ),
    ("picture.no_alt", "block", "body.alt", _good(replace(TIP, picture=PICTURE))),
    ("tip.no_action", "block", "body.action", _good(replace(TIP, action=""))),
    ("tip.too_long", "warn", "body", _good(replace(TIP, action="woord " * 61))),
    ("recommendation.no_url", "block", "body.url", _good(replace(LINK, url=""))),
    (
        "recommendation.no_reason",
        "block",
        "body.reason",
        _good(replace(LINK, reason="Gewoon heel erg goed gedaan dit ding")),
    ),
    ("recommendation.no_part", "warn", "body.part", _good(replace(LINK, part="", minutes=0))),
    ("mentor.no_scope", "block", "body.scope", _good(replace(MENTOR, scope=""))),
    ("mentor.no_slot", "block", "body.slots", _good(replace(MENTOR, slots=(" ",)))),
    ("mentor.too_long", "warn", "body.minutes", _good(replace(MENTOR, minutes=31))),
]


@pytest.mark.parametrize(("rule", "severity", "where", "content"), _FOUND, ids=[f"{row[0]} {row[2]}" for row in _FOUND])
def test_one_flaw_gives_exactly_one_finding(rule: str, severity: str, where: str, content: Content) -> None:
    found = check(content)
    assert [(finding.rule, finding.severity, finding.where) for finding in found] == [(rule, severity, where)]
    _assert_says_what_why_and_how(found[0])


_MEASURED = [
    ("clip.silent_microphone", "block", ClipMeasurements(microphone_wanted=True, has_audio=False)),
    ("clip.silent_microphone", "block", ClipMeasurements(microphone_wanted=True, has_audio=True, peak_db=-91.0)),
    ("clip.late_start", "warn", ClipMeasurements(has_audio=True, first_sound_ms=9_000)),
    ("clip.quiet", "warn", ClipMeasurements(has_audio=True, peak_db=-20.0, mean_db=-42.0)),
    ("clip.clipping", "warn", ClipMeasurements(has_audio=True, peak_db=0.0, mean_db=-12.0)),
    ("clip.nothing_happens", "warn", ClipMeasurements(has_audio=True, longest_still_silence_ms=12_000)),
    ("clip.long", "warn", ClipMeasurements(duration_ms=200_000, has_audio=True)),
]


@pytest.mark.parametrize(("rule", "severity", "measured"), _MEASURED, ids=[row[0] for row in _MEASURED])
def test_one_measured_flaw_gives_exactly_one_finding(rule: str, severity: str, measured: ClipMeasurements) -> None:
    found = check(_good(CLIP), measured)
    assert [(finding.rule, finding.severity) for finding in found] == [(rule, severity)]
    _assert_says_what_why_and_how(found[0])


def _assert_says_what_why_and_how(finding: Finding) -> None:
    for text in (finding.message, finding.reason, finding.fix):
        assert text.en.endswith((".", "..."))
        assert text.nl.endswith((".", "..."))
        assert text.en != text.nl
        assert "!" not in text.en + text.nl


def test_every_blocking_rule_is_tried_here() -> None:
    tried = {rule for rule, severity, *_ in [*_FOUND, *_MEASURED] if severity == "block"}
    assert tried == BLOCKING
    assert ESSENTIAL <= BLOCKING


def test_a_late_start_proposes_where_to_begin() -> None:
    found = check(_good(CLIP), ClipMeasurements(has_audio=True, first_sound_ms=69_500))
    assert found[0].fix.nl == "Begin bij 1:09."


def test_a_limit_itself_is_still_fine() -> None:
    assert check(_good(replace(LINK, reason="een twee drie vier vijf zes zeven acht"))) == ()
    assert check(_good(TipBody(action="woord " * 60))) == ()
    assert check(_good(replace(CLIP, duration_ms=180_000))) == ()
    assert check(_good(replace(CLIP, duration_ms=8_000))) == ()
    assert check(_good(replace(SLIDES, slides=(Slide("klik " * 25),) * 7))) == ()
    assert check(_good(replace(MENTOR, minutes=30), title="w" * 80)) == ()


def test_blocking_findings_come_first() -> None:
    found = check(Content(TipBody()))
    severities = [finding.severity for finding in found]
    assert severities == sorted(severities)
    assert blocks(found)
    assert not blocks(check(_good(TIP, review_by=None)))


def test_everyone_is_fine_once_the_maker_says_who_it_is_not_for() -> None:
    assert check(_good(TIP, audience=Audience(everyone=True, not_for="Wie de webversie gebruikt"))) == ()


def test_a_silent_clip_is_fine_for_people_without_sound() -> None:
    quiet = replace(CLIP, has_sound=False)
    assert check(_good(quiet, audience=Audience(("t1",), no_sound_or_other_language=True))) == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("een twee", 2),
        ("**Ctrl+S** - bewaar", 2),
        ("foto's van mama", 3),
        ("don’t", 1),
        ("# - * _ ~", 0),
        ("a@b.nl 3,5", 3),
        ("你好", 1),
        ("e-mail", 1),
    ],
)
def test_words_are_counted_as_a_person_would(text: str, count: int) -> None:
    assert words(text) == count


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000_000, "a " * 2_000_000, "😀" * 100_000, "שלום " * 50_000],
    ids=["long", "words", "emoji", "rtl"],
)
def test_an_enormous_title_is_only_too_long(text: str) -> None:
    rules = {finding.rule for finding in check(_good(replace(TIP, action=text), title=text))}
    assert "title.too_long" in rules


def test_findings_are_printed_in_one_language() -> None:
    told = findings_to_json(check(_good(TIP, title="")), "nl")
    assert told == [
        {
            "rule": "title.missing",
            "severity": "block",
            "where": "title",
            "message": "Er is nog geen titel.",
            "reason": "Om de titel kiezen mensen of ze het openen.",
            "fix": "Schrijf wat je daarna kunt: een werkwoord en een ding.",
            "source": "TechSmith viewer study (52 %); easy access (van der Meij 2013)",
        }
    ]
