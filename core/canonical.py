"""JSON in exactly one spelling (RFC 8785), and the content hash that rests on it.

Only what the wire uses: objects, lists, texts, true, false, null, and whole numbers of at most 2^53 - 1.
Other numbers are refused, so that no machine's way of writing fractions can change a hash.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None

LARGEST_NUMBER: Final = 2**53 - 1


def canonical_json(value: Json) -> bytes:
    """UTF-8 of the one spelling. ValueError for a fraction, a number too large, or a lone surrogate."""
    try:
        return _spell(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("a text holds half a character") from error


def content_hash(manifest: Json) -> str:
    """SHA-256 of the canonical manifest, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(canonical_json(manifest)).hexdigest()


def publish_key(item_id: str, hash_of_content: str) -> str:
    """Names one version of one item for ever: the same key is the same thing, however often it is sent."""
    return f"{item_id}:{hash_of_content}"


def _spell(value: Json) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            if abs(value) > LARGEST_NUMBER:
                raise ValueError(f"{value} is too large for JSON")
            return str(value)
        case list():
            return "[" + ",".join(_spell(entry) for entry in value) + "]"
        case dict():
            ordered = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be", "surrogatepass"))
            return "{" + ",".join(f"{_spell(key)}:{_spell(entry)}" for key, entry in ordered) + "}"
    raise ValueError(f"{type(value).__name__} has no place in canonical JSON")
