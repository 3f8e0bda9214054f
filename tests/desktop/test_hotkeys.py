from __future__ import annotations

import os
import queue
import subprocess
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton  # noqa: TID251 - the tests of the widgets
from Xlib import XK, X
from Xlib.error import BadAccess, DisplayConnectionError

from desktop.platform.hotkeys import NOT_HERE, NoHotkeys, X11Hotkeys, hotkeys_here
from desktop.presenters.hotkeys import HOTKEYS, HotkeysPresenter
from desktop.settings import Settings
from desktop.widgets.launcher import Launcher, LauncherVerbs
from desktop.widgets.settings_page import SettingsPage
from tests.desktop.conftest import NOW

LAYOUT = {"r": 27, "t": 28, "Alt_L": 64, "Num_Lock": 77}


class FakeDisplay:
    """A server of one keyboard; `others` are the codes another program has."""

    def __init__(self, layout=LAYOUT, others=()) -> None:
        self.layout, self.others = dict(layout), set(others)
        self.grabs: set[tuple[int, int]] = set()
        self.events: list[SimpleNamespace] = []
        self.reading, self.writing = os.pipe()
        self.closed = False

    def screen(self):
        return SimpleNamespace(root=self)

    def keysym_to_keycode(self, keysym):
        return next((code for name, code in self.layout.items() if XK.string_to_keysym(name) == keysym), 0)

    def get_modifier_mapping(self):
        return [[50, 62], [66], [37], [64, 0], [77, 0], [0], [0], [0]]

    def refresh_keyboard_mapping(self, event):
        self.layout = event.layout

    def grab_key(self, code, modifiers, owner_events, pointer_mode, keyboard_mode, onerror):
        if code in self.others:
            refused = BadAccess.__new__(BadAccess)
            onerror(refused, None)
        else:
            self.grabs.add((code, modifiers))

    def ungrab_key(self, code, modifiers):
        self.grabs = {grab for grab in self.grabs if grab[0] != code or modifiers not in (grab[1], X.AnyModifier)}

    def sync(self):
        return

    def pending_events(self):
        return len(self.events)

    def next_event(self):
        os.read(self.reading, 1)
        return self.events.pop(0)

    def happens(self, kind, **told):
        self.events.append(SimpleNamespace(type=kind, **told))
        os.write(self.writing, b".")

    def fileno(self):
        return self.reading

    def close(self):
        self.closed = True
        os.close(self.reading)
        os.close(self.writing)


class Heard:
    """What a listener was told, in order, to be waited for."""

    def __init__(self) -> None:
        self.pressed, self.held = queue.Queue(), queue.Queue()

    def hold(self, hotkeys):
        hotkeys.hold(HOTKEYS, self.pressed.put, self.held.put)

    def next_pressed(self):
        return self.pressed.get(timeout=10)

    def next_held(self):
        return self.held.get(timeout=10)


@pytest.fixture
def heard():
    return Heard()


def held_on(fake, heard):
    hotkeys = X11Hotkeys(":fake", lambda _: fake)
    heard.hold(hotkeys)
    return hotkeys


def test_the_keys_are_held_whatever_lock_is_on_and_let_go_of_at_the_end(heard):
    fake = FakeDisplay()
    hotkeys = held_on(fake, heard)
    assert heard.next_held() == {"record", "tip"}
    both, caps, numbers = X.ControlMask | X.Mod1Mask, X.LockMask, X.Mod2Mask
    combinations = (both, both | caps, both | numbers, both | caps | numbers)
    assert fake.grabs == {(code, modifiers) for code in (27, 28) for modifiers in combinations}
    hotkeys.release()
    assert fake.closed
    assert "hotkeys" not in {thread.name for thread in threading.enumerate()}


def test_what_another_program_has_is_told_by_name_and_the_rest_is_held(heard):
    fake = FakeDisplay(others={27})
    hotkeys = held_on(fake, heard)
    assert heard.next_held() == {"tip"}
    hotkeys.release()


