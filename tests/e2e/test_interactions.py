"""How much a person must do, counted on the real app: one click, one chord or one filled field counts as one.

The pointer and the keyboard are real (XTest on a virtual screen); where a control stands is asked of the accessibility
bus. Figures are printed as `interactions: WHAT N`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.clock import utc_now
from core.draft import random_id
from core.feed import Directory, HubIdentity, Team
from core.review import ReviewState
from desktop.demo.app_window import AppWindow, running_app
from desktop.stage.desk import Desk, desk
from desktop.stage.processes import wait_until
from drafts.records import HubLink
from drafts.store import open_store

pytestmark = [
    pytest.mark.display,
    pytest.mark.recording,
    pytest.mark.timeout(180),
    pytest.mark.skipif(sys.platform != "linux", reason="the stage is Linux with X11"),
]
TIP = {
    "situation": "iets wilt plakken zonder de opmaak mee te nemen",
    "action": "druk op Ctrl+Shift+V in plaats van Ctrl+V",
    "gain": "krijgt de tekst meteen het lettertype van je document",
}


@dataclass
class Person:
    """Somebody at the desk who counts what they do."""

    desk: Desk
    app: AppWindow
    done: list[str] = field(default_factory=list)

    def click_tray(self) -> None:
        hand = self.desk.hand
        hand.click(*hand.wait_for_tray_icon(self.app.pid))
        self.done.append("click the tray icon")

    def click(self, control: str) -> None:
        self.desk.hand.click(*self._middle_of(control))
        self.done.append(f"click {control}")

    def fill(self, control: str, text: str) -> None:
        """Into the field that has the focus; a person who is elsewhere goes there with Tab, which is part of it."""
        self._come_to(control)
        self._xdotool("type", "--delay", "2", text)
        self.app.root.find_id(control).wait_for(lambda there: there.text == text, f"{control} (typed)")
        self.done.append(f"fill {control}")

    def chord(self, keys: str) -> None:
        self._xdotool("key", keys)
        self.done.append(f"press {keys}")

    def _come_to(self, control: str) -> None:
        for _ in range(12):
            if "focused" in self.app.root.find_id(control).states:
                return
            self._xdotool("key", "Tab")
        raise AssertionError(f"{control} cannot be reached with Tab")

    def _middle_of(self, control: str) -> tuple[int, int]:
        element = self.app.root.find_id(control)
        places: list[tuple[int, int, int, int]] = []

        def at_rest() -> bool:
            places.append(element.place)
            return len(places) > 1 and places[-1] == places[-2] and places[-1][2] > 0

        wait_until(at_rest, f"{control} at rest", 10)
        left, top, width, height = places[-1]
        return left + width // 2, top + height // 2

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=dict(self.desk.environ), check=True, timeout=30)


def tell(what: str, person: Person) -> None:
    print(f"interactions: {what} {len(person.done)}: {'; '.join(person.done)}", file=sys.stderr)


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Path]]:
    folder = tmp_path_factory.mktemp("interactions")
    (folder / "logs").mkdir()
    environ = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with desk(folder / "desk", folder / "logs", environ) as one:
        yield one, folder


@pytest.fixture
def home(at: tuple[Desk, Path], request: pytest.FixtureRequest) -> Path:
    place = at[1] / request.node.name[:40]
    place.mkdir()
    return place


def settle_in(home: Path) -> None:
    """Audience and experience were filled in once, and a hub was connected; now it cannot be reached."""
    settings = {"experience": "Ik gebruik dit elke dag", "last_teams": ["t1"], "countdown_s": 3, "seen_welcome": True}
    (home / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)
    store.connect_hub(HubLink("http://127.0.0.1:9", HubIdentity("hub-1", 1, "Vonk"), datetime.now(UTC), "Sanne"))
    store.keep_directory(Directory("p1", "Sanne", ("ambassador",), ("t1",), (Team("t1", "Planning", 9),)))
    store.close()


@pytest.fixture
def person(at: tuple[Desk, Path], home: Path) -> Iterator[Callable[[], Person]]:
    one, folder = at
    stack: list[Iterator[AppWindow]] = []

    def sit_down() -> Person:
        running = running_app(one, home, "nl", folder / "logs")
        stack.append(running)
        return Person(one, running.__enter__())

    yield sit_down
    for running in stack:
        running.__exit__(None, None, None)


def submitted(home: Path) -> list[ReviewState]:
    store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)
    try:
        return [summary.review for summary in store.summaries()]
    finally:
        store.close()


def test_a_tip_from_the_tray_to_asked_for_review_takes_six(home: Path, person: Callable[[], Person]) -> None:
    settle_in(home)
    one = person()
    one.click_tray()
    one.click("launchTip")
    for control, text in TIP.items():
        one.fill(control, text)
    one.chord("ctrl+Return")
    wait_until(lambda: submitted(home) == [ReviewState.SUBMITTED], "a tip that was asked for review", 15)
    tell("tip, from the tray to asked for review:", one)
    assert len(one.done) <= 6


def test_the_first_tip_ever_takes_two_more(home: Path, person: Callable[[], Person]) -> None:
    (home / "settings.json").write_text('{"seen_welcome": true}', encoding="utf-8")
    one = person()
    one.app.root.find_id("firstTip")  # the window of a first start
    one.click_tray()
    one.click("launchTip")
    for control, text in TIP.items():
        one.fill(control, text)
    one.click("audienceEveryone")
    one.fill("experience", "Ik gebruik dit elke dag")
    one.chord("ctrl+Return")
    wait_until(lambda: submitted(home) == [ReviewState.SUBMITTED], "a first tip that was asked for review", 15)
    tell("first tip ever, nothing known:", one)
    assert len(one.done) <= 8


def test_a_recording_starts_in_two(home: Path, person: Callable[[], Person]) -> None:
    settle_in(home)
    one = person()
    one.click_tray()
    one.click("launchRecord")
    takes = home / "takes"
    wait_until(lambda: any(file.stat().st_size for file in takes.glob("*/segment-*")), "footage", 20)
    tell("recording started:", one)
    assert len(one.done) <= 2


def test_the_main_job_can_be_done_with_the_keyboard_alone(home: Path, person: Callable[[], Person]) -> None:
    """From the open window: help me choose, the advised tip, its fields, asked for review, found in the list."""
    settle_in(home)
    one = person()
    subprocess.run(
        [sys.executable, "-m", "desktop", "open", "library"],
        env={**one.desk.environ, "VONK_HOME": str(home)}, check=True, timeout=30,
    )  # fmt: skip
    one.app.root.find_id("passSomethingOn")
    one.chord("ctrl+n")
    for page, key in (("choice-fix", "1"), ("choice-none", "1"), ("choice-1-2", "1"), ("choice-no", "2")):
        one.app.root.find_id(page)
        one.chord(key)
    one.app.root.find_id("audienceEveryone")
    one.chord("ctrl+Return")
    one.app.root.find_id("choice-stable")
    one.chord("3")
    one.app.root.find_id("make-tip")
    one._come_to("make-tip")
    one.chord("space")
    one.app.root.find_id("situation")
    for control, text in TIP.items():
        one.fill(control, text)
    one.chord("ctrl+Return")
    wait_until(lambda: submitted(home) == [ReviewState.SUBMITTED], "a tip that was asked for review", 15)
    one.chord("ctrl+1")
    one.app.root.find_id("items").wait_for(lambda there: bool(there.children), "the tip in the list")
    tell("keyboard only, from help me choose to the list:", one)
