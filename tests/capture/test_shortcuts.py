"""What counts as a shortcut, and when one may be noted: the rules without a screen."""

from __future__ import annotations

import os
import queue
import socket
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.accessible_focus import BusSilent, Focus
from capture.inputs import Basket, Click, Keys
from capture.password_field import AROUND_S, FocusGuard, _Judge, _Pressed
from capture.shortcuts import Keyboard, Modifier, key_name

CODES: dict[int, Modifier] = {1: "Ctrl", 2: "Shift", 3: "Alt", 4: "Super", 5: "AltGr", 6: "Ctrl"}
NAMES = {10: "A", 11: "U", 12: "F5", 13: "Enter", 14: "1", 15: "Delete"}


def press(keyboard: Keyboard, *codes: int) -> str | None:
    """Hold all of them and let go again: what the last press made."""
    made = [keyboard.pressed(code, NAMES.get) for code in codes]
    for code in reversed(codes):
        keyboard.released(code)
    return made[-1]


@pytest.mark.parametrize(
    ("codes", "shortcut"),
    [
        ((1, 10), "Ctrl+A"),
        ((2, 1, 10), "Ctrl+Shift+A"),
        ((3, 2, 1, 4, 10), "Super+Ctrl+Alt+Shift+A"),
        ((6, 14), "Ctrl+1"),
        ((3, 13), "Alt+Enter"),
        ((12,), "F5"),
        ((2, 12), "Shift+F5"),
        ((2, 10), None),
        ((10,), None),
        ((13,), None),
        ((15,), None),
        ((2, 15), None),
        ((5, 10), None),
        ((1, 5, 10), None),
        ((5, 12), None),
        ((1, 99), None),
        ((1,), None),
    ],
)
def test_a_shortcut_needs_ctrl_alt_or_super_or_a_function_key(codes: tuple[int, ...], shortcut: str | None) -> None:
    assert press(Keyboard(CODES), *codes) == shortcut


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([2, 5, 10, 11, 13, 14, 15])), max_size=40))
def test_typing_makes_no_shortcut_and_is_not_remembered(keys: list[tuple[bool, int]]) -> None:
    keyboard = Keyboard(CODES)
    for down, code in keys:
        if down:
            assert keyboard.pressed(code, NAMES.get) is None
        else:
            keyboard.released(code)
    for code in (2, 5):
        keyboard.released(code)
    assert keyboard == Keyboard(CODES)


def test_a_key_that_repeats_is_one_press() -> None:
    keyboard = Keyboard(CODES)
    made = [keyboard.pressed(code, NAMES.get) for code in (1, 10, 10, 10)]
    assert made == [None, "Ctrl+A", None, None]
    keyboard.released(10)
    assert keyboard.pressed(10, NAMES.get) == "Ctrl+A"


def test_the_number_of_a_character_is_typing() -> None:
    # GTK and IBus: Ctrl+Shift+U, then digits, with Ctrl and Shift still held down.
    keyboard = Keyboard(CODES)
    made = [keyboard.pressed(code, NAMES.get) for code in (1, 2, 11, 10, 14)]
    assert made == [None, None, "Ctrl+Shift+U", None, None]
    for code in (14, 10, 11, 2):
        keyboard.released(code)
    assert keyboard.pressed(10, NAMES.get) is None
    for code in (10, 1):
        keyboard.released(code)
    assert press(keyboard, 1, 10) == "Ctrl+A"


def test_another_layout_lets_go_of_keys_that_are_no_modifiers_in_it() -> None:
    keyboard = Keyboard(CODES)
    keyboard.pressed(1, NAMES.get)
    keyboard.renew({7: "Ctrl"})
    assert keyboard.pressed(10, NAMES.get) is None


def test_keys_have_the_names_of_the_field() -> None:
    assert [key_name(ord(letter)) for letter in string.ascii_lowercase] == list(string.ascii_uppercase)
    assert [key_name(0xFFBE + at) for at in (0, 4, 23)] == ["F1", "F5", "F24"]
    assert [key_name(keysym) for keysym in (0x2B, 0xE9, 0xDF, 0x20, 0x01000421)] == ["+", "É", "ß", "Space", "С"]


@pytest.mark.parametrize("keysym", [0, 0xFE51, 0xFFE3, 0xFFB1, 0xFFBD, 0xFFD6, 0xAD, 0xA0, 0x0100200B, 0x6D3, 1 << 29])
def test_what_is_no_key_of_a_shortcut_has_no_name(keysym: int) -> None:
    assert key_name(keysym) is None


@given(st.integers(0, 1 << 29))
def test_every_name_can_stand_in_the_journal(keysym: int) -> None:
    name = key_name(keysym)
    assert name is None or (name.isprintable() and 1 <= len(name) <= 9)


# --- the basket


