"""The one way out for forms, for bytes that are signed, and for files of any size: the same guards as for JSON."""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from core.errors import Malformed
from web import egress as way_out
from web.egress import AddressRefused, Egress, EgressAnswer, Limits, Unclear, Unsent

QUICK = Limits(connect_s=1.0, silence_s=0.3, total_s=0.8)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
MEGABYTE = 1024 * 1024


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(range(256)) * 4096 * 24)
    return path


def _ways(film: Path) -> list[Callable[[Egress, str], EgressAnswer]]:
    return [
        lambda egress, url: egress.post_json(url, {}),
        lambda egress, url: egress.post_form(url, {"a": "b"}),
        lambda egress, url: egress.post_bytes(url, b"x", {}),
        lambda egress, url: egress.post_file(url, film, film.stat().st_size),
    ]


def test_every_way_out_has_the_same_guards(receiver: Any, film: Path) -> None:
    receiver.answer = f"HTTP/1.1 307 Moved\r\nLocation: http://{receiver.place}/b\r\nContent-Length: 0\r\n\r\n".encode()
    for number, post in enumerate(_ways(film), 1):
        for url in (f"http://{receiver.place}/", "https://127.0.0.1/", "http://hooks.example/", "ftp://hooks.example/"):
            with pytest.raises(AddressRefused):
                post(Egress(limits=QUICK), url)
        with pytest.raises(AddressRefused):
            post(Egress(resolve=lambda host, port: ("10.0.0.1",)), "https://hooks.example/")
        assert post(Egress(frozenset({receiver.place})), f"http://{receiver.place}/a").status == 307
        assert len(receiver.received) == number


def test_a_form_arrives_as_a_form(receiver: Any) -> None:
    fields = {"filename": "één & twee.mp4", "length": "12", "blocks": '[{"a": "<b>+=&"}]'}
    egress = Egress(frozenset({receiver.place}))
    assert egress.post_form(f"http://{receiver.place}/api", fields, {"Authorization": "Bearer x"}).body == b"ok"
    (sent,) = receiver.received
    assert {key: values[0] for key, values in parse_qs(sent.body.decode("ascii")).items()} == fields
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert sent.headers["Authorization"] == "Bearer x"


def test_bytes_arrive_as_they_are_with_their_own_headers(receiver: Any) -> None:
    body = b'{"b":1,"a":"\xc3\xa9"}'
    headers = {"Content-Type": "application/json", "webhook-id": "abc"}
    Egress(frozenset({receiver.place})).post_bytes(f"http://{receiver.place}/", body, headers)
    (sent,) = receiver.received
    assert sent.body == body
    assert (sent.headers["Content-Type"], sent.headers["webhook-id"]) == ("application/json", "abc")
    assert sent.headers["Content-Length"] == str(len(body))


def test_no_header_can_bring_another(receiver: Any) -> None:
    with pytest.raises((Unclear, Malformed)):
        Egress(frozenset({receiver.place})).post_bytes(f"http://{receiver.place}/", b"", {"x": "1\r\nX-Evil: 1"})
    assert all("X-Evil" not in sent.headers for sent in receiver.received)


def test_as_much_of_an_answer_is_read_as_was_asked_for(receiver: Any) -> None:
    receiver.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + b"a" * 9000
    egress = Egress(frozenset({receiver.place}))
    assert len(egress.post_form(f"http://{receiver.place}/", {}, largest=8000).body) == 8000
    assert len(egress.post_json(f"http://{receiver.place}/", {}, largest=20_000).body) == 9000
    assert len(egress.post_json(f"http://{receiver.place}/", {}).body) == 4096


