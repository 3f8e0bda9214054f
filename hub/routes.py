"""Who may come to which route at all. A path that stands in no class is answered as if it were not there.

This is the outer door; what somebody may see behind it is decided by `hub.access.may` for each item.
A route is added here and in its router; a test walks the application and compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from hub.access import Person


class RouteClass(StrEnum):
    PUBLIC = "public"
    """Anybody, without a form: health, the hub's identity, static files, the token endpoint."""
    VISITOR = "visitor"
    """Anybody with a browser; a post must come from our own form."""
    SIGNED_IN = "signed_in"
    """A person with a session; a post must come from our own form."""
    CURATOR = "curator"
    ADMIN = "admin"
    DEVICE = "device"
    """A connected app, by its bearer token. Cookies do not count here."""
    READER = "reader"
    """A session or a device: bytes that pages and the app both show. Reading only."""


BROWSER: Final = frozenset({RouteClass.VISITOR, RouteClass.SIGNED_IN, RouteClass.CURATOR, RouteClass.ADMIN})

CLASSES: Final[dict[str, RouteClass]] = {
    "/healthz": RouteClass.PUBLIC,
    "/readyz": RouteClass.PUBLIC,
    "/static/{name}": RouteClass.PUBLIC,
    "/api/v1/hub": RouteClass.PUBLIC,
    "/oauth/device_authorization": RouteClass.PUBLIC,
    "/oauth/token": RouteClass.PUBLIC,
    "/oauth/revoke": RouteClass.PUBLIC,
    "/api/v1/directory": RouteClass.DEVICE,
    "/api/v1/feed": RouteClass.DEVICE,
    "/api/v1/blobs/{sha256}": RouteClass.DEVICE,
    "/api/v1/uploads": RouteClass.DEVICE,
    "/api/v1/uploads/{upload_id}": RouteClass.DEVICE,
    "/api/v1/items/{item_id}/versions/{content_hash}": RouteClass.DEVICE,
    "/api/v1/items/{item_id}/versions/{content_hash}/withdraw": RouteClass.DEVICE,
    "/media/{item_id}/{content_hash}/{name}": RouteClass.READER,
    # Pages.
    "/sign-in": RouteClass.VISITOR,
    "/welcome/{token}": RouteClass.VISITOR,
    "/language": RouteClass.VISITOR,
    "/theme": RouteClass.VISITOR,
    "/sign-out": RouteClass.SIGNED_IN,
    "/": RouteClass.SIGNED_IN,
    "/items/{item_id}": RouteClass.SIGNED_IN,
    "/i/{item_id}": RouteClass.SIGNED_IN,
    "/mine": RouteClass.SIGNED_IN,
    "/pair": RouteClass.SIGNED_IN,
    "/review": RouteClass.CURATOR,
    "/review/{item_id}": RouteClass.CURATOR,
    "/admin": RouteClass.ADMIN,
    "/admin/people": RouteClass.ADMIN,
    "/admin/teams": RouteClass.ADMIN,
    "/admin/channels": RouteClass.ADMIN,
}


def lets_in(class_: RouteClass, person: Person | None) -> bool:
    """True when this person (None: nobody in particular) may come to a route of this class."""
    match class_:
        case RouteClass.PUBLIC | RouteClass.VISITOR:
            return True
        case RouteClass.SIGNED_IN | RouteClass.DEVICE | RouteClass.READER:
            return person is not None
        case RouteClass.CURATOR:
            return person is not None and person.is_curator
        case RouteClass.ADMIN:
            return person is not None and person.is_admin


def unclassed(routes: Sequence[BaseRoute]) -> list[str]:
    """Paths of the application that stand in no class, and routes that would pass by the door (mounts, plain ones)."""
    return [
        str(route.path or route.route)
        for route in iter_route_contexts(routes)
        if route.path not in CLASSES or not isinstance(route.original_route, APIRoute)
    ]
