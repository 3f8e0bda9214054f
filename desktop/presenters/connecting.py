"""Connecting this app to a hub: an address, a code to confirm in the browser, connected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.errors import AppError
from desktop.tasks import TaskRunner


class Pairing(Protocol):
    """`sync.pairing.Pairing`: what the hub wants the person to confirm."""

    @property
    def user_code(self) -> str: ...
    @property
    def verification_uri(self) -> str: ...
    @property
    def verification_uri_complete(self) -> str: ...
    @property
    def interval_s(self) -> float: ...
    @property
    def expires_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Connected:
    """`kept` is False where no keyring was found: then the connection ends with the app."""

    hub_name: str
    person: str
    url: str
    kept: bool


class HubDoor(Protocol):
    """What it takes, each called off the GUI thread. Each may raise an AppError."""

    def knock(self, url: str) -> Pairing:
        """Begin with the hub at this address."""

    def look(self, pairing: Pairing) -> Connected | None:
        """None while the person has not answered in the browser yet; once they have, all is kept."""

    def connected(self) -> Connected | None:
        """The connection there is now."""

    def leave(self) -> None:
        """Forget the connection. Drafts stay."""


class ConnectingPresenter(QObject):
    """`code_shown` when there is something to confirm; `changed` when the connection came or went."""

    code_shown = Signal(object)
    changed = Signal()
    failed = Signal(AppError)

    def __init__(
        self, door: HubDoor, open_address: Callable[[str], object], tasks: TaskRunner, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self._door, self._open_address, self._tasks = door, open_address, tasks
        self._pairing: Pairing | None = None
        self._knocks = 0
        self._knocking = False
        self._connected: Connected | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._look)

    @property
    def connected(self) -> Connected | None:
        return self._connected

    @property
    def pairing(self) -> Pairing | None:
        return self._pairing

    @property
    def knocking(self) -> bool:
        """A hub was asked for a code and has not answered yet."""
        return self._knocking

    def load(self) -> None:
        self._tasks.run(self._door.connected, self._on_connected)

    def connect_to(self, url: str) -> None:
        """Begin, and open the browser where the person confirms the code."""
        self.cancel()
        self._knocking = True
        number = self._knocks
        self._tasks.run(
            lambda: self._door.knock(url),
            lambda pairing: self._on_knocked(number, pairing),
            lambda error: self._on_no_answer(number, error),
        )

    def cancel(self) -> None:
        """Ask no further; what a hub still answers counts no more."""
        self._wait.stop()
        self._pairing, self._knocking = None, False
        self._knocks += 1

    def leave(self) -> None:
        self.cancel()
        self._tasks.run(self._door.leave, lambda _: self._on_connected(None), self.failed.emit)

    def _on_knocked(self, number: int, pairing: Pairing) -> None:
        if number != self._knocks:
            return
        self._pairing, self._knocking = pairing, False
        self.code_shown.emit(pairing)
        self._open_address(pairing.verification_uri_complete)
        self._wait.start(round(pairing.interval_s * 1000))

    def _on_no_answer(self, number: int, error: AppError) -> None:
        if number == self._knocks:
            self._knocking = False
            self.failed.emit(error)

    @Slot()
    def _look(self) -> None:
        pairing = self._pairing
        if pairing is not None:
            self._tasks.run(
                lambda: self._door.look(pairing),
                lambda answer: self._on_looked(pairing, answer),
                self._on_refused,
            )

    def _on_looked(self, pairing: Pairing, answer: Connected | None) -> None:
        if pairing is not self._pairing:
            return
        if answer is None:
            self._wait.start(round(pairing.interval_s * 1000))
        else:
            self._pairing = None
            self._on_connected(answer)

    def _on_refused(self, error: AppError) -> None:
        self._pairing = None
        self.failed.emit(error)

    def _on_connected(self, connected: Connected | None) -> None:
        self._connected = connected
        self.changed.emit()
