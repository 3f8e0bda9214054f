"""The page of one learning moment: its form, for whom and by whom, what to look at again, and asking for review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.content import Content
from core.draft import Draft, ItemId
from core.formats import FORMAT_NAMES
from core.review import ReviewState
from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.presenters.editing import EditingPresenter, Finding, OpenDraft
from desktop.presenters.history import HistoryPresenter
from desktop.presenters.posting import PostingPresenter
from desktop.widgets.components import (
    Button,
    FindingLine,
    FindingsList,
    Icon,
    Tag,
    column,
    empty,
    frame,
    held,
    label,
    line,
    row,
    scrolled,
    tab_in_reading_order,
)
from desktop.widgets.editor.about import AboutSection
from desktop.widgets.editor.forms import HEADS, ClipForm, Form, form_for
from desktop.widgets.editor.history import HistoryPanel
from desktop.widgets.editor.news import review_news
from desktop.widgets.editor.post_dialog import PostQuestion, ask_to_post
from desktop.widgets.editor.preview import Preview
from desktop.widgets.looks import FORMAT_ICONS, REVIEW_WORDS
from desktop.widgets.theme import step
from resources.tokens import pixels


class EditorPage(QWidget):
    """`discard_asked` and `play_asked` carry the id of the draft, `closed` nothing; `channels_asked` to add one."""

    discard_asked = Signal(str, str)
    play_asked = Signal(str)
    play_failed = Signal(object)
    poster_asked = Signal(str)
    closed = Signal()
    experience_told = Signal(str)
    channels_asked = Signal()

    def __init__(
        self,
        editing: EditingPresenter,
        history: HistoryPresenter,
        posting: PostingPresenter,
        speech: Speech,
        clock: Callable[[], datetime],
    ) -> None:
        """`clock` gives the present moment in the zone of the person who reads."""
        super().__init__()
        self.setObjectName("page")
        self._editing, self._posting, self._speech, self._clock = editing, posting, speech, clock
        self._found: tuple[Finding, ...] = ()
        self._shown: ItemId | None = None
        self._form: Form | None = None
        self._about: AboutSection | None = None
        self._left = QVBoxLayout()
        self._left.setSpacing(step(5))
        self._findings = FindingsList()
        self._preview = Preview(speech)
        self._verdict = label("", "secondary", name="findingsSummary")
        self._saved = label("", "small", name="savedState", wrap=False)
        self._saved_sign = Icon("check", "text.tertiary", pixels("control.iconSize.small"))
        self._ask = Button(
            self.tr("Ask for review"), self._submit, kind="primary", icon="eye", keys="Ctrl+Enter", name="askForReview"
        )
        to_channel, ask = self.tr("Post to a channel"), self.tr("Ask for review")
        self._to_channel = Button(
            to_channel, self._ask_to_post, kind="primary", icon="send", keys="Ctrl+Enter", name="postToChannel"
        )
        # The other way of the two, out of the way: below the preview.
        self._also_post = Button(to_channel, self._ask_to_post, kind="flat", icon="send", name="postToChannel")
        self._also_ask = Button(ask, self._submit, kind="flat", icon="eye", name="askForReview")
        self._back_to_draft = Button(self.tr("Take it back"), editing.withdraw, icon="undo", name="withdraw")
        self._close = Button(self.tr("Close"), self._leave, kind="flat", name="closeEditor")
        self._bin = Button(self.tr("Discard"), self._discard, kind="danger", icon="trash", name="discardDraft")
        self._history = HistoryPanel(history, editing, speech, clock)
        words = self.tr("Earlier versions")
        self._versions = Button(words, self._toggle_history, kind="flat", icon="clock", name="openHistory")
        self._versions.setToolTip("Ctrl+Alt+H")
        self.setLayout(self._build())
        self._connect()

    def _build(self) -> QVBoxLayout:
        inner = held(column(self._left, None, margin=5))
        inner.setMaximumWidth(pixels("control.textMaxWidth") + 2 * step(5))
        middle = held(row(inner, gap=0))
        looks = column(label(self.tr("One more look"), "heading"), self._verdict, 1, self._findings, gap=1)
        side = held(column(self._preview, held(looks), None, margin=5, gap=5))
        others = (self._also_post, self._also_ask, self._versions)
        below = held(column(*(row(other, None) for other in others), margin=(4, 2, 4, 2), gap=0))
        self._side = held(column(scrolled(side), line(), below, gap=0))
        self._history.hide()
        panel = frame("side", column(self._side, self._history))
        panel.setFixedWidth(pixels("component.panel.width"))
        foot = row(
            self._bin, 2, self._saved_sign, self._saved, None,
            self._close, self._back_to_draft, self._to_channel, self._ask,
            margin=(4, 3, 5, 3),
        )  # fmt: skip
        self._scroll = scrolled(middle)
        main = row(self._scroll, panel, gap=0)
        main.setStretch(0, 1)
        whole = column(main, frame("footer", foot), gap=0)
        whole.setStretch(0, 1)
        return whole

    def _connect(self) -> None:
        editing = self._editing
        editing.opened.connect(self._on_opened)
        editing.renewed.connect(self._on_opened)
        editing.saved.connect(self._on_saved)
        editing.checked.connect(self._on_checked)
        editing.submitted.connect(self._on_submitted)
        self._history.closed.connect(self._close_history)
        self._posting.loaded.connect(self._tell_ways)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._go_on, context=within)
        QShortcut(QKeySequence("Esc"), self, self._step_back, context=within)
        QShortcut(QKeySequence("Ctrl+Alt+H"), self, self._toggle_history, context=within)
        if editing.current is not None:
            self._on_opened(editing.current)

    @Slot(OpenDraft)
    def _on_opened(self, opened: OpenDraft) -> None:
        draft, content = opened.draft, opened.draft.content
        if self._shown != draft.id:
            self._close_history()
        elif not self._history.isHidden():
            self._history.open()
        self._shown = draft.id
        empty(self._left)
        form = self._form = form_for(content.title, content.body)
        about = self._about = AboutSection(content, opened.directory, self._speech)
        self._left.addWidget(self._head(draft))
        for part in (*review_news(opened, self._editing, self._speech, self._clock()), form, line(), about):
            self._left.addWidget(part)
        form.changed.connect(self._on_edited)
        about.changed.connect(self._on_edited)
        about.experience_told.connect(self.experience_told)
        if isinstance(form, ClipForm):
            self._load_clip(draft.id, form)
        self._preview.show_content(content)
        self._tell_state(draft)
        tab_in_reading_order(self)
        self.focus_first()

    def focus_first(self) -> None:
        """Where typing begins."""
        if self._form is not None:
            self._form.focus_first()
            # Going to a field scrolls to it; what stands above it is read first.
            QTimer.singleShot(0, self._scroll.verticalScrollBar(), lambda: self._scroll.verticalScrollBar().setValue(0))

    def _toggle_history(self) -> None:
        """Earlier versions in the place of the preview, or away again."""
        if not self._history.isHidden():
            self._close_history()
            self._versions.setFocus()
            return
        self._side.hide()
        self._history.show()
        self._history.open()

    def _close_history(self) -> None:
        self._history.hide()
        self._side.show()

    def _step_back(self) -> None:
        """Esc: the topmost thing closes."""
        if self._history.isHidden():
            self._leave()
        else:
            self._toggle_history()

    def show_poster(self, image: QImage) -> None:
        if isinstance(self._form, ClipForm):
            self._form.player.show_poster(image)

    @property
    def clip(self) -> ClipForm | None:
        """The open clip, to play its file; None for other formats."""
        return self._form if isinstance(self._form, ClipForm) else None

    def _load_clip(self, item_id: ItemId, form: ClipForm) -> None:
        form.player.wanted.connect(lambda: self.play_asked.emit(item_id))
        form.player.failed.connect(self.play_failed)
        body = form.body
        if body.media is not None:
            self.poster_asked.emit(body.media.sha256)

    def _head(self, draft: Draft) -> QWidget:
        content = draft.content
        name = self._speech.say(FORMAT_NAMES[content.format])
        asked = HEADS.get(type(content.body))
        title = self._speech.say(asked) if asked is not None else name
        tag = Tag(name, f"format.{content.format.value}", FORMAT_ICONS[content.format])
        shown = row(label(title, "title", name="editorTitle"), tag)
        shown.setStretch(0, 1)
        return held(shown)

    def _tell_state(self, draft: Draft) -> None:
        editable = self._editing.editable
        if self._form is not None and self._about is not None:
            self._form.lock(not editable)
            self._about.lock(not editable)
        again = draft.review is ReviewState.CHANGES_REQUESTED
        for ask in (self._ask, self._also_ask):
            ask.say(self.tr("Ask again") if again else self.tr("Ask for review"))
        self._tell_ways()
        self._back_to_draft.setVisible(draft.review is ReviewState.SUBMITTED)
        self._bin.setVisible(editable)
        self._saved.setText(
            self.tr("Kept on this computer") if editable else self._speech.say(REVIEW_WORDS[draft.review])
        )

    def _tell_ways(self) -> None:
        """Asking for review comes first, unless there is no hub and there is a channel: then posting does."""
        current, editable = self._editing.current, self._editing.editable
        posts_first = self._posting.comes_first
        waits = current is not None and current.draft.review is ReviewState.SUBMITTED and not self._posting.has_hub
        self._ask.setVisible(editable and not posts_first)
        self._to_channel.setVisible(editable and posts_first)
        self._also_ask.setVisible(editable and posts_first)
        self._also_post.setVisible((editable and not posts_first) or waits)

    def _collect(self) -> Content | None:
        content, form, about = self._editing.content, self._form, self._about
        if content is None or form is None or about is None:
            return None
        return replace(
            content,
            body=form.body,
            title=form.title,
            audience=about.audience,
            experience=about.experience,
            review_by=about.review_by,
        )

    @Slot()
    def _on_edited(self) -> None:
        content = self._collect()
        if content is not None:
            self._preview.show_content(content)
            self._editing.edit(content)

    @Slot(str)
    def _on_saved(self, state: str) -> None:
        self._saved.setText(self.tr("Kept on this computer") if state == "saved" else self.tr("Keeping"))

    @Slot(tuple)
    def _on_checked(self, findings: tuple[Finding, ...]) -> None:
        say = self._speech.say
        self._found = findings
        self._findings.show_lines(
            [
                FindingLine(
                    "danger" if finding.severity == "block" else "warn",
                    say(finding.message),
                    say(finding.reason),
                    say(finding.fix),
                )
                for finding in findings
            ]
            or [FindingLine("ok", self.tr("Nothing to look at again. This is ready."))]
        )
        needed = sum(finding.severity == "block" for finding in findings)
        hints = len(findings) - needed
        told = []
        if needed:
            told.append(self.tr("%n thing(s) needed before you can ask.", "", needed))
        if hints:
            told.append(self.tr("%n hint(s): you may skip them.", "", hints))
        self._verdict.setText(" ".join(told))
        self._verdict.setVisible(bool(told))

    @Slot(Draft)
    def _on_submitted(self, draft: Draft) -> None:
        self._tell_state(draft)
        announce(self, self.tr("Asked for review. It is kept."))

    def _go_on(self) -> None:
        """The page's main action."""
        if self._to_channel.isHidden():
            self._submit()
        else:
            self._ask_to_post()

    def _ask_to_post(self) -> None:
        """What is on the screen is written first: that is what the person confirms."""
        self._on_edited()
        self._editing.flush()
        content = self._editing.content
        if self._shown is None or content is None:
            return
        question = PostQuestion(self._shown, content, self._found, self._posting, self._speech)
        question.channels_asked.connect(self.channels_asked)
        ask_to_post(question, self)

    def _submit(self) -> None:
        self._on_edited()
        self._editing.ask_for_review()

    def _leave(self) -> None:
        self._editing.flush()
        if isinstance(self._form, ClipForm):
            self._form.player.stop()
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        if isinstance(self._form, ClipForm):
            self._form.player.stop()

    def _discard(self) -> None:
        if self._shown is not None and self._form is not None:
            self.discard_asked.emit(self._shown, self._form.title)
