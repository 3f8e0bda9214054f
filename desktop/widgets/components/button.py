"""Buttons of every kind, drawn from one table of looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.widgets.components.painting import draw_keys, drawing, keys_width, surface
from desktop.widgets.theme import font_of, step, theme_now
from resources.tokens import number, pixels

Kind = Literal["primary", "", "flat", "danger", "link", "nav", "bar", "barChosen", "stop"]
Size = Literal["compact", "normal", "large"]


@dataclass(frozen=True, slots=True)
class _Look:
    """Names of colours; empty draws nothing."""

    ink: str
    fill: str = ""
    hover: str = "bg.hover"
    pressed: str = "bg.selected"
    edge: str = ""
    keys: str = "paper"


_LOOKS: Final[dict[str, _Look]] = {
    "primary": _Look(
        "text.onAccent", "accent.fill", "accent.fillHover", "accent.fillPressed", "accent.edge", keys="accent"
    ),
    "": _Look("text.primary", "bg.surface", edge="line.control"),
    "flat": _Look("text.primary"),
    "danger": _Look("danger.text"),
    "link": _Look("accent.text"),
    "nav": _Look("text.secondary"),
    "bar": _Look("overlay.barText", "", "overlay.selected", "overlay.selected", keys="overlay"),
    "barChosen": _Look(
        "overlay.barText", "overlay.selected", "overlay.selected", "overlay.bar", "overlay.selectedLine", "overlay"
    ),
    "stop": _Look("overlay.stopText", "overlay.stop", "overlay.stop", "overlay.selected", "overlay.stop", "overlay"),
}
_ON: Final = _Look("text.primary", "bg.selected", "bg.selected", "bg.selected")
_HERO: Final = 2 * step(1)


class Button(QPushButton):
    """A button that is as wide as its words, never narrower. Named for readers by its words.

    `keys` shows the combination that does the same (it does not bind it), `hint` is a second, smaller line, `size`
    is one of the three heights of controls, `onward` puts the icon after the words. `dress` and `say` change kind and
    words later; `busy` holds it while what it began goes on.
    """

    def __init__(
        self,
        text: str,
        pressed: Callable[[], object] | None = None,
        *,
        kind: Kind = "",
        icon: str = "",
        size: Size = "normal",
        keys: str = "",
        hint: str = "",
        onward: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(text)
        self._onward = onward
        self._kind, self._icon, self._size, self._keys, self._hint = kind, icon, size, keys, hint
        self._count, self._words_before, self._worded = 0, "", True
        self.setProperty("kind", kind)
        self.setObjectName(name)
        self._tell_readers()
        self.setAutoDefault(False)
        wide = QSizePolicy.Policy.Expanding if kind == "nav" or hint else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        if pressed is not None:
            self.clicked.connect(lambda: pressed())

    def say(self, text: str, icon: str = "") -> None:
        """Other words (and another icon) on the same button."""
        self._icon = icon or self._icon
        self.setText(text)
        self._tell_readers()
        self.updateGeometry()

    def hint_at(self, hint: str) -> None:
        """Another second line."""
        self._hint = hint
        self._tell_readers()
        self.update()

    def show_keys(self, keys: str) -> None:
        """Another combination that does the same, or none."""
        self._keys = keys
        self._tell_readers()
        self.updateGeometry()
        self.update()

    def dress(self, kind: Kind) -> None:
        """The same button, of another kind."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.update()

    def show_words(self, shown: bool) -> None:
        """With its words, or with the icon alone and the words as its tooltip."""
        self._worded = shown
        self.setToolTip("" if shown else self._words())
        self.updateGeometry()
        self.update()

    def tell_count(self, count: int) -> None:
        """How many wait behind it; 0 shows nothing."""
        self._count = count
        self._tell_readers()
        self.updateGeometry()
        self.update()

    def busy(self, words: str) -> None:
        """Say what is going on and take no presses; empty words end it."""
        if words and not self._words_before:
            self._words_before = self.text()
        self.setEnabled(not words)
        self.say(words or self._words_before or self.text())
        if not words:
            self._words_before = ""

    def sizeHint(self) -> QSize:
        if not self._worded:
            side = pixels(f"control.height.{self._size}")
            return QSize(side, side)
        # A page of the sidebar is written heavier while it is open; its room is the same.
        metrics = QFontMetrics(font_of("body", "heading") if self._kind == "nav" else self._font())
        width = 2 * self._padding() + metrics.horizontalAdvance(self._words())
        if self._hint:
            below = QFontMetrics(font_of("small")).horizontalAdvance(self._hint)
            width = max(width, 2 * self._padding() + below)
        width += self._icon_room()
        if self._keys:
            width += keys_width(self._keys) + step(3)
        if self._count:
            width += pixels("component.count.size") + step(2)
        height = pixels(f"control.height.{self._size}")
        return QSize(max(width, height) if not self.text() else width, height + (_HERO if self._hint else 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, look = QPainter(self), theme_now(), self._look()
        fill = look.pressed if self.isDown() else look.hover if self.underMouse() and self.isEnabled() else look.fill
        edge = look.edge
        if not self.isEnabled():
            fill, edge = "", "line.strong" if edge else ""
        surface(painter, self.rect(), theme, fill=fill, edge=edge, radius=number("radius.control"))
        if self._kind == "nav" and self.isChecked():
            mark = QRect(0, step(2), step(1) - 1, self.height() - 2 * step(2))
            surface(painter, mark, theme, fill="accent.edge", radius=number("radius.mark"))
        ink = theme.ink(look.ink if self.isEnabled() else "text.disabled")
        left = self._content_left()
        if self._icon:
            side = self._icon_size()
            after = self.width() - left - side if self._onward else left
            place = QRect(after, 0, side, self.height())
            drawing(painter, place, self._icon, ink.name(), side)
            left += 0 if self._onward else self._icon_room()
        painter.setPen(ink)
        if self._worded:
            self._draw_words(painter, left)
        if self._keys and self._worded:
            draw_keys(painter, self.width() - step(3), self.height() // 2, self._keys, theme, look.keys)
        if self._count:
            self._draw_count(painter)

    def _draw_words(self, painter: QPainter, left: int) -> None:
        room = QRect(left, 0, self.width() - left - step(1), self.height())
        painter.setFont(self._font())
        if not self._hint:
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words())
            return
        line = painter.fontMetrics().height()
        top = (self.height() - 2 * line) // 2
        painter.drawText(left, top + painter.fontMetrics().ascent(), self._words())
        painter.setFont(font_of("caption"))
        painter.drawText(left, top + line + painter.fontMetrics().ascent() + step(1) // 2, self._hint)

    def _draw_count(self, painter: QPainter) -> None:
        side, theme = pixels("component.count.size"), theme_now()
        painter.setFont(font_of("caption"))
        words = str(self._count)
        width = max(side, painter.fontMetrics().horizontalAdvance(words) + step(2))
        top = (self.height() - side) // 2 if self._worded else 0
        box = QRect(self.width() - width - (step(2) if self._worded else 0), top, width, side)
        surface(painter, box, theme, fill="accent.fill", radius=number("radius.pill"))
        painter.setPen(theme.ink("text.onAccent"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _look(self) -> _Look:
        if self.isChecked():
            return replace(_ON, edge="accent.edge" if self._kind != "nav" else "")
        return _LOOKS[self._kind]

    def _words(self) -> str:
        return self.text().replace("&", "")

    def _font(self) -> QFont:
        if self._kind == "nav":
            return font_of("body", "heading") if self.isChecked() else font_of("body")
        return font_of("heading", "label") if self._size == "large" else font_of("label")

    def _padding(self) -> int:
        small = {"compact": step(2) + step(1) // 2, "normal": step(3), "large": step(4)}[self._size]
        return small + step(1) // 2 if self._look().edge else small

    def _icon_size(self) -> int:
        return pixels("control.iconSize.small" if self._size == "compact" else "control.iconSize.normal")

    def _icon_room(self) -> int:
        if not self._icon:
            return 0
        return self._icon_size() + (step(2) if self.text() else 0)

    def _content_left(self) -> int:
        if not self._worded:
            return (self.width() - self._icon_size()) // 2
        if self._kind == "nav" or self._hint or self._keys:
            return self._padding()
        content = self._icon_room() + QFontMetrics(self._font()).horizontalAdvance(self._words())
        return max(self._padding() if self.text() else 0, (self.width() - content) // 2)

    def _tell_readers(self) -> None:
        words = self._words()
        self.setAccessibleName(f"{words} ({self._count})" if self._count else words)
        self.setAccessibleDescription(" ".join(part for part in (self._hint, self._keys) if part))


class IconButton(Button):
    """A square with a drawing only, for what everybody knows (undo, close, settings): a tooltip and a name say it."""

    def __init__(
        self,
        icon: str,
        tip: str,
        pressed: Callable[[], object] | None = None,
        *,
        kind: Kind = "flat",
        size: Size = "normal",
        keys: str = "",
        name: str = "",
    ) -> None:
        self._tip, self._tip_keys = tip, keys
        super().__init__("", pressed, kind=kind, icon=icon, size=size, name=name)

    def become(self, icon: str, tip: str) -> None:
        """Another drawing and what it means now."""
        self._icon, self._tip = icon, tip
        self._tell_readers()
        self.update()

    def _tell_readers(self) -> None:
        self.setAccessibleName(self._tip)
        self.setToolTip(f"{self._tip} ({self._tip_keys})" if self._tip_keys else self._tip)


def stretched(button: Button) -> Button:
    """The same button, as wide as there is room."""
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button
