from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QPushButton,
    QWidget,
)

from capture.events import Started
from core.content import Audience, BlobRef, ClipBody, Content, TipBody
from core.errors import Impossible
from core.language import Bilingual
from core.review import ReviewState
from desktop.presenters.ports import Files
from desktop.presenters.recording import Phase
from desktop.start_request import StartRequest
from desktop.widgets.countdown import Countdown
from desktop.widgets.main_window import MainWindow, WindowVerbs
from desktop.widgets.recorder_bar import RecorderBar
from desktop.widgets.shell import Shell
from desktop.widgets.theme import theme_now, wear
from tests.desktop.accessible_walk import unnamed
from tests.desktop.finding import find, is_shown

ROOT = Path(__file__).resolve().parents[2]
TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
CLIP = Content(ClipBody(BlobRef("ab" * 32, 9, "video/mp4"), 97_000, 1280, 720, True), "Diensten", "nl")
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged")

PAGES = ("library", "outbox", "wizard", "editor", "settings")


class Verbs:
    def __init__(self) -> None:
        self.said: list[str] = []

    def window_verbs(self) -> WindowVerbs:
        def say(name):
            return lambda *args: self.said.append(" ".join((name, *args)))

        names = (
            "record",
            "pick_region",
            "pass_on",
            "write_tip",
            "example",
            "board",
            "open_address",
            "open_folder",
            "play",
            "play_outside",
            "poster",
            "card_poster",
            "leave",
        )
        return WindowVerbs(**{name: say(name) for name in names})


@pytest.fixture
def verbs():
    return Verbs()


@pytest.fixture
def window(parts, verbs, qtbot):
    made = MainWindow(parts, verbs.window_verbs())
    qtbot.addWidget(made)
    made.show()
    return made


def fill(window, parts, store) -> None:
    """Every page with something on it."""
    draft = store.new_draft(TIP)
    store.submit(draft.id)
    store.ask_changes(draft.id, "Waar is de knop?")
    parts.library.reload()
    parts.wizard.start()
    parts.editing.open(draft.id)
    window.tell(Impossible(Bilingual(en="No.", nl="Nee.")))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_control_has_a_name_in_both_languages(window, parts, store, language):
    fill(window, parts, store)
    parts.speech.use(language)
    for page in PAGES:
        window.go(page)
        QApplication.processEvents()
        assert unnamed(window) == []
    for value in ("fix", "none", "1-2", "yes", "follow"):
        parts.wizard.answer(value)
    assert unnamed(window.wizard_page) == []
    parts.wizard.choose_myself()
    assert unnamed(window.wizard_page) == []
    parts.editing.open(store.new_draft(CLIP).id)
    assert unnamed(window.editor_page) == []


def test_the_language_changes_while_the_window_is_open(window, parts, store):
    fill(window, parts, store)
    window.go("library")
    parts.speech.use("nl")
    assert find(window, QPushButton, "record").text() == "Opnemen"
    parts.speech.use("en")
    assert find(window, QPushButton, "record").text() == "Record"


def test_with_nothing_made_yet_the_page_asks_a_question_and_has_the_one_orange_button(window, parts):
    parts.library.reload()
    orange = [
        button.objectName() for button in window.findChildren(QPushButton) if button.property("kind") == "primary"
    ]
    shown = [name for name in orange if is_shown(window, name)]
    assert shown == ["firstTip"]


@pytest.mark.parametrize("page", PAGES)
def test_one_orange_thing_per_screen(window, parts, store, page):
    fill(window, parts, store)
    window.go(page)
    orange = [
        button.objectName()
        for button in window.findChildren(QPushButton)
        if button.property("kind") == "primary" and button.isVisible()
    ]
    assert len(orange) == 1, orange


def test_asking_for_review_by_its_button_shows_where_it_went(window, parts, store, qtbot):
    draft = store.new_draft(TIP)
    parts.editing.open(draft.id)
    find(window, QPushButton, "askForReview").click()
    assert store.draft(draft.id).review is ReviewState.SUBMITTED
    assert window.page == "outbox"


