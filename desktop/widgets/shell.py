"""Brings the window, the tray, the recorder bar and the presenters together: what leads to what."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from capture.events import Progress, Warned
from core.content import ClipBody, Content, TipBody
from core.draft import Draft
from core.errors import AppError
from core.formats import Format
from desktop.presenters.library import ASKS_ATTENTION, WAITS
from desktop.presenters.ports import DraftStore, Files
from desktop.presenters.recording import ON_AIR, Phase, RecordingPresenter
from desktop.presenters.wizard import Order
from desktop.tasks import TaskRunner
from desktop.widgets.components import Toast
from desktop.widgets.main_window import MainWindow, PageName, Presenters, WindowVerbs
from desktop.widgets.notices import (
    NO_BOARD,
    NO_BOARD_HINT,
    NO_PLAYER,
    NO_PLAYER_HINT,
    RECOVERED,
    RECOVERED_HINT,
    RECOVERED_MANY,
    WENT_WRONG,
    WENT_WRONG_HINT,
)
from desktop.widgets.recorder_bar import Countdown, RecorderBar
from desktop.widgets.theme import system_is_dark, wear
from desktop.widgets.tray import Tray, TrayVerbs, has_tray
from desktop.wording import clock_words

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
        self._parts, self._recording, self._store, self._files = parts, recording, store, files
        self._microphones, self._tasks, self._media = microphones, tasks, media
        self._leaving = False
        self._came_from_window = False
        self._order: Order | None = None
        self.window = MainWindow(parts, self._window_verbs())
        self.tray = Tray(self._tray_verbs(), self)
        self.toast = Toast()
        self._build_overlays()
        self._connect()

    def open(self, *, show_window: bool) -> None:
        """Show the tray icon, and the window where there is no tray or somebody asked for it."""
        self.tray.show()
        self._parts.connecting.load()
        self._parts.library.reload()
        if show_window or not has_tray():
            self.window.come_forward()
        self._parts.syncing.wake()

    @Slot()
    def come_forward(self) -> None:
        """A second start, or a click on the tray icon."""
        if not self._recording.busy:
            self.window.come_forward()

    def record(self) -> None:
        """Out of the picture, count down, record."""
        if self._recording.busy:
            return
        self._came_from_window = self.window.isVisible()
        self._parts.editing.flush()
        self.window.hide()
        self.toast.hide()
        self.bar.start_anew()
        self._recording.start(self._parts.preferences.settings.countdown_s)

    def pass_on(self) -> None:
        """Which form? The wizard, from its first question."""
        self._order = None
        self._parts.wizard.start(self._parts.preferences.settings.last_teams)
        self._go("wizard")

    def write_tip(self) -> None:
        self._parts.editing.create(self._new(TipBody()))
        self.window.come_forward()

    def leave(self) -> None:
        """End the app. A recording that is going on is finished and kept first."""
        self._leaving = True
        self._parts.editing.flush()
        if self._recording.busy:
            self._recording.stop()
        if not self._recording.busy:
            self.left.emit()

    def close_windows(self) -> None:
        self.tray.hide()
        for window in (self.window, self.bar, self.countdown, self.toast):
            window.hide()
            window.deleteLater()

    # What leads to what

    def _connect(self) -> None:
        parts, recording = self._parts, self._recording
        self.window.closing.connect(self._on_closing)
        self.window.shown.connect(parts.library.watch)
        self.window.page_changed.connect(self._on_page)
        self.tray.opened.connect(self.come_forward)
        recording.phase_changed.connect(self._on_phase)
        recording.progressed.connect(self._on_progress)
        recording.kept.connect(self._on_kept)
        recording.discarded.connect(self._on_take_discarded)
        recording.failed.connect(self._on_recording_failed)
        recording.warned.connect(self._on_warned)
        parts.wizard.made.connect(self._on_made)
        parts.editing.submitted.connect(self._on_submitted)
        parts.editing.withdrawn.connect(lambda _: parts.syncing.wake())
        parts.library.loaded.connect(self._tell_tray)
        parts.library.discarded.connect(self._on_discarded)
        parts.syncing.passed.connect(self._on_synced)
        parts.connecting.changed.connect(self._on_connection)
        parts.speech.changed.connect(self._on_language)
        for source in (self._tasks, self._media):
            source.trouble.connect(self.tell)
        parts.editing.failed.connect(self.tell)
        parts.wizard.failed.connect(self.tell)
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
        if phase in ON_AIR and not self.bar.isVisible():
            screen = self._screen_for_bar()
            if screen is not None:
                self.bar.appear(screen)
        if phase is Phase.KEEPING:
            self.bar.hide()
        self._tell_tray()
        if phase is Phase.IDLE:
            if self._leaving:
                self.left.emit()
            elif self._came_from_window and not self.window.isVisible():
                self.window.come_forward()

    def _screen_for_bar(self) -> QScreen | None:
        """Another screen than the recorded one; with only one, none where the tray icon is the sign."""
        others = [screen for screen in QGuiApplication.screens() if screen is not QGuiApplication.primaryScreen()]
        if others:
            return others[0]
        return None if has_tray() else QGuiApplication.primaryScreen()

    @Slot(Progress)
    def _on_progress(self, progress: Progress) -> None:
        detail = clock_words(progress.written_s)
        self.tray.tell("recording", detail, paused=self._recording.phase is Phase.PAUSED)

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

    @Slot(Warned)
    def _on_warned(self, warning: Warned) -> None:
        """Said at once where it does not stand in the picture; else it stands above the page afterwards."""
        self.window.note("warn", warning.title, warning.hint)
        self.bar.warn(self._parts.speech.say(warning.title))

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
        body = TipBody() if order.format is Format.TIP else ClipBody()
        if order.format is Format.TIP or order.draft is None:
            self._parts.editing.create(order.told_in(self._new(body)))
        else:
            draft = order.draft
            content = order.told_in(draft.content)
            self._tasks.run(
                lambda: self._store.save(draft.id, content),
                lambda saved: self._parts.editing.open(saved.id),
            )
        self.window.come_forward()

    @Slot(Draft)
    def _on_submitted(self, draft: Draft) -> None:
        self._parts.library.reload()
        self._parts.syncing.wake()
        if self._parts.connecting.connected is None:
            self.toast.tell(self.tr("Asked for review. It goes to the hub as soon as one is connected."))
        elif self._parts.syncing.line == "offline":
            self.toast.tell(self.tr("Asked for review. It is sent by itself when there is a network."))
        else:
            self.toast.tell(self.tr("Asked for review. It is sent now, or as soon as there is a network."))

    @Slot(str, str)
    def _on_discarded(self, item_id: str, title: str) -> None:
        words = self.tr("Discarded: {title}.").format(title=title) if title else self.tr("Discarded.")
        undo = self._parts.library.undo
        self.toast.tell(words, self.tr("Undo"), lambda: undo(item_id))  # type: ignore[arg-type]

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
        if has_tray():
            self.window.hide()
        else:
            self.leave()

    @Slot(str)
    def _on_page(self, page: str) -> None:
        if page == "settings":
            self._media.run(self._microphones, lambda found: self.window.settings_page.show_microphones(found))

    @Slot()
    def _on_language(self) -> None:
        self.tray.build()
        for window in (self.bar, self.countdown, self.toast):
            window.hide()
            window.deleteLater()
        self.toast = Toast()
        self._build_overlays()
        if self.window.page == "settings":
            self.window.settings_page.focus_language()
            self._on_page("settings")

    @Slot(Qt.ColorScheme)
    def _on_color_scheme(self, scheme: Qt.ColorScheme) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            wear(app, dark=system_is_dark())
        self.tray.build()

    @Slot()
    def _tell_tray(self) -> None:
        phase, library = self._recording.phase, self._parts.library
        waiting = library.count(WAITS)
        if phase in ON_AIR:
            self.tray.tell("recording", paused=phase is Phase.PAUSED)
        elif library.count(ASKS_ATTENTION):
            self.tray.tell("attention")
        elif waiting:
            self.tray.tell("waiting", f"({waiting})")
        else:
            self.tray.tell("idle")

    def _build_overlays(self) -> None:
        self.countdown = Countdown(self._recording)
        self.bar = RecorderBar(self._recording)

    def _go(self, page: PageName) -> None:
        self.window.go(page)
        self.window.come_forward()

    def _new(self, body: TipBody | ClipBody) -> Content:
        settings = self._parts.preferences.settings
        return Content(body=body, language=self._parts.speech.language, experience=settings.experience)

    def _play(self, item_id: str) -> None:
        content = self._parts.editing.content
        if content is None or not isinstance(content.body, ClipBody) or content.body.media is None:
            return
        media = content.body.media
        self._media.run(lambda: self._files.clip(media), self._open_clip)

    def _open_clip(self, clip: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(clip))):
            self.tell(AppError(NO_PLAYER, NO_PLAYER_HINT))

    def _show_poster(self, sha256: str) -> None:
        self._media.run(
            lambda: self._files.poster(sha256), lambda file: self.window.editor_page.show_poster(str(file)), _pass_over
        )

    def _open_board(self) -> None:
        connected = self._parts.connecting.connected
        if connected is None:
            self.window.note("info", NO_BOARD, NO_BOARD_HINT)
            self._go("settings")
        else:
            self._open_address(f"{connected.url}/")

    @staticmethod
    def _open_address(url: str) -> None:
        QDesktopServices.openUrl(QUrl(url))

    def _pause(self) -> None:
        if self._recording.phase is Phase.PAUSED:
            self._recording.resume()
        else:
            self._recording.pause()

    def _window_verbs(self) -> WindowVerbs:
        return WindowVerbs(
            record=self.record,
            pass_on=self.pass_on,
            write_tip=self.write_tip,
            board=self._open_board,
            open_address=self._open_address,
            play=self._play,
            poster=self._show_poster,
            leave=self.leave,
        )

    def _tray_verbs(self) -> TrayVerbs:
        return TrayVerbs(
            # The menu closes first, or it would stand in the first frame.
            record=lambda: QTimer.singleShot(0, self.record),
            pass_on=self.pass_on,
            library=lambda: self._go("library"),
            outbox=lambda: self._go("outbox"),
            board=self._open_board,
            settings=lambda: self._go("settings"),
            leave=self.leave,
            stop=self._recording.stop,
            pause=self._pause,
            discard=self._recording.discard,
        )


def _pass_over(_: AppError) -> None:
    """A picture less: the facts of the clip stand beside it."""
