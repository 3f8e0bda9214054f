"""The page of a shared folder, opened from the disk in a real browser: it is read, and the clip in it plays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from channels.direct import DirectPost, send
from core.content import BlobRef, Body, ClipBody, Content, RecommendationBody, Slide, SlidesBody, TipBody
from core.delivery import DeliveryAction
from tests.screenshots.hub_process import CHROMIUM, browsing
from tests.screenshots.page_layout import unreadable
from tests.screenshots.wire_device import order_form, week_planner
from web.egress import Egress

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")

SCRIPT = "<script>document.title = 'evil'</script>"
PLAY = """() => new Promise((resolve, reject) => {
    const video = document.querySelector("video")
    video.addEventListener("error", () => reject(video.error))
    video.addEventListener("timeupdate", () => { if (video.currentTime > 0.3) resolve(video.currentTime) })
    video.muted = true
    video.play().catch(reject)
})"""


def _bodies(folder: Path, files: dict[str, Path]) -> list[Body]:
    def kept(data: bytes, kind: str) -> BlobRef:
        digest = hashlib.sha256(data).hexdigest()
        files[digest] = folder / digest
        files[digest].write_bytes(data)
        return BlobRef(digest, len(data), kind)

    clip = kept(week_planner(folder, 2), "video/mp4")
    picture = kept(order_form(folder), "image/png")
    return [
        ClipBody(clip, 2000, 1280, 720, True, "Zo schuif je een dienst."),
        SlidesBody((Slide("Open het formulier", picture=picture, alt="Het formulier"), Slide("Kies opslaan"))),
        TipBody(
            "<script>document.title = 'evil'</script>", "kies Beeld\nkies Opslaan", "het staat er", picture, "Formulier"
        ),
        RecommendationBody("https://learn.example/een-heel-lange-weg/" + "stap-" * 60, "Kort en goed", "deel 2", 12),
    ]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, own = tmp_path_factory.mktemp("shared folder é"), tmp_path_factory.mktemp("own")
    files: dict[str, Path] = {}
    for number, body in enumerate(_bodies(own, files)):
        language = "en" if number == 1 else "nl"
        content = Content(body, f"Item {number} <b>bold</b>", language)
        post = DirectPost(f"{number}f8fad5b:{'a' * 64}", content, "Ana de Vries", ("Sales", "Planning"), files)
        assert send("folder", str(folder), post, Egress()).action is DeliveryAction.CONFIRM
    return folder


@pytest.fixture(scope="module")
def page(shared: Path) -> Iterator[Page]:
    with browsing() as browser:
        page = browser.new_page(viewport={"width": 980, "height": 800})
        page.goto((shared / "index.html").as_uri())
        yield page


def test_the_clip_plays_from_the_disk(page: Page) -> None:
    assert page.evaluate(PLAY) > 0.3
    assert page.evaluate("document.querySelector('video').videoWidth") == 1280


def test_every_picture_is_shown_and_what_people_wrote_is_text(page: Page) -> None:
    page.evaluate("Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode() }))")
    assert page.evaluate("[...document.images].map(image => image.naturalWidth)") == [960, 960]
    assert page.title() == "Hier geleerd"
    assert page.locator("script, b").count() == 0
    assert page.get_by_text(SCRIPT).count() == 1
    assert page.get_by_role("article").count() == 4
    assert page.get_by_text("niet nagekeken").count() == 3
    assert page.get_by_text("not reviewed").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_to_be_read_whole_by_everyone(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = []
    for width in (1280, 640, 390):
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"at {width}: {finding}" for finding in unreadable(page)]
    page.evaluate(AXE_SCRIPT)
    said = page.evaluate("() => axe.run(document).then(results => results.violations.map(each => each.id + each.help))")
    assert found + said == []
