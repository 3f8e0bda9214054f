"""Plays a scene on $DISPLAY whose recording can be judged: every drawing is numbered, and its moment is logged.

    python benchmarks/scene.py moving|static|typing LOG [--seconds N]
    python benchmarks/scene.py moving|static|typing --numbers

`moving` draws 30 times a second: text that scrolls, a picture window that travels, the rest stays. `static` is a
document in which a character is typed each 200 ms, while the pointer travels for two seconds of every four. `typing`
is the same with a pointer that rests.

The number stands in the top left corner as a Gray code of 16 cells of 16 pixels, dark or light, lowest bit first.
LOG gets a line `number monotonic-seconds` once the X server has shown a drawing. What a number looks like depends
on that number only: with --numbers it shows each that comes on standard input, and answers with the same number.
"""

from __future__ import annotations

import argparse
import math
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TextIO

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.ext import xtest

BITS: Final = 16
CELL: Final = 16
FPS: Final = 30
TICKS_A_CHARACTER: Final = 6
TRAVEL_TICKS: Final = 60
"""The pointer travels for so many thirtieths of a second, then rests for as many."""

_WALL, _PAPER, _BAR, _INK, _FAINT = 0x3B6C7E, 0xFBF8F2, 0xE4DED2, 0x26221E, 0x8C857A
_DARK, _LIGHT = 0x101010, 0xF0F0F0
_FONTS: Final = ("10x20", "9x15", "fixed")
_ARROW: Final = 68
"""The ordinary pointer in the X server's cursor font."""

_WORDS: Final = (
    "Select the table, choose Insert and then Pivot table. Drag Month to the rows and Amount to the values; "
    "a click with the right button on a total offers the average. Press F2 to look into a formula, and Escape "
    "to leave it as it was. Fourteen columns (A to N) fit on one page when the margins are narrow. "
)


