"""Every window in every language, and in one that takes 40 % more room: nothing is cut off, nothing is nameless."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QCheckBox,
    QLineEdit,
    QMenu,
    QRadioButton,
    QWidget,
)

from capture.events import Marked, Started, warned
from capture.requests import Region
from channels.posting import Outcome
from channels.reasons import REASONS
from core.content import Audience, BlobRef, ClipBody, Content, MentorBody, RecommendationBody, SlidesBody, TipBody
from core.delivery import DeliveryAction, DeliveryState
from core.errors import Impossible
from core.language import Bilingual
from core.review import Criterion
from desktop.i18n import Speech
from desktop.presenters.channels import KINDS
from desktop.presenters.connecting import Connected
from desktop.presenters.hearing import Verdict
from desktop.presenters.ports import Files
from desktop.presenters.source import ScreenSeen
from desktop.widgets.components import DialogFrame
from desktop.widgets.gallery import Gallery
from desktop.widgets.picker_overlay import PickerOverlay
from desktop.widgets.shell import Shell
from desktop.widgets.store_notice import in_two
from desktop.widgets.theme import wear
from desktop.widgets.welcome_page import SCREENS
from drafts import repair
from tests.desktop.accessible_walk import unnamed
from tests.desktop.clipping import clipped
from tests.desktop.pseudo import pseudo_speech

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
CLIP = replace(TIP, body=ClipBody(BlobRef("ab" * 32, 9, "video/mp4"), 97_000, 1280, 720, True), title="Diensten")
LINK = replace(
    TIP, body=RecommendationBody("https://example.org/a", "Ik snapte het pas hierna", "2:10", 5), title="Tabel"
)
MENTOR = replace(TIP, body=MentorBody("Lastige gesprekken"), title="Gesprek")
SLIDES = replace(TIP, body=SlidesBody(goal="Een zaal vinden"), title="Zaal boeken")
SMALLEST, USUAL = (880, 600), (1120, 720)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(params=["nl", "en", "pseudo"])
def speech(request, qapp) -> Iterator[Speech]:
    spoken = pseudo_speech("en") if request.param == "pseudo" else Speech("en")
    spoken.use("nl" if request.param == "nl" else "en")
    wear(qapp, dark=False)
    yield spoken
    Speech("en").use("en")
    for translator in spoken._translators:
        QApplication.removeTranslator(translator)


@pytest.fixture
def shell(parts, store, tasks, recording, qtbot):
    nowhere = Path(__file__)
    made = Shell(parts, recording, store, Files(lambda _: nowhere, lambda _: nowhere), tuple, tasks, tasks, None)
    made.open(show_window=True)
    made.window.resize(*USUAL)
    yield made
    made.close_windows()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Judge:
    """Collects what is wrong with each window, by name, so that one run tells all."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def look(self, name: str, window: QWidget) -> None:
        for _ in range(3):
            QApplication.processEvents()
        self.wrong += [f"{name}: {line}" for line in (*clipped(window), *unnamed(window))]

    def look_at_menu(self, name: str, menu: QMenu) -> None:
        menu.popup(QPoint(0, 0))
        self.look(name, menu)
        menu.hide()

    def look_at_both_sizes(self, name: str, window: QWidget) -> None:
        for size in (USUAL, SMALLEST):
            window.resize(*size)
            self.look(f"{name} {size[0]}", window)
        window.resize(*USUAL)


@pytest.fixture
def judge():
    made = Judge()
    yield made
    assert made.wrong == [], "\n" + "\n".join(made.wrong)


def test_the_first_start(shell, judge):
    assert shell.window.page == "welcome"
    for at in range(SCREENS):
        shell.window.welcome_page._show(at)
        judge.look_at_both_sizes(f"welcome {at}", shell.window)


