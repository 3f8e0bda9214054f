from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from core.content import Audience, Content, TipBody
from core.delivery import DeliveryState
from core.errors import HubRefused
from core.language import Bilingual
from core.review import ReviewState
from desktop.widgets.components import Progress
from desktop.widgets.outbox_page import MOST_ROWS, OutboxPage
from desktop.widgets.outbox_row import OutboxRow

NOW = datetime(2026, 11, 23, 15, 32, tzinfo=UTC)
TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
REFUSED = Bilingual(en="The hub does not know this form.", nl="De hub kent deze vorm niet.")


@pytest.fixture
def page(parts, store, qtbot):
    store.linked = object()
    made = OutboxPage(parts.library, parts.posting, parts.speech, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(884, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def waits(parts, store):
    """Puts drafts with these titles in the outbox."""

    def put(*titles: str, **facts) -> None:
        for title in titles:
            draft = store.new_draft(replace(TIP, title=title))
            store.submit(draft.id)
            if facts:
                store.facts[draft.id] = facts
        parts.library.reload()
        QApplication.processEvents()

    return put


def rows(page: QWidget, section: str) -> list[OutboxRow]:
    card = page.findChild(QWidget, section)
    return list(card.rows) if card.isVisible() else []


def told(page: QWidget, section: str) -> list[str]:
    return [row.accessibleName() for row in rows(page, section)]


def buttons(row: OutboxRow) -> dict[str, QPushButton]:
    return {button.objectName(): button for button in row.findChildren(QPushButton) if button.isVisible()}


def texts(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisible() and part.text()]


def test_an_empty_outbox_says_that_all_is_well(page, parts):
    parts.library.reload()
    assert "Nothing waits. Everything is where it should be." in texts(page)
    assert not page.findChild(QScrollArea).isVisible()


def test_what_asks_something_stands_apart_from_what_goes_by_itself(page, waits, parts, store):
    waits("Wacht", "Gevraagd")
    waits("Mislukt", to_hub=DeliveryState.FAILED, blocked=REFUSED)
    store.ask_changes("item-2", "Waar is de knop?")
    parts.library.reload()
    assert told(page, "asksOfYou") == [
        "Mislukt, Tip, Failed. The hub does not know this form.",
        "Gevraagd, Tip, Changes asked. Reviewer: “Mooi kort.”",
    ]
    assert told(page, "goesByItself") == [
        "Wacht, Tip, Waiting for network. It goes by itself as soon as the hub can be reached."
    ]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"to_hub": DeliveryState.SENDING}, "Sending. On its way to the hub."),
        ({"to_hub": DeliveryState.POSTED, "submitted_at": NOW}, "In review. Review asked for today 15:32."),
        ({"review": ReviewState.APPROVED}, "Approved. The hub makes it ready for the board."),
        ({"to_hub": DeliveryState.UNCERTAIN}, "Uncertain. The hub did not answer in time. It may have arrived."),
    ],
)
def test_each_state_says_what_it_waits_for(page, waits, facts, says):
    waits("Plakken", **facts)
    assert [*told(page, "asksOfYou"), *told(page, "goesByItself")] == [f"Plakken, Tip, {says}"]


def test_without_a_hub_it_is_kept_here(page, waits, store):
    store.linked = None
    waits("Plakken")
    assert "No hub yet. Kept on this computer." in told(page, "goesByItself")[0]


def test_the_part_that_has_arrived_shows_as_a_bar_and_in_words(page, waits):
    waits("Clip", to_hub=DeliveryState.SENDING, sent_bytes=14_000_000, total_bytes=23_000_000)
    (row,) = rows(page, "goesByItself")
    assert row.findChild(Progress).isVisible()
    assert "14.0 MB of 23.0 MB is at the hub already." in texts(row)


def test_a_reviewers_words_open_with_change_it_or_enter(page, waits, parts, store, qtbot):
    waits("Gevraagd")
    store.ask_changes("item-1", "Waar is de knop?")
    parts.library.reload()
    (row,) = rows(page, "asksOfYou")
    QApplication.processEvents()
    for act in (buttons(row)["changeIt"].click, lambda: qtbot.keyClick(row, Qt.Key.Key_Return)):
        with qtbot.waitSignal(page.opened) as opened:
            act()
        assert opened.args == ["item-1"]


