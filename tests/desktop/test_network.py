"""What the system tells of the network reaches the app: Qt in a process of its own, a NetworkManager on a real bus."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from tests.desktop.system_bus import Bus, NetworkManager, on_the_bus, system_bus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux")

WATCHER = textwrap.dedent("""
    from PySide6.QtCore import QCoreApplication, QSocketNotifier
    from desktop.platform.network import is_metered, network_now, watch_network
    app = QCoreApplication([])
    def now():
        return network_now() + (", paid by the byte" if is_metered() else "")
    print(watch_network(lambda: print(now(), flush=True)), network_now(), flush=True)
    ended = QSocketNotifier(0, QSocketNotifier.Type.Read)
    ended.activated.connect(lambda *_: app.quit())
    app.exec()
""")


class Watcher:
    def __init__(self, bus: Bus) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WATCHER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=on_the_bus(bus),
        )

    def says(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> int:
        self.process.communicate(timeout=20)
        return self.process.returncode


@pytest.fixture
def bus(tmp_path):
    with system_bus(tmp_path) as made:
        yield made


def test_the_network_that_goes_comes_back_or_asks_to_sign_in_is_told(bus):
    manager = NetworkManager(bus)
    watcher = Watcher(bus)
    try:
        assert watcher.says() == "True there"
        manager.become(State=20)
        assert watcher.says() == "none"
        manager.become(State=70)
        assert watcher.says() == "there"
        manager.become(Connectivity=2)
        assert watcher.says() == "sign_in_first"
        manager.become(Connectivity=4)
        assert watcher.says() == "there"
        manager.become(Metered=1)
        assert watcher.says() == "there, paid by the byte"
        manager.become(Metered=2)
        assert watcher.says() == "there"
    finally:
        status = watcher.end()
        manager.close()
    assert status == 0