def test_an_error_says_what_happened_and_what_is_safe_until_it_is_read(window):
    window.tell(Impossible(Bilingual(en="The disk is full.", nl="x"), Bilingual(en="Your drafts are safe.", nl="y")))
    assert find(window, QWidget, "trouble").accessibleName() == "The disk is full. Your drafts are safe."
    find(window, QPushButton, "understood").click()
    assert not is_shown(window, "understood")


# Overlays


def test_escape_calls_the_countdown_off(recording, parts, qtbot):
    countdown = Countdown(recording, parts.hearing)
    qtbot.addWidget(countdown)
    recording.start(3)
    qtbot.waitUntil(countdown.isVisible)
    assert unnamed(countdown) == []
    countdown.activateWindow()
    qtbot.waitUntil(countdown.isActiveWindow)
    qtbot.keyClick(countdown, Qt.Key.Key_Escape)
    assert (recording.phase, countdown.isVisible()) == (Phase.IDLE, False)


def test_the_bar_offers_pause_and_stop_while_recording(recording, qtbot):
    bar = RecorderBar(recording)
    qtbot.addWidget(bar)
    recording.start(0)
    recording.heard[-1](Started())
    bar.appear(QPoint(0, 0))
    assert unnamed(bar) == []
    assert find(bar, QPushButton, "stop").isEnabled()
    assert find(bar, QPushButton, "pause").text() == "Pause"


def test_the_whole_shell_goes_from_a_recording_to_the_wizard_to_the_draft(parts, store, tasks, recording, qtbot):
    shell = Shell(parts, recording, store, Files(lambda _: ROOT, lambda _: ROOT), tuple, tasks, tasks, None)
    shell.open(show_window=True)
    parts.preferences.keep(replace(parts.preferences.settings, countdown_s=0))
    shell.record()
    assert not shell.window.isVisible()
    recording.heard[-1](Started())
    assert shell.tray.state == "recording"
    recording._keep(None)
    assert shell.window.page == "wizard"
    parts.wizard.choose_myself()
    assert shell.window.page == "editor"
    shell.leave()
    shell.close_windows()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("chosen", ["dark", "light"])
def test_the_appearance_that_was_chosen_is_worn_from_the_first_window_on(parts, store, tasks, recording, qapp, chosen):
    before = theme_now().dark
    wear(qapp, dark=chosen == "light")
    parts.preferences.keep(replace(parts.preferences.settings, appearance=chosen))
    shell = Shell(parts, recording, store, Files(lambda _: ROOT, lambda _: ROOT), tuple, tasks, tasks, None)
    try:
        shell.open(show_window=True)
        assert theme_now().dark == (chosen == "dark")
    finally:
        shell.close_windows()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        wear(qapp, dark=before)


def test_closing_without_a_tray_ends_the_app_after_keeping_what_was_typed(parts, store, tasks, recording, qtbot):
    shell = Shell(parts, recording, store, Files(lambda _: ROOT, lambda _: ROOT), tuple, tasks, tasks, None)
    shell.open(show_window=True)
    draft = store.new_draft(TIP)
    parts.editing.open(draft.id)
    parts.editing.edit(replace(TIP, title="Net getypt"))
    with qtbot.waitSignal(shell.left):
        shell.window.close()
    assert store.draft(draft.id).content.title == "Net getypt"
    shell.close_windows()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_link_to_a_learning_moment_opens_it_where_it_is_and_says_so_where_it_is_not(
    parts, store, tasks, recording, qtbot
):
    shell = Shell(parts, recording, store, Files(lambda _: ROOT, lambda _: ROOT), tuple, tasks, tasks, None)
    shell.open(show_window=False)
    draft = store.new_draft(TIP)
    shell.follow(StartRequest("item", "no-such-item"))
    assert is_shown(shell.window, "trouble")
    assert parts.editing.current is None
    shell.follow(StartRequest("item", draft.id))
    assert (shell.window.page, parts.editing.current.draft.id) == ("editor", draft.id)
    shell.close_windows()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
