"""Connecting with a hub: its address, the code to confirm in the browser, and the connection there is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from core.errors import AppError
from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.presenters.connecting import Connected, ConnectingPresenter, Pairing
from desktop.presenters.preferences import PreferencesPresenter
from desktop.settings import Settings
from desktop.widgets.components import Banner, Button, ChoiceBox, Field, Icon, Switch, column, empty, held, label, row
from desktop.widgets.settings.rows import Section, SettingRow, SettingsCard, WholeRow
from desktop.wording import time_words
from resources.tokens import pixels


class HubSettings(QObject):
    """`section` shows where connecting stands. `address_copied` with a page to open in the browser."""

    address_copied = Signal(str)

    def __init__(
        self, connecting: ConnectingPresenter, preferences: PreferencesPresenter, speech: Speech, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._connecting, self._speech = connecting, speech
        self._now = QVBoxLayout()
        self._address = Field(
            self.tr("Hub address"),
            "",
            name="hubAddress",
            example="https://vonk.example.org",
            help_=self.tr("Your organisation's Vonk page. Without it everything works, only sharing waits."),
        )
        self._knock = Button(self.tr("Connect"), self._on_knock, kind="primary", name="connectHub")
        self._entry = held(column(self._address, row(self._knock, None), gap=3))
        words = self.tr("Hub address connect disconnect sign in account organisation")
        shown = held(column(self._entry, self._now, gap=0))
        self._news = Switch(self.tr("Tell me when there is news"))
        self._news.setObjectName("newsSetting")
        tell = SettingRow(
            self.tr("Tell me when there is news"),
            self.tr(
                "When a curator asks for a change, and when something of yours is on the board. Never while you record."
            ),
            self._news,
            find_by=self.tr("news message notification tell me quiet"),
        )
        self._metered = Switch(self.tr("Recordings on a paid connection"))
        self._metered.setObjectName("meteredSetting")
        self._limit = ChoiceBox(self.tr("Sending speed"), name="uploadLimitSetting")
        for kilobytes, text in self._limits().items():
            self._limit.addItem(text, kilobytes)
        limit = SettingRow(
            self.tr("Sending speed"),
            self.tr("A limit leaves room for a call."),
            self._limit,
            find_by=self.tr("upload speed bandwidth limit slow"),
        )
        metered = SettingRow(
            self.tr("Recordings on a paid connection"),
            self.tr("Off: on a phone's hotspot only texts go, and recordings wait."),
            self._metered,
            find_by=self.tr("metered mobile hotspot data roaming"),
        )
        self.section = Section(
            self.tr("Hub and account"),
            SettingsCard("", WholeRow(shown, words)),
            SettingsCard(self.tr("Sending"), limit, metered),
            SettingsCard(self.tr("Messages"), tell),
        )
        self._news.clicked.connect(self._on_news)
        self._metered.clicked.connect(self._on_metered)
        self._limit.activated.connect(self._on_limit)
        preferences.changed.connect(self._show_settings)
        self._show_settings(preferences.settings)
        if isinstance(self._address.edit, QLineEdit):
            self._address.edit.returnPressed.connect(self._on_knock)
        connecting.changed.connect(self.show_connection)
        connecting.code_shown.connect(self.show_connection)
        connecting.failed.connect(self._on_failed)
        self.show_connection()

    def _limits(self) -> dict[int, str]:
        return {
            0: self.tr("No limit"),
            2000: self.tr("2 MB a second"),
            500: self.tr("500 kB a second"),
            100: self.tr("100 kB a second"),
        }

    def _show_settings(self, settings: Settings) -> None:
        self._news.setChecked(settings.tell_news)
        self._metered.setChecked(settings.files_on_metered)
        self._limit.setCurrentIndex(max(0, self._limit.findData(settings.upload_limit_kb)))

    def _on_news(self, on: bool) -> None:
        self._preferences.keep(replace(self._preferences.settings, tell_news=on))

    def _on_metered(self, on: bool) -> None:
        self._preferences.keep(replace(self._preferences.settings, files_on_metered=on))

    def _on_limit(self, _at: int) -> None:
        self._preferences.keep(replace(self._preferences.settings, upload_limit_kb=int(self._limit.currentData())))

    def show_connection(self) -> None:
        """The address to fill in, the code to confirm, or the connection."""
        connected, pairing = self._connecting.connected, self._connecting.pairing
        focused = QApplication.focusWidget()
        was_here = focused is not None and self.section.isAncestorOf(focused)
        empty(self._now)
        self._entry.setVisible(connected is None and pairing is None)
        self._knock.busy(self.tr("Looking for the hub") if self._connecting.knocking else "")
        view: QWidget | None = None
        if connected is not None:
            view = self._connected_view(connected)
        elif pairing is not None:
            view = self._code_view(pairing)
        if view is not None:
            self._now.addWidget(view)
        if was_here and (first := (view or self._entry).findChild(Button)) is not None:
            first.setFocus()

    def _connected_view(self, connected: Connected) -> QWidget:
        told = self.tr("Connected with {hub}").format(hub=connected.hub_name)
        if connected.person:
            told = self.tr("Connected with {hub} as {person}").format(hub=connected.hub_name, person=connected.person)
        name = column(label(connected.hub_name, "heading", wrap=True), gap=0)
        if connected.person:
            name.addWidget(label(self.tr("As {person}").format(person=connected.person), "secondary"))
        name.addWidget(label(connected.url, "small"))
        leave = Button(self.tr("Disconnect"), self._connecting.leave, kind="danger", name="disconnectHub")
        sign = Icon("check-circle", "ok.text", pixels("control.iconSize.large"))
        shown = row(sign, name, leave, gap=3)
        shown.setStretch(1, 1)
        shown.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        shown.setAlignment(leave, Qt.AlignmentFlag.AlignVCenter)
        whole = held(shown)
        whole.setObjectName("hubConnected")
        whole.setAccessibleName(told)
        announce(self.section, told)
        box = column(whole, gap=4)
        if not connected.kept:
            box.addWidget(
                Banner(
                    "warn",
                    self.tr("This computer has no keyring, so the sign-in is kept only until you quit Vonk."),
                    self.tr("Your work stays. After a restart you connect again."),
                    name="notKept",
                )
            )
        return held(box)

    def _code_view(self, pairing: Pairing) -> QWidget:
        code = label(pairing.user_code, "code", name="userCode")
        code.setAccessibleName(self.tr("Code {code}").format(code=pairing.user_code))
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        again = Button(
            self.tr("Open the page"),
            lambda: self.address_copied.emit(pairing.verification_uri_complete),
            kind="primary",
            icon="external",
            name="openPairingPage",
        )
        until = time_words(pairing.expires_at.astimezone())
        question = self.tr("Do you see this code in your browser?")
        announce(self.section, f"{question} {code.accessibleName()}")
        return held(
            column(
                label(question, "heading"),
                label(self.tr("Then allow it there. This page goes on by itself."), "secondary"),
                1,
                code,
                label(self.tr("It works until {time}.").format(time=until), "small", name="codeUntil"),
                label(pairing.verification_uri, "small"),
                1,
                row(again, Button(self.tr("Cancel"), self._on_cancel, kind="flat", name="cancelPairing"), None),
                gap=2,
            )
        )

    def _on_knock(self) -> None:
        if self._connecting.knocking:
            return
        url = self._address.text.strip().rstrip("/")
        self._address.wrong("")
        if not url:
            self._address.wrong(self.tr("Fill in the address of your hub."))
        elif "://" not in url:
            self._address.wrong(self.tr("Put https:// in front."))
        else:
            self._connecting.connect_to(url)
            self.show_connection()
            return
        self._address.edit.setFocus()

    def _on_cancel(self) -> None:
        self._connecting.cancel()
        self.show_connection()
        self._address.edit.setFocus()

    def _on_failed(self, error: AppError) -> None:
        self.show_connection()
        said = error.in_(self._speech.language)
        self._address.wrong(said)
        announce(self.section, said)
