"""For whom it is: teams of the hub's directory, everyone, or not chosen yet."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from core.content import Audience
from core.feed import Directory
from desktop.i18n import Speech
from desktop.presenters.wizard import ASK_AGAIN_AFTER
from desktop.widgets.components import (
    Banner,
    Check,
    Choice,
    Columns,
    Field,
    Segmented,
    column,
    empty,
    held,
    label,
    row,
)
from desktop.widgets.reach_card import ReachCard
from desktop.widgets.team_list import TeamList
from desktop.wording import date_words
from guidance.answers import Change
from guidance.audience import reach
from guidance.wizard import QUESTIONS, Page
from resources.tokens import pixels

LEVELS: Final = ("new", "mixed", "experienced")


class AudiencePicker(QWidget):
    """`audience` is what is chosen. `whole` asks for level and sound too, tells how far it goes, and uses two columns
    where it is wide enough; without, it is one column.

    Without a directory there are no teams to choose: everyone, or later.
    """

    changed = Signal()

    def __init__(self, audience: Audience, directory: Directory | None, speech: Speech, *, whole: bool = False) -> None:
        super().__init__()
        self._given, self._directory, self._speech = audience, directory, speech
        self._teams: TeamList | None = None
        self._now: Choice | None = None
        self._not_for = Field(
            self.tr("Who is this not for?"),
            audience.not_for,
            name="notFor",
            help_=self.tr("So that nobody wastes time on it. May stay empty."),
        )
        self._not_for.changed.connect(self._on_changed)
        self._level = self._level_choice()
        self._silent = Check(self.tr("Must also work without sound or in another language"))
        self._silent.setObjectName("noSound")
        self._silent.setChecked(audience.no_sound_or_other_language)
        self._silent.toggled.connect(self._on_changed)
        self._reach = ReachCard(speech)
        self._warning = QVBoxLayout()
        choices = self._with_teams(directory) if directory is not None else self._without_teams()
        self.setLayout(column(self._laid(choices, whole=whole)))
        self.setAccessibleName(self.tr("For whom"))
        if whole:
            self._tell_reach()

    def _laid(self, choices: QWidget, *, whole: bool) -> QWidget:
        if not whole:
            return held(column(label(self.tr("For whom"), "label"), choices, self._not_for, gap=2))
        level = column(label(self.tr("How well do they know it?"), "label"), row(self._level, None), gap=2)
        left = held(column(choices, self._warning, gap=3))
        more = column(self._not_for, level, self._silent, gap=5)
        if self._directory is None:
            return held(column(left, more, gap=5))
        return Columns(left, held(column(self._reach, more, gap=5)), pixels("component.wizard.twoColumns"))

    @property
    def audience(self) -> Audience:
        teams = self._given.teams if self._teams is None else self._teams.chosen
        everyone = (
            self._teams.everyone if self._teams is not None else self._now is not None and self._now.radio.isChecked()
        )
        return Audience(
            teams=() if everyone else teams,
            everyone=everyone,
            level=self._level.value,  # type: ignore[arg-type]  # one of LEVELS, or None
            not_for=" ".join(self._not_for.text.split()),
            no_sound_or_other_language=self._silent.isChecked(),
        )

    def focus_first(self) -> None:
        if self._teams is not None:
            self._teams.focus_first()
        elif self._now is not None:
            self._now.radio.setFocus()

    def _level_choice(self) -> Segmented:
        words = (self.tr("New to it"), self.tr("Mixed"), self.tr("Experienced"))
        options = list(zip(words, LEVELS, strict=True))
        chosen = Segmented(self.tr("How well do they know it?"), options, self._given.level, name="level")
        chosen.chosen.connect(self._on_changed)
        return chosen

    def _with_teams(self, directory: Directory) -> QWidget:
        self._teams = TeamList(directory, self._given)
        self._teams.changed.connect(self._on_changed)
        return self._teams

    def _without_teams(self) -> QWidget:
        everyone = Choice(
            self.tr("Everyone"), self.tr("All colleagues, once a hub is there."), "", "users", "audienceEveryone"
        )
        later = Choice(
            self.tr("I choose later"), self.tr("Until then nobody sees it but you."), "", "clock", "audienceLater"
        )
        group = QButtonGroup(self)
        for card in (everyone, later):
            group.addButton(card.radio)
        (everyone if self._given.everyone else later).radio.setChecked(True)
        everyone.radio.toggled.connect(self._on_changed)
        self._now = everyone
        hint = Banner(
            "info",
            self.tr("There are no teams to choose from yet."),
            self.tr("Teams come from your organisation's hub. Connect it in Settings to choose among them."),
            name="noTeams",
        )
        return held(column(everyone, later, 1, hint, gap=2))

    def _tell_reach(self) -> None:
        empty(self._warning)
        if self._directory is None:
            return
        told = reach(self.audience, self._directory)
        self._reach.tell(told, sum(team.people for team in self._directory.teams))
        if told.warning is not None:
            meaning = "warn" if self.audience.chosen else "info"
            self._warning.addWidget(Banner(meaning, self._speech.say(told.warning), name="reachWarning"))  # type: ignore[arg-type]

    def _on_changed(self) -> None:
        self._tell_reach()
        self.changed.emit()


class FreshnessPicker(QWidget):
    """When to look again whether it is still right: the wizard's last question, in the editor."""

    changed = Signal()

    def __init__(self, review_by: date | None, speech: Speech) -> None:
        super().__init__()
        self._review_by, self._speech = review_by, speech
        question = QUESTIONS[Page.CHANGE]
        title = speech.say(question.text)
        today = date.today()  # noqa: DTZ011 - a day of the person's own calendar
        self._days = {
            str(choice.value): today + ASK_AGAIN_AFTER[Change(str(choice.value))] for choice in question.choices
        }
        options = [(speech.say(choice.label), str(choice.value)) for choice in question.choices]
        chosen = next((value for value, day in self._days.items() if day == review_by), None)
        self._choice = Segmented(title, options, chosen, name="change")
        self._choice.chosen.connect(self._on_chosen)
        self._help = label("", "small", name="reviewBy")
        self.setLayout(column(label(title, "label"), row(self._choice, None), self._help, gap=1))
        self._tell()

    @property
    def review_by(self) -> date | None:
        return self._review_by

    def _on_chosen(self, value: object) -> None:
        self._review_by = self._days[str(value)]
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        asked = self._speech.say(QUESTIONS[Page.CHANGE].help)
        if self._review_by is None:
            self._help.setText(asked)
        else:
            day = date_words(self._review_by, self._speech.locale)
            self._help.setText(self.tr("On {day} we ask you whether it is still right.").format(day=day))
