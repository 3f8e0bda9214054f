"""Every page, in both languages: whole, labelled, small, and silent about what is not for you."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest
from babel.messages.pofile import read_po

from core.content import Audience, Content, MentorBody, RecommendationBody, Slide, SlidesBody
from core.wire import hash_of

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
LARGEST_BOARD = 60_000


class Page(HTMLParser):
    """What stands on a page: its words, and whether a screen reader can find its way."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language = ""
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._foreign: list[str] = []
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag == "html":
            self.language = values.get("lang") or ""
        for name in ("placeholder", "aria-label", "title"):
            self.words.append(values.get(name) or "")

    def handle_data(self, data: str) -> None:
        self.words.append(" ".join(data.split()))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [values for name, values in self.tags if name == tag]


def english_words() -> set[str]:
    """Sentences of the templates that are other words in Dutch."""
    with files("resources").joinpath("translations", "hub", "nl", "LC_MESSAGES", "hub.po").open("rb") as source:
        return {
            str(message.id)
            for message in read_po(source, locale="nl")
            if message.id and "%" not in str(message.id) and message.id != message.string
        }


@pytest.fixture(scope="module")
def items_of(stage: Any, tip: Callable[..., Content]) -> dict[str, str]:
    bodies = {
        "slides": SlidesBody(
            (Slide("Open **Orders**", "Start"), Slide("Press Ctrl+S")), "Approve an order", "It turns green"
        ),
        "recommendation": RecommendationBody("https://example.org/pivot", "At last clear", "2:10 to 6:30", 4, "login"),
        "mentor": MentorBody("Hard talks", "Contracts", "Together", 15, ("Tue 1 Dec 10:00",)),
    }
    made = {name: stage.publish(replace(tip(f"A {name}"), body=body)) for name, body in bodies.items()}
    made["tip"] = stage.publish(
        tip("A tip", review_by=date(2020, 1, 1), audience=Audience(everyone=True, not_for="IT"))
    )
    made["hostile"] = stage.publish(tip(HOSTILE, experience=HOSTILE, audience=Audience(everyone=True, not_for=HOSTILE)))
    made["waiting"] = stage.hand_in(tip(HOSTILE, experience=HOSTILE, subjects=(HOSTILE,)))
    made["team"] = stage.publish(tip("Only for the team", audience=Audience(teams=(stage.team_id,))))
    return made


def addresses(made: dict[str, str]) -> list[tuple[str | None, str]]:
    return [
        (None, "/sign-in"),
        ("outsider", "/"),
        ("outsider", "/?q=tip"),
        ("outsider", "/?q=nothing-like-it"),
        *(
            ("maker", f"/items/{made[name]}")
            for name in ("tip", "slides", "recommendation", "mentor", "hostile", "team")
        ),
        ("curator", "/review"),
        ("curator", f"/review/{made['waiting']}"),
        ("maker", "/mine"),
        ("outsider", "/mine"),
        ("maker", "/pair"),
        ("owner", "/admin/people"),
        ("owner", "/admin/teams"),
        ("owner", "/admin/channels"),
    ]


@pytest.fixture(scope="module")
def pages(stage: Any, items_of: dict[str, str]) -> dict[tuple[str, str], Page]:
    browsers = {
        (who, language): stage.browser(who, language)
        for who in (None, "outsider", "maker", "curator", "owner")
        for language in ("en", "nl")
    }
    for (_, language), browser in browsers.items():
        browser.client.cookies.set("vonk_language", language)
    return {
        (language, address): Page(browsers[who, language].read(address))
        for language in ("en", "nl")
        for who, address in addresses(items_of)
    }


def test_every_page_is_in_the_language_of_its_reader(pages: dict[tuple[str, str], Page]) -> None:
    english = english_words()
    for (language, address), page in pages.items():
        assert page.language == language, address
        if language == "nl":
            assert english & set(page.words) == set(), address


def test_every_page_has_one_heading_a_title_and_a_way_past_the_navigation(pages: dict[tuple[str, str], Page]) -> None:
    for (_, address), page in pages.items():
        assert len(page.all("h1")) == 1, address
        assert len(page.all("main")) == 1, address
        assert page.all("title"), address
        assert page.all("a")[0]["href"] == "#main", address


def test_every_field_has_a_label(pages: dict[tuple[str, str], Page]) -> None:
    for (_, address), page in pages.items():
        labelled = {label.get("for") for label in page.all("label")}
        for field in [*page.all("input"), *page.all("select"), *page.all("textarea")]:
            if field.get("type") in ("hidden", "checkbox", "radio"):
                continue
            assert field.get("id") in labelled, (address, field)


def test_no_page_has_two_orange_things(pages: dict[tuple[str, str], Page]) -> None:
    for (_, address), page in pages.items():
        primary = [each for _, each in page.tags if "primary" in (each.get("class") or "").split()]
        assert len(primary) <= 1, address


def test_no_page_has_script_or_style_of_its_own(pages: dict[tuple[str, str], Page]) -> None:
    for (_, address), page in pages.items():
        assert all(
            script.get("nonce") and (script["src"] or "").startswith("/static/") for script in page.all("script")
        )
        assert not [name for _, each in page.tags for name in each if name == "style" or name.startswith("on")], address


