"""The store is opened while the windows live: who asks for it early waits on a lane, nobody waits on the GUI thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QTimer

from core.clock import utc_now
from core.content import Content, TipBody
from core.draft import random_id
from core.errors import StoreUnusable
from core.language import Bilingual
from desktop.platform.opening_store import OpeningStore
from desktop.tasks import TaskRunner
from drafts.store import open_store

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl")


@pytest.fixture
def lanes(qapp):
    made = [TaskRunner("store"), TaskRunner("network")]
    yield made
    for lane in made:
        lane.close()


@pytest.fixture
def opening(tmp_path):
    """A store that opens when `go` is set."""
    go = threading.Event()

    def slowly():
        assert go.wait(10)
        return open_store(tmp_path / "drafts.db", tmp_path / "blobs", clock=utc_now, new_id=random_id)

    made = OpeningStore(slowly)
    made.go = go
    yield made
    go.set()
    made.close()


def test_the_event_loop_goes_round_while_the_store_is_being_opened(opening, lanes, qtbot):
    kept, network = lanes
    beats, answers = [], []
    kept.run(opening.open)
    kept.run(lambda: opening.new_draft(TIP), lambda draft: answers.append(draft.content.title))
    network.run(opening.hub, answers.append)
    QTimer.singleShot(50, lambda: beats.append(1))
    qtbot.waitUntil(lambda: bool(beats))
    assert answers == []
    opening.go.set()
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert sorted(answers, key=str) == [None, "Plakken"]


def test_why_it_did_not_open_is_told_once_and_everyone_who_waited_is_told_too(lanes, qtbot):
    kept, network = lanes

    def fail():
        raise StoreUnusable(Bilingual(en="Damaged.", nl="Beschadigd."))

    opening, told = OpeningStore(fail), []
    network.run(opening.summaries, told.append, lambda error: told.append(error.title.en))
    kept.run(opening.open, told.append, lambda error: told.append(error.title.en))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["Damaged.", "Damaged."]
    opening.close()


def test_a_store_that_was_never_asked_for_closes_without_a_word():
    OpeningStore(lambda: pytest.fail("nobody asked")).close()
