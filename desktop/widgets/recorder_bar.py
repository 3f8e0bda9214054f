"""The small dark bar while recording: red dot, running time, level, what goes on, Pause, Mark, Stop, Discard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QPoint, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from capture.events import Progress
from desktop.announcing import announce, reduced_motion
from desktop.presenters.recording import Phase, RecordingPresenter
from desktop.widgets.components import Button, Icon, column, frame, label, row
from desktop.widgets.components.painting import surface
from desktop.widgets.theme import theme_now
from desktop.wording import clock_words
from resources.tokens import number, pixels

OVERLAY_FLAGS: Final = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
_QUIETEST_DB: Final = -60.0


class RecorderBar(QWidget):
    """Draggable; the one visible sign where there is no tray. It never takes the focus from what is recorded."""

    def __init__(self, recording: RecordingPresenter) -> None:
        super().__init__(None, OVERLAY_FLAGS | Qt.WindowType.WindowDoesNotAcceptFocus)
        self._recording = recording
        self._seconds = 0
        self._said = self._lasting = ""
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(pixels("component.recorderBar.saidMs"))
        self._over.timeout.connect(self._on_said)
        self.setProperty("overlay", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(self.tr("Recording"))
        self.setAccessibleName(self.tr("Recording"))
        self._dot = _Dot()
        self._time = label(clock_words(0), "timer", name="recorderTime")
        self._time.setMinimumWidth(self._time.fontMetrics().horizontalAdvance("0:00:00"))
        self._time.setAccessibleName(self.tr("Recorded time"))
        self._level = _Level()
        self._state = label("", "small", name="recorderState")
        self._state.setMinimumWidth(pixels("component.recorderBar.state"))
        self._pause = Button(self.tr("Pause"), self._pause_or_resume, icon="pause", kind="bar", name="pause")
        self._mark = Button(self.tr("Mark"), recording.mark, kind="bar", icon="flag", name="mark")
        self._stop = Button(self.tr("Stop"), recording.stop, kind="stop", icon="stop", name="stop")
        self._discard = Button(self.tr("Discard"), recording.discard, icon="trash", kind="bar", name="discardTake")
        small = pixels("control.iconSize.small")
        inner = self._laid(small)
        shell = frame("", inner)
        shell.setObjectName("recorderBar")
        self.setLayout(column(shell))
        self.setMinimumWidth(pixels("component.recorderBar.width"))
        recording.phase_changed.connect(self._on_phase_changed)
        recording.progressed.connect(self._on_progressed)

    def _laid(self, small: int) -> QHBoxLayout:
        laid = row(
            Icon("drag", "overlay.barTextSecondary", small),
            self._dot,
            self._time,
            Icon("mic", "overlay.barTextSecondary", small),
            self._level,
            self._state,
            self._pause,
            self._mark,
            self._stop,
            2,
            self._discard,
            margin=(3, 2, 2, 2),
            gap=2,
        )
        laid.setStretchFactor(self._state, 1)
        return laid

    def wished_size(self) -> QSize:
        """The room it takes. It keeps that while it shows, so that it never grows into the picture."""
        self.ensurePolished()
        return self.sizeHint().expandedTo(self.minimumSize())

    def appear(self, place: QPoint) -> None:
        """With its corner there, without taking the focus."""
        self._on_phase_changed(self._recording.phase)
        self.setFixedSize(self.wished_size())
        self.move(place)
        self.show()

    def start_anew(self) -> None:
        self._seconds = 0
        self._said = self._lasting = ""
        self._time.setText(clock_words(0))
        self._level.hear(None)

    def say(self, sentence: str) -> None:
        """Say something for a moment, such as that a chapter begins."""
        self._said = sentence
        self._over.start()
        self._show_state()
        announce(self, sentence)

    def last(self, sentence: str) -> None:
        """Say it until told otherwise, such as that no sound is heard; empty for nothing any more."""
        if sentence != self._lasting:
            self._lasting = sentence
            self._show_state()
            announce(self, sentence)

    @Slot()
    def _on_said(self) -> None:
        self._said = ""
        self._show_state()

    def _show_state(self) -> None:
        words = {
            Phase.STARTING: self.tr("Starting"),
            Phase.PAUSED: self.tr("Paused"),
            Phase.FINISHING: self.tr("Finishing the file"),
            Phase.KEEPING: self.tr("Keeping the clip"),
        }
        self._state.setText(words.get(self._recording.phase, "") or self._said or self._lasting)

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
        self._show_state()
        self._dot.set_on(phase is Phase.RECORDING)
        self._mark.setEnabled(phase is Phase.RECORDING)
        for button in (self._pause, self._stop, self._discard):
            button.setEnabled(phase in (Phase.RECORDING, Phase.PAUSED))
        if phase in (Phase.IDLE, Phase.COUNTING_DOWN):
            self.hide()

    @Slot(Progress)
    def _on_progressed(self, progress: Progress) -> None:
        if int(progress.written_s) != self._seconds:
            self._seconds = int(progress.written_s)
            self._time.setText(clock_words(self._seconds))
        self._level.hear(progress.level_db)


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        side = pixels("component.recorderBar.dot")
        self.setFixedSize(side, side)
        self._on = False

    def set_on(self, on: bool) -> None:
        self._on = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, width = QPainter(self), number("border.selected")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = theme_now().ink("overlay.record")
        painter.setPen(QPen(color, width))
        if self._on:
            painter.setBrush(color)
        painter.drawEllipse(self.rect().toRectF().adjusted(width, width, -width, -width))


class _Level(QWidget):
    """Bars of sound. It is not announced; that there is no sound is said in words elsewhere.

    For who wants little motion it moves four times a second at most.
    """

    def __init__(self) -> None:
        super().__init__()
        self._bars = pixels("component.level.bars")
        self._pitch = pixels("component.level.bar") + pixels("component.level.gap")
        self.setFixedSize(self._bars * self._pitch, pixels("component.level.height"))
        self._lit = 0
        self._moved = QElapsedTimer()

    def hear(self, level_db: float | None) -> None:
        if reduced_motion() and self._moved.isValid() and self._moved.elapsed() < pixels("component.level.calmMs"):
            return
        self._moved.start()
        share = 0.0 if level_db is None else max(0.0, 1 - level_db / _QUIETEST_DB)
        lit = min(self._bars, round(share * self._bars))
        if lit != self._lit:
            self._lit = lit
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_now(), QPainter(self)
        for at in range(self._bars):
            lit = "overlay.levelHigh" if at >= self._bars - 1 else "overlay.levelOk"
            name = lit if at < self._lit else "overlay.levelOff"
            place = QRect(at * self._pitch, 0, pixels("component.level.bar"), self.height())
            surface(painter, place, theme, fill=name, radius=number("component.level.gap"))
