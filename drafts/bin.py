"""What was thrown away: how long it lies there, and letting go of it for good. Each inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, Select, delete, select

from core.errors import Refused
from core.language import Bilingual
from drafts import schema
from drafts.files import disk_error
from drafts.writing import draft_row, unused_blobs

DAYS_IN_BIN: Final = timedelta(days=30)


def old_ones(connection: Connection, before: str) -> list[str]:
    """What was thrown away before this moment and is not waiting to be sent."""
    drafts = schema.drafts
    return list(
        connection.scalars(
            select(drafts.c.id).where(drafts.c.binned_at < before, drafts.c.id.not_in(_unfinished()))
        )
    )  # fmt: skip


def free_ones(connection: Connection) -> list[str]:
    """All that may be let go of now."""
    binned = select(schema.drafts.c.id).where(schema.drafts.c.binned_at.is_not(None))
    if _has_hub(connection):
        binned = binned.where(schema.drafts.c.id.not_in(_unfinished()))
    return list(connection.scalars(binned))


def refuse_unless_free(connection: Connection, item_id: str) -> None:
    """NotFound; Refused for what does not lie in the bin, or of which the hub must be told something first.

    Where there is no hub nobody can be told, and what waits for one holds nobody up.
    """
    if draft_row(connection, item_id).binned_at is None:
        raise Refused(NOT_IN_BIN, NOT_IN_BIN_HINT)
    if item_id not in free_ones(connection):
        raise Refused(HUB_FIRST, HUB_FIRST_HINT)


def let_go(connection: Connection, ids: Collection[str]) -> set[str]:
    """Delete these with their versions and all that hangs on them. Returns the blobs that nothing names any more: their
    rows are gone, their bytes are the caller's to remove once this is on the disk."""
    uses, blobs = schema.blob_uses, schema.blobs
    used = set(connection.scalars(select(uses.c.sha256).where(uses.c.item_id.in_(ids))))
    connection.execute(delete(schema.drafts).where(schema.drafts.c.id.in_(ids)))
    gone = used & set(unused_blobs(connection))
    connection.execute(delete(blobs).where(blobs.c.sha256.in_(gone)))
    return gone


def remove_all(remove: Callable[[str], None], blobs: Iterable[str]) -> None:
    """Every one of them is tried; the first that the disk refused is told at the end. DiskAlmostFull, Impossible."""
    refused: OSError | None = None
    for sha256 in blobs:
        try:
            remove(sha256)
        except OSError as error:
            refused = refused or error
    if refused is not None:
        raise disk_error(refused)


def _unfinished() -> Select[tuple[str]]:
    return select(schema.outbox.c.item_id).where(schema.outbox.c.finished_at.is_(None))


def _has_hub(connection: Connection) -> bool:
    return connection.scalar(select(schema.hub.c.one)) is not None


NOT_IN_BIN: Final = Bilingual(en="This draft does not lie in the bin.", nl="Dit concept ligt niet in de prullenbak.")
NOT_IN_BIN_HINT: Final = Bilingual(
    en="Nothing was deleted. Only what you threw away can be deleted for good.",
    nl="Er is niets verwijderd. Alleen wat je weggooide, kan definitief weg.",
)
HUB_FIRST: Final = Bilingual(
    en="The hub must still hear that you took this back.",
    nl="De hub moet nog horen dat je dit terugtrok.",
)
HUB_FIRST_HINT: Final = Bilingual(
    en="Nothing was deleted. Vonk tells the hub by itself as soon as it can; delete this for good after that.",
    nl="Er is niets verwijderd. Vonk vertelt het de hub zodra dat kan; verwijder dit daarna definitief.",
)
