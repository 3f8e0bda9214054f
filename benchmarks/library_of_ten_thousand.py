"""How long the library of ten thousand learning moments takes to open, and to answer a key in its search.

    python benchmarks/library_of_ten_thousand.py

Prints what was measured, where and on which version. Times are the median of several runs, in milliseconds.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from core.clock import to_iso
from core.content import Audience, BlobRef, ClipBody, Content, TipBody
from core.draft import ItemId, random_id
from core.formats import Format
from core.status import Status
from desktop.i18n import Speech
from desktop.models.items import ItemRow, ItemsModel, ShownItems
from desktop.platform.none_kept import keep_none
from desktop.presenters.bin import BinPresenter
from desktop.presenters.library import LibraryPresenter
from desktop.tasks import TaskRunner
from desktop.widgets.library_page import LibraryPage
from desktop.widgets.theme import wear
from drafts import writing
from drafts.store import Store, open_store

NUMBER = 10_000
RUNS = 7
WORDS = (
    "Diensten",
    "verplaatsen",
    "planning",
    "declaratie",
    "foto",
    "plakken",
    "opmaak",
    "zoeken",
    "rooster",
    "inkoop",
)
BLOB = BlobRef("ab" * 32, 1_000_000, "video/mp4")


def title(at: int) -> str:
    return " ".join(WORDS[(at * step) % len(WORDS)] for step in (1, 3, 7)) + f" {at}"


def content(at: int) -> Content:
    audience = Audience(("t1",))
    if at % 2:
        return Content(ClipBody(None, 97_000, 1280, 720, True), title(at), "nl", audience, "Elke dag")
    body = TipBody("iets wilt plakken zonder opmaak", "druk op Ctrl+Shift+V", "houdt de tekst zijn stijl")
    return Content(body, title(at), "nl", audience, "Elke dag")


def filled_store(folder: Path) -> Store:
    store = open_store(folder / "drafts.db", folder / "blobs", clock=lambda: datetime.now(UTC), new_id=random_id)
    start = datetime.now(UTC)
    # One transaction for all: the store itself writes one draft at a time.
    with store._database.writing() as connection:
        for at in range(NUMBER):
            moment = to_iso(start - timedelta(minutes=at))
            writing.insert_draft(connection, random_id(), content(at), moment, None)
    return store


def rows(number: int, offset: int = 0) -> list[ItemRow]:
    now = datetime.now(UTC)
    states = (Status.DRAFT, Status.IN_REVIEW, Status.ON_BOARD)
    return [
        ItemRow(
            ItemId(f"i{at}"),
            Format.CLIP if at % 2 else Format.TIP,
            title(at),
            states[at % 3],
            now - timedelta(minutes=at),
            excerpt="iets wilt plakken zonder opmaak",
            poster=f"sha{at}" if at % 2 else "",
            duration_s=97.0 if at % 2 else 0.0,
        )
        for at in range(offset, offset + number)
    ]


def measured(act: Callable[[int], object]) -> float:
    times = []
    for run in range(RUNS):
        begun = time.perf_counter()
        act(run)
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


def tell(what: str, took_ms: float) -> None:
    print(f"  {what:<62} {took_ms:8.1f} ms")


def main() -> None:
    keep_none()
    app = QApplication(["benchmark"])
    wear(app, dark=False)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    print("command: python benchmarks/library_of_ten_thousand.py")
    print(f"date: {datetime.now(UTC):%Y-%m-%d}  commit: {commit.stdout.strip()}  python: {platform.python_version()}")
    print(f"{NUMBER} learning moments, median of {RUNS} runs")
    with tempfile.TemporaryDirectory() as folder:
        store = filled_store(Path(folder))
        tell("reading all summaries (on the store's lane)", measured(lambda _: store.summaries()))
        store.close()
    model = ItemsModel(lambda row: row.title)
    shown = ShownItems(model)
    whole = (rows(NUMBER), rows(NUMBER, 1))
    tell("showing all rows in the model", measured(lambda run: model.show(whole[run % 2])))
    texts = ("p", "pl", "pla", "plan", "planning", "planning foto", "")
    tell("a key in the search, in the model", measured(lambda run: shown.look_for(texts[run % len(texts)])))
    in_the_page(whole[0], texts)


def in_the_page(whole: list[ItemRow], texts: tuple[str, ...]) -> None:
    speech, lane = Speech("nl"), TaskRunner("store")
    library = LibraryPresenter(_NoShelf(), lane, speech, None)
    library.model.show(whole)

    def opened(_: int) -> LibraryPage:
        bin_ = BinPresenter(_NoShelf(), lane, None)
        page = LibraryPage(library, bin_, speech, lambda: datetime.now().astimezone(), lambda _: None)
        page.resize(884, 720)
        page.show()
        QTest.qWaitForWindowExposed(page)
        page.grab()
        return page

    tell("opening the page: made, laid out and painted", measured(opened))
    page = opened(0)
    search = page.findChild(QLineEdit, "search")

    def typed(run: int) -> None:
        search.setText(texts[run % len(texts)])
        QApplication.processEvents()
        page.grab()

    tell("a key in the search, laid out and painted", measured(typed))
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    page.close()
    lane.close()


class _NoShelf:
    """A shelf that nobody looks at: the rows are given to the model at once."""

    def __getattr__(self, name: str) -> Callable[..., tuple[()]]:
        return lambda *_: ()


if __name__ == "__main__":
    main()
