"""What wakes a person and what does not; and that it is said once, together, and never in a recording."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget  # noqa: TID251 - the tests of the widgets

from core.draft import ItemId
from core.feed import ReviewEvent
from core.review import ReviewState
from core.status import Status
from desktop.presenters.library import LibraryPresenter
from desktop.presenters.news import NewsItem, NewsPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.settings import Settings, load_settings, save_settings
from desktop.start_request import StartRequest
from desktop.widgets.components import Toast
from desktop.widgets.news_teller import NewsTeller
from desktop.widgets.settings.hub import HubSettings
from desktop.widgets.tray import Tray
from tests.desktop.conftest import NOW, TIP

DRAFT, SUBMITTED, CHANGES, APPROVED, PUBLISHED, RETIRED = ReviewState


class Ears:
    """The presenter over a store in memory and a settings file; `told` are the messages, each a list of titles."""

    def __init__(self, store, tasks, speech, file) -> None:
        self.store, self.tasks, self.speech, self.file = store, tasks, speech, file
        self.recording = False
        self.told: list[list[str]] = []
        store.linked = SimpleNamespace(connected_at=NOW - timedelta(days=30))
        self.start()

    def start(self) -> None:
        """As the app starts: what it knows is in the file."""
        self.preferences = PreferencesPresenter(
            load_settings(self.file), lambda kept: save_settings(self.file, kept), "en", self.speech, self.tasks, None
        )
        self.library = LibraryPresenter(self.store, self.tasks, self.speech, None)
        self.news = NewsPresenter(
            self.library, self.store, self.preferences, self.tasks, None, quiet=lambda: self.recording
        )
        self.news.told.connect(lambda items: self.told.append([item.title for item in items]))
        self.library.reload()

    def item(self, title: str, review: ReviewState) -> ItemId:
        item_id = self.store.new_draft(replace(TIP, title=title)).id
        self.become(item_id, review)
        return item_id

    def become(self, item_id: ItemId, review: ReviewState, *, at=NOW, look: bool = True) -> None:
        self.store.facts[item_id] = {"review": review}
        event = ReviewEvent(1, at, item_id, "0" * 64, review, "Joris", "", (), None)
        self.store.events[item_id] = (*self.store.events.get(item_id, ()), event)
        if look:
            self.library.reload()


@pytest.fixture
def ears(store, tasks, speech, tmp_path):
    return Ears(store, tasks, speech, tmp_path / "settings.json")


@pytest.mark.parametrize(
    ("before", "after", "wakes"),
    [
        (SUBMITTED, CHANGES, True),
        (APPROVED, CHANGES, True),
        (SUBMITTED, PUBLISHED, True),
        (APPROVED, PUBLISHED, True),
        (DRAFT, SUBMITTED, False),
        (CHANGES, SUBMITTED, False),
        (SUBMITTED, APPROVED, False),
        (SUBMITTED, DRAFT, False),
        (PUBLISHED, RETIRED, False),
        (CHANGES, CHANGES, False),
        (PUBLISHED, PUBLISHED, False),
        (DRAFT, PUBLISHED, False),
        (RETIRED, PUBLISHED, False),
    ],
)
def test_only_a_change_that_is_asked_and_the_board_wake_the_person(ears, before, after, wakes):
    item = ears.item("Plakken", before)
    ears.become(item, after)
    assert ears.told == ([["Plakken"]] if wakes else [])
    ears.library.reload()
    assert len(ears.told) == wakes


def test_what_came_at_once_is_one_message(ears):
    items = [ears.item(title, SUBMITTED) for title in ("Een", "Twee", "Drie")]
    for item, state in zip(items, (CHANGES, PUBLISHED, PUBLISHED), strict=True):
        ears.become(item, state, look=False)
    ears.library.reload()
    assert [sorted(message) for message in ears.told] == [["Drie", "Een", "Twee"]]


def test_nothing_is_told_while_recording_and_all_of_it_together_afterwards(ears):
    one, two, again = (ears.item(title, SUBMITTED) for title in ("Een", "Twee", "Opnieuw"))
    ears.recording = True
    ears.become(one, CHANGES)
    ears.become(again, CHANGES)
    ears.become(two, PUBLISHED, at=NOW + timedelta(minutes=1))
    ears.news.speak()
    assert ears.told == []
    ears.become(again, SUBMITTED)
    ears.recording = False
    ears.news.speak()
    ears.news.speak()
    assert ears.told == [["Een", "Twee"]]


def test_what_came_while_the_app_was_away_is_told_at_the_next_start_and_what_was_told_is_not(ears):
    known, fresh = ears.item("Bekend", SUBMITTED), ears.item("Nieuw", SUBMITTED)
    ears.become(known, CHANGES)
    ears.become(fresh, PUBLISHED, at=NOW + timedelta(minutes=1), look=False)
    ears.start()
    ears.start()
    assert ears.told == [["Bekend"], ["Nieuw"]]


def test_what_was_held_back_by_a_recording_outlives_the_app(ears):
    item = ears.item("Plakken", SUBMITTED)
    ears.recording = True
    ears.become(item, CHANGES)
    ears.recording = False
    ears.start()
    assert ears.told == [["Plakken"]]


def test_a_second_round_is_news_again(ears):
    item = ears.item("Plakken", SUBMITTED)
    ears.become(item, CHANGES)
    ears.become(item, SUBMITTED, at=NOW + timedelta(minutes=1))
    ears.become(item, CHANGES, at=NOW + timedelta(minutes=2))
    assert ears.told == [["Plakken"], ["Plakken"]]


def test_what_the_hub_said_before_it_was_connected_here_is_old(ears):
    item = ears.item("Plakken", SUBMITTED)
    ears.store.linked = SimpleNamespace(connected_at=NOW)
    ears.become(item, PUBLISHED, at=NOW - timedelta(seconds=1))
    assert ears.told == []
    ears.library.reload()
    ears.start()
    assert ears.told == []


def test_a_library_put_back_to_an_earlier_moment_does_not_tell_the_same_again(ears):
    item = ears.item("Plakken", SUBMITTED)
    ears.become(item, PUBLISHED)
    ears.store.facts[item], ears.store.events[item] = {"review": SUBMITTED}, ()
    ears.library.reload()
    ears.become(item, PUBLISHED)
    assert ears.told == [["Plakken"]]


def test_a_trusted_makers_item_is_told_without_a_word_in_the_feed(ears):
    item = ears.item("Plakken", SUBMITTED)
    ears.store.facts[item] = {"review": PUBLISHED}
    ears.library.reload()
    assert ears.told == [["Plakken"]]


def test_who_wants_to_hear_nothing_hears_nothing_not_even_later(ears):
    ears.preferences.keep(Settings(tell_news=False))
    item = ears.item("Plakken", SUBMITTED)
    ears.become(item, CHANGES)
    ears.preferences.keep(replace(ears.preferences.settings, tell_news=True))
    ears.library.reload()
    ears.start()
    assert ears.told == []


def test_the_setting_is_kept(parts, qtbot):
    holder = QObject()
    hub = HubSettings(parts.connecting, parts.preferences, parts.speech, holder)
    qtbot.addWidget(hub.section)
    switch = hub.section.findChild(QWidget, "newsSetting")
    assert switch.isChecked()
    switch.click()
    assert not parts.preferences.settings.tell_news
    parts.preferences.keep(replace(parts.preferences.settings, tell_news=True))
    assert switch.isChecked()


# How it is said


class Source(QObject):
    told = Signal(object)


@pytest.fixture
def teller(qtbot, monkeypatch):
    window, toast = QWidget(), Toast()
    qtbot.addWidget(window)
    qtbot.addWidget(toast)
    made = SimpleNamespace(news=Source(), window=window, toast=toast, followed=[], shown=[], front=False, tells=True)
    verbs = SimpleNamespace()
    made.tray = Tray(verbs, None)
    monkeypatch.setattr(window, "isActiveWindow", lambda: made.front)
    monkeypatch.setattr(Tray, "tells", property(lambda _: made.tells))
    monkeypatch.setattr(made.tray.icon, "showMessage", lambda title, words, _: made.shown.append((title, words)))
    overlays = SimpleNamespace(toast=toast)
    made.teller = NewsTeller(made.news, window, made.tray, overlays, made.followed.append, None)
    return made


def news(title: str, status: Status = Status.CHANGES_ASKED) -> NewsItem:
    return NewsItem(ItemId(f"id of {title}"), title, status)


@pytest.mark.parametrize(
    ("items", "shown", "wish"),
    [
        ((news("Plakken"),), ("A change is asked", "Plakken"), StartRequest("item", "id of Plakken")),
        (
            (news("Plakken", Status.ON_BOARD),),
            ("On the board", "Plakken"),
            StartRequest("item", "id of Plakken"),
        ),
        (
            (news("Een"), news("Twee"), news("Drie", Status.ON_BOARD)),
            ("3 learning moments have news", ""),
            StartRequest("library"),
        ),
    ],
)
def test_the_tray_says_it_and_a_click_opens_it(teller, items, shown, wish):
    teller.news.told.emit(items)
    assert (teller.shown, teller.followed) == ([shown], [])
    teller.tray.icon.messageClicked.emit()
    assert teller.followed == [wish]


@pytest.mark.parametrize(("front", "tells"), [(True, True), (False, False)])
def test_a_window_in_front_and_a_desktop_without_messages_get_a_toast(teller, front, tells):
    teller.front, teller.tells = front, tells
    teller.news.told.emit((news("Plakken"),))
    assert (teller.shown, teller.toast.accessibleName()) == ([], "A change is asked: Plakken")
    teller.toast.findChild(QPushButton, "undo").click()
    assert teller.followed == [StartRequest("item", "id of Plakken")]
