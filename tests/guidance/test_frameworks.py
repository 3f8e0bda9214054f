"""Frameworks: the bundled ones are whole, a malformed one is refused with its line and the reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import EMPTY_BODIES, Content, TipBody
from core.formats import Format
from guidance.checks import check
from guidance.frameworks import MalformedFramework, bundled_frameworks, framework_to_json, parse_framework
from resources import read_bytes

TIP = read_bytes("frameworks", "tip.toml").decode()


@pytest.mark.parametrize("format_", list(Format))
def test_every_format_has_a_bundled_framework_in_two_languages(format_: Format) -> None:
    framework = bundled_frameworks()[format_]
    assert framework.format is format_
    assert framework.name == f"{format_.value}/1"
    assert all(part.name.nl and part.prompt.en and part.prompt.nl != part.prompt.en for part in framework.parts)
    assert framework_to_json(framework, "nl")["purpose"] == framework.purpose.nl


@pytest.mark.parametrize("format_", list(Format))
def test_checks_find_every_limit_they_use_in_the_bundled_framework(format_: Format) -> None:
    assert check(Content(EMPTY_BODIES[format_]))


def _line(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


@pytest.mark.parametrize(
    ("old", "new", "on_the_line_of", "said"),
    [
        ('format = "tip"', 'format = "poem"', "poem", "must be one of clip"),
        ("version = 1", 'version = "1"', 'version = "1"', "whole number"),
        ("version = 1", "version = 0", "version = 0", "whole number"),
        ("version = 1", "version = 1\nauthor = 'me'", "author", "unknown key"),
        ("version = 1", "version = ", "version = ", "is not TOML"),
        ("seconds = 10", "seconds = 0", "seconds = 0", "from 1 to 3600"),
        ("seconds = 10", "seconds = 10\ncolour = 3", "colour", "unknown key"),
        ('key = "gain"', 'key = "action"', 'key = "action"\nseconds = 5', "used twice"),
        ('key = "gain"', 'key = "Gain it"', "Gain it", "short name"),
        ('nl = "doe dan..."', 'nl = " "', 'nl = " "', "`nl`"),
        ('nl = "doe dan..."', 'fr = "faites..."', "faites", "unknown key"),
        ("words = 60", "words = -1", "words = -1", "whole number"),
        ("words = 60", "words = true", "words = true", "whole number"),
        ("[limits]", '[checks]\n"tip.too_long" = "maybe"\n[limits]', "maybe", "must be one of block"),
    ],
)
def test_a_malformed_framework_is_refused_with_its_line(old: str, new: str, on_the_line_of: str, said: str) -> None:
    changed = TIP.replace(old, new, 1)
    assert changed != TIP
    with pytest.raises(MalformedFramework, match=said) as refusal:
        parse_framework(changed.encode())
    last_line = on_the_line_of.split("\n", maxsplit=1)[0]
    candidates = [number for number, line in enumerate(changed.splitlines(), 1) if last_line in line]
    assert refusal.value.line in candidates
    assert f"regel {refusal.value.line} " in refusal.value.in_("nl")


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"a" * 70_000, b"[[parts]]", b"parts = 3", b"[" * 30_000, b'format = "tip"\nversion = 1\n'],
    ids=["empty", "not-utf8", "large", "parts-only", "parts-number", "brackets", "no-purpose"],
)
def test_what_is_no_framework_at_all_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(MalformedFramework) as refusal:
        parse_framework(data)
    assert "blijft in gebruik" in refusal.value.in_("nl")


@given(st.integers(0, len(TIP)), st.text(max_size=3))
def test_any_damage_is_refused_or_still_a_whole_framework(at: int, put: str) -> None:
    damaged = (TIP[:at] + put + TIP[at + len(put) :]).encode("utf-8", "replace")
    try:
        parts = len(parse_framework(damaged).parts)
    except MalformedFramework as refusal:
        parts = -refusal.line
    assert parts


def test_a_framework_changes_limits_and_how_strict_a_rule_is() -> None:
    long = Content(TipBody(action="woord " * 30), title="T")
    strict = parse_framework(
        TIP.replace(
            "words = 60", 'words = 20\n[checks]\n"tip.too_long" = "block"\n"experience.missing" = "off"'
        ).encode()
    )
    assert "tip.too_long" not in {finding.rule for finding in check(long)}
    found = {finding.rule: finding.severity for finding in check(long, framework=strict)}
    assert found["tip.too_long"] == "block"
    assert "experience.missing" not in found


def test_a_framework_cannot_switch_the_essentials_off() -> None:
    lax = parse_framework((TIP + '[checks]\n"title.missing" = "off"\n"audience.missing" = "warn"\n').encode())
    found = {finding.rule: finding.severity for finding in check(Content(TipBody(action="x")), framework=lax)}
    assert found["title.missing"] == found["audience.missing"] == "block"
