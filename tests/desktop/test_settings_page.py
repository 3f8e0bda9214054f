from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from core.errors import Impossible
from core.language import Bilingual
from desktop.presenters.connecting import Connected, ConnectingPresenter
from desktop.settings import Settings
from desktop.tasks import TaskRunner
from desktop.widgets.components import Button
from desktop.widgets.settings_page import SettingsPage
from desktop.widgets.theme import wear
from tests.desktop.conftest import NOW, Asked

HUB = Connected("Hub van Utrecht", "Sanne", "https://hub.example", kept=True)


class LaterTasks(TaskRunner):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__("later")
        self.waiting = []

    def run(self, work, then=None, failed=None):
        self.waiting.append((work, then))

    def answer(self):
        work, then = self.waiting.pop(0)
        then(work())


@pytest.fixture
def page(parts, door, qtbot, qapp):
    door.answers = [None] * 1000
    wear(qapp, dark=False)
    return shown(
        SettingsPage(
            parts.preferences,
            parts.connecting,
            parts.speech,
            parts.hotkeys,
            parts.autostart,
            parts.source,
            parts.hearing,
            parts.backups,
            parts.channels,
            lambda: NOW,
        ),
        qtbot,
    )


def shown(made: SettingsPage, qtbot) -> SettingsPage:
    qtbot.addWidget(made)
    made.resize(884, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def all_of(page: QWidget, name: str, kind: type = QWidget) -> list:
    QApplication.processEvents()
    return [part for part in page.findChildren(kind, name) if part.isVisible()]


def find(page: QWidget, name: str, kind: type = QWidget):
    found = all_of(page, name, kind)
    assert len(found) == 1, f"{len(found)} visible {name}"
    return found[0]


def titles(page: QWidget) -> list[str]:
    QApplication.processEvents()
    labels = [part for part in page.findChildren(QLabel) if part.isVisible()]
    return [part.text() for part in labels if part.property("kind") in ("title", "strong")]


def test_it_opens_on_the_hub_while_there_is_none_and_on_recording_once_there_is(page, parts):
    assert find(page, "section-hub", QPushButton).isChecked()
    page.hide()
    parts.connecting._on_connected(HUB)
    page.show()
    assert titles(page)[:2] == ["Record", "Microphone"]
    seconds = find(page, "countdownSetting-3", QRadioButton)
    assert (seconds.text(), seconds.accessibleName()) == ("3 s", "3 seconds")


def test_the_section_somebody_chose_stays_open(page, qtbot):
    find(page, "section-you").click()
    page.hide()
    page.show()
    assert titles(page) == ["About you"]


@pytest.mark.parametrize(
    ("section", "control", "expected"),
    [
        ("recording", "countdownSetting-0", {"countdown_s": 0}),
        ("recording", "countdownSetting-10", {"countdown_s": 10}),
        ("recording", "profileSetting-small", {"profile": "small"}),
        ("look", "appearanceSetting-dark", {"appearance": "dark"}),
    ],
)
def test_each_choice_is_kept_at_once(page, parts, section, control, expected):
    page.open(section)
    find(page, control, QRadioButton).click()
    assert parts.preferences.settings == replace(Settings(), **expected)


def test_the_language_is_spoken_at_once(page, parts):
    page.open("look")
    box = find(page, "languageSetting", QComboBox)
    box.setCurrentIndex(box.findData("nl"))
    box.activated.emit(box.currentIndex())
    assert (parts.preferences.settings.language, parts.speech.language) == ("nl", "nl")


def test_what_is_typed_about_oneself_is_kept_and_not_moved_under_the_hand(page, parts, qtbot):
    page.open("you")
    field = find(page, "experienceSetting", QLineEdit)
    qtbot.keyClicks(field, "Zes  jaar ")
    assert (field.text(), parts.preferences.settings.experience) == ("Zes  jaar ", "Zes jaar")


def test_what_is_kept_elsewhere_is_not_overwritten_and_shows_here(page, parts):
    parts.preferences.remember_teams(("t1",))
    parts.preferences.remember_experience("Twee jaar planning")
    page.open("you")
    assert find(page, "experienceSetting", QLineEdit).text() == "Twee jaar planning"
    page.open("recording")
    find(page, "countdownSetting-5", QRadioButton).click()
    assert parts.preferences.settings == Settings(countdown_s=5, last_teams=("t1",), experience="Twee jaar planning")


def test_a_microphone_that_is_not_plugged_in_stays_chosen_and_says_so(page, parts):
    parts.preferences.keep(replace(parts.preferences.settings, microphone="usb-7"))
    page.show_microphones([("mic", "Built-in")])
    page.open("recording")
    box = find(page, "microphoneSetting", QComboBox)
    assert [box.itemText(at) for at in range(box.count())] == [
        "The system's microphone",
        "No sound",
        "Built-in",
        "usb-7 (not connected)",
    ]
    assert box.currentData() == "usb-7"


def test_searching_finds_settings_in_every_section_by_their_words(page, qtbot):
    search = find(page, "searchSettings", QLineEdit)
    qtbot.keyClicks(search, "light")
    assert titles(page) == ["Record", "Size and speed", "Language and look", "Appearance"]
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    of_sending = ["Sending speed", "Recordings on a paid connection"]
    assert titles(page) == ["Hub and account", *of_sending, "Tell me when there is news"]


def test_searching_for_a_section_finds_all_of_it(page, qtbot):
    qtbot.keyClicks(find(page, "searchSettings", QLineEdit), "look language")
    assert "Appearance" in titles(page)


def test_nothing_found_is_said(page, qtbot):
    qtbot.keyClicks(find(page, "searchSettings", QLineEdit), "zzz")
    assert find(page, "noSettingFound", QLabel).text() == "No setting has these words."


def test_ctrl_f_leads_to_the_search_and_a_section_ends_it(page, qtbot):
    qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = find(page, "searchSettings", QLineEdit)
    assert QApplication.focusWidget() is search
    qtbot.keyClicks(search, "zzz")
    find(page, "section-about").click()
    assert (search.text(), titles(page)[0]) == ("", "About Vonk")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "Fill in the address of your hub."), ("vonk.example.org", "Put https:// in front.")],
)
def test_an_address_that_cannot_be_right_gets_the_remedy_and_the_focus(page, typed, told):
    field = find(page, "hubAddress", QLineEdit)
    field.setText(typed)
    find(page, "connectHub").click()
    assert field.accessibleDescription() == told
    assert QApplication.focusWidget() is field


