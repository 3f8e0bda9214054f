"""Frameworks: the guidelines for one format as data. Purpose, structure, limits and how strict each check is.

Bundled ones stand in resources/frameworks; a hub may send others. A malformed one is refused with the line and
the reason, so that whoever keeps the last good one can tell the author what to mend.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, cast

from core.canonical import Json
from core.errors import Malformed
from core.formats import Format
from core.language import Bilingual, Language
from resources import read_bytes

Strictness = Literal["block", "warn", "off"]
STRICTNESSES: Final[tuple[Strictness, ...]] = ("block", "warn", "off")

LARGEST_FRAMEWORK: Final = 64 * 1024
MOST_PARTS: Final = 12
LONGEST_PROMPT: Final = 300
LARGEST_LIMIT: Final = 100_000

_KEYS: Final = frozenset({"format", "version", "purpose", "parts", "limits", "checks"})
_PART_KEYS: Final = frozenset({"key", "seconds", "name", "prompt"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_.]*\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the structure. `seconds` is how long it should take to watch or read, None where that says little."""

    key: str
    name: Bilingual
    prompt: Bilingual
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Framework:
    """`limits` are numbers that checks use (`words`, `seconds`, ...); `checks` changes how strict a rule is."""

    format: Format
    version: int
    purpose: Bilingual
    parts: tuple[Part, ...]
    limits: Mapping[str, int]
    checks: Mapping[str, Strictness]

    @property
    def name(self) -> str:
        """What a draft remembers it was made with, such as `tip/1`."""
        return f"{self.format.value}/{self.version}"


class MalformedFramework(Malformed):
    """`line` counts from 1; 0 where no line can be named."""

    def __init__(self, line: int, reason: Bilingual) -> None:
        super().__init__(
            Bilingual(
                en=f"This framework cannot be used: line {line} {reason.en}.",
                nl=f"Dit raamwerk is niet te gebruiken: regel {line} {reason.nl}.",
            ),
            Bilingual(
                en="The framework that was in use stays in use.",
                nl="Het raamwerk dat in gebruik was, blijft in gebruik.",
            ),
        )
        self.line = line
        self.reason = reason


