"""How parts stand beside and below each other. Every distance is a step of the spacing scale, never pixels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.theme import step

Part = QWidget | QLayout | int | None
Margin = int | tuple[int, int, int, int]


def column(*parts: Part, margin: Margin = 0, gap: int = 2) -> QVBoxLayout:
    """Top to bottom. `margin` (one for all, or left, top, right, bottom), `gap` and a number among the parts are
    steps of the spacing scale; None is all the room there is."""
    box = QVBoxLayout()
    _fill(box, parts, margin, gap)
    return box


def row(*parts: Part, margin: Margin = 0, gap: int = 2) -> QHBoxLayout:
    """Left to right, as `column`."""
    box = QHBoxLayout()
    _fill(box, parts, margin, gap)
    return box


def frame(kind: str, layout: QLayout) -> QFrame:
    """A surface: card, quiet, best, raised, side, sidebar, footer, player."""
    drawn = QFrame()
    drawn.setProperty("kind", kind)
    drawn.setLayout(layout)
    return drawn


def line() -> QFrame:
    drawn = QFrame()
    drawn.setProperty("kind", "line")
    return drawn


def held(layout: QLayout) -> QWidget:
    """A layout as one widget, to show and hide or to place."""
    holder = QWidget()
    holder.setLayout(layout)
    return holder


def scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def empty(layout: QLayout) -> None:
    """Take everything out of a layout, for good."""
    while (entry := layout.takeAt(0)) is not None:
        if (widget := entry.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := entry.layout()) is not None:
            empty(inner)


def _fill(box: QVBoxLayout | QHBoxLayout, parts: tuple[Part, ...], margin: Margin, gap: int) -> None:
    sides = (margin,) * 4 if isinstance(margin, int) else margin
    box.setContentsMargins(*(step(side) for side in sides))
    box.setSpacing(step(gap))
    for part in parts:
        match part:
            case None:
                box.addStretch(1)
            case int():
                box.addSpacing(step(part))
            case QWidget():
                box.addWidget(part)
            case QLayout():
                box.addLayout(part)
