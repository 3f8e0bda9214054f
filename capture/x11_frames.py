"""What changed on an X11 screen: told by the server (XDamage), fetched through shared memory, the pointer drawn in.

A screen on which nothing happens costs one question a frame for the pointer's place, and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import mss
from mss.exception import ScreenShotError
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError, XError
from Xlib.ext import damage, randr, xfixes

from capture.frames import LOST_SCREEN, Patch, ScreenGone, on_grid
from capture.pointer import PointerImage, draw_pointer, pointer_image
from capture.rectangles import gathered, touching
from capture.screens import Area, XThing, around
from capture.x11_region import create_region, fetch_region

log = logging.getLogger(__name__)

_LOST = (*LOST_SCREEN, ConnectionClosedError, XError)


@dataclass(slots=True)
class SharedMemory:
    """Rectangles of the screen in memory the X server writes to: no copy on our side.

    This uses what mss keeps private; `open_shared_memory` checks that it is all there, and `copied` does without.
    """

    grabber: Any
    copied: bool = False

    def fetch(self, x: int, y: int, width: int, height: int) -> memoryview:
        """The pixels now, BGRx; good until the next call. ScreenShotError or OSError when there are none."""
        if self.copied:
            box = {"left": x, "top": y, "width": width, "height": height}
            return memoryview(self.grabber.grab(box).raw)
        from mss.linux import xcbgen

        inside = self.grabber._impl  # noqa: SLF001 - guarded, see above
        size = width * height * 4
        if size > len(inside._buf):  # noqa: SLF001
            self.copied = True
            return self.fetch(x, y, width, height)
        xcbgen.shm_get_image(
            inside.conn, inside.drawable, x, y, width, height, 0xFFFFFFFF, xcbgen.ImageFormat.ZPixmap, inside._shmseg, 0  # noqa: SLF001
        )  # fmt: skip
        return memoryview(inside._buf)[:size]  # noqa: SLF001

    def reopen(self) -> None:
        """After the desktop became larger: its memory was made for the old size."""
        with suppress(*LOST_SCREEN, BufferError):
            self.grabber.close()
        self.grabber = mss.MSS()
        self.copied = not _has_what_we_use(self.grabber)

    def close(self) -> None:
        with suppress(*LOST_SCREEN, BufferError):
            self.grabber.close()


def open_shared_memory() -> SharedMemory:
    grabber = mss.MSS()
    shared = SharedMemory(grabber, copied=not _has_what_we_use(grabber))
    if not shared.copied:
        try:
            shared.fetch(0, 0, 1, 1)
        except Exception as error:  # noqa: BLE001 - whatever a newer mss does here, its public face goes on working
            log.info("no shared memory: %s", type(error).__name__)
            shared.copied = True
    return shared


def _has_what_we_use(grabber: Any) -> bool:  # noqa: ANN401
    inside = getattr(grabber, "_impl", None)
    return all(getattr(inside, name, None) is not None for name in ("conn", "drawable", "_buf", "_shmseg"))


@dataclass(slots=True)
class X11Frames:
    """`display` is a connection of its own, for what the server tells."""

    display: XThing
    damage: int
    region: int
    """Where the damage is put when it is taken back."""
    memory: SharedMemory
    with_pointer: bool
    _image: PointerImage | None = None
    _shown: Area | None = None
    """Where the pointer stands in the picture, in the desktop's pixels."""
    _new_shape: bool = False
    _layout_changed: bool = False
    _told: bool = False
    """Whether the server told of damage that was not taken back yet."""

    @property
    def wake(self) -> int | None:
        return int(self.display.fileno())

    def look(self, area: Area, *, afresh: bool = False) -> Iterator[Patch]:
        try:
            changed = self._damaged()
            if afresh:
                changed, self._shown = [area], None
            pointer = self._pointer() if self.with_pointer else None
            yield from self._patches(area, changed, pointer)
        except _LOST as error:
            raise ScreenGone from error

    def layout_changed(self, *, surely: bool = False) -> bool:
        try:
            if surely:
                self.display.sync()
            self._hear()
            changed, self._layout_changed = self._layout_changed, False
            if changed:
                self.memory.reopen()
        except _LOST as error:
            raise ScreenGone from error
        return changed

    def close(self) -> None:
        with suppress(*_LOST):
            self.display.close()
        self.memory.close()

    def _patches(self, area: Area, changed: list[Area], pointer: Area | None) -> Iterator[Patch]:
        """The damage as it is; then the pointer, where it was and where it is now, on top of what is under it."""
        for box in changed:
            yield from self._patch(area, box, None)
        pointers = [box for box in (pointer, self._shown) if box]
        covered = any(touching(one, other) for one in changed for other in pointers)
        if pointer == self._shown and not (covered or self._new_shape):
            return
        self._new_shape = False
        for box in _joined(self._shown, pointer):
            yield from self._patch(area, box, pointer)
        self._shown = pointer

    def _patch(self, area: Area, changed: Area, pointer: Area | None) -> Iterator[Patch]:
        part = on_grid(changed.x, changed.y, changed.width, changed.height, area)
        if part is None:
            return
        left, top = area.x + part.x, area.y + part.y
        pixels: memoryview | bytearray = self.memory.fetch(left, top, part.width, part.height)
        if pointer is not None and self._image is not None:
            pixels = bytearray(pixels)
            draw_pointer(self._image, pixels, part.width, pointer.x - left, pointer.y - top)
        yield Patch(part.x, part.y, part.width, part.height, pixels)

    def _damaged(self) -> list[Area]:
        """What was drawn on since the last look.

        Drawing inside a rectangle that was told already is not told again until the damage is taken back. So it is
        taken back, and that is known to be done, before the pixels are fetched.
        """
        self._hear()
        if not self._told:
            return []
        self._told = False
        self.display.damage_subtract(self.damage, parts=self.region)
        return gathered(fetch_region(self.display, self.region))

    def _hear(self) -> None:
        damage, cursor = self.display.extension_event.DamageNotify, self.display.extension_event.DisplayCursorNotify
        layout = getattr(self.display.extension_event, "ScreenChangeNotify", None)
        for _ in range(self.display.pending_events()):
            event = self.display.next_event()
            if event.type == damage:
                self._told = True
            elif (event.type, getattr(event, "sub_code", None)) == cursor:
                self._image = None
            elif event.type == layout:
                self._layout_changed = True

    def _pointer(self) -> Area | None:
        """Where the pointer's picture is now; None while an application shows none."""
        if self._image is None:
            told = self.display.xfixes_get_cursor_image(None)
            self._image = pointer_image(told.width, told.height, told.xhot, told.yhot, told.cursor_image)
            self._new_shape = True
        at = self.display.screen().root.query_pointer()
        image = self._image
        return Area(at.root_x - image.hot_x, at.root_y - image.hot_y, image.width, image.height)


