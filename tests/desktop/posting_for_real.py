"""Posting without a hub through the whole window, on a real store: a folder, and a service that falls silent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (  # noqa: TID251 - the tests of the widgets
    QApplication,
    QCheckBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from core.clock import utc_now
from core.content import Audience, Content, TipBody
from core.delivery import DeliveryState
from core.draft import random_id
from core.review import Criterion
from desktop.home import Home
from desktop.platform.channel_door import ChannelsOnDemand
from desktop.platform.hub_link import HubConnection
from desktop.platform.opening_store import OpeningStore
from desktop.platform.posting import ALLOW
from desktop.presenters.channels import ChannelsPresenter
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.history import HistoryPresenter
from desktop.presenters.library import LibraryPresenter
from desktop.presenters.ports import Files
from desktop.presenters.posting import PostingPresenter
from desktop.presenters.syncing import SyncingPresenter
from desktop.tasks import TaskRunner
from desktop.widgets.components import DialogFrame
from desktop.widgets.shell import Shell
from desktop.widgets.theme import wear
from drafts.store import open_store
from guidance.checks import check
from sync.credentials import Credentials
from sync.posting import NO_ADDRESS
from tests.channels.services import DONE_AND_CUT, Hooks, serving
from tests.desktop.finding import find, words

BODY = TipBody("iets plakt", "druk op Ctrl+V", "staat het er")
TIP = Content(BODY, "Plakken", "nl", Audience(everyone=True), "Elke dag")
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged")


class App:
    """The window over everything real but the screen: store, keyring (in memory), posting thread, network."""

    def __init__(self, shell: Shell, store: OpeningStore, lanes: list[TaskRunner], qtbot) -> None:
        self.shell, self.window, self.lanes, self.qtbot = shell, shell.window, lanes, qtbot
        self.store = store.ready()
        self.parts = shell._parts

    def until(self, true) -> None:
        self.qtbot.waitUntil(true, timeout=20_000)
        QApplication.processEvents()

    def press(self, name: str, window: QWidget | None = None) -> None:
        QApplication.processEvents()
        find(window or self.window, QPushButton, name).click()

    def write(self, **typed: str) -> None:
        for name, text in typed.items():
            find(self.window, QLineEdit, name).setText(text)

    def add_channel(self, kind: str, address: str) -> str:
        before = len(self.parts.channels.channels)
        self.window.settings_page.open("channels")
        self.window.go("settings")
        self.press("addChannel")
        find(self.window, QRadioButton, f"channelKind-{kind}").setChecked(True)
        self.press("nextChannel")
        self.write(channelName="Balie", **{"channel-address": address})
        self.press("keepChannel")
        self.until(lambda: len(self.parts.channels.channels) > before)
        return self.parts.channels.channels[-1].id

    def post_tip(self, channel_id: str) -> None:
        draft = self.store.new_draft(TIP)
        self.until(lambda: any(channel.id == channel_id for channel in self.parts.posting.channels))
        self.parts.editing.open(draft.id)
        self.until(lambda: self.window.page == "editor")
        self.press("postToChannel")
        dialog = self.window.findChild(DialogFrame, "postDialog")
        for name in (f"postTo-{channel_id}", *(f"confirm-{criterion.value}" for criterion in Criterion)):
            find(dialog, QCheckBox, name).setChecked(True)
        assert find(dialog, QPushButton, "post").isEnabled(), words(dialog)
        self.press("post", dialog)
        self.until(lambda: self.window.page == "outbox")

    def states(self) -> list[DeliveryState]:
        return [post.state for post in self.store.posts()]


@pytest.fixture
def app(parts, tmp_path, recording, qtbot, qapp, monkeypatch, hooks):
    monkeypatch.setenv(ALLOW, hooks.place)
    # No keyring, wherever this runs: addresses are in memory.
    monkeypatch.setattr("sync.credentials._system_keyring", lambda: None)
    wear(qapp, dark=False)
    lanes = [TaskRunner(name) for name in ("store", "channels", "network")]
    kept, slow, network = lanes
    home = Home(tmp_path)
    home.make()
    store = OpeningStore(lambda: open_store(home.drafts_db, home.blobs, clock=utc_now, new_id=random_id))
    store.open()
    door = ChannelsOnDemand(home.identity(), store.ready, lambda: "en")
    hub = HubConnection(
        store.ready, Credentials("Vonk test"), home.root, "here", utc_now, secrets=door.secrets, egress=door.egress
    )
    editing = EditingPresenter(store, check, kept, None)
    real = replace(
        parts,
        library=LibraryPresenter(store, kept, parts.speech, None),
        editing=editing,
        history=HistoryPresenter(store, editing, utc_now, kept, None),
        channels=ChannelsPresenter(store, door, slow, None),
        posting=PostingPresenter(store, lambda reason: reason == NO_ADDRESS, kept, None),
        syncing=SyncingPresenter(hub.one_pass, utc_now, network, None),
    )
    nowhere = Path(__file__)
    shell = Shell(real, recording, store, Files(lambda _: nowhere, lambda _: nowhere), tuple, kept, kept, None)
    shell.open(show_window=True)
    yield App(shell, store, lanes, qtbot)
    shell.close_windows()
    for lane in lanes:
        lane.close()
    hub.close()
    store.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def hooks():
    service = Hooks()
    with serving(service):
        yield service


def test_into_a_folder_through_the_whole_window(app, tmp_path):
    shared = tmp_path / "gedeeld"
    shared.mkdir()
    channel_id = app.add_channel("folder", str(shared))
    app.press(f"test-{channel_id}")
    app.until(lambda: "It works: the test is there." in words(app.window))
    assert len(list(shared.glob("*/item.json"))) == 1
    app.post_tip(channel_id)
    app.until(lambda: app.states() == [DeliveryState.POSTED])
    app.until(lambda: "Balie: Posted today" in words(app.window))
    titles = [json.loads(file.read_bytes())["content"]["title"] for file in shared.glob("*/item.json")]
    assert "Plakken" in titles


def test_a_service_that_falls_silent_asks_the_person_and_is_asked_only_once(app, hooks):
    channel_id = app.add_channel("slack_webhook", hooks.url("slack"))
    hooks.next.append(DONE_AND_CUT)
    app.post_tip(channel_id)
    app.until(lambda: app.states() == [DeliveryState.UNCERTAIN])
    app.until(lambda: app.shell.tray.state == "attention")
    assert "Is the message there already?" in words(app.window)
    app.press("itIsThere")
    app.until(lambda: app.states() == [DeliveryState.POSTED])
    app.until(lambda: app.shell.tray.state == "idle")
    assert len(hooks.slack) == 1
    assert hooks.url("slack") not in repr(app.store.channels())
