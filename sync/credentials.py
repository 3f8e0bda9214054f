"""Where secrets rest, the device's tokens and the addresses of channels: the system's keyring, or this program's memory
while it runs. Never a file."""

from __future__ import annotations

import importlib
import json
import threading
from typing import Final, Protocol

from core.clock import from_iso, to_iso
from core.language import Bilingual
from sync.tokens import Tokens

_ENTRY: Final = "device"
_TRUSTED_MODULES: Final = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)
"""The systems' own. Others may write to a plain file, or nowhere."""


class Backend(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def service_name(home_id: str) -> str:
    """The keyring's name for one data folder's tokens."""
    return f"Vonk {home_id}"


class Credentials:
    """Tokens of one data folder. `kept` is False once the keyring failed: then they live as long as this program.

    No method raises: a keyring that is missing, locked or denied costs a sign-in, never data.
    """

    def __init__(self, service: str, backend: Backend | None = None) -> None:
        self._service = service
        self._backend = backend
        self._looked = backend is not None
        self._memory: Tokens | None = None
        self._lock = threading.Lock()
        self._kept = True

    @property
    def kept(self) -> bool:
        """Whether tokens outlive this program. Looks for a keyring at the first call."""
        with self._lock:
            return self._keyring() is not None and self._kept

    def load(self) -> Tokens | None:
        with self._lock:
            stored = self._read()
            # A keyring that could not be written still holds the pair that this one replaced.
            known = [each for each in (stored, self._memory) if each is not None]
            return max(known, key=lambda each: each.expires_at, default=None)

    def keep(self, tokens: Tokens) -> bool:
        """True when the keyring holds them now; else they are remembered while this program runs."""
        with self._lock:
            self._memory = tokens
            self._kept = self._write(tokens) and self._holds(tokens)
            if self._kept:
                self._memory = None
            return self._kept

    def forget(self) -> None:
        with self._lock:
            self._memory = None
            keyring = self._keyring()
            if keyring is None:
                return
            try:
                keyring.delete_password(self._service, _ENTRY)
            except _keyring_errors():
                return

    def _read(self) -> Tokens | None:
        keyring = self._keyring()
        if keyring is None:
            return None
        try:
            return _tokens_from(keyring.get_password(self._service, _ENTRY))
        except _keyring_errors():
            self._kept = False
            return None

    def _holds(self, tokens: Tokens) -> bool:
        """Read back: some keyrings take everything and keep nothing."""
        stored = self._read()
        return stored is not None and _text_of(stored) == _text_of(tokens)

    def _write(self, tokens: Tokens) -> bool:
        keyring = self._keyring()
        if keyring is None:
            return False
        try:
            keyring.set_password(self._service, _ENTRY, _text_of(tokens))
        except _keyring_errors():
            return False
        return True

    def _keyring(self) -> Backend | None:
        if not self._looked:
            self._looked = True
            self._backend = _system_keyring()
        return self._backend


class ChannelSecrets:
    """The addresses of one data folder's channels, by the channel's id. No method raises: a keyring that is missing,
    locked or denied costs typing an address again, never data."""

    def __init__(self, service: str, backend: Backend | None = None) -> None:
        self._service = service
        self._backend = backend
        self._looked = backend is not None
        self._memory: dict[str, str] = {}
        self._lock = threading.Lock()

    def keep(self, channel_id: str, address: str) -> bool:
        """True when the keyring holds it now; else it is remembered while this program runs."""
        with self._lock:
            self._memory[channel_id] = address
            if not self._written(channel_id, address):
                return False
            del self._memory[channel_id]
            return True

    def load(self, channel_id: str) -> str | None:
        """What was last kept. None where that was in another program's memory, or the keyring does not give it now."""
        with self._lock:
            remembered = self._memory.get(channel_id)
            return self._read(channel_id) if remembered is None else remembered

    def forget(self, channel_id: str) -> None:
        with self._lock:
            self._memory.pop(channel_id, None)
            keyring = self._keyring()
            if keyring is None:
                return
            try:
                keyring.delete_password(self._service, _entry_of(channel_id))
            except _keyring_errors():
                return

    def _read(self, channel_id: str) -> str | None:
        keyring = self._keyring()
        if keyring is None:
            return None
        try:
            return keyring.get_password(self._service, _entry_of(channel_id))
        except _keyring_errors():
            return None

    def _written(self, channel_id: str, address: str) -> bool:
        """And read back: some keyrings take everything and keep nothing."""
        keyring = self._keyring()
        if keyring is None:
            return False
        try:
            keyring.set_password(self._service, _entry_of(channel_id), address)
        except _keyring_errors():
            return False
        return self._read(channel_id) == address

    def _keyring(self) -> Backend | None:
        if not self._looked:
            self._looked = True
            self._backend = _system_keyring()
        return self._backend


def _entry_of(channel_id: str) -> str:
    return f"channel:{channel_id}"


def _system_keyring() -> Backend | None:
    try:
        import keyring
    except ImportError:
        return None
    try:
        chosen = keyring.get_keyring()
    except _keyring_errors():
        return None
    for backend in getattr(chosen, "backends", None) or [chosen]:
        if type(backend).__module__ in _TRUSTED_MODULES:
            trusted: Backend = backend
            return trusted
    return None


def _keyring_errors() -> tuple[type[Exception], ...]:
    """The backends' own, and what they let through: a bus that went away, a prompt that was dismissed."""
    named = (
        ("keyring.errors", "KeyringError"),
        ("secretstorage.exceptions", "SecretStorageException"),
        ("jeepney", "DBusErrorResponse"),
    )
    found: list[type[Exception]] = [OSError, RuntimeError, ValueError]
    for module, name in named:
        try:
            found.append(getattr(importlib.import_module(module), name))
        except ImportError:
            continue
    return tuple(found)


def _text_of(tokens: Tokens) -> str:
    return json.dumps({"access": tokens.access, "refresh": tokens.refresh, "expires_at": to_iso(tokens.expires_at)})


def _tokens_from(text: str | None) -> Tokens | None:
    try:
        entry = json.loads(text or "null")
        return Tokens(str(entry["access"]), str(entry["refresh"]), from_iso(str(entry["expires_at"])))
    except (ValueError, KeyError, TypeError):
        return None


NOT_KEPT: Final = Bilingual(
    en="This computer has no keyring that Vonk can use, so you are connected until this program ends. "
    "Your drafts are safe either way.",
    nl="Deze computer heeft geen sleutelbos die Vonk kan gebruiken. Je bent verbonden tot dit programma stopt. "
    "Je concepten zijn hoe dan ook veilig.",
)
ADDRESS_NOT_KEPT: Final = Bilingual(
    en="This computer has no keyring that Vonk can use, so the channel's address is known until this program ends. "
    "Your drafts are safe either way.",
    nl="Deze computer heeft geen sleutelbos die Vonk kan gebruiken. Het adres van het kanaal is bekend tot dit "
    "programma stopt. Je concepten zijn hoe dan ook veilig.",
)
