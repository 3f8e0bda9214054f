from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import TipBody
from guidance.titles import LONGEST_PROPOSAL, proposed_title


@pytest.mark.parametrize(
    ("action", "title"),
    [
        ("", ""),
        ("  \n ", ""),
        ("druk op Ctrl+Shift+V in plaats van Ctrl+V", "Druk op Ctrl+Shift+V in plaats van Ctrl+V"),
        ("Open het menu. Kies dan Delen.", "Open het menu"),
        ("open het menu\nkies Delen", "Open het menu"),
        ("- sleep de dienst naar woensdag", "Sleep de dienst naar woensdag"),
        ("één klik is genoeg!", "Één klik is genoeg"),
    ],
)
def test_the_title_is_the_first_thing_to_do(action, title):
    assert proposed_title(TipBody(action=action)) == title


def test_a_long_first_sentence_is_cut_between_words():
    long = "sleep de dienst van maandag naar woensdag en controleer daarna de hele week"
    title = proposed_title(TipBody(action=long))
    assert title == "Sleep de dienst van maandag naar woensdag en controleer"
    assert len(title) <= LONGEST_PROPOSAL


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_one_short_line(action):
    title = proposed_title(TipBody(action=action))
    assert len(title) <= LONGEST_PROPOSAL + 2  # a capital may be longer than its small letter, such as ß
    assert "\n" not in title
