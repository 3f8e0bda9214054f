"""Which language a visitor reads, and the Dutch of the templates' English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from core.language import Language, is_language, language_of

LANGUAGE_COOKIE: Final = "vonk_language"
THEME_COOKIE: Final = "vonk_theme"
THEMES: Final = ("system", "light", "dark")
NAMES: Final[dict[Language, str]] = {"nl": "Nederlands", "en": "English"}


def chosen_language(cookies: Mapping[str, str], accept_language: str) -> Language:
    """The visitor's own choice; else the first of Dutch and English in `Accept-Language`; else English."""
    own = cookies.get(LANGUAGE_COOKIE)
    if is_language(own):
        return own
    for tag in _by_preference(accept_language):
        if tag.startswith(("nl", "en")):
            return language_of(tag)
    return "en"


def chosen_theme(cookies: Mapping[str, str]) -> str:
    """`light`, `dark`, or `system` where the visitor did not choose."""
    own = cookies.get(THEME_COOKIE, "")
    return own if own in THEMES else "system"


@cache
def translations(language: Language) -> NullTranslations:
    """English is the source; Dutch is read from its .po, so that no build step can be forgotten."""
    if language == "en":
        return NullTranslations()
    source = files("resources").joinpath("translations", "hub", language, "LC_MESSAGES", "hub.po")
    compiled = BytesIO()
    with source.open("rb") as text:
        write_mo(compiled, read_po(text, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def _by_preference(accept_language: str) -> list[str]:
    wishes: list[tuple[float, str]] = []
    for part in accept_language.lower().split(",")[:20]:
        tag, _, parameter = part.strip().partition(";")
        wishes.append((_weight(parameter), tag.strip()))
    return [tag for weight, tag in sorted(wishes, key=lambda wish: -wish[0]) if weight > 0]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
