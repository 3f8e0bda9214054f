"""Items coming in, and one version of an item as a page or an answer shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, insert, select, update

from core.canonical import Json
from core.content import BlobRef, ClipBody, Content, blobs_of
from core.draft import ItemId
from core.errors import MalformedWire
from core.formats import Format
from core.language import Bilingual, Language
from core.review import ReviewAction, ReviewState, advance
from core.wire import content_from_json, content_to_json, hash_of
from hub import feed, jobs, publishing
from hub.access import Action, Facts, Person, may
from hub.audit import write_down
from hub.problems import Problem, not_allowed, not_found
from hub.schema import blob_owners, items, people, renditions, reviews, teams, version_blobs, version_teams, versions


@dataclass(frozen=True, slots=True)
class Receipt:
    """What PUT answers. `new` is True the first time."""

    item_id: str
    content_hash: str
    state: ReviewState
    new: bool


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of an item, whole. Made by `version` and `published`, which have asked `may`.

    `media` maps what is served (`clip.mp4`, `poster.jpg`, a picture's hash) to its path; empty until it is prepared.
    `reviewers` are names of those who scored it. `published_hash` is the content hash on the board, if any.
    """

    sequence: int
    item_id: str
    content_hash: str
    content: Content
    facts: Facts
    maker_name: str
    reviewers: tuple[str, ...]
    prepared: bool
    submitted_at: datetime
    published_at: datetime | None
    published_hash: str | None
    media: dict[str, str]
    team_names: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.content.title

    @property
    def format(self) -> Format:
        return self.content.format

    @property
    def language(self) -> Language:
        return self.content.language

    @property
    def state(self) -> ReviewState:
        return self.facts.state

    @property
    def path(self) -> str:
        return f"/items/{self.item_id}"


@dataclass(frozen=True, slots=True)
class Follows:
    """The version at the hub that a new one was made from; `content_hash` None: it must be the first."""

    content_hash: str | None


def hand_in(
    db: Connection,
    now: datetime,
    person: Person,
    item_id: str,
    content_hash: str,
    manifest: object,
    follows: Follows | None = None,
) -> Receipt:
    """Take a version in for review; the same key again gives the same answer. `follows` None: not asked.

    Problem `edited_elsewhere` where the latest version is another than the one it follows: two machines of one person.

    Problems: `not_allowed` for who is no ambassador, `malformed`, `hash_mismatch`, `blob_missing`, `not_found` for
    an item that is somebody else's.
    """
    if not person.is_maker:
        raise not_allowed()
    content = content_from_json(manifest)
    if hash_of(content) != content_hash:
        raise _not_what_it_says()
    _own_item(db, now, person, item_id)
    present = db.execute(
        select(versions.c.sequence, versions.c.state).where(
            versions.c.item_id == item_id, versions.c.content_hash == content_hash
        )
    ).one_or_none()
    if follows is not None and (present is None or present.state == ReviewState.DRAFT):
        _check_follows(db, item_id, content_hash, follows)
    if present is None:
        _check_complete(content)
        _check_teams(db, content)
        _check_blobs(db, person, content)
        version = _add_version(db, now, person, item_id, content_hash, content)
        _after_submission(db, now, person, version)
    elif present.state == ReviewState.DRAFT:
        # It was withdrawn, and is handed in again as it was.
        state = advance(ReviewState.DRAFT, ReviewAction.SUBMIT)
        db.execute(
            update(versions)
            .where(versions.c.sequence == present.sequence)
            .values(state=state.value, submitted_at=now, trusted=content.format in person.trusted_formats)
        )
        _after_submission(db, now, person, present.sequence)
    state = db.execute(
        select(versions.c.state).where(versions.c.item_id == item_id, versions.c.content_hash == content_hash)
    ).scalar_one()
    return Receipt(item_id, content_hash, ReviewState(state), new=present is None)


def _check_follows(db: Connection, item_id: str, content_hash: str, follows: Follows) -> None:
    latest = db.execute(
        select(versions.c.content_hash)
        .where(versions.c.item_id == item_id)
        .order_by(versions.c.sequence.desc())
        .limit(1)
    ).scalar_one_or_none()
    if latest not in (None, content_hash, follows.content_hash):
        raise Problem(
            "edited_elsewhere",
            Bilingual(
                en="Another computer handed in a newer version.",
                nl="Een andere computer heeft een nieuwere versie ingediend.",
            ),
            extra={"latest": latest},
        )


