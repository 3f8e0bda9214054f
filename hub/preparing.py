"""What the hub serves of a version: a clip is looked at, rewritten and pictured in a child process with limits.

The child is `python -m hub.preparing CLIP FOLDER`. It answers one JSON object on standard output:
`{"ok": true}` with `clip.mp4` and `poster.jpg` in FOLDER, or `{"ok": false, "en": ..., "nl": ...}`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from core.clock import Clock
from core.errors import AppError, Impossible, Malformed
from core.formats import Format
from core.language import Bilingual
from core.review import ReviewState
from hub import publishing
from hub.blobs import BlobFolder, sha256_of
from hub.database import Database
from hub.jobs import MOST_ATTEMPTS, Job, Later
from hub.review import give_back
from hub.schema import blob_owners, items, people, renditions, version_blobs, versions
from hub.uploads import note_blob

CHILD_SECONDS: Final = 180
POSTER_AT_MS: Final = 1000
LARGEST_EXTRA: Final = 50 * 1024 * 1024
MIB: Final = 1024 * 1024
PICTURES: Final[dict[str, tuple[bytes, ...]]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/webp": (b"RIFF",),
}


@dataclass(frozen=True, slots=True)
class Made:
    """One file to serve: its `name` in the media route, where it is, what it is."""

    name: str
    path: Path
    type: str


class Unusable(AppError):
    """The file is not what an item of this format needs."""


class ChildDied(Impossible):
    """No answer came. It may be the file, it may be this machine: worth trying again."""


MakeClip = Callable[[Path, Path], None]
"""Writes `clip.mp4` and `poster.jpg` of a clip into a folder; Unusable when it is no clip."""


class Preparer:
    """The handler of PREPARE jobs. Running it again makes the same files again and changes nothing else."""

    def __init__(self, database: Database, folder: BlobFolder, clock: Clock, make_clip: MakeClip) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._make_clip = make_clip
        self._deaths: Counter[int] = Counter()

    def __call__(self, job: Job) -> Later | None:
        sequence = int(job.subject)
        with self._database.read() as db:
            row = db.execute(select(versions).where(versions.c.sequence == sequence)).one()
            named = db.execute(select(version_blobs).where(version_blobs.c.version == sequence)).all()
        with tempfile.TemporaryDirectory(prefix="vonk-prepare-") as place:
            try:
                self._check_whole(named)
                made = self._make(Format(row.format), named, Path(place))
            except Unusable as error:
                self._give_back(sequence, error)
                return None
            except ChildDied:
                # Counted here and not by the job: the hub may have died under it for any reason, and often.
                self._deaths[sequence] += 1
                if self._deaths[sequence] < MOST_ATTEMPTS:
                    raise
                self._give_back(sequence, Unusable(NOT_A_CLIP, SAFE))
                return None
            kept = [(thing, sha256_of(thing.path)) for thing in made]
            sizes = {sha256: self._folder.keep(thing.path, sha256) for thing, sha256 in kept}
        with self._database.write() as db:
            now = self._clock()
            for thing, sha256 in kept:
                note_blob(db, now, sha256, sizes[sha256])
                _note(db, sequence, thing, sha256)
            db.execute(update(versions).where(versions.c.sequence == sequence).values(prepared=True))
            publishing.publish_if_ready(db, now, sequence)
        return None

    def _check_whole(self, named: Any) -> None:  # noqa: ANN401
        """What changed on this disk is set aside and shown to nobody; its maker can send it anew."""
        for blob in named:
            path = self._folder.path(blob.sha256)
            if not path.is_file() or sha256_of(path) != blob.sha256:
                self._folder.set_aside(blob.sha256)
                with self._database.write() as db:
                    db.execute(delete(blob_owners).where(blob_owners.c.sha256 == blob.sha256))
                raise Unusable(DAMAGED_HERE, DAMAGED_HERE_HINT)

    def _make(self, format_: Format, named: Any, place: Path) -> list[Made]:  # noqa: ANN401
        if format_ is not Format.CLIP:
            return [self._picture(blob.sha256, blob.type) for blob in named]
        for blob in named:
            if blob.type != "video/mp4":
                raise Unusable(NOT_A_CLIP)
            self._make_clip(self._folder.path(blob.sha256), place)
        return [
            Made("clip.mp4", place / "clip.mp4", "video/mp4"),
            Made("poster.jpg", place / "poster.jpg", "image/jpeg"),
        ]

    def _picture(self, sha256: str, media_type: str) -> Made:
        path = self._folder.path(sha256)
        with path.open("rb") as file:
            start = file.read(16)
        if not start.startswith(PICTURES.get(media_type, ())):
            raise Unusable(NOT_A_PICTURE)
        return Made(sha256, path, media_type)

    def _give_back(self, sequence: int, why: Unusable) -> None:
        with self._database.write() as db:
            row = db.execute(
                select(versions.c.state, people.c.language)
                .join(items, items.c.id == versions.c.item_id)
                .join(people, people.c.id == items.c.maker_id)
                .where(versions.c.sequence == sequence)
            ).one()
            if row.state in (ReviewState.SUBMITTED, ReviewState.APPROVED):
                give_back(db, self._clock(), sequence, why.in_(row.language))


def _note(db: Connection, sequence: int, thing: Made, sha256: str) -> None:
    there = select(renditions.c.name).where(renditions.c.version == sequence, renditions.c.name == thing.name)
    if not db.execute(there).first():
        db.execute(insert(renditions).values(version=sequence, name=thing.name, sha256=sha256, type=thing.type))


def make_clip_in_child(source: Path, place: Path) -> None:
    """Run this module on a clip, apart from the server: what it may use is limited, and it may die."""
    command = [sys.executable, "-m", "hub.preparing", str(source), str(place)]
    # A session of its own, so that a time-out ends its ffmpeg too.
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        said, _ = child.communicate(timeout=CHILD_SECONDS)
    except subprocess.TimeoutExpired:
        _end(child)
        said = b""
    answer = _answer(said) if child.returncode == 0 else None
    if answer is None:
        raise ChildDied(
            Bilingual(en="Preparing the clip did not end well.", nl="Het klaarmaken van de clip liep niet goed af.")
        )
    if not answer["ok"]:
        raise Unusable(Bilingual(en=answer["en"], nl=answer["nl"]), SAFE)


def _answer(said: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(said.splitlines()[-1])
    except (ValueError, IndexError):
        return None
    return answer if isinstance(answer, dict) else None


def _end(child: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _limit(source: Path) -> None:
    """Bound what this process and its ffmpeg may use: processor time, the size of files, no core file."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit is what there is.
        return
    largest = 2 * source.stat().st_size + LARGEST_EXTRA
    for what, most in (
        (resource.RLIMIT_CPU, 120),
        (resource.RLIMIT_FSIZE, largest),
        (resource.RLIMIT_AS, 4096 * MIB),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _make_here(source: Path, place: Path) -> None:
    from media.poster import write_poster
    from media.probe import probe
    from media.remux import to_faststart

    facts = probe(source)
    to_faststart(source, place / "clip.mp4")
    write_poster(place / "clip.mp4", place / "poster.jpg", at_ms=min(POSTER_AT_MS, facts.duration_ms // 2))


def main(arguments: list[str]) -> int:
    source, place = Path(arguments[0]), Path(arguments[1])
    _limit(source)
    try:
        _make_here(source, place)
    except Malformed as error:
        answer: dict[str, object] = {"ok": False, "en": error.title.en, "nl": error.title.nl}
    else:
        answer = {"ok": True}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


NOT_A_CLIP: Final = Bilingual(
    en="The hub cannot play this file as a clip.", nl="De hub kan dit bestand niet als clip afspelen."
)
NOT_A_PICTURE: Final = Bilingual(
    en="The hub cannot show one of the pictures.", nl="De hub kan een van de plaatjes niet tonen."
)
DAMAGED_HERE: Final = Bilingual(en="A file was damaged at the hub.", nl="Een bestand is bij de hub beschadigd.")
DAMAGED_HERE_HINT: Final = Bilingual(
    en="Yours is safe on your computer. Change a word and ask for review again: the file is then sent anew.",
    nl="Dat van jou staat veilig op je computer. Verander een woord en vraag opnieuw: het bestand gaat dan weer mee.",
)
SAFE: Final = Bilingual(
    en="Your recording is safe on your computer. Record or choose it again, and ask for review once more.",
    nl="Je opname staat veilig op je computer. Maak of kies haar opnieuw, en vraag nog eens om beoordeling.",
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
