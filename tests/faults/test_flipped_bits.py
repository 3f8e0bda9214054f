"""Figure A10: one bit flipped on its way or at rest is found each time; only the right bytes are ever kept."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

import pytest

from core.review import ReviewState
from sync.errors import BadPart
from sync.hub_client import HubClient
from tests.campaign import rounds, seed
from tests.faults.desk import Desk, arrived_once
from tests.faults.real_hub import RealHub
from tests.faults.tcp_proxy import Line, TcpProxy, Way

KIB = 1024
SMALLEST_PART = 256 * KIB
FLIPS_A_FILE = 20


class Flipping:
    """The hub's client over a line on which each part loses one bit the first time it is sent. Each request has a
    connection of its own (`Connection: close`), so that the bit is one of that part."""

    def __init__(self, inner: HubClient, proxy: TcpProxy, dice: Random) -> None:
        self._inner = inner
        self._proxy = proxy
        self._dice = dice
        self._flipped_at = -1
        self.wanted = 0
        self.flips = 0
        self.found = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def send_part(self, location: str, offset: int, part: bytes) -> int:
        if offset == self._flipped_at or self.flips == self.wanted:
            return self._inner.send_part(location, offset, part)
        self._flipped_at = offset
        self.flips += 1
        self._proxy.order(Line(up=Way(flip_in_body=self._dice.randrange(len(part) * 8))))
        try:
            return self._inner.send_part(location, offset, part)
        except BadPart:
            self.found += 1
            raise


def only_right_bytes(hub: RealHub) -> None:
    kept = [path for path in (hub.data / "blobs").rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert kept
    assert [path.name for path in kept if hashlib.sha256(path.read_bytes()).hexdigest() != path.name] == []


def flip_in_transit(hub: RealHub, proxy: TcpProxy, make_desk, flips: int) -> None:
    """Twenty bits a file: as many parts as that, each sent with a wrong bit first."""
    dice = Random(seed())
    clients: list[Flipping] = []

    def wrap(inner: HubClient) -> HubClient:
        clients.append(Flipping(inner, proxy, dice))
        return clients[0]  # type: ignore[return-value]

    desk = make_desk(wrap=wrap)
    desk.session.headers["Connection"] = "close"
    client = clients[0]
    while client.flips < flips:
        client.wanted = min(flips, client.flips + FLIPS_A_FILE)
        data = dice.randbytes(FLIPS_A_FILE * SMALLEST_PART)
        draft = desk.clip(data, f"Clip after {client.flips}")
        desk.sync_until_sent()
        arrived_once(hub, desk, draft.id, data)
        desk.store.blobs.remove(hashlib.sha256(data).hexdigest())
    only_right_bytes(hub)
    print(f"{client.flips} bits flipped in transit, {client.found} found")
    assert client.found == client.flips == flips


def test_a_bit_that_flips_on_its_way_is_found(hub, proxy, make_desk):
    flip_in_transit(hub, proxy, make_desk, 20)


@pytest.mark.long
def test_figure_a10_bits_that_flip_on_their_way(hub, proxy, make_desk):
    flip_in_transit(hub, proxy, make_desk, rounds(1000))


class FlippingHeads:
    """Each request about an upload loses one bit of its head, once."""

    KINDS = ("has_blob", "begin_upload", "upload_offset", "send_part")

    def __init__(self, inner: HubClient, proxy: TcpProxy, dice: Random) -> None:
        self._inner = inner
        self._proxy = proxy
        self._dice = dice
        self.flips = 0
        self.wanted = 0

    def __getattr__(self, name: str) -> object:
        if name in self.KINDS and self.flips < self.wanted and self._dice.random() < 0.5:
            self.flips += 1
            self._proxy.order(Line(up=Way(flip=self._dice.randrange(400 * 8))))
        return getattr(self._inner, name)


def flip_in_heads(hub: RealHub, proxy: TcpProxy, make_desk, flips: int) -> None:
    """What a wrong head does is the hub's answer to it; in the end the right bytes are there, or the person is told."""
    dice = Random(seed())
    clients: list[FlippingHeads] = []

    def wrap(inner: HubClient) -> HubClient:
        clients.append(FlippingHeads(inner, proxy, dice))
        return clients[0]  # type: ignore[return-value]

    desk = make_desk(wrap=wrap)
    desk.session.headers["Connection"] = "close"
    client, parked = clients[0], 0
    while client.flips < flips:
        client.wanted = client.flips + 1
        data = dice.randbytes(300_000)
        draft = desk.clip(data, f"Head {client.flips}")
        report = desk.sync_until_sent()[-1]
        if report.parked:
            parked += 1
            assert desk.summary(draft.id).blocked is not None
            client.wanted = client.flips
            desk.store.send_again(draft.id)
            desk.sync_until_sent()
        arrived_once(hub, desk, draft.id, data)
    only_right_bytes(hub)
    print(f"{client.flips} bits flipped in heads: {parked} times the person was asked to send again")


def test_a_bit_that_flips_in_the_head_of_a_request_makes_nothing_wrong(hub, proxy, make_desk, impatient):
    flip_in_heads(hub, proxy, make_desk, 10)


@pytest.mark.long
def test_many_bits_that_flip_in_heads(hub, proxy, make_desk, impatient):
    flip_in_heads(hub, proxy, make_desk, rounds(1000))


