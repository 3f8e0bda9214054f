from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QThread

from capture.events import HasPaused, HasResumed, Progress, Started, TakeDiscarded, TakeFailed, TakeFinished
from core.content import Audience, ClipBody, Content, TipBody
from core.errors import HubRefused, Impossible, Refused
from core.formats import Format
from core.language import Bilingual
from core.review import ReviewState
from core.status import Status
from desktop.models.items import Role, ShownItems
from desktop.presenters.connecting import Connected
from desktop.presenters.recording import Phase, RecordingPresenter
from desktop.presenters.wizard import AdviceStep, AudienceStep, Makeable, Question
from desktop.tasks import TaskRunner

TIP = Content(TipBody("iets plakt", "druk op Ctrl+V", "staat het er"), "Plakken", "nl", Audience(("t1",)), "Elke dag")
CLIP = Content(ClipBody(), "", "nl")
SAID = Bilingual(en="No.", nl="Nee.")


class FakeRecorder:
    def __init__(self, tell) -> None:
        self.tell, self.said = tell, []

    def __getattr__(self, verb):
        return lambda: self.said.append(verb)


class Studio:
    """A recording presenter, the recorder it made, and what became of the take."""

    def __init__(self, store, tasks) -> None:
        self.recorder: FakeRecorder | None = None
        self.store = store
        self.presenter = RecordingPresenter(self.make, self.keep, tasks, lambda: "take-1", None)
        self.kept, self.discarded, self.failed = [], [], []
        self.presenter.kept.connect(self.kept.append)
        self.presenter.discarded.connect(self.discarded.append)
        self.presenter.failed.connect(self.failed.append)

    def make(self, take_id, target, tell):
        self.recorder = FakeRecorder(tell)
        return self.recorder

    def keep(self, take_id, take):
        return self.store.new_draft(CLIP, take_id)

    def recording(self):
        self.presenter.start(0)
        self.recorder.tell(Started())
        return self


FINISHED = TakeFinished("take.mp4", 3.0, 640, 480, 90, 0, None)


@pytest.fixture
def studio(store, tasks):
    return Studio(store, tasks)


def test_with_no_countdown_recording_begins_at_once(studio):
    studio.recording()
    assert studio.recorder.said == ["start", "begin"]
    assert studio.presenter.phase is Phase.RECORDING


def test_the_recorder_is_warm_but_silent_while_counting_down(studio):
    studio.presenter.start(3)
    assert studio.recorder.said == ["start"]
    studio.presenter.begin_now()
    assert studio.recorder.said == ["start", "begin"]


def test_the_countdown_ends_in_a_recording(studio, qtbot):
    studio.presenter._tick.setInterval(5)
    studio.presenter.start(2)
    qtbot.waitUntil(lambda: studio.presenter.phase is Phase.STARTING)
    assert "begin" in studio.recorder.said


def test_cancelling_the_countdown_leaves_nothing(studio):
    studio.presenter.start(3)
    studio.presenter.cancel()
    assert (studio.presenter.phase, studio.recorder.said, studio.kept) == (Phase.IDLE, ["start", "discard"], [])


def test_stop_gives_a_draft(studio):
    studio.recording().presenter.stop()
    studio.recorder.tell(FINISHED)
    assert [draft.take_id for draft in studio.kept] == ["take-1"]
    assert studio.presenter.phase is Phase.IDLE


def test_pause_and_resume_are_asked_of_the_recorder_and_believed_when_it_tells(studio):
    presenter = studio.recording().presenter
    presenter.pause()
    assert presenter.phase is Phase.RECORDING
    studio.recorder.tell(HasPaused(1.0))
    presenter.resume()
    studio.recorder.tell(HasResumed(1.0))
    assert (presenter.phase, studio.recorder.said[-2:]) == (Phase.RECORDING, ["pause", "resume"])


def test_a_discarded_recording_is_kept_first_so_that_it_can_be_brought_back(studio):
    studio.recording().presenter.discard()
    studio.recorder.tell(FINISHED)
    assert (len(studio.discarded), studio.kept) == (1, [])


def test_a_recorder_that_fails_says_why_and_leaves_room_for_the_next(studio):
    studio.recording()
    studio.recorder.tell(TakeFailed("x", SAID, SAID))
    assert [error.title for error in studio.failed] == [SAID]
    assert not studio.presenter.busy


def test_a_take_that_ends_by_itself_is_kept_too(studio):
    studio.recording()
    studio.recorder.tell(FINISHED)
    assert len(studio.kept) == 1


