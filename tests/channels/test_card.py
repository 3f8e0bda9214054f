"""The words of a card: in the item's language, each fact on its own line and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.card import ChannelCard, address_of, clock, day, one_line, picture_of, texts_of
from core.errors import Malformed
from core.formats import Format


def test_a_dutch_card(card: ChannelCard) -> None:
    texts = texts_of(card)
    assert texts.headline == "Nieuwe clip van Ana de Vries: Filters bewaren in Excel (0:58)"
    assert texts.facts == (
        ("Voor", "Sales binnendienst"),
        ("Van", "Ana de Vries, 6 jaar orderadministratie"),
        ("Nagekeken door", "Bo Jansen"),
        ("Geldig tot", "1 mei 2027"),
    )
    assert texts.button == "Bekijk (0:58)"


def test_an_english_card_that_nobody_reviewed(card: ChannelCard) -> None:
    texts = texts_of(replace(card, language="en", format=Format.TIP, reviewer=None, valid_until=None, duration_ms=None))
    assert texts.headline == "New tip from Ana de Vries: Filters bewaren in Excel"
    assert ("Reviewed by", "not reviewed") in texts.facts
    assert len(texts.facts) == 3
    assert texts.button == "Read the tip"


@pytest.mark.parametrize("format_", list(Format))
def test_every_format_has_its_words_in_both_languages(card: ChannelCard, format_: Format) -> None:
    dutch, english = (texts_of(replace(card, format=format_, language=language)) for language in ("nl", "en"))
    assert dutch.kind != english.kind
    assert dutch.button != english.button


def test_a_test_post_says_so(card: ChannelCard) -> None:
    assert texts_of(replace(card, is_test=True)).headline.startswith("Test, je hoeft niets te doen")


@pytest.mark.parametrize(
    "title",
    [
        "Kort\nNagekeken door: de directeur",
        "Kort\r\n\r\nNagekeken door: de directeur",
        "Kort\u2028Nagekeken door: de directeur",
    ],
)
def test_no_text_can_pretend_to_be_another_line(card: ChannelCard, title: str) -> None:
    assert texts_of(replace(card, title=title)).title == "Kort Nagekeken door: de directeur"


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\ufeff", "\x00", "\x1b", "\U000e0041", "\ud800"])
def test_unseen_and_turning_signs_are_taken_out(sign: str) -> None:
    assert one_line(f"a{sign}b", 10) in ("ab", "a b")


def test_joined_emoji_and_accents_stay_whole() -> None:
    assert one_line("👩‍💻 e\u0301én", 20) == "👩‍💻 één"


@given(st.text(), st.integers(1, 50))
def test_a_line_is_one_line_within_its_length(text: str, longest: int) -> None:
    line = one_line(text, longest)
    assert len(line) <= longest
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    line.encode("utf-8")


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0:01"), (400, "0:01"), (58_000, "0:58"), (59_600, "1:00"), (97_000, "1:37"), (3_723_000, "1:02:03")],
)
def test_a_duration_is_read_as_on_a_clock(milliseconds: int, text: str) -> None:
    assert clock(milliseconds) == text


def test_a_day_is_written_out() -> None:
    assert day(date(2027, 3, 9), "nl") == "9 maart 2027"
    assert day(date(2027, 3, 9), "en") == "9 March 2027"


@pytest.mark.parametrize("url", ["", "hub.example/i/1", "javascript:alert(1)", "https://a b", "https://" + "a" * 2000])
def test_a_card_without_a_link_that_works_is_refused(card: ChannelCard, url: str) -> None:
    with pytest.raises(Malformed):
        address_of(replace(card, url=url))


def test_a_picture_is_for_everyone_or_not_at_all(card: ChannelCard) -> None:
    pictured = replace(card, picture_url="https://hub.example/p.jpg")
    assert picture_of(pictured) is None
    assert picture_of(replace(pictured, everyone=True)) == "https://hub.example/p.jpg"
    assert picture_of(replace(card, everyone=True)) is None
