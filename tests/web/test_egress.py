"""The one way out, against a real server here, and never to anywhere else."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.errors import AppError
from web.addresses import is_public, resolve_host, take_apart
from web.egress import AddressRefused, Egress, Limits, Unclear, Unsent, system_tls

QUICK = Limits(connect_s=1.0, silence_s=0.3, total_s=0.8)

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
    "fe80::1%eth0",
    "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
    "2001:db8::1", "2001:0:7f00:1::", "100::1", "not an address", "",
]  # fmt: skip
PUBLIC = [
    "93.184.216.34",
    "8.8.8.8",
    "1.1.1.1",
    "2606:2800:220:1:248:1893:25c8:1946",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


def _nowhere(host: str, port: int) -> tuple[str, ...]:
    raise AssertionError(f"{host}:{port} must not be looked up")


def _to(*addresses: str) -> Any:
    return lambda host, port: addresses


def _allowing(place: str, **changes: Any) -> Egress:
    return Egress(frozenset({place}), **changes)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_a_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [entry for entry in PRIVATE if entry])
def test_nothing_is_sent_to_a_name_that_leads_inside(address: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        Egress(resolve=_to(address)).post_json("https://hooks.example/secret", {})
    assert "secret" not in refusal.value.in_("en") + refusal.value.in_("nl")


def test_one_address_inside_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(AddressRefused):
        Egress(resolve=_to("93.184.216.34", "127.0.0.1")).post_json("https://hooks.example/", {})


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data",
        "https://localhost/", "https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
        "https://0/",
    ],
)  # fmt: skip
def test_this_machine_is_refused_however_it_is_spelled(url: str, receiver: Any) -> None:
    spelled = url.replace("/", f":{receiver.port}/", 3).replace(f":{receiver.port}/:{receiver.port}/", "//", 1)
    for address in (url, spelled):
        with pytest.raises((AddressRefused, Unsent)):
            Egress(resolve=resolve_host, limits=QUICK).post_json(address, {})
    assert receiver.received == []


@pytest.mark.parametrize(
    "url",
    [
        "", "hooks.example", "//hooks.example/", "ftp://hooks.example/", "file:///etc/passwd", "gopher://hooks.example/",
        "https://", "https:///path", "https://user@hooks.example/", "https://a:b@hooks.example/", "https://hooks.example:x/",
        "https://hooks.example:99999/", "https://hooks example/", "https://hooks.example/\r\nX-Evil: 1",
        "https://hooks.example\\@127.0.0.1/", "https://[::1", "https://[fe80::1%25eth0]/", "https://hooks.example/\u200b",
        "https://hooks.example/é", "https://" + "a" * 64 + ".example/", "https://a..b/",
        "https://hooks.example/" + "a" * 5000,
        "http://hooks.example/", "javascript:alert(1)", "https://hooks.example/<x>",
    ],
)  # fmt: skip
def test_what_is_no_safe_address_is_refused_before_it_is_looked_up(url: str) -> None:
    with pytest.raises(AddressRefused):
        Egress(resolve=_nowhere).post_json(url, {})


def test_an_allowed_place_gets_the_payload_and_its_answer_comes_back(receiver: Any) -> None:
    answer = _allowing(receiver.place).post_json(f"http://{receiver.place}/hook?sig=a%2Fb&x=1", {"text": "één"})
    sent = receiver.received[0]
    assert (answer.status, answer.body, answer.retry_after) == (200, b"ok", None)
    assert (sent.method, sent.path, json.loads(sent.body)) == ("POST", "/hook?sig=a%2Fb&x=1", {"text": "één"})
    assert sent.headers["Host"] == receiver.place
    assert sent.headers["Content-Type"] == "application/json; charset=utf-8"
    assert int(sent.headers["Content-Length"]) == len(sent.body)


def test_another_port_of_an_allowed_host_is_not_allowed(receiver: Any) -> None:
    with pytest.raises(AddressRefused):
        _allowing("127.0.0.1:1").post_json(f"http://{receiver.place}/", {})
    assert receiver.received == []
    assert _allowing(receiver.place).allows(f"http://{receiver.place}/x")
    assert not Egress().allows(f"http://{receiver.place}/x")
    assert not Egress().allows("nonsense")


def test_the_connection_goes_to_the_address_that_was_checked(receiver: Any) -> None:
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> tuple[str, ...]:
        looked_up.append(host)
        return ("127.0.0.1",) if len(looked_up) == 1 else ("203.0.113.9",)

    place = f"hooks.example:{receiver.port}"
    answer = _allowing(place, resolve=rebinding).post_json(f"http://{place}/", {})
    assert (answer.status, looked_up) == (200, ["hooks.example"])
    assert receiver.received[0].headers["Host"] == place


def test_an_address_that_refuses_is_passed_over_for_the_next(receiver: Any) -> None:
    place = f"hooks.example:{receiver.port}"
    answer = _allowing(place, resolve=_to("127.0.0.9", "127.0.0.1")).post_json(f"http://{place}/", {})
    assert answer.status == 200


def _trusting(certificate: Path) -> Any:
    return lambda: ssl.create_default_context(cafile=str(certificate))


def test_tls_uses_the_name_for_sni_certificate_and_host(tls_receiver: Any, certificate: Path) -> None:
    place = f"hooks.example:{tls_receiver.port}"
    egress = _allowing(place, resolve=_to("127.0.0.1"), tls=_trusting(certificate))
    assert egress.post_json(f"https://{place}/hook", {}).status == 200
    assert tls_receiver.names == ["hooks.example"]
    assert tls_receiver.received[0].headers["Host"] == place


def test_a_certificate_of_another_name_stops_everything(tls_receiver: Any, certificate: Path) -> None:
    place = f"other.example:{tls_receiver.port}"
    egress = _allowing(place, resolve=_to("127.0.0.1"), tls=_trusting(certificate))
    with pytest.raises(Unsent, match="cannot show"):
        egress.post_json(f"https://{place}/hook", {})
    assert tls_receiver.received == []


def test_a_certificate_nobody_vouches_for_stops_everything(tls_receiver: Any) -> None:
    place = f"hooks.example:{tls_receiver.port}"
    with pytest.raises(Unsent, match="cannot show"):
        _allowing(place, resolve=_to("127.0.0.1"), tls=system_tls).post_json(f"https://{place}/hook", {})
    assert tls_receiver.received == []


def test_a_server_without_tls_gets_nothing_over_https(receiver: Any) -> None:
    with pytest.raises(Unsent):
        _allowing(receiver.place, limits=QUICK).post_json(f"https://{receiver.place}/", {})
    assert receiver.received == []


def test_a_redirect_is_an_answer_and_is_not_followed(receiver: Any) -> None:
    receiver.answer = f"HTTP/1.1 302 Found\r\nLocation: http://{receiver.place}/b\r\nContent-Length: 0\r\n\r\n".encode()
    assert _allowing(receiver.place).post_json(f"http://{receiver.place}/a", {}).status == 302
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("30", 30.0), ("0", 0.0), ("999999999", 86400.0), ("Mon, 23 Nov 2026 12:01:30 GMT", 90.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0), ("soon", None), ("-5", None), ("", None), ("1.5", None),
        ("Mon, 99 Nov 2026 12:01:30 GMT", None),
    ],
)  # fmt: skip
def test_the_wish_to_wait_comes_back_in_seconds(receiver: Any, wish: str, seconds: float | None) -> None:
    receiver.answer = f"HTTP/1.1 429 Too Many\r\nRetry-After: {wish}\r\nContent-Length: 0\r\n\r\n".encode()
    egress = _allowing(receiver.place, clock=lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    assert egress.post_json(f"http://{receiver.place}/", {}).retry_after == seconds


def test_a_large_answer_is_cut(receiver: Any) -> None:
    receiver.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + b"a" * 5_000_000
    assert len(_allowing(receiver.place).post_json(f"http://{receiver.place}/", {}).body) == 4096


def test_a_name_that_is_not_found_is_unsent() -> None:
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror("not known")

    with pytest.raises(Unsent, match="was not found") as error:
        Egress(resolve=unknown).post_json("https://hooks.example/", {})
    assert not isinstance(error.value, AddressRefused)
    with pytest.raises(Unsent):
        Egress(resolve=_to()).post_json("https://hooks.example/", {})


def test_nobody_listening_is_unsent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        place = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Unsent, match="no connection"):
        _allowing(place, limits=QUICK).post_json(f"http://{place}/", {})


def _silence(release: threading.Event) -> Any:
    return lambda connection: release.wait(5)


def test_silence_after_sending_is_unclear(receiver: Any) -> None:
    release = threading.Event()
    receiver.act = _silence(release)
    try:
        with pytest.raises(Unclear, match="did not answer in time") as error:
            _allowing(receiver.place, limits=QUICK).post_json(f"http://{receiver.place}/", {})
    finally:
        release.set()
    assert "Staat het bericht er al?" in error.value.in_("nl")
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
     b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n",
     b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"],
    ids=["nothing", "torn", "nonsense", "short", "bad-chunk", "many-headers", "long-header"],
)  # fmt: skip
def test_an_answer_that_breaks_off_or_is_none_is_unclear(receiver: Any, answer: bytes) -> None:
    receiver.answer = answer
    with pytest.raises(Unclear):
        _allowing(receiver.place, limits=QUICK).post_json(f"http://{receiver.place}/", {})


def test_a_server_that_drips_is_hung_up_on(receiver: Any) -> None:
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not stop.wait(0.05):
            try:
                connection.sendall(b"X: y\r\n")
            except OSError:
                return

    receiver.act = drip
    started = time.monotonic()
    try:
        with pytest.raises(Unclear):
            _allowing(receiver.place, limits=QUICK).post_json(f"http://{receiver.place}/", {})
    finally:
        stop.set()
    assert time.monotonic() - started < 3


def test_no_proxy_of_the_environment_is_asked(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert _allowing(receiver.place).post_json(f"http://{receiver.place}/", {}).status == 200


@pytest.mark.parametrize(
    ("url", "place", "path", "host"),
    [
        ("https://Hooks.Example./a?b=c#d", "hooks.example:443", "/a?b=c", "hooks.example"),
        ("https://hooks.example:443/a", "hooks.example:443", "/a", "hooks.example"),
        ("https://hooks.example:8443", "hooks.example:8443", "/", "hooks.example:8443"),
        ("http://[::1]:80/", "[::1]:80", "/", "[::1]"),
        ("https://münchen.example/", "xn--mnchen-3ya.example:443", "/", "xn--mnchen-3ya.example"),
    ],
)
def test_an_address_is_taken_apart(url: str, place: str, path: str, host: str) -> None:
    target = take_apart(url)
    assert (target.place, target.path, target.host_header) == (place, path, host)


def test_what_goes_wrong_is_said_in_both_languages() -> None:
    for refusal in (AddressRefused, Unsent, Unclear):
        assert issubclass(refusal, AppError)
    with pytest.raises(AddressRefused) as error:
        Egress(resolve=_to("10.0.0.1")).post_json("https://hub.intern/", {})
    assert "hub.intern ligt binnen een netwerk" in error.value.in_("nl")
