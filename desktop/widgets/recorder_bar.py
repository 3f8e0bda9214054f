"""The small dark bar while recording: red dot, running time, level, what goes on, Pause, Mark, Stop, Discard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from capture.events import Progress
from desktop.announcing import announce
from desktop.presenters.recording import Phase, RecordingPresenter
from desktop.widgets.components import Button, Icon, Level, column, frame, label, row
from desktop.widgets.theme import theme_now
from desktop.wording import clock_words
from resources.tokens import number, pixels

OVERLAY_FLAGS: Final = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint


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
        self._level = Level()
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
