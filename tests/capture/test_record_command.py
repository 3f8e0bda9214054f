from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from media.probe import probe

pytestmark = [pytest.mark.recording, pytest.mark.display]

ROOT = Path(__file__).parent.parent.parent
VONK = """
import argparse, os, sys
from core.errors import AppError
from desktop.commands import record, recover
from desktop.commands.context import Context
from desktop.home import home_from_environment
parser = argparse.ArgumentParser()
commands = parser.add_subparsers()
record.add(commands)
recover.add(commands)
args = parser.parse_args()
context = Context(home_from_environment(os.environ), "nl", os.environ, sys.stdin, sys.stdout, sys.stderr)
try:
    sys.exit(args.run(args, context))
except AppError as error:
    context.say(error.in_("nl"))
    sys.exit(1)
"""
"""The two commands as `vonk` runs them, without the other commands and what they import."""


@pytest.fixture
def vonk(display, tmp_path, monkeypatch):
    monkeypatch.setenv("VONK_HOME", str(tmp_path / "home"))

    def start(*words: str, stdin=subprocess.DEVNULL) -> subprocess.Popen:
        line = [sys.executable, "-c", VONK, *words]
        return subprocess.Popen(
            line, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ
        )

    return start


def test_it_ends_at_n_seconds_without_any_input_and_says_what_it_made(vonk, scene, tmp_path):
    out = tmp_path / "clip.mp4"
    line = ["record", "--out", str(out), "--seconds", "1.5", "--region", "100,50,640,400", "--mic", "none", "--json"]
    with vonk(*line) as program:
        said, told = program.communicate(timeout=20)

    assert program.returncode == 0, told
    result = json.loads(said.splitlines()[-1])
    assert sorted(result) == sorted(["path", "duration_s", "width", "height", "frames", "dropped", "audio", "warnings"])
    assert result["path"] == str(out)
    assert result["duration_s"] == pytest.approx(1.5, abs=0.15)
    assert (result["width"], result["height"], result["audio"], result["warnings"]) == (640, 400, None, [])
    assert probe(out).video_codec == "h264"
    assert "Opname loopt" in told
    assert list((tmp_path / "home" / "takes").iterdir()) == []


def test_q_and_signals_end_it_with_a_clip(vonk, scene, tmp_path):
    for ending in ("q", signal.SIGINT):
        out = tmp_path / f"{ending}.mp4"
        with vonk("record", "--out", str(out), "--mic", "none", stdin=subprocess.PIPE) as program:
            while "Opname loopt" not in program.stderr.readline():
                assert program.poll() is None
            time.sleep(0.4)
            if ending == "q":
                program.stdin.write("q\n")
                program.stdin.flush()
            else:
                program.send_signal(ending)
            program.communicate(timeout=20)
        assert program.returncode == 0
        assert probe(out).width == 1280


def test_clicks_and_marks_are_written_beside_the_clip_on_request(vonk, scene, tmp_path):
    out, events = tmp_path / "clip.mp4", tmp_path / "events.jsonl"
    line = ["record", "--out", str(out), "--events", str(events), "--mic", "none", "--region", "100,50,640,400"]
    with vonk(*line, stdin=subprocess.PIPE) as program:
        while "Opname loopt" not in program.stderr.readline():
            assert program.poll() is None
        for place in ("300 200", "50 20"):
            subprocess.run(["xdotool", "mousemove", *place.split(), "click", "1"], check=True)
        program.stdin.write("m\n")
        program.stdin.flush()
        while "Gemarkeerd op 0:0" not in program.stderr.readline():
            assert program.poll() is None
        time.sleep(0.5)
        program.stdin.write("q\n")
        program.stdin.flush()
        program.communicate(timeout=20)

    assert program.returncode == 0
    noted = [json.loads(text) for text in events.read_text().splitlines()]
    assert [(one["kind"], one.get("x"), one.get("y")) for one in noted] == [("click", 200, 150), ("mark", None, None)]
    assert 0 <= noted[0]["at"] <= noted[1]["at"] < 5


def test_a_file_that_is_there_is_left_alone(vonk, tmp_path):
    out = tmp_path / "clip.mp4"
    out.write_bytes(b"mine")
    with vonk("record", "--out", str(out), "--seconds", "1") as program:
        _, told = program.communicate(timeout=20)

    assert program.returncode == 1
    assert "bestaat al" in told
    assert out.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["--region", "5000,5000,200,200"], 1, "buiten het scherm"),
        (["--region", "0,0,4,4"], 1, "buiten het scherm"),
        (["--region", "0,0,0,100"], 2, "region"),
        (["--region", "0,0,999999,999999"], 2, "region"),
        (["--region", "zero"], 2, "region"),
        (["--screen", "7"], 1, "scherm"),
        (["--screen", "0"], 2, "screen"),
        (["--window", "No window is called this"], 1, "geen open venster"),
        (["--mic", "No such microphone"], 1, "geen microfoon met die naam"),
        (["--fps", "0"], 2, "fps"),
        (["--fps", "61"], 2, "fps"),
        (["--seconds", "-1"], 2, "seconds"),
        (["--out", "/proc/nowhere/clip.mp4"], 1, "kan daar niet"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_a_sentence_and_leaves_nothing(vonk, tmp_path, words, status, told):
    where = [] if "--out" in words else ["--out", str(tmp_path / "clip.mp4")]
    asked = [] if "--seconds" in words else ["--seconds", "1"]
    with vonk("record", *where, *asked, *words) as program:
        _, said = program.communicate(timeout=20)

    assert program.returncode == status
    assert told in said
    assert "Traceback" not in said
    assert not (tmp_path / "clip.mp4").exists()
    assert list((tmp_path / "home").rglob("*.mkv")) == []
    assert list((tmp_path / "home" / "takes").glob("*")) == []


def test_an_empty_title_is_the_title_of_no_window(vonk, scene, tmp_path):
    with vonk("record", "--out", str(tmp_path / "clip.mp4"), "--seconds", "1", "--window", "") as program:
        _, said = program.communicate(timeout=20)

    assert program.returncode == 1
    assert "geen open venster" in said


def test_without_a_display_it_says_so_and_makes_nothing(vonk, tmp_path, monkeypatch):
    monkeypatch.delenv("DISPLAY")
    with vonk("record", "--out", str(tmp_path / "clip.mp4"), "--seconds", "1") as program:
        _, told = program.communicate(timeout=20)

    assert program.returncode == 1
    assert "geen scherm" in told
    assert "Traceback" not in told
    assert not (tmp_path / "clip.mp4").exists()


def test_a_recording_whose_command_was_killed_comes_back_with_recover(vonk, scene, tmp_path):
    with vonk("record", "--out", str(tmp_path / "clip.mp4"), "--mic", "none") as program:
        while "Opname loopt" not in program.stderr.readline():
            assert program.poll() is None
        time.sleep(0.8)
        program.kill()
        program.communicate(timeout=20)
    takes = tmp_path / "home" / "takes"
    end = time.monotonic() + 10
    while not list(takes.glob("*/take.mp4")):
        assert time.monotonic() < end
        time.sleep(0.05)
    time.sleep(0.3)
    with vonk("recover", "--json") as program:
        said, told = program.communicate(timeout=20)

    (found,) = json.loads(said)["takes"]
    assert found["duration_s"] > 0.5
    assert probe(Path(found["path"])).width == 1280
    assert "Teruggehaald" in told
