"""Figure A9: an upload that broke off goes on for seven days, and is gone after that. The hub's clock is the test's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import uvicorn

from hub import pairing, people, uploads
from hub.access import Role
from hub.app import create_app
from hub.dependencies import Hub
from hub.settings import HubSettings
from sync.tokens import Tokens
from tests.faults.desk import Desk, SkippingClock
from tests.faults.real_hub import free_port
from tests.faults.tcp_proxy import STEADY, Line, TcpProxy, Way, in_turn

SIZE = 1_500_000
BROKEN_AT = 1_000_000
HEADS = 20_000
"""What all requests of a pass come to, without the bytes of the file."""


@dataclass(frozen=True)
class Served:
    """A hub inside the test's process, on a port of its own, in the time of `clock`."""

    hub: Hub
    port: int
    clock: SkippingClock
    hub_id: str
    tokens: Tokens


@pytest.fixture
def proxy() -> Iterator[TcpProxy]:
    with TcpProxy() as made:
        yield made


@pytest.fixture
def served(tmp_path: Path, proxy: TcpProxy) -> Iterator[Served]:
    clock, port = SkippingClock(), free_port()
    app = create_app(HubSettings(data=tmp_path / "hub", port=port, public_url=proxy.url), clock=clock)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="on"))
    ready = threading.Event()
    start = server.startup

    async def startup(sockets: object = None) -> None:
        await start(sockets)
        ready.set()

    server.startup = startup
    thread = threading.Thread(target=server.run)
    thread.start()
    assert ready.wait(30)
    hub: Hub = app.state.hub
    hub.worker.stop()
    proxy.target = port
    tokens, hub_id = _paired(hub, clock), _name_of(proxy)
    yield Served(hub, port, clock, hub_id, tokens)
    server.should_exit = True
    thread.join(30)


def _paired(hub: Hub, clock: SkippingClock) -> Tokens:
    with hub.database.write() as db:
        ann = people.add_person(db, clock(), name="Ann", email="ann@example.org", language="en")
        people.give_role(db, clock(), ann.id, Role.AMBASSADOR, None, by="vonk")
        asked = pairing.begin(db, clock(), "laptop")
    pairing.decide(hub.database, hub.box, clock(), ann, asked.user_code, allow=True)
    with hub.database.write() as db:
        given = pairing.exchange(db, clock(), asked.device_code)
    assert isinstance(given, pairing.Tokens)
    return Tokens(given.access_token, given.refresh_token, clock() + timedelta(seconds=given.expires_in))


def _name_of(proxy: TcpProxy) -> str:
    from sync.line import ask, new_session

    with new_session(proxy.url) as session:
        told = ask(session, "GET", f"{proxy.url}/api/v1/hub").json
    assert isinstance(told, dict)
    return str(told["hub_id"])


@pytest.fixture
def desk(served: Served, proxy: TcpProxy, tmp_path: Path) -> Iterator[Desk]:
    home = tmp_path / "laptop"
    home.mkdir()
    made = Desk(home, proxy.url, served.hub_id, served.tokens, clock=served.clock)
    yield made
    made.close()


def broken_off(desk: Desk, proxy: TcpProxy) -> tuple[str, int, datetime]:
    """A clip whose upload broke off: its item, how far the hub has it, and when that was."""
    proxy.plan = lambda number: Line(up=Way(cut_at=0 if number else BROKEN_AT))
    draft = desk.clip(Random(9).randbytes(SIZE))
    report = desk.sync()
    assert (report.offline, report.waiting) == (True, 1)
    reached = desk.summary(draft.id).sent_bytes
    assert 0 < reached < BROKEN_AT
    proxy.plan = STEADY
    return draft.id, reached, desk.clock()


def tidied(served: Served) -> int:
    """As the hub does once a day."""
    return uploads.clear_expired(served.hub.database, served.hub.upload_folder, served.clock())


def test_after_6_days_and_23_hours_it_goes_on_where_it_was(served, desk, proxy):
    item_id, reached, moment = broken_off(desk, proxy)
    served.clock.skip_to(moment + timedelta(days=6, hours=23))
    assert tidied(served) == 0
    before = proxy.passed.up
    desk.sync_until_sent()
    assert proxy.passed.up - before <= SIZE - reached + HEADS
    assert desk.summary(item_id).to_hub.value == "posted"


def test_each_part_that_arrives_gives_it_seven_days_more(served, desk, proxy):
    item_id, reached, moment = broken_off(desk, proxy)
    served.clock.skip_to(moment + timedelta(days=6))
    proxy.plan = in_turn(Line(up=Way(cut_at=300_000)), *[Line(up=Way(cut_at=0))] * 50)
    assert desk.sync().offline
    further = desk.summary(item_id).sent_bytes
    assert further > reached
    served.clock.skip_to(moment + timedelta(days=12, hours=23))
    assert tidied(served) == 0
    proxy.plan = STEADY
    before = proxy.passed.up
    desk.sync_until_sent()
    assert proxy.passed.up - before <= SIZE - further + HEADS
    assert desk.summary(item_id).to_hub.value == "posted"


@pytest.mark.parametrize("tidy_first", [True, False], ids=["tidied", "not yet tidied"])
def test_after_seven_days_it_is_gone_and_begins_anew(served, desk, proxy, tidy_first):
    item_id, _, moment = broken_off(desk, proxy)
    served.clock.skip_to(moment + timedelta(days=7))
    if tidy_first:
        assert tidied(served) == 1
        assert list(served.hub.settings.uploads.iterdir()) == []
    before = proxy.passed.up
    desk.sync_until_sent()
    assert proxy.passed.up - before >= SIZE
    assert desk.summary(item_id).to_hub.value == "posted"
    if not tidy_first:
        assert tidied(served) == 1
    assert list(served.hub.settings.uploads.iterdir()) == []
