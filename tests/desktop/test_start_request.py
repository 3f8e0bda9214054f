from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.start_request import LONGEST_LINE, SHOW_YOURSELF, WISHES, StartRequest, from_line


@pytest.mark.parametrize("wish", WISHES)
def test_what_one_start_asks_the_other_hears(wish):
    link = "https://example.org/a?b=ü" if wish == "recommend" else ""
    assert from_line(StartRequest(wish, link).to_line()) == StartRequest(wish, link)


@given(st.binary(max_size=200))
def test_whatever_else_comes_over_the_socket_is_a_known_wish(line):
    assert from_line(line).wish in WISHES


@pytest.mark.parametrize(
    "line",
    [
        b"show\n",
        b"[]",
        b'{"wish": "format the disk"}',
        b'{"wish": {"deep": 1}}',
        b'{"wish": "record", "link": "https://example.org"}'.replace(b"record", b"quit"),
        b'{"wish": "record"}' + b" " * LONGEST_LINE,
    ],
)
def test_what_is_not_understood_means_show_yourself(line):
    assert from_line(line) == SHOW_YOURSELF


def test_a_link_goes_with_a_recommendation_only():
    assert from_line(b'{"wish": "record", "link": "x"}') == StartRequest("record")
    assert from_line(b'{"wish": "recommend", "link": 7}') == StartRequest("recommend")
