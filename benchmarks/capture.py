"""What a recording costs and what it is worth: Vonk, SimpleScreenRecorder and ffmpeg's x11grab, turn about.

    python benchmarks/capture.py [--rounds N] [--seconds N] [--scenes moving,static,typing] [--peers vonk,ssr,x11grab]
                                 [--profiles balanced] [--out FILE] [--json FILE]

On a virtual screen of its own of 1920 by 1080, with the numbered scenes of `scene.py`. Each recording runs for 4 s,
then for the seconds in which it is measured. A full run of five rounds of 20 s takes a quarter of an hour; leave the
machine alone meanwhile, and look at the row about the rest of the machine before you believe the others.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.capture_figures import Luma, Recording, caught
from benchmarks.capture_judging import SCENE, likeness, read_clip, samples, truth
from benchmarks.capture_peers import Peer, Running, SimpleScreenRecorder, Site, Vonk, X11Grab
from benchmarks.capture_processes import Costs, Meter, processor, whole_memory_gb
from benchmarks.capture_report import NOTES, table
from core.errors import Impossible
from desktop.stage.processes import check_alive, read_line, require, started, wait_until
from media.ffmpeg import executable

WIDTH, HEIGHT = 1920, 1080
WARM_UP_S: Final = 4.0
SCENE_LEAD_S: Final = 1.0
"""How long a scene plays before a recorder is started."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The virtual screen: what programs on it are given, and the process that is the X server."""

    environ: Mapping[str, str]
    pid: int


@dataclass(frozen=True, slots=True)
class Play:
    """A scene, for how long it is measured, and what some of its numbers truly look like."""

    scene: str
    seconds: float
    wanted: Sequence[int]
    truths: Mapping[int, Mapping[str, Luma]]


def main() -> int:
    args = _arguments()
    peers, absent = _peers(args)
    begun = f"{datetime.now(UTC):%Y-%m-%d}, commit {_commit()}"
    recordings: list[Recording] = []
    with tempfile.TemporaryDirectory(prefix="vonk-bench-") as name:
        folder = Path(name)
        with _screen(folder) as screen:
            for scene in args.scenes:
                for one in _rounds(scene, peers, args, screen, folder):
                    if isinstance(one, Recording):
                        recordings.append(one)
                    else:
                        absent.append(one)
                    _tell(one)
    text = _report(args, begun, recordings, peers, absent)
    print(text)
    if args.out:
        args.out.write_text(text + "\n", encoding="utf-8")
    if args.json:
        args.json.write_text(json.dumps([asdict(one) for one in recordings], indent=1) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words = lambda text: text.split(",")  # noqa: E731
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20.0, help="measured in each recording (20)")
    parser.add_argument("--scenes", type=words, default=["moving", "static", "typing"])
    parser.add_argument("--peers", type=words, default=["vonk", "ssr", "x11grab"])
    parser.add_argument("--profiles", type=words, default=["balanced"], help="of Vonk, each a column")
    parser.add_argument("--out", type=Path, help="also write the tables to this file")
    parser.add_argument("--json", type=Path, help="write what was measured to this file")
    args = parser.parse_args()
    if {*args.scenes} - {"moving", "static", "typing"} or {*args.peers} - {"vonk", "ssr", "x11grab"}:
        parser.error("a scene is moving, static or typing; a peer is vonk, ssr or x11grab")
    return args


def _peers(args: argparse.Namespace) -> tuple[list[Peer], list[str]]:
    """Who takes part, and a sentence about each who cannot."""
    asked: list[Peer] = []
    for name in args.peers:
        if name == "vonk":
            asked += [Vonk(profile) for profile in args.profiles]
        else:
            asked.append(SimpleScreenRecorder() if name == "ssr" else X11Grab())
    absent = [f"{peer.title}: not run; {why}." for peer in asked if (why := peer.missing())]
    return [peer for peer in asked if peer.missing() is None], absent


