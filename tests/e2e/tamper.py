"""Makes copies of a finished demo that are each wrong in one way: `python tests/e2e/tamper.py DIR TARGET`."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg


@dataclass(frozen=True)
class Tampering:
    """`check` is the one of verify_demo.py that must notice."""

    check: str
    do: Callable[[Path], None]


def replace_clip(demo: Path) -> None:
    """Another clip under the same name, in the app's store."""
    _rewrite(_blob(demo, "app"), "-t", "3", "-c", "copy")


def take_sound(demo: Path) -> None:
    """The same pictures without sound, in the app's store and in the hub's."""
    for side in ("app", "hub"):
        _rewrite(_blob(demo, side), "-an", "-c:v", "copy")


def start_hub_first(demo: Path) -> None:
    """As if the hub had been up all the time."""
    _change(
        demo / "hub" / "hub.db", "DELETE FROM server_starts WHERE sequence > (SELECT min(sequence) FROM server_starts)"
    )


def post_twice(demo: Path) -> None:
    log = demo / "receiver.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines()
    log.write_text("\n".join([*lines, lines[0], ""]), encoding="utf-8")


def remove_review(demo: Path) -> None:
    _change(demo / "hub" / "hub.db", "DELETE FROM reviews")


def open_audience(demo: Path) -> None:
    """The item meant for one team is shown to everyone."""
    _change(demo / "hub" / "hub.db", "UPDATE versions SET everyone = 1")


TAMPERINGS: dict[str, Tampering] = {
    "clip_replaced": Tampering("clip_is_the_hubs", replace_clip),
    "no_sound": Tampering("sound", take_sound),
    "hub_started_first": Tampering("submitted_while_down", start_hub_first),
    "second_post": Tampering("posted_once", post_twice),
    "review_removed": Tampering("review", remove_review),
    "audience_opened": Tampering("audience", open_audience),
}


def tampered(demo: Path, target: Path, name: str) -> Path:
    """A copy of the demo, wrong in the way of that name."""
    copy = target / name
    shutil.copytree(demo, copy, ignore=shutil.ignore_patterns("desk", "logs", "takes"))
    TAMPERINGS[name].do(copy)
    return copy


def _blob(demo: Path, side: str) -> Path:
    with contextlib.closing(sqlite3.connect(demo / "app" / "drafts.db")) as database:
        question = "SELECT media_sha256 FROM drafts WHERE media_sha256 IS NOT NULL"
        (sha256,) = database.execute(question).fetchone()
    return demo / side / "blobs" / sha256[:2] / sha256


def _rewrite(clip: Path, *options: str) -> None:
    half = clip.with_name("half.mp4")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(clip), *options, str(half)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    # A new file: the blob may be a hard link of another one.
    clip.unlink()
    half.rename(clip)


def _change(database: Path, statement: str) -> None:
    """Also where a trigger refuses it: whoever tampers takes the triggers away first."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        table = statement.split()[2] if statement.startswith("DELETE") else statement.split()[1]
        for (name,) in triggers:
            if table in name:
                connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)
        connection.commit()


if __name__ == "__main__":
    for each in TAMPERINGS:
        print(tampered(Path(sys.argv[1]), Path(sys.argv[2]), each))
