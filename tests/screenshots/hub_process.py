"""A hub in a process of its own, and a browser to look at it with.

Run as a program, it is the hub on stage: the real one, with its clock stopped at a given moment and the pseudo-language
added for who asks for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).resolve().parents[2]
CHROMIUM: Final = Path("/usr/bin/chromium")
_QUIET: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SAID: Final = "Vonk hub:"


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """`python -m hub serve` on a free port; the address it says it has."""
    with _process(["-m", "hub", "serve"], data) as address:
        yield address


@contextmanager
def on_stage(data: Path, now: datetime) -> Iterator[str]:
    """The same, for pictures: it is always `now`, an hour east of Greenwich."""
    with _process([__file__, now.isoformat()], data, TZ="CET-1") as address:
        yield address


@contextmanager
def _process(command: Sequence[str], data: Path, **more: str) -> Iterator[str]:
    words = [sys.executable, *command, "--data", str(data), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | more) as server:
        try:
            assert server.stdout is not None
            first = server.stdout.readline()
            assert first.startswith(_SAID), "the hub did not start; standard error says why"
            yield first.removeprefix(_SAID).strip()
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def browsing() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET, headless=True)
        yield chromium
        chromium.close()


def _play(moment: str, arguments: Sequence[str]) -> int:
    from hub import app
    from hub.__main__ import main
    from tests.screenshots import pseudo_locale

    now = datetime.fromisoformat(moment)
    app.create_app = partial(app.create_app, clock=lambda: now)  # type: ignore[assignment]
    pseudo_locale.speak()
    return main(["serve", *arguments])


if __name__ == "__main__":
    raise SystemExit(_play(sys.argv[1], sys.argv[2:]))