def test_news_of_an_earlier_recording_is_passed_over(studio):
    earlier = studio.recording().recorder
    studio.presenter.stop()
    earlier.tell(TakeDiscarded("x"))
    studio.recording()
    earlier.tell(FINISHED)
    assert (studio.presenter.phase, studio.kept) == (Phase.RECORDING, [])


def test_a_second_start_during_a_recording_does_nothing(studio):
    first = studio.recording().recorder
    studio.presenter.start(0)
    assert studio.recorder is first


# Tasks


def test_a_task_runs_elsewhere_and_answers_here(qtbot):
    lane, where = TaskRunner("test"), []
    with qtbot.waitSignal(lane.idle):
        lane.run(threading.get_ident, lambda ident: where.extend([ident, QThread.currentThread()]))
    assert where[0] != threading.get_ident()
    assert where[1] is lane.thread()
    lane.close()


def test_one_lane_keeps_the_order(qtbot):
    lane, done = TaskRunner("test"), []
    for number in range(50):
        lane.run(lambda number=number: number, done.append)
    qtbot.waitUntil(lambda: len(done) == 50)
    assert done == list(range(50))
    lane.close()


def test_trouble_goes_to_who_asked_else_to_everyone(qtbot):
    lane, heard = TaskRunner("test"), []

    def refuse():
        raise Impossible(SAID)

    lane.trouble.connect(lambda error: heard.append(("all", error.title)))
    lane.run(refuse, failed=lambda error: heard.append(("me", error.title)))
    lane.run(refuse)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [("me", SAID), ("all", SAID)]
    lane.close()


# Editing


def test_many_keys_are_one_save(parts, store, qtbot):
    draft = store.new_draft(TIP)
    parts.editing.open(draft.id)
    with qtbot.waitSignal(parts.editing.saved, check_params_cb=lambda state: state == "saved"):
        for title in ("P", "Pl", "Pla"):
            parts.editing.edit(replace(TIP, title=title))
    assert (store.saves, store.draft(draft.id).content.title) == (1, "Pla")


def test_closing_writes_what_was_not_written_yet(parts, store):
    draft = store.new_draft(TIP)
    parts.editing.open(draft.id)
    parts.editing.edit(replace(TIP, title="Later"))
    parts.editing.close()
    assert store.draft(draft.id).content.title == "Later"


def test_what_blocks_is_said_and_nothing_is_submitted(parts, store, qtbot):
    draft = store.new_draft(replace(TIP, title="", audience=Audience()))
    parts.editing.open(draft.id)
    with qtbot.waitSignal(parts.editing.failed) as failed:
        parts.editing.ask_for_review()
    assert isinstance(failed.args[0], Refused)
    assert store.draft(draft.id).review is ReviewState.DRAFT


def test_asking_for_review_saves_first(parts, store):
    draft = store.new_draft(TIP)
    parts.editing.open(draft.id)
    parts.editing.edit(replace(TIP, title="Nieuwe titel"))
    parts.editing.ask_for_review()
    assert (store.draft(draft.id).review, store.draft(draft.id).content.title) == (
        ReviewState.SUBMITTED,
        "Nieuwe titel",
    )


def test_news_from_the_hub_appears_in_the_open_draft_and_calls_nobody_there(parts, store, qtbot):
    draft = store.new_draft(TIP)
    parts.editing.open(draft.id)
    parts.editing.ask_for_review()
    store.ask_changes(draft.id, "Waar is de knop?")
    with qtbot.assertNotEmitted(parts.editing.opened), qtbot.waitSignal(parts.editing.renewed) as renewed:
        parts.editing.refresh()
    assert renewed.args[0].feedback[0].feedback[0].comment == "Waar is de knop?"
    assert parts.editing.editable


def test_news_does_not_overwrite_what_is_being_typed(parts, store):
    draft = store.new_draft(TIP)
    parts.editing.open(draft.id)
    parts.editing.edit(replace(TIP, title="Ik typ nog"))
    parts.editing.refresh()
    assert parts.editing.content.title == "Ik typ nog"


# The list


def test_the_list_speaks_the_words_of_the_state_table(parts, store):
    store.submit(store.new_draft(TIP).id)
    store.new_draft(CLIP)
    parts.library.reload()
    assert [(row.title, row.status) for row in parts.library.model.rows] == [
        ("Clip without a title", Status.DRAFT),
        ("Plakken", Status.NO_HUB_YET),
    ]


def test_the_list_is_a_sound_model_for_views(parts, store, qtmodeltester):
    for _ in range(3):
        store.new_draft(TIP)
    parts.library.reload()
    qtmodeltester.check(parts.library.model)