def test_taking_back_takes_it_out_of_the_outbox_and_tells_sync(page, waits, store, qtbot):
    waits("Plakken")
    with qtbot.waitSignal(page.sync_asked):
        buttons(rows(page, "goesByItself")[0])["takeBack"].click()
    assert store.draft("item-1").review is ReviewState.DRAFT
    assert rows(page, "goesByItself") == []


def test_what_was_refused_can_be_sent_again(page, waits, store, qtbot):
    waits("Mislukt", to_hub=DeliveryState.FAILED, blocked=REFUSED)
    with qtbot.waitSignal(page.sync_asked):
        buttons(rows(page, "asksOfYou")[0])["sendAgain"].click()
    assert store.sent_again == ["item-1"]


def test_a_withdrawal_the_hub_did_not_take_asks_something_too(page, parts, store):
    draft = store.new_draft(TIP)
    store.facts[draft.id] = {"blocked": REFUSED}
    parts.library.reload()
    QApplication.processEvents()
    (row,) = rows(page, "asksOfYou")
    assert list(buttons(row)) == ["sendAgain"]


def test_what_is_nearly_on_the_board_can_be_looked_at_there(page, waits, qtbot):
    waits("Plakken", review=ReviewState.APPROVED, board_url="https://hub.example/items/1")
    with qtbot.waitSignal(page.board_asked) as asked:
        buttons(rows(page, "goesByItself")[0])["showOnBoard"].click()
    assert asked.args == ["https://hub.example/items/1"]


def test_offline_says_since_when_and_that_the_work_is_safe(page):
    page.tell_line("offline", NOW)
    said = page.findChild(QWidget, "offline").accessibleName()
    assert said.startswith("The hub cannot be reached since 15:32 Your work is safe")
    page.tell_line("online", NOW)
    QApplication.processEvents()
    assert not any(part.isVisible() for part in page.findChildren(QWidget, "offline"))


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("no_network", "No network since 15:32 Your work is safe"),
        (
            "sign_in_first",
            "This network asks you to sign in first Open any page in your browser and sign in there. Your",
        ),
        (
            "hub",
            "The hub does not answer since 15:32 Your network works; it is the hub that is down or busy. Your work",
        ),
        ("unknown", "The hub cannot be reached since 15:32 Your work"),
    ],
)
def test_no_network_a_sign_in_page_and_a_silent_hub_are_told_apart(page, cause, said):
    page.tell_cause("hub" if cause != "hub" else "no_network")
    page.tell_line("offline", NOW)
    page.tell_cause(cause)
    QApplication.processEvents()
    (banner,) = [part for part in page.findChildren(QWidget, "offline") if part.isVisible()]
    assert banner.accessibleName().startswith(said)
    page.tell_line("online", NOW)
    page.tell_cause("hub")
    QApplication.processEvents()
    assert not any(part.isVisible() for part in page.findChildren(QWidget, "offline"))


def test_a_hub_that_wants_to_be_connected_anew_asks_something_of_the_person(page, waits, qtbot):
    waits("Plakken")
    page.tell_line("sign_in")
    QApplication.processEvents()
    assert told(page, "asksOfYou") == [
        "Plakken, Tip, Waiting for network. It goes once you have connected with the hub again."
    ]
    with qtbot.waitSignal(page.settings_asked):
        page.findChild(QPushButton, "connectAgain").click()


def test_rows_change_in_place_and_keep_the_focus_and_the_place_scrolled_to(page, waits, parts, store):
    waits(*(f"Tip {at}" for at in range(20)))
    area = page.findChild(QScrollArea)
    before = {row.item.id: row for row in rows(page, "goesByItself")}
    target = buttons(before["item-12"])["takeBack"]
    target.setFocus()
    area.verticalScrollBar().setValue(200)
    store.facts["item-12"] = {"to_hub": DeliveryState.SENDING}
    store.facts["item-3"] = {"to_hub": DeliveryState.SENDING}
    waits("Nieuw")
    after = {row.item.id: row for row in rows(page, "goesByItself")}
    assert all(after[item_id] is row for item_id, row in before.items())
    assert "Sending" in after["item-12"].accessibleName()
    assert target.hasFocus()
    assert area.verticalScrollBar().value() == 200


