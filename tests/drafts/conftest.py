from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.content import Audience, ClipBody, Content, TipBody
from core.draft import random_id
from drafts.store import open_store

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class FakeClock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_(self, **length: float) -> None:
        self.now += timedelta(**length)


class Shelf:
    """A home on disk whose store can be opened and closed at will."""

    def __init__(self, home) -> None:
        self.home = home
        self.db = home / "drafts.db"
        self.backups = home / "backups"
        self.clock = FakeClock()
        self.opened = []

    def open(self):
        store = open_store(self.db, self.home / "blobs", clock=self.clock, new_id=random_id)
        self.opened.append(store)
        return store

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()

    def tip(self, title: str = "Tip", action: str = "Druk F2", everyone: bool = True) -> Content:
        return Content(TipBody(action=action), title=title, audience=Audience(everyone=everyone))

    def clip(self, store, data: bytes = b"beeld") -> Content:
        source = self.home / "source.mp4"
        source.write_bytes(data)
        blob = store.blobs.add_file(source, "video/mp4")
        return Content(ClipBody(media=blob, duration_ms=1), title="Clip", audience=Audience(everyone=True))


@pytest.fixture
def shelf(tmp_path):
    made = Shelf(tmp_path)
    yield made
    made.close()


@pytest.fixture
def store(shelf):
    return shelf.open()
