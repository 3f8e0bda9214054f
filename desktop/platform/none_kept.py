"""Keeps Python 3.11 from ending after many calls into Qt.

PySide6 6.12 gives back one reference to None too many for each call that returns nothing. From Python 3.12 on None
cannot be freed (PEP 683), before it the interpreter ends with "deallocating None" after some thousands of calls.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_PLENTY: Final = 1 << 40
"""References in stock: at a million calls a second they last for twelve days."""


def keep_none() -> None:
    """Call once, before the first window. Does nothing where None is immortal, and on other Pythons than CPython."""
    if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
        # A PyObject begins with its reference count (CPython's object.h); id() is its address.
        ctypes.c_ssize_t.from_address(id(None)).value += _PLENTY