def test_when_the_row_with_the_focus_goes_the_next_one_has_it(page, waits):
    waits("Een", "Twee", "Drie")
    second = rows(page, "goesByItself")[1]
    button = buttons(second)["takeBack"]
    button.setFocus()
    button.click()
    QApplication.processEvents()
    assert [row.item.title for row in rows(page, "goesByItself")] == ["Drie", "Een"]
    assert rows(page, "goesByItself")[1].hasFocus()


def test_a_row_that_goes_to_the_other_list_keeps_the_focus(page, waits, parts, store):
    waits("Een", "Twee")
    row = rows(page, "goesByItself")[1]
    row.setFocus()
    store.ask_changes("item-1", "Waar?")
    parts.library.reload()
    QApplication.processEvents()
    assert rows(page, "asksOfYou") == [row]
    assert row.hasFocus()


def test_tab_goes_through_the_rows_and_their_buttons_as_they_are_read(page, waits, parts, store, qtbot):
    waits("Een", "Twee")
    store.ask_changes("item-1", "Waar?")
    parts.library.reload()
    QApplication.processEvents()
    page.findChild(QPushButton, "tryNow").setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        seen.append(focused.item.title if isinstance(focused, OutboxRow) else focused.objectName())
    assert seen == ["Een", "changeIt", "Twee", "takeBack"]


def test_no_more_than_a_hundred_rows_and_the_rest_in_words(page, waits):
    waits(*(f"Tip {at}" for at in range(MOST_ROWS + 3)))
    assert len(rows(page, "goesByItself")) == MOST_ROWS
    assert "3 more, not shown here. They stand in My learning moments." in texts(page)


def test_trying_now_asks_for_a_look_at_the_hub(page, qtbot):
    with qtbot.waitSignal(page.sync_asked):
        page.findChild(QPushButton, "tryNow").click()


def test_buttons_say_what_they_are_about(page, waits):
    waits("Plakken")
    assert buttons(rows(page, "goesByItself")[0])["takeBack"].accessibleDescription() == "Plakken"


def test_an_upload_says_how_fast_it_goes_and_how_long_it_will_take(page, waits):
    going = {"to_hub": DeliveryState.SENDING, "sent_bytes": 3_000_000, "total_bytes": 40_000_000, "rate": 1_000_000}
    waits("Plakken", **going)
    says = "3.0 MB of 40.0 MB is at the hub already. 1.0 MB a second, about 40 seconds left."
    assert told(page, "goesByItself") == [f"Plakken, Tip, Sending. {says}"]


def test_sending_can_be_paused_and_goes_on_when_asked(page, waits, parts, store, qtbot):
    waits("Plakken")
    (row,) = rows(page, "goesByItself")
    buttons(row)["pauseSending"].click()
    assert store.summaries()[0].held
    QApplication.processEvents()
    (row,) = rows(page, "goesByItself")
    assert row.accessibleName() == "Plakken, Tip, Paused. You paused it. It is safe here and goes on when you say so."
    with qtbot.waitSignal(parts.library.to_send):
        buttons(row)["goOnSending"].click()
    assert not store.summaries()[0].held


def test_two_versions_ask_something_of_you(page, waits, qtbot):
    waits("Plakken", two_versions=True)
    (row,) = rows(page, "asksOfYou")
    says = "You changed it on another computer too. Both versions are safe; choose one."
    assert row.accessibleName() == f"Plakken, Tip, Two versions. {says}"
    with qtbot.waitSignal(page.opened):
        buttons(row)["chooseVersion"].click()


def test_a_hub_that_is_not_ours_is_told_in_its_own_words(page):
    title = Bilingual(en="Another hub answers at this address, so nothing was sent.", nl="Andere hub.")
    page.tell_line("refused", NOW, HubRefused("other_hub", title, Bilingual(en="Your work is safe.", nl="Veilig.")))
    assert page.findChild(QWidget, "hubRefused").accessibleName() == f"{title.en} Your work is safe."