def test_every_post_carries_the_token(pages: dict[tuple[str, str], Page]) -> None:
    for (_, address), page in pages.items():
        posts = [form for form in page.all("form") if form.get("method") == "post"]
        tokens = [field for field in page.all("input") if field.get("name") == "csrf"]
        assert len(tokens) == len(posts), address
        assert all(token["value"] for token in tokens), address


def test_ids_stand_once_on_a_page(pages: dict[tuple[str, str], Page]) -> None:
    for (_, address), page in pages.items():
        ids = [each["id"] for _, each in page.tags if each.get("id")]
        assert len(ids) == len(set(ids)), address


@pytest.mark.parametrize(("who", "where"), [("maker", "hostile"), ("curator", "waiting")])
def test_a_hostile_title_is_only_text(stage: Any, items_of: dict[str, str], who: str, where: str) -> None:
    address = f"/items/{items_of[where]}" if where == "hostile" else f"/review/{items_of[where]}"
    text = stage.browser(who).read(address)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "{{ 7*7 }}" in Page(text).words[0] or "7*7" in text
    assert "49" not in text.split("</title>")[0]


@pytest.mark.parametrize("address", ["/", "/mine"])
def test_a_hostile_title_is_only_text_in_lists(stage: Any, items_of: dict[str, str], address: str) -> None:
    text = stage.browser("maker").read(address)
    assert "alert(1)" in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_somebody_who_did_not_sign_in_is_brought_there_and_back(stage: Any, items_of: dict[str, str]) -> None:
    browser = stage.browser()
    sent = browser.get(f"/items/{items_of['tip']}")
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/sign-in?next=")
    form = sent.headers["location"]
    answer = browser.post(
        "/sign-in",
        form,
        email="maker@example.org",
        password="correct horse battery",
        next=f"/items/{items_of['tip']}",
    )
    assert answer.headers["location"] == f"/items/{items_of['tip']}"


def test_what_is_not_for_you_looks_as_if_it_were_not_there(stage: Any, items_of: dict[str, str]) -> None:
    browser = stage.browser("outsider")
    refused = browser.get(f"/items/{items_of['team']}")
    absent = browser.get("/items/00000000-0000-0000-0000-000000000000")
    assert refused.status_code == absent.status_code == 404
    assert "Only for the team" not in refused.text
    assert Page(refused.text).words == Page(absent.text).words
    assert "Only for the team" not in browser.read("/?q=team")


def test_the_board_finds_by_words_and_filters_by_format(stage: Any, items_of: dict[str, str]) -> None:
    browser = stage.browser("outsider")
    assert "A slides" in browser.read("/?q=orders")
    assert "A tip" not in browser.read("/?q=orders")
    assert "A slides" not in browser.read("/?format=mentor")
    assert "A mentor" in browser.read("/?format=mentor")


def test_the_board_shows_keys_and_who_vouches(stage: Any, items_of: dict[str, str]) -> None:
    text = stage.browser("outsider").read("/?q=tip")
    assert "<kbd>Shift</kbd>" in text
    assert "Checked by Curator." in text
    assert "Still right?" in text


def test_an_empty_board_asks_a_question(stage: Any, items_of: dict[str, str]) -> None:
    assert "Nothing found" in stage.browser("outsider").read("/?q=xyzzy")


def test_a_full_board_stays_light_and_has_a_next_page(stage: Any, tip: Callable[..., Content]) -> None:
    for number in range(30):
        stage.publish(tip(f"Light tip number {number} with a title of an ordinary length"))
    browser = stage.browser("outsider")
    first = browser.read("/")
    assert len(first.encode()) < LARGEST_BOARD
    older = next(a["href"] for a in Page(first).all("a") if a.get("rel") == "next")
    assert older is not None
    assert "Light tip number 29 " in first
    assert "Light tip number 29 " not in browser.read(older)


def test_a_page_that_is_not_there_says_so_in_plain_words(stage: Any) -> None:
    answer = stage.browser(language="nl").get("/no/such/page")
    assert answer.status_code == 404
    assert "Naar het leerbord" in answer.text


def test_who_has_no_role_is_told_so(stage: Any) -> None:
    for address in ("/admin/people", "/review"):
        answer = stage.browser("maker").get(address)
        assert answer.status_code == 403
        assert "You do not have the role for this" in answer.text
        assert "My items" in answer.text


def test_what_is_no_form_of_ours_gets_a_page(stage: Any) -> None:
    browser = stage.browser("maker")
    answer = browser.post("/language", "/mine")
    assert answer.status_code == 422
    assert "Something in this form is not right" in answer.text


def test_a_maker_sees_their_own_version_in_review_and_others_do_not(
    stage: Any, items_of: dict[str, str], tip: Callable[..., Content]
) -> None:
    waiting = tip("Still being looked at")
    item_id = stage.hand_in(waiting)
    address = f"/items/{item_id}?version={hash_of(waiting)}"
    assert "In review" in stage.browser("maker").read(address)
    assert stage.browser("outsider").get(address).status_code == 404


def test_static_files_may_be_kept_and_strange_names_are_not_there(stage: Any) -> None:
    browser = stage.browser()
    page = Page(browser.read("/sign-in"))
    for link in page.all("link"):
        answer = browser.get(link["href"])
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert browser.get("/static/..%2fpages%2fboard.py").status_code == 404
    assert browser.get("/static/hub.py").status_code == 404
