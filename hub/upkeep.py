"""Keeping a hub in order: a verified copy of everything, and rows compared with files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, text

from core.errors import Refused, StoreUnusable
from core.language import Bilingual
from hub.blobs import BlobFolder, sha256_of, sync_file, sync_folder
from hub.database import Database, open_database
from hub.schema import blobs
from hub.settings import HubSettings


@dataclass(frozen=True, slots=True)
class Backup:
    folder: Path
    blobs: int
    size: int


@dataclass(frozen=True, slots=True)
class Findings:
    """`missing`: rows without a file; `damaged`: files that are not what their name says; `orphans`: files without a
    row, which do no harm. `database` is `ok` or what SQLite found.
    """

    database: str
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def well(self) -> bool:
        return self.database == "ok" and not self.missing and not self.damaged


def back_up(database: Database, settings: HubSettings, now: datetime, to: Path | None = None) -> Backup:
    """A copy of database, files and secret key, made while the hub runs, read again before it counts.

    Refused when the folder is there already; StoreUnusable when the copy is not whole.
    """
    folder = to or settings.backups / now.strftime("%Y%m%dT%H%M%SZ")
    if folder.exists():
        raise Refused(
            Bilingual(en="This folder is there already.", nl="Deze map is er al."),
            Bilingual(en="Nothing was changed. Name a new one.", nl="Er is niets veranderd. Noem een nieuwe."),
        )
    half = folder.with_name(f".{folder.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700, parents=True)
    # The database first: what it names is in the folder by then, for files are there before their rows.
    database.backup_to(half / settings.database.name)
    source, copy = BlobFolder(settings.blobs), BlobFolder(half / settings.blobs.name)
    size = sum(copy.keep(source.path(sha256), sha256) for sha256 in source.all())
    shutil.copy2(settings.secret_key, half / settings.secret_key.name)
    sync_file(half / settings.database.name)
    copied = open_database(half / settings.database.name)
    try:
        found = check(copied, copy)
    finally:
        copied.close()
    if not found.well:
        raise StoreUnusable(
            Bilingual(en="The copy is not whole, and does not count.", nl="De kopie is niet heel, en telt niet."),
            Bilingual(en="Run vonk-hub fsck and look at the disk.", nl="Draai vonk-hub fsck en kijk naar de schijf."),
        )
    half.rename(folder)
    sync_folder(folder.parent)
    return Backup(folder, sum(1 for _ in BlobFolder(folder / settings.blobs.name).all()), size)


def check(database: Database, folder: BlobFolder) -> Findings:
    """Compare rows and files, reading every byte. Changes nothing."""
    with database.read() as db:
        known = set(db.execute(select(blobs.c.sha256)).scalars())
        said = db.execute(text("PRAGMA integrity_check")).scalar_one()
    present = set(folder.all())
    return Findings(
        database=str(said),
        missing=tuple(sorted(known - present)),
        damaged=tuple(sorted(name for name in present if sha256_of(folder.path(name)) != name)),
        orphans=tuple(sorted(present - known)),
    )
