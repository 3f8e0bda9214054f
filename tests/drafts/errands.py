"""An errand with the store that the disk fails in one place, and what was acknowledged of it. Run under strace.

    python -m tests.drafts.errands FOLDER SYSCALL FAILS_AT FIRST LAST [STEP]

strace counts each process by itself and fails call number FAILS_AT. For every number from FIRST to LAST a child makes
FAILS_AT minus that number of idle calls and then does the errand in a folder of its own, so that it is that one of its
calls that fails: one start of Python for a whole sweep.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import drafts.migrating  # noqa: F401 - imported before the fork: it is slow
from core.content import ClipBody, Content
from core.errors import AppError
from core.review import ReviewState
from core.wire import hash_of
from tests.drafts.busy_life import MP4
from tests.drafts.conftest import Shelf

ACKNOWLEDGED = "acknowledged"


class Account:
    """Written with writev, which is not one of the calls that fail."""

    def __init__(self, home: Path) -> None:
        self._file = os.open(home / ACKNOWLEDGED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, *words: object) -> None:
        os.writev(self._file, [json.dumps(words).encode() + b"\n"])

    def attempt(self, what: str, step: Callable[[], object]) -> object:
        """The answer; None for what was refused in plain words."""
        try:
            return step()
        except AppError as error:
            self.note("refused", what, type(error).__name__, error.in_("nl"))
            return None


def errand(home: Path) -> None:
    account = Account(home)
    shelf = Shelf(home)
    for number in range(2):
        store = account.attempt("open", shelf.open) or account.attempt("open again", shelf.open)
        if store is not None:
            _work(shelf, store, account, number)
            shelf.close()
        shelf.clock.pass_(minutes=11)
    account.note("done")


def _work(shelf: Shelf, store, account: Account, number: int) -> None:
    if store.notice is not None:
        account.note("notice", store.notice.nl)
    for title in (f"{number}", f"{number} again"):
        _write_and_ask(shelf, store, account, title)
    source = recording(shelf.home.with_name("source.mp4"), number)
    media = account.attempt("blob", lambda: store.blobs.add_file(source, "video/mp4"))
    if media is not None:
        account.note("blob", media.sha256)
        clip = account.attempt("clip", lambda: store.new_draft(Content(ClipBody(media=media), title="Clip")))
        if clip is not None:
            account.note("draft", clip.id, clip.revision, hash_of(clip.content))
    shelf.clock.pass_(minutes=11)
    if account.attempt("backup", store.back_up_if_due):
        account.note("backup")


def recording(path: Path, number: int) -> Path:
    """Beside the home, and written by a call that does not fail."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.writev(handle, [MP4, bytes([number]) * 1_500_000, bytes(1_500_000)])
    os.close(handle)
    return path


def _write_and_ask(shelf: Shelf, store, account: Account, title: str) -> None:
    draft = account.attempt("tip", lambda: store.new_draft(shelf.tip(title)))
    if draft is None:
        return
    account.note("draft", draft.id, draft.revision, hash_of(draft.content))
    saved = account.attempt("save", lambda: store.save(draft.id, shelf.tip(title, "Anders")))
    if saved is not None:
        account.note("draft", saved.id, saved.revision, hash_of(saved.content))
    asked = account.attempt("submit", lambda: store.submit(draft.id))
    if asked is not None and asked.review is ReviewState.SUBMITTED:
        account.note("asked", asked.id, asked.submitted_hash)


def _idle_calls(syscall: str, room: Path) -> Callable[[], object]:
    path = room / "idle"
    path.touch()
    handle = os.open(path, os.O_RDWR)
    calls: dict[str, Callable[[], object]] = {
        "pwrite64": lambda: os.pwrite(handle, b"", 0),
        "write": lambda: os.write(handle, b""),
        "fsync": lambda: os.fsync(handle),
        "fdatasync": lambda: os.fdatasync(handle),
        "ftruncate": lambda: os.ftruncate(handle, 0),
        "rename": lambda: os.rename(path, path),
    }
    return calls[syscall]


def main() -> None:
    folder, syscall = Path(sys.argv[1]), sys.argv[2]
    fails_at, first, last, step = (int(word) for word in (*sys.argv[3:], "1")[:4])
    idle = _idle_calls(syscall, folder)
    for number in range(first, last + 1, step):
        home = folder / f"{syscall}-{number}"
        home.mkdir()
        child = os.fork()
        if child == 0:
            status = 1
            with suppress(BaseException):
                try:
                    for _ in range(fails_at - number):
                        idle()
                    errand(home)
                    status = 0
                except BaseException:
                    (home / "traceback").write_text(traceback.format_exc())
                    raise
            os._exit(status)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
