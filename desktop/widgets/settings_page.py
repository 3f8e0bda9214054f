"""Language, recording, your experience, and the hub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from core.errors import AppError
from core.language import is_language
from desktop.i18n import Speech
from desktop.presenters.connecting import Connected, ConnectingPresenter, Pairing
from desktop.settings import Settings
from desktop.widgets.components import Banner, Button, ChoiceBox, Field, column, empty, frame, label, row, scrolled

COUNTDOWNS: Final = (0, 3, 5, 10)


class SettingsPage(QWidget):
    """`changed` with the new settings at every choice: there is nothing to press to keep them."""

    changed = Signal(Settings)
    address_copied = Signal(str)

    def __init__(self, settings: Settings, connecting: ConnectingPresenter, speech: Speech) -> None:
        super().__init__()
        self.setObjectName("page")
        self._settings, self._connecting, self._speech = settings, connecting, speech
        self._language = self._choice("languageSetting", self.tr("Language"), self._languages())
        self._microphone = self._choice("microphoneSetting", self.tr("Microphone"), self._microphones(()))
        self._countdown = self._choice("countdownSetting", self.tr("Countdown"), self._countdowns())
        self._experience = Field(
            self.tr("Your experience"),
            settings.experience,
            name="experienceSetting",
            help_=self.tr("Filled in with every new learning moment. People see it with what you pass on."),
        )
        self._hub = QVBoxLayout()
        self._address = Field(
            self.tr("Hub address"),
            "",
            name="hubAddress",
            example="https://vonk.example.org",
            help_=self._address_help(),
        )
        inner = QWidget()
        inner.setLayout(column(*self._sections(), None, margin=5, gap=4))
        inner.setMaximumWidth(760)
        self.setLayout(column(scrolled(inner)))
        self._connect()
        self._show_hub()

    def _sections(self) -> list[QWidget]:
        recording = column(
            self._row(self.tr("Microphone"), self.tr("Without one, Vonk records without sound."), self._microphone),
            self._row(self.tr("Countdown"), self.tr("A moment to breathe before you begin."), self._countdown),
            margin=4,
            gap=4,
        )
        language = column(self._row(self.tr("Language"), "", self._language), margin=4)
        you = column(self._experience, margin=4)
        hub = column(self._hub, margin=4)
        return [
            label(self.tr("Settings"), "title"),
            label(self.tr("Hub"), "heading"),
            frame("card", hub),
            label(self.tr("Record"), "heading"),
            frame("card", recording),
            label(self.tr("Language"), "heading"),
            frame("card", language),
            label(self.tr("About you"), "heading"),
            frame("card", you),
        ]

    def show_microphones(self, found: Sequence[tuple[str, str]]) -> None:
        """The devices that were found: name, and the words for it."""
        self._fill(self._microphone, self._microphones(found))
        self._choose(self._microphone, self._settings.microphone)

    def focus_language(self) -> None:
        self._language.setFocus()

    def focus_hub(self) -> None:
        self._address.edit.setFocus()

    def _connect(self) -> None:
        self._choose(self._language, self._settings.language)
        self._choose(self._microphone, self._settings.microphone)
        self._choose(self._countdown, self._settings.countdown_s)
        for box in (self._language, self._microphone, self._countdown):
            box.activated.connect(self._on_chosen)
        self._experience.changed.connect(self._on_experience_changed)
        self._connecting.changed.connect(self._show_hub)
        self._connecting.code_shown.connect(self._show_hub)
        self._connecting.failed.connect(self._on_failed)
        if isinstance(self._address.edit, QLineEdit):
            self._address.edit.returnPressed.connect(self._knock)

    def _languages(self) -> list[tuple[str, object]]:
        return [(self.tr("As the system"), None), ("Nederlands", "nl"), ("English", "en")]

    def _microphones(self, found: Sequence[tuple[str, str]]) -> list[tuple[str, object]]:
        fixed: list[tuple[str, object]] = [
            (self.tr("The system's microphone"), "default"),
            (self.tr("No sound"), "none"),
        ]
        chosen = self._settings.microphone
        known = {"default", "none", *(name for name, _ in found)}
        unplugged = [] if chosen in known else [(chosen, chosen)]
        return fixed + [(words, name) for name, words in (*found, *unplugged)]

    def _countdowns(self) -> list[tuple[str, object]]:
        return [(self.tr("None") if not s else self.tr("{seconds} seconds").format(seconds=s), s) for s in COUNTDOWNS]

    def _choice(self, name: str, title: str, entries: list[tuple[str, object]]) -> QComboBox:
        box = ChoiceBox("")
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setMinimumWidth(220)
        self._fill(box, entries)
        return box

    @staticmethod
    def _fill(box: QComboBox, entries: list[tuple[str, object]]) -> None:
        box.clear()
        for text, value in entries:
            box.addItem(text, value)

    @staticmethod
    def _choose(box: QComboBox, value: object) -> None:
        box.setCurrentIndex(max(0, box.findData(value)))

    @staticmethod
    def _row(title: str, hint: str, control: QWidget) -> QWidget:
        words = column(label(title, "label"), gap=0)
        if hint:
            words.addWidget(label(hint, "small"))
        shown = QWidget()
        laid = row(words, control)
        laid.setStretch(0, 1)
        laid.setAlignment(control, Qt.AlignmentFlag.AlignVCenter)
        shown.setLayout(laid)
        return shown

    @Slot()
    def _show_hub(self) -> None:
        self._address.setParent(None)
        empty(self._hub)
        connected, pairing = self._connecting.connected, self._connecting.pairing
        if connected is not None:
            self._hub.addWidget(self._connected_view(connected))
        elif pairing is not None:
            self._hub.addWidget(self._code_view(pairing))
        else:
            self._address.show()
            button = Button(self.tr("Connect"), self._knock, kind="primary", name="connectHub")
            self._hub.addWidget(self._address)
            self._hub.addLayout(row(button, None))

    def _connected_view(self, connected: Connected) -> QWidget:
        view = QWidget()
        both = self.tr("Connected with {hub} as {person}").format(hub=connected.hub_name, person=connected.person)
        title = both if connected.person else self.tr("Connected with {hub}").format(hub=connected.hub_name)
        box = column(Banner("ok", title, connected.url, name="hubConnected"))
        if not connected.kept:
            box.addWidget(
                Banner(
                    "warn",
                    self.tr("This computer has no keyring, so the sign-in is kept only until you quit Vonk."),
                    self.tr("Your work stays. After a restart you connect again."),
                    name="notKept",
                )
            )
        box.addLayout(
            row(Button(self.tr("Disconnect"), self._connecting.leave, kind="danger", name="disconnectHub"), None)
        )
        view.setLayout(box)
        return view

    def _code_view(self, pairing: Pairing) -> QWidget:
        view = QWidget()
        code = label(pairing.user_code, "code", name="userCode")
        code.setAccessibleName(self.tr("Code {code}").format(code=pairing.user_code))
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        again = Button(
            self.tr("Open the page"),
            lambda: self.address_copied.emit(pairing.verification_uri_complete),
            icon="external",
            name="openPairingPage",
        )
        view.setLayout(
            column(
                label(self.tr("Do you see this code in your browser? Then allow it there."), "label"),
                code,
                label(pairing.verification_uri, "small"),
                row(again, Button(self.tr("Cancel"), self._cancel, kind="flat", name="cancelPairing"), None),
                gap=3,
            )
        )
        return view

    def _address_help(self) -> str:
        return self.tr("Your organisation's Vonk page. Without it everything works, only sharing waits.")

    def _knock(self) -> None:
        url = self._address.text.strip().rstrip("/")
        self._address.wrong("")
        if not url:
            self._address.wrong(self.tr("Fill in the address of your hub."))
        elif "://" not in url:
            self._address.wrong(self.tr("Put https:// in front."))
        else:
            self._connecting.connect_to(url)

    def _cancel(self) -> None:
        self._connecting.cancel()
        self._show_hub()

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._show_hub()
        self._address.wrong(error.in_(self._speech.language))

    def _on_chosen(self) -> None:
        language = self._language.currentData()
        self._keep(
            replace(
                self._settings,
                language=language if is_language(language) else None,
                microphone=str(self._microphone.currentData()),
                countdown_s=int(self._countdown.currentData()),
            )
        )

    def _on_experience_changed(self, text: str) -> None:
        self._keep(replace(self._settings, experience=" ".join(text.split())))

    def _keep(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)
