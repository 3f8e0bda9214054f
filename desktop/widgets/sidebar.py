"""The sidebar of the window: the two ways to start, the pages, and the network in words. Icons only when narrow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.widgets.components import Button, Icon, column, held, label, row, stretched
from resources.tokens import pixels

PageName = Literal["library", "outbox", "wizard", "editor", "settings", "welcome"]
NAVIGATED: Final[tuple[PageName, ...]] = ("library", "outbox", "settings")


@dataclass(frozen=True, slots=True)
class SidebarVerbs:
    pass_on: Callable[[], None]
    record: Callable[[], None]
    go: Callable[[PageName], None]
    board: Callable[[], None]
    leave: Callable[[], None]


class Sidebar(QFrame):
    """`show_page` marks where one is, `tell_line` says how the hub is reached."""

    def __init__(self, verbs: SidebarVerbs) -> None:
        super().__init__()
        self.setProperty("kind", "sidebar")
        self._pass_on = stretched(
            Button(self.tr("Pass something on"), verbs.pass_on, kind="primary", icon="plus", name="passSomethingOn")
        )
        self._record = stretched(Button(self.tr("Record"), verbs.record, icon="record", name="record"))
        pages: dict[PageName, tuple[str, str, str]] = {
            "library": (self.tr("My learning moments"), "library", "navLibrary"),
            "outbox": (self.tr("Outbox"), "outbox", "navOutbox"),
            "settings": (self.tr("Settings"), "settings", "navSettings"),
        }
        self._pages = {
            page: Button(words, partial(verbs.go, page), kind="nav", icon=icon, name=name)
            for page, (words, icon, name) in pages.items()
        }
        for button in self._pages.values():
            button.setCheckable(True)
        board = Button(self.tr("Open the board"), verbs.board, kind="nav", icon="external", name="openBoard")
        leave = Button(self.tr("Quit"), verbs.leave, kind="nav", icon="x", name="quit")
        self._buttons = (self._pass_on, self._record, *self._pages.values(), board, leave)
        self._line_icon = Icon("cloud", "text.tertiary", pixels("control.iconSize.small"))
        self._line_words = label("", "small", name="line")
        foot = row(self._line_icon, self._line_words, margin=(2, 1, 0, 1), gap=2)
        foot.setStretch(1, 1)
        self._foot = held(foot)
        self.setLayout(self._laid(board, leave))
        self.narrow(False)

    def _laid(self, board: Button, leave: Button) -> QVBoxLayout:
        shown = self._pages
        return column(
            self._pass_on,
            self._record,
            2,
            column(shown["library"], shown["outbox"], gap=0),
            None,
            column(board, shown["settings"], leave, gap=0),
            self._foot,
            margin=(3, 4, 3, 3),
            gap=2,
        )

    def narrow(self, narrow: bool) -> None:
        """Icons only, with the words as tooltips; or both."""
        for button in self._buttons:
            button.show_words(not narrow)
        self._line_words.setVisible(not narrow)
        if narrow:
            self.setFixedWidth(pixels("control.height.large") + 2 * pixels("space.2"))
        else:
            # Wider where a language needs it.
            needed = max(button.sizeHint().width() for button in self._buttons) + 2 * pixels("space.3") + 1
            self.setFixedWidth(max(needed, pixels("layout.sidebar")))

    def show_page(self, page: PageName) -> None:
        for name, button in self._pages.items():
            button.setChecked(name == page)

    def make_primary(self, primary: bool) -> None:
        """One orange thing a screen: where the page has its own, this one turns to outline."""
        self._pass_on.dress("primary" if primary else "")

    def tell_waiting(self, number: int) -> None:
        self._pages["outbox"].tell_count(number)

    def tell_line(self, icon: str, words: str) -> None:
        self._line_icon.become(icon, "text.tertiary")
        self._line_icon.setToolTip(words)
        self._line_words.setText(words)
        self._foot.setVisible(bool(words))
