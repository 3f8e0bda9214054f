"""What becomes of a post: every answer of Slack and Teams to an honest word, and which addresses are webhooks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from channels import folder
from channels.card import ChannelCard
from channels.posting import ChannelKind, Outcome, check_address, post
from core.delivery import DeliveryAction, DeliveryState, advance
from core.errors import AddressRefused, AppError, Malformed, Unclear, Unsent
from core.language import Bilingual
from web.egress import Egress

SLACK = "https://hooks.slack.com/services/T000/B000/secretsecret"
TEAMS = (
    "https://abc.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/1/triggers/manual/"
    "paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=secret"
)
ADDRESS = {ChannelKind.SLACK: SLACK, ChannelKind.TEAMS: TEAMS}
CONFIRM, HAND_OVER = DeliveryAction.CONFIRM, DeliveryAction.HAND_OVER
DOUBT, POSTPONE, FAIL = DeliveryAction.DOUBT, DeliveryAction.POSTPONE, DeliveryAction.FAIL
RETIRED = "Microsoft heeft dit soort adres uitgezet"


@dataclass(frozen=True)
class Said:
    status: int
    body: bytes = b""
    retry_after: float | None = None


@dataclass
class Service:
    """Answers with `said`, or raises it."""

    said: Said | AppError
    sent: list[tuple[str, Any]] = field(default_factory=list)

    def post_json(self, url: str, payload: Any) -> Said:
        self.sent.append((url, payload))
        if isinstance(self.said, AppError):
            raise self.said
        return self.said

    def allows(self, url: str) -> bool:
        return False


def _post(kind: ChannelKind, card: ChannelCard, said: Said | AppError) -> Outcome:
    return post(kind, ADDRESS[kind], card, Service(said))


@pytest.mark.parametrize(
    ("status", "body", "action"),
    [
        (200, b"ok", CONFIRM), (200, b"ok\n", CONFIRM), (200, b"", DOUBT), (200, b"<html>log in</html>", DOUBT),
        (201, b"ok", DOUBT), (200, b"no_active_hooks", FAIL), (301, b"", FAIL), (302, b"ok", FAIL),
        (400, b"invalid_payload", FAIL),
        (400, b"no_text", FAIL), (400, b"?", FAIL), (403, b"action_prohibited", FAIL), (403, b"invalid_token", FAIL),
        (404, b"channel_not_found", FAIL), (404, b"no_service", FAIL), (404, b"", FAIL),
        (410, b"channel_is_archived", FAIL),
        (400, b"posting_to_general_channel_denied", FAIL), (408, b"", POSTPONE), (429, b"", POSTPONE),
        (429, b"no_text", POSTPONE), (500, b"rollup_error", POSTPONE), (502, b"", POSTPONE), (503, b"", POSTPONE),
    ],
)  # fmt: skip
def test_every_answer_of_slack_has_its_outcome(
    card: ChannelCard, status: int, body: bytes, action: DeliveryAction
) -> None:
    outcome = _post(ChannelKind.SLACK, card, Said(status, body))
    assert (outcome.action, outcome.status) == (action, status)
    _assert_says_why_unless_posted(outcome)


@pytest.mark.parametrize(
    ("status", "body", "action"),
    [
        (202, b"", HAND_OVER), (202, b"accepted", HAND_OVER), (200, b"", HAND_OVER), (200, b" \n", HAND_OVER),
        (200, b'{"posted": true}', CONFIRM), (201, b"done", CONFIRM), (200, b"<!DOCTYPE html><html>", DOUBT),
        (200, b"Microsoft Teams endpoint returned HTTP error 429", POSTPONE), (204, b"", DOUBT), (302, b"", FAIL),
        (400, b"Property 'type' must be 'AdaptiveCard'", FAIL), (401, b"", FAIL), (403, b"", FAIL), (404, b"", FAIL),
        (410, b"", FAIL), (413, b"", FAIL), (418, b"", FAIL), (429, b"", POSTPONE), (500, b"", POSTPONE),
        (504, b"", POSTPONE),
    ],
)  # fmt: skip
def test_every_answer_of_teams_has_its_outcome(
    card: ChannelCard, status: int, body: bytes, action: DeliveryAction
) -> None:
    outcome = _post(ChannelKind.TEAMS, card, Said(status, body))
    assert (outcome.action, outcome.status) == (action, status)
    _assert_says_why_unless_posted(outcome)


def _assert_says_why_unless_posted(outcome: Outcome) -> None:
    if outcome.action in (CONFIRM, HAND_OVER):
        assert outcome.reason is None
        return
    assert outcome.reason is not None
    assert outcome.reason.nl != outcome.reason.en
    assert "{" not in outcome.reason.nl + outcome.reason.en


WHY = Bilingual(en="No.", nl="Nee.")


@pytest.mark.parametrize("kind", list(ChannelKind))
@pytest.mark.parametrize(
    ("trouble", "action"), [(Unsent(WHY), POSTPONE), (AddressRefused(WHY), FAIL), (Unclear(WHY), DOUBT)]
)
def test_what_the_network_does_has_its_outcome(
    card: ChannelCard, kind: ChannelKind, trouble: AppError, action: DeliveryAction
) -> None:
    outcome = _post(kind, card, trouble)
    assert (outcome.action, outcome.status) == (action, None)
    _assert_says_why_unless_posted(outcome)


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_the_wish_to_wait_is_handed_on(card: ChannelCard, kind: ChannelKind) -> None:
    assert _post(kind, card, Said(429, b"", 17.0)).retry_after_s == 17.0
    assert _post(kind, card, Said(503, b"", 5.0)).retry_after_s == 5.0


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_every_outcome_is_a_step_of_the_delivery_table(card: ChannelCard, kind: ChannelKind) -> None:
    for status in (200, 202, 302, 400, 404, 429, 500):
        for body in (b"", b"ok"):
            assert advance(DeliveryState.SENDING, _post(kind, card, Said(status, body)).action)


def test_no_reason_ever_holds_the_secret(card: ChannelCard) -> None:
    for kind in ChannelKind:
        for said in (Said(404, b"no_service"), Said(500), Said(200, b"secret"), Unsent(WHY)):
            reason = _post(kind, card, said).reason
            assert reason is None or "secret" not in reason.nl + reason.en


def test_a_card_that_cannot_be_posted_fails_without_a_word_leaving(card: ChannelCard) -> None:
    service = Service(Said(200, b"ok"))
    outcome = post("slack", "https://evil.example/services/T/B/x", card, service)
    assert (outcome.action, service.sent) == (FAIL, [])


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("slack", SLACK),
        ("slack", "https://hooks.slack.com:443/services/T/B/x"),
        ("slack", "https://hooks.slack-gov.com/services/T/B/x"),
        ("teams", TEAMS),
        ("teams", "https://a.b.environment.api.powerplatform.com/powerautomate/x?sig=1"),
    ],
)
def test_the_webhooks_of_today_are_taken(kind: str, url: str) -> None:
    check_address(kind, url)


@pytest.mark.parametrize(
    ("kind", "url", "said"),
    [
        ("slack", "", "webadres"),
        ("slack", "http://hooks.slack.com/services/T/B/x", "https"),
        ("slack", "https://hooks.slack.com/", "mist een deel"),
        ("slack", "https://hooks.slack.com/services/T/B", "mist een deel"),
        ("slack", "https://hooks.slack.com/triggers/T/1/x", "mist een deel"),
        ("slack", "https://hooks.slack.com.evil.example/services/T/B/x", "niet het adres van een Slack"),
        ("slack", "https://evil.example/hooks.slack.com/services/T/B/x", "niet het adres van een Slack"),
        ("slack", "https://hooks.slack.com@evil.example/services/T/B/x", "webadres"),
        ("slack", "https://hooks.slack.com:8443/services/T/B/x", "webadres"),
        ("slack", "https://evil.example\\.hooks.slack.com/services/T/B/x", "webadres"),
        ("slack", TEAMS, "niet het adres van een Slack"),
        ("teams", SLACK, "niet het adres van een Teams"),
        ("teams", "https://firm.webhook.office.com/webhookb2/1", RETIRED),
        ("teams", "https://outlook.office.com/webhook/1", RETIRED),
        ("teams", "https://prod-05.westeurope.logic.azure.com:443/workflows/1?sig=x", RETIRED),
        ("teams", "https://api.powerplatform.com.evil.example/x?sig=1", "niet het adres van een Teams"),
        ("teams", "https://evilapi.powerplatform.com/x?sig=1", "niet het adres van een Teams"),
        ("teams", TEAMS.split("?", maxsplit=1)[0], "mist een deel"),
    ],
)  # fmt: skip
def test_any_other_address_is_refused_with_advice(kind: str, url: str, said: str) -> None:
    with pytest.raises(Malformed) as refusal:
        check_address(kind, url)
    assert said in refusal.value.in_("nl")
    assert refusal.value.hint.en


def test_an_address_that_somebody_allowed_by_name_passes() -> None:
    check_address("teams", "http://127.0.0.1:8123/teams", Egress(frozenset({"127.0.0.1:8123"})).allows)
    with pytest.raises(Malformed):
        check_address("teams", "http://127.0.0.1:8124/teams", Egress(frozenset({"127.0.0.1:8123"})).allows)


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[bytes]]]:
    """A stand-in for both services: 200 `ok` below /slack, 202 below /teams."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            slack = self.path.startswith("/slack")
            self.send_response(200 if slack else 202)
            self.send_header("Content-Length", "2" if slack else "0")
            self.end_headers()
            self.wfile.write(b"ok" if slack else b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}", bodies
        server.shutdown()
        thread.join()


