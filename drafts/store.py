"""The local store: everything a person made, safe on their own machine. No method touches the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from core.clock import Clock, from_iso, to_iso
from core.content import BlobRef, Content
from core.draft import Draft, ItemId, NewId
from core.errors import NotFound, Refused
from core.feed import Directory, Event, HubIdentity, ReviewEvent
from core.formats import Format
from core.language import Bilingual
from core.review import Criterion, ReviewState
from drafts import backups, bin, elsewhere, inbox, posts, restoring, schema, sending, writing
from drafts.bin import DAYS_IN_BIN
from drafts.blobs import FolderBlobs
from drafts.database import Database
from drafts.opening import in_use, open_database
from drafts.outbox import StoredOutbox, last_word
from drafts.post_queue import StoredPosts
from drafts.records import (
    BinnedDraft,
    Channel,
    DraftSummary,
    HubLink,
    OtherVersion,
    PostSummary,
    Revision,
    Take,
    VersionThere,
    content_of,
    draft_of,
    summary_of,
)
from drafts.turn import Turn

if TYPE_CHECKING:  # what is seldom asked is not loaded at every start
    from drafts.exporting import Beside, Exported
    from drafts.importing import Imported
    from drafts.package import Told


def open_store(home_db: Path, blobs_dir: Path, *, clock: Clock, new_id: NewId) -> Store:
    """The store at this path, made or brought to the present form where needed; backups go beside it.

    A damaged file is put aside and a new one made of the newest good backup, of every row still whole in it and, where
    there is no backup, of the recordings themselves; `Store.notice` then says so.
    StoreUnusable or DiskAlmostFull, with everything as it was, when that cannot be done.
    """
    folder = home_db.parent / "backups"
    with ExitStack() as held:
        database, notice = open_database(home_db, blobs_dir, folder, clock(), new_id)
        held.callback(database.close)
        held.enter_context(in_use(home_db).taken(shared=True))
        sending_turn = Turn(home_db.with_name(f"{home_db.name}.sending"))
        return Store(database, home_db, blobs_dir, folder, sending_turn, clock, new_id, notice, held.pop_all())


class Store:
    """Thread-safe. Each method is one short transaction; what it returns is on the disk.

    `notice` is what the person must be told about the opening, or None. `outbox` and `post_queue` are for sync.
    """

    def __init__(
        self,
        database: Database,
        path: Path,
        blobs_dir: Path,
        backups_folder: Path,
        sending_turn: Turn,
        clock: Clock,
        new_id: NewId,
        notice: Bilingual | None,
        held: ExitStack,
    ) -> None:
        self._database = database
        self._path, self._backups, self._sending_turn = path, backups_folder, sending_turn
        self._clock = clock
        self._new_id = new_id
        self._held = held
        self._backed_up_at_version: int | None = None
        self.notice = notice
        self.blobs = FolderBlobs(blobs_dir, self._note_blob)
        self.outbox = StoredOutbox(database, sending_turn, clock)
        self.post_queue = StoredPosts(database, Turn(path.with_name(f"{path.name}.posting")), clock)

    def close(self) -> None:
        self._held.close()

    def data_version(self) -> int:
        """Changes whenever anybody wrote: this process or another."""
        return self._database.data_version()

    def back_up_if_due(self) -> bool:
        """Make a verified backup when something was written and the newest is older than ten minutes."""
        version, now = self.data_version(), self._clock()
        if version == self._backed_up_at_version or not backups.is_due(self._backups, now):
            return False
        backups.backup(self._backups, now, self._database.copy_to)
        backups.thin(self._backups, now)
        self._backed_up_at_version = version
        return True

    def back_up_now(self) -> datetime:
        """A verified backup, also when none is due. Returns its moment. StoreUnusable, DiskAlmostFull, Impossible."""
        return restoring.back_up_now(self._database, self._backups, self._clock)

    def kept_backups(self) -> tuple[restoring.KeptBackup, ...]:
        """Newest first."""
        return restoring.kept_backups(self._backups)

    def go_back(self, moment: datetime) -> restoring.WentBack:
        """Be what the backup of this moment holds; the answer says which backup undoes it. What a caller may rely on
        stands with `restoring.go_back`. NotFound, Refused, StoreUnusable, DiskAlmostFull, Impossible."""
        turn, clock = self._sending_turn, self._clock
        return restoring.go_back(self._database, self._path, self._backups, moment, turn, clock)

    def export(self, beside: Beside, target: Path, version: str, told: Told, stopped: Callable[[], bool]) -> Exported:
        """All that is the person's, as `exporting.export` promises."""
        from drafts.exporting import export

        return export(
            self._database, self.blobs, beside, target, now=self._clock(), version=version, told=told, stopped=stopped
        )

    def import_(self, beside: Beside, path: Path, told: Told, stopped: Callable[[], bool]) -> Imported:
        """What an export holds, beside what is here, as `importing.import_` promises."""
        from drafts.importing import import_

        return import_(self._database, self.blobs, beside, path, clock=self._clock, told=told, stopped=stopped)

    # Drafts

    def new_draft(self, content: Content, take_id: str | None = None) -> Draft:
        item_id = self._new_id()
        with self._database.writing() as connection:
            writing.insert_draft(connection, item_id, content, self._now(), take_id)
            return draft_of(writing.draft_row(connection, item_id))

    def save(self, item_id: str, content: Content) -> Draft:
        """A new revision beside all earlier ones. What was submitted stays what it was. NotFound."""
        with self._database.writing() as connection:
            writing.save_revision(connection, writing.draft_row(connection, item_id), content, self._now())
            return draft_of(writing.draft_row(connection, item_id))

    def draft(self, item_id: str) -> Draft:
        """Also of what lies in the bin. NotFound."""
        with self._database.reading() as connection:
            return draft_of(writing.draft_row(connection, item_id))

    def revisions(self, item_id: str) -> tuple[Revision, ...]:
        """Every saved revision, newest first."""
        versions = schema.versions
        with self._database.reading() as connection:
            rows = connection.execute(
                select(versions).where(versions.c.item_id == item_id).order_by(versions.c.revision.desc())
            ).all()
        return tuple(Revision(row.revision, from_iso(row.saved_at), content_of(row.manifest)) for row in rows)

    def restore_revision(self, item_id: str, number: int) -> Draft:
        """The content of an earlier revision, as a new one. NotFound."""
        for revision in self.revisions(item_id):
            if revision.number == number:
                return self.save(item_id, revision.content)
        raise NotFound(writing.NOT_HERE, writing.NOT_HERE_HINT)

    def summaries(self) -> tuple[DraftSummary, ...]:
        """All drafts that are not in the bin, last changed first."""
        with self._database.reading() as connection:
            return tuple(summary_of(row) for row in connection.execute(writing.summaries_query()))

    # The bin

    def put_in_bin(self, item_id: str) -> None:
        """Out of sight, restorable for 30 days. What waits for review or a channel is taken back. NotFound."""
        with self._database.writing() as connection:
            row = writing.draft_row(connection, item_id)
            if row.review == ReviewState.SUBMITTED.value:
                sending.withdraw(connection, row, self._now())
            posts.take_back_all(connection, item_id, self._now())
            self._set_binned(connection, row, self._now())

    def restore(self, item_id: str) -> Draft:
        """Back from the bin. NotFound."""
        with self._database.writing() as connection:
            self._set_binned(connection, writing.draft_row(connection, item_id), None)
            return draft_of(writing.draft_row(connection, item_id))

    @staticmethod
    def _set_binned(connection: Any, row: Row[Any], moment: str | None) -> None:  # noqa: ANN401
        connection.execute(update(schema.drafts).where(schema.drafts.c.id == row.id).values(binned_at=moment))

    def bin(self) -> tuple[BinnedDraft, ...]:
        """What was thrown away, last first."""
        drafts = schema.drafts
        with self._database.reading() as connection:
            rows = connection.execute(
                select(drafts).where(drafts.c.binned_at.is_not(None)).order_by(drafts.c.binned_at.desc())
            ).all()
        return tuple(
            BinnedDraft(ItemId(row.id), Format(row.format), row.title, binned, binned + DAYS_IN_BIN)
            for row in rows
            for binned in (from_iso(row.binned_at),)
        )

    def empty_bin_of_old(self) -> int:
        """Let go of what has lain in the bin for 30 days and is not waiting to be sent. Returns how many."""
        oldest = to_iso(self._clock() - DAYS_IN_BIN)
        with self._database.writing() as connection:
            old = bin.old_ones(connection, oldest)
            gone = bin.let_go(connection, old)
        bin.remove_all(self.blobs.remove, gone)
        return len(old)

    def delete_for_good(self, item_id: str) -> None:
        """By the person's hand alone: a draft that lies in the bin, its versions, and the files only it named. There is
        no way back, but for its words in backups made before. NotFound, Refused, DiskAlmostFull, Impossible."""
        with self._database.writing() as connection:
            bin.refuse_unless_free(connection, item_id)
            gone = bin.let_go(connection, [item_id])
        bin.remove_all(self.blobs.remove, gone)

    def empty_bin(self) -> int:
        """`delete_for_good` of all that may be; how many. What the hub must first be told of stays."""
        with self._database.writing() as connection:
            free = bin.free_ones(connection)
            gone = bin.let_go(connection, free)
        bin.remove_all(self.blobs.remove, gone)
        return len(free)

    # To the hub

    def submit(self, item_id: str) -> Draft:
        """Ask for review of the content as it is now. It is queued with the state in one step. NotFound, Refused."""
        with self._database.writing() as connection:
            row = writing.draft_row(connection, item_id)
            if row.binned_at is not None:
                raise Refused(IN_BIN, IN_BIN_HINT)
            sending.submit(connection, row, self._now(), self.blobs.has)
            return draft_of(writing.draft_row(connection, item_id))

    def withdraw(self, item_id: str) -> Draft:
        """Take back what is in review or waits for it. NotFound, Refused."""
        with self._database.writing() as connection:
            sending.withdraw(connection, writing.draft_row(connection, item_id), self._now())
            return draft_of(writing.draft_row(connection, item_id))

    def send_again(self, item_id: str) -> None:
        """Queue again what the hub or this computer refused."""
        with self._database.writing() as connection:
            sending.send_again(connection, item_id, self._now())

    def hold(self, item_id: str) -> None:
        """Send nothing more of this item until `go_on`. What the hub has of an upload stays there for seven days."""
        with self._database.writing() as connection:
            sending.hold(connection, item_id, self._now())

    def go_on(self, item_id: str) -> None:
        with self._database.writing() as connection:
            sending.hold(connection, item_id, None)

    # To channels, without a hub. What each promises stands in drafts.posts

    def channels(self) -> tuple[Channel, ...]:
        with self._database.reading() as connection:
            return posts.read_channels(connection)

    def add_channel(self, kind: str, name: str, place: str) -> Channel:
        """`place` is a folder's path. A secret address is the caller's to keep, under the new channel's id."""
        channel = Channel(self._new_id(), kind, name, place, from_iso(self._now()))
        with self._database.writing() as connection:
            posts.add_channel(connection, channel, to_iso(channel.added_at))
        return channel

    def remove_channel(self, channel_id: str) -> None:
        with self._database.writing() as connection:
            posts.remove_channel(connection, channel_id, self._now())

    def post(self, item_id: str, channel_id: str, criteria: frozenset[Criterion]) -> None:
        with self._database.writing() as connection:
            posts.ask(connection, item_id, channel_id, criteria, self._now(), self.blobs.has)

    def posts(self) -> tuple[PostSummary, ...]:
        with self._database.reading() as connection:
            return posts.summaries(connection)

    def it_is_there(self, item_id: str, content_hash: str, channel_id: str) -> None:
        with self._database.writing() as connection:
            posts.it_is_there(connection, item_id, content_hash, channel_id, self._now())

    def post_again(self, item_id: str, content_hash: str, channel_id: str) -> None:
        with self._database.writing() as connection:
            posts.again(connection, item_id, content_hash, channel_id, self._now())

    def take_back_post(self, item_id: str, content_hash: str, channel_id: str) -> None:
        with self._database.writing() as connection:
            posts.take_back(connection, item_id, content_hash, channel_id, self._now())

    # With the person's other machines

    def other_version(self, item_id: str) -> OtherVersion | None:
        """What another machine made of this draft, while the person has not chosen. NotFound without such a draft."""
        with self._database.reading() as connection:
            row = elsewhere.read_other(connection, item_id)
        if row is None or row.manifest is None:
            return None
        return OtherVersion(content_of(row.manifest), row.content_hash, from_iso(row.noticed_at))

    def keep_mine(self, item_id: str) -> Draft:
        """This machine's version stays; the other is an earlier revision. NotFound, Refused."""
        with self._database.writing() as connection:
            elsewhere.keep_mine(connection, writing.draft_row(connection, item_id), self._now())
            return draft_of(writing.draft_row(connection, item_id))

    def take_other(self, item_id: str) -> Draft:
        """The other machine's version stays, as far as it has come; this one is an earlier revision."""
        with self._database.writing() as connection:
            row = writing.draft_row(connection, item_id)
            elsewhere.take_other(connection, row, self._state_there(connection, row), self._now())
            return draft_of(writing.draft_row(connection, item_id))

    def keep_both(self, item_id: str) -> Draft:
        """As `take_other`; what was here becomes a draft of its own, which is returned."""
        new_id = self._new_id()
        with self._database.writing() as connection:
            row = writing.draft_row(connection, item_id)
            elsewhere.keep_both(connection, row, self._state_there(connection, row), new_id, self._now())
            return draft_of(writing.draft_row(connection, new_id))

    @staticmethod
    def _state_there(connection: Connection, row: Row[Any]) -> ReviewState:
        return last_word(connection, row.id, row.other_hash) or ReviewState.SUBMITTED

    def to_fetch(self) -> tuple[tuple[str, str], ...]:
        """Item and content hash of versions the hub spoke of that are not here."""
        with self._database.reading() as connection:
            return elsewhere.to_fetch(connection)

    def keep_version(self, item_id: str, content_hash: str, manifest: str, state: ReviewState) -> None:
        """Keep another machine's version, whose files are here: go on from it, or let the person choose."""
        with self._database.writing() as connection:
            elsewhere.keep(connection, VersionThere(item_id, content_hash, manifest, state), self._now())

    def version_not_there(self, item_id: str, content_hash: str) -> None:
        with self._database.writing() as connection:
            elsewhere.not_there(connection, item_id, content_hash)

    # From the hub

    def received(self, events: Iterable[Event], cursor: int) -> None:
        """Keep a page of the feed and its cursor, together. Each event counts once, however often it comes."""
        with self._database.writing() as connection:
            inbox.keep_events(connection, events, self._now())
            connection.execute(update(schema.hub).values(cursor=cursor))

    def feedback(self, item_id: str) -> tuple[ReviewEvent, ...]:
        """All words on an item, oldest first."""
        with self._database.reading() as connection:
            return inbox.read_events(connection, item_id)

    def feed_cursor(self) -> int:
        with self._database.reading() as connection:
            return connection.scalar(select(schema.hub.c.cursor)) or 0

    def is_awaited(self) -> bool:
        """Whether something of ours lies with a curator."""
        with self._database.reading() as connection:
            return inbox.is_awaited(connection)

    def hub(self) -> HubLink | None:
        with self._database.reading() as connection:
            return inbox.read_link(connection)

    def connect_hub(self, link: HubLink) -> None:
        """From now on this is the hub. The feed begins anew unless it is the same hub with the same past."""
        with self._database.writing() as connection:
            inbox.write_link(connection, link)

    def met(self, identity: HubIdentity) -> None:
        """The pinned hub's name or epoch as it is now. With another epoch the feed begins anew, nothing is deleted, and
        what the hub had taken is offered again."""
        link = self.hub()
        if link is None or identity.id != link.identity.id or identity == link.identity:
            return
        with self._database.writing() as connection:
            inbox.write_link(connection, HubLink(link.url, identity, link.connected_at, link.person))
            if identity.epoch != link.identity.epoch:
                inbox.offer_again(connection, self._now())

    def disconnect_hub(self) -> None:
        """Forget the hub. Drafts, the outbox and received feedback stay."""
        with self._database.writing() as connection:
            connection.execute(delete(schema.hub))
            connection.execute(delete(schema.directory))

    def directory(self) -> Directory | None:
        with self._database.reading() as connection:
            return inbox.read_directory(connection)

    def keep_directory(self, directory: Directory) -> None:
        with self._database.writing() as connection:
            inbox.write_directory(connection, directory, self._now())

    # Takes

    def take_begun(self, take_id: str, folder: str, settings_json: str) -> None:
        """Written before the first frame, so that a folder left by a crash can be explained."""
        with self._database.writing() as connection:
            connection.execute(
                insert(schema.takes).values(id=take_id, folder=folder, settings=settings_json, begun_at=self._now())
            )

    def take_ended(self, take_id: str, outcome: str) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(schema.takes).where(schema.takes.c.id == take_id).values(ended_at=self._now(), outcome=outcome)
            )

    def unfinished_takes(self) -> tuple[Take, ...]:
        """Begun and not ended, oldest first. One of them may be going on in another process."""
        takes = schema.takes
        with self._database.reading() as connection:
            rows = connection.execute(select(takes).where(takes.c.ended_at.is_(None)).order_by(takes.c.begun_at)).all()
        return tuple(Take(row.id, row.folder, row.settings, from_iso(row.begun_at)) for row in rows)

    def _note_blob(self, blob: BlobRef) -> None:
        with self._database.writing() as connection:
            writing.note_blob(connection, blob, self._now())

    def _now(self) -> str:
        return to_iso(self._clock())


IN_BIN: Final = Bilingual(en="This draft lies in the bin.", nl="Dit concept ligt in de prullenbak.")
IN_BIN_HINT: Final = Bilingual(
    en="Put it back first, in the bin of the library or with `vonk drafts restore`.",
    nl="Zet het eerst terug, in de prullenbak van de lijst of met `vonk drafts restore`.",
)
