"""What a route asks for: the hub, the person, a checked form.

`guard` stands before every route of the application (hub/app.py): it lets in whom hub/routes.py lets in, puts the
person in `request.state.person` and checks the form token of every post by a browser. A page needs only:

    def page(hub: HubHere, person: SignedIn) -> Response:
        with hub.database.read() as db: ...

`request.state.nonce` is the nonce of the page's Content-Security-Policy, `request.state.csrf_token` the value that
a form carries in its field `csrf`. Commit before answering: never hold a transaction while a template is filled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from core.clock import Clock
from core.errors import Refused
from core.language import Bilingual
from hub import pairing, sessions
from hub.access import Person
from hub.blobs import BlobFolder
from hub.database import Database
from hub.jobs import Worker
from hub.problems import not_allowed, not_found, sign_in
from hub.routes import BROWSER, CLASSES, RouteClass, lets_in
from hub.secrets import SecretBox
from hub.settings import HubSettings
from hub.uploads import UploadFolder

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Hub:
    """All that a request may need, made once by hub/app.py. `check_address(kind, url)` refuses a bad webhook address;
    `test_channel` posts a greeting and answers the outcome.
    """

    settings: HubSettings
    database: Database
    folder: BlobFolder
    upload_folder: UploadFolder
    box: SecretBox
    worker: Worker
    clock: Clock
    check_address: Callable[[str, str], None]

    def now(self) -> datetime:
        return self.clock()


def the_hub(request: Request) -> Hub:
    hub: Hub = request.app.state.hub
    return hub


def the_person(request: Request) -> Person:
    """Who `guard` let in. Problem `sign_in` on a route that lets in anybody."""
    person = visitor(request)
    if person is None:
        raise sign_in()
    return person


def visitor(request: Request) -> Person | None:
    """Who is signed in, if anybody is."""
    person: Person | None = request.state.person
    return person


HubHere = Annotated[Hub, Depends(the_hub)]
SignedIn = Annotated[Person, Depends(the_person)]
Visitor = Annotated[Person | None, Depends(visitor)]


async def guard(request: Request) -> None:
    """The outer door; raises before the route's own code runs, and before a byte of its body is kept."""
    class_ = CLASSES.get(request.scope["route"].path)
    if class_ is None:
        raise not_found()
    hub = the_hub(request)
    person = None if class_ is RouteClass.PUBLIC else await run_in_threadpool(_who, request, hub, class_)
    request.state.person = person
    if not lets_in(class_, person):
        raise sign_in() if person is None else not_allowed()
    if class_ is RouteClass.READER and request.method not in READING:
        raise not_found()
    if class_ in BROWSER and request.method not in READING:
        await _check_form(request, hub)


def session_cookie(settings: HubSettings) -> str:
    return "__Host-vonk" if settings.secure else "vonk"


def visit_cookie(settings: HubSettings) -> str:
    return "__Host-vonk-visit" if settings.secure else "vonk-visit"


def visit_of(request: Request, settings: HubSettings) -> str:
    """What this browser's form token is made from: its session, else the visit that a first page began."""
    cookies = request.cookies
    return cookies.get(session_cookie(settings)) or cookies.get(visit_cookie(settings)) or ""


def keep_session(response: Response, hub: Hub, session: sessions.Session) -> None:
    """Give the browser its session; it lasts as long as the row does."""
    response.set_cookie(
        session_cookie(hub.settings),
        session.token,
        max_age=int(sessions.LASTS.total_seconds()),
        path="/",
        secure=hub.settings.secure,
        httponly=True,
        samesite="lax",
    )


def end_session(request: Request, response: Response, hub: Hub) -> None:
    """Sign this browser out."""
    token = request.cookies.get(session_cookie(hub.settings))
    if token:
        with hub.database.write() as db:
            sessions.end(db, token)
    response.delete_cookie(
        session_cookie(hub.settings), path="/", secure=hub.settings.secure, httponly=True, samesite="lax"
    )


def address_of(request: Request) -> str:
    """Where a request comes from, to count attempts by. Behind a proxy uvicorn has put the real one here."""
    return request.client.host if request.client else "?"


def bearer(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and 0 < len(token.strip()) <= 64 else None


def _who(request: Request, hub: Hub, class_: RouteClass) -> Person | None:
    token = bearer(request)
    if class_ is RouteClass.DEVICE or (class_ is RouteClass.READER and token):
        return pairing.person_of(hub.database, hub.now(), token) if token else None
    cookie = request.cookies.get(session_cookie(hub.settings))
    return sessions.person_of(hub.database, hub.now(), cookie) if cookie else None


async def _check_form(request: Request, hub: Hub) -> None:
    visit = visit_of(request, hub.settings)
    sent = (await request.form()).get("csrf", "")
    if not visit or not isinstance(sent, str) or not hub.box.is_form_token(visit, sent):
        raise StrangeForm(
            Bilingual(en="This form is too old.", nl="Dit formulier is te oud."),
            Bilingual(
                en="Nothing was changed. Go back, load the page again and try once more.",
                nl="Er is niets veranderd. Ga terug, laad de pagina opnieuw en probeer het nog eens.",
            ),
        )


class StrangeForm(Refused):
    """A post that did not come from a form of ours."""


__all__ = [
    "Hub",
    "HubHere",
    "SignedIn",
    "Visitor",
    "address_of",
    "bearer",
    "end_session",
    "guard",
    "keep_session",
    "session_cookie",
    "the_hub",
    "the_person",
    "visit_cookie",
    "visitor",
]
