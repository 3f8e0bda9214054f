"""How keys, times and lengths are written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import ClipBody, MentorBody, Slide, SlidesBody, TipBody
from hub.pages.icons import icon
from hub.pages.language import chosen_language
from hub.pages.rendering import local_address
from hub.pages.theme import tokens_css
from hub.pages.words import as_sentence, clip_time, length_of, moment, with_keys

TAG = re.compile(r"<[^>]+>")


def keys_of(text: str) -> list[str]:
    return re.findall(r"<kbd>(.*?)</kbd>", str(with_keys(text)))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("press Ctrl+Shift+V now", ["Ctrl", "Shift", "V"]),
        ("druk op Ctrl + Alt + Delete.", ["Ctrl", "Alt", "Delete"]),
        ("then F5", ["F5"]),
        ("zoom in with Ctrl++", ["Ctrl", "+"]),
        ("C++ and A4 and 3+4 are no keys", []),
        ("Ctrl alone, or Shift work, or Ctrl+Shifting", []),
    ],
)
def test_key_combinations_become_keys(text: str, keys: list[str]) -> None:
    assert keys_of(text) == keys


@given(st.text(alphabet=st.sampled_from("Ctrl+Shift VF5<>&\"' aA\n"), max_size=60))
def test_drawing_keys_loses_no_letter_and_lets_no_tag_through(text: str) -> None:
    drawn = str(with_keys(text))
    assert unescape(TAG.sub("", drawn)).replace(" ", "") == text.replace(" ", "")
    assert set(TAG.findall(drawn)) <= {'<span class="keys">', '<span class="plus">', "</span>", "<kbd>", "</kbd>"}


@pytest.mark.parametrize(
    ("milliseconds", "shown"), [(0, "0:00"), (400, "0:01"), (97_000, "1:37"), (3_725_000, "1:02:05")]
)
def test_a_clip_is_as_long_as_its_player_says(milliseconds: int, shown: str) -> None:
    assert clip_time(milliseconds) == shown


def test_lengths_are_in_the_readers_language() -> None:
    assert length_of(SlidesBody((Slide("a"), Slide("b"))), "nl") == "2 slides"
    assert length_of(MentorBody(minutes=15), "nl") == "15 minuten"
    assert length_of(TipBody("a", "b", "c"), "en") == "1 minute"
    assert length_of(ClipBody(), "en") == ""


def test_moments_say_today_and_yesterday_before_a_date() -> None:
    now = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
    clock = now.astimezone().strftime("%-H:%M")
    assert moment(now, "nl", now) == f"vandaag om {clock}"
    assert moment(now - timedelta(days=1), "en", now) == f"yesterday at {clock}"
    assert moment(now - timedelta(days=30), "en", now) == "24 Oct 2026"


def test_a_makers_words_end_as_a_sentence() -> None:
    assert as_sentence(" I do this daily ") == "I do this daily."
    assert as_sentence("Every day!") == "Every day!"


@pytest.mark.parametrize(
    ("cookie", "wish", "language"),
    [
        ("nl", "en", "nl"),
        ("", "nl-BE,en;q=0.8", "nl"),
        ("", "de, nl;q=0.4, en;q=0.9", "en"),
        ("", "fr", "en"),
        ("xx", "en;q=nonsense, nl", "nl"),
    ],
)
def test_a_visitor_reads_the_language_of_their_choice(cookie: str, wish: str, language: str) -> None:
    assert chosen_language({"vonk_language": cookie}, wish) == language


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "evil", "/a\r\nb"],
)
def test_no_link_to_the_hub_leads_elsewhere(elsewhere: str) -> None:
    assert local_address(elsewhere) == "/"


def test_an_address_on_the_hub_is_kept() -> None:
    assert local_address("/items/1?q=a") == "/items/1?q=a"


def test_the_stylesheet_knows_light_dark_and_both_choices() -> None:
    css = tokens_css()
    assert css.count("--bg-canvas:") == 3
    assert "prefers-color-scheme: dark" in css
    assert ":root[data-theme=dark]" in css
    assert "--type-body-web-size: 1rem" in css


def test_icons_take_the_colour_of_their_text_and_hide_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in icon("search")
    assert "currentColor" in icon("search")
    with pytest.raises(KeyError):
        icon("no-such-icon")
