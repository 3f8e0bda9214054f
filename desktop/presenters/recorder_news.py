"""What the recorder tells while it goes on: states that last until their opposite comes, and what was worth knowing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from capture.events import Warned
from core.language import NOTHING, Bilingual
from desktop.presenters.recording import RecordingPresenter

_SILENT: Final = (
    Bilingual(
        en="No sound was heard until the end of the recording.",
        nl="Tot het eind van de opname was er geen geluid te horen.",
    ),
    Bilingual(
        en="Play it before you share it. In Settings you can test the microphone.",
        nl="Speel haar af voor je haar deelt. In Instellingen kun je de microfoon testen.",
    ),
)
_LOST: Final = (
    Bilingual(en="The microphone was away during the recording.", nl="De microfoon was weg tijdens de opname."),
    Bilingual(
        en="A part of it is without sound. Play it before you share it.",
        nl="Een stuk ervan is zonder geluid. Speel haar af voor je haar deelt.",
    ),
)
_ENDS: Final = {"sound_heard": "silence", "microphone_back": "microphone_lost"}
"""Which state is over with which news."""


class RecorderNews(QObject):
    """`told` with what is said once; `changed` when `now`, the state that lasts, is another."""

    told = Signal(Warned)
    changed = Signal()

    def __init__(self, recording: RecordingPresenter, parent: QObject | None) -> None:
        super().__init__(parent)
        self._lasting: dict[str, Warned] = {}
        self._worth_knowing: dict[str, tuple[Bilingual, Bilingual]] = {}
        recording.warned.connect(self._on_warned)

    @property
    def now(self) -> Bilingual:
        """The newest of the states that last; empty for none."""
        return next((warning.title for warning in reversed(self._lasting.values())), NOTHING)

    def begin(self, title: Bilingual = NOTHING) -> None:
        """A new recording. `title` is worth knowing from its start on, if it says something."""
        self._lasting.clear()
        self._worth_knowing = {"start": (title, NOTHING)} if title.en else {}
        self.changed.emit()

    def afterwards(self) -> tuple[Bilingual, Bilingual] | None:
        """All that was worth knowing, as one message; None for nothing. Told once."""
        # Whoever was silent for a moment and went on knows it; whoever never was heard does not.
        silent = {"silence": _SILENT} if "silence" in self._lasting else {}
        known = {**self._worth_knowing, **silent}.values()
        self._lasting.clear()
        self._worth_knowing = {}
        if not known:
            return None
        return _joined([title for title, _ in known]), _joined([hint for _, hint in known])

    @Slot(Warned)
    def _on_warned(self, warning: Warned) -> None:
        if warning.code in _ENDS:
            self._lasting.pop(_ENDS[warning.code], None)
        elif warning.code in _ENDS.values():
            self._lasting[warning.code] = warning
        if warning.code not in (*_ENDS, "silence"):
            lost = warning.code == "microphone_lost"
            self._worth_knowing[warning.code] = _LOST if lost else (warning.title, warning.hint)
        self.changed.emit()
        if warning.code not in _ENDS.values():
            self.told.emit(warning)


def _joined(parts: list[Bilingual]) -> Bilingual:
    said = list(dict.fromkeys(part for part in parts if part.en))
    return Bilingual(en=" ".join(part.en for part in said), nl=" ".join(part.nl for part in said))
