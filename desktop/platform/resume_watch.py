"""Tells that the computer woke from sleep: what was due meanwhile is due now. On Linux systemd's login1 says so."""

from __future__ import annotations

import logging
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol

from core.listening_thread import ListeningThread

if TYPE_CHECKING:  # loaded on the thread, after the tray icon is there
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

_PATIENCE_S: Final = 2.0


class ResumeWatch(Protocol):
    def start(self, resumed: Callable[[], None]) -> None:
        """`resumed` is called on a thread of the watch. Never, where the system does not tell."""

    def end(self) -> None: ...


def resume_watch_here() -> ResumeWatch:
    """That of this system. The power messages of Windows and the notifications of macOS have their place here."""
    return Login1Watch() if sys.platform.startswith("linux") else NoResumeWatch()


class NoResumeWatch:
    """Tells nothing: the next look at the hub comes when it was due."""

    def start(self, resumed: Callable[[], None]) -> None:
        return

    def end(self) -> None:
        return


class Login1Watch:
    """One connection to the system bus, and one thread that sleeps until the bus or `end` has news."""

    def __init__(self) -> None:
        self._thread: ListeningThread | None = None

    def start(self, resumed: Callable[[], None]) -> None:
        """Returns at once. No bus, or one that ends, is no trouble: nothing is told then."""
        self.end()
        self._thread = ListeningThread("resume", lambda end: _listen(end, resumed))
        self._thread.start()

    def end(self) -> None:
        if self._thread is not None:
            self._thread.leave()
            self._thread = None


def _listen(end: int, resumed: Callable[[], None]) -> None:
    from jeepney import DBusErrorResponse
    from jeepney.io.blocking import open_dbus_connection

    try:
        connection = open_dbus_connection(bus="SYSTEM", auth_timeout=_PATIENCE_S)
        try:
            _hear(connection, end, resumed)
        finally:
            connection.close()
    except (DBusErrorResponse, OSError, RuntimeError, ValueError, StopIteration) as error:
        log.info("waking from sleep is not heard: %s", type(error).__name__)


def _hear(connection: DBusConnection, end: int, resumed: Callable[[], None]) -> None:
    from jeepney import MatchRule
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import Proxy

    told = {"type": "signal", "interface": "org.freedesktop.login1.Manager", "member": "PrepareForSleep"}
    with connection.filter(MatchRule(**told), bufsize=64) as signals:
        # The bus knows who is login1; here a sender is only a number.
        rule = MatchRule(**told, sender="org.freedesktop.login1", path="/org/freedesktop/login1")
        Proxy(message_bus, connection, timeout=_PATIENCE_S).AddMatch(rule)
        while True:
            _take_all(connection)
            while signals:
                if signals.popleft().body == (False,):
                    resumed()
            ready, _, _ = select.select([connection.sock, end], [], [])
            if end in ready:
                return


def _take_all(connection: DBusConnection) -> None:
    """Until nothing is left: of what came in one go, the rest is in memory, where `select` sees nothing."""
    with suppress(TimeoutError):
        while True:
            connection.recv_messages(timeout=0)
