"""The tray app `vonk`: everything is made here and introduced to each other.

Controls that others may rely on, by object name and accessible name: see `desktop/widgets/__init__.py`.
"""

from __future__ import annotations

import logging
import random
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from capture.microphones import list_microphones
from core.clock import utc_now
from core.content import Content
from core.draft import random_id
from core.errors import AppError
from core.language import Bilingual, Language
from desktop.commands.context import Context
from desktop.crash import CrashReporter
from desktop.home import Home
from desktop.i18n import Speech
from desktop.logs import start_log
from desktop.platform.autostart import autostart_here
from desktop.platform.channel_door import ChannelsOnDemand
from desktop.platform.hotkeys import hotkeys_here
from desktop.platform.hub_on_demand import HubOnDemand
from desktop.platform.network import is_metered, network_now, watch_network
from desktop.platform.none_kept import keep_none
from desktop.platform.opening_store import OpeningStore
from desktop.platform.process_signals import ProcessSignals
from desktop.platform.resume_watch import ResumeWatch, resume_watch_here
from desktop.platform.single_instance import SingleInstance
from desktop.platform.takes import Takes
from desktop.platform.whole_data import WholeData
from desktop.presenters.autostart import AutostartPresenter
from desktop.presenters.backups import BackupsPresenter
from desktop.presenters.bin import BinPresenter
from desktop.presenters.channels import ChannelsPresenter
from desktop.presenters.connecting import ConnectingPresenter
from desktop.presenters.data import DataPresenter
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.hearing import Ear, HearingPresenter
from desktop.presenters.history import HistoryPresenter
from desktop.presenters.hotkeys import HotkeysPresenter
from desktop.presenters.library import LibraryPresenter
from desktop.presenters.news import NewsPresenter
from desktop.presenters.ports import Files
from desktop.presenters.posting import PostingPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.presenters.recording import RecordingPresenter
from desktop.presenters.source import Seen, SourcePresenter
from desktop.presenters.syncing import SPREAD_S, SyncingPresenter
from desktop.presenters.window_following import Track, WindowFollowing
from desktop.presenters.wizard import WizardPresenter
from desktop.settings import Settings, load_settings, save_settings
from desktop.start_request import SHOW_YOURSELF, StartRequest
from desktop.tasks import TaskRunner
from desktop.widgets.components import FocusRings
from desktop.widgets.main_window import Presenters
from desktop.widgets.news_teller import NewsTeller
from desktop.widgets.refusal import refuse
from desktop.widgets.screen_places import own_titles
from desktop.widgets.shell import Shell
from desktop.widgets.store_notice import in_two
from desktop.widgets.theme import app_icon, system_is_dark, wear
from guidance.checks import Finding, check

if TYPE_CHECKING:
    from desktop.platform.hub_link import HubConnection
    from drafts.store import Store

log = logging.getLogger(__name__)


def run_app(context: Context, request: StartRequest = SHOW_YOURSELF) -> int:
    """The app until somebody quits it. 0, also where it was running already: that one then does what was asked.

    StoreUnusable and the like are shown in a window too, as nobody may be reading a terminal.
    """
    first_start = not context.home.drafts_db.exists()
    context.home.make()
    app = _application()
    instance = SingleInstance(context.home.root, context.home.identity())
    if not instance.claim():
        instance.pass_on(request)
        return 0
    start_log(context.home.logs)
    crash, signals = CrashReporter(), ProcessSignals()
    crash.install(context.home.logs)
    signals.install()
    speech = Speech(context.language)
    speech.use(context.language)
    try:
        running = _Running.start(context.home, context.language, speech, context.environ)
        heard = (
            crash.crashed.connect(running.shell.tell_crash),
            signals.asked_to_end.connect(running.shell.leave),
            instance.asked.connect(running.shell.follow),
        )
        # Not `quit`: that asks every window first, and the main window answers by hiding.
        running.shell.left.connect(lambda: app.exit(0))
        running.open(request, show_window=first_start, refused=lambda: app.exit(1))
        status = app.exec()
        running.end()
        for connection in heard:
            QObject.disconnect(connection)
        if running.refusal is not None:
            raise running.refusal
        return status
    except AppError as error:
        signals.asked_to_end.connect(lambda: app.exit(1))
        refuse(error, speech)
        raise
    finally:
        crash.uninstall()
        signals.uninstall()
        instance.release()


