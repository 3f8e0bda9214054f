"""Plays a clip inside the window: Qt's player behind the player shell.

QtMultimedia is loaded at the first press of Play: it costs memory and a sound connection, and most clips are watched
once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QImage

from desktop.widgets.components import PlayerShell


class ClipPlayer(PlayerShell):
    """`wanted` asks for the file at the first Play; `play_file` then plays it. `failed` where Qt cannot."""

    wanted = Signal()
    failed = Signal(Path)

    def __init__(self, duration_ms: int, *, has_sound: bool) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("Clip"))
        self.show_length(duration_ms)
        self.show_sound(has_sound)
        self._player: Any = None
        self._sink: Any = None
        self._sound: Any = None
        self._file: Path | None = None
        self._begin_at = 0
        self.play_asked.connect(self._on_play_asked)
        self.sought.connect(self._on_sought)
        self.mute_asked.connect(self._on_mute_asked)
        self.speed_chosen.connect(self._on_speed_chosen)
        self.large_asked.connect(self._on_large_asked)

    def show_poster(self, image: QImage) -> None:
        """The picture before it plays."""
        if self._player is None:
            self.picture.show_image(image, waiting=True)

    def play_file(self, file: Path) -> None:
        """Play this clip, from where the person put the slider."""
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoSink

        self._file = file
        self._player, self._sink, self._sound = QMediaPlayer(self), QVideoSink(self), QAudioOutput(self)
        self._player.setAudioOutput(self._sound)
        self._player.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._player.positionChanged.connect(self.show_position)
        self._player.durationChanged.connect(lambda length: self.show_length(length) if length else None)
        self._player.playingChanged.connect(self.show_playing)
        self._player.errorOccurred.connect(self._on_error)
        self._player.setSource(QUrl.fromLocalFile(str(file)))
        self._player.setPosition(self._begin_at)
        self._player.play()

    def stop(self) -> None:
        """Be silent: the page is left."""
        if self._player is not None:
            self._player.pause()

    def _on_play_asked(self) -> None:
        if self._player is None:
            self.wanted.emit()
        elif self._player.isPlaying():
            self._player.pause()
        else:
            self._player.play()

    def _on_sought(self, position_ms: int) -> None:
        self._begin_at = position_ms
        if self._player is not None:
            self._player.setPosition(position_ms)
        self.show_position(position_ms)

    def _on_mute_asked(self) -> None:
        if self._sound is not None:
            self._sound.setMuted(not self._sound.isMuted())
            self.show_muted(self._sound.isMuted())

    def _on_speed_chosen(self, speed: float) -> None:
        if self._player is not None:
            self._player.setPlaybackRate(speed)

    def _on_large_asked(self) -> None:
        window = self.window()
        window.setWindowState(window.windowState() ^ window.windowState().WindowFullScreen)

    def _on_frame(self, frame: Any) -> None:  # noqa: ANN401 - QVideoFrame, loaded at the first Play
        self.picture.show_frame(frame)

    def _on_error(self, *_: object) -> None:
        if self._file is not None:
            self.failed.emit(self._file)
