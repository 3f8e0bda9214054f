"""A disk that is full or broken at one call of the store: plain words, and nothing acknowledged is gone afterwards.

The calls of a real process fail by strace; see tests/drafts/errands.py. Fault 48, 53 and 7(h) of issue 5.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from core.wire import hash_of
from drafts import backups
from drafts.database import sqlite_module
from tests.campaign import rounds, seed
from tests.drafts.conftest import NOON, Shelf
from tests.drafts.errands import ACKNOWLEDGED

REPOSITORY = Path(__file__).parents[2]
FAULTS = (
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fsync", "EIO"),
    ("write", "ENOSPC"),
    ("write", "EIO"),
    ("rename", "EIO"),
    ("ftruncate", "EIO"),
)
_IDLE = 1000
PLAIN = {"DiskAlmostFull", "StoreUnusable", "Impossible"}


def traced(options: list[str], folder: Path, syscall: str, fails_at: int, first: int, last: int, step: int = 1) -> str:
    """Run errands under strace and give what it wrote down."""
    log = folder / f"log-{syscall}-{first}"
    line = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "signal=none", *options, "-o", str(log)]
    errands = [sys.executable, "-B", "-m", "tests.drafts.errands", str(folder), syscall]
    numbers = [str(number) for number in (fails_at, first, last, step)]
    child = subprocess.run([*line, *errands, *numbers], cwd=REPOSITORY, capture_output=True, text=True)
    assert child.returncode == 0, child.stderr
    return log.read_text()


def can_trace() -> str:
    """Why not, or nothing."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    probe = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull, "-e", "inject=fsync:error=EIO:when=9", "true"]
    seen = subprocess.run(probe, capture_output=True, text=True)
    return f"strace cannot make calls fail here: {seen.stderr.strip()[:80]}" if seen.returncode else ""


_WHY_NOT = can_trace()
needs_strace = pytest.mark.skipif(bool(_WHY_NOT), reason=_WHY_NOT or "strace is there")


def calls_of(folder: Path, syscall: str) -> int:
    """How many such calls an errand makes on a sound disk."""
    log = traced(["-e", f"trace={syscall}"], folder, syscall, 1, 1, 1)
    shutil.rmtree(folder / f"{syscall}-1")
    return log.count(f" {syscall}(")


def account_of(home: Path) -> list[list]:
    return [json.loads(line) for line in (home / ACKNOWLEDGED).read_text().splitlines()]


def check(home: Path, *, unflushed: bool = False) -> Counter[str]:
    """Open without faults and hold it against what was acknowledged. Returns the kinds of refusal there were.

    `unflushed` when a flush failed, or nothing could be written from some moment on: whole transactions then lie in the
    log that were refused, which looks as if the log had lost what was before them. The person is told of a repair, and
    nothing may be gone after that either.
    """
    trace = home / "traceback"
    assert not trace.exists(), trace.read_text()
    account = account_of(home)
    assert account[-1] == ["done"]
    refused = [line for line in account if line[0] == "refused"]
    assert {kind for _, _, kind, _ in refused} <= PLAIN
    assert unflushed or not [line for line in account if line[0] == "notice" and "beschadigd" in line[1]]
    shelf = Shelf(home)
    shelf.clock.now = NOON.replace(hour=23)
    store = shelf.open()
    try:
        assert unflushed or store.notice is None
        for what, *facts in account:
            if what == "draft":
                item_id, revision, content_hash = facts
                hashes = {kept.number: hash_of(kept.content) for kept in store.revisions(item_id)}
                assert hashes[revision] == content_hash
            elif what == "blob":
                media = home / "blobs" / facts[0][:2] / facts[0]
                assert hashlib.sha256(media.read_bytes()).hexdigest() == facts[0]
        _nothing_half(shelf, {facts[0] for what, *facts in account if what == "asked"})
    finally:
        shelf.close()
    assert backups.is_good(shelf.db)
    return Counter(kind for _, _, kind, _ in refused)