def handed_in(db: Connection, person: Person, item_id: str, content_hash: str) -> VersionView:
    """A version for its maker's own machines; Problem `not_found` for everybody else."""
    view = version(db, person, item_id, content_hash)
    if view.facts.maker_id != person.id:
        raise not_found()
    return view


def withdraw(db: Connection, now: datetime, person: Person, item_id: str, content_hash: str) -> ReviewState:
    """Back to draft, out of the review queue. Refused when it is no longer in review."""
    view = version(db, person, item_id, content_hash)
    if not may(person, Action.WITHDRAW, view.facts):
        raise not_found()
    if view.state is ReviewState.DRAFT:
        return view.state
    state = advance(view.state, ReviewAction.WITHDRAW)
    db.execute(update(versions).where(versions.c.sequence == view.sequence).values(state=state.value))
    feed.tell(db, now, view.sequence, state, by=person.name)
    write_down(db, now, person.id, "withdrawn", item_id=item_id, detail=content_hash)
    return state


def retire(db: Connection, now: datetime, person: Person, item_id: str) -> None:
    """Take the item off the board. Refused when it is not on it."""
    view = published(db, person, item_id)
    if not may(person, Action.RETIRE, view.facts):
        raise not_found()
    publishing.take_off_board(db, view.sequence)
    feed.tell(db, now, view.sequence, ReviewState.RETIRED, by=person.name)
    write_down(db, now, person.id, "retired", item_id=item_id, detail=view.content_hash)


def version(db: Connection, person: Person | None, item_id: str, content_hash: str) -> VersionView:
    """This version, for who may see it; Problem `not_found` for everybody else."""
    return _seen_by(db, person, items.c.id == item_id, versions.c.content_hash == content_hash)


def published(db: Connection, person: Person | None, item_id: str) -> VersionView:
    """The version that is on the board, for who may see it; Problem `not_found` for everybody else."""
    return _seen_by(db, person, items.c.id == item_id, items.c.published_version == versions.c.sequence)


def facts_of(db: Connection, sequence: int) -> Facts:
    """What `may` decides on, for one version."""
    row = db.execute(
        select(versions, items.c.maker_id, items.c.published_version)
        .join(items, items.c.id == versions.c.item_id)
        .where(versions.c.sequence == sequence)
    ).one()
    return _facts(db, row)


def my_items(db: Connection, person: Person) -> tuple[VersionView, ...]:
    """The latest version of each item this person made, newest first."""
    rows = db.execute(
        select(versions.c.item_id, versions.c.content_hash)
        .join(items, items.c.id == versions.c.item_id)
        .where(items.c.maker_id == person.id)
        .order_by(versions.c.sequence.desc())
    ).all()
    latest: dict[str, str] = {}
    for row in rows:
        latest.setdefault(row.item_id, row.content_hash)
    return tuple(version(db, person, item_id, content_hash) for item_id, content_hash in latest.items())


def _seen_by(db: Connection, person: Person | None, *which: Any) -> VersionView:  # noqa: ANN401
    row = db.execute(
        select(versions, items.c.maker_id, items.c.published_version, people.c.name.label("maker_name"))
        .join(items, items.c.id == versions.c.item_id)
        .join(people, people.c.id == items.c.maker_id)
        .where(*which)
    ).one_or_none()
    if row is None:
        raise not_found()
    facts = _facts(db, row)
    if not may(person, Action.SEE, facts):
        raise not_found()
    return _view(db, row, facts)


def _facts(db: Connection, row: Any) -> Facts:  # noqa: ANN401
    chosen = db.execute(select(version_teams.c.team_id).where(version_teams.c.version == row.sequence)).scalars()
    return Facts(
        maker_id=row.maker_id,
        state=ReviewState(row.state),
        on_board=row.published_version == row.sequence,
        everyone=row.everyone,
        teams=frozenset(chosen),
    )


def _view(db: Connection, row: Any, facts: Facts) -> VersionView:  # noqa: ANN401
    scored = (
        select(people.c.name)
        .join(reviews, reviews.c.judge == people.c.id)
        .where(reviews.c.version == row.sequence, reviews.c.score.is_not(None))
        .order_by(reviews.c.sequence)
    )
    names = db.execute(select(teams.c.name).where(teams.c.id.in_(sorted(facts.teams))).order_by(teams.c.name))
    served = db.execute(select(renditions.c.name).where(renditions.c.version == row.sequence)).scalars()
    on_board = db.execute(
        select(versions.c.content_hash).where(versions.c.sequence == row.published_version)
    ).scalar_one_or_none()
    return VersionView(
        sequence=row.sequence,
        item_id=row.item_id,
        content_hash=row.content_hash,
        content=content_from_json(row.manifest),
        facts=facts,
        maker_name=row.maker_name,
        reviewers=tuple(dict.fromkeys(db.execute(scored).scalars())),
        prepared=row.prepared,
        submitted_at=row.submitted_at,
        published_at=row.published_at,
        published_hash=on_board,
        media={name: media_path(row.item_id, row.content_hash, name) for name in served},
        team_names=tuple(names.scalars()),
    )


