"""An X display, a numbered scene and a speaking microphone of our own: nothing of the person's desktop is touched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from capture.events import RecorderEvent, TakeDiscarded, TakeFailed, TakeFinished
from capture.recorder_process import RecorderProcess
from capture.requests import TakeRequest
from media.ffmpeg import executable

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
AREA = (100, 50, 640, 400)


@contextmanager
def child(line: list[str], **options) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(line, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(true: Callable[[], object], within_s: float = 10.0) -> None:
    """Wait for something that another process does; fails when it does not come."""
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, "it did not come in time"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def x_server() -> Iterator[str]:
    """The name of an empty display of 1280 by 720."""
    read, write = os.pipe()
    line = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-noreset"]
    with child(line, pass_fds=(write,), stderr=subprocess.DEVNULL):
        os.close(write)
        with os.fdopen(read) as told:
            name = ":" + told.readline().strip()
        yield name


@pytest.fixture
def display(x_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DISPLAY", x_server)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return x_server


@dataclass(frozen=True)
class Scene:
    log: Path

    def drawn(self) -> dict[int, float]:
        """Number of every picture that was painted, and when."""
        lines = self.log.read_text(encoding="ascii").rsplit("\n", 1)[0].splitlines()
        return {int(number): float(moment) for number, moment in (line.split() for line in lines)}


@pytest.fixture
def scene(display: str, tmp_path: Path) -> Iterator[Scene]:
    """30 numbered pictures a second in a window called `Numbered`, at AREA."""
    log = tmp_path / "drawn.log"
    place = [str(value) for value in AREA]
    with child([sys.executable, str(HERE / "numbered_scene.py"), "Numbered", *place, "30", str(log)]):
        until(lambda: log.exists() and log.stat().st_size > 0)
        yield Scene(log)


@dataclass(frozen=True)
class Seen:
    """What a clip shows: a number and a media time for each frame."""

    numbers: list[int]
    times: list[float]


@pytest.fixture(scope="session")
def read_clip() -> Callable[[Path], Seen]:
    def read(clip: Path) -> Seen:
        line = [
            executable(),
            "-v",
            "info",
            "-i",
            str(clip),
            "-fps_mode",
            "passthrough",
            "-vf",
            "crop=256:16:0:0,showinfo",
        ]
        ran = subprocess.run([*line, "-f", "rawvideo", "-pix_fmt", "gray", "-"], capture_output=True, check=True)
        cells = np.frombuffer(ran.stdout, np.uint8).reshape(-1, 16, 16, 16)[:, 4:12, :, 4:12].mean(axis=(1, 3))
        codes = ((cells > 128) << np.arange(16)).sum(axis=1)
        times = [float(text) for text in re.findall(r"pts_time:([\d.]+)", ran.stderr.decode())]
        return Seen([_from_gray(int(code)) for code in codes], times)

    return read


def _from_gray(code: int) -> int:
    number = 0
    while code:
        number ^= code
        code >>= 1
    return number


@pytest.fixture(scope="session")
def read_sound() -> Callable[[Path], np.ndarray]:
    """A file's sound as 48000 samples a second."""

    def read(file: Path) -> np.ndarray:
        line = [executable(), "-v", "error", "-i", str(file), "-vn", "-ac", "1", "-ar", "48000", "-f", "s16le", "-"]
        ran = subprocess.run(line, capture_output=True, check=True)
        return np.frombuffer(ran.stdout, np.int16).astype(float)

    return read


