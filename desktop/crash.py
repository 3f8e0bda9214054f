"""What happens when the program itself is wrong: it is written down, said plainly, and nothing is thrown away."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class CrashReporter(QObject):
    """Hears every exception nobody caught, on any thread. `crashed` carries a text fit for copying.

    The windows stay: drafts are kept at every change, so going on is as safe as stopping.
    """

    crashed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faults: TextIO | None = None
        self._telling = False

    def install(self, folder: Path) -> None:
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        self._faults = (folder / "faults.log").open("a", encoding="utf-8")
        faulthandler.enable(self._faults)

    def uninstall(self) -> None:
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        faulthandler.disable()
        if self._faults is not None:
            self._faults.close()

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        text = report(error)
        log.error("not caught:\n%s", text)
        # Who hears of it may be what is wrong: that is written down, and not told to it again.
        if not self._telling:
            self._telling = True
            try:
                self.crashed.emit(text)
            finally:
                self._telling = False

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)


def report(error: BaseException) -> str:
    """The system and the call stack; no texts of the person, no local values, no paths outside the program."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([f"{platform.system()} Python {platform.python_version()}", type(error).__name__, *lines])
