"""The bin in the library's place: putting back, and deleting for good after one question."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget  # noqa: TID251 - the tests of the widgets

from core.content import Audience, Content, TipBody
from core.errors import Refused
from desktop.widgets.bin_page import MOST_ROWS, BinRow
from desktop.widgets.components import DialogFrame
from desktop.widgets.library_page import LibraryPage
from drafts.bin import HUB_FIRST, HUB_FIRST_HINT
from tests.desktop.conftest import NOW
from tests.desktop.finding import find, is_shown, words

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")


@pytest.fixture
def now():
    return [NOW + timedelta(hours=1)]


@pytest.fixture
def page(parts, qtbot, now):
    clock: list[datetime] = now
    parts.library.loaded.connect(parts.bin.reload)
    parts.bin.deleted.connect(lambda _: parts.library.reload())
    made = LibraryPage(parts.library, parts.bin, parts.speech, lambda: clock[0], lambda _: None)
    qtbot.addWidget(made)
    made.resize(884, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def thrown(page, parts, store):
    """Two in the bin, one in the list, and the bin open."""
    store.new_draft(replace(TIP, title="Blijft"))
    for title in ("Oud", "Nieuw"):
        store.put_in_bin(store.new_draft(replace(TIP, title=title)).id)
    parts.library.reload()
    find(page, QPushButton, "openBin").click()
    return page


def rows(page: QWidget) -> list[BinRow]:
    QApplication.processEvents()
    return [row for row in page.findChildren(BinRow) if row.isVisible()]


def question(page: QWidget) -> DialogFrame:
    QApplication.processEvents()
    (found,) = (each for each in page.window().findChildren(DialogFrame) if each.isVisible())
    return found


def test_the_way_to_the_bin_says_how_much_is_in_it(page, parts, store):
    parts.library.reload()
    store.new_draft(TIP)
    parts.library.reload()
    assert find(page, QPushButton, "openBin").text() == "Bin"
    store.put_in_bin(store.new_draft(TIP).id)
    parts.library.reload()
    assert find(page, QPushButton, "openBin").text() == "Bin (1)"


def test_it_can_be_reached_where_the_last_one_was_thrown_away(page, parts, store):
    store.put_in_bin(store.new_draft(TIP).id)
    parts.library.reload()
    assert is_shown(page, "firstTip")
    find(page, QPushButton, "openBin").click()
    assert len(rows(page)) == 1


def test_each_row_says_what_it_is_when_it_was_thrown_away_and_when_it_goes(thrown):
    assert [row.accessibleName() for row in rows(thrown)] == [
        "Nieuw, Tip, thrown away today 14:32, goes on 23 December",
        "Oud, Tip, thrown away today 14:32, goes on 23 December",
    ]
    assert not is_shown(thrown, "items")
    assert rows(thrown)[0].hasFocus()


def test_on_its_last_day_it_says_so(thrown, parts, now):
    now[0] = NOW + timedelta(days=30)
    parts.library.reload()
    assert all(row.accessibleName().endswith("goes today") for row in rows(thrown))


def test_putting_back_by_enter_and_the_row_below_has_the_focus(thrown, store, qtbot):
    qtbot.keyClick(rows(thrown)[0], Qt.Key.Key_Return)
    assert store.binned == {"item-2"}
    (left,) = rows(thrown)
    assert left.hasFocus()
    find(left, QPushButton, "putBack").click()
    assert store.binned == set()
    assert find(thrown, QPushButton, "closeBin").hasFocus()
    assert "The bin is empty" in words(thrown)
    assert not is_shown(thrown, "emptyBin")


def test_deleting_for_good_asks_once_and_enter_is_no(thrown, store, qtbot):
    qtbot.keyClick(rows(thrown)[0], Qt.Key.Key_Delete)
    asked = question(thrown)
    assert asked.windowTitle() == "Delete “Nieuw” for good?"
    assert "It cannot be undone." in words(asked)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert store.binned == {"item-2", "item-3"}
    rows(thrown)[0].findChild(QPushButton, "deleteForGood").click()
    find(question(thrown), QPushButton, "agree").click()
    assert store.binned == {"item-2"}
    assert "item-3" not in store.drafts
    assert [row.accessibleName().split(",")[0] for row in rows(thrown)] == ["Oud"]


def test_escape_at_the_question_deletes_nothing(thrown, store, qtbot):
    find(thrown, QPushButton, "emptyBin").click()
    qtbot.keyClick(question(thrown), Qt.Key.Key_Escape)
    assert len(store.binned) == 2


def test_emptying_the_bin_asks_with_the_number(thrown, store):
    find(thrown, QPushButton, "emptyBin").click()
    asked = question(thrown)
    assert asked.windowTitle() == "Delete 2 learning moments for good?"
    find(asked, QPushButton, "agree").click()
    assert store.binned == set()
    assert [draft.content.title for draft in store.drafts.values()] == ["Blijft"]


def test_why_it_may_not_be_deleted_is_told(thrown, store, tasks, monkeypatch):
    told = []
    tasks.trouble.connect(told.append)

    def refuse(item_id):
        raise Refused(HUB_FIRST, HUB_FIRST_HINT)

    monkeypatch.setattr(store, "delete_for_good", refuse)
    rows(thrown)[0].findChild(QPushButton, "deleteForGood").click()
    find(question(thrown), QPushButton, "agree").click()
    assert [error.title for error in told] == [HUB_FIRST]
    assert len(rows(thrown)) == 2


@pytest.mark.parametrize("how", ["button", "escape"])
def test_back_to_the_list(thrown, qtbot, how):
    if how == "button":
        find(thrown, QPushButton, "closeBin").click()
    else:
        qtbot.keyClick(rows(thrown)[0], Qt.Key.Key_Escape)
    assert is_shown(thrown, "items")
    assert not rows(thrown)
    assert find(thrown, QWidget, "items").hasFocus()


def test_looking_again_at_the_same_bin_leaves_focus_and_rows_as_they_are(thrown, parts):
    before = rows(thrown)
    before[1].setFocus()
    parts.library.reload()
    assert rows(thrown) == before
    assert before[1].hasFocus()


def test_a_full_bin_shows_the_last_and_says_how_many_more(page, parts, store):
    for _ in range(MOST_ROWS + 2):
        store.put_in_bin(store.new_draft(TIP).id)
    parts.bin.reload()
    page.show_bin()
    assert len(rows(page)) == MOST_ROWS
    assert "2 more, not shown here." in words(page)
