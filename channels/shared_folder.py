"""A folder as a channel: OneDrive, a synchronised SharePoint library, a share. The item goes in whole, media and all.

`<words of the title>-<item and version>/` holds `item.json` and the media; `index.html` beside them lists every item.
A folder of an item appears by one rename, so it is there whole or not at all; the same key again changes nothing.
No link is followed inside the folder: others can write there too.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from channels import folder_page
from channels.direct_post import DirectPost
from channels.naming import slug, version_of
from channels.posting import Outcome
from core.clock import Clock, to_iso, utc_now
from core.content import BlobRef, SlidesBody, blobs_of
from core.delivery import DeliveryAction
from core.errors import Malformed
from core.language import Bilingual, Language
from core.wire import content_to_json

MANIFEST: Final = "item.json"
_LONGEST_SLUG: Final = 40
_CHUNK: Final = 1024 * 1024
_LEFT_BEHIND_S: Final = 24 * 3600.0
_MOST_REWRITES: Final = 50
_SUFFIXES: Final = {"video/mp4": "mp4", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
_STEP: Final = Bilingual(en="step", nl="stap")


class _BytesMissing(Exception):
    """A file of the item is not on this machine, or is not what the item says."""


def check(address: str) -> None:
    """Nothing, for a folder that is there and can be written to; Malformed, with advice, otherwise."""
    folder = Path(address)
    if not address.isprintable() or not folder.is_absolute():
        raise Malformed(_NO_PATH, _CHOOSE)
    if not folder.is_dir():
        raise Malformed(_NOT_THERE, _CHOOSE)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Malformed(_READ_ONLY, _CHOOSE)


def post(address: str, post: DirectPost, clock: Clock = utc_now) -> Outcome:
    """Write the item and the page that lists it. Sending again is harmless, also after half of it was written."""
    folder = Path(address)
    target = folder / folder_name(post)
    try:
        if not folder.is_dir():
            return Outcome(DeliveryAction.POSTPONE, reason=_AWAY)
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            return Outcome(DeliveryAction.FAIL, reason=_TAKEN)
        _tidy(folder)
        if not _is_whole(target, post):
            _write_item(folder, target, post, clock)
        return Outcome(DeliveryAction.CONFIRM) if _list_again(folder) else _later()
    except _BytesMissing:
        return Outcome(DeliveryAction.FAIL, reason=_BYTES_MISSING)
    except OSError:
        return _later()


def folder_name(post: DirectPost) -> str:
    """The name of the item's own folder: the same for the same key, and no way out of where it stands."""
    return f"{slug(post.content.title, post.content.format.value, _LONGEST_SLUG)}-{version_of(post.key)}"


def names_of(post: DirectPost) -> dict[BlobRef, str]:
    """The name in the folder of each blob: words of the title for the one, numbered steps for slides."""
    content = post.content
    words = slug(content.title, content.format.value, _LONGEST_SLUG)
    if isinstance(content.body, SlidesBody):
        return _names_of_steps(content.body, content.language)
    return {blob: f"{words}.{_SUFFIXES[blob.type]}" for blob in blobs_of(content)}


def _names_of_steps(body: SlidesBody, language: Language) -> dict[BlobRef, str]:
    names: dict[BlobRef, str] = {}
    for number, slide in enumerate(body.slides, 1):
        if slide.picture is not None:
            suffix = _SUFFIXES[slide.picture.type]
            names.setdefault(slide.picture, f"{_STEP.in_(language)}-{number:02}.{suffix}")
    return names


