"""For whom it is: teams of the hub's directory, everyone, or not chosen yet."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLayout, QRadioButton, QVBoxLayout, QWidget

from core.content import Audience
from core.feed import Directory, Team
from desktop.i18n import Speech
from desktop.presenters.wizard import ASK_AGAIN_AFTER
from desktop.widgets.components import Check, ChoiceBox, Field, column, frame, label, row
from guidance.answers import Change
from guidance.wizard import QUESTIONS, Page

_MOST_SHOWN: Final = 60


class AudiencePicker(QWidget):
    """`audience` is what is chosen; `whole` asks for level and sound too.

    Without a directory there are no teams to choose: everyone, or later.
    """

    changed = Signal()

    def __init__(self, audience: Audience, directory: Directory | None, speech: Speech, *, whole: bool = False) -> None:
        super().__init__()
        self._given, self._speech = audience, speech
        self._teams: dict[str, QCheckBox] = {}
        self._everyone = Check(self.tr("Everyone"))
        self._later = QRadioButton(self.tr("I choose later"))
        self._now = QRadioButton(self.tr("Everyone"))
        self._not_for = Field(
            self.tr("Who is this not for?"),
            audience.not_for,
            name="notFor",
            help_=self.tr("So that nobody wastes time on it. May stay empty."),
        )
        self._not_for.changed.connect(self._on_changed)
        title = label(self.tr("For whom"), "label")
        choices = self._with_teams(directory) if directory is not None else self._without_teams()
        self._level, self._silent = (
            self._level_box(),
            Check(self.tr("Must also work without sound or in another language")),
        )
        self._silent.setObjectName("noSound")
        self._silent.setChecked(audience.no_sound_or_other_language)
        self._silent.toggled.connect(self._on_changed)
        level = row(label(self.tr("How well do they know it?"), "label"), self._level, None, gap=3)
        more: list[QWidget | QLayout] = [level, self._silent]
        shown = column(title, frame("card", choices), self._not_for, *(more if whole else []), gap=2)
        self.setLayout(shown)
        self.setAccessibleName(self.tr("For whom"))

    @property
    def audience(self) -> Audience:
        known = {team for team, box in self._teams.items() if box.isChecked()}
        kept = tuple(team for team in self._given.teams if team not in self._teams)
        teams = kept + tuple(team for team in self._teams if team in known)
        everyone = self._everyone.isChecked() if self._teams else self._now.isChecked()
        return Audience(
            teams=() if everyone else teams,
            everyone=everyone,
            level=self._level.currentData(),
            not_for=" ".join(self._not_for.text.split()),
            no_sound_or_other_language=self._silent.isChecked(),
        )

    def _level_box(self) -> QComboBox:
        box = ChoiceBox("")
        box.setObjectName("level")
        box.setAccessibleName(self.tr("How well do they know it?"))
        for words, level in (
            (self.tr("New to it"), "new"),
            (self.tr("Mixed"), "mixed"),
            (self.tr("Experienced"), "experienced"),
        ):
            box.addItem(words, level)
        box.setCurrentIndex(box.findData(self._given.level))
        box.activated.connect(self._on_changed)
        return box

    def focus_first(self) -> None:
        first = next(iter(self._teams.values()), self._now)
        first.setFocus()

    def _with_teams(self, directory: Directory) -> QVBoxLayout:
        mine = set(directory.my_teams)
        ordered = sorted(directory.teams, key=lambda team: (team.id not in mine, team.name.casefold()))
        box = column(margin=3, gap=0)
        for team in ordered[:_MOST_SHOWN]:
            box.addWidget(self._team_box(team))
        self._everyone.setObjectName("audienceEveryone")
        self._everyone.setAccessibleName(self.tr("Everyone"))
        self._everyone.setChecked(self._given.everyone)
        self._everyone.toggled.connect(self._on_everyone)
        box.addWidget(self._everyone)
        self._on_everyone_shown()
        return box

    def _team_box(self, team: Team) -> QCheckBox:
        many = self.tr("{number} people").format(number=team.people)
        people = self.tr("1 person") if team.people == 1 else many
        check = Check(f"{team.name}  ·  {people}")
        check.setAccessibleName(team.name)
        check.setAccessibleDescription(people)
        check.setObjectName(f"team-{team.id}")
        check.setChecked(team.id in self._given.teams)
        check.toggled.connect(self._on_changed)
        self._teams[team.id] = check
        return check

    def _without_teams(self) -> QVBoxLayout:
        for button, name in ((self._now, "audienceEveryone"), (self._later, "audienceLater")):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
        self._now.setChecked(self._given.everyone)
        self._later.setChecked(not self._given.everyone)
        self._now.toggled.connect(self._on_changed)
        hint = label(
            self.tr("Teams come from your organisation's hub. Connect it in Settings to choose among them."), "small"
        )
        return column(self._now, self._later, hint, margin=3, gap=1)

    def _on_everyone(self) -> None:
        self._on_everyone_shown()
        self._on_changed()

    def _on_everyone_shown(self) -> None:
        for check in self._teams.values():
            check.setEnabled(not self._everyone.isChecked())

    def _on_changed(self) -> None:
        self.changed.emit()


class FreshnessPicker(QWidget):
    """When to look again whether it is still right: the wizard's last question, in the editor."""

    changed = Signal()

    def __init__(self, review_by: date | None, speech: Speech) -> None:
        super().__init__()
        question = QUESTIONS[Page.CHANGE]
        title = speech.say(question.text)
        self._box = ChoiceBox("")
        self._box.setObjectName("change")
        self._box.setAccessibleName(title)
        today = date.today()  # noqa: DTZ011 - a day of the person's own calendar
        self._box.addItem(self.tr("Not chosen yet"), None)
        if review_by is not None:
            day = speech.locale.toString(QDate(review_by.year, review_by.month, review_by.day), "d MMMM yyyy")
            self._box.addItem(self.tr("Look again on {day}").format(day=day), review_by)
        for choice in question.choices:
            self._box.addItem(speech.say(choice.label), today + ASK_AGAIN_AFTER[Change(str(choice.value))])
        self._box.setCurrentIndex(0 if review_by is None else 1)
        self._box.activated.connect(self._on_chosen)
        self.setLayout(
            column(label(title, "label"), row(self._box, None), label(speech.say(question.help), "small"), gap=1)
        )

    @property
    def review_by(self) -> date | None:
        chosen: date | None = self._box.currentData()
        return chosen

    def _on_chosen(self) -> None:
        self.changed.emit()
