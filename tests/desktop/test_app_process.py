"""The real app on a real (virtual) display: window manager, tray, screen, recorder."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.clock import utc_now
from core.content import ClipBody
from core.draft import random_id
from desktop.platform.autostart import DesktopAutostart, own_program
from drafts.store import open_store
from drafts.turn import Turn
from media.probe import probe

pytestmark = [pytest.mark.display, pytest.mark.recording, pytest.mark.timeout(120)]

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; sys.argv = ['vonk', '--lang', 'en']; from desktop.__main__ import main; sys.exit(main())"


def until(true: Callable[[], object], what: str, seconds: float = 30.0) -> None:
    deadline, quiet = time.monotonic() + seconds, threading.Event()
    while not true():
        assert time.monotonic() < deadline, f"no {what} within {seconds} s"
        quiet.wait(0.05)


class Desk:
    """A display with a window manager and a tray, and a home of its own."""

    def __init__(self, folder: Path, display: str) -> None:
        self.home = folder / "home"
        self.environ = {
            **os.environ,
            "DISPLAY": display,
            "VONK_HOME": str(self.home),
            "QT_QPA_PLATFORM": "xcb",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "PYTHONPATH": str(ROOT),
        }

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", START], env=self.environ, cwd=ROOT, stderr=subprocess.PIPE)

    def open(self, link: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "desktop", "open", link]
        return subprocess.run(command, env=self.environ, cwd=ROOT, timeout=60, check=False)

    def ask(self, *command: str) -> str:
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False).stdout.strip()

    def window(self, name: str = "^Vonk$") -> str:
        return self.ask("xdotool", "search", "--onlyvisible", "--name", name).split("\n")[-1]

    def press(self, keys: str) -> None:
        self.ask("xdotool", "key", keys)

    def tray_icons(self) -> list[str]:
        return [line for line in self.ask("xwininfo", "-root", "-tree").split("\n") if '"vonk"' in line.lower()]

    def settings(self, **chosen: object) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "settings.json").write_text(json.dumps(chosen), encoding="utf-8")


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    reading, writing = os.pipe()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    screen = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(screen, pass_fds=(writing,), **quiet) as server:
        os.close(writing)
        with os.fdopen(reading) as numbers:
            desk = Desk(tmp_path, f":{numbers.readline().strip()}")
        tray = ["trayer", "--edge", "top", "--align", "right", "--widthtype", "request", "--height", "32"]
        companions = [subprocess.Popen(command, env=desk.environ, **quiet) for command in (["openbox"], tray)]
        try:
            until(lambda: desk.ask("xdotool", "search", "--class", "trayer"), "tray")
            yield desk
        finally:
            for companion in (*companions, server):
                companion.terminate()
                companion.wait(10)


def end(app: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Ask it to end; its exit status and what it said to the terminal."""
    if app.poll() is None:
        app.send_signal(signal.SIGTERM)
    try:
        said = app.communicate(timeout=20)[1].decode()
    except subprocess.TimeoutExpired:
        app.send_signal(signal.SIGABRT)
        app.communicate(timeout=10)
        raise
    return app.returncode, said


def test_it_starts_shows_itself_once_and_ends_when_asked(desk):
    app = desk.start()
    try:
        until(desk.window, "window")
        until(lambda: "vonk" in desk.ask("xwininfo", "-root", "-tree").lower(), "tray icon")
        desk.ask("xdotool", "windowminimize", desk.window())
        until(lambda: not desk.window(), "minimised window")
        second = desk.start()
        assert second.communicate(timeout=30) is not None
        assert second.returncode == 0
        until(desk.window, "raised window")
    finally:
        status, said = end(app)
    assert (status, said) == (0, "")


def test_sigterm_in_mid_recording_gives_a_finished_clip_kept_as_a_draft(desk):
    desk.settings(countdown_s=0, microphone="none")
    app = desk.start()
    try:
        until(desk.window, "window")
        press_record(desk)
        until(lambda: written(desk) > 0, "recording")
        began = time.monotonic()
        until(lambda: time.monotonic() - began > 1, "a second of recording")
    finally:
        status, said = end(app)
    assert (status, said) == (0, "")
    store = open_store(desk.home / "drafts.db", desk.home / "blobs", clock=utc_now, new_id=random_id)
    try:
        (summary,) = store.summaries()
        body = store.draft(summary.id).content.body
        assert isinstance(body, ClipBody)
        facts = probe(store.blobs.path(body.media))
    finally:
        store.close()
    assert (facts.width, facts.height, facts.video_codec) == (1280, 800, "h264")
    assert facts.duration_ms > 500


