"""Which pressed keys are a shortcut, in the words people use for them. Typing is none, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

Modifier = Literal["Super", "Ctrl", "Alt", "Shift", "AltGr"]
"""AltGr stands for every key that reaches further characters of a layout."""

NameOf = Callable[[int], str | None]
"""The name of the key with this code, by the layout of now; None for a key that has none here."""

_ORDER: Final[tuple[Modifier, ...]] = ("Super", "Ctrl", "Alt", "Shift")
_MAKE_SHORTCUTS: Final = frozenset[Modifier]({"Super", "Ctrl", "Alt"})
_UNICODE_ENTRY: Final = "Ctrl+Shift+U"
_FUNCTION_KEYS: Final = frozenset(f"F{number}" for number in range(1, 25))

# Names and numbers of /usr/include/X11/keysymdef.h.
MODIFIERS: Final[dict[int, Modifier]] = {
    0xFFE1: "Shift",
    0xFFE2: "Shift",
    0xFFE3: "Ctrl",
    0xFFE4: "Ctrl",
    0xFFE7: "Alt",  # Meta_L, Meta_R
    0xFFE8: "Alt",
    0xFFE9: "Alt",
    0xFFEA: "Alt",
    0xFFEB: "Super",
    0xFFEC: "Super",
    0xFE02: "AltGr",  # ISO_Level2_Latch
    0xFE03: "AltGr",  # ISO_Level3_Shift
    0xFE04: "AltGr",
    0xFE05: "AltGr",
    0xFE11: "AltGr",  # ISO_Level5_Shift
    0xFE12: "AltGr",
    0xFE13: "AltGr",
    0xFF7E: "AltGr",  # Mode_switch
}
"""By keysym."""

_NAMED: Final[dict[int, str]] = {
    0x0020: "Space",
    0xFF08: "Backspace",
    0xFF09: "Tab",
    0xFE20: "Tab",  # ISO_Left_Tab: with Shift
    0xFF0D: "Enter",
    0xFF8D: "Enter",
    0xFF13: "Pause",
    0xFF1B: "Esc",
    0xFF50: "Home",
    0xFF51: "Left",
    0xFF52: "Up",
    0xFF53: "Right",
    0xFF54: "Down",
    0xFF55: "PageUp",
    0xFF56: "PageDown",
    0xFF57: "End",
    0xFF61: "Print",
    0xFF63: "Insert",
    0xFF67: "Menu",
    0xFFAA: "*",
    0xFFAB: "+",
    0xFFAD: "-",
    0xFFAF: "/",
    0xFFFF: "Delete",
}
"""Digits of the keypad have no name: with Alt held down they type characters in some programs."""

_F1: Final = 0xFFBE
_UNICODE_KEYSYMS: Final = range(0x0100_0100, 0x0111_0000)


def key_name(keysym: int) -> str | None:
    """`V`, `F5`, `Delete`, `?`: None for keysyms that are no key of a shortcut, dead keys and modifiers among them.

    Letters beyond Latin-1 have a name only where the keysym is a Unicode one.
    """
    if _F1 <= keysym < _F1 + 24:
        return f"F{keysym - _F1 + 1}"
    if keysym in _NAMED:
        return _NAMED[keysym]
    if 0x21 <= keysym <= 0x7E or 0xA1 <= keysym <= 0xFF:
        code = keysym
    elif keysym in _UNICODE_KEYSYMS:
        code = keysym - 0x0100_0000
    else:
        return None
    name = chr(code)
    # `ß` and a few more would become two letters.
    name = name.upper() if len(name.upper()) == 1 else name
    return name if name.isprintable() and not name.isspace() else None


def is_latin(name: str) -> bool:
    """Whether a key's name can be read off most keyboards."""
    return name.isascii()


@dataclass(slots=True)
class Keyboard:
    """Follows the modifiers, and tells shortcuts. Of other keys nothing is remembered from one call to the next."""

    modifiers: dict[int, Modifier] = field(default_factory=dict)
    """By key code."""
    _held: set[int] = field(default_factory=set)
    _shortcut_down: int | None = None
    _entering_unicode: bool = False

    def renew(self, modifiers: dict[int, Modifier]) -> None:
        """Another layout has the modifiers under other keys. Those that are held stay held where they still are one."""
        self.modifiers = modifiers
        self._held &= modifiers.keys()

    def pressed(self, code: int, name_of: NameOf) -> str | None:
        """A key went down: the shortcut it makes, or None. `name_of` is asked only where it may make one.

        A shortcut is a key together with Ctrl, Alt or Super, or one of F1 to F24. With AltGr, and while the number of
        a character is entered after Ctrl+Shift+U (as GTK and IBus let people do), keys are typing. A key that repeats
        while it is held down is one press.
        """
        if code in self.modifiers:
            self._held.add(code)
            return None
        held = {self.modifiers[held] for held in self._held}
        if code == self._shortcut_down or "AltGr" in held or self._entering_unicode:
            return None
        name = name_of(code)
        if name is None or not (held & _MAKE_SHORTCUTS or name in _FUNCTION_KEYS):
            return None
        keys = "+".join([*(modifier for modifier in _ORDER if modifier in held), name])
        self._shortcut_down = code
        self._entering_unicode = keys == _UNICODE_ENTRY
        return keys

    def released(self, code: int) -> None:
        self._held.discard(code)
        if code == self._shortcut_down:
            self._shortcut_down = None
        if not self._held:
            self._entering_unicode = False