def test_the_lists(shell, parts, store, judge):
    window = shell.window
    for page in ("library", "outbox"):
        window.go(page)
        judge.look_at_both_sizes(f"{page} without anything", window)
    for content in (TIP, CLIP, LINK, MENTOR, SLIDES, replace(TIP, title="")):
        store.new_draft(content)
    asked = store.new_draft(TIP)
    store.submit(asked.id)
    store.ask_changes(asked.id, "Waar is de knop?")
    store.submit(store.new_draft(CLIP).id)
    parts.library.reload()
    window.go("library")
    judge.look_at_both_sizes("library", window)
    window.library_page._choose_view("list")
    judge.look_at_both_sizes("library as lines", window)
    window.library_page.findChild(QLineEdit, "search").setText("is er niet")
    judge.look_at_both_sizes("library, nothing found", window)
    window.go("outbox")
    judge.look_at_both_sizes("outbox", window)


@pytest.mark.parametrize("content", [TIP, CLIP, LINK, MENTOR, SLIDES], ids=lambda content: content.format.value)
def test_the_page_of_a_learning_moment(shell, parts, store, judge, content):
    draft = store.new_draft(replace(content, review_by=date(2027, 5, 1)))
    parts.editing.open(draft.id)
    judge.look_at_both_sizes("draft", shell.window)
    empty = replace(content, title="", experience="", audience=Audience())
    parts.editing.open(store.new_draft(empty).id)
    judge.look_at_both_sizes("nothing filled in", shell.window)
    store.submit(draft.id)
    parts.editing.open(draft.id)
    judge.look_at_both_sizes("in review", shell.window)
    store.ask_changes(draft.id, "Laat je aan het eind nog zien waar de bon staat?")
    parts.editing.open(draft.id)
    judge.look_at_both_sizes("changes asked", shell.window)


@pytest.mark.parametrize("content", [TIP, CLIP], ids=lambda content: content.format.value)
def test_earlier_versions(shell, parts, store, judge, content):
    draft = store.new_draft(replace(content, title="", experience="", audience=Audience()))
    parts.editing.open(draft.id)
    shell.window.editor_page._toggle_history()
    judge.look_at_both_sizes("only one version", shell.window)
    store.save(draft.id, content)
    parts.editing.open(draft.id)
    store.save(draft.id, replace(content, title="Anders", review_by=date(2027, 5, 1)))
    parts.editing.open(draft.id)
    judge.look_at_both_sizes("earlier versions", shell.window)
    shell.window.editor_page.findChild(QCheckBox, "everyVersion").setChecked(True)
    shell.window.editor_page.findChild(QRadioButton, "version-1").setChecked(True)
    judge.look_at_both_sizes("every version", shell.window)
    store.submit(draft.id)
    parts.editing.open(draft.id)
    judge.look_at_both_sizes("versions of what is in review", shell.window)


def test_the_bin(shell, parts, store, judge):
    window = shell.window
    window.go("library")
    window.library_page.show_bin()
    judge.look_at_both_sizes("empty bin", window)
    for content in (TIP, CLIP, LINK, MENTOR, SLIDES, replace(TIP, title="")):
        store.put_in_bin(store.new_draft(content).id)
    parts.library.reload()
    judge.look_at_both_sizes("bin", window)
    window.library_page._bin_page._ask_to_delete("item-1", "Plakken")
    judge.look("delete for good", window.findChild(DialogFrame))
    window.findChild(DialogFrame).reject()
    window.library_page.show_list()
    judge.look_at_both_sizes("nothing but a bin", window)
    store.new_draft(TIP)
    parts.library.reload()
    judge.look_at_both_sizes("library with a bin", window)


def test_the_backups(shell, parts, store, judge):
    window = shell.window
    window.go("settings")
    window.settings_page.open("data")
    window.settings_page.show_folder("/srv/vonk")
    judge.look_at_both_sizes("no backup", window)
    for _ in range(8):
        store.back_up_now()
    store.made_backups[3] = replace(store.made_backups[3], drafts=None)
    parts.backups.load()
    judge.look_at_both_sizes("backups", window)
    window.settings_page._data._ask_first(parts.backups.backups[0], "today 14:32")
    judge.look("go back", window.findChild(DialogFrame))
    window.findChild(DialogFrame).reject()
    window.note("warn", *in_two(repair.FINISHED), folder="/srv/vonk")
    judge.look_at_both_sizes("damaged store", window)


