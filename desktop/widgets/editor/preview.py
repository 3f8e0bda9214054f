"""How the team will see it: the card of the board, as it stands now."""

from __future__ import annotations

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.content import Body, ClipBody, Content, MentorBody, RecommendationBody, SlidesBody, TipBody
from core.formats import FORMAT_NAMES
from desktop.i18n import Speech
from desktop.widgets.components import Icon, Tag, column, empty, frame, held, label, line, row
from desktop.widgets.looks import FORMAT_ICONS
from desktop.widgets.theme import step
from desktop.wording import clock_words


class Preview(QWidget):
    """`show_content` at every change; formats that show themselves already, such as a clip, have none.

    With `complete` every format is shown, by its words; `heading` says then what it is that is shown.
    """

    def __init__(self, speech: Speech, heading: str = "", *, complete: bool = False) -> None:
        super().__init__()
        self._speech, self._complete = speech, complete
        self._box = QVBoxLayout()
        self._box.setSpacing(step(3))
        self._box.setContentsMargins(*(step(4),) * 4)
        self.setLayout(
            column(
                label(heading or self.tr("This is how your team sees it"), "heading"), frame("card", self._box), gap=3
            )
        )

    def show_content(self, content: Content) -> None:
        empty(self._box)
        words = self._words(content)
        self.setVisible(bool(words))
        if not words:
            return
        name = self._speech.say(FORMAT_NAMES[content.format])
        tag = Tag(name, f"format.{content.format.value}", FORMAT_ICONS[content.format])
        self._box.addLayout(row(tag, None))
        self._box.addWidget(label(content.title or self.tr("Without a title"), "heading"))
        for sentence in words:
            self._box.addWidget(label(sentence))
        self._box.addWidget(line())
        trust = row(Icon("shield", "text.tertiary"), label(self._trust(content), "small"), gap=2)
        trust.setStretch(1, 1)
        self._box.addWidget(held(trust))

    def _words(self, content: Content) -> tuple[str, ...]:
        match content.body:
            case TipBody(situation=situation, action=action, gain=gain):
                return self._tip(situation.strip(), action.strip(), gain.strip())
            case RecommendationBody(url=url, reason=reason, part=part):
                return tuple(text for text in (reason.strip(), part.strip(), url) if text)
        return self._of_others(content.body) if self._complete else ()

    def _of_others(self, body: Body) -> tuple[str, ...]:
        match body:
            case ClipBody(duration_ms=duration_ms, summary=summary):
                told = self.tr("Clip of {length}").format(length=clock_words(duration_ms / 1000))
                return tuple(text for text in (summary.strip(), told) if text)
            case SlidesBody(goal=goal):
                return (goal.strip() or self.tr("No goal yet"),)
            case MentorBody(scope=scope):
                return (scope.strip() or self.tr("Nothing filled in yet"),)
        return ()

    def _tip(self, situation: str, action: str, gain: str) -> tuple[str, ...]:
        if not (situation or action or gain):
            return (self.tr("If you… then do… so that…"),)
        parts = []
        if situation:
            parts.append(self.tr("If you {situation},").format(situation=situation.rstrip(".,")))
        if action:
            parts.append(action.rstrip("."))
        first = " ".join(parts)
        if gain:
            return (self.tr("{first} so that {gain}.").format(first=first, gain=gain.rstrip(".")).strip(),)
        return (f"{first}.",)

    def _trust(self, content: Content) -> str:
        who = self.tr("You: “{experience}”").format(experience=content.experience) if content.experience else ""
        until = ""
        if content.review_by is not None:
            day = QDate(content.review_by.year, content.review_by.month, content.review_by.day)
            until = self.tr("valid until {day}").format(day=self._speech.locale.toString(day, "MMM yyyy"))
        state = " · ".join(part for part in (self.tr("Not reviewed yet"), until) if part)
        return "\n".join(part for part in (who, state) if part)