def _manifest_of(post: DirectPost, clock: Clock) -> bytes:
    manifest = {
        "key": post.key,
        "maker": post.maker,
        "teams": list(post.team_names),
        "reviewed": False,
        "test": post.is_test,
        "posted_at": to_iso(clock()),
        "files": {blob.sha256: name for blob, name in names_of(post).items()},
        "content": content_to_json(post.content),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _is_whole(target: Path, post: DirectPost) -> bool:
    """True when this very version is there already, its page data readable and each file of its size."""
    entry = folder_page.read_entry(target)
    if entry is None or entry.key != post.key:
        return False
    return all(_size_of(target / name) == blob.size for blob, name in names_of(post).items())


def _size_of(path: Path) -> int | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _write_item(folder: Path, target: Path, post: DirectPost, clock: Clock) -> None:
    with _stage(folder) as stage:
        _fill(stage, post, clock)
        try:
            stage.rename(target)
        except OSError:
            if target.is_symlink() or not target.is_dir():
                raise
            _put_into(stage, target)
    _sync_folder(folder)


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A folder in the folder that nobody looks at, gone afterwards."""
    stage = folder / f".vonk-{secrets.token_hex(8)}.part"
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _fill(stage: Path, post: DirectPost, clock: Clock) -> None:
    for blob, name in names_of(post).items():
        _copy(post.files.get(blob.sha256), stage / name, blob)
    _write(stage / MANIFEST, _manifest_of(post, clock))


def _put_into(stage: Path, target: Path) -> None:
    """Mend what stands there, file by file, the manifest last: without it nothing is listed."""
    names = sorted((path.name for path in stage.iterdir()), key=lambda name: (name == MANIFEST, name))
    for name in names:
        (stage / name).replace(target / name)
    _sync_folder(target)


def _copy(source: Path | None, target: Path, blob: BlobRef) -> None:
    """The bytes of the blob, checked on the way."""
    if source is None:
        raise _BytesMissing
    digest = hashlib.sha256()
    try:
        reading = source.open("rb")
    except OSError:
        raise _BytesMissing from None
    with reading, target.open("xb") as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    if digest.hexdigest() != blob.sha256:
        raise _BytesMissing


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _list_again(folder: Path) -> bool:
    """Write the page anew until it lists what is there, as someone else may be adding an item at this moment.

    Whoever writes the page last looks once more after writing, so no item stays unlisted.
    """
    there = _items(folder)
    for _ in range(_MOST_REWRITES):
        beside = folder / f".vonk-{secrets.token_hex(8)}.part"
        try:
            entries = tuple(entry for name in there if (entry := folder_page.read_entry(folder / name)) is not None)
            _write(beside, folder_page.page(entries).encode("utf-8"))
            beside.replace(folder / folder_page.PAGE)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        before, there = there, _items(folder)
        if there == before:
            _sync_folder(folder)
            return True
    return False


def _items(folder: Path) -> tuple[str, ...]:
    with os.scandir(folder) as found:
        names = [entry.name for entry in found if entry.is_dir(follow_symlinks=False)]
    return tuple(sorted(name for name in names if not name.startswith(".")))


def _tidy(folder: Path) -> None:
    """Take away what a power cut left of our own a day ago or longer."""
    oldest = time.time() - _LEFT_BEHIND_S
    with os.scandir(folder) as found:
        left = [entry for entry in found if entry.name.startswith(".vonk-") and entry.name.endswith(".part")]
    for entry in left:
        with suppress(OSError):
            if entry.stat(follow_symlinks=False).st_mtime >= oldest:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                Path(entry.path).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """The names in a folder survive a power cut, where the system knows of such a thing."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _later() -> Outcome:
    return Outcome(DeliveryAction.POSTPONE, reason=_CANNOT_WRITE)


_CHOOSE: Final = Bilingual(
    en="Choose a folder that is on this computer or that is connected.",
    nl="Kies een map die op deze computer staat of die verbonden is.",
)
_NO_PATH: Final = Bilingual(en="This is not a whole path to a folder.", nl="Dit is geen volledig pad naar een map.")
_NOT_THERE: Final = Bilingual(en="This folder is not there.", nl="Deze map is er niet.")
_READ_ONLY: Final = Bilingual(en="You cannot write in this folder.", nl="Je kunt in deze map niet schrijven.")
_AWAY: Final = Bilingual(
    en="The folder is not there. Is the disk connected? It is tried again by itself.",
    nl="De map is er niet. Is de schijf verbonden? Het wordt vanzelf opnieuw geprobeerd.",
)
_CANNOT_WRITE: Final = Bilingual(
    en="The folder could not be written to. Is the disk connected, and not full? It is tried again by itself.",
    nl="In de map kon niet geschreven worden. Is de schijf verbonden, en niet vol? Het gaat vanzelf opnieuw.",
)
_TAKEN: Final = Bilingual(
    en="Something else stands where this item should go. Look in the folder, then send it again.",
    nl="Er staat iets anders op de plek van dit leermoment. Kijk in de map en verstuur het daarna opnieuw.",
)
_BYTES_MISSING: Final = Bilingual(
    en="The recording or a picture is not whole on this computer. Nothing was posted. Open the item and look.",
    nl="De opname of een plaatje is niet heel op deze computer. Er is niets geplaatst. Open het leermoment en kijk.",
)
