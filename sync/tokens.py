"""The device's tokens: used, renewed once when they run out, and never shown."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

import requests

from core.clock import Clock
from core.errors import MalformedWire, SignInNeeded
from core.reading import Reader
from sync.errors import keyring_shut, nonsense, sign_in_needed, unreachable
from sync.line import Answer, ask, trouble

CLIENT_ID: Final = "vonk-app"
LONGEST_TOKEN: Final = 64
_OVER: Final = ("invalid_grant", "invalid_client", "unauthorized_client")
"""Answers of RFC 6749 that end the sign-in. A network's own page may have an `error` too."""
_EARLY: Final = timedelta(seconds=60)
_PATIENCE_S: Final = 40.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """Opaque, at most 64 characters each. They never appear in a text made of this value."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime


class KeptTokens(Protocol):
    @property
    def kept(self) -> bool: ...
    def load(self) -> Tokens | None: ...
    def keep(self, tokens: Tokens) -> bool: ...
    def forget(self) -> None: ...


class Turn(Protocol):
    def taken(self, wait_s: float = 0.0) -> AbstractContextManager[bool]: ...


def tokens_of(answer: Answer, now: datetime) -> Tokens:
    """The pair in a token answer. HubNonsense."""
    try:
        read = Reader(answer.json)
        pair = read.line("access_token"), read.line("refresh_token")
        life = read.number("expires_in", 1, 366 * 86400)
    except MalformedWire as error:
        raise nonsense() from error
    if not all(0 < len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable() for token in pair):
        raise nonsense()
    return Tokens(*pair, expires_at=now + timedelta(seconds=life))


class TokenKeeper:
    """Gives an access token that should work. Processes take turns at renewing: a refresh token works only once."""

    def __init__(self, base_url: str, kept: KeptTokens, session: requests.Session, turn: Turn, clock: Clock) -> None:
        self._base_url = base_url
        self._kept = kept
        self._session = session
        self._turn = turn
        self._clock = clock
        self._present: Tokens | None = None

    def access(self) -> str:
        """SignInNeeded when there is none and none can be had; else HubTrouble."""
        if self._present is None:
            self._present = self._kept.load()
        if self._present is None:
            raise self._none()
        if self._present.expires_at - _EARLY <= self._clock():
            return self.renewed(self._present.access)
        return self._present.access

    def renewed(self, refused: str) -> str:
        """Another token than the one the hub refused. Another process's newer one is taken before asking the hub."""
        with self._turn.taken(_PATIENCE_S) as ours:
            if not ours:
                raise unreachable()
            stored = self._kept.load()
            if stored is None:
                self._present = None
                raise self._none()
            if stored.access == refused or stored.expires_at - _EARLY <= self._clock():
                stored = self._renew(stored)
            self._present = stored
            return stored.access

    def _none(self) -> SignInNeeded:
        return sign_in_needed() if self._kept.kept else keyring_shut()

    def _renew(self, old: Tokens) -> Tokens:
        answer = ask(
            self._session,
            "POST",
            f"{self._base_url}/oauth/token",
            data={"grant_type": "refresh_token", "refresh_token": old.refresh, "client_id": CLIENT_ID},
        )
        if answer.status in (400, 401) and isinstance(answer.json, dict) and answer.json.get("error") in _OVER:
            self._present = None
            self._kept.forget()
            raise sign_in_needed()
        if answer.status != 200:
            raise nonsense() if answer.status == 401 else trouble(answer)
        if answer.json is None:
            # Broken off in its headers. The hub takes the old refresh token again as long as the new pair is unused.
            raise unreachable()
        new = tokens_of(answer, self._clock())
        self._kept.keep(new)
        return new
