"""A hub inside the test's process: real database, real application, a clock and channels that the test holds."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from core.content import Audience, BlobRef, ClipBody, Content, TipBody
from core.delivery import DeliveryAction
from core.formats import Format
from core.language import Bilingual
from core.review import Criterion
from core.wire import content_to_json, hash_of
from hub import channels, pairing, people, review, sessions, teams
from hub.access import Person, Role
from hub.app import create_app
from hub.dependencies import Hub
from hub.preparing import NOT_A_CLIP, Unusable
from hub.settings import HubSettings

ADDRESS = "http://127.0.0.1:8400"
PASSWORD = "correct horse battery"
FIRST_MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Clockwork:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.moment = FIRST_MOMENT

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass(frozen=True)
class Said:
    action: DeliveryAction = DeliveryAction.CONFIRM
    status: int | None = 200
    retry_after_s: float | None = None
    reason: Bilingual | None = None


@dataclass
class Channels:
    """Stands in for Slack and Teams: answers what it is told to, and remembers what came."""

    answers: list[Said] = field(default_factory=list)
    sent: list[tuple[str, str, Any]] = field(default_factory=list)

    def __call__(self, kind: str, address: str, card: Any) -> Said:
        self.sent.append((kind, address, card))
        return self.answers.pop(0) if self.answers else Said()


def _make_clip(source: Path, place: Path) -> None:
    if source.read_bytes().startswith(b"no clip"):
        raise Unusable(NOT_A_CLIP)
    (place / "clip.mp4").write_bytes(b"rendition of " + source.read_bytes())
    (place / "poster.jpg").write_bytes(b"\xff\xd8\xffposter of " + source.read_bytes())


def creation(data: bytes, media_type: str = "video/mp4", sha256: str | None = None) -> dict[str, str]:
    name = base64.b64encode((sha256 or hashlib.sha256(data).hexdigest()).encode()).decode()
    kind = base64.b64encode(media_type.encode()).decode()
    return {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(data)),
        "Upload-Metadata": f"sha256 {name},type {kind}",
    }


def part_headers(part: bytes, offset: int) -> dict[str, str]:
    checksum = base64.b64encode(hashlib.sha256(part).digest()).decode()
    return {
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {checksum}",
    }


def tip(title: str = "Paste without formatting", **changes: Any) -> Content:
    body = TipBody("you want plain text", "press Ctrl+Shift+V", "the text takes the font of your document")
    return replace(Content(body, title=title, language="en", audience=Audience(everyone=True)), **changes)


def clip(media: BlobRef, **changes: Any) -> Content:
    body = ClipBody(media, duration_ms=4000, width=320, height=180, summary="Drag it until it turns blue")
    return replace(Content(body, title="Move a shift", language="en", audience=Audience(everyone=True)), **changes)


@dataclass
class World:
    """`ann` and `bob` are in Planning, `eve` in Sales. `cur` judges everything, `pat` Planning, `sal` Sales."""

    app: FastAPI
    hub: Hub
    clock: Clockwork
    channels: Channels
    people: dict[str, Person]
    planning: str
    sales: str

    tip = staticmethod(tip)
    clip = staticmethod(clip)
    creation = staticmethod(creation)
    part_headers = staticmethod(part_headers)

    def client(self, **headers: str) -> TestClient:
        return TestClient(self.app, base_url=ADDRESS, headers=headers, follow_redirects=False)

    def device(self, who: str) -> TestClient:
        """The app of this person, connected as any other."""
        with self.hub.database.write() as db:
            asked = pairing.begin(db, self.clock(), f"{who}'s laptop")
        pairing.decide(self.hub.database, self.hub.box, self.clock(), self.people[who], asked.user_code, allow=True)
        with self.hub.database.write() as db:
            tokens = pairing.exchange(db, self.clock(), asked.device_code)
        assert isinstance(tokens, pairing.Tokens)
        return self.client(authorization=f"Bearer {tokens.access_token}")

    def browser(self, who: str) -> TestClient:
        """A browser in which this person has signed in."""
        with self.hub.database.write() as db:
            session = sessions.begin(db, self.clock(), self.people[who].id)
        client = self.client(origin=ADDRESS)
        client.cookies.set("vonk", session.token)
        return client

    def person(self, who: str) -> Person:
        """As the hub knows them now."""
        with self.hub.database.read() as db:
            return people.person(db, self.people[who].id)

    def work(self) -> int:
        """Do the jobs that are due, here and now."""
        return self.hub.worker.run_until_idle()

    def add_channel(self, name: str = "planning", *, kind: str = "slack", team: str | None = "planning") -> str:
        team_id = None if team is None else {"planning": self.planning, "sales": self.sales}[team]
        with self.hub.database.write() as db:
            added = channels.add_channel(
                db,
                self.hub.box,
                self.clock(),
                name=name,
                kind=kind,
                address=f"https://hooks.slack.com/services/{name}",
                team_id=team_id,
                by="vonk",
            )
        return added.id

    def trust(self, who: str, *formats: Format) -> None:
        with self.hub.database.write() as db:
            people.set_trust(db, self.clock(), self.people[who].id, formats, by="vonk")

    def put(self, who: str, content: Content, item_id: str | None = None) -> tuple[str, Any]:
        item_id = item_id or str(uuid.uuid4())
        address = f"/api/v1/items/{item_id}/versions/{hash_of(content)}"
        return item_id, self.device(who).put(address, json={"content": content_to_json(content)})

    def approve(self, item_id: str, content: Content, by: str = "cur") -> str:
        judge, words = self.person(by), [review.Word(criterion, 4) for criterion in Criterion]
        with self.hub.database.write() as db:
            review.judge(db, self.clock(), judge, item_id, hash_of(content), words)
            return review.approve(db, self.clock(), judge, item_id, hash_of(content)).value

    def publish(self, who: str, content: Content) -> str:
        item_id, answer = self.put(who, content)
        assert answer.status_code == 201, answer.text
        self.work()
        self.approve(item_id, content)
        return item_id

    def upload(self, who: str, data: bytes, media_type: str = "video/mp4") -> BlobRef:
        client, sha256 = self.device(who), hashlib.sha256(data).hexdigest()
        made = client.post("/api/v1/uploads", headers=creation(data, media_type))
        assert made.status_code == 201, made.text
        sent = client.patch(made.headers["location"], content=data, headers=part_headers(data, 0))
        assert sent.status_code == 204, sent.text
        return BlobRef(sha256, len(data), media_type)


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[Callable[[], World]]:
    """Starts a hub in the test's folder; a second call after `stop` would find what the first one left."""
    running: list[TestClient] = []

    def start() -> World:
        clock, sent = Clockwork(), Channels()
        settings = HubSettings(data=tmp_path / "hub", public_url=ADDRESS, quota=20_000_000)
        app = create_app(settings, clock=clock, send=sent, make_clip=_make_clip)
        client = TestClient(app, base_url=ADDRESS)
        client.__enter__()
        running.append(client)
        app.state.hub.worker.stop()
        hub = replace(app.state.hub, worker=_idle(app.state.hub))
        app.state.hub = hub
        return _peopled(app, hub, clock, sent)

    yield start
    for client in running:
        client.__exit__(None, None, None)


