"""Pictures every window of the app, from the real app on a virtual display with a window manager and a tray.

    python tests/screenshots/app_windows.py --out DIR [--sets nl-light,en-dark,...] [--only WORD]

A set is a language and a theme; `en-light-200` is drawn at 200 %, `pseudo-light` in a language that takes 40 % more
room. Exit status 1 where words are cut off, a picture is blank, or a window is the same in Dutch and in English.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SETS: Final = ("nl-light", "nl-dark", "en-light", "en-dark", "en-light-200", "pseudo-light")


@contextlib.contextmanager
def own_display(width: int, height: int) -> Iterator[str]:
    """The name of a display of our own, with a window manager and a tray."""
    reading, writing = os.pipe()
    screen = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with subprocess.Popen(screen, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as numbers:
            display = f":{numbers.readline().strip()}"
        companions = [
            subprocess.Popen(
                command, env={**os.environ, "DISPLAY": display}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for command in (["openbox"], ["trayer", "--edge", "top", "--align", "right", "--widthtype", "request"])
        ]
        try:
            yield display
        finally:
            for companion in (*companions, server):
                companion.terminate()
                companion.wait()


def picture_set(name: str, out: Path, only: str) -> list[str]:
    """One set in a process of its own, as the scale is fixed when Qt starts. What was wrong with it, a line each."""
    scale = 2 if name.endswith("-200") else 1
    with own_display(1360 * scale, 900 * scale) as display, tempfile.TemporaryDirectory() as home:
        environ = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": str(scale),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "VONK_HOME": home,
            "XDG_CONFIG_HOME": home,
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "tests.screenshots.app_tour", name, str(out), only]
        done = subprocess.run(command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=300)
    wrong = [line for line in done.stdout.splitlines() if line]
    return wrong if done.returncode == 0 else [*wrong, f"{name}: ended with status {done.returncode}"]


def judge(out: Path) -> list[str]:
    """Blank pictures, and windows that look the same in both languages."""
    from tests.screenshots.judging import are_the_same, is_blank

    wrong = [f"{file.name}: blank" for file in sorted(out.glob("app-*.png")) if is_blank(file)]
    for dutch in sorted(out.glob("app-*-nl-*.png")):
        english = out / dutch.name.replace("-nl-", "-en-")
        if english.exists() and are_the_same(dutch, english):
            wrong.append(f"{dutch.name}: the same in English")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    args.out.mkdir(parents=True, exist_ok=True)
    wrong = [line for name in args.sets.split(",") for line in picture_set(name, args.out.resolve(), args.only)]
    wrong += judge(args.out)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
