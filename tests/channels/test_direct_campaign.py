"""Any answer lost, late or wrong, at any step, in any order: never shown twice, never called posted when it is not."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.direct import DirectPost, send
from channels.posting import Outcome
from core.content import BlobRef, ClipBody, Content, TipBody
from core.delivery import DeliveryAction
from tests.campaign import rounds, seed
from tests.channels.services import CUT, DONE_AND_CUT, GATEWAY, TOO_FAST, Hooks, Reply, Slack, no, serving
from web.egress import Egress, Limits

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CLIP_BYTES = b"clip" * 20_000
STEPS = (
    "files.getUploadURLExternal",
    "upload",
    "files.completeUploadExternal",
    "chat.postMessage",
    "conversations.join",
)
TROUBLES: tuple[Reply | str, ...] = (
    CUT, DONE_AND_CUT, GATEWAY, TOO_FAST, Reply(503), Reply(500), no("internal_error"), no("ratelimited"),
    no("service_unavailable"), Reply(200, b"<html>"), no("not_in_channel"),
)  # fmt: skip
HOOK_TROUBLES: tuple[Reply | str, ...] = (CUT, DONE_AND_CUT, GATEWAY, TOO_FAST, Reply(500), Reply(503))


def _post(number: int, blob: BlobRef | None, files: dict[str, Path]) -> DirectPost:
    body = TipBody("a", "b", "c") if blob is None else ClipBody(blob, 2000)
    return DirectPost(f"{number}:{'a' * 64}", Content(body, f"Item {number}"), "Ana", (), files if blob else {})


def _until_it_is_known(kind: str, service: Slack | Hooks, post: DirectPost) -> Outcome:
    egress = Egress(frozenset({service.place}), limits=Limits(silence_s=2.0, total_s=4.0))
    while True:
        outcome = send(kind, service.address, post, egress, lambda: NOW)
        if outcome.action is not DeliveryAction.POSTPONE:
            return outcome


def campaign(folder: Path, count: int) -> None:
    chance, ends = random.Random(seed()), Counter[str]()
    digest = hashlib.sha256(CLIP_BYTES).hexdigest()
    (folder / digest).write_bytes(CLIP_BYTES)
    blob, files = BlobRef(digest, len(CLIP_BYTES), "video/mp4"), {digest: folder / digest}
    slack, hooks = Slack(), Hooks(now=int(NOW.timestamp()))
    with serving(slack), serving(hooks):
        for number in range(count):
            post = _post(number, blob if chance.random() < 0.6 else None, files)
            slack.shown, slack.members = [], {"C0123456789"} if chance.random() < 0.7 else set()
            slack.next = {step: chance.choices(TROUBLES, k=chance.choice((0, 0, 1, 2))) for step in STEPS}
            ended = _until_it_is_known("slack_bot", slack, post).action
            ends[ended] += 1
            assert len(slack.shown) <= 1
            assert (len(slack.shown) == 1) or ended is not DeliveryAction.CONFIRM
            assert slack.shown == [] or ended is not DeliveryAction.FAIL
            hooks.next = chance.choices(HOOK_TROUBLES, k=chance.randrange(4))
            assert _until_it_is_known("webhook", hooks, post).action is DeliveryAction.CONFIRM
            assert len(hooks.events) == number + 1
    print(dict(ends))
    assert ends[DeliveryAction.CONFIRM] > 0
    assert ends[DeliveryAction.DOUBT] > 0


def test_lost_answers_show_nothing_twice(tmp_path: Path) -> None:
    campaign(tmp_path, rounds(60))


@pytest.mark.long
def test_thousands_of_lost_answers_show_nothing_twice(tmp_path: Path) -> None:
    campaign(tmp_path, rounds(3000))
