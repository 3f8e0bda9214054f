"""Pictures every page of a real hub with a team at work on it, in Dutch and English, light and dark.

    python tests/screenshots/hub_pages.py --out DIR [--only NAME]

Also at 200 % zoom and in a language 40 % longer than English. Ends with 1, and says what is wrong, where a text is cut
off, a picture is blank, or the Dutch and the English page are the same picture.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.screenshots.hub_tour import PHONE, WIDE, Stop, Tour, stops, touring
from tests.screenshots.judging import are_the_same, is_blank
from tests.screenshots.page_layout import unreadable
from tests.screenshots.palette import reduce_colours
from tests.screenshots.pseudo_locale import PSEUDO

if TYPE_CHECKING:
    from playwright.sync_api import Page

LARGEST: Final = 120_000
_ZOOMED_HEIGHT: Final = 1000
"""Of a page at 200 % the upper part is enough to look at; all of it is searched for what is cut off."""


@dataclass(frozen=True, slots=True)
class Taking:
    """One way in which a page is pictured; `suffix` is the last part of the picture's name."""

    suffix: str
    language: str
    theme: str
    scale: float = 1


TAKINGS: Final = (
    *(Taking(f"{language}-{theme}", language, theme) for language, theme in product(("nl", "en"), ("light", "dark"))),
    Taking("en-light-200", "en", "light", 2),
    Taking("pseudo-light", PSEUDO, "light"),
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="pages whose name begins so")
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vonk-hub-pages-") as name, touring(Path(name)) as tour:
        wrong = list(_take_all(tour, asked.out, asked.only))
    wrong += list(_judge(asked.out, asked.only))
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    return 1 if wrong else 0


def _take_all(tour: Tour, out: Path, only: str) -> Iterator[str]:
    """Answers with what cannot be read whole, while it takes the pictures."""
    for stop in stops(tour.world):
        if not stop.name.startswith(only):
            continue
        for scale in sorted({taking.scale for taking in TAKINGS}):
            with tour.visit(stop.who, scale=scale) as page:
                for taking in TAKINGS:
                    if taking.scale == scale:
                        yield from _take(tour, page, stop, taking, out)


def _take(tour: Tour, page: Page, stop: Stop, taking: Taking, out: Path) -> Iterator[str]:
    page.set_viewport_size({"width": round(WIDE[0] / taking.scale), "height": round(WIDE[1] / taking.scale)})
    tour.come(page, stop, taking.language, taking.theme)
    yield from _picture(tour, page, out / f"hub-{stop.name}-{taking.suffix}.png", taking.scale)
    if stop.on_a_phone_too and taking.scale == 1:
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        yield from _picture(tour, page, out / f"hub-{stop.name}-phone-{taking.suffix}.png")


def _picture(tour: Tour, page: Page, target: Path, scale: float = 1) -> Iterator[str]:
    page.evaluate("document.activeElement.blur()")
    width, height = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    shown = height if scale == 1 else min(height, _ZOOMED_HEIGHT)
    # As tall as the picture, so that the bar at the bottom of the screen is at the bottom of the picture.
    page.set_viewport_size({"width": width, "height": max(shown, page.viewport_size["height"])})
    tour.settle(page)
    page.screenshot(path=target, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": shown}, caret="hide")
    reduce_colours(target)
    for finding in unreadable(page):
        yield f"{target.name}: {finding}"


def _judge(out: Path, only: str) -> Iterator[str]:
    for picture in sorted(out.glob(f"hub-{only}*.png")):
        if is_blank(picture):
            yield f"{picture.name}: nothing stands on it"
        if picture.stat().st_size > LARGEST:
            yield f"{picture.name}: {picture.stat().st_size} bytes, more than {LARGEST}"
        if "-nl-" in picture.name:
            english = picture.with_name(picture.name.replace("-nl-", "-en-"))
            if are_the_same(picture, english):
                yield f"{picture.name}: the same as {english.name}"


if __name__ == "__main__":
    raise SystemExit(main())
