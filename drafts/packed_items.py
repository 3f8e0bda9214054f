"""One item of an export: read and checked, and put in the store inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.canonical import canonical_json
from core.clock import from_iso, to_iso
from core.content import BlobRef, Content, blobs_of
from core.delivery import DeliveryState
from core.draft import ItemId
from core.feed import ReviewEvent, event_from_json, event_to_json
from core.reading import Reader
from core.review import ReviewState
from core.wire import content_from_json, hash_of
from drafts import elsewhere, schema
from drafts.bin import DAYS_IN_BIN
from drafts.outbox import last_word
from drafts.package import ITEM_ID
from drafts.package_reading import Package, damaged, hash_in, plain_reading_errors
from drafts.records import HUB, VersionThere, content_of, manifest_of
from drafts.writing import draft_row, insert_draft, save_revision, set_review

Became = Literal["made", "same", "newer", "two_versions", "earlier"]
"""`newer`: nothing was changed here since the version it follows, and the draft went on from it;
`earlier`: kept among the earlier versions, as a choice between two waits for the person already."""

_LARGEST: Final = 2**53 - 1
_FIRST_PARTS: Final = ("draft.json", "item.json", "revisions.jsonl", "history.jsonl", "feedback.json")
_ROW_KINDS: Final = ("outbox", "deliveries", "steps", "other_versions")


@dataclass(frozen=True, slots=True)
class PackedItem:
    """`values` are the columns of `drafts` that its content does not give. `unasked`: it waited to be sent where it was
    exported, and is a draft here."""

    id: ItemId
    content: Content
    content_hash: str
    values: dict[str, Any]
    history: tuple[tuple[str, dict[str, Any]], ...]
    feedback: tuple[dict[str, Any], ...]
    unasked: bool

    @property
    def handed_in(self) -> bool:
        """Whether the present content is what the hub has."""
        return bool(self.values["submitted_hash"] == self.content_hash)


@dataclass(frozen=True, slots=True)
class PackedRevision:
    number: int
    saved_at: str
    content: Content


def item_ids(package: Package) -> list[str]:
    """Of all items in it. Malformed where one lacks a part."""
    found = sorted({path.split("/")[1] for path in package.files if path.startswith("items/")})
    for item_id in found:
        if not ITEM_ID.match(item_id) or any(f"items/{item_id}/{part}" not in package.files for part in _FIRST_PARTS):
            raise damaged()
    return found


def read_item(package: Package, item_id: str) -> PackedItem:
    """All but its revisions. Malformed for anything this program would not have written."""
    folder = f"items/{item_id}"
    with plain_reading_errors():
        content = content_from_json(package.document(f"{folder}/item.json"))
        read = Reader(package.document(f"{folder}/draft.json"))
        its_hash = hash_of(content)
        if read.line("id") != item_id or read.line("content_hash") != its_hash:
            raise damaged()
        values = _values(read)
        history = tuple(_history_row(row) for row in package.lines(f"{folder}/history.jsonl"))
        feedback = tuple(read_feedback(package, f"{folder}/feedback.json", item_id))
    once = [(table, row["content_hash"]) for table, row in history if table in ("deliveries", "other_versions")]
    if len(once) != len(set(once)):
        raise damaged()
    waited = _finished_state(values, history)
    if values["other_hash"] not in {row["content_hash"] for table, row in history if table == "other_versions"}:
        values["other_hash"] = None
    return PackedItem(ItemId(item_id), content, its_hash, values, history, feedback, waited)


def _values(read: Reader) -> dict[str, Any]:
    return {
        "revision": read.number("revision", 1, _LARGEST),
        "created_at": _moment(read, "created_at"),
        "changed_at": _moment(read, "changed_at"),
        "review": read.one_of("review", tuple(ReviewState)),
        "submitted_hash": _maybe_hash(read, "submitted_hash"),
        "base_hash": _maybe_hash(read, "base_hash"),
        "other_hash": _maybe_hash(read, "other_hash"),
        "take_id": _maybe_line(read, "take_id"),
        "board_url": _maybe_address(read),
        "has_feedback": read.number("has_feedback", 0, 1),
        "binned_at": _maybe_moment(read, "binned_at"),
    }


def _finished_state(values: dict[str, Any], history: tuple[tuple[str, dict[str, Any]], ...]) -> bool:
    """What waited to be sent is not asked here; a state that nothing was handed in for is none. Whether it waited."""
    of_it = [row for table, row in history if table == "outbox" and row["kind"] == "submit"]
    of_it = [row for row in of_it if row["content_hash"] == values["submitted_hash"]]
    waits = any(row["finished_at"] is None for row in of_it)
    was_sent = any(row["finished_at"] is not None for row in of_it)
    asked = values["review"] == ReviewState.SUBMITTED.value
    if values["submitted_hash"] is None or not was_sent or (waits and asked):
        values.update(review=ReviewState.DRAFT.value, submitted_hash=None)
    return waits and asked


def _history_row(value: object) -> tuple[str, dict[str, Any]]:
    read = Reader(value)
    table = read.one_of("table", _ROW_KINDS)
    row: dict[str, Any] = {"content_hash": hash_in(read, "content_hash")}
    match table:
        case "outbox":
            row |= _outbox_row(read, row["content_hash"])
        case "deliveries":
            row["destination"] = read.one_of("destination", (HUB,))
            row["state"] = read.one_of("state", tuple(DeliveryState))
            row["changed_at"] = _moment(read, "changed_at")
        case "steps":
            row["destination"] = read.one_of("destination", ("review", HUB, elsewhere.IMPORTED))
            row |= {key: read.text(key) for key in ("old", "new", "cause")}
            row |= {"at": _moment(read, "at"), "attempt": read.number("attempt", 0, _LARGEST)}
        case "other_versions":
            row["noticed_at"] = _moment(read, "noticed_at")
            row["manifest"] = _manifest(read, row["content_hash"]) if read.has("item") else None
    return table, row


def _outbox_row(read: Reader, content_hash: str) -> dict[str, Any]:
    return {
        "kind": read.one_of("kind", ("submit", "withdraw")),
        "manifest": _manifest(read, content_hash),
        "submitted_at": _moment(read, "submitted_at"),
        "attempts": read.number("attempts", 0, _LARGEST),
        "next_at": _moment(read, "next_at"),
        **{key: _maybe_moment(read, key) for key in ("parked_at", "held_at", "finished_at")},
        "outcome": _maybe_line(read, "outcome"),
        "reason_en": read.text("reason_en"),
        "reason_nl": read.text("reason_nl"),
    }


def _manifest(read: Reader, content_hash: str) -> str:
    content = content_from_json(read.raw("item"))
    if hash_of(content) != content_hash:
        raise damaged()
    return manifest_of(content)


def read_revisions(package: Package, item: PackedItem) -> Iterator[PackedRevision]:
    """Oldest first; the last one is the present content. One at a time is in memory."""
    number, last = 0, ""
    with plain_reading_errors():
        for value in package.lines(f"items/{item.id}/revisions.jsonl"):
            read = Reader(value)
            content = content_from_json(read.raw("item"))
            last = hash_of(content)
            if read.number("revision", number + 1, _LARGEST) <= number or read.line("content_hash") != last:
                raise damaged()
            number = read.number("revision", 1, _LARGEST)
            yield PackedRevision(number, _moment(read, "saved_at"), content)
    if (number, last) != (item.values["revision"], item.content_hash):
        raise damaged()


def read_feedback(package: Package, path: str, item_id: str | None) -> Iterator[dict[str, Any]]:
    """Rows of what a hub said, of this item or, with None, of items that are not in the export."""
    with plain_reading_errors():
        found = package.document(path)
        if not isinstance(found, list):
            raise damaged()
        for value in found:
            read = Reader(value)
            raw = read.raw("event")
            event = event_from_json(raw if isinstance(raw, dict) else {})
            of = event.item_id if isinstance(event, ReviewEvent) else ""
            sequence = read.number("sequence", 1, _LARGEST)
            right = read.line("item_id") == of and sequence == event.sequence and item_id in (None, of)
            if not right:
                raise damaged()
            yield {
                "hub_id": read.line("hub_id"),
                "epoch": read.number("epoch", 1, 2**31),
                "sequence": sequence,
                "item_id": of,
                "content_hash": event.content_hash if isinstance(event, ReviewEvent) else "",
                "event": canonical_json(event_to_json(event)).decode()
                if isinstance(event, ReviewEvent)
                else event.text,
                "received_at": _moment(read, "received_at"),
            }


def blobs_in(package: Package, item: PackedItem) -> set[BlobRef]:
    """All that any version of it names. Malformed where a size is not that of the file."""
    named: set[BlobRef] = set(blobs_of(item.content))
    for revision in read_revisions(package, item):
        named |= set(blobs_of(revision.content))
    for _, row in item.history:
        if row.get("manifest"):
            named |= set(blobs_of(content_of(row["manifest"])))
    if any(blob.sha256 in package.media and package.media[blob.sha256].size != blob.size for blob in named):
        raise damaged()
    return named


def put(connection: Connection, package: Package, item: PackedItem, now: str) -> Became:
    """Make it, or let it stand beside what is here. Its files are here already. Nothing here is overwritten."""
    row = connection.execute(select(schema.drafts).where(schema.drafts.c.id == item.id)).first()
    if row is None:
        _make(connection, package, item, now)
        put_feedback(connection, item.feedback)
        _hear_the_hub(connection, draft_row(connection, item.id), now)
        return "made"
    # What a hub said of it is left to the hub, which says it here as well, and moves its state with it.
    there_already = elsewhere.is_known(connection, item.id, item.content_hash) or row.other_hash == item.content_hash
    choice_waits = row.other_hash is not None
    _add_earlier(connection, package, item, row, all_of_it=there_already or choice_waits)
    if there_already:
        return "same"
    if choice_waits:
        return "earlier"
    there = VersionThere(item.id, item.content_hash, manifest_of(item.content), ReviewState(item.values["review"]))
    if item.handed_in:
        elsewhere.keep(connection, there, now)
        return "newer" if draft_row(connection, item.id).other_hash is None else "two_versions"
    there = replace(there, state=ReviewState.DRAFT)
    elsewhere.keep_imported(connection, draft_row(connection, item.id), there, item.values["base_hash"], now)
    return "two_versions"


def _hear_the_hub(connection: Connection, row: Row[Any], now: str) -> None:
    """What the connected hub said of it before it was here, which may be more than the export knew."""
    said = last_word(connection, row.id, row.submitted_hash) if row.submitted_hash else None
    if said is not None:
        set_review(connection, row, said, now, "feed", row.submitted_hash)


def put_feedback(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Each word once. Those that the connected hub has yet to say are left to it: a word that is kept already moves no
    state when it comes."""
    hub = connection.execute(select(schema.hub)).first()
    for row in rows:
        to_come = hub is not None and row["hub_id"] == hub.hub_id and _place(row) > (hub.epoch, hub.cursor)
        if not to_come:
            connection.execute(upsert(schema.feedback).values(**row).on_conflict_do_nothing())


