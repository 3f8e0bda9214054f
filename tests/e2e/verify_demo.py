"""Checks a finished demo from outside, by its traces: `python tests/e2e/verify_demo.py DIR [--only CHECK,...]`.

Nothing of Vonk is imported, and nothing in DIR is changed: databases are read, the clip is decoded, and a copy of the
hub is started with `vonk-hub serve` and asked over HTTP. One line a check; status 1 when one of them fails.

    submitted_while_down   the drafts store's submit time lies before the hub's last start before the item's arrival
    clip_is_the_hubs       the clip in the app and the one in the hub are the same bytes, named by their sha256
    frames                 >= 90 % of the frame numbers drawn during the take are in the decoded clip, in order
    sound                  the clip's sound follows the spoken file: correlation > 0.5
    audience               a new person of the team gets page and clip, a new person outside it gets neither
    review                 another person than the maker gave all three criteria at least 3
    posted_once            exactly one item, and one request for each channel
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import html
import json
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

import imageio_ffmpeg
import numpy as np

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
RATE = 8000
BAND_HZ = (120.0, 3400.0)
WINDOW_S = 0.5
SLACK_S = 0.02


class Failed(Exception):
    """What was found instead."""


@dataclass(frozen=True)
class Demo:
    folder: Path

    @property
    def drafts(self) -> Path:
        return self.folder / "app" / "drafts.db"

    @property
    def hub(self) -> Path:
        return self.folder / "hub" / "hub.db"

    def item(self) -> tuple[str, str]:
        """Id and sha256 of the one clip, as the app's store has them."""
        rows = ask(self.drafts, "SELECT id, media_sha256 FROM drafts WHERE media_sha256 IS NOT NULL")
        if len(rows) != 1:
            raise Failed(f"{len(rows)} clips in the drafts store")
        return rows[0]["id"], rows[0]["media_sha256"]

    def clip(self) -> Path:
        _, sha256 = self.item()
        return self.folder / "app" / "blobs" / sha256[:2] / sha256


