"""The board finds what people mean: beginnings, stems in two languages, without accents; and never breaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import Slide, SlidesBody, TipBody
from core.formats import Format
from hub import board


def found(world, query: str, **filters) -> list[str]:
    with world.hub.database.read() as db:
        return [row.title for row in board.board(db, world.person("bob"), query=query, **filters).rows]


@pytest.fixture
def full(world):
    dutch = TipBody("je twee cellen wilt samenvoegen", "kies Samenvoegen en centreren", "de kop breed staat")
    world.publish("ann", world.tip("Cellen samenvoegen", body=dutch, language="nl"))
    world.clock.forward(seconds=1)
    deck = SlidesBody((Slide("Open the invoice", note="Café Zürich"),), goal="Paying invoices in one go")
    world.publish("ann", world.tip("Pay suppliers", body=deck))
    world.clock.forward(seconds=1)
    world.publish("ann", world.tip("Merge cells in a sheet"))
    return world


FOUND = {
    "": ["Merge cells in a sheet", "Pay suppliers", "Cellen samenvoegen"],
    "samenvoeg": ["Cellen samenvoegen"],
    "cel": ["Merge cells in a sheet", "Cellen samenvoegen"],
    # The Dutch stem of one is the English stem of the other.
    "CELLEN": ["Merge cells in a sheet", "Cellen samenvoegen"],
    "invoices": ["Pay suppliers"],
    "paid": [],
    "paying suppliers": ["Pay suppliers"],
    "cafe zurich": ["Pay suppliers"],
    "merging": ["Merge cells in a sheet"],
    "nothing like it": [],
    '"': ["Merge cells in a sheet", "Pay suppliers", "Cellen samenvoegen"],
}


def test_words_are_found_as_people_type_them(full):
    assert {query: found(full, query) for query in FOUND} == FOUND


def test_filters_narrow_what_is_found(full):
    assert found(full, "", format_=Format.SLIDES) == ["Pay suppliers"]
    assert found(full, "", language="nl") == ["Cellen samenvoegen"]
    assert found(full, "", team_id=full.planning) == []


def test_pages_hold_everything_once(full):
    seen, after = [], None
    with full.hub.database.read() as db:
        while True:
            page = board.board(db, full.person("bob"), after=after, limit=1)
            seen += [row.title for row in page.rows]
            after = page.next
            if after is None:
                break
    assert seen == ["Merge cells in a sheet", "Pay suppliers", "Cellen samenvoegen"]


def test_a_new_version_is_found_by_its_own_words_only(full):
    item_id = full.publish("ann", full.tip("Aardvark"))
    newer = full.tip("Badger")
    newer = replace(newer, subjects=("mammals",))
    full.put("ann", newer, item_id)
    full.approve(item_id, newer)
    assert (found(full, "aardvark"), found(full, "badger"), found(full, "mammal")) == ([], ["Badger"], ["Badger"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60) | st.sampled_from(['a" OR "b', "NEAR(", "title:x", "*", "^a", "a AND", "-b", "{x}"]))
def test_no_query_breaks_the_search(world, query):
    found(world, query)
