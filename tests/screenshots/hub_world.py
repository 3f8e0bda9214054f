"""A hub with a team at work on it: what is on the board, in review and in doubt on one Tuesday afternoon in November.

`make_world` fills a folder; `python -m hub`, or `hub_process.on_stage` with its clock at that moment, serves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from starlette.testclient import TestClient

from core.content import (
    Audience,
    BlobRef,
    Body,
    ClipBody,
    Content,
    MentorBody,
    RecommendationBody,
    Slide,
    SlidesBody,
    TipBody,
)
from core.delivery import DeliveryAction
from core.formats import Format
from core.language import Bilingual
from core.review import Criterion
from core.wire import hash_of
from hub import channels, pairing, people, review, sessions, teams
from hub.access import Person, Role
from hub.app import create_app
from hub.dependencies import Hub
from hub.jobs import Worker
from hub.settings import HubSettings
from tests.screenshots.wire_device import Device, order_form, week_planner

NOW: Final = datetime(2026, 11, 24, 13, 32, tzinfo=UTC)
_ADDRESS: Final = "http://127.0.0.1:8400"
_PLANS: Final = "Ik maak deze planning nu twee jaar"
_DRAFTED: Final = "Laat ook zien waar je controleert of de week nog klopt. Eén zin is genoeg."


@dataclass(frozen=True)
class HubWorld:
    """`sessions` are the cookies of who is signed in; `links` are one-time addresses; `items` are ids by name."""

    data: Path
    items: Mapping[str, str]
    sessions: Mapping[str, str]
    links: Mapping[str, str]
    maker_id: str


@dataclass
class _Hands:
    """The clock of the hub, and who works on it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class _Answered:
    """What a channel said: it took the message, or nothing within the time."""

    action: DeliveryAction = DeliveryAction.CONFIRM
    status: int | None = 200
    retry_after_s: float | None = None
    reason: Bilingual | None = None


def make_world(data: Path, work: Path, clip_seconds: int = 97) -> HubWorld:
    """Everything is made by the hub's own code, media too; a shorter clip is made quicker. `work` is for scraps."""
    clock = _Hands(NOW - timedelta(days=40))
    app = create_app(
        HubSettings(data=data, public_url=_ADDRESS), clock=clock, send=lambda _kind, _address, _card: _answer(clock())
    )
    with TestClient(app, base_url=_ADDRESS) as http:
        hub: Hub = app.state.hub
        known, team = _people(hub, clock())
        hub.worker.stop()
        hub = replace(hub, worker=Worker(hub.database, hub.worker._handlers, clock))
        device = _device(http, hub, clock(), known["jip"])
        clip = device.upload(week_planner(work, clip_seconds))
        picture = device.upload(order_form(work), "image/png")
        items = _items(hub, clock, http, known, _contents(team, clip, picture, clip_seconds))
        clock.now = NOW
        return HubWorld(data, items, _sessions(hub, known), _links(hub, known, team), known["jip"].id)


def _answer(now: datetime) -> _Answered:
    """Of the last days the channel is silent."""
    return _Answered(DeliveryAction.DOUBT, None) if NOW - now < timedelta(days=2) else _Answered()


def _people(hub: Hub, now: datetime) -> tuple[dict[str, Person], str]:
    with hub.database.write() as db:
        team = teams.add_team(db, now, "Planning", by="vonk").id
        sales = teams.add_team(db, now, "Verkoop binnendienst", by="vonk").id
        known = {
            first: people.add_person(db, now, name=name, email=f"{first}@voorbeeld.nl", roles=roles)
            for first, (name, roles) in {
                "noor": ("Noor de Wit", (Role.ADMIN, Role.CURATOR)),
                "sam": ("Sam Bakker", (Role.CURATOR,)),
                "jip": ("Jip Jansen", (Role.AMBASSADOR,)),
                "bo": ("Bo Smit", ()),
                "ali": ("Ali Demir", ()),
                "imke": ("Imke van der Veen", ()),
            }.items()
        }
        people.give_role(db, now, known["imke"].id, Role.CURATOR, sales, by="vonk")
        people.set_trust(db, now, known["jip"].id, [Format.RECOMMENDATION], by="vonk")
        for first, where in (("jip", team), ("bo", team), ("sam", team), ("imke", sales)):
            teams.join(db, now, where, known[first].id, by="vonk")
        channels.add_channel(
            db,
            hub.box,
            now,
            name="# team-planning",
            kind="slack",
            address="https://hooks.slack.com/services/T000/B000/geheim",
            team_id=team,
            by="vonk",
        )
    with hub.database.read() as db:
        return {first: people.person(db, person.id) for first, person in known.items()}, team


