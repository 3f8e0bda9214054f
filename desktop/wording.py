"""Moments, durations, counts and sizes as people of this language write and say them.

The words come from the translators that `Speech` installed; a `locale` is the one of `Speech`. What time it is now is
the caller's to say, and `now` carries the zone of the person who reads.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale

_KB: Final = 1000


def day_words(moment: datetime, now: datetime, locale: QLocale) -> str:
    """*today 14:32*, *yesterday 9:05*, *tomorrow 9:00*, else the date: *5 Mar 2026*."""
    here = moment.astimezone(now.tzinfo)
    words = {
        0: QCoreApplication.translate("Wording", "today {time}"),
        1: QCoreApplication.translate("Wording", "yesterday {time}"),
        -1: QCoreApplication.translate("Wording", "tomorrow {time}"),
    }.get((now.date() - here.date()).days)
    if words is None:
        return locale.toString(_day(here.date()), "d MMM yyyy")
    return words.format(time=time_words(here))


def time_words(moment: datetime) -> str:
    """*14:32*, *9:05*: the moment in its own zone."""
    return f"{moment.hour}:{moment.minute:02}"


def date_words(day: date, locale: QLocale) -> str:
    """*5 November 2026*: a day written out."""
    return locale.toString(_day(day), "d MMMM yyyy")


def clock_words(seconds: float) -> str:
    """*1:37*, or *1:02:03* from an hour on: how a duration is shown. What has begun is not rounded up."""
    hours, minutes, rest = _parts(seconds)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration_words(seconds: float) -> str:
    """*1 minute 37 seconds*: how the same duration is said, for screen readers."""
    hours, minutes, rest = _parts(seconds)
    said = []
    if hours:
        said.append(QCoreApplication.translate("Wording", "%n hour", "", hours))
    if minutes:
        said.append(QCoreApplication.translate("Wording", "%n minute", "", minutes))
    if rest or not said:
        said.append(QCoreApplication.translate("Wording", "%n second", "", rest))
    return " ".join(said)


def about_words(seconds: float) -> str:
    """*about 4 minutes*: how long something will take that nobody can say to the second."""
    if seconds < 10:
        return QCoreApplication.translate("Wording", "a few seconds")
    if seconds < 60:
        tens = -(-int(seconds) // 10) * 10
        return QCoreApplication.translate("Wording", "about %n second", "", tens)
    if seconds < 3600:
        return QCoreApplication.translate("Wording", "about %n minute", "", round(seconds / 60))
    return QCoreApplication.translate("Wording", "about %n hour", "", round(seconds / 3600))


def people_words(number: int, *, about: bool = False) -> str:
    """*1 person*, *41 people*; with `about` it says that nobody counted them one by one."""
    if about:
        return QCoreApplication.translate("Wording", "about %Ln person", "", number)
    return QCoreApplication.translate("Wording", "%Ln person", "", number)


def size_words(size: int, locale: QLocale) -> str:
    """*340 kB*, *1.2 MB*: the room a file takes; what is there at all takes at least 1 kB."""
    if size < _KB:
        return f"{min(size, 1)} kB"
    decimals = 0 if size < _KB * _KB else 1
    return locale.formattedDataSize(size, decimals, QLocale.DataSizeFormat.DataSizeSIFormat)


def _parts(seconds: float) -> tuple[int, int, int]:
    whole = max(0, int(seconds))
    return whole // 3600, whole // 60 % 60, whole % 60


def _day(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
