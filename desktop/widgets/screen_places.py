"""Physical pixels, which are recorded; logical ones, in which windows stand; and where the bar is out of the way."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from capture.requests import Region


def physical_place(screen: QScreen) -> Region:
    """A screen in pixels of the whole desktop. Its corner is where Qt says; only its size is scaled."""
    place, ratio = screen.geometry(), screen.devicePixelRatio()
    return Region(place.x(), place.y(), round(place.width() * ratio), round(place.height() * ratio))


def screen_of(place: Region) -> QScreen:
    """The screen with the middle of this place; the main one where none has it."""
    x, y = place.x + place.width // 2, place.y + place.height // 2
    for screen in QGuiApplication.screens():
        there = physical_place(screen)
        if there.x <= x < there.x + there.width and there.y <= y < there.y + there.height:
            return screen
    return QGuiApplication.primaryScreen()


def to_logical(screen: QScreen, place: Region) -> QRectF:
    corner, ratio = screen.geometry().topLeft(), screen.devicePixelRatio()
    left, top = corner.x() + (place.x - corner.x()) / ratio, corner.y() + (place.y - corner.y()) / ratio
    return QRectF(left, top, place.width / ratio, place.height / ratio)


def to_physical(screen: QScreen, point: QPointF) -> tuple[int, int]:
    """The pixel under a point of the desktop."""
    corner, ratio = screen.geometry().topLeft(), screen.devicePixelRatio()
    return (
        corner.x() + round((point.x() - corner.x()) * ratio),
        corner.y() + round((point.y() - corner.y()) * ratio),
    )


def around(screen: QScreen, place: Region) -> QRect:
    """The smallest rectangle of whole logical pixels that holds the place; one more all round where a logical pixel is
    no whole number of physical ones, so that what stands against it is surely outside."""
    exact = to_logical(screen, place)
    spare = 0 if screen.devicePixelRatio().is_integer() else 1
    left, top = math.floor(exact.left()) - spare, math.floor(exact.top()) - spare
    right, bottom = math.ceil(exact.right()) + spare, math.ceil(exact.bottom()) + spare
    return QRect(left, top, right - left, bottom - top)


def beside(taken: QRect, free: QRect, size: QSize, gap: int) -> QPoint | None:
    """Where something of this size stands within `free` and clear of `taken`: below, above, right, left; None where
    there is no room."""
    middle = taken.center()
    x = min(max(middle.x() - size.width() // 2, free.left()), free.right() + 1 - size.width())
    y = min(max(middle.y() - size.height() // 2, free.top()), free.bottom() + 1 - size.height())
    places = (
        QPoint(x, taken.bottom() + 1 + gap),
        QPoint(x, taken.top() - gap - size.height()),
        QPoint(taken.right() + 1 + gap, y),
        QPoint(taken.left() - gap - size.width(), y),
    )
    return next((place for place in places if free.contains(QRect(place, size))), None)


def at_bottom(free: QRect, size: QSize, gap: int) -> QPoint:
    return QPoint(free.center().x() - size.width() // 2, free.bottom() - size.height() - gap)


def another_screen(screen: QScreen, screens: Sequence[QScreen]) -> QScreen | None:
    """One of these that is not this one. Two that show the same (mirrored) count as one."""
    there = screen.geometry()
    return next((one for one in screens if not one.geometry().intersects(there)), None)


def own_titles() -> frozenset[str]:
    """What our own windows are called that stand on the desktop now; Qt writes the program's name behind most."""
    titles = [window.windowTitle() for window in QApplication.topLevelWidgets() if window.isVisible()]
    behind = f" — {QGuiApplication.applicationDisplayName()}"
    return frozenset((*titles, *(title + behind for title in titles)))
