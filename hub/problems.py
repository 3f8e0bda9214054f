"""Refusals of the API, as docs/wire/protocol.md lists them, and how an AppError becomes one."""

from __future__ import annotations

from typing import Any, Final

from core.errors import AppError, Malformed, MalformedWire, NotFound, Refused
from core.language import NOTHING, Bilingual


class Problem(AppError):
    """An answer with a machine word. `extra` goes into the problem document, `headers` into the answer."""

    def __init__(
        self,
        code: str,
        title: Bilingual,
        hint: Bilingual = NOTHING,
        *,
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(title, hint)
        self.code = code
        self.status = STATUS_OF[code]
        self.extra = extra or {}
        self.headers = headers or {}


STATUS_OF: Final[dict[str, int]] = {
    "sign_in": 401,
    "not_allowed": 403,
    "not_found": 404,
    "blob_missing": 409,
    "wrong_offset": 409,
    "wrong_state": 409,
    "edited_elsewhere": 412,
    "checksum": 460,
    "too_large": 413,
    "malformed": 422,
    "hash_mismatch": 422,
    "slow_down": 429,
    "unavailable": 503,
}


def sign_in() -> Problem:
    return Problem(
        "sign_in",
        Bilingual(en="Sign in first.", nl="Log eerst in."),
        headers={"WWW-Authenticate": "Bearer"},
    )


def not_found() -> Problem:
    """The same for what is not there and for what is not for you."""
    return Problem(
        "not_found",
        Bilingual(en="There is nothing here for you.", nl="Hier is niets voor jou."),
        Bilingual(
            en="It may have been taken away, or it is meant for others.",
            nl="Misschien is het weggehaald, of is het voor anderen bedoeld.",
        ),
    )


def not_allowed() -> Problem:
    return Problem(
        "not_allowed",
        Bilingual(en="You do not have the role for this.", nl="Je hebt hier de rol niet voor."),
        Bilingual(en="Nothing was changed. Ask an admin of the hub.", nl="Er is niets veranderd. Vraag een beheerder."),
    )


def slow_down(seconds: int) -> Problem:
    return Problem(
        "slow_down",
        Bilingual(en="That was tried too often.", nl="Dat is te vaak geprobeerd."),
        Bilingual(en=f"Try again in {seconds} seconds.", nl=f"Probeer het over {seconds} seconden nog eens."),
        headers={"Retry-After": str(seconds)},
    )


def malformed(where: str, title: Bilingual) -> Problem:
    return Problem("malformed", title, extra={"where": where})


def as_problem(error: AppError) -> Problem:
    """The answer to give for any error that a person may read."""
    match error:
        case Problem():
            return error
        case MalformedWire():
            return Problem("malformed", error.title, error.hint, extra={"where": error.where})
        case Malformed():
            return Problem("malformed", error.title, error.hint, extra={"where": ""})
        case NotFound():
            return Problem("not_found", error.title, error.hint)
        case Refused():
            return Problem("wrong_state", error.title, error.hint)
    return Problem("unavailable", error.title, error.hint, headers={"Retry-After": "30"})
