"""Help me choose: one question at a time, then the advice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.presenters.wizard import AdviceStep, AudienceStep, Question, Step, WizardPresenter
from desktop.widgets.advice_view import AdviceView
from desktop.widgets.audience import AudiencePicker
from desktop.widgets.components import (
    Button,
    Choice,
    Icon,
    StepBar,
    column,
    empty,
    frame,
    held,
    label,
    row,
    scrolled,
    tab_in_reading_order,
)
from desktop.widgets.theme import step as step_of
from resources.tokens import pixels


class WizardPage(QWidget):
    """Pointing at a choice, or its number key, goes on; arrows move, Enter or Next goes on. Esc goes back one question
    and, from the first, leaves: then `closed` is told. No answer is lost by going back."""

    closed = Signal()

    def __init__(self, wizard: WizardPresenter, speech: Speech) -> None:
        super().__init__()
        self.setObjectName("page")
        self._wizard, self._speech = wizard, speech
        self._choices: list[Choice] = []
        self._audience: AudiencePicker | None = None
        self._body = QVBoxLayout()
        self._back = Button(self.tr("Back"), wizard.back, kind="flat", icon="left", name="wizardBack")
        self._own = Button(self.tr("I choose myself"), wizard.choose_myself, kind="flat", name="chooseMyself")
        self._next = Button(
            self.tr("Next"), self._on_next, kind="primary", icon="right", onward=True, name="wizardNext"
        )
        self._reach = label("", "small", name="reachWords", wrap=False)
        self.setLayout(self._build())
        self._bind_keys()
        wizard.step_changed.connect(self._on_step_changed)
        if wizard.step is not None:
            self._on_step_changed(wizard.step)

    def _build(self) -> QVBoxLayout:
        self._body.setSpacing(0)
        self._inner = held(column(self._body, None, margin=(5, 6, 5, 5)))
        self._area = scrolled(held(row(self._inner)))
        foot = row(self._back, None, self._reach, self._own, self._next, margin=(4, 3, 5, 3))
        whole = column(self._area, frame("footer", foot), gap=0)
        whole.setStretch(0, 1)
        return whole

    def _bind_keys(self) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for number in range(1, 10):
            QShortcut(QKeySequence(str(number)), self, lambda at=number - 1: self._pick(at), context=within)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._on_next, context=within)
        for keys in ("Return", "Enter"):
            QShortcut(QKeySequence(keys), self, self._on_enter, context=within)
        QShortcut(QKeySequence("Esc"), self, self._on_escape, context=within)

    @Slot(object)
    def _on_step_changed(self, step: Step) -> None:
        empty(self._body)
        self._choices, self._audience = [], None
        advised = isinstance(step, AdviceStep)
        self._back.setVisible(self._wizard.can_go_back)
        self._own.setVisible(not advised)
        self._own.say(self.tr("Skip to the clip") if self._wizard.has_draft else self.tr("I choose myself"))
        self._next.setVisible(not advised)
        two = isinstance(step, AdviceStep) or (isinstance(step, AudienceStep) and step.directory is not None)
        wide = "component.wizard.width" if two else "control.textMaxWidth"
        self._inner.setMaximumWidth(pixels(wide) + 2 * step_of(5))
        self._reach.hide()
        match step:
            case Question():
                self._show_question(step)
            case AudienceStep():
                self._show_audience(step)
            case AdviceStep():
                self._show_advice(step)
        self._tell_next()
        tab_in_reading_order(self)
        self._area.verticalScrollBar().setValue(0)

    def _show_head(self, step: Question | AudienceStep) -> None:
        words = self.tr("Question {number} of {all}").format(number=step.number, all=step.of)
        bar = StepBar(step.number, step.of, words)
        bar.setObjectName("wizardProgress")
        title, hint = self._speech.say(step.title), self._speech.say(step.hint)
        self._body.addLayout(
            column(bar, 4, label(title, "title", name="wizardQuestion"), 1, label(hint, "secondary"), 4, gap=0)
        )
        announce(self, f"{words}. {title}")

    def _show_question(self, question: Question) -> None:
        self._show_head(question)
        group = QButtonGroup(self._inner)
        cards = column(gap=3)
        for at, option in enumerate(question.options):
            card = Choice(self._speech.say(option.title), "", str(at + 1), option.icon, f"choice-{option.value}")
            group.addButton(card.radio)
            card.radio.setChecked(option.value == question.answer)
            card.picked.connect(lambda value=option.value: self._on_picked(value))
            card.pointed.connect(self._on_next)
            cards.addWidget(card)
            self._choices.append(card)
        self._body.addLayout(cards)
        self._show_known(question)
        chosen = next((card for card in self._choices if card.radio.isChecked()), self._choices[0])
        chosen.radio.setFocus()

    def _show_known(self, question: Question) -> None:
        if not question.known:
            return
        answers = ", ".join(self._speech.say(words) for words in question.known)
        told = label(self.tr("Already filled in: {answers}.").format(answers=answers), "small", name="alreadyKnown")
        sign = Icon("info", "text.tertiary", pixels("control.iconSize.small"))
        known = row(sign, told, gap=2)
        known.setStretch(1, 1)
        if self._wizard.can_look_again:
            known.addWidget(
                Button(self.tr("Look again"), self._wizard.look_again, kind="link", size="compact", name="lookAgain")
            )
        self._body.addSpacing(step_of(4))
        self._body.addLayout(known)

    def _show_audience(self, step: AudienceStep) -> None:
        self._show_head(step)
        picker = self._audience = AudiencePicker(step.audience, step.directory, self._speech, whole=True)
        picker.changed.connect(lambda: self._wizard.consider_audience(picker.audience))
        self._body.addWidget(picker)
        picker.focus_first()

    def _show_advice(self, step: AdviceStep) -> None:
        view = AdviceView(step, self._wizard, self._speech)
        if step.reach is not None:
            words = self.tr("For {audience}").format(audience=self._speech.say(step.reach.sentence))
            self._reach.setText(words)
            self._reach.show()
        self._body.addWidget(view)
        view.focus_first()
        announce(self, view.spoken)

    def _on_picked(self, value: str) -> None:
        self._wizard.consider(value)
        self._tell_next()

    def _pick(self, at: int) -> None:
        """The number key of a choice: choose it and go on."""
        if at < len(self._choices):
            self._choices[at].radio.setFocus()
            self._choices[at].radio.setChecked(True)
            self._on_next()

    def _tell_next(self) -> None:
        chosen = any(card.radio.isChecked() for card in self._choices)
        self._next.setEnabled(chosen or not self._choices)

    def _on_enter(self) -> None:
        """Enter does what has the focus where that is a button; else it goes on."""
        focused = QApplication.focusWidget()
        at = next((at for at, card in enumerate(self._choices) if card.radio is focused), None)
        if at is not None:
            self._pick(at)
        elif isinstance(focused, QLineEdit) or not isinstance(focused, QAbstractButton) or focused.isCheckable():
            self._on_next()
        else:
            focused.click()

    def _on_escape(self) -> None:
        if self._wizard.can_go_back:
            self._wizard.back()
        else:
            self.closed.emit()

    def _on_next(self) -> None:
        step = self._wizard.step
        if isinstance(step, Question):
            for card, option in zip(self._choices, step.options, strict=True):
                if card.radio.isChecked():
                    self._wizard.answer(option.value)
                    return
        elif isinstance(step, AudienceStep) and self._audience is not None:
            self._wizard.answer_audience(self._audience.audience)
