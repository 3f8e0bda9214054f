"""One draft: its title and text, for whom, by whom, what to look at again, and asking for review."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from core.content import ClipBody, Content, TipBody
from core.draft import Draft, ItemId
from core.feed import ReviewEvent
from core.formats import FORMAT_NAMES, Format
from core.review import CRITERION_QUESTIONS, ReviewState
from core.status import STATUS_WORDS, Status
from desktop.i18n import Speech
from desktop.presenters.editing import MOST_WORDS_OF_A_TIP, EditingPresenter, Finding, OpenDraft, words_in
from desktop.widgets.audience import AudiencePicker, FreshnessPicker
from desktop.widgets.components import (
    Banner,
    Button,
    Field,
    Icon,
    Tag,
    column,
    empty,
    frame,
    label,
    line,
    row,
    scrolled,
)
from desktop.widgets.looks import FORMAT_ICONS
from desktop.wording import clock_words

_SIDE: Final = 340
_POSTER: Final = 320


class EditorPage(QWidget):
    """`discard_asked` and `play_asked` carry the id of the draft, `closed` nothing."""

    discard_asked = Signal(str, str)
    play_asked = Signal(str)
    poster_asked = Signal(str)
    closed = Signal()
    experience_told = Signal(str)

    def __init__(self, editing: EditingPresenter, speech: Speech) -> None:
        super().__init__()
        self.setObjectName("page")
        self._editing, self._speech = editing, speech
        self._shown: ItemId | None = None
        self._fields: list[QWidget] = []
        self._tip: dict[str, Field] = {}
        self._left = QVBoxLayout()
        self._left.setSpacing(16)
        self._findings = QVBoxLayout()
        self._findings.setSpacing(12)
        self._poster = QLabel()
        self._words = label("", "small", name="wordCount")
        self._bar = QProgressBar()
        self._saved = label("", "small", name="savedState")
        self._saved.setWordWrap(False)
        self._ask = Button(self.tr("Ask for review"), self._submit, kind="primary", icon="eye", name="askForReview")
        self._back_to_draft = Button(self.tr("Take it back"), editing.withdraw, icon="undo", name="withdraw")
        self._close = Button(self.tr("Close"), self._leave, kind="flat", name="closeEditor")
        self._bin = Button(self.tr("Discard"), self._discard, kind="danger", icon="trash", name="discardDraft")
        self.setLayout(self._build())
        self._connect()

    def _build(self) -> QVBoxLayout:
        inner = QWidget()
        body = column(self._left, None, margin=5, gap=4)
        inner.setLayout(body)
        inner.setMaximumWidth(688)
        side = QWidget()
        side.setLayout(column(label(self.tr("One more look"), "heading"), self._findings, None, margin=5, gap=3))
        panel = frame("side", column(scrolled(side)))
        panel.setFixedWidth(_SIDE)
        foot = row(self._bin, 2, self._saved, None, self._close, self._back_to_draft, self._ask)
        foot.setContentsMargins(24, 12, 24, 12)
        main = row(scrolled(inner), panel, gap=0)
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
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._submit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("Esc"), self, self._leave, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if editing.current is not None:
            self._on_opened(editing.current)

    @Slot(OpenDraft)
    def _on_opened(self, opened: OpenDraft) -> None:
        draft = opened.draft
        self._shown = draft.id
        empty(self._left)
        self._tip, self._fields = {}, []
        for part in self._parts(opened):
            self._left.addWidget(part)
        self._tell_state(draft)
        self._count()
        self.focus_first()

    def focus_first(self) -> None:
        """Where typing begins: the title."""
        self._title.edit.setFocus()

    def _parts(self, opened: OpenDraft) -> list[QWidget]:
        draft, content = opened.draft, opened.draft.content
        parts: list[QWidget] = [self._head(draft), *self._banners(opened)]
        self._title = Field(
            self.tr("Title"), content.title, name="title", example=self.tr("Move a shift in the weekly planning")
        )
        match content.body:
            case TipBody() as body:
                parts += [self._title, *self._tip_fields(body)]
            case ClipBody() as body:
                parts += [self._clip_view(draft.id, body), self._title]
                self._summary = Field(
                    self.tr("In one sentence: what can you do after this?"), body.summary, lines=2, name="summary"
                )
                parts.append(self._summary)
                self._summary.changed.connect(self._on_edited)
            case _:
                parts.append(Banner("info", self.tr("This form can be read here, not changed yet.")))
                parts.append(self._title)
        self._audience = AudiencePicker(content.audience, opened.directory, self._speech)
        self._experience = Field(
            self.tr("Your experience"),
            content.experience,
            name="experience",
            help_=self.tr("People see this with it, so that they know whom they can trust."),
            example=self.tr("I have worked with this every day for two years"),
        )
        self._fresh = FreshnessPicker(content.review_by, self._speech)
        self._fresh.changed.connect(self._on_edited)
        parts += [line(), self._audience, self._experience, self._fresh]
        self._title.changed.connect(self._on_edited)
        self._experience.changed.connect(self._on_edited)
        self._experience.changed.connect(self.experience_told)
        self._audience.changed.connect(self._on_edited)
        self._fields = [self._title, self._audience, self._experience, self._fresh, *self._tip.values()]
        return parts

    def _head(self, draft: Draft) -> QWidget:
        format_ = draft.content.format
        titles = {
            Format.TIP: self.tr("What did you just discover?"),
            Format.CLIP: self.tr("Have a look at your clip"),
        }
        head = QWidget()
        name = self._speech.say(FORMAT_NAMES[format_])
        tag = row(Icon(FORMAT_ICONS[format_], f"format.{format_.value}.text", 16), label(name, "small"), gap=1)
        shown = row(label(titles.get(format_, name), "title"), tag)
        shown.setStretch(0, 1)
        head.setLayout(shown)
        return head

    def _banners(self, opened: OpenDraft) -> list[QWidget]:
        review, feedback = opened.draft.review, opened.feedback
        if review is ReviewState.CHANGES_REQUESTED and feedback:
            return [self._feedback(feedback[-1])]
        words = {
            ReviewState.SUBMITTED: self.tr("You asked for review. Take it back if you want to change something."),
            ReviewState.APPROVED: self.tr("It is approved and comes on the board in a moment."),
            ReviewState.PUBLISHED: self.tr("It is on the board. Colleagues can find it."),
            ReviewState.RETIRED: self.tr("It was taken off the board. Your own copy stays here."),
        }
        return [Banner("info", words[review], name="reviewState")] if review in words else []

    def _feedback(self, event: ReviewEvent) -> QWidget:
        by = self.tr("{person} looked at it.").format(person=event.by) if event.by else ""
        lines: list[QWidget] = []
        for word in event.feedback:
            if word.comment or word.score is not None:
                question = self._speech.say(CRITERION_QUESTIONS[word.criterion])
                score = "" if word.score is None else self.tr("{score} of 4").format(score=word.score)
                lines.append(label(" · ".join(part for part in (question, score) if part), "label"))
                if word.comment:
                    lines.append(label(word.comment))
        card = QWidget()
        said = self.tr("Changes asked")
        top = Banner("warn", said, " ".join(part for part in (by, event.comment) if part), name="changesAsked")
        card.setLayout(column(top, *lines, gap=1))
        spoken = [part.text() for part in lines if isinstance(part, QLabel)]
        top.setAccessibleName(". ".join([said, by, event.comment, *spoken]))
        return card

    def _tip_fields(self, body: TipBody) -> list[QWidget]:
        self._tip = {
            "situation": Field(self.tr("If you"), body.situation, lines=2, name="situation"),
            "action": Field(self.tr("then do"), body.action, lines=3, name="action"),
            "gain": Field(self.tr("so that"), body.gain, lines=2, name="gain"),
        }
        self._tip["situation"].edit.setPlaceholderText(self.tr("want to paste without the formatting"))
        self._tip["action"].edit.setPlaceholderText(self.tr("press Ctrl+Shift+V instead of Ctrl+V"))
        self._tip["gain"].edit.setPlaceholderText(self.tr("the text looks like the rest of your document"))
        for field in self._tip.values():
            field.changed.connect(self._on_edited)
        self._words = label("", "small", name="wordCount")
        self._bar = QProgressBar()
        self._bar.setRange(0, MOST_WORDS_OF_A_TIP)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setAccessibleName(self.tr("Words"))
        count = QWidget()
        count.setLayout(row(self._bar, self._words, None, gap=3))
        return [*self._tip.values(), count]

    def _clip_view(self, item_id: ItemId, body: ClipBody) -> QWidget:
        view = QWidget()
        self._poster = QLabel()
        self._poster.setAccessibleName(self.tr("First picture of the clip"))
        self._poster.setFixedSize(_POSTER, _POSTER * 9 // 16)
        self._poster.setAlignment(Qt.AlignmentFlag.AlignCenter)
        facts = [clock_words(body.duration_ms / 1000), f"{body.width} × {body.height}"]
        facts.append(self.tr("with sound") if body.has_sound else self.tr("without sound"))
        play = Button(self.tr("Play"), lambda: self.play_asked.emit(item_id), icon="play", name="play")
        beside = column(label(" · ".join(facts), "secondary"), play, None, gap=3)
        shown = row(self._poster, beside, gap=4)
        shown.setStretch(1, 1)
        view.setLayout(shown)
        if body.media is not None:
            self.poster_asked.emit(body.media.sha256)
        return view

    def show_poster(self, file: str) -> None:
        pixmap = QPixmap(file)
        if not pixmap.isNull():
            ratio = self.devicePixelRatioF()
            scaled = pixmap.scaled(
                self._poster.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            scaled.setDevicePixelRatio(ratio)
            self._poster.setPixmap(scaled)

    def _tell_state(self, draft: Draft) -> None:
        editable = self._editing.editable
        for field in self._fields:
            field.setEnabled(editable)
        again = draft.review is ReviewState.CHANGES_REQUESTED
        self._ask.say(self.tr("Ask again") if again else self.tr("Ask for review"))
        self._ask.setVisible(editable)
        self._back_to_draft.setVisible(draft.review is ReviewState.SUBMITTED)
        self._saved.setText(self.tr("Kept on this computer") if editable else self._speech.say(_WORDS[draft.review]))

    def _collect(self) -> Content | None:
        content = self._editing.content
        if content is None:
            return None
        body = content.body
        if isinstance(body, TipBody):
            told = {name: field.text for name, field in self._tip.items()}
            body = replace(body, situation=told["situation"], action=told["action"], gain=told["gain"])
        elif isinstance(body, ClipBody):
            body = replace(body, summary=self._summary.text)
        return replace(
            content,
            body=body,
            title=" ".join(self._title.text.split()),
            audience=self._audience.audience,
            experience=" ".join(self._experience.text.split()),
            review_by=self._fresh.review_by,
        )

    @Slot()
    def _on_edited(self) -> None:
        content = self._collect()
        if content is not None:
            self._count()
            self._editing.edit(content)

    def _count(self) -> None:
        content = self._collect()
        if content is None or not isinstance(content.body, TipBody):
            return
        words = words_in(content.body)
        self._bar.setValue(min(words, MOST_WORDS_OF_A_TIP))
        self._words.setText(self.tr("{words} of {most} words").format(words=words, most=MOST_WORDS_OF_A_TIP))

    @Slot(str)
    def _on_saved(self, state: str) -> None:
        self._saved.setText(self.tr("Kept on this computer") if state == "saved" else self.tr("Keeping"))

    @Slot(tuple)
    def _on_checked(self, findings: tuple[Finding, ...]) -> None:
        empty(self._findings)
        for finding in findings:
            self._findings.addWidget(_FindingCard(finding, self._speech))
        if not findings:
            self._findings.addWidget(Banner("ok", self.tr("Nothing to look at again. This is ready.")))

    @Slot(Draft)
    def _on_submitted(self, draft: Draft) -> None:
        self._tell_state(draft)

    def _submit(self) -> None:
        self._on_edited()
        self._editing.ask_for_review()

    def _leave(self) -> None:
        self._editing.flush()
        self.closed.emit()

    def _discard(self) -> None:
        if self._shown is not None:
            self.discard_asked.emit(self._shown, self._title.text)


_WORDS: Final = {
    ReviewState.DRAFT: STATUS_WORDS[Status.DRAFT],
    ReviewState.SUBMITTED: STATUS_WORDS[Status.IN_REVIEW],
    ReviewState.CHANGES_REQUESTED: STATUS_WORDS[Status.CHANGES_ASKED],
    ReviewState.APPROVED: STATUS_WORDS[Status.APPROVED],
    ReviewState.PUBLISHED: STATUS_WORDS[Status.ON_BOARD],
    ReviewState.RETIRED: STATUS_WORDS[Status.RETIRED],
}


class _FindingCard(QWidget):
    """The fact, the reason, the fix."""

    def __init__(self, finding: Finding, speech: Speech) -> None:
        super().__init__()
        block = finding.severity == "block"
        message, reason, fix = (speech.say(text) for text in (finding.message, finding.reason, finding.fix))
        drawing = Icon("warn", "danger.text" if block else "warn.text")
        words = column(label(message, "label"), gap=0)
        words.itemAt(0).widget().setWordWrap(True)  # type: ignore[union-attr]
        for text in (reason, fix):
            if text:
                words.addWidget(label(text, "secondary"))
        if block:
            words.addWidget(Tag(self.tr("Needed before you can ask"), "danger", "warn"))
        shown = row(drawing, words, gap=2)
        shown.setAlignment(drawing, Qt.AlignmentFlag.AlignTop)
        shown.setStretch(1, 1)
        self.setLayout(shown)
        self.setAccessibleName(". ".join(part for part in (message, reason, fix) if part))
