"""Post to a channel: where, the three questions only the maker can answer now, and how it will look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from channels.direct_post import CARRIES_FILES, KIND_NAMES, DirectKind
from core.content import Content, blobs_of
from core.draft import ItemId
from core.review import CRITERION_QUESTIONS, Criterion
from core.status import STATUS_WORDS, channel_status
from desktop.i18n import Speech
from desktop.presenters.editing import Finding
from desktop.presenters.posting import PostingPresenter
from desktop.widgets.components import Button, Check, CheckRow, DialogFrame, Icon, column, held, label, row, scrolled
from desktop.widgets.editor.preview import Preview
from desktop.widgets.theme import step
from resources.tokens import pixels

_MOST_AT_ONCE: Final = 4


class PostQuestion(QWidget):
    """What the dialog asks, with its two buttons. `over` once the person has posted or gone away.

    Nothing can be posted while something essential is missing, no channel is chosen, or a question is not confirmed;
    which of these it is stands below.
    """

    over = Signal()
    channels_asked = Signal()

    def __init__(
        self,
        item_id: ItemId,
        content: Content,
        findings: Sequence[Finding],
        posting: PostingPresenter,
        speech: Speech,
    ) -> None:
        super().__init__()
        self._item_id, self._content, self._posting, self._speech = item_id, content, posting, speech
        self._blocking = next((finding for finding in findings if finding.severity == "block"), None)
        self._earlier = posting.earlier(item_id, content)
        self._channels: dict[str, CheckRow] = {}
        self._criteria: dict[Criterion, Check] = {}
        self.title = self.tr("Post to a channel")
        self.cancel = Button(self.tr("Cancel"), self.over.emit, kind="flat", name="cancelPost")
        self.post = Button(self.tr("Post"), self._on_post, kind="primary", icon="send", name="post")
        self.setLayout(self._build())
        self._tell()

    def focus_first(self) -> None:
        first = next((box for box in self._channels.values() if box.isEnabled()), None)
        (first or self.cancel).setFocus()

    def _build(self) -> QBoxLayout:
        preview = Preview(self._speech, self.tr("What is posted"), complete=True)
        preview.show_content(self._content)
        side = scrolled(held(column(preview, None, gap=0)))
        side.setMinimumWidth(pixels("component.panel.width"))
        self._why = label("", "secondary", name="postWhyNot")
        left = held(column(*self._left(), None, gap=4))
        left.setMinimumWidth(pixels("component.panel.width"))
        both = row(left, side, gap=5)
        both.setStretch(0, 1)
        return column(both, self._why, gap=3)

    def _left(self) -> list[QWidget]:
        rows = [self._channel_row(channel.id, channel.name, channel.kind) for channel in self._posting.channels]
        listed: QWidget = held(column(*rows, gap=1))
        # The style sheet's least height of a check box is lower than that of these rows.
        listed.setMinimumHeight(listed.sizeHint().height())
        if len(rows) > _MOST_AT_ONCE:
            listed = scrolled(listed)
            # Half a row more tells that it goes on below.
            listed.setFixedHeight(round((_MOST_AT_ONCE + 0.5) * (pixels("control.height.normal") + step(1))))
        where = column(label(self.tr("Where?"), "label"), listed, gap=2)
        self._manage = Button(self.tr("Add a channel"), self._to_settings, kind="link", name="manageChannels")
        where.addLayout(row(self._manage, None))
        asked = column(label(self.tr("Do you confirm it yourself?"), "label"), gap=1)
        for criterion, question in CRITERION_QUESTIONS.items():
            box = self._criteria[criterion] = Check(self._speech.say(question))
            box.setObjectName(f"confirm-{criterion.value}")
            box.toggled.connect(self._tell)
            asked.addWidget(box)
        sign = Icon("shield", "text.tertiary")
        says = row(sign, label(self._what_it_says(), "secondary", name="notReviewed"), gap=2)
        says.setStretch(1, 1)
        says.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        return [held(where), held(asked), held(says)]

    def _channel_row(self, channel_id: str, name: str, kind: str) -> CheckRow:
        before = self._earlier.get(channel_id)
        aside = KIND_NAMES[DirectKind(kind)] if before is None else STATUS_WORDS[channel_status(before)]
        box = self._channels[channel_id] = CheckRow(name, self._speech.say(aside), name=f"postTo-{channel_id}")
        box.setToolTip(name)
        box.setProperty("kind", kind)
        # One version goes to one channel once; what is uncertain or failed is settled in the outbox.
        box.setEnabled(before is None)
        if before is None and len(self._posting.channels) == 1:
            box.setChecked(True)
        box.toggled.connect(self._tell)
        return box

    def _what_it_says(self) -> str:
        says = self.tr("The message says “not reviewed”, as no curator has looked at it.")
        once = self.tr("It is posted once, and cannot be called back from here.")
        return f"{says} {once}"

    def _tell(self) -> None:
        """Whether it can be posted, and why not."""
        why = self._why_not()
        self._why.setText(why or self._what_stays())
        self.post.setEnabled(not why)
        self.post.setAccessibleDescription(why)

    def _why_not(self) -> str:
        say = self._speech.say
        if self._blocking is not None:
            needed = f"{say(self._blocking.message)} {say(self._blocking.fix)}".strip()
            return self.tr("Needed first: {what}").format(what=needed)
        if not self._channels:
            return self.tr("You have no channel yet. Add one first.")
        if not any(box.isEnabled() for box in self._channels.values()):
            return self.tr("You posted this version to every channel already. The outbox says how it went.")
        if not self._chosen():
            return self.tr("Choose where to post it.")
        if not all(box.isChecked() for box in self._criteria.values()):
            return self.tr("Confirm all three questions to post it.")
        return ""

    def _what_stays(self) -> str:
        """The clip or the pictures do not go to every kind of channel."""
        kinds = {DirectKind(str(self._channels[channel_id].property("kind"))) for channel_id in self._chosen()}
        if blobs_of(self._content) and kinds - CARRIES_FILES:
            return self.tr("Some of these channels take text only. The message says that the rest is with you.")
        return ""

    def _chosen(self) -> tuple[str, ...]:
        return tuple(channel_id for channel_id, box in self._channels.items() if box.isChecked() and box.isEnabled())

    def _on_post(self) -> None:
        if self._why_not():
            return
        criteria = frozenset(criterion for criterion, box in self._criteria.items() if box.isChecked())
        self._posting.post(self._item_id, self._content, self._chosen(), criteria)
        self.over.emit()

    def _to_settings(self) -> None:
        self.over.emit()
        self.channels_asked.emit()


def ask_to_post(question: PostQuestion, parent: QWidget) -> DialogFrame:
    """Open it in a window above `parent`, and return."""
    shown = DialogFrame(question.title, question, question.cancel, question.post, parent=parent.window())
    shown.setObjectName("postDialog")
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.over.connect(shown.close)
    # Paragraphs that wrap are as high as the window is narrow: without this it opens too low for them.
    wished, inner = shown.sizeHint(), shown.layout()
    if inner is not None:
        shown.resize(wished.width(), max(wished.height(), inner.totalHeightForWidth(wished.width())))
    question.focus_first()
    shown.open()
    return shown
