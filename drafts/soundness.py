"""Whether drafts.db can be trusted: its pages, its log, what its rows say, and that it did not go back in time."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from core.delivery import DeliveryState
from core.formats import Format
from core.review import ReviewState
from drafts import schema
from drafts.database import is_damage, plain_database_error, sqlite_module

Row = Mapping[str, Any]
_NOT_READ: Final = "steps"
"""Kept for whoever must explain what happened; the program itself reads none of them."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")
_LOG_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_INDEX: Final = 48
_COMPARED: Final = 100
_LOG_MAGIC: Final = (0x377F0682, 0x377F0683)


def is_sound(path: Path, newest_backup: Path | None, patience_s: float, *, alone: bool) -> bool:
    """False for a damaged file, or one that went back in time. StoreUnusable when nobody can tell: it is locked.

    `alone` when no other process has it open: then the log stands still and is looked at too.
    """
    module = sqlite_module()
    log, shared = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    left_behind = log.exists() or shared.exists()
    before = _index_of(shared)
    # Where there is a log it is read only: who closes a database that may be written removes its log.
    way = "?mode=ro" if left_behind else ""
    try:
        with closing(module.connect(f"{path.absolute().as_uri()}{way}", uri=True, timeout=patience_s)) as connection:
            connection.execute(f"PRAGMA busy_timeout = {int(patience_s * 1000)}")
            if path.stat().st_size == 0 or not holds(connection):
                return False
            if newest_backup is not None and _is_behind(connection, newest_backup):
                return False
            return not left_behind or not alone or not _lost_commits(log, before, shared)
    except module.DatabaseError as error:
        if is_damage(error) or "decode" in str(error):
            return False
        raise plain_database_error(error) from error
    except (ValueError, TypeError):
        return False


def holds(connection: Any) -> bool:  # noqa: ANN401 - a connection of whichever SQLite module is in use
    """Whether every page, index and row is as this program writes them. A file without our tables does not hold."""
    try:
        # Where a name is damaged, SQLite's own words about it can be no text either: that is a ValueError.
        if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            return False
        # A file cut to nothing is a sound, empty database; ours never is without its version table.
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        return {"alembic_version", "drafts"} <= names and all(
            row_holds(table, row)
            for table in schema.metadata.tables
            if table in names and table != _NOT_READ
            for row in _named_rows(connection, table)
        )
    except (TypeError, KeyError, ValueError):
        # A number where a text belongs, a column that is not ours, a name that is no text.
        return False


def _named_rows(connection: Any, table: str) -> Iterator[Row]:  # noqa: ANN401 - as in holds
    cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own table's name
    columns = [column[0] for column in cursor.description]
    return (dict(zip(columns, row, strict=True)) for row in cursor)


def decoded(cursor: Any) -> Iterator[dict[str, Any] | None]:  # noqa: ANN401 - a cursor of whichever SQLite module
    """Rows by name; None for one that holds a text that is none. The connection gives texts as bytes."""
    names = [column[0] for column in cursor.description]
    for row in cursor:
        try:
            yield {
                name: value.decode("utf-8") if isinstance(value, bytes) else value
                for name, value in zip(names, row, strict=True)
            }
        except UnicodeDecodeError:
            yield None


def row_holds(table: str, row: Row) -> bool:
    """Whether a row can be what this program wrote: the text has its hash, words are known, moments are moments."""
    if "manifest" in row and not _text_holds(row["manifest"], row.get("content_hash")):
        return False
    if not all(_is_moment(row.get(name)) for name in _MOMENTS[table]):
        return False
    own = _OWN_RULES.get(table)
    return own is None or own(row)


def _text_holds(text: object, its_hash: object) -> bool:
    return isinstance(text, str) and hashlib.sha256(text.encode("utf-8")).hexdigest() == its_hash


def _is_moment(value: object) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_json(value: object) -> bool:
    try:
        return isinstance(value, str) and isinstance(json.loads(value), dict)
    except ValueError:
        return False


_MOMENTS: Final = {
    name: [column.name for column in table.c if column.name == "at" or column.name.endswith("_at")]
    for name, table in schema.metadata.tables.items()
}
_FORMATS: Final = frozenset(format.value for format in Format)
_REVIEWS: Final = frozenset(state.value for state in ReviewState)
_DELIVERIES: Final = frozenset(state.value for state in DeliveryState)


def _draft_holds(row: Row) -> bool:
    return (
        row["format"] in _FORMATS
        and row["review"] in _REVIEWS
        and isinstance(row["revision"], int)
        and (row["submitted_hash"] is None or bool(_SHA256.match(row["submitted_hash"])))
        and (f'"title":"{row["title"]}"' in row["manifest"] or _spelled(row["title"]) in row["manifest"])
    )