def test_a_file_arrives_whole_and_is_never_whole_in_memory(receiver: Any, film: Path) -> None:
    size = film.stat().st_size
    with _reading(size) as (place, received):
        tracemalloc.start()
        try:
            answer = Egress(frozenset({place})).post_file(f"http://{place}/upload", film, size)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert (answer.status, answer.body) == (200, b"ok")
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    assert body == film.read_bytes()
    assert f"Content-Length: {size}\r\n".encode() in head + b"\r\n"
    assert b"chunked" not in head
    # The stand-in keeps the 24 megabytes in one growing buffer, made beforehand.
    assert peak < 4 * MEGABYTE


def test_a_file_that_is_gone_or_of_another_size_is_not_sent(receiver: Any, film: Path) -> None:
    egress = Egress(frozenset({receiver.place}))
    for path, size in ((film, film.stat().st_size + 1), (film, 5), (film.with_name("gone"), 5), (film.parent, 5)):
        with pytest.raises(Unsent, match="gone or has changed"):
            egress.post_file(f"http://{receiver.place}/", path, size)
    assert receiver.received == []


def test_a_file_that_shrinks_on_the_way_is_no_delivery(film: Path) -> None:
    size = film.stat().st_size

    def shrink(received: int) -> None:
        if received > MEGABYTE:
            film.write_bytes(b"")

    with _reading(size, shrink) as (place, received), pytest.raises(Unclear):
        Egress(frozenset({place})).post_file(f"http://{place}/", film, size)
    assert len(received) < size


def test_a_slow_line_takes_its_time_and_a_standstill_does_not(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size, pause = film.stat().st_size, threading.Event()
    with _reading(size, lambda received: pause.wait(0.004)) as (place, _):
        started = time.monotonic()
        egress = Egress(frozenset({place}), limits=QUICK)
        assert egress.post_file(f"http://{place}/", film, size).status == 200
        assert time.monotonic() - started > QUICK.total_s
    release = threading.Event()
    with _reading(size, lambda received: release.wait(5)) as (place, _):
        started = time.monotonic()
        with pytest.raises(Unclear):
            Egress(frozenset({place}), limits=QUICK).post_file(f"http://{place}/", film, size)
        assert time.monotonic() - started < 3
        release.set()
    # And however busily it drips: there is an end to it.
    monkeypatch.setattr(way_out, "SLOWEST_BYTES_A_SECOND", size * 100)
    with _reading(size, lambda received: pause.wait(0.02)) as (place, _), pytest.raises(Unclear):
        Egress(frozenset({place}), limits=QUICK).post_file(f"http://{place}/", film, size)


def test_what_the_system_still_holds_of_a_file_is_no_silence(tmp_path: Path) -> None:
    short, pause = tmp_path / "short.mp4", threading.Event()
    short.write_bytes(b"x" * 2 * MEGABYTE)
    with _reading(2 * MEGABYTE, lambda received: pause.wait(0.06)) as (place, _):
        egress = Egress(frozenset({place}), limits=Limits(silence_s=0.6, total_s=1.0))
        assert egress.post_file(f"http://{place}/", short, 2 * MEGABYTE).status == 200


@contextmanager
def _reading(size: int, at: Callable[[int], object] = lambda received: None) -> Iterator[tuple[str, bytearray]]:
    """A server for one request with a body of `size`; `at` is called with what came in after each 64 kilobytes."""
    received, seen = bytearray(size + 4096), 0
    whole = bytearray()

    def serve() -> None:
        nonlocal seen
        connection, _ = listening.accept()
        with connection:
            connection.settimeout(5)
            view = memoryview(received)
            try:
                end = b""
                while not end or seen < len(end) + size:
                    read = connection.recv_into(view[seen : seen + 64 * 1024])
                    if not read:
                        return
                    seen += read
                    head, cut, _ = bytes(received[:4096]).partition(b"\r\n\r\n")
                    end = head + cut if cut else b""
                    at(seen)
                connection.sendall(OK)
            except OSError:
                return
            finally:
                view.release()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        # The little that a slow line holds, so that it is the sender who waits.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        listening.settimeout(5)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}", whole
        finally:
            thread.join()
            whole += received[:seen]
