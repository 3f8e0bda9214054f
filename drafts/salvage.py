"""What can still be read of a damaged drafts.db, row by row. The file itself is not changed by reading."""

from __future__ import annotations

import shutil
import struct
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from drafts import schema
from drafts.database import sqlite_module
from drafts.soundness import decoded, row_holds

Rows = dict[str, list[dict[str, Any]]]
"""By table."""

_PAGE: Final = 4096
_MOST_PROBES: Final = 100_000
_MOST_MISSES: Final = 1_000
_MOST_PAGES: Final = 2**20
_LOG_HEADER: Final = 32
_FRAME: Final = 24 + _PAGE
_INNER_PAGE: Final = 5


def rows_that_hold(damaged: Path, template: Path, room: Path) -> Rows:
    """Every row of the damaged file and its log that is whole, the same one perhaps more than once.

    `template` is a sound database of the same form, whose first pages are borrowed where those of the damaged file
    tell nothing; `room` a folder of the caller's for copies. Damage gives fewer rows, never an error.
    """
    data = damaged.read_bytes() if damaged.is_file() else b""
    log_file = damaged.with_name(f"{damaged.name}-wal")
    log = log_file.read_bytes() if log_file.is_file() else b""
    form = template.read_bytes()
    found: Rows = {}
    for name, variant, its_log in _variants(data, log, form):
        copy = room / f"{name}.db"
        copy.write_bytes(variant)
        if its_log:
            copy.with_name(f"{copy.name}-wal").write_bytes(its_log)
        _read_all(copy, found)
    return found


def _variants(data: bytes, log: bytes, form: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    """As SQLite sees it; with all of the log's pages, whatever their sums say; and with a borrowed beginning."""
    yield "as-it-is", data, log
    with_log = _with_pages_of(log, data)
    yield "with-log", _stands_alone(with_log), b""
    yield "with-form", _stands_alone(_with_form(with_log, form)), b""
    if log:
        yield "without-log", _stands_alone(data), b""
        yield "with-form-without-log", _stands_alone(_with_form(data, form)), b""


def _with_pages_of(log: bytes, data: bytes) -> bytes:
    """The pages of the log over those of the file; of a log that began anew several times only the present one."""
    frames = [log[at : at + _FRAME] for at in range(_LOG_HEADER, len(log) - _FRAME + 1, _FRAME)]
    if not frames:
        return data
    ((mark, _),) = Counter(frame[8:16] for frame in frames).most_common(1)
    marks = (log[16:24], mark)
    chosen = marks[0] if any(frame[8:16] == marks[0] for frame in frames) else mark
    whole = bytearray(data)
    for frame in frames:
        (number,) = struct.unpack(">I", frame[:4])
        if frame[8:16] == chosen and 0 < number <= _MOST_PAGES:
            whole.extend(bytes(max(0, number * _PAGE - len(whole))))
            whole[(number - 1) * _PAGE : number * _PAGE] = frame[24:]
    return bytes(whole)


def _with_form(data: bytes, form: bytes) -> bytes:
    """The pages that name the tables, from a database whose tables lie in the same places."""
    whole = bytearray(data)
    for number in _pages_of_form(form):
        whole.extend(bytes(max(0, number * _PAGE - len(whole))))
        whole[(number - 1) * _PAGE : number * _PAGE] = form[(number - 1) * _PAGE : number * _PAGE]
    return bytes(whole)


def _pages_of_form(form: bytes) -> list[int]:
    pages = [1]
    for number in pages:
        start = (number - 1) * _PAGE
        head = start + (100 if number == 1 else 0)
        if len(form) >= start + _PAGE and form[head] == _INNER_PAGE:
            (cells,) = struct.unpack(">H", form[head + 3 : head + 5])
            places = struct.unpack(f">{cells}H", form[head + 12 : head + 12 + 2 * cells])
            below = [form[start + place : start + place + 4] for place in places] + [form[head + 8 : head + 12]]
            pages += [struct.unpack(">I", child)[0] for child in below]
    return pages


def _stands_alone(data: bytes) -> bytes:
    """With a head that says: no log, as many pages as there are, none of them free."""
    if len(data) < _PAGE:
        return data
    whole = bytearray(data)
    whole.extend(bytes(-len(whole) % _PAGE))
    whole[18:20] = b"\1\1"
    whole[28:32] = struct.pack(">I", len(whole) // _PAGE)
    whole[32:40] = bytes(8)
    whole[92:96] = whole[24:28]
    return bytes(whole)


def _read_all(copy: Path, found: Rows) -> None:
    module = sqlite_module()
    # Even the names of columns can be no text any more: that is a ValueError.
    with suppress(module.Error, ValueError), closing(module.connect(str(copy))) as connection:
        connection.text_factory = bytes
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}")
        for table in schema.metadata.tables:
            kept = found.setdefault(table, [])
            kept += (row for row in _rows_of(connection, table) if _holds(table, row))


def _holds(table: str, row: dict[str, Any]) -> bool:
    # A damaged file can have anything in any place, also a number where a text was.
    with suppress(TypeError, KeyError, ValueError):
        return row_holds(table, row)
    return False


def _rows_of(connection: Any, table: str) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - as in soundness
    """From the front until a page cannot be read, from the back until then, and between them one by one."""
    seen: list[int] = []
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone():
        return
    if (yield from _through(connection, table, "ASC", seen, -1)):
        return
    last = max(seen, default=0)
    yield from _through(connection, table, "DESC", seen, last)
    end = min((rowid for rowid in seen if rowid > last), default=last + _MOST_PROBES)
    misses = 0
    for rowid in range(last + 1, end):
        before = len(seen)
        with suppress(sqlite_module().Error, ValueError):
            sql = f"SELECT rowid AS its_rowid, * FROM {table} NOT INDEXED WHERE rowid = ?"  # noqa: S608 - ours
            yield from _whole(decoded(connection.execute(sql, (rowid,))), seen)
        misses = 0 if len(seen) > before else misses + 1
        if misses > _MOST_MISSES:
            return


def _through(
    connection: Any,  # noqa: ANN401 - as in soundness
    table: str,
    order: str,
    seen: list[int],
    stop: int,
) -> Generator[dict[str, Any], None, bool]:
    """In this order, until rowid `stop`. Its result is whether all of it could be read."""
    sql = f"SELECT rowid AS its_rowid, * FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid {order}"  # noqa: S608
    try:
        yield from _whole(decoded(connection.execute(sql, (stop,))), seen)
    except (sqlite_module().Error, ValueError):
        return False
    return True


def _whole(rows: Iterable[dict[str, Any] | None], seen: list[int]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row is not None:
            seen.append(row.pop("its_rowid"))
            yield row


def read_aside(damaged: Iterable[Path], template: Path, room: Path) -> list[Rows]:
    """`rows_that_hold` of each, in copies that are gone afterwards."""
    found = []
    for file in damaged:
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(mode=0o700)
        try:
            found.append(rows_that_hold(file, template, room))
        finally:
            shutil.rmtree(room, ignore_errors=True)
    return found
