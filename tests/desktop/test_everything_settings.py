"""Export, import and erase in the settings, on a real store and a real lane."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton  # noqa: TID251 - the tests of the widgets

from core.content import Audience, Content, TipBody
from desktop.commands.context import Context
from desktop.commands.sync import opened_store
from desktop.home import Home
from desktop.platform.whole_data import WholeData
from desktop.presenters.data import DataPresenter
from desktop.tasks import TaskRunner
from desktop.widgets.components import DialogFrame
from desktop.widgets.settings.data import YourData
from drafts import importing
from tests.desktop.accessible_walk import unnamed
from tests.desktop.clipping import clipped
from tests.desktop.conftest import NOW
from tests.desktop.finding import find, is_shown, words

TIP = Content(TipBody(action="Druk F2"), title="Tip", audience=Audience(everyone=True))


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def kept(home):
    with opened_store(Context(home, "en", {}, None, None, None)) as store:
        yield store


@pytest.fixture
def page(kept, home, parts, qtbot, qapp):
    lane = TaskRunner("data")
    data = DataPresenter(WholeData(lambda: kept, home), lane, qapp)
    section = YourData(parts.backups, parts.speech, lambda: NOW, qapp, data)
    holder = section.section
    holder.keep = SimpleNamespace(section=section, data=data)
    qtbot.addWidget(holder)
    holder.resize(640, 900)
    holder.show()
    yield holder
    data.stop()
    lane.close()


def pick(page, button: str, path: Path) -> None:
    """What the person chooses in the system's own window."""
    find(page, QPushButton, button).click()
    (picker,) = (each for each in page.window().findChildren(QFileDialog) if each.isVisible())
    picker.close()
    picker.fileSelected.emit(str(path))


def question(page) -> DialogFrame:
    QApplication.processEvents()
    (found,) = (each for each in page.window().findChildren(DialogFrame) if each.isVisible())
    return found


def test_everything_goes_out_and_comes_in_again(page, kept, qtbot, tmp_path):
    item_id = kept.new_draft(TIP).id
    data = page.keep.data
    with qtbot.waitSignal(data.exported):
        pick(page, "exportAll", tmp_path / "all.zip")
    assert "1 learning moment, " in words(page)
    assert str(tmp_path / "all.zip") in words(page)
    kept.put_in_bin(item_id)
    kept.delete_for_good(item_id)
    with qtbot.waitSignal(data.imported):
        pick(page, "importAll", tmp_path / "all.zip")
    assert "New: 1. Here already: 0." in words(page)
    assert [each.id for each in kept.summaries()] == [item_id]


def test_two_versions_are_told(page, kept, qtbot, tmp_path):
    item_id = kept.new_draft(TIP).id
    with qtbot.waitSignal(page.keep.data.exported):
        pick(page, "exportAll", tmp_path / "all.zip")
    kept.put_in_bin(item_id)
    kept.delete_for_good(item_id)
    kept._new_id, given = (lambda: item_id), kept._new_id
    kept.new_draft(Content(TipBody(action="Druk F3"), title="Hier"))
    kept._new_id = given
    with qtbot.waitSignal(page.keep.data.imported):
        pick(page, "importAll", tmp_path / "all.zip")
    assert "Of 1 both versions were kept" in words(page)


def test_while_it_goes_on_it_can_be_stopped(page, kept, qtbot, tmp_path, monkeypatch):
    kept.new_draft(TIP)
    begun, data = threading.Event(), page.keep.data
    copied = importing.Cancelled

    def slowly(beside, path, version, told, stopped):
        told(3, 10)
        begun.set()
        while not stopped():
            threading.Event().wait(0.01)
        raise copied(importing.CANCELLED, importing.NOTHING_CHANGED)

    monkeypatch.setattr(kept, "export", slowly)
    pick(page, "exportAll", tmp_path / "all.zip")
    assert begun.wait(10)
    qtbot.waitUntil(lambda: data.percent == 30)
    assert is_shown(page, "stopData")
    assert not find(page, QPushButton, "importAll").isEnabled()
    told = []
    data.failed.connect(told.append)
    with qtbot.waitSignal(data.stopped):
        find(page, QPushButton, "stopData").click()
    assert "Stopped. Nothing was changed." in words(page)
    assert not is_shown(page, "stopData")
    assert find(page, QPushButton, "exportAll").isEnabled()
    assert told == []


def test_why_it_could_not_be_is_told(page, qtbot, tmp_path):
    (tmp_path / "all.zip").write_bytes(b"geen zip")
    data = page.keep.data
    with qtbot.waitSignal(data.failed) as failed:
        pick(page, "importAll", tmp_path / "all.zip")
    assert failed.args[0].title.nl.startswith("Dit is geen export")
    assert data.doing == ""


def test_erasing_asks_twice_and_tells_how(page, kept):
    kept.new_draft(TIP)
    find(page, QPushButton, "eraseAll").click()
    first = question(page)
    assert "stays at the hub" in words(first)
    find(first, QPushButton, "agree").click()
    second = question(page)
    assert "vonk data erase" in words(second)
    find(second, QPushButton, "agree").click()
    assert QGuiApplication.clipboard().text() == "vonk data erase"
    assert len(kept.summaries()) == 1


def test_nothing_is_cut_off_and_everything_has_a_name(page):
    QApplication.processEvents()
    assert clipped(page) == []
    assert unnamed(page) == []


def test_without_it_the_rest_is_as_it_was(parts, qtbot, qapp):
    section = YourData(parts.backups, parts.speech, lambda: NOW, qapp)
    qtbot.addWidget(section.section)
    assert section.section.findChildren(QPushButton, "exportAll") == []
