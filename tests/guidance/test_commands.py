"""`vonk guide` and `vonk check` as a person or a script runs them."""

from __future__ import annotations

import argparse
import io
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.clock import utc_now
from core.draft import random_id
from core.errors import Malformed, MalformedWire, NotFound
from core.language import Language
from core.wire import content_from_json, content_to_json
from desktop.commands import check, guide
from desktop.commands.context import Context
from desktop.home import Home
from drafts.store import open_store

EXAMPLE = Path(__file__).parents[2] / "docs/wire/examples/tip.json"


def _run(tmp_path: Path, *argv: str, language: Language = "nl", typed: str = "") -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    guide.add(commands)
    check.add(commands)
    out = io.StringIO()
    context = Context(Home(tmp_path / "home"), language, {}, io.StringIO(typed), out, io.StringIO())
    args = parser.parse_args(argv)
    return args.run(args, context), out.getvalue()


def _file(tmp_path: Path, value: object) -> str:
    path = tmp_path / "given.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return str(path)


def test_guide_prints_one_object_on_one_line(tmp_path: Path) -> None:
    answers = _file(tmp_path, {"goal": "fix", "steps": "1-2", "motion": False})
    status, out = _run(tmp_path, "guide", "--answers", answers, "--json")
    told: dict[str, Any] = json.loads(out)
    assert (status, out.count("\n"), told["recommended"], len(told["ranking"])) == (0, 1, "tip", 5)
    assert told["template"]["name"] == "tip/1"


@pytest.mark.parametrize(("language", "said"), [("nl", "Dit past het best: Slides"), ("en", "This fits best: Slides")])
def test_guide_tells_a_person_what_and_why(tmp_path: Path, language: Language, said: str) -> None:
    status, out = _run(
        tmp_path, "guide", "--answers", "-", language=language, typed='{"use": "look_up", "steps": "3-7"}'
    )
    assert status == 0
    assert said in out


def test_guide_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="goal"):
        _run(tmp_path, "guide", "--answers", _file(tmp_path, {"goal": "sell"}))


def test_check_of_a_file_needs_no_store(tmp_path: Path) -> None:
    status, out = _run(tmp_path, "check", str(EXAMPLE), "--json")
    assert (status, json.loads(out)) == (0, {"findings": []})
    assert not (tmp_path / "home").exists()


def test_check_with_findings_is_still_status_zero(tmp_path: Path) -> None:
    status, out = _run(tmp_path, "check", _file(tmp_path, {"vonk": 1, "format": "mentor", "body": {}}), "--json")
    assert status == 0
    found = json.loads(out)["findings"]
    assert {"rule", "severity", "where", "message", "reason", "fix"} <= set(found[0])
    assert {"mentor.no_scope", "mentor.no_slot"} <= {finding["rule"] for finding in found}


def test_check_says_when_nothing_stands_out(tmp_path: Path) -> None:
    assert _run(tmp_path, "check", str(EXAMPLE))[1] == "Er valt niets op.\n"


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        _run(tmp_path, "guide", "--answers", str(tmp_path / name))


def test_a_file_that_is_no_item_is_said(tmp_path: Path) -> None:
    (tmp_path / "text.json").write_bytes(b"\x00\xff")
    with pytest.raises(MalformedWire):
        _run(tmp_path, "check", str(tmp_path / "text.json"))


def test_check_of_a_stored_draft_is_the_same_as_of_its_file(tmp_path: Path) -> None:
    content = content_from_json({"vonk": 1, "format": "tip", "title": "Plak", "body": {"situation": "Als je plakt"}})
    home = Home(tmp_path / "home")
    with closing(open_store(home.drafts_db, home.blobs, clock=utc_now, new_id=random_id)) as store:
        item = store.new_draft(content).id
    stored = json.loads(_run(tmp_path, "check", item, "--json")[1])
    file = json.loads(_run(tmp_path, "check", _file(tmp_path, content_to_json(content)), "--json")[1])
    assert stored == file
    assert {finding["rule"] for finding in stored["findings"]} == {
        "audience.missing", "experience.missing", "tip.no_action", "review_by.missing",
    }  # fmt: skip


def test_check_of_a_draft_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        _run(tmp_path, "check", "0f8fad5b-d9cb-469f-a165-70867728950e")
