"""Posts without a hub over real connections: shown once, sent again only when nothing was shown, and told honestly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from channels.direct import DirectKind, DirectPost, send
from channels.posting import Outcome
from channels.slack_words import REFUSALS
from core.content import BlobRef, Body, ClipBody, Content, Slide, SlidesBody, TipBody
from core.delivery import DeliveryAction
from core.errors import Unclear
from core.language import Bilingual
from core.wire import content_from_json
from tests.channels.services import CHANNEL, CUT, DONE_AND_CUT, GATEWAY, TOO_FAST, Hooks, Reply, Slack, no, ok, serving
from web.egress import Egress, Limits

CONFIRM, HAND_OVER = DeliveryAction.CONFIRM, DeliveryAction.HAND_OVER
DOUBT, POSTPONE, FAIL = DeliveryAction.DOUBT, DeliveryAction.POSTPONE, DeliveryAction.FAIL
ITEM = "0f8fad5b-d9cb-469f-a165-70867728950e"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TIP = TipBody("een filter kwijt bent", "kies Beeld > Opgeslagen", "je nooit meer zoekt")
CLIP_BYTES = bytes(range(256)) * 1200
UPLOAD, COMPLETE, MESSAGE = "files.getUploadURLExternal", "files.completeUploadExternal", "chat.postMessage"


@pytest.fixture
def slack() -> Iterator[Slack]:
    service = Slack()
    with serving(service):
        yield service


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    service = Hooks(now=int(NOW.timestamp()))
    with serving(service):
        yield service


def _kept(folder: Path, data: bytes, kind: str) -> BlobRef:
    digest = hashlib.sha256(data).hexdigest()
    (folder / digest).write_bytes(data)
    return BlobRef(digest, len(data), kind)


def _post(body: Body, folder: Path | None = None) -> DirectPost:
    files = {path.name: path for path in folder.iterdir()} if folder else {}
    content = Content(body, "Filters bewaren in Excel", "nl")
    return DirectPost(f"{ITEM}:{'a' * 64}", content, "Ana de Vries", ("Sales",), files)


@pytest.fixture
def clip(tmp_path: Path) -> DirectPost:
    return _post(ClipBody(_kept(tmp_path, CLIP_BYTES, "video/mp4"), 97_000, summary="Zo doe je dat"), tmp_path)


def _send(kind: str, service: Slack | Hooks, post: DirectPost, address: str = "") -> Outcome:
    egress = Egress(frozenset({service.place}), limits=Limits(silence_s=2.0, total_s=4.0))
    return send(kind, address or service.address, post, egress, lambda: NOW)


def _bot(slack: Slack, post: DirectPost) -> Outcome:
    outcome = _send("slack_bot", slack, post)
    if outcome.action is not CONFIRM:
        assert outcome.reason is not None
        assert outcome.reason.nl != outcome.reason.en
        assert "xoxb" not in outcome.reason.nl + outcome.reason.en
    return outcome


def test_a_clip_is_in_the_channel_itself_with_its_words(slack: Slack, clip: DirectPost) -> None:
    assert _bot(slack, clip) == Outcome(CONFIRM, 200)
    (uploaded,) = slack.files.values()
    assert (uploaded.name, uploaded.data) == ("filters-bewaren-in-excel.mp4", CLIP_BYTES)
    (message,) = slack.shown
    assert message["channel_id"] == CHANNEL
    assert message["files"] == [{"id": "F0000000001", "title": "Filters bewaren in Excel"}]
    words = json.dumps(message["blocks"], ensure_ascii=False)
    assert "Zo doe je dat" in words
    assert "niet nagekeken" in words
    assert "vraag die aan" not in words
    assert slack.calls == [UPLOAD, "upload", COMPLETE]


def test_slides_go_as_one_message_with_their_pictures_described(slack: Slack, tmp_path: Path) -> None:
    pictures = [_kept(tmp_path, bytes([number]) * 900, "image/png") for number in (1, 2)]
    slides = (Slide("Open", picture=pictures[0], alt="Het menu"), Slide("Kies", picture=pictures[1]), Slide("Klaar"))
    assert _bot(slack, _post(SlidesBody(slides), tmp_path)).action is CONFIRM
    assert [(file.name, file.alt) for file in slack.files.values()] == [
        ("stap-01.png", "Het menu"),
        ("stap-02.png", ""),
    ]
    (message,) = slack.shown
    assert [file["title"][:3] for file in message["files"]] == ["1. ", "2. "]


def test_what_has_no_file_is_an_ordinary_message(slack: Slack) -> None:
    assert _bot(slack, _post(TIP)).action is CONFIRM
    (message,) = slack.shown
    assert message["channel"] == CHANNEL
    assert message["text"] == "Nieuwe tip van Ana de Vries: Filters bewaren in Excel"
    assert (message["unfurl_links"], message["unfurl_media"]) == ("false", "false")
    assert slack.calls == [MESSAGE]


@pytest.mark.parametrize("has_file", [True, False])
def test_outside_the_channel_the_app_joins_once_and_then_shows_it(
    slack: Slack, clip: DirectPost, has_file: bool
) -> None:
    slack.members.clear()
    assert _bot(slack, clip if has_file else _post(TIP)).action is CONFIRM
    assert len(slack.shown) == 1
    last = COMPLETE if has_file else MESSAGE
    assert slack.calls[-3:] == [last, "conversations.join", last]


def test_where_it_may_not_join_a_person_is_asked_to_invite_it(slack: Slack) -> None:
    slack.members.clear()
    slack.private = True
    outcome = _bot(slack, _post(TIP))
    assert outcome.action is FAIL
    assert outcome.reason is not None
    assert "Nodig hem daar uit" in outcome.reason.nl
    assert slack.calls == [MESSAGE, "conversations.join"]


def test_joined_and_still_outside_is_not_tried_for_ever(slack: Slack) -> None:
    slack.next[MESSAGE] = [no("not_in_channel"), no("not_in_channel")]
    assert _bot(slack, _post(TIP)).action is FAIL
    assert slack.calls == [MESSAGE, "conversations.join", MESSAGE]


@pytest.mark.parametrize("joining", [CUT, DONE_AND_CUT, TOO_FAST, GATEWAY])
def test_trouble_while_joining_is_tried_again_later(slack: Slack, joining: Reply | str) -> None:
    slack.members.clear()
    slack.next["conversations.join"] = [joining]
    assert _bot(slack, _post(TIP)).action is POSTPONE
    assert slack.shown == []
    assert _bot(slack, _post(TIP)).action is CONFIRM
    assert len(slack.shown) == 1


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (UPLOAD, CUT), (UPLOAD, DONE_AND_CUT), (UPLOAD, GATEWAY), (UPLOAD, TOO_FAST), (UPLOAD, no("internal_error")),
        (UPLOAD, no("fatal_error")), (UPLOAD, no("service_unavailable")), (UPLOAD, no("request_timeout")),
        (UPLOAD, Reply(200, b"<html>log in</html>")), (UPLOAD, Reply(200, b"[]")),
        ("upload", CUT), ("upload", DONE_AND_CUT), ("upload", Reply(500)), ("upload", Reply(400)), ("upload", TOO_FAST),
        (COMPLETE, TOO_FAST), (COMPLETE, no("ratelimited")), (COMPLETE, no("service_unavailable")),
        (COMPLETE, no("request_timeout")), (COMPLETE, Reply(503)),
    ],
)  # fmt: skip
def test_before_anything_was_shown_it_is_simply_done_again(
    slack: Slack, clip: DirectPost, step: str, said: Reply | str
) -> None:
    slack.next[step] = [said]
    assert _bot(slack, clip).action is POSTPONE
    assert slack.shown == []
    assert _bot(slack, clip).action is CONFIRM
    assert len(slack.shown) == 1


@pytest.mark.parametrize("has_file", [True, False])
@pytest.mark.parametrize(
    "said",
    [CUT, DONE_AND_CUT, GATEWAY, Reply(504), Reply(500), no("internal_error"), no("fatal_error"),
     Reply(200, b"<html>log in</html>"), Reply(200, b'{"ok": "yes"}')],
)  # fmt: skip
def test_once_it_may_have_been_shown_only_a_person_can_say(
    slack: Slack, clip: DirectPost, said: Reply | str, has_file: bool
) -> None:
    slack.next[COMPLETE if has_file else MESSAGE] = [said]
    assert _bot(slack, clip if has_file else _post(TIP)).action is DOUBT
    assert len(slack.shown) == (said == DONE_AND_CUT)


def test_how_long_to_wait_is_handed_on(slack: Slack, clip: DirectPost) -> None:
    for step in (UPLOAD, "upload", COMPLETE):
        slack.next[step] = [TOO_FAST]
        assert _bot(slack, clip).retry_after_s == 30.0
    slack.next[MESSAGE] = [no("ratelimited", **{"Retry-After": "7"})]
    assert _bot(slack, _post(TIP)).retry_after_s == 7.0


@pytest.mark.parametrize("word", [*sorted(set(REFUSALS) - {"not_in_channel"}), "something_new", "<b>", "", "x" * 500])
@pytest.mark.parametrize("step", [UPLOAD, COMPLETE])
def test_a_refusal_is_told_in_words_and_not_repeated(slack: Slack, clip: DirectPost, word: str, step: str) -> None:
    slack.next[step] = [no(word)]
    outcome = _bot(slack, clip)
    assert outcome.action is FAIL
    assert outcome.reason is not None
    assert len(outcome.reason.nl) < 250
    assert "<" not in outcome.reason.nl
    assert slack.shown == []


def test_a_wrong_token_is_refused_before_a_byte_of_the_clip_leaves(slack: Slack, clip: DirectPost) -> None:
    address = slack.address.replace("abcdefgh", "revoked-1")
    outcome = _send("slack_bot", slack, clip, address)
    assert outcome.action is FAIL
    assert slack.calls == [UPLOAD]


def test_a_file_goes_only_where_slack_keeps_files(slack: Slack, clip: DirectPost) -> None:
    for elsewhere in (
        "https://evil.example/upload/v1/x",
        "http://files.slack.com/x",
        "https://files.slack.com@evil.example/",
        "https://files.slack.com.evil.example/",
        "https://files.slack.com:8443/",
        "https://[",
        "file:///etc",
    ):
        slack.upload_url = elsewhere
        outcome = _bot(slack, clip)
        assert outcome.action is FAIL, elsewhere
        assert "upload" not in slack.calls


class _Recording:
    """A way out that leads nowhere and keeps the addresses; what was asked of it first is answered as told."""

    def __init__(self, *answers: Reply) -> None:
        self.urls: list[str] = []
        self._answers = list(answers)

    def allows(self, url: str) -> bool:
        return False

    def _next(self, url: str) -> Any:
        self.urls.append(url)
        if not self._answers:
            raise Unclear(Bilingual(en="No.", nl="Nee."))
        reply = self._answers.pop(0)
        return type("Said", (), {"status": reply.status, "body": reply.body, "retry_after": None})()

    def post_json(self, url: str, payload: object, headers: object = None, largest: int = 0) -> Any:
        return self._next(url)

    def post_form(self, url: str, fields: object, headers: object = None, largest: int = 0) -> Any:
        return self._next(url)

    def post_bytes(self, url: str, body: bytes, headers: Mapping[str, str]) -> Any:
        return self._next(url)

    def post_file(self, url: str, path: Path, size: int, headers: object = None) -> Any:
        return self._next(url)


def test_without_anything_allowed_only_slacks_own_hosts_are_spoken_to(clip: DirectPost) -> None:
    address = json.dumps({"token": "xoxb-1234567890-abc", "channel": CHANNEL})
    egress = _Recording(
        ok(upload_url="https://files.slack.com/upload/v1/abc", file_id="F1"), Reply(200, b"OK - 1"), ok()
    )
    assert send("slack_bot", address, clip, egress) == Outcome(CONFIRM, 200)
    assert egress.urls == [
        f"https://slack.com/api/{UPLOAD}", "https://files.slack.com/upload/v1/abc", f"https://slack.com/api/{COMPLETE}",
    ]  # fmt: skip
    astray = _Recording(ok(upload_url="http://127.0.0.1/", file_id="F1"))
    assert send("slack_bot", address, clip, astray).action is FAIL
    assert len(astray.urls) == 1


def test_a_clip_that_is_not_on_this_machine_is_not_half_posted(slack: Slack, clip: DirectPost) -> None:
    assert _bot(slack, replace(clip, files={})).action is FAIL
    assert slack.calls == []
    (path,) = clip.files.values()
    path.write_bytes(CLIP_BYTES[:-1])
    assert _bot(slack, clip).action is FAIL
    path.unlink()
    assert _bot(slack, clip).action is FAIL
    assert slack.calls == []


def test_webhooks_of_slack_and_teams_get_the_words(hooks: Hooks, clip: DirectPost) -> None:
    assert _send("slack_webhook", hooks, clip, hooks.url("slack")) == Outcome(CONFIRM, 200)
    assert _send("teams", hooks, clip, hooks.url("teams")) == Outcome(HAND_OVER, 202)
    for message in (*hooks.slack, *hooks.teams):
        words = json.dumps(message, ensure_ascii=False)
        assert "Zo doe je dat" in words
        assert "niet nagekeken" in words
        assert "De clip zelf staat hier niet; vraag die aan Ana de Vries." in words


@pytest.mark.parametrize("kind", ["slack_webhook", "teams"])
def test_a_webhook_that_does_not_answer_is_a_doubt(hooks: Hooks, kind: str) -> None:
    hooks.next = [DONE_AND_CUT]
    assert _send(kind, hooks, _post(TIP), hooks.url(kind.removesuffix("_webhook"))).action is DOUBT
    assert len(hooks.slack + hooks.teams) == 1
    hooks.next = [TOO_FAST]
    again = _send(kind, hooks, _post(TIP), hooks.url(kind.removesuffix("_webhook")))
    assert (again.action, again.retry_after_s) == (POSTPONE, 30.0)


def test_a_receiver_can_verify_and_read_the_event(hooks: Hooks, clip: DirectPost) -> None:
    assert _send("webhook", hooks, clip) == Outcome(CONFIRM, 204)
    ((webhook_id, event),) = hooks.events.items()
    assert webhook_id == hashlib.sha256(clip.key.encode()).hexdigest()
    assert event["type"] == "item.posted"
    data = event["data"]
    assert content_from_json(data.pop("content")) == clip.content
    assert data == {
        "key": clip.key, "item": ITEM, "hash": "a" * 64, "maker": "Ana de Vries", "teams": ["Sales"],
        "reviewed": False, "test": False,
    }  # fmt: skip


@pytest.mark.parametrize("lost", [CUT, DONE_AND_CUT])
def test_an_event_without_an_answer_is_sent_again_and_known_by_its_id(hooks: Hooks, lost: str) -> None:
    hooks.next = [lost]
    assert _send("webhook", hooks, _post(TIP)).action is POSTPONE
    assert _send("webhook", hooks, _post(TIP)).action is CONFIRM
    assert len(hooks.events) == 1
    assert len(hooks.attempts) == (2 if lost == DONE_AND_CUT else 1)
    assert len(set(hooks.attempts)) == 1


@pytest.mark.parametrize(
    ("status", "action"),
    [(200, CONFIRM), (202, CONFIRM), (299, CONFIRM), (302, FAIL), (307, FAIL), (400, FAIL), (401, FAIL), (404, FAIL),
     (410, FAIL), (408, POSTPONE), (425, POSTPONE), (429, POSTPONE), (500, POSTPONE), (503, POSTPONE)],
)  # fmt: skip
def test_every_answer_of_a_receiver_has_its_outcome(hooks: Hooks, status: int, action: DeliveryAction) -> None:
    hooks.next = [Reply(status, headers={"Location": hooks.url("elsewhere"), "Retry-After": "9"})]
    outcome = _send("webhook", hooks, _post(TIP))
    assert (outcome.action, outcome.status) == (action, status)
    assert outcome.retry_after_s == (9.0 if action is POSTPONE else None)
    assert (outcome.reason is None) == (action is CONFIRM)
    assert hooks.events == {}


def test_another_secret_is_refused_by_the_receiver(hooks: Hooks) -> None:
    address = json.loads(hooks.address)
    other = json.dumps({**address, "secret": "whsec_" + "QQ" * 22})
    assert _send("webhook", hooks, _post(TIP), other).action is FAIL
    assert hooks.events == {}


@pytest.mark.parametrize("kind", ["slack_bot", "webhook", "slack_webhook", "teams"])
def test_nothing_is_sent_to_a_place_that_nobody_allowed(slack: Slack, hooks: Hooks, kind: str) -> None:
    address = {"slack_bot": slack.address, "webhook": hooks.address}.get(kind, hooks.url("slack"))
    assert send(DirectKind(kind), address, _post(TIP), Egress()).action is FAIL
    inside = Egress(resolve=lambda host, port: ("127.0.0.1",))
    if kind == "webhook":
        public_name = json.dumps({**json.loads(address), "url": "https://hooks.example/x"})
        assert send(kind, public_name, _post(TIP), inside).action is FAIL
    assert (slack.calls, hooks.attempts, hooks.slack) == ([], [], [])