def test_cards_travel_over_a_real_connection(card: ChannelCard, receiver: tuple[str, list[bytes]]) -> None:
    place, bodies = receiver
    egress = Egress(frozenset({place}))
    assert post("slack", f"http://{place}/slack", card, egress) == Outcome(CONFIRM, 200)
    assert post("teams", f"http://{place}/teams", card, egress) == Outcome(HAND_OVER, 202)
    assert len(bodies) == 2
    assert all(b"Filters bewaren in Excel" in body for body in bodies)


def test_a_folder_gets_the_card_as_a_file_once(tmp_path: Path, card: ChannelCard) -> None:
    key = "0f8fad5b-d9cb-469f-a165-70867728950e:" + "a" * 64
    for _ in range(2):
        assert folder.post(tmp_path, key, card).action is CONFIRM
    (written,) = tmp_path.iterdir()
    assert written.name == "filters-bewaren-in-excel-0f8fad5b-d9cb-469f-a165-70867728950e-aaaaaaaa.txt"
    assert written.read_text(encoding="utf-8").splitlines() == [
        "Filters bewaren in Excel",
        "",
        "Nieuwe clip",
        "Voor: Sales binnendienst",
        "Van: Ana de Vries, 6 jaar orderadministratie",
        "Nagekeken door: Bo Jansen",
        "Geldig tot: 1 mei 2027",
        "",
        "https://hub.example/i/1",
    ]


def test_a_folder_that_is_gone_fails_in_words(tmp_path: Path, card: ChannelCard) -> None:
    outcome = folder.post(tmp_path / "gone", "a:b", card)
    assert outcome.action is FAIL
    _assert_says_why_unless_posted(outcome)


@pytest.mark.parametrize("title", ["../../etc/passwd", "CON", "a/b\\c:d", "你好", "", ".", "x" * 300])
def test_no_title_leads_out_of_the_folder(tmp_path: Path, card: ChannelCard, title: str) -> None:
    from dataclasses import replace

    assert folder.post(tmp_path, "../../x:y", replace(card, title=title)).action is CONFIRM
    (written,) = tmp_path.iterdir()
    assert len(written.name) < 120