def test_pairing_by_keyboard_shows_the_code_and_then_the_connection_with_what_is_not_kept(page, parts, door, qtbot):
    door.answers = [None, replace(HUB, kept=False)]
    field = find(page, "hubAddress", QLineEdit)
    field.setFocus()
    qtbot.keyClicks(field, "https://hub.example/")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert find(page, "userCode").accessibleName() == "Code BCDF-GHJK"
    until = Asked().expires_at.astimezone()
    assert find(page, "codeUntil", QLabel).text() == f"It works until {until.hour}:{until.minute:02}."
    assert QApplication.focusWidget().objectName() == "openPairingPage"
    qtbot.waitUntil(lambda: parts.connecting.connected is not None)
    assert find(page, "hubConnected").accessibleName() == "Connected with Hub van Utrecht as Sanne"
    assert "no keyring" in find(page, "notKept").accessibleName()
    assert QApplication.focusWidget().objectName() == "disconnectHub"


def test_while_pairing_there_is_one_orange_button_and_it_opens_the_page(page, parts, qtbot):
    parts.connecting.connect_to("https://hub.example")
    QApplication.processEvents()
    orange = [part for part in page.findChildren(Button) if part.property("kind") == "primary" and part.isVisible()]
    assert [part.objectName() for part in orange] == ["openPairingPage"]
    with qtbot.waitSignal(page.address_copied) as asked:
        find(page, "openPairingPage").click()
    assert asked.args == ["https://hub.example/device?code=BCDF-GHJK"]
    parts.connecting.cancel()


