"""The hub's one secret key and what is derived from it: encrypted addresses, form tokens, keyed hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from core.errors import StoreUnusable
from core.language import Bilingual

TOKEN_BYTES: Final = 32


class SecretBox:
    """Built on 32 random bytes; each use has a key of its own."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def encrypt(self, text: str) -> str:
        return self._fernet().encrypt(text.encode()).decode()

    def decrypt(self, text: str) -> str:
        """StoreUnusable where this key did not write it."""
        try:
            return self._fernet().decrypt(text.encode()).decode()
        except InvalidToken:
            raise StoreUnusable(
                Bilingual(
                    en="The hub's secret key is not the one the channels were set with.",
                    nl="De geheime sleutel van de hub is niet die waarmee de kanalen zijn ingesteld.",
                ),
                Bilingual(
                    en="Put the right secret.key back, or add the channels again.",
                    nl="Zet de juiste secret.key terug, of voeg de kanalen opnieuw toe.",
                ),
            ) from None

    def form_token(self, visit: str) -> str:
        """What a form of this session (or visit) must carry."""
        return self._keyed("form", visit)

    def is_form_token(self, visit: str, token: str) -> bool:
        return hmac.compare_digest(self.form_token(visit).encode(), token.encode())

    def counted(self, what: str, of: str) -> str:
        """A keyed hash to count attempts by, which does not tell whose they were."""
        return self._keyed(f"count:{what}", of)

    def _keyed(self, purpose: str, text: str) -> str:
        return hmac.new(self._derived(purpose), text.encode(), hashlib.sha256).hexdigest()

    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._derived("addresses")))

    def _derived(self, purpose: str) -> bytes:
        return hmac.new(self._key, b"vonk-hub:" + purpose.encode(), hashlib.sha256).digest()


def load_key(path: Path) -> bytes:
    """The key in this file, made (0600) if there is none yet. Two starting at once get the same key."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return _read_key(path)


def _read_key(path: Path) -> bytes:
    try:
        key = base64.urlsafe_b64decode(path.read_bytes().strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != TOKEN_BYTES:
        raise StoreUnusable(
            Bilingual(en="The hub's secret.key cannot be read.", nl="De secret.key van de hub is niet te lezen."),
            Bilingual(
                en="Nothing was changed. Put the file back from a backup; it must be 32 bytes in base64.",
                nl="Er is niets veranderd. Zet het bestand terug uit een back-up; het zijn 32 bytes in base64.",
            ),
        )
    return key


def new_token() -> str:
    """43 characters that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def fingerprint(token: str) -> str:
    """All that is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
