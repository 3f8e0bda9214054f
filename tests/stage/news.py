"""What tells news in Vonk, with a tray icon and no window in front; what is followed stands on standard output."""

import sys
from dataclasses import fields
from types import SimpleNamespace

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtWidgets import QApplication, QWidget  # noqa: TID251 - a program of its own, not a part of Vonk

from core.draft import ItemId
from core.status import Status
from desktop.presenters.news import NewsItem
from desktop.widgets.components import Toast
from desktop.widgets.news_teller import NewsTeller
from desktop.widgets.theme import wear
from desktop.widgets.tray import Tray, TrayVerbs


class News(QObject):
    told = Signal(object)


app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
wear(app, dark=False)
nothing = lambda: None  # noqa: E731
verbs = TrayVerbs(*[nothing] * len(fields(TrayVerbs)))
tray, news, window = Tray(verbs, None), News(), QWidget()
teller = NewsTeller(
    news,
    window,
    tray,
    SimpleNamespace(toast=Toast()),
    lambda request: print("follows", request.wish, request.link, flush=True),
    None,
)
tray.show()


def tell() -> None:
    title = sys.stdin.readline().strip()
    news.told.emit((NewsItem(ItemId("the-item"), title, Status.CHANGES_ASKED),))
    print("tells", tray.tells, flush=True)


asked = QSocketNotifier(0, QSocketNotifier.Type.Read)
asked.activated.connect(lambda *_: tell())
sys.exit(app.exec())
