"""tus 1.0: bytes on their way in. A part counts when its checksum is right and its offset is the one that was due.

The bytes of a part go to a file of their own first, so that a part that is cut off touches nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from core.draft import random_id
from core.language import Bilingual
from core.wire import MEDIA_TYPES
from hub.access import Person
from hub.blobs import STEP, BlobFolder, sha256_of, sync_file, sync_folder
from hub.database import Database
from hub.problems import Problem, malformed, not_found
from hub.schema import blob_owners, blobs, uploads

LARGEST_PART: Final = 4 * 1024 * 1024
KEPT_FOR: Final = timedelta(days=7)
MOST_AT_ONCE: Final = 200
"""Unfinished uploads of one person."""


@dataclass(frozen=True, slots=True)
class Upload:
    """`offset` is how many bytes the hub has safely on disk."""

    id: str
    person_id: str
    sha256: str
    type: str
    length: int
    offset: int
    expires_at: datetime


class UploadFolder:
    """Where unfinished uploads lie, and whose turn it is to write in one."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._turns = tuple(threading.Lock() for _ in range(64))

    def whole(self, upload_id: str) -> Path:
        return self._root / upload_id

    def new_part(self) -> Path:
        return self._root / f"{random_id()}.part"

    def turn(self, upload_id: str) -> threading.Lock:
        return self._turns[hash(upload_id) % len(self._turns)]

    def clear_parts(self) -> None:
        """Parts of connections that a crash ended. Only when nobody is sending: at start."""
        self._root.mkdir(parents=True, exist_ok=True)
        for part in self._root.glob("*.part"):
            part.unlink(missing_ok=True)


def has_delivered(db: Connection, person: Person, sha256: str) -> bool:
    """True when this person has delivered this blob whole. Others' blobs are not spoken of."""
    mine = select(blob_owners).where(blob_owners.c.person_id == person.id, blob_owners.c.sha256 == sha256)
    return db.execute(mine).first() is not None


def create(
    db: Connection,
    now: datetime,
    person: Person,
    *,
    sha256: str,
    media_type: str,
    length: int,
    quota: int,
    largest: int,
) -> Upload:
    """Problem `malformed` for a name that is no hash or a type the hub does not take, `too_large` past a limit."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise malformed("Upload-Metadata.sha256", _NOT_A_HASH)
    if media_type not in MEDIA_TYPES:
        raise malformed("Upload-Metadata.type", _NOT_A_TYPE)
    if length < 1:
        raise malformed("Upload-Length", _EMPTY)
    if length > largest or _in_use(db, person) + length > quota:
        raise too_large()
    open_ones = select(func.count()).select_from(uploads).where(uploads.c.person_id == person.id)
    if db.execute(open_ones.where(uploads.c.offset < uploads.c.length)).scalar_one() >= MOST_AT_ONCE:
        raise too_large()
    upload = Upload(random_id(), person.id, sha256, media_type, length, 0, now + KEPT_FOR)
    db.execute(
        insert(uploads).values(
            id=upload.id,
            person_id=person.id,
            sha256=sha256,
            type=media_type,
            length=length,
            offset=0,
            created_at=now,
            expires_at=upload.expires_at,
        )
    )
    return upload


def find(db: Connection, now: datetime, person: Person, upload_id: str) -> Upload:
    """Problem `not_found` for one that is gone, expired or somebody else's."""
    row = db.execute(
        select(uploads).where(uploads.c.id == upload_id, uploads.c.person_id == person.id, uploads.c.expires_at > now)
    ).one_or_none()
    if row is None:
        raise not_found()
    return _upload(row)


def receive(
    database: Database,
    folder: UploadFolder,
    keep: BlobFolder,
    now: datetime,
    upload: Upload,
    *,
    offset: int,
    part: Path,
    size: int,
) -> Upload:
    """Add a part whose checksum was right. Problem `wrong_offset` when another was due; `hash_mismatch`, and the
    upload is gone, when the whole is not what its name says.
    """
    with folder.turn(upload.id):
        with database.read() as db:
            due = db.execute(select(uploads.c.offset).where(uploads.c.id == upload.id)).scalar_one_or_none()
        if due is None:
            raise not_found()
        if due != offset:
            raise wrong_offset(due)
        if offset + size > upload.length:
            raise too_large()
        whole = folder.whole(upload.id)
        _take_apart(whole)
        _write_at(whole, offset, part)
        if offset + size == upload.length:
            _finish(database, folder, keep, now, upload)
        else:
            _move_on(database, now, upload, offset, offset + size)
    with database.read() as db:
        return _upload(db.execute(select(uploads).where(uploads.c.id == upload.id)).one())


def terminate(database: Database, folder: UploadFolder, upload: Upload) -> None:
    """Forget an upload; a blob that was already whole stays."""
    with folder.turn(upload.id):
        with database.write() as db:
            db.execute(delete(uploads).where(uploads.c.id == upload.id))
        folder.whole(upload.id).unlink(missing_ok=True)


def clear_expired(database: Database, folder: UploadFolder, now: datetime) -> int:
    """Take away what nobody went on with for seven days; answers how many."""
    with database.read() as db:
        old = [_upload(row) for row in db.execute(select(uploads).where(uploads.c.expires_at <= now))]
    for upload in old:
        terminate(database, folder, upload)
    return len(old)


