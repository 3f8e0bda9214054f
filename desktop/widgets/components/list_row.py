"""A row one can press: a badge or an icon, a title, one line, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.widgets.components.painting import badge, draw_keys, drawing, keys_width, surface
from desktop.widgets.theme import font_of, step, theme_now
from resources.tokens import number, pixels

_GAP: Final = 3


class ListRow(QPushButton):
    """As wide as there is room; a title that does not fit ends in an ellipsis and stands whole in the tooltip.

    With `badge_kind` (`format.tip` and so on) the icon stands on a soft square and `hint` on a second line; without,
    the row is one control high and `hint` follows the title.
    """

    def __init__(
        self,
        title: str,
        hint: str = "",
        pressed: Callable[[], object] | None = None,
        *,
        icon: str,
        badge_kind: str = "",
        keys: str = "",
        leads: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(title)
        self._hint, self._icon, self._badge, self._keys, self._leads = hint, icon, badge_kind, keys, leads
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(part for part in (hint, keys) if part))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if pressed is not None:
            self.clicked.connect(lambda: pressed())

    def sizeHint(self) -> QSize:
        words = QFontMetrics(font_of("body", "heading")).horizontalAdvance(self.text())
        below = QFontMetrics(font_of("small")).horizontalAdvance(self._hint)
        wide = max(words, below) if self._badge else words + (below + step(1) if self._hint else 0)
        return QSize(wide + self._before() + self._after(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._before() + self._after() + 2 * step(6), self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), theme_now()
        lit = "bg.selected" if self.isDown() else "bg.hover" if self.underMouse() and self.isEnabled() else ""
        surface(painter, self.rect(), theme, fill=lit, radius=number("radius.control"))
        ink = theme.color("text.secondary" if self.isEnabled() else "text.disabled")
        if self._badge:
            side = pixels("component.launcher.badge")
            badge(painter, QRect(step(_GAP), (self.height() - side) // 2, side, side), theme, self._badge, self._icon)
        else:
            side = pixels("control.iconSize.normal")
            drawing(painter, QRect(step(_GAP), 0, side, self.height()), self._icon, ink, side)
        right = self.width() - step(_GAP)
        if self._leads:
            small = pixels("control.iconSize.small")
            drawing(painter, QRect(right - small, 0, small, self.height()), "right", ink, small)
            right -= small + step(2)
        if self._keys:
            draw_keys(painter, right, self.height() // 2, self._keys, theme)
            right -= keys_width(self._keys) + step(2)
        self._draw_words(painter, QRect(self._before(), 0, right - self._before(), self.height()))

    def _draw_words(self, painter: QPainter, place: QRect) -> None:
        theme, middle = theme_now(), Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font_of("body", "heading"))
        painter.setPen(theme.ink("text.primary" if self.isEnabled() else "text.disabled"))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, place.width())
        self.setToolTip("" if title == self.text() else self.text())
        if not self._hint:
            painter.drawText(place, middle, title)
            return
        if self._badge:
            upper = place.adjusted(0, step(2), 0, -place.height() // 2)
            painter.drawText(upper, Qt.AlignmentFlag.AlignBottom, title)
            lower = place.adjusted(0, place.height() // 2, 0, -step(2))
        else:
            painter.drawText(place, middle, title)
            lower = place.adjusted(metrics.horizontalAdvance(title) + step(1), 0, 0, 0)
        painter.setFont(font_of("small"))
        painter.setPen(theme.ink("text.secondary" if self.isEnabled() else "text.disabled"))
        hint = painter.fontMetrics().elidedText(self._hint, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignTop if self._badge else middle, hint)

    def _height(self) -> int:
        return pixels("component.launcher.row" if self._badge else "control.height.normal")

    def _before(self) -> int:
        side = pixels("component.launcher.badge" if self._badge else "control.iconSize.normal")
        return 2 * step(_GAP) + side

    def _after(self) -> int:
        leads = pixels("control.iconSize.small") + step(2) if self._leads else 0
        keys = keys_width(self._keys) + step(2) if self._keys else 0
        return step(_GAP) + leads + keys
