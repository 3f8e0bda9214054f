"""How far it goes: about how many people, in how many teams, and which part of all colleagues that is."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import Speech
from desktop.widgets.components import ShareDots, column, frame, label
from desktop.wording import people_words
from guidance.audience import Reach


class ReachCard(QWidget):
    """`tell` it what is reached and how many colleagues there are."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._people = label("", "display", name="reach")
        self._teams = label("", "secondary", name="reachTeams")
        self._dots = ShareDots()
        self._share = label("", "small", name="reachShare")
        self.setLayout(self._build())

    def _build(self) -> QVBoxLayout:
        self._head = label(self.tr("You reach"), "secondary")
        return column(
            frame("card", column(self._head, self._people, self._teams, 2, self._dots, self._share, margin=5, gap=1))
        )

    def tell(self, reached: Reach, everybody: int) -> None:
        people = reached.people or 0
        self._people.setText(people_words(people, about=people > 1) if people else self.tr("nobody yet"))
        if reached.teams:
            self._teams.setText(self.tr("in %n team. Nobody else sees it.", "", reached.teams))
        else:
            self._teams.setText(self.tr("It stays private until you choose."))
        self._dots.tell(people / everybody if everybody else 0)
        self._dots.setVisible(bool(everybody))
        self._share.setText(
            self.tr("{people} of {all} colleagues").format(people=min(people, everybody), all=everybody)
        )
        self._share.setVisible(bool(everybody))
        self.setAccessibleName(f"{self._head.text()} {self._people.text()}, {self._teams.text()}")
