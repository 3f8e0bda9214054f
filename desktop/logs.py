"""One rotating log of what the program did, without titles, texts, paths or secrets."""

from __future__ import annotations

import atexit
import logging
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

LOG_NAME: Final = "vonk.log"
_SIZE: Final = 1_000_000
_KEPT: Final = 3
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start_log(folder: Path) -> Path:
    """Log from now on to `folder/vonk.log`, at most 4 MB in all. Returns that file.

    A thread of its own writes, so that no window waits for the disk; what is left is written when the program ends.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / LOG_NAME
    handler = RotatingFileHandler(file, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    told: SimpleQueue[logging.LogRecord] = SimpleQueue()
    writer = QueueListener(told, handler)
    writer.start()
    atexit.register(writer.stop)
    root = logging.getLogger()
    root.addHandler(QueueHandler(told))
    root.setLevel(logging.INFO)
    # Libraries tell addresses and names at INFO; those are not ours to keep.
    for noisy in ("urllib3", "alembic", "sqlalchemy", "keyring"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    qInstallMessageHandler(_log_qt)
    return file


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
