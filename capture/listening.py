"""The sound of a recording: from what the microphone gave to the clip's track, without a hole in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from capture.audio import AudioSource
from capture.microphones import Microphone
from capture.sound import Block, Silence, Sound, SoundTrack, level_db
from core.clock import Monotonic

SILENCE_AFTER_S: Final = 0.7
"""Sound that has not come after so long becomes silence, so that the picture is never held up by it."""

LATE_SOUND_S: Final = 0.12
"""How long the end of a recording waits for the sound of its last moment."""

_SILENT_DB: Final = -96.0


@dataclass(slots=True)
class Listening:
    """`wanted` tells whether the clip has a sound track at all; `tell` hears codes of NOTICES."""

    source: AudioSource
    wanted: bool
    microphone: Microphone | None
    tell: Callable[[str], None]
    monotonic: Monotonic
    track: SoundTrack = field(default_factory=SoundTrack)
    heard_from: str | None = None
    _level: float | None = None
    _silence: Silence = field(default_factory=Silence)

    @property
    def is_in_clip(self) -> bool:
        return self.track.heard > 0

    def take_level(self) -> float | None:
        """The loudest moment since the last call, in dB below full scale; None without sound."""
        level, self._level = self._level, None
        return level

    def forget(self) -> None:
        """Let go of what came in so far: the recording begins, or goes on, now."""
        self.source.heard()
        self.track.aligned = False
        self._silence.forget()

    def only_measure(self) -> None:
        """Nothing is recorded: keep no sound, but know how loud it is."""
        for sound in self.source.heard():
            self._measure(sound)

    def gather(self, origin: float, now: float) -> list[Block]:
        """What came in, in its place. `origin` is the moment of media time 0, `now` this one."""
        blocks = [part for sound in self.source.heard() for part in self._add(sound, origin)]
        until = now - origin - SILENCE_AFTER_S
        if self.track.length_s < until:
            blocks += self.track.fill(until + SILENCE_AFTER_S / 3)
        return blocks

    def close_at(self, origin: float, now: float) -> list[Block]:
        """Bring the track exactly to `now`: the sound of the last moment comes a little later than its picture."""
        end = now - origin
        patience = self.monotonic() + (LATE_SOUND_S if self.microphone else 0.0)
        blocks: list[Block] = []
        while True:
            for sound in self.source.heard():
                blocks += self._add(sound, origin, end)
            left = patience - self.monotonic()
            if self.track.length_s >= end or left <= 0:
                return [*blocks, *self.track.fill(end)]
            self.source.wait(left)

    def watch_silence(self, level: float | None, now: float) -> None:
        """To be asked while recording: tells of silence, and of its end, once each."""
        if self.microphone is None:
            self._silence.forget()
            return
        became = self._silence.hear(level, now)
        if became is not None:
            self.tell("silence" if became else "sound_heard")

    def found(self, microphone: Microphone | None) -> None:
        """The microphone went, or came."""
        before, self.microphone = self.microphone, microphone
        if microphone is None and before is not None:
            self._level = None
            self.tell("microphone_lost")
        elif microphone is not None and before is None:
            self.tell("microphone_back")

    def _add(self, sound: Sound, origin: float, end_s: float = float("inf")) -> list[Block]:
        self._measure(sound)
        self.heard_from = self.microphone.label if self.microphone else self.heard_from
        return self.track.add(sound.first - origin, sound.pcm, end_s)

    def _measure(self, sound: Sound) -> None:
        self._level = max(self._level if self._level is not None else _SILENT_DB, level_db(sound.pcm))
