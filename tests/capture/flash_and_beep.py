"""Flashes white for 100 ms and beeps in the same moment: `flash_and_beep.py X Y SIZE EVENTS PERIOD SEED SINK WAV LOG`.

The beep is a tone that rises, so that its place in a recording is found to the sample. It is written to WAV here and
given to the sound server, which plays it at once. LOG gets the monotonic second of each flash: the middle between the
order to draw it and the answer that it was drawn.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
import wave

import numpy as np
from Xlib.display import Display

RATE = 48000
BEEP_S = 0.06
FLASH_S = 0.1


def beep() -> np.ndarray:
    """500 to 6000 Hz in 60 ms: loud from its first samples on."""
    t = np.arange(round(BEEP_S * RATE)) / RATE
    tone = np.sin(2 * np.pi * (500 * t + (6000 - 500) / BEEP_S / 2 * t**2))
    return np.round(20000 * tone * np.minimum(1, (BEEP_S - t) / 0.005)).astype(np.int16)


def main() -> None:
    x, y, size, events, seed = (int(sys.argv[at]) for at in (1, 2, 3, 4, 6))
    period, sink, wav, log = float(sys.argv[5]), *sys.argv[7:10]
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    with wave.open(wav, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(beep().tobytes())
    subprocess.run(["pactl", "upload-sample", wav, "vonk-beep"], check=True, stdout=subprocess.DEVNULL)
    display = Display()
    screen = display.screen()
    look = {"background_pixel": 0x101010, "override_redirect": True}
    window = screen.root.create_window(x, y, size, size, 0, screen.root_depth, **look)
    window.map()
    white, dark = window.create_gc(foreground=0xF0F0F0), window.create_gc(foreground=0x101010)
    display.sync()
    chance = random.Random(seed)
    with open(log, "w", encoding="ascii") as told:
        due = time.monotonic() + period
        for _ in range(events):
            if ending.wait(max(due - time.monotonic(), 0)):
                break
            # Not in step with any frame rate.
            due += period + chance.uniform(0, 0.2)
            player = subprocess.Popen(["pactl", "play-sample", "vonk-beep", sink], stdout=subprocess.DEVNULL)
            ordered = time.monotonic()
            window.fill_rectangle(white, 0, 0, size, size)
            display.sync()
            print((ordered + time.monotonic()) / 2, file=told, flush=True)
            ending.wait(FLASH_S)
            window.fill_rectangle(dark, 0, 0, size, size)
            display.sync()
            player.wait()
        ending.wait(1.0)
    display.close()


if __name__ == "__main__":
    main()