def _application() -> QApplication:
    keep_none()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["vonk"])
    app.setApplicationName("vonk")
    app.setApplicationDisplayName("Vonk")
    app.setDesktopFileName("vonk")
    app.setQuitOnLastWindowClosed(False)
    wear(app, dark=system_is_dark())
    app.setWindowIcon(app_icon())
    FocusRings(app)
    return app


def show_gallery(language: Language) -> int:
    """All components in one window, until it is closed."""
    from desktop.widgets.gallery import Gallery

    app = _application()
    speech = Speech(language)
    speech.use(language)
    gallery = Gallery(speech)
    gallery.show()
    app.setQuitOnLastWindowClosed(True)
    return app.exec()


BACKUP_EVERY_MS: Final = 10 * 60 * 1000


@dataclass(slots=True)
class _Running:
    """All parts of one running app. Seven lanes: the store in order, media and devices, the network, looks at what is
    on the desktop, which a person waits for, the microphone's test, the channels, as a keyring may ask first, and all
    data at once, out or in.

    `refusal` is why the store could not be opened, where it could not.
    """

    shell: Shell
    store: OpeningStore
    takes: Takes
    hub: HubOnDemand
    parts: Presenters
    lanes: tuple[TaskRunner, ...]
    root: QObject
    resume_watch: ResumeWatch
    refusal: AppError | None = None

    @classmethod
    def start(cls, home: Home, of_system: Language, speech: Speech, environ: Mapping[str, str]) -> _Running:
        root = QObject()
        names = ("store", "media", "network", "looks", "ear", "channels", "data")
        kept, media, network, looks, ear, channels, data = (TaskRunner(name, parent=root) for name in names)
        store = OpeningStore(lambda: _open_store(home))
        preferences = PreferencesPresenter(
            load_settings(home.settings),
            lambda settings: save_settings(home.settings, settings),
            of_system,
            speech,
            kept,
            root,
        )
        takes = Takes(store.ready, home, lambda: preferences.settings, lambda: speech.language)
        door = ChannelsOnDemand(home.identity(), store.ready, lambda: speech.language)
        hub = HubOnDemand(lambda: _connect_hub(store, home, lambda: preferences.settings, door))
        editing = EditingPresenter(store, _check, kept, root)
        parts = Presenters(
            library=LibraryPresenter(store, kept, speech, root),
            bin=BinPresenter(store, kept, root),
            editing=editing,
            history=HistoryPresenter(store, editing, utc_now, kept, root),
            backups=BackupsPresenter(store, kept, root),
            channels=ChannelsPresenter(store, door, channels, root),
            posting=PostingPresenter(store, _wants_address, kept, root),
            wizard=WizardPresenter(store, lambda: datetime.now().astimezone().date(), kept, root),
            connecting=ConnectingPresenter(hub, _open_address, network, root),
            syncing=SyncingPresenter(
                hub.one_pass,
                utc_now,
                network,
                root,
                delay_s=lambda: random.uniform(0, SPREAD_S),  # noqa: S311 - no secret
                network=network_now,
            ),
            preferences=preferences,
            hotkeys=HotkeysPresenter(hotkeys_here(environ), preferences, root),
            autostart=AutostartPresenter(autostart_here(environ), media, root),
            source=SourcePresenter(preferences, _look_at_desktop, own_titles, looks, root),
            following=WindowFollowing(_track, looks, root),
            hearing=HearingPresenter(_make_ear, _play, ear, root),
            speech=speech,
            data=DataPresenter(WholeData(store.ready, home), data, root),
        )
        recording = RecordingPresenter(takes.make_recorder, takes.keep, media, random_id, root)
        files = Files(clip=takes.clip, poster=takes.poster, folder=str(home.root))
        shell = Shell(parts, recording, store, files, _microphones, kept, media, root)
        network.trouble.connect(shell.tell)
        news = NewsPresenter(parts.library, store, preferences, kept, root, quiet=lambda: recording.busy)
        recording.phase_changed.connect(news.speak)
        NewsTeller(news, shell.window, shell.tray, shell.overlays, shell.follow, root)
        lanes = kept, media, network, looks, ear, channels, data
        return cls(shell, store, takes, hub, parts, lanes, root, resume_watch_here())

    def open(self, request: StartRequest, *, show_window: bool, refused: Callable[[], None]) -> None:
        """The icon now; the window and all that reads the store once the store is open, or else `refused`."""
        kept, *_ = self.lanes
        self.shell.tray.show()

        def on_refused(error: AppError) -> None:
            self.refusal = error
            refused()

        kept.run(self.store.open, lambda store: self._on_open(store, request, show_window), on_refused)

    def _on_open(self, store: Store, request: StartRequest, show_window: bool) -> None:
        self.shell.open(show_window=show_window)
        if request.wish != "show":
            self.shell.follow(request)
        if store.notice is not None:
            self.shell.window.note("warn", *in_two(store.notice), folder=str(self.takes.home.root))
        _, media, *_ = self.lanes
        media.run(self.takes.keep_left_behind, self.shell.tell_recovered)
        media.run(self.takes.measure_found, lambda number: self.parts.library.reload() if number else None)
        self.parts.hotkeys.start()
        self._watch_network()
        self._keep_house(store)

    def _keep_house(self, store: Store) -> None:
        """The bin lets go of what has lain in it for 30 days; a backup whenever something changed and one is due."""
        kept, *_ = self.lanes
        kept.run(store.empty_bin_of_old)
        due = QTimer(self.root)
        due.setTimerType(Qt.TimerType.VeryCoarseTimer)
        due.timeout.connect(lambda: kept.run(store.back_up_if_due))
        due.timeout.connect(lambda: kept.run(store.empty_bin_of_old))
        due.start(BACKUP_EVERY_MS)

    def end(self) -> None:
        """Everything asked for is done; what the network was doing, the next start does again."""
        kept, media, network, looks, ear, channels, data = self.lanes
        self.parts.hearing.stop()
        self.parts.hotkeys.end()
        self.resume_watch.end()
        self.shell.close_windows()
        if self.parts.data is not None:
            self.parts.data.stop()
        kept.close()
        media.close()
        data.close()
        network.abandon()
        looks.abandon()
        channels.abandon()
        ear.close()
        self.hub.close()
        self.store.close()

    def _watch_network(self) -> None:
        watch_network(self.parts.syncing.wake_soon)
        self.resume_watch.start(self.parts.syncing.wake_soon)