def _idle(hub: Hub) -> Any:
    """The same handlers, in a worker whose thread was never started: the test says when it works."""
    from hub.jobs import Worker

    return Worker(hub.database, hub.worker._handlers, hub.clock)


@pytest.fixture
def world(make_world: Callable[[], World]) -> World:
    return make_world()


ROLES: dict[str, tuple[tuple[Role, str | None], ...]] = {
    "ann": ((Role.AMBASSADOR, None),),
    "bob": (),
    "eve": (),
    "cur": ((Role.CURATOR, None),),
    "pat": ((Role.CURATOR, "planning"),),
    "sal": ((Role.CURATOR, "sales"),),
    "adm": ((Role.ADMIN, None),),
}


def _peopled(app: FastAPI, hub: Hub, clock: Clockwork, sent: Channels) -> World:
    now = clock()
    with hub.database.write() as db:
        planning = teams.add_team(db, now, "Planning", by="vonk").id
        sales = teams.add_team(db, now, "Sales", by="vonk").id
        ids = {"planning": planning, "sales": sales}
        known = {}
        for name, roles in ROLES.items():
            added = people.add_person(db, now, name=name.title(), email=f"{name}@example.org", language="en")
            for role, team in roles:
                people.give_role(db, now, added.id, role, ids[team] if team else None, by="vonk")
            known[name] = added
        for name, team_id in (("ann", planning), ("bob", planning), ("eve", sales)):
            teams.join(db, now, team_id, known[name].id, by="vonk")
        known = {name: people.person(db, person.id) for name, person in known.items()}
    return World(app, hub, clock, sent, known, planning, sales)
