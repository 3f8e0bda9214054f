"""`vonk data export`, `import` and `erase`, as a person types them, on real homes."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from keyring.errors import PasswordDeleteError

from core.clock import utc_now
from core.content import Audience, ClipBody, Content, TipBody
from core.errors import Refused
from core.feed import HubIdentity
from core.review import ReviewState
from desktop.commands import data
from desktop.commands.context import Context
from desktop.commands.sync import opened_store
from desktop.home import Home
from drafts.records import HubLink
from sync import credentials
from sync.tokens import Tokens
from tests.sync.conftest import FakeHub

CANARY = "kanarievogel-7f3a"


class Keyring(dict):
    def get_password(self, service: str, name: str) -> str | None:
        return self.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        if self.pop((service, name), None) is None:
            raise PasswordDeleteError


class Terminal:
    def __init__(self, root: Path) -> None:
        self.home = Home(root)
        self.context = Context(self.home, "nl", {}, io.StringIO(), io.StringIO(), io.StringIO())
        self.parser = argparse.ArgumentParser()
        data.add(self.parser.add_subparsers())

    def __call__(self, *words: str, typed: str = "") -> str:
        self.context.stdin.seek(0)
        self.context.stdin.write(typed)
        self.context.stdin.truncate()
        self.context.stdin.seek(0)
        args = self.parser.parse_args(["data", *words])
        self.status = args.run(args, self.context)
        return self.said

    @property
    def said(self) -> str:
        return self.context.err.getvalue() + self.context.out.getvalue()

    def opened(self):
        return opened_store(self.context)


@pytest.fixture
def keyring(monkeypatch):
    kept = Keyring()
    monkeypatch.setattr(credentials, "_system_keyring", lambda: kept)
    return kept


@pytest.fixture
def vonk(tmp_path, keyring):
    return Terminal(tmp_path / "home")


def tip(title: str) -> Content:
    return Content(TipBody(action=CANARY), title=title, audience=Audience(everyone=True))


def live_in(vonk: Terminal) -> None:
    """The canary is in drafts, the bin, earlier versions, media, backups, takes, settings, logs, damaged files."""
    home = vonk.home
    with vonk.opened() as store:
        store.new_draft(tip("Nooit verzonden"))
        sent = store.new_draft(tip("Ingeleverd"))
        store.submit(sent.id)
        (row,) = store.outbox.due(utc_now())
        store.outbox.start(row)
        store.outbox.confirmed(row, ReviewState.SUBMITTED, None)
        store.put_in_bin(store.new_draft(tip("Weggegooid")).id)
        film = home.root.parent / "film.mp4"
        film.write_text(CANARY)
        blob = store.blobs.add_file(film, "video/mp4")
        film.unlink()
        store.new_draft(Content(ClipBody(blob, 1000), title="Film"))
        store.back_up_now()
    for name in ("takes/take-1/take.json", "logs/vonk.log", "damaged/20261124/drafts.db", "shown/a.mp4"):
        (home.root / name).parent.mkdir(parents=True, exist_ok=True)
        (home.root / name).write_text(CANARY)
    home.settings.write_text(json.dumps({"experience": CANARY}))


def everything_under(folder: Path) -> dict[str, bytes]:
    """But for the locks, which come and go."""
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith((".in-use", ".opening", "-shm", "-wal"))
    }


def singing(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_afterwards_nothing_of_the_person_is_found(vonk, tmp_path):
    live_in(vonk)
    assert len(singing(tmp_path)) >= 8
    said = vonk("erase", typed="wissen\n")
    assert vonk.status == 0
    assert singing(tmp_path) == []
    assert not vonk.home.root.exists()
    assert "Alles van je op deze computer is gewist." in said


def test_it_says_beforehand_what_goes_and_what_no_hub_has(vonk):
    live_in(vonk)
    said = vonk("erase", typed="nee\n")
    assert "3 leermomenten" in said
    assert "1 in de prullenbak" in said
    assert "Nooit verzonden" in said
    assert "Ingeleverd" not in said


@pytest.mark.parametrize("typed", ["", "\n", "ja\n", "wis\n"])
def test_another_word_erases_nothing(vonk, tmp_path, typed):
    live_in(vonk)
    vonk("erase", typed="")
    before = everything_under(tmp_path)
    said = vonk("erase", typed=typed)
    assert (vonk.status, "Er is niets gewist." in said) == (1, True)
    assert everything_under(tmp_path) == before


def test_the_device_is_withdrawn_at_the_hub_and_the_keyring_is_empty(vonk, keyring):
    live_in(vonk)
    hub = FakeHub()
    try:
        with vonk.opened() as store:
            store.connect_hub(HubLink(hub.url, HubIdentity(hub.hub_id, 1, "Vonk"), utc_now(), "Sanne"))
            channel = store.add_channel("slack_webhook", "Kanaal", "")
        service = credentials.service_name(vonk.home.identity())
        credentials.Credentials(service).keep(Tokens("access", "refresh", utc_now() + timedelta(hours=1)))
        credentials.ChannelSecrets(service).keep(channel.id, "https://hooks.example/geheim")
        assert len(keyring) == 2
        said = vonk("erase", "--yes-erase-everything")
        assert hub.access == "revoked"
        assert hub.url in said
    finally:
        hub.down()
    assert keyring == {}


def test_a_hub_that_is_away_keeps_nobody_from_erasing(vonk, keyring, tmp_path):
    live_in(vonk)
    with vonk.opened() as store:
        store.connect_hub(HubLink("http://127.0.0.1:9", HubIdentity("h", 1, "Vonk"), utc_now(), "Sanne"))
    service = credentials.service_name(vonk.home.identity())
    credentials.Credentials(service).keep(Tokens("access", "refresh", utc_now() + timedelta(hours=1)))
    said = vonk("erase", "--yes-erase-everything")
    assert "apparatenpagina" in said
    assert (singing(tmp_path), keyring) == ([], {})


def test_while_vonk_runs_nothing_is_erased(vonk, tmp_path):
    live_in(vonk)
    script = (
        "import sys; from pathlib import Path; from core.clock import utc_now; from core.draft import random_id\n"
        "from drafts.store import open_store; home = Path(sys.argv[1])\n"
        "store = open_store(home / 'drafts.db', home / 'blobs', clock=utc_now, new_id=random_id)\n"
        "print('open', flush=True); sys.stdin.read()"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", script, str(vonk.home.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout.readline() == "open\n"
        before = everything_under(tmp_path)
        with pytest.raises(Refused) as refusal:
            vonk("erase", "--yes-erase-everything")
        assert refusal.value.title.nl == "Vonk draait nog."
        assert everything_under(tmp_path) == before
    finally:
        running.communicate("")
    vonk("erase", "--yes-erase-everything")
    assert singing(tmp_path) == []


def test_what_vonk_did_not_make_stays_and_is_named(vonk):
    live_in(vonk)
    (vonk.home.root / "vakantie.jpg").write_bytes(b"strand")
    said = vonk("erase", "--yes-erase-everything")
    assert "vakantie.jpg" in said
    assert [path.name for path in vonk.home.root.rglob("*")] == ["vakantie.jpg"]


def test_an_erasing_that_was_cut_off_is_finished_by_the_next(vonk, tmp_path):
    live_in(vonk)
    left = vonk.home.root / ".erasing-abc"
    left.mkdir()
    (left / "drafts.db").write_text(CANARY)
    vonk("erase", "--yes-erase-everything")
    assert singing(tmp_path) == []


def test_what_is_exported_can_be_imported_by_real_programs(tmp_path):
    def vonk(home: str, *words: str):
        environ = {
            **os.environ,
            "VONK_HOME": str(tmp_path / home),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        command = [sys.executable, "-m", "desktop", "--lang", "nl", *words, "--json"]
        done = subprocess.run(
            command, env=environ, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
        )
        return json.loads(done.stdout.splitlines()[-1])

    file = tmp_path / "tip.json"
    file.write_text(json.dumps({"vonk": 1, "format": "tip", "title": "Tip", "body": {"action": CANARY}}))
    item_id = vonk("een", "drafts", "add", "--file", str(file))["id"]
    exported = vonk("een", "data", "export", str(tmp_path / "all.zip"))
    assert (exported["drafts"], Path(exported["path"]).is_file()) == (1, True)
    assert vonk("twee", "data", "import", str(tmp_path / "all.zip"))["made"] == 1
    assert [each["id"] for each in vonk("twee", "drafts", "list")["drafts"]] == [item_id]
    assert vonk("twee", "data", "erase", "--yes-erase-everything")["erased"]
    assert not (tmp_path / "twee").exists()


def test_an_export_into_vonks_own_folder_is_refused(vonk):
    live_in(vonk)
    with pytest.raises(Refused):
        vonk("export", str(vonk.home.root / "all.zip"))
