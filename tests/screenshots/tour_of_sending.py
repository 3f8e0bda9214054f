"""Channels without a hub, as pictures: the settings, the form, the dialog to post, and the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QWidget  # noqa: TID251 - drives the windows

from channels.posting import Outcome
from channels.reasons import REASONS
from channels.slack_words import REFUSALS
from core.clock import utc_now
from core.delivery import DeliveryAction
from core.review import Criterion
from desktop.widgets.components import Button, DialogFrame
from drafts.store import Store

if TYPE_CHECKING:
    from tests.screenshots.app_tour import Camera

SECRET: Final = f"whsec_{'A' * 32}"
SLACK: Final = "https://hooks.slack.com/services/T000/B000/picture"
TEAMS: Final = "https://example.api.powerplatform.com/workflows/1?sig=picture"
BOT: Final = {"token": "xoxb-0000000000", "channel": "C000000000"}


class SendingTour:
    """Nothing leaves the machine: the turn to post is held, and what a service would have said is written down."""

    def __init__(self, running: Any, camera: Camera, folder: str) -> None:
        self.running, self.camera, self.folder = running, camera, folder
        self.window, self.parts = running.shell.window, running.parts

    def take(self, store: Store, item_id: str) -> None:
        """`item_id` is a draft that can be posted. The hub is gone after this."""
        store.disconnect_hub()
        self.parts.connecting.load()
        self.parts.library.reload()
        self.camera.until(lambda: not self.parts.posting.has_hub, "no hub")
        with store.post_queue.sole_sender():
            self.settings()
            self.editor(store, item_id)
            self.outbox(store, item_id)

    def settings(self) -> None:
        self.window.settings_page.open("channels")
        self.window.go("settings")
        self.camera.take(self.window, "channels-none")
        self.press("addChannel")
        self.see(QRadioButton, "channelKind-slack_bot").setChecked(True)
        self.camera.take(self.window, "channels-add")
        self.press("nextChannel")
        self.see(QLineEdit, "channelName").setText("Balie")
        self.see(QLineEdit, "channel-token").setText("xoxp-niet-goed")
        self.see(QLineEdit, "channel-channel").setText("C0123456789")
        self.press("keepChannel")
        self.camera.until(lambda: not self.parts.channels.busy, "an answer")
        bar = self.window.settings_page._area.verticalScrollBar()
        self.camera.settle()
        bar.setValue(bar.maximum())
        self.camera.take(self.window, "channels-wrong")
        self.press("cancelChannel")
        for kind, name, parts in (
            ("slack_webhook", "#balie", {"address": SLACK}),
            ("teams", "Planning", {"address": TEAMS}),
            ("folder", "OneDrive van de afdeling", {"address": self.folder}),
            ("slack_bot", "#leermomenten", BOT),
            ("webhook", "Intranet", {"url": "https://intranet.example.org/vonk", "secret": SECRET}),
        ):
            number = len(self.parts.channels.channels)
            self.parts.channels.add(kind, name, parts)
            self.camera.until(lambda number=number: len(self.parts.channels.channels) > number, name)
        outcomes = (
            Outcome(DeliveryAction.CONFIRM),
            Outcome(DeliveryAction.HAND_OVER),
            None,
            Outcome(DeliveryAction.FAIL, reason=REFUSALS["not_in_channel"]),
        )
        for listed, outcome in zip(self.parts.channels.channels, outcomes, strict=False):
            if outcome is not None:
                self.parts.channels._on_tried(listed.id, outcome)
        bar.setValue(0)
        self.camera.take(self.window, "channels")
        self.window.settings_page._channels._ask(self.parts.channels.channels[0])
        self.dialog("channels-question")

    def editor(self, store: Store, item_id: str) -> None:
        content = store.draft(item_id).content
        store.save(item_id, replace(content, title=content.title + "."))
        self.parts.editing.open(item_id)
        self.camera.until(lambda: self.window.page == "editor", "the draft")
        self.camera.take(self.window, "tip-with-channels")
        self.press("postToChannel")
        shown = self.window.findChild(DialogFrame, "postDialog")
        self.camera.take(shown, "channels-post-first")
        shown.findChild(QCheckBox, f"postTo-{self.parts.channels.channels[1].id}").setChecked(True)
        for criterion in Criterion:
            shown.findChild(QCheckBox, f"confirm-{criterion.value}").setChecked(True)
        self.camera.take(shown, "channels-post")
        shown.close()
        self.camera.settle()

    def outbox(self, store: Store, item_id: str) -> None:
        for channel in store.channels():
            store.post(item_id, channel.id, frozenset(Criterion))
        outcomes: dict[str, tuple[DeliveryAction, Any]] = {
            "slack_webhook": (DeliveryAction.DOUBT, REASONS["unclear"]),
            "teams": (DeliveryAction.HAND_OVER, None),
            "folder": (DeliveryAction.CONFIRM, None),
            "slack_bot": (DeliveryAction.FAIL, REFUSALS["not_in_channel"]),
        }
        for row in store.post_queue.due(utc_now(), timedelta(0)):
            store.post_queue.start(row)
            if row.channel.kind in outcomes:
                store.post_queue.settled(row, *outcomes[row.channel.kind])
            else:
                store.post_queue.postponed(row, REASONS["slow_down"], utc_now() + timedelta(minutes=9))
        self.window.go("outbox")
        self.parts.library.reload()
        self.camera.until(lambda: len(self.parts.posting.asking) > 1, "posts")
        self.camera.take(self.window, "outbox-channels")

    def see(self, kind: type[QWidget], name: str) -> Any:
        self.camera.settle()
        return next(part for part in self.window.findChildren(kind, name) if part.isVisible())

    def press(self, name: str) -> None:
        self.see(Button, name).click()
        self.camera.settle()

    def dialog(self, name: str) -> None:
        shown = self.window.findChild(DialogFrame)
        self.camera.take(shown, name)
        shown.reject()
        self.camera.settle()
