"""Keeps Python 3.11 from ending after many calls into Qt.

PySide6 6.12 gives back one reference to None too many for each call that returns nothing, and one to True for each
signal that is emitted. From Python 3.12 on these cannot be freed (PEP 683), before it the interpreter ends with
"deallocating None", or "deallocating True or False", after some hundreds or thousands of calls.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_PLENTY: Final = 1 << 40
"""References in stock: at a million calls a second they last for twelve days."""


def keep_none() -> None:
    """None, True and False. Call once, before the first window. Does nothing where they are immortal, and on other
    Pythons than CPython."""
    if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
        for constant in (None, True, False):
            # A PyObject begins with its reference count (CPython's object.h); id() is its address.
            ctypes.c_ssize_t.from_address(id(constant)).value += _PLENTY
