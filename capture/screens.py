"""The screens of this desktop, and which pixels of them a request means. X11 through python-xlib; mss elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, assert_never

import mss
from mss.exception import ScreenShotError

from capture.notices import impossible
from capture.requests import Region, Screen, Target, Window
from core.errors import CaptureImpossible

SMALLEST: Final = 16
"""Pixels of the shortest side of anything worth recording."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the desktop in physical pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ScreenInfo:
    """A monitor; `number` counts from 1, and 1 is the main one. One that is not `named` has its number for a name."""

    number: int
    name: str
    area: Area
    named: bool = True


XThing = Any
"""A display or window of python-xlib, whose types know too little of them."""


class Place(Protocol):
    """Where the picture is on the desktop, for as long as it is recorded."""

    @property
    def may_return(self) -> bool:
        """Whether what has gone may come back by itself: a monitor does, a closed window does not."""

    def now(self, *, layout_changed: bool) -> Area | None:
        """The area now, its sides even; None while it is gone. CaptureImpossible where there is no screen at all."""

    def close(self) -> None: ...


def require_display() -> None:
    """CaptureImpossible where a recording would be black or would not be at all."""
    if sys.platform != "linux":
        return
    if not os.environ.get("DISPLAY"):
        raise impossible("wayland" if os.environ.get("WAYLAND_DISPLAY") else "no_screen")
    with _x_display() as display:
        if display.query_extension("XWAYLAND") is not None:
            raise impossible("wayland")


def list_screens() -> tuple[ScreenInfo, ...]:
    """The monitors, the main one first. CaptureImpossible where there is no screen."""
    require_display()
    try:
        with mss.MSS() as grabber:
            monitors = list(grabber.monitors)
    except ScreenShotError:
        raise impossible("no_screen") from None
    real = monitors[1:] or monitors[:1]
    real.sort(key=lambda monitor: not monitor.get("is_primary", False))
    return tuple(
        ScreenInfo(
            number,
            str(monitor.get("name") or monitor.get("output") or number),
            Area(monitor["left"], monitor["top"], monitor["width"], monitor["height"]),
            bool(monitor.get("name") or monitor.get("output")),
        )
        for number, monitor in enumerate(real, 1)
    )


def find_area(target: Target) -> tuple[Area, Place]:
    """The pixels a request means, with even sides, and how to follow them. CaptureImpossible where there are none."""
    screens = list_screens()
    desktop = around([screen.area for screen in screens])
    match target:
        case Screen(number):
            if not 1 <= number <= len(screens):
                raise impossible("no_such_screen")
            place = MonitorPlace(screens[number - 1], len(screens))
            return visible(place.screen.area, desktop), place
        case Region(x, y, width, height):
            region = Area(x, y, width, height)
            area = visible(region, desktop)
            return area, RegionPlace(region, area)
        case Window(title):
            identity, window = _find_window(title)
            area = visible(window, desktop)
            return area, WindowPlace(identity, area, desktop)
    assert_never(target)


@dataclass(slots=True)
class MonitorPlace:
    """A monitor by its name, or where it has none by its corner. Another one is never taken in its place."""

    screen: ScreenInfo
    monitors: int
    may_return: bool = True
    _last: Area | None = field(init=False)

    def __post_init__(self) -> None:
        self._last = None

    def now(self, *, layout_changed: bool) -> Area | None:
        if self._last is None or layout_changed:
            screens = list_screens()
            found = next((screen for screen in screens if self._is_it(screen, len(screens))), None)
            self._last = visible(found.area, around([screen.area for screen in screens])) if found else None
        return self._last

    def _is_it(self, other: ScreenInfo, monitors: int) -> bool:
        if not self.screen.named or not other.named:
            same_corner = (other.area.x, other.area.y) == (self.screen.area.x, self.screen.area.y)
            return same_corner and self.screen.named == other.named and monitors >= self.monitors
        return self.screen.name == other.name

    def close(self) -> None:
        return


@dataclass(slots=True)
class RegionPlace:
    """A rectangle that stays where it is; after a change of the monitors, what is left of it on them."""

    region: Area
    area: Area | None
    may_return: bool = True

    def now(self, *, layout_changed: bool) -> Area | None:
        if layout_changed:
            try:
                self.area = visible(self.region, around([screen.area for screen in list_screens()]))
            except CaptureImpossible:
                self.area = None
        return self.area

    def close(self) -> None:
        return


def around(areas: list[Area]) -> Area:
    """The smallest rectangle that holds them all."""
    left, top = min(a.x for a in areas), min(a.y for a in areas)
    right, bottom = max(a.x + a.width for a in areas), max(a.y + a.height for a in areas)
    return Area(left, top, right - left, bottom - top)


