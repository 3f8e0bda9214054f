"""Waking from sleep: login1 on a real bus tells it, and sync runs."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime

import pytest

from desktop.platform.resume_watch import Login1Watch, NoResumeWatch, resume_watch_here
from desktop.presenters.syncing import SyncingPresenter
from desktop.tasks import TaskRunner
from sync.engine import SyncReport
from tests.desktop.system_bus import Listeners, Login1, system_bus, tell_sleep

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux")


@pytest.fixture
def bus(tmp_path, monkeypatch):
    with system_bus(tmp_path) as made:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", made.address)
        yield made


@pytest.fixture
def watch():
    made = Login1Watch()
    yield made
    made.end()


def the_thread() -> threading.Thread | None:
    return next((thread for thread in threading.enumerate() if thread.name == "resume"), None)


def test_waking_is_told_and_falling_asleep_is_not_nor_what_a_stranger_says(tmp_path, monkeypatch, watch):
    told = threading.Semaphore(0)
    with system_bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        login1, listeners, stranger = Login1(bus), Listeners(bus), bus.connect()
        watch.start(told.release)
        listeners.wait_for("PrepareForSleep")
        tell_sleep(stranger, begins=False)
        for begins in (True, False, True, False):
            tell_sleep(login1.connection, begins=begins)
        assert told.acquire(timeout=5)
        assert told.acquire(timeout=5)
        listening = the_thread()
    # With the bus gone, the watch has heard all there was.
    assert listening is not None
    listening.join(5)
    assert not told.acquire(blocking=False)


def test_the_watch_ends_when_it_is_told_to(bus, watch):
    listeners = Listeners(bus)
    watch.start(lambda: None)
    listeners.wait_for("PrepareForSleep")
    watch.end()
    assert the_thread() is None


def test_sync_runs_when_the_computer_wakes_with_no_other_reason(bus, watch, qtbot):
    login1, listeners, lane, passes = Login1(bus), Listeners(bus), TaskRunner("test"), []
    presenter = SyncingPresenter(lambda: passes.append(1) or SyncReport(), lambda: datetime.now(UTC), lane, None)
    watch.start(presenter.wake_soon)
    listeners.wait_for("PrepareForSleep")
    with qtbot.waitSignal(presenter.passed):
        tell_sleep(login1.connection, begins=False)
    lane.close()
    assert passes == [1]


def test_no_bus_and_a_bus_that_ends_are_no_trouble(tmp_path, monkeypatch, watch):
    raised: list[object] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)
    with system_bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        listeners = Listeners(bus)
        watch.start(lambda: None)
        listeners.wait_for("PrepareForSleep")
        listening = the_thread()
    assert listening is not None
    listening.join(5)
    assert not listening.is_alive()
    for nowhere in (f"unix:path={tmp_path}/none", "tcp:host=127.0.0.1,port=9", "nonsense"):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", nowhere)
        watch.start(lambda: None)
        watch.end()
    assert raised == []


def test_a_system_without_login1_has_a_place_of_its_own(monkeypatch):
    assert isinstance(resume_watch_here(), Login1Watch)
    monkeypatch.setattr(sys, "platform", "win32")
    assert isinstance(resume_watch_here(), NoResumeWatch)
