from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from desktop.i18n import Speech
from desktop.widgets.components import (
    Banner,
    Button,
    Check,
    Chip,
    Choice,
    Field,
    FindingLine,
    FindingsList,
    IconButton,
    ListRow,
    PlayerShell,
    Progress,
    SearchField,
    Segmented,
    Switch,
    Toast,
    row,
)
from desktop.widgets.gallery import Gallery
from desktop.widgets.theme import step
from resources.tokens import pixels

pytestmark = pytest.mark.usefixtures("qapp")


def texts(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget) and part.text()]


def painted(widget: QWidget) -> QImage:
    return widget.grab().toImage()


# Layout


def test_distances_are_steps_of_the_scale():
    box = row(QWidget(), QWidget(), margin=(1, 2, 3, 4), gap=5)
    sides = box.contentsMargins()
    assert (sides.left(), sides.top(), sides.right(), sides.bottom()) == tuple(step(n) for n in (1, 2, 3, 4))
    assert box.spacing() == step(5)


# Buttons


def test_a_button_is_pressed_by_mouse_space_and_its_name_is_its_words(shown, qtbot):
    pressed = []
    button = Button("Ask for review", lambda: pressed.append(1), kind="primary", keys="Ctrl+Enter")
    shown(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert pressed == [1, 1]
    assert (button.accessibleName(), button.accessibleDescription()) == ("Ask for review", "Ctrl+Enter")


@pytest.mark.parametrize(("size", "height"), [("compact", 28), ("normal", 36), ("large", 44)])
def test_a_button_has_the_height_of_its_size(shown, size, height):
    button = Button("Stop", size=size)
    shown(button)
    assert button.height() == height


def test_a_button_grows_with_its_words():
    assert Button("Ask for review again").sizeHint().width() > Button("Ask").sizeHint().width()


def test_a_busy_button_says_what_goes_on_takes_no_press_and_comes_back(shown, qtbot):
    pressed = []
    button = Button("Connect", lambda: pressed.append(1))
    shown(button)
    button.busy("Connecting")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (button.text(), button.isEnabled(), pressed) == ("Connecting", False, [])
    button.busy("")
    assert (button.text(), button.isEnabled()) == ("Connect", True)


def test_each_state_of_a_button_looks_different(shown):
    button = Button("Record", kind="primary")
    shown(button)
    at_rest = painted(button)
    button.setDown(True)
    pressed = painted(button)
    button.setDown(False)
    button.setEnabled(False)
    off = painted(button)
    assert len({bytes(image.constBits()) for image in (at_rest, pressed, off)}) == 3


def test_a_count_is_told_to_readers_too():
    nav = Button("Outbox", kind="nav", icon="outbox")
    nav.tell_count(3)
    assert nav.accessibleName() == "Outbox (3)"
    nav.tell_count(0)
    assert nav.accessibleName() == "Outbox"


def test_without_words_a_button_keeps_its_name_and_shows_it_as_tooltip():
    nav = Button("Outbox", kind="nav", icon="outbox")
    wide = nav.sizeHint().width()
    nav.show_words(False)
    assert nav.sizeHint().width() < wide
    assert (nav.accessibleName(), nav.toolTip()) == ("Outbox", "Outbox")


def test_a_button_with_a_drawing_only_has_a_name_and_a_tooltip_with_its_key():
    button = IconButton("undo", "Undo", keys="Ctrl+Z")
    assert (button.accessibleName(), button.toolTip()) == ("Undo", "Undo (Ctrl+Z)")


# Rows


def test_a_row_that_is_too_long_shows_its_whole_title_as_tooltip(shown, qtbot):
    pressed = []
    title = "Een hele lange titel van een leermoment dat nergens past " * 3
    entry = ListRow(title, "Aanpassing gevraagd", lambda: pressed.append(1), icon="pen", leads=True)
    shown(entry)
    entry.grab()
    assert entry.toolTip() == title
    entry.setFocus()
    qtbot.keyClick(entry, Qt.Key.Key_Space)
    assert pressed == [1]
    assert entry.accessibleDescription() == "Aanpassing gevraagd"


# Choosing


def test_arrow_keys_choose_among_segments_and_only_a_person_tells(shown, qtbot):
    heard = []
    levels = Segmented("Level", [("New", "new"), ("Mixed", "mixed"), ("Old", "old")], "mixed", name="level")
    levels.chosen.connect(heard.append)
    shown(levels)
    levels.choose("new")
    assert (levels.value, heard) == ("new", [])
    first = levels.findChild(QRadioButton, "level-new")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert (levels.value, heard) == ("mixed", ["mixed"])


def test_nothing_is_chosen_among_segments_until_somebody_does():
    assert Segmented("Level", [("New", "new")]).value is None


def test_the_whole_choice_card_can_be_pressed(shown, qtbot):
    picked = []
    card = Choice("Watch it once", "Then you get it", "1", "eye", "choice-watch")
    card.picked.connect(lambda: picked.append(1))
    shown(card)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() - 10, 10))
    assert (card.radio.isChecked(), picked) == (True, [1])
    assert (card.radio.accessibleName(), card.radio.accessibleDescription()) == ("Watch it once", "Then you get it")


