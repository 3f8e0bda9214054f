"""The first start: what Vonk is for, who you are, and something to try. Three screens, and each can be skipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.presenters.preferences import PreferencesPresenter
from desktop.widgets.components import (
    Button,
    Field,
    Icon,
    ListRow,
    StepBar,
    column,
    frame,
    held,
    label,
    line,
    row,
    scrolled,
    tab_in_reading_order,
)
from resources.tokens import pixels

SCREENS: Final = 3


class WelcomePage(QWidget):
    """`done` when it is through or skipped; the three ways to begin each end it first. Nobody has to sign in."""

    done = Signal()
    tip_asked = Signal()
    record_asked = Signal()
    example_asked = Signal()

    def __init__(self, preferences: PreferencesPresenter) -> None:
        super().__init__()
        self.setObjectName("page")
        self._preferences = preferences
        self._experience = Field(
            self.tr("Your experience"),
            preferences.settings.experience,
            name="welcomeExperience",
            help_=self.tr("It stands with everything you pass on. You can change it each time."),
            example=self.tr("I use this every day"),
        )
        self._experience.changed.connect(self._on_experience)
        self._stack = QStackedWidget()
        for screen in (self._what_it_is(), self._who_you_are(), self._something_to_try()):
            self._stack.addWidget(screen)
        self._back = Button(self.tr("Back"), self._go_back, kind="flat", icon="left", name="welcomeBack")
        self._skip = Button(self.tr("Skip"), self.done.emit, kind="flat", name="welcomeSkip")
        self._next = Button(self.tr("Next"), self._go_on, kind="primary", icon="right", onward=True, name="welcomeNext")
        foot = frame("footer", row(self._back, None, self._skip, self._next, margin=(4, 3, 5, 3)))
        whole = column(self._stack, foot, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Esc"), self, self.done.emit, context=within)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._go_on, context=within)
        self._show(0)

    @property
    def position(self) -> int:
        """Which of the three is shown, counted from 0."""
        return self._stack.currentIndex()

    def focus_first(self) -> None:
        (self._experience.edit if self.position == 1 else self._next if self.position == 0 else self._tip).setFocus()

    def _what_it_is(self) -> QWidget:
        facts = column(
            self._fact("record", self.tr("Show it"), self.tr("Record your screen with your voice, or write a tip.")),
            self._fact("eye", self.tr("A colleague looks along"), self.tr("Ask for review before anybody sees it.")),
            self._fact(
                "shield", self.tr("Yours until you ask"), self.tr("Everything stays on this computer till then.")
            ),
            gap=4,
        )
        return self._screen(
            0,
            self.tr("You just explained something. Pass it on."),
            self.tr("Vonk turns that minute into a small piece of learning for the right colleagues."),
            facts,
        )

    def _who_you_are(self) -> QWidget:
        return self._screen(
            1,
            self.tr("How do people know they can trust it?"),
            self.tr("One line about your own experience says more than a title."),
            column(self._experience),
        )

    def _something_to_try(self) -> QWidget:
        self._tip = ListRow(
            self.tr("Write a tip"), self.tr("One trick, done in a minute"), self._begin(self.tip_asked), icon="tip",
            badge_kind="format.tip", leads=True, name="welcomeTip",
        )  # fmt: skip
        record = ListRow(
            self.tr("Record something"), self.tr("Nothing is asked until you stop"), self._begin(self.record_asked),
            icon="clip", badge_kind="format.clip", leads=True, name="welcomeRecord",
        )  # fmt: skip
        example = ListRow(
            self.tr("Look at an example"), self.tr("A tip that is ready, to change or to throw away"),
            self._begin(self.example_asked), icon="library", badge_kind="format.slides", leads=True,
            name="welcomeExample",
        )  # fmt: skip
        ways = frame("card", column(self._tip, line(), record, line(), example, margin=1, gap=1))
        return self._screen(
            2,
            self.tr("What did you explain to somebody today?"),
            self.tr("Nobody sees it until you ask."),
            column(ways),
        )

    def _screen(self, at: int, title: str, text: str, body: QVBoxLayout) -> QWidget:
        words = self.tr("{number} of {all}").format(number=at + 1, all=SCREENS)
        inner = held(
            column(
                StepBar(at + 1, SCREENS, words),
                2,
                label(title, "display", wrap=True),
                label(text, "secondary"),
                4,
                body,
            )
        )
        inner.setMaximumWidth(pixels("control.textMaxWidth"))
        return scrolled(held(column(row(inner, margin=(5, 6, 5, 5)), None)))

    def _fact(self, icon: str, title: str, text: str) -> QVBoxLayout:
        shown = row(
            Icon(icon, "accent.text"), column(label(title, "strong", wrap=True), label(text, "secondary"), gap=0), gap=4
        )
        shown.setStretch(1, 1)
        return column(shown)

    def _begin(self, asked: SignalInstance) -> Callable[[], None]:
        def end_and_begin() -> None:
            self.done.emit()
            asked.emit()

        return end_and_begin

    def _go_on(self) -> None:
        if self.position + 1 < SCREENS:
            self._show(self.position + 1)
        else:
            self.done.emit()

    def _go_back(self) -> None:
        self._show(max(0, self.position - 1))

    def _show(self, at: int) -> None:
        last = at == SCREENS - 1
        self._stack.setCurrentIndex(at)
        self._back.setVisible(at > 0)
        self._skip.setVisible(not last)
        self._next.say(self.tr("To my learning moments") if last else self.tr("Next"))
        self._next.dress("primary")
        tab_in_reading_order(self)
        if self.isVisible():
            self.focus_first()

    def _on_experience(self, text: str) -> None:
        self._preferences.remember_experience(" ".join(text.split()))
