"""The recorders that are compared: each is started without a hand, and stopped the way its users stop it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.capture_processes import ended_within, holds_open
from desktop.stage.processes import check_alive, started, wait_until
from media.ffmpeg import executable

ROOT: Final = Path(__file__).resolve().parents[1]
PATIENCE_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Site:
    """Where a recorder works: its environment (with the display), and a folder of its own for clip and logs."""

    environ: Mapping[str, str]
    folder: Path
    width: int
    height: int

    @property
    def clip(self) -> Path:
        return self.folder / "clip.mp4"

    @property
    def log(self) -> Path:
        return self.folder / "recorder.log"


@dataclass(frozen=True, slots=True)
class Running:
    """A recorder at work since `told` (monotonic), the moment before it was started."""

    process: subprocess.Popen[bytes]
    told: float


class Peer(ABC):
    """One recorder with its settings."""

    name: str
    title: str

    def missing(self) -> str | None:
        """What to do before this recorder can run here, or None."""
        return None

    @abstractmethod
    def recording(self, site: Site) -> contextlib.AbstractContextManager[Running]:
        """A recorder that has been told to record until `stop`; ended in any case."""

    @abstractmethod
    def stop(self, running: Running, site: Site) -> float:
        """Stop it, and give the seconds until `site.clip` is finished."""

    def warnings(self, site: Site) -> tuple[str, ...]:
        """What the recorder itself complained of."""
        return ()


@contextlib.contextmanager
def _run(
    command: list[str], site: Site, environ: Mapping[str, str], stdin: int = subprocess.DEVNULL
) -> Iterator[Running]:
    told = time.monotonic()
    with started(command, environ, site.log, stdin=stdin) as process:
        yield Running(process, told)


def _until_ended(running: Running, site: Site, since: float) -> float:
    if not ended_within(running.process.pid, PATIENCE_S):
        raise RuntimeError(f"the recorder did not end; it said:\n{site.log.read_text(errors='replace')[-2000:]}")
    took = time.monotonic() - since
    if running.process.wait() or not site.clip.exists():
        raise RuntimeError(f"the recorder made no clip; it said:\n{site.log.read_text(errors='replace')[-2000:]}")
    return took


class Vonk(Peer):
    """`vonk record`, from a cold start of its command line to the end of that command."""

    def __init__(self, profile: str) -> None:
        self._profile = profile
        self.name = f"vonk-{profile}"
        self.title = f"Vonk {profile}"

    def recording(self, site: Site) -> contextlib.AbstractContextManager[Running]:
        environ = {**site.environ, "VONK_HOME": str(site.folder / "vonk"), "PYTHONPATH": str(ROOT)}
        line = [sys.executable, "-m", "desktop", "record", "--out", str(site.clip), "--mic", "none", "--fps", "30"]
        return _run([*line, "--profile", self._profile, "--json"], site, environ)

    def stop(self, running: Running, site: Site) -> float:
        check_alive(running.process, self.title, site.log)
        since = time.monotonic()
        os.kill(running.process.pid, signal.SIGINT)
        return _until_ended(running, site, since)

    def warnings(self, site: Site) -> tuple[str, ...]:
        lines = [line for line in site.log.read_text(errors="replace").splitlines() if line.startswith("{")]
        told = json.loads(lines[-1]) if lines else {}
        dropped = told.get("dropped", 0)
        return (*(one["code"] for one in told.get("warnings", [])), *([f"dropped {dropped}"] if dropped else []))


class X11Grab(Peer):
    """The bundled ffmpeg by itself."""

    name = "x11grab"
    title = "ffmpeg x11grab"

    def recording(self, site: Site) -> contextlib.AbstractContextManager[Running]:
        size = f"{site.width}x{site.height}"
        source = ["-f", "x11grab", "-framerate", "30", "-video_size", size, "-draw_mouse", "1"]
        coding = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p"]
        line = [executable(), "-hide_banner", "-nostats", *source, "-i", site.environ["DISPLAY"], *coding]
        return _run([*line, str(site.clip)], site, site.environ, subprocess.PIPE)

    def stop(self, running: Running, site: Site) -> float:
        check_alive(running.process, self.title, site.log)
        assert running.process.stdin is not None  # noqa: S101 - it was asked for
        since = time.monotonic()
        running.process.stdin.write(b"q")
        running.process.stdin.flush()
        return _until_ended(running, site, since)


class SimpleScreenRecorder(Peer):
    """The Debian package, x264 veryfast crf 23 as set in `simplescreenrecorder.conf`."""

    name = "ssr"
    title = "SimpleScreenRecorder"

    def missing(self) -> str | None:
        if shutil.which("simplescreenrecorder"):
            return None
        return "install it with: apt-get install --no-install-recommends simplescreenrecorder"

    @contextlib.contextmanager
    def recording(self, site: Site) -> Iterator[Running]:
        settings = (ROOT / "benchmarks" / "simplescreenrecorder.conf").read_text(encoding="utf-8")
        settings = settings.replace("file=./ssr.mp4", f"file={site.clip}")
        own = site.folder / ".ssr" / "settings.conf"
        own.parent.mkdir()
        own.write_text(settings, encoding="utf-8")
        given = site.folder / "given.conf"
        given.write_text(settings, encoding="utf-8")
        environ = {**site.environ, "HOME": str(site.folder)}
        line = [
            "simplescreenrecorder",
            f"--settingsfile={given}",
            "--start-recording",
            "--start-hidden",
            "--no-systray",
        ]
        with _run(line, site, environ, subprocess.PIPE) as running:
            yield running

    def stop(self, running: Running, site: Site) -> float:
        check_alive(running.process, self.title, site.log)
        pid = running.process.pid
        since = time.monotonic()
        _tell(running, b"record-save\n")
        wait_until(
            lambda: site.clip.exists() and not holds_open(pid, site.clip),
            "the clip",
            PATIENCE_S,
            every_s=0.005,
        )
        took = time.monotonic() - since
        _tell(running, b"quit\n")
        ended_within(pid, 5)
        return took


def _tell(running: Running, words: bytes) -> None:
    assert running.process.stdin is not None  # noqa: S101 - it was asked for
    running.process.stdin.write(words)
    running.process.stdin.flush()
