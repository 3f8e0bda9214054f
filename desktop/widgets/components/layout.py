"""How parts stand beside and below each other. Every distance is a step of the spacing scale, never pixels."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

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


def tab_in_reading_order(root: QWidget) -> None:
    """Tab goes through what has the focus as it is read: along the layouts, top to bottom and left to right.

    Qt's own order is that in which widgets were made, which is another one as soon as some are made later.
    """
    order = [part for part in _parts_of(root) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for before, after in pairwise(order):
        QWidget.setTabOrder(before, after)


def _parts_of(root: QWidget) -> Iterator[QWidget]:
    if isinstance(root, QScrollArea):
        if (inner := root.widget()) is not None:
            yield inner
            yield from _parts_of(inner)
    elif (layout := root.layout()) is not None:
        yield from _parts_in(layout)


def _parts_in(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        entry = layout.itemAt(at)
        if entry is None:
            continue
        if (widget := entry.widget()) is not None:
            yield widget
            yield from _parts_of(widget)
        elif (inner := entry.layout()) is not None:
            yield from _parts_in(inner)


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
