"""Choosing a part of the screen: our windows go, an overlay comes on every screen, and what was there comes back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from capture.requests import Region
from desktop.presenters.source import Seen, SourcePresenter
from desktop.widgets.picker_overlay import PickerOverlay
from desktop.widgets.screen_places import physical_place
from resources.tokens import pixels

_NOTHING = Seen()


class Picking(QObject):
    """`begin` hides the windows it is given and shows them again at the end. `ended` also where nothing was taken."""

    ended = Signal()

    def __init__(self, source: SourcePresenter, windows: Callable[[], tuple[QWidget, ...]], parent: QObject) -> None:
        super().__init__(parent)
        self._source, self._windows = source, windows
        self._hidden: list[QWidget] = []
        self._seen = _NOTHING
        self.overlays: tuple[PickerOverlay, ...] = ()
        self._going_on = False
        # What our windows covered is painted anew by others, which takes a moment.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(pixels("component.picker.settleMs"))
        self._settled.timeout.connect(self._show)

    @property
    def going_on(self) -> bool:
        return self._going_on

    @Slot()
    def begin(self) -> None:
        if self._going_on:
            return
        self._going_on = True
        self._hidden = [window for window in self._windows() if window.isVisible()]
        for window in self._hidden:
            window.hide()
        self._source.look_then(self._on_seen)

    def end(self) -> None:
        """Nothing is chosen; the windows stay away, as something else comes."""
        self._settled.stop()
        self._close()
        self._going_on = False
        self._hidden = []

    def _on_seen(self, seen: Seen) -> None:
        if self._going_on:
            self._seen = seen
            self._settled.start()

    @Slot()
    def _show(self) -> None:
        screens = QGuiApplication.screens()
        self.overlays = tuple(PickerOverlay(screen, self._seen.windows, screen.grabWindow(0)) for screen in screens)
        for overlay in self.overlays:
            overlay.taken.connect(self._on_taken)
            overlay.cancelled.connect(self._come_back)
            overlay.touched.connect(self._on_touched)
            overlay.cover()
        first = self._overlay_on(self._screen_of_last_time() or QGuiApplication.primaryScreen())
        first.begin_with(self._source.region)
        first.activateWindow()
        first.setFocus()

    def _screen_of_last_time(self) -> QScreen | None:
        region = self._source.region
        if region is None:
            return None
        for screen in QGuiApplication.screens():
            there = physical_place(screen)
            if there.x <= region.x < there.x + there.width and there.y <= region.y < there.y + there.height:
                return screen
        return None

    def _overlay_on(self, screen: QScreen) -> PickerOverlay:
        there = physical_place(screen)
        return next((one for one in self.overlays if one.screen_place == there), self.overlays[0])

    @Slot()
    def _on_touched(self) -> None:
        """One part on one screen: what was chosen on another is chosen no more."""
        touched = self.sender()
        for overlay in self.overlays:
            if overlay is not touched:
                overlay.choose(None)
            else:
                overlay.activateWindow()

    @Slot(Region)
    def _on_taken(self, region: Region) -> None:
        self._source.choose_region(region)
        self._come_back()

    @Slot()
    def _come_back(self) -> None:
        self._close()
        self._going_on = False
        hidden, self._hidden = self._hidden, []
        for window in hidden:
            window.show()
            window.raise_()
            window.activateWindow()
        self.ended.emit()

    def _close(self) -> None:
        for overlay in self.overlays:
            overlay.hide()
            overlay.deleteLater()
        self.overlays = ()
