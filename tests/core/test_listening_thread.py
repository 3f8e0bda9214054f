from __future__ import annotations

import os
import select
import threading

from core.listening_thread import ListeningThread


def test_it_wakes_for_each_ring_and_ends_when_it_is_left():
    heard, rang = [], threading.Event()

    def work(end: int) -> None:
        while True:
            select.select([end], [], [])
            word = os.read(end, 1)
            heard.append(word)
            rang.set()
            if not word:
                return

    thread = ListeningThread("test", work)
    thread.start()
    thread.ring()
    assert rang.wait(5)
    thread.leave()

    assert heard == [b"!", b""]
    thread.ring()
    thread.leave()


def test_one_that_gave_up_by_itself_can_be_rung_and_left():
    gone = threading.Event()
    thread = ListeningThread("test", lambda end: gone.set())
    thread.start()
    assert gone.wait(5)
    thread.ring()
    thread.leave()


def test_one_that_was_never_started_can_be_left():
    ListeningThread("test", lambda end: None).leave()
