"""Where the app keeps its things. One folder holds all of it; `VONK_HOME` moves it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of one person's data. Nothing is made until somebody writes."""

    root: Path

    @property
    def drafts_db(self) -> Path:
        return self.root / "drafts.db"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def blobs(self) -> Path:
        return self.root / "blobs"

    @property
    def takes(self) -> Path:
        return self.root / "takes"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def tokens_lock(self) -> Path:
        """Held by who renews the hub's tokens, app or command line: two at once would use up each other's."""
        return self.root / "tokens.lock"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def make(self) -> None:
        """Make the folder, readable by its owner alone."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def identity(self) -> str:
        """An id that belongs to this folder, made at the first call; it names the keyring service and the socket."""
        self.make()
        file = self.root / "home-id"
        try:
            with file.open("x", encoding="ascii") as new:
                new.write(str(uuid.uuid4()))
        except FileExistsError:
            pass
        return file.read_text(encoding="ascii").strip()


def home_from_environment(environ: Mapping[str, str]) -> Home:
    moved = environ.get("VONK_HOME")
    return Home(Path(moved).expanduser().absolute() if moved else Path(platformdirs.user_data_dir("vonk", False)))
