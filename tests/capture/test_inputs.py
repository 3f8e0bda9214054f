"""Clicks and shortcuts of a real X server, with real fields; and that typing and passwords leave no trace."""

from __future__ import annotations

import gc
import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGCONT, SIGSTOP

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from capture.inputs import Click, Input, Inputs, Keys, NoInputs, open_inputs
from desktop.stage.bus import accessibility, session_bus
from desktop.stage.processes import find_program
from tests.capture.conftest import HERE, child, until

pytestmark = [pytest.mark.display, pytest.mark.skipif(sys.platform != "linux", reason="Linux with X11")]

PLAIN, PASSWORD = (300, 140), (300, 220)
"""Places in the two fields of two_fields.py."""

AGAIN_S = 0.4


def hand(*words: object) -> None:
    subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True, timeout=10)


@dataclass
class Heard:
    """Everything that inputs gave, in the order in which they gave it."""

    inputs: Inputs
    all: list[Input] = field(default_factory=list)

    def now(self) -> list[Input]:
        self.all += self.inputs.seen()
        return self.all

    def clicks(self) -> list[tuple[str, int, int]]:
        return [(one.button, one.x, one.y) for one in self.now() if isinstance(one, Click)]

    def noted(self) -> list[str]:
        return [one.keys for one in self.now() if isinstance(one, Keys)]

    def press_until_noted(self, shortcut: str, name: str) -> None:
        """A busy machine may be too slow to tell in time where the focus is; then a press is rightly left out."""
        end = time.monotonic() + 20
        while name not in self.noted():
            assert time.monotonic() < end, f"{name} was never noted"
            hand("key", shortcut)
            time.sleep(AGAIN_S)


@contextmanager
def listening(*, shortcuts: bool) -> Iterator[Heard]:
    inputs = open_inputs(shortcuts=shortcuts, monotonic=time.monotonic)
    inputs.open()
    try:
        until(lambda: inputs.listening)
        yield Heard(inputs)
    finally:
        inputs.close()


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


def test_no_key_is_listened_to_unless_it_is_asked_for(heard: Heard) -> None:
    hand("key", "ctrl+a", "F5")
    hand("mousemove", 50, 60, "click", 1)
    until(heard.clicks)
    time.sleep(0.5)
    assert heard.noted() == []
    assert not heard.inputs.keys_unavailable
    assert not [thread for thread in threading.enumerate() if thread.name == "focus"]


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
def test_where_there_is_no_x11_nothing_is_heard(monkeypatch: pytest.MonkeyPatch, shortcuts: bool) -> None:
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


# --- shortcuts


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


@dataclass(frozen=True)
class Fields:
    log: Path
    process: subprocess.Popen

    def focus(self, name: str) -> None:
        hand("mousemove", *(PLAIN if name == "plain" else PASSWORD), "click", 1)
        until(lambda: self.focused() == name)

    def focused(self) -> str:
        return ["", *self.log.read_text().split()][-1]


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
    finally:
        fields.process.send_signal(SIGCONT)


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
