"""Brings the window, the tray, the small windows and the presenters together: what leads to what."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from core.draft import Draft, ItemId
from core.errors import AppError
from core.formats import Format
from desktop.presenters.hotkeys import HotkeyName
from desktop.presenters.library import ASKS_ATTENTION, WAITS
from desktop.presenters.making import Making
from desktop.presenters.ports import DraftStore, Files
from desktop.presenters.recording import ON_AIR, Phase, RecordingPresenter
from desktop.presenters.source import Found
from desktop.presenters.wizard import Order
from desktop.settings import Settings
from desktop.start_request import StartRequest
from desktop.tasks import TaskRunner
from desktop.widgets.clip_files import ClipFiles
from desktop.widgets.launcher import LauncherVerbs
from desktop.widgets.main_window import MainWindow, PageName, Presenters, WindowVerbs
from desktop.widgets.notices import (
    NO_BOARD,
    NO_BOARD_HINT,
    RECOVERED,
    RECOVERED_HINT,
    RECOVERED_MANY,
    WENT_WRONG,
    WENT_WRONG_HINT,
)
from desktop.widgets.overlays import Overlays
from desktop.widgets.picking import Picking
from desktop.widgets.recording_scene import RecordingScene
from desktop.widgets.theme import system_is_dark, theme_now, wear
from desktop.widgets.tray import Tray, TrayVerbs, has_tray
from desktop.widgets.way_back import WayBack

log = logging.getLogger(__name__)


class Shell(QObject):
    """The app as a person sees it. `left` once it may end: nothing is being recorded or kept any more."""

    left = Signal()

    def __init__(
        self,
        parts: Presenters,
        recording: RecordingPresenter,
        store: DraftStore,
        files: Files,
        microphones: Callable[[], tuple[tuple[str, str], ...]],
        tasks: TaskRunner,
        media: TaskRunner,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._recording = parts, recording
        self._microphones, self._tasks, self._media = microphones, tasks, media
        self._folder = files.folder
        self._leaving = self._closed = False
        self._order: Order | None = None
        self._clips = ClipFiles(parts.editing, files, media, self.tell)
        self._making = Making(store, parts.editing, parts.preferences, parts.speech, tasks)
        self.window = MainWindow(parts, self._window_verbs())
        self.window.place_at(parts.preferences.settings.window)
        self.tray = Tray(self._tray_verbs(), self)
        self.overlays = Overlays(
            recording, parts.library, self._launcher_verbs(), parts.speech, parts.hotkeys, parts.source, parts.hearing
        )
        self._way_back = WayBack(parts, self.overlays, self)
        self.picking = Picking(parts.source, lambda: (self.window, self.overlays.launcher), self)
        self._scene = RecordingScene(
            recording, self.window, self.tray, self.overlays, parts.following, parts.speech, self
        )
        self._connect()

    def open(self, *, show_window: bool) -> None:
        """Show the tray icon, and the window where there is no tray or somebody asked for it."""
        self._dress()
        self.tray.show()
        self._parts.connecting.load()
        self._parts.library.reload()
        if show_window and not self._parts.preferences.settings.seen_welcome:
            self.window.go("welcome")
        if show_window or not has_tray():
            self.window.come_forward()
        self._parts.syncing.wake()

    @Slot()
    def come_forward(self) -> None:
        if not self._recording.busy:
            self.window.come_forward()

    @Slot(StartRequest)
    def follow(self, request: StartRequest) -> None:
        """What a start of the program asked for, this one or a later one. While recording nothing comes up."""
        if self._recording.busy:
            return
        wishes: dict[str, Callable[[], None]] = {
            "show": self.come_forward,
            "panel": lambda: self.overlays.launcher.appear(self.tray.place),
            "record": self.record,
            "tip": self.write_tip,
            "recommend": lambda: self.recommend(request.link),
            "choose": self.pass_on,
            "library": lambda: self._go("library"),
            "outbox": lambda: self._go("outbox"),
            "settings": lambda: self._go("settings"),
            "item": lambda: self._open_item(ItemId(request.link)),
        }
        wishes[request.wish]()

    @Slot()
    def open_launcher(self) -> None:
        """A click on the tray icon: the panel beside it, or away again."""
        launcher = self.overlays.launcher
        if launcher.isVisible():
            launcher.hide()
        elif not self._recording.busy:
            launcher.appear(self.tray.place)

    def record(self) -> None:
        """Out of the picture, count down, record."""
        if self._recording.busy:
            return
        self._parts.editing.flush()
        self.picking.end()
        self._parts.source.find(self._record, self._on_recording_failed)

    def _record(self, found: Found) -> None:
        if not self._recording.busy:
            settings = self._parts.preferences.settings
            self._scene.begin(found)
            self._recording.start(settings.countdown_s, found.target)
            if settings.countdown_s:
                self._parts.hearing.start(settings.microphone)

    def pass_on(self) -> None:
        """Which form? The wizard, from its first question."""
        self._order = None
        self._parts.wizard.start(self._parts.preferences.settings.last_teams)
        self._go("wizard")

    def write_tip(self) -> None:
        self._making.tip()
        self.window.come_forward()

    def recommend(self, pasted: str = "") -> None:
        """A recommendation of what was pasted; what is no link is told, and nothing is made."""
        try:
            self._making.recommendation(pasted)
        except AppError as error:
            self.tell(error)
        else:
            self.window.come_forward()

    def leave(self) -> None:
        """End the app. A recording that is going on is finished and kept first."""
        if self._closed:
            return
        self._leaving = True
        self._parts.editing.flush()
        self._keep_place()
        if self._recording.busy:
            self._recording.stop()
        if not self._recording.busy:
            self.left.emit()

    def close_windows(self) -> None:
        self._closed = True
        self.tray.hide()
        self.overlays.close()
        self.window.hide()
        self.window.deleteLater()

    # What leads to what

    def _connect(self) -> None:
        parts, recording = self._parts, self._recording
        self.window.closing.connect(self._on_closing)
        self.window.shown.connect(parts.library.watch)
        self.window.page_changed.connect(self._on_page)
        self.tray.opened.connect(self.open_launcher)
        recording.phase_changed.connect(self._on_phase)
        recording.kept.connect(self._on_kept)
        recording.discarded.connect(self._on_take_discarded)
        recording.failed.connect(self._on_recording_failed)
        parts.wizard.made.connect(self._on_made)
        parts.editing.submitted.connect(self._on_submitted)
        parts.editing.withdrawn.connect(lambda _: parts.syncing.wake())
        parts.editing.chosen.connect(lambda _: parts.library.reload())
        parts.posting.loaded.connect(self._tell_tray)  # it looks after each look of the library
        parts.library.discarded.connect(self._on_discarded)
        parts.syncing.passed.connect(self._on_synced)
        parts.connecting.changed.connect(self._on_connection)
        parts.speech.changed.connect(self._on_language)
        parts.preferences.changed.connect(self._on_settings)
        parts.hotkeys.pressed.connect(self._on_hotkey)
        for source in (self._tasks, self._media):
            source.trouble.connect(self.tell)
        for teller in (parts.editing, parts.wizard, parts.channels, parts.posting):
            teller.failed.connect(self.tell)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_color_scheme)

    @Slot(AppError)
    def tell(self, error: AppError) -> None:
        """What happened, what is safe, what to press: above the page."""
        log.info("told: %s", type(error).__name__)
        self.window.tell(error)
        if not self._leaving:
            self.window.come_forward()

    @Slot(str)
    def tell_crash(self, report: str) -> None:
        """The program itself was wrong."""
        self.window.note("danger", WENT_WRONG, WENT_WRONG_HINT)
        self.window.come_forward()

    def tell_recovered(self, number: int) -> None:
        """Recordings that a crash left behind are drafts now."""
        if number:
            self._parts.library.reload()
            title = RECOVERED if number == 1 else RECOVERED_MANY.format(number=number)
            self.window.note("info", title, RECOVERED_HINT)
            self.window.come_forward()

    @Slot(Phase)
    def _on_phase(self, phase: Phase) -> None:
        self._tell_tray()
        if phase is Phase.IDLE and self._leaving:
            self.left.emit()

    @Slot(Draft)
    def _on_kept(self, draft: Draft) -> None:
        self._parts.library.reload()
        if self._leaving:
            return
        order, self._order = self._order, None
        if order is not None:
            self._finish(replace(order, draft=draft))
            return
        self._parts.wizard.start(self._parts.preferences.settings.last_teams, draft)
        self._go("wizard")

    @Slot(Draft)
    def _on_take_discarded(self, draft: Draft) -> None:
        self._order = None
        self._parts.library.discard(draft.id, "")

    @Slot(AppError)
    def _on_recording_failed(self, error: AppError) -> None:
        self._order = None
        self.tell(error)

    @Slot(Order)
    def _on_made(self, order: Order) -> None:
        self._parts.preferences.remember_teams(order.audience.teams)
        if order.format is Format.CLIP and order.draft is None:
            self._order = order
            self.record()
        else:
            self._finish(order)

    def _finish(self, order: Order) -> None:
        """The wizard's answers go into the draft, and the draft opens."""
        self._making.order(order)
        self.window.come_forward()

    @Slot(Draft)
    def _on_submitted(self, draft: Draft) -> None:
        self._parts.library.reload()
        self._parts.syncing.wake()
        if draft.content.audience.chosen:
            self._parts.preferences.remember_teams(draft.content.audience.teams)
        if self._parts.connecting.connected is None:
            self.overlays.toast.tell(self.tr("Asked for review. It goes to the hub as soon as one is connected."))
        elif self._parts.syncing.line == "offline":
            self.overlays.toast.tell(self.tr("Asked for review. It is sent by itself when there is a network."))
        else:
            self.overlays.toast.tell(self.tr("Asked for review. It is sent now, or as soon as there is a network."))

    @Slot(str)
    def _on_hotkey(self, name: HotkeyName) -> None:
        """As a start of the program asks for it; the keys that record also stop."""
        match name:
            case "mark":
                self._recording.mark()
            case "pause":
                self._scene.pause()
            case "record" if self._recording.busy:
                self._recording.stop()
            case "record" | "tip":
                self.follow(StartRequest(name))

    @Slot(str, str)
    def _on_discarded(self, item_id: str, title: str) -> None:
        words = self.tr("Discarded: {title}.").format(title=title) if title else self.tr("Discarded.")
        stays, undo = self.tr("It is in the bin for 30 days."), self._parts.library.undo
        self.overlays.toast.tell(f"{words} {stays}", self.tr("Undo"), lambda: undo(item_id))  # type: ignore[arg-type]

    @Slot()
    def _on_synced(self) -> None:
        self._parts.library.reload()
        self._parts.editing.refresh()

    @Slot()
    def _on_connection(self) -> None:
        self._parts.library.reload()
        self._parts.syncing.wake()

    @Slot()
    def _on_closing(self) -> None:
        """With a tray the app goes on there; without one, closing the window ends it."""
        self._keep_place()
        if has_tray():
            self.window.hide()
        else:
            self.leave()

    @Slot(str)
    def _on_page(self, page: str) -> None:
        if page == "settings":
            self.window.settings_page.show_folder(self._folder)
            self._parts.autostart.load()
            self._parts.backups.load()
            self._media.run(self._microphones, lambda found: self.window.settings_page.show_microphones(found))

    @Slot()
    def _on_language(self) -> None:
        self.tray.build()
        self.overlays.build()
        self.window.outbox_page.tell_cause(self._parts.syncing.cause)
        if self.window.page == "settings":
            self.window.settings_page.focus_language()
            self._on_page("settings")

    @Slot(Qt.ColorScheme)
    def _on_color_scheme(self, scheme: Qt.ColorScheme) -> None:
        self._dress()

    @Slot(Settings)
    def _on_settings(self, settings: Settings) -> None:
        self._dress()
        if self._parts.syncing.line == "metered" and settings.files_on_metered:
            self._parts.syncing.wake()

    def _dress(self) -> None:
        """Light or dark, as the person chose or as the system is now."""
        app, chosen = QApplication.instance(), self._parts.preferences.settings.appearance
        dark = system_is_dark() if chosen == "system" else chosen == "dark"
        if isinstance(app, QApplication) and dark != theme_now().dark:
            wear(app, dark=dark)
            self.tray.build()

    def _keep_place(self) -> None:
        self._parts.preferences.remember_window(self.window.place())

    @Slot()
    def _tell_tray(self) -> None:
        phase, library = self._recording.phase, self._parts.library
        posting, waiting = self._parts.posting, library.count(WAITS) + len(self._parts.posting.going)
        if phase in ON_AIR:
            self.tray.tell("recording", paused=phase is Phase.PAUSED)
        elif library.count(ASKS_ATTENTION) or posting.asking:
            self.tray.tell("attention")
        elif waiting:
            self.tray.tell("waiting", f"({waiting})")
        else:
            self.tray.tell("idle")

    def _go(self, page: PageName) -> None:
        self.window.go(page)
        self.window.come_forward()

    def _open_board(self) -> None:
        connected = self._parts.connecting.connected
        if connected is None:
            self.window.note("info", NO_BOARD, NO_BOARD_HINT)
            self.window.settings_page.open("hub")
            self._go("settings")
        else:
            self._open_address(f"{connected.url}/")

    @staticmethod
    def _open_address(url: str) -> None:
        QDesktopServices.openUrl(QUrl(url))

    def _window_verbs(self) -> WindowVerbs:
        return WindowVerbs(
            record=self.record,
            pick_region=lambda: self.picking.begin(),
            pass_on=self.pass_on,
            write_tip=self.write_tip,
            example=self._making.example,
            board=self._open_board,
            open_address=self._open_address,
            open_folder=lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)),
            play=lambda _: self._clips.play(self.window),
            play_outside=self._clips.play_outside,
            poster=lambda sha256: self._clips.show_poster(self.window, sha256),
            card_poster=lambda item: self._clips.show_card_poster(self.window, item),
            leave=self.leave,
        )

    def _launcher_verbs(self) -> LauncherVerbs:
        return LauncherVerbs(
            record=lambda: QTimer.singleShot(0, self.record),
            write_tip=self.write_tip,
            recommend=self.recommend,
            pass_on=self.pass_on,
            open_item=lambda item_id: self._open_item(ItemId(item_id)),
            library=lambda: self._go("library"),
            outbox=lambda: self._go("outbox"),
            settings=lambda: self._go("settings"),
            pick_region=lambda: self.picking.begin(),
        )

    def _open_item(self, item_id: ItemId) -> None:
        self._parts.editing.open(item_id)
        self.window.come_forward()

    def _tray_verbs(self) -> TrayVerbs:
        return TrayVerbs(
            # The menu closes first, or it would stand in the first frame.
            record=lambda: QTimer.singleShot(0, self.record),
            write_tip=self.write_tip,
            recommend=self.recommend,
            pass_on=self.pass_on,
            library=lambda: self._go("library"),
            outbox=lambda: self._go("outbox"),
            board=self._open_board,
            settings=lambda: self._go("settings"),
            leave=self.leave,
            stop=self._recording.stop,
            pause=lambda: self._scene.pause(),
            mark=self._recording.mark,
            discard=self._recording.discard,
        )
