"""What people read exists in both languages; what comes from outside is refused in words."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.clock import from_iso, to_iso
from core.errors import AppError, MalformedWire
from core.feed import (
    Directory,
    Feedback,
    HubIdentity,
    OtherEvent,
    ReviewEvent,
    Team,
    directory_from_json,
    directory_to_json,
    event_to_json,
    identity_from_json,
    identity_to_json,
    page_from_json,
)
from core.formats import FORMAT_NAMES, Format
from core.language import LANGUAGES, Bilingual, is_language, language_of
from core.reading import Reader
from core.review import CRITERION_QUESTIONS, Criterion, ReviewState


def _reasons_used() -> set[str]:
    """Every refusal of the reader, each provoked once."""
    provoked: list[tuple[object, str, object]] = [
        ({}, "text", None), ({"k": 1}, "text", None), ({"k": "a" * 501}, "line", None), ({"k": 1.5}, "whole", None),
        ({"k": 9}, "whole", None), ({"k": 0}, "truth", None), ({"k": {}}, "lines", None), ({"k": "no"}, "one", None),
        ({"k": "no"}, "day", None), ({"k": "no"}, "moment", None), ({"k": []}, "child", None),
    ]  # fmt: skip
    reads = {
        "text": lambda read: read.text("k"),
        "line": lambda read: read.line("k"),
        "whole": lambda read: read.number("k", 1, 2),
        "truth": lambda read: read.truth("k"),
        "lines": lambda read: read.lines("k"),
        "one": lambda read: read.one_of("k", ("yes",)),
        "day": lambda read: read.day("k"),
        "moment": lambda read: read.moment("k"),
        "child": lambda read: read.child("k"),
    }
    reasons = set()
    for value, kind, _ in provoked:
        with pytest.raises(MalformedWire) as refusal:
            reads[kind](Reader(value))
        assert refusal.value.where == "k"
        reasons.add(refusal.value.reason)
    return reasons


def test_every_refusal_of_the_reader_is_said_in_dutch_too() -> None:
    for reason in _reasons_used() | {"is not a web address", "has an unknown version", "is not JSON"}:
        said = MalformedWire("k", reason)
        assert reason in said.in_("en")
        assert reason not in said.in_("nl"), reason
        assert said.reason_in_both.nl != reason


def test_every_error_can_be_shown_in_both_languages() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, AppError)]
    assert len(kinds) >= 18
    title, hint = Bilingual(en="It is there.", nl="Het is er."), Bilingual(en="Go on.", nl="Ga door.")
    for kind in kinds:
        if kind not in (MalformedWire, errors.HubRefused):
            assert kind(title, hint).in_("nl") == "Het is er. Ga door."
            assert str(kind(title, hint)) == "It is there."


def test_formats_and_criteria_have_names() -> None:
    assert set(FORMAT_NAMES) == set(Format)
    assert set(CRITERION_QUESTIONS) == set(Criterion)


def test_placeholders_are_filled_in_both() -> None:
    said = Bilingual(en="{n} people", nl="{n} mensen").format(n=3)
    assert (said.in_("en"), said.in_("nl")) == ("3 people", "3 mensen")
    assert [name for _, name, _, _ in string.Formatter().parse(said.en) if name] == []


@pytest.mark.parametrize(
    ("locale", "language"),
    [("nl_NL.UTF-8", "nl"), ("nl-BE", "nl"), ("NL", "nl"), ("en_GB", "en"), ("de_DE", "en"), ("C", "en"), (None, "en")],
)
def test_a_locale_leads_to_one_of_two_languages(locale: str | None, language: str) -> None:
    assert language_of(locale) == language
    assert is_language(language)
    assert not is_language("fr")
    assert LANGUAGES == ("nl", "en")


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_read_back_to_the_millisecond(moment: datetime) -> None:
    assert abs(from_iso(to_iso(moment)) - moment) < timedelta(milliseconds=1)


@given(st.datetimes(timezones=st.sampled_from([timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])))
def test_any_offset_is_understood_or_refused(moment: datetime) -> None:
    try:
        assert from_iso(moment.isoformat()) == moment
    except ValueError:
        assert moment.year in (1, 9999)


@pytest.mark.parametrize("text", ["", "today", "2026-11-23", "2026-11-23T14:32:05", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_iso(text)


def test_a_moment_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_iso(datetime(2026, 1, 1))  # noqa: DTZ001


def test_hub_and_directory_are_read_back() -> None:
    hub = HubIdentity("an-id", 2, "Hub van Noord")
    directory = Directory(
        "p1", "Ana", ("ambassador",), ("t1",), (Team("t1", "Sales", 8), Team("t2", "Zorg", 0)), (Format.TIP,)
    )
    assert identity_from_json(identity_to_json(hub)) == hub
    assert directory_from_json(directory_to_json(directory)) == directory


def test_a_feed_page_is_read_back_and_unknown_kinds_are_passed_over() -> None:
    event = ReviewEvent(
        7, datetime(2026, 11, 23, 14, 0, tzinfo=UTC), "item", "f" * 64, ReviewState.CHANGES_REQUESTED, "Bo",
        "Bijna", (Feedback(Criterion.CLEAR, 2, "Begin eerder"), Feedback(Criterion.CORRECT, None, "")), None,
    )  # fmt: skip
    page = {"cursor": 9, "events": [{"kind": "thanks", "sequence": 8, "from": "someone"}, event_to_json(event)]}
    read = page_from_json(page)
    assert (read.events[1], read.cursor, read.directory) == (event, 9, None)
    assert read.events[0] == OtherEvent(8, "thanks", '{"from":"someone","kind":"thanks","sequence":8}')
