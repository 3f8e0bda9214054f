"""Earlier versions: which are shown of many, how they differ, and using one again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QCheckBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from core.content import Audience, BlobRef, ClipBody, Content, TipBody
from core.wire import hash_of
from desktop.presenters.history import Version, differences, thinned, versions_of
from desktop.widgets.editor.page import EditorPage
from drafts.records import Revision
from tests.desktop.conftest import NOW
from tests.desktop.finding import find, is_shown, words

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
CLIP = Content(ClipBody(BlobRef("ab" * 32, 9, "video/mp4"), 97_000, 1280, 720, True), "Diensten", "nl")


def at(*minutes: float) -> list[Version]:
    """Versions that were saved this many minutes ago, newest first."""
    return [
        Version(len(minutes) - place, NOW - timedelta(minutes=ago), TIP, present=place == 0)
        for place, ago in enumerate(minutes)
    ]


def shown(*minutes: float) -> list[float]:
    return [(NOW - version.saved_at) / timedelta(minutes=1) for version in thinned(at(*minutes), NOW)]


def test_of_one_minute_of_typing_the_last_version_is_shown():
    # 14:32:00 is now; 14:31 has the three after it.
    assert shown(0, 0.1, 0.2, 0.3, 1.1) == [0, 0.1, 1.1]


def test_a_state_that_stood_for_a_while_is_shown_though_others_of_that_minute_are():
    # Typed, left for twenty seconds, and typed on.
    assert shown(0, 0.1, 0.15, 0.5, 0.55) == [0, 0.1, 0.5]


def test_of_an_hour_ago_five_minutes_are_one():
    assert shown(0, 60, 61, 61.5, 66) == [0, 60, 66]
    assert shown(0, 60, 60.5, 63) == [0, 60, 63]


def test_of_days_ago_a_sitting_is_one():
    assert shown(0, *(4 * 24 * 60 + step for step in range(60))) in ([0, 5760], [0, 5760, 5760 + 32])


def test_a_thousand_versions_of_one_day_are_a_list_one_can_read():
    assert len(shown(*(step * 0.5 for step in range(1000)))) < 80


def test_what_review_was_asked_for_is_never_thinned_away():
    versions = at(0, 0.1, 0.2, 0.3)
    versions[2] = replace(versions[2], asked=True)
    assert versions[2] in thinned(versions, NOW)


def test_it_is_told_in_which_parts_a_version_differs_from_now():
    then = replace(
        TIP, title="Anders", body=TipBody("iets plakt"), audience=Audience(everyone=True), experience="Soms",
        review_by=date(2027, 5, 1),
    )  # fmt: skip
    assert differences(TIP, TIP) == ()
    assert differences(TIP, then) == ("title", "text", "audience", "experience", "review_by")
    other = replace(CLIP, body=replace(CLIP.body, media=BlobRef("cd" * 32, 9, "video/mp4"), duration_ms=3))
    assert differences(CLIP, other) == ("recording",)
    assert differences(CLIP, replace(CLIP, body=replace(CLIP.body, summary="Meer"))) == ("text",)


def test_the_newest_is_present_and_the_newest_with_the_hash_was_asked_for():
    saved = [Revision(3, NOW, replace(TIP, title="Later")), Revision(2, NOW, TIP), Revision(1, NOW, TIP)]
    made = versions_of(saved, hash_of(TIP))
    assert [(one.number, one.present, one.asked) for one in made] == [
        (3, True, False),
        (2, False, True),
        (1, False, False),
    ]


# The panel


@pytest.fixture
def page(parts, qtbot):
    made = EditorPage(parts.editing, parts.history, parts.posting, parts.speech, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(1000, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def draft(page, parts, store):
    """A tip that was saved three times over an hour, open."""
    made = store.new_draft(replace(TIP, body=TipBody("iets plakt")))
    store.save(made.id, replace(TIP, title="Tweede"))
    store.save(made.id, TIP)
    ago = (0, 20, 60)
    store.saved[made.id] = [
        replace(one, saved_at=NOW - timedelta(minutes=minutes))
        for one, minutes in zip(store.saved[made.id], ago, strict=True)
    ]
    parts.editing.open(made.id)
    return made


def choices(page: QWidget) -> list[tuple[str, str]]:
    QApplication.processEvents()
    found = [
        radio
        for radio in page.findChildren(QRadioButton)
        if radio.objectName().startswith("version-") and radio.isVisible()
    ]
    return [(radio.accessibleName(), radio.accessibleDescription()) for radio in found]


def test_the_versions_are_listed_with_when_and_what_differs(page, draft):
    find(page, QPushButton, "openHistory").click()
    assert choices(page) == [
        ("Now", ""),
        ("Today 14:12", "Different from now: the title"),
        ("Today 13:32", "Different from now: the text"),
    ]
    assert find(page, QRadioButton, "version-3").hasFocus()
    assert not find(page, QPushButton, "useVersion").isEnabled()


def test_a_version_is_shown_as_it_was_and_used_again_as_a_new_one(page, parts, store, draft):
    used = []
    parts.history.used.connect(lambda item_id, before: used.append((item_id, before)))
    find(page, QPushButton, "openHistory").click()
    find(page, QRadioButton, "version-2").setChecked(True)
    assert "Tweede" in words(page)
    find(page, QPushButton, "useVersion").click()
    assert store.draft(draft.id).content.title == "Tweede"
    assert [one.number for one in store.revisions(draft.id)] == [4, 3, 2, 1]
    assert used == [(draft.id, 3)]
    assert parts.editing.content.title == "Tweede"
    assert choices(page)[0] == ("Now", "")
    parts.history.undo(*used[0])
    assert store.draft(draft.id).content == TIP
    assert parts.editing.content == TIP


def test_what_was_just_typed_is_kept_before_another_version_takes_its_place(page, parts, store, draft):
    find(page, QPushButton, "openHistory").click()
    find(page, QPlainTextEdit, "action").setPlainText("net getypt")
    find(page, QRadioButton, "version-1").setChecked(True)
    find(page, QPushButton, "useVersion").click()
    assert [one.content.body.action for one in store.revisions(draft.id)[:2]] == ["", "net getypt"]


def test_what_is_typed_meanwhile_joins_the_list_and_the_choice_stays(page, parts, draft):
    find(page, QPushButton, "openHistory").click()
    find(page, QRadioButton, "version-1").setChecked(True)
    find(page, QPlainTextEdit, "action").setPlainText("net getypt")
    parts.editing.flush()
    assert is_shown(page, "version-4")
    assert find(page, QRadioButton, "version-1").isChecked()


def test_every_change_can_be_shown_with_its_second(page, parts, store, draft):
    store.saved[draft.id][1] = replace(store.saved[draft.id][1], saved_at=NOW - timedelta(seconds=4))
    store.saved[draft.id][2] = replace(store.saved[draft.id][2], saved_at=NOW - timedelta(seconds=8))
    find(page, QPushButton, "openHistory").click()
    assert [title for title, _ in choices(page)] == ["Now", "Today 14:31"]
    find(page, QCheckBox, "everyVersion").setChecked(True)
    assert [title for title, _ in choices(page)] == ["Now", "Today 14:31:56", "Today 14:31:52"]


def test_what_is_in_review_can_be_looked_at_and_not_changed(page, parts, store, draft):
    store.submit(draft.id)
    parts.editing.open(draft.id)
    find(page, QPushButton, "openHistory").click()
    find(page, QRadioButton, "version-2").setChecked(True)
    assert "Tweede" in words(page)
    assert not is_shown(page, "useVersion")
    assert "take your request for review back first" in words(page)
    parts.history.use(2)
    assert store.draft(draft.id).content == TIP


def test_the_keys_open_it_and_escape_closes_it_before_the_page(page, draft, qtbot):
    closed = []
    page.closed.connect(lambda: closed.append(1))
    qtbot.keyClick(page, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert is_shown(page, "versions")
    qtbot.keyClick(find(page, QRadioButton, "version-3"), Qt.Key.Key_Escape)
    assert not is_shown(page, "versions")
    assert closed == []
    qtbot.keyClick(find(page, QPushButton, "openHistory"), Qt.Key.Key_Escape)
    assert closed == [1]


def test_another_draft_opens_without_the_versions_of_the_first(page, parts, store, draft):
    find(page, QPushButton, "openHistory").click()
    parts.editing.open(store.new_draft(CLIP).id)
    assert not is_shown(page, "versions")
    find(page, QPushButton, "openHistory").click()
    assert "There is no earlier version yet." in words(page)