def test_a_key_held_down_counts_once(heard):
    fake = FakeDisplay()
    hotkeys = held_on(fake, heard)
    for kind, time in ((X.KeyPress, 1), (X.KeyRelease, 9), (X.KeyPress, 9), (X.KeyRelease, 20), (X.KeyPress, 90)):
        fake.happens(kind, detail=27, time=time)
    fake.happens(X.KeyPress, detail=28, time=95)
    assert [heard.next_pressed() for _ in range(3)] == ["record", "record", "tip"]
    hotkeys.release()


def test_another_layout_has_the_letters_elsewhere_and_one_without_them_has_none(heard):
    fake = FakeDisplay()
    hotkeys = held_on(fake, heard)
    heard.next_held()
    fake.happens(X.MappingNotify, request=X.MappingKeyboard, layout={**LAYOUT, "r": 32})
    assert heard.next_held() == {"record", "tip"}
    assert {code for code, _ in fake.grabs} == {28, 32}
    fake.happens(X.MappingNotify, request=X.MappingKeyboard, layout={"Alt_L": 64, "r": 27})
    assert heard.next_held() == {"record"}
    hotkeys.release()


def test_a_display_that_is_gone_holds_nothing_and_raises_nothing(heard):
    def connect(name):
        raise DisplayConnectionError(name, b"gone")

    hotkeys = X11Hotkeys(":fake", connect)
    heard.hold(hotkeys)
    assert heard.next_held() == set()
    hotkeys.release()


@pytest.mark.parametrize("environ", [{}, {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}])
def test_where_there_is_no_x11_it_says_so(environ, heard):
    hotkeys = hotkeys_here(environ)
    assert isinstance(hotkeys, NoHotkeys)
    assert hotkeys.why_not == NOT_HERE
    heard.hold(hotkeys)
    hotkeys.release()
    assert heard.held.empty()


# As a person sees it


def test_nothing_is_heard_before_the_start_and_nothing_after_the_setting_is_off(parts, hotkeys, qtbot):
    assert hotkeys.press is None
    parts.hotkeys.start()
    assert parts.hotkeys.keys("record") == "Ctrl+Alt+R"
    with qtbot.waitSignal(parts.hotkeys.pressed) as pressed:
        hotkeys.press("tip")
    assert pressed.args == ["tip"]
    stale = hotkeys.press
    parts.preferences.keep(replace(Settings(), hotkeys=False))
    assert (hotkeys.press, parts.hotkeys.keys("record")) == (None, "")
    with qtbot.assertNotEmitted(parts.hotkeys.pressed):
        stale("tip")


def test_the_panel_shows_keys_that_work_and_no_others(parts, hotkeys, qtbot):
    names = ("record", "write_tip", "recommend", "pass_on", "open_item", "library", "outbox", "settings", "pick_region")
    verbs = LauncherVerbs(**{name: lambda *_: None for name in names})
    panel = Launcher(verbs, parts.library, parts.speech, parts.hotkeys, parts.source)
    qtbot.addWidget(panel)

    def said(name):
        return panel.findChild(QPushButton, name).accessibleDescription()

    assert said("launchTip") == "One trick, done in a minute 2"
    hotkeys.with_others = frozenset({"record"})
    parts.hotkeys.start()
    assert said("launchTip") == "One trick, done in a minute Ctrl+Alt+T"
    assert said("launchRecord") == "The whole screen, with your voice"


def settings_page(parts, qtbot):
    page = SettingsPage(
        parts.preferences,
        parts.connecting,
        parts.speech,
        parts.hotkeys,
        parts.autostart,
        parts.source,
        parts.hearing,
        parts.backups,
        parts.channels,
        lambda: NOW,
    )
    qtbot.addWidget(page)
    page.show()
    page.open("recording")
    return page


