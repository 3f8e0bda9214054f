"""Looks at a window the way a screen reader does: through its accessible objects, those of hidden pages too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (  # noqa: TID251 - looks at widgets
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QTextEdit,
    QWidget,
)

_FIELDS: Final = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
_CONTROLS: Final = (QAbstractButton, QAbstractItemView, *_FIELDS)
_MEAN_NOTHING: Final = frozenset(
    {
        QAccessible.Role.NoRole,
        QAccessible.Role.Client,
        QAccessible.Role.LayeredPane,
        QAccessible.Role.Pane,
        QAccessible.Role.Whitespace,
        QAccessible.Role.Separator,
        QAccessible.Role.Graphic,
    }
)
"""What a reader says nothing useful about: the focus must not rest on one of these. A named frame is a group."""
_MOST_ROWS: Final = 50


def unnamed(window: QWidget) -> list[str]:
    """One line for each thing in this window that a reader could not tell a person about."""
    parts = [part for part in (window, *window.findChildren(QWidget)) if not _belongs_to_qt(part)]
    found = []
    for part in parts:
        found += [f"{_called(part)}: {trouble}" for trouble in _troubles(part)]
    return found + [f"{_called(part)}: {trouble}" for part in parts for trouble in _twins(part)]


def _called(part: QWidget) -> str:
    return f"{type(part).__name__} {part.objectName()}".strip()


def _belongs_to_qt(part: QWidget) -> bool:
    """Part of a control that is named as a whole: the list of a choice box, the button inside a field, scroll bars."""
    if part.objectName().startswith("qt_") or "Popup" in type(part).__name__ or isinstance(part, QMenu):
        return True
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QLineEdit | QAbstractSpinBox) or "ComboBox" in type(above).__name__:
            return True
        if isinstance(above, QAbstractScrollArea) and part.parentWidget() is above and part is not above.viewport():
            return True
        above = above.parentWidget()
    return False


def _troubles(part: QWidget) -> Iterator[str]:
    told = QAccessible.queryAccessibleInterface(part)
    name = _name(told)
    if part.isWindow() and not (name or part.windowTitle()):
        yield "a window without a name"
    elif _takes_focus(part):
        if not name:
            yield "no name"
        if told.role() in _MEAN_NOTHING:
            yield f"takes the focus and is a {told.role().name}"
    if isinstance(part, QLabel) and not part.pixmap().isNull() and not name and not _stands_beside_words(part):
        yield "a picture without a name, and no word beside it"
    if isinstance(part, _FIELDS) and (label := _untied_label(part, name)) is not None:
        yield f"the label {label.text()!r} beside it is not tied to it"
    if isinstance(part, QAbstractButton) and _is_a_drawing(part) and not part.toolTip():
        yield "a drawing only, and no tooltip"
    if isinstance(part, QAbstractItemView):
        yield from _nameless_rows(part)


def _name(told: QAccessibleInterface) -> str:
    return told.text(QAccessible.Text.Name).strip()


def _takes_focus(part: QWidget) -> bool:
    if part.isWindow():
        return False
    is_a_frame = isinstance(part, QAbstractScrollArea) and not isinstance(part, _CONTROLS)
    return isinstance(part, _CONTROLS) or (part.focusPolicy() is not Qt.FocusPolicy.NoFocus and not is_a_frame)


def _is_a_drawing(part: QAbstractButton) -> bool:
    return not part.text() and not isinstance(part, QCheckBox | QRadioButton)


def _siblings(part: QWidget) -> list[QWidget]:
    above = part.parentWidget()
    if above is None:
        return []
    children = above.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in children if child is not part]


def _stands_beside_words(picture: QLabel) -> bool:
    """A picture that only repeats what stands beside it is decoration, and nothing is lost where it is passed over.

    So it is while its box is put away, its word with it.
    """
    above = picture.parentWidget()
    if picture.isHidden() or (above is not None and above.isHidden()):
        return True
    beside = (*_siblings(picture), above)
    return any(_name(QAccessible.queryAccessibleInterface(other)) for other in beside if other is not None)


def _untied_label(field: QWidget, name: str) -> QLabel | None:
    """The label with the field's own words, where readers were not told that the two belong together."""
    named_so = [part for part in _siblings(field) if isinstance(part, QLabel) and _plain(part.text()) == _plain(name)]
    if not name or any(label.buddy() is field for label in named_so):
        return None
    return next(iter(named_so), None)


def _plain(words: str) -> str:
    return words.replace("&", "").strip(" :")


def _nameless_rows(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    rows = min(model.rowCount(view.rootIndex()), _MOST_ROWS)
    told = QAccessible.queryAccessibleInterface(view)
    yield from (
        f"row {row} has no name"
        for row in range(min(rows, told.childCount()))
        if (child := told.child(row)) is not None and not _name(child)
    )


def _twins(above: QWidget) -> Iterator[str]:
    """Buttons beside each other that a reader says the same of, so that nobody knows which is which."""
    children = above.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    shown = [child for child in children if not child.isHidden() and not _belongs_to_qt(child)]
    names = Counter(_name(QAccessible.queryAccessibleInterface(child)) for child in shown)
    yield from (f"{number} buttons are called {name!r}" for name, number in names.items() if name and number > 1)
