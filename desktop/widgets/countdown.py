"""Seconds to go before a recording, and the first sentence to think of."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QWidget

from capture.events import IsReady
from desktop.announcing import announce
from desktop.presenters.hearing import HearingPresenter
from desktop.presenters.recording import Phase, RecordingPresenter
from desktop.widgets.components import Button, Icon, Level, column, frame, label, row
from desktop.widgets.recorder_bar import OVERLAY_FLAGS
from desktop.widgets.screen_places import beside
from desktop.widgets.theme import font_of, step, theme_now
from resources.tokens import number, pixels


class Countdown(QWidget):
    """Over the middle of what is recorded, or beside it where it does not fit in.

    Enter begins now, Esc calls it off. Only its ring moves, also with reduced motion.
    """

    def __init__(self, recording: RecordingPresenter, hearing: HearingPresenter) -> None:
        super().__init__(None, OVERLAY_FLAGS)
        self._recording, self._hearing = recording, hearing
        self.setProperty("overlay", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(self.tr("Countdown"))
        self.setAccessibleName(self.tr("Countdown"))
        self._ring = _Ring()
        self._over = QRect()
        self._note = label("", "small", name="countdownNote")
        self._microphone = label("", "small", name="countdownMicrophone", wrap=False)
        self._level = Level()
        self._level.hide()
        begin = Button(self.tr("Start now"), recording.begin_now, kind="barChosen", keys="Enter", name="countdownStart")
        cancel = Button(self.tr("Cancel"), recording.cancel, kind="bar", keys="Esc", name="countdownCancel")
        words = column(
            None,
            label(self.tr("Recording starts in a moment"), "title", wrap=False),
            label(self.tr("Your first sentence: who is this for, and what can you do after it?"), "small", wrap=False),
            row(
                Icon("mic", "overlay.barTextSecondary", pixels("control.iconSize.small")),
                self._microphone,
                self._level,
                None,
                gap=2,
            ),
            self._note,
            2,
            row(begin, cancel, None),
            None,
            gap=1,
        )
        shell = frame("", row(self._ring, words, margin=5, gap=5))
        shell.setObjectName("countdown")
        self.setLayout(column(shell))
        for keys, act in (("Esc", recording.cancel), ("Return", recording.begin_now), ("Enter", recording.begin_now)):
            QShortcut(QKeySequence(keys), self, act)
        recording.counted.connect(self._on_counted)
        recording.ready.connect(self._on_ready)
        hearing.level.connect(self._on_level)
        recording.phase_changed.connect(self._on_phase_changed)

    def prepare(self, over: QRect, note: str) -> None:
        """What is recorded, in logical pixels. `note` says what is other than usual."""
        self._over = over
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._microphone.setText(self.tr("Looking for the microphone"))
        self._level.hide()

    @Slot(IsReady)
    def _on_ready(self, news: IsReady) -> None:
        self._microphone.setText(news.microphone or self.tr("Without sound"))

    @Slot(object)
    def _on_level(self, level_db: object) -> None:
        heard = level_db if isinstance(level_db, float) else None
        self._level.setVisible(heard is not None)
        self._level.hear(heard)

    @Slot(int)
    def _on_counted(self, left: int) -> None:
        self._ring.show_left(left)
        if not self.isVisible() and self._recording.phase is Phase.COUNTING_DOWN:
            self.adjustSize()
            self._place()
            self.show()
            self.activateWindow()
        if self._recording.phase is Phase.COUNTING_DOWN:
            announce(self, str(left))

    def _place(self) -> None:
        screen = QGuiApplication.screenAt(self._over.center()) or QGuiApplication.primaryScreen()
        free = screen.availableGeometry()
        over = self._over if self._over.isValid() else free
        middle = QRect(over.center() - self.rect().center(), self.size())
        if over.contains(middle):
            self.move(middle.topLeft())
        else:
            self.move(beside(over, free, self.size(), step(3)) or free.center() - self.rect().center())
        self.raise_()

    @Slot(Phase)
    def _on_phase_changed(self, phase: Phase) -> None:
        if phase is not Phase.COUNTING_DOWN:
            self.hide()
            self._hearing.forget()


class _Ring(QWidget):
    def __init__(self) -> None:
        super().__init__()
        side = pixels("component.countdown.ring")
        self.setFixedSize(side, side)
        self._left = 0
        self._all = 1

    def show_left(self, left: int) -> None:
        self._all = max(left, self._all if self._left and left < self._left else left, 1)
        self._left = left
        self.setAccessibleName(str(left))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, width = theme_now(), number("component.countdown.stroke")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = width / 2 + step(1) / 2
        box = self.rect().toRectF().adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(theme.ink("overlay.barLine"), width))
        painter.drawEllipse(box)
        painter.setPen(QPen(theme.ink("overlay.line"), width, c=Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, 90 * 16, -int(360 * 16 * self._left / self._all))
        painter.setPen(theme.ink("overlay.barText"))
        font = font_of("display")
        font.setPixelSize(pixels("component.countdown.digit"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._left))
