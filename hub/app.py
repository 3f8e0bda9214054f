"""The hub, put together: the one place that constructs. `create_app(settings)` is an ASGI application."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from channels import posting as sending
from channels.card import ChannelCard
from core.clock import Clock, utc_now
from core.errors import AppError
from core.language import Bilingual, language_of
from hub import api, media_route, tus
from hub.blobs import BlobFolder
from hub.dependencies import Hub, guard
from hub.jobs import Handler, JobKind, Worker
from hub.posting import Send, Sender
from hub.preparing import MakeClip, Preparer, make_clip_in_child
from hub.problems import Problem, as_problem
from hub.routes import unclassed
from hub.safety import Safety
from hub.secrets import SecretBox
from hub.settings import HubSettings
from hub.starting import first_start_link, note_start, open_hub
from hub.tidying import Tidier
from hub.uploads import UploadFolder
from web.egress import Egress

BY_PROGRAM: Final = ("/api/", "/oauth/", "/healthz", "/readyz")
"""Answers there are problem documents; everywhere else they are pages."""

log = structlog.get_logger("vonk.hub")


def create_app(
    settings: HubSettings,
    *,
    clock: Clock = utc_now,
    send: Send | None = None,
    make_clip: MakeClip = make_clip_in_child,
) -> FastAPI:
    """A hub that starts its work when the server starts it (ASGI lifespan) and ends it with the server.

    After the start `app.state.hub` is the `Hub` and `app.state.first_start_link` the owner's link, or None.
    """
    from hub.pages import ROUTERS

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        hub = await run_in_threadpool(_start, settings, clock, send, make_clip)
        app.state.hub = hub
        app.state.first_start_link = await run_in_threadpool(first_start_link, hub.database, settings, clock())
        try:
            yield
        finally:
            await run_in_threadpool(_stop, hub)

    app = FastAPI(
        title="Vonk hub",
        lifespan=lifespan,
        dependencies=[Depends(guard)],
        openapi_url=None,
    )
    app.add_exception_handler(AppError, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _bare_status)
    app.add_exception_handler(Exception, _broken)
    for router in (api.router, tus.router, media_route.router, *ROUTERS):
        app.include_router(router)
    forgotten = unclassed(app.routes)
    if forgotten:
        raise ValueError(f"these routes stand in no class of hub/routes.py: {', '.join(forgotten)}")
    app.add_middleware(Safety, settings=settings, box=lambda: _box_of(app))
    return app


def _start(settings: HubSettings, clock: Clock, send: Send | None, make_clip: MakeClip) -> Hub:
    database, box = open_hub(settings)
    upload_folder = UploadFolder(settings.uploads)
    upload_folder.clear_parts()
    folder = BlobFolder(settings.blobs)
    egress = Egress(allow=settings.allow_webhooks)
    sender = Sender(database, box, send or partial(_post, egress), clock, settings.public_url)
    handlers: dict[JobKind, Handler] = {
        JobKind.PREPARE: Preparer(database, folder, clock, make_clip),
        JobKind.POST: sender,
        JobKind.TIDY: Tidier(database, upload_folder, clock),
    }
    worker = Worker(database, handlers, clock)
    database.on_jobs(worker.wake)
    note_start(database, clock())
    worker.start()
    return Hub(
        settings=settings,
        database=database,
        folder=folder,
        upload_folder=upload_folder,
        box=box,
        worker=worker,
        clock=clock,
        check_address=partial(_check_address, egress),
    )


def _stop(hub: Hub) -> None:
    hub.worker.stop()
    hub.database.close()


def _box_of(app: FastAPI) -> SecretBox:
    hub: Hub = app.state.hub
    return hub.box


def _post(egress: Egress, kind: str, address: str, card: ChannelCard) -> sending.Outcome:
    return sending.post(kind, address, card, egress)


def _check_address(egress: Egress, kind: str, address: str) -> None:
    sending.check_address(kind, address, egress.allows)


def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, AppError):
        raise error
    if not _by_program(request):
        from hub.pages.errors import error_page

        return error_page(request, error)
    return _document(request, as_problem(error))


def _not_understood(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/oauth/"):
        return JSONResponse({"error": "invalid_request"}, 400)
    if not _by_program(request):
        from hub.pages.errors import status_page

        return status_page(request, 422)
    places = error.errors() if isinstance(error, RequestValidationError) else []
    where = ".".join(str(step) for step in places[0]["loc"]) if places else ""
    return _document(request, Problem("malformed", _NOT_UNDERSTOOD, extra={"where": where}))


def _bare_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if not _by_program(request):
        from hub.pages.errors import status_page

        return status_page(request, status)
    code = "not_found" if status == 404 else "malformed"
    headers = error.headers if isinstance(error, HTTPException) else None
    return JSONResponse(_body(status, code, "Not found" if status == 404 else "Not understood"), status, headers)


def _broken(request: Request, error: Exception) -> Response:
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    busy = isinstance(error, OperationalError)
    # The route's pattern, not its address: addresses name people's things.
    route = getattr(request.scope.get("route"), "path", "?")
    log.error("request failed", route=route, error=type(error).__name__)
    if not _by_program(request):
        from hub.pages.errors import status_page

        return status_page(request, 503 if full or busy else 500)
    if full or busy:
        return _document(request, Problem("unavailable", _NOT_NOW, headers={"Retry-After": "30"}))
    return JSONResponse(_body(500, "unavailable", _NOT_NOW.en), 500, {"Retry-After": "60"})


def _document(request: Request, problem: Problem) -> JSONResponse:
    language = language_of(request.headers.get("accept-language"))
    body = _body(problem.status, problem.code, problem.title.in_(language)) | problem.extra
    if problem.hint.en:
        body["detail"] = problem.hint.in_(language)
    return JSONResponse(body, problem.status, problem.headers, media_type="application/problem+json")


def _body(status: int, code: str, title: str) -> dict[str, Any]:
    return {"type": "about:blank", "status": status, "title": title, "code": code}


def _by_program(request: Request) -> bool:
    return request.url.path.startswith(BY_PROGRAM)


_NOT_UNDERSTOOD: Final = Bilingual(en="The hub does not understand this.", nl="De hub begrijpt dit niet.")
_NOT_NOW: Final = Bilingual(
    en="The hub cannot take this in right now. Nothing was changed.",
    nl="De hub kan dit nu even niet aannemen. Er is niets veranderd.",
)
