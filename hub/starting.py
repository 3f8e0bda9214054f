"""What a hub does before it answers anybody, and what it needs of the disk."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select

from core.draft import random_id
from core.errors import StoreUnusable
from core.language import Bilingual
from hub import people
from hub.blobs import sync_folder
from hub.database import Database, open_database
from hub.jobs import JobKind, enqueue
from hub.schema import identity, server_starts
from hub.secrets import SecretBox, load_key
from hub.settings import HubSettings


def open_hub(settings: HubSettings) -> tuple[Database, SecretBox]:
    """Folders, secret key and an up-to-date database, made where they are missing. StoreUnusable when impossible."""
    try:
        for folder in (settings.data, settings.blobs, settings.uploads):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.database.touch(mode=0o600)
        box = SecretBox(load_key(settings.secret_key))
    except OSError:
        raise StoreUnusable(
            Bilingual(en="The hub cannot write in its data folder.", nl="De hub kan niet schrijven in zijn datamap."),
            Bilingual(
                en="Nothing was changed. Give another folder with --data, or make this one writable.",
                nl="Er is niets veranderd. Geef een andere map met --data, of maak deze schrijfbaar.",
            ),
        ) from None
    database = open_database(settings.database)
    database.migrate()
    with database.write() as db:
        if db.execute(select(identity)).first() is None:
            db.execute(insert(identity).values(hub_id=random_id(), epoch=1, name=settings.name))
    return database, box


def note_start(database: Database, now: datetime) -> None:
    """The row of this start; and the daily tidying is due."""
    with database.write() as db:
        db.execute(insert(server_starts).values(started_at=now))
        enqueue(db, now, JobKind.TIDY, "daily")


def first_start_link(database: Database, settings: HubSettings, now: datetime) -> str | None:
    """The one-time link that makes the owner, also in its file (0600); None once there is an owner."""
    with database.write() as db:
        if people.has_owner(db):
            settings.first_start_link.unlink(missing_ok=True)
            return None
        link = f"{settings.public_url}/welcome/{people.owner_link(db, now)}"
    write_private(settings.first_start_link, link + "\n")
    return link


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, readable by the owner of the process only."""
    half = path.with_name(f".{path.name}.{random_id()}")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    sync_folder(path.parent)
