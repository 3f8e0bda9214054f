"""Reading JSON from outside, one field at a time; each refusal names the place and the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from core.clock import from_iso
from core.errors import MalformedWire

LONGEST_TEXT: Final = 20_000
LONGEST_LINE: Final = 500
LONGEST_LIST: Final = 200

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_HALF_A_CHARACTER: Final = re.compile("[\ud800-\udfff]")


class Reader:
    """One JSON object and its place in the document. Every `read` takes a key; `finish` refuses keys nobody read."""

    def __init__(self, value: object, where: str = "") -> None:
        if not isinstance(value, Mapping):
            raise MalformedWire(where, "is not an object")
        self._value: Mapping[str, object] = value
        self._where = where
        self._seen: set[str] = set()

    def place(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key

    def has(self, key: str) -> bool:
        return self._value.get(key) is not None

    def raw(self, key: str, default: object = ...) -> object:
        self._seen.add(key)
        if key not in self._value:
            if default is ...:
                raise MalformedWire(self.place(key), "is missing")
            return default
        return self._value[key]

    def text(self, key: str, default: str | None = None, longest: int = LONGEST_TEXT) -> str:
        value = self.raw(key, ... if default is None else default)
        if not isinstance(value, str):
            raise MalformedWire(self.place(key), "is not a text")
        if len(value) > longest:
            raise MalformedWire(self.place(key), "is too long")
        if not _is_whole(value):
            raise MalformedWire(self.place(key), "is not a text")
        return value

    def line(self, key: str, default: str | None = None) -> str:
        return self.text(key, default, LONGEST_LINE)

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise MalformedWire(self.place(key), "is not known")
        return value

    def number(self, key: str, lowest: int, highest: int, default: int | None = None) -> int:
        value = self.raw(key, ... if default is None else default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise MalformedWire(self.place(key), "is not a whole number")
        if not lowest <= value <= highest:
            raise MalformedWire(self.place(key), "is out of range")
        return value

    def truth(self, key: str, default: bool | None = None) -> bool:
        value = self.raw(key, ... if default is None else default)
        if not isinstance(value, bool):
            raise MalformedWire(self.place(key), "is not true or false")
        return value

    def day(self, key: str) -> date | None:
        value = self.raw(key, None)
        if value is None:
            return None
        # fromisoformat alone would take 20260501 and 2026-W18-5 too: other spellings, so other hashes.
        if isinstance(value, str) and _DAY.match(value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        raise MalformedWire(self.place(key), "is not a date")

    def moment(self, key: str) -> datetime:
        try:
            return from_iso(self.line(key))
        except ValueError:
            raise MalformedWire(self.place(key), "is not a date") from None

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of short texts; absent means none."""
        entries = self._list(key)
        for index, entry in enumerate(entries):
            if not isinstance(entry, str) or not _is_whole(entry):
                raise MalformedWire(f"{self.place(key)}[{index}]", "is not a text")
            if len(entry) > LONGEST_LINE:
                raise MalformedWire(f"{self.place(key)}[{index}]", "is too long")
        return tuple(str(entry) for entry in entries)

    def child(self, key: str) -> Reader:
        return Reader(self.raw(key), self.place(key))

    def children(self, key: str) -> Iterator[Reader]:
        for index, entry in enumerate(self._list(key)):
            yield Reader(entry, f"{self.place(key)}[{index}]")

    def objects(self, key: str) -> Iterator[Mapping[str, object]]:
        """As `children`, unread: for values that must be kept whole."""
        for index, entry in enumerate(self._list(key)):
            if not isinstance(entry, Mapping):
                raise MalformedWire(f"{self.place(key)}[{index}]", "is not an object")
            yield entry

    def _list(self, key: str) -> list[object]:
        value = self.raw(key, [])
        if not isinstance(value, list):
            raise MalformedWire(self.place(key), "is not a list")
        if len(value) > LONGEST_LIST:
            raise MalformedWire(self.place(key), "is too long")
        return value

    def finish(self) -> None:
        for key in self._value:
            if key not in self._seen:
                readable = str(key)[:60].encode("utf-8", "backslashreplace").decode("utf-8")
                raise MalformedWire(self.place(readable), "is not known")


def parse_json(data: bytes | str) -> object:
    """The JSON value; MalformedWire for anything else, for doubled keys and for depth that exhausts the parser."""
    try:
        return json.loads(data, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError):
        raise MalformedWire("", "is not JSON") from None


def _is_whole(text: str) -> bool:
    """False for half a character (a lone surrogate), which has no spelling in UTF-8 and so no hash."""
    return _HALF_A_CHARACTER.search(text) is None


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
