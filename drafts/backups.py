"""Verified copies of drafts.db: made with SQLite's own backup, checked before they count, thinned with age."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from core.errors import StoreUnusable
from core.language import Bilingual
from drafts.database import plain_database_errors, sqlite_module
from drafts.files import flush_file, name_for_good, plain_disk_errors
from drafts.soundness import holds

OLDEST_WHILE_WORKING: Final = timedelta(minutes=10)
GENERATIONS: Final = 24
_ALWAYS_KEPT: Final = 4
_NAME: Final = re.compile(r"drafts-(\d{8}T\d{9})Z\.db\Z")

CopyTo = Callable[[Any], None]
"""Fills an open, empty connection with a consistent copy of the living database."""


def backup(folder: Path, now: datetime, copy_to: CopyTo) -> Path:
    """A new verified backup, flushed to the disk. DiskAlmostFull, Impossible, StoreUnusable, with no file left behind
    when the disk refuses or the copy does not hold up."""
    unfinished, final = folder / ".unfinished.db", folder / _name(now)
    with plain_disk_errors():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove(unfinished)
        try:
            with plain_database_errors(), closing(sqlite_module().connect(str(unfinished))) as target:
                copy_to(target)
                # The copy must be one file that needs no log beside it.
                target.execute("PRAGMA journal_mode = DELETE").fetchall()
            if not is_good(unfinished):
                raise StoreUnusable(NO_GOOD_COPY, NO_GOOD_COPY_HINT)
            flush_file(unfinished)
            name_for_good(unfinished, final)
        finally:
            _remove(unfinished)
    return final


def _remove(unfinished: Path) -> None:
    for suffix in ("-journal", "-wal", "-shm", ""):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)


def is_good(path: Path) -> bool:
    """Whether the whole file is sound and holds what this program writes. It is not changed by looking."""
    module = sqlite_module()
    try:
        with closing(module.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return holds(connection)
    except module.DatabaseError:
        return False


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Newest first."""
    if not folder.is_dir():
        return []
    dated = ((_moment(path.name), path) for path in folder.iterdir())
    return sorted(((moment, path) for moment, path in dated if moment is not None), reverse=True)


def is_due(folder: Path, now: datetime) -> bool:
    """True when there is none, the newest is older than ten minutes, or the clock went back."""
    found = backups_in(folder)
    return not found or not timedelta(0) <= now - found[0][0] <= OLDEST_WHILE_WORKING


def thin(folder: Path, now: datetime) -> None:
    """Keep 24: the newest four, the oldest, and of the rest those that leave the smallest gaps for their age."""
    dated = dict(backups_in(folder))
    for moment in superfluous(list(dated), now):
        dated[moment].unlink(missing_ok=True)


def superfluous(moments: Sequence[datetime], now: datetime, keep: int = GENERATIONS) -> list[datetime]:
    """Which of these (newest first) to let go of."""
    left = sorted(moments, reverse=True)
    gone: list[datetime] = []
    while len(left) > max(keep, _ALWAYS_KEPT + 2):
        candidates = range(_ALWAYS_KEPT, len(left) - 1)
        least = min(
            candidates, key=lambda at: (left[at - 1] - left[at + 1]) / max(now - left[at], timedelta(seconds=1))
        )
        gone.append(left.pop(least))
    return gone


def _name(moment: datetime) -> str:
    return f"drafts-{moment.astimezone(UTC):%Y%m%dT%H%M%S}{moment.microsecond // 1000:03d}Z.db"


def _moment(name: str) -> datetime | None:
    found = _NAME.match(name)
    if not found:
        return None
    text = found[1]
    try:
        return datetime.strptime(text[:-3], "%Y%m%dT%H%M%S").replace(tzinfo=UTC, microsecond=int(text[-3:]) * 1000)
    except ValueError:
        return None


NO_GOOD_COPY: Final = Bilingual(
    en="A backup of your drafts could not be made.", nl="Een reservekopie van je concepten kon niet worden gemaakt."
)
NO_GOOD_COPY_HINT: Final = Bilingual(
    en="Nothing was changed, and earlier backups are still there. Check the disk.",
    nl="Er is niets veranderd, en eerdere reservekopieën zijn er nog. Kijk de schijf na.",
)
