"""The answer to a token refresh gets lost: the real hub has given a new pair, and the app never sees it."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from core.clock import utc_now
from core.errors import HubUnreachable, SignInNeeded
from drafts.turn import Turn
from sync.line import new_session
from sync.tokens import TokenKeeper, Tokens
from tests.faults.real_hub import RealHub


class LosingLine:
    """Brings each request to the hub. Of the answers to come, `loses` says how many bytes arrive before it breaks."""

    def __init__(self, hub_port: int) -> None:
        self.loses: list[int] = []
        self.hub_port = hub_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client:
                client.sendall(self._answer(client))

    def _answer(self, client: socket.socket) -> bytes:
        with socket.create_connection(("127.0.0.1", self.hub_port)) as hub:
            hub.sendall(_request(client))
            answer = b"".join(iter(lambda: hub.recv(65536), b""))
        return answer[: self.loses.pop(0)] if self.loses else answer


def _request(client: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += client.recv(65536)
    return b"\r\n".join([*lines, b"Connection: close", b"", body])


class Kept:
    """What the keyring holds."""

    kept = True

    def __init__(self, tokens: Tokens) -> None:
        self.tokens: Tokens | None = tokens

    def load(self) -> Tokens | None:
        return self.tokens

    def keep(self, tokens: Tokens) -> bool:
        self.tokens = tokens
        return True

    def forget(self) -> None:
        self.tokens = None


@pytest.fixture
def hub(tmp_path):
    with RealHub(tmp_path / "hub") as running:
        running.add_people()
        yield running


@pytest.fixture
def line(hub):
    made = LosingLine(hub.port)
    yield made
    made.close()


def keeper(held: ExitStack, line: LosingLine, kept: Kept, folder: Path) -> TokenKeeper:
    session = held.enter_context(new_session(line.url))
    return TokenKeeper(line.url, kept, session, Turn(folder / "turn"), utc_now)


@pytest.mark.parametrize("arrives", [0, 20, 250], ids=["nothing", "half a line", "half a pair"])
def test_a_lost_answer_to_a_refresh_is_a_bad_line_and_costs_no_sign_in(hub, line, tmp_path, arrives):
    first = hub.pair()
    kept = Kept(first)
    with ExitStack() as held:
        ours = keeper(held, line, kept, tmp_path)
        line.loses = [arrives, arrives]
        for _ in range(2):
            with pytest.raises(HubUnreachable):
                ours.renewed(first.access)
            assert kept.tokens == first
        access = ours.renewed(first.access)
        assert kept.tokens is not None
        assert access == kept.tokens.access != first.access
    assert hub.events(hub.device(kept.tokens)) == []
    assert hub.rows("SELECT count(*) FROM devices WHERE revoked_at IS NOT NULL") == [(0,)]


def test_an_app_that_dies_before_it_kept_the_new_pair_is_still_signed_in(hub, line, tmp_path):
    first = hub.pair()
    with ExitStack() as held:
        keeper(held, line, Kept(first), tmp_path).renewed(first.access)
        again = keeper(held, line, Kept(first), tmp_path)
        assert again.renewed(first.access) != first.access


def test_a_copy_of_the_old_token_ends_the_device_once_the_new_pair_was_used(hub, line, tmp_path):
    first = hub.pair()
    kept = Kept(first)
    with ExitStack() as held:
        keeper(held, line, kept, tmp_path).renewed(first.access)
        assert kept.tokens is not None
        hub.events(hub.device(kept.tokens))
        thief = Kept(Tokens(first.access, first.refresh, utc_now() - timedelta(hours=1)))
        with pytest.raises(SignInNeeded):
            keeper(held, line, thief, tmp_path).access()
        with pytest.raises(SignInNeeded):
            keeper(held, line, kept, tmp_path).renewed(kept.tokens.access)
    assert hub.rows("SELECT count(*) FROM devices WHERE revoked_at IS NOT NULL") == [(1,)]
