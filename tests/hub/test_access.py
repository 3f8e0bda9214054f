"""Who sees what: every role, every audience, every way to an item; and no route without a class."""

from __future__ import annotations

from itertools import product

import pytest
from fastapi import APIRouter
from sqlalchemy import select

from core.content import Audience
from core.review import ReviewState
from core.wire import hash_of
from hub import api, board, items, review
from hub.access import Action, Facts, Person, Role, judgeable_by, may, visible_to
from hub.app import create_app
from hub.problems import Problem
from hub.routes import CLASSES, RouteClass, unclassed
from hub.schema import items as items_table
from hub.schema import versions
from hub.settings import HubSettings

EVERYBODY = ("ann", "bob", "eve", "cur", "pat", "sal", "adm", None)
AUDIENCES = ("planning", "sales", "both", "everyone", "nobody")
# ann makes; bob is of Planning, eve of Sales; cur judges all, pat Planning, sal Sales; adm runs the hub.
ON_BOARD = {
    "planning": {"ann", "bob", "cur", "pat"},
    "sales": {"ann", "eve", "cur", "sal"},
    "both": {"ann", "bob", "eve", "cur", "pat", "sal"},
    "everyone": {"ann", "bob", "eve", "cur", "pat", "sal", "adm"},
    "nobody": {"ann", "cur"},
}
IN_REVIEW = {
    "planning": {"ann", "cur", "pat"},
    "sales": {"ann", "cur", "sal"},
    "both": {"ann", "cur", "pat", "sal"},
    "everyone": {"ann", "cur", "pat", "sal"},
    "nobody": {"ann", "cur"},
}


def audience(world, name: str) -> Audience:
    return {
        "planning": Audience(teams=(world.planning,)),
        "sales": Audience(teams=(world.sales,)),
        "both": Audience(teams=(world.planning, world.sales)),
        "everyone": Audience(everyone=True),
        "nobody": Audience(),
    }[name]


def ways(client, item_id: str, content_hash: str, word: str) -> dict[str, bool]:
    """Does this client come to the item, by each way there is?"""
    found = client.get(f"/?q={word}")
    every = client.get("/")
    address = f"/items/{item_id}"
    media = f"/media/{item_id}/{content_hash}"
    return {
        "page": client.get(address).status_code == 200,
        "version": client.get(f"{address}?version={content_hash}").status_code == 200,
        "search": word in found.text and address in found.text,
        "board": address in every.text,
        "clip": client.get(f"{media}/clip.mp4").status_code == 200,
        "poster": client.get(f"{media}/poster.jpg").status_code == 200,
        "head": client.head(f"{media}/clip.mp4").status_code == 200,
        "range": client.get(f"{media}/clip.mp4", headers={"Range": "bytes=0-3"}).status_code == 206,
    }


def test_the_published_item_is_seen_by_its_audience_on_every_path_and_by_nobody_else(world):
    clients = {who: world.browser(who) if who else world.client() for who in EVERYBODY}
    leaks, losses, asked = [], [], 0
    for index, name in enumerate(AUDIENCES):
        word = f"zebra{index}"
        content = world.clip(world.upload("ann", f"clip {name}".encode()), title=word, audience=audience(world, name))
        item_id = world.publish("ann", content)
        for who, client in clients.items():
            for way, came in ways(client, item_id, hash_of(content), word).items():
                asked += 1
                if came and who not in ON_BOARD[name]:
                    leaks.append((name, who, way))
                if not came and who in ON_BOARD[name]:
                    losses.append((name, who, way))
    assert (leaks, losses, asked) == ([], [], 320)


def test_what_is_in_review_is_seen_by_its_maker_and_its_curators_only(world):
    clients = {who: world.browser(who) if who else world.client() for who in EVERYBODY}
    wrong = []
    for index, name in enumerate(AUDIENCES):
        word = f"gnu{index}"
        content = world.clip(world.upload("ann", f"clip {name}".encode()), title=word, audience=audience(world, name))
        item_id, _ = world.put("ann", content)
        world.work()
        for who, client in clients.items():
            came = ways(client, item_id, hash_of(content), word)
            assert {came["page"], came["search"], came["board"]} == {False}, (name, who, came)
            expected = who in IN_REVIEW[name]
            wrong += [
                (name, who, way) for way in ("version", "clip", "poster", "head", "range") if came[way] != expected
            ]
            if who is not None:
                with world.hub.database.read() as db:
                    queued = item_id in {row.item_id for row in review.queue(db, world.person(who))}
                if queued != (expected and who != "ann"):
                    wrong.append((name, who, "queue"))
    assert wrong == []


def test_a_withdrawn_version_is_the_makers_alone(world):
    content = world.clip(world.upload("ann", b"a clip"))
    item_id, _ = world.put("ann", content)
    world.work()
    with world.hub.database.write() as db:
        items.withdraw(db, world.clock(), world.person("ann"), item_id, hash_of(content))
    media = f"/media/{item_id}/{hash_of(content)}/clip.mp4"
    assert {who for who in EVERYBODY if who and world.browser(who).get(media).status_code == 200} == {"ann"}