def test_cancelling_gives_the_address_back(page, parts):
    find(page, "hubAddress", QLineEdit).setText("https://hub.example")
    find(page, "connectHub").click()
    find(page, "cancelPairing").click()
    assert find(page, "hubAddress", QLineEdit).text() == "https://hub.example"
    assert parts.connecting.pairing is None


def test_what_the_hub_refuses_stands_at_the_address(page, parts, door):
    door.answers = [Impossible(Bilingual(en="The code is too old.", nl="x"), Bilingual(en="Connect again.", nl="y"))]
    find(page, "hubAddress", QLineEdit).setText("https://hub.example")
    find(page, "connectHub").click()
    parts.connecting._look()
    assert "The code is too old." in find(page, "hubAddress", QLineEdit).accessibleDescription()


def test_a_hub_that_takes_its_time_is_waited_for_in_words_and_asked_once(parts, door, speech, qtbot, qapp):
    lane = LaterTasks()
    connecting = ConnectingPresenter(door, lambda _: None, lane, None)
    page = shown(
        SettingsPage(
            parts.preferences,
            connecting,
            speech,
            parts.hotkeys,
            parts.autostart,
            parts.source,
            parts.hearing,
            parts.backups,
            parts.channels,
            lambda: NOW,
        ),
        qtbot,
    )
    find(page, "hubAddress", QLineEdit).setText("https://hub.example")
    find(page, "connectHub").click()
    button = find(page, "connectHub", QPushButton)
    assert (button.text(), button.isEnabled()) == ("Looking for the hub", False)
    qtbot.keyClick(find(page, "hubAddress"), Qt.Key.Key_Return)
    assert len(lane.waiting) == 1
    lane.answer()
    assert all_of(page, "userCode")
    connecting.cancel()
    lane.close()


def test_a_hub_that_answers_after_it_was_called_off_changes_nothing(door, qtbot, qapp):
    lane = LaterTasks()
    connecting = ConnectingPresenter(door, lambda _: None, lane, None)
    connecting.connect_to("https://hub.example")
    connecting.cancel()
    lane.answer()
    assert (connecting.pairing, connecting.knocking) == (None, False)
    lane.close()


def test_disconnecting_brings_the_address_back(page, parts):
    parts.connecting._on_connected(HUB)
    assert not all_of(page, "notKept")
    find(page, "disconnectHub").click()
    assert find(page, "connectHub", QPushButton).text() == "Connect"


def test_where_everything_is_kept_can_be_opened_once_it_is_known(page, qtbot):
    page.open("data")
    assert not all_of(page, "openDataFolder")
    page.show_folder("/srv/vonk")
    assert find(page, "dataFolder", QLabel).text() == "/srv/vonk"
    with qtbot.waitSignal(page.folder_asked) as asked:
        find(page, "openDataFolder").click()
    assert asked.args == ["/srv/vonk"]


def test_which_vonk_this_is_and_under_which_licence(page):
    page.open("about")
    assert find(page, "version", QLabel).text()
    assert find(page, "licence", QLabel).text() == "Apache 2.0"


def test_the_control_stands_below_its_words_where_there_is_no_room_beside_them(page):
    page.open("recording")
    places = {}
    for width in (884, 480):
        page.resize(width, 720)
        control = find(page, "countdownSetting")
        words = next(part for part in page.findChildren(QLabel) if part.isVisible() and part.text() == "Countdown")
        left = [part.mapTo(page, part.rect().topLeft()).x() for part in (control, words)]
        places[width] = left[0] == left[1]
    assert places == {884: False, 480: True}


def test_how_much_of_the_line_sending_takes_is_kept_at_once(parts, qtbot, page):
    page.open("hub")
    limit = page.findChild(QComboBox, "uploadLimitSetting")
    limit.setCurrentIndex(2)
    limit.activated.emit(2)
    assert parts.preferences.settings.upload_limit_kb == 500
    assert parts.preferences.settings.upload_bytes_a_second == 500_000
    page.findChild(QAbstractButton, "meteredSetting").click()
    assert parts.preferences.settings.files_on_metered
