"""What a hub tells an app: who it is, its directory, and what happened to the person's items. Wire version 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.canonical import Json
from core.clock import to_iso
from core.formats import Format
from core.reading import Reader
from core.review import HIGHEST_SCORE, LOWEST_SCORE, Criterion, ReviewState


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


EVENT_KIND: Final = "review"


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


def events_from_json(value: object) -> tuple[tuple[ReviewEvent, ...], int]:
    """The events of a feed page that this version knows, and the cursor to ask from next time."""
    read = Reader(value)
    known = [event for event in read.children("events") if event.line("kind") == EVENT_KIND]
    return tuple(_read_event(event) for event in known), read.number("cursor", 0, 2**53 - 1)


def _read_event(read: Reader) -> ReviewEvent:
    return ReviewEvent(
        sequence=read.number("sequence", 1, 2**53 - 1),
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
