"""A folder that others write in too: every item whole or not at all, none lost, and nothing in it obeyed."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from channels import shared_folder
from channels.direct import DirectPost, send
from channels.folder_page import read_entry
from channels.posting import Outcome
from core.content import BlobRef as Blob
from core.content import Body, ClipBody, Content, RecommendationBody, Slide, SlidesBody, TipBody
from core.delivery import DeliveryAction
from core.wire import content_from_json
from tests.campaign import rounds, seed
from web.egress import Egress

ROOT = Path(__file__).resolve().parents[2]
CONFIRM, POSTPONE, FAIL = DeliveryAction.CONFIRM, DeliveryAction.POSTPONE, DeliveryAction.FAIL
ITEM = "0f8fad5b-d9cb-469f-a165-70867728950e"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CLIP_BYTES = bytes(range(256)) * 1200
NAME = f"filters-bewaren-in-excel-{ITEM}-aaaaaaaa"
TIP = TipBody("een filter kwijt bent", "kies Beeld", "je nooit meer zoekt")


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def _kept(folder: Path, data: bytes, kind: str) -> tuple[Blob, dict[str, Path]]:
    digest = hashlib.sha256(data).hexdigest()
    path = folder / digest
    path.write_bytes(data)
    return Blob(digest, len(data), kind), {digest: path}


def _post(body: Body, files: dict[str, Path] | None = None, **changes: Any) -> DirectPost:
    content = replace(Content(body, "Filters bewaren in Excel", "nl"), **changes)
    return DirectPost(f"{ITEM}:{'a' * 64}", content, "Ana de Vries", ("Sales",), files or {})


@pytest.fixture
def clip(tmp_path: Path) -> DirectPost:
    blob, files = _kept(tmp_path, CLIP_BYTES, "video/mp4")
    return _post(ClipBody(blob, 97_000, summary="Zo doe je dat"), files)


def _send(folder: Path, post: DirectPost, later_s: int = 0) -> Outcome:
    return send("folder", str(folder), post, Egress(), lambda: NOW + timedelta(seconds=later_s))


def _all_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _page(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def test_the_item_is_there_with_its_clip_and_on_the_page(shared: Path, clip: DirectPost) -> None:
    assert _send(shared, clip) == Outcome(CONFIRM)
    assert set(_all_files(shared)) == {"index.html", f"{NAME}/item.json", f"{NAME}/filters-bewaren-in-excel.mp4"}
    assert (shared / NAME / "filters-bewaren-in-excel.mp4").read_bytes() == CLIP_BYTES
    manifest = json.loads((shared / NAME / "item.json").read_text(encoding="utf-8"))
    assert content_from_json(manifest.pop("content")) == clip.content
    assert manifest == {
        "key": clip.key, "maker": "Ana de Vries", "teams": ["Sales"], "reviewed": False, "test": False,
        "posted_at": "2026-11-24T09:30:00.000Z", "files": dict.fromkeys(clip.files, "filters-bewaren-in-excel.mp4"),
    }  # fmt: skip
    page = _page(shared)
    assert f'src="./{NAME}/filters-bewaren-in-excel.mp4"' in page
    for words in ("Zo doe je dat", "niet nagekeken", "1:37", "Ana de Vries"):
        assert words in page
    assert "vraag die aan" not in page


def test_the_same_key_again_changes_nothing_but_mends_what_is_gone(shared: Path, clip: DirectPost) -> None:
    _send(shared, clip)
    first = _all_files(shared)
    assert _send(shared, clip, later_s=60) == Outcome(CONFIRM)
    assert _all_files(shared) == first
    for gone in (f"{NAME}/filters-bewaren-in-excel.mp4", f"{NAME}/item.json", "index.html"):
        (shared / gone).unlink()
        assert _send(shared, clip) == Outcome(CONFIRM)
        assert _all_files(shared) == first
    (shared / NAME / "filters-bewaren-in-excel.mp4").write_bytes(b"half")
    (shared / NAME / "item.json").write_text("{", encoding="utf-8")
    assert _send(shared, clip) == Outcome(CONFIRM)
    assert _all_files(shared) == first


def test_newest_stands_first_and_an_older_version_says_so(shared: Path, clip: DirectPost) -> None:
    _send(shared, clip)
    _send(shared, replace(_post(TIP, title="Nieuwer"), key=f"{ITEM}:{'b' * 64}"), later_s=60)
    _send(shared, replace(_post(TIP, title="Written in English", language="en"), key="1f:" + "c" * 64), later_s=30)
    page = _page(shared)
    assert page.index("Nieuwer") < page.index("Written in English") < page.index("Filters bewaren")
    assert page.count("Hiervan staat een nieuwere versie") == 1
    assert '<html lang="nl">' in page
    assert page.count('<article lang="en">') == 1
    assert "not reviewed" in page


def test_slides_carry_their_pictures_by_step(shared: Path, tmp_path: Path) -> None:
    one, files = _kept(tmp_path, b"1" * 900, "image/png")
    two, more = _kept(tmp_path, b"2" * 900, "image/jpeg")
    slides = (Slide("Open", picture=one, alt='Het "menu"'), Slide("Kies"), Slide("Klaar", picture=two))
    assert _send(shared, _post(SlidesBody(slides), {**files, **more})).action is CONFIRM
    assert {path.name for path in (shared / NAME).iterdir()} == {"item.json", "stap-01.png", "stap-03.jpg"}
    page = _page(shared)
    assert 'alt="Het &quot;menu&quot;"' in page
    order = ["<h3>1.", "stap-01.png", "Open", "<h3>2.", "Kies", "<h3>3.", "stap-03.jpg", "Klaar"]
    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


OWN_TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "article", "blockquote", "bdi",
    "dl", "div", "dt", "dd",
}  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</article></body>", "{title}{0}", "&lt;b&gt;",
    "\u202eevil",
    "javascript:alert(1)", "../../etc/passwd", "CON", "a/b\\c:d", "你好", "", ".", "x" * 300, "\x00", "%2e%2e%2f",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_text_and_leads_nowhere(shared: Path, text: str) -> None:
    hostile = replace(_post(TipBody(text, text, text), title=text, experience=text), maker=text, team_names=(text,))
    assert _send(shared, replace(hostile, key=f"../../{text}:{text}")).action is CONFIRM
    (made,) = (path for path in shared.iterdir() if path.is_dir())
    assert len(made.name) <= 90
    assert made.name.lower() not in ("con", ".", "..")
    assert list(shared.parent.iterdir()) == [shared]
    read = _Reading()
    read.feed(_page(shared))
    assert read.tags <= OWN_TAGS
    assert not [name for name, _ in read.attributes if name.startswith("on") or name in ("src", "href")]


def test_a_link_of_a_recommendation_is_a_link_and_nothing_else_is(shared: Path) -> None:
    _send(shared, _post(RecommendationBody('https://a.example/?a=1&b="<x>', "Goed")))
    read = _Reading()
    read.feed(_page(shared))
    assert [value for name, value in read.attributes if name == "href"] == ['https://a.example/?a=1&b="<x>']
    assert "<x>" not in _page(shared)


def _manifest(shared: Path) -> dict[str, Any]:
    _send(shared, _post(TIP))
    manifest = json.loads((shared / NAME / "item.json").read_text(encoding="utf-8"))
    assert isinstance(manifest, dict)
    return manifest


def _foreign(shared: Path, name: str, manifest: str | bytes) -> Path:
    folder = shared / name
    folder.mkdir()
    (folder / "item.json").write_bytes(manifest if isinstance(manifest, bytes) else manifest.encode())
    return folder


def test_what_others_put_there_is_judged_and_never_obeyed(shared: Path, tmp_path: Path) -> None:
    manifest = _manifest(shared)
    blob = {"sha256": "c" * 64, "size": 10, "type": "video/mp4"}
    clip = {**manifest, "content": {**manifest["content"], "format": "clip", "body": {"media": blob}}}
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(b"secret")
    for number, name in enumerate(
        ["../../secret.mp4", str(secret), "a/b.mp4", "x.html", "link.mp4", "missing.mp4", "\x00"]
    ):
        made = _foreign(shared, f"clip-{number}", json.dumps({**clip, "files": {"c" * 64: name}}))
        (made / "link.mp4").symlink_to(secret)
    bad: list[str | bytes] = [
        "", "{", "[]", "null", "[" * 100_000, b"\xff\xfe", json.dumps({**manifest, "content": {}}),
        json.dumps({**manifest, "teams": "abc"}), json.dumps({**manifest, "teams": [1]}),
        json.dumps({**manifest, "maker": None}), json.dumps({**manifest, "files": ["x"]}),
        json.dumps({**manifest, "files": {"x": 1}}), json.dumps({**manifest, "posted_at": "yesterday"}),
        json.dumps({**manifest, "posted_at": 5}),
        json.dumps({**manifest, "maker": "x" * shared_folder.folder_page.LARGEST_MANIFEST}),
    ]  # fmt: skip
    for number, text in enumerate(bad):
        _foreign(shared, f"bad-{number}", text)
    for name in ("-dash", 'quo"te', "UPPER", "spa ce", "ünï", "..."):
        _foreign(shared, name, json.dumps(manifest))
    os.mkfifo(_foreign(shared, "pipe", "{}") / "pipe")
    (shared / "pipe" / "item.json").unlink()
    os.mkfifo(shared / "pipe" / "item.json")
    _foreign(shared, "surrogate", json.dumps({**manifest, "maker": "\ud800evil", "teams": ["\udfff"], "key": "\ud800"}))
    elsewhere = _foreign(tmp_path, "outside", json.dumps({**manifest, "maker": "Outside"}))
    (shared / "linked").symlink_to(elsewhere)
    assert read_entry(shared / "linked") is None
    _foreign(shared, "inner-link", "{}")
    (shared / "inner-link" / "item.json").unlink()
    (shared / "inner-link" / "item.json").symlink_to(elsewhere / "item.json")
    (shared / "loose-file").write_text("x")
    assert _send(shared, _post(TIP)).action is CONFIRM
    page = _page(shared)
    assert page.count("<article") == 1 + 7 + 1
    assert "<video" not in page
    assert "Outside" not in page
    assert "secret" not in page


def test_a_link_in_the_place_of_the_item_is_not_written_through(shared: Path, tmp_path: Path, clip: DirectPost) -> None:
    (tmp_path / "outside").mkdir()
    (shared / NAME).symlink_to(tmp_path / "outside")
    assert _send(shared, clip).action is FAIL
    assert list((tmp_path / "outside").iterdir()) == []
    (shared / NAME).unlink()
    (shared / NAME).write_text("a file")
    assert _send(shared, clip).action is FAIL
    assert (shared / NAME).read_text() == "a file"


def test_a_page_that_is_a_link_is_replaced_not_followed(shared: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.html"
    precious.write_text("precious")
    (shared / "index.html").symlink_to(precious)
    assert _send(shared, _post(TIP)).action is CONFIRM
    assert precious.read_text() == "precious"
    assert not (shared / "index.html").is_symlink()


def test_a_folder_that_is_away_is_not_made_and_waits(tmp_path: Path, clip: DirectPost) -> None:
    outcome = _send(tmp_path / "unmounted", clip)
    assert outcome.action is POSTPONE
    assert outcome.reason is not None
    assert "Is de schijf verbonden?" in outcome.reason.nl
    assert not (tmp_path / "unmounted").exists()


@pytest.mark.parametrize("how", ["gone", "other", "none"])
def test_a_clip_that_is_not_whole_leaves_nothing(shared: Path, clip: DirectPost, how: str) -> None:
    (path,) = clip.files.values()
    if how == "gone":
        path.unlink()
    if how == "other":
        path.write_bytes(CLIP_BYTES[:-1] + b"x")
    outcome = _send(shared, replace(clip, files={}) if how == "none" else clip)
    assert outcome.action is FAIL
    assert list(shared.iterdir()) == []


class _FullDisk:
    """Every call to the disk that is named fails once it is its turn."""

    def __init__(self, turn: int) -> None:
        self.left = turn

    def at(self, real: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                raise OSError(errno.ENOSPC, "full")
            return real(*args, **kwargs)

        return call


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_full_disk_at_any_step_leaves_the_item_whole_or_not_there(
    shared: Path, clip: DirectPost, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    _send(shared, replace(_post(TIP, title="Eerder"), key="1f:" + "b" * 64))
    before = _all_files(shared)
    disk = _FullDisk(turn)
    with monkeypatch.context() as full:
        for owner, name in ((os, "fsync"), (Path, "rename"), (Path, "replace"), (Path, "mkdir")):
            full.setattr(owner, name, disk.at(getattr(owner, name)))
        outcome = _send(shared, clip)
    assert outcome.action in (POSTPONE, CONFIRM)
    there = _all_files(shared)
    assert [name for name in there if ".part" in name] == []
    if (shared / NAME).exists():
        assert (shared / NAME / "filters-bewaren-in-excel.mp4").read_bytes() == CLIP_BYTES
        assert read_entry(shared / NAME) is not None
    else:
        assert outcome.action is POSTPONE
        assert there == before
    assert _send(shared, clip).action is CONFIRM
    assert _page(shared).count("<article") == 2


def test_a_test_stands_on_the_page_once_and_below_what_is_meant(shared: Path, clip: DirectPost) -> None:
    _send(shared, clip)
    for later_s in (60, 120):
        _send(shared, replace(_post(TIP, title="Proef"), key="1f:" + "0" * 64, is_test=True), later_s)
    page = _page(shared)
    assert page.count("Test, je hoeft niets te doen") == 1
    assert page.index("Filters bewaren") < page.index("Proef")


def test_what_a_power_cut_left_is_tidied_after_a_day_and_other_things_are_not(shared: Path, clip: DirectPost) -> None:
    old, young, other = shared / ".vonk-0123.part", shared / ".vonk-4567.part", shared / ".other"
    for folder in (old, young, other):
        folder.mkdir()
        (folder / "half.mp4").write_bytes(b"half")
    for folder in (old, other):
        os.utime(folder, (0, 0))
    (shared / ".vonk-89ab.part").write_text("half a page")
    os.utime(shared / ".vonk-89ab.part", (0, 0))
    assert _send(shared, clip).action is CONFIRM
    assert not old.exists()
    assert not (shared / ".vonk-89ab.part").exists()
    assert young.exists()
    assert other.exists()
    assert _page(shared).count("<article") == 1


def _writer(shared: Path, prefix: str, how_many: int, size: int) -> subprocess.Popen[str]:
    picture = shared.parent / "picture.png"
    if not picture.exists():
        picture.write_bytes(b"p" * size)
    command = [sys.executable, "-m", "tests.channels.folder_writer", str(shared), prefix, str(how_many), str(picture)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@pytest.fixture
def writers() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def _start(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def test_an_item_that_comes_while_the_page_is_written_is_on_it(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower of two writes its page last, made before the other's item was there."""
    mine, theirs = _post(TIP), replace(_post(TIP, title="Van een collega"), key="1f:" + "b" * 64)
    made_by = shared_folder.folder_page.page
    waiting = [theirs]

    def slow_page(entries: Any) -> str:
        made = made_by(entries)
        if waiting:
            assert _send(shared, waiting.pop()).action is CONFIRM
        return made

    monkeypatch.setattr(shared_folder.folder_page, "page", slow_page)
    assert _send(shared, mine).action is CONFIRM
    assert "Van een collega" in _page(shared)
    assert "Filters bewaren" in _page(shared)


