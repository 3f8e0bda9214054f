"""Coming in: sign in and out, an invitation's welcome, a device to connect, language and look."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from core.errors import AppError
from core.language import is_language
from hub import pairing, people, sessions
from hub.dependencies import address_of, end_session, keep_session
from hub.pages.language import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from hub.pages.rendering import local_address
from hub.pages.visiting import Here, Visit
from hub.people import Invitation
from hub.problems import as_problem
from hub.sessions import Session

router = APIRouter(include_in_schema=False)

_A_YEAR_S: Final = 365 * 24 * 3600


@router.get("/sign-in")
def sign_in_form(visit: Here, next_: Annotated[str, Query(alias="next", max_length=500)] = "/") -> Response:
    if visit.visitor is not None:
        return RedirectResponse(local_address(next_), status_code=303)
    return visit.page("sign_in.html", next=local_address(next_), email="", problem=None)


@router.post("/sign-in")
def sign_in(
    visit: Here,
    email: Annotated[str, Form(max_length=320)],
    password: Annotated[str, Form(max_length=people.LONGEST_PASSWORD)],
    next_: Annotated[str, Form(alias="next", max_length=500)] = "/",
) -> Response:
    target = local_address(next_)
    try:
        session = sessions.sign_in(
            visit.database, visit.hub.box, visit.now, email=email, password=password, address=address_of(visit.request)
        )
    except AppError as error:
        problem = as_problem(error)
        answer = visit.page("sign_in.html", status=problem.status, next=target, email=email, problem=error)
        answer.headers.update(problem.headers)
        return answer
    return _signed_in(visit, session, target)


@router.post("/sign-out")
def sign_out(visit: Here) -> Response:
    answer = RedirectResponse("/sign-in", status_code=303)
    end_session(visit.request, answer, visit.hub)
    return answer


@router.post("/language")
def choose_language(
    visit: Here, language: Annotated[str, Form(max_length=10)], back: Annotated[str, Form(max_length=500)] = "/"
) -> Response:
    """Keeps the visitor's language in a cookie, and with the person who signed in."""
    answer = RedirectResponse(local_address(back), status_code=303)
    if is_language(language):
        _keep(visit, answer, LANGUAGE_COOKIE, language)
        if visit.visitor is not None:
            with visit.database.write() as db:
                people.set_language(db, visit.person.id, language)
    return answer


@router.post("/theme")
def choose_theme(
    visit: Here, theme: Annotated[str, Form(max_length=10)], back: Annotated[str, Form(max_length=500)] = "/"
) -> Response:
    answer = RedirectResponse(local_address(back), status_code=303)
    if theme in THEMES:
        _keep(visit, answer, THEME_COOKIE, theme)
    return answer


def _keep(visit: Visit, answer: Response, name: str, value: str) -> None:
    secure = visit.hub.settings.secure
    answer.set_cookie(name, value, max_age=_A_YEAR_S, httponly=True, samesite="lax", secure=secure)


@router.get("/welcome/{token}")
def welcome_form(visit: Here, token: str) -> Response:
    """Who is invited sets a name and a password; an expired or used link says so."""
    with visit.database.read() as db:
        invitation = people.invitation(db, visit.now, token)
    return _welcome(visit, invitation, name=invitation.name, email=invitation.email)


@router.post("/welcome/{token}")
def welcome(
    visit: Here,
    token: str,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=2 * people.LONGEST_PASSWORD)],
    email: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    with visit.database.read() as db:
        invitation = people.invitation(db, visit.now, token)
    try:
        with visit.database.write() as db:
            person = people.accept_invitation(
                db, visit.now, token, name=name, email=email, password=password, language=visit.language
            )
            session = sessions.begin(db, visit.now, person.id)
    except AppError as error:
        return _welcome(visit, invitation, name=name, email=email, problem=error)
    target = "/admin" if person.is_admin else "/"
    return _signed_in(visit, session, target)


def _signed_in(visit: Visit, session: Session, target: str) -> Response:
    answer = RedirectResponse(target, status_code=303)
    keep_session(answer, visit.hub, session)
    return answer


def _welcome(
    visit: Visit, invitation: Invitation, *, name: str, email: str, problem: AppError | None = None
) -> Response:
    owner = invitation.kind == "owner"
    return visit.page(
        "welcome.html",
        status=200 if problem is None else as_problem(problem).status,
        owner=owner,
        team=invitation.team_name,
        name=name,
        email=email if owner else invitation.email,
        shortest=people.SHORTEST_PASSWORD,
        problem=problem,
    )


@router.get("/pair")
def pair_form(visit: Here, code: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Asks for the code of the device, or, where the address holds one, whether to allow the device."""
    if not code.strip():
        return visit.page("pair.html", decided="", request_=None, code="", problem=None)
    try:
        asking = pairing.asking(visit.database, visit.hub.box, visit.now, visit.person, code)
    except AppError as error:
        status = as_problem(error).status
        return visit.page("pair.html", status=status, decided="", request_=None, code=code, problem=error)
    shown = pairing.shown(asking.user_code)
    return visit.page("pair.html", decided="", request_=asking, code=shown, problem=None)


@router.post("/pair")
def pair(visit: Here, code: Annotated[str, Form(max_length=40)], decision: Annotated[str, Form()]) -> Response:
    allow = decision == "allow"
    try:
        pairing.decide(visit.database, visit.hub.box, visit.now, visit.person, code, allow=allow)
    except AppError as error:
        status = as_problem(error).status
        return visit.page("pair.html", status=status, decided="", request_=None, code=code, problem=error)
    return visit.page("pair.html", decided="allow" if allow else "deny", request_=None, code="", problem=None)
