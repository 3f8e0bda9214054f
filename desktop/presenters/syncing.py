"""When to talk to the hub, and what to say about it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.clock import Clock
from core.errors import AppError, HubNonsense, HubUnreachable, SignInNeeded
from desktop.tasks import TaskRunner

log = logging.getLogger(__name__)

_AT_MOST_S: Final = 600.0
_AT_LEAST_S: Final = 1.0

SPREAD_S: Final = 5.0
"""Over how long those call who were woken by one and the same thing: the network of an office that is back."""

Line = Literal["no_hub", "unknown", "online", "offline", "sign_in", "refused", "metered"]
"""`refused`: a hub answered, and nothing is sent to it: another hub than ours, or one that cannot prove itself.
`metered`: recordings wait, as this connection is paid by the byte."""
Network = Literal["unknown", "none", "sign_in_first", "there"]
"""What the system says of the network."""
Cause = Literal["unknown", "no_network", "sign_in_first", "hub"]
"""Why the hub is not reached, as far as it is known: no network at all, one that asks to sign in first, or the hub."""


class Report(Protocol):
    """`sync.engine.SyncReport`, as far as it decides what to say and when to look again."""

    @property
    def offline(self) -> bool: ...
    @property
    def trouble(self) -> AppError | None: ...
    @property
    def spared(self) -> int: ...
    @property
    def next_wake(self) -> datetime | None: ...


Pass = Callable[[], Report | None]
"""One pass over the outbox and the feed; None without a hub. Runs off the GUI thread."""


def _unknown() -> Network:
    return "unknown"


def _at_once() -> float:
    return 0.0


class SyncingPresenter(QObject):
    """Sleeps unless there is a reason: `wake` (something was submitted, the person asks), `wake_soon` (the network
    came back, the computer woke from sleep: for all colleagues at once), and the moment the engine named: soon while
    something waits or is in review, else every ten minutes.

    `delay_s` says how long `wake_soon` waits, anew each time; `network` what the system knows when a pass has ended.
    """

    passed = Signal()
    line_changed = Signal(str)
    cause_changed = Signal(str)
    """Why the line is `offline`; told before `line_changed`."""
    _called = Signal()

    def __init__(
        self,
        one_pass: Pass,
        clock: Clock,
        tasks: TaskRunner,
        parent: QObject | None,
        *,
        delay_s: Callable[[], float] = _at_once,
        network: Callable[[], Network] = _unknown,
    ) -> None:
        super().__init__(parent)
        self._one_pass, self._clock, self._tasks = one_pass, clock, tasks
        self._delay_s, self._network = delay_s, network
        self._cause: Cause = "unknown"
        self._trouble: AppError | None = None
        self._line: Line = "unknown"
        self._since: datetime | None = None
        self._running = self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.wake)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.wake)
        # Also from another thread: the answer is given on this object's.
        self._called.connect(self._on_called)

    @property
    def line(self) -> Line:
        return self._line

    @property
    def since(self) -> datetime | None:
        """When the line became as it is, in UTC; None as long as nobody looked."""
        return self._since

    @property
    def cause(self) -> Cause:
        return self._cause

    @property
    def trouble(self) -> AppError | None:
        """What the hub, or the way to it, said at the last pass."""
        return self._trouble

    @Slot()
    def wake(self) -> None:
        """A pass now, or right after the one that is going on."""
        self._timer.stop()
        self._soon.stop()
        if self._running:
            self._again = True
            return
        self._running, self._again = True, False
        self._tasks.run(self._one_pass, self._on_passed, self._on_failed)

    @Slot()
    def wake_soon(self) -> None:
        """A pass after `delay_s`, unless one begins before. From any thread."""
        self._called.emit()

    @Slot()
    def _on_called(self) -> None:
        if not self._soon.isActive():
            self._soon.start(round(self._delay_s() * 1000))

    def _on_passed(self, report: Report | None) -> None:
        self._running = False
        if report is None:
            self._become("no_hub", "unknown")
        else:
            self._trouble = report.trouble
            self._become(_line_of(report), _cause_of(report, self._network()))
            if report.next_wake is not None:
                wait_s = (report.next_wake - self._clock()).total_seconds()
                self._timer.start(round(min(max(wait_s, _AT_LEAST_S), _AT_MOST_S) * 1000))
        self.passed.emit()
        if self._again:
            self.wake()

    def _on_failed(self, error: AppError) -> None:
        """The store itself failed; the next reason to look tries again."""
        log.warning("sync stopped: %s", type(error).__name__)
        self._running = False
        self.passed.emit()

    def _become(self, line: Line, cause: Cause) -> None:
        if cause != self._cause:
            self._cause = cause
            self.cause_changed.emit(cause)
        if line != self._line:
            self._line, self._since = line, self._clock()
            self.line_changed.emit(line)


def _line_of(report: Report) -> Line:
    if report.offline:
        return "offline"
    if report.trouble is None:
        return "metered" if report.spared else "online"
    return "sign_in" if isinstance(report.trouble, SignInNeeded) else "refused"


def _cause_of(report: Report, network: Network) -> Cause:
    """What answered says more than what the system believes of the network."""
    trouble = report.trouble
    if not report.offline:
        return "unknown"
    if isinstance(trouble, HubNonsense):
        return "sign_in_first"
    if isinstance(trouble, HubUnreachable) and trouble.retry_after_s is not None:
        return "hub"
    known: dict[Network, Cause] = {"none": "no_network", "sign_in_first": "sign_in_first", "there": "hub"}
    return known.get(network, "unknown")
