"""All of a home in one export, for its person to read."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile

import pytest

from core.errors import DiskAlmostFull, Refused
from drafts import exporting
from drafts.package import Cancelled
from tests.drafts.homes import Homes, connect, lived_in, manifest, told


@pytest.fixture
def homes(tmp_path):
    made = Homes(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("target", ["all.zip", "all"])
def test_an_export_holds_all_that_is_the_persons(homes, target):
    draft = lived_in(homes)
    done = homes.export("a", target)
    assert (done.drafts, done.in_bin, done.revisions, done.media, done.takes, done.missing) == (2, 1, 4, 1, 1, 0)
    folder = homes.root / target
    if target.endswith(".zip"):
        folder = homes.root / "unpacked"
        zipfile.ZipFile(homes.root / target).extractall(folder)
    assert json.loads((folder / f"items/{draft.id}/item.json").read_bytes())["title"] == "Hoe het gaat: één/twee"
    assert len((folder / f"items/{draft.id}/revisions.jsonl").read_text().splitlines()) == 2
    (film,) = (folder / "media").iterdir()
    assert film.name.startswith("hoe-het-gaat-een-twee-")
    assert film.suffix == ".mp4"
    assert film.read_bytes() == b"beeld" * 1000
    assert (folder / "takes/take-1/segment-000.mkv").is_file()
    assert not (folder / "takes/take-1/lock").exists()
    page = (folder / "index.html").read_text()
    assert "&lt;script&gt;alert" in page
    assert "<script" not in page
    listed = {file["path"] for file in manifest(homes.root / target)["files"]}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert listed == there - {"manifest.json"}


def test_nobody_else_can_read_it(homes):
    lived_in(homes)
    homes.export("a", "all.zip")
    homes.export("a", "all")
    assert stat.S_IMODE((homes.root / "all.zip").stat().st_mode) == 0o600
    assert stat.S_IMODE((homes.root / "all").stat().st_mode) == 0o700


def test_what_is_there_is_never_overwritten(homes):
    lived_in(homes)
    (homes.root / "all.zip").write_bytes(b"iets anders")
    with pytest.raises(Refused):
        homes.export("a", "all.zip")
    assert (homes.root / "all.zip").read_bytes() == b"iets anders"


@pytest.mark.parametrize("target", ["all.zip", "all"])
def test_stopping_leaves_nothing(homes, target):
    lived_in(homes)
    before = sorted(homes.root.iterdir())
    passed = []
    with pytest.raises(Cancelled):
        homes.export("a", target, told=lambda done, total: passed.append(done), stopped=lambda: bool(passed))
    assert passed
    assert sorted(homes.root.iterdir()) == before


def test_a_disk_without_room_is_told_before_anything_is_written(homes, monkeypatch):
    lived_in(homes)
    before = sorted(homes.root.iterdir())
    monkeypatch.setattr(exporting.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**6, 10**6, 100))
    with pytest.raises(DiskAlmostFull):
        homes.export("a", "all.zip")
    assert sorted(homes.root.iterdir()) == before


def test_a_file_that_is_gone_is_told_and_the_rest_is_exported(homes):
    draft = lived_in(homes)
    homes("a").blobs.path(draft.content.body.media).unlink()
    assert homes.export("a", "all.zip").missing == 1
    assert homes.import_("b", "all.zip").made == 3
    assert told(homes.root / "all.zip")[2] == [draft.content.body.media.sha256]


def test_no_secret_and_no_token_is_in_it(homes):
    lived_in(homes)
    connect(homes("a"), homes.shelves["a"])
    homes("a").add_channel("slack_webhook", "Kanaal", "")
    homes.export("a", "all")
    inside = json.loads((homes.root / "all" / "hub.json").read_text())
    assert set(inside) == {"url", "hub_id", "epoch", "name", "person", "connected_at", "directory"}
    channels = json.loads((homes.root / "all" / "channels.json").read_text())
    assert [set(channel) for channel in channels] == [{"id", "kind", "name", "place", "added_at", "removed_at"}]
