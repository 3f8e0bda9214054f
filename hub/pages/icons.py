"""Icons of `resources/icons`, written into the page so that they take the colour of their text."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from markupsafe import Markup

_NAME: Final = re.compile(r"[a-z][a-z-]*\Z")
_OPENING: Final = re.compile(r"<svg xmlns=\"[^\"]+\" ")
_SIZE: Final = re.compile(r" width=\"\d+\" height=\"\d+\"")


@cache
def icon(name: str, size: int = 20) -> Markup:
    """The drawing alone, hidden from screen readers: a word always stands beside it. KeyError for an unknown name."""
    if not _NAME.match(name):
        raise KeyError(name)
    source = files("resources").joinpath("icons", f"{name}.svg")
    if not source.is_file():
        raise KeyError(name)
    drawing = _SIZE.sub("", source.read_text(encoding="utf-8").strip(), count=1)
    opening = f'<svg class="icon" width="{size}" height="{size}" aria-hidden="true" focusable="false" '
    return Markup(_OPENING.sub(opening, drawing, count=1))  # noqa: S704 - our own file, no input in it
