"""The test of the microphone in the settings: the real app, a real sound server, a voice in the room."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.demo.app_window import AppWindow, running_app
from desktop.stage.desk import Desk, desk
from desktop.stage.processes import wait_until
from desktop.stage.sound import speak_to_file

pytestmark = [
    pytest.mark.display,
    pytest.mark.recording,
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform != "linux", reason="the stage is Linux with PipeWire"),
]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[tuple[Desk, AppWindow]]:
    (tmp_path / "logs").mkdir()
    home = tmp_path / "vonk"
    home.mkdir()
    (home / "settings.json").write_text(json.dumps({"seen_welcome": True}), encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    logs = tmp_path / "logs"
    with desk(tmp_path / "desk", logs, environ) as one, running_app(one, home, "nl", logs) as app:
        yield one, app


def listeners(app: AppWindow) -> list[str]:
    """Programs the app started that listen to a microphone or play."""
    children = subprocess.run(
        ["ps", "-o", "comm=", "--ppid", str(app.pid)], capture_output=True, text=True, check=False
    )
    return [name for name in children.stdout.split() if name in ("parec", "pacat")]


def test_a_quiet_room_is_told_a_voice_is_heard_and_played_back_and_leaving_ends_it(
    at: tuple[Desk, AppWindow], tmp_path: Path
) -> None:
    one, app = at
    app.press("navSettings")
    app.press("section-recording")
    app.press("testMicrophone")
    verdict = app.root.find_id("microphoneVerdict")
    verdict.wait_for(lambda there: there.text.startswith("Er is niets te horen."), "nothing is heard", 15)
    voice = tmp_path / "voice.wav"
    speak_to_file("Dit is een proef van de microfoon, in een stille kamer.", "nl", voice)
    with one.room.playing(voice):
        verdict.wait_for(lambda there: there.text == "We horen je.", "the voice is heard", 15)
    assert listeners(app)
    app.press("testMicrophone")
    wait_until(lambda: not listeners(app), "nobody listens", 10)
    app.press("playMicrophone")
    wait_until(lambda: bool(listeners(app)), "it is played", 10)
    wait_until(lambda: not listeners(app), "it was played", 15)
    app.press("testMicrophone")
    wait_until(lambda: bool(listeners(app)), "somebody listens", 10)
    app.press("navLibrary")
    wait_until(lambda: not listeners(app), "nobody listens on another page", 10)
