"""The language nobody speaks: longer, marked, whole where something is filled in, and never a visitor's choice."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hub.pages.language import NAMES, chosen_language
from tests.screenshots.pseudo_locale import PSEUDO, pseudo


@pytest.mark.parametrize("text", ["Ask for a change", "What do you want to be able to do?", "Search the whole board"])
def test_it_is_two_fifths_longer_and_between_brackets(text: str) -> None:
    spoken = pseudo(text)
    assert re.fullmatch(r"\[.*\]", spoken)
    assert len(spoken) >= 1.4 * len(text)
    assert text not in spoken


def test_what_is_filled_in_stays_whole() -> None:
    assert "%(num)s" in pseudo("%(num)s results for “%(query)s”")
    assert "{name}" in pseudo("{name} gave {score}.")


def test_nothing_stays_nothing() -> None:
    assert pseudo("") == ""
    assert pseudo("  ") == "  "


def test_no_visitor_of_a_hub_can_choose_it() -> None:
    cookies: dict[str, Any] = {"vonk_language": PSEUDO}
    assert chosen_language(cookies, PSEUDO) == "en"
    assert PSEUDO not in NAMES