def _nothing_half(shelf: Shelf, asked: set[str]) -> None:
    for file in (shelf.home / "blobs").glob("??/*"):
        assert hashlib.sha256(file.read_bytes()).hexdigest() == file.name
    for _, file in backups.backups_in(shelf.backups):
        assert backups.is_good(file)
    with closing(sqlite_module().connect(str(shelf.db))) as connection:
        submitted = {item for (item,) in connection.execute("SELECT id FROM drafts WHERE review = 'submitted'")}
        queued = {item for (item,) in connection.execute("SELECT item_id FROM outbox WHERE kind = 'submit'")}
        on_the_way = {item for (item,) in connection.execute("SELECT item_id FROM deliveries")}
        unkept = connection.execute(
            "SELECT count(*) FROM drafts WHERE NOT EXISTS "
            "(SELECT 1 FROM versions WHERE item_id = drafts.id AND versions.content_hash = drafts.content_hash)"
        ).fetchone()[0]
    assert submitted == queued == on_the_way
    assert asked <= submitted
    assert unkept == 0


def sweep(folder: Path, syscall: str, error: str, once: bool, numbers: range) -> tuple[int, Counter[str]]:
    """Fail these calls one by one, each in an errand of its own; or from each on all of them."""
    when = str(_IDLE) if once else f"{_IDLE}+"
    inject = ["-e", f"trace={syscall}", "-e", f"inject={syscall}:error={error}:when={when}"]
    log = traced(inject, folder, syscall, _IDLE, numbers.start, numbers.stop - 1, numbers.step)
    kinds: Counter[str] = Counter()
    for number in numbers:
        home = folder / f"{syscall}-{number}"
        try:
            kinds += check(home, unflushed=not once or syscall == "fsync")
        except BaseException as failed:
            failed.add_note(f"{syscall} number {number} failed with {error}, {'once' if once else 'and all after it'}")
            failed.add_note((home / ACKNOWLEDGED).read_text() if (home / ACKNOWLEDGED).exists() else "nothing said")
            raise
        shutil.rmtree(home)
    return log.count("(INJECTED)"), kinds


def campaign(folder: Path, step: int, start: int) -> None:
    all_calls = {syscall: calls_of(folder, syscall) for syscall in dict.fromkeys(syscall for syscall, _ in FAULTS)}
    for syscall, error in FAULTS:
        calls = all_calls[syscall]
        numbers = range(1 + start % min(step, calls), calls + 1, step)
        for once in (True, False):
            injected, kinds = sweep(folder, syscall, error, once, numbers)
            how = "once" if once else "from then on"
            print(f"{syscall} {error} {how}: {len(numbers)} of {calls} calls, {dict(kinds)}")
            assert injected >= len(numbers) * 0.9
            if error == "ENOSPC":
                assert kinds["DiskAlmostFull"]


@needs_strace
def test_a_failing_disk_is_told_and_what_was_acknowledged_stays(tmp_path):
    campaign(tmp_path, 80, random.Random(seed()).randrange(80))


@needs_strace
@pytest.mark.long
def test_a_disk_failing_at_every_call_is_told_and_what_was_acknowledged_stays(tmp_path):
    campaign(tmp_path, max(1, 1000 // rounds(1000)), 0)


SMALL_DISK = """
set -e
mount -t tmpfs -o size={size}k none {home}
exec {python} -B -c '
import json, sys
from pathlib import Path
from tests.drafts.errands import errand
from tests.drafts.test_disk_faults import check
home = Path(sys.argv[1])
errand(home)
print(json.dumps(check(home)))
' {home}
"""


def small_disk(home: Path, size: int) -> subprocess.CompletedProcess[str]:
    script = SMALL_DISK.format(size=size, home=home, python=sys.executable)
    return subprocess.run(["unshare", "-m", "sh", "-c", script], cwd=REPOSITORY, capture_output=True, text=True)


def can_mount(folder: Path) -> bool:
    if shutil.which("unshare") is None:
        return False
    probe = f"mount -t tmpfs -o size=64k none {folder}"
    return subprocess.run(["unshare", "-m", "sh", "-c", probe], capture_output=True).returncode == 0


@pytest.mark.parametrize("size", [6_500, 4_500])
def test_a_disk_that_runs_full_is_told_and_what_was_acknowledged_stays(tmp_path, size):
    if not can_mount(tmp_path):
        pytest.skip("a small disk of its own cannot be mounted here")
    ran = small_disk(tmp_path, size)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["DiskAlmostFull"]
