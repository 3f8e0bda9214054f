"""How one learning moment is painted in the library: as a card with its picture, or as a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPainterPath, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from core.formats import FORMAT_NAMES, Format
from core.status import STATUS_WORDS
from desktop.i18n import Speech
from desktop.models.items import ItemRow, Role
from desktop.widgets.components import draw_tag, tag_width
from desktop.widgets.components.painting import badge, drawing, surface
from desktop.widgets.looks import FORMAT_ICONS, STATUS_LOOKS
from desktop.widgets.posters import Posters
from desktop.widgets.theme import font_of, step, theme_now
from desktop.wording import clock_words, day_words
from resources.tokens import number, pixels

KEYBOARD: Final = "keyboard"
"""A view with this property is being used with the keyboard: its current item shows that it has the focus."""

_DIMMED: Final = 0.86
"""Posters are screens, mostly white: in the dark they are painted over the card with this opacity."""

_TITLE_LINES: Final = 2
_MARGIN: Final = step(4)
"""What a view leaves free at the right beside the cards' own margin; the scroll bar stands in it."""
_SENTENCE_ENDS: Final = re.compile(r"([.!?…])\n")
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class ItemPainter(QStyledItemDelegate):
    """What cards and rows have in common: frame, focus, words. `clock` gives now in the zone of the reader."""

    def __init__(self, speech: Speech, clock: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._speech, self._clock = speech, clock

    def box(self, cell: QRect, view: QWidget) -> QRect:
        """Where in its cell the item stands."""
        raise NotImplementedError

    def title_is_cut(self, box: QRect, item: ItemRow) -> bool:
        raise NotImplementedError

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        item: ItemRow | None = index.data(Role.ITEM)
        if event.type() != QEvent.Type.ToolTip or item is None:
            return False
        cut = self.title_is_cut(self.box(option.rect, view), item)
        QToolTip.showText(event.globalPos(), item.title if cut else "", view)
        return True

    def _meta(self, item: ItemRow) -> str:
        when = day_words(item.changed_at, self._clock(), self._speech.locale)
        return " · ".join(part for part in (self._speech.say(FORMAT_NAMES[item.format]), when, item.note) if part)

    def _frame(self, painter: QPainter, box: QRect, option: QStyleOptionViewItem, selected_fill: str) -> None:
        state, theme = option.state, theme_now()
        chosen, hovered = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        fill = selected_fill if chosen else "bg.hover" if hovered else "bg.surface"
        surface(painter, box, theme, fill=fill, edge="line.subtle", radius=number("radius.card"))

    def _edge(self, painter: QPainter, box: QRect, option: QStyleOptionViewItem) -> None:
        """What is chosen and what has the focus: drawn last, over the picture."""
        theme, radius = theme_now(), number("radius.card")
        if option.state & QStyle.StateFlag.State_Selected:
            surface(painter, box, theme, edge="accent.edge", radius=radius, width=number("border.selected"))
        focused = option.state & QStyle.StateFlag.State_HasFocus
        if focused and option.widget.property(KEYBOARD):
            out = pixels("focus.width") + pixels("focus.offset")
            ring = box.adjusted(-out, -out, out, out)
            surface(painter, ring, theme, edge="focus.ring", radius=radius + out, width=number("focus.width"))

    def _one_line(self, painter: QPainter, place: QRect, text: str, font: QFont, color: str) -> None:
        painter.setFont(font)
        painter.setPen(theme_now().ink(color))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _MIDDLE, shown)

    def _tags(self, painter: QPainter, left: int, top: int, item: ItemRow, *, with_format: bool) -> None:
        height = pixels("component.tag.height")
        if with_format:
            place = QRect(left, top, tag_width(""), height)
            draw_tag(painter, place, "", f"format.{item.format.value}", FORMAT_ICONS[item.format])
            left += place.width() + step(2)
        meaning, icon = STATUS_LOOKS[item.status]
        words = self._speech.say(STATUS_WORDS[item.status])
        draw_tag(painter, QRect(left, top, tag_width(words), height), words, meaning, icon)


