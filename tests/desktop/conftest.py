"""A store in memory, lanes that answer at once, and windows made of them."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget  # noqa: TID251 - the tests of the widgets

from capture.requests import Region
from core.content import Audience, BlobRef, ClipBody, Content, TipBody
from core.delivery import DeliveryState
from core.draft import Draft, ItemId
from core.errors import AppError, NotFound
from core.feed import Directory, Feedback, ReviewEvent, Team
from core.language import Bilingual
from core.review import Criterion, ReviewAction, ReviewState, advance
from desktop.home import Home
from desktop.i18n import Speech
from desktop.platform.autostart import DesktopAutostart
from desktop.platform.none_kept import keep_none
from desktop.platform.whole_data import WholeData
from desktop.presenters.autostart import AutostartPresenter
from desktop.presenters.backups import BackupsPresenter
from desktop.presenters.bin import BinPresenter
from desktop.presenters.channels import ChannelsPresenter
from desktop.presenters.connecting import Connected, ConnectingPresenter
from desktop.presenters.data import DataPresenter
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.hearing import HearingPresenter
from desktop.presenters.history import HistoryPresenter
from desktop.presenters.hotkeys import HotkeysPresenter
from desktop.presenters.library import LibraryPresenter
from desktop.presenters.posting import PostingPresenter
from desktop.presenters.preferences import PreferencesPresenter
from desktop.presenters.recording import RecordingPresenter
from desktop.presenters.source import ScreenSeen, Seen, SourcePresenter, WindowSeen
from desktop.presenters.syncing import SyncingPresenter
from desktop.presenters.window_following import WindowFollowing
from desktop.presenters.wizard import WizardPresenter
from desktop.settings import Settings
from desktop.tasks import TaskRunner
from desktop.widgets.components import column, held
from desktop.widgets.main_window import Presenters
from desktop.widgets.screen_places import own_titles
from desktop.widgets.theme import wear
from drafts.records import BinnedDraft, DraftSummary, OtherVersion, Revision
from drafts.restoring import KeptBackup, WentBack
from guidance.checks import check
from sync.posting import NO_ADDRESS
from tests.desktop.devices import FakeEar, HeldHotkeys
from tests.desktop.memory_channels import MemoryChannels, MemoryDoor
from tests.desktop.pseudo import pseudo_speech
from tests.desktop.watchdog import watched

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
BLOB = BlobRef("ab" * 32, 1000, "video/mp4")
CLIP = Content(ClipBody(BLOB, 97_000, 1280, 720, True), "Diensten verplaatsen", "nl", Audience(("t1",)), "Elke dag")
TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
DIRECTORY = Directory("p1", "Sanne", ("ambassador",), ("t2",), (Team("t1", "Balie", 14), Team("t2", "Planning", 9)))


class NowTasks(TaskRunner):
    """Does the work at once, on the spot."""

    def run(self, work, then=None, failed=None):
        try:
            result = work()
        except AppError as error:
            (failed or self.trouble.emit)(error)
            return
        if then is not None:
            then(result)


class MemoryStore(MemoryChannels):
    def __init__(self) -> None:
        super().__init__()
        self.drafts: dict[str, Draft] = {}
        self.binned: set[str] = set()
        self.events: dict[str, tuple[ReviewEvent, ...]] = {}
        self.known: Directory | None = DIRECTORY
        self.linked: object | None = None
        self.saves = 0
        self.facts: dict[str, dict[str, object]] = {}
        """What a summary says beyond the draft, by item."""
        self.sent_again: list[str] = []
        self.others: dict[str, OtherVersion] = {}
        self.version = 1
        self.saved: dict[str, list[Revision]] = {}
        """Earlier versions by item, newest first; the draft itself where nothing is said."""
        self.made_backups: list[KeptBackup] = []
        self.went_back_to: list[datetime] = []

    def new_draft(self, content, take_id=None):
        number = len(self.drafts) + 1
        draft = Draft(ItemId(f"item-{number}"), content, NOW, NOW, take_id=take_id)
        self.drafts[draft.id] = draft
        return draft

    def save(self, item_id, content):
        self.saves += 1
        old = self.draft(item_id)
        before = self.revisions(item_id)
        self.drafts[item_id] = replace(old, content=content, revision=old.revision + 1)
        self.saved[item_id] = [Revision(old.revision + 1, NOW, content), *before]
        return self.drafts[item_id]

    def revisions(self, item_id):
        draft = self.draft(item_id)
        return tuple(self.saved.get(item_id, [Revision(draft.revision, NOW, draft.content)]))

    def restore_revision(self, item_id, number):
        return self.save(item_id, next(one.content for one in self.revisions(item_id) if one.number == number))

    def bin(self):
        days = timedelta(days=30)
        found = [self.drafts[item_id] for item_id in reversed(self.drafts) if item_id in self.binned]
        return tuple(BinnedDraft(d.id, d.content.format, d.content.title, NOW, NOW + days) for d in found)

    def delete_for_good(self, item_id):
        self.binned.remove(item_id)
        del self.drafts[item_id]

    def empty_bin(self):
        number = len(self.binned)
        for item_id in tuple(self.binned):
            self.delete_for_good(item_id)
        return number

    def kept_backups(self):
        return tuple(self.made_backups)

    def back_up_now(self):
        moment = self.made_backups[0].made_at + timedelta(seconds=1) if self.made_backups else NOW
        self.made_backups.insert(0, KeptBackup(moment, len(self.summaries())))
        return moment

    def go_back(self, moment):
        self.went_back_to.append(moment)
        return WentBack(moment, self.back_up_now())

    def draft(self, item_id):
        if item_id not in self.drafts:
            raise NotFound(Bilingual(en="Not there.", nl="Niet gevonden."))
        return self.drafts[item_id]

    def summaries(self):
        return tuple(
            replace(self._summary(draft), **self.facts.get(draft.id, {}))
            for draft in reversed(self.drafts.values())
            if draft.id not in self.binned
        )

    def _summary(self, draft):
        return DraftSummary(
            draft.id, draft.content.format, draft.content.title, draft.changed_at, draft.review,
            DeliveryState.WAITING, None, False, None, None, draft.take_id, None,
        )  # fmt: skip

    def put_in_bin(self, item_id):
        self.binned.add(item_id)

    def restore(self, item_id):
        self.binned.discard(item_id)

    def submit(self, item_id):
        return self._advance(item_id, ReviewAction.SUBMIT)

    def withdraw(self, item_id):
        return self._advance(item_id, ReviewAction.WITHDRAW)

    def send_again(self, item_id):
        self.sent_again.append(item_id)

    def hold(self, item_id):
        self.facts.setdefault(item_id, {})["held"] = True

    def go_on(self, item_id):
        self.facts.setdefault(item_id, {})["held"] = False

    def other_version(self, item_id):
        return self.others.get(item_id)

    def keep_mine(self, item_id):
        other = self.others.pop(item_id)
        self.saved[item_id] = [*self.revisions(item_id), Revision(0, NOW, other.content)]
        return self.draft(item_id)

    def take_other(self, item_id):
        self.save(item_id, self.others.pop(item_id).content)
        self.drafts[item_id] = replace(self.draft(item_id), review=ReviewState.SUBMITTED)
        return self.draft(item_id)

    def keep_both(self, item_id):
        mine = self.new_draft(self.draft(item_id).content)
        self.take_other(item_id)
        return mine

    def ask_changes(self, item_id, comment):
        self._advance(item_id, ReviewAction.REQUEST_CHANGES)
        words = (Feedback(Criterion.CLEAR, 2, comment), Feedback(Criterion.CORRECT, None, ""))
        state = ReviewState.CHANGES_REQUESTED
        self.events[item_id] = (ReviewEvent(1, NOW, item_id, "0" * 64, state, "Joris", "Mooi kort.", words, None),)

    def _advance(self, item_id, action):
        old = self.draft(item_id)
        self.drafts[item_id] = replace(old, review=advance(old.review, action))
        return self.drafts[item_id]

    def feedback(self, item_id):
        return self.events.get(item_id, ())

    def directory(self):
        return self.known

    def hub(self):
        return self.linked

    def data_version(self):
        return self.version


@dataclass(frozen=True)
class Asked:
    user_code: str = "BCDF-GHJK"
    verification_uri: str = "https://hub.example/device"
    verification_uri_complete: str = "https://hub.example/device?code=BCDF-GHJK"
    interval_s: float = 0.01
    expires_at: datetime = datetime(2026, 11, 23, 14, 47, tzinfo=UTC)


class Door:
    def __init__(self) -> None:
        self.now: Connected | None = None
        self.answers: list[Connected | AppError | None] = []

    def knock(self, url):
        return Asked()

    def look(self, pairing):
        answer = self.answers.pop(0)
        if isinstance(answer, AppError):
            raise answer
        return answer

    def connected(self):
        return self.now

    def leave(self):
        self.now = None


@pytest.fixture(scope="session", autouse=True)
def _languages_are_built():
    keep_none()
    tool = Path(sysconfig.get_path("scripts")) / "pyside6-lrelease"
    for source in (ROOT / "resources" / "translations").glob("vonk_*.ts"):
        built = source.with_suffix(".qm")
        if not built.exists() or built.stat().st_mtime < source.stat().st_mtime:
            subprocess.run([sys.executable, tool, "-silent", source, "-qm", built], check=True)


@pytest.fixture(scope="session")
def _dog(qapp):
    with watched() as dog:
        yield dog


@pytest.fixture(autouse=True)
def _the_windows_answer(request):
    """No test may hold up the event loop for a quarter of a second; where it is meant, `may_stall` says so."""
    if "qapp" not in request.fixturenames or request.node.get_closest_marker("may_stall"):
        yield
        return
    dog = request.getfixturevalue("_dog")
    # The windows of tests that needed no event loop: the first loop would take them all away, at this test's expense.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    before = len(dog.stalls)
    yield
    if found := dog.stalls[before:]:
        pytest.fail("\n".join(map(str, found)), pytrace=False)


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def tasks(qapp):
    lane = NowTasks("now")
    yield lane
    lane.close()


@pytest.fixture
def door():
    return Door()


@pytest.fixture
def channel_door():
    return MemoryDoor()


@pytest.fixture
def speech(qapp, request):
    """English; a test that names "pseudo" for it (indirectly) hears the stretched language."""
    spoken = pseudo_speech() if getattr(request, "param", "en") == "pseudo" else Speech("en")
    spoken.use("en")
    yield spoken
    if spoken.language != "en":
        spoken.use("en")
    for translator in spoken._translators:
        QCoreApplication.removeTranslator(translator)


@pytest.fixture
def hotkeys():
    return HeldHotkeys()


SEEN = Seen(
    (ScreenSeen(1, "main", Region(0, 0, 800, 800)),),
    (WindowSeen("Postvak", Region(500, 100, 200, 300)), WindowSeen("Weekplanning", Region(40, 60, 400, 300))),
)
"""The screen of the offscreen platform, and two windows on it."""


class FakeDesktop:
    def __init__(self) -> None:
        self.seen, self.refuses = SEEN, None
        self.tracked: list[str] = []

    def track(self, title):
        """Follows the window by the place that `seen` gives it."""
        self.tracked.append(title)
        there = lambda: next((one.place for one in self.seen.windows if one.title == title), None)  # noqa: E731
        return SimpleNamespace(now=there, close=lambda: self.tracked.remove(title))

    def look(self, own):
        if self.refuses is not None:
            raise self.refuses
        return replace(self.seen, windows=tuple(one for one in self.seen.windows if one.title not in own))


@pytest.fixture
def ear():
    return FakeEar()


@pytest.fixture
def desk_seen():
    return FakeDesktop()


@pytest.fixture
def autostart_folder(tmp_path):
    return tmp_path / "autostart"


@pytest.fixture
def parts(store, tasks, door, channel_door, speech, hotkeys, autostart_folder, desk_seen, ear) -> Presenters:
    preferences = PreferencesPresenter(Settings(), lambda _: None, "en", speech, tasks, None)
    opened: Callable[[str], None] = lambda _: None  # noqa: E731
    editing = EditingPresenter(store, check, tasks, None)
    return Presenters(
        library=LibraryPresenter(store, tasks, speech, None),
        bin=BinPresenter(store, tasks, None),
        editing=editing,
        history=HistoryPresenter(store, editing, lambda: NOW, tasks, None),
        backups=BackupsPresenter(store, tasks, None),
        data=DataPresenter(WholeData(lambda: store, Home(ROOT)), tasks, None),
        channels=ChannelsPresenter(store, channel_door, tasks, None),
        posting=PostingPresenter(store, lambda reason: reason == NO_ADDRESS, tasks, None),
        wizard=WizardPresenter(store, lambda: date(2026, 11, 23), tasks, None),
        connecting=ConnectingPresenter(door, opened, tasks, None),
        syncing=SyncingPresenter(lambda: None, lambda: NOW, tasks, None),
        preferences=preferences,
        hotkeys=HotkeysPresenter(hotkeys, preferences, None),
        autostart=AutostartPresenter(DesktopAutostart(autostart_folder, lambda: "vonk"), tasks, None),
        source=SourcePresenter(preferences, desk_seen.look, own_titles, tasks, None),
        following=WindowFollowing(desk_seen.track, tasks, None),
        hearing=HearingPresenter(lambda: ear, lambda pcm: ear.said.append(f"play {len(pcm)}"), tasks, None),
        speech=speech,
    )


class QuietRecorder:
    def __getattr__(self, verb):
        return lambda: None


@pytest.fixture
def recording(tasks, store):
    heard, targets = [], []

    def make(take_id, target, tell):
        targets.append(target)
        heard.append(tell)
        return QuietRecorder()

    presenter = RecordingPresenter(make, lambda *_: store.new_draft(CLIP), tasks, lambda: "take-1", None)
    presenter.heard, presenter.targets = heard, targets
    return presenter


@pytest.fixture
def shown(qtbot, qapp):
    """Shows widgets below each other in a dressed window that has the focus."""
    wear(qapp, dark=False)
    kept = []

    def show(*parts: QWidget) -> QWidget:
        window = held(column(*parts, margin=4))
        kept.append(window)
        qtbot.addWidget(window)
        window.resize(600, 400)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield show
    kept.clear()
