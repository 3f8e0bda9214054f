"""A store that was worked in for a while, and an account of it. Run as a program it dies in the middle of its work.

python -m tests.drafts.busy_life FOLDER [close]
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from core.feed import HubIdentity, ReviewEvent
from core.review import ReviewState
from core.wire import hash_of
from drafts.records import HubLink
from tests.drafts.conftest import NOON, Shelf

DRAFTS = 40
MP4 = b"\0\0\0\x18ftypisom"
"""How such a file begins."""
ACCOUNT = "account.json"
LATER = timedelta(hours=2)
"""After the life: the clock of whoever opens the store next."""


@dataclass(frozen=True)
class Account:
    """Revision and content hash of each draft `at_backup` and `at_end`; what was `asked` for; all recordings."""

    at_backup: dict[str, tuple[int, str]]
    at_end: dict[str, tuple[int, str]]
    hashes: dict[str, list[str]]
    asked_at_backup: list[str]
    asked_at_end: list[str]
    binned: str
    recordings: list[str]

    @staticmethod
    def of(home: Path) -> Account:
        return Account(**json.loads((home / ACCOUNT).read_text()))


def live(shelf: Shelf) -> Account:
    """An hour of work with a backup each ten minutes, the last one five minutes ago."""
    store = shelf.open()
    store.connect_hub(HubLink("https://hub.example", HubIdentity("h1", 1, "Hub"), NOON, "Mia"))
    store.take_begun("t1", "takes/t1", "{}")
    hashes: dict[str, list[str]] = {}
    asked: list[str] = []
    recordings: list[str] = []

    def write(count: int, label: str) -> None:
        for number in range(count):
            shelf.clock.pass_(seconds=10)
            if number % 5 == 4:
                draft = store.new_draft(shelf.clip(store, MP4 + f"recording {label} {number}".encode() * 500))
                recordings.append(draft.content.body.media.sha256)
            else:
                draft = store.new_draft(shelf.tip(f"Tip “{label}” {number}", f"Druk F{number} en wacht. " * 12))
            hashes[draft.id] = [hash_of(draft.content)]

    def rewrite(label: str, every: int) -> None:
        for item_id in list(hashes)[::every]:
            if store.draft(item_id).content.body.format.value == "tip":
                draft = store.save(item_id, shelf.tip(f"Nieuw {label}", f"Tekst {label} van {item_id}. " * 9))
                hashes[item_id].append(hash_of(draft.content))

    def now() -> dict[str, tuple[int, str]]:
        return {item_id: (len(its), its[-1]) for item_id, its in hashes.items()}

    for number in range(4):
        write(DRAFTS // 4, str(number))
        rewrite(str(number), 3)
        shelf.clock.pass_(minutes=10)
        assert store.back_up_if_due()
    binned = next(iter(hashes))
    store.put_in_bin(binned)
    for item_id in list(hashes)[1:8]:
        store.submit(item_id)
        asked.append(item_id)
    for row in store.outbox.due(shelf.clock())[:3]:
        store.outbox.start(row)
        store.outbox.confirmed(row, ReviewState.SUBMITTED, None)
        event = ReviewEvent(
            row.id, shelf.clock(), row.item_id, row.content_hash, ReviewState.APPROVED, "Cor", "ja", (), None
        )
        store.received((event,), row.id)
    shelf.clock.pass_(minutes=10)
    assert store.back_up_if_due()
    at_backup, asked_at_backup = now(), list(asked)
    shelf.clock.pass_(minutes=4)
    write(4, "laatst")
    write(5, "daarna")
    rewrite("laatst", 4)
    last = list(hashes)[-2]
    store.submit(last)
    asked.append(last)
    return Account(at_backup, now(), hashes, asked_at_backup, asked, binned, recordings)


def main() -> None:
    home = Path(sys.argv[1])
    shelf = Shelf(home)
    account = live(shelf)
    (home / ACCOUNT).write_text(json.dumps(vars(account)))
    if sys.argv[2:] == ["close"]:
        shelf.close()
    else:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
