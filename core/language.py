"""Dutch and English, side by side: a sentence that exists in one language only cannot be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeGuard

Language = Literal["nl", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")


def is_language(value: object) -> TypeGuard[Language]:
    return value in LANGUAGES


def language_of(locale: str | None) -> Language:
    """Dutch for a Dutch locale name (`nl_BE.UTF-8`, `nl-NL`), English for every other and for none."""
    return "nl" if (locale or "").lower().startswith("nl") else "en"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One sentence in both languages. Placeholders are `str.format` fields and the same in both."""

    en: str
    nl: str

    def in_(self, language: Language) -> str:
        return self.nl if language == "nl" else self.en

    def format(self, **values: object) -> Bilingual:
        return Bilingual(en=self.en.format(**values), nl=self.nl.format(**values))


NOTHING: Final = Bilingual(en="", nl="")
