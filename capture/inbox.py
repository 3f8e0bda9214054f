"""What the recorder is told, from several threads, and waiting for it and for the screen at once."""

from __future__ import annotations

import os
import queue
import select
import sys
from dataclasses import dataclass, field
from typing import Literal

from capture.microphones import Microphone

Word = Literal["start", "pause", "resume", "mark", "stop", "discard"]
Message = (
    tuple[Literal["do", "trouble", "gone"], str]
    | tuple[Literal["microphone"], Microphone | None]
    | tuple[Literal["prepare"], object]
)


@dataclass(slots=True)
class Inbox:
    """`put` may be called on any thread and in a signal handler; `wait` by one thread."""

    _messages: queue.SimpleQueue[Message] = field(default_factory=queue.SimpleQueue)
    _bell: tuple[int, int] = field(default_factory=os.pipe)

    def put(self, message: Message) -> None:
        self._messages.put(message)
        os.write(self._bell[1], b"!")

    def wait(self, seconds: float | None, wake: int | None = None) -> tuple[Message | None, bool]:
        """The next message, None when none came in time; and whether it was `wake` that could be read."""
        if sys.platform == "win32":
            return self._take(seconds), False
        ready = select.select([self._bell[0], *([] if wake is None else [wake])], [], [], seconds)[0]
        if self._bell[0] in ready:
            os.read(self._bell[0], 1)
            return self._take(0), wake in ready
        return None, wake in ready

    def _take(self, seconds: float | None) -> Message | None:
        try:
            return self._messages.get(timeout=seconds) if seconds != 0 else self._messages.get_nowait()
        except queue.Empty:
            return None

    def close(self) -> None:
        for end in self._bell:
            os.close(end)
