"""On a real accessibility bus: what the app announces is heard by a reader, once and politely."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import DBusAddress, MatchRule
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible

from desktop import announcing
from desktop.announcing import announce, reduced_motion
from desktop.stage.bus import call
from desktop.stage.desk import Desk, desk

ROOT = Path(__file__).resolve().parents[2]
ANNOUNCER = Path(__file__).with_name("announcer.py")
REGISTRY = "org.a11y.atspi.Registry"
POLITE = 1


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "logs").mkdir()
    with desk(folder / "home", folder / "logs", os.environ) as made:
        yield made


@contextlib.contextmanager
def heard(connection) -> Iterator[object]:
    """What every program announces from here on, as a screen reader asks for it."""
    registry = DBusAddress("/org/a11y/atspi/registry", bus_name=REGISTRY, interface=REGISTRY)
    rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="Announcement")
    call(connection, registry, "RegisterEvent", "s", ("object:announcement",))
    Proxy(message_bus, connection).AddMatch(rule)
    with connection.filter(rule, bufsize=1000) as events:
        yield events


@pytest.mark.display
@pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI")
def test_what_is_announced_reaches_the_reader_once_and_politely(here):
    environ = {**here.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ANNOUNCER)]
    connection = here.accessibility.connection
    with subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, text=True) as app, heard(connection) as events:

        def say(words: str) -> None:
            app.stdin.write(f"{words}\n")
            app.stdin.flush()

        def next_one(seconds: float) -> tuple[int, str]:
            event = connection.recv_until_filtered(events, timeout=seconds)
            return event.body[1], event.body[3][1]

        try:
            here.accessibility.application(app.pid)
            _until_the_app_knows_of_its_reader(say, next_one)
            for words in ("Opname gestopt. Hij is bewaard.", "Klaar."):
                say(words)
            said = []
            while not said or said[-1][1] != "Klaar.":
                said.append(next_one(10))
        finally:
            app.stdin.close()
    real = [one for one in said if not one[1].startswith("proef")]
    assert real == [(POLITE, "Opname gestopt. Hij is bewaard."), (POLITE, "Klaar.")]


def _until_the_app_knows_of_its_reader(say, next_one) -> None:
    """The bus tells the app by a message of its own; a trial that is heard shows that it arrived."""
    deadline = time.monotonic() + 15
    for number in itertools.count():
        assert time.monotonic() < deadline, "the app never learned of its reader"
        say(f"proef {number}")
        with contextlib.suppress(TimeoutError):
            next_one(0.5)
            return


@pytest.fixture
def reader(monkeypatch):
    """A reader that listens, and what it is told."""
    told = []
    monkeypatch.setattr(announcing.QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(announcing.QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    return told


def test_of_nothing_nothing_is_said(qapp, reader):
    source = QObject()
    announce(source, "")
    announce(source, "Bewaard.")
    assert reader == ["Bewaard."]


def test_without_a_reader_nothing_is_sent(qapp, reader, monkeypatch):
    monkeypatch.setattr(announcing.QAccessible, "isActive", lambda: False)
    announce(QObject(), "Bewaard.")
    assert reader == []


@pytest.mark.parametrize(
    ("of_system", "chosen", "reduced"),
    [
        (Qt.MotionPreference.NoPreference, False, False),
        (Qt.MotionPreference.NoPreference, True, True),
        (Qt.MotionPreference.ReducedMotion, False, True),
        (Qt.MotionPreference.ReducedMotion, True, True),
    ],
)
def test_nothing_moves_where_the_person_or_the_system_says_so(qapp, monkeypatch, of_system, chosen, reduced):
    monkeypatch.setattr(announcing, "_asked_of_system", lambda: of_system)
    assert reduced_motion(chosen=chosen) is reduced


def test_the_system_can_be_asked(qapp):
    assert isinstance(announcing._asked_of_system(), Qt.MotionPreference)
    assert isinstance(QAccessible.isActive(), bool)
