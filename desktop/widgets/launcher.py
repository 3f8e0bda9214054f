"""The panel near the tray: ways to start, a link to paste, and what asks for attention."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QScreen, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.status import STATUS_WORDS
from desktop.i18n import Speech
from desktop.presenters.hotkeys import HotkeysPresenter
from desktop.presenters.library import ASKS_ATTENTION, WAITS, LibraryPresenter
from desktop.presenters.source import SourcePresenter
from desktop.widgets.components import (
    Button,
    IconButton,
    ListRow,
    SearchField,
    column,
    empty,
    frame,
    label,
    line,
    row,
    stretched,
)
from desktop.widgets.looks import STATUS_LOOKS
from desktop.widgets.source_choice import SourceChoice
from desktop.widgets.theme import step
from resources.tokens import pixels

_FLAGS: Final = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
_MOST_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class LauncherVerbs:
    """What the panel asks of the rest of the app. `recommend` gets what was pasted, checked by nobody yet."""

    record: Callable[[], None]
    write_tip: Callable[[], None]
    recommend: Callable[[str], None]
    pass_on: Callable[[], None]
    open_item: Callable[[str], None]
    library: Callable[[], None]
    outbox: Callable[[], None]
    settings: Callable[[], None]
    pick_region: Callable[[], None]


class Launcher(QWidget):
    """`appear` near the tray icon; Esc, a choice or a click elsewhere closes it. Keys 1 to 3 choose a way to start."""

    def __init__(
        self,
        verbs: LauncherVerbs,
        library: LibraryPresenter,
        speech: Speech,
        hotkeys: HotkeysPresenter,
        source: SourcePresenter,
    ) -> None:
        super().__init__(None, _FLAGS)
        self._verbs, self._library, self._speech, self._hotkeys = verbs, library, speech, hotkeys
        self._source, self._near = source, QRect()
        # Parts that came or went are laid out first.
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit_if_shown)
        self.setObjectName("launcher")
        self.setWindowTitle("Vonk")
        self.setAccessibleName(self.tr("Pass something on"))
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._link = SearchField(self.tr("Paste a link"), icon="recommendation", name="pasteLink")
        self._link.returnPressed.connect(self._recommend)
        self._attention = QVBoxLayout()
        self._attention.setSpacing(0)
        self._hero = stretched(
            Button(
                self.tr("Record"),
                self._then(verbs.record),
                kind="primary",
                icon="record",
                size="large",
                hint=self.tr("The whole screen, with your voice"),
                name="launchRecord",
            )
        )
        self._what = SourceChoice(source, "launchSource")
        self._what.region_asked.connect(verbs.pick_region)
        self.setLayout(column(frame("raised", self._build())))
        self.setMinimumWidth(pixels("component.launcher.width"))
        self._bind_keys()
        hotkeys.changed.connect(self._show_keys)
        library.loaded.connect(self._show_attention)
        source.changed.connect(self._show_what)
        source.seen.connect(lambda _: self._fitting.start())
        self._show_keys()
        self._show_what()
        self._show_attention()

    def appear(self, near: QRect) -> None:
        """Beside the tray icon (`near`, on the screen), or in the corner of the screen where it is not known."""
        self._near = near
        self._link.clear()
        self._library.reload()
        self._show_attention()
        self._fit()
        self.show()
        self.raise_()
        self.activateWindow()

    def showEvent(self, event: QShowEvent) -> None:
        """Also when it comes back from choosing a part: the next key records."""
        super().showEvent(event)
        self._hero.setFocus()
        self._fitting.start()

    @Slot()
    def _fit_if_shown(self) -> None:
        """While hidden it is not laid out anew, and would take a size of before."""
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        """As high as what it shows, at its place beside the icon."""
        near = self._near
        screen = QGuiApplication.screenAt(near.center()) if near.isValid() else None
        self.adjustSize()
        self.move(_beside(near, self.size().width(), self.size().height(), screen or QGuiApplication.primaryScreen()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.hide()
        super().changeEvent(event)

    def _build(self) -> QVBoxLayout:
        verbs = self._verbs
        settings = IconButton("settings", self.tr("Settings"), self._then(verbs.settings), name="launchSettings")
        head = row(label(self.tr("What do you want to pass on?"), "heading", wrap=False), None, settings)
        self._tip = self._way(
            self.tr("Tip"), self.tr("One trick, done in a minute"), "tip", "2", verbs.write_tip, "launchTip"
        )
        ways = column(
            self._tip,
            self._way(
                self.tr("Recommendation"), self.tr("Something good that is there already"), "recommendation", "3",
                lambda: verbs.recommend(""), "launchRecommendation",
            ),
            gap=0,
        )  # fmt: skip
        foot = row(
            self._link, Button(self.tr("Help me choose"), self._then(verbs.pass_on), kind="link", name="launchHelp")
        )
        foot.setStretch(0, 1)
        upper = column(head, self._hero, self._what, ways, foot, margin=(4, 3, 4, 3), gap=2)
        self._rule = line()
        lower = column(self._attention, margin=(1, 1, 1, 1), gap=0)
        return column(upper, self._rule, lower, gap=0)

    def _way(self, title: str, hint: str, icon: str, key: str, verb: Callable[[], None], name: str) -> ListRow:
        return ListRow(title, hint, self._then(verb), icon=icon, badge_kind=f"format.{icon}", keys=key, name=name)

    def _then(self, verb: Callable[[], None]) -> Callable[[], None]:
        """Out of the way first, so that the panel never stands in a recording."""

        def close_and_do() -> None:
            self.hide()
            verb()

        return close_and_do

    def _bind_keys(self) -> None:
        verbs = self._verbs
        keys: dict[str, Callable[[], None]] = {
            "Esc": self.hide,
            "1": self._then(verbs.record),
            "2": self._then(verbs.write_tip),
            "3": self._then(lambda: verbs.recommend("")),
        }
        for sequence, act in keys.items():
            QShortcut(QKeySequence(sequence), self, act)

    @Slot()
    def _show_keys(self) -> None:
        """Keys that work everywhere before those that work here."""
        self._hero.show_keys(self._hotkeys.keys("record"))
        self._tip.show_keys(self._hotkeys.keys("tip") or "2")

    @Slot()
    def _show_what(self) -> None:
        """What the button records."""
        words = {
            "screen": self.tr("The whole screen, with your voice"),
            "window": self.tr("One window, with your voice"),
            "region": self.tr("A part of the screen, with your voice"),
        }
        self._hero.hint_at(words[self._source.kind])
        self._fitting.start()

    def _recommend(self) -> None:
        pasted = self._link.text().strip()
        if pasted:
            self._then(lambda: self._verbs.recommend(pasted))()

    def _show_attention(self) -> None:
        """What asks something of the person, by name; what goes by itself, as a number."""
        empty(self._attention)
        asking = [item for item in self._library.model.rows if item.status in ASKS_ATTENTION]
        for item in asking[:_MOST_ROWS]:
            word = self._speech.say(STATUS_WORDS[item.status])
            opened = self._then(partial(self._verbs.open_item, item.id))
            _, drawing = STATUS_LOOKS[item.status]
            self._attention.addWidget(
                ListRow(item.title, word, opened, icon=drawing, leads=True, name=f"attention-{item.id}")
            )
        more = len(asking) - _MOST_ROWS
        if more > 0:
            self._line(self.tr("%n more ask(s) something of you", "", more), "pen", self._verbs.outbox, "attentionMore")
        waiting = self._library.count(WAITS)
        if waiting:
            self._line(
                self.tr("%n learning moment(s) wait(s)", "", waiting), "outbox", self._verbs.outbox, "attentionWaits"
            )
        self._line(self.tr("Open Vonk"), "library", self._verbs.library, "launchVonk")

    def _line(self, words: str, icon: str, verb: Callable[[], None], name: str) -> None:
        self._attention.addWidget(ListRow(words, "", self._then(verb), icon=icon, leads=True, plain=True, name=name))


def _beside(near: QRect, width: int, height: int, screen: QScreen) -> QPoint:
    free = screen.availableGeometry()
    at_top = (
        near.center().y() < screen.geometry().center().y() if near.isValid() else free.top() > screen.geometry().top()
    )
    left = near.center().x() - width // 2 if near.isValid() else free.right() - width
    top = free.top() + step(2) if at_top else free.bottom() - height - step(2)
    return QPoint(max(free.left() + step(2), min(left, free.right() - width - step(2))), top)
