"""kill -9 of the tray app, its recorder or both while a real screen is recorded: the clip is a draft, and arrives.

What a recording loses is counted in tests/capture/test_kills.py; here is the way on, from the take to the hub.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from capture import takes
from core.clock import utc_now
from core.content import Audience, ClipBody
from core.draft import random_id
from desktop.home import Home
from desktop.platform.takes import Takes
from desktop.settings import Settings
from drafts.store import Store, open_store
from media.probe import probe
from tests.campaign import rounds, seed
from tests.capture.kills import descendants
from tests.faults.kills import ledger
from tests.faults.kills.bed import connect, within
from tests.faults.kills.file_ring import FileRing
from tests.faults.real_hub import MAKER, RealHub

pytestmark = [pytest.mark.display, pytest.mark.recording]

ROOT = Path(__file__).parents[3]
SCENE = ROOT / "tests" / "capture" / "numbered_scene.py"
VICTIMS = ("app", "recorder", "both")
MOMENTS = {"recording": 2.0, "stopping": 0.6, "finished": 0.03, "kept": 0.05}
"""After which word of the take somebody dies, and how many seconds later at most."""
BEGIN_OR_STOP = "ctrl+alt+r"


class Screen:
    """A display with something moving on it, and the tray app before it."""

    def __init__(self, home: Path, display: str) -> None:
        self.home = home
        self.app: subprocess.Popen[bytes] | None = None
        self.environ = {
            **os.environ,
            "DISPLAY": display,
            "VONK_HOME": str(home),
            "QT_QPA_PLATFORM": "xcb",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "PYTHONPATH": str(ROOT),
        }

    def start(self) -> None:
        with (self.home / "app.log").open("ab") as log:
            self.app = subprocess.Popen([sys.executable, "-m", "desktop", "--lang", "en"], env=self.environ, stderr=log)

    def key(self) -> None:
        subprocess.run(["xdotool", "key", BEGIN_OR_STOP], env=self.environ, check=True, capture_output=True)

    def take(self, known: set[str]) -> Path:
        """The folder of the take that is being recorded now, begun by the hotkey as soon as the app listens."""
        found: list[Path] = []

        def begun() -> bool:
            found.extend(folder for folder in self.folders() if folder.name not in known)
            if not found:
                self.key()
                # The next press would stop it: give this one the time to begin.
                within(3, lambda: {folder.name for folder in self.folders()} - known)
            return bool(found)

        assert within(40, begun), "no recording began"
        assert within(20, lambda: _written(found[0]) > 0), "nothing was recorded"
        return found[0]

    def folders(self) -> list[Path]:
        root = self.home / "takes"
        return [folder for folder in root.iterdir() if (folder / takes.INTENT).exists()] if root.is_dir() else []

    def kill(self, victim: str) -> None:
        assert self.app is not None
        recorders = descendants(self.app.pid)
        for pid in [*([self.app.pid] if victim != "recorder" else []), *(recorders if victim != "app" else [])]:
            _kill(pid)
        if victim != "recorder":
            self.app.wait(10)

    def end(self) -> None:
        if self.app is not None and self.app.poll() is None:
            self.app.send_signal(signal.SIGTERM)
            # One that has only just been started does not listen yet, and ends all the same.
            assert self.app.wait(30) in (0, -signal.SIGTERM)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    home = tmp_path / "home"
    home.mkdir()
    chosen = {"countdown_s": 0, "microphone": "none", "seen_welcome": True}
    (home / "settings.json").write_text(json.dumps(chosen), encoding="utf-8")
    reading, writing = os.pipe()
    server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    with _running(server, pass_fds=(writing,)):
        os.close(writing)
        with os.fdopen(reading) as numbers:
            screen = Screen(home, f":{numbers.readline().strip()}")
        log = tmp_path / "drawn.log"
        scene = [sys.executable, str(SCENE), "Numbered", "100", "50", "640", "400", "10", str(log)]
        with _running(["openbox"], env=screen.environ), _running(scene, env=screen.environ):
            assert within(20, lambda: log.exists() and log.stat().st_size)
            yield screen
            if screen.app is not None and screen.app.poll() is None:
                screen.kill("both")


@pytest.mark.parametrize("kills", [pytest.param(50, id="long", marks=[pytest.mark.long])])
def test_a_recording_that_was_killed_is_kept_and_arrives_once(screen, kills, tmp_path, capsys):
    dice = random.Random(chosen := seed())
    done: Counter[str] = Counter()
    begun = time.monotonic()
    for _ in range(rounds(kills)):
        done[_one_kill(screen, dice)] += 1
    took_s = time.monotonic() - begun
    screen.end()
    made = {folder.name for folder in screen.folders()}
    store = open_store(screen.home / "drafts.db", screen.home / "blobs", clock=utc_now, new_id=random_id)
    try:
        with capsys.disabled():
            print(f"\n{done.total()} kills in {took_s:.0f} s, SEED={chosen}: {dict(sorted(done.items()))}")
        assert Takes(lambda: store, Home(screen.home), Settings, lambda: "en").keep_left_behind() == 0
        assert Counter(each.take_id for each in store.summaries()) == Counter(made)
        _all_arrive(store, screen.home, tmp_path / "hub")
    finally:
        store.close()
    assert ledger.broken((screen.home / "app.log").read_text(encoding="utf-8")) == set()


def _one_kill(screen: Screen, dice: random.Random) -> str:
    victim, moment = dice.choice(VICTIMS), dice.choice(list(MOMENTS))
    after_s = dice.uniform(0.7 if moment == "recording" else 0.0, MOMENTS[moment])
    if screen.app is None or screen.app.poll() is not None:
        screen.start()
    take = screen.take({folder.name for folder in screen.folders()})
    if moment != "recording":
        threading.Event().wait(0.7)
        screen.key()
    if moment in ("finished", "kept"):
        assert _outcome_comes(take, moment, 20), "the take did not end"
    threading.Event().wait(after_s)
    screen.kill(victim)
    if victim == "recorder":
        _stop_after_all(screen, take)
    else:
        screen.start()
    assert within(40, lambda: _outcome(take) == "kept"), f"{victim} {moment}: {take.name} is {_outcome(take)}"
    return f"{victim} {moment}"


def _stop_after_all(screen: Screen, take: Path) -> None:
    """The app goes on with another recorder; where the recording was not stopped yet, it is now."""
    if not within(3, lambda: _outcome(take) not in ("recording", None)):
        screen.key()


def _all_arrive(store: Store, home: Path, data: Path) -> None:
    """The person gives each clip a title and asks for review; the hub takes them, and can play them."""
    for each in store.summaries():
        content = store.draft(each.id).content
        assert isinstance(content.body, ClipBody)
        assert content.body.media is not None
        facts = probe(store.blobs.path(content.body.media))
        assert (facts.width, facts.height) == (1280, 800)
        assert facts.duration_ms > 0
        store.save(each.id, replace(content, title="Clip", audience=Audience(everyone=True)))
        store.submit(each.id)
    ring = FileRing(home / "ring.json")
    with RealHub(data) as hub:
        hub.add_people("clip")
        connect(hub, store, ledger.identity(home), ring, hub.pair(MAKER))
        ledger.sync_once(store, home, ring)
        wanted = [("published",)] * len(store.summaries())
        published = "SELECT state FROM versions"
        assert within(60 + 10 * len(wanted), lambda: hub.rows(published) == wanted), hub.rows(published)
        assert {item for (item,) in hub.rows("SELECT item_id FROM versions")} == {each.id for each in store.summaries()}
        assert hub.command("fsck")["ok"]
        hub.stop()


def _outcome(take: Path) -> str | None:
    record = takes.read_record(take)
    return record.outcome if record else None


def _outcome_comes(take: Path, wanted: str, seconds: float) -> bool:
    """Asked every millisecond: what is to be hit lasts for a few of them."""
    end = time.monotonic() + seconds
    while _outcome(take) not in (wanted, "kept"):
        if time.monotonic() > end:
            return False
        time.sleep(0.001)
    return True


def _written(take: Path) -> int:
    return sum(file.stat().st_size for file in take.glob("segment-*"))


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def _running(line: list[str], **options: object) -> Iterator[None]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(line, **quiet, **options)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)
