"""Walks the real app through every window and takes its picture: `python -m tests.screenshots.app_tour SET DIR ONLY`.

Prints a line for each text that is cut off. Run by `app_windows.py`, which gives it a display and a home.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QWidget  # noqa: TID251 - drives the windows

from capture.events import warned
from core.canonical import canonical_json
from core.clock import utc_now
from core.content import Audience, Content, TipBody
from core.errors import Impossible
from core.language import Bilingual
from core.review import ReviewState
from core.status import Status
from core.wire import content_to_json, hash_of
from desktop.app import _application, _Running
from desktop.home import Home, home_from_environment
from desktop.i18n import Speech
from desktop.models.selection import centred, moved
from desktop.presenters.connecting import Connected
from desktop.presenters.recording import Phase
from desktop.start_request import SHOW_YOURSELF
from desktop.widgets.components import Button, DialogFrame, label
from desktop.widgets.editor.history import when_words
from desktop.widgets.gallery import Gallery
from desktop.widgets.notices import CLOSE
from desktop.widgets.store_notice import in_two
from desktop.widgets.welcome_page import SCREENS
from drafts import schema
from drafts.store import Store
from tests.desktop.clipping import clipped
from tests.desktop.pseudo import pseudo_speech
from tests.screenshots.app_home import connected, fill
from tests.screenshots.app_past import THROWN_AWAY, WRITTEN, WRITTEN_AGO, backdate, restored_notice
from tests.screenshots.palette import reduce_colours
from tests.screenshots.tour_of_sending import SendingTour

LARGEST: Final = 220_000
DESKTOP: Final = QColor("#CFC8BF")


class Camera:
    def __init__(self, app: QApplication, out: Path, tag: str, only: str) -> None:
        self.app, self.out, self.tag, self.only = app, out, tag, only

    def until(self, true: Callable[[], object], what: str, seconds: float = 15.0) -> None:
        """Let the app go on until this is so; RuntimeError where it does not come."""
        deadline = QDeadlineTimer(round(seconds * 1000))
        while not true():
            if deadline.hasExpired():
                raise RuntimeError(f"{self.tag}: no {what} within {seconds:.0f} s")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def settle(self) -> None:
        """Until nothing is left to lay out or to paint."""
        for _ in range(12):
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def take(self, widget: QWidget, name: str) -> None:
        if self.only and self.only not in name:
            return
        self.settle()
        for cut in clipped(widget):
            print(f"{name}-{self.tag}: {cut}", flush=True)
        file = self.out / f"app-{name}-{self.tag}.png"
        on_desktop(widget).save(str(file))
        reduce_colours(file)
        if file.stat().st_size > LARGEST:
            print(f"{file.name}: {file.stat().st_size} bytes", flush=True)


def on_desktop(widget: QWidget) -> QImage:
    """The window as it is seen: where it is see-through, the desktop shows."""
    grabbed = widget.grab()
    image = QImage(grabbed.size(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(grabbed.devicePixelRatio())
    image.fill(DESKTOP)
    painter = QPainter(image)
    painter.drawPixmap(0, 0, grabbed)
    painter.end()
    return image


class Tour:
    def __init__(self, app: QApplication, running: Any, camera: Camera) -> None:
        self.app, self.running, self.camera = app, running, camera
        self.shell, self.parts = running.shell, running.parts
        self.window = self.shell.window

    def go(self, page: str) -> None:
        self.window.go(page)
        self.camera.settle()

    def before_anything(self) -> None:
        """A new person: nothing made, no hub."""
        for at in range(SCREENS):
            self.window.welcome_page._show(at)
            self.camera.take(self.window, f"welcome-{at + 1}")
        self.go("library")
        self.camera.take(self.window, "library-empty")
        self.go("outbox")
        self.camera.take(self.window, "outbox-empty")
        self.go("settings")
        self.camera.take(self.window, "settings-no-hub")
        self.parts.connecting._pairing = _Asked()
        self.parts.connecting.code_shown.emit(_Asked())
        self.camera.take(self.window, "pairing")
        self.parts.connecting._pairing = None
        self.parts.connecting.changed.emit()
        self.editor_of_new_tip()

    def editor_of_new_tip(self) -> None:
        self.shell.write_tip()
        self.camera.until(lambda: self.window.page == "editor", "new tip")
        self.camera.take(self.window, "tip-new")
        self.window._discard(self.parts.editing.current.draft.id, "")
        self.camera.until(lambda: not self.parts.library.model.rows, "an empty list")
        self.shell.overlays.toast.hide()

    def lists(self) -> None:
        self.go("library")
        library = self.window.library_page
        self.camera.until(lambda: len(self.parts.library.model.rows) > 3, "learning moments")
        self.camera.settle()
        _, media, *_ = self.running.lanes
        self.camera.until(lambda: not media.busy, "posters")
        self.camera.take(self.window, "library")
        library._choose_view("list")
        self.camera.take(self.window, "library-list")
        library._choose_view("grid")
        library.findChild(QLineEdit, "search").setText("iets dat er niet is")
        self.camera.take(self.window, "library-nothing-found")
        library.findChild(QLineEdit, "search").clear()
        self.go("outbox")
        self.camera.until(lambda: self.parts.syncing.line == "offline", "an unreachable hub")
        self.camera.take(self.window, "outbox")
        self.window.resize(900, 620)
        self.go("library")
        self.camera.take(self.window, "library-narrow")
        self.window.resize(1120, 720)

    def wizard(self) -> None:
        self.shell.pass_on()
        self.camera.until(lambda: self.window.page == "wizard", "wizard")
        self.camera.take(self.window, "wizard-question")
        for value in ("procedure", "none", "1-2", "no"):
            self.parts.wizard.answer(value)
            self.camera.settle()
        self.camera.take(self.window, "wizard-audience")
        self.parts.wizard.answer_audience(Audience(teams=("t1", "t2")))
        self.parts.wizard.answer("stable")
        self.camera.take(self.window, "wizard-advice")

    def moments(self, ids: dict[str, str]) -> None:
        for name, picture in (
            ("tip", "tip"), ("clip", "clip"), ("pivot", "recommendation"), ("receipts", "changes-asked"),
            ("rooms", "in-review"), ("figures", "on-the-board"),
        ):  # fmt: skip
            self.parts.editing.open(ids[name])
            self.camera.until(lambda name=name: self._opened(ids[name]), picture)
            if (form := self.window.editor_page.clip) is not None:
                self.camera.until(lambda form=form: not form.player.picture.image.isNull(), "poster")
            self.camera.take(self.window, picture)
        self.go("library")

    def sending(self, store: Store, ids: dict[str, str]) -> None:
        """One on its way with a rate, one held back: as another process sends them."""
        with store.outbox.sole_sender():
            for row in store.outbox.due(utc_now()):
                if row.item_id == ids["rooms"]:
                    store.outbox.start(row)
                    for blob in row.blobs:
                        store.outbox.upload_at(blob.sha256, "http://127.0.0.1:9/u", 3_100_000, 41_800_000, 940_000)
            store.hold(ids["search"])
            self.parts.library.reload()
            self.go("outbox")
            states = {Status.SENDING, Status.PAUSED}
            self.camera.until(lambda: states <= {row.status for row in self.parts.library.model.rows}, "sending")
            self.camera.take(self.window, "outbox-sending")
            store.go_on(ids["search"])
        store.outbox.resume()

    def two_versions(self, store: Store, ids: dict[str, str]) -> None:
        """The tip was changed here and on another computer."""
        content = store.draft(ids["tip"]).content
        body = TipBody(
            "iets plakt uit een webpagina",
            "druk op Ctrl+Shift+V, of kies Plakken speciaal",
            "blijft je document één lettertype",
        )
        there = replace(content, title="Plakken zonder opmaak, overal", body=body)
        manifest = canonical_json(content_to_json(there)).decode("utf-8")
        store.keep_version(ids["tip"], hash_of(there), manifest, ReviewState.SUBMITTED)
        self.parts.library.reload()
        self.parts.editing.open(ids["tip"])
        self.camera.until(lambda: self._opened(ids["tip"]), "the tip")
        self.camera.take(self.window, "two-versions")
        self.parts.editing.keep_mine()
        self.camera.until(lambda: store.other_version(ids["tip"]) is None, "a choice")
        self.go("library")

    def _opened(self, item_id: str) -> bool:
        current = self.parts.editing.current
        return current is not None and current.draft.id == item_id and self.window.page == "editor"

    def bin(self, store: Store) -> None:
        """Thrown away, and asked once before it is gone for good."""
        self.go("library")
        library = self.window.library_page
        for body, title, days in THROWN_AWAY:
            draft = store.new_draft(Content(body, title, "nl"))
            store.put_in_bin(draft.id)
            backdate(store, schema.drafts, schema.drafts.c.id == draft.id, "binned_at", timedelta(days=days))
        self.parts.library.reload()
        self.camera.until(lambda: len(self.parts.bin.rows) > 2, "a bin")
        library.show_bin()
        self.camera.take(self.window, "bin")
        library._bin_page._ask_to_delete("x", THROWN_AWAY[0][1])
        question = self.window.findChild(DialogFrame)
        self.camera.take(question, "bin-question")
        question.reject()
        store.empty_bin()
        self.parts.library.reload()
        self.camera.until(lambda: not self.parts.bin.rows, "an empty bin")
        self.camera.take(self.window, "bin-empty")
        library.show_list()

    def versions(self, store: Store, item_id: str) -> None:
        """A tip as it was written in three sittings."""
        whole = store.draft(item_id).content
        for at, (title, situation, action) in enumerate(WRITTEN):
            body = replace(whole.body, situation=situation, action=action, gain="" if at < 2 else whole.body.gain)
            store.save(item_id, replace(whole, title=title, body=body))
        store.save(item_id, whole)
        for at, ago in enumerate(reversed((*WRITTEN_AGO, 0.0))):
            number = store.draft(item_id).revision - at
            this = (schema.versions.c.item_id == item_id) & (schema.versions.c.revision == number)
            backdate(store, schema.versions, this, "saved_at", timedelta(minutes=ago))
        self.parts.editing.open(item_id)
        self.camera.until(lambda: self._opened(item_id), "tip")
        self.window.editor_page._toggle_history()
        self.camera.until(lambda: len(self.parts.history.versions) > 3, "versions")
        chosen = self.parts.history.main_ones[2].number
        self.window.findChild(QRadioButton, f"version-{chosen}").setChecked(True)
        self.camera.take(self.window, "versions")
        self.window.editor_page._toggle_history()
        self.go("library")

    def backups(self, store: Store, home: Home) -> None:
        """As after some days of work."""
        store.back_up_now()
        source = max(home.backups.glob("drafts-*.db"))
        for hours in (1, 3, 20, 44, 90, 200):
            moment = datetime.now(UTC) - timedelta(hours=hours)
            shutil.copy(source, home.backups / f"drafts-{moment:%Y%m%dT%H%M%S}000Z.db")
        self.parts.backups.load()
        self.camera.until(lambda: len(self.parts.backups.backups) > 5, "backups")
        self.go("settings")
        self.window.settings_page.open("data")
        self.camera.take(self.window, "settings-data")
        backup = self.parts.backups.backups[2]
        when = when_words(backup.made_at, datetime.now().astimezone(), self.parts.speech)
        self.window.settings_page._data._ask_first(backup, when)
        question = self.window.findChild(DialogFrame)
        self.camera.take(question, "backup-question")
        question.reject()
        self.go("library")
        moment = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
        self.window.note("warn", *in_two(restored_notice(moment)), folder=str(home.root))
        self.camera.take(self.window, "damaged-store")
        self.window._forget_trouble()

    def settings(self) -> None:
        self.parts.connecting._connected = Connected("Vonk Utrecht", "Sanne", "https://vonk.example.org", False)
        self.parts.connecting.changed.emit()
        self.go("settings")
        page = self.window.settings_page
        for section in ("recording", "look", "hub", "you", "about"):
            page.open(section)
            self.camera.take(self.window, f"settings-{section}")

    def small_windows(self) -> None:
        self.go("library")
        self.shell.open_launcher()
        self.camera.take(self.shell.overlays.launcher, "launcher")
        self.shell.overlays.launcher.hide()
        self.window.come_forward()
        toast = self.shell.overlays.toast
        self.shell._on_discarded("x", "Plak zonder opmaak")
        self.camera.take(toast, "undo")
        toast.hide()
        self._menu("menu")
        self.picking()
        self.window.tell(_full_disk())
        self.camera.take(self.window, "trouble")
        self.window._forget_trouble()
        self.dialog()

    def picking(self) -> None:
        picking = self.shell.picking
        picking.begin()
        self.camera.until(lambda: bool(picking.overlays), "overlay")
        overlay = picking.overlays[0]
        overlay.choose(moved(centred(overlay.screen_place), overlay.screen_place, -80, -60))
        self.camera.take(overlay, "picker")
        overlay.cancelled.emit()

    def dialog(self) -> None:
        full, say = _full_disk(), self.parts.speech.say
        close = Button(say(CLOSE), kind="primary")
        shown = DialogFrame(say(full.title), label(say(full.hint), "secondary"), close)
        shown.show()
        self.camera.take(shown, "dialog")
        shown.close()

    def _menu(self, name: str) -> None:
        menu = self.shell.tray.menu
        for _ in range(3):  # a window that comes up at the same moment takes the menu away
            menu.popup(self.window.pos())
            self.camera.settle()
            if menu.isVisible():
                break
        self.camera.take(menu, name)
        menu.hide()

    def recording(self) -> None:
        presenter, overlays = self.shell._recording, self.shell.overlays
        self.shell.record()
        self.camera.until(overlays.countdown.isVisible, "countdown")
        self.camera.take(overlays.countdown, "countdown")
        self.camera.until(lambda: presenter.phase is Phase.RECORDING, "recording", 30)
        overlays.bar.appear(QPoint(0, 0))
        self.camera.take(overlays.bar, "recorder-bar")
        presenter.warned.emit(warned("silence"))
        self.camera.take(overlays.bar, "recorder-bar-silence")
        presenter.warned.emit(warned("sound_heard"))
        self._menu("menu-recording")
        presenter.pause()
        self.camera.until(lambda: presenter.phase is Phase.PAUSED, "pause")
        self.camera.take(overlays.bar, "recorder-bar-paused")
        presenter.discard()
        self.camera.until(lambda: presenter.phase is Phase.IDLE, "the end of the recording", 30)
        overlays.toast.hide()
        self.window._forget_trouble()

    def gallery(self) -> None:
        gallery = Gallery(self.parts.speech)
        gallery.setGeometry(QRect(0, 0, 1340, 2000))
        gallery.show()
        self.camera.take(gallery, "gallery")
        gallery.close()


class _Asked:
    user_code = "BCDF-GHJK"
    verification_uri = "https://vonk.example.org/pair"
    verification_uri_complete = "https://vonk.example.org/pair?code=BCDF-GHJK"
    interval_s = 600.0
    expires_at = datetime(2026, 11, 24, 14, 42, tzinfo=UTC)


def _full_disk() -> Impossible:
    return Impossible(
        Bilingual(en="The disk is nearly full.", nl="De schijf is bijna vol."),
        Bilingual(
            en="Everything so far is kept. Make some room, then record again.",
            nl="Alles tot nu toe is bewaard. Maak ruimte en neem dan weer op.",
        ),
    )


def run(name: str, out: Path, only: str) -> None:
    language, theme = name.split("-")[:2]
    app = _application()
    home = home_from_environment(os.environ)
    home.make()
    if language == "pseudo":
        speech = pseudo_speech("en")
        speech.use("en")
    else:
        speech = Speech("en")
        speech.use("nl" if language == "nl" else "en")
    home.settings.write_text(f'{{"appearance": "{theme}", "countdown_s": 3}}', encoding="utf-8")
    running = _Running.start(home, speech.language, speech, os.environ)
    camera = Camera(app, out, name, only)
    running.open(SHOW_YOURSELF, show_window=True, refused=lambda: app.exit(1))
    camera.until(running.shell.window.isVisible, "window")
    tour = Tour(app, running, camera)
    tour.window.resize(1120, 720)
    tour.before_anything()
    store = running.store.ready()
    connected(store)
    ids = fill(store, home)
    running.parts.connecting.load()
    running.parts.library.reload()
    running.parts.syncing.wake()
    tour.lists()
    tour.wizard()
    tour.sending(store, ids)
    tour.moments(ids)
    tour.two_versions(store, ids)
    tour.bin(store)
    tour.versions(store, ids["tip"])
    tour.settings()
    tour.backups(store, home)
    tour.small_windows()
    tour.recording()
    tour.gallery()
    SendingTour(running, camera, str(home.root)).take(store, ids["tip"])
    running.end()


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
