"""The app's hub, made when it is first needed: what speaks with it is loaded on a lane, after the tray icon shows."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from desktop.presenters.connecting import Connected, Pairing

if TYPE_CHECKING:
    from desktop.platform.hub_link import HubConnection
    from sync.engine import SyncReport


class HubOnDemand:
    """Satisfies `HubDoor`. Its verbs are for lanes, never for the thread of the windows."""

    def __init__(self, connect: Callable[[], HubConnection]) -> None:
        self._connect = connect
        self._connection: HubConnection | None = None
        self._one_at_a_time = Lock()

    def one_pass(self) -> SyncReport | None:
        return self._now().one_pass()

    def knock(self, url: str) -> Pairing:
        return self._now().knock(url)

    def look(self, pairing: Pairing) -> Connected | None:
        return self._now().look(pairing)

    def connected(self) -> Connected | None:
        return self._now().connected()

    def leave(self) -> None:
        self._now().leave()

    def close(self) -> None:
        """Hang up, where anybody was called at all."""
        if self._connection is not None:
            self._connection.close()

    def _now(self) -> HubConnection:
        with self._one_at_a_time:
            if self._connection is None:
                self._connection = self._connect()
            return self._connection
