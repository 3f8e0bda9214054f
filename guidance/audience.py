"""Whom an audience reaches, and when that is wider than it needs to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.content import Audience
from core.feed import Directory, Team
from core.language import Bilingual

BROAD_SHARE: Final = 0.5
"""From this part of the organisation's people on, an audience counts as broad."""
BROAD_TEAMS: Final = 3
"""Fewer teams than this are never broad: in a small organisation half the people are still one room."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`people` is about how many: somebody in two teams counts twice. None where the directory is not known."""

    people: int | None
    teams: int
    warning: Bilingual | None = None

    @property
    def sentence(self) -> Bilingual:
        """Such as "3 teams, about 41 people"."""
        if self.people is None:
            return _teams(self.teams)
        about = _teams(self.teams)
        people = Bilingual(en="person", nl="persoon") if self.people == 1 else Bilingual(en="people", nl="mensen")
        return Bilingual(
            en=f"{about.en}, about {self.people} {people.en}",
            nl=f"{about.nl}, ongeveer {self.people} {people.nl}",
        )


def reach(audience: Audience, directory: Directory | None) -> Reach:
    """How far this goes. With no directory only the number of teams is known; teams it does not list count as empty."""
    known = {team.id: team for team in directory.teams} if directory else {}
    chosen = list(known) if audience.everyone else list(dict.fromkeys(audience.teams))
    people = sum(known[team].people for team in chosen if team in known) if directory else None
    return Reach(people, len(chosen), _warning(audience, tuple(known.values()), chosen, directory is not None))


def _warning(audience: Audience, teams: tuple[Team, ...], chosen: list[str], directory_known: bool) -> Bilingual | None:
    if not audience.chosen:
        return Bilingual(
            en="Nobody will see this yet: choose at least one team.",
            nl="Nog niemand ziet dit: kies ten minste één team.",
        )
    listed = {team.id: team for team in teams}
    gone = [team for team in chosen if team not in listed]
    if directory_known and gone:
        return Bilingual(
            en="A chosen team is no longer there. Choose again.",
            nl="Een gekozen team bestaat niet meer. Kies opnieuw.",
        )
    if audience.everyone:
        return None if audience.not_for.strip() else EVERYONE
    everybody = sum(team.people for team in teams)
    reached = sum(listed[team].people for team in chosen if team in listed)
    if len(chosen) >= BROAD_TEAMS and everybody and reached >= BROAD_SHARE * everybody and not audience.not_for.strip():
        return Bilingual(
            en=f"This goes to {reached} of about {everybody} people. Who is it not for?",
            nl=f"Dit gaat naar {reached} van ongeveer {everybody} mensen. Voor wie is het niet?",
        )
    return None


EVERYONE: Final = Bilingual(
    en="This goes to everyone. A change in one program seldom matters to every team: who is it not for?",
    nl="Dit gaat naar iedereen. Een wijziging in één programma raakt zelden elk team: voor wie is het niet?",
)


def _teams(number: int) -> Bilingual:
    return Bilingual(en="1 team", nl="1 team") if number == 1 else Bilingual(en=f"{number} teams", nl=f"{number} teams")