class CardPainter(ItemPainter):
    """Picture or text on top, then the title in two lines, what it is and since when, and its state."""

    def __init__(self, posters: Posters, speech: Speech, clock: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(speech, clock, parent)
        self._posters = posters
        self.fit(0)

    def fit(self, width: int) -> QSize:
        """Take as many columns as fit in a view this wide; the size of the cell around each card."""
        room = width - _MARGIN
        self._columns = max(1, room // (pixels("layout.gridMin") + 2 * step(2)))
        self._pitch = room / self._columns
        card = round(self._pitch) - 2 * step(2)
        # The view keeps a little more room for its scroll bar than the bar takes.
        self._cell = QSize((room - step(1)) // self._columns, _poster_height(card) + _facts_height() + 2 * step(2))
        return self._cell

    def box(self, cell: QRect, view: QWidget) -> QRect:
        """Cards together are as wide as what stands above them, however the cells are rounded."""
        column = round(cell.left() / cell.width())
        left, right = round(column * self._pitch), round((column + 1) * self._pitch)
        return QRect(left + step(2), cell.top() + step(2), right - left - 2 * step(2), cell.height() - 2 * step(2))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._cell

    def title_is_cut(self, box: QRect, item: ItemRow) -> bool:
        return _lines(item.title, font_of("label", "heading"), box.width() - 2 * step(3), _TITLE_LINES)[1]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: ItemRow = index.data(Role.ITEM)
        box = self.box(option.rect, option.widget)
        painter.save()
        self._frame(painter, box, option, "bg.surface")
        top = QRect(box.left(), box.top(), box.width(), _poster_height(box.width()))
        self._paint_top(painter, box, top, item)
        self._paint_facts(painter, box.adjusted(step(3), top.height() + step(3), -step(3), -step(3)), item)
        self._edge(painter, box, option)
        painter.restore()

    def _paint_top(self, painter: QPainter, box: QRect, top: QRect, item: ItemRow) -> None:
        round_ = QPainterPath()
        inner = box.toRectF().adjusted(1, 1, -1, -1)
        round_.addRoundedRect(inner, number("radius.card") - 1, number("radius.card") - 1)
        painter.save()
        painter.setClipPath(round_)
        picture = self._posters.picture(item, top.size(), painter.device().devicePixelRatio())
        if picture is not None:
            painter.setOpacity(_DIMMED if theme_now().dark else 1)
            painter.drawPixmap(top.topLeft(), picture)
            painter.setOpacity(1)
        else:
            painter.fillRect(top, theme_now().ink(f"format.{item.format.value}.soft"))
            self._paint_words_of(painter, top, item)
        painter.restore()
        if item.duration_s:
            self._paint_duration(painter, top, clock_words(item.duration_s))

    def _paint_words_of(self, painter: QPainter, top: QRect, item: ItemRow) -> None:
        """How the text begins, in the ink of its format; a drawing where there is no text yet."""
        kind = f"format.{item.format.value}.text"
        if not item.excerpt:
            drawing(painter, top, FORMAT_ICONS[item.format], theme_now().color(kind), pixels("control.height.compact"))
            return
        inner = top.adjusted(step(3), step(3), -step(3), -step(3))
        painter.setPen(theme_now().ink(kind))
        font, height = font_of("small"), QFontMetrics(font_of("small")).height() + step(1)
        text = _SENTENCE_ENDS.sub(r"\1 ", item.excerpt).replace("\n", ", ")
        if item.format is Format.TIP:
            painter.setFont(font_of("small", "heading"))
            painter.drawText(QRect(inner.left(), inner.top(), inner.width(), height), _MIDDLE, self.tr("If you…"))
            inner = inner.adjusted(0, height, 0, 0)
        painter.setFont(font)
        for at, words in enumerate(_lines(text, font, inner.width(), inner.height() // height)[0]):
            painter.drawText(QRect(inner.left(), inner.top() + at * height, inner.width(), height), _MIDDLE, words)

    def _paint_duration(self, painter: QPainter, top: QRect, words: str) -> None:
        font, height = font_of("caption"), pixels("component.count.size")
        width = QFontMetrics(font).horizontalAdvance(words) + 2 * step(2)
        place = QRect(top.right() - step(2) - width, top.bottom() - step(2) - height, width, height)
        surface(painter, place, theme_now(), fill="overlay.bar", radius=number("radius.mark"))
        painter.setFont(font)
        painter.setPen(theme_now().ink("overlay.barText"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_facts(self, painter: QPainter, place: QRect, item: ItemRow) -> None:
        font = font_of("label", "heading")
        line, top = _line_height(font), place.top()
        painter.setFont(font)
        painter.setPen(theme_now().ink("text.primary"))
        for words in _lines(item.title, font, place.width(), _TITLE_LINES)[0]:
            painter.drawText(QRect(place.left(), top, place.width(), line), _MIDDLE, words)
            top += line
        small = _line_height(font_of("small"))
        meta = QRect(place.left(), place.top() + _TITLE_LINES * line + step(1), place.width(), small)
        self._one_line(painter, meta, self._meta(item), font_of("small"), "text.secondary")
        tags = place.bottom() + 1 - pixels("component.tag.height")
        self._tags(painter, place.left(), tags, item, with_format=True)


class RowPainter(ItemPainter):
    """Format, title, what it is and since when, and at the right its state."""

    def box(self, cell: QRect, view: QWidget) -> QRect:
        # As wide as the cards are together, whether or not there is a scroll bar.
        right = view.width() - step(5)
        return QRect(step(2), cell.top() + step(1), right - step(2), cell.height() - step(2))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(pixels("layout.gridMin"), pixels("component.listRow.height") + step(2))

    def title_is_cut(self, box: QRect, item: ItemRow) -> bool:
        width = QFontMetrics(font_of("label", "heading")).horizontalAdvance(item.title)
        return width > self._words(box, item).width()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: ItemRow = index.data(Role.ITEM)
        box, side = self.box(option.rect, option.widget), pixels("component.listRow.badge")
        painter.save()
        self._frame(painter, box, option, "bg.selected")
        square = QRect(box.left() + step(4), box.top() + (box.height() - side) // 2, side, side)
        badge(painter, square, theme_now(), f"format.{item.format.value}", FORMAT_ICONS[item.format])
        words = self._words(box, item)
        title, small = font_of("label", "heading"), font_of("small")
        upper = QRect(words.left(), words.top(), words.width(), _line_height(title))
        self._one_line(painter, upper, item.title, title, "text.primary")
        lower = QRect(words.left(), upper.bottom() + 1, words.width(), _line_height(small))
        self._one_line(painter, lower, self._meta(item), small, "text.secondary")
        top = box.top() + (box.height() - pixels("component.tag.height")) // 2
        self._tags(painter, words.right() + step(4), top, item, with_format=False)
        self._edge(painter, box, option)
        painter.restore()

    def _words(self, box: QRect, item: ItemRow) -> QRect:
        """The two lines of words, up to the column in which all states begin."""
        left = box.left() + 2 * step(4) + pixels("component.listRow.badge")
        widest = max(tag_width(self._speech.say(words)) for words in STATUS_WORDS.values())
        height = _line_height(font_of("label", "heading")) + _line_height(font_of("small"))
        right = box.right() - step(4) - widest - step(4)
        return QRect(left, box.top() + (box.height() - height) // 2, right - left, height)


def _poster_height(width: int) -> int:
    return width * 9 // 16


def _facts_height() -> int:
    """Below the picture: title, meta and tags with the distances between them."""
    words = _TITLE_LINES * _line_height(font_of("label", "heading")) + step(1) + _line_height(font_of("small"))
    return step(3) + words + step(2) + pixels("component.tag.height") + step(3)


def _line_height(font: QFont) -> int:
    return max(QFontMetrics(font).height(), round(font.pixelSize() * 10 / 7))


def _lines(text: str, font: QFont, width: int, most: int) -> tuple[tuple[str, ...], bool]:
    """The text broken into at most so many lines, the last with an ellipsis where there is more; and whether so."""
    layout = QTextLayout(text, font)
    found: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        if len(found) == most - 1:
            last = QFontMetrics(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, width)
            layout.endLayout()
            return (*found, last), last != text[start:]
        found.append(text[start : start + line.textLength()].rstrip())
    layout.endLayout()
    return tuple(found), False
