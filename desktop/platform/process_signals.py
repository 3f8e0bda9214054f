"""SIGTERM and SIGINT, heard inside Qt's event loop."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot


class ProcessSignals(QObject):
    """`asked_to_end` for each SIGTERM or SIGINT. Nothing is interrupted: the program ends in its own order."""

    asked_to_end = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notifier: QSocketNotifier | None = None
        self._sockets: tuple[socket.socket, socket.socket] | None = None

    def install(self) -> None:
        reading, writing = socket.socketpair()
        reading.setblocking(False)
        writing.setblocking(False)
        self._sockets = (reading, writing)
        signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            # The handler does nothing: that it exists makes Python write to the socket.
            signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)

    def uninstall(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number, default in ((signal.SIGTERM, signal.SIG_DFL), (signal.SIGINT, signal.default_int_handler)):
            signal.signal(number, default)
        for end in self._sockets or ():
            end.close()

    @Slot()
    def _on_readable(self) -> None:
        if self._sockets is not None and self._sockets[0].recv(64):
            self.asked_to_end.emit()
