"""Finds the words of a window that are cut off: what a person at that size, font and language cannot read whole.

Who paints text without Qt's own controls tells which texts are shown shortened now, each as a whole: a widget as
`cut_words() -> list[str]`, a delegate as `cut(option, index) -> list[str]`. Shortened is fine where the tooltip (of
the widget, or of the row) carries the whole text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (  # noqa: TID251 - looks at widgets
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionTab,
    QStyleOptionViewItem,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

_ROUNDING: Final = 2.0
"""Sizes are whole logical pixels, text is not, and letters have a little air beside them: less is not seen."""
_INSIDE_A_LINE_EDIT: Final = 4
"""Qt keeps two pixels free at each end of a line edit's text."""
_BESIDE_AN_ICON: Final = 4
_AnyIndex = QModelIndex | QPersistentModelIndex


@runtime_checkable
class PaintsItsOwnText(Protocol):
    def cut_words(self) -> list[str]: ...


@runtime_checkable
class PaintsRows(Protocol):
    def cut(self, option: QStyleOptionViewItem, index: _AnyIndex) -> list[str]: ...


def clipped(window: QWidget) -> list[str]:
    """One line for each text of this window that is cut off: which control, its words, what is wrong.

    The window has to be on a screen, as only then is it laid out. What can be scrolled to is not cut off.
    """
    if not window.isVisible():
        raise ValueError("a window that is not shown has no layout yet")
    window.ensurePolished()
    found = []
    for part in (window, *window.findChildren(QWidget)):
        if part.isVisible() and part.window() is window.window():
            found += [f"{_name(part)}: {trouble}" for trouble in _troubles(part, window)]
    return found


def _name(part: QWidget) -> str:
    return f"{type(part).__name__} {part.objectName()}".strip()


def _troubles(part: QWidget, window: QWidget) -> Iterator[str]:
    if isinstance(part, PaintsItsOwnText):
        yield from (f"{text!r} is shown shortened" for text in part.cut_words() if text not in part.toolTip())
        return
    look = next((look for kind, look in _LOOKS.items() if isinstance(part, kind)), None)
    if look is None:
        return
    yield from look(part)
    words = _words_of(part)
    if words and (edge := _edge_over(part, window)):
        yield f"{words!r} runs {edge}"


def _words_of(part: QWidget) -> str:
    if isinstance(part, QAbstractButton | QLabel):
        return part.text()
    return part.title() if isinstance(part, QGroupBox) else ""


# Text that its own control is too small for


def _label(part: QLabel) -> Iterator[str]:
    if not part.text() or part.pixmap().width():
        return
    # The longest word where it wraps, else the whole line: margins, frame and indent are in it.
    wide = part.minimumSizeHint().width()
    high = part.heightForWidth(part.width()) if part.wordWrap() else part.sizeHint().height()
    yield from _missing(part.text(), QSize(wide, high), part.size())


def _button(part: QAbstractButton) -> Iterator[str]:
    """The text against the room the style leaves for it: a style's size hint has slack and would cry wolf."""
    if not part.text():
        return
    if _paints_itself(part) or not isinstance(part, QPushButton | QCheckBox | QRadioButton):
        if part.toolTip() == part.text():
            return  # shortened on purpose, and whole in its tooltip
        yield from _missing(part.text(), part.sizeHint(), part.size())
        return
    option = QStyleOptionButton()
    option.initFrom(part)
    option.text, option.icon, option.iconSize = part.text(), part.icon(), part.iconSize()  # type: ignore[misc]
    if isinstance(part, QPushButton):
        element = QStyle.SubElement.SE_PushButtonContents
        if part.isFlat():
            option.features |= QStyleOptionButton.ButtonFeature.Flat  # type: ignore[misc]
        if part.menu() is not None:
            option.features |= QStyleOptionButton.ButtonFeature.HasMenu  # type: ignore[misc]
    elif isinstance(part, QRadioButton):
        element = QStyle.SubElement.SE_RadioButtonContents
    else:
        element = QStyle.SubElement.SE_CheckBoxContents
    room = part.style().subElementRect(element, option, part)
    beside = 0 if part.icon().isNull() else part.iconSize().width() + _BESIDE_AN_ICON
    yield from _line(part, part.text(), QSize(room.width() - beside, room.height()))


def _paints_itself(part: QWidget) -> bool:
    """Its own margins and icons are known to itself alone, and its size hint tells them."""
    ours = (kind for kind in type(part).__mro__ if not kind.__module__.startswith("PySide6"))
    return any("paintEvent" in vars(kind) for kind in ours)


