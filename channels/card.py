"""What a channel shows of an item: the facts, and their words in the item's own language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from core.errors import Malformed
from core.formats import Format
from core.language import Bilingual, Language

LONGEST_TITLE: Final = 120
LONGEST_NAME: Final = 80
LONGEST_FACT: Final = 300
LONGEST_URL: Final = 2000


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """`url` leads to the item on the board. `reviewer` None means that nobody reviewed it, and the card says so.

    `picture_url` is shown for items that everyone may see, never otherwise: what a channel showed cannot be taken back.
    """

    title: str
    format: Format
    maker: str
    experience: str
    reviewer: str | None
    valid_until: date | None
    audience: str
    url: str
    duration_ms: int | None
    language: Language
    everyone: bool = False
    picture_url: str | None = None
    picture_alt: str = ""
    is_test: bool = False
    """A post to try the channel out, clearly marked as such."""


@dataclass(frozen=True, slots=True)
class CardTexts:
    """The card in words, each one line, plain text, not yet escaped for any service."""

    kind: str
    headline: str
    title: str
    facts: tuple[tuple[str, str], ...]
    """(label, value) pairs: for whom, by whom, reviewed by whom and until when."""
    button: str


def texts_of(card: ChannelCard) -> CardTexts:
    """The words of a card, in its language, each within its limit."""
    language = card.language
    maker, title = one_line(card.maker, LONGEST_NAME), one_line(card.title, LONGEST_TITLE)
    lasts = f" ({clock(card.duration_ms)})" if card.duration_ms else ""
    kind = (_TEST if card.is_test else _NEW[card.format]).in_(language)
    return CardTexts(
        kind=kind,
        headline=_HEADLINE.format(kind=kind, maker=maker, title=title).in_(language) + lasts,
        title=title,
        facts=_facts(card, maker),
        button=_BUTTONS[card.format].in_(language) + lasts,
    )


def _facts(card: ChannelCard, maker: str) -> tuple[tuple[str, str], ...]:
    language = card.language
    experience = one_line(card.experience, LONGEST_FACT)
    facts = [
        (_FOR.in_(language), one_line(card.audience, LONGEST_FACT)),
        (_BY.in_(language), ", ".join(part for part in (maker, experience) if part)),
        (_REVIEWED.in_(language), one_line(card.reviewer, LONGEST_NAME) if card.reviewer else _BY_NOBODY.in_(language)),
    ]
    if card.valid_until is not None:
        facts.append((_VALID.in_(language), day(card.valid_until, language)))
    return tuple((label, value) for label, value in facts if value)


def address_of(card: ChannelCard) -> str:
    """The card's link, checked: http(s), at most 2000 characters. Malformed otherwise."""
    return _web_address(card.url)


def picture_of(card: ChannelCard) -> str | None:
    """The address of the picture, where the card may carry one."""
    return _web_address(card.picture_url) if card.everyone and card.picture_url else None


def _web_address(url: str) -> str:
    parts = urlsplit(url) if len(url) <= LONGEST_URL and url.isprintable() and " " not in url else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        raise Malformed(
            Bilingual(en="The card has no link that works.", nl="Het kaartje heeft geen link die werkt."),
            Bilingual(en="Nothing was posted.", nl="Er is niets geplaatst."),
        )
    return url


_UNSEEN: Final = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f\ud800-\udfff]")


def one_line(text: str, longest: int) -> str:
    """Text that cannot pretend to be another line of the card: no breaks, no control or direction signs, cut with …"""
    whole = unicodedata.normalize("NFC", _UNSEEN.sub("", text[: longest * 8]))
    plain = " ".join("".join(" " if unicodedata.category(sign) in _BREAKS else sign for sign in whole).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


_BREAKS: Final = frozenset({"Cc", "Zl", "Zp", "Zs"})


def clock(milliseconds: int) -> str:
    """`1:37`, or `1:02:03` from an hour on; rounded to the nearest second, at least one."""
    seconds = max(1, round(milliseconds / 1000))
    minutes, hours = seconds // 60, seconds // 3600
    return f"{hours}:{minutes % 60:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def day(moment: date, language: Language) -> str:
    """`1 mei 2027` / `1 May 2027`."""
    return f"{moment.day} {_MONTHS[moment.month - 1].in_(language)} {moment.year}"


_HEADLINE: Final = Bilingual(en="{kind} from {maker}: {title}", nl="{kind} van {maker}: {title}")
_TEST: Final = Bilingual(en="Test, nothing to do", nl="Test, je hoeft niets te doen")
_FOR: Final = Bilingual(en="For", nl="Voor")
_BY: Final = Bilingual(en="By", nl="Van")
_REVIEWED: Final = Bilingual(en="Reviewed by", nl="Nagekeken door")
_BY_NOBODY: Final = Bilingual(en="not reviewed", nl="niet nagekeken")
_VALID: Final = Bilingual(en="Valid until", nl="Geldig tot")

_NEW: Final[dict[Format, Bilingual]] = {
    Format.CLIP: Bilingual(en="New clip", nl="Nieuwe clip"),
    Format.SLIDES: Bilingual(en="New slides", nl="Nieuwe slides"),
    Format.TIP: Bilingual(en="New tip", nl="Nieuwe tip"),
    Format.RECOMMENDATION: Bilingual(en="New recommendation", nl="Nieuwe aanrader"),
    Format.MENTOR: Bilingual(en="New offer to look along", nl="Nieuw aanbod om mee te kijken"),
}
_BUTTONS: Final[dict[Format, Bilingual]] = {
    Format.CLIP: Bilingual(en="Watch", nl="Bekijk"),
    Format.SLIDES: Bilingual(en="See the steps", nl="Bekijk de stappen"),
    Format.TIP: Bilingual(en="Read the tip", nl="Lees de tip"),
    Format.RECOMMENDATION: Bilingual(en="See why", nl="Bekijk waarom"),
    Format.MENTOR: Bilingual(en="See when", nl="Bekijk wanneer"),
}
_MONTHS: Final = (
    Bilingual(en="January", nl="januari"),
    Bilingual(en="February", nl="februari"),
    Bilingual(en="March", nl="maart"),
    Bilingual(en="April", nl="april"),
    Bilingual(en="May", nl="mei"),
    Bilingual(en="June", nl="juni"),
    Bilingual(en="July", nl="juli"),
    Bilingual(en="August", nl="augustus"),
    Bilingual(en="September", nl="september"),
    Bilingual(en="October", nl="oktober"),
    Bilingual(en="November", nl="november"),
    Bilingual(en="December", nl="december"),
)
