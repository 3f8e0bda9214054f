"""Homes on disk, lived in, to be exported and imported."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from core.content import Audience, BlobRef, ClipBody, Content, TipBody
from core.feed import HubIdentity
from core.review import ReviewState
from drafts.exporting import Beside
from drafts.records import HubLink
from tests.drafts.conftest import Shelf

HUB = HubIdentity("hub-1", 1, "Vonk")
SECRETLY = "https://hooks.example/services/T0/B0/zeergeheim"


class Homes:
    """Homes by name, each on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.shelves: dict[str, Shelf] = {}

    def __call__(self, name: str):
        if name not in self.shelves:
            (self.root / name).mkdir()
            self.reopen(name)
        return self.shelves[name].store

    def reopen(self, name: str):
        """A home that another process made."""
        self.shelves[name] = Shelf(self.root / name)
        self.shelves[name].store = self.shelves[name].open()
        return self.shelves[name].store

    def beside(self, name: str) -> Beside:
        return Beside(self.root / name / "takes", self.root / name / "settings.json")

    def export(self, name: str, to: str, **given):
        given = {"told": lambda done, total: None, "stopped": lambda: False} | given
        return self(name).export(self.beside(name), self.root / to, "0.1.0", **given)

    def import_(self, name: str, path: Path | str, **given):
        given = {"told": lambda done, total: None, "stopped": lambda: False} | given
        return self(name).import_(self.beside(name), self.root / path, **given)

    def picture(self, name: str, data: bytes, type: str = "image/png") -> BlobRef:
        source = self.root / "source"
        source.write_bytes(data)
        return self(name).blobs.add_file(source, type)

    def everything_in(self, name: str) -> dict[str, list[tuple]]:
        with closing(sqlite3.connect(self.root / name / "drafts.db")) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}

    def close(self) -> None:
        for shelf in self.shelves.values():
            shelf.close()


def manifest(path: Path) -> dict:
    if path.is_dir():
        return json.loads((path / "manifest.json").read_bytes())
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def told(path: Path) -> tuple:
    """What two exports of the same must have the same."""
    found = manifest(path)
    unlike = ("README.txt", "index.html", "hub.json")
    files = sorted((file["path"], file["sha256"]) for file in found["files"] if file["path"] not in unlike)
    return found["counts"], found["media"], found["missing_media"], files


def tip(title: str = "Tip", action: str = "Druk F2") -> Content:
    return Content(TipBody(action=action), title=title, audience=Audience(everyone=True))


def connect(store, shelf) -> None:
    store.connect_hub(HubLink("https://hub.example", HUB, shelf.clock(), "Sanne"))


def hand_in(homes: Homes, name: str, item_id: str) -> str:
    """Ask for review, and the hub takes it."""
    store = homes(name)
    store.submit(item_id)
    (row,) = store.outbox.due(homes.shelves[name].clock())
    assert store.outbox.start(row)
    store.outbox.confirmed(row, ReviewState.SUBMITTED, None)
    return row.content_hash


def lived_in(homes: Homes, name: str = "a"):
    """A home with everything an export can hold."""
    store = homes(name)
    clip = homes.picture(name, b"beeld" * 1000, "video/mp4")
    draft = store.new_draft(Content(ClipBody(clip, 1000), title="Hoe het gaat: één/twee"))
    store.save(draft.id, replace(draft.content, experience="Elke dag"))
    store.put_in_bin(store.new_draft(tip("Weg")).id)
    store.new_draft(tip("<script>alert(1)</script>"))
    take = homes.root / name / "takes" / "take-1"
    take.mkdir(parents=True)
    (take / "take.json").write_text("{}")
    (take / "segment-000.mkv").write_bytes(b"matroska" * 100)
    (take / "lock").touch()
    homes.beside(name).settings.write_text('{"language": "nl"}')
    return draft


class Tampered:
    """The parts of an export, to be changed and put together again with a manifest that fits."""

    def __init__(self, archive: Path) -> None:
        with zipfile.ZipFile(archive) as opened:
            self.files = {name: opened.read(name) for name in opened.namelist()}
        self.manifest = json.loads(self.files.pop("manifest.json"))
        self.id = next(name.split("/")[1] for name in sorted(self.files) if name.startswith("items/"))

    def json(self, part: str, change) -> None:
        name = f"items/{self.id}/{part}"
        self.files[name] = json.dumps(change(json.loads(self.files[name]))).encode()

    def fitting(self) -> bytes:
        self.manifest["files"] = [
            {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in self.files.items()
        ]
        return self.packed()

    def packed(self, **entries: zipfile.ZipInfo) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", json.dumps(self.manifest))
            for name, data in self.files.items():
                archive.writestr(entries.get(name, name), data)
        return out.getvalue()
