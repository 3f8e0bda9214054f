"""Which addresses a channel without a hub takes, and what the network does to a post."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from channels.direct import REPEATABLE, DirectKind, check
from core.errors import Malformed

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
BOT = {"token": "xoxb-1234567890-abc", "channel": "C0123456789"}
HOOK = {"url": "https://hooks.example/vonk", "secret": SECRET}
TEAMS = "https://a.environment.api.powerplatform.com:443/powerautomate/x?api-version=1&sig=secret"


def test_addresses_of_each_kind_are_taken(tmp_path: Path) -> None:
    check("slack_webhook", "https://hooks.slack.com/services/T/B/x")
    check("teams", TEAMS)
    check("slack_bot", json.dumps(BOT))
    check("webhook", json.dumps(HOOK))
    check(DirectKind.FOLDER, str(tmp_path))


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("fax", "x"), ("slack_webhook", "https://evil.example/services/T/B/secret"), ("slack_webhook", TEAMS),
        ("teams", "https://firm.webhook.office.com/webhookb2/secret"),
        ("slack_bot", ""), ("slack_bot", "xoxb-1234567890-secret"), ("slack_bot", "[]"), ("slack_bot", "null"),
        ("slack_bot", json.dumps({**BOT, "token": "xoxp-1234567890-secret"})),
        ("slack_bot", json.dumps({**BOT, "token": "xoxb-1234567890-secret\r\nX: 1"})),
        ("slack_bot", json.dumps({**BOT, "channel": "#secret"})),
        ("slack_bot", json.dumps({**BOT, "channel": "U0123456789"})),
        ("slack_bot", json.dumps({**BOT, "api": "https://evil.example/secret/"})),
        ("slack_bot", json.dumps({**BOT, "api": 7})),
        ("webhook", "https://hooks.example/secret"), ("webhook", json.dumps({"url": HOOK["url"]})),
        ("webhook", json.dumps({**HOOK, "url": "http://hooks.example/secret"})),
        ("webhook", json.dumps({**HOOK, "url": "https://a@hooks.example/secret"})),
        ("webhook", json.dumps({**HOOK, "url": "https://hooks.example/a secret"})),
        ("webhook", json.dumps({**HOOK, "url": "https:///secret"})), ("webhook", json.dumps({**HOOK, "url": 7})),
        ("webhook", json.dumps({**HOOK, "secret": "secret"})), ("webhook", json.dumps({**HOOK, "secret": SECRET[6:]})),
        ("webhook", json.dumps({**HOOK, "secret": "whsec_c2VjcmV0"})),
        ("folder", "secret"), ("folder", "/nowhere/secret"), ("folder", "/tmp/\x00secret"), ("folder", ""),
    ],
)  # fmt: skip
def test_any_other_address_is_refused_in_words_without_its_secret(kind: str, address: str) -> None:
    with pytest.raises(Malformed) as refusal:
        check(kind, address)
    said = refusal.value.in_("nl") + refusal.value.in_("en")
    assert "secret" not in said.replace("its secret", "").replace("The secret", "")
    assert refusal.value.hint.nl or kind == "fax"


def test_a_folder_that_nobody_may_write_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.shared_folder.os.access", lambda path, mode: False)
    with pytest.raises(Malformed, match="cannot write"):
        check("folder", str(tmp_path))


def test_only_a_folder_and_a_signed_webhook_may_be_sent_to_twice() -> None:
    assert {DirectKind.FOLDER, DirectKind.WEBHOOK} == REPEATABLE