def test_search_wants_every_word_in_any_order(parts, store):
    store.new_draft(replace(TIP, title="Diensten verplaatsen in de planning"))
    store.new_draft(TIP)
    parts.library.reload()
    shown = ShownItems(parts.library.model)
    shown.look_for("PLANNING dienst")
    assert [shown.index(at, 0).data(Role.ITEM).title for at in range(shown.rowCount())] == [
        "Diensten verplaatsen in de planning"
    ]


def test_a_discarded_item_comes_back(parts, store):
    draft = store.new_draft(TIP)
    parts.library.discard(draft.id, "Plakken")
    assert not parts.library.model.rows
    parts.library.undo(draft.id)
    assert [row.id for row in parts.library.model.rows] == [draft.id]


def test_what_another_program_changed_is_noticed(parts, store):
    parts.library.look()
    store.new_draft(TIP)
    parts.library.look()
    assert not parts.library.model.rows
    store.version += 1
    parts.library.look()
    assert len(parts.library.model.rows) == 1


# The wizard


def test_the_wizard_leads_from_a_goal_to_a_tip(parts):
    made = []
    parts.wizard.made.connect(made.append)
    parts.wizard.start()
    for value in ("procedure", "none", "1-2", "no"):
        assert isinstance(parts.wizard.step, Question)
        parts.wizard.answer(value)
    assert isinstance(parts.wizard.step, AudienceStep)
    parts.wizard.answer_audience(Audience(teams=("t1",)))
    parts.wizard.answer("stable")
    assert isinstance(parts.wizard.step, AdviceStep)
    assert parts.wizard.step.best.format is Format.TIP
    parts.wizard.make(Format.TIP)
    assert (made[0].format, made[0].audience.teams, made[0].review_by) == (Format.TIP, ("t1",), date(2027, 11, 23))


def test_after_a_recording_only_what_is_left_is_asked(parts, store):
    parts.wizard.start(draft=store.new_draft(CLIP))
    pages = []
    while isinstance(parts.wizard.step, Question):
        pages.append(parts.wizard.step.page)
        parts.wizard.answer(parts.wizard.step.options[0].value)
    assert "motion" not in pages
    assert pages[0] == "goal"


def test_skipping_the_questions_goes_to_the_clip_that_is_there(parts, store, qtbot):
    draft = store.new_draft(CLIP)
    parts.wizard.start(draft=draft)
    with qtbot.waitSignal(parts.wizard.made) as made:
        parts.wizard.choose_myself()
    assert made.args[0].draft == draft


def test_a_form_that_cannot_be_made_yet_names_the_best_that_can(parts):
    parts.wizard.start()
    parts.wizard.answer("judgement")
    parts.wizard.choose_myself()
    assert parts.wizard.step.best.format is Format.MENTOR
    assert parts.wizard.step.best.make is Makeable.NOT_YET
    assert parts.wizard.best_makeable() in (Format.TIP, Format.CLIP)


def test_going_back_proposes_the_earlier_answer(parts):
    parts.wizard.start()
    parts.wizard.answer("fix")
    parts.wizard.back()
    assert parts.wizard.step.answer == "fix"


def test_teams_that_are_gone_are_not_proposed_again(parts):
    parts.wizard.start(last_teams=("t1", "gone"), draft=None)
    assert parts.wizard._proposed.teams == ("t1",)


# Connecting


def test_connecting_shows_a_code_and_waits_for_the_answer(parts, door, qtbot):
    door.answers = [None, None, Connected("Hub", "Sanne", "https://hub.example", True)]
    shown = []
    parts.connecting.code_shown.connect(shown.append)
    with qtbot.waitSignal(parts.connecting.changed):
        parts.connecting.connect_to("https://hub.example")
    assert shown[0].user_code == "BCDF-GHJK"
    assert parts.connecting.connected.person == "Sanne"


def test_a_refusal_in_the_browser_is_said(parts, door, qtbot):
    door.answers = [HubRefused("access_denied", SAID)]
    with qtbot.waitSignal(parts.connecting.failed) as failed:
        parts.connecting.connect_to("https://hub.example")
    assert (failed.args[0].title, parts.connecting.pairing) == (SAID, None)


def test_progress_is_handed_on(studio, qtbot):
    with qtbot.waitSignal(studio.presenter.progressed) as told:
        studio.recording().recorder.tell(Progress(1.5, 10, -20.0, 45, 0))
    assert told.args[0].written_s == 1.5


def test_no_presenter_and_no_model_knows_widgets():
    for folder in ("presenters", "models"):
        for file in (Path(__file__).parents[2] / "desktop" / folder).glob("*.py"):
            assert "QtWidgets" not in file.read_text(encoding="utf-8"), file.name
