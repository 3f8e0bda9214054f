"""What is typed to add a channel, or to give one its address again: the kind, and the fields of that kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from channels.direct_post import KIND_NAMES, DirectKind
from core.errors import AppError
from desktop.i18n import Speech
from desktop.presenters.channels import KINDS
from desktop.widgets.components import Button, Choice, Field, column, empty, held, label, row
from desktop.widgets.theme import step

KIND_ICONS: Final[dict[str, str]] = {
    "slack_webhook": "quote",
    "slack_bot": "clip",
    "teams": "users",
    "folder": "box",
    "webhook": "send",
}
_LONGEST_NAME: Final = 80
_LONGEST_ADDRESS: Final = 2000


@dataclass(frozen=True, slots=True)
class _Asked:
    """One field: `secret` is never shown, not even while it is typed."""

    name: str
    title: str
    help: str
    example: str = ""
    secret: bool = True


class ChannelForm(QWidget):
    """First the kind, then its fields. `done` with the kind, the name and the parts of the address, by field, once all
    of it is filled in; `left` when the person thinks better of it. With `renewing` (a kind and a name) only the
    address of that channel is asked."""

    done = Signal(str, str, dict)
    left = Signal()

    def __init__(self, speech: Speech, renewing: tuple[str, str] | None = None) -> None:
        super().__init__()
        self.setObjectName("channelForm")
        self._speech = speech
        self._kind, self._renewed = renewing or ("", "")
        self._name: Field | None = None
        self._fields: dict[str, Field] = {}
        self._picker: QFileDialog | None = None
        self._choices: dict[str, Choice] = {}
        self._heading = label("", "heading")
        self._hint = label("", "secondary")
        self._kinds = held(column(*self._kind_choices(), gap=2))
        self._rest = QVBoxLayout()
        self._rest.setSpacing(step(3))
        self._next = Button(self.tr("Next"), self._show_fields, kind="primary", name="nextChannel")
        words = self.tr("Keep this address") if renewing else self.tr("Add channel")
        self._add = Button(words, self._on_add, kind="primary", name="keepChannel")
        self._back = Button(self.tr("Another kind"), self._show_kinds, kind="flat", name="otherKind")
        self._leave = Button(self.tr("Cancel"), self.left.emit, kind="flat", name="cancelChannel")
        foot = row(self._next, self._add, self._back, self._leave, None)
        self.setLayout(column(self._heading, self._hint, self._kinds, self._rest, foot, gap=3))
        if renewing:
            self._show_fields()
        else:
            self._show_kinds()

    def focus_first(self) -> None:
        """Where the person goes on."""
        if not self._kinds.isHidden():
            chosen = self._choices.get(self._kind) or next(iter(self._choices.values()))
            chosen.radio.setFocus()
        elif (first := self._name or next(iter(self._fields.values()), None)) is not None:
            first.edit.setFocus()

    def forget(self) -> None:
        """Nothing of what was typed stays in the fields."""
        for field in self._fields.values():
            field.fill("")

    def busy(self, words: str) -> None:
        """Say what is going on and take no presses; empty words end it."""
        self._add.busy(words)

    def refuse(self, field: str, error: AppError) -> None:
        """Say at this field what is wrong and what to do."""
        wrong = self._name if field == "name" else self._fields.get(field)
        if wrong is not None:
            wrong.wrong(error.in_(self._speech.language))
            wrong.edit.setFocus()

    def _kind_choices(self) -> list[QWidget]:
        group = QButtonGroup(self)
        for kind in KINDS:
            choice = Choice(self._name_of(kind), self._purpose(kind), "", KIND_ICONS[kind], f"channelKind-{kind}")
            choice.picked.connect(partial(self._pick_kind, kind))
            choice.pointed.connect(self._show_fields)
            group.addButton(choice.radio)
            self._choices[kind] = choice
        return list(self._choices.values())

    def _name_of(self, kind: str) -> str:
        return self._speech.say(KIND_NAMES[DirectKind(kind)])

    def _pick_kind(self, kind: str) -> None:
        self._kind = kind
        self._next.setEnabled(True)

    def _show_kinds(self) -> None:
        self._heading.setText(self.tr("Where do you want to post?"))
        self._show_step(kinds=True)
        self._next.setEnabled(bool(self._kind))
        self.order_tabs()
        self.focus_first()

    def _show_step(self, *, kinds: bool) -> None:
        for part in (self._kinds, self._next):
            part.setVisible(kinds)
        self._hint.setVisible(not kinds)
        self._add.setVisible(not kinds)
        self._back.setVisible(not kinds and not self._renewed)
        for field in (self._name, *self._fields.values()):
            if field is not None:
                field.setVisible(not kinds)

    def _show_fields(self) -> None:
        if not self._kind:
            return
        heading = self.tr("A new address for {channel}").format(channel=self._renewed)
        self._heading.setText(heading if self._renewed else self._name_of(self._kind))
        self._hint.setText(self._purpose(self._kind))
        typed = self._name.text if self._name is not None else ""
        empty(self._rest)
        self._name, self._fields = None, {}
        if not self._renewed:
            self._rest.addWidget(self._name_field(typed))
        for asked in self._asked_of(self._kind):
            self._rest.addWidget(self._field(asked))
        if self._kind == "folder":
            pick = Button(self.tr("Choose a folder"), self._pick_folder, icon="box", size="compact", name="pickFolder")
            self._rest.addLayout(row(pick, None))
        self._show_step(kinds=False)
        self.order_tabs()
        self.focus_first()

    def _name_field(self, typed: str) -> Field:
        help_ = self.tr("What you call it. Only you see this.")
        field = Field(self.tr("Name"), typed, name="channelName", example=self.tr("Front desk"), help_=help_)
        if isinstance(field.edit, QLineEdit):
            field.edit.setMaxLength(_LONGEST_NAME)
            field.edit.returnPressed.connect(self._on_add)
        self._name = field
        return field

    def _field(self, asked: _Asked) -> Field:
        field = Field(asked.title, name=f"channel-{asked.name}", help_=asked.help, example=asked.example)
        if isinstance(field.edit, QLineEdit):
            field.edit.setMaxLength(_LONGEST_ADDRESS)
            field.edit.returnPressed.connect(self._on_add)
            if asked.secret:
                field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._fields[asked.name] = field
        return field

    def order_tabs(self) -> None:
        """From what was chosen to its fields, to the buttons."""
        chain: list[QWidget] = [choice.radio for choice in self._choices.values()]
        chain += [field.edit for field in (self._name, *self._fields.values()) if field is not None]
        chain += [*self.findChildren(Button, "pickFolder")[-1:], self._next, self._add, self._back, self._leave]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _pick_folder(self) -> None:
        """The system's own window for it; this one goes on meanwhile."""
        field = self._fields["address"]
        start = field.text if Path(field.text).is_dir() else str(Path.home())
        picker = self._picker = QFileDialog(self.window(), self.tr("Choose a folder"), start)
        picker.setFileMode(QFileDialog.FileMode.Directory)
        picker.setOption(QFileDialog.Option.ShowDirsOnly)
        picker.fileSelected.connect(field.fill)
        picker.open()

    def _on_add(self) -> None:
        name = " ".join(self._name.text.split()) if self._name is not None else self._renewed
        parts = {field: shown.text.strip() for field, shown in self._fields.items()}
        missing: Field | None = None
        for shown in (self._name, *self._fields.values()):
            if shown is not None:
                shown.wrong("" if shown.text.strip() else self.tr("Fill this in."))
                missing = missing or (None if shown.text.strip() else shown)
        if missing is not None:
            missing.edit.setFocus()
        elif self._kind:
            self.done.emit(self._kind, name, parts)

    def _purpose(self, kind: str) -> str:
        purposes: dict[str, Callable[[], str]] = {
            "slack_webhook": lambda: self.tr("A message with the text in one Slack channel. The clip stays with you."),
            "slack_bot": lambda: self.tr("A message in Slack in which the clip itself plays."),
            "teams": lambda: self.tr("A card with the text in a Teams channel. The clip stays with you."),
            "folder": lambda: self.tr(
                "All of it, clip included, in a folder you share: OneDrive, SharePoint, a drive."
            ),
            "webhook": lambda: self.tr("A signed message to another program: your intranet, a flow, a bot."),
        }
        return purposes[kind]()

    def _asked_of(self, kind: str) -> tuple[_Asked, ...]:
        match kind:
            case "slack_webhook":
                return (_Asked("address", self.tr("Address of the webhook"), self._how_slack(), HIDDEN),)
            case "slack_bot":
                return (
                    _Asked("token", self.tr("Bot token"), self._how_bot(), "xoxb-…"),
                    _Asked("channel", self.tr("Channel ID"), self._how_channel(), "C0123456789", secret=False),
                )
            case "teams":
                return (_Asked("address", self.tr("Address of the workflow"), self._how_teams(), HIDDEN),)
            case "folder":
                return (_Asked("address", self.tr("Folder"), self._how_folder(), secret=False),)
        return (
            _Asked("url", self.tr("Address"), self._how_webhook(), HIDDEN),
            _Asked("secret", self.tr("Secret"), self._how_secret(), "whsec_…"),
        )

    def _how_slack(self) -> str:
        return self.tr(
            "On api.slack.com/apps: your app, Incoming Webhooks, Add New Webhook, choose the channel, Copy. It is a "
            "secret: whoever has it can post there."
        )

    def _how_bot(self) -> str:
        return self.tr(
            "On api.slack.com/apps: your app, OAuth & Permissions. It needs files:write and chat:write. Then invite "
            "the app in the channel."
        )

    def _how_channel(self) -> str:
        return self.tr("In Slack: click the channel's name; it stands at the bottom and begins with C.")

    def _how_teams(self) -> str:
        return self.tr(
            "In Teams: the three dots at the channel, Workflows, “When a Teams webhook request is received”, and copy "
            "the address. It is a secret: whoever has it can post there."
        )

    def _how_folder(self) -> str:
        return self.tr(
            "Everyone who can open it sees what you post. Each learning moment gets a folder of its own there."
        )

    def _how_webhook(self) -> str:
        return self.tr("The program you post to gives it. It begins with https://.")

    def _how_secret(self) -> str:
        return self.tr("That program gives it too, and knows by it that the message is yours. It begins with whsec_.")


HIDDEN: Final = "https://…"
