"""Every page of the hub, in a real browser: to be read whole in every language and width, and by everyone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.screenshots.hub_process import CHROMIUM
from tests.screenshots.hub_tour import Stop, Tour, stops, touring
from tests.screenshots.page_layout import unreadable
from tests.screenshots.pseudo_locale import PSEUDO

WIDTHS = (1280, 980, 640, 390)
ZOOMED = (640, 490)
"""How wide a page is at 200 % in a window of 1280 and of 980."""
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
COLOURS_ONLY = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    with touring(tmp_path_factory.mktemp("world"), clip_seconds=2) as tour:
        yield tour


def at_width(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    return [f"at {width}: {finding}" for finding in unreadable(page)]


# English in its own length is in the long run: what fits when it is 40 % longer fits as it is.
@pytest.mark.parametrize("language", ["nl", PSEUDO, pytest.param("en", marks=pytest.mark.long)])
def test_no_text_is_cut_off_at_any_width_or_at_200_percent(hub: Tour, language: str) -> None:
    found = []
    for page, stop in hub.pages():
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        hub.come(page, stop, language, "light")
        for width in sorted({*WIDTHS, *ZOOMED}, reverse=True):
            found += [f"{stop.name} {finding}" for finding in at_width(page, width)]
    assert found == []


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe has against the page as it is now: the rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(document, options).then(results => results.violations)", options)
    return [f"{each['id']}: {node['html'][:120]} {node['failureSummary']}" for each in found for node in each["nodes"]]


def structure(page: Page, stop: Stop, language: str) -> list[str]:
    """What a screen reader finds its way by, where it is not as it should be."""
    found = []
    if page.locator("html").get_attribute("lang") != language or not page.title().endswith("· Vonk"):
        found.append("no language or title")
    landmarks = [page.get_by_role("banner"), page.get_by_role("main")]
    if stop.who is not None:
        landmarks.append(page.get_by_role("navigation").first)
    found += [f"no {each}" for each in landmarks if each.count() != 1]
    levels = page.evaluate("[...document.querySelectorAll('main :is(h1, h2, h3, h4)')].map(each => +each.tagName[1])")
    if levels.count(1) != 1 or any(after - before > 1 for before, after in pairwise(levels)):
        found.append(f"headings of level {levels}")
    return found


@pytest.mark.parametrize(("language", "width"), [("en", 1280), pytest.param("nl", 390, marks=pytest.mark.long)])
def test_axe_finds_nothing_on_any_page_in_light_or_dark(hub: Tour, language: str, width: int) -> None:
    found = []
    for page, stop in hub.pages():
        page.set_viewport_size({"width": width, "height": 800})
        hub.come(page, stop, language, "light")
        found += [f"{stop.name}: {line}" for line in structure(page, stop, language) + violations(page, RULES)]
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        found += [f"{stop.name} in dark: {line}" for line in violations(page, COLOURS_ONLY)]
    assert found == []


def test_axe_finds_what_is_wrong(hub: Tour) -> None:
    with hub.visit(None) as page:
        page.goto("/sign-in")
        page.evaluate("document.querySelector('label[for=email]').remove()")
        page.evaluate("document.querySelector('.help').style.color = 'silver'")
        page.evaluate("document.querySelector('h1').outerHTML = '<h3>Log in</h3>'")
        assert structure(page, stops(hub.world)[0], "en") == ["headings of level [3]"]
        rules = {line.split(":")[0] for line in violations(page, RULES)}
    assert rules == {"label", "color-contrast"}


def test_who_wants_no_motion_sees_none(hub: Tour) -> None:
    longest = """() => Math.max(...[...document.querySelectorAll("*")].flatMap(each =>
        getComputedStyle(each).transitionDuration.split(",").map(parseFloat)))"""
    with hub.visit("bo") as page:
        page.goto("/")
        assert page.evaluate(longest) == 0
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(longest) > 0


def test_the_look_follows_the_system_as_it_changes_until_somebody_chooses(hub: Tour) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with hub.visit("bo", color_scheme="light") as page:
        page.goto("/")
        light = page.evaluate(ground)
        page.emulate_media(color_scheme="dark")
        dark = page.evaluate(ground)
        assert dark != light
        page.get_by_role("button", name="taal en uiterlijk").click()
        page.get_by_role("button", name="Licht", exact=True).click()
        assert page.evaluate(ground) == light
