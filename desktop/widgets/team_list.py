"""The teams of the directory as rows to tick, one's own first, and everyone as the last."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from core.content import Audience
from core.feed import Directory, Team
from desktop.widgets.components import CheckRow, SearchField, column, frame, held, label, line, scrolled
from desktop.widgets.theme import step
from desktop.wording import people_words
from resources.tokens import number, pixels

_MOST_SHOWN: Final = 60


class TeamList(QWidget):
    """`chosen` are the ids that are ticked, `everyone` outranks them. With many teams there is a field to search in
    them; what is ticked stays in sight whatever is searched."""

    changed = Signal()

    def __init__(self, directory: Directory, given: Audience) -> None:
        super().__init__()
        mine = set(directory.my_teams)
        ordered = sorted(directory.teams, key=lambda team: (team.id not in mine, team.name.casefold()))
        self._given = given
        self._rows = {team.id: self._row(team) for team in ordered}
        everybody = people_words(sum(team.people for team in ordered))
        self._everyone = CheckRow(self.tr("Everyone"), everybody, name="audienceEveryone")
        self._everyone.setChecked(given.everyone)
        self._everyone.toggled.connect(self._on_everyone)
        self._search = SearchField(self.tr("Search for a team"), name="searchTeams")
        self._search.textChanged.connect(self._show_found)
        self._search.installEventFilter(self)
        self._nothing = label(self.tr("No team has this name."), "secondary", name="noTeamFound")
        self._more = label("", "small", name="moreTeams")
        many = len(ordered) >= number("component.teams.searchFrom")
        self._search.setVisible(many)
        self._search_from = many
        listed: QWidget = held(column(*self._rows.values(), gap=0))
        if many:
            listed = scrolled(listed)
            listed.setFixedHeight(pixels("component.teams.shown") * pixels("control.height.normal"))
        inner = column(listed, self._nothing, self._more, line(), self._everyone, margin=2, gap=1)
        self.setLayout(column(self._search, frame("card", inner), gap=3))
        self._tell_enabled()
        self._show_found()

    @property
    def chosen(self) -> tuple[str, ...]:
        """As they were given, teams that the directory no longer lists among them, and then as they are listed."""
        kept = tuple(team for team in self._given.teams if team not in self._rows)
        return kept + tuple(team for team, shown in self._rows.items() if shown.isChecked())

    @property
    def everyone(self) -> bool:
        return self._everyone.isChecked()

    def focus_first(self) -> None:
        if self._search_from:
            self._search.setFocus()
        else:
            next(iter(self._rows.values()), self._everyone).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter lead from the field into what it found."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._search:
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._found()[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _row(self, team: Team) -> CheckRow:
        shown = CheckRow(team.name, people_words(team.people), name=f"team-{team.id}")
        shown.setChecked(team.id in self._given.teams)
        shown.toggled.connect(lambda _: self.changed.emit())
        return shown

    def _found(self) -> list[CheckRow]:
        return [shown for shown in self._rows.values() if not shown.isHidden()] or [self._everyone]

    def _show_found(self) -> None:
        wanted = self._search.text().casefold().split()
        found = [shown for shown in self._rows.values() if all(part in shown.text().casefold() for part in wanted)]
        first = set(map(id, found[:_MOST_SHOWN]))
        for shown in self._rows.values():
            shown.setVisible(id(shown) in first or shown.isChecked())
        self._nothing.setVisible(bool(wanted) and not found)
        rest = len(found) - len(first)
        self._more.setText(self.tr("And %n more. Type a part of the name.", "", rest))
        self._more.setVisible(rest > 0)
        self._more.setContentsMargins(step(3), 0, 0, 0)
        self._nothing.setContentsMargins(step(3), 0, 0, 0)

    def _on_everyone(self) -> None:
        self._tell_enabled()
        self.changed.emit()

    def _tell_enabled(self) -> None:
        for shown in self._rows.values():
            shown.setEnabled(not self._everyone.isChecked())