def test_a_folder_that_never_comes_to_rest_is_tried_again_later(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by, numbers = shared_folder.folder_page.page, iter(range(10_000))

    def ever_newer(entries: Any) -> str:
        (shared / f"new-{next(numbers)}").mkdir()
        return made_by(entries)

    with monkeypatch.context() as busy:
        busy.setattr(shared_folder.folder_page, "page", ever_newer)
        assert _send(shared, _post(TIP)).action is POSTPONE
    assert _send(shared, _post(TIP)).action is CONFIRM


def test_people_writing_at_once_lose_nothing_of_each_other(shared: Path, writers: list[subprocess.Popen[str]]) -> None:
    many = rounds(25)
    writers += [_writer(shared, prefix, many, 1000) for prefix in ("a", "b", "c")]
    for process in writers:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in writers:
        _start(process)
    assert [process.wait(timeout=200) for process in writers] == [0, 0, 0]
    page = _page(shared)
    assert [f"{prefix}-{number}<" in page for prefix in "abc" for number in range(many)] == [True] * (3 * many)
    assert page.endswith("</html>\n")
    assert [path for path in shared.iterdir() if path.name.startswith(".")] == []


def test_killed_at_any_moment_the_folder_is_whole(shared: Path, writers: list[subprocess.Popen[str]]) -> None:
    chance = random.Random(seed())
    for number in range(rounds(6)):
        process = _writer(shared, f"k{number}x", 500, 4_000_000)
        writers.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        _start(process)
        for _ in range(chance.randint(1, 12)):
            process.stdout.readline()
        # Anywhere in the next one.
        threading.Event().wait(chance.uniform(0, 0.03))
        process.kill()
        process.wait()
        items = [path for path in shared.iterdir() if path.is_dir() and not path.name.startswith(".")]
        assert all([file.stat().st_size for file in path.glob("*.png")] == [4_000_000] for path in items)
        assert all(read_entry(path) is not None for path in items)
        assert _page(shared).endswith("</html>\n")
    assert _send(shared, _post(TIP)).action is CONFIRM
    items = [path for path in shared.iterdir() if path.is_dir() and not path.name.startswith(".")]
    assert _page(shared).count("<article") == len(items)
    shutil.rmtree(shared)