def _device(http: TestClient, hub: Hub, now: datetime, person: Person) -> Device:
    """Connected at this moment: what it may do lasts an hour."""
    with hub.database.write() as db:
        asked = pairing.begin(db, now, "Laptop van Jip")
    pairing.decide(hub.database, hub.box, now, person, asked.user_code, allow=True)
    with hub.database.write() as db:
        tokens = pairing.exchange(db, now, asked.device_code)
    assert isinstance(tokens, pairing.Tokens)
    return Device(http, _ADDRESS, tokens.access_token)


def _items(
    hub: Hub, clock: _Hands, http: TestClient, known: Mapping[str, Person], contents: Mapping[str, Content]
) -> dict[str, str]:
    """Handed in one after the other, the last one most recently; what `sam` thinks of each stands in `_VERDICTS`."""
    made: dict[str, str] = {}
    for ago, (name, content) in zip(_HANDED_IN, contents.items(), strict=True):
        clock.now = NOW - ago
        made[name] = _device(http, hub, clock(), known["jip"]).hand_in(content)
        hub.worker.run_until_idle()
        _judge(hub, clock() + timedelta(minutes=9), known["sam"], made[name], content, _VERDICTS.get(name, ""))
        hub.worker.run_until_idle()
    return made


def _judge(hub: Hub, now: datetime, judge: Person, item_id: str, content: Content, verdict: str) -> None:
    with hub.database.write() as db:
        match verdict:
            case "approve":
                words = [review.Word(criterion, 4) for criterion in Criterion]
                review.judge(db, now, judge, item_id, hash_of(content), words)
                review.approve(
                    db, now, judge, item_id, hash_of(content), "Rustig tempo, en je laat precies één ding zien."
                )
            case "change":
                words = [
                    review.Word(Criterion.CLEAR, 3),
                    review.Word(Criterion.CORRECT, 4),
                    review.Word(Criterion.APPLICABLE, 2, _DRAFTED),
                ]
                review.judge(db, now, judge, item_id, hash_of(content), words)
                review.request_changes(db, now, judge, item_id, hash_of(content), "Fijn dat je dit deelt.")


def _sessions(hub: Hub, known: Mapping[str, Person]) -> dict[str, str]:
    with hub.database.write() as db:
        return {first: sessions.begin(db, NOW, person.id).token for first, person in known.items()}


def _links(hub: Hub, known: Mapping[str, Person], team: str) -> dict[str, str]:
    with hub.database.write() as db:
        guest = people.invite(
            db, NOW, name="Mees Kok", email="mees@voorbeeld.nl", role=Role.AMBASSADOR, team_id=team, by=known["noor"].id
        )
        asked = pairing.begin(db, NOW, "Laptop van Bo")
        return {
            "welcome": f"/welcome/{guest}",
            "welcome-owner": f"/welcome/{people.owner_link(db, NOW)}",
            "pair": f"/pair?code={pairing.shown(asked.user_code)}",
        }


