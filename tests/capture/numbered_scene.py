"""Paints numbered pictures in a window until it is told to end: `numbered_scene.py TITLE X Y WIDTH HEIGHT FPS LOG`.

The number stands in the top left corner as a Gray code of 16 cells of 16 pixels, dark or light, so that a picture
caught between two numbers still reads as one of the two. LOG gets `number monotonic-seconds` for each.
"""

from __future__ import annotations

import signal
import sys
import threading
import time

from Xlib import X
from Xlib.display import Display

CELLS = 16
CELL = 16


def main() -> None:
    title, x, y, width, height, fps, log = sys.argv[1:8]
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    display = Display()
    screen = display.screen()
    window = screen.root.create_window(
        int(x), int(y), int(width), int(height), 0, screen.root_depth, X.InputOutput, X.CopyFromParent,
        background_pixel=0x2060A0, override_redirect=False,
    )  # fmt: skip
    window.set_wm_name(title)
    window.map()
    dark = window.create_gc(foreground=0x101010)
    light = window.create_gc(foreground=0xF0F0F0)
    red = window.create_gc(foreground=0xD02020)
    display.sync()
    start = time.monotonic()
    period = 1 / float(fps)
    with open(log, "w", encoding="ascii") as told:
        number = 0
        while not ending.wait(max(start + number * period - time.monotonic(), 0)):
            code = number ^ (number >> 1)
            for cell in range(CELLS):
                window.fill_rectangle(light if code >> cell & 1 else dark, cell * CELL, 0, CELL, CELL)
            window.fill_rectangle(dark, 0, 40, int(width), 12)
            window.fill_rectangle(red, number * 7 % int(width), 40, 12, 12)
            display.sync()
            print(number, time.monotonic(), file=told, flush=True)
            number += 1
    display.close()


main()