def open_x11_frames(*, pointer: bool) -> X11Frames | None:
    """None where the server does not tell of changes (no XDamage): then others can do it."""
    try:
        display: XThing = Display()
    except (DisplayError, ConnectionClosedError, OSError):
        return None
    try:
        if not all(display.has_extension(name) for name in ("DAMAGE", "XFIXES")):
            display.close()
            return None
        root = display.screen().root
        display.damage_query_version()
        display.xfixes_query_version()
        if display.has_extension("RANDR"):
            root.xrandr_select_input(randr.RRScreenChangeNotifyMask)
        display.xfixes_select_cursor_input(root, xfixes.XFixesDisplayCursorNotifyMask)
        handle = root.damage_create(damage.DamageReportNonEmpty)
        region = create_region(display)
        display.sync()
        memory = open_shared_memory()
    except (XError, ConnectionClosedError, ScreenShotError, OSError) as error:
        log.info("no XDamage: %s", type(error).__name__)
        return None
    return X11Frames(display, handle, region, memory, pointer)


def _joined(was: Area | None, now: Area | None) -> list[Area]:
    """Two places of the pointer as one box where they are near each other, else as two."""
    boxes = [box for box in (was, now) if box is not None]
    if len(boxes) < 2:
        return boxes
    both = around(boxes)
    return [both] if both.width * both.height <= 4 * (boxes[1].width * boxes[1].height) else boxes
