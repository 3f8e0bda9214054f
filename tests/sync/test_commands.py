"""The commands drafts, submit, sync and hub, as a person types them."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.content import Audience, Content, TipBody
from core.errors import AppError, Malformed
from core.wire import content_to_json
from desktop.commands import drafts, hub, submit, sync
from desktop.commands.context import Context
from desktop.home import Home
from media.ffmpeg import executable
from sync.credentials import Credentials


class Terminal:
    def __init__(self, home) -> None:
        self.home = Home(home)
        self.parser = argparse.ArgumentParser()
        commands = self.parser.add_subparsers()
        for module in (drafts, submit, sync, hub):
            module.add(commands)

    def __call__(self, *words: str):
        self.out, self.err = io.StringIO(), io.StringIO()
        context = Context(self.home, "nl", {}, io.StringIO(), self.out, self.err)
        args = self.parser.parse_args([*words, "--json"])
        self.status = args.run(args, context)
        return json.loads(self.out.getvalue().splitlines()[-1])


@pytest.fixture
def vonk(tmp_path, monkeypatch):
    entries: dict[tuple[str, str], str] = {}

    class Keyring:
        def get_password(self, service: str, name: str) -> str | None:
            return entries.get((service, name))

        def set_password(self, service: str, name: str, password: str) -> None:
            entries[service, name] = password

        def delete_password(self, service: str, name: str) -> None:
            del entries[service, name]

    monkeypatch.setattr(hub, "credentials_of", lambda home: Credentials(home.identity(), Keyring()))
    monkeypatch.setattr(sync, "credentials_of", lambda home: Credentials(home.identity(), Keyring()))
    return Terminal(tmp_path / "home")


@pytest.fixture
def tip(tmp_path):
    file = tmp_path / "tip.json"
    content = Content(TipBody(action="Druk F2"), title="Hernoemen", audience=Audience(everyone=True))
    file.write_text(json.dumps(content_to_json(content)), encoding="utf-8")
    return file


def test_a_draft_goes_from_a_file_to_the_hub_and_to_the_bin(vonk, tip, hub, tmp_path):
    hub.allowed = "yes"
    added = vonk("drafts", "add", "--file", str(tip))["id"]
    assert vonk("submit", added)["status"] == "no_hub_yet"
    assert vonk("sync", "--once") | {"waiting": 1, "connected": False} == vonk("sync", "--once")
    connected = vonk("hub", "connect", hub.url)
    assert (connected["person"], connected["hub"], connected["kept"]) == ("Mia", "Proef", True)
    assert "BCDF-GHJK" in vonk.err.getvalue()
    report = vonk("sync", "--once")
    assert (report["sent"], report["waiting"], report["offline"]) == (1, 0, False)
    assert vonk("drafts", "list")["drafts"][0]["status"] == "in_review"
    assert vonk("drafts", "show", added)["content"]["title"] == "Hernoemen"
    exported = vonk("drafts", "export", added, str(tmp_path / "out"))
    assert json.loads(Path(exported["files"][0]).read_text(encoding="utf-8"))["title"] == "Hernoemen"
    assert vonk("drafts", "delete", added)["in_bin"]
    assert vonk("drafts", "list")["drafts"] == []
    assert vonk("drafts", "list", "--bin")["bin"][0]["id"] == added
    assert not vonk("drafts", "restore", added)["in_bin"]
    assert vonk("hub", "status")["connected"]
    assert vonk("hub", "disconnect")["hub_told"]
    assert hub.access == "revoked"
    assert not vonk("hub", "status")["connected"]


def test_no_secret_is_on_the_disk_or_in_what_is_said(vonk, tip, hub):
    hub.allowed, hub.access, hub.refresh = "yes", "canary-access", "canary-refresh"
    vonk("submit", vonk("drafts", "add", "--file", str(tip))["id"])
    vonk("hub", "connect", hub.url)
    said = vonk.out.getvalue() + vonk.err.getvalue()
    vonk("sync", "--once")
    said += vonk.out.getvalue() + vonk.err.getvalue()
    files = [path.read_bytes() for path in vonk.home.root.rglob("*") if path.is_file()]
    assert len(files) > 3
    assert "canary" not in said
    assert not any(b"canary" in data or b"secret-device-code" in data for data in files)


def test_offline_is_no_failure(vonk, tip, hub):
    hub.allowed = "yes"
    vonk("hub", "connect", hub.url)
    vonk("submit", vonk("drafts", "add", "--file", str(tip))["id"])
    hub.down()
    report = vonk("sync", "--once")
    hub.up()
    assert (vonk.status, report["offline"], report["waiting"]) == (0, True, 1)


def test_a_recording_becomes_a_clip_without_its_metadata(vonk, tmp_path):
    source = tmp_path / "take.mp4"
    scene = "testsrc=size=64x48:rate=10:duration=1"
    made = ["-f", "lavfi", "-i", scene, "-metadata", "title=canary", "-pix_fmt", "yuv420p"]
    subprocess.run([executable(), "-loglevel", "error", *made, str(source)], check=True)
    file = tmp_path / "clip.json"
    file.write_text('{"vonk":1,"format":"clip","title":"Zo doe je dat","body":{}}', encoding="utf-8")
    added = vonk("drafts", "add", "--file", str(file), "--media", str(source))
    shown = vonk("drafts", "show", added["id"])
    body = shown["content"]["body"]
    assert (body["width"], body["height"], body["has_sound"]) == (64, 48, False)
    assert 900 <= body["duration_ms"] <= 1100
    kept = Path(shown["files"][added["media_sha256"]]).read_bytes()
    assert b"canary" in source.read_bytes()
    assert b"canary" not in kept


def test_what_is_no_clip_or_no_item_is_told_and_makes_no_draft(vonk, tip, tmp_path):
    (tmp_path / "bad.json").write_text('{"vonk":1,"format":"clip","body":{},"zzz":1}', encoding="utf-8")
    (tmp_path / "clip.json").write_text('{"vonk":1,"format":"clip","body":{}}', encoding="utf-8")
    (tmp_path / "text.mp4").write_text("geen film", encoding="utf-8")
    for words in (
        ("--file", str(tmp_path / "bad.json")),
        ("--file", str(tmp_path / "missing.json")),
        ("--file", str(tmp_path / "clip.json"), "--media", str(tmp_path / "text.mp4")),
    ):
        with pytest.raises(Malformed):
            vonk("drafts", "add", *words)
    with pytest.raises(AppError):
        vonk("drafts", "add", "--file", str(tip), "--media", str(tip))
    assert vonk("drafts", "list")["drafts"] == []


def test_two_programs_write_at_once_and_both_keep_all(tmp_path):
    script = """
import sys
from pathlib import Path
from core.clock import utc_now
from core.content import *
from core.draft import random_id
from drafts.store import open_store
home = Path(sys.argv[1])
for _ in range(2):
    store = open_store(home / "drafts.db", home / "blobs", clock=utc_now, new_id=random_id)
    for number in range(20):
        content = Content(TipBody(action=str(number)), title="t", audience=Audience(everyone=True))
        store.submit(store.save(store.new_draft(content).id, content).id)
    store.close()
"""
    both = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    from core.clock import utc_now
    from core.draft import random_id
    from drafts.store import open_store

    store = open_store(tmp_path / "drafts.db", tmp_path / "blobs", clock=utc_now, new_id=random_id)
    assert (len(store.summaries()), store.outbox.count().waiting) == (80, 80)
    store.close()
    assert os.stat(tmp_path / "drafts.db").st_mode & 0o077 == 0
