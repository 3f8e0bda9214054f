"""The shell of a player: a picture above, a dark bar with what one can do below. It knows no media."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QSlider, QWidget

from desktop.widgets.components.button import Button, IconButton
from desktop.widgets.components.layout import column, row
from desktop.widgets.components.painting import drawing, surface
from desktop.widgets.components.text import label
from desktop.widgets.theme import Theme, theme_now
from desktop.wording import clock_words
from resources.tokens import number, pixels

SPEEDS: Final = (1.0, 1.25, 1.5, 2.0, 0.75)
_STEP_MS: Final = 5_000
_SMALL_STEP_MS: Final = 1_000


class VideoFrame(Protocol):
    """`QVideoFrame`, as far as the shell uses it."""

    def toImage(self) -> QImage: ...


class PlayerShell(QFrame):
    """Space plays and pauses, the arrows go 5 s (with Shift 1 s), M mutes, Home and End go to the ends."""

    play_asked = Signal()
    sought = Signal(int)
    mute_asked = Signal()
    speed_chosen = Signal(float)
    large_asked = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._duration, self._speed = 0, SPEEDS[0]
        self.setProperty("kind", "player")
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture = _Picture(title)
        self.picture.pressed.connect(self.play_asked)
        self._play = IconButton("play", self.tr("Play"), self.play_asked.emit, kind="bar", keys="Space", name="play")
        self._time = label(clock_words(0), "timer", name="playerTime")
        self._whole = label("", "timer", name="playerLength")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(self.tr("Position"))
        self._slider.setObjectName("playerPosition")
        self._slider.setSingleStep(_SMALL_STEP_MS)
        self._slider.setPageStep(_STEP_MS)
        self._slider.valueChanged.connect(self._on_slid)
        self._sound = IconButton("speaker", self.tr("Mute"), self.mute_asked.emit, kind="bar", keys="M", name="mute")
        self._pace = Button("1×", self._next_speed, kind="bar", size="compact", name="playerSpeed")
        self._tell_pace()
        self._large = IconButton("full", self.tr("Large"), self.large_asked.emit, kind="bar", keys="F", name="large")
        bar = row(
            self._play, self._time, self._slider, self._whole, self._sound, self._pace, self._large,
            margin=(2, 1, 2, 1), gap=2,
        )  # fmt: skip
        bar.setStretch(2, 1)
        self.setLayout(column(self.picture, bar, gap=0))

    def show_length(self, duration_ms: int) -> None:
        self._duration = duration_ms
        self._whole.setText(clock_words(duration_ms / 1000))
        was = self._slider.blockSignals(True)
        self._slider.setRange(0, duration_ms)
        self._slider.blockSignals(was)

    def show_position(self, position_ms: int) -> None:
        self._time.setText(clock_words(position_ms / 1000))
        was = self._slider.blockSignals(True)
        self._slider.setValue(position_ms)
        self._slider.blockSignals(was)

    def show_playing(self, playing: bool) -> None:
        self._play.become("pause" if playing else "play", self.tr("Pause") if playing else self.tr("Play"))

    def show_muted(self, muted: bool) -> None:
        self._sound.become("mic-off" if muted else "speaker", self.tr("Sound on") if muted else self.tr("Mute"))

    def show_sound(self, has_sound: bool) -> None:
        """A clip without sound has nothing to mute."""
        self._sound.setVisible(has_sound)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        jump = _SMALL_STEP_MS if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_MS
        at = self._slider.value()
        match event.key():
            case Qt.Key.Key_Space | Qt.Key.Key_K:
                self.play_asked.emit()
            case Qt.Key.Key_Left:
                self.sought.emit(max(0, at - jump))
            case Qt.Key.Key_Right:
                self.sought.emit(min(self._duration, at + jump))
            case Qt.Key.Key_Home:
                self.sought.emit(0)
            case Qt.Key.Key_End:
                self.sought.emit(self._duration)
            case Qt.Key.Key_M:
                self.mute_asked.emit()
            case Qt.Key.Key_F:
                self.large_asked.emit()
            case _:
                super().keyPressEvent(event)

    def _on_slid(self, position_ms: int) -> None:
        self.sought.emit(position_ms)

    def _next_speed(self) -> None:
        self._speed = SPEEDS[(SPEEDS.index(self._speed) + 1) % len(SPEEDS)]
        self._tell_pace()
        self.speed_chosen.emit(self._speed)

    def _tell_pace(self) -> None:
        words = self.locale().toString(self._speed, "g", 3)
        self._pace.say(f"{words}×")
        self._pace.setAccessibleName(self.tr("Speed {speed}").format(speed=words))


class _Picture(QWidget):
    """One frame, whole and in the middle, on black where it does not fit; a play sign until it has moved."""

    pressed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._image = QImage()
        self._frame: VideoFrame | None = None
        self._waiting = True
        self.setAccessibleName(title)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_image(self, image: QImage, *, waiting: bool = False) -> None:
        """This frame; `waiting` puts the play sign over it."""
        self._image, self._waiting = image, waiting
        self.update()

    def show_frame(self, frame: VideoFrame) -> None:
        """The newest frame of what plays; it is turned into a picture when it is drawn, so a late one costs nothing."""
        self._frame, self._waiting = frame, False
        self.update()

    @property
    def image(self) -> QImage:
        """What is shown now; null where nothing is."""
        if self._frame is not None:
            self._image, self._frame = self._frame.toImage(), None
        return self._image

    def sizeHint(self) -> QSize:
        wide = 2 * pixels("component.player.poster")
        return QSize(wide, wide * 9 // 16)

    def minimumSizeHint(self) -> QSize:
        wide = pixels("component.player.poster")
        return QSize(wide, wide * 9 // 16)

    def heightForWidth(self, width: int) -> int:
        return width * 9 // 16

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), theme_now()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(self._shape())
        painter.fillRect(self.rect(), theme.ink("overlay.bar"))
        image = self.image
        if not image.isNull():
            fitted = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            # A pixel more than fits at most, so that no line of the ground shows beside a picture of that shape.
            wide = self.width() if self.width() - fitted.width() <= 2 else fitted.width()
            high = self.height() if self.height() - fitted.height() <= 2 else fitted.height()
            painter.drawImage(QRect((self.width() - wide) // 2, (self.height() - high) // 2, wide, high), image)
        if self._waiting:
            self._draw_sign(painter, theme)

    def _shape(self) -> QPainterPath:
        """Round above, where the frame is; straight below, where the bar follows."""
        radius, path = number("radius.card"), QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, radius), radius, radius)
        return path

    def _draw_sign(self, painter: QPainter, theme: Theme) -> None:
        side = pixels("control.height.large") + pixels("control.iconSize.small")
        place = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        surface(painter, place, theme, fill="overlay.bar", edge="overlay.selectedLine", radius=number("radius.pill"))
        drawing(painter, place, "play", theme.color("overlay.barText"), pixels("control.iconSize.large"))
