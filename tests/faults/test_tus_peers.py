"""tus 1.0 with peers we did not write: tuspy sends to our hub, and our client sends to npm's @tus/server."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed
from tusclient.uploader import Uploader

from core.content import BlobRef
from core.errors import HubTrouble
from drafts.blobs import FolderBlobs
from sync.hub_client import HubClient
from sync.line import new_session
from sync.upload import Stopped, deliver
from tests.faults.real_hub import RealHub
from tests.faults.tcp_proxy import ANSWER_LOST, Line, TcpProxy, Way, in_turn

KIB = 1024
FOREIGN = {"@tus/server": "2.4.5", "@tus/file-store": "2.1.1"}
HERE = Path(__file__).parent


class Sha256Uploader(Uploader):
    """tuspy with the one checksum that our hub takes; its own is SHA-1."""

    CHECKSUM_ALGORITHM_PAIR = ("sha256", hashlib.sha256)


@pytest.fixture
def app(hub: RealHub) -> requests.Session:
    return hub.device(hub.pair())


def tuspy(app: requests.Session, to: str, data: bytes, kind: type[Uploader] = Sha256Uploader, **options) -> Uploader:
    client = TusClient(f"{to}/api/v1/uploads", headers={"Authorization": str(app.headers["Authorization"])})
    metadata = {"sha256": hashlib.sha256(data).hexdigest(), "type": "video/mp4"}
    given = {"chunk_size": 256 * KIB, "metadata": metadata, "upload_checksum": True, "retry_delay": 0, **options}
    return kind(file_stream=io.BytesIO(data), client=client, **given)


def kept(hub: RealHub, app: requests.Session, data: bytes) -> bool:
    """The hub says that it has these bytes, and they are these bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    if app.head(f"{hub.own_url}/api/v1/blobs/{sha256}", timeout=20).status_code != 200:
        return False
    return (hub.data / "blobs" / sha256[:2] / sha256).read_bytes() == data


@pytest.mark.parametrize("chunk_size", [64 * KIB, 256 * KIB, 4 * 1024 * KIB])
def test_tuspy_delivers_a_file_in_parts_of_its_own_size(hub, proxy, app, chunk_size):
    data = Random(chunk_size).randbytes(1_000_003)
    tuspy(app, proxy.url, data, chunk_size=chunk_size).upload()
    assert kept(hub, app, data)


def test_tuspy_goes_on_over_cuts_resets_and_lost_answers(hub, proxy, app):
    data = Random("cuts").randbytes(1_500_000)
    sender = tuspy(app, proxy.url, data, retries=10)
    sender.set_url(sender.create_url())
    # tuspy opens a connection a request: parts and questions by turns.
    faults = (Line(up=Way(cut_at=100_000)), ANSWER_LOST, Line(up=Way(cut_at=200_000, reset=True)), ANSWER_LOST)
    proxy.plan = in_turn(Line(), *(line for fault in faults for line in (fault, Line())))
    cuts = proxy.cuts
    sender.upload()
    assert proxy.cuts - cuts == len(faults)
    assert kept(hub, app, data)


def test_tuspy_finds_a_flipped_bit_refused_and_sends_the_part_again(hub, proxy, app):
    data = Random("flip").randbytes(600_000)
    sender = tuspy(app, proxy.url, data)
    sender.set_url(sender.create_url())
    proxy.order(Line(up=Way(flip_in_body=8 * 1000)))
    with pytest.raises(TusUploadFailed) as refused:
        sender.upload()
    assert refused.value.status_code == 460
    assert sender.get_offset() == 0
    sender.upload()
    assert kept(hub, app, data)


def test_another_tuspy_goes_on_after_the_hub_was_killed(hub, proxy, app):
    data = Random("kill").randbytes(1_000_000)
    first = tuspy(app, proxy.url, data)
    first.upload(stop_at=512 * KIB)
    hub.restart()
    second = tuspy(app, proxy.url, data, url=first.url)
    assert second.offset == 512 * KIB
    second.upload()
    assert kept(hub, app, data)


def test_two_tuspys_at_one_upload_make_one_whole(hub, proxy, app):
    """The second finds the parts of the first there already, is told so, and asks."""
    data = Random("two").randbytes(1_000_000)
    one = tuspy(app, proxy.url, data)
    one.set_url(one.create_url())
    other = tuspy(app, proxy.url, data, url=one.url)
    one.upload_chunk()
    with pytest.raises(TusUploadFailed) as refused:
        other.upload_chunk()
    assert refused.value.status_code == 409
    other.offset = other.get_offset()
    other.upload()
    assert kept(hub, app, data)


def test_tuspy_as_it_comes_is_refused_and_leaves_nothing(hub, proxy, app):
    """SHA-1 or no checksum at all: not a byte of it counts."""
    data = Random("plain").randbytes(300_000)
    for sender in (tuspy(app, proxy.url, data, kind=Uploader), tuspy(app, proxy.url, data, upload_checksum=False)):
        with pytest.raises(TusUploadFailed) as refused:
            sender.upload()
        assert refused.value.status_code == 422
        assert sender.get_offset() == 0
    assert not kept(hub, app, data)


