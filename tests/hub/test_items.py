"""Items on their way in: once, whole, one's own; and what the review makes of them."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from core.content import Audience
from core.errors import Malformed, Refused
from core.formats import Format
from core.review import Criterion
from core.wire import content_to_json, hash_of
from hub import board, items, review
from hub.problems import Problem
from hub.schema import audit, reviews, versions


def count(world, table) -> int:
    with world.hub.database.read() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_version_is_made_once_and_answers_alike_ever_after(world):
    content = world.tip()
    item_id, first = world.put("ann", content)
    _, second = world.put("ann", content, item_id)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json()["state"] == "submitted"
    assert first.json()["url"].endswith(f"/items/{item_id}")
    assert count(world, versions) == 1


def test_thirty_two_at_once_make_one_version(world):
    content, item_id, app = world.tip(), str(uuid.uuid4()), world.device("ann")
    address = f"/api/v1/items/{item_id}/versions/{hash_of(content)}"
    with ThreadPoolExecutor(32) as crowd:
        answers = list(crowd.map(lambda _: app.put(address, json={"content": content_to_json(content)}), range(32)))
    assert sorted(answer.status_code for answer in answers) == [200] * 31 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert count(world, versions) == 1


def test_content_that_is_not_what_its_name_says_is_refused(world):
    content = world.tip()
    address = f"/api/v1/items/{uuid.uuid4()}/versions/{hash_of(world.tip('Another'))}"
    answer = world.device("ann").put(address, json={"content": content_to_json(content)})
    assert (answer.status_code, answer.json()["code"]) == (422, "hash_mismatch")
    assert count(world, versions) == 0


def test_what_cannot_be_read_is_answered_with_its_place(world):
    app, address = world.device("ann"), f"/api/v1/items/{uuid.uuid4()}/versions/{'0' * 64}"
    for body, where in (
        (b"{", ""),
        (b'{"content": {"vonk": 1}}', "format"),
        (b'{"other": 1}', "content"),
        (b'{"content": {}, "more": 1}', "more"),
    ):
        answer = app.put(address, content=body)
        assert (answer.status_code, answer.json()["code"], answer.json()["where"]) == (422, "malformed", where)


def test_a_team_that_is_not_there_is_refused(world):
    _, answer = world.put("ann", world.tip(audience=Audience(teams=("nobody",))))
    assert (answer.status_code, answer.json()["where"]) == (422, "audience.teams[0]")


def test_a_missing_file_is_named_and_anothers_file_counts_as_missing(world):
    blob = world.upload("cur", b"bytes of somebody else")
    _, answer = world.put("ann", world.clip(blob))
    assert (answer.status_code, answer.json()["missing"]) == (409, [blob.sha256])


def test_an_item_of_somebody_else_is_not_there(world):
    item_id, _ = world.put("ann", world.tip())
    content = world.tip("Mine now")
    maker = replace(world.person("ann"), id=world.people["bob"].id)
    with world.hub.database.write() as db, pytest.raises(Problem) as refusal:
        items.hand_in(db, world.clock(), maker, item_id, hash_of(content), content_to_json(content))
    assert refusal.value.code == "not_found"


def test_who_is_no_ambassador_hands_nothing_in(world):
    _, answer = world.put("bob", world.tip())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_withdrawn_leaves_the_queue_and_may_come_back(world):
    content = world.tip()
    item_id, _ = world.put("ann", content)
    address = f"/api/v1/items/{item_id}/versions/{hash_of(content)}"
    assert world.device("ann").post(f"{address}/withdraw").json() == {"state": "draft"}
    with world.hub.database.read() as db:
        assert review.queue(db, world.person("cur")) == ()
    _, again = world.put("ann", content, item_id)
    assert (again.status_code, again.json()["state"]) == (200, "submitted")


def test_what_is_on_the_board_cannot_be_withdrawn(world):
    content = world.tip()
    item_id = world.publish("ann", content)
    address = f"/api/v1/items/{item_id}/versions/{hash_of(content)}/withdraw"
    answer = world.device("ann").post(address)
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_a_newer_version_takes_the_place_of_the_one_that_waits(world):
    first, second = world.tip("First"), world.tip("Second")
    item_id, _ = world.put("ann", first)
    world.put("ann", second, item_id)
    with world.hub.database.read() as db:
        assert [row.title for row in review.queue(db, world.person("cur"))] == ["Second"]


def test_the_published_version_stays_up_while_a_newer_one_is_in_review(world):
    first, second = world.tip("First"), world.tip("Second")
    item_id = world.publish("ann", first)
    world.put("ann", second, item_id)
    with world.hub.database.read() as db:
        assert board.item(db, world.person("bob"), item_id).title == "First"
        assert review.queue(db, world.person("cur"))[0].update
    world.approve(item_id, second)
    with world.hub.database.read() as db:
        assert board.item(db, world.person("bob"), item_id).title == "Second"
        assert board.board(db, world.person("bob")).total == 1
        with pytest.raises(Problem):
            items.version(db, world.person("bob"), item_id, hash_of(first))


def test_trusted_with_tips_means_on_the_board_at_once_for_tips_only(world):
    world.trust("ann", Format.TIP)
    _, tip = world.put("ann", world.tip())
    _, waiting = world.put("ann", world.clip(world.upload("ann", b"a clip")))
    assert tip.json()["state"] == "published"
    assert waiting.json()["state"] == "submitted"
    world.work()
    with world.hub.database.read() as db:
        assert [row.title for row in board.board(db, world.person("bob")).rows] == ["Paste without formatting"]


def test_nobody_judges_their_own_item(world):
    content = world.tip()
    item_id, _ = world.put("ann", content)
    own = replace(world.person("cur"), id=world.people["ann"].id)
    with world.hub.database.write() as db:
        assert review.queue(db, own) == ()
        with pytest.raises(Problem) as refusal:
            review.approve(db, world.clock(), own, item_id, hash_of(content))
    assert refusal.value.code == "not_found"


def test_approval_needs_all_three_and_two_judges_may_share_them(world):
    content = world.tip(audience=Audience(teams=(world.planning,)))
    item_id, _ = world.put("ann", content)
    cur, pat, key = world.person("cur"), world.person("pat"), hash_of(content)
    with world.hub.database.write() as db:
        words = [
            review.Word(Criterion.CLEAR, 4),
            review.Word(Criterion.CORRECT, None, "I do not know this program"),
            review.Word(Criterion.APPLICABLE, 3),
        ]
        review.judge(db, world.clock(), cur, item_id, key, words)
        with pytest.raises(Refused):
            review.approve(db, world.clock(), cur, item_id, key)
        review.judge(db, world.clock(), pat, item_id, key, [review.Word(Criterion.CORRECT, 3)])
        assert review.approve(db, world.clock(), pat, item_id, key).value == "published"
    with world.hub.database.read() as db:
        assert set(board.item(db, world.person("bob"), item_id).reviewers) == {"Cur", "Pat"}


def test_one_low_score_stands_in_the_way_until_its_judge_changes_it(world):
    content = world.tip(audience=Audience(teams=(world.planning,)))
    item_id, _ = world.put("ann", content)
    cur, pat, key = world.person("cur"), world.person("pat"), hash_of(content)
    with world.hub.database.write() as db:
        review.judge(db, world.clock(), cur, item_id, key, [review.Word(each, 4) for each in Criterion])
        review.judge(db, world.clock(), pat, item_id, key, [review.Word(Criterion.CORRECT, 2, "Not since May")])
        with pytest.raises(Refused):
            review.approve(db, world.clock(), cur, item_id, key)
        review.judge(db, world.clock(), pat, item_id, key, [review.Word(Criterion.CORRECT, 3)])
        assert review.approve(db, world.clock(), cur, item_id, key).value == "published"


def test_scores_of_one_version_say_nothing_of_the_next(world):
    first, second = world.tip("First"), world.tip("Second")
    item_id, _ = world.put("ann", first)
    with world.hub.database.write() as db:
        words = [review.Word(each, 4) for each in Criterion]
        review.judge(db, world.clock(), world.person("cur"), item_id, hash_of(first), words)
    world.put("ann", second, item_id)
    with world.hub.database.write() as db:
        with pytest.raises(Refused):
            review.approve(db, world.clock(), world.person("cur"), item_id, hash_of(second))
        with pytest.raises((Refused, Problem)):
            review.approve(db, world.clock(), world.person("cur"), item_id, hash_of(first))


def test_asking_for_changes_needs_words_and_reaches_the_maker(world):
    content = world.tip()
    item_id, _ = world.put("ann", content)
    cur, key = world.person("cur"), hash_of(content)
    with world.hub.database.write() as db:
        with pytest.raises(Malformed):
            review.request_changes(db, world.clock(), cur, item_id, key, "  ")
        words = [review.Word(Criterion.CLEAR, 2, "Which key?")]
        review.judge(db, world.clock(), cur, item_id, key, words)
        review.request_changes(db, world.clock(), cur, item_id, key, "Name the key.")
    events = world.device("ann").get("/api/v1/feed?cursor=0").json()["events"]
    assert [event["state"] for event in events] == ["submitted", "changes_requested"]
    assert events[1]["by"] == "Cur"
    assert events[1]["comment"] == "Name the key."
    assert events[1]["feedback"] == [{"criterion": "clear", "score": 2, "comment": "Which key?"}]


def test_the_feed_goes_on_from_its_cursor_and_is_ones_own(world):
    world.publish("ann", world.tip())
    app = world.device("ann")
    first = app.get("/api/v1/feed").json()
    assert [event["state"] for event in first["events"]] == ["submitted", "approved", "published"]
    assert first["events"][2]["board_url"].startswith("http://127.0.0.1:8400/items/")
    after = app.get(f"/api/v1/feed?cursor={first['cursor']}").json()
    assert (after["cursor"], after["events"]) == (first["cursor"], [])
    assert after["directory"] == app.get("/api/v1/directory").headers["ETag"]
    assert world.device("bob").get("/api/v1/feed").json()["events"] == []


def test_a_file_that_is_no_clip_goes_back_with_a_plain_comment(world):
    item_id, answer = world.put("ann", world.clip(world.upload("ann", b"no clip at all")))
    assert answer.status_code == 201
    world.work()
    last = world.device("ann").get("/api/v1/feed").json()["events"][-1]
    assert (last["item_id"], last["state"], last["by"]) == (item_id, "changes_requested", "Vonk")
    assert "cannot play this file" in last["comment"]


def test_no_clip_goes_back_even_when_it_was_approved_meanwhile(world):
    content = world.clip(world.upload("ann", b"no clip at all"))
    item_id, _ = world.put("ann", content)
    assert world.approve(item_id, content) == "approved"
    world.work()
    assert world.device("ann").get("/api/v1/feed").json()["events"][-1]["state"] == "changes_requested"


def test_approved_before_it_is_prepared_is_published_when_it_is(world):
    content = world.clip(world.upload("ann", b"a clip"))
    item_id, _ = world.put("ann", content)
    assert world.approve(item_id, content) == "approved"
    with world.hub.database.read() as db, pytest.raises(Problem):
        board.item(db, world.person("bob"), item_id)
    world.work()
    with world.hub.database.read() as db:
        shown = board.item(db, world.person("bob"), item_id)
    assert set(shown.media) == {"clip.mp4", "poster.jpg"}


def test_a_picture_that_is_none_goes_back(world):
    picture = world.upload("ann", b"<svg onload=alert(1)>", "image/png")
    content = world.tip()
    content = replace(content, body=replace(content.body, picture=picture, alt="A menu"))
    world.put("ann", content)
    world.work()
    assert world.device("ann").get("/api/v1/feed").json()["events"][-1]["state"] == "changes_requested"


def test_retired_is_off_the_board_and_out_of_the_search(world):
    item_id = world.publish("ann", world.tip())
    with world.hub.database.write() as db:
        items.retire(db, world.clock(), world.person("ann"), item_id)
    with world.hub.database.read() as db:
        assert board.board(db, world.person("bob"), query="paste").total == 0
        with pytest.raises(Problem):
            board.item(db, world.person("bob"), item_id)


def test_an_audit_row_cannot_be_changed(world):
    world.publish("ann", world.tip())
    from sqlalchemy.exc import IntegrityError

    for change in (audit.delete(), audit.update().values(what="nothing")):
        with pytest.raises(IntegrityError), world.hub.database.write() as db:
            db.execute(change)
    assert count(world, reviews) == 3


def test_a_version_that_follows_another_than_the_latest_is_not_taken(world):
    item_id, _ = world.put("ann", world.tip("One"))
    app, second = world.device("ann"), world.tip("Two")
    place = f"/api/v1/items/{item_id}/versions"

    def put(content, **headers: str):
        body = {"content": content_to_json(content)}
        return app.put(f"{place}/{hash_of(content)}", json=body, headers=headers)

    refused = put(second, **{"If-Match": f'"{"0" * 64}"'})
    assert (refused.status_code, refused.json()["code"]) == (412, "edited_elsewhere")
    assert refused.json()["latest"] == hash_of(world.tip("One"))
    assert put(second, **{"If-None-Match": "*"}).status_code == 412
    # The same version again is the same thing, whatever it says it follows: its answer may have been lost.
    assert put(world.tip("One"), **{"If-None-Match": "*"}).status_code == 200
    assert put(second, **{"If-Match": f'"{hash_of(world.tip("One"))}"'}).status_code == 201
    assert put(world.tip("Three")).status_code == 201, "who does not say what it follows is not asked"


def test_a_version_and_its_bytes_are_given_to_its_maker_alone(world):
    data = b"not really a clip"
    blob = world.upload("ann", data)
    item_id, _ = world.put("ann", world.clip(blob))
    place = f"/api/v1/items/{item_id}/versions/{hash_of(world.clip(blob))}"
    told = world.device("ann").get(place)
    assert told.json()["content"] == content_to_json(world.clip(blob))
    assert told.json()["state"] == "submitted"
    assert told.headers["Cache-Control"] == "private, no-store"
    assert world.device("ann").get(f"/api/v1/blobs/{blob.sha256}").content == data
    for other in ("bob", "cur"):
        assert world.device(other).get(place).status_code == 404
        assert world.device(other).get(f"/api/v1/blobs/{blob.sha256}").status_code == 404
    assert world.device("ann").get(f"/api/v1/items/{item_id}/versions/{'0' * 64}").status_code == 404


def test_a_file_that_changed_on_the_hubs_disk_is_shown_to_nobody_and_can_be_sent_anew(world):
    data = b"\x00\x00\x00\x18ftypmp42" + bytes(4000)
    blob = world.upload("ann", data)
    content = world.clip(blob)
    item_id, _ = world.put("ann", content)
    path = world.hub.folder.path(blob.sha256)
    path.write_bytes(data[:-1] + b"\x01")
    world.work()
    events = world.device("ann").get("/api/v1/feed").json()["events"]
    assert events[-1]["state"] == "changes_requested"
    assert "damaged at the hub" in events[-1]["comment"] or "bij de hub beschadigd" in events[-1]["comment"]
    assert world.device("ann").head(f"/api/v1/blobs/{blob.sha256}").status_code == 404
    assert world.upload("ann", data) == blob
    again = replace(content, title="Once more")
    world.put("ann", again, item_id)
    world.work()
    assert path.read_bytes() == data
