"""Clicks of a real X server: what is heard, and what it costs."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib import X
from Xlib.display import Display

from capture.inputs import NoInputs, open_inputs
from tests.capture.conftest import child, until
from tests.capture.inputs_bed import Heard, hand, listening

pytestmark = [pytest.mark.display, pytest.mark.skipif(sys.platform != "linux", reason="Linux with X11")]


@pytest.fixture
def heard(display: str) -> Iterator[Heard]:
    with listening(shortcuts=False) as made:
        yield made


def test_a_click_has_its_place_its_button_and_its_moment(heard: Heard) -> None:
    before = time.monotonic()
    for place, number in (((310, 42), 1), ((0, 0), 2), ((1279, 719), 3), ((5, 600), 8), ((640, 360), 9)):
        hand("mousemove", *place, "click", number)
        until(lambda place=place: place in [(x, y) for _, x, y in heard.clicks()])
    assert heard.clicks() == [
        ("left", 310, 42),
        ("middle", 0, 0),
        ("right", 1279, 719),
        ("back", 5, 600),
        ("forward", 640, 360),
    ]
    moments = [before, *(one.moment for one in heard.all), time.monotonic()]
    assert moments == sorted(moments)


def test_turning_the_wheel_is_no_click(heard: Heard) -> None:
    hand("mousemove", 200, 200, "click", 4, "click", 5, "click", 6, "click", 7, "click", 1)
    until(heard.clicks)
    assert heard.clicks() == [("left", 200, 200)]


def test_what_was_given_is_not_given_again_and_what_was_forgotten_never(heard: Heard) -> None:
    hand("mousemove", 10, 20, "click", 1)
    until(heard.clicks)
    assert heard.inputs.seen() == []
    hand("mousemove", 30, 40, "click", 1)
    time.sleep(0.3)
    heard.inputs.forget()
    assert heard.inputs.seen() == []


def test_a_click_is_seen_while_another_program_has_grabbed_the_pointer(heard: Heard, display: str) -> None:
    # As every open menu does.
    menu = Display(display)
    try:
        grabbed = menu.screen().root.grab_pointer(
            False, X.ButtonPressMask, X.GrabModeAsync, X.GrabModeAsync, X.NONE, X.NONE, X.CurrentTime
        )
        assert grabbed == X.GrabSuccess
        hand("mousemove", 77, 88, "click", 1)
        until(heard.clicks)
        assert heard.clicks() == [("left", 77, 88)]
        assert menu.next_event().type == X.ButtonPress
    finally:
        menu.close()


def test_a_left_handed_mouse_counts_as_its_owner_means_it(heard: Heard, display: str) -> None:
    settings = Display(display)
    usual = settings.get_pointer_mapping()
    try:
        settings.set_pointer_mapping([3, 2, 1, *usual[3:]])
        settings.sync()
        time.sleep(0.3)
        hand("mousemove", 50, 60, "click", 1)
        until(heard.clicks)
        assert heard.clicks() == [("right", 50, 60)]
    finally:
        settings.set_pointer_mapping(usual)
        settings.close()


def test_no_key_is_listened_to_and_nobody_asked_for_the_focus_unless_it_is_wanted(
    display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("capture.inputs.FocusGuard", lambda *of: asked.append(of))
    with listening(shortcuts=False) as heard:
        hand("key", "ctrl+a", "F5")
        hand("mousemove", 50, 60, "click", 1)
        until(heard.clicks)
        time.sleep(0.5)
        assert heard.noted() == []
        assert not heard.inputs.keys_unavailable
    assert asked == []


def test_nobody_doing_anything_costs_nothing(heard: Heard) -> None:
    (thread,) = (thread for thread in threading.enumerate() if thread.name == "inputs")
    status = Path(f"/proc/self/task/{thread.native_id}/status")

    def woken() -> list[str]:
        return [line for line in status.read_text().splitlines() if "voluntary_ctxt_switches" in line]

    time.sleep(0.3)
    before = woken()
    time.sleep(1)
    assert woken() == before


def test_open_returns_at_once_and_close_leaves_no_thread(display: str) -> None:
    inputs = open_inputs(shortcuts=True, monotonic=time.monotonic)
    began = time.monotonic()
    inputs.open()
    assert time.monotonic() - began < 0.3
    until(lambda: inputs.listening)
    inputs.close()
    assert not [thread for thread in threading.enumerate() if thread.name in ("inputs", "focus")]
    assert not inputs.listening
    inputs.close()


@pytest.mark.parametrize("shortcuts", [True, False])
def test_on_wayland_nothing_is_heard(display: str, monkeypatch: pytest.MonkeyPatch, shortcuts: bool) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    inputs = open_inputs(shortcuts=shortcuts, monotonic=time.monotonic)
    assert inputs == NoInputs(keys_unavailable=shortcuts)
    inputs.open()
    assert inputs.seen() == []
    inputs.close()


def test_where_the_server_has_no_xinput_2_nothing_is_heard_and_the_log_says_so(
    display: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("capture.raw_events._LEAST_VERSION", (9, 0))
    inputs = open_inputs(shortcuts=True, monotonic=time.monotonic)
    with caplog.at_level(logging.INFO):
        inputs.open()
        until(lambda: "no XInput" in caplog.text)
    assert (inputs.listening, inputs.keys_unavailable, inputs.seen()) == (False, True, [])
    inputs.close()


# python-xlib leaves the sockets open with which it did not reach a server.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_is_not_there_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    nowhere = open_inputs(shortcuts=True, monotonic=time.monotonic)
    nowhere.open()
    until(lambda: nowhere.keys_unavailable)
    assert (nowhere.listening, nowhere.seen()) == (False, [])
    nowhere.close()
    gc.collect()


def test_a_server_that_goes_away_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    read, write = os.pipe()
    line = ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    with child(line, pass_fds=(write,), stderr=subprocess.DEVNULL):
        os.close(write)
        with os.fdopen(read) as told:
            monkeypatch.setenv("DISPLAY", ":" + told.readline().strip())
        going = open_inputs(shortcuts=False, monotonic=time.monotonic)
        going.open()
        until(lambda: going.listening)
    until(lambda: not going.listening)
    going.close()
