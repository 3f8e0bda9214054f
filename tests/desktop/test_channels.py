"""Channels as a person meets them: in the settings, in the dialog to post, and in the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from channels.posting import Outcome
from channels.reasons import REASONS
from core.content import Audience, BlobRef, ClipBody, Content, TipBody
from core.delivery import DeliveryAction, DeliveryState
from core.review import Criterion
from desktop.widgets.components import DialogFrame
from desktop.widgets.editor.page import EditorPage
from desktop.widgets.outbox_page import MOST_ARRIVED, OutboxPage
from desktop.widgets.settings.channels import ChannelSettings
from sync.posting import NO_ADDRESS
from tests.desktop.conftest import NOW
from tests.desktop.finding import find, is_shown, words

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
CLIP = replace(TIP, body=ClipBody(BlobRef("ab" * 32, 9, "video/mp4"), 97_000, 1280, 720, True), title="Diensten")
ALL = frozenset(Criterion)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SLACK = "https://hooks.slack.com/services/T000/B000/geheim"
LATER = datetime(2026, 11, 23, 15, 32, tzinfo=UTC)


def press(window: QWidget, name: str) -> None:
    find(window, QPushButton, name).click()
    QApplication.processEvents()


# Settings


@pytest.fixture
def settings(parts, shown):
    holder = QWidget()
    made = ChannelSettings(parts.channels, parts.speech, holder)
    made.window = shown(made.section, holder)
    return made


def type_in(window: QWidget, **typed: str) -> None:
    for name, text in typed.items():
        find(window, QLineEdit, "channelName" if name == "name" else f"channel-{name}").setText(text)


def choose(window: QWidget, kind: str) -> None:
    press(window, "addChannel")
    find(window, QRadioButton, f"channelKind-{kind}").setChecked(True)
    press(window, "nextChannel")


def test_with_no_channel_it_asks_where_the_team_is(settings):
    assert "Where does your team talk?" in words(settings.window)
    assert find(settings.window, QPushButton, "addChannel").property("kind") == "primary"
    assert settings.has_primary


def test_a_channel_is_added_by_its_kind_and_fields_and_its_secret_is_never_shown(settings, channel_door):
    window = settings.window
    choose(window, "slack_webhook")
    assert find(window, QLineEdit, "channelName").hasFocus()
    assert find(window, QLineEdit, "channel-address").echoMode() is QLineEdit.EchoMode.Password
    type_in(window, name="  Balie   beneden ", address=f" {SLACK} ")
    press(window, "keepChannel")
    assert "Balie beneden" in words(window)
    assert channel_door.addresses == {"c1": SLACK}
    assert not is_shown(window, "channelForm")
    QApplication.processEvents()
    everything = "\n".join(part.text() for kind in (QLineEdit, QLabel) for part in window.findChildren(kind))
    assert "hooks.slack.com/services/T000" not in everything
    assert find(window, QPushButton, "test-c1").hasFocus()
    assert not settings.has_primary


def test_each_kind_says_in_a_sentence_what_it_does(settings):
    press(settings.window, "addChannel")
    said = [radio.accessibleDescription() for radio in settings.window.findChildren(QRadioButton)]
    assert len(said) == 5
    assert all(sentence.endswith(".") for sentence in said)


def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(settings, store):
    window = settings.window
    choose(window, "slack_bot")
    press(window, "keepChannel")
    assert words(window).count("Fill this in.") == 3
    type_in(window, name="Balie", token="xoxb-0123456789", channel="#balie")
    press(window, "keepChannel")
    field = find(window, QLineEdit, "channel-channel")
    assert field.accessibleDescription().startswith("This is not the id of a Slack channel.")
    assert field.hasFocus()
    assert store.channels() == ()
    press(window, "otherKind")
    assert find(window, QRadioButton, "channelKind-slack_bot").isChecked()
    press(window, "cancelChannel")
    assert find(window, QPushButton, "addChannel").hasFocus()


def test_a_keyring_that_does_not_keep_is_told(settings, parts, channel_door):
    assert not is_shown(settings.window, "addressNotKept")
    channel_door.keeps = False
    parts.channels.add("slack_webhook", "Balie", {"address": SLACK})
    assert is_shown(settings.window, "addressNotKept")


def test_a_lost_address_can_be_given_again(settings, parts, channel_door):
    window = settings.window
    parts.channels.add("slack_webhook", "Balie", {"address": SLACK})
    channel_door.addresses.clear()
    parts.channels.load()
    assert "Its address is not in your keyring." in words(window)
    assert not is_shown(window, "test-c1")
    press(window, "renew-c1")
    assert not is_shown(window, "channelName")
    type_in(window, address=SLACK)
    press(window, "keepChannel")
    assert channel_door.addresses == {"c1": SLACK}
    assert is_shown(window, "test-c1")


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (Outcome(DeliveryAction.CONFIRM), "It works: the test is there."),
        (Outcome(DeliveryAction.HAND_OVER), "The channel took the test. Look there whether it shows"),
        (Outcome(DeliveryAction.DOUBT, reason=REASONS["unclear"]), "The channel did not answer in time."),
        (Outcome(DeliveryAction.POSTPONE, reason=REASONS["slow_down"]), "The test was not posted. The channel asks us"),
        (Outcome(DeliveryAction.FAIL, reason=REASONS["gone"]), "This address no longer works."),
    ],
)
def test_a_test_says_in_words_how_it_went(settings, parts, channel_door, outcome, says):
    parts.channels.add("slack_webhook", "Balie", {"address": SLACK})
    channel_door.answer = outcome
    button = find(settings.window, QPushButton, "test-c1")
    button.setFocus()
    button.click()
    assert says in words(settings.window)
    assert button.hasFocus()


def test_removing_asks_once_and_then_it_is_gone(settings, parts, store):
    window = settings.window
    parts.channels.add("slack_webhook", "Balie", {"address": SLACK})
    press(window, "remove-c1")
    question = window.findChild(DialogFrame)
    assert "What still waits for it is taken back." in words(question)
    find(question, QPushButton, "stay").click()
    assert len(store.channels()) == 1
    press(window, "remove-c1")
    find(window.findChildren(DialogFrame)[-1], QPushButton, "agree").click()
    QApplication.processEvents()
    assert store.channels() == ()
    assert "Where does your team talk?" in words(window)


def test_removing_a_folder_touches_nothing_in_it_and_says_so(settings, parts, tmp_path):
    (tmp_path / "iets.txt").write_text("van een ander")
    parts.channels.add("folder", "Gedeeld", {"address": str(tmp_path)})
    press(settings.window, "remove-c1")
    question = settings.window.findChild(DialogFrame)
    assert "The folder itself and all that is in it stay as they are." in words(question)
    assert "keyring" not in words(question)
    find(question, QPushButton, "agree").click()
    assert (tmp_path / "iets.txt").exists()


# The dialog to post


@pytest.fixture
def editor(parts, qtbot):
    made = EditorPage(parts.editing, parts.history, parts.posting, parts.speech, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(884, 720)
    made.show()
    return made


def dialog(editor: EditorPage) -> DialogFrame:
    press(editor, "postToChannel")
    return [each for each in editor.findChildren(DialogFrame, "postDialog") if each.isVisible()][-1]


def tick(window: QWidget, *names: str) -> None:
    for name in names:
        find(window, QCheckBox, name).setChecked(True)


CONFIRMED = tuple(f"confirm-{criterion.value}" for criterion in Criterion)


def test_nothing_is_posted_before_a_channel_is_chosen_and_all_three_are_confirmed(editor, parts, store):
    for name in ("Balie", "Planning"):
        store.add_channel("teams", name, "")
    parts.posting.reload()
    parts.editing.open(store.new_draft(TIP).id)
    window = dialog(editor)
    post, why = find(window, QPushButton, "post"), find(window, QLabel, "postWhyNot")
    assert why.text() == "Choose where to post it."
    tick(window, "postTo-c2")
    for name in CONFIRMED:
        assert why.text() == "Confirm all three questions to post it."
        assert not post.isEnabled()
        tick(window, name)
    assert why.text() == ""
    assert "The message says “not reviewed”" in find(window, QLabel, "notReviewed").text()
    post.click()
    assert [(asked.channel_id, asked.title) for asked in store.posts()] == [("c2", "Plakken")]


def test_tab_goes_through_the_dialog_as_it_is_read(editor, parts, store, qtbot):
    for name in ("Balie", "Planning"):
        store.add_channel("teams", name, "")
    parts.posting.reload()
    parts.editing.open(store.new_draft(TIP).id)
    window = dialog(editor)
    qtbot.waitUntil(lambda: find(window, QCheckBox, "postTo-c1").hasFocus())
    tick(window, "postTo-c1", *CONFIRMED)
    seen = []
    for _ in range(7):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().objectName())
    assert seen == ["postTo-c2", "manageChannels", *CONFIRMED, "cancelPost", "post"]


def test_the_only_channel_is_chosen_already(editor, parts, store):
    store.add_channel("teams", "Balie", "")
    parts.posting.reload()
    parts.editing.open(store.new_draft(TIP).id)
    assert find(dialog(editor), QCheckBox, "postTo-c1").isChecked()


def test_what_is_typed_last_is_what_is_posted(editor, parts, store):
    store.add_channel("teams", "Balie", "")
    parts.posting.reload()
    draft = store.new_draft(TIP)
    parts.editing.open(draft.id)
    find(editor, QLineEdit, "title").setText("Pas net getypt")
    window = dialog(editor)
    assert "Pas net getypt" in words(window)
    tick(window, *CONFIRMED)
    find(window, QPushButton, "post").click()
    assert [post.title for post in store.posts()] == ["Pas net getypt"]


def test_what_is_essential_and_missing_holds_it_back_and_says_so(editor, parts, store):
    store.add_channel("teams", "Balie", "")
    parts.posting.reload()
    parts.editing.open(store.new_draft(replace(TIP, body=TipBody("", "", ""))).id)
    window = dialog(editor)
    tick(window, *CONFIRMED)
    assert find(window, QLabel, "postWhyNot").text().startswith("Needed first: ")
    assert not find(window, QPushButton, "post").isEnabled()


def test_a_version_that_went_to_a_channel_goes_there_no_second_time(editor, parts, store):
    for name in ("Balie", "Planning"):
        store.add_channel("teams", name, "")
    draft = store.new_draft(TIP)
    parts.posting.post(draft.id, TIP, ["c1"], ALL)
    store.become(draft.id, "c1", DeliveryState.POSTED)
    parts.posting.reload()
    parts.editing.open(draft.id)
    window = dialog(editor)
    there = find(window, QCheckBox, "postTo-c1")
    assert not there.isEnabled()
    assert there.accessibleDescription() == "Posted"
    assert find(window, QCheckBox, "postTo-c2").isEnabled()


def test_a_clip_to_a_channel_of_text_says_that_the_clip_stays_here(editor, parts, store):
    store.add_channel("teams", "Balie", "")
    parts.posting.reload()
    parts.editing.open(store.new_draft(CLIP).id)
    window = dialog(editor)
    tick(window, *CONFIRMED)
    assert find(window, QLabel, "postWhyNot").text().startswith("Some of these channels take text only.")
    assert find(window, QPushButton, "post").isEnabled()


def test_without_a_channel_it_leads_to_the_settings(editor, parts, store, qtbot):
    parts.editing.open(store.new_draft(TIP).id)
    window = dialog(editor)
    assert find(window, QLabel, "postWhyNot").text() == "You have no channel yet. Add one first."
    with qtbot.waitSignal(editor.channels_asked):
        find(window, QPushButton, "manageChannels").click()
    assert not window.isVisible()


def orange(editor: EditorPage) -> list[str]:
    QApplication.processEvents()
    buttons = editor.findChildren(QPushButton)
    return [button.objectName() for button in buttons if button.property("kind") == "primary" and button.isVisible()]


def test_the_orange_button_is_the_way_there_is(editor, parts, store, qtbot):
    parts.editing.open(store.new_draft(TIP).id)
    assert orange(editor) == ["askForReview"]
    store.add_channel("teams", "Balie", "")
    parts.posting.reload()
    assert orange(editor) == ["postToChannel"]
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    (shown,) = editor.findChildren(DialogFrame, "postDialog")
    assert shown.isVisible()
    shown.close()
    store.linked = object()
    parts.posting.reload()
    assert orange(editor) == ["askForReview"]
    assert is_shown(editor, "postToChannel")


# The outbox


@pytest.fixture
def outbox(parts, store, qtbot):
    made = OutboxPage(parts.library, parts.posting, parts.speech, lambda: LATER)
    qtbot.addWidget(made)
    made.resize(884, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def posted(parts, store):
    """Posts a tip to a channel of this name, and leaves it in this state."""

    def put(state: DeliveryState, reason=None, name="Balie", draft=None):
        item_id = draft or store.new_draft(TIP).id
        channel = store.add_channel("slack_webhook", name, "")
        parts.posting.post(item_id, TIP, [channel.id], ALL)
        store.become(item_id, channel.id, state, reason)
        parts.posting.reload()
        QApplication.processEvents()
        return item_id, channel.id

    return put


def told(page: QWidget, section: str) -> list[str]:
    card = page.findChild(QWidget, section)
    return [row.accessibleName() for row in card.rows] if card.isVisible() else []


def test_an_uncertain_post_asks_whether_it_is_there(outbox, posted, store, qtbot):
    posted(DeliveryState.UNCERTAIN, REASONS["unclear"])
    assert told(outbox, "asksOfYou") == [
        "Plakken, Tip, Uncertain. Balie: The channel did not answer in time. Is the message there already?"
    ]
    assert is_shown(outbox, "postAgain")
    with qtbot.waitSignal(outbox.sync_asked):
        press(outbox, "itIsThere")
    assert told(outbox, "asksOfYou") == []
    assert told(outbox, "postedInChannels") == ["Plakken, Tip, Posted. Balie: Posted today 14:32."]


@pytest.mark.parametrize("reason", [None, REASONS["gone"]])
def test_it_asks_also_where_the_reason_does_not(outbox, posted, reason):
    posted(DeliveryState.UNCERTAIN, reason)
    said = f"{reason.en} " if reason else ""
    assert told(outbox, "asksOfYou") == [f"Plakken, Tip, Uncertain. Balie: {said}Is the message there already?"]


def test_what_failed_says_why_and_can_be_posted_again(outbox, posted, store):
    posted(DeliveryState.FAILED, REASONS["gone"])
    assert told(outbox, "asksOfYou") == [f"Plakken, Tip, Failed. Balie: {REASONS['gone'].en}"]
    press(outbox, "postAgain")
    assert [post.state for post in store.posts()] == [DeliveryState.WAITING]
    assert told(outbox, "goesByItself")[0].startswith("Plakken, Tip, Waiting. Balie: It is posted by itself")


def test_what_waits_can_be_taken_back(outbox, posted, store):
    posted(DeliveryState.WAITING)
    press(outbox, "takeBackPost")
    assert store.posts() == ()
    assert told(outbox, "goesByItself") == []


def test_a_lost_address_asks_for_it_and_leads_to_the_settings(outbox, posted, qtbot):
    posted(DeliveryState.WAITING, NO_ADDRESS)
    assert "is not in your keyring" in told(outbox, "asksOfYou")[0]
    with qtbot.waitSignal(outbox.channels_asked):
        press(outbox, "giveAddress")


def test_a_post_handed_over_says_that_nobody_knows_whether_it_shows(outbox, posted):
    posted(DeliveryState.HANDED_OVER)
    assert told(outbox, "postedInChannels") == [
        "Plakken, Tip, Handed over. Balie: The channel took it today 14:32. It does not tell whether it shows there."
    ]


def test_enter_opens_what_was_posted(outbox, posted, qtbot):
    item_id, _ = posted(DeliveryState.UNCERTAIN)
    (row,) = outbox.findChild(QWidget, "asksOfYou").rows
    with qtbot.waitSignal(outbox.opened) as opened:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert opened.args == [item_id]


def test_a_row_whose_state_changes_keeps_its_place_and_the_focus(outbox, posted, parts, store):
    posted(DeliveryState.WAITING)
    second, channel_id = posted(DeliveryState.WAITING, name="Planning")
    row = outbox.findChild(QWidget, "goesByItself").rows[0]
    row.setFocus()
    store.become(second, channel_id, DeliveryState.SENDING)
    parts.posting.reload()
    QApplication.processEvents()
    assert outbox.findChild(QWidget, "goesByItself").rows[0] is row
    assert row.hasFocus()
    assert "Being posted now." in row.accessibleName()


def test_of_what_is_posted_the_newest_stand_here(outbox, posted):
    for at in range(MOST_ARRIVED + 2):
        posted(DeliveryState.POSTED, name=f"Kanaal {at}")
    assert len(told(outbox, "postedInChannels")) == MOST_ARRIVED
    assert f"Kanaal {MOST_ARRIVED + 1}:" in told(outbox, "postedInChannels")[0]