def put_other_feedback(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Words about items that are not in the export, nor here."""
    here = set(connection.scalars(select(schema.drafts.c.id)))
    put_feedback(connection, [row for row in rows if row["item_id"] not in here])


def _place(row: dict[str, Any]) -> tuple[int, int]:
    return row["epoch"], row["sequence"]


def _make(connection: Connection, package: Package, item: PackedItem, now: str) -> None:
    versions, drafts = schema.versions, schema.drafts
    values = dict(item.values)
    if values["binned_at"] is not None and from_iso(now) - from_iso(values["binned_at"]) >= DAYS_IN_BIN - _A_DAY:
        # Else it would be gone before anybody saw it.
        values["binned_at"] = now
    insert_draft(connection, item.id, item.content, values["created_at"], values["take_id"])
    connection.execute(delete(versions).where(versions.c.item_id == item.id))
    connection.execute(update(drafts).where(drafts.c.id == item.id).values(**values))
    for revision in read_revisions(package, item):
        saved = {"revision": revision.number, "saved_at": revision.saved_at, "manifest": manifest_of(revision.content)}
        connection.execute(
            insert(versions).values(item_id=item.id, content_hash=hash_of(revision.content), **saved)
        )  # fmt: skip
        _note_uses(connection, item.id, revision.content)
    _put_history(connection, item)


def _put_history(connection: Connection, item: PackedItem) -> None:
    """What is over. What was waiting is not asked here, and its delivery begins where the last finished one ended."""
    rows = [(table, row) for table, row in item.history if table != "outbox" or row["finished_at"] is not None]
    sent = {row["content_hash"] for table, row in rows if table == "outbox" and row["kind"] == "submit"}
    waiting = {row["content_hash"] for _, row in item.history if row.get("finished_at", "") is None}
    for table, row in rows:
        values = row
        if table == "deliveries":
            if row["content_hash"] not in sent:
                continue
            if row["content_hash"] in waiting:
                values = row | {"state": DeliveryState.POSTED.value}
        connection.execute(insert(schema.metadata.tables[table]).values(item_id=item.id, **values))
        if row.get("manifest"):
            _note_uses(connection, item.id, content_of(row["manifest"]))


def _add_earlier(
    connection: Connection, package: Package, item: PackedItem, mine: Row[Any], *, all_of_it: bool
) -> None:
    """Revisions that are not here go among the earlier ones; what is here stays the present one."""
    for revision in read_revisions(package, item):
        its_hash = hash_of(revision.content)
        if its_hash == item.content_hash and not all_of_it:
            continue
        if not elsewhere.is_known(connection, item.id, its_hash) and its_hash != mine.other_hash:
            save_revision(connection, draft_row(connection, item.id), revision.content, revision.saved_at)
    save_revision(connection, draft_row(connection, item.id), content_of(mine.manifest), mine.changed_at)


def _note_uses(connection: Connection, item_id: str, content: Content) -> None:
    for blob in blobs_of(content):
        use = upsert(schema.blob_uses).values(item_id=item_id, sha256=blob.sha256)
        connection.execute(use.on_conflict_do_nothing())


def _moment(read: Reader, key: str) -> str:
    return to_iso(read.moment(key))


def _maybe_moment(read: Reader, key: str) -> str | None:
    return _moment(read, key) if read.has(key) else None


def _maybe_hash(read: Reader, key: str) -> str | None:
    return hash_in(read, key) if read.has(key) else None


def _maybe_line(read: Reader, key: str) -> str | None:
    return read.line(key) if read.has(key) else None


def _maybe_address(read: Reader) -> str | None:
    """What a person may be led to with one click."""
    address = _maybe_line(read, "board_url")
    if address is not None and not address.startswith(("https://", "http://")):
        raise damaged()
    return address


_A_DAY: Final = timedelta(days=1)