def test_a_file_that_is_not_what_tuspy_announced_is_not_kept(hub, proxy, app):
    data, other = Random("a").randbytes(300_000), Random("b").randbytes(300_000)
    metadata = {"sha256": hashlib.sha256(other).hexdigest(), "type": "video/mp4"}
    sender = tuspy(app, proxy.url, data, metadata=metadata)
    with pytest.raises(TusUploadFailed) as refused:
        sender.upload()
    assert refused.value.status_code == 422
    with pytest.raises(TusCommunicationError):
        sender.get_offset()
    assert not kept(hub, app, data)
    assert not kept(hub, app, other)


def test_what_tuspy_gave_up_can_be_taken_away(hub, proxy, app):
    sender = tuspy(app, proxy.url, Random("gone").randbytes(600_000))
    sender.upload_chunk()
    headers = {"Tus-Resumable": "1.0.0"}
    assert app.delete(sender.url, headers=headers, timeout=20).status_code == 204
    assert app.head(sender.url, headers=headers, timeout=20).status_code == 404


# Our client to a foreign server


class AnyToken:
    def access(self) -> str:
        return "none-is-asked-for"

    def renewed(self, refused: str) -> str:
        return refused


@dataclass
class Noted:
    """Where an upload goes on, as the outbox keeps it."""

    location: str | None = None
    offsets: list[int] = field(default_factory=list)

    def upload_location(self, sha256: str) -> str | None:
        return self.location

    def upload_at(self, sha256: str, location: str, sent: int, total: int) -> None:
        self.location = location
        self.offsets.append(sent)

    def upload_over(self, sha256: str) -> None:
        self.location = None


@pytest.fixture(scope="module")
def foreign_program(tmp_path_factory) -> Path:
    """@tus/server, fetched for this run; skipped with the reason where that cannot be done."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("npm and node are not installed: the foreign tus server cannot be fetched")
    folder = tmp_path_factory.mktemp("tus-server")
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": FOREIGN}))
    fetched = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=180,
    )
    if fetched.returncode != 0:
        pytest.skip(f"npm could not fetch @tus/server: {fetched.stderr.strip()[-300:]}")
    return Path(shutil.copy(HERE / "foreign_tus_server.mjs", folder))


@dataclass
class Foreign:
    client: HubClient
    proxy: TcpProxy
    folder: Path

    def files(self) -> list[bytes]:
        return [path.read_bytes() for path in self.folder.iterdir() if path.suffix != ".json"]


@pytest.fixture
def foreign(foreign_program: Path, tmp_path: Path) -> Iterator[Foreign]:
    hub_id, folder = str(uuid.uuid4()), tmp_path / "foreign"
    folder.mkdir()
    node = shutil.which("node")
    assert node is not None
    with ExitStack() as held:
        process = subprocess.Popen(
            [node, str(foreign_program), str(folder), hub_id], stdout=subprocess.PIPE, cwd=foreign_program.parent
        )
        held.enter_context(process)
        held.callback(process.kill)
        assert process.stdout is not None
        port = process.stdout.readline()
        assert port.strip(), "the foreign server did not start"
        proxy = held.enter_context(TcpProxy(int(port)))
        session = held.enter_context(new_session(proxy.url))
        yield Foreign(HubClient(proxy.url, AnyToken(), session, hub_id), proxy, folder)


def added(tmp_path: Path, data: bytes) -> tuple[FolderBlobs, BlobRef]:
    blobs = FolderBlobs(tmp_path / "blobs", lambda _blob: None)
    source = tmp_path / "source"
    source.write_bytes(data)
    return blobs, blobs.add_file(source, "video/mp4")


@pytest.mark.long
def test_our_client_delivers_to_a_foreign_server(foreign, tmp_path):
    data = Random("foreign").randbytes(5_000_001)
    blobs, blob = added(tmp_path, data)
    noted = Noted()
    deliver(blob, blobs, foreign.client, noted, time.monotonic, lambda: False)
    assert foreign.files() == [data]
    assert (noted.location, noted.offsets[0], noted.offsets[-1]) == (None, 0, len(data))


@pytest.mark.long
def test_our_client_goes_on_in_the_middle_of_a_part_that_a_foreign_server_kept(foreign, tmp_path):
    """Unlike our hub it keeps what came of a part that was cut off: the next one begins anywhere."""
    data = Random("foreign cuts").randbytes(5_000_001)
    blobs, blob = added(tmp_path, data)
    noted, passes = Noted(), 1
    foreign.proxy.plan = lambda number: Line(up=Way(cut_at=300_001 + number * 7919)) if number < 12 else Line()
    while True:
        try:
            deliver(blob, blobs, foreign.client, noted, time.monotonic, lambda: False)
            break
        except HubTrouble:
            passes += 1
            assert passes < 20
    assert foreign.files() == [data]
    assert foreign.proxy.cuts >= 8
    assert any(offset % (64 * KIB) for offset in noted.offsets[1:-1])


@pytest.mark.long
def test_our_client_begins_anew_where_a_foreign_server_forgot(foreign, tmp_path):
    data = Random("foreign gone").randbytes(2_000_000)
    blobs, blob = added(tmp_path, data)
    noted = Noted()
    parts = iter([False, False, True])
    with pytest.raises(Stopped):
        deliver(blob, blobs, foreign.client, noted, time.monotonic, lambda: next(parts))
    assert noted.location is not None
    for path in foreign.folder.iterdir():
        path.unlink()
    deliver(blob, blobs, foreign.client, noted, time.monotonic, lambda: False)
    assert foreign.files() == [data]
