"""Tokens and where they rest, with real keyrings and bad ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from keyring.errors import KeyringLocked, NoKeyringError

from core.errors import HubNonsense, HubUnreachable, SignInNeeded
from drafts.turn import Turn
from sync.credentials import Credentials, service_name
from sync.line import Answer, new_session
from sync.tokens import TokenKeeper, Tokens, tokens_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOKENS = Tokens("canary-access", "canary-refresh", NOON)


class DictKeyring:
    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise ValueError("as Windows says")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class BrokenKeyring:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    set_password = delete_password = lambda self, *_args: self.get_password("", "")


class NullKeyring(DictKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


def test_tokens_are_kept_over_the_end_of_the_program():
    keyring = DictKeyring()
    long = Tokens("a" * 64, "r" * 64, NOON + timedelta(microseconds=1))
    assert Credentials("Vonk x", keyring).keep(long)
    assert Credentials("Vonk x", keyring).load().refresh == long.refresh
    assert Credentials("Vonk y", keyring).load() is None


@pytest.mark.parametrize(
    "keyring",
    [
        BrokenKeyring(NoKeyringError("none")),
        BrokenKeyring(KeyringLocked("shut")),
        BrokenKeyring(RuntimeError("bus went away")),
        NullKeyring(),
    ],
    ids=["none", "locked", "bus", "null"],
)
def test_without_a_working_keyring_tokens_live_as_long_as_the_program(keyring):
    credentials = Credentials("Vonk x", keyring)
    assert not credentials.keep(TOKENS)
    assert not credentials.kept
    assert credentials.load() == TOKENS
    credentials.forget() if not isinstance(keyring, NullKeyring) else None
    assert Credentials("Vonk x", keyring).load() is None


def test_a_keyring_that_can_be_read_and_not_written_gives_the_newer_pair():
    keyring = DictKeyring()
    old = Tokens("a1", "r1", NOON)
    assert Credentials("Vonk x", keyring).keep(old)

    def refuse(*_: str) -> None:
        raise KeyringLocked("shut")

    keyring.set_password = refuse
    credentials = Credentials("Vonk x", keyring)
    newer = Tokens("a2", "r2", NOON + timedelta(hours=1))
    assert not credentials.keep(newer)
    assert credentials.load() == newer


def test_without_a_bus_there_is_no_keyring_and_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    credentials = Credentials(service_name("x"))
    assert not credentials.keep(TOKENS)
    assert credentials.load() == TOKENS
    assert not list(tmp_path.rglob("*"))


_KEYRING_SCRIPT = """
from datetime import UTC, datetime
import secretstorage
from sync.credentials import Credentials, service_name
from sync.tokens import Tokens
tokens = Tokens("a" * 43, "r" * 43, datetime(2026, 11, 23, tzinfo=UTC))
assert Credentials(service_name("x")).keep(tokens)
assert Credentials(service_name("x")).load() == tokens
assert Credentials(service_name("y")).load() is None
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
locked = Credentials(service_name("x"))
assert locked.load() is None and not locked.kept
assert not locked.keep(tokens) and locked.load() == tokens
bus.close()
print("all well")
"""


@pytest.mark.skipif(not shutil.which("gnome-keyring-daemon"), reason="needs gnome-keyring")
def test_the_real_gnome_keyring_keeps_tokens_and_a_locked_one_does_not(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    environment |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    start = 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$0" -c "$1"'
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", start, sys.executable, _KEYRING_SCRIPT],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip().endswith("all well"), done.stderr


def keeper(hub, kept, session, tmp_path, now=NOON):
    return TokenKeeper(hub.url, kept, session, Turn(tmp_path / "lock"), lambda: now)


def test_a_token_another_process_renewed_is_taken_without_asking_the_hub(hub, tmp_path):
    credentials = Credentials("Vonk x", DictKeyring())
    credentials.keep(Tokens("old", "dead", NOON + timedelta(hours=1)))
    with new_session(hub.url) as session:
        ours = keeper(hub, credentials, session, tmp_path)
        assert ours.access() == "old"
        credentials.keep(Tokens("new", "alive", NOON + timedelta(hours=1)))
        assert ours.renewed("old") == "new"
    assert hub.renewals == 0


def test_a_token_about_to_expire_is_renewed_first(hub, tmp_path):
    credentials = Credentials("Vonk x", DictKeyring())
    credentials.keep(Tokens("old", "refresh-1", NOON + timedelta(seconds=30)))
    with new_session(hub.url) as session:
        assert keeper(hub, credentials, session, tmp_path).access() == "access-2"
    assert credentials.load().refresh == "refresh-2"


def test_a_dead_refresh_token_is_forgotten_and_asks_to_connect_again(hub, tmp_path):
    credentials = Credentials("Vonk x", DictKeyring())
    credentials.keep(Tokens("old", "dead", NOON))
    with new_session(hub.url) as session, pytest.raises(SignInNeeded):
        keeper(hub, credentials, session, tmp_path).access()
    assert credentials.load() is None


def test_a_hub_that_is_away_costs_no_sign_in(hub, tmp_path):
    credentials = Credentials("Vonk x", DictKeyring())
    credentials.keep(Tokens("old", "refresh-1", NOON))
    hub.order("POST /oauth/token", "cut", "unavailable", "html")
    with new_session(hub.url) as session:
        ours = keeper(hub, credentials, session, tmp_path)
        for expected in (HubUnreachable, HubUnreachable, HubNonsense):
            with pytest.raises(expected):
                ours.access()
        assert ours.access() == "access-2"


def test_a_network_that_answers_with_an_error_of_its_own_costs_no_sign_in(hub, tmp_path, monkeypatch):
    credentials = Credentials("Vonk x", DictKeyring())
    credentials.keep(Tokens("old", "refresh-1", NOON))
    monkeypatch.setattr("sync.tokens.ask", lambda *_, **__: Answer(401, {}, {"error": "please sign in to the WiFi"}))
    with new_session(hub.url) as session, pytest.raises(HubNonsense):
        keeper(hub, credentials, session, tmp_path).access()
    assert credentials.load().refresh == "refresh-1"


def test_a_shut_keyring_is_named_as_the_cause(hub, tmp_path):
    credentials = Credentials("Vonk x", BrokenKeyring(KeyringLocked("shut")))
    with new_session(hub.url) as session, pytest.raises(SignInNeeded) as needed:
        keeper(hub, credentials, session, tmp_path).access()
    assert "sleutelbos" in needed.value.title.nl


@pytest.mark.parametrize("token", ["", "a" * 65, "a\r\nb", "é"])
def test_a_token_that_is_no_token_is_refused(token):
    with pytest.raises(HubNonsense):
        tokens_of(Answer(200, {}, {"access_token": token, "refresh_token": "r", "expires_in": 60}), NOON)


def test_no_text_made_of_tokens_holds_them():
    assert "canary" not in f"{TOKENS!r} {TOKENS} {Answer(200, {}, {'access_token': 'canary'})!r}"
