"""How times, lengths, dates and key combinations are written for a person."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from babel.dates import format_date, format_time
from babel.units import format_unit
from markupsafe import Markup, escape

from core.content import Body, ClipBody, MentorBody, RecommendationBody, SlidesBody, TipBody
from core.language import Bilingual, Language
from hub.pages.language import translations
from web.markdown import to_safe_html

_MODIFIERS: Final = r"Ctrl|Control|Alt|AltGr|Shift|Cmd|Command|Option|Win|Windows|Super|Fn|⌘|⌥|⇧|⌃"
_NAMED: Final = (
    r"Enter|Return|Esc|Escape|Tab|Space|Spatie|Spatiebalk|Del|Delete|Ins|Insert|Home|End|PgUp|PgDn|Backspace|"
    r"Page ?Up|Page ?Down|PrtSc|PrintScreen|Up|Down|Left|Right|F(?:1[0-2]|[1-9])"
)
_COMBINATION: Final = re.compile(
    rf"(?<![\w+])((?:(?:{_MODIFIERS})\s?\+\s?)+(?:(?:{_NAMED})(?!\w)|[A-Za-z0-9](?!\w)|[^\w\s<>&'\"+]|\+))"
    rf"|(?<![\w+])(F(?:1[0-2]|[1-9]))(?!\w)"
)
_PLUS: Final = re.compile(r"(?<=[^+\s])\s?\+\s?(?=\S)")

_TODAY: Final = Bilingual(en="today at {time}", nl="vandaag om {time}")
_YESTERDAY: Final = Bilingual(en="yesterday at {time}", nl="gisteren om {time}")
_WORDS_PER_MINUTE: Final = 150


def with_keys(text: str) -> Markup:
    """The text, escaped, with key combinations such as Ctrl+Shift+V as one <kbd> per key."""
    written = Markup()
    end = 0
    for found in _COMBINATION.finditer(text):
        keys = (Markup("<kbd>{}</kbd>").format(key) for key in _PLUS.split(found.group(0)))
        drawn = Markup('<span class="plus">+</span>').join(keys)
        written += escape(text[end : found.start()]) + Markup('<span class="keys">{}</span>').format(drawn)
        end = found.end()
    return written + escape(text[end:])


def as_sentence(text: str) -> str:
    """The maker's words with a full stop, so that another sentence can follow."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def markdown(text: str) -> Markup:
    """The maker's Markdown as safe HTML: `web.markdown` lets nothing through that acts."""
    return Markup(to_safe_html(text))  # noqa: S704


def clip_time(milliseconds: int) -> str:
    """`1:37`, and `1:02:05` from an hour on; part of a second counts as one."""
    seconds = max(1, round(milliseconds / 1000)) if milliseconds else 0
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def length_of(body: Body, language: Language) -> str:
    """How much there is to read, watch or attend: `1:37`, `5 slides`, `15 minutes`; empty where it is not known."""
    match body:
        case ClipBody(duration_ms=duration):
            return clip_time(duration) if duration else ""
        case SlidesBody(slides=slides):
            counted = translations(language).ngettext("%(num)s slide", "%(num)s slides", len(slides))
            return counted % {"num": len(slides)}
        case TipBody(situation=situation, action=action, gain=gain):
            words = len(f"{situation} {action} {gain}".split())
            return _minutes(max(1, round(words / _WORDS_PER_MINUTE)), language)
        case RecommendationBody(minutes=minutes) | MentorBody(minutes=minutes):
            return _minutes(minutes, language) if minutes else ""


def day(moment: date | datetime, language: Language) -> str:
    """`23 nov 2026`: the day, month and year."""
    return format_date(moment, "d MMM y", locale=_locale(language))


def moment(at: datetime, language: Language, now: datetime | None = None) -> str:
    """`today at 14:32`, `yesterday at 9:05`, else the day. Hours are the server's own time zone."""
    here = _local(at)
    days = ((_local(now) if now else datetime.now(UTC).astimezone()).date() - here.date()).days
    clock = format_time(here, "H:mm", locale=_locale(language))
    if days in (0, 1):
        return (_TODAY if days == 0 else _YESTERDAY).format(time=clock).in_(language)
    return day(here, language)


def _local(at: datetime) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone()


def _minutes(n: int, language: Language) -> str:
    return format_unit(n, "duration-minute", length="long", locale=_locale(language))


def _locale(language: Language) -> str:
    """English as it is written in Europe: the day before the month, hours to 24."""
    return "nl" if language == "nl" else "en_GB"
