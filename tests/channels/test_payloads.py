"""What Slack and Teams are sent: within their limits, judged by slack_sdk's models and by the documented envelope."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import ActionsBlock, Block, ContextBlock, HeaderBlock, SectionBlock

from channels import slack, teams
from channels.card import ChannelCard
from core.errors import Malformed
from core.formats import Format

_HOSTILE = [
    "<!channel>", "<!here|x>", "<@U0123ABCD>", "<https://evil.example|click>", "@channel", "&lt;!channel&gt;",
    "*b* _i_ `c`", "<at>Ana</at>", "[x](https://evil.example)", "{{DATE(2026)}}", "${title}", "\\", '"',
    "\n\n*Nagekeken door:* baas", "&" * 900, "😀" * 900, "é" * 900, "", "\u202eevil",
]  # fmt: skip
_ANY = st.text(max_size=60) | st.sampled_from(_HOSTILE)
CARDS = st.builds(
    ChannelCard,
    title=_ANY,
    format=st.sampled_from(list(Format)),
    maker=_ANY,
    experience=_ANY,
    reviewer=st.none() | _ANY,
    valid_until=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    audience=_ANY,
    url=st.just("https://hub.example/i/1") | st.just("https://hub.example/" + "a" * 1900),
    duration_ms=st.none() | st.integers(0, 36_000_000),
    language=st.sampled_from(["nl", "en"]),
    everyone=st.booleans(),
    picture_url=st.none() | st.just("https://hub.example/p.jpg"),
    picture_alt=_ANY,
    is_test=st.booleans(),
)


def _strings(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for inner in value.values() for text in _strings(inner)]
        case list():
            return [text for inner in value for text in _strings(inner)]
    return []


def _judge_slack(message: dict[str, Any]) -> None:
    blocks = Block.parse_all(message["blocks"])
    assert [type(block) for block in blocks] == [ContextBlock, HeaderBlock, SectionBlock, ActionsBlock]
    for block, given_block in zip(blocks, message["blocks"], strict=True):
        assert block is not None
        block.validate_json()
        assert block.to_dict() == given_block
    assert message["text"].strip()
    assert len(message["text"]) < 3000
    assert 0 < len(message["blocks"][1]["text"]["text"]) <= 150
    assert 0 < len(message["blocks"][2]["text"]["text"]) <= 3000
    assert len(json.dumps(message)) < 13_000 * 2


@given(CARDS)
def test_slacks_own_models_accept_every_message(card: ChannelCard) -> None:
    _judge_slack(slack.payload(card))


def test_text_that_grows_by_escaping_still_fits_in_slacks_section(card: ChannelCard) -> None:
    _judge_slack(slack.payload(replace(card, maker="&" * 900, experience="&" * 900, audience="&" * 900)))


@given(CARDS)
def test_slack_never_reads_a_command_in_what_people_wrote(card: ChannelCard) -> None:
    message = slack.payload(replace(card, url="https://hub.example/i/1"))
    for text in _strings(message):
        assert "<" not in text
        assert ">" not in text
        bare = text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
        assert "&" not in bare
    assert message["blocks"][2]["text"]["verbatim"] is True
    assert len(message["blocks"][2]["text"]["text"].splitlines()) <= 4


def test_a_slack_message_as_it_is_sent(card: ChannelCard) -> None:
    assert slack.payload(replace(card, title="R&D <nieuw>")) == {
        "text": "Nieuwe clip van Ana de Vries: R&amp;D &lt;nieuw&gt; (0:58)",
        "blocks": [
            {"type": "context", "elements": [{"type": "plain_text", "text": "Nieuwe clip", "emoji": False}]},
            {"type": "header", "text": {"type": "plain_text", "text": "R&amp;D &lt;nieuw&gt;", "emoji": False}},
            {
                "type": "section",
                "text": {
                    "type": "mrkdwn",
                    "text": "*Voor:* Sales binnendienst\n*Van:* Ana de Vries, 6 jaar orderadministratie\n"
                    "*Nagekeken door:* Bo Jansen\n*Geldig tot:* 1 mei 2027",
                    "verbatim": True,
                },
            },
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": "Bekijk (0:58)", "emoji": False},
                        "url": "https://hub.example/i/1",
                        "action_id": "open",
                    }
                ],
            },
        ],
    }


@given(st.text(), st.integers(8, 40))
def test_escaped_text_fits_and_is_never_cut_inside_an_escape(text: str, longest: int) -> None:
    fitted = slack.fitting(text, longest)
    assert len(fitted) <= longest
    unescaped = fitted.removesuffix("…").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert text.startswith(unescaped.rstrip()) or text == unescaped


_ELEMENTS: dict[str, set[str]] = {
    "TextBlock": {"type", "text", "isSubtle", "wrap", "spacing"},
    "RichTextBlock": {"type", "inlines", "spacing"},
    "TextRun": {"type", "text", "weight", "size"},
    "Image": {"type", "url", "altText", "size"},
    "Action.OpenUrl": {"type", "title", "url"},
}
_VALUES = {
    "weight": {"Bolder"},
    "size": {"Large", "Stretch"},
    "spacing": {"None", "Small", "Default"},
    "isSubtle": {True},
    "wrap": {True},
}


def _judge_element(element: dict[str, Any]) -> None:
    assert set(element) <= _ELEMENTS[element["type"]], element
    for key, value in element.items():
        assert key not in _VALUES or value in _VALUES[key]
        assert value not in ("", None, [])
    for inline in element.get("inlines", []):
        assert inline["type"] == "TextRun"
        _judge_element(inline)


def _judge_teams(message: dict[str, Any]) -> None:
    assert set(message) == {"type", "attachments"}
    assert message["type"] == "message"
    (attachment,) = message["attachments"]
    assert set(attachment) == {"contentType", "contentUrl", "content"}
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attachment["contentUrl"] is None
    card = attachment["content"]
    assert set(card) == {"$schema", "type", "version", "lang", "fallbackText", "body", "actions"}
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert card["$schema"] == "http://adaptivecards.io/schemas/adaptive-card.json"
    for element in [*card["body"], *card["actions"]]:
        _judge_element(element)
    assert [action["type"] for action in card["actions"]] == ["Action.OpenUrl"]
    assert teams.size(message) <= teams.LARGEST_BODY


@given(CARDS)
def test_every_teams_message_follows_the_envelope_and_fits(card: ChannelCard) -> None:
    _judge_teams(teams.payload(card))


@given(CARDS)
def test_what_people_wrote_is_never_markdown_in_teams(card: ChannelCard) -> None:
    content = teams.payload(card)["attachments"][0]["content"]
    ours = {element["text"] for element in content["body"] if element["type"] == "TextBlock"} | {
        content["fallbackText"]
    }
    assert len(ours) == 1
    assert not set("[]()<>*_`\\") & set(ours.pop())
    assert all(len(text.splitlines()) <= 1 for text in _strings(content))


def test_a_teams_message_as_it_is_sent(card: ChannelCard) -> None:
    content = teams.payload(replace(card, language="en"))["attachments"][0]["content"]
    written = [
        "".join(run["text"] for run in element["inlines"]) if "inlines" in element else element["text"]
        for element in content["body"]
    ]
    assert written == [
        "New clip",
        "Filters bewaren in Excel",
        "For: Sales binnendienst",
        "By: Ana de Vries, 6 jaar orderadministratie",
        "Reviewed by: Bo Jansen",
        "Valid until: 1 May 2027",
    ]
    assert content["actions"] == [{"type": "Action.OpenUrl", "title": "Watch (0:58)", "url": "https://hub.example/i/1"}]


@pytest.mark.parametrize("payload", [slack.payload, teams.payload])
def test_only_an_item_for_everyone_shows_a_picture(card: ChannelCard, payload: Any) -> None:
    pictured = replace(card, picture_url="https://hub.example/p.jpg", picture_alt="Het filtermenu staat open")
    assert "p.jpg" not in json.dumps(payload(pictured))
    shown = json.dumps(payload(replace(pictured, everyone=True)))
    assert "p.jpg" in shown
    assert "Het filtermenu staat open" in shown
    assert "data:" not in shown


@pytest.mark.parametrize("payload", [slack.payload, teams.payload])
def test_a_picture_without_words_is_described_by_what_it_is_of(card: ChannelCard, payload: Any) -> None:
    bare = replace(card, everyone=True, picture_url="https://hub.example/p.jpg", picture_alt=" \n", title="")
    assert '"Nieuwe clip"' in json.dumps(payload(bare))
    assert '""' not in json.dumps(payload(bare))


@pytest.mark.parametrize("payload", [slack.payload, teams.payload])
def test_a_card_without_a_working_link_makes_no_message(card: ChannelCard, payload: Any) -> None:
    with pytest.raises(Malformed):
        payload(replace(card, url="javascript:alert(1)"))
