"""The one spelling and the hash, judged by a foreign library and by frozen vectors."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from core.canonical import LARGEST_NUMBER, canonical_json, content_hash, publish_key

VECTORS = json.loads((Path(__file__).parents[2] / "docs/wire/vectors.json").read_text(encoding="utf-8"))["vectors"]

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_NUMBER, LARGEST_NUMBER) | _TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_TEXT, inner, max_size=5),
    max_leaves=25,
)


@given(_JSON)
def test_a_foreign_library_spells_it_the_same(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@given(st.dictionaries(_TEXT, st.integers(-9, 9), max_size=6))
def test_the_order_of_keys_changes_nothing(value: dict[str, int]) -> None:
    assert content_hash(dict(reversed(value.items()))) == content_hash(value)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_published_vectors_hold(vector: dict[str, object]) -> None:
    spelled = canonical_json(vector["manifest"])
    assert spelled == str(vector["canonical"]).encode("utf-8")
    assert spelled == rfc8785.dumps(vector["manifest"])
    assert hashlib.sha256(spelled).hexdigest() == content_hash(vector["manifest"]) == vector["sha256"]


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        {"a": 2.0},
        LARGEST_NUMBER + 1,
        -LARGEST_NUMBER - 1,
        "\ud800",
        {"\udfff": 1},
        {1},
        b"a",
        object(),
    ],
)
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical_json(value)


def test_a_publish_key_names_item_and_version() -> None:
    assert publish_key("an-item", "a-hash") == "an-item:a-hash"
