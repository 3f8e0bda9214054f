"""Posts to channels: never wider than the item, never twice, never a guess."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from core.content import Audience
from core.delivery import DeliveryAction, DeliveryState
from core.errors import Refused
from core.language import Bilingual
from core.wire import hash_of
from hub import channels, posting
from hub.problems import Problem
from hub.schema import channels as channels_table
from hub.schema import deliveries

WHY = Bilingual(en="It did not answer.", nl="Het antwoordde niet.")


def states(world, item_id: str) -> dict[str, str]:
    with world.hub.database.read() as db:
        return {post.channel_name: post.state.value for post in posting.deliveries_of(db, item_id)}


def said(world, action: DeliveryAction, status: int | None = None, retry_after_s: float | None = None) -> None:
    answer = type("Said", (), {"action": action, "status": status, "retry_after_s": retry_after_s, "reason": WHY})()
    world.channels.answers.append(answer)


@pytest.mark.parametrize(
    ("audience", "reached"),
    [("planning", {"planning"}), ("both", {"planning", "sales"}), ("nobody", set()), ("everyone", {"all", "planning"})],
)
def test_a_post_goes_where_the_audience_is_and_no_wider(world, audience, reached):
    world.add_channel("planning", team="planning")
    world.add_channel("sales", team="sales")
    world.add_channel("all", team=None)
    meant = {
        "planning": Audience(teams=(world.planning,)),
        "both": Audience(teams=(world.planning, world.sales)),
        "nobody": Audience(),
        "everyone": Audience(everyone=True),
    }[audience]
    item_id = world.publish("ann", world.tip(audience=meant))
    world.work()
    world.clock.forward(seconds=5)
    world.work()
    assert set(states(world, item_id)) == reached
    assert {address.rsplit("/", 1)[1] for _, address, _ in world.channels.sent} == reached


def test_the_card_tells_whom_it_is_from_and_for_and_where(world):
    world.add_channel()
    item_id = world.publish("ann", world.tip(audience=Audience(teams=(world.planning,)), experience="Daily"))
    world.work()
    ((kind, _, card),) = world.channels.sent
    assert (kind, card.title, card.maker, card.reviewer) == ("slack", "Paste without formatting", "Ann", "Cur")
    assert (card.audience, card.experience, card.url) == ("Planning", "Daily", f"http://127.0.0.1:8400/items/{item_id}")
    assert states(world, item_id) == {"planning": "posted"}


def test_handed_over_is_not_called_posted(world):
    world.add_channel(kind="teams")
    said(world, DeliveryAction.HAND_OVER, 202)
    item_id = world.publish("ann", world.tip())
    world.work()
    assert states(world, item_id) == {"planning": "handed_over"}


def test_no_answer_waits_for_a_person_and_is_never_sent_again_by_itself(world):
    world.add_channel()
    said(world, DeliveryAction.DOUBT)
    item_id = world.publish("ann", world.tip())
    world.work()
    world.clock.forward(days=1)
    world.work()
    assert states(world, item_id) == {"planning": "uncertain"}
    assert len(world.channels.sent) == 1


def test_a_person_says_what_became_of_an_uncertain_post(world):
    world.add_channel("one")
    world.add_channel("two")
    said(world, DeliveryAction.DOUBT)
    said(world, DeliveryAction.DOUBT)
    item_id = world.publish("ann", world.tip())
    world.work()
    with world.hub.database.write() as db:
        one, two = posting.deliveries_of(db, item_id)
        for stranger in ("bob", "eve"):
            with pytest.raises(Problem):
                posting.it_is_there(db, world.clock(), world.person(stranger), one.id)
        posting.it_is_there(db, world.clock(), world.person("ann"), one.id)
        posting.send_again(db, world.clock(), world.person("cur"), two.id)
        with pytest.raises(Refused):
            posting.send_again(db, world.clock(), world.person("ann"), one.id)
    world.clock.forward(seconds=2)
    world.work()
    assert states(world, item_id) == {"one": "posted", "two": "posted"}
    assert len(world.channels.sent) == 3


def test_too_fast_waits_as_long_as_the_service_asks(world):
    world.add_channel()
    said(world, DeliveryAction.POSTPONE, 429, 30.0)
    item_id = world.publish("ann", world.tip())
    world.work()
    world.clock.forward(seconds=29)
    world.work()
    assert (len(world.channels.sent), states(world, item_id)) == (1, {"planning": "waiting"})
    world.clock.forward(seconds=2)
    world.work()
    assert (len(world.channels.sent), states(world, item_id)) == (2, {"planning": "posted"})


def test_a_channel_that_is_down_for_long_is_called_failed(world):
    world.add_channel()
    for _ in range(posting.MOST_ATTEMPTS):
        said(world, DeliveryAction.POSTPONE, 503)
    item_id = world.publish("ann", world.tip())
    for _ in range(posting.MOST_ATTEMPTS + 2):
        world.work()
        world.clock.forward(seconds=301)
    assert states(world, item_id) == {"planning": "failed"}
    assert len(world.channels.sent) == posting.MOST_ATTEMPTS


def test_one_message_a_second_to_a_channel(world):
    world.add_channel()
    for number in range(3):
        world.publish("ann", world.tip(f"Tip {number}"))
    world.work()
    assert len(world.channels.sent) == 1
    for expected in (2, 3):
        world.clock.forward(seconds=1.001)
        world.work()
        assert len(world.channels.sent) == expected


def test_a_newer_version_is_not_posted_again(world):
    world.add_channel()
    item_id = world.publish("ann", world.tip("First"))
    second = world.tip("Second")
    world.put("ann", second, item_id)
    world.approve(item_id, second)
    for _ in range(3):
        world.clock.forward(seconds=5)
        world.work()
    assert [card.title for _, _, card in world.channels.sent] == ["First"]
    assert states(world, item_id) == {"planning": "posted"}


def test_found_sending_after_a_crash_means_nobody_knows(world):
    world.add_channel()
    item_id = world.publish("ann", world.tip())
    with world.hub.database.write() as db:
        db.execute(update(deliveries).values(state=DeliveryState.SENDING.value))
    world.work()
    assert states(world, item_id) == {"planning": "uncertain"}
    assert world.channels.sent == []


def test_taken_off_the_board_before_it_was_sent_it_is_not_sent(world):
    from hub import items

    world.add_channel()
    item_id = world.publish("ann", world.tip())
    with world.hub.database.write() as db:
        items.retire(db, world.clock(), world.person("ann"), item_id)
    world.work()
    assert states(world, item_id) == {"planning": "failed"}
    assert world.channels.sent == []


def test_an_address_goes_in_and_never_comes_out(world):
    channel_id = world.add_channel("secret-place")
    everything = b"".join(path.read_bytes() for path in world.hub.settings.data.glob("hub.db*"))
    assert b"services/secret-place" not in everything
    with world.hub.database.write() as db:
        assert "hooks.slack" not in repr(channels.all_channels(db))
        assert channels.address_of(db, world.hub.box, channel_id).endswith("secret-place")
        channels.remove_channel(db, world.clock(), channel_id, by="vonk")
        assert db.execute(select(channels_table.c.address)).scalar_one() == ""
        assert channels.all_channels(db) == ()
    item_id = world.publish("ann", world.tip())
    assert (states(world, item_id), len(hash_of(world.tip()))) == ({}, 64)
