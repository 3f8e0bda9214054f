"""Where the addresses of channels rest: in the keyring, or in memory after that was said."""

from __future__ import annotations

import pytest
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError

from sync.credentials import ChannelSecrets, Credentials
from tests.sync.test_credentials import TOKENS, BrokenKeyring, DictKeyring


class Ring(DictKeyring):
    """As the systems' own: what is not there cannot be deleted."""

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise PasswordDeleteError("not there")
        super().delete_password(service, username)


class Forgetful(Ring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


def test_an_address_is_kept_beside_the_tokens_and_under_the_channel_alone():
    ring = Ring()
    Credentials("Vonk x", ring).keep(TOKENS)
    assert ChannelSecrets("Vonk x", ring).keep("a", "geheim")
    assert ring.entries["Vonk x", "channel:a"] == "geheim"
    again = ChannelSecrets("Vonk x", ring)
    assert (again.load("a"), again.load("b"), ChannelSecrets("Vonk y", ring).load("a")) == ("geheim", None, None)
    again.forget("a")
    again.forget("a")
    assert ChannelSecrets("Vonk x", ring).load("a") is None
    assert Credentials("Vonk x", ring).load() == TOKENS


@pytest.mark.parametrize(
    "ring", [BrokenKeyring(KeyringLocked("shut")), BrokenKeyring(NoKeyringError("none")), Forgetful()]
)
def test_without_a_keyring_an_address_lives_as_long_as_the_program(ring):
    secrets = ChannelSecrets("Vonk x", ring)
    assert not secrets.keep("a", "geheim")
    assert secrets.load("a") == "geheim"
    assert ChannelSecrets("Vonk x", ring).load("a") is None
    secrets.forget("a")
    assert secrets.load("a") is None


def test_an_address_given_anew_counts_although_the_keyring_shut_meanwhile():
    ring = Ring()
    secrets = ChannelSecrets("Vonk x", ring)
    secrets.keep("a", "oud")
    ring.set_password = BrokenKeyring(KeyringLocked("shut")).set_password
    assert not secrets.keep("a", "nieuw")
    assert secrets.load("a") == "nieuw"
