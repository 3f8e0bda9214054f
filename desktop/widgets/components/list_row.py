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
    the row is one control high and `hint` stands before the title. `plain` writes the title as body text.
    With `wraps` (and a badge) the hint takes the lines it needs, and is read as well where the row cannot be pressed.
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
        plain: bool = False,
        wraps: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(title)
        self._wraps = wraps and bool(badge_kind)
        self._hint, self._icon, self._badge, self._keys, self._leads = hint, icon, badge_kind, keys, leads
        self._title_font = ("body", "") if plain or not badge_kind else ("body", "heading")
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.show_keys(keys)
        self.setAutoDefault(False)
        high = QSizePolicy.Policy.Minimum if self._wraps else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, high)
        policy.setHeightForWidth(self._wraps)
        self.setSizePolicy(policy)
        if pressed is not None:
            self.clicked.connect(lambda: pressed())

    def show_keys(self, keys: str) -> None:
        """Another combination that does the same, or none."""
        self._keys = keys
        self.setAccessibleDescription(" ".join(part for part in (self._hint, keys) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(font_of(*self._title_font)).horizontalAdvance(self.text())
        if self._wraps:
            wide = words
        elif self._badge:
            wide = max(words, QFontMetrics(font_of("small")).horizontalAdvance(self._hint))
        else:
            lead = f"{self._hint}: " if self._hint else ""
            wide = words + QFontMetrics(font_of("body", "heading")).horizontalAdvance(lead)
        return QSize(wide + self._before() + self._after(), self._height())

    def heightForWidth(self, width: int) -> int:
        if not self._wraps:
            return self._height()
        title = QFontMetrics(font_of(*self._title_font)).height()
        return max(self._height(), title + self._hint_height(width - self._before() - self._after()) + 2 * step(_GAP))

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
        if self._wraps:
            self._draw_wrapped(painter, place)
            return
        if self._badge:
            upper = place.adjusted(0, step(2), 0, -(place.height() // 2))
            lower = place.adjusted(0, place.height() // 2, 0, -step(2))
            self._draw_title(painter, upper if self._hint else place, Qt.AlignmentFlag.AlignBottom)
            painter.setFont(font_of("small"))
            self._draw_hint(painter, lower, Qt.AlignmentFlag.AlignTop)
            return
        if self._hint:
            painter.setFont(font_of("body", "heading"))
            lead = f"{self._hint}: "
            self._draw_line(painter, place, lead, "text.primary", Qt.AlignmentFlag.AlignVCenter)
            place = place.adjusted(painter.fontMetrics().horizontalAdvance(lead), 0, 0, 0)
        self._draw_title(painter, place, Qt.AlignmentFlag.AlignVCenter)

    def _draw_title(self, painter: QPainter, place: QRect, align: Qt.AlignmentFlag) -> None:
        painter.setFont(font_of(*self._title_font))
        drawn = self._draw_line(painter, place, self.text(), "text.primary", align)
        self.setToolTip("" if drawn == self.text() else self.text())

    def _draw_hint(self, painter: QPainter, place: QRect, align: Qt.AlignmentFlag) -> None:
        self._draw_line(painter, place, self._hint, "text.secondary", align)

    def _draw_line(self, painter: QPainter, place: QRect, words: str, ink: str, align: Qt.AlignmentFlag) -> str:
        off = "text.secondary" if self._wraps else "text.disabled"
        painter.setPen(theme_now().ink(ink if self.isEnabled() else off))
        drawn = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, align | Qt.AlignmentFlag.AlignLeft, drawn)
        return drawn

    def _draw_wrapped(self, painter: QPainter, place: QRect) -> None:
        """Title and hint in the middle of the row, whole."""
        theme, title = theme_now(), font_of(*self._title_font)
        high, below = QFontMetrics(title).height(), self._hint_height(place.width())
        upper = QRect(place.left(), (self.height() - high - below) // 2, place.width(), high)
        self._draw_title(painter, upper, Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font_of("small"))
        painter.setPen(theme.ink("text.secondary"))
        painter.drawText(upper.translated(0, high).adjusted(0, 0, 0, below), Qt.TextFlag.TextWordWrap, self._hint)

    def _hint_height(self, width: int) -> int:
        room = QRect(0, 0, width, pixels("layout.sidebar"))
        return QFontMetrics(font_of("small")).boundingRect(room, Qt.TextFlag.TextWordWrap, self._hint).height()

    def _height(self) -> int:
        return pixels("component.launcher.row" if self._badge else "control.height.normal")

    def _before(self) -> int:
        side = pixels("component.launcher.badge" if self._badge else "control.iconSize.normal")
        return 2 * step(_GAP) + side

    def _after(self) -> int:
        leads = pixels("control.iconSize.small") + step(2) if self._leads else 0
        keys = keys_width(self._keys) + step(2) if self._keys else 0
        return step(_GAP) + leads + keys
