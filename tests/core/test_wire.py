"""Manifests: what is written is read back, what the schema takes the reader takes, and the other way round."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from core.content import Content, blobs_of
from core.errors import MalformedWire
from core.formats import Format
from core.reading import parse_json
from core.wire import content_from_json, content_to_json, hash_of

WIRE = Path(__file__).parents[2] / "docs" / "wire"
EXAMPLES = sorted((WIRE / "examples").glob("*.json"))
FIXTURES = sorted((WIRE / "fixtures" / "v1").glob("*.json"))
SCHEMA = Draft202012Validator(
    json.loads((WIRE / "item.schema.json").read_text(encoding="utf-8")), format_checker=FormatChecker(["date"])
)
FROZEN = {
    vector["name"]: vector["sha256"]
    for vector in json.loads((WIRE / "vectors.json").read_text(encoding="utf-8"))["vectors"]
}

MUTANTS: tuple[object, ...] = (
    None, True, False, 0, 1, -1, 2**60, 1.5, "", "x", "nl", "clip", "2027-02-30", "2027-02-28", "20270228",
    "2027-W09-1",
    "http://a.nl", "http://a.nl\n", "https://", "ftp://a.nl", "a" * 501, "b" * 2001, "c" * 20_001, "f" * 64, "F" * 64,
    "f" * 64 + "\n", "image/png", [], ["a"], [1], [None], ["a" * 501], ["a"] * 201, {}, {"a": 1}, {"text": "x"},
    [{"text": "x"}], [{}], {"sha256": "f" * 64, "size": 1, "type": "image/png"},
)  # fmt: skip


def _read(path: Path) -> Any:
    return parse_json(path.read_bytes())


def _places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*path, index))


def _put(manifest: Any, path: tuple[str | int, ...], value: object) -> Any:
    if not path:
        return value
    whole = copy.deepcopy(manifest)
    inner = whole
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return whole


def _reader_takes(manifest: object) -> bool:
    try:
        content_from_json(manifest)
    except MalformedWire:
        return False
    return True


@pytest.mark.parametrize("path", [*EXAMPLES, *FIXTURES], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_examples_and_fixtures_follow_the_schema_and_are_read(path: Path) -> None:
    manifest = _read(path)
    SCHEMA.validate(manifest)
    content = content_from_json(manifest)
    assert content_from_json(content_to_json(content)) == content


def test_there_is_an_example_of_every_format() -> None:
    assert {content_from_json(_read(path)).format for path in EXAMPLES} == set(Format)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_gives_every_field(path: Path) -> None:
    manifest = _read(path)
    assert content_to_json(content_from_json(manifest)) == manifest


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_frozen_fixture_keeps_its_hash(path: Path) -> None:
    assert hash_of(content_from_json(_read(path))) == FROZEN[path.stem]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_schema_and_reader_agree_on_every_mutation(path: Path) -> None:
    manifest = _read(path)
    disagreed = [
        (place, mutant)
        for place in _places(manifest)
        for mutant in MUTANTS
        # Python and JSON Schema call true an integer or not, each in its own way; a number with a fraction
        # of nothing is not in the list for the same reason.
        for mutated in (_put(manifest, place, mutant),)
        if SCHEMA.is_valid(mutated) != _reader_takes(mutated)
    ]
    assert disagreed == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_schema_and_reader_agree_on_what_is_left_out_or_added(path: Path) -> None:
    manifest = _read(path)
    for place in _places(manifest):
        if place and isinstance(place[-1], str):
            without = copy.deepcopy(manifest)
            inner = without
            for step in place[:-1]:
                inner = inner[step]
            inner.pop(place[-1])
            assert SCHEMA.is_valid(without) == _reader_takes(without), place
            inner["surprise"] = 1
            assert not SCHEMA.is_valid(without), place
            assert not _reader_takes(without), place


@settings(max_examples=40)
@given(st.data())
def test_what_is_written_is_read_back(contents: st.SearchStrategy[Content], data: st.DataObject) -> None:
    content = data.draw(contents)
    manifest = content_to_json(content)
    assert content_from_json(parse_json(json.dumps(manifest))) == content
    assert SCHEMA.is_valid(manifest)
    assert {blob.sha256 for blob in blobs_of(content)} <= {
        word for word in json.dumps(manifest).split('"') if len(word) == 64
    }


@settings(max_examples=40)
@given(st.data())
def test_different_contents_have_different_hashes(contents: st.SearchStrategy[Content], data: st.DataObject) -> None:
    one, other = data.draw(contents), data.draw(contents)
    assert (hash_of(one) == hash_of(other)) == (one == other)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: (
    st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["vonk", "format", "body", "title", "x"]), inner)
)))  # fmt: skip
def test_any_json_is_read_or_refused_in_words(value: object) -> None:
    try:
        content_from_json(value)
    except MalformedWire as refusal:
        said = refusal.in_("nl")
    else:
        said = "read"
    assert said.encode("utf-8")


@pytest.mark.parametrize("version", [True, 1.0, "1", 2, None, [1]])
def test_only_the_number_one_is_this_version(version: object) -> None:
    with pytest.raises(MalformedWire) as refusal:
        content_from_json({"vonk": version, "format": "tip", "body": {}})
    assert refusal.value.where == "vonk"


@pytest.mark.parametrize("title", ["\ud800", "ok \udfff"])
def test_half_a_character_is_refused_before_it_has_no_hash(title: str) -> None:
    with pytest.raises(MalformedWire) as refusal:
        content_from_json({"vonk": 1, "format": "tip", "title": title, "body": {}})
    assert refusal.value.where == "title"


@pytest.mark.parametrize(
    "document",
    [b"", b"{", b"\xff", b'{"a":1,"a":1}', b"[" * 100_000, b"9" * 10_000, "{'a':1}"],
    ids=["empty", "open", "not-utf8", "double-key", "deep", "huge-number", "quotes"],
)
def test_what_is_no_json_is_refused_in_words(document: bytes | str) -> None:
    with pytest.raises(MalformedWire, match="is not JSON"):
        parse_json(document)


def test_a_refusal_names_the_place_in_both_languages() -> None:
    with pytest.raises(MalformedWire) as refusal:
        content_from_json({"vonk": 1, "format": "slides", "body": {"slides": [{"text": "a"}, {"text": 3}]}})
    assert refusal.value.where == "body.slides[1].text"
    assert "body.slides[1].text is geen tekst" in refusal.value.in_("nl")
    assert "body.slides[1].text is not a text" in refusal.value.in_("en")