def ask(database: Path, question: str, *values: object) -> list[sqlite3.Row]:
    """Read beside whoever has the database open; a copy, so that not even a WAL is folded in."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            source = database.with_name(database.name + suffix)
            if source.exists():
                shutil.copy(source, Path(folder) / source.name)
        connection = sqlite3.connect(Path(folder) / database.name)
        connection.row_factory = sqlite3.Row
        with contextlib.closing(connection):
            return connection.execute(question, values).fetchall()


# Times and states


def submitted_while_down(demo: Demo) -> str:
    item_id, _ = demo.item()
    question = "SELECT min(submitted_at) AS at FROM outbox WHERE item_id = ? AND kind = 'submit'"
    submitted = ask(demo.drafts, question, item_id)[0]["at"]
    arrived = ask(demo.hub, "SELECT min(submitted_at) AS at FROM versions WHERE item_id = ?", item_id)[0]["at"]
    if submitted is None or arrived is None:
        raise Failed("it was never submitted, or never arrived")
    starts = [row["started_at"] for row in ask(demo.hub, "SELECT started_at FROM server_starts ORDER BY sequence")]
    before = [start for start in starts if start <= arrived]
    if not before:
        raise Failed(f"no start of the hub before the arrival at {arrived}")
    if not submitted < max(before):
        raise Failed(f"submitted {submitted}, but the hub had been up since {max(before)}")
    return f"submitted {submitted}, hub started {max(before)}, arrived {arrived}"


def review(demo: Demo) -> str:
    item_id, _ = demo.item()
    question = """
        SELECT r.criterion, r.score, r.judge, i.maker_id FROM reviews r
        JOIN versions v ON v.sequence = r.version JOIN items i ON i.id = v.item_id
        WHERE i.id = ? AND v.sequence = i.published_version ORDER BY r.sequence"""
    latest = {
        (row["criterion"], row["judge"]): row["score"]
        for row in ask(demo.hub, question, item_id)
        if row["judge"] != row["maker_id"]
    }
    scores = {
        criterion: [score for (of, _), score in latest.items() if of == criterion and score is not None]
        for criterion in ("clear", "correct", "applicable")
    }
    if not all(given and min(given) >= 3 for given in scores.values()):
        raise Failed(f"scores by others on the published version: {scores}")
    return ", ".join(f"{criterion} {min(given)}" for criterion, given in scores.items())


def posted_once(demo: Demo) -> str:
    item_id, _ = demo.item()
    items = [row["id"] for row in ask(demo.hub, "SELECT id FROM items")]
    if items != [item_id]:
        raise Failed(f"items on the hub: {len(items)}")
    lines = (demo.folder / "receiver.jsonl").read_text(encoding="utf-8").splitlines()
    requests = [json.loads(line) for line in lines]
    kinds = sorted(request["kind"] for request in requests)
    if kinds != ["slack", "teams"]:
        raise Failed(f"requests at the channels: {kinds}")
    if not all(item_id in request["body"] for request in requests):
        raise Failed("a post does not link to the item")
    return f"1 item, requests: {', '.join(kinds)}"


# The clip


def clip_is_the_hubs(demo: Demo) -> str:
    item_id, named = demo.item()
    question = """
        SELECT b.sha256 FROM version_blobs b JOIN versions v ON v.sequence = b.version
        JOIN items i ON i.published_version = v.sequence WHERE i.id = ? AND b.type = 'video/mp4'"""
    blobs = [row["sha256"] for row in ask(demo.hub, question, item_id)]
    here = sha256_of(demo.clip())
    there = [sha256_of(demo.folder / "hub" / "blobs" / blob[:2] / blob) for blob in blobs]
    if not (blobs == [named] and here == named and there == [named]):
        raise Failed(f"named {named[:12]}, app {here[:12]}, hub {[blob[:12] for blob in there]}")
    return f"sha256 {named[:16]}…"


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def frames(demo: Demo) -> str:
    """The strip is two rows of squares, the lower the opposite of the upper; Gray code between two sets of marks."""
    lines = (demo.folder / "scene.jsonl").read_text(encoding="utf-8").splitlines()
    head, *facts = [json.loads(line) for line in lines]
    drawn: dict[int, int] = {}
    for fact in facts:
        drawn.setdefault(fact["frame"], fact["ns"])
    width, height, seconds = facts_of(demo.clip())
    numbers = [number for number in map(number_in, strips(demo.clip(), head, width, height)) if number is not None]
    if len(numbers) < 2 or numbers != sorted(numbers):
        raise Failed(f"{len(numbers)} readable frames, in order: {numbers == sorted(numbers)}")
    during = [number for number in drawn if numbers[0] <= number <= numbers[-1]]
    found = len(set(numbers) & set(during)) / len(during)
    took = (drawn[numbers[-1]] - drawn[numbers[0]]) / 1e9
    figure = f"{found:.1%} of {len(during)} numbers, {took:.2f} s of {seconds:.2f} s"
    if found < 0.9 or not set(numbers) <= set(drawn) or took < 0.9 * seconds - 0.5 or took > seconds + 0.5:
        raise Failed(figure)
    return figure


def facts_of(clip: Path) -> tuple[int, int, float]:
    said = subprocess.run([FFMPEG, "-hide_banner", "-i", str(clip)], capture_output=True, text=True, check=False).stderr
    size = re.search(r"Video: .*?, (\d{2,})x(\d{2,})[ ,]", said)
    length = re.search(r"Duration: (\d+):(\d+):([\d.]+)", said)
    if size is None or length is None:
        raise Failed("the clip cannot be read")
    hours, minutes, rest = length.groups()
    return int(size[1]), int(size[2]), int(hours) * 3600 + int(minutes) * 60 + float(rest)


def strips(clip: Path, head: dict, width: int, height: int) -> Iterator[np.ndarray]:
    """One small picture a frame: each square averaged to one grey value."""
    strip, (across, down) = head["strip"], head["screen"]
    columns = strip["bits"] + 6
    size = round(strip["square"] * columns * width / across), round(strip["square"] * 2 * height / down)
    corner = round(strip["x"] * width / across), round(strip["y"] * height / down)
    cut = f"crop={size[0]}:{size[1]}:{corner[0]}:{corner[1]},scale={columns}:2:flags=area,setpts=N"
    raw = decoded(clip, "-map", "0:v:0", "-fps_mode", "passthrough", "-vf", cut, "-f", "rawvideo", "-pix_fmt", "gray")
    yield from np.frombuffer(raw, np.uint8).reshape(-1, 2, columns)


def number_in(strip: np.ndarray) -> int | None:
    """The number of a strip; None where it is covered, or caught between two frames."""
    upper, lower = strip.astype(int)
    if np.abs(upper - lower).min() < 80:
        return None
    bits = upper > lower
    if list(bits[:3]) != [True, False, True] or list(bits[-3:]) != [False, True, False]:
        return None
    number = 0
    for bit in np.logical_xor.accumulate(bits[3:-3]):
        number = number << 1 | int(bit)
    return number


def decoded(source: Path, *options: str) -> bytes:
    command = [FFMPEG, "-v", "error", "-i", str(source), *options, "pipe:1"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    if done.returncode:
        raise Failed(f"ffmpeg: {done.stderr.decode('utf-8', 'replace').strip().splitlines()[-1:]}")
    return done.stdout


def sound(demo: Demo) -> str:
    """Both in the band of speech. The whole file gives the delay; then each half second is compared at that delay,
    give or take 20 ms for the two clocks, and weighted by its energy, so that silence decides nothing.
    """
    spoken, heard = (samples(path) for path in (demo.folder / "spoken.wav", demo.clip()))
    if heard.size < spoken.size / 2:
        raise Failed(f"{heard.size / RATE:.1f} s of sound")
    together = np.fft.irfft(
        np.fft.rfft(heard, heard.size + spoken.size) * np.conj(np.fft.rfft(spoken, heard.size + spoken.size))
    )
    delay = int(np.argmax(together[: heard.size]))
    step, slack = int(WINDOW_S * RATE), int(SLACK_S * RATE)
    scores, weights = [], []
    for at in range(0, spoken.size - step, step):
        piece = spoken[at : at + step]
        weights.append(float(piece @ piece))
        scores.append(best_match(piece, heard[max(0, at + delay - slack) : at + delay + step + slack]))
    if not sum(weights):
        raise Failed("the spoken file is silent")
    correlation = float(np.average(scores, weights=weights))
    figure = f"correlation {correlation:.2f} at {delay / RATE:.2f} s"
    if not correlation > 0.5:
        raise Failed(figure)
    return figure


def best_match(piece: np.ndarray, around: np.ndarray) -> float:
    if around.size < piece.size:
        return 0.0
    views = np.lib.stride_tricks.sliding_window_view(around, piece.size)
    norms = np.linalg.norm(views, axis=1) * np.linalg.norm(piece)
    return float(np.max(np.divide(views @ piece, norms, out=np.zeros(len(views)), where=norms > 1e-9)))


def samples(path: Path) -> np.ndarray:
    """Mono, 8 kHz, only what lies in the band of speech."""
    raw = decoded(path, "-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "f32le")
    signal = np.frombuffer(raw, np.float32).astype(float)
    spectrum = np.fft.rfft(signal)
    pitch = np.fft.rfftfreq(signal.size, 1 / RATE)
    spectrum[(pitch < BAND_HZ[0]) | (pitch > BAND_HZ[1])] = 0
    return np.fft.irfft(spectrum, signal.size)


# The hub, started again


def audience(demo: Demo) -> str:
    item_id, _ = demo.item()
    question = """
        SELECT t.name FROM version_teams vt JOIN teams t ON t.id = vt.team_id
        JOIN items i ON i.published_version = vt.version WHERE i.id = ?"""
    teams = [row["name"] for row in ask(demo.hub, question, item_id)]
    with tempfile.TemporaryDirectory(prefix="vonk-hub-") as folder:
        data = Path(folder) / "hub"
        shutil.copytree(demo.folder / "hub", data)
        with serving(data) as url:
            insider = Visitor(url, new_user(data, teams[:1]))
            outsider = Visitor(url, new_user(data, []))
            status, page = insider.get(f"/items/{item_id}")
            clips = [html.unescape(found) for found in re.findall(r'src="(/[^"]*\.mp4[^"]*)"', page.decode("utf-8"))]
            if status != 200 or not clips:
                raise Failed(f"inside the audience: page {status}, {len(clips)} clips on it")
            got, content = insider.get(clips[0])
            served = data.parent / "served.mp4"
            served.write_bytes(content)
            if got != 200 or facts_of(served)[2] < 1:
                raise Failed(f"inside the audience: clip {got}")
            refused = [outsider.get(path)[0] for path in (f"/items/{item_id}", clips[0])]
            found = item_id.encode() in outsider.get("/")[1]
    if refused != [404, 404] or found:
        raise Failed(f"outside the audience: page and clip {refused}, on the board: {found}")
    return f"inside: page 200, clip {len(content)} bytes; outside: {refused[0]}, {refused[1]}, not on the board"


def hub_command(*words: str) -> list[str]:
    beside = Path(sys.executable).with_name("vonk-hub")
    return [str(beside), *words] if beside.exists() else [sys.executable, "-m", "hub", *words]


@contextlib.contextmanager
def serving(data: Path) -> Iterator[str]:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with (data.parent / "hub.log").open("wb") as log:
        command = hub_command("serve", "--data", str(data), "--port", str(port))
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + 30
            while Visitor(url).get("/api/v1/hub")[0] != 200:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise Failed("the hub does not start again")
                time.sleep(0.1)
            yield url
        finally:
            process.terminate()
            process.wait(15)


@dataclass(frozen=True)
class User:
    email: str
    password: str


def new_user(data: Path, teams: list[str]) -> User:
    user = User(f"{secrets.token_hex(6)}@verify.example", secrets.token_urlsafe(18))
    words = ["user", "add", user.email, "--name", "Verify", "--role", "reader", "--password-stdin"]
    for team in teams:
        words += ["--team", team]
    command = hub_command(*words, "--data", str(data), "--json")
    done = subprocess.run(command, input=user.password, capture_output=True, text=True, check=False, timeout=30)
    if done.returncode:
        raise Failed(f"vonk-hub user add: {done.stderr.strip()}")
    return user


class Visitor:
    """A browser: cookies, redirects, no proxy."""

    def __init__(self, url: str, user: User | None = None) -> None:
        self.url = url
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
        if user is not None:
            _, page = self.get("/sign-in")
            forms = re.findall(r'<form[^>]*action="/sign-in".*?</form>', page.decode("utf-8"), re.DOTALL)
            token = re.search(r'name="csrf" value="([^"]*)"', forms[0])
            fields = {"csrf": token[1] if token else "", "next": "/", "email": user.email, "password": user.password}
            status, _ = self.get("/sign-in", urllib.parse.urlencode(fields).encode())
            if status != 200:
                raise Failed(f"signing in: {status}")

    def get(self, path: str, data: bytes | None = None) -> tuple[int, bytes]:
        """Status (0: nobody answers) and body."""
        request = urllib.request.Request(urllib.parse.urljoin(self.url, path), data, {"Origin": self.url})
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError:
            return 0, b""


CHECKS: dict[str, Callable[[Demo], str]] = {
    check.__name__: check
    for check in (submitted_while_down, clip_is_the_hubs, frames, sound, audience, review, posted_once)
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Checks a finished demo by its traces.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--only", default=",".join(CHECKS), help="names of checks, with commas")
    args = parser.parse_args(arguments)
    failures = 0
    for name in args.only.split(","):
        at = time.monotonic()
        try:
            said, ok = CHECKS[name](Demo(args.folder)), True
        except (Failed, OSError, ValueError, LookupError, sqlite3.Error, subprocess.SubprocessError) as error:
            said, ok = f"{type(error).__name__}: {error}", False
        failures += not ok
        print(f"{'ok  ' if ok else 'FAIL'} {name:22} {said}  ({time.monotonic() - at:.1f} s)", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
