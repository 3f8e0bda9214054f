"""The real parts together: screen, tray, bus, accessibility, keyring, sound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Impossible
from desktop.stage.accessible import NotOnScreen
from desktop.stage.desk import Desk, desk
from desktop.stage.processes import started, wait_until
from desktop.stage.sound import speak_to_file
from desktop.stage.tray_menu import choose

WINDOW = Path(__file__).with_name("window.py")
pytestmark = [pytest.mark.display, pytest.mark.skipif(sys.platform != "linux", reason="Linux with X11")]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    logs = folder / "logs"
    logs.mkdir()
    with desk(folder / "home", logs, os.environ) as made:
        yield made


def test_a_window_is_written_in_pressed_and_chosen_from_by_its_tray_menu(here: Desk, tmp_path: Path) -> None:
    log = tmp_path / "window.log"
    assert here.hand is not None
    with started([sys.executable, str(WINDOW)], here.environ, log) as process:
        window = here.accessibility.application(process.pid)
        window.find_id("title").set_text("Eén regel")
        window.find("push button", "Keep").press()
        wait_until(lambda: "kept Eén regel" in log.read_text(encoding="utf-8"), "the button", 5, every_s=0.05)
        for _ in range(3):
            choose(here.accessibility, window, process.pid, here.hand, ("Outbox", "Wachtrij"))
        wait_until(lambda: log.read_text(encoding="utf-8").count("chosen Outbox") == 3, "the menu", 5, every_s=0.05)
        with pytest.raises(Impossible, match="Record"):
            choose(here.accessibility, window, process.pid, here.hand, ("No such entry",))
        with pytest.raises(NotOnScreen) as told:
            window.find_id("nowhere", 0.2)
        assert "#keep" in told.value.tree


def test_speech_is_heard_by_the_microphone(here: Desk, tmp_path: Path) -> None:
    spoken, heard = tmp_path / "spoken.wav", tmp_path / "heard.raw"
    speak_to_file("Een, twee.", "nl", spoken)
    parec = ["parec", "--raw", "--latency-msec=20", "--format=s16le", str(heard)]
    with started(parec, here.environ, tmp_path / "parec.log"):
        wait_until(lambda: heard.exists() and heard.stat().st_size > 10_000, "the recording", 10, every_s=0.05)
        with here.room.playing(spoken) as playing:
            assert playing.wait(20) == 0
        wait_until(lambda: _loudest(heard) > 1000, "the voice", 5, every_s=0.1)


def _loudest(raw: Path) -> int:
    samples = array("h")
    content = raw.read_bytes()
    samples.frombytes(content[: len(content) // 2 * 2])
    return max(map(abs, samples), default=0)


@pytest.mark.parametrize("inside", [True, False])
def test_the_doctor_says_what_works(here: Desk, tmp_path: Path, inside: bool) -> None:
    environ = dict(here.environ) if inside else {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "desktop", "doctor", "--json"]
    done = subprocess.run(
        command, env={**environ, "VONK_HOME": str(tmp_path / "none")}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    works = {check["name"]: check["ok"] for check in told["checks"]}
    assert list(works) == ["screen", "microphone", "encoders", "ffmpeg", "tray", "keyring", "hub", "sqlite"]
    there = ("screen", "microphone", "tray", "keyring")
    assert {works[name] for name in there} == {inside}
    assert (works["ffmpeg"], works["sqlite"], works["hub"]) == (True, True, False)
    assert all(check["ok"] or check["remedy"] for check in told["checks"])
    assert not (tmp_path / "none").exists()
