"""Icons, translations, frameworks, tokens; read with importlib.resources."""

from __future__ import annotations

from importlib.resources import files


def read_bytes(*path: str) -> bytes:
    """A bundled file, such as `read_bytes("frameworks", "tip.toml")`. FileNotFoundError when there is none."""
    return files(__name__).joinpath(*path).read_bytes()
