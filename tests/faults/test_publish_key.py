"""Figure A11: one publish key, many times, at once: one item, one answer; another body under it is refused."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random
from typing import Any

import pytest
import requests

from core.content import Audience, Content, TipBody
from core.wire import content_to_json, hash_of
from tests.campaign import rounds, seed
from tests.faults.real_hub import RealHub
from tests.faults.tcp_proxy import ANSWER_LOST, TcpProxy

AT_ONCE = 32


def some_tip(dice: Random, title: str) -> Content:
    return Content(
        TipBody(f"a {dice.random()}", "b", "c"), title=title, language="en", audience=Audience(everyone=True)
    )


def place_of(url: str, item_id: str, content_hash: str) -> str:
    return f"{url}/api/v1/items/{item_id}/versions/{content_hash}"


@pytest.fixture
def senders(hub: RealHub):
    """32 connections of one device."""
    tokens = hub.pair()
    return [hub.device(tokens) for _ in range(AT_ONCE)]


def put_at_once(senders: list[requests.Session], requests_: list[tuple[str, Any]]) -> list[requests.Response]:
    """Each sender its own request, all let go at the same moment."""
    ready = threading.Barrier(len(senders))

    def one(sender: requests.Session, place: str, body: Any) -> requests.Response:
        ready.wait(30)
        return sender.put(place, json=body, timeout=60)

    with ThreadPoolExecutor(len(senders)) as pool:
        waiting = [pool.submit(one, sender, *asked) for sender, asked in zip(senders, requests_, strict=True)]
        return [each.result() for each in waiting]


def publish_at_once(hub: RealHub, senders: list[requests.Session], times: int) -> None:
    dice = Random(seed())
    for number in range(times):
        content, item_id = some_tip(dice, f"Round {number}"), str(uuid.UUID(int=dice.getrandbits(128), version=4))
        asked = (place_of(hub.own_url, item_id, hash_of(content)), {"content": content_to_json(content)})
        answers = put_at_once(senders, [asked] * AT_ONCE)
        assert sorted(answer.status_code for answer in answers) == [200] * (AT_ONCE - 1) + [201]
        assert all(answer.json() == answers[0].json() for answer in answers)
        assert answers[0].json()["item_id"] == item_id
        later = senders[0].put(asked[0], json=asked[1], timeout=60)
        assert (later.status_code, later.json()) == (200, answers[0].json())
        refused_with_another_body(senders[0], asked[0], content)
        assert hub.rows(f"SELECT count(*) FROM versions WHERE item_id = '{item_id}'") == [(1,)]
        written = f"SELECT count(*) FROM audit WHERE item_id = '{item_id}' AND what = 'submitted'"
        assert hub.rows(written) == [(1,)]
    told = [event["item_id"] for event in hub.events(senders[0])]
    assert len(told) == len(set(told))
    print(f"{times} rounds of {AT_ONCE} at once: one item and one answer each time")


def refused_with_another_body(sender: requests.Session, place: str, content: Content) -> None:
    for other in (replace(content, title="Other"), replace(content, audience=Audience(everyone=False))):
        answer = sender.put(place, json={"content": content_to_json(other)}, timeout=60)
        assert answer.status_code in (409, 422), answer.text
        assert answer.json()["code"] == "hash_mismatch"


def test_32_at_once_make_one_item_and_hear_one_answer(hub, senders):
    publish_at_once(hub, senders, 10)


@pytest.mark.long
def test_figure_a11_32_at_once_make_one_item(hub, senders):
    publish_at_once(hub, senders, rounds(1000))


def test_at_once_the_right_body_wins_and_the_others_change_nothing(hub, senders):
    dice = Random(seed())
    content, item_id = some_tip(dice, "Right"), str(uuid.uuid4())
    place = place_of(hub.own_url, item_id, hash_of(content))
    right = {"content": content_to_json(content)}
    wrong = [{"content": content_to_json(replace(content, title=f"Wrong {number}"))} for number in range(AT_ONCE)]
    bodies = [right if number % 2 else wrong[number] for number in range(AT_ONCE)]
    answers = put_at_once(senders, [(place, body) for body in bodies])
    codes = [answer.status_code for answer in answers]
    assert codes[::2] == [422] * (AT_ONCE // 2)
    assert sorted(codes[1::2]) == [200] * (AT_ONCE // 2 - 1) + [201]
    assert hub.rows(f"SELECT title FROM versions WHERE item_id = '{item_id}'") == [("Right",)]


def test_another_persons_key_is_not_theirs_to_use(hub, senders):
    content, item_id = some_tip(Random(3), "Mine"), str(uuid.uuid4())
    place = place_of(hub.own_url, item_id, hash_of(content))
    assert senders[0].put(place, json={"content": content_to_json(content)}, timeout=60).status_code == 201
    hub.add_person("bob@example.org", "Bob", "--role", "ambassador", "--team", "Planning")
    bob = hub.device(hub.pair("bob@example.org"))
    answer = bob.put(place, json={"content": content_to_json(content)}, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert hub.rows(f"SELECT count(*) FROM versions WHERE item_id = '{item_id}'") == [(1,)]


def test_the_key_still_answers_the_same_after_a_lost_answer_and_a_kill(hub, proxy: TcpProxy, senders):
    content, item_id = some_tip(Random(4), "Kept"), str(uuid.uuid4())
    body = {"content": content_to_json(content)}
    proxy.order(ANSWER_LOST)
    with pytest.raises(requests.ConnectionError):
        senders[0].put(place_of(proxy.url, item_id, hash_of(content)), json=body, timeout=60)
    hub.restart()
    answers = put_at_once(senders, [(place_of(proxy.url, item_id, hash_of(content)), body)] * AT_ONCE)
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    assert len({answer.text for answer in answers}) == 1
    assert hub.rows(f"SELECT count(*) FROM versions WHERE item_id = '{item_id}'") == [(1,)]
