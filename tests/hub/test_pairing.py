"""Connecting a device, and what becomes of its tokens."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.errors import NotFound
from hub import pairing
from hub.problems import Problem
from hub.schema import tokens

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def ask(world) -> dict:
    answer = world.client().post(
        "/oauth/device_authorization", data={"client_id": "vonk-app", "device_name": "Ann's laptop"}
    )
    assert answer.status_code == 200
    return answer.json()


def poll(world, asked: dict):
    form = {"grant_type": GRANT, "device_code": asked["device_code"], "client_id": "vonk-app"}
    return world.client().post("/oauth/token", data=form)


def renew(world, token: str):
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "vonk-app"}
    return world.client().post("/oauth/token", data=form)


def allow(world, asked: dict, who: str = "ann", *, yes: bool = True) -> None:
    hub = world.hub
    pairing.decide(hub.database, hub.box, world.clock(), world.people[who], asked["user_code"], allow=yes)


def connected(world) -> dict:
    asked = ask(world)
    allow(world, asked)
    return poll(world, asked).json()


def feed(world, access_token: str) -> int:
    return world.client(authorization=f"Bearer {access_token}").get("/api/v1/feed").status_code


def test_a_device_waits_until_the_person_allows_it(world):
    asked = ask(world)
    assert len(asked["user_code"]) == 9
    assert set(asked["user_code"].replace("-", "")) <= set("BCDFGHJKLMNPQRSTVWXZ")
    assert asked["verification_uri_complete"].endswith(f"/pair?code={asked['user_code']}")
    waiting = poll(world, asked)
    assert (waiting.status_code, waiting.json()) == (400, {"error": "authorization_pending"})
    allow(world, asked)
    world.clock.forward(seconds=2)
    given = poll(world, asked).json()
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 3600)
    assert len(given["access_token"]) <= 64
    assert feed(world, given["access_token"]) == 200


def test_tokens_come_once(world):
    asked = ask(world)
    allow(world, asked)
    assert poll(world, asked).status_code == 200
    assert poll(world, asked).json() == {"error": "expired_token"}


def test_denied_expired_hurried_and_made_up(world):
    denied, late, hurried = ask(world), ask(world), ask(world)
    allow(world, denied, yes=False)
    assert poll(world, denied).json() == {"error": "access_denied"}
    assert poll(world, hurried).json() == {"error": "authorization_pending"}
    assert poll(world, hurried).json() == {"error": "slow_down"}
    world.clock.forward(minutes=10, seconds=1)
    assert poll(world, late).json() == {"error": "expired_token"}
    assert poll(world, {"device_code": "made up"}).json() == {"error": "invalid_grant"}
    with pytest.raises(NotFound):
        allow(world, late)


def test_no_token_is_kept_as_it_is(world):
    given = connected(world)
    everything = b"".join(path.read_bytes() for path in world.hub.settings.data.glob("hub.db*"))
    for token in (given["access_token"], given["refresh_token"]):
        assert token.encode() not in everything
    with world.hub.database.read() as db:
        assert len(db.execute(select(tokens.c.sha256)).all()) == 2


def test_a_refresh_token_works_once_and_coming_back_withdraws_the_device(world):
    first = connected(world)
    second = renew(world, first["refresh_token"]).json()
    assert feed(world, second["access_token"]) == 200
    assert renew(world, first["refresh_token"]).json() == {"error": "invalid_grant"}
    assert feed(world, second["access_token"]) == 401
    assert renew(world, second["refresh_token"]).status_code == 400


def test_a_lost_answer_costs_nothing_the_old_refresh_token_gives_another_pair(world):
    first = connected(world)
    lost = renew(world, first["refresh_token"]).json()
    lost_too = renew(world, first["refresh_token"]).json()
    third = renew(world, first["refresh_token"]).json()
    assert [feed(world, pair["access_token"]) for pair in (lost, lost_too, third)] == [401, 401, 200]
    assert feed(world, renew(world, third["refresh_token"]).json()["access_token"]) == 200


@pytest.mark.parametrize("used", ["access_token", "refresh_token"])
def test_once_either_new_token_was_used_the_old_one_withdraws_the_device(world, used):
    first = connected(world)
    second = renew(world, first["refresh_token"]).json()
    newest = second if used == "access_token" else renew(world, second["refresh_token"]).json()
    if used == "access_token":
        assert feed(world, second["access_token"]) == 200
    assert renew(world, first["refresh_token"]).json() == {"error": "invalid_grant"}
    assert renew(world, newest["refresh_token"]).json() == {"error": "invalid_grant"}
    assert feed(world, newest["access_token"]) == 401


def test_the_unused_pair_is_dead_and_who_has_its_refresh_token_is_a_thief(world):
    first = connected(world)
    stolen = renew(world, first["refresh_token"]).json()
    ours = renew(world, first["refresh_token"]).json()
    assert feed(world, stolen["access_token"]) == 401
    assert feed(world, ours["access_token"]) == 200
    assert renew(world, stolen["refresh_token"]).json() == {"error": "invalid_grant"}
    assert feed(world, ours["access_token"]) == 401


def test_what_is_in_the_middle_of_something_goes_on_and_says_nothing_about_the_new_pair(world):
    first = connected(world)
    renew(world, first["refresh_token"])
    assert feed(world, first["access_token"]) == 200
    assert feed(world, renew(world, first["refresh_token"]).json()["access_token"]) == 200


def test_a_clock_that_is_set_back_mistakes_no_pair_for_an_older_one(world):
    first = connected(world)
    world.clock.forward(hours=-2)
    second = renew(world, first["refresh_token"]).json()
    assert feed(world, second["access_token"]) == 200
    assert renew(world, first["refresh_token"]).json() == {"error": "invalid_grant"}
    assert feed(world, second["access_token"]) == 401


def test_access_ends_after_an_hour_and_the_refresh_token_gives_more(world):
    given = connected(world)
    world.clock.forward(hours=1, seconds=1)
    assert feed(world, given["access_token"]) == 401
    assert feed(world, renew(world, given["refresh_token"]).json()["access_token"]) == 200


def test_given_back_or_disconnected_it_is_dead(world):
    one, two = connected(world), connected(world)
    assert world.client().post("/oauth/revoke", data={"token": one["refresh_token"]}).status_code == 200
    assert world.client().post("/oauth/revoke", data={"token": "unknown"}).status_code == 200
    assert (feed(world, one["access_token"]), feed(world, two["access_token"])) == (401, 200)
    with world.hub.database.write() as db:
        (device,) = pairing.devices_of(db, world.people["ann"])
        with pytest.raises(NotFound):
            pairing.disconnect(db, world.clock(), world.people["bob"], device.id)
        pairing.disconnect(db, world.clock(), world.people["ann"], device.id)
    assert feed(world, two["access_token"]) == 401


def test_guessing_codes_is_stopped_after_ten_tries(world):
    hub, ann = world.hub, world.people["ann"]
    for _ in range(10):
        with pytest.raises(NotFound):
            pairing.asking(hub.database, hub.box, world.clock(), ann, "BBBB-BBBB")
    with pytest.raises(Problem) as refusal:
        pairing.asking(hub.database, hub.box, world.clock(), ann, ask(world)["user_code"])
    assert refusal.value.code == "slow_down"
    assert int(refusal.value.headers["Retry-After"]) <= 601


def test_what_the_token_endpoint_cannot_use_is_a_400_it_explains(world):
    for form in ({}, {"grant_type": GRANT}, {"grant_type": "password", "client_id": "vonk-app"}):
        answer = world.client().post("/oauth/token", data=form)
        assert answer.status_code == 400
        assert answer.json()["error"] in ("invalid_request", "unsupported_grant_type")


def test_another_client_is_not_known(world):
    answer = world.client().post("/oauth/device_authorization", data={"client_id": "other"})
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_client"})
