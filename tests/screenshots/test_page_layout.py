"""The search for text that cannot be read whole, on pages of which it is known what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.screenshots.hub_process import CHROMIUM, browsing
from tests.screenshots.page_layout import unreadable

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")

STYLE = """<style>body { margin: 0; font: 16px sans-serif; } .narrow { width: 60px; white-space: nowrap; }
.hidden { overflow: hidden; } .dots { overflow: hidden; text-overflow: ellipsis; }
.two-lines { width: 90px; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
</style>"""
LONG = "Vraag een aanpassing aan de maker"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browsing() as browser:
        yield browser.new_page(viewport={"width": 390, "height": 600})


def findings(page: Page, body: str) -> list[str]:
    page.set_content(f"<!doctype html><title>Een pagina</title>{STYLE}{body}")
    return unreadable(page)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (f'<p class="narrow hidden">{LONG}</p>', "cut off"),
        (f'<p class="narrow dots">{LONG}</p>', "cut off"),
        (f'<p class="hidden" style="height: 10px">{LONG}</p>', "cut off"),
        (f'<div class="hidden" style="width: 80px"><p class="narrow">{LONG}</p></div>', "cut off"),
        (f'<button class="narrow" style="width: 60px">{LONG}</button>', "outside its box"),
        (f'<span class="chip narrow" style="display: block">{LONG}</span>', "outside its box"),
        (f'<p style="white-space: nowrap">{LONG} {LONG}</p>', "the page scrolls sideways"),
        (f'<p style="margin-left: -40px">{LONG}</p>', "off the screen"),
        (f'<input style="width: 90px" placeholder="{LONG}">', "longer than its field"),
        (f'<input style="width: 90px" value="{LONG}">', "longer than its field"),
        (f'<select style="width: 90px"><option>{LONG}</option></select>', "longer than its field"),
        (f'<h2 class="two-lines">{LONG} voor iedereen</h2>', "cut off"),
        (f'<h2 class="two-lines" title="Vraag">{LONG} voor iedereen</h2>', "cut off"),
    ],
)
def test_what_cannot_be_read_whole_is_found(page: Page, body: str, what: str) -> None:
    found = findings(page, body)
    assert any(line.startswith(what) for line in found), found


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{LONG} {LONG} {LONG}</p>",
        f"<button>{LONG}</button>",
        f'<h2 class="two-lines" title="{LONG} voor iedereen">{LONG} voor iedereen</h2>',
        f'<div style="overflow-x: auto; width: 100px"><span style="white-space: nowrap">{LONG}</span></div>',
        f'<span class="unseen">{LONG}</span>',
        f'<p hidden class="narrow hidden">{LONG}</p>',
        f'<input style="width: 350px" placeholder="{LONG}">',
    ],
)
def test_what_can_be_read_or_is_meant_so_is_not_found(page: Page, body: str) -> None:
    assert findings(page, body) == []
