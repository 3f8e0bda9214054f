"""The main job on the hub with nothing but a keyboard: come in, find it, read it; open the queue, judge, decide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.screenshots.hub_process import CHROMIUM
from tests.screenshots.hub_tour import Tour, touring

MOST_STOPS = 60

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")

FOCUSED = """() => {
    const at = document.activeElement;
    const words = at.getAttribute("aria-label") || at.innerText || at.labels?.[0]?.innerText || at.value || "";
    const ringed = [at, at.nextElementSibling, at.closest(".item, .linked")].filter(Boolean);
    const looks = ringed.map(each => getComputedStyle(each));
    const ring = looks.some(look => look.outlineStyle === "solid" && parseFloat(look.outlineWidth) >= 2);
    const place = at.getBoundingClientRect();
    const onScreen = place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth;
    return {words: words.trim().replace(/\\s+/g, " "), ring, onScreen, tag: at.tagName};
}"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    with touring(tmp_path_factory.mktemp("world"), clip_seconds=2) as tour:
        yield tour


def tab_to(page: Page, words: str) -> None:
    """Press Tab until this is focused; every stop on the way shows that it is, where a person can see it."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        assert here["tag"] != "BODY", f"the focus left the page before “{words}”: {passed}"
        assert here["ring"], f"“{here['words']}” does not show that it has the focus"
        assert here["onScreen"], f"“{here['words']}” has the focus off the screen"
        if words in here["words"]:
            return
        passed.append(here["words"])
    pytest.fail(f"“{words}” cannot be reached: {passed}")


def test_somebody_who_was_invited_comes_in_finds_an_item_and_opens_it(hub: Tour) -> None:
    with hub.visit(None, locale="nl-NL") as page:
        page.goto(hub.world.links["welcome"])
        tab_to(page, "Wachtwoord")
        page.keyboard.type("vier gewone woorden samen")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Wat wil je kunnen?")).to_be_visible()
        tab_to(page, "Zoek op het leerbord")
        page.keyboard.type("plakken")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("1 resultaat voor “plakken”")
        tab_to(page, "Plak zonder opmaak")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Plak zonder opmaak")
        tab_to(page, "Naar de pagina zelf")
        page.keyboard.press("Enter")
        tab_to(page, "Leerbord")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Wat wil je kunnen?")).to_be_visible()


def test_the_menus_open_close_with_escape_and_give_the_focus_back(hub: Tour) -> None:
    with hub.visit("bo", locale="nl-NL") as page:
        page.goto("/")
        tab_to(page, "taal en uiterlijk")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="English")).to_be_visible()
        tab_to(page, "Nederlands")
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="English")).to_be_hidden()
        expect(page.get_by_role("button", name="taal en uiterlijk")).to_be_focused()


def test_a_curator_approves_with_keys_and_hears_it(hub: Tour) -> None:
    with hub.visit("sam", locale="nl-NL") as page:
        page.goto("/")
        tab_to(page, "Beoordelen")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Wacht op jouw blik")
        tab_to(page, "Een stuk van je scherm kopiëren")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Een stuk van je scherm kopiëren")
        hint = page.get_by_role("status")
        expect(hint).to_contain_text("Goedkeuren kan als alle drie")
        for key in "343":
            page.keyboard.press(key)
        expect(hint).to_have_text("Alle drie hebben een 3 of 4. Je kunt het goedkeuren.")
        expect(page.get_by_role("button", name="Keur goed")).to_be_focused()
        assert page.evaluate(FOCUSED)["ring"]
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Goedgekeurd")


def test_a_curator_asks_for_a_change_with_keys_and_hears_it(hub: Tour) -> None:
    with hub.visit("sam", locale="nl-NL") as page:
        page.goto(f"/review/{hub.world.items['review-slides']}")
        wish = page.get_by_label("Jouw wens bij: Kun je er morgen iets mee?")
        expect(wish).to_be_hidden()
        for key in "442":
            page.keyboard.press(key)
        expect(wish).to_be_focused()
        expect(page.get_by_role("button", name="Keur goed")).to_be_disabled()
        page.keyboard.type("Zeg ook wat je doet als het bedrag niet klopt.")
        tab_to(page, "Vraag een aanpassing")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("De maker krijgt je wensen te zien")


def test_a_question_left_to_somebody_else_is_passed_on_with_enter(hub: Tour) -> None:
    with hub.visit("sam", locale="nl-NL") as page:
        page.goto(f"/review/{hub.world.items['review-clip']}")
        for question, answer in (("clear", "4"), ("correct", "pass"), ("applicable", "3")):
            page.locator(f"input[name={question}][value='{answer}']").check()
        expect(page.get_by_role("status")).to_contain_text("Je laat een vraag aan een ander.")
        expect(page.locator("main .primary")).to_have_text("Geef door aan een ander")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Je scores zijn bewaard")
