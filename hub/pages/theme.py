"""The stylesheet of custom properties, made from the design tokens: light, dark, and the person's own choice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from resources.tokens import ThemeName, colors, tokens

PIXELS_PER_REM: Final = 16
FONT_FILES: Final[dict[str, tuple[int, int]]] = {
    "Inter-Regular.woff2": (100, 449),
    "Inter-Medium.woff2": (450, 549),
    "Inter-SemiBold.woff2": (550, 900),
}
"""The bundled typeface, and the weights for which each of its files stands in."""

_CAPITAL: Final = re.compile(r"(?<=[a-z])([A-Z])")
_IN_REM: Final = ("space", "radius", "control", "layout")
_COMPONENTS: Final = ("tag", "banner")
_SHADOW: Final = re.compile(r"(\d+) (\d+) (\d+) (rgba\([\d.,]+\))")
_OVERLAY: Final = "overlay."


@cache
def tokens_css() -> str:
    """`--bg-canvas`, `--space-4`, `--type-body-web-size`, `--control-height-large` and so on, sizes in rem.

    Dark by the system's wish, or by `data-theme` where the person chose.
    """
    whole = tokens()
    shared = [
        *_colours("light", overlay=True),
        *(line for group in _IN_REM for line in _lengths(group, whole[group])),
        *(line for name in _COMPONENTS for line in _lengths(name, whole["component"][name])),
        *_types(whole["type"]),
        *_borders(whole["border"]),
        *_elevations(whole["elevation"]),
        f"--focus-width: {whole['focus']['width']}px;",
        f"--focus-offset: {whole['focus']['offset']}px;",
        f"--font-ui: {whole['font']['bundled']}, {whole['font']['ui']};",
        f"--font-mono: {whole['font']['mono']};",
        *(f"--motion-{name}: {whole['motion'][name]}ms;" for name in ("fast", "normal", "slow")),
        f"--motion-easing: {whole['motion']['easing']};",
    ]
    light, dark = "".join(_colours("light")), "".join(_colours("dark"))
    return "\n".join(
        (
            f":root{{{''.join(shared)}{light}color-scheme: light;}}",
            f"@media (prefers-color-scheme: dark){{:root:not([data-theme=light]){{{dark}color-scheme: dark;}}}}",
            f":root[data-theme=dark]{{{dark}color-scheme: dark;}}",
            "",
        )
    )


def font_faces(address: Callable[[str], str]) -> str:
    """The bundled typeface; until it is there, the page is read in one of the system's."""
    family = tokens()["font"]["bundled"]
    return "".join(
        f"@font-face{{font-family: {family};font-style: normal;font-weight: {lightest} {heaviest};"
        f"font-display: swap;src: url({address(file)}) format('woff2');}}\n"
        for file, (lightest, heaviest) in FONT_FILES.items()
    )


def _colours(theme: ThemeName, *, overlay: bool = False) -> Iterator[str]:
    for name, value in colors(theme).items():
        if name.startswith(_OVERLAY) is overlay:
            yield f"--{_kebab(name)}: {value};"


def _lengths(path: str, tree: Mapping[str, Any]) -> Iterator[str]:
    """Every number in it; what is a pair of sizes, or a word, is for windows and not for pages."""
    for key, value in tree.items():
        name = f"{path}-{_kebab(key)}"
        if isinstance(value, Mapping):
            yield from _lengths(name, value)
        elif isinstance(value, int | float):
            yield f"--{name}: {_rem(value)};"


def _types(tree: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for key, style in tree.items():
        name = f"--type-{_kebab(key)}"
        yield f"{name}-size: {_rem(style['size'])};{name}-line: {_rem(style['line'])};{name}-weight: {style['weight']};"


def _borders(tree: Mapping[str, int]) -> Iterator[str]:
    for key, width in tree.items():
        yield f"--border-{_kebab(key)}: {width}px;"


def _elevations(tree: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for key, level in tree.items():
        if found := _SHADOW.fullmatch(level.get("shadow", "")):
            right, down, blur, colour = found.groups()
            yield f"--elevation-{key}-shadow: {_rem(int(right))} {_rem(int(down))} {_rem(int(blur))} {colour};"


def _rem(pixels: float) -> str:
    return f"{pixels / PIXELS_PER_REM:g}rem"


def _kebab(key: str) -> str:
    return _CAPITAL.sub(r"-\1", key).replace(".", "-").lower()