def _contents(team: str, clip: BlobRef, picture: BlobRef, clip_seconds: int) -> dict[str, Content]:
    """In the order in which they were handed in."""
    bodies: dict[str, tuple[Body, str, str]] = {
        "room": (_ROOM, "Vergaderzaal boeken voor een groep", "Ik regel de zalen"),
        "recommendation": (_PIVOT, "Draaitabellen, eindelijk duidelijk", "Ik maak elke maand het overzicht"),
        "mentor": (_HARD_TALK, "Lastig gesprek met een leverancier", "Ik ben acht jaar inkoper"),
        "slides": (_order(picture), "Een inkooporder goedkeuren", "Ik keur elke week orders goed"),
        "tip": (_PASTE, "Plak zonder opmaak", "Ik gebruik dit elke dag"),
        "clip": (_shift(clip, clip_seconds), "Diensten verplaatsen in de weekplanning", _PLANS),
        "changed": (_FILTER, "Filter op je eigen regels", "Ik zoek hier dagelijks in"),
        "review-tip": (_SCREEN, "Een stuk van je scherm kopiëren", "Ik maak hier handleidingen mee"),
        "review-clip": (_shift(clip, clip_seconds), "Een dienst ruilen met een collega", _PLANS),
        "review-slides": (_order(picture), "Een order terugsturen met een vraag", "Ik keur elke week orders goed"),
    }  # fmt: skip
    valid = {"room": date(2026, 11, 1), "clip": date(2027, 5, 1), "slides": date(2027, 2, 1), "tip": date(2027, 11, 1)}
    not_for = {"clip": "wie het oude rooster nog gebruikt", "review-clip": "wie het oude rooster nog gebruikt"}
    return {
        name: Content(
            body,
            title=title,
            audience=Audience(teams=(team,), not_for=not_for.get(name, "")),
            experience=experience,
            review_by=valid.get(name),
        )
        for name, (body, title, experience) in bodies.items()
    }


_HANDED_IN: Final = tuple(
    timedelta(days=days, minutes=minutes)
    for days, minutes in ((38, 5), (20, 7), (13, 40), (8, 0), (5, 33), (1, 60), (1, 12), (0, 300), (0, 190), (0, 45))
)
_VERDICTS: Final = {
    "room": "approve",
    "mentor": "approve",
    "slides": "approve",
    "tip": "approve",
    "clip": "approve",
    "changed": "change",
}
_PASTE: Final = TipBody(
    "iets wilt plakken zonder de opmaak mee te nemen",
    "druk op Ctrl+Shift+V in plaats van Ctrl+V",
    "krijgt de tekst meteen het lettertype van je document",
)
_SCREEN: Final = TipBody(
    "een stuk van je scherm wilt laten zien",
    "druk op Win+Shift+S en trek een kader",
    "hoef je de rest niet weg te knippen",
)
_FILTER: Final = TipBody("alleen je eigen regels wilt zien", "druk op Ctrl+F en kies Van mij", "vind je ze meteen")
_PIVOT: Final = RecommendationBody(
    "https://example.org/draaitabellen", "Ik snapte draaitabellen pas na dit filmpje.", "Kijk van 2:10 tot 6:30.", 4
)
_HARD_TALK: Final = MentorBody(
    "een prijsverhoging bespreken met een leverancier",
    "contracten",
    "Samen achter één scherm",
    15,
    ("di 1 dec. 10:00", "do 3 dec. 14:00"),
)
_ROOM: Final = SlidesBody(
    (
        Slide("Open de agenda en kies **Nieuwe afspraak**.", "Begin in je agenda"),
        Slide("Zet bij *Plaats* het aantal mensen, niet de naam van de zaal.", "Zoek op grootte"),
        Slide("Kies een zaal met een groen bolletje.", "Kies een vrije zaal"),
    ),
    "Een zaal vinden waar iedereen in past",
    "De zaal staat in je afspraak.",
)


def _order(picture: BlobRef) -> SlidesBody:
    return SlidesBody(
        (
            Slide("Open **Inkoop** en kies *Openstaand*.", "Zoek de order"),
            Slide("Vergelijk het bedrag met de offerte.", "Kijk het na", picture, alt="De knop Keur goed"),
            Slide("Druk op **Keur goed**, of op `Alt+G`.", "Geef akkoord"),
        ),
        "Een order goedkeuren zonder Inkoop te bellen",
        "De order staat bij Afgerond.",
    )  # fmt: skip


def _shift(media: BlobRef, seconds: int) -> ClipBody:
    return ClipBody(media, seconds * 1000, 1280, 720, True, "Zo verander je een dienst zonder Planning te bellen.")
