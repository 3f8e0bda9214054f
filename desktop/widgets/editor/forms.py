"""What each format asks of its maker. Every form gives the body as it is written now."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.content import Body, ClipBody, RecommendationBody, TipBody
from core.language import Bilingual
from desktop.presenters.editing import MOST_WORDS_OF_A_TIP, words_in
from desktop.widgets.components import Banner, Field, Progress, Segmented, column, held, label, row
from desktop.widgets.editor.clip_player import ClipPlayer
from desktop.wording import clock_words
from guidance.titles import proposed_title
from resources.tokens import pixels

_MINUTES: Final = (2, 5, 10, 20, 45)


class Form(QWidget):
    """`changed` at every key. `title` is what it is called: typed, or proposed from what is written."""

    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = Field(
            self.tr("Title"), title, name="title", example=self.tr("Move a shift in the weekly planning")
        )
        self._title.changed.connect(self._on_title)

    @property
    def title(self) -> str:
        return " ".join(self._title.text.split())

    @property
    def body(self) -> Body:
        raise NotImplementedError

    @property
    def fields(self) -> tuple[Field, ...]:
        """In the order they are read; the first one has the focus."""
        return (self._title,)

    def lock(self, locked: bool) -> None:
        """Nothing can be typed while it is with the curators."""
        for field in self.fields:
            field.setEnabled(not locked)

    def focus_first(self) -> None:
        self.fields[0].edit.setFocus()

    def _on_title(self) -> None:
        self.changed.emit()

    def _field(self, field: Field) -> Field:
        field.changed.connect(self.changed)
        return field


class TipForm(Form):
    """If you, then do, so that. The title follows what to do until the maker writes their own."""

    def __init__(self, title: str, body: TipBody) -> None:
        super().__init__(title)
        self._given = body
        self._own_title = bool(title) and title != proposed_title(body)
        self._title.help_with(self.tr("Taken from what you wrote, until you change it."))
        self._situation = self._field(
            Field(
                self.tr("If you"), body.situation, lines=1, name="situation",
                example=self.tr("want to paste without the formatting"),
            )
        )  # fmt: skip
        self._action = self._field(
            Field(
                self.tr("then do"), body.action, lines=2, name="action",
                example=self.tr("press Ctrl+Shift+V instead of Ctrl+V"),
            )
        )  # fmt: skip
        self._gain = self._field(
            Field(
                self.tr("so that"), body.gain, lines=1, name="gain",
                example=self.tr("it looks like the rest of your text"),
            )
        )  # fmt: skip
        self._action.changed.connect(self._propose)
        self._words = Progress(self.tr("Words"), name="wordCount")
        self._words.setMaximumWidth(pixels("component.player.poster"))
        self.setLayout(column(self._situation, self._action, self._gain, self._words, self._title, gap=4))
        self.changed.connect(self._count)
        self._count()

    @property
    def body(self) -> TipBody:
        return replace(self._given, situation=self._situation.text, action=self._action.text, gain=self._gain.text)

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self._situation, self._action, self._gain, self._title)

    def _propose(self) -> None:
        if not self._own_title:
            self._title.fill(proposed_title(self.body))

    def _on_title(self) -> None:
        self._own_title = bool(self.title) and self.title != proposed_title(self.body)
        super()._on_title()

    def _count(self) -> None:
        words = words_in(self.body)
        told = self.tr("{words} of {most} words").format(words=words, most=MOST_WORDS_OF_A_TIP)
        self._words.tell(words / MOST_WORDS_OF_A_TIP, told, done=0 < words <= MOST_WORDS_OF_A_TIP)


class ClipForm(Form):
    """The clip to watch again, its title, and what one can do after it."""

    def __init__(self, title: str, body: ClipBody, summary_help: str = "") -> None:
        super().__init__(title)
        self._given = body
        self.player = ClipPlayer(body.duration_ms, has_sound=body.has_sound)
        self._summary = self._field(
            Field(self.tr("In one sentence: what can you do after this?"), body.summary, name="summary")
        )
        facts = [clock_words(body.duration_ms / 1000), f"{body.width} × {body.height}"]
        facts.append(self.tr("with sound") if body.has_sound else self.tr("without sound"))
        told = label(" · ".join(facts), "small", name="clipFacts")
        self.setLayout(column(self.player, told, self._title, self._summary, gap=4))

    @property
    def body(self) -> ClipBody:
        return replace(self._given, summary=self._summary.text)

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self._title, self._summary)


class RecommendationForm(Form):
    """A good source, one's own reason, which part and how long it takes."""

    def __init__(self, title: str, body: RecommendationBody) -> None:
        super().__init__(title)
        self._given = body
        self._url = self._field(Field(self.tr("Link"), body.url, name="url", example="https://"))
        self._reason = self._field(
            Field(
                self.tr("Why this one?"), body.reason, lines=3, name="reason",
                help_=self.tr("What did it change in your own work?"),
            )
        )  # fmt: skip
        self._part = self._field(
            Field(self.tr("Which part?"), body.part, name="part", example=self.tr("from 2:10 to 6:30"))
        )
        minutes = [(self.tr("{minutes} min").format(minutes=n), n) for n in _MINUTES]
        self._minutes = Segmented(self.tr("How long does it take?"), minutes, body.minutes, name="minutes")
        self._minutes.chosen.connect(self.changed)
        long = held(column(label(self.tr("How long does it take?"), "label"), row(self._minutes, None), gap=1))
        self.setLayout(column(self._url, self._title, self._reason, self._part, long, gap=4))

    @property
    def body(self) -> RecommendationBody:
        minutes = self._minutes.value
        return replace(
            self._given,
            url=self._url.text.strip(),
            reason=self._reason.text,
            part=self._part.text.strip(),
            minutes=minutes if isinstance(minutes, int) else self._given.minutes,
        )

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self._url, self._title, self._reason, self._part)

    def lock(self, locked: bool) -> None:
        super().lock(locked)
        self._minutes.setEnabled(not locked)

    def focus_first(self) -> None:
        """The link was pasted already: then the title."""
        (self._title if self._given.url else self._url).edit.setFocus()


class ReadingForm(Form):
    """A format this version shows but does not make."""

    def __init__(self, title: str, body: Body) -> None:
        super().__init__(title)
        self._given = body
        self.setLayout(column(Banner("info", self.tr("This form can be read here, not changed yet.")), self._title))

    @property
    def body(self) -> Body:
        return self._given


def form_for(title: str, body: Body) -> Form:
    match body:
        case TipBody():
            return TipForm(title, body)
        case ClipBody():
            return ClipForm(title, body)
        case RecommendationBody():
            return RecommendationForm(title, body)
        case _:
            return ReadingForm(title, body)


HEADS: Final[dict[type[Body], Bilingual]] = {
    TipBody: Bilingual(en="What did you just discover?", nl="Wat heb je net ontdekt?"),
    ClipBody: Bilingual(en="Is this what you wanted to show?", nl="Is dit wat je wilde laten zien?"),
    RecommendationBody: Bilingual(en="What do you recommend?", nl="Wat raad je aan?"),
}
"""The page's title for each body that can be made here."""
