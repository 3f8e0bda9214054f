"""Shortcuts in real fields on a real X server; and that typing and passwords leave no trace."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from signal import SIGCONT, SIGSTOP

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from capture.accessible_focus import Focus, open_accessible_focus
from capture.inputs import Click, Keys, open_inputs
from desktop.stage.bus import accessibility, session_bus
from desktop.stage.processes import find_program
from tests.capture.conftest import HERE, child, until
from tests.capture.inputs_bed import AGAIN_S, PLAIN, Fields, Heard, hand, listening

pytestmark = [pytest.mark.display, pytest.mark.skipif(sys.platform != "linux", reason="Linux with X11")]


@pytest.fixture(scope="module")
def bus(x_server: str) -> Iterator[dict[str, str]]:
    """What a program needs to sit on this display with accessibility switched on."""
    if find_program("at-spi-bus-launcher") is None:
        pytest.skip("at-spi2-core is not installed")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True)))
        environ = {
            **{name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ},
            "LANG": "C.UTF-8",
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "DISPLAY": x_server,
            "QT_QPA_PLATFORM": "xcb",
            "QT_ACCESSIBILITY": "1",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        environ["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(session_bus(environ, folder, folder))
        stack.enter_context(accessibility(environ, folder))
        yield environ


@pytest.fixture
def fields(display: str, bus: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fields]:
    """The two fields in front of a person, the plain one with the focus."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus["DBUS_SESSION_BUS_ADDRESS"])
    log = tmp_path / "focus.log"
    line = [sys.executable, str(HERE / "two_fields.py"), "100", "100", "400", "160"]
    with log.open("w") as out, child(line, env=bus, stdout=out) as process:
        shown = Fields(log, process)
        until(lambda: shown.focused() == "plain", 20)
        yield shown


@pytest.fixture
def shortcuts(fields: Fields) -> Iterator[Heard]:
    with listening(shortcuts=True) as made:
        made.press_until_noted("F24", "F24")
        made.all.clear()
        yield made


def test_a_shortcut_is_noted_in_the_words_of_the_field(shortcuts: Heard) -> None:
    for keys, name in {
        "ctrl+shift+v": "Ctrl+Shift+V",
        "alt+Tab": "Alt+Tab",
        "F5": "F5",
        "super+e": "Super+E",
        "ctrl+alt+Delete": "Ctrl+Alt+Delete",
    }.items():
        shortcuts.press_until_noted(keys, name)