def _tool_button(part: QToolButton) -> Iterator[str]:
    if part.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly or part.icon().isNull():
        yield from _missing(part.text(), part.sizeHint(), part.size()) if part.text() else ()


def _choice_box(part: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    option.initFrom(part)
    option.editable, option.currentText = part.isEditable(), part.currentText()  # type: ignore[misc]
    room = part.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, part
    )
    icon = part.itemIcon(part.currentIndex())
    beside = 2 + (0 if icon.isNull() else part.iconSize().width() + _BESIDE_AN_ICON)
    yield from _line(part, part.currentText(), QSize(room.width() - beside, room.height()))


def _line_edit(part: QLineEdit) -> Iterator[str]:
    """The example in an empty field; of a spin box its number. What a person types scrolls."""
    counted = isinstance(part.parent(), QAbstractSpinBox)
    text = part.text() if counted else "" if part.text() else part.placeholderText()
    if not text:
        return
    option = QStyleOptionFrame()
    option.initFrom(part)
    width = part.style().pixelMetric(QStyle.PixelMetric.PM_DefaultFrameWidth, option, part) if part.hasFrame() else 0
    option.lineWidth = width  # type: ignore[misc]
    room = part.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, part)
    margins = part.textMargins()
    inside = sum(button.width() for button in part.findChildren(QToolButton) if button.isVisible())
    taken = margins.left() + margins.right() + _INSIDE_A_LINE_EDIT + inside
    yield from _line(part, text, QSize(room.width() - taken, room.height()))


def _text_edit(part: QPlainTextEdit | QTextEdit) -> Iterator[str]:
    if part.placeholderText() and part.document().isEmpty():
        seen, margin = part.viewport().size(), 2 * part.document().documentMargin()
        within = QRectF(0, 0, seen.width() - margin, 1e6)
        needed = QFontMetricsF(part.font(), part).boundingRect(within, Qt.TextFlag.TextWordWrap, part.placeholderText())
        size = QSize(round(needed.width() + margin), round(needed.height() + margin))
        yield from _missing(part.placeholderText(), size, seen)


def _tabs(part: QTabBar) -> Iterator[str]:
    for at in range(part.count()):
        option = QStyleOptionTab()
        option.initFrom(part)
        option.rect, option.shape = part.tabRect(at), part.shape()  # type: ignore[misc]
        option.text, option.icon, option.iconSize = part.tabText(at), part.tabIcon(at), part.iconSize()  # type: ignore[misc]
        room = part.style().subElementRect(QStyle.SubElement.SE_TabBarTabText, option, part)
        if part.tabText(at) not in part.tabToolTip(at) or not part.tabToolTip(at):
            # Tabs are as high as their words; the style's room for the text is tighter than what it draws.
            yield from _line(part, part.tabText(at), QSize(room.width(), part.height()))


def _group(part: QGroupBox) -> Iterator[str]:
    wide = QFontMetricsF(part.font(), part).size(Qt.TextFlag.TextShowMnemonic, part.title()).width()
    if part.title():
        yield from _missing(part.title(), QSize(round(wide), 0), part.size())


def _menu(part: QMenu) -> Iterator[str]:
    """A menu grows with its words, until the screen is too narrow for them."""
    metrics = QFontMetricsF(part.font(), part)
    for action in part.actions():
        place = part.actionGeometry(action)
        wide = metrics.size(Qt.TextFlag.TextShowMnemonic, action.text().replace("\t", "  ")).width()
        room = min(place.right(), part.rect().right()) - place.left() + 1
        if action.isVisible() and action.text() and wide > room + _ROUNDING:
            yield f"{action.text()!r} needs {wide:.0f} px and has {room}"
    if (screen := part.screen()) is not None and not screen.geometry().contains(part.geometry()):
        yield f"{part.title()!r} does not fit on the screen"


def _rows(part: QAbstractItemView) -> Iterator[str]:
    """The rows that are in sight. A row may be wider than the list where the list scrolls sideways."""
    model, seen = part.model(), part.viewport().rect()
    if model is None:
        return
    root = part.rootIndex()
    columns = [part.modelColumn()] if isinstance(part, QListView) else range(model.columnCount(root))
    for row in range(model.rowCount(root)):
        for column in columns:
            index = model.index(row, column, root)
            place = part.visualRect(index)
            if place.intersects(seen):
                if part.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                    place.setRight(min(place.right(), seen.right()))
                tooltip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
                cut = (text for text in _cut_in(part, index, place) if text not in tooltip)
                yield from (f"{text!r} is shown shortened, and no tooltip carries it" for text in cut)


