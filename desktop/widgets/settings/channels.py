"""The channels to post to without a hub: which there are, adding one, trying it, removing it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from channels.direct_post import KIND_NAMES, DirectKind
from core.delivery import DeliveryAction
from core.errors import AppError
from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.presenters.channels import ChannelsPresenter, ListedChannel
from desktop.presenters.ports import TrialOutcome
from desktop.widgets.asking import ask_once
from desktop.widgets.components import (
    Banner,
    Button,
    Icon,
    Meaning,
    column,
    empty,
    held,
    label,
    line,
    row,
    tab_in_reading_order,
)
from desktop.widgets.components.messages import MEANING_ICONS, MEANING_INK
from desktop.widgets.settings.channel_form import KIND_ICONS, ChannelForm
from desktop.widgets.settings.rows import Section, SettingsCard, WholeRow
from desktop.widgets.theme import step
from resources.tokens import pixels

Ask = Callable[[ListedChannel], object]


class ChannelRow(QWidget):
    """One channel: what it is, where its address is, what its last test said, and what one can do with it."""

    def __init__(self, channels: ChannelsPresenter, speech: Speech, renew: Ask, remove: Ask) -> None:
        super().__init__()
        self._channels, self._speech = channels, speech
        self._listed: ListedChannel | None = None
        self._name, self._about = label("", "strong", wrap=True), label("", "small")
        self._remark = QVBoxLayout()
        self._sign = row(gap=0)
        self.test = Button(self.tr("Test"), lambda: self._do(self._try), size="compact")
        self.test.setToolTip(self.tr("Posts a message there that says it is a test."))
        self.renew = Button(self.tr("New address"), lambda: self._do(renew), kind="flat", size="compact")
        self.remove = Button(self.tr("Remove"), lambda: self._do(remove), kind="danger", size="compact")
        words = row(self._sign, column(self._name, self._about, self._remark, gap=0), gap=3)
        words.setStretch(1, 1)
        words.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        buttons = row(None, self.test, self.renew, self.remove, gap=2)
        self.setLayout(column(line(), 2, words, buttons, gap=1))

    def show_channel(self, listed: ListedChannel) -> None:
        """The same row in other words: what has the focus keeps it."""
        channel = listed.channel
        if self._listed is None:
            self._sign.addWidget(Icon(KIND_ICONS[channel.kind], "text.secondary", pixels("control.iconSize.normal")))
            for button, verb in ((self.test, "test"), (self.renew, "renew"), (self.remove, "remove")):
                button.setObjectName(f"{verb}-{channel.id}")
                button.setAccessibleDescription(channel.name)
        self._listed = listed
        kind, missing = self._speech.say(KIND_NAMES[DirectKind(channel.kind)]), listed.address == "missing"
        about = f"{kind} · {channel.place}" if channel.place else kind
        self._name.setText(channel.name)
        self._about.setText(about)
        self.setAccessibleName(f"{channel.name}, {about}")
        self.renew.setVisible(not channel.place)
        self.renew.say(self.tr("Give the address") if missing else self.tr("New address"))
        self.renew.dress("" if missing else "flat")
        self.test.setVisible(not missing)
        # It stays alive meanwhile, and keeps the focus: a second press does nothing.
        self.test.say(self.tr("Posting a test") if self._channels.is_trying(channel.id) else self.tr("Test"))
        self._tell(missing)

    def _tell(self, missing: bool) -> None:
        empty(self._remark)
        said = self.said(missing)
        if said is not None:
            meaning, words = said
            sign = Icon(MEANING_ICONS[meaning], MEANING_INK[meaning], pixels("control.iconSize.small"))
            shown = row(sign, label(words, "small"), gap=1)
            shown.setStretch(1, 1)
            shown.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
            self._remark.addLayout(column(1, shown, gap=0))

    def said(self, missing: bool = False) -> tuple[Meaning, str] | None:
        """What is the matter with it, or what its last test said; None where there is nothing to tell."""
        if missing:
            return "warn", self.tr("Its address is not in your keyring. Give it once more; what waits goes then.")
        outcome = self._channels.tried(self._listed.id) if self._listed is not None else None
        return None if outcome is None else self._words_of(outcome)

    def _words_of(self, outcome: TrialOutcome) -> tuple[Meaning, str]:
        why = self._speech.say(outcome.reason) if outcome.reason is not None else ""
        match outcome.action:
            case DeliveryAction.CONFIRM:
                return "ok", self.tr("It works: the test is there.")
            case DeliveryAction.HAND_OVER:
                return "ok", self.tr("The channel took the test. Look there whether it shows; it does not tell.")
            case DeliveryAction.DOUBT:
                return "warn", why or self.tr("The channel did not answer. Look whether the test is there.")
            case DeliveryAction.POSTPONE:
                not_now = self.tr("The test was not posted.")
                return "warn", f"{not_now} {why}".strip()
        return "danger", why or self.tr("The channel did not take the test.")

    def _try(self, listed: ListedChannel) -> None:
        self._channels.test(listed.channel)

    def _do(self, verb: Ask) -> None:
        if self._listed is not None:
            verb(self._listed)


class ChannelSettings(QObject):
    """`section` shows them. A form takes the place of the list's button while it is open."""

    def __init__(self, channels: ChannelsPresenter, speech: Speech, parent: QObject) -> None:
        super().__init__(parent)
        self._channels, self._speech = channels, speech
        self._renewing: ListedChannel | None = None
        self._form: ChannelForm | None = None
        self._said: dict[str, TrialOutcome] = {}
        self._rows: dict[str, ChannelRow] = {}
        self._list, self._place = QVBoxLayout(), QVBoxLayout()
        self._list.setSpacing(step(3))
        for box in (self._list, self._place):
            box.setContentsMargins(0, 0, 0, 0)
        self._question = label(self.tr("Where does your team talk?"), "heading")
        told = self.tr(
            "Without a hub you can post what you make straight to where your team is. The message says that nobody has "
            "reviewed it."
        )
        self._not_kept = Banner(
            "warn",
            self.tr("This computer has no keyring, so the address is known only until you quit Vonk."),
            self.tr("The channel stays in the list. After a restart you give its address again."),
            name="addressNotKept",
        )
        self._add = Button(self.tr("Add a channel"), lambda: self.open_form(), icon="plus", name="addChannel")
        words = self.tr("Channels channel Slack Teams folder webhook post add test remove without a hub")
        shown = column(
            self._question, label(told, "secondary"), self._not_kept, self._list, row(self._add, None), self._place,
            gap=3,
        )  # fmt: skip
        self.section = Section(self.tr("Channels"), SettingsCard("", WholeRow(held(shown), words)))
        channels.changed.connect(self.show_channels)
        channels.kept.connect(self._on_kept)
        channels.refused.connect(self._on_refused)
        self.show_channels()

    @property
    def has_primary(self) -> bool:
        """Whether the one orange button is here."""
        return self._form is not None or not self._rows

    def show_channels(self) -> None:
        """The list as it is now. An open form stays as it is."""
        listed = self._channels.channels
        self._question.setVisible(not listed and self._form is None)
        self._not_kept.setVisible(any(channel.address == "until_quit" for channel in listed))
        for gone in set(self._rows) - {channel.id for channel in listed}:
            self._take_away(gone)
        for channel in listed:
            if channel.id not in self._rows:
                made = self._rows[channel.id] = ChannelRow(self._channels, self._speech, self.open_form, self._ask)
                self._list.addWidget(made)
            self._rows[channel.id].show_channel(channel)
        self._add.setVisible(self._form is None)
        self._add.dress("" if listed else "primary")
        if self._form is not None:
            self._form.busy(self.tr("Looking at it") if self._channels.busy else "")
        self._tell_trials(listed)
        tab_in_reading_order(self.section)

    def _take_away(self, channel_id: str) -> None:
        gone, focused = self._rows.pop(channel_id), QApplication.focusWidget()
        if focused is not None and gone.isAncestorOf(focused):
            self._add.setFocus()
        self._list.removeWidget(gone)
        gone.hide()
        gone.deleteLater()

    def open_form(self, renewing: ListedChannel | None = None) -> None:
        """To add a channel, or to give this one another address."""
        self._close_form()
        self._renewing = renewing
        known = (renewing.channel.kind, renewing.channel.name) if renewing else None
        form = self._form = ChannelForm(self._speech, known)
        form.done.connect(self._on_done)
        form.left.connect(self._on_left)
        self._place.addWidget(held(column(line(), 3, form, gap=0)))
        self.show_channels()
        # A widget that was just added shows with the next round of events, and takes the focus only then.
        QTimer.singleShot(0, form, form.focus_first)

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.forget()
        self._form = None
        empty(self._place)

    def _tell_trials(self, shown: tuple[ListedChannel, ...]) -> None:
        """Each outcome is announced once."""
        for listed in shown:
            outcome = self._channels.tried(listed.id)
            if outcome is not None and self._said.get(listed.id) is not outcome:
                self._said[listed.id] = outcome
                said = self._rows[listed.id].said()
                announce(self.section, f"{listed.channel.name}: {said[1] if said else ''}")

    def _ask(self, listed: ListedChannel) -> None:
        name = listed.channel.name
        gone = self.tr("Its address is deleted from your keyring; to post there again you need it again.")
        if listed.channel.place:
            gone = self.tr("The folder itself and all that is in it stay as they are.")
        ask_once(
            self.section,
            self.tr("Remove {channel}?").format(channel=name),
            (
                self.tr("What you posted there stays there. What still waits for it is taken back."),
                gone,
            ),
            yes=self.tr("Remove"),
            no=self.tr("Keep it"),
            done=lambda: self._channels.remove(listed.id),
        )

    def _on_done(self, kind: str, name: str, parts: dict[str, str]) -> None:
        if self._renewing is not None:
            self._channels.renew(self._renewing.channel, parts)
        else:
            self._channels.add(kind, name, parts)

    def _on_left(self) -> None:
        self._close_form()
        self.show_channels()
        self._add.setFocus()

    def _on_kept(self, channel_id: str) -> None:
        self._close_form()
        self.show_channels()
        kept = self._rows.get(channel_id)
        (kept.test if kept is not None else self._add).setFocus()
        announce(self.section, self.tr("The channel is kept. Test it to see whether it works."))

    def _on_refused(self, field: str, error: AppError) -> None:
        if self._form is not None:
            self._form.refuse(field, error)
            announce(self.section, error.in_(self._speech.language))