def visible(area: Area, desktop: Area) -> Area:
    """The part inside the desktop, cut to even sides, as yuv420p needs. CaptureImpossible under 16 pixels."""
    left, top = max(area.x, desktop.x), max(area.y, desktop.y)
    width = min(area.x + area.width, desktop.x + desktop.width) - left
    height = min(area.y + area.height, desktop.y + desktop.height) - top
    if width < SMALLEST or height < SMALLEST:
        raise impossible("outside_screen")
    return Area(left, top, width - width % 2, height - height % 2)


def moved_to(area: Area, x: int, y: int, desktop: Area) -> Area:
    """An area of the same size at another place, held inside the desktop."""
    return Area(
        min(max(x, desktop.x), desktop.x + desktop.width - area.width),
        min(max(y, desktop.y), desktop.y + desktop.height - area.height),
        area.width,
        area.height,
    )


def list_windows() -> tuple[str, ...]:
    """Titles of the windows on the desktop, topmost last. CaptureImpossible where there is no X11 screen."""
    require_display()
    if sys.platform != "linux":
        return ()
    with _x_display() as display:
        return tuple(title for title, _ in _windows(display) if title)


def _find_window(title: str) -> tuple[int, Area]:
    if sys.platform != "linux":
        raise impossible("no_such_window")
    with _x_display() as display:
        window = _window_called(display, title)
        area = _geometry(display, window) if window is not None else None
    if area is None or window is None:
        raise impossible("no_such_window")
    return int(window.id), area


@dataclass(slots=True)
class WindowPlace:
    """By its number, not its title: a browser's title changes with every page. Its size stays as it was found."""

    identity: int
    area: Area
    desktop: Area
    may_return: bool = False
    _display: XThing = None

    def now(self, *, layout_changed: bool) -> Area | None:
        from Xlib.error import ConnectionClosedError

        try:
            if layout_changed:
                self.desktop = around([screen.area for screen in list_screens()])
            if self._display is None:
                self._display = _connected()
            at = _geometry(self._display, self._display.create_resource_object("window", self.identity))
        except (CaptureImpossible, ConnectionClosedError, OSError):
            return None
        return moved_to(self.area, at.x, at.y, self.desktop) if at else None

    def close(self) -> None:
        from Xlib.error import ConnectionClosedError

        if self._display is not None:
            with suppress(ConnectionClosedError, OSError):
                self._display.close()


def _connected() -> XThing:
    from Xlib.display import Display
    from Xlib.error import ConnectionClosedError, DisplayError

    try:
        return Display()
    except (DisplayError, ConnectionClosedError, OSError):
        raise impossible("no_screen") from None


@contextmanager
def _x_display() -> Iterator[XThing]:
    display = _connected()
    try:
        yield display
    finally:
        display.close()


def _window_called(display: XThing, title: str) -> XThing | None:
    """The topmost of this title, else with it in its title; none of an empty one, which is part of every title."""
    if not title.strip():
        return None
    windows = list(_windows(display))
    wanted = title.casefold()
    whole = (window for name, window in reversed(windows) if name == title)
    part = (window for name, window in reversed(windows) if wanted in name.casefold())
    return next(whole, None) or next(part, None)


def _windows(display: XThing) -> Iterator[tuple[str, XThing]]:
    """Title and window of every client, bottom to top: what the window manager lists, else the root's children."""
    from Xlib import X
    from Xlib.error import XError

    root = display.screen().root
    listed = root.get_full_property(display.intern_atom("_NET_CLIENT_LIST_STACKING"), X.AnyPropertyType)
    if listed:
        windows = [display.create_resource_object("window", identity) for identity in listed.value]
    else:
        windows = root.query_tree().children
    for window in windows:
        try:
            if window.get_attributes().map_state == X.IsViewable:
                yield _title(display, window), window
        except XError:
            continue


def _title(display: XThing, window: XThing) -> str:
    named = window.get_full_property(display.intern_atom("_NET_WM_NAME"), display.intern_atom("UTF8_STRING"))
    if named:
        value = named.value
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    name = window.get_wm_name()
    return name.decode("latin-1") if isinstance(name, bytes) else str(name or "")


def _geometry(display: XThing, window: XThing) -> Area | None:
    """Where a window is; None when it is closed or hidden."""
    from Xlib import X
    from Xlib.error import XError

    try:
        if window.get_attributes().map_state != X.IsViewable:
            return None
        size = window.get_geometry()
        corner = window.translate_coords(display.screen().root, 0, 0)
    except XError:
        return None
    return Area(-corner.x, -corner.y, size.width, size.height)
