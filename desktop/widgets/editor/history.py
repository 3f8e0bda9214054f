"""Earlier versions of what is being made, beside the form: when, what differs, how it looked, and using one again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from core.review import ReviewState
from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.history import HistoryPresenter, Part, Version
from desktop.widgets.components import (
    Button,
    Check,
    Choice,
    IconButton,
    column,
    empty,
    frame,
    held,
    label,
    row,
    scrolled,
    tab_in_reading_order,
)
from desktop.widgets.editor.preview import Preview
from desktop.wording import day_words, time_words

_AT_ONCE: Final = 30


class HistoryPanel(QWidget):
    """`closed` when the person is done with it. It follows the presenter while it shows."""

    closed = Signal()

    def __init__(
        self, history: HistoryPresenter, editing: EditingPresenter, speech: Speech, clock: Callable[[], datetime]
    ) -> None:
        """`clock` gives the present moment in the zone of the person who reads."""
        super().__init__()
        self._history, self._editing, self._speech, self._clock = history, editing, speech, clock
        self._chosen: Version | None = None
        self._most = _AT_ONCE
        self._opening = False
        self._every = Check(self.tr("Show every change"))
        self._every.setObjectName("everyVersion")
        self._box = QVBoxLayout()
        self._group = QButtonGroup(self)
        self._choices: dict[int, Choice] = {}
        self._more = Button(self.tr("Show older ones"), self._show_more, kind="link", name="olderVersions")
        self._only = label(self.tr("There is no earlier version yet. Vonk keeps one at every change."), "secondary")
        self._preview = Preview(speech, self.tr("How it was"), complete=True)
        self._use = Button(self.tr("Use this version"), self._on_use, icon="undo", name="useVersion")
        self._locked = label("", "small", name="versionsLocked")
        self.setLayout(self._build())
        self._every.toggled.connect(lambda _: self._show())
        history.loaded.connect(self._show)
        editing.saved.connect(self._on_saved)

    def _build(self) -> QVBoxLayout:
        close = IconButton("x", self.tr("Close"), self.closed.emit, name="closeHistory")
        title = label(self.tr("Earlier versions"), "heading", name="historyTitle")
        head = row(title, close)
        head.setStretch(0, 1)
        self._list = scrolled(held(column(self._only, self._box, row(self._more, None), None, margin=(5, 1, 5, 3))))
        self._list.setObjectName("versions")
        self._list.setAccessibleName(self.tr("Earlier versions"))
        shown = scrolled(held(column(self._preview, None, margin=(5, 3, 5, 3))))
        below = frame("footer", column(shown, held(column(self._locked, row(self._use, None), margin=(5, 0, 5, 3)))))
        whole = column(held(column(head, self._every, margin=(5, 5, 5, 1), gap=2)), self._list, below, gap=0)
        whole.setStretch(1, 1)
        whole.setStretch(2, 1)
        self._below = below
        return whole

    def open(self) -> None:
        """Look at the versions of what is open now, the present one first."""
        self._chosen, self._most = None, _AT_ONCE
        self._opening = True
        self._history.look()

    def _focus_chosen(self) -> None:
        at = self._chosen.number if self._chosen is not None else -1
        (self._choices[at].radio if at in self._choices else self._every).setFocus()

    def _on_saved(self, state: str) -> None:
        if state == "saved" and self.isVisible():
            self._history.look()

    def _show(self) -> None:
        if not self.isVisibleTo(self.window()):
            return
        focused = any(choice.radio.hasFocus() for choice in self._choices.values())
        every = self._every.isChecked()
        all_ = self._history.versions if every else self._history.main_ones
        self._fill(all_[: self._most], every)
        self._more.setVisible(len(all_) > self._most)
        alone = len(self._history.versions) < 2
        self._only.setVisible(alone)
        self._every.setVisible(not alone)
        self._below.setVisible(not alone)
        tab_in_reading_order(self)
        if focused or self._opening:
            self._focus_chosen()
        self._opening = False

    def _fill(self, versions: Sequence[Version], every: bool) -> None:
        wanted = self._chosen.number if self._chosen is not None and not self._chosen.present else -1
        chosen = next((version for version in versions if version.number == wanted), None)
        self._chosen = None
        for choice in self._choices.values():
            self._group.removeButton(choice.radio)
        empty(self._box)
        self._choices = {}
        for version in versions:
            choice = Choice(self._title(version, every), self._hint(version), "", name=f"version-{version.number}")
            self._group.addButton(choice.radio)
            choice.picked.connect(lambda version=version: self._choose(version))
            self._choices[version.number] = choice
            self._box.addWidget(choice)
        if versions:
            self._choices[(chosen or versions[0]).number].radio.setChecked(True)

    def _choose(self, version: Version) -> None:
        self._chosen = version
        self._preview.show_content(version.content)
        editable = self._editing.editable
        self._use.setVisible(editable)
        self._use.setEnabled(not version.present)
        self._locked.setVisible(not editable)
        self._locked.setText(self._why_locked())

    def _why_locked(self) -> str:
        current = self._editing.current
        if current is not None and current.draft.review is ReviewState.SUBMITTED:
            return self.tr("You can look at this version. To use it, take your request for review back first.")
        return self.tr("You can look at this version. What is approved stays as it is.")

    def _title(self, version: Version, every: bool) -> str:
        if version.present:
            return self.tr("Now")
        return capital(when_words(version.saved_at, self._clock(), self._speech, seconds=every))

    def _hint(self, version: Version) -> str:
        told = [self.tr("You asked for review of this one.")] if version.asked else []
        if version.differs:
            parts = ", ".join(self._part(part) for part in version.differs)
            told.append(self.tr("Different from now: {parts}").format(parts=parts))
        elif not version.present:
            told.append(self.tr("The same as now"))
        return " ".join(told)

    def _part(self, part: Part) -> str:
        words: dict[Part, str] = {
            "title": self.tr("the title"),
            "text": self.tr("the text"),
            "recording": self.tr("the recording"),
            "audience": self.tr("for whom"),
            "experience": self.tr("your experience"),
            "review_by": self.tr("how long it is right"),
        }
        return words[part]

    def _show_more(self) -> None:
        self._most += _AT_ONCE
        self._show()

    def _on_use(self) -> None:
        if self._chosen is not None:
            number, self._chosen = self._chosen.number, None
            self._history.use(number)
            announce(self, self.tr("This version is used again."))


def capital(words: str) -> str:
    """As a title begins."""
    return words[:1].upper() + words[1:]


def when_words(moment: datetime, now: datetime, speech: Speech, *, seconds: bool = False) -> str:
    """*today 14:32*, and of other days as well the time: *5 Mar 2026 14:32*."""
    here, words = moment.astimezone(now.tzinfo), day_words(moment, now, speech.locale)
    time = time_words(here)
    exactly = f"{time}:{here.second:02}" if seconds else time
    return words.replace(time, exactly) if time in words else f"{words} {exactly}"
