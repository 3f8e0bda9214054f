"""The design tokens of `tokens.json`, read once: the only home of colours, sizes, type and motion, for app and hub.

Names are paths in that file: `text.primary`, `space.3`, `radius.card`, `control.height.normal`, `layout.sidebar`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from resources import read_bytes

ThemeName = Literal["light", "dark"]
THEMES: Final[tuple[ThemeName, ...]] = ("light", "dark")

_OVERLAY: Final = "overlay"


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """`size` and `line` in logical pixels at 100 % scale, `weight` from 100 to 900."""

    size: int
    line: int
    weight: int


@dataclass(frozen=True, slots=True)
class ContrastPair:
    """A colour on a background that is used somewhere, and the ratio it must reach (WCAG 2.2)."""

    foreground: str
    background: str
    least: float


@cache
def tokens() -> dict[str, Any]:
    """The whole file. Its shape is that of `tokens.json`; nobody changes it."""
    whole: dict[str, Any] = json.loads(read_bytes("tokens.json"))
    return whole


@cache
def colors(theme: ThemeName) -> Mapping[str, str]:
    """All colours of a theme by name, those of the overlay too, as `#RRGGBB` or `#RRGGBBAA`."""
    tree = tokens()["color"]
    return dict(_flat(tree[theme])) | {f"{_OVERLAY}.{name}": value for name, value in _flat(tree[_OVERLAY])}


def number(name: str) -> int | float:
    """A size in logical pixels at 100 % scale, or a time in milliseconds. KeyError for a name that is none."""
    node: Any = tokens()
    for part in name.split("."):
        node = node[part]
    if isinstance(node, bool) or not isinstance(node, int | float):
        raise KeyError(name)
    return node


def pixels(name: str) -> int:
    """`number` as whole logical pixels."""
    return round(number(name))


@cache
def type_style(name: str) -> TypeStyle:
    """One step of the type scale: `body`, `title`, `caption` and so on."""
    kind = tokens()["type"][name]
    return TypeStyle(kind["size"], kind["line"], kind["weight"])


def contrast_pairs() -> tuple[ContrastPair, ...]:
    """Every pair the guide measured, to be measured again by the tests."""
    return tuple(ContrastPair(pair["fg"], pair["bg"], pair["min"]) for pair in tokens()["contrast"])


def contrast(one: str, other: str) -> float:
    """The ratio of two colours `#RRGGBB`, from 1 to 21: WCAG 2.2, "contrast ratio" and "relative luminance"."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _flat(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value
