"""One app per home: a lock decides who it is, a local socket carries to it what later starts ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.start_request import LONGEST_LINE, StartRequest, from_line

_PATIENCE_MS: Final = 3000


class SingleInstance(QObject):
    """`claim` before anything else. The first one hears `asked` each time a later one was started, with its wish.

    The socket is this user's alone (mode 0700 by Qt); what comes over it is bounded and understood or ignored.
    """

    asked = Signal(StartRequest)

    def __init__(self, folder: Path, identity: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = f"vonk-{identity}"
        self._lock = QLockFile(str(folder / "app.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def claim(self) -> bool:
        """True for the only app of this home. Otherwise the running one was asked to show itself. The lock of an
        app that died is taken over."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def pass_on(self, request: StartRequest) -> bool:
        """Ask the running app; False when it does not listen within three seconds."""
        deadline = QDeadlineTimer(_PATIENCE_MS)
        socket = QLocalSocket()
        while not deadline.hasExpired():
            socket.connectToServer(self._name)
            if socket.waitForConnected(500):
                socket.write(request.to_line())
                sent = socket.waitForBytesWritten(1000)
                socket.disconnectFromServer()
                return sent
            # It holds the lock and is about to listen.
            QThread.msleep(20)
        return False

    def release(self) -> None:
        self._server.close()
        self._lock.unlock()

    @Slot()
    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.setReadBufferSize(LONGEST_LINE)
            socket.readyRead.connect(lambda socket=socket: self._on_heard(socket))
            socket.disconnected.connect(socket.deleteLater)

    def _on_heard(self, socket: QLocalSocket) -> None:
        if socket.canReadLine():
            request = from_line(bytes(socket.readLine().data()))
            socket.abort()
            self.asked.emit(request)
        elif socket.bytesAvailable() >= LONGEST_LINE:
            socket.abort()
