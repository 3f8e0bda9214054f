"""Coming in, staying in, and what other sites cannot do: passwords, sessions, forms, hosts, headers, bytes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core.errors import Impossible, Malformed, NotFound, Refused, StoreUnusable
from core.wire import hash_of
from hub import people, sessions
from hub.access import Role
from hub.database import sqlite_version
from hub.problems import Problem
from hub.secrets import SecretBox, load_key
from hub.settings import HubSettings, check_settings
from hub.starting import first_start_link

ADDRESS = "http://127.0.0.1:8400"
PASSWORD = "correct horse battery"


def give_password(world, who: str = "bob") -> None:
    with world.hub.database.write() as db:
        people.set_password(db, world.clock(), world.people[who].id, PASSWORD, by="vonk")


def sign_in(world, password: str = PASSWORD, who: str = "bob", address: str = "10.0.0.1"):
    hub = world.hub
    return sessions.sign_in(
        hub.database, hub.box, world.clock(), email=f"{who}@example.org", password=password, address=address
    )


def form_of(client, path: str = "/sign-in") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def test_the_right_password_opens_a_session_and_sign_out_ends_it(world):
    give_password(world)
    client = world.client(origin=ADDRESS)
    data = {"csrf": form_of(client), "email": "BOB@example.org ", "password": PASSWORD}
    answer = client.post("/sign-in", data=data)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("vonk=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/").status_code == 200
    assert client.post("/sign-out", data={"csrf": form_of(client, "/")}).status_code == 303
    client.cookies.set("vonk", cookie.split("=", 1)[1].split(";")[0])
    assert client.get("/").status_code == 303


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(tmp_path):
    from hub.dependencies import session_cookie, visit_cookie

    settings = HubSettings(data=tmp_path, public_url="https://vonk.example.org")
    assert (session_cookie(settings), visit_cookie(settings)) == ("__Host-vonk", "__Host-vonk-visit")


@pytest.mark.parametrize("who", ["bob", "nobody"])
def test_a_wrong_password_and_a_wrong_address_answer_alike(world, who):
    give_password(world)
    with pytest.raises(Refused) as refusal:
        sign_in(world, "something else", who)
    assert refusal.value.title.en == "This e-mail address and password do not belong together."


def test_guessing_is_stopped_and_may_go_on_a_quarter_of_an_hour_later(world):
    give_password(world)
    for _ in range(10):
        with pytest.raises(Refused):
            sign_in(world, "a guess")
    with pytest.raises(Problem) as refusal:
        sign_in(world)
    assert refusal.value.code == "slow_down"
    world.clock.forward(minutes=15, seconds=1)
    assert sign_in(world).person.name == "Bob"


def test_a_session_ends_when_it_is_not_used_for_thirty_days(world):
    give_password(world)
    token = sign_in(world).token
    database = world.hub.database
    world.clock.forward(days=29)
    assert sessions.person_of(database, world.clock(), token) is not None
    world.clock.forward(days=29)
    assert sessions.person_of(database, world.clock(), token) is not None
    world.clock.forward(days=30, seconds=1)
    assert sessions.person_of(database, world.clock(), token) is None


def test_a_new_password_ends_every_session(world):
    give_password(world)
    token = sign_in(world).token
    give_password(world)
    assert sessions.person_of(world.hub.database, world.clock(), token) is None


def test_the_first_start_link_makes_the_owner_once(world):
    with world.hub.database.write() as db:
        people.give_role(db, world.clock(), world.people["eve"].id, Role.ADMIN, by="vonk")
        people.take_role(db, world.clock(), world.people["adm"].id, Role.ADMIN, by="vonk")
        with pytest.raises(Refused):
            people.take_role(db, world.clock(), world.people["eve"].id, Role.ADMIN, by="vonk")
    settings = world.hub.settings
    assert first_start_link(world.hub.database, settings, world.clock()) is None
    assert not settings.first_start_link.exists()


def test_a_fresh_hub_writes_its_link_for_its_owner_alone(make_world):
    from hub.schema import people as table
    from hub.schema import person_roles

    world = make_world()
    with world.hub.database.write() as db:
        db.execute(person_roles.delete())
    settings = world.hub.settings
    link = first_start_link(world.hub.database, settings, world.clock())
    assert link is not None
    assert settings.first_start_link.read_text() == link + "\n"
    assert settings.first_start_link.stat().st_mode & 0o077 == 0
    token = link.rsplit("/", 1)[1]
    given = {"name": "Olga Owner", "email": "olga@example.org", "password": PASSWORD}
    with world.hub.database.write() as db:
        owner = people.accept_invitation(db, world.clock(), token, **given)
    assert owner.roles == {Role.READER, Role.ADMIN, Role.CURATOR, Role.AMBASSADOR}
    with world.hub.database.write() as db, pytest.raises(NotFound):
        people.accept_invitation(db, world.clock(), token, **given)
    assert table.name == "people"


def test_an_invitation_gives_what_it_says_and_works_once(world):
    with world.hub.database.write() as db:
        token = people.invite(
            db, world.clock(), name="Kim", email="Kim@Example.org", role=Role.CURATOR, team_id=world.sales
        )
        assert people.invitation(db, world.clock(), token).team_name == "Sales"
        kim = people.accept_invitation(
            db, world.clock(), token, name="Kim", email="other@example.org", password=PASSWORD
        )
        with pytest.raises(NotFound):
            people.invitation(db, world.clock(), token)
    assert (kim.email, kim.teams, kim.curates, kim.curates_all) == (
        "kim@example.org",
        {world.sales},
        {world.sales},
        False,
    )


def test_an_invitation_is_dead_after_seven_days(world):
    with world.hub.database.write() as db:
        token = people.invite(db, world.clock(), name="Kim", email="kim@example.org")
    world.clock.forward(days=7, seconds=1)
    with world.hub.database.read() as db, pytest.raises(NotFound):
        people.invitation(db, world.clock(), token)


@pytest.mark.parametrize(("email", "password"), [("no address", PASSWORD), ("a@b@c", PASSWORD), ("a@b.nl", "short")])
def test_what_is_no_address_or_no_password_is_told(world, email, password):
    with world.hub.database.write() as db, pytest.raises(Malformed):
        people.add_person(db, world.clock(), name="X", email=email, password=password)


FROM = (
    ({"origin": "https://evil.example"}, 403),
    ({"origin": "null"}, 403),
    ({"sec-fetch-site": "cross-site", "origin": ADDRESS}, 403),
    ({"sec-fetch-site": "same-site"}, 403),
    ({}, 403),
    ({"origin": ADDRESS}, 409),
    ({"sec-fetch-site": "same-origin"}, 409),
)


def test_another_site_cannot_post_and_our_own_needs_its_token(world):
    client = world.browser("bob")
    del client.headers["origin"]
    for headers, status in FROM:
        assert client.post("/sign-out", data={}, headers=headers).status_code == status, headers
    assert client.get("/").status_code == 200


def test_a_token_of_another_session_is_no_token(world):
    bob, eve = world.browser("bob"), world.browser("eve")
    assert bob.post("/sign-out", data={"csrf": form_of(eve, "/")}).status_code == 409
    assert bob.get("/").status_code == 200


def test_a_host_that_is_not_ours_is_not_answered(world):
    for host, status in (("evil.example", 421), ("127.0.0.1:8400", 303), ("localhost:8400", 303), ("", 421)):
        assert world.client(host=host).get("/").status_code == status
    assert world.client(host="10.1.2.3").get("/healthz").status_code == 200


def test_a_body_without_end_is_not_read(world):
    app = world.device("ann")
    address = f"/api/v1/items/00000000-0000-0000-0000-000000000000/versions/{'0' * 64}"
    assert app.put(address, content=b"x" * (2 * 1024 * 1024 + 1)).status_code == 413


def test_every_answer_carries_the_safe_headers(world):
    pages = [
        world.browser("bob").get("/"),
        world.client().get("/sign-in"),
        world.client().get("/nowhere"),
        world.client().get("/api/v1/feed"),
        world.client().get("/api/v1/hub"),
    ]
    for page in pages:
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "private, no-store"
    nonces = {
        re.search(r"script-src 'nonce-([^']+)'", page.headers["content-security-policy"])[1] for page in pages[:2]
    }
    assert len(nonces) == 2
    assert "unsafe-inline" not in pages[0].headers["content-security-policy"]


def test_media_answers_ranges_tags_and_heads_as_http_says(world):
    content = world.clip(world.upload("ann", b"0123456789"))
    item_id = world.publish("ann", content)
    bob, address = world.browser("bob"), f"/media/{item_id}/{hash_of(content)}/clip.mp4"
    whole = bob.get(address)
    assert (whole.status_code, whole.content) == (200, b"rendition of 0123456789")
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["cache-control"] == "private, no-store"
    assert "sandbox" in whole.headers["content-security-policy"]
    tag = whole.headers["etag"]
    part = bob.get(address, headers={"Range": "bytes=13-16"})
    assert (part.status_code, part.content) == (206, b"0123")
    assert part.headers["content-range"] == f"bytes 13-16/{len(whole.content)}"
    assert bob.get(address, headers={"Range": "bytes=-3"}).content == b"789"
    assert bob.get(address, headers={"Range": "bytes=9999-"}).status_code == 416
    assert bob.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert bob.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert bob.get(address, headers={"Range": "bytes=0-3", "If-Range": '"other"'}).status_code == 200
    head = bob.head(address)
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(whole.content)))
    assert bob.post(address).status_code in (404, 405)
    assert bob.get(address.replace("clip.mp4", "..%2f..%2fsecret.key")).status_code == 404


def test_the_directory_is_sent_again_only_when_it_changed(world):
    app = world.device("ann")
    first = app.get("/api/v1/directory")
    assert first.json()["person"]["name"] == "Ann"
    assert {(team["name"], team["people"]) for team in first.json()["teams"]} == {("Planning", 2), ("Sales", 1)}
    headers = {"If-None-Match": first.headers["etag"]}
    assert app.get("/api/v1/directory", headers=headers).status_code == 304
    from hub import teams

    with world.hub.database.write() as db:
        teams.join(db, world.clock(), world.sales, world.people["bob"].id, by="vonk")
    assert app.get("/api/v1/directory", headers=headers).status_code == 200


def test_a_secret_key_that_is_damaged_is_not_replaced(tmp_path):
    path = tmp_path / "secret.key"
    key = load_key(path)
    assert path.stat().st_mode & 0o077 == 0
    assert load_key(path) == key
    hidden = SecretBox(key).encrypt("https://hooks.slack.com/services/x")
    with pytest.raises(StoreUnusable):
        SecretBox(b"k" * 32).decrypt(hidden)
    path.write_text("damaged")
    with pytest.raises(StoreUnusable):
        load_key(path)


@pytest.mark.parametrize(
    ("options", "fine"),
    [({}, True), ({"host": "0.0.0.0"}, False), ({"host": "0.0.0.0", "behind_proxy": True}, True)],
)
def test_an_open_line_is_refused(tmp_path, options, fine):
    settings = HubSettings(data=tmp_path, **options)
    if fine:
        check_settings(settings)
        return
    with pytest.raises(Impossible):
        check_settings(settings)


def test_the_sqlite_in_use_has_no_known_wal_fault():
    assert tuple(int(part) for part in sqlite_version().split(".")) >= (3, 51, 3)
    assert timedelta(days=30) == sessions.LASTS