def _look_at_desktop(own: frozenset[str]) -> Seen:
    from desktop.platform.desktop_seen import look_at_desktop

    return look_at_desktop(own)


def _track(title: str) -> Track:
    from desktop.platform.desktop_seen import WindowTrack

    return WindowTrack(title)


def _make_ear() -> Ear:
    from desktop.platform.ear import MicrophoneEar

    return MicrophoneEar()


def _play(pcm: bytes) -> None:
    from desktop.platform.ear import play

    play(pcm)


def _open_store(home: Home) -> Store:
    from drafts.store import open_store

    return open_store(home.drafts_db, home.blobs, clock=utc_now, new_id=random_id)


def _connect_hub(
    store: OpeningStore, home: Home, settings: Callable[[], Settings], door: ChannelsOnDemand
) -> HubConnection:
    from desktop.platform.hub_link import HubConnection
    from sync.credentials import Credentials, service_name
    from sync.upload import Pace

    return HubConnection(
        store.ready,
        Credentials(service_name(home.identity())),
        home.root,
        socket.gethostname(),
        utc_now,
        pace=Pace(lambda: settings().upload_bytes_a_second),
        files_may_go=lambda: settings().files_on_metered or not is_metered(),
        secrets=door.secrets,
        egress=door.egress,
    )


def _wants_address(reason: Bilingual) -> bool:
    from sync.posting import NO_ADDRESS

    return reason == NO_ADDRESS


def _check(content: Content) -> tuple[Finding, ...]:
    return check(content)


def _open_address(url: str) -> object:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    return QDesktopServices.openUrl(QUrl(url))


def _microphones() -> tuple[tuple[str, str], ...]:
    return tuple((found.name, found.label) for found in list_microphones())
