"""Backups in the settings: which there are, making one, and going back to one after one question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget  # noqa: TID251 - the tests of the widgets

from core.content import Audience, Content, TipBody
from core.errors import StoreUnusable
from desktop.widgets.components import DialogFrame
from desktop.widgets.settings.data import YourData
from desktop.widgets.store_notice import in_two
from drafts import repair, restoring
from drafts.restoring import KeptBackup
from tests.desktop.conftest import NOW
from tests.desktop.finding import find, is_shown, words

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")


@pytest.fixture
def page(parts, qtbot, qapp):
    section = YourData(parts.backups, parts.speech, lambda: NOW, qapp)
    holder = section.section
    holder.data = section
    qtbot.addWidget(holder)
    holder.resize(640, 900)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    return holder


@pytest.fixture
def kept(page, parts, store):
    """Seven backups, an hour apart."""
    store.made_backups = [KeptBackup(NOW - timedelta(hours=hours), 7 - hours) for hours in range(7)]
    parts.backups.load()
    return page


def ways_back(page: QWidget) -> list[QPushButton]:
    QApplication.processEvents()
    return [
        button
        for button in page.findChildren(QPushButton)
        if button.isVisible() and button.objectName().startswith("goBack-")
    ]


def question(page: QWidget) -> DialogFrame:
    QApplication.processEvents()
    (found,) = (each for each in page.window().findChildren(DialogFrame) if each.isVisible())
    return found


def test_without_a_backup_it_says_how_to_make_the_first(page, store):
    assert "There is no backup yet." in words(page)
    find(page, QPushButton, "backUpNow").click()
    assert len(store.made_backups) == 1
    assert "1 backup, the newest of today 14:32" in words(page)


def test_the_newest_come_first_and_all_can_be_shown(kept):
    assert "7 backups, the newest of today 14:32" in words(kept)
    names = [button.accessibleName() for button in ways_back(kept)]
    assert names[:2] == ["Go back to today 14:32", "Go back to today 13:32"]
    assert len(names) == 5
    assert ways_back(kept)[6 - 7 + 2].accessibleDescription() == "6 learning moments"
    find(kept, QPushButton, "allBackups").click()
    assert len(ways_back(kept)) == 7
    assert ways_back(kept)[5].hasFocus()


def test_the_focus_stays_where_it_was_when_another_backup_comes(kept, store):
    button = ways_back(kept)[1]
    button.setFocus()
    name = button.objectName()
    kept.data._backups.back_up()
    assert [each.objectName() for each in ways_back(kept) if each.hasFocus()] == [name]


def test_what_cannot_be_read_cannot_be_gone_back_to(kept, parts, store):
    store.made_backups[1] = replace(store.made_backups[1], drafts=None)
    parts.backups.load()
    assert not ways_back(kept)[1].isEnabled()
    assert "It cannot be read." in words(kept)


def test_two_of_one_minute_are_told_apart(kept, parts, store):
    store.made_backups[1] = replace(store.made_backups[1], made_at=NOW - timedelta(seconds=0.5))
    store.made_backups[0] = replace(store.made_backups[0], made_at=NOW + timedelta(seconds=3))
    store.made_backups[1] = replace(store.made_backups[1], made_at=NOW + timedelta(seconds=1))
    parts.backups.load()
    names = [button.accessibleName() for button in ways_back(kept)]
    assert names[:3] == ["Go back to today 14:32:03", "Go back to today 14:32:01", "Go back to today 12:32"]


def test_going_back_asks_once_and_says_what_it_means(kept, parts, store):
    ways_back(kept)[2].click()
    asked = question(kept)
    assert asked.windowTitle() == "Go back to today 12:32?"
    assert "First Vonk makes a backup of how it is now" in words(asked)
    find(asked, QPushButton, "stay").click()
    assert store.went_back_to == []
    told = []
    parts.backups.went_back.connect(lambda to, undo: told.append((to, undo)))
    ways_back(kept)[2].click()
    find(question(kept), QPushButton, "agree").click()
    assert store.went_back_to == [NOW - timedelta(hours=2)]
    assert told == [(NOW - timedelta(hours=2), store.made_backups[0].made_at)]
    assert not parts.backups.busy


def test_why_it_could_not_be_is_told_and_the_list_is_as_it_was(kept, parts, store, monkeypatch):
    told = []
    parts.backups.failed.connect(told.append)

    def refuse(moment):
        raise StoreUnusable(restoring.NOT_WHOLE, restoring.NOTHING_CHANGED)

    monkeypatch.setattr(store, "go_back", refuse)
    ways_back(kept)[0].click()
    find(question(kept), QPushButton, "agree").click()
    assert [error.title for error in told] == [restoring.NOT_WHOLE]
    assert len(ways_back(kept)) == 5
    assert find(kept, QPushButton, "backUpNow").isEnabled()


def test_the_folder_shows_once_it_is_known(page):
    assert not is_shown(page, "openDataFolder")
    page.data.show_folder("/srv/vonk")
    asked = []
    page.data.folder_asked.connect(asked.append)
    find(page, QPushButton, "openDataFolder").click()
    assert asked == ["/srv/vonk"]


@pytest.mark.parametrize("notice", [repair.FINISHED, repair.MISSING_FILE], ids=["long", "one sentence"])
def test_a_notice_of_the_store_is_a_fact_and_the_rest(notice):
    title, rest = in_two(notice)
    for language in ("en", "nl"):
        first, whole = title.in_(language), notice.in_(language)
        assert first.endswith(".")
        assert ". " not in first
        assert f"{first} {rest.in_(language)}".strip() == whole
