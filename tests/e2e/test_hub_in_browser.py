"""A real hub and a real browser: from the owner's first link to a colleague who finds and plays a clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.content import (
    Audience,
    BlobRef,
    ClipBody,
    Content,
    Slide,
    SlidesBody,
    TipBody,
)
from tests.screenshots.hub_process import CHROMIUM, browsing, serving
from tests.screenshots.wire_device import Device, week_planner

PASSWORD = "vier gewone woorden samen"
WIDE, PHONE = (1180, 760), (390, 760)

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hub")


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """A hub on a free port, in a process of its own."""
    with serving(data) as place:
        yield place


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return week_planner(tmp_path_factory.mktemp("clip"))


@dataclass
class Story:
    """What the steps below leave behind for the next."""

    address: str
    browser: Browser
    data: Path
    clip: bytes
    pages: dict[str, Page]
    items: dict[str, str]
    device: Device | None = None

    def page(self, who: str) -> Page:
        if who not in self.pages:
            self.pages[who] = self.context().new_page()
        return self.pages[who]

    def context(self, **options: Any) -> BrowserContext:
        size = {"width": WIDE[0], "height": WIDE[1]}
        context = self.browser.new_context(base_url=self.address, locale="nl-NL", viewport=size, **options)
        context.set_default_timeout(10_000)
        return context

    def come_in(self, who: str, link: str, name: str) -> Page:
        page = self.page(who)
        page.goto(link)
        page.get_by_label("Je naam").fill(name)
        if page.get_by_label("E-mailadres").is_editable():
            page.get_by_label("E-mailadres").fill("noor@voorbeeld.nl")
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Begin").click()
        return page

    def invite(self, name: str, role: str, team: str) -> str:
        owner = self.page("owner")
        owner.goto("/admin/people")
        owner.get_by_label("Naam").fill(name)
        owner.get_by_label("E-mailadres").fill(f"{name.split(maxsplit=1)[0].lower()}@voorbeeld.nl")
        owner.get_by_label("Rol", exact=True).select_option(label=role)
        owner.get_by_label("Team", exact=True).select_option(label=team)
        owner.get_by_role("button", name="Maak de link").click()
        return owner.locator("[data-link]").inner_text()


@pytest.fixture(scope="module")
def story(address: str, browser: Browser, data: Path, clip: bytes) -> Iterator[Story]:
    told = Story(address, browser, data, clip, {}, {})
    yield told
    for page in told.pages.values():
        page.context.close()


def contents(team: str, media: BlobRef) -> dict[str, Content]:
    planning = Audience(teams=(team,), not_for="wie het oude rooster nog gebruikt")
    return {
        "tip": Content(
            TipBody(
                "iets wilt plakken zonder de opmaak mee te nemen",
                "druk op Ctrl+Shift+V in plaats van Ctrl+V",
                "krijgt de tekst meteen het lettertype van je document",
            ),
            title="Plak zonder opmaak",
            audience=replace(planning, not_for="wie in de oude webversie werkt"),
            experience="Ik gebruik dit elke dag",
            review_by=date(2027, 11, 1),
        ),
        "clip": Content(
            ClipBody(media, 6000, 1280, 720, True, "Zo verander je een dienst zonder Planning te bellen."),
            title="Diensten verplaatsen in de weekplanning",
            audience=planning,
            experience="Ik maak deze planning nu twee jaar",
            review_by=date(2027, 5, 1),
        ),
        "slides": Content(
            SlidesBody(
                (
                    Slide("Open **Inkoop** en kies *Openstaand*.", "Zoek de order"),
                    Slide("Vergelijk het bedrag met de offerte.", "Kijk het na"),
                    Slide("Druk op **Keur goed**, of op `Alt+G`.", "Geef akkoord"),
                ),
                "Een order goedkeuren zonder Inkoop te bellen",
                "De order staat bij Afgerond.",
            ),
            title="Een inkooporder goedkeuren",
            audience=planning,
            experience="Ik keur elke week orders goed",
        ),
    }


def test_the_owner_comes_in_by_the_first_link_and_adds_a_team(story: Story) -> None:
    link = (story.data / "first-start-link.txt").read_text(encoding="utf-8").strip()
    owner = story.come_in("owner", link, "Noor de Wit")
    expect(owner.get_by_role("heading", name="Nodig een collega uit")).to_be_visible()
    owner.goto("/admin/teams")
    owner.get_by_label("Naam").fill("Planning")
    owner.get_by_role("button", name="Voeg toe").click()
    expect(owner.get_by_role("heading", name="Planning")).to_be_visible()


def test_a_maker_is_invited_and_connects_a_device(story: Story) -> None:
    maker = story.come_in("maker", story.invite("Jip Jansen", "Ambassadeur", "Planning"), "Jip Jansen")
    expect(maker.get_by_role("heading", name="Wat legde jij vandaag aan iemand uit?")).to_be_visible()
    asked = requests.post(
        f"{story.address}/oauth/device_authorization",
        data={"client_id": "vonk-app", "device_name": "Laptop van Jip"},
        timeout=10,
    ).json()
    maker.goto(asked["verification_uri_complete"])
    expect(maker.get_by_text("Laptop van Jip")).to_be_visible()
    expect(maker.get_by_text(asked["user_code"])).to_be_visible()
    maker.get_by_role("button", name="Sta toe").click()
    expect(maker.get_by_role("heading", name="Verbonden")).to_be_visible()
    tokens = requests.post(
        f"{story.address}/oauth/token",
        data={
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            "device_code": asked["device_code"],
            "client_id": "vonk-app",
        },
        timeout=10,
    ).json()
    story.device = Device(requests.Session(), story.address, tokens["access_token"])


def test_the_device_hands_in_a_tip_a_clip_and_slides(story: Story) -> None:
    assert story.device is not None
    media = story.device.upload(story.clip)
    for name, content in contents(story.device.team(), media).items():
        story.items[name] = story.device.hand_in(content)
    maker = story.page("maker")
    maker.goto("/mine")
    expect(maker.get_by_text("In beoordeling")).to_have_count(3)


def test_a_curator_judges_a_tip_with_the_keyboard(story: Story) -> None:
    curator = story.come_in("curator", story.invite("Sam Bakker", "Curator", "Geen team"), "Sam Bakker")
    curator.goto("/review")
    curator.get_by_role("link", name="Plak zonder opmaak").click()
    expect(curator.locator("kbd", has_text="Shift")).to_be_visible()
    curator.keyboard.press("4")
    curator.keyboard.press("2")
    expect(curator.get_by_role("button", name="Keur goed")).to_be_disabled()
    expect(curator.locator("#comment-correct")).to_be_focused()
    curator.goto(f"/review/{story.items['tip']}")
    for key in "434":
        curator.keyboard.press(key)
    curator.get_by_role("button", name="Keur goed").click()
    expect(curator.get_by_role("status")).to_contain_text("Goedgekeurd")


def test_a_curator_plays_a_clip_and_approves_it(story: Story) -> None:
    curator = story.page("curator")
    wait_for_the_clip(curator, f"/review/{story.items['clip']}")
    assert plays(curator)
    for question in ("clear", "correct", "applicable"):
        curator.locator(f"input[name={question}][value='4']").check()
    curator.get_by_label("Wat is er goed aan?").fill("Rustig tempo, en je laat precies één ding zien.")
    curator.get_by_role("button", name="Keur goed").click()
    expect(curator.get_by_role("status")).to_contain_text("Goedgekeurd")


def test_without_javascript_a_change_can_be_asked_for(story: Story) -> None:
    state = story.page("curator").context.storage_state()
    plain = story.context(storage_state=state, java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"/review/{story.items['slides']}")
    for question, score in (("clear", "3"), ("correct", "4"), ("applicable", "2")):
        page.locator(f"input[name={question}][value='{score}']").check()
    page.get_by_role("button", name="Vraag een aanpassing").click()
    expect(page.get_by_role("alert")).to_contain_text("Er ontbreekt nog iets.")
    page.locator("#comment-applicable").fill("Zeg ook wat je doet als het bedrag niet klopt.")
    page.get_by_role("button", name="Vraag een aanpassing").click()
    expect(page.get_by_role("status")).to_contain_text("De maker krijgt je wensen te zien")
    plain.close()
    maker = story.page("maker")
    maker.goto("/mine")
    expect(maker.get_by_text("Aanpassing gevraagd")).to_be_visible()
    expect(maker.get_by_text("Zeg ook wat je doet als het bedrag niet klopt.")).to_be_visible()


def test_a_colleague_finds_both_on_the_board_and_the_clip_plays(story: Story) -> None:
    learner = story.come_in("learner", story.invite("Bo Smit", "Collega", "Planning"), "Bo Smit")
    expect(learner.get_by_role("article")).to_have_count(2)
    learner.get_by_role("searchbox").fill("plakken opmaak")
    learner.get_by_role("button", name="Zoek").click()
    expect(learner.get_by_role("article")).to_have_count(1)
    learner.get_by_role("link", name="Plak zonder opmaak").click()
    expect(learner.get_by_text("Nagekeken door Sam Bakker")).to_be_visible()
    learner.goto("/?q=dienst")
    poster = learner.locator(".face img")
    expect(poster).to_be_visible()
    assert poster.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    learner.get_by_role("link", name="Diensten verplaatsen in de weekplanning").click()
    assert plays(learner)


def test_somebody_outside_the_team_gets_nothing_of_it(story: Story) -> None:
    outsider = story.come_in("outsider", story.invite("Ali Demir", "Collega", "Geen team"), "Ali Demir")
    expect(outsider.get_by_role("article")).to_have_count(0)
    learner = story.page("learner")
    learner.goto(f"/items/{story.items['clip']}")
    video = learner.locator("video")
    for place in (f"/items/{story.items['clip']}", video.get_attribute("src"), video.get_attribute("poster")):
        assert place is not None
        answer = outsider.request.get(place)
        assert answer.status == 404, place
        assert "Diensten" not in answer.text()
    outsider.goto("/?q=dienst")
    expect(outsider.get_by_role("heading", name="Niets gevonden")).to_be_visible()


def test_a_phone_scrolls_in_one_direction_only(story: Story) -> None:
    learner = story.page("learner")
    learner.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for place in ("/", f"/items/{story.items['tip']}", f"/items/{story.items['clip']}", "/mine", "/pair"):
        learner.goto(place)
        assert learner.evaluate("document.documentElement.scrollWidth") <= PHONE[0], place
    owner = story.page("owner")
    owner.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for place in ("/admin/people", "/admin/teams", "/admin/channels", "/review"):
        owner.goto(place)
        assert owner.evaluate("document.documentElement.scrollWidth") <= PHONE[0], place
    for page in (learner, owner):
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def test_no_page_breaks_its_own_policy(story: Story) -> None:
    page = story.page("owner")
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    for place in ("/", f"/items/{story.items['clip']}", f"/items/{story.items['tip']}", "/admin/people", "/review"):
        page.goto(place)
    assert [line for line in heard if "Content Security Policy" in line] == []


def wait_for_the_clip(page: Page, place: str) -> None:
    """The hub makes the rendition by itself; until then the page says so, and is asked again."""
    for _ in range(100):
        page.goto(place)
        if page.locator("video").count():
            return
        page.wait_for_timeout(100)
    pytest.fail("the clip was not made ready")


def plays(page: Page) -> bool:
    """True once the picture has moved on by itself; the page's policy lets no test evaluate text in it."""
    moved_on = """async video => {
        video.muted = true;
        const far = done => () => video.currentTime > 0.4 && done();
        const later = new Promise(done => video.addEventListener("timeupdate", far(done)));
        await video.play();
        await later;
        return video.currentTime;
    }"""
    return bool(page.locator("video").evaluate(moved_on) > 0)
