"""The microphones of this machine, as the sound server (PulseAudio, or PipeWire in its place) names them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

from capture.requests import DEFAULT_MICROPHONE, NO_MICROPHONE

ANSWER_WITHIN_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class Microphone:
    """`name` is what a request uses, `label` what a person reads."""

    name: str
    label: str
    is_default: bool


def list_microphones() -> tuple[Microphone, ...]:
    """The microphones, the default one first; none where there is no sound server. What a speaker plays is none."""
    sources = _ask("--format=json", "list", "sources")
    default = _ask("get-default-source").strip()
    return parse_sources(sources, default)


def parse_sources(sources: str, default: str) -> tuple[Microphone, ...]:
    try:
        entries: list[Any] = json.loads(sources)
        found = [
            Microphone(str(entry["name"]), str(entry.get("description") or entry["name"]), entry["name"] == default)
            for entry in entries
            if not _is_monitor(entry)
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()
    return tuple(sorted(found, key=lambda microphone: (not microphone.is_default, microphone.label)))


def choose(wanted: str, available: tuple[Microphone, ...]) -> Microphone | None:
    """The microphone a request means: by name or label; `default` is the system's own, else the only one there is."""
    match wanted:
        case str() if wanted == NO_MICROPHONE:
            return None
        case str() if wanted == DEFAULT_MICROPHONE:
            return next(iter(available), None)
        case _:
            return next((entry for entry in available if wanted in (entry.name, entry.label)), None)


def _is_monitor(entry: dict[str, Any]) -> bool:
    return bool(entry.get("monitor_source")) or (entry.get("properties") or {}).get("device.class") == "monitor"


def _ask(*words: str) -> str:
    if sys.platform != "linux" or shutil.which("pactl") is None:
        return ""
    try:
        answer = subprocess.run(
            ["pactl", *words],
            capture_output=True,
            timeout=ANSWER_WITHIN_S,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.decode("utf-8", "replace")
