"""One screen, darkened, on which a part is chosen: drawn, snapped to a window, moved and stretched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QScreen
from PySide6.QtWidgets import QWidget

from capture.requests import Region
from desktop.announcing import announce
from desktop.models.selection import HANDLES, Handle, centred, drawn, even, moved, stretched, within
from desktop.presenters.source import WindowSeen, holds
from desktop.widgets.components import Button, Flow, KeyCaps, column, frame, held, label, row
from desktop.widgets.components.painting import surface
from desktop.widgets.recorder_bar import OVERLAY_FLAGS
from desktop.widgets.screen_places import physical_place, to_logical, to_physical
from desktop.widgets.theme import font_of, step, theme_now
from resources.tokens import number, pixels

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FAR: Final = 10
_DRAWS_FROM: Final = 4
"""Pixels the pointer moves before a click becomes a drag."""
_CURSORS: Final[dict[int, Qt.CursorShape]] = {
    1: Qt.CursorShape.SizeFDiagCursor,
    -1: Qt.CursorShape.SizeBDiagCursor,
}


@dataclass(slots=True)
class _Grip:
    """What the pointer holds. `handle` None draws anew, (0, 0) moves all."""

    handle: Handle | None
    start: tuple[int, int]
    before: Region
    dragged: bool = False


class PickerOverlay(QWidget):
    """`taken` with the part in physical pixels; `cancelled`. `touched` when this screen is the one that is worked on.

    What was on the screen when it came up stands still beneath it: windows that move would make it a hard choice.
    """

    taken = Signal(Region)
    cancelled = Signal()
    touched = Signal()

    def __init__(self, screen: QScreen, windows: Sequence[WindowSeen], beneath: QPixmap) -> None:
        super().__init__(None, OVERLAY_FLAGS)
        self._screen, self._beneath = screen, beneath
        self._bounds = physical_place(screen)
        self._windows = tuple(window for window in windows if holds(self._bounds, window.place))
        self._chosen: Region | None = None
        self._name = ""
        self._suggested = False
        self._grip: _Grip | None = None
        self.setObjectName("picker")
        self.setProperty("overlay", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(self.tr("Choose the part that is recorded"))
        self.setAccessibleName(self.tr("Choose the part that is recorded"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._tools = self._make_tools()

    @property
    def chosen(self) -> Region | None:
        return self._chosen

    @property
    def screen_place(self) -> Region:
        return self._bounds

    @property
    def words(self) -> str:
        """The size of what is chosen, and the window it is exactly."""
        if self._chosen is None:
            return ""
        size = f"{self._chosen.width} × {self._chosen.height}"
        if not self._name:
            return size
        return self.tr("{size} · exactly the window {name}").format(size=size, name=self._name)

    def cover(self) -> None:
        """Over the whole screen, its panels too."""
        self.setGeometry(self._screen.geometry())
        self.showFullScreen()

    def choose(self, region: Region | None, name: str = "", *, suggested: bool = False) -> None:
        """Show this as chosen; None for nothing on this screen. `name` is the window that it is exactly. Within a
        window, and within what was only `suggested`, one draws; what one made oneself is moved."""
        self._chosen, self._name = (even(region) if region else None), name
        self._suggested = suggested or bool(name)
        self.setAccessibleDescription(self.words)
        self._place_tools()
        self.update()

    def begin_with(self, region: Region | None) -> None:
        """What was chosen last where it is on this screen, else the topmost window, else the middle."""
        if region is not None and holds(self._bounds, region):
            self.choose(region)
        elif self._windows:
            self.choose(self._windows[-1].place, self._windows[-1].title)
        else:
            self.choose(centred(self._bounds), suggested=True)

    # What the person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = self._pixel(event.position())
        self._grip = _Grip(self._handle_at(event.position()), at, self._chosen or Region(*at, 1, 1))
        self.touched.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        grip, at = self._grip, self._pixel(event.position())
        if grip is None:
            self._show_cursor(self._handle_at(event.position()))
            return
        by_x, by_y = at[0] - grip.start[0], at[1] - grip.start[1]
        grip.dragged = grip.dragged or max(abs(by_x), abs(by_y)) >= _DRAWS_FROM
        if not grip.dragged:
            return
        if grip.handle is None:
            self.choose(drawn(self._bounds, grip.start, at))
        elif grip.handle == (0, 0):
            self.choose(moved(grip.before, self._bounds, by_x, by_y))
        else:
            self.choose(stretched(grip.before, self._bounds, grip.handle, by_x, by_y))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, self._grip = self._grip, None
        if grip is not None and not grip.dragged:
            self._snap_at(*grip.start)
        self._say()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held_down = Qt.Key(event.key()), event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in _ARROWS and self._chosen is not None:
            far = _FAR if held_down & Qt.KeyboardModifier.ShiftModifier else 1
            by = (_ARROWS[key][0] * far, _ARROWS[key][1] * far)
            if held_down & Qt.KeyboardModifier.ControlModifier:
                # Video has even sides: one pixel less would not be seen.
                by = (by[0] * 2, by[1] * 2) if far == 1 else by
                self.choose(stretched(self._chosen, self._bounds, (1, 1), *by))
            else:
                self.choose(moved(self._chosen, self._bounds, *by))
            self._say()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next window of the desktop."""
        if not self._windows:
            return False
        places = [window.place for window in self._windows]
        unknown = -1 if forward else len(places)
        now = next((at for at, window in enumerate(self._windows) if self._name == window.title), unknown)
        following = self._windows[(now + (-1 if forward else 1)) % len(places)]
        self.choose(following.place, following.title)
        self._say()
        return True

    def _take(self) -> None:
        if self._chosen is not None:
            self.taken.emit(self._chosen)

    def _snap_at(self, x: int, y: int) -> None:
        """To the topmost window there; where there is none, what was chosen stays."""
        there = next((window for window in reversed(self._windows) if within(window.place, x, y)), None)
        if there is not None:
            self.choose(there.place, there.title)

    def _say(self) -> None:
        announce(self, self.words)

    # What is where

    def _pixel(self, local: QPointF) -> tuple[int, int]:
        return to_physical(self._screen, local + QPointF(self._screen.geometry().topLeft()))

    def _hole(self) -> QRectF:
        corner = QPointF(self._screen.geometry().topLeft())
        return to_logical(self._screen, self._chosen or Region(0, 0, 0, 0)).translated(-corner)

    def _handles(self) -> dict[Handle, QPointF]:
        hole = self._hole()
        across = {-1: hole.left(), 0: hole.center().x(), 1: hole.right()}
        down = {-1: hole.top(), 0: hole.center().y(), 1: hole.bottom()}
        return {handle: QPointF(across[handle[0]], down[handle[1]]) for handle in HANDLES}

    def _handle_at(self, point: QPointF) -> Handle | None:
        """Which handle, (0, 0) for inside, where that moves it; None elsewhere."""
        if self._chosen is None:
            return None
        reach = number("component.picker.handleHit") / 2
        for handle, middle in self._handles().items():
            if max(abs(point.x() - middle.x()), abs(point.y() - middle.y())) <= reach:
                return handle
        return (0, 0) if self._hole().contains(point) and not self._suggested else None

    def _show_cursor(self, handle: Handle | None) -> None:
        if handle is None:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif handle == (0, 0):
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        elif 0 in handle:
            upright = handle[0] == 0
            self.setCursor(Qt.CursorShape.SizeVerCursor if upright else Qt.CursorShape.SizeHorCursor)
        else:
            self.setCursor(_CURSORS[handle[0] * handle[1]])

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), theme_now()
        if not self._beneath.isNull():
            painter.drawPixmap(self.rect(), self._beneath)
        scrim = QPainterPath()
        scrim.addRect(QRectF(self.rect()))
        if self._chosen is not None:
            scrim.addRect(self._hole())
        painter.fillPath(scrim, theme.ink("overlay.scrim"))
        if self._chosen is not None:
            painter.setPen(QPen(theme.ink("overlay.line"), number("border.selected"), j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(self._hole())
            self._draw_handles(painter)
            self._draw_words(painter)

    def _draw_handles(self, painter: QPainter) -> None:
        theme, side, edge = theme_now(), number("component.picker.handle"), number("border.selected")
        painter.setPen(QPen(theme.ink("overlay.handleEdge"), edge, j=Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(theme.ink("overlay.handle"))
        inner = side - edge
        for middle in self._handles().values():
            painter.drawRect(QRectF(middle.x() - inner / 2, middle.y() - inner / 2, inner, inner))

    def _draw_words(self, painter: QPainter) -> None:
        """Above the part, or inside it where there is no room above."""
        painter.setFont(font_of("label"))
        metrics = painter.fontMetrics()
        most = self.width() - 2 * step(3)
        words = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, most)
        size = QRect(0, 0, metrics.horizontalAdvance(words) + 2 * step(3), pixels("control.height.compact"))
        hole = self._hole().toRect()
        top = hole.top() - size.height() - step(3)
        left = max(0, min(hole.left(), self.width() - size.width()))
        place = size.translated(left, top if top >= 0 else hole.top() + step(3))
        surface(painter, place, theme_now(), fill="overlay.bar", radius=number("radius.control"))
        painter.setPen(theme_now().ink("overlay.barText"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _make_tools(self) -> QWidget:
        """What one can do, and the two ways out; keys do the same."""
        title = label(self.tr("Draw the part, or click a window"), "heading")
        take = Button(self.tr("Choose this part"), self._take, kind="primary", keys="Enter", name="takePart")
        cancel = Button(self.tr("Cancel"), self.cancelled.emit, kind="bar", keys="Esc", name="cancelPicking")
        for button in (take, cancel):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = row(title, cancel, take, gap=2)
        head.setStretch(0, 1)
        hints = Flow(
            *(
                held(row(KeyCaps(keys, "overlay"), label(words, "small", wrap=False), gap=1))
                for keys, words in (
                    ("←+→+↑+↓", self.tr("move")),
                    ("Shift+→", self.tr("further")),
                    ("Ctrl+→", self.tr("larger or smaller")),
                    ("Tab", self.tr("next window")),
                )
            ),
            gap=4,
        )
        tools = frame("", column(head, hints, margin=(4, 3, 3, 3), gap=2))
        tools.setObjectName("pickerTools")
        tools.setParent(self)
        tools.setCursor(Qt.CursorShape.ArrowCursor)
        return tools

    def _place_tools(self) -> None:
        """Below the part; where there is no room, at the bottom of the screen."""
        self._tools.setVisible(self._chosen is not None)
        width = min(pixels("component.recorderBar.width"), self._screen.geometry().width() - 2 * step(3))
        self._tools.setFixedWidth(width)
        self._tools.adjustSize()
        hole, whole = self._hole().toRect(), QRect(QPoint(0, 0), self._screen.geometry().size())
        x = min(max(hole.center().x() - width // 2, step(3)), whole.right() - width - step(3))
        lowest = whole.bottom() - self._tools.height() - step(4)
        above = hole.top() - self._tools.height() - 2 * step(5) - pixels("control.height.compact")
        below = hole.bottom() + step(5)
        self._tools.move(x, below if below <= lowest else above if above >= 0 else lowest)
