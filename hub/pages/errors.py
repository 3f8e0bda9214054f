"""Refusals as pages, in plain words: what happened, what is safe, where to go from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from core.errors import AppError, Impossible, Malformed
from core.language import Bilingual
from hub.dependencies import Hub
from hub.pages.rendering import language_of_visit, own_address
from hub.pages.visiting import Visit
from hub.problems import Problem, as_problem, not_allowed, not_found, sign_in


@dataclass(frozen=True, slots=True)
class WayOut:
    href: str
    name: Bilingual


_TO_BOARD: Final = WayOut("/", Bilingual(en="To the board", nl="Naar het leerbord"))

_DRAWINGS: Final = {401: "lock", 403: "lock", 404: "search", 413: "disk", 429: "clock", 503: "clock"}

_TOO_LARGE: Final = Problem(
    "too_large",
    Bilingual(en="That is too large for this hub.", nl="Dat is te groot voor deze hub."),
    Bilingual(
        en="Nothing was kept here. Your work is safe on your computer; make it shorter and try again.",
        nl="Hier is niets bewaard. Je werk staat veilig op je computer; maak het korter en probeer het opnieuw.",
    ),
)
_NOT_UNDERSTOOD: Final = Malformed(
    Bilingual(en="Something in this form is not right.", nl="Er klopt iets niet in dit formulier."),
    Bilingual(
        en="Nothing was changed. Go back, fill in what is missing, and try again.",
        nl="Er is niets veranderd. Ga terug, vul aan wat ontbreekt en probeer het opnieuw.",
    ),
)
_BROKEN: Final = Impossible(
    Bilingual(en="The hub could not do this.", nl="De hub kon dit niet doen."),
    Bilingual(
        en="What was kept before is safe. Try again in a minute; if it stays so, tell an admin.",
        nl="Wat eerder is bewaard, is veilig. Probeer het zo opnieuw; blijft het zo, zeg het een beheerder.",
    ),
)

_OF_STATUS: Final[dict[int, AppError]] = {
    401: sign_in(),
    403: not_allowed(),
    404: not_found(),
    405: not_found(),
    413: _TOO_LARGE,
    422: _NOT_UNDERSTOOD,
}


def error_page(request: Request, error: AppError, status: int | None = None) -> Response:
    """The page for an error; somebody who must sign in first is brought there, and back afterwards."""
    problem = as_problem(error)
    if problem.code == "sign_in" and request.method in ("GET", "HEAD"):
        wanted = quote(own_address(request), safe="")
        return RedirectResponse(f"/sign-in?next={wanted}", status_code=303)
    status = status or problem.status
    # After a fault of ours the page asks nothing more of the database, not even for its navigation.
    person = getattr(request.state, "person", None) if status < 500 else None
    hub: Hub = request.app.state.hub
    answer = Visit(request, hub, person, hub.now(), language_of_visit(request)).page(
        "message.html", status=status, problem=error, drawing=_DRAWINGS.get(status, "info"), way_out=_TO_BOARD
    )
    answer.headers.update({name: value for name, value in problem.headers.items() if name != "WWW-Authenticate"})
    return answer


def status_page(request: Request, status: int) -> Response:
    """The page for a bare HTTP status: a route that is not there, a form that cannot be read, a fault of ours."""
    return error_page(request, _OF_STATUS.get(status, _BROKEN), status)