def _spelled(title: str) -> str:
    return '"title":' + json.dumps(title, ensure_ascii=False)


_OWN_RULES: Final[Mapping[str, Callable[[Row], bool]]] = {
    "drafts": _draft_holds,
    "versions": lambda row: isinstance(row["revision"], int),
    "outbox": lambda row: row["kind"] in ("submit", "withdraw"),
    "deliveries": lambda row: row["state"] in _DELIVERIES,
    "blobs": lambda row: bool(_SHA256.match(row["sha256"])) and isinstance(row["size"], int) and row["size"] > 0,
    "blob_uses": lambda row: bool(_SHA256.match(row["sha256"])),
    "feedback": lambda row: _is_json(row["event"]),
    "directory": lambda row: _is_json(row["directory"]),
}


@dataclass(frozen=True, slots=True)
class _Index:
    """What the file beside the log says: how many frames of it count, and the mark they bear."""

    frames: int
    mark: bytes


_SPOILT: Final = _Index(0, b"")
"""One that is there and cannot be trusted: whoever is killed leaves a whole one."""


def _index_of(shared: Path) -> _Index | None:
    """None where there is none."""
    try:
        head = shared.read_bytes()[:_INDEX]
    except FileNotFoundError:
        return None
    if len(head) < _INDEX or struct.pack("=2I", *_summed("=", head[:40])) != head[40:]:
        return _SPOILT
    return _Index(struct.unpack("=I", head[16:20])[0], head[32:40])


def _lost_commits(log: Path, before: _Index | None, shared: Path) -> bool:
    """Whether the log, of which the index told one thing before SQLite read it and another after, lacks commits.

    A writer that died leaves half a transaction at the end, and a log that began anew has old frames behind the new
    ones. But frames that counted do so for ever, until a new mark is there; and a frame with the present mark that ends
    a transaction, beyond the last one SQLite took, was a commit.
    """
    data = log.read_bytes() if log.exists() else b""
    now = _index_of(shared)
    if before is not None and before.frames:
        kept = now is not None and now.frames >= before.frames and before.mark == data[16:24]
        if not kept:
            return True
    if len(data) <= _LOG_HEADER:
        return before is _SPOILT or 0 < len(data) < _LOG_HEADER
    magic, _, page_size = struct.unpack(">3I", data[:12])
    order = ">" if magic & 1 else "<"
    if magic not in _LOG_MAGIC or struct.pack(">2I", *_summed(order, data[:24])) != data[24:32] or now is None:
        return True
    step = _FRAME_HEADER + page_size
    if (before is None or before is _SPOILT) and (len(data) - _LOG_HEADER) % step:
        # Cut within a frame, and no index that could tell whether this one counted.
        return True
    return any(
        data[at + 8 : at + 16] == now.mark and any(data[at + 4 : at + 8])
        for at in range(_LOG_HEADER + now.frames * step, len(data) - step + 1, step)
    )


def _summed(order: str, data: bytes) -> tuple[int, int]:
    """SQLite's checksum of a log's or an index's head."""
    first = second = 0
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second


def _is_behind(connection: Any, backup: Path) -> bool:  # noqa: ANN401 - as in holds
    """Whether the backup knows of something that this file never heard of: then a log with commits was lost.

    Who went back to an earlier backup has a database with a higher `user_version`: it is not behind.
    """
    module = sqlite_module()
    ours = _how_far(connection)
    try:
        with closing(module.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as other:
            theirs = _how_far(other)
    except (module.DatabaseError, ValueError, TypeError):
        return False
    if ours.life != theirs.life:
        return ours.life < theirs.life
    if any(number > ours.sequences.get(name, 0) for name, number in theirs.sequences.items()):
        return True
    for item_id, revision in theirs.newest:
        here = connection.execute("SELECT revision FROM drafts WHERE id = ?", (item_id,)).fetchone()
        # What is not here may have been deleted for good.
        if here is not None and here[0] < revision:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _HowFar:
    """Numbers that only grow, those of the drafts changed last among them."""

    life: int
    sequences: Mapping[str, int]
    newest: tuple[tuple[str, int], ...]


def _how_far(connection: Any) -> _HowFar:  # noqa: ANN401 - as in holds
    (life,) = connection.execute("PRAGMA user_version").fetchone()
    sequences = {str(name): int(number) for name, number in connection.execute("SELECT name, seq FROM sqlite_sequence")}
    newest = connection.execute(
        f"SELECT id, revision FROM drafts ORDER BY changed_at DESC LIMIT {_COMPARED}"  # noqa: S608 - a number
    ).fetchall()
    return _HowFar(life, sequences, tuple((str(item_id), int(revision)) for item_id, revision in newest))
