"""Takes pictures and sound from the recorder's loop, and has them encoded and written on a thread of its own.

The loop never waits for an encoder: a key picture takes longer than the next change of the screen does to come.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from capture.clip_file import ClipFile
from capture.frames import Patch
from capture.screens import Area
from capture.sound import Block
from media.encoding import Frame, Picture

WAITING_PICTURES: Final = 2
"""More than this, and the encoder is behind: the next picture is left out, and counted. What it showed comes with the
one after."""

_CLOSE_WITHIN_S: Final = 10.0

_Job = tuple[Frame, float] | list[Block]


@dataclass(slots=True)
class Writer:
    """What went wrong on its thread, an OSError, is raised by the next call that hands something over."""

    clip: ClipFile
    picture: Picture = field(init=False)
    _gathered: bytearray = field(default_factory=bytearray)
    _jobs: deque[_Job] = field(default_factory=deque)
    _busy: _Job | None = None
    _closing: bool = False
    _error: OSError | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _thread: threading.Thread | None = None

    @property
    def size(self) -> Area:
        return self.clip.size

    def open(self) -> None:
        """Make encoders, file and thread. Impossible without an encoder, OSError without a file."""
        self.picture = Picture(self.size.width, self.size.height)
        self.clip.open()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def paint(self, patches: Iterable[Patch], area: Area) -> bool:
        """Bring the changes into the picture; whether there were any.

        `area` is what they are patches of. When it changes, the first patches are all of it.
        """
        if (area.width, area.height) != (self.size.width, self.size.height):
            return self._paint_scaled(patches, area)
        painted = False
        for patch in patches:
            if not painted:
                self._let_go_of_picture()
            painted = True
            self.picture.paint(patch.x, patch.y, patch.width, patch.height, patch.pixels)
        return painted

    def put_picture(self, at_s: float, *, wait_s: float = 0.0) -> bool:
        """Hand over the picture, for a media time. False when the encoder is behind, even after waiting."""
        with self._changed:
            self._changed.wait_for(lambda: self._pictures_waiting() < WAITING_PICTURES or self._error, wait_s)
            self._complain()
            if self._pictures_waiting() >= WAITING_PICTURES:
                return False
            self._jobs.append((self.picture.frame, at_s))
            self._changed.notify_all()
            return True

    def put_sound(self, blocks: list[Block]) -> None:
        """Samples, each block with the number of its first one."""
        if blocks:
            with self._changed:
                self._complain()
                self._jobs.append(blocks)
                self._changed.notify_all()

    def finish(self) -> None:
        """Wait until all is in the file, and close it. OSError when not all of it could be written."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(_CLOSE_WITHIN_S)
        with self._changed:
            self._complain()

    def _work(self) -> None:
        try:
            while (job := self._next()) is not None:
                if isinstance(job, list):
                    self.clip.put_sound(job)
                else:
                    self.clip.put_picture(*job)
            self.clip.flush()
        except OSError as error:
            with self._changed:
                self._error = error
                self._jobs.clear()
                self._busy = None
                self._changed.notify_all()
        finally:
            self.clip.close()

    def _next(self) -> _Job | None:
        with self._changed:
            self._busy = None
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._jobs or self._closing)
            self._busy = self._jobs.popleft() if self._jobs else None
            return self._busy

    def _pictures_waiting(self) -> int:
        return sum(isinstance(job, tuple) for job in self._jobs)

    def _complain(self) -> None:
        if self._error is not None:
            raise OSError(self._error.errno, "the clip could not be written") from self._error

    def _let_go_of_picture(self) -> None:
        """What waits to be encoded must not change: painting then goes on in a copy."""
        with self._changed:
            jobs = [*self._jobs, *([] if self._busy is None else [self._busy])]
            waits = any(isinstance(job, tuple) and job[0] is self.picture.frame for job in jobs)
        if waits:
            self.picture.go_on_in_copy()

    def _paint_scaled(self, patches: Iterable[Patch], area: Area) -> bool:
        """The screen has another size than the clip: its pixels are gathered, and fitted in as a whole."""
        size, painted = area.width * area.height * 4, False
        if len(self._gathered) != size:
            self._gathered = bytearray(size)
        for patch in patches:
            painted = True
            row = patch.width * 4
            for at in range(patch.height):
                start = ((patch.y + at) * area.width + patch.x) * 4
                self._gathered[start : start + row] = patch.pixels[at * row : (at + 1) * row]
        if painted:
            self._let_go_of_picture()
            self.picture.paint_scaled(area.width, area.height, self._gathered)
        return painted
