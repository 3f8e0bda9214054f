"""One hub behind one proxy for the tests of a file; each test takes a laptop of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import sync.line
from tests.faults.desk import Desk
from tests.faults.real_hub import MAKER, RealHub
from tests.faults.tcp_proxy import STEADY, TcpProxy


@pytest.fixture(scope="module")
def hub_behind_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RealHub, TcpProxy]]:
    with TcpProxy() as proxy, RealHub(tmp_path_factory.mktemp("faults") / "hub", public_port=proxy.port) as hub:
        hub.add_people()
        proxy.target = hub.port
        yield hub, proxy


@pytest.fixture
def hub(hub_behind_proxy: tuple[RealHub, TcpProxy]) -> RealHub:
    return hub_behind_proxy[0]


@pytest.fixture
def proxy(hub_behind_proxy: tuple[RealHub, TcpProxy]) -> Iterator[TcpProxy]:
    """A steady line at the beginning of each test."""
    hub, proxy = hub_behind_proxy
    yield proxy
    proxy.plan = STEADY
    proxy.target = hub.port
    proxy.drop_orders()
    proxy.cut_now()
    proxy.release()


@pytest.fixture
def make_desk(hub: RealHub, proxy: TcpProxy, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    with ExitStack() as held:

        def make(name: str = "laptop", **options: Any) -> Desk:
            home = tmp_path / name
            home.mkdir(exist_ok=True)
            desk = Desk(home, proxy.url, hub.hub_id, hub.pair(MAKER, name), **options)
            held.callback(desk.close)
            return desk

        yield make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client gives up after a second where it would wait for half a minute."""
    monkeypatch.setattr(sync.line, "READ_S", 1.0)
