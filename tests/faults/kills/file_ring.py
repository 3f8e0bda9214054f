"""Stands in for the system's keyring: a file that is replaced whole, as the real ones do, and outlives a kill."""

from __future__ import annotations

import json
from pathlib import Path

from core.clock import to_iso, utc_now
from media.files import whole_file


class FileRing:
    def __init__(self, file: Path) -> None:
        self._file = file

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._read(), f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        self._write({name: kept for name, kept in self._read().items() if name != f"{service}/{username}"})

    def expire(self) -> None:
        """An hour has passed, for whoever reads the tokens: they must be renewed."""
        aged = {name: {**json.loads(kept), "expires_at": to_iso(utc_now())} for name, kept in self._read().items()}
        self._write({name: json.dumps(kept) for name, kept in aged.items()})

    def _read(self) -> dict[str, str]:
        return dict(json.loads(self._file.read_text(encoding="utf-8"))) if self._file.exists() else {}

    def _write(self, kept: dict[str, str]) -> None:
        with whole_file(self._file) as unfinished:
            unfinished.write_text(json.dumps(kept), encoding="utf-8")