def media_path(item_id: str, content_hash: str, name: str) -> str:
    return f"/media/{item_id}/{content_hash}/{name}"


def _own_item(db: Connection, now: datetime, person: Person, item_id: str) -> None:
    maker = db.execute(select(items.c.maker_id).where(items.c.id == item_id)).scalar_one_or_none()
    if maker is None:
        db.execute(insert(items).values(id=ItemId(item_id), maker_id=person.id, created_at=now))
    elif maker != person.id:
        raise not_found()


def _check_complete(content: Content) -> None:
    if not content.title.strip():
        raise MalformedWire("title", "is missing")
    if isinstance(content.body, ClipBody) and content.body.media is None:
        raise MalformedWire("body.media", "is missing")


def _check_teams(db: Connection, content: Content) -> None:
    known = set(db.execute(select(teams.c.id).where(teams.c.id.in_(content.audience.teams))).scalars())
    for index, team_id in enumerate(content.audience.teams):
        if team_id not in known:
            raise MalformedWire(f"audience.teams[{index}]", "is not known")


def _check_blobs(db: Connection, person: Person, content: Content) -> None:
    named = [blob.sha256 for blob in blobs_of(content)]
    mine = select(blob_owners.c.sha256).where(blob_owners.c.person_id == person.id, blob_owners.c.sha256.in_(named))
    missing = sorted(set(named) - set(db.execute(mine).scalars()))
    if missing:
        raise Problem(
            "blob_missing",
            Bilingual(en="The files of this item are not here yet.", nl="De bestanden hiervan zijn er nog niet."),
            extra={"missing": missing},
        )


def _add_version(
    db: Connection, now: datetime, person: Person, item_id: str, content_hash: str, content: Content
) -> int:
    named = blobs_of(content)
    added = db.execute(
        insert(versions).values(
            item_id=item_id,
            content_hash=content_hash,
            manifest=cast("Json", content_to_json(content)),
            format=content.format.value,
            title=content.title,
            language=content.language,
            everyone=content.audience.everyone,
            state=advance(ReviewState.DRAFT, ReviewAction.SUBMIT).value,
            trusted=content.format in person.trusted_formats,
            prepared=not named,
            submitted_at=now,
        )
    )
    sequence = int(added.inserted_primary_key[0])  # type: ignore[index]
    for team_id in dict.fromkeys(content.audience.teams):
        db.execute(insert(version_teams).values(version=sequence, team_id=team_id))
    for blob in _each_once(named):
        db.execute(insert(version_blobs).values(version=sequence, sha256=blob.sha256, type=blob.type))
    return sequence


def _each_once(named: tuple[BlobRef, ...]) -> tuple[BlobRef, ...]:
    return tuple({blob.sha256: blob for blob in named}.values())


def _after_submission(db: Connection, now: datetime, person: Person, sequence: int) -> None:
    row = db.execute(select(versions).where(versions.c.sequence == sequence)).one()
    # A newer version takes the place of one that still waits for its review.
    earlier = update(versions).where(
        versions.c.item_id == row.item_id,
        versions.c.sequence != sequence,
        versions.c.state == ReviewState.SUBMITTED.value,
    )
    db.execute(earlier.values(state=advance(ReviewState.SUBMITTED, ReviewAction.WITHDRAW).value))
    feed.tell(db, now, sequence, ReviewState.SUBMITTED, by=person.name)
    write_down(db, now, person.id, "submitted", item_id=row.item_id, detail=row.content_hash)
    if not row.prepared:
        jobs.enqueue(db, now, jobs.JobKind.PREPARE, str(sequence))
    publishing.publish_if_ready(db, now, sequence)


def _not_what_it_says() -> Problem:
    return Problem(
        "hash_mismatch",
        Bilingual(en="The content is not what its hash says.", nl="De inhoud is niet wat de hash zegt."),
    )
