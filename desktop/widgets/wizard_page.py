"""Help me choose: one question at a time, then the advice with its reasons and the structure of that format."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.formats import FORMAT_NAMES, Format
from desktop.i18n import Speech
from desktop.presenters.wizard import AdviceStep, AudienceStep, Makeable, Question, RankedFormat, Step, WizardPresenter
from desktop.widgets.audience import AudiencePicker
from desktop.widgets.components import Banner, Button, Choice, Icon, column, empty, frame, label, line, row, scrolled
from desktop.widgets.looks import FORMAT_ICONS

_WIDEST = 640


class WizardPage(QWidget):
    """`made` asks for a draft of a format that can be made here; `closed` leaves the wizard, nothing lost."""

    closed = Signal()

    def __init__(self, wizard: WizardPresenter, speech: Speech) -> None:
        super().__init__()
        self.setObjectName("page")
        self._wizard, self._speech = wizard, speech
        self._choices: list[Choice] = []
        self._audience: AudiencePicker | None = None
        self._dots = QHBoxLayout()
        self._dots.setSpacing(6)
        self._body = QVBoxLayout()
        self._body.setSpacing(16)
        self._back = Button(self.tr("Back"), wizard.back, kind="flat", icon="left", name="wizardBack")
        self._own = Button(self.tr("I choose myself"), wizard.choose_myself, kind="flat", name="chooseMyself")
        self._next = Button(self.tr("Next"), self._on_next, kind="primary", icon="right", name="wizardNext")
        self._next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setLayout(self._build())
        self._bind_keys()
        wizard.step_changed.connect(self._on_step_changed)
        if wizard.step is not None:
            self._on_step_changed(wizard.step)

    def _build(self) -> QVBoxLayout:
        inner = QWidget()
        inner.setLayout(column(self._dots, 1, self._body, None, margin=6, gap=2))
        foot = row(self._back, None, self._own, self._next)
        foot.setContentsMargins(24, 12, 24, 12)
        whole = column(scrolled(inner), frame("footer", foot), gap=0)
        whole.setStretch(0, 1)
        return whole

    def _bind_keys(self) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for number in range(1, 10):
            QShortcut(QKeySequence(str(number)), self, lambda at=number - 1: self._pick(at), context=within)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._on_next, context=within)
        QShortcut(QKeySequence("Esc"), self, self.closed.emit, context=within)

    @Slot(object)
    def _on_step_changed(self, step: Step) -> None:
        empty(self._body)
        self._choices, self._audience = [], None
        self._show_progress(step)
        self._back.setVisible(self._wizard.can_go_back)
        self._own.setVisible(not isinstance(step, AdviceStep))
        self._own.say(self.tr("Skip to the clip") if self._wizard.has_draft else self.tr("I choose myself"))
        self._next.setVisible(not isinstance(step, AdviceStep))
        match step:
            case Question():
                self._show_question(step)
            case AudienceStep():
                self._show_audience(step)
            case AdviceStep():
                self._show_advice(step)
        self._tell_next()

    def _show_progress(self, step: Step) -> None:
        empty(self._dots)
        if isinstance(step, AdviceStep):
            return
        for at in range(step.of):
            dot = QFrame()
            dot.setFixedSize(24, 4)
            dot.setProperty("step", "done" if at < step.number else "open")
            self._dots.addWidget(dot)
        words = self.tr("Question {number} of {all}").format(number=step.number, all=step.of)
        self._dots.addSpacing(6)
        self._dots.addWidget(label(words, "small", name="wizardProgress"))
        self._dots.addStretch(1)

    def _show_question(self, question: Question) -> None:
        self._body.addWidget(label(self._speech.say(question.title), "title", name="wizardQuestion"))
        if hint := self._speech.say(question.hint):
            self._body.addWidget(label(hint, "secondary"))
        group = QButtonGroup(self)
        for at, option in enumerate(question.options):
            card = Choice(
                self._speech.say(option.title),
                "",
                str(at + 1),
                option.icon,
                f"choice-{option.value}",
            )
            card.setMaximumWidth(_WIDEST)
            group.addButton(card.radio)
            card.radio.setChecked(option.value == question.answer)
            card.picked.connect(self._tell_next)
            self._body.addWidget(card)
            self._choices.append(card)
        chosen = next((card for card in self._choices if card.radio.isChecked()), self._choices[0])
        chosen.radio.setFocus()

    def _show_audience(self, step: AudienceStep) -> None:
        self._body.addWidget(label(self._speech.say(step.title), "title", name="wizardQuestion"))
        self._audience = AudiencePicker(step.audience, step.directory, self._speech, whole=True)
        self._audience.setMaximumWidth(_WIDEST)
        self._audience.changed.connect(self._on_audience)
        self._body.addWidget(self._audience)
        self._reach = QVBoxLayout()
        self._body.addLayout(self._reach)
        self._on_audience()
        self._audience.focus_first()

    def _on_audience(self) -> None:
        if self._audience is None:
            return
        empty(self._reach)
        reach = self._wizard.reach(self._audience.audience)
        if reach is None:
            return
        if reach.people:
            words = self.tr("You reach {audience}.").format(audience=self._speech.say(reach.sentence))
            self._reach.addWidget(label(words, "label", name="reach"))
        if reach.warning is not None:
            warning = Banner("warn", self._speech.say(reach.warning), name="reachWarning")
            warning.setMaximumWidth(_WIDEST)
            self._reach.addWidget(warning)

    def _show_advice(self, step: AdviceStep) -> None:
        best = self._best(step)
        others = QWidget()
        rest = column(label(self.tr("Also possible"), "label"), gap=2)
        for ranked in step.others:
            rest.addWidget(self._other(ranked))
        rest.addStretch(1)
        others.setLayout(rest)
        others.setMinimumWidth(280)
        side = row(best, others, gap=5)
        side.setStretch(0, 3)
        side.setStretch(1, 2)
        side.setAlignment(best, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(side)
        self._body.addWidget(label(self.tr("It is advice. You know your colleagues best."), "small"))

    def _best(self, step: AdviceStep) -> QFrame:
        best = step.best
        name = self._speech.say(FORMAT_NAMES[best.format])
        head = row(
            Icon(FORMAT_ICONS[best.format], f"format.{best.format.value}.text", 32),
            column(label(self.tr("This fits best"), "small"), label(name, "title", name="advice"), gap=0),
            gap=3,
        )
        head.setStretch(1, 1)
        parts = column(head, margin=5, gap=3)
        parts.addWidget(label(self._speech.say(step.purpose), "secondary"))
        if best.reasons:
            parts.addWidget(label(self.tr("Why?"), "label"))
            for reason in best.reasons:
                shown = row(Icon("check", "ok.text"), label(self._speech.say(reason)))
                shown.setStretch(1, 1)
                parts.addLayout(shown)
        if step.structure:
            parts.addWidget(line())
            parts.addWidget(label(self.tr("How to build it up"), "label"))
            for at, (title, prompt) in enumerate(step.structure):
                parts.addWidget(label(f"{at + 1}. {self._speech.say(title)}: {self._speech.say(prompt)}", "secondary"))
        parts.addLayout(self._makeable(best))
        return frame("best", parts)

    def _makeable(self, best: RankedFormat) -> QVBoxLayout:
        if best.make is Makeable.HERE:
            return column(row(self._make_button(best.format, "primary"), None))
        instead = self._wizard.best_makeable()
        name = self._speech.say(FORMAT_NAMES[instead])
        told = Banner(
            "info",
            self.tr("Vonk cannot make this form yet."),
            self.tr("The next best that it can make is: {format}.").format(format=name),
            name="notYet",
        )
        return column(told, row(self._make_button(instead, "primary"), None))

    def _make_button(self, format_: Format, kind: Literal["primary", ""]) -> Button:
        words = {
            Format.CLIP: self.tr("Go on with the clip") if self._wizard.has_draft else self.tr("Record a clip"),
            Format.TIP: self.tr("Write a tip"),
        }
        drawing = "record" if format_ is Format.CLIP else FORMAT_ICONS[format_]
        name = f"make-{format_.value}"
        return Button(words[format_], lambda: self._wizard.make(format_), kind=kind, icon=drawing, name=name)

    def _other(self, ranked: RankedFormat) -> QFrame:
        name = self._speech.say(FORMAT_NAMES[ranked.format])
        drawing = Icon(FORMAT_ICONS[ranked.format], f"format.{ranked.format.value}.text")
        words = column(row(drawing, label(name, "label"), None), gap=1)
        if ranked.reasons:
            words.addWidget(label(self._speech.say(ranked.reasons[0]), "small"))
        if ranked.make is Makeable.HERE and not self._wizard.is_offered_as_best(ranked.format):
            words.addLayout(row(self._make_button(ranked.format, ""), None))
        elif ranked.make is Makeable.NOT_YET:
            words.addWidget(label(self.tr("Not in this version yet"), "small"))
        words.setContentsMargins(12, 12, 12, 12)
        card = frame("card", words)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return card

    def _pick(self, at: int) -> None:
        if at < len(self._choices):
            self._choices[at].radio.setChecked(True)
            self._choices[at].radio.setFocus()

    def _tell_next(self) -> None:
        chosen = any(card.radio.isChecked() for card in self._choices)
        self._next.setEnabled(chosen or not self._choices)

    def _on_next(self) -> None:
        step = self._wizard.step
        if isinstance(step, Question):
            for card, option in zip(self._choices, step.options, strict=True):
                if card.radio.isChecked():
                    self._wizard.answer(option.value)
                    return
        elif isinstance(step, AudienceStep) and self._audience is not None:
            self._wizard.answer_audience(self._audience.audience)
