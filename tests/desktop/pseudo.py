"""A language that is not one: every text about 40 % longer and full of accents, between brackets.

What shows without brackets never went through a translator; what loses a bracket is cut off; what breaks a line could
break in a language that takes more room. Placeholders and keyboard mnemonics stay what they are.
"""

from __future__ import annotations

import gc
import math
import re
from typing import Final

from PySide6.QtCore import QTranslator

from core.language import Bilingual, Language
from desktop.i18n import Speech

_LONGER: Final = 1.4
_ACCENTS: Final = str.maketrans("aceinosuyzACEINOSUYZ", "áçëîñôšûýžÅÇÉÏÑÖŠÜÝŽ")
_KEPT: Final = re.compile(r"%L?n|%L?\d+|\{[^{}]*\}|<[^<>]+>|&\w+;|&\w|https?://\S*")
"""Placeholders of Qt and of `str.format`, marks, a mnemonic with its letter, an address."""
_FILLER: Final = "ôváčhtíg"


def stretched(text: str) -> str:
    """The text as it would be in a language with long words; nothing of nothing."""
    if not text.strip():
        return text
    body, at = [], 0
    for kept in _KEPT.finditer(text):
        body += [text[at : kept.start()].translate(_ACCENTS), kept[0]]
        at = kept.end()
    body.append(text[at:].translate(_ACCENTS))
    missing = math.ceil(len(text) * _LONGER) - len(text) - len("[]")
    return f"[{''.join(body)}{_filling(missing, apart=' ' in text)}]"


def _filling(length: int, *, apart: bool) -> str:
    """One long word stays one, as it would in Dutch; a sentence gets more words, so that it can wrap."""
    if length <= 0:
        return ""
    word = f" {_FILLER}" if apart else _FILLER
    return (word * (length // len(word) + 1))[:length].rstrip()


class PseudoTranslator(QTranslator):
    """Answers for every text, those of Qt itself too."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return stretched(source)

    def isEmpty(self) -> bool:
        return False


def pseudo_speech(language: Language = "en") -> Speech:
    """Speaks the stretched words of this language; still to be told to `use` it. Dates and numbers stay its own.

    Qt holds a lock while it asks for a translation. Ours runs Python, in which garbage may be collected, and a
    translator of an earlier test that is freed there would wait for that lock for ever: so what is garbage goes now.
    """
    gc.collect()
    return Speech(language, translators=lambda _: [PseudoTranslator()], voice=_drawl)


def _drawl(text: Bilingual, language: Language) -> str:
    return stretched(text.in_(language))
