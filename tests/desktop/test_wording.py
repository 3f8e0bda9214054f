from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from desktop.i18n import LOCALES
from desktop.wording import (
    clock_words,
    date_words,
    day_words,
    duration_words,
    people_words,
    size_words,
    time_words,
)

UTRECHT = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTRECHT)


@pytest.fixture(params=["nl", "en"])
def language(request, speech):
    speech.use(request.param)
    return request.param


def in_language(language: str, dutch: str, english: str) -> str:
    return dutch if language == "nl" else english


@pytest.mark.parametrize(
    ("moment", "dutch", "english"),
    [
        (datetime(2026, 11, 24, 14, 32, tzinfo=UTRECHT), "vandaag 14:32", "today 14:32"),
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTRECHT), "vandaag 0:00", "today 0:00"),
        (datetime(2026, 11, 23, 9, 5, tzinfo=UTRECHT), "gisteren 9:05", "yesterday 9:05"),
        (datetime(2026, 11, 25, 9, 0, tzinfo=UTRECHT), "morgen 9:00", "tomorrow 9:00"),
        (datetime(2026, 3, 5, 9, 0, tzinfo=UTRECHT), "5 mrt 2026", "5 Mar 2026"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTRECHT), "26 nov 2026", "26 Nov 2026"),
    ],
)
def test_a_moment_is_told_as_seen_from_now(language, moment, dutch, english):
    assert day_words(moment, NOW, LOCALES[language]) == in_language(language, dutch, english)


def test_a_day_begins_where_the_reader_is(language):
    late_in_utc = datetime.fromisoformat("2026-11-23T23:30:00+00:00")
    assert day_words(late_in_utc, NOW, LOCALES[language]) == in_language(language, "vandaag 0:30", "today 0:30")


def test_a_day_is_written_out(language):
    written = in_language(language, "5 november 2026", "5 November 2026")
    assert date_words(date(2026, 11, 5), LOCALES[language]) == written


def test_a_time_of_day_has_no_leading_zero():
    assert [time_words(datetime(2026, 1, 1, *at)) for at in ((9, 5), (14, 32))] == ["9:05", "14:32"]  # noqa: DTZ001


def test_a_running_time_reads_as_a_clock():
    assert [clock_words(seconds) for seconds in (0, 97.9, 3723, -1)] == ["0:00", "1:37", "1:02:03", "0:00"]


@pytest.mark.parametrize(
    ("seconds", "dutch", "english"),
    [
        (0, "0 seconden", "0 seconds"),
        (1.9, "1 seconde", "1 second"),
        (60, "1 minuut", "1 minute"),
        (97, "1 minuut 37 seconden", "1 minute 37 seconds"),
        (7201, "2 uur 1 seconde", "2 hours 1 second"),
    ],
)
def test_a_duration_is_said_in_words_with_its_plurals(language, seconds, dutch, english):
    assert duration_words(seconds) == in_language(language, dutch, english)


@pytest.mark.parametrize(
    ("number", "dutch", "english"),
    [(0, "0 mensen", "0 people"), (1, "1 persoon", "1 person"), (12345, "12.345 mensen", "12,345 people")],
)
def test_people_are_counted_in_the_plural_of_the_language(language, number, dutch, english):
    assert people_words(number) == in_language(language, dutch, english)


def test_a_guess_at_people_says_so(language):
    assert people_words(41, about=True) == in_language(language, "ongeveer 41 mensen", "about 41 people")


@pytest.mark.parametrize(
    ("size", "dutch", "english"),
    [
        (0, "0 kB", "0 kB"),
        (9, "1 kB", "1 kB"),
        (340_000, "340 kB", "340 kB"),
        (1_234_567, "1,2 MB", "1.2 MB"),
        (3_200_000_000, "3,2 GB", "3.2 GB"),
    ],
)
def test_a_size_is_told_in_units_and_decimals_people_know(language, size, dutch, english):
    assert size_words(size, LOCALES[language]) == in_language(language, dutch, english)
