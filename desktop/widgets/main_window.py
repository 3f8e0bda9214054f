"""The one window: a sidebar with the ways to start and to look, and a page beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from core.errors import AppError
from core.language import NOTHING, Bilingual
from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.models.items import ItemRow
from desktop.presenters.autostart import AutostartPresenter
from desktop.presenters.backups import BackupsPresenter
from desktop.presenters.bin import BinPresenter
from desktop.presenters.channels import ChannelsPresenter
from desktop.presenters.connecting import ConnectingPresenter
from desktop.presenters.data import DataPresenter
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.hearing import HearingPresenter
from desktop.presenters.history import HistoryPresenter
from desktop.presenters.hotkeys import HotkeysPresenter
from desktop.presenters.library import ON_ITS_WAY, LibraryPresenter
from desktop.presenters.posting import PostingPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.presenters.source import SourcePresenter
from desktop.presenters.syncing import Cause, Line, SyncingPresenter
from desktop.presenters.window_following import WindowFollowing
from desktop.presenters.wizard import WizardPresenter
from desktop.widgets.components import Banner, Button, Meaning, column, empty, held, row
from desktop.widgets.editor.page import EditorPage
from desktop.widgets.library_page import LibraryPage
from desktop.widgets.outbox_page import OutboxPage
from desktop.widgets.settings_page import SettingsPage
from desktop.widgets.sidebar import PageName, Sidebar, SidebarVerbs
from desktop.widgets.theme import app_icon, step
from desktop.widgets.welcome_page import WelcomePage
from desktop.widgets.wizard_page import WizardPage
from resources.tokens import pixels, tokens

__all__ = ["MainWindow", "PageName", "Presenters", "WindowVerbs"]

_FIRST_FOCUS: Final[dict[PageName, tuple[str, ...]]] = {
    "library": ("items", "firstTip"),
    "settings": ("settingsSections",),
}
"""Where the keyboard is when a page opens: the first of these that shows."""


@dataclass(frozen=True, slots=True)
class Presenters:
    library: LibraryPresenter
    bin: BinPresenter
    editing: EditingPresenter
    history: HistoryPresenter
    backups: BackupsPresenter
    channels: ChannelsPresenter
    posting: PostingPresenter
    wizard: WizardPresenter
    connecting: ConnectingPresenter
    syncing: SyncingPresenter
    preferences: PreferencesPresenter
    hotkeys: HotkeysPresenter
    autostart: AutostartPresenter
    source: SourcePresenter
    following: WindowFollowing
    hearing: HearingPresenter
    speech: Speech
    data: DataPresenter | None = None


@dataclass(frozen=True, slots=True)
class WindowVerbs:
    """What the window asks of the rest of the app."""

    record: Callable[[], None]
    pick_region: Callable[[], None]
    pass_on: Callable[[], None]
    write_tip: Callable[[], None]
    example: Callable[[], None]
    board: Callable[[], None]
    open_address: Callable[[str], object]
    open_folder: Callable[[str], object]
    play: Callable[[str], None]
    play_outside: Callable[[object], None]
    poster: Callable[[str], None]
    card_poster: Callable[[ItemRow], None]
    leave: Callable[[], None]


class MainWindow(QMainWindow):
    """Built anew when the language changes; the presenters hold what must last. `closing` instead of closing."""

    closing = Signal()
    shown = Signal(bool)
    page_changed = Signal(str)

    def __init__(self, parts: Presenters, verbs: WindowVerbs) -> None:
        super().__init__()
        self._parts, self._verbs = parts, verbs
        self._page: PageName = "library"
        self._trouble: tuple[Meaning, Bilingual, Bilingual, str] | None = None
        self.setWindowTitle("Vonk")
        self.setWindowIcon(app_icon())
        layout = tokens()["layout"]
        self.setMinimumSize(*layout["windowMin"])
        self.resize(*layout["window"])
        self.build()
        self._bind_keys()
        parts.speech.changed.connect(self.build)
        parts.syncing.line_changed.connect(self._on_line_changed)
        parts.syncing.cause_changed.connect(self._on_cause_changed)
        parts.connecting.changed.connect(self._tell_line)
        parts.library.loaded.connect(self._on_loaded)
        parts.library.loaded.connect(parts.bin.reload)
        parts.library.loaded.connect(parts.posting.reload)
        parts.channels.changed.connect(parts.posting.reload)
        parts.channels.kept.connect(lambda _: parts.syncing.wake())
        parts.posting.loaded.connect(self._on_loaded)
        parts.posting.posted.connect(lambda: self.go("outbox"))
        parts.bin.deleted.connect(lambda _: parts.library.reload())
        parts.backups.leaving.connect(self._leave_editor)
        parts.backups.went_back.connect(lambda *_: parts.library.reload())
        parts.backups.failed.connect(self.tell)
        if parts.data is not None:
            parts.data.failed.connect(self.tell)
            parts.data.imported.connect(lambda _: parts.library.reload())
        parts.editing.opened.connect(lambda _: self.go("editor"))
        parts.editing.submitted.connect(lambda _: self.go("outbox"))

    def build(self) -> None:
        """All of it, in the language that is spoken now, on the page that was open."""
        settings = self._parts.preferences.settings
        self.library_page = LibraryPage(
            self._parts.library,
            self._parts.bin,
            self._parts.speech,
            _now_here,
            self._verbs.card_poster,
            settings.library_view,
        )
        self.outbox_page = OutboxPage(self._parts.library, self._parts.posting, self._parts.speech, _now_here)
        self.wizard_page = WizardPage(self._parts.wizard, self._parts.speech)
        self.editor_page = EditorPage(
            self._parts.editing, self._parts.history, self._parts.posting, self._parts.speech, _now_here
        )
        self.settings_page = SettingsPage(
            self._parts.preferences,
            self._parts.connecting,
            self._parts.speech,
            self._parts.hotkeys,
            self._parts.autostart,
            self._parts.source,
            self._parts.hearing,
            self._parts.backups,
            self._parts.channels,
            _now_here,
            self._parts.data,
        )
        self.welcome_page = WelcomePage(self._parts.preferences)
        self._pages: dict[PageName, QWidget] = {
            "library": self.library_page,
            "outbox": self.outbox_page,
            "wizard": self.wizard_page,
            "editor": self.editor_page,
            "settings": self.settings_page,
            "welcome": self.welcome_page,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._banners = QVBoxLayout()
        self._banners.setContentsMargins(step(5), 0, step(5), 0)
        beside = column(self._banners, self._stack, gap=0)
        beside.setStretch(1, 1)
        verbs = self._verbs
        self._sidebar = Sidebar(SidebarVerbs(verbs.pass_on, verbs.record, self.go, verbs.board, verbs.leave))
        whole = row(self._sidebar, beside, gap=0)
        whole.setStretch(1, 1)
        centre = held(whole)
        centre.setObjectName("page")
        self.setCentralWidget(centre)
        self._connect_pages()
        self._show_trouble()
        self._sidebar.narrow(self.width() < pixels("component.sidebar.wordsFrom"))
        self.go(self._page)
        self._on_loaded()
        self._tell_line()

    def go(self, page: PageName) -> None:
        """Show this page. Leaving the editor keeps what is in it."""
        if self._page == "editor" and page != "editor":
            self._parts.editing.flush()
        if self._page == "welcome" and page != "welcome":
            self._parts.preferences.remember_welcome()
        if page == "library":
            self.library_page.show_list()
        self._page = page
        self._stack.setCurrentWidget(self._pages[page])
        self._sidebar.show_page(page)
        self._tell_primary()
        for name in _FIRST_FOCUS.get(page, ()):
            control = self._pages[page].findChild(QWidget, name)
            if control is not None and control.isVisibleTo(self):
                control.setFocus()
                break
        if page == "editor":
            self.editor_page.focus_first()
        if page == "outbox":
            self.outbox_page.focus_first()
        if page == "welcome":
            self.welcome_page.focus_first()
        self.page_changed.emit(page)

    @property
    def page(self) -> PageName:
        return self._page

    def tell(self, error: AppError) -> None:
        """What happened and what is safe, above the page, until the person has read it."""
        self.note("danger", error.title, error.hint)

    def note(self, meaning: Meaning, title: Bilingual, hint: Bilingual = NOTHING, folder: str = "") -> None:
        """Told above the page; with `folder` there is a button that shows it."""
        self._trouble = (meaning, title, hint, folder)
        self._show_trouble()
        say = self._parts.speech.say
        announce(self, f"{say(title)} {say(hint)}".strip())

    def come_forward(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def place(self) -> str:
        """Where the window stands and how large it is, to be given to `place_at` at the next start."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def place_at(self, place: str) -> None:
        """As it was left; a place on a screen that is gone comes back onto one that is there."""
        if place:
            self.restoreGeometry(QByteArray.fromBase64(place.encode("ascii", "ignore")))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._parts.editing.flush()
        event.ignore()
        self.closing.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sidebar.narrow(self.width() < pixels("component.sidebar.wordsFrom"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown.emit(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.shown.emit(not self.isMinimized())

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+N": self._verbs.pass_on,
            "Ctrl+R": self._verbs.record,
            "Ctrl+T": self._verbs.write_tip,
            "Ctrl+1": lambda: self.go("library"),
            "Ctrl+2": lambda: self.go("outbox"),
            "Ctrl+,": lambda: self.go("settings"),
            "Ctrl+W": self.close,
            "Ctrl+Q": self._verbs.leave,
        }
        for sequence, act in keys.items():
            QShortcut(QKeySequence(sequence), self, act)

    def _connect_pages(self) -> None:
        parts, verbs = self._parts, self._verbs
        for page in (self.library_page, self.outbox_page):
            page.opened.connect(parts.editing.open)
            page.board_asked.connect(verbs.open_address)
        self.library_page.view_chosen.connect(parts.preferences.remember_library_view)
        self.library_page.tip_asked.connect(verbs.write_tip)
        self.library_page.record_asked.connect(verbs.record)
        self.outbox_page.sync_asked.connect(parts.syncing.wake)
        self.outbox_page.settings_asked.connect(lambda: self.go("settings"))
        self.outbox_page.channels_asked.connect(self._to_channels)
        self.wizard_page.closed.connect(lambda: self.go("library"))
        welcome = self.welcome_page
        welcome.done.connect(lambda: self.go("library"))
        welcome.tip_asked.connect(verbs.write_tip)
        welcome.record_asked.connect(verbs.record)
        welcome.example_asked.connect(verbs.example)
        editor = self.editor_page
        editor.closed.connect(lambda: self.go("library"))
        editor.discard_asked.connect(self._discard)
        editor.play_asked.connect(verbs.play)
        editor.play_failed.connect(verbs.play_outside)
        editor.poster_asked.connect(verbs.poster)
        editor.experience_told.connect(parts.preferences.remember_experience)
        editor.channels_asked.connect(self._to_channels)
        self.settings_page.address_copied.connect(verbs.open_address)
        self.settings_page.folder_asked.connect(verbs.open_folder)
        self.settings_page.region_asked.connect(verbs.pick_region)
        self.settings_page.section_shown.connect(self._tell_primary)

    def _to_channels(self) -> None:
        self.settings_page.open("channels")
        self.go("settings")

    def _discard(self, item_id: str, title: str) -> None:
        self._parts.editing.close()
        self._parts.library.discard(item_id, title)  # type: ignore[arg-type]
        self.go("library")

    def _leave_editor(self) -> None:
        """What is written there is kept; what is on the page may be gone in a moment."""
        self._parts.editing.close()
        if self._page == "editor":
            self.go("library")

    def _show_trouble(self) -> None:
        empty(self._banners)
        if self._trouble is None:
            return
        seen = Button(self.tr("Understood"), self._forget_trouble, size="compact", name="understood")
        self._banners.addSpacing(step(4))
        (meaning, title, hint, folder), say = self._trouble, self._parts.speech.say
        buttons = [seen]
        if folder:
            show = partial(self._verbs.open_folder, folder)
            buttons.insert(0, Button(self.tr("Show the folder"), show, size="compact", name="showFolder"))
        self._banners.addWidget(Banner(meaning, say(title), say(hint), *buttons, name="trouble"))

    def _forget_trouble(self) -> None:
        self._trouble = None
        self._show_trouble()

    def _on_loaded(self) -> None:
        posting = self._parts.posting
        self._sidebar.tell_waiting(self._parts.library.count(ON_ITS_WAY) + len(posting.asking) + len(posting.going))
        self._tell_primary()

    def _tell_primary(self) -> None:
        theirs = self._page in ("wizard", "editor", "welcome") or (
            self._page == "library" and self.library_page.shows_nothing
        )
        theirs = theirs or (self._page == "settings" and self.settings_page.has_primary)
        self._sidebar.make_primary(not theirs)

    def _on_line_changed(self, line: Line) -> None:
        self._tell_line()

    def _on_cause_changed(self, cause: Cause) -> None:
        self.outbox_page.tell_cause(cause)
        self._tell_line()

    def _tell_line(self) -> None:
        """The network, in words, under the sidebar and above what waits."""
        self._sidebar.tell_line(*self._line_words())
        syncing = self._parts.syncing
        self.outbox_page.tell_line(syncing.line, syncing.since, syncing.trouble)
        self._tell_primary()

    def _line_words(self) -> tuple[str, str]:
        connected, line = self._parts.connecting.connected, self._parts.syncing.line
        if connected is None:
            return "cloud", self.tr("No hub yet. Everything is kept on this computer.")
        match line:
            case "offline":
                return "offline", self._offline_words()
            case "sign_in":
                return "lock", self.tr("Connect again in Settings. Everything is kept.")
            case "refused":
                return "warn", self.tr("Nothing is sent to this hub. The outbox says why.")
            case _:
                return "cloud", connected.hub_name

    def _offline_words(self) -> str:
        match self._parts.syncing.cause:
            case "sign_in_first":
                return self.tr("This network asks you to sign in first. Everything is kept.")
            case "hub":
                return self.tr("The hub does not answer. Everything is kept.")
            case _:
                return self.tr("No network. Everything is kept.")


def _now_here() -> datetime:
    return datetime.now().astimezone()
