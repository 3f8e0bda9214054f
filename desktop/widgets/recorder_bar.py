"""What is on the screen while recording: the countdown before, the small dark bar during."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QScreen,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from capture.events import Progress
from desktop.presenters.recording import Phase, RecordingPresenter
from desktop.widgets.components import Button, Icon, column, frame, label, row
from desktop.widgets.theme import theme_now
from desktop.wording import clock_words

_BAR = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
_QUIETEST_DB = -60.0


class Countdown(QWidget):
    """Seconds to go; Enter begins now, Esc calls it off."""

    def __init__(self, recording: RecordingPresenter) -> None:
        super().__init__(None, _BAR)
        self._recording = recording
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(self.tr("Countdown"))
        self.setAccessibleName(self.tr("Countdown"))
        self._ring = _Ring()
        words = column(
            None,
            label(self.tr("Recording starts in a moment"), "heading"),
            label(self.tr("Your first sentence: who is this for, and what can you do after it?"), "small"),
            row(
                Button(self.tr("Start now"), recording.begin_now, kind="barChosen", name="countdownStart"),
                Button(self.tr("Cancel"), recording.cancel, kind="bar", name="countdownCancel"),
                label("Enter / Esc", "small"),
                None,
            ),
            None,
        )
        inner = row(self._ring, words, margin=4, gap=4)
        shell = frame("", inner)
        shell.setObjectName("countdown")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(shell)
        for keys, act in (
            ("Esc", recording.cancel),
            ("Return", recording.begin_now),
            ("Enter", recording.begin_now),
        ):
            QShortcut(QKeySequence(keys), self, act)
        recording.counted.connect(self._on_counted)
        recording.phase_changed.connect(self._on_phase_changed)

    @Slot(int)
    def _on_counted(self, left: int) -> None:
        self._ring.show_left(left)
        if not self.isVisible() and self._recording.phase is Phase.COUNTING_DOWN:
            self.adjustSize()
            _centre(self)
            self.show()
            self.activateWindow()

    @Slot(Phase)
    def _on_phase_changed(self, phase: Phase) -> None:
        if phase is not Phase.COUNTING_DOWN:
            self.hide()


class _Ring(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(72, 72)
        self._left = 0
        self._all = 1

    def show_left(self, left: int) -> None:
        self._all = max(left, self._all if self._left and left < self._left else left, 1)
        self._left = left
        self.setAccessibleName(str(left))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(4, 4, 64, 64)
        painter.setPen(QPen(QColor(theme.color("overlay.barLine")), 5))
        painter.drawEllipse(box)
        painter.setPen(QPen(QColor(theme.color("overlay.line")), 5, c=Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, 90 * 16, -int(360 * 16 * self._left / self._all))
        painter.setPen(QColor(theme.color("overlay.barText")))
        font = painter.font()
        font.setPixelSize(28)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._left))


class RecorderBar(QWidget):
    """Red dot, running time, level, Pause, Stop, Discard. Draggable; the one visible sign where there is no tray."""

    def __init__(self, recording: RecordingPresenter) -> None:
        super().__init__(None, _BAR | Qt.WindowType.WindowDoesNotAcceptFocus)
        self._recording = recording
        self._seconds = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(self.tr("Recording"))
        self.setAccessibleName(self.tr("Recording"))
        self._dot = _Dot()
        self._time = label("0:00", "timer", name="recorderTime")
        self._time.setMinimumWidth(64)
        self._time.setAccessibleName(self.tr("Recorded time"))
        self._level = _Level()
        self._state = label("", "small", name="recorderState")
        self._pause = Button(self.tr("Pause"), self._pause_or_resume, icon="pause", kind="bar", name="pause")
        self._stop = Button(self.tr("Stop"), recording.stop, kind="stop", icon="stop", name="stop")
        self._discard = Button(self.tr("Discard"), recording.discard, icon="trash", kind="bar", name="discardTake")
        inner = row(
            self._dot,
            self._time,
            Icon("mic", "overlay.barTextSecondary", 16),
            self._level,
            self._state,
            3,
            self._pause,
            self._stop,
            3,
            self._discard,
            gap=2,
        )
        inner.setContentsMargins(16, 10, 12, 10)
        shell = frame("", inner)
        shell.setObjectName("recorderBar")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(shell)
        recording.phase_changed.connect(self._on_phase_changed)
        recording.progressed.connect(self._on_progressed)

    def appear(self, screen: QScreen) -> None:
        """At the bottom of this screen, without taking the focus."""
        self._on_phase_changed(self._recording.phase)
        self.adjustSize()
        free = screen.availableGeometry()
        self.move(free.center().x() - self.width() // 2, free.bottom() - self.height() - 24)
        self.show()

    def start_anew(self) -> None:
        self._seconds = 0
        self._time.setText(clock_words(0))
        self._level.hear(None)

    def warn(self, sentence: str) -> None:
        """Say something while it goes on, such as that no sound is heard."""
        self._state.setText(sentence)
        self.adjustSize()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (handle := self.windowHandle()) is not None:
            handle.startSystemMove()

    def _pause_or_resume(self) -> None:
        if self._recording.phase is Phase.PAUSED:
            self._recording.resume()
        else:
            self._recording.pause()

    @Slot(Phase)
    def _on_phase_changed(self, phase: Phase) -> None:
        paused = phase is Phase.PAUSED
        self._pause.say(self.tr("Resume") if paused else self.tr("Pause"), "record" if paused else "pause")
        words = {
            Phase.STARTING: self.tr("Starting"),
            Phase.PAUSED: self.tr("Paused"),
            Phase.FINISHING: self.tr("Finishing the file"),
            Phase.KEEPING: self.tr("Keeping the clip"),
        }
        self._state.setText(words.get(phase, ""))
        self._dot.set_on(phase is Phase.RECORDING)
        for button in (self._pause, self._stop, self._discard):
            button.setEnabled(phase in (Phase.RECORDING, Phase.PAUSED))
        if phase in (Phase.IDLE, Phase.COUNTING_DOWN):
            self.hide()
        self.adjustSize()

    @Slot(Progress)
    def _on_progressed(self, progress: Progress) -> None:
        if int(progress.written_s) != self._seconds:
            self._seconds = int(progress.written_s)
            self._time.setText(clock_words(self._seconds))
        self._level.hear(progress.level_db)


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(14, 14)
        self._on = False

    def set_on(self, on: bool) -> None:
        self._on = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(theme_now().color("overlay.record"))
        painter.setPen(QPen(color, 2))
        if self._on:
            painter.setBrush(color)
        painter.drawEllipse(QRectF(2, 2, 10, 10))


class _Level(QWidget):
    """Eight bars of sound. It is not announced; that there is no sound is said in words elsewhere."""

    _BARS = 8

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(self._BARS * 6, 16)
        self._lit = 0

    def hear(self, level_db: float | None) -> None:
        share = 0.0 if level_db is None else max(0.0, 1 - level_db / _QUIETEST_DB)
        lit = min(self._BARS, round(share * self._BARS))
        if lit != self._lit:
            self._lit = lit
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_now(), QPainter(self)
        for at in range(self._BARS):
            lit = "overlay.levelHigh" if at >= self._BARS - 1 else "overlay.levelOk"
            name = lit if at < self._lit else "overlay.levelOff"
            painter.fillRect(QRectF(at * 6, 1, 4, 14), QColor(theme.color(name)))


def _centre(window: QWidget) -> None:
    screen = QGuiApplication.primaryScreen()
    window.move(screen.availableGeometry().center() - window.rect().center())
