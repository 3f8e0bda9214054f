"""That the watchdog barks at a window that does not answer, and at nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from tests.desktop.watchdog import Watchdog, starved_s, watched

pytestmark = pytest.mark.may_stall


def run_loop(milliseconds: int, *slots) -> None:
    """An event loop for this long, which calls the slots one after another as soon as it runs."""
    loop = QEventLoop()
    for slot in slots:
        QTimer.singleShot(0, slot)
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def sleep_too_long():
    time.sleep(0.4)


def compute_too_long():
    # Its own processor time, so that it is as long on a loaded machine.
    end = time.thread_time() + 0.4
    while time.thread_time() < end:
        pass


def run_until_told(dog: Watchdog, slot, times: int) -> None:
    """On a machine with no processor to spare the watcher may look too late; it never tells what did not happen."""
    for _ in range(20):
        if len(dog.stalls) < times:
            run_loop(100, slot)


@pytest.mark.parametrize("slot", [sleep_too_long, compute_too_long])
def test_a_slot_that_holds_up_the_loop_is_found_with_its_name(qapp, slot):
    named = []
    with watched() as dog:
        # A watcher that gets no processor until the slot is over tells of the stall, but sees another stack.
        for _ in range(20):
            if not named:
                run_loop(100, slot)
                named = [stall for stall in dog.stalls if slot.__name__ in stall.stack]
    assert named[0].seconds > 0.25
    assert slot.__name__ in str(named[0])


def test_each_time_it_is_held_up_is_told(qapp):
    with watched() as dog:
        run_until_told(dog, sleep_too_long, 2)
    assert len(dog.stalls) >= 2


def test_a_loop_with_nothing_to_do_is_well(qapp):
    with watched() as dog:
        run_loop(600)
    assert dog.stalls == ()


def test_many_short_slots_with_a_round_of_the_loop_between_them_are_well(qapp):
    left = list(range(8))

    def short():
        time.sleep(0.06)
        if left.pop():
            QTimer.singleShot(0, short)

    with watched() as dog:
        run_loop(600, short)
    assert dog.stalls == ()


def test_what_takes_long_outside_of_a_loop_holds_up_nobody(qapp):
    with watched() as dog:
        run_loop(60)
        time.sleep(0.4)
        run_loop(60)
    assert dog.stalls == ()


def test_a_dialog_that_waits_inside_a_slot_is_well(qapp):
    with watched() as dog:
        run_loop(100, lambda: run_loop(500))
    assert dog.stalls == ()


BURN = "import sys\nprint(flush=True)\nwhile True: pass"


@pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="the system does not tell")
def test_waiting_for_a_processor_is_not_taken_for_a_slow_slot(qapp):
    """Many busy neighbours: a tenth of a second of work takes long by the clock, and the slot is not to blame."""
    took = []

    def short_work():
        begun, end = time.monotonic(), time.thread_time() + 0.1
        while time.thread_time() < end:
            pass
        took.append(time.monotonic() - begun)
        if max(took) < 0.4 and len(took) < 20:
            QTimer.singleShot(0, short_work)

    number = 5 * (os.cpu_count() or 1)
    command = [sys.executable, "-S", "-c", BURN]
    neighbours = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(number)]
    try:
        for each in neighbours:
            each.stdout.readline()
        with watched() as dog:
            run_loop(1500, short_work)
    finally:
        for each in neighbours:
            each.kill()
            each.communicate()
    if max(took) < 0.3:
        pytest.skip("this machine has processors to spare")
    assert dog.stalls == ()


def test_starvation_is_measured_where_the_system_tells_it():
    assert starved_s() >= 0


def test_watching_costs_next_to_nothing(qapp):
    """Of one processor, over a second of an idle loop: beats, looks and reading what the system tells."""
    with watched():
        before = time.process_time()
        run_loop(1000)
        spent = time.process_time() - before
    assert spent < 0.1


def test_it_ends_with_its_block(qapp):
    with watched() as dog:
        pass
    assert isinstance(dog, Watchdog)
    assert not dog._looker.is_alive()
