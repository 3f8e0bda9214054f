"""Every English word of the templates has its Dutch, with the same places to fill in."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PLACES = re.compile(r"%\((\w+)\)s")
TEMPLATES = Path(str(files("hub"))) / "templates"
NOT_DUTCH = re.compile(r"!|succesvol|helaas|oeps|gelieve|\bcontent\b|\bitems?\b", re.IGNORECASE)


def used() -> set[str]:
    found = extract_from_dir(
        str(TEMPLATES),
        method_map=[("**.html", "jinja2.ext.babel_extract")],
        options_map={"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}},
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


def test_every_word_of_a_template_has_its_dutch_and_no_dutch_is_left_over() -> None:
    assert set(translated(dutch())) == used()


def test_no_translation_is_empty_or_loses_a_name() -> None:
    for english, ways in translated(dutch()).items():
        for way in ways:
            assert way, english
            assert set(PLACES.findall(way)) == set(PLACES.findall(english)), english


def test_the_dutch_keeps_to_the_words_of_the_house() -> None:
    offending = [way for ways in translated(dutch()).values() for way in ways if NOT_DUTCH.search(way)]
    assert not offending
