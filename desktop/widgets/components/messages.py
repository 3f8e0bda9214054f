"""What the app tells: banner, tag, toast, progress, steps, findings, empty state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.components.button import Button
from desktop.widgets.components.layout import Part, column, empty, line, row
from desktop.widgets.components.painting import drawing, surface
from desktop.widgets.components.text import Icon, label
from desktop.widgets.theme import font_of, step, theme_now
from resources.tokens import number, pixels

Meaning = Literal["info", "warn", "danger", "ok", "neutral"]
MEANING_ICONS: Final[dict[Meaning, str]] = {
    "info": "info",
    "warn": "warn",
    "danger": "warn",
    "ok": "check-circle",
    "neutral": "info",
}
MEANING_INK: Final[dict[Meaning, str]] = {
    "info": "info.text",
    "warn": "warn.text",
    "danger": "danger.text",
    "ok": "ok.text",
    "neutral": "text.secondary",
}


class Banner(QFrame):
    """What happened, what is safe, what to press. It stays until its cause is gone."""

    def __init__(
        self, meaning: Meaning, title: str, hint: str = "", *buttons: QPushButton, name: str = "", icon: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("banner", meaning)
        self.setObjectName(name)
        self.setAccessibleName(f"{title} {hint}".strip())
        words = column(label(title, "strong", wrap=True), gap=0)
        if hint:
            words.addWidget(label(hint, "secondary"))
        sign = Icon(icon or MEANING_ICONS[meaning], MEANING_INK[meaning])
        shown = row(sign, words, margin=3, gap=3)
        shown.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        shown.setStretch(1, 1)
        for button in buttons:
            shown.addWidget(button)
            shown.setAlignment(button, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(shown)


class Tag(QWidget):
    """A state or a format: a word with its icon, on the soft colour of its meaning."""

    def __init__(self, text: str, kind: str, icon: str, name: str = "") -> None:
        """`kind` is a meaning, or `format.tip` and so on."""
        super().__init__()
        self._text, self._kind, self._icon = text, kind, icon
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(tag_width(self._text), pixels("component.tag.height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_tag(QPainter(self), self.rect(), self._text, self._kind, self._icon)


def tag_width(text: str) -> int:
    """How wide a tag with this word is, in logical pixels."""
    words = QFontMetrics(font_of("caption")).horizontalAdvance(text) if text else -step(1)
    return words + 2 * step(2) + pixels("component.tag.icon") + step(1)


def draw_tag(painter: QPainter, place: QRect, text: str, kind: str, icon: str) -> None:
    theme, neutral = theme_now(), kind == "neutral"
    ink = theme.ink("text.secondary" if neutral else f"{kind}.text")
    fill = "bg.sunken" if neutral else f"{kind}.soft"
    surface(painter, place, theme, fill=fill, radius=number("component.tag.radius"))
    side = pixels("component.tag.icon")
    drawing(painter, QRect(place.left() + step(2), place.top(), side, place.height()), icon, ink.name(), side)
    painter.setFont(font_of("caption"))
    painter.setPen(ink)
    painter.drawText(place.adjusted(step(3) + side, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


class Progress(QWidget):
    """A bar with a number in words beside it. `part` runs from 0 to 1; None is going on for who knows how long."""

    def __init__(self, title: str, *, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._title = title
        self._bar = _Bar()
        self._words = label("", "small", name=name, wrap=False)
        self.setLayout(row(self._bar, self._words, gap=3))

    def tell(self, part: float | None, words: str, *, paused: bool = False, done: bool = False) -> None:
        self._bar.show_part(part, paused=paused, done=done)
        self._words.setText(words)
        self.setAccessibleName(f"{self._title}: {words}")


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._part: float | None = 0.0
        self._ink = "accent.edge"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(pixels("component.progress.height"))

    def show_part(self, part: float | None, *, paused: bool, done: bool) -> None:
        self._part = None if part is None else min(1.0, max(0.0, part))
        self._ink = "line.control" if paused else "ok.solid" if done else "accent.edge"
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, pill = QPainter(self), theme_now(), number("radius.pill")
        if self._part is None:
            side = self.height()
            for at in range(3):
                surface(painter, QRect(at * 2 * side, 0, side, side), theme, fill="accent.edge", radius=pill)
            return
        surface(painter, self.rect(), theme, fill="line.subtle", radius=pill)
        width = round(self.width() * self._part)
        if width:
            surface(painter, QRect(0, 0, max(width, self.height()), self.height()), theme, fill=self._ink, radius=pill)


class StepBar(QWidget):
    """How far in a row of questions, as bars and in words."""

    def __init__(self, number_: int, of: int, words: str) -> None:
        super().__init__()
        self._number, self._of = number_, of
        self._words = label(words, "small", wrap=False)
        self.setAccessibleName(words)
        bars = of * (pixels("component.step.width") + step(1) + 2)
        self.setLayout(row(bars_spacer(bars), self._words, None, gap=1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), theme_now()
        width, height = pixels("component.step.width"), pixels("component.step.height")
        for at in range(self._of):
            place = QRect(at * (width + step(1) + 2), (self.height() - height) // 2, width, height)
            fill = "accent.edge" if at < self._number else "line.strong"
            surface(painter, place, theme, fill=fill, radius=number("radius.mark"))


def bars_spacer(width: int) -> QWidget:
    """Room for what the parent paints itself."""
    room = QWidget()
    room.setFixedWidth(width)
    return room


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A fact in a few words, why it matters, and at most one button."""

    meaning: Meaning
    fact: str
    reason: str = ""
    fix: str = ""
    button: str = ""
    pressed: Callable[[], None] | None = None


class FindingsList(QWidget):
    """What to look at again, one below the other with a line between."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(step(3))

    def show_lines(self, lines: Sequence[FindingLine]) -> None:
        empty(self._box)
        for at, finding in enumerate(lines):
            if at:
                self._box.addWidget(line())
            self._box.addWidget(_FindingRow(finding))


class _FindingRow(QWidget):
    def __init__(self, finding: FindingLine) -> None:
        super().__init__()
        words = column(label(finding.fact, "strong", wrap=True), gap=1)
        for text in (finding.reason, finding.fix):
            if text:
                words.addWidget(label(text, "secondary"))
        if finding.pressed is not None:
            words.addLayout(row(Button(finding.button, finding.pressed, size="compact"), None))
        sign = Icon(MEANING_ICONS[finding.meaning], MEANING_INK[finding.meaning])
        shown = row(sign, words, gap=3)
        shown.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        shown.setStretch(1, 1)
        self.setLayout(shown)
        self.setAccessibleName(" ".join(part for part in (finding.fact, finding.reason, finding.fix) if part))


class EmptyState(QWidget):
    """A question one wants to answer, and the way to answer it."""

    def __init__(self, title: str, text: str, *actions: Part, icon: str = "mark-color") -> None:
        super().__init__()
        drawn = Icon(icon, "text.tertiary", pixels("component.emptyState.mark"))
        head, below = label(title, "title"), label(text, "secondary")
        for words in (head, below):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        wide = pixels("component.emptyState.text")
        below.setFixedWidth(wide)
        below.setMinimumHeight(below.heightForWidth(wide))
        parts: list[Part] = [None, drawn, 3, head, below]
        if actions:
            parts += [3, row(None, *actions, None)]
        box = column(*parts, None, gap=2)
        for centred in (drawn, below):
            box.setAlignment(centred, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(box)


def spoken(*labels: QLabel) -> str:
    """The texts of labels as one sentence after another, for readers."""
    return ". ".join(text for part in labels if (text := part.text().strip().rstrip(".")))
