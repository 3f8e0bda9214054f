"""Reads the books of both sides after a campaign: what was said, what is here, what is there, what was posted."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sync.credentials
from desktop.commands.sync import engine_for
from desktop.home import Home
from drafts.store import Store
from sync.engine import SyncReport
from tests.faults.kills.bed import Channel, ForkedHub, look_up
from tests.faults.kills.file_ring import FileRing
from tests.faults.kills.forks import Forks

UNDONE = """
SELECT 'version', state FROM versions WHERE state IN ('submitted', 'approved')
UNION ALL SELECT 'post', state FROM deliveries WHERE state IN ('waiting', 'sending')
"""
JOBS = "SELECT kind, state, count(*), max(attempts), min(due_at) FROM jobs GROUP BY kind, state"
LEFT_OFF = {"starlette.requests.ClientDisconnect"}


@dataclass(frozen=True)
class Found:
    """`approved` are item and hash; `wrong` says in words what should not be."""

    approved: set[tuple[str, str]]
    wrong: list[str]
    summary: str


def identity(home: Path) -> str:
    return Home(home).identity()


def sync_once(store: Store, home: Path, ring: FileRing) -> SyncReport:
    place = Home(home)
    credentials = sync.credentials.Credentials(sync.credentials.service_name(place.identity()), ring)
    with engine_for(store, place, credentials) as engine:
        report = engine.run_once()
    assert report.trouble is None, report.trouble.in_("en")
    return report


def broken(log: str) -> set[str]:
    """What the tracebacks of a log end with. A request whose sender died is not the hub's fault."""
    return {
        line for line in log.splitlines() if re.match(r"[\w.]+(Error|Exception|Exit|Disconnect)\b", line)
    } - LEFT_OFF


def read(store: Store, home: Path, hub: ForkedHub, app: Forks, channel: Channel) -> Found:
    versions = hub.rows("SELECT item_id, content_hash, state, title, sequence FROM versions")
    posts = hub.rows(
        "SELECT deliveries.version, deliveries.state, versions.title FROM deliveries"
        " JOIN versions ON versions.sequence = deliveries.version"
    )
    wrong = [
        *_here(store, home, app),
        *_there(store, app, versions),
        *_posted(versions, posts, channel),
        *_whole(store, home, hub),
    ]
    published = {(item_id, hash_) for item_id, hash_, state, *_ in versions if state == "published"}
    states = Counter(state for _, state, _ in posts)
    summary = (
        f"{len(app.values('made')) + len(app.values('kept'))} drafts told, {len(versions)} asked for,"
        f" {len(published)} published, posts {dict(states)}, {len(set(app.values('finished')))} takes,"
        f" {len(app.values('synced'))} passes"
    )
    return Found(published, wrong, summary)


def _here(store: Store, home: Path, app: Forks) -> Iterator[str]:
    """Every draft that the program said was made, and every take that its recorder said was finished: once."""
    here = {each.id: each for each in store.summaries()}
    takes = Counter(each.take_id for each in here.values() if each.take_id)
    made = {*app.values("made"), *(item_id for _, item_id in app.values("kept"))}
    yield from (f"the draft {item_id} is gone" for item_id in made - here.keys())
    yield from (f"the take {take} is gone" for take in set(app.values("finished")) - takes.keys())
    yield from (f"the take {take} became {count} drafts" for take, count in takes.items() if count > 1)
    folders = {folder.name for folder in (home / "takes").iterdir() if (folder / "take.mp4").exists()}
    yield from (f"the clip of take {take} has no draft" for take in folders - takes.keys())


def _there(store: Store, app: Forks, versions: list[tuple[Any, ...]]) -> Iterator[str]:
    """Everything asked for arrived, once, as it was; both sides say the same of it; nothing waits or is parked."""
    arrived = Counter((item_id, hash_) for item_id, hash_, *_ in versions)
    said = {(item_id, hash_): state for item_id, hash_, state, *_ in versions}
    asked = {(item_id, hash_) for item_id, hash_ in app.values("asked")}
    kept = {each.id: store.draft(each.id) for each in store.summaries()}
    mine = {(id_, draft.submitted_hash): draft.review.value for id_, draft in kept.items() if draft.submitted_hash}
    yield from (f"{key} was asked for and never arrived" for key in (asked | mine.keys()) - arrived.keys())
    yield from (f"{key} arrived {count} times" for key, count in arrived.items() if count > 1)
    yield from (f"{key} came from nowhere" for key in arrived.keys() - mine.keys())
    yield from (
        f"{key} is {state} here and {said[key]} there" for key, state in mine.items() if said.get(key, state) != state
    )
    count = store.outbox.count()
    if count.waiting or count.parked:
        yield f"{count.waiting} wait, {count.parked} are parked"


def _posted(versions: list[tuple[Any, ...]], posts: list[tuple[Any, ...]], channel: Channel) -> Iterator[str]:
    """Each published version was posted once, or is in doubt and was not sent again."""
    by_version = Counter(version for version, *_ in posts)
    titles = Counter()
    for (_, title), times in channel.heard.items():
        titles[title] += times
    for item_id, _, state, title, sequence in versions:
        if state != "published":
            yield f"{item_id} is {state}, not published"
        if by_version[sequence] != 1:
            yield f"{item_id} has {by_version[sequence]} posts"
        if titles[title] > 1:
            yield f"{item_id} was posted {titles[title]} times"
    for version, state, title in posts:
        if state == "posted" and titles[title] != 1:
            yield f"version {version} is posted, the channel heard it {titles[title]} times"
        elif state not in ("posted", "uncertain"):
            yield f"the post of version {version} is {state}"
    yield from (
        f"the channel heard {title}, which nobody made" for title in titles.keys() - {row[3] for row in versions}
    )


def _whole(store: Store, home: Path, hub: ForkedHub) -> Iterator[str]:
    """Both databases are sound; no row names bytes that are not there, or not those."""
    books = home / "drafts.db"
    if (said := look_up(books, "PRAGMA integrity_check")) != [("ok",)]:
        yield f"the app's database: {said}"
    for (sha256,) in look_up(books, "SELECT sha256 FROM blobs"):
        if not store.blobs.has(sha256):
            yield f"the blob {sha256} has a row and no file"
        elif hashlib.sha256(store.blobs.path(sha256).read_bytes()).hexdigest() != sha256:
            yield f"the blob {sha256} is damaged here"
    found = hub.command("fsck")
    if not found["ok"]:
        yield f"vonk-hub fsck: {found}"
    yield from (
        f"{sha256} is kept at the hub without a row"
        for (sha256,) in hub.rows("SELECT sha256 FROM renditions WHERE sha256 NOT IN (SELECT sha256 FROM blobs)")
    )
