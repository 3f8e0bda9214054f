"""Bin, versions and backups in the whole window on a real store and real lanes, and beside another process."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QCheckBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
)

from core.clock import utc_now
from core.content import Audience, Content, TipBody
from core.draft import random_id
from desktop.platform.opening_store import OpeningStore
from desktop.presenters.backups import BackupsPresenter
from desktop.presenters.bin import BinPresenter
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.history import HistoryPresenter
from desktop.presenters.library import LibraryPresenter
from desktop.presenters.ports import Files
from desktop.presenters.wizard import WizardPresenter
from desktop.tasks import TaskRunner
from desktop.widgets.components import DialogFrame
from desktop.widgets.shell import Shell
from desktop.widgets.theme import wear
from drafts.store import open_store
from guidance.checks import check
from tests.desktop.finding import find, is_shown, words
from tests.desktop.test_app_process import ROOT, Desk, desk, end, until

__all__ = ["desk"]

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(everyone=True))


class RealApp:
    def __init__(self, shell: Shell, store: OpeningStore, lane: TaskRunner, qtbot) -> None:
        self.shell, self.window, self.lane, self.qtbot = shell, shell.window, lane, qtbot
        self.store = store.ready()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.lane.busy)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.lane.busy)

    def press(self, name: str) -> None:
        self.settle()
        find(self.window, QPushButton, name).click()
        self.settle()

    def agree(self) -> None:
        (question,) = (each for each in self.window.findChildren(DialogFrame) if each.isVisible())
        find(question, QPushButton, "agree").click()
        self.settle()

    def undo(self) -> None:
        self.qtbot.waitUntil(self.shell.overlays.toast.isVisible)
        find(self.shell.overlays.toast, QPushButton, "undo").click()
        self.settle()

    def make(self, title: str) -> str:
        draft = self.store.new_draft(replace(TIP, title=title))
        self.shell._parts.library.reload()
        self.settle()
        return draft.id

    @property
    def titles(self) -> list[str]:
        """As the list shows them."""
        self.settle()
        return sorted(row.title for row in self.shell._parts.library.model.rows)


@pytest.fixture
def app(parts, tmp_path, recording, qtbot, qapp):
    wear(qapp, dark=False)
    lane = TaskRunner("store")
    store = OpeningStore(
        lambda: open_store(tmp_path / "drafts.db", tmp_path / "blobs", clock=utc_now, new_id=random_id)
    )
    store.open()
    editing = EditingPresenter(store, check, lane, None)
    real = replace(
        parts,
        library=LibraryPresenter(store, lane, parts.speech, None),
        bin=BinPresenter(store, lane, None),
        editing=editing,
        history=HistoryPresenter(store, editing, utc_now, lane, None),
        backups=BackupsPresenter(store, lane, None),
        wizard=WizardPresenter(store, lambda: date(2026, 11, 23), lane, None),
    )
    nowhere = Path(__file__)
    shell = Shell(
        real, recording, store, Files(lambda _: nowhere, lambda _: nowhere, str(tmp_path)), tuple, lane, lane, None
    )
    shell.open(show_window=True)
    shell.window.go("library")
    yield RealApp(shell, store, lane, qtbot)
    shell.close_windows()
    lane.close()
    store.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_from_the_list_to_the_bin_and_back_and_gone_for_good(app):
    kept, gone = app.make("Blijft"), app.make("Gaat weg")
    for item_id in (kept, gone):
        app.shell._parts.library.discard(item_id, "")
    app.settle()
    assert app.titles == []
    app.press("openBin")
    (row,) = (row for row in app.window.library_page._bin_page._rows if "Blijft" in row.accessibleName())
    row.findChild(QPushButton, "putBack").click()
    assert app.titles == ["Blijft"]
    app.press("deleteForGood")
    app.agree()
    assert "The bin is empty" in words(app.window)
    assert app.store.bin() == ()
    assert [each.id for each in app.store.summaries()] == [kept]


def test_an_earlier_version_is_used_and_that_is_undone(app):
    item_id = app.make("Zoals het was")
    app.shell._parts.editing.open(item_id)
    app.settle()
    find(app.window, QLineEdit, "title").setText("Anders")
    app.press("openHistory")
    find(app.window, QCheckBox, "everyVersion").setChecked(True)
    find(app.window, QRadioButton, "version-1").setChecked(True)
    app.press("useVersion")
    assert app.store.draft(item_id).content.title == "Zoals het was"
    assert find(app.window, QLineEdit, "title").text() == "Zoals het was"
    app.undo()
    assert app.store.draft(item_id).content.title == "Anders"
    assert find(app.window, QLineEdit, "title").text() == "Anders"


def test_going_back_to_a_backup_keeps_what_was_just_typed_and_is_undone(app):
    item_id = app.make("Eerst")
    app.window.go("settings")
    app.window.settings_page.open("data")
    app.press("backUpNow")
    app.make("Later")
    app.shell._parts.editing.open(item_id)
    app.settle()
    find(app.window, QLineEdit, "title").setText("Net getypt")
    app.window.go("settings")
    app.settle()
    made = app.shell._parts.backups.backups[0].made_at
    app.press(f"goBack-{made:%Y%m%dT%H%M%S%f}")
    app.agree()
    assert app.titles == ["Eerst"]
    app.undo()
    assert app.titles == ["Later", "Net getypt"]


def test_a_draft_that_is_open_when_one_goes_back_is_kept_and_left(app):
    moment = app.store.back_up_now()
    item_id = app.make("Later")
    app.shell._parts.editing.open(item_id)
    app.settle()
    find(app.window, QLineEdit, "title").setText("Net getypt")
    app.shell._parts.backups.go_back(moment)
    assert app.titles == []
    assert app.window.page == "library"
    app.undo()
    assert app.titles == ["Net getypt"]


def test_a_notice_of_the_store_stands_above_the_page_with_the_way_to_the_folder(app, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("desktop.widgets.shell.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()))
    from desktop.widgets.store_notice import in_two
    from drafts import repair

    app.window.note("warn", *in_two(repair.FINISHED), folder=str(tmp_path))
    app.press("showFolder")
    assert opened == [str(tmp_path)]
    app.press("understood")
    assert not is_shown(app.window, "trouble")


@pytest.mark.display
@pytest.mark.recording
def test_the_app_goes_on_with_what_another_process_went_back_to(desk: Desk):
    desk.settings(seen_welcome=True)
    vonk = [sys.executable, "-m", "desktop"]

    def run(*command: str) -> None:
        subprocess.run([*vonk, *command], env=desk.environ, cwd=ROOT, check=True, capture_output=True, timeout=60)

    def look():
        return open_store(desk.home / "drafts.db", desk.home / "blobs", clock=utc_now, new_id=random_id)

    store = look()
    kept = store.new_draft(replace(TIP, title="Eerst"))
    moment = store.back_up_now()
    store.new_draft(replace(TIP, title="Later"))
    app = desk.start()
    try:
        until(desk.tray_icons, "tray icon")
        desk.open("library")
        until(desk.window, "window")
        desk.ask("xdotool", "windowfocus", "--sync", desk.window())
        run("data", "restore", moment.isoformat())

        def thrown_away() -> bool:
            """The list's own key, on the item that it shows as chosen."""
            desk.press("Delete")
            return [each.id for each in store.bin()] == [kept.id]

        until(thrown_away, "learning moment in the bin")
    finally:
        status, said = end(app)
        store.close()
    assert (status, said) == (0, "")
