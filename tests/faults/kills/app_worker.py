"""The app's process: what the app does at its start, then a person's work in a row, until somebody kills it.

All of it by the code that the app and the command line run: `desktop.__main__.main` for the commands, `Takes` for a
recording that was stopped. A take's folder is as a recorder leaves it; its clip is a real one, with bytes of its own.
Words: `finished` (a recorder said so), `kept`, `made`, `asked`, `synced`.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import random
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import sync.credentials
from capture import takes
from capture.events import TakeFinished
from capture.requests import Screen, TakeRequest
from capture.takes import CLIP, TakeRecord
from core.clock import utc_now
from core.content import Audience, ClipBody, Content, TipBody
from core.draft import random_id
from core.wire import content_to_json
from desktop.__main__ import main
from desktop.home import Home
from desktop.platform.takes import Takes
from desktop.settings import Settings
from drafts.store import Store, open_store
from media.files import whole_file
from tests.faults.kills.file_ring import FileRing
from tests.faults.kills.forks import tell

for _name in ("desktop.commands.submit", "desktop.commands.drafts", "sync.engine", "sync.hub_client", "media.remux"):
    importlib.import_module(_name)

FREE_BOX = b"free"


def work(order: dict[str, Any], home: str) -> None:
    """`order`: a `seed`, `teams` (ids), `clip` (a file), and `adopt_only` for a start that makes nothing new."""
    place = Home(Path(home))
    sync.credentials._system_keyring = lambda: FileRing(place.root / "ring.json")
    _App(place, random.Random(order["seed"]), order["teams"], Path(order["clip"])).run(forever=not order["adopt_only"])


class _App:
    def __init__(self, home: Home, dice: random.Random, teams: list[str], clip: Path) -> None:
        self.home, self.dice, self.teams, self.clip = home, dice, teams, clip
        self.home.make()

    def run(self, *, forever: bool) -> None:
        store = self.store()
        self.takes(store).keep_left_behind()
        tell("started", os.getpid())
        # What was kept and not asked for yet, the person finds among the drafts.
        for each in store.summaries():
            if not each.title:
                self.finish_and_ask(store, each.id)
        store.close()
        while forever:
            for _ in range(self.dice.randint(1, 2)):
                self.dice.choices((self.a_tip, self.a_take, self.a_file), (12, 3, 1))[0]()
            self.sync()
        self.sync()

    def store(self) -> Store:
        return open_store(self.home.drafts_db, self.home.blobs, clock=utc_now, new_id=random_id)

    def takes(self, store: Store) -> Takes:
        return Takes(lambda: store, self.home, Settings, lambda: "en")

    def a_tip(self) -> None:
        tip = TipBody("you want plain text", "press **Ctrl+Shift+V**", "the text takes the font of your document")
        self.ask(self.add(Content(tip, title=_title(), language="en", audience=self.audience())))

    def a_file(self) -> None:
        content = Content(ClipBody(), title=_title(), language="en", audience=self.audience())
        self.ask(self.add(content, "--media", str(self.clip)))

    def a_take(self) -> None:
        store = self.store()
        kept, take_id = self.takes(store), random_id()
        request = kept.make_recorder(take_id, Screen(), lambda _: None).request
        finished = _leave_finished(request, self.clip)
        tell("finished", take_id)
        draft = kept.keep(take_id, finished)
        tell("kept", [take_id, draft.id])
        self.finish_and_ask(store, draft.id)
        store.close()

    def finish_and_ask(self, store: Store, item_id: str) -> None:
        content = store.draft(item_id).content
        store.save(item_id, replace(content, title=_title(), audience=self.audience()))
        asked = store.submit(item_id)
        tell("asked", [asked.id, asked.submitted_hash])

    def add(self, content: Content, *words: str) -> str:
        file = self.home.root / f"{random_id()}.json"
        file.write_text(json.dumps(content_to_json(content)), encoding="utf-8")
        made = _command("drafts", "add", "--file", str(file), *words)
        tell("made", made["id"])
        file.unlink()
        return str(made["id"])

    def ask(self, item_id: str) -> None:
        asked = _command("submit", item_id)
        tell("asked", [asked["id"], asked["content_hash"]])

    def sync(self) -> None:
        tell("sending", 0)
        tell("synced", _command("sync", "--once"))

    def audience(self) -> Audience:
        return Audience(teams=(self.dice.choice(self.teams),))


def _title() -> str:
    return f"Title {random_id()}"


def _command(*words: str) -> dict[str, Any]:
    said = io.StringIO()
    with redirect_stdout(said):
        status = main([*words, "--json"])
    answer = said.getvalue()
    if not answer:
        raise AssertionError((words, status))
    return dict(json.loads(answer.splitlines()[-1]))


def _leave_finished(request: TakeRequest, clip: Path) -> TakeFinished:
    """A take as its recorder leaves it: the intent, the clip, then the word that it is finished."""
    folder = request.take_dir
    folder.mkdir(parents=True)
    record = TakeRecord(request, 160, 90, utc_now())
    takes.write_record(folder, record)
    with whole_file(folder / CLIP) as unfinished:
        own = os.urandom(600_000)
        unfinished.write_bytes(clip.read_bytes() + (8 + len(own)).to_bytes(4, "big") + FREE_BOX + own)
    takes.write_record(folder, replace(record, outcome="finished", ended_at=utc_now()))
    return TakeFinished(str(folder / CLIP), 1.0, 160, 90, 10, 0, None)


if __name__ == "__main__":
    sys.exit("run by tests.faults.kills.forks")