def test_keys_in_doubt_hold_back_what_came_after_them() -> None:
    basket = Basket(lambda: 10.0)
    early, keys, late = Click(9.1, "left", 1, 1), Keys(9.2, "Ctrl+A"), Click(9.3, "left", 2, 2)
    basket.add(early)
    basket.doubt(keys.moment)
    basket.add(late)
    assert basket.take() == [early]
    basket.decide(keys, True)
    assert basket.take() == [keys, late]
    assert basket.take() == []


def test_keys_that_may_not_be_noted_are_never_given() -> None:
    basket = Basket(lambda: 10.0)
    basket.doubt(9.2)
    basket.decide(Keys(9.2, "Ctrl+A"), False)
    assert basket.take() == []


def test_a_doubt_without_an_answer_ends_after_a_second() -> None:
    now = [10.0]
    basket = Basket(lambda: now[0])
    late = Click(10.1, "left", 2, 2)
    basket.doubt(10.0)
    basket.add(late)
    assert basket.take() == []
    now[0] = 11.1
    assert basket.take() == [late]
    basket.decide(Keys(10.0, "Ctrl+A"), True)
    assert basket.take() == []


def test_what_is_dropped_before_it_is_decided_stays_dropped() -> None:
    basket = Basket(lambda: 10.0)
    basket.doubt(9.9)
    basket.empty()
    basket.decide(Keys(9.9, "Ctrl+A"), True)
    assert basket.take() == []


# --- the judge


@dataclass
class Told:
    """A bus on which programs say what they are told to say; time passes with each wait."""

    answers: list[Focus]
    password_before: Callable[[float], bool] = lambda _: False
    now: float = 100.0
    asked: int = 0
    connection: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(sock=socket.socket()))

    def hear(self) -> bool:
        return self.password_before(self.now)

    def ask(self, pid: int) -> Focus:
        self.asked += 1
        return self.answers.pop(0)


def judged(focus: Told, moment: float = 100.0) -> bool | None:
    decided: list[bool] = []
    judge = _Judge(focus, queue.SimpleQueue(), lambda *answer: decided.append(answer[2]), lambda: focus.now)
    pressed = _Pressed(moment, "Ctrl+A", 4711)
    judge._first(pressed)
    if judge._waiting:
        focus.now = moment + AROUND_S
        judge._second(judge._waiting.popleft())
    focus.connection.sock.close()
    assert len(decided) == 1
    return decided[0]


@pytest.mark.parametrize(
    ("answers", "noted"),
    [
        ([Focus.PLAIN, Focus.PLAIN], True),
        ([Focus.PLAIN, Focus.UNKNOWN], True),
        ([Focus.PLAIN, Focus.PASSWORD], False),
        ([Focus.PASSWORD], False),
        ([Focus.UNKNOWN], False),
    ],
)
def test_a_shortcut_is_noted_where_the_program_says_that_it_is_in_no_password_field(
    answers: list[Focus], noted: bool
) -> None:
    focus = Told(answers)
    assert judged(focus) is noted
    assert focus.answers == []


def test_an_answer_that_would_come_late_is_not_asked_for() -> None:
    focus = Told([Focus.PLAIN, Focus.PLAIN])
    assert judged(focus, moment=99.7) is False
    assert focus.asked == 0


@pytest.mark.parametrize("at", [100.0, 100.2])
def test_a_password_field_that_any_program_tells_of_around_the_press_keeps_it_out(at: float) -> None:
    assert judged(Told([Focus.PLAIN, Focus.PLAIN], lambda now: now >= at)) is False


def test_once_a_password_field_is_long_left_shortcuts_are_noted_again() -> None:
    decided: list[bool] = []
    focus = Told([Focus.PLAIN] * 4, lambda now: now <= 100.0)
    judge = _Judge(focus, queue.SimpleQueue(), lambda *answer: decided.append(answer[2]), lambda: focus.now)
    for moment in (100.0, 100.2, 100.3):
        focus.now = moment
        judge._first(_Pressed(moment, "Ctrl+A", 4711))
    focus.connection.sock.close()
    assert decided == [False, False]
    assert [pressed.moment for pressed in judge._waiting] == [100.3]


def test_a_press_whose_program_is_not_known_is_not_noted() -> None:
    decided: list[tuple[float, str, bool]] = []
    guard = FocusGuard(lambda *answer: decided.append(answer), lambda: 0.0)
    guard.judge(1.0, "Ctrl+A", None)
    assert decided == [(1.0, "Ctrl+A", False)]


def test_a_bus_that_breaks_off_ends_the_work_of_the_judge() -> None:
    def broken(now: float) -> bool:
        raise BusSilent("ConnectionResetError")

    focus = Told([], broken)
    end, waker = os.pipe()
    os.write(waker, b"?")
    with pytest.raises(BusSilent):
        _Judge(focus, queue.SimpleQueue(), lambda *_: None, lambda: focus.now).work(end)
    os.close(end)
    os.close(waker)
    focus.connection.sock.close()
