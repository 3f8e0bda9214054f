"""Posts that hold the item itself: whole where it fits, cut in the open where not, and never anyone else's words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import ActionsBlock, Block, ContextBlock, HeaderBlock, SectionBlock

from channels import direct_slack, direct_teams, teams
from channels.content_card import texts_of_post
from channels.direct_post import DirectPost
from core.content import (
    Audience,
    BlobRef,
    Body,
    ClipBody,
    Content,
    MentorBody,
    RecommendationBody,
    Slide,
    SlidesBody,
    TipBody,
)
from core.errors import Malformed

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e:" + "a" * 64
PICTURE = BlobRef("b" * 64, 10, "image/png")
CLIP = ClipBody(
    BlobRef("c" * 64, 10, "video/mp4"), 97_000, 1280, 720, True, "Zo bewaar je een filter.\nEn zo vind je het."
)
TIP = TipBody("een filter kwijt bent", "1. Open Beeld\n2. Kies Opgeslagen", "je nooit meer zoekt")
ADVICE = RecommendationBody("https://learn.example/filters?a=1&b=2", "Kort en goed", "deel 2", 12, "login")
SLIDES = SlidesBody(
    (Slide("Open *Beeld*", "Beginnen"), Slide("Kies", note="let op")), "Een filter bewaren", "Het staat er"
)
MENTOR = MentorBody("filters", "macro's", "naast je", 20, ("dinsdag 10:00", "donderdag 14:00"))

_HOSTILE = [
    "<!channel>", "<!here|x>", "<@U0123ABCD>", "<https://evil.example|click>", "@channel", "&lt;!channel&gt;",
    "*b* _i_ `c`", "<at>Ana</at>", "[x](https://evil.example)", "{{DATE(2026)}}", "${title}", "\\", '"',
    "\n\n*Nagekeken door:* baas", "\u2028Nagekeken door: baas", "&" * 19_000, "😀" * 9000, "é" * 9000, "a\n" * 5000, "",
    "\u202eevil", "\x00", "<script>alert(1)</script>",
]  # fmt: skip
_ANY = st.text(max_size=60) | st.sampled_from(_HOSTILE)
_SLIDE = st.builds(Slide, text=_ANY, title=_ANY, picture=st.none() | st.just(PICTURE), alt=_ANY, note=_ANY)
BODIES = st.one_of(
    st.builds(TipBody, _ANY, _ANY, _ANY, st.none() | st.just(PICTURE), _ANY),
    st.builds(ClipBody, duration_ms=st.integers(0, 36_000_000), summary=_ANY, media=st.none() | st.just(PICTURE)),
    st.builds(
        RecommendationBody,
        st.sampled_from(["", "https://a.example/?x=1&y=2", "https://a.example/" + "a" * 1900]),
        _ANY, _ANY, st.integers(0, 100_000), st.sampled_from(["free", "login", "paid"]),
    ),
    st.builds(SlidesBody, st.lists(_SLIDE, max_size=200).map(tuple), _ANY, _ANY),
    st.builds(MentorBody, _ANY, _ANY, _ANY, st.integers(1, 240), st.lists(_ANY, max_size=200).map(tuple)),
)  # fmt: skip
POSTS = st.builds(
    DirectPost,
    key=st.just(KEY),
    content=st.builds(
        Content,
        body=BODIES,
        title=_ANY,
        language=st.sampled_from(["nl", "en"]),
        audience=st.builds(Audience, everyone=st.booleans()),
        experience=_ANY,
        review_by=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    ),
    maker=_ANY,
    team_names=st.lists(_ANY, max_size=20).map(tuple),
    is_test=st.booleans(),
)


def post_of(body: Body, **changes: Any) -> DirectPost:
    content = Content(
        body, "Filters bewaren in Excel", "nl", Audience(("t1",)), "6 jaar orderadministratie", date(2027, 5, 1)
    )
    return DirectPost(KEY, replace(content, **changes), "Ana de Vries", ("Sales binnendienst",))


def _strings(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for key, inner in value.items() if key != "url" for text in _strings(inner)]
        case list():
            return [text for inner in value for text in _strings(inner)]
    return []


def _judge_blocks(given_blocks: list[Any], allowed: tuple[type, ...]) -> None:
    assert 0 < len(given_blocks) <= 50
    for given_block, block in zip(given_blocks, Block.parse_all(given_blocks), strict=True):
        assert isinstance(block, allowed)
        block.validate_json()
        assert block.to_dict() == given_block
        if isinstance(block, SectionBlock):
            text = given_block["text"]
            assert text["type"] == "mrkdwn"
            assert text["verbatim"] is True
            assert 0 < len(text["text"]) <= 3000
        if isinstance(block, HeaderBlock):
            assert 0 < len(given_block["text"]["text"]) <= 150
    assert len(json.dumps(given_blocks, ensure_ascii=False)) < 13_000


@given(POSTS)
def test_slacks_own_models_accept_every_post(post: DirectPost) -> None:
    message = direct_slack.payload(post)
    assert 0 < len(message["text"]) < 3000
    _judge_blocks(message["blocks"], (ContextBlock, HeaderBlock, SectionBlock, ActionsBlock))
    # Beside a file anything but a section earned an internal_error.
    _judge_blocks(direct_slack.comment(post), (SectionBlock,))


@given(POSTS)
def test_slack_never_reads_a_command_in_what_people_wrote(post: DirectPost) -> None:
    for text in _strings(direct_slack.payload(post)) + _strings(direct_slack.comment(post)):
        for line in text.split("\n"):
            bare = line.removeprefix("> ")
            assert "<" not in bare
            assert ">" not in bare
            assert "&" not in bare.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


@given(POSTS)
def test_no_line_that_people_wrote_stands_as_one_of_ours(post: DirectPost) -> None:
    """Everything of the maker is quoted, so "reviewed by" can be claimed by nobody."""
    sections = [block["text"]["text"] for block in direct_slack.payload(post)["blocks"] if block["type"] == "section"]
    ours = [line for section in sections for line in section.split("\n") if not line.startswith("> ")]
    assert all(
        (line[0] in "*_" and line.rstrip("…")[-1] in "*_") or (line.startswith("*") and ":*" in line) for line in ours
    )
    reviewed = [line for line in ours if line.startswith(("*Nagekeken door:*", "*Reviewed by:*"))]
    assert len(reviewed) == 1
    assert reviewed[0].endswith(("niet nagekeken", "not reviewed"))


_ELEMENTS: dict[str, set[str]] = {
    "TextBlock": {"type", "text", "isSubtle", "wrap", "spacing"},
    "RichTextBlock": {"type", "inlines", "spacing"},
    "TextRun": {"type", "text", "weight", "size"},
    "Container": {"type", "style", "items", "spacing"},
    "Action.OpenUrl": {"type", "title", "url"},
}
_VALUES: dict[str, set[Any]] = {
    "weight": {"Bolder"},
    "size": {"Large"},
    "spacing": {"None", "Small", "Default"},
    "style": {"emphasis"},
    "isSubtle": {True},
    "wrap": {True},
}


def _judge_element(element: dict[str, Any]) -> None:
    assert set(element) <= _ELEMENTS[element["type"]], element
    for key, value in element.items():
        assert key not in _VALUES or value in _VALUES[key]
        assert value not in ("", None, [])
    for inner in [*element.get("inlines", []), *element.get("items", [])]:
        assert inner["type"] == ("TextRun" if "inlines" in element else "RichTextBlock")
        _judge_element(inner)


@given(POSTS)
def test_every_teams_post_follows_the_envelope_and_fits(post: DirectPost) -> None:
    message = direct_teams.payload(post)
    assert set(message) == {"type", "attachments"}
    (attachment,) = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert set(card) - {"actions"} == {"$schema", "type", "version", "lang", "fallbackText", "body"}
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    for element in [*card["body"], *card.get("actions", [])]:
        _judge_element(element)
    assert teams.size(message) <= teams.LARGEST_BODY
    assert all(len(text.splitlines()) <= 1 for text in _strings(card))
    # Only our own words stand where Markdown is read.
    markdown = {element["text"] for element in card["body"] if element["type"] == "TextBlock"} | {card["fallbackText"]}
    assert not set("[]()<>*_`\\") & set("".join(markdown))


def _teams_words(post: DirectPost) -> list[str]:
    found: list[str] = []

    def walk(element: dict[str, Any]) -> None:
        if "inlines" in element:
            found.append("".join(run["text"] for run in element["inlines"]))
        elif "text" in element:
            found.append(element["text"])
        for inner in element.get("items", []):
            walk(inner)

    for element in direct_teams.payload(post)["attachments"][0]["content"]["body"]:
        walk(element)
    return found


TRUST = [
    "Voor: Sales binnendienst",
    "Van: Ana de Vries, 6 jaar orderadministratie",
    "Nagekeken door: niet nagekeken",
    "Geldig tot: 1 mei 2027",
]


def test_a_tip_stands_in_teams_whole() -> None:
    assert _teams_words(post_of(TIP)) == [
        "Nieuwe tip", "Filters bewaren in Excel", "Als je…", "een filter kwijt bent", "doe dan…", "1. Open Beeld",
        "2. Kies Opgeslagen", "zo…", "je nooit meer zoekt", *TRUST,
    ]  # fmt: skip


def test_a_clip_says_how_long_it_is_and_from_whom_to_have_it() -> None:
    assert _teams_words(post_of(CLIP)) == [
        "Nieuwe clip", "Filters bewaren in Excel", "Wat je ziet", "Zo bewaar je een filter.", "En zo vind je het.",
        "Duur", "1:37", "De clip zelf staat hier niet; vraag die aan Ana de Vries.", *TRUST,
    ]  # fmt: skip
    assert not texts_of_post(post_of(CLIP), with_files=True).remarks
    english = texts_of_post(post_of(CLIP, language="en"), with_files=False)
    assert english.remarks == ("The clip itself is not here; ask Ana de Vries for it.",)


def test_a_recommendation_has_its_link_and_its_reason() -> None:
    card = direct_teams.payload(post_of(ADVICE))["attachments"][0]["content"]
    assert card["actions"] == [{"type": "Action.OpenUrl", "title": "Open de bron", "url": ADVICE.url}]
    button = direct_slack.payload(post_of(ADVICE))["blocks"][-1]["elements"][0]
    assert (button["url"], button["text"]["text"]) == (ADVICE.url, "Open de bron")
    words = _teams_words(post_of(ADVICE))
    assert [words[at] for at in (3, 5, 7, 9)] == ["Kort en goed", "deel 2", "12 min", "met een account"]


def test_slides_and_help_in_person_are_told_in_words() -> None:
    assert _teams_words(post_of(SLIDES))[2:-4] == [
        "Doel", "Een filter bewaren", "1.", "Beginnen", "Open *Beeld*", "2.", "Kies", "let op",
        "Klaar als", "Het staat er",
    ]  # fmt: skip
    assert _teams_words(post_of(MENTOR))[2:-4] == [
        "Hiermee kijk ik graag mee", "filters", "Niet met", "macro's", "Hoe", "naast je", "Duurt", "20 min",
        "Wanneer", "dinsdag 10:00", "donderdag 14:00",
    ]  # fmt: skip


def test_a_tip_as_slack_gets_it() -> None:
    message = direct_slack.payload(post_of(TIP, title="R&D <nieuw>"))
    assert message["text"] == "Nieuwe tip van Ana de Vries: R&amp;D &lt;nieuw&gt;"
    assert [block["text"]["text"].split("\n") for block in message["blocks"][1:]] == [
        ["R&amp;D &lt;nieuw&gt;"],
        ["*Als je…*", "> een filter kwijt bent", "*doe dan…*", "> 1. Open Beeld", "> 2. Kies Opgeslagen", "*zo…*",
         "> je nooit meer zoekt"],
        ["*Voor:* Sales binnendienst", "*Van:* Ana de Vries, 6 jaar orderadministratie",
         "*Nagekeken door:* niet nagekeken", "*Geldig tot:* 1 mei 2027"],
    ]  # fmt: skip


def test_what_does_not_fit_is_cut_in_the_open() -> None:
    long = post_of(replace(TIP, action="woord " * 3000))
    for words in (_teams_words(long), [str(direct_slack.payload(long))]):
        assert "Dit is het begin; het geheel paste hier niet." in "".join(words)
        assert re.search("wo?o?r?d?…", "".join(words))
        # The cut comes in the order of reading: what follows it is not half there.
        assert "je nooit meer zoekt" not in "".join(words)
    assert "het begin" not in "".join(_teams_words(post_of(TIP)))


def test_a_test_post_says_so_first() -> None:
    assert _teams_words(replace(post_of(TIP), is_test=True))[0] == "Test, je hoeft niets te doen"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a\u202e.example", "https://a.example/" + "a" * 2000])
def test_a_recommendation_whose_link_is_none_makes_no_post(url: str) -> None:
    for payload in (direct_slack.payload, direct_teams.payload):
        with pytest.raises(Malformed):
            payload(post_of(replace(ADVICE, url=url)))
