"""`vonk data`, as a person types it, on a real store."""

from __future__ import annotations

import argparse
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from core.content import Content, TipBody
from core.errors import Malformed, NotFound
from desktop.commands import data
from desktop.commands.context import Context
from desktop.commands.sync import opened_store
from desktop.home import Home


class Terminal:
    def __init__(self, home) -> None:
        self.context = Context(Home(home), "nl", {}, io.StringIO(), io.StringIO(), io.StringIO())
        self.parser = argparse.ArgumentParser()
        data.add(self.parser.add_subparsers())

    def __call__(self, *words: str):
        self.context.out.seek(0)
        self.context.out.truncate()
        args = self.parser.parse_args(["data", *words, "--json"])
        assert args.run(args, self.context) == 0
        return json.loads(self.context.out.getvalue())

    def say(self, *words: str) -> str:
        args = self.parser.parse_args(["data", *words])
        assert args.run(args, self.context) == 0
        return self.context.err.getvalue() + self.context.out.getvalue()

    def make(self, title: str) -> None:
        with opened_store(self.context) as store:
            store.new_draft(Content(TipBody(action="Druk F2"), title=title))

    @property
    def titles(self) -> list[str]:
        with opened_store(self.context) as store:
            return sorted(each.title for each in store.summaries())


@pytest.fixture
def vonk(tmp_path):
    return Terminal(tmp_path / "home")


def test_a_backup_is_made_and_gone_back_to_and_that_is_undone(vonk):
    vonk.make("Eerst")
    made = vonk("backup")["made_at"]
    vonk.make("Later")
    went = vonk("restore", made)
    assert (went["went_back_to"], vonk.titles) == (made, ["Eerst"])
    vonk("restore", went["undo"])
    assert vonk.titles == ["Eerst", "Later"]


def test_without_a_moment_it_is_the_newest_backup(vonk):
    vonk.make("Eerst")
    vonk("backup")
    vonk.make("Tweede")
    newest = vonk("backup")["made_at"]
    vonk.make("Later")
    assert vonk("restore")["went_back_to"] == newest
    assert vonk.titles == ["Eerst", "Tweede"]


def test_the_backups_are_told_newest_first_with_what_they_hold(vonk):
    vonk.make("Eerst")
    made = vonk("backup")["made_at"]
    assert vonk("list")["backups"][0] == {"made_at": made, "drafts": 1}


def test_what_the_list_prints_can_be_typed_to_go_back(vonk):
    vonk.make("Eerst")
    vonk("backup")
    vonk.make("Later")
    vonk("backup")
    vonk.context.out.seek(0)
    vonk.context.out.truncate()
    second = vonk.say("list").splitlines()[1]
    assert second.endswith("1 leermoment")
    said = vonk.say("restore", second.split("  ")[0])
    assert "zoals ze waren op" in said
    assert vonk.titles == ["Eerst"]


def test_a_moment_before_all_backups_is_told(vonk):
    vonk("backup")
    with pytest.raises(NotFound):
        vonk("restore", "2001-01-01")


@pytest.mark.parametrize("typed", ["gisteren", "2026-13-01", "2026-11-24T25:00", "14:30", ""])
def test_what_is_no_moment_is_told(typed):
    with pytest.raises(Malformed):
        data.end_of(typed)


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("2026-11-24T14:30:05.120Z", timedelta(milliseconds=1)),
        ("2026-11-24T14:30:05Z", timedelta(seconds=1)),
        ("2026-11-24 14:30Z", timedelta(minutes=1)),
    ],
)
def test_a_moment_lasts_as_long_as_it_was_typed_precisely(typed, length):
    begin = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    begin += timedelta(seconds=5 if ":05" in typed else 0, milliseconds=120 if ".120" in typed else 0)
    assert data.end_of(typed) == begin + length


def test_a_day_lasts_a_day_on_this_clock():
    here = datetime(2026, 11, 24).astimezone()
    assert data.end_of("2026-11-24") == here + timedelta(days=1)