def _cut_in(view: QAbstractItemView, index: QModelIndex, place: QRect) -> list[str]:
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect, option.index = place, index  # type: ignore[misc]
    delegate = view.itemDelegateForIndex(index)
    if isinstance(delegate, PaintsRows):
        return delegate.cut(option, index)
    delegate.initStyleOption(option, index)
    text = str(index.data() or "")
    room = view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, view)
    margin = view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, view) + 1
    wraps = bool(option.features & QStyleOptionViewItem.ViewItemFeature.WrapText)
    within = QRectF(0, 0, room.width() - 2 * margin, 1e6)
    flags = Qt.TextFlag.TextWordWrap if wraps else Qt.TextFlag.TextSingleLine
    needed = QFontMetricsF(option.font, view).boundingRect(within, flags, text)
    too_wide = needed.width() > within.width() + _ROUNDING
    return [text] if too_wide or (wraps and needed.height() > place.height() + _ROUNDING) else []


_LOOKS: Final[dict[type[QWidget], Callable[..., Iterator[str]]]] = {
    QLabel: _label,
    QToolButton: _tool_button,
    QAbstractButton: _button,
    QComboBox: _choice_box,
    QLineEdit: _line_edit,
    QPlainTextEdit: _text_edit,
    QTextEdit: _text_edit,
    QTabBar: _tabs,
    QGroupBox: _group,
    QMenu: _menu,
    QAbstractItemView: _rows,
}


def _line(part: QWidget, text: str, room: QSize) -> Iterator[str]:
    """One line (or a few with breaks of their own), centred from top to bottom, as controls draw their words."""
    metrics = QFontMetricsF(part.font(), part)
    needed = metrics.size(Qt.TextFlag.TextShowMnemonic, text)
    if needed.width() > room.width() + _ROUNDING:
        yield f"{text!r} needs {needed.width():.0f} px and has {room.width()}"
    # A line has air above and below its letters, and only letters can be cut.
    ink, top = metrics.tightBoundingRect(text), (room.height() - needed.height()) / 2 + metrics.ascent()
    lowest = top + ink.bottom() + (needed.height() - metrics.height())
    if text and (top + ink.top() < -_ROUNDING or lowest > room.height() + _ROUNDING):
        yield f"{text!r} needs {ink.height():.0f} px of height and has {room.height()}"


def _missing(text: str, needed: QSize, has: QSize) -> Iterator[str]:
    if needed.width() > has.width() + _ROUNDING:
        yield f"{text!r} needs {needed.width()} px and has {has.width()}"
    if needed.height() > has.height() + _ROUNDING:
        yield f"{text!r} needs {needed.height()} px of height and has {has.height()}"


# Text that stands outside of what is shown


def _edge_over(part: QWidget, window: QWidget) -> str:
    """Over which edge of an ancestor it stands, where nothing scrolls that way; empty for none."""
    place, node = _place_of_words(part), part
    while node is not window and not node.isWindow() and (above := node.parentWidget()) is not None:
        place.translate(node.pos())
        sideways, down = _scrolls(above)
        room = above.rect()
        if not sideways and (place.left() < room.left() - 1 or place.right() > room.right() + 1):
            return f"over the side of {_name(above)}"
        if not down and (place.top() < room.top() - 1 or place.bottom() > room.bottom() + 1):
            return f"over the top or bottom of {_name(above)}"
        if sideways or down:
            place = place.intersected(room)
        if place.isEmpty():
            return ""
        node = above
    return ""


def _place_of_words(part: QWidget) -> QRect:
    """A label may be wider than its one line; only the line counts."""
    marked_up = isinstance(part, QLabel) and part.textFormat() is not Qt.TextFormat.PlainText and "<" in part.text()
    if not isinstance(part, QLabel) or part.wordWrap() or marked_up:
        return part.rect()
    words = QFontMetricsF(part.font(), part).size(Qt.TextFlag.TextShowMnemonic, part.text()).toSize()
    return QStyle.alignedRect(part.layoutDirection(), part.alignment(), words, part.contentsRect())


def _scrolls(above: QWidget) -> tuple[bool, bool]:
    area = above.parentWidget()
    if not isinstance(area, QAbstractScrollArea) or area.viewport() is not above:
        return False, False
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return area.horizontalScrollBarPolicy() is not off, area.verticalScrollBarPolicy() is not off
