"""What the forms do: coming in, judging, connecting a device, managing. Each as a browser sends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from core.content import Audience, Content
from core.delivery import DeliveryState
from core.formats import Format
from core.review import ReviewState
from core.wire import hash_of
from hub import channels, items, pairing, people, posting
from hub.access import Role
from hub.schema import deliveries, invitations

PASSWORD = "correct horse battery"


def state_of(stage: Any, item_id: str, content: Content) -> ReviewState:
    with stage.hub.database.read() as db:
        return items.version(db, stage.people["maker"], item_id, hash_of(content)).state


def words(score: int | str = 4, **changes: Any) -> dict[str, Any]:
    return {"clear": score, "correct": score, "applicable": score} | changes


# Coming in


def test_a_wrong_password_is_told_kindly_and_the_address_is_kept(stage: Any) -> None:
    answer = stage.browser().post("/sign-in", email="maker@example.org", password="wrong")
    assert answer.status_code == 409
    assert "do not belong together" in answer.text
    assert 'value="maker@example.org"' in answer.text


def test_a_form_of_another_visit_is_refused(stage: Any) -> None:
    browser = stage.browser("maker")
    answer = browser.client.post("/language", data={"language": "nl", "csrf": "of another visit"})
    assert answer.status_code == 409
    assert "This form is too old" in answer.text
    assert "vonk_language" not in browser.client.cookies


def test_a_post_from_another_site_is_refused(stage: Any) -> None:
    browser = stage.browser("maker")
    answer = browser.client.post(
        "/sign-out", headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert browser.get("/").status_code == 200


def test_after_signing_out_the_board_is_closed(stage: Any) -> None:
    browser = stage.browser("maker")
    assert browser.post("/sign-out", "/").status_code == 303
    assert browser.get("/").status_code == 303


def test_language_and_look_are_kept_and_bring_one_back(stage: Any) -> None:
    browser = stage.browser()
    answer = browser.post("/language", "/sign-in", language="nl", back="/sign-in")
    assert answer.headers["location"] == "/sign-in"
    assert "Wachtwoord" in browser.read("/sign-in")
    browser.post("/theme", "/sign-in", theme="dark", back="https://evil.example")
    assert 'data-theme="dark"' in browser.read("/sign-in")


def test_an_invited_colleague_comes_in_and_their_link_is_dead_after_that(stage: Any) -> None:
    owner = stage.browser("owner")
    page = owner.post(
        "/admin/people", do="invite", name="Bo Bakker", email="bo@example.org", role="curator", team=stage.team_id
    ).text
    link = re.search(r"data-link>http://[^/]+(/welcome/[^<]+)<", page)
    assert link is not None
    assert link[1] not in owner.read("/admin/people")
    guest = stage.browser()
    assert "Planning" in guest.read(link[1])
    short = guest.post(link[1], name="Bo Bakker", password="short", email="other@example.org")
    assert short.status_code == 422
    assert "This password is too short." in short.text
    assert guest.post(link[1], name="Bo Bakker", password=PASSWORD).headers["location"] == "/"
    assert "Waiting for your look" in guest.read("/review")
    again = stage.browser().get(link[1])
    assert again.status_code == 404
    assert "This link has been used or is too old" in again.text


def test_an_expired_link_says_so(stage: Any) -> None:
    with stage.hub.database.write() as db:
        token = people.invite(db, stage.hub.now(), name="Late", email="late@example.org")
        late = invitations.c.email == "late@example.org"
        db.execute(update(invitations).where(late).values(expires_at=stage.hub.now() - timedelta(days=1)))
    answer = stage.browser(language="nl").get(f"/welcome/{token}")
    assert answer.status_code == 404
    assert "Deze link is al gebruikt of te oud" in answer.text


# Judging


def test_a_maker_cannot_judge_their_own(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("By the owner")
    item_id = stage.hand_in(content, "owner")
    owner = stage.browser("owner")
    assert owner.get(f"/review/{item_id}").status_code == 404
    assert "By the owner" not in owner.read("/review")


def test_three_good_scores_put_it_on_the_board(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("Good in every way")
    item_id = stage.hand_in(content)
    curator = stage.browser("curator")
    answer = curator.post(
        f"/review/{item_id}", content_hash=hash_of(content), decision="approve", comment="Calm pace.", **words(4)
    )
    assert answer.headers["location"] == "/review?done=approved"
    assert state_of(stage, item_id, content) is ReviewState.PUBLISHED
    assert "Good in every way" in stage.browser("outsider").read("/?q=good")
    assert "Calm pace." in stage.browser("maker").read("/mine")


def test_a_low_score_cannot_be_approved_and_nothing_is_kept(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("Not clear yet")
    item_id = stage.hand_in(content)
    curator = stage.browser("curator")
    answer = curator.post(
        f"/review/{item_id}",
        content_hash=hash_of(content),
        decision="approve",
        comment="Nearly",
        **words(4, clear=2, comment_clear="Say which menu."),
    )
    assert answer.status_code == 409
    assert "This cannot be approved yet." in answer.text
    assert "Say which menu." in answer.text
    assert state_of(stage, item_id, content) is ReviewState.SUBMITTED
    assert "Say which menu." not in curator.read(f"/review/{item_id}")


def test_asking_for_a_change_needs_a_wish_and_the_maker_reads_it(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("Needs a step")
    item_id = stage.hand_in(content)
    curator = stage.browser("curator")
    fields = {"content_hash": hash_of(content), "decision": "request_changes"}
    answer = curator.post(f"/review/{item_id}", **fields, **words(4, applicable=2))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "Say in one sentence what would make it better." in answer.text
    asked = curator.post(
        f"/review/{item_id}", **fields, **words(4, applicable=2, comment_applicable="Show where you check the week.")
    )
    assert asked.headers["location"] == "/review?done=changes"
    mine = stage.browser("maker").read("/mine")
    assert "Changes asked" in mine
    assert mine.count("Show where you check the week.") == 1


def test_asking_for_a_change_without_any_word_is_refused(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("Fine scores, no words")
    item_id = stage.hand_in(content)
    answer = stage.browser("curator").post(
        f"/review/{item_id}", content_hash=hash_of(content), decision="request_changes", **words(4)
    )
    assert answer.status_code == 422
    assert "Say what should change." in answer.text


def test_a_criterion_without_a_choice_is_marked(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("Half judged")
    item_id = stage.hand_in(content)
    answer = stage.browser("curator").post(
        f"/review/{item_id}", content_hash=hash_of(content), decision="approve", clear=4, correct="nonsense"
    )
    assert answer.status_code == 422
    assert answer.text.count("Choose a score, or “not for me to judge”.") == 2


def test_what_one_judge_hands_on_another_decides(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("For two judges")
    item_id = stage.hand_in(content)
    first = {"content_hash": hash_of(content), "decision": "hand_on", **words(4, correct="pass")}
    handed = stage.browser("curator").post(f"/review/{item_id}", **first)
    assert handed.headers["location"] == "/review?done=handed_on"
    owner = stage.browser("owner")
    assert "Curator: not for me to judge." in owner.read(f"/review/{item_id}")
    second = {"content_hash": hash_of(content), "decision": "approve", **words("pass", correct=3)}
    assert owner.post(f"/review/{item_id}", **second).status_code == 303
    assert state_of(stage, item_id, content) is ReviewState.PUBLISHED


def test_a_judgement_of_an_older_version_is_not_kept(stage: Any, tip: Callable[..., Content]) -> None:
    old, new = tip("The first version"), tip("The second version")
    item_id = stage.hand_in(old)
    stage.hand_in(new, item_id=item_id)
    answer = stage.browser("curator").post(
        f"/review/{item_id}", content_hash=hash_of(old), decision="approve", **words(4)
    )
    assert answer.status_code == 422
    assert "There is a newer version of this." in answer.text
    assert state_of(stage, item_id, new) is ReviewState.SUBMITTED


def test_an_unknown_decision_changes_nothing(stage: Any, tip: Callable[..., Content]) -> None:
    content = tip("Strange button")
    item_id = stage.hand_in(content)
    answer = stage.browser("curator").post(
        f"/review/{item_id}", content_hash=hash_of(content), decision="delete", **words(4)
    )
    assert answer.status_code == 422
    assert state_of(stage, item_id, content) is ReviewState.SUBMITTED


# A device


@pytest.mark.parametrize(("decision", "said"), [("allow", "Connected"), ("deny", "Not connected")])
def test_a_device_is_shown_by_name_and_allowed_or_denied(stage: Any, decision: str, said: str) -> None:
    with stage.hub.database.write() as db:
        asked = pairing.begin(db, stage.hub.now(), "Noor's <b>laptop</b>")
    code = pairing.shown(asked.user_code)
    maker = stage.browser("maker")
    page = maker.read(f"/pair?code={code}")
    assert "Noor&#39;s &lt;b&gt;laptop&lt;/b&gt;" in page
    assert code in page
    answer = maker.post("/pair", f"/pair?code={code}", code=code, decision=decision)
    assert said in answer.text


def test_a_wrong_code_is_told_and_can_be_corrected(stage: Any) -> None:
    answer = stage.browser("maker").get("/pair?code=BBBB-BBBB")
    assert answer.status_code == 404
    assert "This code is not right, or too old." in answer.text
    assert 'value="BBBB-BBBB"' in answer.text


# Managing


def test_roles_teams_and_trust_become_what_the_form_says(stage: Any) -> None:
    who = stage.people["outsider"].id
    owner = stage.browser("owner")
    given = {"role": ["ambassador", "curator"], "curates": [stage.team_id], "trust": ["tip"]}
    owner.post("/admin/people", do="change", person=who, **given)
    with stage.hub.database.read() as db:
        person = people.person(db, who)
    assert {Role.AMBASSADOR, Role.CURATOR} < person.roles
    assert person.curates == {stage.team_id}
    assert not person.curates_all
    assert person.trusted_formats == {Format.TIP}
    owner.post("/admin/people", do="change", person=who)
    with stage.hub.database.read() as db:
        assert people.person(db, who).roles == {Role.READER}


def test_the_last_admin_stays_admin(stage: Any) -> None:
    owner = stage.browser("owner")
    answer = owner.post("/admin/people", do="change", person=stage.people["owner"].id, role=["curator"])
    assert answer.status_code == 409
    assert "The hub needs an admin." in answer.text
    assert owner.get("/admin/people").status_code == 200


def test_access_ends_at_once(stage: Any) -> None:
    with stage.hub.database.write() as db:
        leaver = people.add_person(db, stage.hub.now(), name="Lee", email="lee@example.org")
    browser = stage.browser("lee")
    stage.browser("owner").post("/admin/people", do="remove", person=leaver.id)
    assert browser.get("/").status_code == 303


def test_a_team_gets_a_name_and_people(stage: Any) -> None:
    owner = stage.browser("owner")
    owner.post("/admin/teams", do="add", name="Front desk")
    assert "Front desk" in owner.read("/admin/teams")
    doubled = owner.post("/admin/teams", do="add", name="Front desk")
    assert "There is a team of this name already." in doubled.text
    who = stage.people["curator"].id
    owner.post("/admin/teams", do="join", team=stage.team_id, person=who)
    assert "Take Curator out of Planning" in owner.read("/admin/teams")
    owner.post("/admin/teams", do="leave", team=stage.team_id, person=who)
    assert "Take Curator out of Planning" not in owner.read("/admin/teams")


def test_a_channels_address_goes_in_and_never_comes_out(stage: Any) -> None:
    owner = stage.browser("owner")
    secret = "https://hooks.slack.com/services/T000/B000/verysecret"
    added = owner.post("/admin/channels", do="add", name="# planning", kind="slack", address=secret, team="")
    assert added.headers["location"] == "/admin/channels?done=added"
    page = owner.read("/admin/channels")
    assert "# planning" in page
    assert "verysecret" not in page
    retired = owner.post(
        "/admin/channels", do="add", name="# old", kind="teams", address="https://x.webhook.office.com/1/verysecret"
    )
    assert retired.status_code == 422
    assert "verysecret" not in retired.text
    assert "# old" in retired.text
    with stage.hub.database.read() as db:
        channel = channels.channel_named(db, "# planning")
    owner.post("/admin/channels", do="remove", channel=channel.id)
    assert "# planning" not in owner.read("/admin/channels")


@pytest.mark.parametrize(("answer", "state"), [("it_is_there", DeliveryState.POSTED), ("send_again", None)])
def test_a_person_says_what_became_of_an_uncertain_post(
    stage: Any, tip: Callable[..., Content], answer: str, state: DeliveryState | None
) -> None:
    delivery_id = uncertain_post(stage, tip(f"Posted, perhaps: {answer}"))
    owner = stage.browser("owner")
    page = owner.read("/admin/channels")
    assert f"Posted, perhaps: {answer}" in page
    assert "Is it there?" in page
    assert owner.post("/admin/channels", do=answer, delivery=delivery_id).status_code == 303
    with stage.hub.database.read() as db:
        now = db.execute(select(deliveries.c.state).where(deliveries.c.id == delivery_id)).scalar_one()
    assert now == state or state is None


def test_the_maker_may_say_it_too_and_a_stranger_may_not(stage: Any, tip: Callable[..., Content]) -> None:
    delivery_id = uncertain_post(stage, tip("Mine, perhaps posted"))
    assert stage.browser("outsider").post("/mine", "/", do="it_is_there", delivery=delivery_id).status_code == 404
    maker = stage.browser("maker")
    assert "Is the message there already?" in maker.read("/mine")
    assert maker.post("/mine", do="it_is_there", delivery=delivery_id).status_code == 303
    assert "Posted" in maker.read("/mine")


def test_an_admin_does_not_learn_the_title_of_what_is_meant_for_others(stage: Any, tip: Callable[..., Content]) -> None:
    content = replace(tip("For the team alone"), audience=Audience(teams=(stage.team_id,)))
    uncertain_post(stage, content)
    with stage.hub.database.write() as db:
        only_admin = people.add_person(
            db, stage.hub.now(), name="It", email="it@example.org", roles=[Role.ADMIN], language="en"
        )
    assert only_admin.is_admin
    page = stage.browser("it").read("/admin/channels")
    assert "For the team alone" not in page
    assert "A learning moment meant for others" in page


def uncertain_post(stage: Any, content: Content) -> str:
    """A delivery whose channel did not answer in time."""
    item_id = stage.publish(content)
    with stage.hub.database.write() as db:
        view = items.published(db, stage.people["maker"], item_id)
        channel = channels.add_channel(
            db,
            stage.hub.box,
            stage.hub.now(),
            name=f"# {item_id[:8]}",
            kind="slack",
            address="https://hooks.slack.com/services/T/B/x",
            # A team of its own, so that nothing else is posted there.
            team_id=stage.team_id,
            by="vonk",
        )
        db.execute(
            insert(deliveries).values(
                id=item_id,
                version=view.sequence,
                channel=channel.id,
                state=DeliveryState.UNCERTAIN.value,
                attempts=1,
                at=stage.hub.now(),
            )
        )
        assert posting.deliveries_of(db, item_id)
    return item_id
