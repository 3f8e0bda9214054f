"""Every sentence of the windows, in Dutch and in English: there, whole, and in plain words."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PyInstaller.utils.hooks import collect_data_files

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("nl", "en")
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))

AVOIDED = re.compile(r"\b(succesvol\w*|helaas|oeps|gelieve|content|items?|u|uw)\b|!", re.IGNORECASE)
"""Section 8 of the design guide, and who says "u" to a colleague. It is a *leermoment*, not an *item*."""


@dataclass(frozen=True)
class Message:
    context: str
    source: str
    comment: str
    plural: bool
    forms: tuple[str, ...]
    finished: bool

    @property
    def key(self) -> tuple[str, str, str, bool]:
        return self.context, self.source, self.comment, self.plural


def messages(file: Path) -> list[Message]:
    return [
        _message(context.findtext("name", ""), message)
        for context in ET.parse(file).getroot().iter("context")
        for message in context.iter("message")
    ]


def _message(context: str, told: ET.Element) -> Message:
    translation = told.find("translation")
    plural = told.get("numerus") == "yes"
    forms = [form.text or "" for form in translation.iter("numerusform")] if plural else [translation.text or ""]
    return Message(
        context=context,
        source=told.findtext("source", ""),
        comment=told.findtext("comment", ""),
        plural=plural,
        forms=tuple(forms),
        finished=translation.get("type") is None,
    )


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


def test_every_text_is_translated_and_finished(language):
    waiting = [
        f"{message.context}: {message.source}"
        for message in messages(FOLDER / f"vonk_{language}.ts")
        if not (message.finished and all(message.forms))
    ]
    assert waiting == [], "translate these in resources/translations"


@pytest.fixture(scope="module")
def as_lupdate_writes_them(tmp_path_factory):
    """The two files as `make translations` would leave them, somewhere else."""
    folder = tmp_path_factory.mktemp("translations")
    for name in LANGUAGES:
        shutil.copy(FOLDER / f"vonk_{name}.ts", folder)
    lupdate = f"{sys.executable} {Path(sysconfig.get_path('scripts')) / 'pyside6-lupdate'}"
    command = ["sh", str(ROOT / "packaging" / "update_translations.sh"), str(folder)]
    subprocess.run(command, check=True, env={**os.environ, "LUPDATE": lupdate}, capture_output=True)
    return folder


@pytest.mark.skipif(not shutil.which("sh"), reason="the files are written on a system with a shell")
def test_the_files_hold_what_the_sources_say_and_nothing_else(as_lupdate_writes_them, language):
    now = {message.key for message in messages(FOLDER / f"vonk_{language}.ts")}
    wanted = {message.key for message in messages(as_lupdate_writes_them / f"vonk_{language}.ts")}
    assert (sorted(wanted - now), sorted(now - wanted)) == ([], []), "run: make translations"


def test_the_files_hold_no_line_numbers(language):
    text = (FOLDER / f"vonk_{language}.ts").read_text(encoding="utf-8")
    assert "<location" not in text
    assert 'sourcelanguage="en"' in text


def test_the_bundle_and_the_wheel_carry_both_languages():
    collected = {Path(source).name for source, _ in collect_data_files("resources")}
    assert {f"vonk_{name}.qm" for name in LANGUAGES} <= collected
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert "*.qm" in wheel["artifacts"], "git ignores them, and so would the wheel"
    assert "resources" in wheel["packages"]


def blanks(text: str) -> list[str]:
    """What is filled in, and whether there is a mnemonic."""
    return sorted([*re.findall(r"\{[^{}]*\}|%\d", text), *["&"] * len(re.findall(r"&\w", text))])


def test_every_translation_has_the_same_blanks(language):
    wrong = [
        (message.source, form)
        for message in messages(FOLDER / f"vonk_{language}.ts")
        for form in message.forms
        if blanks(form) != blanks(message.source)
    ]
    assert wrong == []


def test_every_plural_says_its_number(language):
    """One thing may go without: *a minute*."""
    silent = [
        message.source
        for message in messages(FOLDER / f"vonk_{language}.ts")
        if message.plural and not re.search("%L?n", message.forms[-1])
    ]
    assert silent == []


def test_dutch_words_are_plain():
    told = [(message.source, form) for message in messages(FOLDER / "vonk_nl.ts") for form in message.forms]
    told += [(en, nl) for _, en, nl in _pairs()]
    assert [(source, dutch) for source, dutch in told if AVOIDED.search(dutch)] == []


# What the sources say


def _nodes() -> Iterator[tuple[str, ast.Call]]:
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def _texts(call: ast.Call) -> list[ast.expr] | None:
    """The words of a call to a translator, and what tells equal words apart; None for any other call."""
    if not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr == "tr":
        return call.args[:2]
    of_qt = isinstance(call.func.value, ast.Name) and call.func.value.id in ("QCoreApplication", "QApplication")
    return call.args[:3] if call.func.attr == "translate" and of_qt else None


def test_every_text_is_a_plain_string_that_lupdate_can_see():
    hidden = [
        place
        for place, call in _nodes()
        if (texts := _texts(call)) is not None
        and not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts)
    ]
    assert hidden == []


def test_a_number_is_given_where_the_text_counts_and_only_there():
    wrong = []
    for place, call in _nodes():
        if (texts := _texts(call)) is None:
            continue
        words = "".join(str(text.value) for text in texts if isinstance(text, ast.Constant))
        counts = len(call.args) > len(texts) or any(keyword.arg == "n" for keyword in call.keywords)
        if counts != bool(re.search("%L?n", words)):
            wrong.append(place)
    assert wrong == []


def _pairs() -> Iterator[tuple[str, str, str]]:
    """Every sentence that is a pair, with its place: English and Dutch."""
    for place, call in _nodes():
        if isinstance(call.func, ast.Name) and call.func.id == "Bilingual":
            told = {keyword.arg: keyword.value for keyword in call.keywords}
            if all(isinstance(told.get(name), ast.Constant) for name in LANGUAGES):
                yield place, str(told["en"].value), str(told["nl"].value)  # type: ignore[union-attr]


def test_every_pair_has_the_same_blanks_and_both_halves():
    """A blank may be named after its language: what is filled in there is a word of it."""
    wrong = [
        place
        for place, en, nl in _pairs()
        if blanks(en) != blanks(nl.replace("{nl}", "{en}")) or bool(en.strip()) != bool(nl.strip())
    ]
    assert wrong == []
