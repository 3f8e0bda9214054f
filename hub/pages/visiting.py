"""What a page knows of the request at hand: the hub, the person, the moment, the language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from starlette.responses import HTMLResponse

from core.language import Bilingual, Language
from hub import review
from hub.access import Person
from hub.database import Database
from hub.dependencies import Hub, HubHere, Visitor
from hub.pages.rendering import language_of_visit, render
from hub.problems import sign_in


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """`count` is how much waits there; `here` that it is the page at hand."""

    href: str
    icon: str
    name: Bilingual
    here: bool
    count: int = 0


_BOARD: Final = Bilingual(en="Board", nl="Leerbord")
_REVIEW: Final = Bilingual(en="Review", nl="Beoordelen")
_MINE: Final = Bilingual(en="My items", nl="Mijn bijdragen")
_MANAGE: Final = Bilingual(en="Manage", nl="Beheer")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request by a browser. `hub.dependencies.guard` has decided that it may come here."""

    request: Request
    hub: Hub
    visitor: Person | None
    now: datetime
    language: Language

    @property
    def person(self) -> Person:
        """Who signed in; Problem `sign_in` where nobody did."""
        if self.visitor is None:
            raise sign_in()
        return self.visitor

    @property
    def database(self) -> Database:
        return self.hub.database

    def page(self, template: str, *, at: str = "", status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
        """The page, with the navigation of this person; `at` is the entry that it belongs to."""
        return render(
            self.request,
            template,
            status=status,
            person=self.visitor,
            navigation=self._navigation(at),
            now=self.now,
            **values,
        )

    def _navigation(self, at: str) -> tuple[NavigationEntry, ...]:
        person = self.visitor
        if person is None:
            return ()
        entries = [NavigationEntry("/", "library", _BOARD, at == "/")]
        if person.is_curator:
            with self.database.read() as db:
                waiting = review.waiting_count(db, person)
            entries.append(NavigationEntry("/review", "eye", _REVIEW, at == "/review", waiting))
        entries.append(NavigationEntry("/mine", "user", _MINE, at == "/mine"))
        if person.is_admin:
            entries.append(NavigationEntry("/admin", "settings", _MANAGE, at == "/admin"))
        return tuple(entries)


def visit(request: Request, hub: HubHere, person: Visitor) -> Visit:
    return Visit(request, hub, person, hub.now(), language_of_visit(request))


Here = Annotated[Visit, Depends(visit)]
