"""The one window: a sidebar with the ways to start and to look, and a page beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from core.errors import AppError
from core.language import NOTHING, Bilingual
from desktop.i18n import Speech
from desktop.presenters.connecting import ConnectingPresenter
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.library import ON_ITS_WAY, LibraryPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.presenters.syncing import Line, SyncingPresenter
from desktop.presenters.wizard import WizardPresenter
from desktop.widgets.components import Banner, Button, Icon, Meaning, column, empty, frame, label, row
from desktop.widgets.editor_page import EditorPage
from desktop.widgets.library_page import LibraryPage
from desktop.widgets.settings_page import SettingsPage
from desktop.widgets.theme import app_icon
from desktop.widgets.wizard_page import WizardPage

PageName = Literal["library", "outbox", "wizard", "editor", "settings"]
_FIRST_FOCUS: Final[dict[PageName, str]] = {
    "library": "items",
    "outbox": "outboxItems",
    "editor": "title",
    "settings": "hubAddress",
}
_SIDEBAR: Final = 236
_SMALLEST: Final = (880, 600)
_FIRST: Final = (1120, 720)


@dataclass(frozen=True, slots=True)
class Presenters:
    library: LibraryPresenter
    editing: EditingPresenter
    wizard: WizardPresenter
    connecting: ConnectingPresenter
    syncing: SyncingPresenter
    preferences: PreferencesPresenter
    speech: Speech


@dataclass(frozen=True, slots=True)
class WindowVerbs:
    """What the window asks of the rest of the app."""

    record: Callable[[], None]
    pass_on: Callable[[], None]
    write_tip: Callable[[], None]
    board: Callable[[], None]
    open_address: Callable[[str], object]
    play: Callable[[str], None]
    poster: Callable[[str], None]
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
        self._trouble: tuple[Meaning, Bilingual, Bilingual] | None = None
        self.setWindowTitle("Vonk")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self.build()
        parts.speech.changed.connect(self.build)
        parts.syncing.line_changed.connect(self._on_line_changed)
        parts.connecting.changed.connect(self._tell_line)
        parts.library.loaded.connect(self._on_loaded)
        parts.editing.opened.connect(lambda _: self.go("editor"))
        parts.editing.submitted.connect(lambda _: self.go("outbox"))

    def build(self) -> None:
        """All of it, in the language that is spoken now, on the page that was open."""
        self.library_page = LibraryPage(self._parts.library, self._parts.speech, outbox=False)
        self.outbox_page = LibraryPage(self._parts.library, self._parts.speech, outbox=True)
        self.wizard_page = WizardPage(self._parts.wizard, self._parts.speech)
        self.editor_page = EditorPage(self._parts.editing, self._parts.speech)
        settings = self._parts.preferences.settings
        self.settings_page = SettingsPage(settings, self._parts.connecting, self._parts.speech)
        self._pages: dict[PageName, QWidget] = {
            "library": self.library_page,
            "outbox": self.outbox_page,
            "wizard": self.wizard_page,
            "editor": self.editor_page,
            "settings": self.settings_page,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._banners = QVBoxLayout()
        self._banners.setContentsMargins(24, 0, 24, 0)
        beside = column(self._banners, self._stack, gap=0)
        beside.setStretch(1, 1)
        whole = row(self._sidebar(), beside, gap=0)
        whole.setStretch(1, 1)
        centre = QWidget()
        centre.setObjectName("page")
        centre.setLayout(whole)
        self.setCentralWidget(centre)
        self._connect_pages()
        self._show_trouble()
        self.go(self._page)
        self._on_loaded()
        self._tell_line()

    def go(self, page: PageName) -> None:
        """Show this page. Leaving the editor keeps what is in it."""
        if self._page == "editor" and page != "editor":
            self._parts.editing.flush()
        self._page = page
        self._stack.setCurrentWidget(self._pages[page])
        nav = {"library": self._library, "outbox": self._outbox, "settings": self._settings}.get(page)
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(button is nav)
        self._group.setExclusive(True)
        self._tell_primary()
        if (first := _FIRST_FOCUS.get(page)) and (control := self._pages[page].findChild(QWidget, first)) is not None:
            control.setFocus()
        self.page_changed.emit(page)

    @property
    def page(self) -> PageName:
        return self._page

    def tell(self, error: AppError) -> None:
        """What happened and what is safe, above the page, until the person has read it."""
        self.note("danger", error.title, error.hint)

    def note(self, meaning: Meaning, title: Bilingual, hint: Bilingual = NOTHING) -> None:
        self._trouble = (meaning, title, hint)
        self._show_trouble()

    def come_forward(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._parts.editing.flush()
        event.ignore()
        self.closing.emit()

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

    def _sidebar(self) -> QWidget:
        verbs = self._verbs
        self._pass_on = Button(
            self.tr("Pass something on"), verbs.pass_on, kind="primary", icon="plus", name="passSomethingOn"
        )
        self._record = Button(self.tr("Record"), verbs.record, icon="record", name="record")
        for button in (self._pass_on, self._record):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
        self._library = self._nav(self.tr("My learning moments"), "library", "library", "navLibrary")
        self._outbox = self._nav(self.tr("Outbox"), "outbox", "outbox", "navOutbox")
        self._settings = self._nav(self.tr("Settings"), "settings", "settings", "navSettings")
        self._board = Button(self.tr("Open the board"), verbs.board, kind="nav", icon="external", name="openBoard")
        leave = Button(self.tr("Quit"), verbs.leave, kind="nav", icon="x", name="quit")
        self._group = QButtonGroup(self)
        for button in (self._library, self._outbox, self._settings):
            button.setCheckable(True)
            self._group.addButton(button)
        self._line_box = QVBoxLayout()
        column_ = column(
            self._pass_on,
            self._record,
            2,
            self._library,
            self._outbox,
            None,
            self._board,
            self._settings,
            leave,
            2,
            self._line_box,
            margin=3,
            gap=2,
        )
        side = frame("sidebar", column_)
        side.setFixedWidth(_SIDEBAR)
        return side

    def _nav(self, text: str, icon: str, page: PageName, name: str) -> Button:
        return Button(text, lambda: self.go(page), kind="nav", icon=icon, name=name)

    def _connect_pages(self) -> None:
        parts, verbs = self._parts, self._verbs
        for page in (self.library_page, self.outbox_page):
            page.opened.connect(parts.editing.open)
            page.board_asked.connect(verbs.open_address)
            page.tip_asked.connect(verbs.write_tip)
            page.record_asked.connect(verbs.record)
            page.sync_asked.connect(parts.syncing.wake)
        self.wizard_page.closed.connect(lambda: self.go("library"))
        self.editor_page.closed.connect(lambda: self.go("library"))
        self.editor_page.discard_asked.connect(self._discard)
        self.editor_page.play_asked.connect(verbs.play)
        self.editor_page.poster_asked.connect(verbs.poster)
        self.editor_page.experience_told.connect(parts.preferences.remember_experience)
        self.settings_page.changed.connect(parts.preferences.keep)
        self.settings_page.address_copied.connect(verbs.open_address)

    def _discard(self, item_id: str, title: str) -> None:
        self._parts.editing.close()
        self._parts.library.discard(item_id, title)  # type: ignore[arg-type]
        self.go("library")

    def _show_trouble(self) -> None:
        empty(self._banners)
        if self._trouble is None:
            return
        seen = Button(self.tr("Understood"), self._forget_trouble, name="understood")
        self._banners.addSpacing(16)
        (meaning, title, hint), say = self._trouble, self._parts.speech.say
        self._banners.addWidget(Banner(meaning, say(title), say(hint), seen, name="trouble"))

    def _forget_trouble(self) -> None:
        self._trouble = None
        self._show_trouble()

    def _on_loaded(self) -> None:
        on_its_way = self._parts.library.count(ON_ITS_WAY)
        words = self.tr("Outbox")
        self._outbox.setText(f"{words}  ({on_its_way})" if on_its_way else words)
        self._tell_primary()

    def _tell_primary(self) -> None:
        """One orange thing per screen: where the page has its own, the sidebar's turns to outline."""
        theirs = self._page in ("wizard", "editor") or (self._page == "library" and self.library_page.shows_nothing)
        theirs = theirs or (self._page == "settings" and self._parts.connecting.connected is None)
        self._pass_on.dress("" if theirs else "primary")

    def _on_line_changed(self, line: Line) -> None:
        self._tell_line()

    def _tell_line(self) -> None:
        """The network, in words, under the sidebar and above what waits."""
        empty(self._line_box)
        drawing, words = self._line_words()
        if words:
            self._line_box.addLayout(row(Icon(drawing, "text.tertiary", 16), label(words, "small", name="line")))
        offline = self._parts.syncing.line == "offline"
        title = self.tr("The hub cannot be reached") if offline else ""
        hint = self.tr("Your work is safe on this computer. Vonk sends it by itself, once, as soon as it can.")
        self.outbox_page.tell_offline(title, hint if offline else "")
        self._tell_primary()

    def _line_words(self) -> tuple[str, str]:
        connected, line = self._parts.connecting.connected, self._parts.syncing.line
        if connected is None:
            return "cloud", self.tr("No hub yet. Everything is kept on this computer.")
        match line:
            case "offline":
                return "offline", self.tr("No network. Everything is kept.")
            case "sign_in":
                return "lock", self.tr("Connect again in Settings. Everything is kept.")
            case _:
                return "cloud", connected.hub_name
