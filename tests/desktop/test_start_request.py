from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.commands import parser
from desktop.start_request import LONGEST_LINE, SHOW_YOURSELF, WISHES, StartRequest, from_line, from_link

ITEM = "0b5e3c1a-7f7c-4a52-9a55-0c1d2e3f4a5b"


@pytest.mark.parametrize("wish", WISHES)
def test_what_one_start_asks_the_other_hears(wish):
    link = {"recommend": "https://example.org/a?b=ü", "item": ITEM}.get(wish, "")
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


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        ("vonk://tip", StartRequest("tip")),
        ("VONK://Tip/", StartRequest("tip")),
        ("vonk://record", StartRequest("panel")),
        (
            "vonk://recommend?link=https%3A%2F%2Fexample.org%2Fa%3Fb%3Dc",
            StartRequest("recommend", "https://example.org/a?b=c"),
        ),
        ("vonk://recommend", StartRequest("recommend")),
        (f"vonk://item/{ITEM}", StartRequest("item", ITEM)),
        (f"vonk://item/{ITEM.upper()}", StartRequest("item", ITEM)),
    ],
)
def test_a_link_asks_for_one_thing_and_never_begins_a_recording(link, asked):
    assert from_link(link) == asked


@pytest.mark.parametrize(
    "link",
    [
        "",
        "vonk:",
        "vonk:tip",
        "https://tip",
        "vonk://quit",
        "vonk://tip:80",
        "vonk://me@tip",
        "vonk://tip/record",
        "vonk://item",
        "vonk://item/../../etc/passwd",
        f"vonk://item/{ITEM}/x",
        f"vonk://item/{ITEM}%0A",
        "vonk://[tip",
        "vonk://recommend?a=1&b=2&c=3&d=4&link=x",
        "vonk://tip\nvonk://record",
        "vonk://recommend?link=" + "a" * 3000,
        "vonk://tıp",
    ],
)
def test_a_link_that_is_not_understood_means_show_yourself(link):
    assert from_link(link) == SHOW_YOURSELF


@given(
    st.text(max_size=60) | st.text(max_size=60).map("vonk://".__add__) | st.from_regex(r"vonk://(record|item)[ -~]*")
)
def test_no_link_raises_records_or_carries_what_is_no_id(link):
    request = from_link(link)
    assert request.wish in ("show", "panel", "tip", "recommend", "item")
    assert request.wish != "item" or len(request.link) == len(ITEM)
    assert from_line(request.to_line()) == request or len(request.to_line()) > LONGEST_LINE


@pytest.mark.parametrize("argument", ["erase", "http://tip", "vonk"])
def test_the_command_line_refuses_what_is_neither_a_wish_nor_a_link(argument, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["open", argument])
    assert "neither a wish nor a vonk:// link" in capsys.readouterr().err


@pytest.mark.parametrize("argument", [[], ["record"], ["vonk://tip"], ["VONK://item/x"]])
def test_the_command_line_takes_a_wish_or_a_link(argument):
    assert parser().parse_args(["open", *argument]).wish == (argument or ["show"])[0]
