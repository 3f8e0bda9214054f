"""What the person chose, kept as one JSON file. Secrets are never here: they live in the keyring."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal

from core.language import Language, is_language

Appearance = Literal["system", "light", "dark"]
LibraryView = Literal["grid", "list"]
SourceKind = Literal["screen", "window", "region"]

_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "profile": ("light", "balanced", "small"),
    "appearance": ("system", "light", "dark"),
    "library_view": ("grid", "list"),
    "source": ("screen", "window", "region"),
}
"""The settings that are one of a few words."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`language` None follows the system. `microphone` is `default`, `none` or a device's name."""

    language: Language | None = None
    microphone: str = "default"
    less_noise: bool = False
    countdown_s: int = 3
    profile: str = "balanced"
    experience: str = ""
    last_teams: tuple[str, ...] = ()
    appearance: Appearance = "system"
    library_view: LibraryView = "grid"
    seen_welcome: bool = False
    hotkeys: bool = True
    window: str = ""
    """Where the window stood when it was closed, as Qt writes it."""
    source: SourceKind = "screen"
    """What is recorded; the three below say which."""
    source_screen: int = 1
    source_window: str = ""
    """Its title."""
    source_region: tuple[int, ...] = ()
    """Left, top, width, height in physical pixels of the desktop; empty for none chosen yet."""
    upload_limit_kb: int = 0
    """Kilobytes (1000 bytes) a second that an upload may take; 0 for no limit."""
    files_on_metered: bool = False
    """Whether recordings go also over a connection that is paid by the byte."""
    tell_news: bool = True
    news_awaited: tuple[str, ...] = ()
    """Items on their way, or arrived and not told yet, when the library was last looked at."""
    news_told: str = ""
    """When the newest word that was told was said, by the hub's clock."""

    @property
    def upload_bytes_a_second(self) -> int | None:
        return self.upload_limit_kb * 1000 if self.upload_limit_kb > 0 else None


def load_settings(path: Path) -> Settings:
    """The saved settings. What is missing, unknown or unreadable takes its default: settings never stop a start."""
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _understood(saved) if isinstance(saved, dict) else Settings()


def _understood(saved: dict[str, object]) -> Settings:
    known: dict[str, Any] = {}
    for field in fields(Settings):
        value = saved.get(field.name)
        if field.name == "language":
            known[field.name] = value if is_language(value) else None
        elif field.name == "source_region":
            known[field.name] = _four_numbers(value)
        elif isinstance(field.default, tuple) and isinstance(value, list):
            known[field.name] = tuple(str(entry) for entry in value)
        elif field.name in _CHOICES:
            known[field.name] = value if value in _CHOICES[field.name] else field.default
        elif type(value) is type(field.default):
            known[field.name] = value
    return Settings(**known)


def _four_numbers(value: object) -> tuple[int, ...]:
    right = isinstance(value, list) and len(value) == 4 and all(type(entry) is int for entry in value)
    return tuple(value) if isinstance(value, list) and right else ()


def save_settings(path: Path, settings: Settings) -> None:
    """Write all settings at once; a crash leaves the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".tmp")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(asdict(settings), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
