"""Passwords, as argon2 hashes."""

from __future__ import annotations

from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def hash_password(password: str) -> str:
    return _hasher().hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """Takes as long for somebody who is not there (`hashed` None) as for somebody who is."""
    try:
        right = _hasher().verify(password, hashed or _nobodys_hash())
    except UnknownHashError:
        return False
    return right and hashed is not None
