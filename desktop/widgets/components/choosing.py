"""Controls to choose with: check, switch, chip, segmented choice, choice card, closed list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
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

from desktop.widgets.components.flow import Flow
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


class CheckRow(QCheckBox):
    """A check box as wide as its list, with a few words at the right; what is ticked lies on the colour of the chosen.

    Words that do not fit end in an ellipsis and stand whole in the tooltip.
    """

    def __init__(self, text: str, aside: str = "", *, name: str = "") -> None:
        super().__init__(text)
        self._aside = aside
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setAccessibleDescription(aside)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(font_of("body", "heading")).horizontalAdvance(self.text())
        return QSize(self._left() + words + step(4) + self._aside_width() + step(3), pixels("control.height.normal"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left() + step(8) + self._aside_width() + step(3), pixels("control.height.normal"))

    def hitButton(self, position: object) -> bool:
        return True

    def cut_words(self) -> list[str]:
        return [] if self._shown_words() == self.text() or self.toolTip() else [self.text()]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, on, live = QPainter(self), theme_now(), self.isChecked(), self.isEnabled()
        lit = "bg.hover" if self.underMouse() and live else ""
        surface(
            painter, self.rect(), theme, fill="bg.selected" if on and live else lit, radius=number("radius.control")
        )
        side, middle = pixels("control.iconSize.small") + 2, Qt.AlignmentFlag.AlignVCenter
        box = QRect(step(3), (self.height() - side) // 2, side, side)
        fill, edge = ("accent.fill", "accent.edge") if on else ("bg.surface", "line.control")
        if not live:
            fill, edge = "", "line.strong"
        surface(painter, box, theme, fill=fill, edge=edge, radius=number("radius.mark"))
        if on:
            ink = theme.color("text.onAccent" if live else "text.disabled")
            drawing(painter, box, "check", ink, pixels("control.iconSize.small"))
        painter.setFont(self._font())
        painter.setPen(theme.ink("text.primary" if live else "text.disabled"))
        shown = self._shown_words()
        self.setToolTip("" if shown == self.text() else self.text())
        painter.drawText(QRect(self._left(), 0, self._room(), self.height()), middle, shown)
        painter.setFont(font_of("small"))
        painter.setPen(theme.ink("text.secondary" if live else "text.disabled"))
        place = self.rect().adjusted(0, 0, -step(3), 0)
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, self._aside)

    def _font(self) -> QFont:
        return font_of("body", "heading" if self.isChecked() else "body")

    def _shown_words(self) -> str:
        return QFontMetrics(self._font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room())

    def _room(self) -> int:
        return self.width() - self._left() - step(4) - self._aside_width() - step(3)

    def _left(self) -> int:
        return step(3) + pixels("control.iconSize.small") + 2 + step(3)

    def _aside_width(self) -> int:
        return QFontMetrics(font_of("small")).horizontalAdvance(self._aside)


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
    """One of a few short choices; arrow keys move. `chosen` with the value, when a person chose.

    Where they do not fit beside each other they go on below.
    """

    chosen = Signal(object)

    def __init__(
        self, title: str, options: Sequence[tuple[str, object]], value: object = None, *, name: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._values: list[object] = []
        self._group = QButtonGroup(self)
        box = Flow()
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

    def sizeHint(self) -> QSize:
        wished = super().sizeHint()
        return QSize(wished.width() + step(1), wished.height())

    def minimumSizeHint(self) -> QSize:
        """Its longest words, unless somebody named a device with a whole sentence."""
        wished = self.sizeHint()
        return QSize(min(wished.width(), pixels("component.field.choiceMost")), wished.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, size = QPainter(self), pixels("control.iconSize.small")
        arrow = picture("down", theme_now().color("text.secondary"), size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - size - step(3), (self.height() - size) // 2, arrow)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page changes no setting."""
        event.ignore()


class Choice(QFrame):
    """A radio button as a card: icon, title, one line, and the number key that picks it.

    `picked` when it becomes the choice, by whatever means; `pointed` when a person pointed at it, also where it was the
    choice already: then the page may go on.
    """

    picked = Signal()
    pointed = Signal()

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
        # The pointer belongs to the whole card; readers and keys still reach the radio button.
        self.radio.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
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
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pointed.emit()

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
