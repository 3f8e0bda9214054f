from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from core.language import Bilingual
from desktop.wording import people_words
from tests.desktop.pseudo import pseudo_speech, stretched

TEXTS = ["Record", "Ask for review", "Your work is safe on this computer.", "My learning moments"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_grows_by_two_fifths_and_shows_where_it_begins_and_ends(text):
    grown = stretched(text)
    assert 1.35 * len(text) <= len(grown) <= max(1.5 * len(text), len(text) + 3)
    assert (grown[0], grown[-1]) == ("[", "]")
    assert not grown.isascii()


def test_a_long_text_gets_words_so_that_it_wraps_as_real_ones_do():
    assert max(map(len, stretched(" ".join(["word"] * 30)).split())) < 12


@pytest.mark.parametrize("kept", ["{name}", "{0:>4}", "%n", "%Ln", "%1", "<b>", "&amp;", "https://hub.example/a"])
def test_what_is_filled_in_later_stays_what_it_is(kept):
    assert kept in stretched(f"Connected with {kept} since yesterday")


def test_a_mnemonic_stays_on_its_letter(qapp):
    assert QKeySequence.mnemonic(stretched("&Record")) == QKeySequence.mnemonic("&Record")


def test_nothing_stays_nothing():
    assert [stretched(text) for text in ("", " ")] == ["", " "]


@pytest.fixture
def drawling(qapp):
    speech = pseudo_speech()
    speech.use("en")
    yield speech
    for translator in speech._translators:
        QCoreApplication.removeTranslator(translator)


def test_the_words_of_windows_and_of_qt_and_pairs_are_all_stretched(drawling):
    assert QCoreApplication.translate("Tray", "Record") == stretched("Record")
    assert QCoreApplication.translate("QPlatformTheme", "Close") == stretched("Close")
    assert drawling.say(Bilingual(en="Saved.", nl="Bewaard.")) == stretched("Saved.")


def test_numbers_are_filled_into_the_stretched_plural(drawling):
    assert people_words(3).startswith("[3 ")


def test_it_ends_where_another_language_is_used(drawling, speech):
    for translator in drawling._translators:
        QCoreApplication.removeTranslator(translator)
    assert QCoreApplication.translate("Tray", "Record") == "Record"
