"""For whom it is, who made it, and until when: what every learning moment carries besides what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.content import Audience, Content
from core.feed import Directory
from desktop.i18n import Speech
from desktop.widgets.audience import AudiencePicker, FreshnessPicker
from desktop.widgets.components import Button, Field, Icon, column, frame, held, label, row
from guidance.audience import reach


class AboutSection(QWidget):
    """`audience`, `experience` and `review_by` as they are chosen now; `changed` at every choice."""

    changed = Signal()
    experience_told = Signal(str)

    def __init__(self, content: Content, directory: Directory | None, speech: Speech) -> None:
        super().__init__()
        self._directory, self._speech = directory, speech
        self._picker = AudiencePicker(content.audience, directory, speech)
        self._picker.changed.connect(self._on_audience)
        self._summary = label("", name="audienceSummary", wrap=True)
        self._open = Button(self.tr("Change"), self._toggle, kind="link", name="changeAudience")
        self._open.setCheckable(False)
        shut = row(Icon("users"), self._summary, self._open, margin=(4, 1, 2, 1), gap=3)
        shut.setStretch(1, 1)
        self._shut = frame("card", shut)
        self._experience = Field(
            self.tr("Your experience"),
            content.experience,
            name="experience",
            help_=self.tr("People see this with it, so that they know whom they can trust."),
            example=self.tr("I use this every day"),
        )
        self._fresh = FreshnessPicker(content.review_by, speech)
        self._fresh.changed.connect(self.changed)
        self._experience.changed.connect(self.changed)
        self._experience.changed.connect(self.experience_told)
        whom = held(column(label(self.tr("For whom"), "label"), self._shut, gap=1))
        self._whom = whom
        self.setLayout(column(whom, self._picker, self._experience, self._fresh, gap=4))
        self._show_open(not content.audience.chosen)
        self._tell()

    @property
    def audience(self) -> Audience:
        return self._picker.audience

    @property
    def experience(self) -> str:
        return " ".join(self._experience.text.split())

    @property
    def review_by(self) -> date | None:
        return self._fresh.review_by

    def lock(self, locked: bool) -> None:
        for part in (self._picker, self._experience, self._fresh, self._open):
            part.setEnabled(not locked)

    def _show_open(self, opened: bool) -> None:
        self._picker.setVisible(opened)
        self._whom.setVisible(not opened)

    def _toggle(self) -> None:
        self._show_open(True)
        self._picker.focus_first()

    def _on_audience(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self._summary.setText(audience_words(self.audience, self._directory, self._speech, self._nobody))
        self._open.setAccessibleDescription(self._summary.text())

    def _nobody(self) -> str:
        return self.tr("Nobody yet. It stays private until you choose.")


def audience_words(audience: Audience, directory: Directory | None, speech: Speech, nobody: Callable[[], str]) -> str:
    """The teams by name and how many people that is about; `nobody` where none is chosen."""
    if not audience.chosen:
        return nobody()
    told = reach(audience, directory)
    names = {team.id: team.name for team in directory.teams} if directory is not None else {}
    teams = ", ".join(names[team] for team in audience.teams if team in names)
    return " · ".join(part for part in (teams, speech.say(told.sentence)) if part)
