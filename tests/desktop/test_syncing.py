"""When the app talks to the hub by itself, and what it says of the line."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import HubNonsense, HubRefused, HubUnreachable, Impossible, SignInNeeded
from core.language import Bilingual
from desktop.presenters.syncing import SyncingPresenter
from desktop.tasks import TaskRunner
from sync.engine import SyncReport

SAID = Bilingual(en="No.", nl="Nee.")


def test_a_wake_during_a_pass_means_one_more_pass(qtbot):
    lane, gate, passes = TaskRunner("test"), threading.Event(), []

    def one_pass():
        gate.wait(5)
        passes.append(1)
        return SyncReport()

    presenter = SyncingPresenter(one_pass, lambda: datetime.now(UTC), lane, None)
    presenter.wake()
    presenter.wake()
    presenter.wake()
    gate.set()
    qtbot.waitUntil(lambda: len(passes) == 2)
    lane.close()
    assert len(passes) == 2


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (None, "no_hub"),
        (SyncReport(), "online"),
        (SyncReport(offline=True, trouble=Impossible(SAID)), "offline"),
        (SyncReport(trouble=SignInNeeded(SAID)), "sign_in"),
        (SyncReport(trouble=HubRefused("other_hub", SAID)), "refused"),
    ],
)
def test_the_line_to_the_hub_is_one_word(report, line, tasks):
    presenter = SyncingPresenter(lambda: report, lambda: datetime.now(UTC), tasks, None)
    presenter.wake()
    assert presenter.line == line


def test_it_looks_again_when_the_engine_said(tasks, qtbot, monkeypatch):
    now, reports = datetime.now(UTC), []

    def one_pass():
        reports.append(1)
        return SyncReport(next_wake=now + timedelta(seconds=1) if len(reports) == 1 else None)

    presenter = SyncingPresenter(one_pass, lambda: now, tasks, None)
    presenter.wake()
    qtbot.waitUntil(lambda: len(reports) == 2, timeout=3000)


class Passes:
    """Counts passes, with the delays and the answers that a test wants."""

    def __init__(self, tasks, delays, report=None, network="unknown") -> None:
        self.begun, self.asked = 0, 0
        self.report, self.delays, self.network = report or SyncReport(), iter(delays), network
        self.presenter = SyncingPresenter(
            self._one_pass, lambda: datetime.now(UTC), tasks, None, delay_s=self._delay, network=lambda: self.network
        )

    @property
    def wait_ms(self) -> int:
        return self.presenter._soon.remainingTime()

    def _one_pass(self) -> SyncReport:
        self.begun += 1
        return self.report

    def _delay(self) -> float:
        self.asked += 1
        return next(self.delays)


def test_what_wakes_all_colleagues_at_once_waits_a_different_while_for_each(tasks, qtbot):
    passes = Passes(tasks, [0.05, 3.0])
    passes.presenter.wake_soon()
    assert passes.begun == 0
    qtbot.waitUntil(lambda: passes.begun == 1, timeout=2000)
    passes.presenter.wake_soon()
    # Qt may take five per cent more or less.
    assert 2500 < passes.wait_ms < 3200
    passes.presenter.wake_soon()
    assert (passes.begun, passes.asked) == (1, 2)


def test_what_a_person_does_never_waits_and_saves_the_later_pass(tasks):
    passes = Passes(tasks, [3.0])
    passes.presenter.wake_soon()
    passes.presenter.wake()
    assert (passes.begun, passes.wait_ms) == (1, -1)


NONSENSE = HubNonsense(SAID)
SILENT = HubUnreachable(SAID)
BUSY = HubUnreachable(SAID, retry_after_s=7)


@pytest.mark.parametrize(
    ("trouble", "network", "cause"),
    [
        (SILENT, "unknown", "unknown"),
        (SILENT, "none", "no_network"),
        (SILENT, "sign_in_first", "sign_in_first"),
        (SILENT, "there", "hub"),
        (NONSENSE, "unknown", "sign_in_first"),
        (NONSENSE, "none", "sign_in_first"),
        (BUSY, "unknown", "hub"),
        (BUSY, "none", "hub"),
    ],
)
def test_why_the_hub_is_not_reached_is_told_where_it_is_known(trouble, network, cause, tasks):
    passes = Passes(tasks, [], SyncReport(offline=True, trouble=trouble), network)
    passes.presenter.wake()
    assert (passes.presenter.line, passes.presenter.cause) == ("offline", cause)
    passes.report = SyncReport()
    passes.presenter.wake()
    assert (passes.presenter.line, passes.presenter.cause) == ("online", "unknown")


def test_recordings_that_wait_for_another_network_are_told(tasks):
    presenter = SyncingPresenter(lambda: SyncReport(spared=1), lambda: datetime.now(UTC), tasks, None)
    presenter.wake()
    assert presenter.line == "metered"
