"""A language nobody speaks: English with accents, in brackets and 40 % longer, so that what is forgotten shows.

Made at run time and for tests only: no visitor of a hub can choose it. `speak` teaches it to the hub of this process.
"""

from __future__ import annotations

import re
from gettext import NullTranslations
from typing import Final

from core.language import LANGUAGES, Bilingual, Language

PSEUDO: Final = "en-XA"
_ACCENTS: Final = str.maketrans("aceinouyACEINOUY", "åçéîñöûýÅÇÉÎÑÖÛÝ")
_PLACE: Final = re.compile(r"(%\(\w+\)s|\{\w*\})")
_LONGER: Final = 0.4
_FILLING: Final = "één twee drie vier vijf zes zeven acht negen tien"


def pseudo(text: str) -> str:
    """`Open the source` becomes `[Öpéñ thé sôurçé één tw]`; places to fill in stay whole. Empty stays empty."""
    if not text.strip():
        return text
    spoken = "".join(part if _PLACE.fullmatch(part) else part.translate(_ACCENTS) for part in _PLACE.split(text))
    return f"[{spoken} {_filling(round(len(text) * _LONGER))}]"


def speak() -> None:
    """From now on this process's hub answers in the pseudo-language to a visitor whose cookie says so."""
    from hub.pages import language, rendering, words

    known = (*LANGUAGES, PSEUDO)
    originally = language.translations
    in_a_language = Bilingual.in_

    def translations(wanted: Language) -> NullTranslations:
        return _Pseudo() if wanted == PSEUDO else originally(wanted)

    def in_(self: Bilingual, wanted: Language) -> str:
        return pseudo(self.en) if wanted == PSEUDO else in_a_language(self, wanted)

    language.is_language = lambda value: value in known  # type: ignore[assignment]
    for module in (language, rendering, words):
        module.translations = translations  # type: ignore[attr-defined]
    Bilingual.in_ = in_  # type: ignore[method-assign]


class _Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def _filling(length: int) -> str:
    whole = _FILLING
    while len(whole) < length:
        whole = f"{whole} {_FILLING}"
    return whole[:length].strip() or "é"