class Take:
    """A recorder process and everything it said, each with its moment."""

    def __init__(self, request: TakeRequest) -> None:
        self.request = request
        self.folder = request.take_dir
        self.events: list[tuple[float, RecorderEvent]] = []
        self.process = RecorderProcess(request, lambda event: self.events.append((time.monotonic(), event)))

    def of(self, kind: type) -> list:
        return [event for _, event in self.events if isinstance(event, kind)]

    def moment(self, kind: type, code: str = "") -> float:
        return next(at for at, event in self.events if isinstance(event, kind) and getattr(event, "code", "") == code)

    def wait_for(self, kind: type, code: str = "", within_s: float = 10.0) -> None:
        until(lambda: any(not code or event.code == code for event in self.of(kind)), within_s)

    def ending(self) -> TakeFinished | TakeDiscarded | TakeFailed:
        ending = self.process.wait(20)
        assert ending is not None
        return ending

    def finished(self) -> TakeFinished:
        ending = self.ending()
        assert isinstance(ending, TakeFinished), ending
        return ending

    @property
    def pid(self) -> int:
        return self.process.process.pid


@pytest.fixture
def take(tmp_path: Path, display: str) -> Iterator[Callable[..., Take]]:
    made: list[Take] = []

    def make(**wishes) -> Take:
        wishes = {"microphone": "none", **wishes}
        made.append(Take(TakeRequest(tmp_path / "takes" / f"take-{len(made)}", **wishes)))
        made[-1].process.start()
        return made[-1]

    yield make
    for one in made:
        if one.process.wait(0) is None:
            one.process.process.kill()
            one.process.wait(5)


@dataclass(frozen=True)
class Room:
    """A sound server with one microphone, and a loudspeaker beside it."""

    environ: dict[str, str]

    def play(self, file: Path) -> subprocess.Popen:
        return subprocess.Popen(["paplay", "-d", "room", str(file)], env=self.environ)

    def control(self, *words: str) -> str:
        ran = subprocess.run(
            ["pactl", *words], env=self.environ, capture_output=True, text=True, timeout=10, check=False
        )
        return ran.stdout

    def connect(self) -> str:
        """Plug the microphone in; gives the number with which it is unplugged."""
        label = "source_properties=device.description=Headset"
        number = self.control("load-module", "module-remap-source", "master=room.monitor", "source_name=headset", label)
        self.control("set-default-source", "headset")
        return number.strip()

    def disconnect(self, number: str) -> None:
        self.control("unload-module", number)


@pytest.fixture(scope="session")
def sound_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    if any(
        shutil.which(name) is None for name in ("pipewire", "wireplumber", "pipewire-pulse", "pactl", "dbus-daemon")
    ):
        pytest.skip("PipeWire is not installed")
    runtime = tmp_path_factory.mktemp("run")
    runtime.chmod(0o700)
    bus = f"unix:path={runtime}/bus"
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "DBUS_SESSION_BUS_ADDRESS": bus}
    environ.pop("PULSE_SERVER", None)
    quiet = {"env": environ, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    room = Room(environ)
    with ExitStack() as stack:
        for line, socket in (
            (["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={bus}"], "bus"),
            (["pipewire"], "pipewire-0"),
            (["wireplumber"], None),
            (["pipewire-pulse"], "pulse/native"),
        ):
            stack.enter_context(child(line, **quiet))
            if socket:
                until(lambda path=runtime / socket: path.exists())
        until(lambda: "PipeWire" in room.control("info"))
        room.control("load-module", "module-null-sink", "sink_name=room", "rate=48000", "channels=2")
        until(lambda: "room" in room.control("list", "short", "sinks"))
        room.control("set-default-sink", "room")
        yield room


@pytest.fixture
def microphone(sound_server: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Room, str]]:
    """The sound server with its microphone plugged in, and the number to unplug it with."""
    for name in ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, sound_server.environ[name])
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    number = sound_server.connect()
    until(lambda: "headset" in sound_server.control("get-default-source"))
    yield sound_server, number
    for line in sound_server.control("list", "short", "modules").splitlines():
        if "headset" in line:
            sound_server.disconnect(line.split()[0])


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    file = tmp_path_factory.mktemp("speech") / "speech.wav"
    words = "Choose insert, then pivot table. Drag the month."
    subprocess.run(["espeak-ng", "-w", str(file), words], check=True)
    return file