class Box(NamedTuple):
    """A rectangle of the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int


STRIP: Final = Box(0, 0, BITS * CELL, CELL)


def gray(number: int) -> int:
    """The code of a number in which neighbours differ in one bit."""
    return number ^ number >> 1


def travels(number: int) -> bool:
    """Whether the pointer of the static scene moves at some time while this number shows."""
    return number * TICKS_A_CHARACTER % (2 * TRAVEL_TICKS) < TRAVEL_TICKS


def pointer_place(tick: int) -> tuple[int, int]:
    """Where the pointer of the static scene is at this thirtieth of a second; it rests for half of the time."""
    turn, within = divmod(tick, 2 * TRAVEL_TICKS)
    way = (turn * TRAVEL_TICKS + min(within, TRAVEL_TICKS - 1)) / TRAVEL_TICKS
    return round(960 + 720 * math.sin(way * 1.3)), round(560 + 380 * math.sin(way * 2.1 + 0.4))


class Canvas:
    """A window over the whole screen, and the picture behind it that everything is painted into first."""

    def __init__(self) -> None:
        self.display = Display()
        screen = self.display.screen()
        self.width, self.height = screen.width_in_pixels, screen.height_in_pixels
        self._depth = screen.root_depth
        self.window = screen.root.create_window(
            0, 0, self.width, self.height, 0, self._depth, X.InputOutput, X.CopyFromParent,
            cursor=self._arrow(),
        )  # fmt: skip
        self.window.set_wm_name("Scene")
        state = self.display.intern_atom("_NET_WM_STATE")
        full = self.display.intern_atom("_NET_WM_STATE_FULLSCREEN")
        self.window.change_property(state, Xatom.ATOM, 32, [full])
        self.back = self.surface(self.width, self.height)
        self.gc = self.window.create_gc(font=self._font(), graphics_exposures=False)
        shape = self._font().query()
        self.letter = Box(
            0, shape.font_ascent, shape.max_bounds.character_width, shape.font_ascent + shape.font_descent
        )

    def _arrow(self) -> Any:  # noqa: ANN401 - python-xlib's objects have no types of use
        font: Any = self.display.open_font("cursor")
        return font.create_glyph_cursor(font, _ARROW, _ARROW + 1, (0, 0, 0), (0xFFFF, 0xFFFF, 0xFFFF))

    def _font(self) -> Any:  # noqa: ANN401
        return next(font for name in _FONTS if (font := self.display.open_font(name)) is not None)

    def surface(self, width: int, height: int) -> Any:  # noqa: ANN401
        """A picture on the server, of undefined content."""
        return self.display.screen().root.create_pixmap(width, height, self._depth)

    def fill(self, on: Any, box: Box, colour: int) -> None:  # noqa: ANN401
        self.gc.change(foreground=colour)
        on.fill_rectangle(self.gc, *box)

    def text(self, on: Any, x: int, y: int, words: str, colour: int, paper: int) -> None:  # noqa: ANN401
        """Words with their background; x and y are the top left corner of the first character."""
        self.gc.change(foreground=colour, background=paper)
        for at in range(0, len(words), 200):
            on.image_text(self.gc, x + at * self.letter.width, y + self.letter.y, words[at : at + 200])

    def paragraphs(self, on: Any, box: Box, colour: int, paper: int, start: int = 0) -> None:  # noqa: ANN401
        """Fill a rectangle with lines of text; every line begins elsewhere in the same words."""
        self.fill(on, box, paper)
        columns, spacing = box.width // self.letter.width, self.letter.height + 4
        for line in range(box.height // spacing):
            if (line + start) % 9 != 8:
                words = _wording((start + line) * 53, columns - (line + start) * 7 % 11)
                self.text(on, box.x, box.y + line * spacing, words, colour, paper)

    def copy(self, source: Any, target: Any, box: Box, x: int, y: int) -> None:  # noqa: ANN401
        target.copy_area(self.gc, source, box.x, box.y, box.width, box.height, x, y)

    def strip(self, number: int) -> Box:
        for cell in range(BITS):
            colour = _LIGHT if gray(number) >> cell & 1 else _DARK
            self.fill(self.back, Box(cell * CELL, 0, CELL, CELL), colour)
        return STRIP

    def show(self, changed: list[Box]) -> None:
        """Bring what was painted to the window. The server is held for that long: nobody can grab half of it."""
        self.display.grab_server()
        for box in changed:
            self.copy(self.back, self.window, box, box.x, box.y)
        self.display.ungrab_server()
        self.display.sync()

    def open(self) -> None:
        self.window.change_attributes(event_mask=X.ExposureMask)
        self.window.map()
        while self.display.next_event().type != X.Expose:
            pass
        self.window.change_attributes(event_mask=0)
        self.display.sync()


def _wording(start: int, length: int) -> str:
    begin = start % len(_WORDS)
    return (_WORDS * (2 + length // len(_WORDS)))[begin : begin + length]


class Sheet(Protocol):
    """What a scene shows."""

    def paint(self, number: int) -> list[Box]:
        """Paint this number behind the window; tells which rectangles differ from what was painted before."""
        ...


class Moving:
    """A text that scrolls by three pixels a drawing, and a picture that travels over a still desktop."""

    _TEXT: Final = Box(40, 120, 1000, 900)
    _STEP: Final = 3
    _WAY: Final = Box(1080, 100, 800, 940)
    _PICTURE: Final = Box(0, 0, 560, 400)
    _TITLE: Final = 28

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._height = self._TEXT.height * 2
        self._scroll = canvas.surface(self._TEXT.width, self._height)
        canvas.paragraphs(self._scroll, Box(0, 0, self._TEXT.width, self._height), _INK, _PAPER)
        self._desk = canvas.surface(canvas.width, canvas.height)
        self._furnish()
        self._window = canvas.surface(self._PICTURE.width, self._PICTURE.height + self._TITLE)
        self._hang()
        self._last: Box | None = None

    def _furnish(self) -> None:
        canvas, desk = self._canvas, self._desk
        canvas.fill(desk, Box(0, 0, canvas.width, canvas.height), _WALL)
        canvas.fill(desk, Box(0, 32, canvas.width, 40), _BAR)
        canvas.text(desk, 40, 42, "File   Edit   View   Insert   Format   Tools   Help", _INK, _BAR)
        canvas.fill(desk, Box(30, 88, self._TEXT.width + 20, self._TEXT.height + 42), _FAINT)
        canvas.text(desk, 40, 94, "Handbook.txt", _PAPER, _FAINT)
        for row in range(6):
            canvas.fill(desk, Box(1120 + row % 2 * 380, 140 + row // 2 * 290, 320, 240), _BAR)
            canvas.paragraphs(desk, Box(1130 + row % 2 * 380, 150 + row // 2 * 290, 300, 220), _FAINT, _PAPER, row * 10)

    def _hang(self) -> None:
        canvas, size = self._canvas, self._PICTURE
        canvas.fill(self._window, Box(0, 0, size.width, self._TITLE), _INK)
        canvas.text(self._window, 10, 4, "Picture", _PAPER, _INK)
        rows = 200_000 // (size.width * 4)
        for top in range(0, size.height, rows):
            height = min(rows, size.height - top)
            data = b"".join(_photo_row(y, size.width, size.height) for y in range(top, top + height))
            self._window.put_image(canvas.gc, 0, self._TITLE + top, size.width, height, X.ZPixmap, 24, 0, data)

    def paint(self, number: int) -> list[Box]:
        canvas, text = self._canvas, self._TEXT
        whole = Box(0, 0, canvas.width, canvas.height)
        if self._last is None:
            canvas.copy(self._desk, canvas.back, whole, 0, 0)
        begin = number * self._STEP % self._height
        first = min(text.height, self._height - begin)
        canvas.copy(self._scroll, canvas.back, Box(0, begin, text.width, first), text.x, text.y)
        if first < text.height:
            rest = Box(0, 0, text.width, text.height - first)
            canvas.copy(self._scroll, canvas.back, rest, text.x, text.y + first)
        here = self._place(number)
        changed = [whole] if self._last is None else [text, _around(self._last, here)]
        if self._last is not None:
            canvas.copy(self._desk, canvas.back, self._last, self._last.x, self._last.y)
        canvas.copy(self._window, canvas.back, Box(0, 0, here.width, here.height), here.x, here.y)
        self._last = here
        return [*changed, canvas.strip(number)]

    def _place(self, number: int) -> Box:
        width, height = self._PICTURE.width, self._PICTURE.height + self._TITLE
        x = round((self._WAY.width - width) * (0.5 + 0.5 * math.sin(number / 29)))
        y = round((self._WAY.height - height) * (0.5 + 0.5 * math.sin(number / 41)))
        return Box(self._WAY.x + x, self._WAY.y + y, width, height)


def _around(one: Box, other: Box) -> Box:
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    bottom = max(one.y + one.height, other.y + other.height)
    return Box(x, y, right - x, bottom - y)


def _photo_row(y: int, width: int, height: int) -> bytes:
    """A row of a landscape: a sky, a sun, three hills, and grass with a grain. The same at every call."""
    row = bytearray()
    depth = y / height
    for x in range(width):
        red, green, blue = 120 + 110 * depth, 160 + 60 * depth, 235 - 40 * depth
        glow = math.hypot(x - 0.72 * width, y - 0.25 * height) / height
        if glow < 0.5:
            warm = (0.5 - glow) * 2
            red, green = red + (250 - red) * warm, green + (220 - green) * warm
        for hill in range(3):
            ridge = height * (0.45 + 0.14 * hill) + 34 * math.sin(x / (70 - 12 * hill) + hill * 2)
            if y > ridge:
                shade = 1 - 0.35 * (y - ridge) / height - 0.12 * math.sin(x / 9 + y / 5)
                grain = ((x * 73856093 ^ y * 19349663 ^ hill * 83492791) >> 5 & 15) - 8
                red, green, blue = (
                    (50 + 20 * hill) * shade + grain,
                    (95 + 22 * hill) * shade + grain,
                    60 * shade + grain,
                )
        row += bytes((_byte(blue), _byte(green), _byte(red), 0))
    return bytes(row)


def _byte(value: float) -> int:
    return max(0, min(255, int(value)))


class Static:
    """A document into which one character more is typed at each number; a full page begins again."""

    _BEGUN: Final = 1210
    """Characters that stand on the page at number 0."""
    _PAGE: Final = Box(520, 150, 1000, 800)

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._columns = self._PAGE.width // canvas.letter.width
        self._spacing = canvas.letter.height + 6
        self._places = self._columns * (self._PAGE.height // self._spacing)
        self._last: int | None = None

    def paint(self, number: int) -> list[Box]:
        if self._last is None:
            self._furnish()
        if self._last is not None and number == self._last + 1 and (number + self._BEGUN) % self._places:
            changed = self._type(number)
        else:
            changed = self._rewrite(number)
        if self._last is None:
            changed = [Box(0, 0, self._canvas.width, self._canvas.height)]
        self._last = number
        return [*changed, self._canvas.strip(number)]

    def _furnish(self) -> None:
        canvas, back, page = self._canvas, self._canvas.back, self._PAGE
        canvas.fill(back, Box(0, 0, canvas.width, canvas.height), _WALL)
        canvas.fill(back, Box(0, 24, canvas.width, 76), _BAR)
        canvas.text(back, 40, 32, "File   Edit   View   Insert   Format   Tools   Help", _INK, _BAR)
        for button in range(24):
            canvas.fill(back, Box(40 + button * 40, 62, 30, 30), _FAINT if button % 5 else _WALL)
        canvas.fill(back, Box(20, 120, 420, 900), _PAPER)
        canvas.paragraphs(back, Box(40, 140, 380, 860), _FAINT, _PAPER, 20)
        canvas.fill(back, Box(1600, 120, 300, 900), _BAR)
        canvas.paragraphs(back, Box(1620, 140, 260, 860), _INK, _BAR, 60)
        canvas.fill(back, Box(page.x - 40, page.y - 30, page.width + 80, page.height + 130), _PAPER)
        canvas.paragraphs(back, Box(page.x, page.y + page.height + 20, page.width, 60), _FAINT, _PAPER, 3)

    def _cell(self, place: int) -> Box:
        line, column = divmod(place, self._columns)
        width = self._canvas.letter.width
        return Box(
            self._PAGE.x + column * width, self._PAGE.y + line * self._spacing, width, self._canvas.letter.height
        )

    def _rewrite(self, number: int) -> list[Box]:
        canvas, page = self._canvas, self._PAGE
        canvas.fill(canvas.back, page, _PAPER)
        typed = (number + self._BEGUN) % self._places
        for begin in range(0, typed, self._columns):
            at, words = self._cell(begin), _wording(begin, min(self._columns, typed - begin))
            canvas.text(canvas.back, at.x, at.y, words, _INK, _PAPER)
        self._caret(typed)
        return [page]

    def _type(self, number: int) -> list[Box]:
        place = (number + self._BEGUN) % self._places - 1
        at = self._cell(place)
        self._canvas.fill(self._canvas.back, at, _PAPER)
        self._canvas.text(self._canvas.back, at.x, at.y, _wording(place, 1), _INK, _PAPER)
        caret = self._caret(place + 1)
        return [_around(at, caret)] if caret.y == at.y else [at, caret]

    def _caret(self, place: int) -> Box:
        at = self._cell(place)
        caret = Box(at.x, at.y, 2, at.height)
        self._canvas.fill(self._canvas.back, caret, _INK)
        return caret


SHEETS: Final[dict[str, Callable[[Canvas], Sheet]]] = {"moving": Moving, "static": Static, "typing": Static}


def play(canvas: Canvas, sheet: Sheet, scene: str, log: TextIO, ending: threading.Event, seconds: float) -> None:
    """Draw at the scene's own pace. One that comes late is not made up for: two drawings are never close together."""
    ticks_a_drawing = 1 if scene == "moving" else TICKS_A_CHARACTER
    if scene == "typing":
        _park_pointer(canvas)
    due = begun = time.monotonic()
    tick = 0
    while not ending.wait(max(due - time.monotonic(), 0)) and time.monotonic() - begun < seconds:
        if scene == "static" and tick % (2 * TRAVEL_TICKS) < TRAVEL_TICKS:
            x, y = pointer_place(tick)
            xtest.fake_input(canvas.display, X.MotionNotify, x=x, y=y)
            canvas.display.flush()
        number, left = divmod(tick, ticks_a_drawing)
        if not left:
            canvas.show(sheet.paint(number))
            print(number, f"{time.monotonic():.6f}", file=log, flush=True)
        tick += 1
        due = max(due + 1 / FPS, time.monotonic())


def _park_pointer(canvas: Canvas) -> None:
    xtest.fake_input(canvas.display, X.MotionNotify, x=canvas.width - 1, y=canvas.height - 1)
    canvas.display.flush()


def answer(canvas: Canvas, sheet: Sheet) -> None:
    """Show the numbers that are asked for, each until the next, with the pointer out of the way."""
    _park_pointer(canvas)
    for line in sys.stdin:
        canvas.show(sheet.paint(int(line)))
        print(int(line), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scene", choices=sorted(SHEETS))
    parser.add_argument("log", nargs="?", type=Path)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--numbers", action="store_true", help="show the numbers of standard input instead")
    args = parser.parse_args()
    if (args.log is None) is not args.numbers:
        parser.error("give either a LOG or --numbers")
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    canvas = Canvas()
    sheet = SHEETS[args.scene](canvas)
    canvas.open()
    if args.numbers:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        answer(canvas, sheet)
    else:
        with args.log.open("w", encoding="ascii") as log:
            play(canvas, sheet, args.scene, log, ending, args.seconds)
    canvas.display.close()


if __name__ == "__main__":
    main()