def test_the_wizard(shell, parts, judge):
    shell.pass_on()
    for answer in ("procedure", "none", "1-2", "no"):
        judge.look_at_both_sizes(f"before {answer}", shell.window)
        parts.wizard.answer(answer)
    judge.look_at_both_sizes("audience", shell.window)
    parts.wizard.answer_audience(Audience(everyone=True))
    judge.look_at_both_sizes("after the audience", shell.window)
    parts.wizard.choose_myself()
    judge.look_at_both_sizes("advice", shell.window)


def test_the_wizard_without_a_hub(shell, parts, store, judge):
    store.known = None
    shell.pass_on()
    for answer in ("fix", "none", "1-2", "no"):
        parts.wizard.answer(answer)
    judge.look_at_both_sizes("audience without teams", shell.window)


def test_the_settings(shell, parts, door, hotkeys, judge):
    shell.window.go("settings")
    page = shell.window.settings_page
    hotkeys.with_others = frozenset({"record", "tip"})
    parts.hotkeys.start()
    for section in ("recording", "look", "hub", "channels", "you", "data", "about"):
        page.open(section)
        judge.look_at_both_sizes(f"settings {section}", shell.window)
    page.open("hub")
    parts.connecting._pairing = door.knock("")
    parts.connecting.code_shown.emit(door.knock(""))
    judge.look_at_both_sizes("pairing", shell.window)
    parts.connecting._pairing = None
    parts.connecting._connected = Connected("Vonk Utrecht", "Sanne", "https://vonk.example.org", False)
    parts.connecting.changed.emit()
    judge.look_at_both_sizes("connected", shell.window)


def test_channels(shell, parts, store, judge, channel_door, tmp_path):
    window = shell.window
    window.go("settings")
    window.settings_page.open("channels")
    settings = window.settings_page._channels
    settings.open_form()
    judge.look_at_both_sizes("kinds of channels", window)
    for kind in KINDS:
        settings._form._pick_kind(kind)
        settings._form._show_fields()
        settings._form._on_add()
        judge.look_at_both_sizes(f"form of {kind}", window)
    settings._form.left.emit()
    channel_door.keeps = False
    parts.channels.add("slack_webhook", "Balie", {"address": "https://hooks.slack.com/services/T0/B0/x"})
    parts.channels.add("folder", "Een map met een lange naam van de hele afdeling", {"address": str(tmp_path)})
    parts.channels.add("slack_bot", "Planning", {"token": "xoxb-0123456789", "channel": "C0123456789"})
    channel_door.addresses.pop("c3")
    parts.channels.load()
    for reason in (REASONS["unclear"], REASONS["refused"].format(status=418)):
        channel_door.answer = Outcome(DeliveryAction.FAIL, reason=reason)
        parts.channels.test(parts.channels.channels[0].channel)
        judge.look_at_both_sizes("channels", window)
    settings.open_form(parts.channels.channels[2])
    judge.look_at_both_sizes("new address", window)
    settings._ask(parts.channels.channels[0])
    judge.look("remove a channel", window.findChild(DialogFrame))
    window.findChild(DialogFrame).reject()


