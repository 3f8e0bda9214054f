"""The stylesheet of custom properties, made from `resources/tokens.json`: light, dark, and the person's own choice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

PIXELS_PER_REM: Final = 16
_CAPITAL: Final = re.compile(r"(?<=[a-z])([A-Z])")
_IN_REM: Final = ("space", "radius")


@cache
def tokens_css() -> str:
    """`--bg-canvas`, `--space-4`, `--type-body-web-size` and so on; dark by the system's wish or by `data-theme`."""
    tokens = json.loads(files("resources").joinpath("tokens.json").read_text(encoding="utf-8"))
    shared = [
        *_colours({"overlay": tokens["color"]["overlay"]}),
        *(line for group in _IN_REM for line in _lengths(group, tokens[group])),
        *_types(tokens["type"]),
        f"--font-ui: {tokens['font']['ui']};",
        f"--font-mono: {tokens['font']['mono']};",
        f"--motion-fast: {tokens['motion']['fast']}ms;",
        f"--motion-normal: {tokens['motion']['normal']}ms;",
        f"--motion-easing: {tokens['motion']['easing']};",
    ]
    light = "".join(_colours(tokens["color"]["light"]))
    dark = "".join(_colours(tokens["color"]["dark"]))
    return "\n".join(
        (
            f":root{{{''.join(shared)}{light}color-scheme: light;}}",
            f"@media (prefers-color-scheme: dark){{:root:not([data-theme=light]){{{dark}color-scheme: dark;}}}}",
            f":root[data-theme=dark]{{{dark}color-scheme: dark;}}",
            "",
        )
    )


def _colours(tree: Mapping[str, Any], path: str = "-") -> Iterator[str]:
    for key, value in tree.items():
        name = f"{path}-{_kebab(key)}"
        if isinstance(value, Mapping):
            yield from _colours(value, name)
        else:
            yield f"{name}: {value};"


def _lengths(group: str, sizes: Mapping[str, float]) -> Iterator[str]:
    for key, value in sizes.items():
        yield f"--{group}-{_kebab(key)}: {_rem(value)};"


def _types(tree: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for key, style in tree.items():
        name = f"--type-{_kebab(key)}"
        yield f"{name}-size: {_rem(style['size'])};{name}-line: {_rem(style['line'])};{name}-weight: {style['weight']};"


def _rem(pixels: float) -> str:
    return f"{pixels / PIXELS_PER_REM:g}rem"


def _kebab(key: str) -> str:
    return _CAPITAL.sub(r"-\1", key).lower()
