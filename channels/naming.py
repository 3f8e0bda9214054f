"""Names for files and folders that every file system takes, made of what a person wrote."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")


def slug(title: str, otherwise: str, longest: int = 60) -> str:
    """Lower-case words of the title joined by hyphens; `otherwise` when none are left. Never a device of Windows."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:longest].strip("-") or otherwise
    return f"{words}-" if _RESERVED.match(words) else words


def version_of(key: str) -> str:
    """The item and the beginning of its version, of a publish key: hexadecimal digits and hyphens, at most 45."""
    return re.sub(r"[^0-9a-f]+", "-", key.lower())[:45]
