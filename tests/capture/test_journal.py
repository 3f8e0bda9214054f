"""The file beside the clip: what is written comes back, and nothing in it can break a reader."""

from __future__ import annotations

import json
import logging
import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture import journal as journals
from capture.journal import BUTTONS, Journal, Noted, NotedClick, NotedKeys, NotedMark, read_journal

moments = st.integers(0, 10_000_000).map(lambda ms: ms / 1000)
places = st.integers(-(1 << 16), 1 << 16)
keys = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=64)
notes = st.one_of(
    st.builds(NotedClick, moments, st.sampled_from(BUTTONS), places, places),
    st.builds(NotedMark, moments),
    st.builds(NotedKeys, moments, keys),
)
hostile_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["at", "kind", "x", "y", "button", "keys"]), inner),
    max_leaves=12,
)
almost = st.fixed_dictionaries(
    {"at": hostile_json, "kind": st.sampled_from(["click", "mark", "keys", "scroll"]) | hostile_json},
    optional={"button": hostile_json, "x": hostile_json, "y": hostile_json, "keys": hostile_json},
)
hostile_lines = st.one_of(
    st.binary(),
    st.text().map(str.encode),
    hostile_json.map(json.dumps).map(str.encode),
    almost.map(json.dumps).map(str.encode),
)


def oldest_first(written: list[Noted]) -> tuple[Noted, ...]:
    return tuple(sorted(written, key=lambda noted: noted.at_s))


@given(st.lists(notes))
def test_what_is_written_comes_back_oldest_first(written: list[Noted]) -> None:
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "events.jsonl")
        for noted in written:
            journal.write(noted)
        assert read_journal(journal.path) == oldest_first(written)
        journal.close()


@given(st.lists(notes, min_size=1), st.data())
def test_a_file_that_breaks_off_anywhere_gives_its_whole_lines(written: list[Noted], data: st.DataObject) -> None:
    lines = [journals.noted_to_line(noted).encode() + b"\n" for noted in written]
    content = b"".join(lines)
    kept = data.draw(st.integers(0, len(content)))
    whole = sum(len(b"".join(lines[: count + 1])) - 1 <= kept for count in range(len(lines)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        path.write_bytes(content[:kept])
        assert read_journal(path) == oldest_first(written[:whole])


@given(st.lists(hostile_lines), st.lists(notes, max_size=3))
def test_hostile_lines_never_raise_and_cost_no_good_line(hostile: list[bytes], written: list[Noted]) -> None:
    good = [journals.noted_to_line(noted).encode() for noted in written]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        path.write_bytes(b"\n".join([*hostile, *good]))
        read = read_journal(path)
    assert all(noted in read for noted in written)
    assert [noted.at_s for noted in read] == sorted(noted.at_s for noted in read)
    for noted in read:
        assert 0 <= noted.at_s <= journals.LATEST_S
        if isinstance(noted, NotedKeys):
            assert len(noted.keys) <= journals.LONGEST_KEYS
            assert noted.keys.isprintable()


@pytest.mark.parametrize(
    "line",
    [
        '{"at": NaN, "kind": "mark"}',
        '{"at": 1e999, "kind": "mark"}',
        '{"at": -0.1, "kind": "mark"}',
        '{"at": true, "kind": "mark"}',
        '{"at": "1", "kind": "mark"}',
        '{"kind": "mark"}',
        '{"at": 1}',
        '{"at": 1, "kind": "scroll"}',
        '{"at": 1, "kind": ["mark"]}',
        '{"at": 1, "kind": "click", "button": "left", "x": 1}',
        '{"at": 1, "kind": "click", "button": "left", "x": 1.5, "y": 1}',
        '{"at": 1, "kind": "click", "button": "left", "x": 65537, "y": 1}',
        '{"at": 1, "kind": "click", "button": "wheel", "x": 1, "y": 1}',
        '{"at": 1, "kind": "keys", "keys": ""}',
        '{"at": 1, "kind": "keys", "keys": "Ctrl+\\n"}',
        '{"at": 1, "kind": "keys", "keys": "' + "a" * 65 + '"}',
        '{"at": 1, "at": 2, "kind": "mark"}',
        "[" * 100_000,
        "1" * 10_000,
        "null",
        "",
    ],
)
def test_what_is_not_a_note_is_passed_over(tmp_path: Path, line: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"at": 0.5, "kind": "mark"}\n' + line + '\n{"at": 1.5, "kind": "mark", "of": "later"}\n')
    assert read_journal(path) == (NotedMark(0.5), NotedMark(1.5))


def test_the_lines_are_those_that_are_promised(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "events.jsonl")
    for noted in (NotedClick(1.23449, "left", 310, 42), NotedMark(2.5), NotedKeys(3.0714, "Ctrl+C")):
        journal.write(noted)
    journal.close()
    assert journal.path.read_text().splitlines() == [
        '{"at": 1.234, "kind": "click", "button": "left", "x": 310, "y": 42}',
        '{"at": 2.5, "kind": "mark"}',
        '{"at": 3.071, "kind": "keys", "keys": "Ctrl+C"}',
    ]


def test_no_file_is_made_before_there_is_something_to_say_and_none_is_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "events.jsonl")
    journal.close()
    assert not journal.path.exists()
    assert read_journal(journal.path) == ()
    assert read_journal(tmp_path) == ()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "events.jsonl")
    journal.write(NotedMark(0))
    journal.close()
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_a_line_is_one_write_and_stands_in_the_file_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[bytes] = []
    real = os.write
    monkeypatch.setattr("capture.journal.os.write", lambda handle, data: writes.append(data) or real(handle, data))
    journal = Journal(tmp_path / "events.jsonl")
    for at_s in (0.0, 1.0):
        journal.write(NotedMark(at_s))
        assert read_journal(journal.path)[-1] == NotedMark(at_s)
    assert [data[-1:] for data in writes] == [b"\n", b"\n"]
    journal.close()


