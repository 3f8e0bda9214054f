from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from desktop.stage.receiver import receiving


def _post(url: str, body: bytes) -> tuple[int, bytes]:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", "Authorization": "secret"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=5) as answer:
        return answer.status, answer.read()


def test_it_answers_as_the_services_do_and_keeps_what_came(tmp_path: Path) -> None:
    with receiving(tmp_path / "log.jsonl") as receiver:
        answers = [_post(url, b'{"text": "h\xc3\xa9"}') for url in (receiver.slack_url, receiver.teams_url)]
        assert receiver.wait_for({"slack", "teams"}, 1)
        assert not receiver.wait_for({"other"}, 0.05)
    assert answers == [(200, b"ok"), (202, b"")]
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["kind"] for line in lines] == ["slack", "teams"]
    assert json.loads(lines[0]["body"]) == {"text": "hé"}
    assert not any("secret" in value for line in lines for value in line["headers"].values())


def test_another_address_is_refused(tmp_path: Path) -> None:
    with receiving(tmp_path / "log.jsonl") as receiver, pytest.raises(urllib.error.HTTPError) as refused:
        _post(f"http://{receiver.host}/elsewhere", b"{}")
    refused.value.close()
    assert refused.value.code == 404