@pytest.mark.parametrize(
    "made", [lambda: Switch("Show clicks"), lambda: Check("Show clicks"), lambda: Chip("Show clicks")]
)
def test_what_is_on_or_off_is_switched_with_space_and_looks_it_without_colour(shown, qtbot, made):
    control = made()
    shown(control)
    off = painted(control).convertToFormat(QImage.Format.Format_Grayscale8)
    control.setFocus()
    qtbot.keyClick(control, Qt.Key.Key_Space)
    assert control.isChecked()
    assert painted(control).convertToFormat(QImage.Format.Format_Grayscale8) != off
    assert control.accessibleName() == "Show clicks"


# Fields


def test_a_field_ties_its_label_help_and_error_to_what_is_typed(shown):
    field = Field("Link", "intranet", help_="Where is it?", name="url")
    shown(field)
    assert field.edit.accessibleName() == "Link"
    assert field.edit.accessibleDescription() == "Where is it?"
    field.wrong("Put https:// in front.")
    assert field.edit.accessibleDescription() == "Put https:// in front."
    assert "Put https:// in front." in texts(field)
    field.wrong("")
    assert texts(field) == ["Link", "Where is it?"]


def test_a_field_of_several_lines_grows_and_leaves_ctrl_enter_to_the_page(shown, qtbot):
    field = Field("then do", lines=2, name="action")
    shown(field)
    before = field.edit.sizeHint().height()
    field.edit.setFocus()
    for _ in range(4):
        qtbot.keyClicks(field.edit, "line")
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.edit.sizeHint().height() > before
    written = field.text
    qtbot.keyClick(field.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field.text == written


def test_filling_in_the_same_text_tells_nobody(qtbot, qapp):
    field, heard = Field("Title", "Plakken"), []
    qtbot.addWidget(field)
    field.changed.connect(heard.append)
    field.fill("Plakken")
    field.fill("Plak")
    assert heard == ["Plak"]


def test_escape_clears_a_search_before_it_leaves(shown, qtbot):
    search = SearchField("Search")
    shown(search)
    qtbot.keyClicks(search, "rooster")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""


# Messages


def test_a_banner_is_read_as_a_whole():
    banner = Banner("warn", "The disk is full.", "Your drafts are safe.")
    assert banner.accessibleName() == "The disk is full. Your drafts are safe."


def test_progress_is_a_number_in_words_too(qtbot, qapp):
    progress = Progress("Sending")
    qtbot.addWidget(progress)
    looks = set()
    progress.resize(200, 20)
    for part in (0.2, 0.9, None):
        progress.tell(part, "14 of 23 MB")
        looks.add(bytes(painted(progress).constBits()))
    assert progress.accessibleName() == "Sending: 14 of 23 MB"
    assert len(looks) == 3


def test_a_finding_has_its_reason_and_one_button(qtbot, qapp):
    fixed, findings = [], FindingsList()
    qtbot.addWidget(findings)
    findings.show_lines([FindingLine("warn", "Silent start", "People drop out.", "", "Cut", lambda: fixed.append(1))])
    findings.findChild(QPushButton).click()
    assert fixed == [1]
    assert {"Silent start", "People drop out."} <= set(texts(findings))
    findings.show_lines([])
    QApplication.processEvents()
    assert texts(findings) == []


def test_a_message_with_undo_does_it(qtbot, qapp):
    toast, undone = Toast(), []
    qtbot.addWidget(toast)
    toast.tell("Discarded.", "Undo", lambda: undone.append(1))
    toast.findChild(QPushButton, "undo").click()
    assert (undone, toast.isVisible()) == ([1], False)


def test_a_message_stays_while_the_pointer_is_on_it(qtbot, qapp):
    toast = Toast()
    qtbot.addWidget(toast)
    toast.tell("Kept.")
    toast.enterEvent(None)
    assert not toast._time.isActive()
    toast.leaveEvent(None)
    assert toast._time.isActive()
    assert toast._time.interval() == pixels("component.toast.shownMs")


def test_while_recording_messages_are_held_back_and_told_afterwards(qtbot, qapp):
    toast = Toast()
    qtbot.addWidget(toast)
    toast.tell("Before.")
    toast.hold()
    assert not toast.isVisible()
    toast.tell("Meanwhile.")
    assert not toast.isVisible()
    toast.let_go()
    assert (toast.isVisible(), toast.accessibleName()) == (True, "Meanwhile.")


# Player


def test_the_player_is_driven_by_keys(shown, qtbot):
    shell, sought, played = PlayerShell("Clip"), [], []
    shell.sought.connect(sought.append)
    shell.play_asked.connect(lambda: played.append(1))
    shell.show_length(97_000)
    shell.show_position(47_000)
    shown(shell)
    shell.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Space):
        qtbot.keyClick(shell, key)
    qtbot.keyClick(shell, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert (sought, played) == ([52_000, 42_000, 97_000, 0, 48_000], [1])
    assert {"0:47", "1:37"} <= set(texts(shell))


def test_the_players_button_says_what_it_will_do(shown):
    shell = PlayerShell("Clip")
    shown(shell)
    play = shell.findChild(QPushButton, "play")
    names = []
    for playing in (False, True):
        shell.show_playing(playing)
        names.append(play.accessibleName())
    assert names == ["Play", "Pause"]


# Gallery


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_gallery_shows_every_component(qtbot, qapp, language):
    speech = Speech("en")
    speech.use(language)
    try:
        gallery = Gallery(speech)
        qtbot.addWidget(gallery)
        gallery.show()
        shown_classes = {type(part).__name__ for part in gallery.findChildren(QWidget)}
        from desktop.widgets import components

        parts = {name for name in components.__all__ if name[0].isupper()}
        not_widgets = {
            "OWN_FOCUS",
            "FindingLine",
            "FocusRings",
            "Meaning",
            "Part",
            "Flow",
            "Columns",
            "Toast",
            "DialogFrame",
            "Icon",
        }
        assert parts - not_widgets - shown_classes == set()
    finally:
        speech.use("en")


def test_no_component_opens_a_window_of_its_own_while_it_is_made(qtbot, qapp):
    opened = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                opened.append(type(watched).__name__)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    try:
        gallery = Gallery(Speech("en"))
        qtbot.addWidget(gallery)
        Field("Link", help_="Where is it?").wrong("Put https:// in front.")
    finally:
        qapp.removeEventFilter(watch)
    assert opened == []