def test_sql_and_function_agree_for_every_person_and_audience(world):
    made = {}
    for name, published in product(AUDIENCES, (True, False)):
        content = world.tip(f"{name} {published}", audience=audience(world, name))
        made[name, published] = world.publish("ann", content) if published else world.put("ann", content)[0]
    people = [world.person(who) for who in EVERYBODY if who]
    with world.hub.database.read() as db:
        for person in people:
            source = select(versions.c.sequence).join(items_table, items_table.c.id == versions.c.item_id)
            shown = set(db.execute(source.where(visible_to(person))).scalars())
            judged = set(db.execute(source.where(judgeable_by(person))).scalars())
            for sequence in db.execute(select(versions.c.sequence)).scalars():
                facts = items.facts_of(db, sequence)
                by_function = may(person, Action.SEE, facts) and facts.on_board
                assert (sequence in shown) == by_function, (person.name, facts)
                assert (sequence in judged) == may(person, Action.JUDGE, facts), (person.name, facts)
        assert not db.execute(source.where(visible_to(None))).all()


def test_nobody_in_particular_may_do_nothing_at_all():
    for action, state, on_board, everyone in product(Action, ReviewState, (True, False), (True, False)):
        assert not may(None, action, Facts("maker", state, on_board, everyone, frozenset({"team"})))


def test_an_admin_without_other_roles_reads_no_item_that_is_not_meant_for_them():
    admin = Person("x", "X", "x@example.org", roles=frozenset({Role.READER, Role.ADMIN}))
    facts = Facts("maker", ReviewState.PUBLISHED, True, False, frozenset({"team"}))
    assert not may(admin, Action.SEE, facts)


def test_who_leaves_the_team_sees_it_no_more_at_the_next_request(world):
    content = world.clip(world.upload("ann", b"a clip"), audience=audience(world, "planning"))
    item_id = world.publish("ann", content)
    bob, media = world.browser("bob"), f"/media/{item_id}/{hash_of(content)}/clip.mp4"
    assert bob.get(media).status_code == 200
    from hub import teams

    with world.hub.database.write() as db:
        teams.leave(db, world.clock(), world.planning, world.people["bob"].id, by="vonk")
    assert bob.get(media).status_code == 404


def test_a_disabled_person_is_nobody_at_once(world):
    browser, device = world.browser("bob"), world.device("bob")
    from hub import people

    with world.hub.database.write() as db:
        people.disable(db, world.clock(), world.people["bob"].id, by="vonk")
    assert browser.get("/").status_code == 303
    assert device.get("/api/v1/feed").status_code == 401


def test_counts_tell_nothing_of_what_is_hidden(world):
    world.publish("ann", world.tip(audience=audience(world, "sales")))
    with world.hub.database.read() as db:
        assert board.board(db, world.person("bob")).total == 0
        assert board.board(db, world.person("eve")).total == 1
        assert review.waiting_count(db, world.person("pat")) == 0


def test_an_item_not_for_you_and_no_item_at_all_answer_alike(world):
    item_id = world.publish("ann", world.tip(audience=audience(world, "sales")))
    bob = world.browser("bob")
    hidden, absent = bob.get(f"/items/{item_id}"), bob.get("/items/00000000-0000-0000-0000-000000000000")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert item_id not in hidden.text.replace(f"/items/{item_id}", "")
    with world.hub.database.read() as db, pytest.raises(Problem):
        board.item(db, world.person("bob"), item_id)


def test_every_route_is_classed_and_every_class_has_a_route(world):
    from fastapi.routing import iter_route_contexts

    assert unclassed(world.app.routes) == []
    assert {route.path for route in iter_route_contexts(world.app.routes)} == set(CLASSES)


def test_a_route_that_nobody_classed_stops_the_hub_from_starting(tmp_path, monkeypatch):
    router = APIRouter()
    router.get("/export-everything")(lambda: "all of it")
    monkeypatch.setattr(api, "router", router)
    with pytest.raises(ValueError, match="/export-everything"):
        create_app(HubSettings(data=tmp_path))


def test_a_route_added_later_is_answered_as_if_it_were_not_there(world):
    @world.app.get("/late")
    def late() -> str:
        return "a secret"

    answer = world.browser("adm").get("/late")
    assert answer.status_code == 404
    assert "a secret" not in answer.text


def test_the_outer_door_lets_in_nobody_whom_the_class_does_not(world):
    stranger, plain, admin = world.client(origin="http://127.0.0.1:8400"), world.browser("bob"), world.browser("adm")
    given = dict.fromkeys(("item_id", "content_hash", "name", "sha256", "upload_id", "token"), "x")
    for path, class_ in CLASSES.items():
        if class_ in (RouteClass.PUBLIC, RouteClass.VISITOR):
            continue
        address = path.format(**given)
        methods = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
        assert {stranger.request(method, address).status_code for method in methods} <= {303, 401, 404, 405}, path
        if class_ is RouteClass.DEVICE:
            assert {admin.request(method, address).status_code for method in methods} <= {401, 404, 405}, path
        if class_ in (RouteClass.CURATOR, RouteClass.ADMIN):
            assert plain.get(address).status_code in (403, 404, 405), path