@contextlib.contextmanager
def _screen(folder: Path) -> Iterator[Screen]:
    """An X server on a free number, and a home in which nobody ever was."""
    require(["Xvfb", "setpriv"])
    home = folder / "home"
    home.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    environ = {**kept, "HOME": str(home), "LANG": "C.UTF-8", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    answer, question = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    line = ["Xvfb", "-displayfd", str(question), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    with started(line, environ, folder / "xvfb.log", pass_fds=(question,)) as server:
        os.close(question)
        name = read_line(answer, "Xvfb", 15)
        os.close(answer)
        yield Screen({**environ, "DISPLAY": f":{name}", "QT_QPA_PLATFORM": "xcb"}, server.pid)


def _rounds(
    scene: str, peers: Sequence[Peer], args: argparse.Namespace, screen: Screen, folder: Path
) -> Iterator[Recording | str]:
    """All recordings of a scene, or a sentence for one that failed. Every round begins with another peer."""
    wanted = samples(scene, SCENE_LEAD_S + WARM_UP_S, args.seconds)
    play = Play(scene, args.seconds, wanted, truth(scene, wanted, screen.environ))
    for turn in range(args.rounds):
        first = turn % len(peers)
        for peer in [*peers[first:], *peers[:first]]:
            with tempfile.TemporaryDirectory(dir=folder) as own:
                site = Site(screen.environ, Path(own), WIDTH, HEIGHT)
                try:
                    yield _record(play, peer, turn + 1, screen, site)
                except (Impossible, RuntimeError, ValueError, OSError, subprocess.SubprocessError) as failure:
                    yield f"{peer.title}, {scene}, round {turn + 1}: failed and not counted; {failure}"


def _record(play: Play, peer: Peer, turn: int, screen: Screen, site: Site) -> Recording:
    log = site.folder / "drawn.log"
    with _playing(play.scene, log, site), peer.recording(site) as running:
        costs = _watch(running, peer, screen, site, play.seconds)
        stop = peer.stop(running, site)
    drawn = _drawn(log)
    clip = read_clip(site.clip)
    judged = caught(clip.numbers, clip.times, drawn)
    like, matrix = likeness(site.clip, play.scene, clip.numbers, play.wanted, play.truths)
    return Recording(
        scene=play.scene,
        peer=peer.name,
        round=turn,
        cpu=costs.cpu,
        xvfb_cpu=costs.xvfb_cpu,
        others_cpu=costs.others_cpu,
        pss=costs.pss,
        first_frame=drawn[judged.first] - running.told,
        begins=judged.begins - running.told,
        stop=stop,
        duration=clip.duration,
        size=site.clip.stat().st_size / 1000 / clip.duration,
        frames=len(clip.numbers),
        unique=judged.unique,
        drawn=judged.drawn,
        time_error=judged.time_error,
        ssim=like,
        matrix=matrix,
        tagged=clip.tagged,
        faults=clip.faults,
        warnings=peer.warnings(site),
    )


@contextlib.contextmanager
def _playing(scene: str, log: Path, site: Site) -> Iterator[None]:
    line = [sys.executable, str(SCENE), scene, str(log)]
    with started(line, site.environ, site.folder / "scene.log") as process:
        wait_until(lambda: log.exists() and log.stat().st_size > 0, "the scene", 20, every_s=0.02)
        time.sleep(SCENE_LEAD_S)
        yield
        check_alive(process, "the scene", site.folder / "scene.log")


def _watch(running: Running, peer: Peer, screen: Screen, site: Site, seconds: float) -> Costs:
    begin = running.told + WARM_UP_S
    costs = Meter(running.process.pid, screen.pid).watch(begin, begin + seconds)
    check_alive(running.process, peer.title, site.log)
    return costs


def _drawn(log: Path) -> dict[int, float]:
    lines = log.read_text(encoding="ascii").rsplit("\n", 1)[0].splitlines()
    return {int(number): float(moment) for number, moment in (line.split() for line in lines)}


def _tell(one: Recording | str) -> None:
    if isinstance(one, str):
        print(one, file=sys.stderr, flush=True)
        return
    figures = f"{one.cpu:.3f} cores, {one.size:.1f} kB/s, {one.unique}/{one.drawn} frames, SSIM {one.ssim:.4f}"
    print(f"{one.scene}, round {one.round}, {one.peer}: {figures}", file=sys.stderr, flush=True)


def _report(
    args: argparse.Namespace, begun: str, recordings: Sequence[Recording], peers: Sequence[Peer], absent: Sequence[str]
) -> str:
    titles = {peer.name: peer.title for peer in peers}
    machine = f"{processor()}, {os.cpu_count()} cores, {whole_memory_gb():.0f} GB, {platform.system()}"
    tools = (
        f"{platform.release()}, Python {platform.python_version()}, {_ffmpeg()}, {_peer()}, Xvfb of {WIDTH} by {HEIGHT}"
    )
    given = [word for word in sys.argv[1:] if not word.startswith(("--out=", "--json="))]
    for option in ("--out", "--json"):
        if option in given:
            del given[given.index(option) : given.index(option) + 2]
    parts = [
        "# What a recording costs",
        f"{begun}, `{shlex.join(['benchmarks/capture.py', *given])}`",
        f"{machine} {tools}; {args.rounds} rounds of {args.seconds:g} s, turn about.",
        *absent,
        NOTES,
        *(table(scene, recordings, titles) for scene in args.scenes),
    ]
    return "\n\n".join(parts)


def _commit() -> str:
    """The version that was measured, and whether any file differs from it."""
    ask = ["git", "describe", "--always", "--dirty=, with changes", "--exclude=*"]
    return subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _ffmpeg() -> str:
    ran = subprocess.run([executable(), "-version"], capture_output=True, text=True, check=False)
    return " ".join(ran.stdout.split()[:3])


def _peer() -> str:
    """The version of the package, where there is one to ask."""
    ask = ["dpkg-query", "--show", "--showformat=${Version}", "simplescreenrecorder"]
    with contextlib.suppress(OSError):
        ran = subprocess.run(ask, capture_output=True, text=True, check=False)
        if not ran.returncode:
            return f"SimpleScreenRecorder {ran.stdout.strip()}"
    return "no package of SimpleScreenRecorder"


if __name__ == "__main__":
    sys.exit(main())