@pytest.mark.parametrize("content", [TIP, CLIP, LINK, MENTOR, SLIDES], ids=lambda content: content.format.value)
def test_posting_to_a_channel(shell, parts, store, judge, content):
    draft = store.new_draft(content)
    for state, name in zip(
        DeliveryState, ("Balie", "Planning", "Inkoop", "Telefoon", "Finance", "Nog een"), strict=True
    ):
        channel = store.add_channel("teams", name, "")
        parts.posting.post(draft.id, content, [channel.id], frozenset(Criterion))
        store.become(draft.id, channel.id, state, REASONS["unclear"] if state is DeliveryState.UNCERTAIN else None)
    store.add_channel("slack_webhook", "Een kanaal met een naam die te lang is voor de breedte van het venster", "")
    parts.posting.reload()
    shell.window.go("outbox")
    judge.look_at_both_sizes("outbox with posts", shell.window)
    parts.editing.open(draft.id)
    judge.look_at_both_sizes("draft to post", shell.window)
    shell.window.editor_page._ask_to_post()
    shown = shell.window.findChild(DialogFrame, "postDialog")
    judge.look("post", shown)
    shown.close()


def test_the_small_windows(shell, parts, store, recording, judge):
    asked = store.new_draft(replace(TIP, title="Declaratie indienen met een foto van de bon"))
    store.submit(asked.id)
    store.ask_changes(asked.id, "Hm")
    store.submit(store.new_draft(TIP).id)
    shell.open_launcher()
    judge.look("launcher without hotkeys", shell.overlays.launcher)
    parts.hotkeys.start()
    judge.look("launcher", shell.overlays.launcher)
    shell.overlays.launcher.hide()
    shell._on_discarded(asked.id, "Plak zonder opmaak")
    judge.look("undo", shell.overlays.toast)
    judge.look_at_menu("menu", shell.tray.menu)
    shell.window.tell(
        Impossible(
            Bilingual(en="The disk is nearly full.", nl="De schijf is bijna vol."),
            Bilingual(en="Everything so far is kept. Make some room, then record again.", nl="Alles is bewaard."),
        )
    )
    judge.look_at_both_sizes("trouble", shell.window)
    recording.start(3)
    judge.look("countdown", shell.overlays.countdown)
    recording.begin_now()
    recording.heard[-1](Started())
    shell.overlays.bar.appear(QPoint(0, 0))
    judge.look("recorder bar", shell.overlays.bar)
    for code in ("silence", "microphone_back", "recorder_restarted", "no_microphone"):
        recording.heard[-1](warned(code))
        judge.look(f"recorder bar, {code}", shell.overlays.bar)
    recording.heard[-1](Marked(3599.0))
    judge.look("recorder bar, chapter", shell.overlays.bar)
    judge.look_at_menu("menu while recording", shell.tray.menu)


def test_choosing_what_is_recorded(shell, parts, judge, desk_seen):
    second = ScreenSeen(2, "right", Region(800, 0, 2560, 1440))
    desk_seen.seen = replace(desk_seen.seen, screens=(*desk_seen.seen.screens, second))
    shell.window.go("settings")
    shell.window.settings_page.open("recording")
    shell.open_launcher()
    for choose in (
        parts.source.choose_screen,
        lambda: parts.source.choose_window("Een venster met een naam die veel langer is dan het paneel breed is"),
        lambda: parts.source.choose_region(Region(10, 10, 1920, 1080)),
    ):
        choose()
        judge.look(f"launcher, {parts.source.kind}", shell.overlays.launcher)
        judge.look_at_both_sizes(f"settings, {parts.source.kind}", shell.window)
    shell.overlays.launcher.hide()
    overlay = PickerOverlay(QApplication.primaryScreen(), desk_seen.seen.windows, QPixmap())
    overlay.cover()
    overlay.begin_with(None)
    judge.look("picker", overlay)
    overlay.hide()
    overlay.deleteLater()


def test_the_test_of_the_microphone(shell, parts, judge, ear):
    shell.window.go("settings")
    shell.window.settings_page.open("recording")
    for verdict in Verdict:
        parts.hearing._judge(verdict)
        judge.look_at_both_sizes(f"microphone, {verdict.name}", shell.window)


def test_the_gallery(speech, judge, qtbot):
    gallery = Gallery(speech)
    qtbot.addWidget(gallery)
    gallery.resize(1400, 900)
    gallery.show()
    judge.look("gallery", gallery)
