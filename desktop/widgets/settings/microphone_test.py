"""Whether the chosen microphone is heard: a button, the level, a sentence, and the sound itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from desktop.announcing import announce
from desktop.presenters.hearing import Activity, HearingPresenter, Verdict
from desktop.widgets.components import Button, Icon, Level, held, label, row
from resources.tokens import pixels

_SIGNS: Final[dict[Verdict | None, tuple[str, str]]] = {
    None: ("mic", "text.secondary"),
    Verdict.HEARD: ("check-circle", "ok.text"),
    Verdict.SILENT: ("mic-off", "warn.text"),
    Verdict.NO_MICROPHONE: ("mic-off", "warn.text"),
}


class MicrophoneTest(QWidget):
    """Stops by itself when it is not seen any more. `verdict` is the sentence, to be placed by whoever shows this.
    `microphone` is asked for the chosen one."""

    def __init__(self, hearing: HearingPresenter, microphone: Callable[[], str]) -> None:
        super().__init__()
        self._hearing, self._microphone = hearing, microphone
        self._said = ""
        self._button = Button(self.tr("Test"), self._press, icon="mic", name="testMicrophone")
        self._play = Button(self.tr("Play it back"), hearing.play_back, icon="play", name="playMicrophone")
        self._level = Level("paper")
        self._sign = Icon("mic", "text.secondary", pixels("control.iconSize.small"))
        self._words = label("", "small", name="microphoneVerdict")
        said = row(self._sign, self._words)
        said.setStretch(1, 1)
        self.verdict = held(said)
        self.setLayout(row(self._button, self._play, self._level))
        hearing.changed.connect(self._show)
        hearing.level.connect(self._level.hear)
        self._show()

    def restart(self) -> None:
        """Another microphone was chosen: what was heard of the other says nothing."""
        if self._hearing.activity in (Activity.OPENING, Activity.LISTENING):
            self._hearing.start(self._microphone())
        else:
            self._hearing.forget()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._hearing.forget()

    def _press(self) -> None:
        if self._hearing.activity is Activity.NOTHING:
            self._hearing.start(self._microphone())
        else:
            self._hearing.stop()

    @Slot()
    def _show(self) -> None:
        activity, verdict = self._hearing.activity, self._hearing.verdict
        busy = activity is not Activity.NOTHING
        self._button.say(self.tr("Stop") if busy else self.tr("Test"), "stop" if busy else "mic")
        self._play.setEnabled(self._hearing.can_play)
        words = self._sentence(activity, verdict)
        self._words.setText(words)
        self._sign.become(*_SIGNS[verdict])
        self.verdict.setVisible(bool(words))
        if words != self._said and self.isVisible():
            announce(self, words)
        self._said = words

    def _sentence(self, activity: Activity, verdict: Verdict | None) -> str:
        match verdict:
            case Verdict.HEARD:
                return self.tr("We hear you.")
            case Verdict.SILENT:
                return self.tr("Nothing is heard. Is the microphone muted, or is another one in use?")
            case Verdict.NO_MICROPHONE:
                return self.tr("There is no microphone. Connect one, or record without sound.")
            case None if activity is Activity.LISTENING:
                return self.tr("Say something.")
            case None if activity is Activity.OPENING:
                return self.tr("The microphone is opened.")
            case _:
                return ""
