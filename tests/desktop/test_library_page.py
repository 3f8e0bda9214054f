from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QPushButton,
    QWidget,
)

from core.content import Audience, BlobRef, ClipBody, Content, MentorBody, TipBody
from core.draft import ItemId
from core.formats import Format
from core.status import Status
from desktop.models.items import ItemRow, ItemsModel, Role, ShownItems
from desktop.widgets.item_card import CardPainter, _lines
from desktop.widgets.library_page import LibraryPage
from desktop.widgets.posters import Posters, cut_from_top, decode
from desktop.widgets.theme import font_of, wear
from tests.desktop.finding import find

NOW = datetime(2026, 11, 23, 15, 32, tzinfo=UTC)
BLOB = BlobRef("ab" * 32, 9, "video/mp4")
CLIP = Content(ClipBody(BLOB, 97_000, 1280, 720, True), "Diensten", "nl", Audience(("t1",)), "Elke dag")
TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
MENTOR = Content(MentorBody("lastige gesprekken"), "Samen kijken", "nl")


class Asked:
    """Who asked for a picture."""

    def __init__(self) -> None:
        self.items: list[ItemRow] = []

    def __call__(self, item: ItemRow) -> None:
        self.items.append(item)


@pytest.fixture
def posters():
    return Asked()


@pytest.fixture
def page(parts, posters, qtbot, qapp):
    before = qapp.styleSheet()
    wear(qapp, dark=False)
    made = LibraryPage(parts.library, parts.bin, parts.speech, lambda: NOW, posters)
    qtbot.addWidget(made)
    made.resize(884, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    qapp.setStyleSheet(before)


@pytest.fixture
def filled(page, parts, store):
    """A page with a clip, two tips (one asked for review) and an offer of help."""
    for content in (MENTOR, TIP, replace(TIP, title="Zoeken"), CLIP):
        store.new_draft(content)
    store.submit("item-3")
    store.facts["item-4"] = {"media": BLOB, "duration_ms": 97_000}
    store.facts["item-2"] = {"excerpt": "iets plakt\ndruk op Ctrl+V"}
    parts.library.reload()
    QApplication.processEvents()
    return page


def shown(page: QWidget, name: str) -> bool:
    return any(part.isVisible() for part in page.findChildren(QWidget, name))


def titles(page: QWidget) -> list[str]:
    model = page.findChild(QListView, "items").model()
    return [model.index(at, 0).data() for at in range(model.rowCount())]


def choose(page: QWidget, title: str) -> None:
    items = find(page, QListView, "items")
    items.setCurrentIndex(items.model().index(titles(page).index(title), 0))


# What is shown


def test_with_nothing_made_yet_it_asks_a_question_and_offers_two_ways_to_begin(page, parts, qtbot):
    parts.library.reload()
    assert page.shows_nothing
    with qtbot.waitSignal(page.tip_asked):
        find(page, QPushButton, "firstTip").click()
    with qtbot.waitSignal(page.record_asked):
        find(page, QPushButton, "firstRecord").click()
    assert not any(shown(page, name) for name in ("items", "search", "showAll", "openItem"))


def test_chips_count_and_choose_by_state(filled):
    counted = {
        name: find(filled, QPushButton, name).accessibleName()
        for name in ("showAll", "showDrafts", "showOnTheWay", "showOnBoard")
    }
    assert counted == {
        "showAll": "All (4)",
        "showDrafts": "Drafts (3)",
        "showOnTheWay": "On the way (1)",
        "showOnBoard": "On the board (0)",
    }
    find(filled, QPushButton, "showOnTheWay").click()
    assert titles(filled) == ["Zoeken"]


def test_format_and_order_are_chosen_from_lists(filled):
    formats, orders = find(filled, QComboBox, "formatFilter"), find(filled, QComboBox, "sortOrder")
    orders.setCurrentIndex(orders.findData("oldest"))
    assert titles(filled) == ["Samen kijken", "Plakken", "Zoeken", "Diensten"]
    orders.setCurrentIndex(orders.findData("title"))
    assert titles(filled) == ["Diensten", "Plakken", "Samen kijken", "Zoeken"]
    formats.setCurrentIndex(formats.findData("tip"))
    assert titles(filled) == ["Plakken", "Zoeken"]


def test_what_is_not_found_says_so_and_one_button_shows_everything_again(filled, qtbot):
    find(filled, QPushButton, "showDrafts").click()
    search = find(filled, QLineEdit, "search")
    search.setFocus()
    qtbot.keyClicks(search, "xyz")
    assert not shown(filled, "items")
    assert search.hasFocus()
    find(filled, QPushButton, "showEverything").click()
    assert (titles(filled), search.text()) == (["Diensten", "Zoeken", "Plakken", "Samen kijken"], "")
    assert find(filled, QPushButton, "showAll").isChecked()


def test_the_same_moment_stays_chosen_while_the_list_changes(filled, parts, store):
    choose(filled, "Plakken")
    store.new_draft(replace(TIP, title="Nieuw"))
    parts.library.reload()
    assert find(filled, QListView, "items").currentIndex().data() == "Plakken"


def test_readers_hear_title_format_and_state(filled):
    items = find(filled, QListView, "items")
    said = items.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Zoeken, Tip, No hub yet"


# Cards and rows


def test_cards_fill_the_width_in_as_many_columns_as_fit(filled):
    items = find(filled, QListView, "items")
    painter = items.itemDelegate()
    for width, columns in ((884, 3), (1100, 4), (1400, 5)):
        filled.resize(width, 720)
        QApplication.processEvents()
        rects = [items.visualRect(items.model().index(at, 0)) for at in range(items.model().rowCount())]
        first_line = [rect for rect in rects if rect.top() == rects[0].top()]
        assert len(first_line) == min(columns, len(rects)), width
        boxes = [painter.box(rect, items) for rect in first_line]
        assert items.mapTo(filled, boxes[0].topLeft()).x() == 24
        if columns <= len(rects):
            assert width - items.mapTo(filled, boxes[-1].topRight()).x() - 1 == 24, width
        assert all(rect.contains(box) for rect, box in zip(first_line, boxes, strict=True))


def test_the_view_can_be_switched_and_is_told_to_whoever_remembers_it(filled, qtbot):
    with qtbot.waitSignal(filled.view_chosen) as told:
        find(filled, QPushButton, "listView").click()
    assert told.args == ["list"]
    items = find(filled, QListView, "items")
    assert items.visualRect(items.model().index(1, 0)).left() == items.visualRect(items.model().index(0, 0)).left()
    assert find(filled, QPushButton, "listView").isChecked()
    assert not find(filled, QPushButton, "gridView").isChecked()


def test_a_page_comes_up_in_the_view_that_was_remembered(parts, posters, store, qtbot):
    made = LibraryPage(parts.library, parts.bin, parts.speech, lambda: NOW, posters, "list")
    qtbot.addWidget(made)
    assert made.findChild(QPushButton, "listView").isChecked()


def test_only_clips_that_are_seen_are_asked_for_a_picture_and_each_once(filled, parts, store, posters):
    for _ in range(60):
        store.new_draft(CLIP)
    for item_id in store.drafts:
        if item_id > "item-4" or len(item_id) > 6:
            store.facts[item_id] = {"media": replace(BLOB, sha256=item_id)}
    parts.library.reload()
    for _ in range(2):
        filled.findChild(QListView, "items").viewport().repaint()
    asked = [item.poster for item in posters.items]
    assert 0 < len(asked) < 30
    assert len(asked) == len(set(asked))


def test_the_picture_of_a_clip_stands_on_its_card(filled, posters):
    items = find(filled, QListView, "items")
    items.viewport().repaint()
    assert [item.poster for item in posters.items] == [BLOB.sha256]
    blue = QImage(640, 360, QImage.Format.Format_RGB32)
    blue.fill(QColor("blue"))
    filled.show_poster(BLOB.sha256, blue)
    box = items.itemDelegate().box(items.visualRect(items.model().index(0, 0)), items)
    seen = items.viewport().grab().toImage().pixelColor(box.center().x(), box.top() + 20)
    assert seen == QColor("blue")


def test_without_a_picture_the_soft_colour_and_the_drawing_of_its_format_stand_there(filled):
    filled.show_poster(BLOB.sha256, QImage())
    items = find(filled, QListView, "items")
    box = items.itemDelegate().box(items.visualRect(items.model().index(0, 0)), items)
    seen = items.viewport().grab().toImage().pixelColor(box.left() + 20, box.top() + 20)
    assert seen.name() == "#f8e8f4"


def test_the_focus_shows_on_the_current_card_when_keys_are_used_not_when_the_mouse_is(filled, qtbot):
    items = find(filled, QListView, "items")
    ring = QColor("#1f5fd1")
    place = items.itemDelegate().box(items.visualRect(items.model().index(1, 0)), items)
    corner = QPoint(place.center().x(), place.top() - 3)
    qtbot.mouseClick(items.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert items.viewport().grab().toImage().pixelColor(corner) != ring
    qtbot.keyClick(items, Qt.Key.Key_Left)
    qtbot.keyClick(items, Qt.Key.Key_Right)
    assert items.viewport().grab().toImage().pixelColor(corner) == ring


def test_a_long_title_takes_two_lines_and_ends_in_an_ellipsis(qapp):
    lines, cut = _lines("Kwartaalcijfers verversen in het rapport voor alle vestigingen", font_of("label"), 180, 2)
    assert (len(lines), cut, lines[1][-1]) == (2, True, "…")
    assert _lines("Plakken", font_of("label"), 180, 2) == (("Plakken",), False)


# What one does


def test_enter_opens_and_delete_discards_with_a_way_back(filled, parts, qtbot):
    items = find(filled, QListView, "items")
    choose(filled, "Plakken")
    with qtbot.waitSignal(filled.opened) as opened:
        qtbot.keyClick(items, Qt.Key.Key_Return)
    assert opened.args == ["item-2"]
    items.setFocus()
    with qtbot.waitSignal(parts.library.discarded) as gone:
        qtbot.keyClick(items, Qt.Key.Key_Delete)
    assert gone.args == ["item-2", "Plakken"]
    assert "Plakken" not in titles(filled)


def test_the_buttons_below_do_what_they_say(filled, qtbot):
    choose(filled, "Plakken")
    with qtbot.waitSignal(filled.opened) as opened:
        find(filled, QPushButton, "openItem").click()
    assert opened.args == ["item-2"]
    assert not shown(filled, "showItem")
    find(filled, QPushButton, "discardItem").click()
    assert "Plakken" not in titles(filled)


def test_what_is_on_the_board_can_be_looked_at_there(filled, parts, store, qtbot):
    store.facts["item-2"] = {"board_url": "https://hub.example/items/2"}
    parts.library.reload()
    choose(filled, "Plakken")
    with qtbot.waitSignal(filled.board_asked) as asked:
        find(filled, QPushButton, "showItem").click()
    assert asked.args == ["https://hub.example/items/2"]


def test_the_menu_offers_what_can_be_done(filled, parts, store):
    choose(filled, "Plakken")
    item = find(filled, QListView, "items").currentIndex().data(Role.ITEM)
    words = [action.text() for action in filled.menu_for(item).actions() if action.text()]
    assert words == ["Open", "Discard"]
    on_board = replace(item, board_url="https://hub.example/items/2")
    assert "Show on the board" in [action.text() for action in filled.menu_for(on_board).actions()]


def test_tab_goes_through_the_page_as_it_is_read(filled, qtbot):
    find(filled, QLineEdit, "search").setFocus()
    seen = []
    for _ in range(9):
        seen.append(QApplication.focusWidget().objectName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [
        "search", "gridView", "listView", "showAll", "formatFilter", "sortOrder", "items", "discardItem", "openItem"
    ]  # fmt: skip


def test_ctrl_f_goes_to_the_search(filled, qtbot):
    items = find(filled, QListView, "items")
    items.setFocus()
    qtbot.keyClick(items, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert find(filled, QLineEdit, "search").hasFocus()


# The model


def rows(number: int) -> list[ItemRow]:
    return [
        ItemRow(ItemId(f"i{at}"), Format.TIP, f"Tip {at}", Status.DRAFT, NOW - timedelta(minutes=at))
        for at in range(number)
    ]


@pytest.fixture
def model(qapp):
    return ItemsModel(lambda row: row.title)


def test_the_shown_rows_are_a_sound_model_while_they_change(model, qtmodeltester):
    shown_items = ShownItems(model)
    qtmodeltester.check(shown_items)
    model.show(rows(5))
    shown_items.look_for("3")
    model.show(rows(40))
    shown_items.look_for("")
    shown_items.in_order("title")
    qtmodeltester.check(shown_items)
    assert shown_items.rowCount() == 40


def test_search_wants_every_word_in_any_order(model):
    model.show(
        [replace(row, title=title) for row, title in zip(rows(2), ("Diensten in de planning", "Plakken"), strict=True)]
    )
    shown_items = ShownItems(model)
    shown_items.look_for("PLANNING dienst")
    assert [row.title for row in shown_items.rows] == ["Diensten in de planning"]


def test_where_one_row_changed_only_that_row_is_told(model):
    model.show(rows(3))
    shown_items, told = ShownItems(model), []
    shown_items.modelReset.connect(lambda: told.append("all"))
    shown_items.dataChanged.connect(lambda first, _: told.append(first.row()))
    changed = rows(3)
    changed[1] = replace(changed[1], status=Status.SENDING)
    model.show(changed)
    assert told == [1]


# Pictures


def test_pictures_are_kept_in_a_bounded_number_and_asked_for_anew_when_let_go(qapp):
    asked = Asked()
    posters = Posters(asked, most=2)
    clips = [replace(row, poster=row.id) for row in rows(3)]
    white = QImage(64, 36, QImage.Format.Format_RGB32)
    for clip in clips:
        posters.picture(clip, QSize(32, 18), 1.0)
        posters.take(clip.poster, white)
    assert len(posters) == 2
    posters.picture(clips[2], QSize(32, 18), 1.0)
    posters.picture(clips[0], QSize(32, 18), 1.0)
    assert [item.id for item in asked.items] == ["i0", "i1", "i2", "i0"]


def test_a_high_picture_loses_its_bottom_and_a_wide_one_its_sides(qapp):
    high = QImage(160, 180, QImage.Format.Format_RGB32)
    high.fill(QColor("red"))
    for line in range(90, 180):
        for at in range(160):
            high.setPixelColor(at, line, QColor("blue"))
    cut = cut_from_top(high, QSize(80, 45))
    assert (cut.size(), cut.pixelColor(40, 40).name()) == (QSize(80, 45), "#ff0000")
    assert cut_from_top(QImage(400, 100, QImage.Format.Format_RGB32), QSize(80, 45)).size() == QSize(80, 45)


def test_a_picture_is_decoded_no_larger_than_a_card_needs_and_nonsense_is_none(tmp_path, qapp):
    large = QImage(1920, 1080, QImage.Format.Format_RGB32)
    large.fill(QColor("green"))
    large.save(str(tmp_path / "large.jpg"))
    assert decode(tmp_path / "large.jpg").size() == QSize(640, 360)
    (tmp_path / "nonsense.jpg").write_bytes(b"no picture")
    assert decode(tmp_path / "nonsense.jpg").isNull()


def test_a_card_is_never_narrower_than_the_grid_allows(qapp, speech):
    painter = CardPainter(Posters(Asked()), speech, lambda: NOW, QWidget())
    assert all(painter.fit(width).width() >= 232 for width in range(300, 2000, 7))
