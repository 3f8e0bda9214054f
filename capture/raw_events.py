"""Presses of keys and buttons as the X server sees them, whichever window they are for: XInput 2 over python-xlib.

Raw events take nothing from any other program. Sources: the protocol text XI2proto.txt and the header XI2proto.h.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Final, Literal

from capture.shortcuts import MODIFIERS, Modifier, is_latin, key_name

XThing = Any
"""A display or window of python-xlib, whose types know too little of them."""

_HEAD: Final = struct.Struct("=HII")
"""Device, time and detail of xXIRawEvent, after the ten bytes that python-xlib has read itself."""

_LEAST_VERSION: Final = (2, 1)
"""Before 2.1 no raw events came while another program had grabbed the pointer or keyboard, as open menus do."""

_FIRST_KEY: Final = 8
_GROUP_SHIFT: Final = 13
"""The keyboard group stands in bits 13 and 14 of the state: The X Keyboard Extension, "Core State"."""

_MOST_PARENTS: Final = 16

Happened = Literal["key_down", "key_up", "button_down"]


@dataclass(frozen=True, slots=True)
class Raw:
    """`detail` is the code of a key, or the number of a button before the person's own order of buttons."""

    happened: Happened
    detail: int


def select_raw(display: XThing, *, keys: bool) -> bool:
    """Ask for presses of buttons, and of keys where they are wanted; False where this server cannot tell them.

    Only those of master devices: each press of a mouse is told once by the mouse and once by its master.
    """
    from Xlib.ext import xinput

    if not display.query_extension(xinput.extname) or not hasattr(display, "xinput_query_version"):
        return False
    # python-xlib's own call asks for version 2.0.
    version = xinput.XIQueryVersion(
        display=display.display,
        opcode=display.display.get_extension_major(xinput.extname),
        major_version=2,
        minor_version=1,
    )
    if (version.major_version, version.minor_version) < _LEAST_VERSION:
        return False
    mask = xinput.RawButtonPressMask
    if keys:
        mask |= xinput.RawKeyPressMask | xinput.RawKeyReleaseMask
    display.screen().root.xinput_select_events([(xinput.AllMasterDevices, mask)])
    display.sync()
    return True


def raw_of(display: XThing, event: XThing) -> Raw | None:
    """What an event of `select_raw` says; None for any other event."""
    from Xlib.ext import ge, xinput

    if event.type != ge.GenericEventCode or len(event.data) < _HEAD.size:
        return None
    if event.extension != display.display.get_extension_major(xinput.extname):
        return None
    _, _, detail = _HEAD.unpack_from(event.data)
    kinds: dict[int, Happened] = {
        xinput.RawKeyPress: "key_down",
        xinput.RawKeyRelease: "key_up",
        xinput.RawButtonPress: "button_down",
    }
    happened = kinds.get(event.evtype)
    return Raw(happened, detail) if happened else None


def modifiers_of(display: XThing) -> dict[int, Modifier]:
    """Which keys of the present layout are modifiers, by key code."""
    found = {code: MODIFIERS.get(display.keycode_to_keysym(code, 0)) for code in range(_FIRST_KEY, 256)}
    return {code: modifier for code, modifier in found.items() if modifier}


def name_of_key(display: XThing, code: int) -> str | None:
    """The key's name in the layout that is switched on; of a Latin one where the other has letters few would read."""
    group = (display.screen().root.query_pointer().mask >> _GROUP_SHIFT) & 1
    names = [key_name(display.keycode_to_keysym(code, 2 * at)) for at in (group, 1 - group)]
    return next((name for name in names if name and is_latin(name)), names[0])


def focused_pid(display: XThing) -> int | None:
    """The number of the program whose window gets the keys; None where no window does or it does not say."""
    from Xlib import X
    from Xlib.error import XError

    try:
        window = display.get_input_focus().focus
        for _ in range(_MOST_PARENTS):
            if isinstance(window, int):
                return None  # nobody, or whoever is under the pointer
            told = window.get_full_property(display.intern_atom("_NET_WM_PID"), X.AnyPropertyType)
            if told is not None and told.format == 32 and len(told.value) == 1:
                return int(told.value[0])
            window = window.query_tree().parent
    except XError:
        pass
    return None