def test_a_torn_line_of_before_costs_the_next_line_nothing(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"at": 0.5, "kind": "mark"}\n{"at": 1.0, "ki')
    journal = Journal(path)
    journal.write(NotedMark(2))
    journal.close()
    assert read_journal(path) == (NotedMark(0.5), NotedMark(2))


@pytest.mark.parametrize("outcome", ["error", "part"])
def test_a_disk_that_refuses_ends_the_journal_and_raises_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, outcome: str
) -> None:
    journal = Journal(tmp_path / "events.jsonl")
    journal.write(NotedMark(1))
    real = os.write

    def refuse(handle: int, data: bytes) -> int:
        if outcome == "error":
            raise OSError(28, "No space left on device")
        return real(handle, data[:5])

    monkeypatch.setattr("capture.journal.os.write", refuse)
    with caplog.at_level(logging.WARNING):
        journal.write(NotedMark(2))
        monkeypatch.undo()
        journal.write(NotedMark(3))
    assert read_journal(journal.path) == (NotedMark(1),)
    assert len(caplog.records) == 1


def test_a_folder_that_is_gone_raises_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "gone" / "events.jsonl")
    journal.write(NotedMark(1))
    assert read_journal(journal.path) == ()


def test_nothing_is_written_or_read_beyond_the_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capture.journal.MOST_LINES", 3)
    journal = Journal(tmp_path / "events.jsonl")
    for at_s in range(5):
        journal.write(NotedMark(at_s))
    journal.close()
    assert journal.path.read_text().count("\n") == 3
    with journal.path.open("a") as file:
        file.write('{"at": 9, "kind": "mark"}\n')
    assert read_journal(journal.path) == (NotedMark(0), NotedMark(1), NotedMark(2))
    monkeypatch.setattr("capture.journal.MOST_BYTES", 60)
    assert read_journal(journal.path) == (NotedMark(0), NotedMark(1))
