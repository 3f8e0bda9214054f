"""What a hub tells an app: who it is, its directory, and what happened to the person's items. Wire version 1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.canonical import Json
from core.clock import to_iso
from core.errors import MalformedWire
from core.formats import Format
from core.reading import LONGEST_TEXT, Reader
from core.review import HIGHEST_SCORE, LOWEST_SCORE, Criterion, ReviewState

_LARGEST: Final = 2**53 - 1


@dataclass(frozen=True, slots=True)
class HubIdentity:
    """`id` is a UUID that never changes; `epoch` grows when the hub is restored from a backup."""

    id: str
    epoch: int
    name: str


@dataclass(frozen=True, slots=True)
class Team:
    """`people` is how many members the team has."""

    id: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Directory:
    """Who the signed-in person is, and whom they can make something for."""

    person_id: str
    person_name: str
    roles: tuple[str, ...]
    my_teams: tuple[str, ...]
    teams: tuple[Team, ...]
    trusted_formats: tuple[Format, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """One criterion's word to the maker; `score` None means this judge handed it on."""

    criterion: Criterion
    score: int | None
    comment: str


@dataclass(frozen=True, slots=True)
class ReviewEvent:
    """A version of an item reached `state`. `sequence` is the feed's cursor after this event."""

    sequence: int
    at: datetime
    item_id: str
    content_hash: str
    state: ReviewState
    by: str
    comment: str
    feedback: tuple[Feedback, ...]
    board_url: str | None


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """An event of a kind this version does not know. `text` is its JSON, kept for a version that does."""

    sequence: int
    kind: str
    text: str


Event = ReviewEvent | OtherEvent
EVENT_KIND: Final = "review"


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Events oldest first and the cursor to ask from next time. `directory` is the tag of the directory as it is now,
    None where the hub does not say."""

    events: tuple[Event, ...]
    cursor: int
    directory: str | None = None


def identity_to_json(identity: HubIdentity) -> Json:
    return {"hub_id": identity.id, "epoch": identity.epoch, "name": identity.name, "wire": [1]}


def identity_from_json(value: object) -> HubIdentity:
    read = Reader(value)
    return HubIdentity(read.line("hub_id"), read.number("epoch", 1, 2**31), read.line("name"))


def directory_to_json(directory: Directory) -> Json:
    return {
        "person": {
            "id": directory.person_id,
            "name": directory.person_name,
            "roles": list(directory.roles),
            "teams": list(directory.my_teams),
            "trusted_formats": [format_.value for format_ in directory.trusted_formats],
        },
        "teams": [{"id": team.id, "name": team.name, "people": team.people} for team in directory.teams],
    }


def directory_from_json(value: object) -> Directory:
    read = Reader(value)
    person = read.child("person")
    known = tuple(Format)
    return Directory(
        person_id=person.line("id"),
        person_name=person.line("name"),
        roles=person.lines("roles"),
        my_teams=person.lines("teams"),
        teams=tuple(
            Team(team.line("id"), team.line("name"), team.number("people", 0, 10_000_000))
            for team in read.children("teams")
        ),
        trusted_formats=tuple(Format(name) for name in person.lines("trusted_formats") if name in known),
    )


def event_to_json(event: ReviewEvent) -> Json:
    return {
        "kind": EVENT_KIND,
        "sequence": event.sequence,
        "at": to_iso(event.at),
        "item_id": event.item_id,
        "content_hash": event.content_hash,
        "state": event.state.value,
        "by": event.by,
        "comment": event.comment,
        "feedback": [
            {"criterion": word.criterion.value, "score": word.score, "comment": word.comment} for word in event.feedback
        ],
        "board_url": event.board_url,
    }


def page_to_json(page: FeedPage) -> Json:
    """Of events that this version makes."""
    events: list[Json] = [event_to_json(event) for event in page.events if isinstance(event, ReviewEvent)]
    return {"cursor": page.cursor, "directory": page.directory, "events": events}


def page_from_json(value: object) -> FeedPage:
    read = Reader(value)
    return FeedPage(
        events=tuple(event_from_json(raw) for raw in read.objects("events")),
        cursor=read.number("cursor", 0, _LARGEST),
        directory=read.line("directory") if read.has("directory") else None,
    )


def event_from_json(value: Mapping[str, object]) -> Event:
    read = Reader(value)
    kind = read.line("kind")
    if kind == EVENT_KIND:
        return _read_event(read)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    if len(text) > LONGEST_TEXT:
        raise MalformedWire("events", "is too long")
    return OtherEvent(read.number("sequence", 1, _LARGEST), kind, text)


def _read_event(read: Reader) -> ReviewEvent:
    return ReviewEvent(
        sequence=read.number("sequence", 1, _LARGEST),
        at=read.moment("at"),
        item_id=read.line("item_id"),
        content_hash=read.line("content_hash"),
        state=ReviewState(read.one_of("state", tuple(ReviewState))),
        by=read.line("by", ""),
        comment=read.text("comment", ""),
        feedback=tuple(_read_feedback(word) for word in read.children("feedback")),
        board_url=read.line("board_url") if read.has("board_url") else None,
    )


def _read_feedback(read: Reader) -> Feedback:
    return Feedback(
        criterion=Criterion(read.one_of("criterion", tuple(Criterion))),
        score=read.number("score", LOWEST_SCORE, HIGHEST_SCORE) if read.has("score") else None,
        comment=read.text("comment", ""),
    )
