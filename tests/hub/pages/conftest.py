"""A running hub with a few people, and browsers that fill in its forms as a person would."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from core.content import Audience, Content, TipBody
from core.delivery import DeliveryAction
from core.language import Bilingual
from core.review import Criterion
from core.wire import content_to_json, hash_of
from hub import items, people, review, sessions, teams
from hub.access import Person, Role
from hub.app import create_app
from hub.dependencies import Hub
from hub.settings import HubSettings

ADDRESS = "http://127.0.0.1:8400"
PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True)
class Sent:
    """The outcome of a post to a channel."""

    action: DeliveryAction = DeliveryAction.DOUBT
    status: int | None = None
    retry_after_s: float | None = None
    reason: Bilingual | None = None


class Browser:
    """Keeps cookies, tells its origin, and takes the token of a form from the page that holds it."""

    def __init__(self, app: FastAPI, language: str = "en") -> None:
        headers = {"Accept-Language": language, "Sec-Fetch-Site": "same-origin", "Origin": ADDRESS}
        self.client = TestClient(app, base_url=ADDRESS, headers=headers, follow_redirects=False)

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def read(self, path: str) -> str:
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.text

    def post(self, path: str, form: str | None = None, **fields: Any) -> Any:
        """Fill in the form of the page `form` (by default the same path) and send it."""
        token = TOKEN.search(self.client.get(form or path, follow_redirects=True).text)
        assert token is not None, path
        return self.client.post(path, data={"csrf": unescape(token[1]), **fields})

    def sign_in(self, hub: Hub, email: str) -> Browser:
        """A session as the sign-in form gives it, without the time that a password takes on purpose."""
        with hub.database.write() as db:
            session = sessions.begin(db, hub.now(), people.person_by_email(db, email).id)
        self.client.cookies.set("vonk", session.token)
        return self


@dataclass
class Stage:
    """`owner` runs the hub, `curator` judges for everyone, `maker` is in the team, `outsider` is not."""

    app: FastAPI
    hub: Hub
    team_id: str
    people: dict[str, Person]

    def browser(self, who: str | None = None, language: str = "en") -> Browser:
        browser = Browser(self.app, language)
        return browser.sign_in(self.hub, f"{who}@example.org") if who else browser

    def hand_in(self, content: Content, maker: str = "maker", item_id: str | None = None) -> str:
        item_id = item_id or str(uuid.uuid4())
        with self.hub.database.write() as db:
            maker_now = people.person(db, self.people[maker].id)
            items.hand_in(db, self.hub.now(), maker_now, item_id, hash_of(content), content_to_json(content))
        return item_id

    def publish(self, content: Content, maker: str = "maker") -> str:
        item_id = self.hand_in(content, maker)
        words = [review.Word(criterion, 4) for criterion in Criterion]
        with self.hub.database.write() as db:
            judge = self.people["curator"]
            review.judge(db, self.hub.now(), judge, item_id, hash_of(content), words)
            review.approve(db, self.hub.now(), judge, item_id, hash_of(content))
        return item_id


@pytest.fixture(scope="session")
def tip() -> Callable[..., Content]:
    """Makes the content of a tip for everyone; fields may be changed by name."""
    return _tip


def _tip(title: str = "Paste without formatting", **changes: Any) -> Content:
    body = TipBody("want to paste plain text", "press Ctrl+Shift+V", "the text takes the font of your document")
    content = Content(body, title=title, language="en", audience=Audience(everyone=True), experience="I do this daily")
    return replace(content, **changes)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    settings = HubSettings(data=tmp_path_factory.mktemp("hub"), public_url=ADDRESS)
    app = create_app(settings, send=lambda _kind, _address, _card: Sent())
    with TestClient(app, base_url=ADDRESS):
        hub: Hub = app.state.hub
        now = hub.now()
        with hub.database.write() as db:
            team = teams.add_team(db, now, "Planning", by="vonk")
            known = {
                name: people.add_person(
                    db,
                    now,
                    name=name.title(),
                    email=f"{name}@example.org",
                    password=PASSWORD if name == "maker" else None,
                    roles=roles,
                    language="en",
                )
                for name, roles in {
                    "owner": (Role.ADMIN, Role.CURATOR, Role.AMBASSADOR),
                    "curator": (Role.CURATOR,),
                    "maker": (Role.AMBASSADOR,),
                    "outsider": (),
                }.items()
            }
            teams.join(db, now, team.id, known["maker"].id, by="vonk")
        with hub.database.read() as db:
            known = {name: people.person(db, person.id) for name, person in known.items()}
        yield Stage(app, hub, team.id, known)
