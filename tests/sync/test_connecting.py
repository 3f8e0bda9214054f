"""Addresses and pairing: what a person may type, and what may answer."""

from __future__ import annotations

import contextlib
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from core.errors import AppError, HubNonsense, HubRefused, HubUnreachable, Malformed
from sync.addresses import hub_address, same_place
from sync.engine import LONGEST_WAIT_S, backoff_s
from sync.errors import Untrusted
from sync.pairing import Pending, begin, poll
from sync.tokens import Tokens
from sync.upload import LARGEST_PART, SMALLEST_PART, next_part_size


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://Vonk.Example.org/", "https://vonk.example.org"),
        (" https://example.org:443/vonk/ ", "https://example.org/vonk"),
        ("http://127.0.0.1:8400", "http://127.0.0.1:8400"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8400/", "http://[::1]:8400"),
    ],
)
def test_an_address_is_kept_in_one_spelling(written, kept):
    assert hub_address(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "vonk.example.org",
        "http://vonk.example.org",
        "http://127.0.0.1.example.org",
        "http://10.0.0.1",
        "ftp://example.org",
        "https://",
        "https://a:b@example.org",
        "https://example.org/?a=b",
        "https://example.org:99999",
        "http://[::1",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_cannot_be_a_hub_is_refused_with_what_to_do(written):
    with pytest.raises(Malformed) as refused:
        hub_address(written)
    assert refused.value.hint.nl


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_addresses(text):
    with contextlib.suppress(Malformed):
        assert hub_address(hub_address(text)) == hub_address(text)


@pytest.mark.parametrize(
    "location", ["https://evil.example/x", "//evil.example/x", "http://hub.example/x", "https://hub.example:444/x"]
)
def test_no_token_follows_a_location_to_another_host(location):
    with pytest.raises(HubNonsense):
        same_place("https://hub.example", location)


def test_pairing_waits_and_then_gives_tokens(hub):
    pairing = begin(hub.url, "Laptop")
    assert (pairing.user_code, pairing.identity.name) == ("BCDF-GHJK", "Proef")
    assert isinstance(poll(pairing), Pending)
    hub.allowed = "yes"
    tokens = poll(pairing)
    assert isinstance(tokens, Tokens)
    assert "secret-device-code" not in repr(pairing)


def test_slow_down_makes_the_polling_slower(hub):
    hub.deny_code = "slow_down"
    pairing = begin(hub.url, "Laptop")
    assert poll(pairing).pairing.interval_s == pairing.interval_s + 5


@pytest.mark.parametrize("code", ["access_denied", "expired_token"])
def test_a_denied_or_expired_code_is_told(hub, code):
    hub.deny_code = code
    with pytest.raises(HubRefused) as refused:
        poll(begin(hub.url, "Laptop"))
    assert refused.value.code == code


def test_an_expired_code_is_known_without_asking(hub):
    pairing = begin(hub.url, "Laptop")
    with pytest.raises(HubRefused, match="expired"):
        poll(pairing, clock=lambda: datetime.now(UTC) + timedelta(minutes=11))


@pytest.mark.parametrize(("fault", "error"), [("html", HubNonsense), ("403", HubNonsense), ("cut", HubUnreachable)])
def test_what_is_no_hub_is_told_plainly(hub, fault, error):
    hub.order("GET /api/v1/hub", fault)
    with pytest.raises(error) as told:
        begin(hub.url, "Laptop")
    assert told.value.hint.nl


def test_a_certificate_that_does_not_hold_is_refused(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "both.pem"
    encoding, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    pem.write_bytes(
        key.private_bytes(encoding, private, serialization.NoEncryption()) + certificate.public_bytes(encoding)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_args) -> None:
            pass

    server = Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        with pytest.raises(Untrusted):
            begin(f"https://127.0.0.1:{server.server_address[1]}", "Laptop")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True), st.one_of(st.none(), st.floats(0, 3600)))
def test_waits_are_spread_bounded_and_never_before_the_hubs_wish(attempts, dice, wish):
    wait = backoff_s(attempts, lambda: dice, wish)
    assert (wish or 0) <= wait <= (wish or 0) + max(LONGEST_WAIT_S, 0)


def test_parts_stay_small_on_a_slow_line_and_grow_on_a_quick_one():
    size = SMALLEST_PART
    for _ in range(10):
        size = next_part_size(size, size / 1_250_000)
    assert size == SMALLEST_PART, "10 Mbit/s"
    for _ in range(10):
        size = next_part_size(size, size / 500_000_000)
    assert size == LARGEST_PART
    assert next_part_size(size, 1.0) == LARGEST_PART // 2


def test_every_error_of_pairing_is_ours():
    with pytest.raises(AppError):
        begin("http://127.0.0.1:1", "Laptop")