def wrong_offset(due: int) -> Problem:
    return Problem(
        "wrong_offset",
        Bilingual(en="This part is not the one that is due.", nl="Dit deel is niet aan de beurt."),
        extra={"offset": due},
        headers={"Upload-Offset": str(due)},
    )


def wrong_checksum() -> Problem:
    return Problem(
        "checksum",
        Bilingual(en="This part changed on its way.", nl="Dit deel is onderweg veranderd."),
        Bilingual(en="Send it again.", nl="Stuur het opnieuw."),
    )


def too_large() -> Problem:
    return Problem(
        "too_large",
        Bilingual(en="This is more than the hub takes.", nl="Dit is meer dan de hub aanneemt."),
        Bilingual(
            en="It is safe on your computer. Make it shorter, or ask an admin for more room.",
            nl="Het staat veilig op je computer. Maak het korter, of vraag een beheerder om meer ruimte.",
        ),
    )


class PartOnDisk:
    """A part as it comes in: `add` until it ends, then `matches`. More than 4 MiB is refused.

    `add` and `drop` touch the disk: not for the event loop.
    """

    def __init__(self, path: Path, most: int = LARGEST_PART) -> None:
        self.path = path
        self.size = 0
        self._most = most
        self._hash = hashlib.sha256()

    def add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self._most:
            raise too_large()
        self._hash.update(chunk)
        with self.path.open("ab") as file:
            file.write(chunk)

    def matches(self, sha256: bytes) -> bool:
        return self._hash.digest() == sha256

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)


def _in_use(db: Connection, person: Person) -> int:
    kept = select(func.coalesce(func.sum(blobs.c.size), 0)).select_from(
        blobs.join(blob_owners, blob_owners.c.sha256 == blobs.c.sha256)
    )
    coming = select(func.coalesce(func.sum(uploads.c.length), 0)).where(
        uploads.c.person_id == person.id, uploads.c.offset < uploads.c.length
    )
    owned: int = db.execute(kept.where(blob_owners.c.person_id == person.id)).scalar_one()
    expected: int = db.execute(coming).scalar_one()
    return owned + expected


def _take_apart(whole: Path) -> None:
    """After a crash in `_finish` it may be one file with the blob that was kept: that one is never written in."""
    if not whole.exists() or whole.stat().st_nlink == 1:
        return
    own = whole.with_name(f"{whole.name}.part")
    shutil.copy(whole, own)
    sync_file(own)
    own.replace(whole)


def _write_at(whole: Path, offset: int, part: Path) -> None:
    # What stands behind `offset` was never counted: an answer that a crash swallowed. It is written over.
    handle = os.open(whole, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as file, part.open("rb") as coming:
        file.seek(offset)
        while chunk := coming.read(STEP):
            file.write(chunk)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
    if offset == 0:
        sync_folder(whole.parent)


def _move_on(database: Database, now: datetime, upload: Upload, due: int, then: int) -> None:
    with database.write() as db:
        moved = update(uploads).where(uploads.c.id == upload.id, uploads.c.offset == due)
        if db.execute(moved.values(offset=then, expires_at=now + KEPT_FOR)).rowcount != 1:
            raise wrong_offset(due)


def _finish(database: Database, folder: UploadFolder, keep: BlobFolder, now: datetime, upload: Upload) -> None:
    whole = folder.whole(upload.id)
    if sha256_of(whole) != upload.sha256:
        with database.write() as db:
            db.execute(delete(uploads).where(uploads.c.id == upload.id))
        whole.unlink(missing_ok=True)
        raise Problem(
            "hash_mismatch",
            Bilingual(en="The file is not the one that was announced.", nl="Het bestand is niet het aangekondigde."),
            Bilingual(en="Send it again from the start.", nl="Stuur het opnieuw, van het begin af."),
        )
    size = keep.keep(whole, upload.sha256)
    with database.write() as db:
        note_blob(db, now, upload.sha256, size)
        mine = (blob_owners.c.person_id == upload.person_id, blob_owners.c.sha256 == upload.sha256)
        if not db.execute(select(blob_owners).where(*mine)).first():
            db.execute(insert(blob_owners).values(person_id=upload.person_id, sha256=upload.sha256, created_at=now))
        db.execute(update(uploads).where(uploads.c.id == upload.id).values(offset=upload.length))
    with contextlib.suppress(OSError):
        whole.unlink()


def note_blob(db: Connection, now: datetime, sha256: str, size: int) -> None:
    """The row of a file that is in the folder already."""
    if not db.execute(select(blobs.c.sha256).where(blobs.c.sha256 == sha256)).first():
        db.execute(insert(blobs).values(sha256=sha256, size=size, created_at=now))


def _upload(row: Any) -> Upload:  # noqa: ANN401
    return Upload(row.id, row.person_id, row.sha256, row.type, row.length, row.offset, row.expires_at)


_NOT_A_HASH: Final = Bilingual(
    en="The name of the file is not a SHA-256.", nl="De naam van het bestand is geen SHA-256."
)
_NOT_A_TYPE: Final = Bilingual(en="The hub does not take this kind of file.", nl="De hub neemt dit soort bestand niet.")
_EMPTY: Final = Bilingual(en="The file is empty.", nl="Het bestand is leeg.")