class FlippingManifests:
    """What is asked to be published loses one bit, the first time."""

    def __init__(self, inner: HubClient, proxy: TcpProxy, dice: Random) -> None:
        self._inner = inner
        self._proxy = proxy
        self._dice = dice
        self.spoil = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def put_item(self, item_id: str, content_hash: str, manifest: str, *more: object) -> object:
        if self.spoil:
            self.spoil = False
            body = len(b'{"content":}') + len(manifest.encode())
            self._proxy.order(Line(up=Way(flip_in_body=self._dice.randrange(body * 8))))
        return self._inner.put_item(item_id, content_hash, manifest, *more)


def flip_in_manifests(hub: RealHub, proxy: TcpProxy, make_desk, flips: int) -> None:
    dice = Random(seed())
    clients: list[FlippingManifests] = []

    def wrap(inner: HubClient) -> HubClient:
        clients.append(FlippingManifests(inner, proxy, dice))
        return clients[0]  # type: ignore[return-value]

    desk = make_desk(wrap=wrap)
    desk.session.headers["Connection"] = "close"
    parked = 0
    for number in range(flips):
        clients[0].spoil = True
        title = f"Manifest {number} {dice.random()}"
        draft = desk.tip(title)
        first = desk.sync()
        assert not clients[0].spoil
        assert first.sent == 0
        assert hub.rows(f"SELECT title FROM versions WHERE item_id = '{draft.id}'") == []
        if first.parked:
            parked += 1
            desk.store.send_again(draft.id)
        desk.sync_until_sent()
        arrived_once(hub, desk, draft.id)
        assert hub.rows(f"SELECT title FROM versions WHERE item_id = '{draft.id}'") == [(title,)]
    print(f"{flips} manifests with one bit flipped: all refused; {parked} times the person was asked to send again")


def test_a_bit_that_flips_in_what_is_published_is_found(hub, proxy, make_desk):
    flip_in_manifests(hub, proxy, make_desk, 10)


@pytest.mark.long
def test_figure_a10_bits_that_flip_in_what_is_published(hub, proxy, make_desk):
    flip_in_manifests(hub, proxy, make_desk, rounds(1000))


def flip_one(path: Path, dice: Random) -> None:
    data = bytearray(path.read_bytes())
    bit = dice.randrange(len(data) * 8)
    data[bit // 8] ^= 1 << bit % 8
    path.chmod(0o600)
    path.write_bytes(data)


def flip_at_rest(hub: RealHub, make_desk, files: int) -> None:
    """Each file gets one wrong bit after it was added; all of them are then sent in one pass, and one that is well."""
    dice = Random(seed())
    desk: Desk = make_desk()
    damaged = []
    for number in range(files):
        data = dice.randbytes(dice.randrange(1, 20_000))
        draft = desk.clip(data, f"Damaged {number}")
        flip_one(desk.store.blobs.path(hashlib.sha256(data).hexdigest()), dice)
        damaged.append(draft)
    well = dice.randbytes(20_000)
    good = desk.clip(well, "Well")
    desk.sync_until_sent()
    arrived_once(hub, desk, good.id, well)
    for draft in damaged:
        assert hub.rows(f"SELECT state FROM versions WHERE item_id = '{draft.id}'") == []
        told = desk.summary(draft.id)
        assert told.blocked is not None
        assert "damaged on this computer" in told.blocked.en
        assert desk.store.draft(draft.id).review is ReviewState.SUBMITTED
    only_right_bytes(hub)
    print(f"{files} files with one bit flipped at rest: all found, none sent")


def test_a_bit_that_flips_at_rest_here_is_found_before_it_is_published(hub, proxy, make_desk):
    flip_at_rest(hub, make_desk, 10)


@pytest.mark.long
def test_figure_a10_bits_that_flip_at_rest_here(hub, proxy, make_desk):
    flip_at_rest(hub, make_desk, rounds(1000))


def flip_on_the_hub(hub: RealHub, make_desk, files: int) -> None:
    """Files that the hub has taken, each with one wrong bit on its disk: `vonk-hub fsck` names each and no other."""
    dice = Random(seed())
    desk: Desk = make_desk()
    sent = [dice.randbytes(dice.randrange(1, 20_000)) for _ in range(files + 1)]
    for number, data in enumerate(sent):
        desk.clip(data, f"On the hub {number}")
    desk.sync_until_sent()
    assert hub.command("fsck")["ok"] is True
    names = [hashlib.sha256(data).hexdigest() for data in sent[1:]]
    kept = {name: (hub.data / "blobs" / name[:2] / name) for name in names}
    for path in kept.values():
        flip_one(path, dice)
    found = hub.command("fsck", status=1)
    assert found["ok"] is False
    # Those that its worker came to first are set aside already, and named as missing.
    assert sorted(found["damaged"] + found["missing"]) == sorted(names)
    for data in sent[1:]:
        kept[hashlib.sha256(data).hexdigest()].write_bytes(data)
    print(f"{files} files with one bit flipped on the hub's disk: all named by fsck")


def test_a_bit_that_flips_at_rest_on_the_hub_is_found_by_its_check(hub, make_desk):
    flip_on_the_hub(hub, make_desk, 10)


@pytest.mark.long
def test_figure_a10_bits_that_flip_at_rest_on_the_hub(hub, make_desk):
    flip_on_the_hub(hub, make_desk, rounds(1000))
