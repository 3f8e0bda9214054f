from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from core.content import Audience, BlobRef, ClipBody, Content, RecommendationBody, SlidesBody, TipBody
from core.review import ReviewState
from desktop.widgets.editor.page import EditorPage
from drafts.records import OtherVersion
from media.ffmpeg import executable
from tests.desktop.conftest import NOW
from tests.desktop.finding import find, is_shown, words

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
CLIP = Content(ClipBody(BlobRef("ab" * 32, 9, "video/mp4"), 97_000, 1280, 720, True), "Diensten", "nl")
pytestmark = pytest.mark.usefixtures("qapp")

quiet_media = pytest.mark.qt_log_ignore(
    "Couldn't (load|resolve) va", "PulseAudio", "No audio device", "No RHI backend", "Could not open media"
)
"""What Qt's player says on a machine without a graphics card and without sound."""


@pytest.fixture
def page(parts, qtbot):
    made = EditorPage(parts.editing, parts.history, parts.posting, parts.speech, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(884, 720)
    made.show()
    return made


# A tip


def test_typing_a_tip_keeps_counts_and_shows_it(page, parts, store):
    draft = store.new_draft(replace(TIP, title=""))
    parts.editing.open(draft.id)
    find(page, QPlainTextEdit, "action").setPlainText("een twee drie")
    assert find(page, QLabel, "wordCount").text() == "8 of 60 words"
    assert "If you iets plakt, een twee drie so that staat het er." in words(page)
    parts.editing.flush()
    assert store.draft(draft.id).content.body.action == "een twee drie"


def test_the_title_follows_what_to_do_until_the_maker_writes_one(page, parts, store):
    draft = store.new_draft(replace(TIP, title="", body=TipBody()))
    parts.editing.open(draft.id)
    action = find(page, QPlainTextEdit, "action")
    action.setPlainText("druk op Ctrl+V")
    assert find(page, QLineEdit, "title").text() == "Druk op Ctrl+V"
    find(page, QLineEdit, "title").setText("Plak zonder opmaak")
    action.setPlainText("druk op Ctrl+Shift+V")
    assert parts.editing.content.title == "Plak zonder opmaak"


def test_a_title_of_ones_own_is_not_written_over_when_the_draft_is_opened_again(page, parts, store):
    draft = store.new_draft(TIP)
    parts.editing.open(draft.id)
    find(page, QPlainTextEdit, "action").setPlainText("druk op Ctrl+Shift+V")
    assert parts.editing.content.title == "Plakken"


def test_typing_begins_in_the_first_field(page, parts, store, qtbot):
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    parts.editing.open(store.new_draft(TIP).id)
    QApplication.processEvents()
    assert page.focusWidget().objectName() == "situation"
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.focusWidget().objectName() == "action"


def test_ctrl_enter_asks_for_review_from_within_a_text(page, parts, store, qtbot):
    draft = store.new_draft(TIP)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    parts.editing.open(draft.id)
    action = find(page, QPlainTextEdit, "action")
    action.setFocus()
    qtbot.keyClick(action, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert store.draft(draft.id).review is ReviewState.SUBMITTED


# A recommendation


def test_a_recommendation_asks_for_link_reason_part_and_time(page, parts, store):
    draft = store.new_draft(replace(TIP, title="", body=RecommendationBody(url="https://example.org/draaitabellen")))
    parts.editing.open(draft.id)
    assert find(page, QLineEdit, "url").text() == "https://example.org/draaitabellen"
    find(page, QLineEdit, "title").setText("Draaitabellen, eindelijk duidelijk")
    find(page, QPlainTextEdit, "reason").setPlainText("Ik snapte draaitabellen pas na dit filmpje.")
    find(page, QLineEdit, "part").setText("van 2:10 tot 6:30")
    find(page, QRadioButton, "minutes-5").click()
    parts.editing.flush()
    body = store.draft(draft.id).content.body
    assert body == RecommendationBody(
        "https://example.org/draaitabellen", "Ik snapte draaitabellen pas na dit filmpje.", "van 2:10 tot 6:30", 5
    )
    assert "Ik snapte draaitabellen pas na dit filmpje." in words(page)


def test_minutes_that_are_not_among_the_choices_stay_as_they_are(page, parts, store):
    draft = store.new_draft(replace(TIP, body=RecommendationBody("https://example.org", "x", "", 7)))
    parts.editing.open(draft.id)
    find(page, QLineEdit, "part").setText("het begin")
    assert parts.editing.content.body.minutes == 7


# A clip


@pytest.fixture
def film(tmp_path) -> Path:
    file = tmp_path / "clip.mp4"
    source = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=15:duration=4"]
    subprocess.run(
        [executable(), "-loglevel", "error", *source, "-pix_fmt", "yuv420p", str(file)], check=True, timeout=60
    )
    return file


@quiet_media
def test_a_clip_really_plays_in_its_page(page, parts, store, qtbot, film):
    parts.editing.open(store.new_draft(CLIP).id)
    asked = []
    page.play_asked.connect(asked.append)
    find(page, QPushButton, "play").click()
    assert len(asked) == 1
    player = page.clip.player
    player.play_file(film)
    qtbot.waitUntil(lambda: not player.picture.image.isNull(), timeout=15_000)
    first = player.picture.image.copy()
    qtbot.waitUntil(lambda: player.picture.image != first, timeout=15_000)
    assert (first.width(), first.height()) == (320, 180)
    player.stop()
    qtbot.waitUntil(lambda: find(page, QPushButton, "play").accessibleName() == "Play")


def test_before_it_plays_a_clip_shows_its_poster(page, parts, store):
    parts.editing.open(store.new_draft(CLIP).id)
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    page.show_poster(image)
    assert page.clip.player.picture.image == image


@quiet_media
def test_a_film_that_cannot_be_played_is_given_to_the_system(page, parts, store, qtbot, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a film")
    parts.editing.open(store.new_draft(CLIP).id)
    with qtbot.waitSignal(page.play_failed, timeout=15_000) as failed:
        page.clip.player.play_file(broken)
    assert failed.args == [broken]


# For whom, by whom, until when


def test_an_audience_that_was_chosen_before_is_shown_in_one_line_and_can_be_changed(page, parts, store):
    parts.editing.open(store.new_draft(TIP).id)
    assert "Balie" in find(page, QLabel, "audienceSummary").text()
    find(page, QPushButton, "changeAudience").click()
    find(page, QWidget, "team-t2").click()
    assert set(parts.editing.content.audience.teams) == {"t1", "t2"}


def test_without_an_audience_the_choice_is_open_at_once(page, parts, store):
    parts.editing.open(store.new_draft(replace(TIP, audience=Audience())).id)
    assert not is_shown(page, "audienceSummary")
    find(page, QWidget, "team-t1").click()
    assert parts.editing.content.audience.teams == ("t1",)


def test_without_a_hub_there_are_no_teams_to_choose_and_everyone_can_be_meant(page, parts, store):
    store.known = None
    parts.editing.open(store.new_draft(replace(TIP, audience=Audience())).id)
    find(page, QRadioButton, "audienceEveryone").click()
    assert parts.editing.content.audience.everyone


def test_the_preview_says_who_it_is_by_and_until_when(page, parts, store):
    parts.editing.open(store.new_draft(replace(TIP, review_by=date(2027, 11, 1))).id)
    assert "You: “Elke dag”" in words(page)
    assert "Not reviewed yet · valid until Nov 2027" in words(page)


# Findings and review


def test_what_is_needed_and_what_is_a_hint_are_counted_apart(page, parts, store):
    parts.editing.open(store.new_draft(replace(TIP, title="", body=TipBody(), audience=Audience())).id)
    summary = find(page, QLabel, "findingsSummary").text()
    assert "needed before you can ask" in summary
    assert "you may skip" in summary


def test_changes_asked_stand_on_top_with_every_comment_and_can_be_asked_again(page, parts, store):
    draft = store.new_draft(TIP)
    store.submit(draft.id)
    store.ask_changes(draft.id, "Waar is de knop?")
    parts.editing.open(draft.id)
    spoken = find(page, QWidget, "changesAsked").accessibleName()
    assert "Mooi kort." in spoken
    assert "Waar is de knop?" in spoken
    assert find(page, QPushButton, "askForReview").text() == "Ask again"


def test_what_was_asked_for_review_cannot_be_typed_over_or_thrown_away(page, parts, store):
    draft = store.new_draft(TIP)
    store.submit(draft.id)
    parts.editing.open(draft.id)
    assert not find(page, QLineEdit, "title").isEnabled()
    assert find(page, QPushButton, "withdraw").isVisible()
    assert not is_shown(page, "discardDraft")
    assert not is_shown(page, "askForReview")


def test_a_format_that_is_not_made_here_yet_can_be_read_and_titled(page, parts, store):
    draft = store.new_draft(replace(TIP, body=SlidesBody()))
    parts.editing.open(draft.id)
    find(page, QLineEdit, "title").setText("Een zaal boeken")
    parts.editing.flush()
    assert store.draft(draft.id).content == replace(TIP, body=SlidesBody(), title="Een zaal boeken")


# Two versions


@pytest.fixture
def two(page, parts, store):
    """A tip that was changed on two computers, opened."""
    draft = store.new_draft(TIP)
    store.others[draft.id] = OtherVersion(replace(TIP, title="Van ginder"), "0" * 64, NOW)
    parts.editing.open(draft.id)
    return draft.id


def test_two_versions_stand_side_by_side(page, two):
    said = words(page)
    assert "You changed this on another computer too, today" in said
    assert all(part in said for part in ("On this computer", "Plakken", "Van ginder", "On your other computer"))


@pytest.mark.parametrize(
    ("button", "title", "number"),
    [("keepMine", "Plakken", 1), ("takeOther", "Van ginder", 1), ("keepBoth", "Plakken", 2)],
)
def test_the_person_chooses_which_version_stays(page, parts, store, two, button, title, number):
    find(page, QPushButton, button).click()
    assert parts.editing.content.title == title
    assert len(store.drafts) == number
    assert not store.others
    assert "You changed this on another computer too" not in words(page)


def test_what_is_being_typed_is_kept_before_a_choice(page, parts, store, two):
    find(page, QPlainTextEdit, "action").setPlainText("nog niet bewaard")
    find(page, QPushButton, "keepMine").click()
    assert store.draft(two).content.body.action == "nog niet bewaard"
