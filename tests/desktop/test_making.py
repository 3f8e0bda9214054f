from __future__ import annotations

from datetime import date

import pytest

from core.content import Audience, ClipBody, Content, RecommendationBody, TipBody
from core.errors import Refused
from core.formats import Format
from desktop.presenters.making import Making, link
from desktop.presenters.wizard import Order


@pytest.fixture
def making(store, parts, tasks):
    parts.preferences.remember_experience("Elke dag")
    parts.preferences.remember_teams(("t1", "t2"))
    return Making(store, parts.editing, parts.preferences, parts.speech, tasks)


def test_a_new_tip_knows_the_maker_and_proposes_the_audience_of_last_time(making, parts):
    making.tip()
    assert parts.editing.content == Content(TipBody(), "", "en", Audience(("t1", "t2")), "Elke dag")


def test_a_pasted_link_is_the_link_of_the_recommendation(making, parts):
    making.recommendation(" example.org/draaitabellen ")
    assert parts.editing.content.body == RecommendationBody(url="https://example.org/draaitabellen")


def test_without_a_link_the_recommendation_begins_empty(making, parts):
    making.recommendation()
    assert parts.editing.content.body == RecommendationBody()


@pytest.mark.parametrize(
    "pasted",
    ["just words", "file:///etc/passwd", "javascript:alert(1)", "ftp://example.org", "https://", "a b.nl", "x"],
)
def test_what_is_no_web_page_is_refused_and_nothing_is_made(making, store, pasted):
    with pytest.raises(Refused):
        making.recommendation(pasted)
    assert store.drafts == {}


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("http://intranet.example", "http://intranet.example"),
        ("www.example.org", "https://www.example.org"),
    ],
)
def test_an_address_is_taken_as_it_is_but_for_its_scheme(pasted, address):
    assert link(pasted) == address


@pytest.mark.parametrize("format_", [Format.TIP, Format.RECOMMENDATION])
def test_an_order_of_the_wizard_becomes_a_draft_of_that_format(making, parts, format_):
    making.order(Order(format_, Audience(("t2",)), date(2027, 1, 1), "x/1", None))
    content = parts.editing.content
    assert (content.format, content.audience.teams, content.review_by) == (format_, ("t2",), date(2027, 1, 1))


def test_the_order_for_a_recorded_clip_goes_into_its_own_draft(making, parts, store):
    recorded = store.new_draft(Content(ClipBody(), "", "nl"))
    making.order(Order(Format.CLIP, Audience(("t2",)), None, "clip/1", recorded))
    assert store.draft(recorded.id).content.audience.teams == ("t2",)
    assert len(store.drafts) == 1
    assert parts.editing.current.draft.id == recorded.id
