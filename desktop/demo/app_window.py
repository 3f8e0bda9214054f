"""The real app as a person with a screen reader uses it: by names of controls, the tray and the keyboard."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from core.language import Language
from desktop.stage.accessible import Element, Wanted
from desktop.stage.desk import Desk
from desktop.stage.processes import started
from desktop.stage.tray_menu import choose

RECORD: Final = ("Record", "Neem op", "Opnemen")
STOP: Final = ("Stop", "Stoppen")

# What somebody answers who just recorded how something moves, in the order of the wizard's questions.
_ANSWERS: Final = (
    "choice-procedure",
    "choice-none",
    "choice-3-7",
    "choice-yes",
    "choice-watch_once",
    "choice-3_to_12_months",
)
_MOST_PAGES: Final = 12


@dataclass(frozen=True, slots=True)
class AppWindow:
    """The running app at a desk. Waits are in seconds; NotOnScreen tells what did not come."""

    desk: Desk
    pid: int
    root: Element

    def tray(self, words: tuple[str, ...], instead: str) -> None:
        """Choose from the tray menu; at a real screen press the button `instead` of it."""
        if self.desk.hand is None:
            self.press(instead)
        else:
            choose(self.desk.accessibility, self.root, self.pid, self.desk.hand, words)

    def shows(self, control: str) -> Element | None:
        return self.root.look(Wanted(id=control))

    def press(self, control: str, timeout: float = 10.0) -> None:
        """Press the control with this object name, as soon as it is there and can be pressed."""
        button = self.root.find_id(control, timeout)
        button.wait_for(lambda there: "sensitive" in there.states, f"{control} (enabled)", timeout)
        button.press()

    def write(self, control: str, text: str, timeout: float = 10.0) -> None:
        field = self.root.find_id(control, timeout)
        field.set_text(text)
        field.wait_for(lambda there: there.text == text, f"{control} (written)", timeout)

    def tick(self, control: str, timeout: float = 10.0) -> None:
        """Choose a radio button or tick a box, unless it is already."""
        box = self.root.find_id(control, timeout)
        if "checked" not in box.states:
            box.press()
            box.wait_for(lambda there: "checked" in there.states, f"{control} (checked)", timeout)

    def wait_gone(self, control: str, timeout: float = 10.0) -> None:
        self.root.wait_for(lambda _: self.shows(control) is None, f"no {control}", timeout)

    def connect(self, url: str) -> str:
        """Type the hub's address; the code that the app then shows."""
        self.press("navSettings")
        self.press("section-hub")
        self.write("hubAddress", url)
        self.press("connectHub")
        return self.root.find_id("userCode", 20.0).text.split()[-1]

    def answer_wizard(self, team: str, final: str, timeout: float = 15.0) -> str:
        """Answer what the wizard asks and take its clip. Returns the words of the advice."""
        for _ in range(_MOST_PAGES):
            question = self._question(final, timeout)
            if question is None:
                advice = self.shows("advice")
                words = advice.text if advice is not None else ""
                self.press(final)
                return words
            asked = question.text
            self._answer(team)
            self.press("wizardNext")
            self.root.wait_for(partial(self._moved_on, asked), "the next question", timeout)
        raise AssertionError("the wizard has no more than seven questions")

    def _question(self, final: str, timeout: float) -> Element | None:
        """The question that shows, or None where `final` does."""
        found: list[Element | None] = []

        def there() -> bool:
            controls = self.root.ids()
            if final in controls:
                found.append(None)
            elif "wizardQuestion" in controls:
                found.append(controls["wizardQuestion"])
            return bool(found)

        self.root.wait_for(lambda _: there(), "the wizard", timeout)
        return found[0]

    def _moved_on(self, asked: str, _: Element) -> bool:
        question = self.shows("wizardQuestion")
        return question is None or question.text != asked

    def _answer(self, team: str) -> None:
        controls = self.root.ids()
        if "audienceEveryone" in controls:
            box = self.root.look(Wanted(role="check box", name=team))
            self.tick(box.id if box is not None else "audienceEveryone")
            return
        for answer in _ANSWERS:
            if answer in controls:
                self.tick(answer)
                return

    def look_now(self) -> None:
        """Ask the app to look at the hub now; by itself it does so within half a minute."""
        self.press("navOutbox")
        self.press("tryNow")

    def open_first_item(self) -> None:
        self.press("navLibrary")
        items = self.root.find_id("items")
        items.wait_for(lambda there: bool(there.children), "a learning moment in the list")
        items.children[0].press()
        self.press("openItem")


@contextlib.contextmanager
def running_app(desk: Desk, home: Path, language: Language, logs: Path) -> Iterator[AppWindow]:
    """The tray app with its data in `home`; asked to end by SIGTERM at the end, as when a session ends."""
    environ = {**desk.environ, "VONK_HOME": str(home)}
    command = [sys.executable, "-m", "desktop", "--lang", language]
    with started(command, environ, logs / "app.log", grace_s=15.0) as process:
        yield _window_of(desk, process)


def _window_of(desk: Desk, process: subprocess.Popen[bytes]) -> AppWindow:
    return AppWindow(desk, process.pid, desk.accessibility.application(process.pid, 20.0))
