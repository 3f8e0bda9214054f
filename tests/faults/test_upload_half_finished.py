"""The hub dies between keeping a whole file and writing that down: what is sent next must not touch what was kept."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

import pytest

from core.clock import utc_now
from hub import people, uploads
from hub.access import Person
from hub.blobs import BlobFolder
from hub.database import Database
from hub.problems import Problem
from hub.settings import HubSettings
from hub.starting import open_hub
from hub.uploads import Upload, UploadFolder

SIZE, LAST = 600_000, 100_000
RIGHT = Random("right").randbytes(SIZE)
WRONG_END = Random("wrong").randbytes(LAST)


class Died(Exception):
    pass


class Receiving:
    """The store of uploads as hub/tus.py uses it."""

    def __init__(self, data: Path) -> None:
        settings = HubSettings(data=data)
        self.database: Database = open_hub(settings)[0]
        self.folder = UploadFolder(settings.uploads)
        self.folder.clear_parts()
        self.keep = BlobFolder(settings.blobs)

    def person(self, email: str) -> Person:
        with self.database.write() as db:
            return people.add_person(db, utc_now(), name="Ann", email=email, language="en")

    def begin(self, person: Person, data: bytes) -> Upload:
        with self.database.write() as db:
            return uploads.create(
                db,
                utc_now(),
                person,
                sha256=hashlib.sha256(data).hexdigest(),
                media_type="video/mp4",
                length=len(data),
                quota=10**9,
                largest=10**9,
            )

    def send(self, upload: Upload, offset: int, part: bytes) -> Upload:
        path = self.folder.new_part()
        path.write_bytes(part)
        try:
            return uploads.receive(
                self.database, self.folder, self.keep, utc_now(), upload, offset=offset, part=path, size=len(part)
            )
        finally:
            path.unlink()

    def kept(self, data: bytes) -> bytes:
        return self.keep.path(hashlib.sha256(data).hexdigest()).read_bytes()


@pytest.fixture
def receiving(tmp_path):
    made = Receiving(tmp_path / "hub")
    yield made
    made.database.close()


@pytest.fixture
def half_finished(receiving, monkeypatch):
    """The bytes are in their place for good, and the database does not know it."""
    ann = receiving.person("ann@example.org")
    upload = receiving.begin(ann, RIGHT)
    receiving.send(upload, 0, RIGHT[:-LAST])
    with monkeypatch.context() as patched:
        patched.setattr(uploads, "note_blob", _die)
        with pytest.raises(Died):
            receiving.send(upload, SIZE - LAST, RIGHT[-LAST:])
    assert receiving.kept(RIGHT) == RIGHT
    return upload


def _die(*_: object) -> None:
    raise Died


def test_the_last_part_sent_again_ends_well(receiving, half_finished):
    assert receiving.send(half_finished, SIZE - LAST, RIGHT[-LAST:]).offset == SIZE
    assert receiving.kept(RIGHT) == RIGHT


def test_another_last_part_is_refused_and_what_was_kept_stays_right(receiving, half_finished):
    with pytest.raises(Problem) as refused:
        receiving.send(half_finished, SIZE - LAST, WRONG_END)
    assert refused.value.code == "hash_mismatch"
    assert receiving.kept(RIGHT) == RIGHT


def test_a_shorter_part_cuts_nothing_off_what_was_kept(receiving, half_finished):
    receiving.send(half_finished, SIZE - LAST, RIGHT[-LAST : -LAST // 2])
    assert receiving.kept(RIGHT) == RIGHT
