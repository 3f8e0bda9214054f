"""What a check finds, and what a rule is given to look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from core.content import Content
from core.language import Bilingual
from guidance.frameworks import Framework, bundled_framework

Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class ClipMeasurements:
    """What was measured in a clip; None where it was not. Times in milliseconds, levels in dBFS.

    `microphone_wanted` tells that a microphone was chosen for the take.
    """

    duration_ms: int | None = None
    microphone_wanted: bool = False
    has_audio: bool | None = None
    mean_db: float | None = None
    peak_db: float | None = None
    first_sound_ms: int | None = None
    longest_still_silence_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is the dotted place in the manifest; `message` the fact, `reason` why it matters, `fix` what to do.

    `source` names the evidence; empty where there is none but our own judgement.
    """

    rule: str
    severity: Severity
    where: str
    message: Bilingual
    reason: Bilingual
    fix: Bilingual
    source: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at. `limit` is the framework's number, or the bundled one where it names none."""

    content: Content
    framework: Framework
    measured: ClipMeasurements

    def limit(self, name: str) -> int:
        if name in self.framework.limits:
            return self.framework.limits[name]
        return bundled_framework(self.content.format).limits[name]


Rule = Callable[[Subject], Iterator[Finding]]

ESSENTIAL: Final = frozenset(
    {"title.missing", "audience.missing", "clip.missing", "clip.silent_microphone", "slides.missing", "tip.no_action"}
)
"""Rules that no framework can soften: without these there is nothing to send, or nobody to send it to."""

BLOCKING: Final = ESSENTIAL | {
    "experience.missing",
    "clip.no_text_for_silent_audience",
    "slides.step_without_text",
    "picture.no_alt",
    "recommendation.no_url",
    "recommendation.no_reason",
    "mentor.no_scope",
    "mentor.no_slot",
}


def found(rule: str, where: str, message: Bilingual, reason: Bilingual, fix: Bilingual, source: str = "") -> Finding:
    """A finding with the severity of its rule."""
    return Finding(rule, "block" if rule in BLOCKING else "warn", where, message, reason, fix, source)


_WORD: Final = re.compile(r"[^\W_]+(?:['’./+&@:-][^\W_]+)*")


def words(text: str) -> int:
    """How many words a person would count: `Ctrl+S` is one, a Markdown sign alone is none."""
    return sum(1 for _ in _WORD.finditer(text))
