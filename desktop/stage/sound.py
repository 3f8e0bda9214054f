"""A microphone without a sound card: PipeWire in a folder of its own, a room, and a voice in it."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from desktop.stage.processes import (
    TookTooLong,
    check_alive,
    find_program,
    require,
    started,
    wait_for_file,
    wait_until,
)

PROGRAMS: Final = ("setpriv", "pipewire", "wireplumber", "pipewire-pulse", "pactl", "paplay", "espeak-ng")
MICROPHONE: Final = "microphone"
_ROOM: Final = "room"
_READY_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Room:
    """A sink whose monitor is the default microphone. `environ` reaches its sound server."""

    environ: Mapping[str, str]
    logs: Path

    @contextlib.contextmanager
    def playing(self, wav: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Plays the file to the microphone; leaving the block ends it."""
        command = ["paplay", "--latency-msec=100", "-d", _ROOM, str(wav)]
        with started(command, self.environ, self.logs / "paplay.log") as process:
            yield process


def speak_to_file(text: str, language: str, wav: Path, *, words_per_minute: int = 150) -> None:
    """Write speech as a WAV file; no sound server is needed."""
    require(("espeak-ng",))
    command = [find_program("espeak-ng") or "", "-v", language, "-s", str(words_per_minute), "-w", str(wav), text]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=30)


@contextlib.contextmanager
def microphone(environ: Mapping[str, str], runtime: Path, logs: Path) -> Iterator[Room]:
    """A sound server whose sockets stand in `runtime` (XDG_RUNTIME_DIR of `environ`; a short path)."""
    require(PROGRAMS)
    (runtime / "pulse").mkdir(mode=0o700, exist_ok=True)
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(started(["pipewire"], environ, logs / "pipewire.log"))
        wait_for_file(runtime / "pipewire-0", "pipewire", _READY_S, server)
        stack.enter_context(started(["wireplumber"], environ, logs / "wireplumber.log"))
        pulse = stack.enter_context(started(["pipewire-pulse"], environ, logs / "pipewire-pulse.log"))
        wait_for_file(runtime / "pulse" / "native", "pipewire-pulse", _READY_S, pulse)
        sound = _Sound(environ, logs / "pactl.log")
        # The socket is there a moment before anybody listens on it.
        alive = partial(check_alive, pulse, "pipewire-pulse", logs / "pipewire-pulse.log")
        wait_until(sound.answers, "pipewire-pulse", _READY_S, every_s=0.05, alive=alive)
        sound.ask("load-module", "module-null-sink", f"sink_name={_ROOM}", "rate=48000", "channels=2")
        # Qt hides monitor sources, so the monitor gets a source of its own.
        named = [f"source_name={MICROPHONE}", "source_properties=device.description=Microphone"]
        sound.ask("load-module", "module-remap-source", f"master={_ROOM}.monitor", *named)
        sound.wait(lambda: sound.prefer(MICROPHONE, _ROOM), "the microphone")
        yield Room(environ, logs)


@dataclass(frozen=True, slots=True)
class _Sound:
    environ: Mapping[str, str]
    log: Path

    def answers(self) -> bool:
        return self._run("info", check=False).returncode == 0

    def ask(self, *words: str) -> str:
        return self._run(*words, check=True).stdout

    def _run(self, *words: str, check: bool) -> subprocess.CompletedProcess[str]:
        command = [find_program("pactl") or "", *words]
        done = subprocess.run(
            command, env=dict(self.environ), check=False, capture_output=True, text=True, timeout=_READY_S
        )
        if check and done.returncode:
            self.log.write_text(f"{words}: {done.stderr}", encoding="utf-8")
            done.check_returncode()
        return done

    def prefer(self, source: str, sink: str) -> bool:
        """Make these the defaults; whether the session manager did it."""
        self._run("set-default-source", source, check=False)
        self._run("set-default-sink", sink, check=False)
        chosen = self._run("info", check=False).stdout
        return f"Default Source: {source}" in chosen and f"Default Sink: {sink}" in chosen

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Until `ready`, asked again at each event of the sound server."""
        deadline = time.monotonic() + _READY_S
        listening = subprocess.Popen(
            [find_program("pactl") or "", "subscribe"],
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert listening.stdout is not None  # noqa: S101 - asked for above
        try:
            while not ready():
                left = max(0.0, min(1.0, deadline - time.monotonic()))
                if select.select([listening.stdout], [], [], left)[0]:
                    os.read(listening.stdout.fileno(), 65536)
                elif time.monotonic() >= deadline:
                    raise TookTooLong(what, _READY_S)
        finally:
            listening.terminate()
            listening.wait()
            listening.stdout.close()
