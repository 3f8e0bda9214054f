"""Every component in every state, to look at: `vonk gallery`. What is not here does not belong in a screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QButtonGroup, QWidget

from core.formats import FORMAT_NAMES
from core.status import STATUS_WORDS
from desktop.i18n import Speech
from desktop.widgets.components import (
    Banner,
    Button,
    Check,
    CheckRow,
    Chip,
    Choice,
    ChoiceBox,
    DialogFrame,
    EmptyState,
    Field,
    FindingLine,
    FindingsList,
    IconButton,
    KeyCaps,
    Level,
    ListRow,
    PlayerShell,
    Progress,
    SearchField,
    Segmented,
    ShareDots,
    StepBar,
    Switch,
    Tag,
    Toast,
    column,
    frame,
    held,
    label,
    row,
    scrolled,
)
from desktop.widgets.looks import FORMAT_ICONS, STATUS_LOOKS
from desktop.widgets.theme import theme_now, wear
from resources.tokens import pixels, tokens

_LOUD_DB: Final = -12.0


class Gallery(QWidget):
    """One window that scrolls. T switches the theme, Esc closes."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.setObjectName("page")
        self.setWindowTitle(self.tr("The components of Vonk"))
        self.setAccessibleName(self.tr("The components of Vonk"))
        self.toast = Toast()
        left = column(
            self._type(), self._buttons(), self._fields(), self._choosing(), self._player(), None, margin=5, gap=5
        )
        right = column(
            self._messages(), self._findings(), self._rows(), self._states(), self._dialog(), None, margin=5, gap=5
        )
        whole = row(held(left), held(right), gap=0)
        for at in (0, 1):
            whole.setStretch(at, 1)
        self.setLayout(column(scrolled(held(whole))))
        wide, high = tokens()["layout"]["window"]
        self.resize(wide + pixels("layout.sidebar"), high)
        QShortcut(QKeySequence("T"), self, self._other_theme)
        QShortcut(QKeySequence("Esc"), self, self.close)

    def _other_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            wear(app, dark=not theme_now().dark)

    def _card(self, title: str, *parts: object) -> QWidget:
        return held(column(label(title, "heading"), frame("card", column(*parts, margin=4, gap=3)), gap=2))  # type: ignore[arg-type]

    def _type(self) -> QWidget:
        styles = ("display", "title", "heading", "label", "strong", "", "secondary", "small", "caption", "error")
        texts = [label(kind or "body", kind, wrap=False) for kind in styles]
        return self._card(self.tr("Type"), row(*texts[:3], None), row(*texts[3:], None))

    def _buttons(self) -> QWidget:
        off = Button(self.tr("Off"), kind="primary")
        off.setEnabled(False)
        plain_off = Button(self.tr("Off too"))
        plain_off.setEnabled(False)
        busy = Button(self.tr("Connect"), kind="primary")
        busy.busy(self.tr("Connecting"))
        nav = Button(self.tr("Outbox"), kind="nav", icon="outbox")
        nav.setCheckable(True)
        nav.setChecked(True)
        nav.tell_count(3)
        return self._card(
            self.tr("Buttons"),
            row(
                Button(self.tr("Ask for review"), kind="primary", icon="eye", keys="Ctrl+Enter"),
                Button(self.tr("Record"), kind="primary", icon="record", size="large"),
                None,
            ),
            row(off, busy, plain_off, None),
            row(
                Button(self.tr("Keep as a draft")),
                Button(self.tr("Close"), kind="flat"),
                Button(self.tr("Discard"), kind="danger", icon="trash"),
                None,
            ),
            row(
                Button(self.tr("Help me choose"), kind="link"),
                Button(self.tr("Small"), size="compact", icon="scissors"),
                IconButton("more", self.tr("More")),
                None,
            ),
            row(nav, KeyCaps("Ctrl+Alt+R")),
        )

    def _fields(self) -> QWidget:
        wrong = Field(self.tr("Link"), "intranet/draaitabel", help_="")
        wrong.wrong(self.tr("Put https:// in front."))
        off = Field(self.tr("Title"), self.tr("Not to be changed now"))
        off.setEnabled(False)
        return self._card(
            self.tr("Fields"),
            row(
                Field(self.tr("Title"), "", help_=self.tr("Begin with what one can do after it."), example="…"),
                wrong,
                gap=4,
            ),
            Field(self.tr("then do"), "Ctrl+Shift+V", lines=2),
            SearchField(self.tr("Search in titles")),
            SearchField(self.tr("Paste a link"), icon="recommendation"),
            off,
        )

    def _choosing(self) -> QWidget:
        on, off, switch_on, switch_off = Check("Finance"), Check("Inkoop"), Switch("1"), Switch("2")
        on.setChecked(True)
        switch_on.setChecked(True)
        first = Choice(self.tr("Watch it once"), self.tr("Then you get it"), "1", "eye")
        second = Choice(self.tr("Do it along"), self.tr("With the other screen beside it"), "2", "steps")
        second.radio.setChecked(True)
        group = QButtonGroup(self)
        for card in (first, second):
            group.addButton(card.radio)
        chips = [Chip(self.tr("All")), Chip(self.tr("Drafts")), Chip(self.tr("Team"), icon="plus")]
        chips[0].setChecked(True)
        chips[1].tell_count(5)
        box = ChoiceBox(self.tr("Microphone"))
        box.addItems([self.tr("The system's microphone"), self.tr("No sound")])
        levels = [(self.tr("New to it"), 1), (self.tr("Mixed"), 2), (self.tr("Experienced"), 3)]
        team, other = CheckRow("Planning", "9"), CheckRow("Balie", "14")
        team.setChecked(True)
        return self._card(
            self.tr("Choosing"),
            first,
            second,
            row(*chips, None),
            row(label(self.tr("Level"), "label"), Segmented(self.tr("Level"), levels, 2), None),
            row(on, off, switch_on, switch_off, None, gap=4),
            row(box, None),
            column(team, other, gap=0),
            ShareDots(0.13),
        )

    def _player(self) -> QWidget:
        shell = PlayerShell(self.tr("Clip"))
        shell.show_length(97_000)
        shell.show_position(47_000)
        return self._card(self.tr("Player"), shell)

    def _messages(self) -> QWidget:
        loud = Level("paper")
        loud.hear(_LOUD_DB)
        running, paused, done, unknown = (Progress(self.tr("Sending")) for _ in range(4))
        running.tell(0.6, self.tr("14 of 23 MB"))
        paused.tell(0.3, self.tr("Paused"), paused=True)
        done.tell(1, self.tr("Sent"), done=True)
        unknown.tell(None, self.tr("Looking for the hub"))
        fix = Button(self.tr("Cut it off"), size="compact")
        show = Button(
            self.tr("Show a message"),
            lambda: self.toast.tell(self.tr("Discarded."), self.tr("Undo"), lambda: None),
        )
        return self._card(
            self.tr("Messages"),
            Banner("warn", self.tr("The first 9 seconds are silent"), self.tr("People drop out."), fix),
            Banner("ok", self.tr("Nothing to look at again. This is ready.")),
            Banner("danger", self.tr("The disk is full"), self.tr("Your drafts are safe.")),
            Banner("info", self.tr("You asked for review.")),
            Banner("neutral", self.tr("No network"), self.tr("Everything is kept."), icon="offline"),
            row(running, paused, gap=5),
            row(done, unknown, gap=5),
            row(label(self.tr("Sound"), "small", wrap=False), loud, None),
            StepBar(3, 5, self.tr("Question 3 of 5")),
            row(show, None),
        )

    def _findings(self) -> QWidget:
        findings = FindingsList()
        findings.show_lines(
            (
                FindingLine("danger", self.tr("Nobody sees it yet"), self.tr("Choose at least one team.")),
                FindingLine(
                    "warn",
                    self.tr("There is no summary"),
                    self.tr("One sentence at the end helps people remember."),
                    button=self.tr("Speak a sentence"),
                    pressed=lambda: None,
                ),
                FindingLine("ok", self.tr("Length and sound are fine")),
            )
        )
        return self._card(self.tr("Findings"), findings)

    def _rows(self) -> QWidget:
        off = ListRow(self.tr("Help in person"), self.tr("Not in this version yet"), icon="mentor", leads=True,
                      badge_kind="format.mentor")  # fmt: skip
        off.setEnabled(False)
        return self._card(
            self.tr("Rows"),
            ListRow(self.tr("Tip"), self.tr("One trick, done in a minute"), icon="tip", badge_kind="format.tip",
                    keys="Ctrl+Alt+T"),
            off,
            ListRow(self.tr("Clip"), self.tr("A clip is too slow to follow along with or to look something up in."),
                    icon="clip", badge_kind="format.clip", leads=True, wraps=True),
            ListRow(self.tr("2 learning moments wait"), icon="outbox", leads=True),
        )  # fmt: skip

    def _states(self) -> QWidget:
        say = self._speech.say
        states = [Tag(say(STATUS_WORDS[status]), meaning, icon) for status, (meaning, icon) in STATUS_LOOKS.items()]
        formats = [Tag(say(FORMAT_NAMES[of]), f"format.{of.value}", icon) for of, icon in FORMAT_ICONS.items()]
        lines = [row(*states[at : at + 3], None) for at in range(0, len(states), 3)]
        return self._card(self.tr("States and formats"), *lines, row(*formats[:3], None), row(*formats[3:], None))

    def _dialog(self) -> QWidget:
        nothing = EmptyState(
            self.tr("What did you explain to somebody today?"),
            self.tr("Pass it on before you forget it."),
            Button(self.tr("Write your first tip"), kind="", icon="tip"),
        )
        ask = Button(self.tr("Open a window of its own"), self._open_dialog)
        return self._card(self.tr("Empty, and a window of its own"), nothing, row(ask, None))

    def _open_dialog(self) -> None:
        close = Button(self.tr("Close"), kind="primary")
        shown = DialogFrame(
            self.tr("Why does Vonk not start?"), label(self.tr("Your drafts are safe.")), close, parent=self
        )
        close.clicked.connect(shown.close)
        shown.open()
