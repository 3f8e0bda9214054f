"""What the curators said, above the form: changes asked with every comment, or what the state means."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from core.feed import Feedback, ReviewEvent
from core.review import CRITERION_QUESTIONS, ReviewState
from desktop.i18n import Speech
from desktop.presenters.editing import EditingPresenter, OpenDraft
from desktop.widgets.components import Banner, Part, column, frame, label, row
from desktop.widgets.editor.two_versions import TwoVersions
from desktop.widgets.notices import REVIEW_STATES


def review_news(opened: OpenDraft, editing: EditingPresenter, speech: Speech, now: datetime) -> list[QWidget]:
    """Nothing while it is a draft that nobody has looked at. `now` carries the zone of the person who reads."""
    if opened.other is not None:
        return [TwoVersions(opened.draft.content, opened.other, editing, speech, now)]
    review, feedback = opened.draft.review, opened.feedback
    if review is ReviewState.CHANGES_REQUESTED and feedback:
        return [ChangesAsked(feedback[-1], speech)]
    if review in REVIEW_STATES:
        return [Banner("info", speech.say(REVIEW_STATES[review]), name="reviewState")]
    return []


class ChangesAsked(QWidget):
    """Who looked, what they said of it as a whole, and each criterion with its score and its wish."""

    def __init__(self, event: ReviewEvent, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        said = self.tr("Changes asked")
        by = self.tr("{person} looked at it.").format(person=event.by) if event.by else ""
        whole = " ".join(part for part in (by, event.comment) if part)
        top = Banner("warn", said, whole, name="changesAsked", icon="pen")
        words = [word for word in event.feedback if word.comment or word.score is not None]
        parts: list[Part] = [top]
        if words:
            parts.append(frame("card", column(*(self._criterion(word) for word in words), margin=4, gap=3)))
        self.setLayout(column(*parts, gap=2))
        spoken = [f"{self._question(word)} {self._score(word)} {word.comment}" for word in words]
        top.setAccessibleName(". ".join(part for part in (said, by, event.comment, *spoken) if part))

    def _criterion(self, word: Feedback) -> Part:
        head = row(label(self._question(word), "strong", wrap=True), label(self._score(word), "small", wrap=False))
        head.setStretch(0, 1)
        return column(head, *([label(word.comment, "secondary")] if word.comment else []), gap=0)

    def _question(self, word: Feedback) -> str:
        return self._speech.say(CRITERION_QUESTIONS[word.criterion])

    def _score(self, word: Feedback) -> str:
        return "" if word.score is None else self.tr("{score} of 4").format(score=word.score)
