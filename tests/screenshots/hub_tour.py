"""Every page of the hub, as somebody comes to it: who looks, where, and what they did there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.screenshots.hub_process import browsing, on_stage
from tests.screenshots.hub_world import NOW, HubWorld, make_world

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE: Final = (1280, 800)
PHONE: Final = (390, 844)


@dataclass(frozen=True, slots=True)
class Stop:
    """One page. `who` is a first name of the world, or None for somebody who did not sign in."""

    name: str
    who: str | None
    path: str
    on_a_phone_too: bool = False
    did: Callable[[Page], None] | None = None


def stops(world: HubWorld) -> tuple[Stop, ...]:
    def item(name: str) -> str:
        return f"/items/{world.items[name]}"

    def judging(name: str) -> str:
        return f"/review/{world.items[name]}"

    return (
        Stop("sign-in", None, "/sign-in"),
        Stop("sign-in-refused", None, "/sign-in", did=_give_a_wrong_password),
        Stop("welcome", None, world.links["welcome"]),
        Stop("welcome-owner", None, world.links["welcome-owner"]),
        Stop("board", "bo", "/", on_a_phone_too=True),
        Stop("board-search", "bo", "/?q=plakken"),
        Stop("board-nothing-found", "bo", "/?q=kerstborrel&format=tip"),
        Stop("board-empty", "ali", "/"),
        Stop("menu", "bo", "/?format=tip", did=lambda page: page.locator("[popovertarget=reading]").click()),
        *(
            Stop(f"item-{name}", "bo", item(name), on_a_phone_too=name == "clip")
            for name in ("clip", "tip", "slides", "recommendation", "mentor")
        ),
        Stop("not-for-you", "ali", item("tip")),
        Stop("mine", "jip", "/mine"),
        Stop("mine-empty", "ali", "/mine"),
        Stop("pair-code", "bo", "/pair"),
        Stop("pair", "bo", world.links["pair"]),
        Stop("review-queue", "sam", "/review"),
        Stop("review-queue-empty", "imke", "/review"),
        Stop("review-clip", "sam", judging("review-clip"), on_a_phone_too=True, did=_find_a_step_missing),
        Stop("review-tip", "sam", judging("review-tip"), did=_find_nothing_wrong),
        Stop("review-slides", "sam", judging("review-slides")),
        Stop("admin-people", "noor", f"/admin/people?person={world.maker_id}"),
        Stop("admin-teams", "noor", "/admin/teams"),
        Stop("admin-channels", "noor", "/admin/channels"),
    )


@dataclass(frozen=True)
class Tour:
    """A running hub with its world, and the browser to look at it with."""

    world: HubWorld
    address: str
    browser: Browser

    @contextmanager
    def visit(self, who: str | None, *, scale: float = 1, **options: object) -> Iterator[Page]:
        """A page in a browser of its own, in which this person has signed in; `scale` is the zoom of the browser."""
        size = {"width": round(WIDE[0] / scale), "height": round(WIDE[1] / scale)}
        settings = {"viewport": size, "device_scale_factor": scale, "reduced_motion": "reduce"} | options
        context = self.browser.new_context(base_url=self.address, **settings)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        if who is not None:
            context.add_cookies([{"name": "vonk", "value": self.world.sessions[who], "url": self.address}])
        try:
            yield context.new_page()
        finally:
            context.close()

    def pages(self, **options: object) -> Iterator[tuple[Page, Stop]]:
        """Every page, each in a browser of the person who comes there."""
        for who, theirs in groupby(stops(self.world), key=lambda stop: stop.who):
            with self.visit(who, **options) as page:  # type: ignore[arg-type]
                for stop in theirs:
                    yield page, stop

    def come(self, page: Page, stop: Stop, language: str, theme: str) -> None:
        """Go there, in this language and look, and do what is done there; pictures, clip and type are ready then."""
        cookies = {"vonk_language": language, "vonk_theme": theme}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        page.goto(stop.path)
        if stop.did is not None:
            stop.did(page)
        self.settle(page)

    def settle(self, page: Page) -> None:
        """Returns when type, pictures and the first frame of a clip are drawn; again after another size, too."""
        page.evaluate(_READY)


@contextmanager
def touring(folder: Path, clip_seconds: int = 97) -> Iterator[Tour]:
    """A hub with a team at work on it, served until the tour is over; a shorter clip is made quicker."""
    world = make_world(folder / "hub", folder, clip_seconds)
    with on_stage(world.data, NOW) as address, browsing() as browser:
        yield Tour(world, address, browser)


def _give_a_wrong_password(page: Page) -> None:
    page.locator("#email").fill("bo@voorbeeld.nl")
    page.locator("#password").fill("dat was het niet")
    page.locator("main .primary").click()
    page.get_by_role("alert").wait_for()


def _find_a_step_missing(page: Page) -> None:
    for question, score in (("clear", 3), ("correct", 4), ("applicable", 2)):
        page.locator(f"input[name={question}][value='{score}']").check()
    page.locator("#comment-applicable").fill("Laat hier zien waar je controleert of de week nog klopt.")
    page.locator("#comment").fill("Rustig tempo, en je laat precies één ding zien.")


def _find_nothing_wrong(page: Page) -> None:
    for question, score in (("clear", 4), ("correct", 3), ("applicable", 4)):
        page.locator(f"input[name={question}][value='{score}']").check()


_READY: Final = """async () => {
    await document.fonts.ready;
    const pictures = [...document.images].map(image => { image.loading = "eager"; return image.decode(); });
    const once = (video, what) => new Promise(done => video.addEventListener(what, done, {once: true}));
    // Played and wound back: only then has the player's own waiting sign gone, and the first frame is there.
    const firstFrame = async video => {
        video.muted = true;
        const playing = once(video, "playing");
        await video.play();
        await playing;
        video.pause();
        const back = once(video, "seeked");
        video.currentTime = 0;
        await back;
        video.muted = false;
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    };
    await Promise.all([...pictures, ...[...document.querySelectorAll("video")].map(firstFrame)]);
}"""
