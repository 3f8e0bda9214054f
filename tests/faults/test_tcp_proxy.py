"""Each fault of the proxy, as a plain socket on either side of it sees it."""

from __future__ import annotations

import queue
import socket
import threading
import time

import pytest

from tests.faults.tcp_proxy import ANSWER_LOST, BLACK_HOLE, Line, TcpProxy, Way, always, in_turn

TEXT = bytes(range(256)) * 400
QUIET_S = 0.3


class Server:
    """Takes one connection after the other. `answering`: sends back what it gets, as it gets it."""

    def __init__(self, *, answering: bool) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.answering = answering
        self.ended: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.got = threading.Semaphore(0)
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def _accept(self) -> None:
        while True:
            try:
                taken, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(taken,), daemon=True).start()

    def _serve(self, taken: socket.socket) -> None:
        heard, how = bytearray(), "closed"
        with taken:
            try:
                while data := taken.recv(65536):
                    heard += data
                    self.got.release()
                    if self.answering:
                        taken.sendall(data)
            except ConnectionError:
                how = "reset"
        self.ended.put((how, bytes(heard)))


@pytest.fixture
def echo():
    server = Server(answering=True)
    yield server
    server.listener.close()


@pytest.fixture
def sink():
    server = Server(answering=False)
    yield server
    server.listener.close()


def connect(proxy: TcpProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=10)


def say(proxy: TcpProxy, text: bytes) -> bytes:
    """Send it all, then hear all until the other side ends."""
    with connect(proxy) as client:
        client.sendall(text)
        client.shutdown(socket.SHUT_WR)
        return hear(client)


def hear(client: socket.socket, most: int | None = None) -> bytes:
    heard = bytearray()
    while (most is None or len(heard) < most) and (data := client.recv(65536)):
        heard += data
    return bytes(heard)


def try_to_send(client: socket.socket, text: bytes) -> None:
    """A cut may be told in the middle of sending."""
    try:
        client.sendall(text)
    except ConnectionError:
        return


def test_without_faults_all_passes_and_is_counted(echo):
    with TcpProxy(echo.port) as proxy:
        assert say(proxy, TEXT) == TEXT
        assert (proxy.passed.up, proxy.passed.down) == (len(TEXT), len(TEXT))
        assert (proxy.connections, proxy.cuts) == (1, 0)
    assert echo.ended.get(timeout=10) == ("closed", TEXT)


def test_many_connections_at_once_do_not_mix(echo):
    texts = [bytes([number]) * 50_000 for number in range(20)]
    heard: dict[int, bytes] = {}

    def one(number: int) -> None:
        heard[number] = say(proxy, texts[number])

    with TcpProxy(echo.port) as proxy:
        threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [heard[number] for number in range(20)] == texts


def test_latency_delays_the_first_byte_and_not_each_piece(echo):
    line = Line(up=Way(latency_s=0.2, piece=1000), down=Way(latency_s=0.1))
    with TcpProxy(echo.port, always(line)) as proxy, connect(proxy) as client:
        begun = time.monotonic()
        client.sendall(TEXT[:50_000])
        assert hear(client, 1)
        assert time.monotonic() - begun >= 0.3
        client.shutdown(socket.SHUT_WR)
        hear(client)
        assert time.monotonic() - begun < 5


def test_bandwidth_is_the_one_asked_for(sink):
    with TcpProxy(sink.port, always(Line(up=Way(bytes_per_s=200_000)))) as proxy:
        begun = time.monotonic()
        say(proxy, TEXT)
        took = time.monotonic() - begun
    assert took >= len(TEXT) / 200_000
    assert took < len(TEXT) / 200_000 + 3


def test_slices_arrive_one_by_one_and_in_order(echo):
    line = Line(up=Way(piece=7, bytes_per_s=70_000), down=Way(piece=3))
    with TcpProxy(echo.port, always(line)) as proxy:
        assert say(proxy, TEXT[:3000]) == TEXT[:3000]
    assert echo.ended.get(timeout=10)[1] == TEXT[:3000]
    arrived = 0
    while echo.got.acquire(blocking=False):
        arrived += 1
    assert arrived > 100


@pytest.mark.parametrize("cut_at", [0, 1, 4096, 70_001])
def test_a_cut_lets_just_so_many_bytes_through(sink, cut_at):
    with TcpProxy(sink.port, always(Line(up=Way(cut_at=cut_at)))) as proxy:
        with connect(proxy) as client:
            try_to_send(client, TEXT)
            assert sink.ended.get(timeout=10) == ("closed", TEXT[:cut_at])
        assert (proxy.passed.up, proxy.cuts) == (cut_at, 1)


def test_a_cut_behind_the_last_byte_is_no_cut(sink):
    with TcpProxy(sink.port, always(Line(up=Way(cut_at=len(TEXT))))) as proxy:
        say(proxy, TEXT)
        assert proxy.cuts == 0
    assert sink.ended.get(timeout=10)[1] == TEXT


def test_an_answer_can_be_cut_in_its_middle(echo):
    with TcpProxy(echo.port, always(Line(down=Way(cut_at=100)))) as proxy, connect(proxy) as client:
        client.sendall(TEXT[:1000])
        assert hear(client) == TEXT[:100]


