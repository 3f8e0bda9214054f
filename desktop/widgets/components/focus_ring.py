"""The blue ring around what has the focus: two pixels, two outside the control, over whatever stands beside it.

Style sheets draw only inside a control's own box, so one small overlay a window draws it. It shows while the keyboard
is used, and always on what one types in; a press of the mouse hides it until a key is pressed (as `:focus-visible`).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion, QWindow
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from desktop.widgets.theme import theme_now
from resources.tokens import number, pixels

OWN_FOCUS: Final = "ownFocus"
"""A widget with this property shows its focus itself, such as a list on its current row."""

RING_AROUND_PARENT: Final = "ringAroundParent"
"""A widget with this property is part of a card that is chosen as a whole: the ring goes around the card."""

_MOVES: Final = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
    QEvent.Type.ParentChange,
    QEvent.Type.EnabledChange,
)
_TYPED_IN: Final = (QLineEdit, QPlainTextEdit)


class FocusRings(QObject):
    """Follows the focus of the whole app. Make one, with the application as its parent."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._keyboard = True
        self._watched: list[QObject] = []
        self._windows: list[QWindow] = []
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._on_focus_changed)
        app.focusWindowChanged.connect(self._on_window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(watched, QWindow):
            if kind in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
                self._become(kind == QEvent.Type.KeyPress)
        elif kind in _MOVES and self._ring is not None and isValid(self._ring):
            self._ring.follow()
        return False

    def _become(self, keyboard: bool) -> None:
        if keyboard != self._keyboard:
            self._keyboard = keyboard
            self._show(QApplication.focusWidget())

    def _on_window(self, window: QWindow | None) -> None:
        if window is not None and window not in self._windows:
            self._windows.append(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda: self._forget(window))

    def _forget(self, window: QWindow) -> None:
        if window in self._windows:
            self._windows.remove(window)

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        self._show(now)

    def _show(self, widget: QWidget | None) -> None:
        self._let_go()
        if widget is None or widget.property(OWN_FOCUS) or widget.isWindow():
            return
        if not self._keyboard and not isinstance(widget, _TYPED_IN):
            return
        if widget.property(RING_AROUND_PARENT):
            widget = widget.parentWidget() or widget
        ring = self._ring = _Ring(widget)
        part: QWidget | None = widget
        while part is not None:
            part.installEventFilter(self)
            self._watched.append(part)
            part = None if part.isWindow() else part.parentWidget()
        ring.follow()

    def _let_go(self) -> None:
        for part in self._watched:
            if isValid(part):
                part.removeEventFilter(self)
        self._watched = []
        if self._ring is not None:
            ring, self._ring = self._ring, None
            if isValid(ring):
                ring.hide()
                ring.deleteLater()


class _Ring(QWidget):
    def __init__(self, target: QWidget) -> None:
        super().__init__(target.window())
        self._target = target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("")

    def follow(self) -> None:
        """Where the control is now, and only as much of it as its scroll area shows."""
        target = self._target
        if not isValid(target) or not target.isVisible() or not target.isEnabled():
            self.hide()
            return
        outside = pixels("focus.width") + pixels("focus.offset")
        corner = target.mapTo(target.window(), QPoint(0, 0))
        place = QRect(corner, target.size()).adjusted(-outside, -outside, outside, outside)
        self.setGeometry(place)
        shown = _shown_part(target).adjusted(-outside, -outside, outside, outside).translated(-place.topLeft())
        self.setMask(QRegion(self.rect() & shown))
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        width, theme = number("focus.width"), theme_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dark = self.window().property("overlay")
        painter.setPen(QPen(theme.ink("overlay.handle" if dark else "focus.ring"), width))
        radius = _radius_of(self._target) + number("focus.offset") + width / 2
        inner = self.rect().toRectF().adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = min(radius, inner.height() / 2)
        painter.drawRoundedRect(inner, radius, radius)


def _shown_part(target: QWidget) -> QRect:
    """The target's box in its window, cut off where a scroll area around it ends."""
    window = target.window()
    shown = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
    part = target.parentWidget()
    while part is not None and not part.isWindow():
        if isinstance(part.parentWidget(), QAbstractScrollArea):
            shown &= QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        part = part.parentWidget()
    return shown


def _radius_of(target: QWidget) -> float:
    if target.property("pill"):
        return number("radius.pill")
    if isinstance(target, QFrame) and not isinstance(target, QPlainTextEdit):
        return number("radius.card")
    return number("radius.control")