def parse_framework(data: bytes) -> Framework:
    """The framework in a TOML document. MalformedFramework, with its line, for anything else."""
    if len(data) > LARGEST_FRAMEWORK:
        raise MalformedFramework(
            0, Bilingual(en="on: it is larger than 64 kB", nl="en verder: het is groter dan 64 kB")
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MalformedFramework(line, Bilingual(en="is not UTF-8", nl="is geen UTF-8")) from None
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise MalformedFramework(line, Bilingual(en="is not TOML", nl="is geen TOML")) from None
    return _Document(text).framework(table)


def bundled_framework(format_: Format) -> Framework:
    """The framework that comes with Vonk."""
    return bundled_frameworks()[format_]


@cache
def bundled_frameworks() -> Mapping[Format, Framework]:
    return MappingProxyType(
        {format_: parse_framework(read_bytes("frameworks", f"{format_.value}.toml")) for format_ in Format}
    )


def framework_to_json(framework: Framework, language: Language) -> dict[str, Json]:
    """The framework in one language, as `vonk guide --json` shows it."""
    return {
        "name": framework.name,
        "format": framework.format.value,
        "version": framework.version,
        "purpose": framework.purpose.in_(language),
        "parts": [
            {
                "key": part.key,
                "name": part.name.in_(language),
                "prompt": part.prompt.in_(language),
                "seconds": part.seconds,
            }
            for part in framework.parts
        ],
        "limits": dict(framework.limits),
    }


@dataclass(frozen=True, slots=True)
class _Document:
    """The text of a framework, to find the line of what is wrong in it."""

    text: str

    def framework(self, table: Mapping[str, object]) -> Framework:
        self._only(table, _KEYS, "")
        format_ = table.get("format")
        if format_ not in tuple(Format):
            raise self._wrong("format", _one_of(Format))
        return Framework(
            format=Format(cast("str", format_)),
            version=self._number(table, "version", "version", 1, 10_000),
            purpose=self._both(table, "purpose", "purpose"),
            parts=self._parts(table),
            limits=MappingProxyType(self._limits(table)),
            checks=MappingProxyType(self._checks(table)),
        )

    def _parts(self, table: Mapping[str, object]) -> tuple[Part, ...]:
        parts = table.get("parts")
        if not isinstance(parts, list) or not 0 < len(parts) <= MOST_PARTS:
            raise self._wrong("parts", Bilingual(en="must give 1 to 12 parts", nl="moet 1 tot 12 delen geven"))
        read = tuple(self._part(part, f"parts[{index}]") for index, part in enumerate(parts))
        for index, part in enumerate(read):
            if part.key in {earlier.key for earlier in read[:index]}:
                raise self._wrong(f"parts[{index}].key", Bilingual(en="is used twice", nl="komt twee keer voor"))
        return read

    def _part(self, part: object, place: str) -> Part:
        if not isinstance(part, dict):
            raise self._wrong(place, Bilingual(en="is not a part", nl="is geen deel"))
        self._only(part, _PART_KEYS, place)
        key = part.get("key")
        if not isinstance(key, str) or not _NAME.match(key):
            raise self._wrong(f"{place}.key", Bilingual(en="needs a short name", nl="heeft een korte naam nodig"))
        return Part(
            key=key,
            name=self._both(part, "name", f"{place}.name"),
            prompt=self._both(part, "prompt", f"{place}.prompt"),
            seconds=self._number(part, "seconds", f"{place}.seconds", 1, 3600) if "seconds" in part else None,
        )

    def _limits(self, table: Mapping[str, object]) -> dict[str, int]:
        limits = self._table(table, "limits")
        return {
            self._rule(key, "limits"): self._number(limits, key, f"limits.{key}", 0, LARGEST_LIMIT) for key in limits
        }

    def _checks(self, table: Mapping[str, object]) -> dict[str, Strictness]:
        checks = self._table(table, "checks")
        for key, value in checks.items():
            if value not in STRICTNESSES:
                raise self._wrong(f"checks.{key}", _one_of(STRICTNESSES))
        return {self._rule(key, "checks"): cast("Strictness", value) for key, value in checks.items()}

    def _rule(self, key: str, table: str) -> str:
        if not _NAME.match(key):
            raise self._wrong(f"{table}.{key}", Bilingual(en="is not a rule's name", nl="is geen naam van een regel"))
        return key

    def _table(self, table: Mapping[str, object], key: str) -> Mapping[str, object]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, Bilingual(en="is not a table", nl="is geen tabel"))
        return value

    def _both(self, table: Mapping[str, object], key: str, place: str) -> Bilingual:
        texts = self._table(table, key)
        self._only(texts, frozenset({"en", "nl"}), place)
        read = {}
        for language in ("en", "nl"):
            value = texts.get(language)
            if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_PROMPT:
                reason = Bilingual(
                    en=f"needs a text in `{language}` of at most {LONGEST_PROMPT} characters",
                    nl=f"heeft een tekst in `{language}` nodig van ten hoogste {LONGEST_PROMPT} tekens",
                )
                raise self._wrong(f"{place}.{language}", reason)
            read[language] = value.strip()
        return Bilingual(en=read["en"], nl=read["nl"])

    def _number(self, table: Mapping[str, object], key: str, place: str, lowest: int, highest: int) -> int:
        value = table.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            reason = Bilingual(
                en=f"needs a whole number from {lowest} to {highest}",
                nl=f"heeft een geheel getal van {lowest} tot {highest} nodig",
            )
            raise self._wrong(place, reason)
        return value

    def _only(self, table: Mapping[str, object], known: frozenset[str], place: str) -> None:
        for key in table:
            if key not in known:
                where = f"{place}.{key}" if place else key
                raise self._wrong(where, Bilingual(en="has an unknown key", nl="heeft een onbekende sleutel"))

    def _wrong(self, place: str, reason: Bilingual) -> MalformedFramework:
        named = place.rsplit(".", 1)[-1].split("[", maxsplit=1)[0]
        said = Bilingual(en=f"(`{named}`) {reason.en}", nl=f"(`{named}`) {reason.nl}")
        return MalformedFramework(_line_of(self.text, place), said)


def _line_of(text: str, place: str) -> int:
    """The line where a place such as `parts[1].name.en` stands, or of the nearest thing around it that does."""
    lines = text.split("\n")
    first, last, best = 0, len(lines), 1
    for step in place.split("."):
        name, index = (step.split("[")[0], int(step.split("[")[1][:-1])) if "[" in step else (step, 0)
        header = re.compile(rf"\s*\[+[\w.\s\"]*\b{re.escape(name)}\b\s*\]+|\s*[\"']?{re.escape(name)}[\"']?\s*[.=]")
        inline = re.compile(rf"[{{,]\s*[\"']?{re.escape(name)}[\"']?\s*=")
        found = [at for at in range(first, last) if header.match(lines[at]) or inline.search(lines[at])]
        if "[" in step:
            starts = [at for at in range(first, last) if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", lines[at])]
            if index < len(starts):
                first = starts[index]
                last = starts[index + 1] if index + 1 < len(starts) else last
                best = first + 1
        elif found:
            first = found[0]
            best = first + 1
    return best


def _one_of(allowed: object) -> Bilingual:
    choices = ", ".join(str(choice) for choice in cast("tuple[str, ...]", allowed))
    return Bilingual(en=f"must be one of {choices}", nl=f"moet een van deze zijn: {choices}")