def test_a_lost_answer_is_lost_after_the_request_arrived(echo):
    with TcpProxy(echo.port, in_turn(ANSWER_LOST)) as proxy:
        with connect(proxy) as client:
            client.sendall(b"request")
            assert hear(client) == b""
        assert echo.ended.get(timeout=10)[1] == b"request"
        assert say(proxy, b"again") == b"again"


def test_a_reset_is_told_as_one_on_both_sides(sink):
    with TcpProxy(sink.port, always(Line(up=Way(cut_at=1000, reset=True)))) as proxy, connect(proxy) as client:
        client.sendall(TEXT[:1001])
        with pytest.raises(ConnectionResetError):
            client.recv(1)
        assert sink.ended.get(timeout=10)[0] == "reset"


def test_a_black_hole_takes_all_and_says_nothing(echo):
    with TcpProxy(echo.port, always(BLACK_HOLE)) as proxy, connect(proxy) as client:
        client.sendall(TEXT)
        client.settimeout(QUIET_S)
        with pytest.raises(TimeoutError):
            client.recv(1)
        assert not echo.got.acquire(blocking=False)
        assert (proxy.passed.up, proxy.passed.down) == (0, 0)


def test_what_comes_before_the_black_hole_passes(sink):
    with TcpProxy(sink.port, always(Line(up=Way(swallow_from=5000)))) as proxy:
        say(proxy, TEXT)
    assert sink.ended.get(timeout=10) == ("closed", TEXT[:5000])


@pytest.mark.parametrize("bit", [0, 7, 8 * 4095 + 3, 8 * 16384, 8 * len(TEXT) - 1])
def test_one_bit_and_no_other_is_flipped(sink, bit):
    with TcpProxy(sink.port, always(Line(up=Way(flip=bit)))) as proxy:
        say(proxy, TEXT)
    heard = sink.ended.get(timeout=10)[1]
    assert int.from_bytes(heard, "little") ^ int.from_bytes(TEXT, "little") == 1 << bit


@pytest.mark.parametrize("piece", [1, 3, 16_384])
def test_a_bit_of_the_body_is_counted_from_behind_the_head(sink, piece):
    request = b"PATCH /x HTTP/1.1\r\nHost: a\r\n\r\n" + TEXT[:300]
    with TcpProxy(sink.port, always(Line(up=Way(flip_in_body=8 * 200 + 5, piece=piece)))) as proxy:
        say(proxy, request)
    place = 8 * (len(request) - 300 + 200) + 5
    heard = sink.ended.get(timeout=10)[1]
    assert int.from_bytes(heard, "little") ^ int.from_bytes(request, "little") == 1 << place


def test_the_server_can_be_left_believing_that_the_client_is_there(sink):
    with TcpProxy(sink.port, in_turn(Line(up=Way(cut_at=10, hold=True)))) as proxy:
        with connect(proxy) as client:
            client.sendall(TEXT[:11])
            assert hear(client) == b""
        assert say(proxy, b"resumed") == b""
        assert sink.ended.get(timeout=10) == ("closed", b"resumed")
        assert (proxy.held, sink.ended.empty()) == (1, True)
        assert proxy.release() == 1
        assert sink.ended.get(timeout=10) == ("closed", TEXT[:10])


def test_faults_compose(sink):
    line = Line(up=Way(latency_s=0.05, bytes_per_s=1_000_000, piece=11, flip=16, cut_at=5000))
    with TcpProxy(sink.port, always(line)) as proxy, connect(proxy) as client:
        try_to_send(client, TEXT)
        heard = sink.ended.get(timeout=10)[1]
    assert heard == TEXT[:2] + bytes([TEXT[2] ^ 1]) + TEXT[3:5000]


def test_orders_go_before_the_plan(echo):
    with TcpProxy(echo.port) as proxy:
        proxy.order(ANSWER_LOST, Line(down=Way(cut_at=1)))
        assert [say(proxy, b"abc") for _ in range(3)] == [b"", b"a", b"abc"]


def test_all_connections_can_be_cut_at_once(sink):
    with TcpProxy(sink.port) as proxy, connect(proxy) as one, connect(proxy) as other:
        for client in (one, other):
            client.sendall(b"x")
        for _ in range(2):
            assert sink.got.acquire(timeout=10)
        assert proxy.cut_now() == 2
        assert [hear(one), hear(other)] == [b"", b""]


def test_a_server_that_is_not_there_is_a_reset(echo):
    with TcpProxy(echo.port) as proxy:
        echo.listener.shutdown(socket.SHUT_RDWR)
        echo.listener.close()
        # It may come so soon that the connection seems never to have been.
        with pytest.raises(ConnectionResetError), connect(proxy) as client:
            client.recv(1)


def test_a_new_plan_counts_its_connections_from_nought(echo):
    with TcpProxy(echo.port, in_turn(ANSWER_LOST)) as proxy:
        assert [say(proxy, b"a"), say(proxy, b"a")] == [b"", b"a"]
        proxy.plan = in_turn(ANSWER_LOST)
        assert [say(proxy, b"a"), say(proxy, b"a")] == [b"", b"a"]