def test_typing_is_never_noted(shortcuts: Heard, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        hand("type", "Sesam open U, Sesam open U! @{}~")
        hand("key", "Return", "Escape", "Tab", "Tab", "Delete", "Print", "Left", "Up", "shift+Home", "shift+a")
        shortcuts.press_until_noted("ctrl+j", "Ctrl+J")
    assert set(shortcuts.noted()) == {"Ctrl+J"}
    assert not caplog.records


def test_what_altgr_types_is_never_noted(shortcuts: Heard, display: str) -> None:
    subprocess.run(["setxkbmap", "-layout", "de"], check=True)
    try:
        for held in ((), ("ctrl",)):
            for key in ("q", "e", "7", "F5"):
                hand("keydown", "ISO_Level3_Shift", *(["keydown", *held] if held else []), "key", key)
                hand("keyup", "ISO_Level3_Shift", *(["keyup", *held] if held else []))
        shortcuts.press_until_noted("ctrl+z", "Ctrl+Z")
    finally:
        subprocess.run(["setxkbmap", "-layout", "us"], check=True)
    assert set(shortcuts.noted()) == {"Ctrl+Z"}


def test_a_layout_with_other_letters_gives_the_names_of_the_latin_one(shortcuts: Heard, display: str) -> None:
    keyboard = Display(display)
    subprocess.run(["setxkbmap", "-layout", "ru,us"], check=True)
    try:
        end = time.monotonic() + 20
        while "Ctrl+C" not in shortcuts.noted():
            assert time.monotonic() < end
            for kind in (X.KeyPress, X.KeyRelease):
                for code in (37, 54)[:: 1 if kind == X.KeyPress else -1]:
                    xtest.fake_input(keyboard, kind, code)
            keyboard.sync()
            time.sleep(AGAIN_S)
    finally:
        subprocess.run(["setxkbmap", "-layout", "us"], check=True)
        keyboard.close()


def test_a_key_that_is_held_down_is_one_press(shortcuts: Heard) -> None:
    hand("keydown", "ctrl", "keydown", "z")
    time.sleep(1.5)
    hand("keyup", "z", "keyup", "ctrl")
    shortcuts.press_until_noted("ctrl+j", "Ctrl+J")
    assert shortcuts.noted().count("Ctrl+Z") <= 1


def test_a_shortcut_that_another_program_has_grabbed_is_noted(shortcuts: Heard, display: str) -> None:
    desktop = Display(display)
    try:
        code = desktop.keysym_to_keycode(XK.string_to_keysym("r"))
        desktop.screen().root.grab_key(code, X.ControlMask | X.Mod1Mask, False, X.GrabModeAsync, X.GrabModeAsync)
        desktop.sync()
        shortcuts.press_until_noted("ctrl+alt+r", "Ctrl+Alt+R")
        assert desktop.next_event().type == X.KeyPress
    finally:
        desktop.close()


def test_in_a_password_field_shortcuts_leave_no_trace(shortcuts: Heard, fields: Fields) -> None:
    shortcuts.press_until_noted("ctrl+a", "Ctrl+A")
    fields.focus("password")
    shortcuts.all.clear()
    hand("type", "Open Sesame")
    for _ in range(5):
        hand("key", "ctrl+a", "ctrl+c", "ctrl+shift+v", "F6", "alt+p")
        time.sleep(0.05)
    time.sleep(0.5)
    fields.focus("plain")
    shortcuts.press_until_noted("ctrl+j", "Ctrl+J")
    assert set(shortcuts.noted()) == {"Ctrl+J"}


def test_a_field_that_had_the_focus_before_anyone_listened_is_known_for_what_it_is(fields: Fields) -> None:
    fields.focus("password")
    with listening(shortcuts=True) as heard:
        for _ in range(5):
            hand("key", "ctrl+a")
            time.sleep(AGAIN_S)
        assert heard.noted() == []
    fields.focus("plain")
    with listening(shortcuts=True) as heard:
        heard.press_until_noted("ctrl+a", "Ctrl+A")


@pytest.mark.parametrize(("first", "then"), [("plain", "password"), ("password", "plain")])
def test_around_a_password_field_shortcuts_leave_no_trace_either(
    shortcuts: Heard, fields: Fields, first: str, then: str
) -> None:
    for _ in range(3):
        fields.focus(first)
        time.sleep(0.4)
        hand("key", "Tab" if first == "plain" else "shift+Tab", "ctrl+k")
        until(lambda: fields.focused() == then)
        time.sleep(0.5)
    fields.focus("plain")
    shortcuts.press_until_noted("ctrl+j", "Ctrl+J")
    assert set(shortcuts.noted()) == {"Ctrl+J"}


def test_a_program_that_does_not_answer_delays_no_click_and_its_shortcuts_are_not_noted(
    shortcuts: Heard, fields: Fields
) -> None:
    fields.process.send_signal(SIGSTOP)
    try:
        for _ in range(3):
            hand("key", "ctrl+a")
        hand("mousemove", 900, 600, "click", 1)
        pressed = time.monotonic()
        until(shortcuts.clicks, 3)
        (click,) = (one for one in shortcuts.all if isinstance(one, Click))
        assert click.moment < pressed + 0.1
        assert (click.x, click.y) == (900, 600)
        time.sleep(0.5)
        assert shortcuts.noted() == []
        hand("key", "ctrl+a")
        closing = time.monotonic()
        shortcuts.inputs.close()
        assert time.monotonic() < closing + 1
    finally:
        fields.process.send_signal(SIGCONT)


def test_a_program_answers_for_itself_alone(fields: Fields) -> None:
    focus = open_accessible_focus(time.monotonic)
    try:
        until(lambda: focus.ask(fields.process.pid) is Focus.PLAIN)
        assert focus.ask(os.getpid()) is Focus.UNKNOWN
        fields.focus("password")
        until(lambda: focus.ask(fields.process.pid) is Focus.PASSWORD)
        assert focus.ask(os.getpid()) is Focus.UNKNOWN
    finally:
        focus.close()


def test_where_keys_cannot_be_heard_they_are_unavailable_though_the_bus_answers(
    fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.raw_events._LEAST_VERSION", (9, 0))
    inputs = open_inputs(shortcuts=True, monotonic=time.monotonic)
    inputs.open()
    until(lambda: inputs.keys_unavailable)
    inputs.close()


def test_a_window_whose_program_is_not_on_the_bus_is_not_trusted(
    shortcuts: Heard, fields: Fields, display: str
) -> None:
    other = Display(display)
    try:
        screen = other.screen()
        window = screen.root.create_window(700, 400, 200, 100, 0, screen.root_depth)
        window.map()
        other.sync()
        window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        for pid in (None, os.getpid()):
            if pid:
                window.change_property(other.intern_atom("_NET_WM_PID"), 6, 32, [pid])
            other.sync()
            hand("key", "ctrl+a", "F7")
            time.sleep(0.6)
    finally:
        other.close()
    assert shortcuts.noted() == []
    assert not shortcuts.inputs.keys_unavailable


def test_shortcuts_and_clicks_come_oldest_first(shortcuts: Heard) -> None:
    def tried() -> bool:
        shortcuts.now().clear()
        hand("key", "ctrl+b", "mousemove", *PLAIN, "click", 1)
        time.sleep(AGAIN_S)
        return len(shortcuts.now()) == 2

    until(tried, 20)
    assert [type(one) for one in shortcuts.all] == [Keys, Click]


def bus_that_is_not_there() -> tuple[str, Callable[[], None]]:
    return "unix:path=/nonexistent/bus", lambda: None


def bus_that_never_answers() -> tuple[str, Callable[[], None]]:
    server = socket.socket(socket.AF_UNIX)
    name = f"vonk-silent-{os.getpid()}"
    server.bind(f"\0{name}")
    server.listen()
    return f"unix:abstract={name}", server.close


def no_bus_named() -> tuple[str, Callable[[], None]]:
    return "", lambda: None


@pytest.mark.parametrize("kind", [bus_that_is_not_there, bus_that_never_answers, no_bus_named])
def test_where_the_bus_cannot_be_asked_no_key_is_noted_and_clicks_still_are(
    display: str, monkeypatch: pytest.MonkeyPatch, kind: Callable[[], tuple[str, Callable[[], None]]]
) -> None:
    address, close = kind()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    try:
        with listening(shortcuts=True) as heard:
            hand("key", "ctrl+a", "mousemove", 12, 34, "click", 1)
            until(heard.clicks, 3)
            until(lambda: heard.inputs.keys_unavailable, 5)
            hand("key", "ctrl+a", "F5")
            time.sleep(0.5)
            assert heard.noted() == []
            assert heard.clicks() == [("left", 12, 34)]
    finally:
        close()


def test_a_bus_that_goes_away_ends_the_shortcuts_and_not_the_clicks(
    display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bus: dict[str, str]
) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True)))
        own = {**bus, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)}
        own["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(session_bus(own, folder, folder))
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", own["DBUS_SESSION_BUS_ADDRESS"])
        inner = stack.enter_context(ExitStack())
        inner.enter_context(accessibility(own, folder))
        with listening(shortcuts=True) as heard:
            time.sleep(0.5)
            assert not heard.inputs.keys_unavailable
            inner.close()
            until(lambda: heard.inputs.keys_unavailable)
            hand("mousemove", 12, 34, "click", 1)
            until(heard.clicks)
