"""Controls to choose with: check, switch, chip, segmented choice, choice card, closed list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from desktop.widgets.components.focus_ring import RING_AROUND_PARENT
from desktop.widgets.components.layout import column, row
from desktop.widgets.components.painting import draw_keys, drawing, keys_width, surface
from desktop.widgets.components.text import Icon, label
from desktop.widgets.theme import font_of, picture, step, theme_now
from resources.tokens import number, pixels


class Check(QCheckBox):
    """A check box whose tick is drawn in the theme's ink; named for readers by its words."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            ink = theme_now().color("text.onAccent" if self.isEnabled() else "text.disabled")
            tick = picture("check", ink, box.width(), self.devicePixelRatioF())
            QPainter(self).drawPixmap(box.topLeft(), tick)


class Switch(QCheckBox):
    """On or off at once. The place of the knob tells it without colour; `name` is what it switches."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("pill", True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(pixels("component.switch.width"), pixels("component.switch.height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, on = QPainter(self), theme_now(), self.isChecked()
        fill, edge = ("accent.fill", "accent.edge") if on else ("bg.surface", "line.control")
        if not self.isEnabled():
            fill, edge = "", "line.strong"
        surface(painter, self.rect(), theme, fill=fill, edge=edge, radius=number("radius.pill"))
        side = self.height() - 2 * step(1) - 2
        left = self.width() - side - step(1) - 1 if on else step(1) + 1
        knob = "text.onAccent" if on else "line.control"
        place = QRect(left, (self.height() - side) // 2, side, side)
        surface(painter, place, theme, fill=knob if self.isEnabled() else "line.strong", radius=number("radius.pill"))


def _pill_size(words: str, count: str, icon: str) -> QSize:
    width = QFontMetrics(font_of("small", "label")).horizontalAdvance(f"{words}{count}") + 2 * step(3)
    if count:
        width += step(2)
    if icon:
        width += pixels("control.iconSize.small") + step(1)
    return QSize(width, pixels("control.height.compact"))


def _draw_pill(button: QAbstractButton, words: str, count: str, icon: str) -> None:
    painter, theme, on = QPainter(button), theme_now(), button.isChecked()
    hovered = button.underMouse() and button.isEnabled()
    fill = "bg.selected" if on else "bg.hover" if hovered else "bg.surface"
    edge = "accent.edge" if on else "line.control"
    ink = "text.primary"
    if not button.isEnabled():
        fill, edge, ink = "", "line.strong", "text.disabled"
    surface(painter, button.rect(), theme, fill=fill, edge=edge, radius=number("radius.pill"))
    painter.setFont(font_of("small", "label" if on else "small"))
    painter.setPen(theme.ink(ink))
    left = (button.width() - _pill_size(words, count, icon).width()) // 2 + step(3)
    if icon:
        side = pixels("control.iconSize.small")
        drawing(painter, QRect(left, 0, side, button.height()), icon, theme.color(ink), side)
        left += side + step(1)
    place = QRect(left, 0, button.width() - left, button.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
    if count:
        painter.setPen(theme.ink("text.secondary" if button.isEnabled() else "text.disabled"))
        place.setLeft(left + painter.fontMetrics().horizontalAdvance(words) + step(2))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, count)


class Chip(QPushButton):
    """A filter or a short choice that is on or off. `count` stands behind its words."""

    def __init__(self, text: str, *, icon: str = "", name: str = "") -> None:
        super().__init__(text)
        self._icon, self._count = icon, ""
        self.setCheckable(True)
        self.setProperty("pill", True)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def tell_count(self, count: int) -> None:
        self._count = str(count)
        self.setAccessibleName(f"{self.text()} ({count})")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return _pill_size(self.text(), self._count, self._icon)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        _draw_pill(self, self.text(), self._count, self._icon)


class _Segment(QRadioButton):
    def __init__(self, text: str, icon: str, name: str) -> None:
        super().__init__(text)
        self._icon = icon
        self.setProperty("pill", True)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return _pill_size(self.text(), "", self._icon)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        _draw_pill(self, self.text(), "", self._icon)


class Segmented(QWidget):
    """One of a few short choices; arrow keys move. `chosen` with the value, when a person chose."""

    chosen = Signal(object)

    def __init__(
        self, title: str, options: Sequence[tuple[str, object]], value: object = None, *, name: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._values: list[object] = []
        self._group = QButtonGroup(self)
        box = row()
        for words, of in options:
            segment = _Segment(words, "", f"{name}-{of}" if name else "")
            segment.setAccessibleDescription(title)
            self._group.addButton(segment, len(self._values))
            self._values.append(of)
            box.addWidget(segment)
        self.setLayout(box)
        self.choose(value)
        self._group.idToggled.connect(self._on_toggled)

    @property
    def value(self) -> object:
        """What is chosen; None where nothing is."""
        at = self._group.checkedId()
        return None if at < 0 else self._values[at]

    def choose(self, value: object) -> None:
        """Show this choice without telling it."""
        if value in self._values:
            blocked = self._group.blockSignals(True)
            self._group.button(self._values.index(value)).setChecked(True)
            self._group.blockSignals(blocked)

    def _on_toggled(self, at: int, on: bool) -> None:
        if on:
            self.chosen.emit(self._values[at])


class ChoiceBox(QComboBox):
    """A closed list; its arrow is drawn in the theme's ink."""

    def __init__(self, title: str, *, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, size = QPainter(self), pixels("control.iconSize.small")
        arrow = picture("down", theme_now().color("text.secondary"), size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - size - step(3), (self.height() - size) // 2, arrow)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page changes no setting."""
        event.ignore()


class Choice(QFrame):
    """A radio button as a card: icon, title, one line, and the number key that picks it."""

    picked = Signal()

    def __init__(self, title: str, hint: str, key: str, icon: str = "", name: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "choice")
        self.radio = QRadioButton()
        self.radio.setObjectName(name)
        self.radio.setAccessibleName(title)
        self.radio.setAccessibleDescription(hint)
        self.radio.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.radio.setProperty(RING_AROUND_PARENT, True)
        # Each card has its own parent: the group that ties them is made by whoever shows them.
        self.radio.setAutoExclusive(False)
        self.radio.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = column(label(title, "strong", wrap=True), gap=0)
        if hint:
            words.addWidget(label(hint, "secondary"))
        shown = row(self.radio, *([Icon(icon, "accent.text")] if icon else []), words, margin=(4, 3, 4, 3), gap=3)
        shown.setStretch(shown.count() - 1, 1)
        if key:
            shown.addWidget(KeyCaps(key))
        self.setLayout(shown)
        self.radio.toggled.connect(self._on_toggled)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        self.radio.setChecked(True)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.radio.setFocus()
        super().focusInEvent(event)

    def _on_toggled(self, on: bool) -> None:
        self.setProperty("on", on)
        self.style().polish(self)
        if on:
            self.picked.emit()


class KeyCaps(QWidget):
    """A combination such as `Ctrl+Alt+R` as keys, to read beside what it does."""

    def __init__(self, keys: str, kind: str = "paper") -> None:
        super().__init__()
        self._keys, self._kind = keys, kind
        self.setFixedSize(keys_width(keys) + 1, pixels("component.count.size") + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_keys(QPainter(self), self.width(), self.height() // 2, self._keys, theme_now(), self._kind)