def test_the_settings_name_the_keys_another_program_uses(parts, hotkeys, qtbot):
    page = settings_page(parts, qtbot)
    assert page.findChild(QLabel, "hotkeyTaken-record") is None
    hotkeys.with_others = frozenset({"record"})
    parts.hotkeys.start()
    told = page.findChild(QLabel, "hotkeyTaken-record")
    assert told.text() == "Ctrl+Alt+R: another program uses these keys."
    assert page.findChild(QLabel, "hotkeyTaken-tip") is None
    page.findChild(QCheckBox, "hotkeysSetting").click()
    assert parts.preferences.settings.hotkeys is False


def test_the_settings_say_why_there_are_none_here(parts, hotkeys, qtbot):
    hotkeys.why_not = NOT_HERE
    page = settings_page(parts, qtbot)
    parts.hotkeys.start()
    assert page.findChild(QLabel, "noHotkeys").text() == NOT_HERE.en
    assert not page.findChild(QCheckBox, "hotkeysSetting").isEnabled()
    assert parts.hotkeys.keys("record") == ""


# The real thing


@pytest.fixture
def display():
    reading, writing = os.pipe()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    screen = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(screen, pass_fds=(writing,), **quiet) as server:
        os.close(writing)
        with os.fdopen(reading) as numbers:
            yield f":{numbers.readline().strip()}"
        server.terminate()
        server.wait(10)


def type_on(display, *command):
    subprocess.run(["xdotool", *command], env={**os.environ, "DISPLAY": display}, check=True)


@pytest.mark.display
def test_keys_pressed_on_a_real_display_are_heard_with_every_lock_and_not_after_the_end(display, heard):
    hotkeys = X11Hotkeys(display)
    heard.hold(hotkeys)
    assert heard.next_held() == set(HOTKEYS)
    for lock in ("Shift_L", "Num_Lock", "Caps_Lock", "Num_Lock"):
        type_on(display, "key", lock)
        type_on(display, "key", "ctrl+alt+r")
        assert heard.next_pressed() == "record"
    for keys, name in (("ctrl+alt+t", "tip"), ("ctrl+alt+p", "pause"), ("ctrl+alt+m", "mark")):
        type_on(display, "key", keys)
        assert heard.next_pressed() == name
    type_on(display, "key", "r")
    hotkeys.release()
    type_on(display, "key", "ctrl+alt+t")
    assert heard.pressed.empty()


@pytest.mark.display
def test_who_comes_second_is_told_and_gets_the_keys_once_they_are_free(display, heard):
    first, second = X11Hotkeys(display), X11Hotkeys(display)
    heard.hold(first)
    assert heard.next_held() == set(HOTKEYS)
    later = Heard()
    later.hold(second)
    assert later.next_held() == set()
    first.release()
    later.hold(second)
    assert later.next_held() == set(HOTKEYS)
    second.release()


@pytest.mark.display
def test_a_key_that_is_held_down_on_a_real_display_counts_once(display, heard):
    hotkeys = X11Hotkeys(display)
    heard.hold(hotkeys)
    heard.next_held()
    # The server repeats after 660 ms, 25 times a second.
    type_on(display, "keydown", "ctrl", "keydown", "alt", "keydown", "r", "sleep", "1", "keyup", "r", "keyup", "alt")
    type_on(display, "keyup", "ctrl", "key", "ctrl+alt+t")
    assert [heard.next_pressed(), heard.next_pressed()] == ["record", "tip"]
    hotkeys.release()


@pytest.mark.display
def test_the_presenter_hears_a_real_key_on_the_thread_of_the_windows(display, parts, qtbot):
    made = HotkeysPresenter(X11Hotkeys(display), parts.preferences, None)
    with qtbot.waitSignal(made.changed):
        made.start()
    with qtbot.waitSignal(made.pressed) as pressed:
        type_on(display, "key", "ctrl+alt+t")
    assert pressed.args == ["tip"]
    made.end()