def test_the_icon_is_there_while_the_drafts_are_still_being_opened(desk):
    desk.settings()
    with Turn(desk.home / "drafts.db.opening").taken():
        app = desk.start()
        try:
            until(lambda: "vonk" in desk.ask("xwininfo", "-root", "-tree").lower(), "tray icon")
            assert not (desk.home / "drafts.db").exists()
            assert not desk.window()
        except BaseException:
            app.kill()
            raise
    try:
        until(desk.window, "window")
    finally:
        status, said = end(app)
    assert (status, said) == (0, "")


def test_a_store_that_cannot_be_opened_is_said_in_a_window_and_the_app_ends(desk):
    desk.settings()
    (desk.home / "drafts.db").mkdir()
    app = desk.start()
    try:
        until(lambda: desk.window("^Vonk$|draft"), "window")
    finally:
        status, said = end(app)
    assert status == 1
    assert "Traceback" not in said
    assert said


def test_hotkeys_begin_a_tip_and_start_and_stop_a_recording_from_any_window(desk):
    desk.settings(countdown_s=0, microphone="none", seen_welcome=True)
    app = desk.start()
    try:
        until(desk.window, "window")
        desk.ask("xdotool", "windowminimize", desk.window())
        until(lambda: not desk.window(), "minimised window")
        until(lambda: desk.press("ctrl+alt+t") or desk.window(), "window of the tip")
        desk.ask("xdotool", "windowminimize", desk.window())
        until(lambda: not desk.window(), "minimised window")
        desk.press("ctrl+alt+r")
        until(lambda: written(desk) > 0, "recording")
        log = desk.home / "logs" / "vonk.log"
        desk.press("ctrl+alt+p")
        until(lambda: "recording: PAUSED" in log.read_text(), "pause")
        desk.press("ctrl+alt+p")
        until(lambda: log.read_text().count("recording: RECORDING") == 2, "going on")
        desk.press("ctrl+alt+m")
        until(lambda: "recording: marked" in log.read_text(), "mark")
        desk.press("ctrl+alt+r")
        until(desk.window, "window after the recording")
    finally:
        status, said = end(app)
    assert (status, said) == (0, "")
    assert {"clip", "tip"} <= set(formats(desk))


def test_a_link_opens_what_it_names_and_none_begins_a_recording(desk):
    desk.settings(countdown_s=0, microphone="none", seen_welcome=True)
    app = desk.start()
    try:
        until(desk.window, "window")
        assert desk.open("vonk://tip").returncode == 0
        until(lambda: formats(desk) == ["tip"], "tip")
        desk.ask("xdotool", "windowminimize", desk.window())
        until(lambda: not desk.window(), "minimised window")
        assert desk.open("vonk://record").returncode == 0
        until(desk.window, "panel")
        assert not (desk.home / "takes").exists()
        link = "vonk://recommend?link=https%3A%2F%2Fexample.org%2Fa"
        assert desk.open(link).returncode == 0
        until(lambda: sorted(formats(desk)) == ["recommendation", "tip"], "recommendation")
    finally:
        status, said = end(app)
    assert (status, said) == (0, "")


def test_the_entry_for_signing_in_starts_the_app(desk, tmp_path):
    DesktopAutostart(tmp_path / "autostart", own_program).switch(True)
    entry = (tmp_path / "autostart" / "vonk.desktop").read_text(encoding="utf-8").split("\n")
    command = next(line.removeprefix("Exec=") for line in entry if line.startswith("Exec="))
    app = subprocess.Popen(shlex.split(command), env=desk.environ, stderr=subprocess.PIPE)
    try:
        until(lambda: "vonk" in desk.ask("xwininfo", "-root", "-tree").lower(), "tray icon")
        until(lambda: (desk.home / "drafts.db").exists(), "store")
    finally:
        status, said = end(app)
    assert (status, said) == (0, "")


def formats(desk: Desk) -> list[str]:
    store = open_store(desk.home / "drafts.db", desk.home / "blobs", clock=utc_now, new_id=random_id)
    try:
        return [summary.format.value for summary in store.summaries()]
    finally:
        store.close()


def written(desk: Desk) -> int:
    return sum(file.stat().st_size for file in (desk.home / "takes").glob("*/segment-*"))


def press_record(desk: Desk) -> None:
    """By mouse, as a person does: the second button of the sidebar."""
    desk.ask("xdotool", "windowactivate", "--sync", desk.window())
    desk.ask("xdotool", "mousemove", "--window", desk.window(), "110", "78")
    desk.ask("xdotool", "click", "1")
