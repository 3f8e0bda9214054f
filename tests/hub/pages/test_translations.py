"""Every word a visitor reads is there in English and in Dutch, with the same places to fill in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PLACES = re.compile(r"%\((\w+)\)s")
FIELDS = re.compile(r"\{(\w*)\}")
HUB = Path(str(files("hub")))
TEMPLATES = HUB / "templates"
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
NAMES = {"Vonk", "· Vonk", "Slack", "Microsoft Teams", "J", "K", "https://", "# team-planning", "BCDF-GHJK"}
"""What is the same in every language: names, keys, and how an address or a code looks."""
THE_SAME_WORD = {"Teams", "Team", "Curator", "Slides", "Clip", "Tip"}
READ_ALOUD = ("alt", "aria-label", "placeholder", "title")
NOT_DUTCH = re.compile(r"!|succesvol|helaas|oeps|gelieve|\bcontent\b|\bitems?\b", re.IGNORECASE)


def used() -> set[str]:
    found = extract_from_dir(
        str(HUB),
        method_map=[("templates/**.html", "jinja2.ext.babel_extract"), ("**.py", "python")],
        options_map={"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}},
    )
    return {message[2][0] if isinstance(message[2], tuple) else message[2] for message in found}


def dutch() -> Catalog:
    po = files("resources").joinpath("translations", "hub", "nl", "LC_MESSAGES", "hub.po")
    with po.open("rb") as source:
        return read_po(source, locale="nl")


def translated(catalog: Catalog) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for message in catalog:
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        pairs[key] = list(message.string) if isinstance(message.string, tuple) else [str(message.string)]
    return pairs


def test_every_word_that_is_looked_up_has_its_dutch_and_no_dutch_is_left_over() -> None:
    assert set(translated(dutch())) == used()


def test_no_translation_is_empty_or_loses_a_name() -> None:
    for english, ways in translated(dutch()).items():
        for way in ways:
            assert way, english
            assert set(PLACES.findall(way)) == set(PLACES.findall(english)), english


def test_the_dutch_keeps_to_the_words_of_the_house() -> None:
    offending = [way for ways in translated(dutch()).values() for way in ways if NOT_DUTCH.search(way)]
    assert not offending


class Bare(HTMLParser):
    """The words of a template that stand in it as such, and so are the same in every language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(JINJA.sub(lambda found: " " * len(found[0]), text))

    def handle_data(self, data: str) -> None:
        self.words.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [" ".join((value or "").split()) for name, value in attrs if name in READ_ALOUD]

    def untranslated(self) -> list[str]:
        return [word for word in self.words if re.search(r"[^\W\d_]", word) and word not in NAMES]


def test_no_template_says_a_word_that_is_not_looked_up() -> None:
    for template in sorted(TEMPLATES.glob("*.html")):
        assert Bare(template.read_text(encoding="utf-8")).untranslated() == [], template.name


def test_a_word_that_is_not_looked_up_is_found() -> None:
    text = '<p>Welcome back {{ name }}</p><input placeholder="Name" title="{{ _(\'Name\') }}">{{ _("Fine") }} 1-4'
    assert Bare(text).untranslated() == ["Welcome back", "Name"]


def pairs() -> Iterator[tuple[str, dict[str, str]]]:
    """Every pair of sentences that the hub's code writes out, and where it stands."""
    for module in sorted(HUB.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Bilingual":
                said = {word.arg: word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)}
                if len(said) == 2:
                    yield f"{module.name}:{node.lineno}", {str(key): str(value) for key, value in said.items()}


def test_every_pair_says_something_in_both_languages_and_names_the_same() -> None:
    found = list(pairs())
    assert len(found) > 100
    for where, said in found:
        assert said["en"].strip(), where
        assert said["nl"].strip(), where
        assert sorted(FIELDS.findall(said["en"])) == sorted(FIELDS.findall(said["nl"])), where
        without_places = FIELDS.sub("", said["en"])
        if re.search(r"[^\W\d_]{2}", without_places) and said["en"] not in THE_SAME_WORD:
            assert said["en"] != said["nl"], f"{where} is English in Dutch"


def test_the_dutch_of_the_code_keeps_to_the_words_of_the_house() -> None:
    assert [where for where, said in pairs() if NOT_DUTCH.search(said["nl"])] == []
