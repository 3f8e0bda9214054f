"""The advice: the form that fits best with its reasons and structure, what fits too, and what fits less."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.formats import FORMAT_NAMES, Format
from desktop.i18n import Speech
from desktop.presenters.wizard import AdviceStep, Makeable, RankedFormat, Why, WizardPresenter
from desktop.widgets.components import (
    Banner,
    Button,
    Columns,
    Icon,
    ListRow,
    Tag,
    column,
    frame,
    held,
    label,
    line,
    row,
    spoken,
    stretched,
)
from desktop.widgets.format_badge import FormatBadge
from desktop.widgets.looks import FORMAT_ICONS
from resources.tokens import pixels

_MAKING_ICONS: Final = {Format.CLIP: "record"}


class AdviceView(QWidget):
    """One step of the wizard; what is pressed here tells `wizard` to make it. `spoken` is the advice as a sentence."""

    def __init__(self, step: AdviceStep, wizard: WizardPresenter, speech: Speech) -> None:
        super().__init__()
        self._step, self._wizard, self._speech = step, wizard, speech
        self._primary: Button | None = None
        own = row(Icon("info", "text.tertiary", pixels("control.iconSize.small")), gap=2)
        own.addWidget(label(self.tr("It is advice. You know your colleagues best."), "small"), 1)
        left = held(column(self._best(), own, gap=3))
        right = held(column(*self._also(), *self._less(), gap=2))
        self.setLayout(column(Columns(left, right, pixels("component.wizard.twoColumns"))))

    @property
    def spoken(self) -> str:
        reasons = [self._speech.say(why.text).rstrip(".") for why in self._step.best.reasons]
        return ". ".join([self.tr("This fits best"), self._name(self._step.best.format), *reasons])

    def focus_first(self) -> None:
        if self._primary is not None:
            self._primary.setFocus()

    def _name(self, format_: Format) -> str:
        return self._speech.say(FORMAT_NAMES[format_])

    def _best(self) -> QFrame:
        best, step = self._step.best, self._step
        small, name = (
            label(self.tr("This fits best"), "secondary"),
            label(self._name(best.format), "title", name="advice"),
        )
        head = row(FormatBadge(best.format, "component.wizard.badge"), column(small, name, gap=0), gap=4)
        head.setStretch(1, 1)
        parts = column(head, label(self._speech.say(step.purpose), "secondary"), margin=5, gap=4)
        if best.reasons:
            parts.addWidget(line())
            reasons = column(label(self.tr("Why?"), "heading"), gap=3)
            for why in best.reasons:
                reasons.addWidget(_Reason(why, self._speech))
            for note in step.notes:
                reasons.addLayout(_signed("info", "text.secondary", self._speech.say(note)))
            parts.addLayout(reasons)
        parts.addLayout(self._makeable(best))
        if step.structure:
            parts.addWidget(line())
            parts.addLayout(self._structure())
        return frame("best", parts)

    def _structure(self) -> QVBoxLayout:
        """What goes where, as a numbered list."""
        parts = column(label(self.tr("How to build it up"), "heading"), gap=2)
        for at, (title, prompt) in enumerate(self._step.structure):
            number = label(f"{at + 1}.", "strong", wrap=False)
            number.setFixedWidth(pixels("control.iconSize.normal"))
            words = column(label(self._speech.say(title), "strong", wrap=True), gap=0)
            words.addWidget(label(self._speech.say(prompt), "secondary"))
            shown = row(number, words, gap=2)
            shown.setStretch(1, 1)
            shown.setAlignment(number, Qt.AlignmentFlag.AlignTop)
            parts.addLayout(shown)
        return parts

    def _makeable(self, best: RankedFormat) -> QVBoxLayout:
        if best.make is Makeable.HERE:
            return column(row(self._main_button(best.format), None))
        instead = self._wizard.best_makeable()
        told = Banner(
            "info",
            self.tr("Vonk cannot make this form yet."),
            self.tr("The next best that it can make is: {format}.").format(format=self._name(instead)),
            name="notYet",
        )
        return column(told, row(self._main_button(instead), None), gap=3)

    def _main_button(self, format_: Format) -> Button:
        self._primary = self._make_button(format_, "primary")
        return self._primary

    def _make_button(self, format_: Format, kind: Literal["primary", ""]) -> Button:
        words = {
            Format.CLIP: self.tr("Go on with the clip") if self._wizard.has_draft else self.tr("Record a clip"),
            Format.TIP: self.tr("Write a tip"),
            Format.RECOMMENDATION: self.tr("Write a recommendation"),
        }
        drawing = _MAKING_ICONS.get(format_, FORMAT_ICONS[format_])
        size: Literal["large", "normal"] = "large" if kind else "normal"
        name = f"make-{format_.value}"
        return Button(words[format_], self._making(format_), kind=kind, icon=drawing, size=size, name=name)

    def _making(self, format_: Format) -> Callable[[], None]:
        return lambda: self._wizard.make(format_)

    def _is_own(self, ranked: RankedFormat) -> bool:
        """It can be made, and is not already what the orange button makes."""
        return ranked.make is Makeable.HERE and not self._wizard.is_offered_as_best(ranked.format)

    def _also(self) -> list[QWidget | int]:
        also = self._step.also
        if also is None:
            return []
        reason = self._speech.say(also.reasons[0].text) if also.reasons else ""
        words = column(label(self._name(also.format), "strong"), gap=0)
        if reason:
            words.addWidget(label(reason, "secondary"))
        small = FormatBadge(also.format, "component.launcher.badge")
        head = row(small, words, gap=3)
        head.setStretch(1, 1)
        head.setAlignment(small, Qt.AlignmentFlag.AlignTop)
        parts = column(head, margin=4, gap=3)
        if self._is_own(also):
            parts.addWidget(stretched(self._make_button(also.format, "")))
        elif also.make is Makeable.NOT_YET:
            parts.addLayout(row(Tag(self.tr("Not in this version yet"), "neutral", "clock"), None))
        return [label(self.tr("Also good"), "heading"), frame("card", parts), 3]

    def _less(self) -> list[QWidget | int]:
        if not self._step.less:
            return []
        rows = column(margin=1, gap=0)
        for at, ranked in enumerate(self._step.less):
            if at:
                rows.addWidget(line())
            rows.addWidget(self._less_row(ranked))
        return [label(self.tr("Less suited"), "heading"), frame("card", rows)]

    def _less_row(self, ranked: RankedFormat) -> ListRow:
        reason = self._speech.say(ranked.reasons[0].text) if ranked.reasons else ""
        own = self._is_own(ranked)
        hint = reason if ranked.make is Makeable.HERE else f"{reason} {self.tr('Not in this version yet')}.".strip()
        shown = ListRow(
            self._name(ranked.format),
            hint,
            self._making(ranked.format) if own else None,
            icon=FORMAT_ICONS[ranked.format],
            badge_kind=f"format.{ranked.format.value}",
            leads=own,
            wraps=True,
            name=f"make-{ranked.format.value}" if own else f"less-{ranked.format.value}",
        )
        shown.setEnabled(own)
        return shown


class _Reason(QWidget):
    """A reason; where it comes from, once somebody asks."""

    def __init__(self, why: Why, speech: Speech) -> None:
        super().__init__()
        text = speech.say(why.text)
        if why.source is None:
            self.setLayout(_signed("check", "ok.text", text))
            return
        self._source = label(self.tr("Source: {source}").format(source=speech.say(why.source)), "small", name="source")
        self._source.hide()
        self._ask = Button(self.tr("Source"), self._toggle, kind="link", size="compact", name="askSource")
        self._ask.setAccessibleDescription(text)
        words = label(text)
        self.setAccessibleName(spoken(words))
        # The link is higher than a line of text: the sign and the words come down to its middle.
        sign = column(Icon("check", "ok.text"), None, margin=(0, 1, 0, 0))
        told = column(words, self._source, None, margin=(0, 1, 0, 0), gap=1)
        first = row(sign, told, column(self._ask, None), gap=2)
        first.setStretch(1, 1)
        self.setLayout(first)

    def _toggle(self) -> None:
        self._source.setVisible(self._source.isHidden())


def _signed(icon: str, color: str, text: str) -> QHBoxLayout:
    sign = Icon(icon, color)
    shown = row(sign, label(text), gap=2)
    shown.setStretch(1, 1)
    shown.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    return shown
